package store

import (
	"errors"
	"syscall"
)

func fullDisk(err error) error {
	const (
		writeProtected = syscall.Errno(19)
		handleDiskFull = syscall.Errno(39)
		diskFull       = syscall.Errno(112)
	)
	switch {
	case errors.Is(err, handleDiskFull), errors.Is(err, diskFull):
		return ErrFull
	case errors.Is(err, writeProtected):
		return ErrReadOnly
	}
	return err
}
