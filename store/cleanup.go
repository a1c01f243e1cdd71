package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"factmark/store/internal/db"
)

// CleanUp deletes what interrupted work has left, and in the folder of a
// workspace that has been closed also what earlier versions have. ErrBusy where the log is still beside the file, because
// another program has it open.
func CleanUp(path string) error {
	if err := db.RemoveLeftovers(); err != nil {
		return err
	}
	leftovers, err := filepath.Glob(filepath.Join(db.Globbed(filepath.Dir(path)), ".factmark-*.tmp*"))
	if err != nil {
		return err
	}
	var errs []error
	for _, name := range leftovers {
		info, err := os.Lstat(name)
		if err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > db.UnfinishedFor {
			err = os.Remove(name)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, db.ExplainFile(err))
		}
	}
	name := filepath.Base(path)
	if _, err := os.Lstat(path + "-wal"); err == nil {
		errs = append(errs, db.Failf(db.ErrBusy, "another program has %s open, and so %s-wal stays beside it; close that program too", name, name))
	}
	return errors.Join(errs...)
}
