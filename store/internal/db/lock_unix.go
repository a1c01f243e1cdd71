//go:build unix

package db

import (
	"os"
	"syscall"
)

// lockNote locks a file as long as it is open, unless another process has. The
// kernel ends the lock with the process.
func lockNote(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
