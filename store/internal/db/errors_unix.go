//go:build unix

package db

import (
	"errors"
	"syscall"
)

// ofDisk tells by the system's number what a disk did not do.
func ofDisk(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return ErrFull
	case errors.Is(err, syscall.EROFS):
		return ErrReadOnly
	case errors.Is(err, syscall.EIO):
		return ErrDisk
	case errors.Is(err, syscall.ENAMETOOLONG):
		return Failf(ErrInvalid, "the name of the file is too long, and nothing was made; choose a shorter name")
	}
	return err
}

func tooManyFiles(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE)
}

// TooLong tells whether the system found a name or path too long.
func TooLong(err error) bool { return errors.Is(err, syscall.ENAMETOOLONG) }
