package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"factmark/store/internal/db"
)

// largestCopied is the size in bytes of the largest file that is merged.
const largestCopied = 8 << 30

// OpenCopy makes a private copy of a workspace that came from elsewhere, and opens it
// with the checks and errors of Open. The file itself is never written, whatever its
// version. done closes and removes the copy. ErrInvalid where the file is larger
// than largestCopied.
func OpenCopy(ctx context.Context, path string) (s *Store, done func() error, err error) {
	path, err = filepath.Abs(path)
	if err != nil {
		return nil, nil, err
	}
	opening.Lock()
	from, err := examine(ctx, path, false)
	opening.Unlock()
	if err != nil {
		return nil, nil, err
	}
	defer from.close()
	if from.file.Size() > largestCopied {
		return nil, nil, db.Failf(db.ErrInvalid, "%s is larger than 8 GB, and was left as it is; nothing was changed", filepath.Base(path))
	}
	copied, remove, err := from.copyAside(ctx)
	if err != nil {
		return nil, nil, err
	}
	if s, err = Open(ctx, copied); err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	return s, func() error { return errors.Join(s.Close(), remove()) }, nil
}

// OnTrialCopy runs f, which does a dry run, on the store itself, or on a private copy
// that is removed afterwards where the workspace is read only.
func (s *Store) OnTrialCopy(ctx context.Context, f func(*Store) error) (err error) {
	if s.ReadOnly() == nil {
		return f(s)
	}
	copied, remove, err := s.here().from.copyAside(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	c, err := Open(ctx, copied)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	return f(c)
}

// copyAside copies the file, as it is at one moment, to a private folder that
// remove removes.
func (s *source) copyAside(ctx context.Context) (copied string, remove func() error, err error) {
	folder, remove, err := db.PrivateFolder()
	if err != nil {
		return "", nil, err
	}
	copied = filepath.Join(folder, "copy"+Extension)
	if err := s.copyTo(ctx, copied); err != nil {
		return "", nil, errors.Join(err, remove())
	}
	return copied, remove, nil
}

func (s *source) copyTo(ctx context.Context, path string) error {
	pool, err := s.connect(db.ReadingOptions(), 1)
	if err != nil {
		return err
	}
	defer pool.Close()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return db.Explain(ctx, err)
	}
	defer conn.Close()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return db.ExplainFile(err)
	}
	if err := f.Close(); err != nil {
		return db.ExplainFile(err)
	}
	return copyPages(ctx, conn, path, nil)
}
