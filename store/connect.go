package store

import (
	"context"
	"database/sql"
	"net/url"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
)

// sourceName is the name the driver opens a file by. path must be absolute.
func sourceName(path string, options url.Values) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") { // C:/…
		slashed = "/" + slashed
	}
	u := url.URL{Scheme: "file", Path: slashed, RawQuery: options.Encode()}
	return u.String()
}

// guarded are the options every connection has: a file from someone else may
// hold anything, so its schema gets no powers.
func guarded(mode string) url.Values {
	return url.Values{
		"mode":          {mode},
		"_busy_timeout": {"5000"}, // milliseconds
		"_pragma":       {"trusted_schema(0)", "cell_size_check(1)"},
		"_dqs":          {"0"},
		"_defensive":    {"1"},
		"_error_rc":     {"1"},
	}
}

func connect(path string, options url.Values, connections int) (*sql.DB, error) {
	connector, err := sqlite.NewConnector(sourceName(path, options))
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// connectWriter gives the one connection that writes.
func connectWriter(ctx context.Context, path string) (*sql.DB, *sql.Conn, error) {
	options := guarded("rw")
	options.Add("_pragma", "secure_delete(1)")
	options.Set("_journal_mode", "WAL")
	options.Set("_synchronous", "FULL")
	options.Set("_fk", "1")
	options.Set("_txlock", "immediate")
	db, err := connect(path, options, 1)
	if err != nil {
		return nil, nil, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		db.Close()
		return nil, nil, explain(ctx, err)
	}
	return db, conn, nil
}

// connectReaders gives the small pool that reads.
func connectReaders(path string) (*sql.DB, error) {
	options := guarded("ro")
	options.Set("_query_only", "1")
	return connect(path, options, 4)
}
