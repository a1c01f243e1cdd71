package db

import (
	"errors"
	"syscall"
)

// ofDisk tells by the system's number what a disk did not do.
func ofDisk(err error) error {
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

func tooManyFiles(err error) bool {
	const tooManyOpenFiles = syscall.Errno(4)
	return errors.Is(err, tooManyOpenFiles)
}

// TooLong tells whether the system found a name or path too long.
func TooLong(err error) bool {
	const nameTooLong = syscall.Errno(206)
	return errors.Is(err, nameTooLong)
}
