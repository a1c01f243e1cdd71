package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// checkLeftLog looks, without writing, whether a file and a log that lies
// beside it go together. After a crash they do. Where the file was put there
// by hand beside the log of another, SQLite would write that log into it and
// ruin it. A file of more than smallFile is trusted.
func checkLeftLog(ctx context.Context, path string, file os.FileInfo) error {
	log, err := os.Stat(path + "-wal")
	if err != nil || log.Size() == 0 || file.Size() >= smallFile {
		return nil
	}
	_, noIndex := os.Lstat(path + "-shm")
	err = together(ctx, path, file)
	if !errors.Is(err, ErrDamaged) {
		return nil // whatever else is wrong, opening finds it
	}
	if errors.Is(noIndex, fs.ErrNotExist) {
		_ = os.Remove(path + "-shm") // made by the look alone
	}
	name := filepath.Base(path)
	return failf(ErrDamaged, "%s and the file %s-wal beside it do not go together, or are damaged; nothing was written to either. "+
		"Where %s was put there by hand, move %s-wal elsewhere and open it again; else open a backup", name, name, name, name)
}

// together reads the file with its log on a connection that cannot write.
func together(ctx context.Context, path string, file os.FileInfo) error {
	options := guarded("ro")
	options.Set("_query_only", "1")
	db, err := connect(path, options, 1)
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return explain(ctx, err)
	}
	defer conn.Close()
	if _, err := readVersion(ctx, conn); err != nil {
		return err
	}
	return quickCheck(ctx, conn, file)
}
