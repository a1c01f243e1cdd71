//go:build unix

package db

import (
	"io"
	"os"
	"syscall"
)

// inUseByte is the byte of the index of a log that everybody locks who has the
// database open: www.sqlite.org/walformat.html#locks, DMS.
const inUseByte = 128

// InUse tells whether another process has a database open, by the index of its
// log. No Store of this process may have it open: to close the index ends this
// process's locks on it.
func InUse(index string) bool {
	f, err := os.OpenFile(index, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if err != nil {
		return false
	}
	defer f.Close()
	lock := syscall.Flock_t{Type: syscall.F_WRLCK, Whence: io.SeekStart, Start: inUseByte, Len: 1}
	return syscall.FcntlFlock(f.Fd(), syscall.F_GETLK, &lock) == nil && lock.Type != syscall.F_UNLCK
}

// Names is how many names a file has on its disk.
func Names(info os.FileInfo) int {
	if s, is := info.Sys().(*syscall.Stat_t); is {
		return int(s.Nlink)
	}
	return 1
}

// ours tells whether a file belongs to the user.
func ours(info os.FileInfo) bool {
	s, is := info.Sys().(*syscall.Stat_t)
	return is && int(s.Uid) == os.Geteuid()
}

// MayWriteIn tells why the user cannot make files in a folder.
func MayWriteIn(folder string) error {
	const write, search = 2, 1
	return syscall.Access(folder, write|search)
}
