package db

import "os"

// inUse tells whether another process has a database open: on Windows a file
// that is open cannot be renamed, and the index of a log is open as long as the
// database is.
func InUse(index string) bool {
	if _, err := os.Lstat(index); err != nil {
		return false
	}
	return os.Rename(index, index+"~") != nil || os.Rename(index+"~", index) != nil
}

// names is how many names a file has on its disk.
func Names(os.FileInfo) int { return 1 }

// ours tells whether a file belongs to the user.
func ours(os.FileInfo) bool { return true }

// mayWriteIn tells why the user cannot make files in a folder; on Windows that
// is found by trying.
func MayWriteIn(string) error { return nil }
