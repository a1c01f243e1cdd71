package store

import (
	"io"
	"io/fs"

	"factmark/store/internal/db"
)

// ReplaceFile makes a file with these permission bits from what write writes.
// It is made beside its place under another name, brought to the disk and
// renamed, so that path holds the whole new file or stays as it was, also
// through a power cut. Its errors are write's and the file system's.
func ReplaceFile(path string, mode fs.FileMode, write func(io.Writer) error) error {
	return db.ReplaceFile(path, mode, write)
}

// ReplaceFolder makes a folder, readable by its owner only, of the files that fill puts into the one it is given. It is made beside its place under another
// name and renamed, so that path leads to the whole new folder or to what was there. Its errors are fill's and the
// file system's.
func ReplaceFolder(path string, fill func(folder string) error) error {
	return db.ReplaceFolder(path, fill)
}

// MakeFile is ReplaceFile for a file that must not be there yet (fs.ErrExist),
// readable by its owner only.
func MakeFile(path string, write func(io.Writer) error) error { return db.MakeFile(path, write) }

// RemoveLeftovers removes the temporary files and folders of processes that
// were killed. What a living process uses, what belongs to others and what has
// another name than Factmark gives is left alone.
func RemoveLeftovers() error { return db.RemoveLeftovers() }
