package db

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// ReplaceFolder makes a folder, readable by its owner only, of the files that fill puts into the one it is given. It is made beside its place under another
// name and renamed, so that path leads to the whole new folder or to what was there. Its errors are fill's and the
// file system's.
func ReplaceFolder(path string, fill func(folder string) error) (err error) {
	made, err := os.MkdirTemp(filepath.Dir(path), ".factmark-*.tmp") // made with 0700
	if err != nil {
		return err
	}
	forget, err := NoteTemporary(made)
	if err != nil { // where nothing can be noted, the work is done all the same
		forget = func() {}
	}
	defer forget()
	defer func() {
		if left := removeAll(made); err == nil {
			err = left
		}
	}()
	if err := fill(made); err != nil {
		return err
	}
	_ = syncFolder(made)
	before, err := setAside(path)
	if err != nil {
		return err
	}
	if err := os.Rename(made, path); err != nil {
		if before != "" {
			err = errors.Join(err, os.Rename(before, path))
		}
		return err
	}
	_ = syncFolder(filepath.Dir(path)) // the folder itself is there already
	if before != "" {
		return removeAll(before)
	}
	return nil
}

// setAside gives what is at path another name beside it; "" where nothing is there. It is not noted as temporary: a process that is killed
// before the new folder is in its place leaves the old one.
func setAside(path string) (name string, err error) {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	name, err = os.MkdirTemp(filepath.Dir(path), ".factmark-*.tmp")
	if err != nil {
		return "", err
	}
	if err := os.Remove(name); err != nil {
		return "", err
	}
	return name, os.Rename(path, name)
}
