package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"factmark/store/internal/db"
)

// A workspace that cannot be written is read: through a view where its schema
// is the present one, else in a private copy that is brought up to date.

// ReadOnly tells why nothing can be written in the workspace, nil where it can.
// It is an ErrReadOnly.
func (s *Store) ReadOnly() error {
	s.moving.RLock()
	defer s.moving.RUnlock()
	return s.readOnly
}

// obstacle tells why a file cannot be worked in: ErrReadOnly; nil where it can.
func obstacle(path string, info os.FileInfo) error {
	name := filepath.Base(path)
	because := func(format string, args ...any) error {
		return db.Failf(db.ErrReadOnly, "%s, and it was left as it is; make a copy to work in", fmt.Sprintf(format, args...))
	}
	if db.NameTooLong(path) {
		return because("the name of %s is too long for the files that are kept beside it while it is open", name)
	}
	if info.Mode().Perm()&0o222 == 0 {
		return because("%s is write-protected", name)
	}
	if db.Names(info) > 1 {
		return because("%s has another name on the disk too, and what is done under one would be lost under the other", name)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	switch err := db.ExplainFile(err); {
	case err == nil:
	case errors.Is(err, db.ErrReadOnly), errors.Is(err, fs.ErrPermission):
		return because("%s cannot be written by you", name)
	default:
		return err
	}
	if err := f.Close(); err != nil {
		return db.ExplainFile(err)
	}
	if err := db.MayWriteIn(filepath.Dir(path)); err != nil {
		return because("the folder of %s cannot be written by you", name)
	}
	return nil
}

// openToRead makes the Store of a file that cannot be written, or is not to be.
func openToRead(ctx context.Context, path string, from *source, why error, damaged bool) (s *Store, err error) {
	s = newStore(path, from)
	s.readOnly = why
	pool, err := from.connect(db.ReadingOptions(), 1)
	if err != nil {
		return nil, err
	}
	if s.writer, s.conn, err = db.OneConnection(ctx, pool); err != nil {
		return nil, err
	}
	version, err := s.trust(ctx, damaged)
	if err == nil && version < len(db.Migrations) {
		if err := errors.Join(s.conn.Close(), s.writer.Close()); err != nil {
			return nil, db.Explain(ctx, err)
		}
		return readCopy(ctx, s, damaged)
	}
	if err == nil {
		err = s.ready(ctx)
	}
	if err != nil {
		s.conn.Close()
		s.writer.Close()
		return nil, err
	}
	return s, nil
}

// readCopy has the Store read a copy that is brought up to date.
func readCopy(ctx context.Context, s *Store, damaged bool) (*Store, error) {
	copied, remove, err := s.from.copyAside(ctx)
	if err != nil {
		return nil, err
	}
	c := &Store{where: where{path: copied}}
	if c.writer, c.conn, err = db.ConnectWriter(ctx, copied); err != nil {
		return nil, errors.Join(err, remove())
	}
	err = db.Migrate(ctx, c.conn, db.Migrations)
	if err == nil {
		err = db.FoldLog(ctx, c.conn)
	}
	if err = errors.Join(err, c.conn.Close(), db.Explain(ctx, c.writer.Close())); err != nil {
		return nil, errors.Join(err, remove())
	}
	info, err := os.Stat(copied)
	if err != nil {
		return nil, errors.Join(db.ExplainFile(err), remove())
	}
	from, err := lookWithLog(ctx, copied, info, damaged)
	if err != nil {
		return nil, errors.Join(err, remove())
	}
	read, err := openToRead(ctx, s.path, from, s.readOnly, damaged)
	if err != nil {
		return nil, errors.Join(err, from.close(), remove())
	}
	if err := s.from.close(); err != nil {
		return nil, errors.Join(err, read.conn.Close(), read.writer.Close(), from.close(), remove())
	}
	read.file, read.log, read.removeCopy = s.file, s.log, remove
	return read, nil
}
