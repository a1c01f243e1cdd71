package db

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ReplaceFile makes a file with these permission bits from what write writes.
// It is made beside its place under another name, brought to the disk and
// renamed, so that path holds the whole new file or stays as it was, also
// through a power cut. Its errors are write's and the file system's.
func ReplaceFile(path string, mode fs.FileMode, write func(io.Writer) error) error {
	return writeBeside(path, mode, write, os.Rename)
}

// MakeFile is ReplaceFile for a file that must not be there yet (fs.ErrExist),
// readable by its owner only.
func MakeFile(path string, write func(io.Writer) error) error {
	if _, err := os.Lstat(path); err == nil {
		return &fs.PathError{Op: "open", Path: path, Err: fs.ErrExist}
	}
	return writeBeside(path, 0o600, write, rename)
}

func writeBeside(path string, mode fs.FileMode, write func(io.Writer) error, name func(from, to string) error) (err error) {
	file, forget, err := createBeside(path)
	if err != nil {
		return err
	}
	defer forget()
	defer func() {
		if left := os.Remove(file.Name()); left != nil && !errors.Is(left, fs.ErrNotExist) && err == nil {
			err = left
		}
	}()
	buffered := bufio.NewWriterSize(file, 1<<16)
	err = write(buffered)
	if err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = file.Chmod(mode)
	}
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = name(file.Name(), path)
	}
	if err == nil {
		_ = syncFolder(filepath.Dir(path)) // the file itself is there already
	}
	return err
}

// createBeside makes an empty file in the folder of path, readable by its owner
// only, and notes it as temporary until forget is called.
func createBeside(path string) (file *os.File, forget func(), err error) {
	file, err = os.CreateTemp(filepath.Dir(path), ".factmark-*.tmp") // made with 0600
	if err != nil {
		return nil, nil, err
	}
	if forget, err = NoteTemporary(file.Name()); err != nil { // where nothing can be noted, the work is done all the same
		forget = func() {}
	}
	return file, forget, nil
}
