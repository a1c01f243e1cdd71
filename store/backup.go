package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"

	"modernc.org/sqlite"

	"factmark/store/internal/db"
)

// backupStep is how many pages are copied between two looks at the context.
const backupStep = 256

// Backup copies the workspace as it is now to a new file, readable by its
// owner only, and checks the copy before it gets its name. Drafts are left
// out. Work goes on meanwhile. dst must not exist (fs.ErrExist). progress, which may be nil, is
// told how many of how many pages are done.
func (s *Store) Backup(ctx context.Context, dst string, progress func(done, total int)) error {
	if s.Present() != nil {
		// The writer has the file in hand whatever is at its path; nothing can be written meanwhile anyway.
		if err := s.lock(ctx); err != nil {
			return err
		}
		defer s.unlock()
		return backup(ctx, s.conn, dst, false, progress)
	}
	conn, err := s.here().readers.Conn(ctx)
	if err != nil {
		return db.Explain(ctx, err)
	}
	defer conn.Close()
	return backup(ctx, conn, dst, false, progress)
}

// backup makes a checked copy, with or without the drafts.
func backup(ctx context.Context, conn *sql.Conn, dst string, drafts bool, progress func(done, total int)) error {
	dst, err := filepath.Abs(dst)
	if err != nil {
		return err
	}
	return db.IntoPlace(dst, func(temporary string) error {
		if err := copyPages(ctx, conn, temporary, progress); err != nil {
			return err
		}
		if !drafts {
			if err := leaveOutDrafts(ctx, temporary); err != nil {
				return err
			}
		}
		return checkCopy(ctx, temporary)
	})
}

// copyPages copies the database as it is at one moment.
func copyPages(ctx context.Context, conn *sql.Conn, dst string, progress func(done, total int)) (err error) {
	// A read transaction holds the moment: without it, every change made meanwhile begins the copy anew.
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return db.Explain(ctx, err)
	}
	defer tx.Rollback() // it has written nothing
	var pages int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&pages); err != nil {
		return db.Explain(ctx, err)
	}
	return conn.Raw(func(c any) error {
		source, ok := c.(interface {
			NewBackup(string) (*sqlite.Backup, error)
		})
		if !ok {
			return fmt.Errorf("the driver cannot copy a database")
		}
		options := db.Guarded("rw")
		options.Set("_synchronous", "FULL")
		b, err := source.NewBackup(db.SourceName(dst, options))
		if err != nil {
			return db.Explain(ctx, err)
		}
		for more := true; more && err == nil; {
			if err = ctx.Err(); err != nil {
				break
			}
			more, err = b.Step(backupStep)
			if err == nil && progress != nil {
				progress(b.PageCount()-b.Remaining(), b.PageCount())
			}
		}
		return db.Explain(ctx, errors.Join(err, b.Finish()))
	})
}

// checkCopy reads a copy back from the disk.
func checkCopy(ctx context.Context, path string) error {
	pool, err := db.Connect(path, db.Guarded("rw"), 1)
	if err != nil {
		return err
	}
	defer pool.Close()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return db.Explain(ctx, err)
	}
	defer conn.Close()
	if _, err := db.ReadVersion(ctx, conn); err != nil {
		return err
	}
	err = db.Integrity(ctx, conn, "integrity_check", 1, func(what string) error {
		return db.Failf(db.ErrDamaged, "the copy is not whole, and was not kept (%s); check the workspace and the disk", what)
	})
	if err != nil {
		return err
	}
	return db.Explain(ctx, errors.Join(conn.Close(), pool.Close()))
}
