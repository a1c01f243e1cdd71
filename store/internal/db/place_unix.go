//go:build unix

package db

import (
	"errors"
	"os"
	"syscall"
)

// syncFolder makes a new name in a folder outlast a power cut.
func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return ExplainFile(err)
	}
	err = dir.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) { // not every file system can
		err = nil
	}
	return errors.Join(ExplainFile(err), dir.Close())
}
