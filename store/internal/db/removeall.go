package db

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// removeAll removes a file or a folder and all in it; one that is not there is no error. os.RemoveAll asks Windows for a kind of
// deletion that not every file system and version knows; where it fails there, the files are deleted one by one the plain way.
func removeAll(path string) error {
	err := os.RemoveAll(path)
	if err == nil || runtime.GOOS != "windows" {
		return err
	}
	return removeEach(path)
}

func removeEach(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var errs []error
	if info.IsDir() { // a link to a folder is none
		entries, err := os.ReadDir(path)
		errs = append(errs, err)
		for _, entry := range entries {
			errs = append(errs, removeEach(filepath.Join(path, entry.Name())))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return os.Remove(path)
}
