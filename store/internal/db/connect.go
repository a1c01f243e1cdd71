package db

import (
	"context"
	"database/sql"
	"net/url"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// SourceName is the name the driver opens a file by. path must be absolute.
func SourceName(path string, options url.Values) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") { // C:/…
		slashed = "/" + slashed
	}
	u := url.URL{Scheme: "file", Path: slashed, RawQuery: options.Encode()}
	return u.String()
}

// Guarded are the options every connection has: a file from someone else may
// hold anything, so its schema gets no powers.
func Guarded(mode string) url.Values {
	return url.Values{
		"mode":          {mode},
		"_busy_timeout": {"5000"}, // milliseconds
		"_pragma":       {"trusted_schema(0)", "cell_size_check(1)"},
		"_dqs":          {"0"},
		"_defensive":    {"1"},
		"_error_rc":     {"1"},
	}
}

// Connect opens a pool of so many connections to a file, whose path is absolute.
func Connect(path string, options url.Values, connections int) (*sql.DB, error) {
	return ConnectTo(SourceName(path, options), connections)
}

// ConnectTo is Connect by the driver's name of a file, see SourceName.
func ConnectTo(name string, connections int) (*sql.DB, error) {
	connector, err := sqlite.NewConnector(name)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// ConnectWriter gives the one connection that writes.
func ConnectWriter(ctx context.Context, path string) (*sql.DB, *sql.Conn, error) {
	options := Guarded("rw")
	options.Add("_pragma", "secure_delete(1)")
	options.Set("_journal_mode", "WAL")
	options.Set("_synchronous", "FULL")
	options.Set("_fk", "1")
	options.Set("_txlock", "immediate")
	db, err := Connect(path, options, 1)
	if err != nil {
		return nil, nil, err
	}
	return OneConnection(ctx, db)
}

// OneConnection takes the one connection of a pool of one, which it closes where
// that fails.
func OneConnection(ctx context.Context, db *sql.DB) (*sql.DB, *sql.Conn, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		db.Close()
		return nil, nil, Explain(ctx, err)
	}
	if err := Limit(conn); err != nil {
		conn.Close()
		db.Close()
		return nil, nil, err
	}
	return db, conn, nil
}

// ReadingOptions are those of a connection that cannot write.
func ReadingOptions() url.Values {
	options := Guarded("ro")
	options.Set("_query_only", "1")
	return options
}

// LargestValue is how long a text or a row may be, in bytes. A file from
// someone else might hold a cell that fills the memory.
const LargestValue = 256 << 20

// Limit keeps a connection from values larger than largestValue.
func Limit(conn *sql.Conn) error {
	_, err := sqlite.Limit(conn, sqlite3.SQLITE_LIMIT_LENGTH, LargestValue)
	return err
}
