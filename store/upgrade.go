package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"factmark/store/internal/db"
)

// bringUpToDate runs the scripts that are missing, after a copy was kept.
func bringUpToDate(ctx context.Context, conn *sql.Conn, path string, version int, scripts []string) error {
	if version == len(scripts) {
		return nil
	}
	if err := keepCopy(ctx, conn, path, version); err != nil {
		return fmt.Errorf("keeping a copy before the workspace is brought up to date: %w", err)
	}
	return db.Migrate(ctx, conn, scripts)
}

// keepCopy puts a copy of the file beside it, unless an earlier try that did
// not get to the end has left one of the same state.
func keepCopy(ctx context.Context, conn *sql.Conn, path string, version int) error {
	extension := filepath.Ext(path)
	stem := fmt.Sprintf("%s (version %d", strings.TrimSuffix(path, extension), version)
	name := stem + ")" + extension
	now, err := lastActionID(ctx, conn)
	if err != nil {
		return err
	}
	for n := 2; ; n++ {
		err := db.Whole(backup(ctx, conn, name, true, nil))
		if !errors.Is(err, fs.ErrExist) || n > 99 {
			return err
		}
		if kept, err := lastActionOf(ctx, name, version); err == nil && kept == now {
			return nil
		}
		name = fmt.Sprintf("%s, copy %d)%s", stem, n, extension)
	}
}

func lastActionID(ctx context.Context, conn *sql.Conn) (id string, err error) {
	err = conn.QueryRowContext(ctx, "SELECT ifnull((SELECT id FROM actions ORDER BY seq DESC LIMIT 1), '')").Scan(&id)
	return id, db.Explain(ctx, err)
}

// lastActionOf reads it from a file that nobody has open.
func lastActionOf(ctx context.Context, path string, version int) (id string, err error) {
	options := db.Guarded("ro")
	options.Set("immutable", "1")
	pool, err := db.Connect(path, options, 1)
	if err != nil {
		return "", err
	}
	defer pool.Close()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return "", db.Explain(ctx, err)
	}
	defer conn.Close()
	if err := db.CheckSchema(ctx, conn, filepath.Base(path), db.Migrations[:version], false); err != nil {
		return "", err
	}
	return lastActionID(ctx, conn)
}
