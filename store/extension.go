package store

import (
	"path/filepath"
	"slices"
	"strings"
)

// Extension is what the name of a workspace ends in.
const Extension = ".factmark"

// HasExtension tells whether the name of a file is that of a workspace.
func HasExtension(path string) bool { return filepath.Ext(path) == Extension }

// NameOf is the name of a workspace without its folder and extension.
func NameOf(path string) string { return strings.TrimSuffix(filepath.Base(path), Extension) }

// IsWorkspaceFile tells by the name alone whether a file is a workspace or one
// that SQLite keeps beside it: to open and close a file that SQLite has open
// takes its locks away.
func IsWorkspaceFile(path string) bool {
	return slices.ContainsFunc([]string{"", "-wal", "-shm"}, func(beside string) bool { return strings.HasSuffix(path, Extension+beside) })
}
