package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"time"

	"factmark/store/internal/db"
)

// Contents is how much a workspace holds. Changed is when it was last worked
// on; the zero time where it never was.
type Contents struct {
	Documents, Claims, Labelled, Evidence int
	Changed                               time.Time
}

// Contents counts what the workspace holds now.
func (s *Store) Contents(ctx context.Context) (Contents, error) {
	var c Contents
	err := s.Snapshot(ctx, func(q db.Querier) (err error) {
		c, err = readContents(q)
		return err
	})
	return c, err
}

func readContents(q db.Querier) (Contents, error) {
	var c Contents
	var changed string
	_, err := q.One(`SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM claims), (SELECT count(label_id) FROM claims),
		(SELECT count(*) FROM evidence), ifnull((SELECT at FROM actions ORDER BY seq DESC LIMIT 1), '')`, nil,
		&c.Documents, &c.Claims, &c.Labelled, &c.Evidence, &changed)
	c.Changed = db.ParseTime(changed)
	return c, err
}

// Peek tells what a workspace file holds without changing it or leaving
// anything beside it. Errors are those of Open.
func Peek(ctx context.Context, path string) (Contents, error) {
	var c Contents
	err := readFile(ctx, path, func(conn *sql.Conn) (err error) {
		prepared := db.NewStatements(conn.PrepareContext)
		c, err = readContents(db.NewQuerier(ctx, prepared))
		return errors.Join(err, prepared.Close())
	})
	return c, err
}

// Restore copies a workspace file, a backup for instance, to a new one and
// checks the copy as Backup does. from is left as it is; to must not exist
// (fs.ErrExist).
func Restore(ctx context.Context, from, to string, progress func(done, total int)) error {
	return readFile(ctx, from, func(conn *sql.Conn) error { return backup(ctx, conn, to, false, progress) })
}

// readFile has f read a workspace file that is known to be ours and of a
// version known here.
func readFile(ctx context.Context, path string, f func(*sql.Conn) error) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	opening.Lock()
	from, err := examine(ctx, path, false)
	opening.Unlock()
	if err != nil {
		return err
	}
	defer from.close()
	pool, err := from.connect(db.ReadingOptions(), 1)
	if err != nil {
		return err
	}
	defer pool.Close()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return db.Explain(ctx, err)
	}
	defer conn.Close()
	if err := db.Limit(conn); err != nil {
		return err
	}
	version, err := db.ReadVersion(ctx, conn)
	if err != nil {
		return err
	}
	if err := db.CheckSchema(ctx, conn, filepath.Base(path), db.Migrations[:version], false); err != nil {
		return err
	}
	return f(conn)
}

// openHere tells whether a Store of this process has the file open. opening
// must be held.
func openHere(info os.FileInfo) bool {
	for s := range opened {
		if os.SameFile(info, s.file) {
			return true
		}
	}
	return false
}
