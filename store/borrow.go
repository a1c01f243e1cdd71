package store

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// mostBorrowed is the size in bytes of the largest file that is merged.
const mostBorrowed = 8 << 30

// borrow opens a copy of a workspace that came from elsewhere: the file itself
// is never written, whatever version it has, and nothing in it is used before
// the copy has passed the checks of Open. done removes the copy.
func borrow(ctx context.Context, path string) (s *Store, done func() error, err error) {
	path, err = filepath.Abs(path)
	if err != nil {
		return nil, nil, err
	}
	opening.Lock()
	_, err = probe(path)
	opening.Unlock()
	if err != nil && !errors.Is(err, ErrReadOnly) {
		return nil, nil, err
	}
	name := filepath.Base(path)
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, explainFile(err)
	}
	if info.Size() > mostBorrowed {
		return nil, nil, failf(ErrInvalid, "%s is larger than 8 GB, and was left as it is; nothing was changed", name)
	}
	folder, err := os.MkdirTemp("", "factmark-merge-") // made with 0700
	if err != nil {
		return nil, nil, explainFile(err)
	}
	remove := func() error { return os.RemoveAll(folder) }
	copied := filepath.Join(folder, "copy.factmark")
	if err := copyForeign(ctx, path, copied); err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	if s, err = Open(ctx, copied); err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	return s, func() error { return errors.Join(s.Close(), remove()) }, nil
}

// copyForeign copies a database page by page, as it is at one moment.
func copyForeign(ctx context.Context, from, to string) error {
	options := url.Values{"mode": {"ro"}, "_busy_timeout": {"5000"}, "_pragma": {"trusted_schema(0)"}, "_dqs": {"0"}, "_defensive": {"1"}}
	if _, err := os.Stat(from + "-wal"); errors.Is(err, fs.ErrNotExist) {
		options.Set("immutable", "1") // nobody has it open: no side files, on a medium that is read-only too
	}
	db, err := connect(from, options, 1)
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return explain(ctx, err)
	}
	defer conn.Close()
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return explainFile(err)
	}
	if err := f.Close(); err != nil {
		return explainFile(err)
	}
	return copyPages(ctx, conn, to, nil)
}
