package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// intoPlace has build write a file beside path, readable by its owner only,
// and gives it its name when it is whole. A file that is there already is
// never replaced (fs.ErrExist); where anything fails, nothing is left behind.
func intoPlace(path string, build func(temporary string) error) (err error) {
	name := filepath.Base(path)
	if _, err := os.Lstat(path); err == nil {
		return failf(fs.ErrExist, "%s is there already, and it was left as it is; choose another name", name)
	}
	if log, err := os.Lstat(path + "-wal"); err == nil && log.Size() > 0 { // it would be taken for the new file's own
		return failf(fs.ErrExist, "%s-wal, which a workspace of that name has left, is there already; choose another name", name)
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return failf(fs.ErrNotExist, "there is no folder %s; make it first, or choose another one", filepath.Dir(path))
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".factmark-*.tmp") // made with 0600
	if err != nil {
		if err := explainFile(err); !errors.Is(err, ErrReadOnly) {
			return err
		}
		return failf(ErrReadOnly, "the folder %s cannot be written, and nothing was made; choose a folder of your own", filepath.Dir(path))
	}
	temporary := f.Name()
	defer func() {
		for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
			if e := os.Remove(temporary + suffix); e != nil && !errors.Is(e, fs.ErrNotExist) {
				err = errors.Join(err, e)
			}
		}
	}()
	if err := f.Close(); err != nil {
		return explainFile(err)
	}
	if err := build(temporary); err != nil {
		return err
	}
	if err := syncFile(temporary); err != nil {
		return err
	}
	if err := rename(temporary, path); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return failf(fs.ErrExist, "%s is there already, and it was left as it is; choose another name", name)
		}
		return explainFile(err)
	}
	return syncFolder(filepath.Dir(path))
}

// syncFile has all of a file on the disk before it gets its name. Some file
// systems find only now that there is no room.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return explainFile(err)
	}
	return explainFile(errors.Join(f.Sync(), f.Close()))
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
