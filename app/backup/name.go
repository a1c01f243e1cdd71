// Package backup keeps backups of workspaces: it names them, makes them when it is time, thins them and tells what is
// there.
package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"regexp"
	"time"
	"unicode/utf8"

	"factmark/store"
)

// Why a backup was made, as its name says it.
const (
	OnOpening    = "on opening"
	AtWork       = "at work"
	BeforeImport = "before import"
	BeforeMerge  = "before merge"
	BeforeRepair = "before repair"
	BeforeChange = "before a large change"
	BeforeUpdate = "before an update of Factmark" // of a copy beside the workspace
)

const timeInName = "2006-01-02 1504"

// Folder is where the backups of a workspace lie below base: a folder that is named for the workspace, and by its path
// told from another of the same name.
func Folder(base, workspace string) string {
	sum := sha256.Sum256([]byte(filepath.Clean(workspace)))
	return filepath.Join(base, title(workspace)+" "+hex.EncodeToString(sum[:4]))
}

// title is the workspace's name, short enough for any file system with what is added to it.
func title(workspace string) string {
	name := store.NameOf(workspace)
	for len(name) > 120 {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return name
}

// fileName is the name of a backup that is made now: names sort by time.
func fileName(workspace string, at time.Time, reason string) string {
	return title(workspace) + " " + at.UTC().Format(timeInName) + " " + reason + store.Extension
}

var pattern = regexp.MustCompile(`(?s)^.* (\d{4}-\d\d-\d\d \d{4}) ([a-z ]+?)(?: \(\d+\))?\.factmark$`)

// parse reads the time (UTC, to the minute) and the reason from the name of a backup.
func parse(name string) (at time.Time, reason string, ok bool) {
	parts := pattern.FindStringSubmatch(name)
	if parts == nil {
		return time.Time{}, "", false
	}
	if at, err := time.ParseInLocation(timeInName, parts[1], time.UTC); err == nil {
		return at, parts[2], true
	}
	return time.Time{}, "", false
}
