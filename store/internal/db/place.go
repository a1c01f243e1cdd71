package db

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrUnsure says that a file was made, is whole and was checked, and what the
// disk did not do afterwards.
var ErrUnsure = errors.New("it is whole, but the disk did not do all that was asked; check the disk")

// Whole is the error of making a file, nil where the file was made all the same.
func Whole(err error) error {
	if errors.Is(err, ErrUnsure) {
		return nil
	}
	return err
}

// IntoPlace has build write a file beside path, readable by its owner only,
// and gives it its name when it is whole. A file that is there already is
// never replaced (fs.ErrExist); where anything fails, nothing is left behind.
// ErrUnsure where only what comes after the naming failed.
func IntoPlace(path string, build func(temporary string) error) (err error) {
	name := filepath.Base(path)
	if NameTooLong(path) {
		return Failf(ErrInvalid, "the name %s is too long for a workspace: there must be room for the names of the files that are kept beside it while it is open; "+
			"nothing was made; choose a shorter name", Shorten(name))
	}
	if _, err := os.Lstat(path); err == nil {
		return Failf(fs.ErrExist, "%s is there already, and it was left as it is; choose another name", name)
	}
	for _, suffix := range SideFiles { // it would be taken for the new file's own
		if left, err := os.Lstat(path + suffix); err == nil && (left.Size() > 0 || !left.Mode().IsRegular()) {
			return Failf(fs.ErrExist, "%s%s, which a workspace of that name has left, is there already; choose another name", name, suffix)
		}
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return Failf(fs.ErrNotExist, "there is no folder %s; make it first, or choose another one", filepath.Dir(path))
	}
	temporary, remove, err := TemporaryBeside(path)
	if err != nil {
		return err
	}
	named := false
	defer func() {
		if e := remove(); e != nil && named {
			err = errors.Join(err, Failf(ErrUnsure, "%s is whole, but its temporary file could not be removed: %v", name, e))
		} else if e != nil {
			err = errors.Join(err, e)
		}
	}()
	if err := build(temporary); err != nil {
		return notMade(name, err)
	}
	if err := syncFile(temporary); err != nil {
		return notMade(name, err)
	}
	if err := rename(temporary, path); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return Failf(fs.ErrExist, "%s is there already, and it was left as it is; choose another name", name)
		}
		return notMade(name, ExplainFile(err))
	}
	named = true
	if syncFolder(filepath.Dir(path)) != nil {
		return Failf(ErrUnsure, "%s is whole, but the disk did not say that it keeps it through a power cut; check the disk", name)
	}
	return nil
}

// notMade says of the making of a file what the kinds of errors say of a change.
func notMade(name string, err error) error {
	const out = "and %s was not made; everything else is as it was; %s"
	switch {
	case errors.Is(err, errManyFiles):
		return Failf(ErrBusy, "too many files are open on this computer, "+out, name, "close some programs and try again")
	case errors.Is(err, ErrFull):
		return Failf(ErrFull, "the disk is full, "+out, name, "free some space or choose another folder")
	case errors.Is(err, ErrDisk):
		return Failf(ErrDisk, "the disk did not do what was asked, "+out, name, "check the disk, or choose another folder")
	}
	return err
}

// TemporaryBeside makes an empty file in the folder of path, readable by its
// owner only. remove removes it and what SQLite leaves beside it.
func TemporaryBeside(path string) (temporary string, remove func() error, err error) {
	f, forget, err := createBeside(path)
	if err != nil {
		if err := ExplainFile(err); !errors.Is(err, ErrReadOnly) {
			return "", nil, err
		}
		return "", nil, Failf(ErrReadOnly, "the folder %s cannot be written, and nothing was made; choose a folder of your own", filepath.Dir(path))
	}
	temporary = f.Name()
	remove = func() (err error) {
		for _, suffix := range append([]string{""}, SideFiles...) {
			if e := os.Remove(temporary + suffix); e != nil && !errors.Is(e, fs.ErrNotExist) {
				err = errors.Join(err, ExplainFile(e))
			}
		}
		if err == nil {
			forget()
		}
		return err
	}
	if err := f.Close(); err != nil {
		return "", nil, errors.Join(ExplainFile(err), remove())
	}
	return temporary, remove, nil
}

// syncFile has all of a file on the disk before it gets its name. Some file
// systems find only now that there is no room.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return ExplainFile(err)
	}
	return ExplainFile(errors.Join(f.Sync(), f.Close()))
}

// rename moves a file to a name that must be free.
func rename(from, to string) error {
	err := os.Link(from, to) // fails where the name is taken, unlike a rename
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	// A file system without hard links.
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	return os.Rename(from, to)
}

// NameTooLong tells whether the longest of SQLite's own files beside a database
// would have a name that is too long.
func NameTooLong(path string) bool {
	const longest = len("-journal")
	return len(filepath.Base(path))+longest > longestFileName || len(path)+longest >= longestPath
}

// SideFiles are the endings of the files that SQLite keeps beside a database.
var SideFiles = []string{"-wal", "-shm", "-journal"}

// Names and paths of files may be so many bytes; the path's is SQLite's own limit.
const (
	longestFileName = 255
	longestPath     = 512
)
