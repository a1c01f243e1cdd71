package dataset

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"factmark/store"
)

// WriteFile makes the file at path from what write writes. It is made beside its place under another name, brought to
// the disk and renamed, so that path holds the whole new file or stays as it was. A new file is readable by the user
// alone; an existing one keeps its mode, and a link keeps leading to its file. A folder, a device, a file that is
// write-protected and a workspace (NAME.factmark) are not replaced. The error leaves naming path to the caller.
func WriteFile(path string, write func(io.Writer) error) (err error) {
	target, mode, err := replaceable(path)
	if err != nil {
		return err
	}
	if err := store.ReplaceFile(target, mode, write); err != nil {
		return notWritten(err, target)
	}
	return nil
}

// replaceable finds the file that path leads to and the mode its replacement is to have.
func replaceable(path string) (target string, mode fs.FileMode, err error) {
	// The name alone must tell a workspace: to open and close a file that SQLite has open takes its locks away.
	if store.IsWorkspaceFile(path) {
		return "", 0, errors.New("a file of this name is a workspace, which an export must not replace; choose a name such as claims.csv")
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(path); err == nil {
			return "", 0, errors.New("this is a link to a file that is not there")
		}
		return path, 0o600, nil
	}
	if err != nil {
		return "", 0, withoutPath(err)
	}
	switch {
	case info.IsDir():
		return "", 0, errors.New("this is a folder; add a file name to it")
	case !info.Mode().IsRegular():
		return "", 0, errors.New("this is a device or a pipe, not a file")
	case info.Mode().Perm()&0o222 == 0:
		return "", 0, errors.New("this file is write-protected; choose another name or allow writing to it")
	}
	target, err = filepath.EvalSymlinks(path)
	if err != nil {
		return "", 0, withoutPath(err)
	}
	return target, info.Mode().Perm(), nil
}

// notWritten says why there is no new file at target.
func notWritten(err error, target string) error {
	create, failed := errors.AsType[*fs.PathError](err)
	failed = failed && (create.Op == "open" || strings.HasPrefix(create.Op, "mkdir") || create.Op == "stat")
	if failed && errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no folder %s", filepath.Dir(target))
	}
	if failed && errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("you may not write in the folder %s", filepath.Dir(target))
	}
	return withoutPath(err)
}

// withoutPath keeps the reason and drops the temporary file's path, which means nothing to the user.
func withoutPath(err error) error {
	switch {
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return errors.New("too many files are open on this computer, and no file was written; close some programs and try again")
	case errors.Is(err, syscall.EIO):
		return errors.New("the disk did not do what was asked, and no file was written; check the disk, or choose another folder")
	case errors.Is(err, syscall.ENAMETOOLONG):
		return errors.New("the name is too long, and no file was written; choose a shorter one")
	case store.DiskFull(err):
		return errors.New("the disk is full, and no file was written; free some space or choose another folder")
	case errors.Is(err, syscall.EROFS):
		return errors.New("nothing can be written there, and no file was; choose another folder")
	}
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		return pathErr.Err
	}
	if linkErr, ok := errors.AsType[*os.LinkError](err); ok {
		return linkErr.Err
	}
	return err
}
