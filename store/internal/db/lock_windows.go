package db

import (
	"os"
	"syscall"
	"unsafe"
)

var lockFileEx = syscall.NewLazyDLL("kernel32.dll").NewProc("LockFileEx")

// lockNote locks a file as long as it is open, unless another process has. The
// lock lies behind its content, which others may read.
func lockNote(f *os.File) bool {
	const failImmediately, exclusive = 1, 2
	at := syscall.Overlapped{OffsetHigh: 1}
	locked, _, _ := lockFileEx.Call(f.Fd(), failImmediately|exclusive, 0, 1, 0, uintptr(unsafe.Pointer(&at)))
	return locked != 0
}
