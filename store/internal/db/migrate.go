package db

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// Migrations are the numbered scripts; the first makes version 1.
var Migrations = LoadMigrations(migrationFiles)

// SearchSchema makes the tables of the search index, and nothing else.
var SearchSchema = Migrations[slices.IndexFunc(Migrations, func(script string) bool { return strings.Contains(script, "CREATE TABLE search_texts") })]

// LoadMigrations reads the scripts of the schema's versions, which must be numbered without a gap.
func LoadMigrations(files fs.FS) []string {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		panic(err) // the pattern is fixed
	}
	slices.Sort(names)
	var scripts []string
	for i, name := range names {
		if !strings.HasPrefix(filepath.Base(name), fmt.Sprintf("%04d_", i+1)) {
			panic("migrations are not numbered without a gap: " + name)
		}
		script, err := fs.ReadFile(files, name)
		if err != nil {
			panic(err) // embedded
		}
		scripts = append(scripts, string(script))
	}
	return scripts
}

// Newer tells whether a version of the schema is later than this program's.
func Newer(version int64) bool { return version > int64(len(Migrations)) }

// ReadVersion gives the schema number that SQLite sees, write-ahead log included.
func ReadVersion(ctx context.Context, conn *sql.Conn) (int, error) {
	var id, version int64
	if err := conn.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return 0, Explain(ctx, err)
	}
	if err := conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return 0, Explain(ctx, err)
	}
	switch {
	case id != ApplicationID:
		return 0, ErrNotWorkspace
	case Newer(version):
		return 0, ErrNewer
	case version < 1:
		return 0, ErrDamaged
	}
	return int(version), nil
}

// CheckSchema checks that the schema is the one the scripts make. Where the
// file is to be repaired, a view of ours may be missing.
func CheckSchema(ctx context.Context, conn *sql.Conn, name string, scripts []string, repair bool) error {
	differences, err := CompareSchema(ctx, conn, scripts)
	if err != nil {
		return err
	}
	for _, d := range differences {
		switch {
		case d.Make != "" && repair:
		case d.dangerous && d.Make != "":
			return Failf(ErrDamaged, "%s is not whole: %s; nothing was written to it; “factmark check --repair” in a terminal makes it anew", name, d.What)
		case d.dangerous:
			return Failf(ErrDamaged, "%s cannot be trusted: %s; nothing was written to it; open a backup", name, d.What)
		}
	}
	return nil
}

// Migrate runs the scripts the file has not had yet, each in one transaction
// with its number.
func Migrate(ctx context.Context, conn *sql.Conn, scripts []string) error {
	var version int
	if err := conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return Explain(ctx, err)
	}
	for i := version; i < len(scripts); i++ {
		if err := runScript(ctx, conn, scripts[i], i+1); err != nil {
			return fmt.Errorf("bringing the workspace to version %d: %w", i+1, Explain(ctx, err))
		}
	}
	return nil
}

func runScript(ctx context.Context, conn *sql.Conn, script string, version int) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after a commit
	// Another process may have been faster while this one waited.
	var now int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&now); err != nil || now >= version {
		return err
	}
	numbers := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", ApplicationID, version)
	for _, sql := range []string{script, numbers} {
		if _, err := tx.ExecContext(ctx, sql); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// difference is where a schema is not as the migrations make it. A dangerous
// one keeps the file from being used.
type difference struct {
	What      string
	dangerous bool
	Make      string // the SQL that makes what is missing, where that loses nothing
}

type schemaEntry struct{ Kind, table, sql string }

// CompareSchema compares the file's schema with the one the scripts make.
// What someone has added is harmless where it cannot run with what we do: a
// trigger and an index on our tables run with our writes, a virtual table
// with a look through the file, and SQLite takes some names for its own.
func CompareSchema(ctx context.Context, conn *sql.Conn, scripts []string) ([]difference, error) {
	want, err := SchemaOf(ctx, scripts)
	if err != nil {
		return nil, err
	}
	have, err := ReadSchema(ctx, conn)
	if err != nil {
		return nil, err
	}
	var found []difference
	for name, entry := range want {
		switch got, ok := have[name]; {
		case !ok && entry.Kind == "table":
			found = append(found, difference{What: fmt.Sprintf("the table %s is missing", name), dangerous: true})
		case !ok:
			found = append(found, difference{fmt.Sprintf("the %s %s is missing", entry.Kind, name), entry.Kind == "view", entry.sql})
		case got != entry:
			found = append(found, difference{What: fmt.Sprintf("the %s %s is not as Factmark makes it", entry.Kind, name), dangerous: true})
		}
	}
	shadowed := false
	for name := range have {
		lower := strings.ToLower(name)
		shadowed = shadowed || strings.HasPrefix(lower, "pragma_") || strings.HasPrefix(lower, "json") // read in place of SQLite's own of that name
	}
	for name, entry := range have {
		if _, ok := want[name]; ok {
			continue
		}
		dangerous := shadowed
		if !shadowed {
			if dangerous, err = entry.runs(ctx, conn, name, want); err != nil {
				return nil, err
			}
		}
		found = append(found, difference{What: fmt.Sprintf("there is a %s %s that Factmark did not make", entry.Kind, Shorten(name)), dangerous: dangerous})
	}
	slices.SortFunc(found, func(a, b difference) int { return strings.Compare(a.What, b.What) })
	return found, nil
}

// runs tells whether something foreign in the schema could run with what we do.
func (e schemaEntry) runs(ctx context.Context, conn *sql.Conn, name string, ours map[string]schemaEntry) (bool, error) {
	switch {
	case e.Kind == "trigger":
		return true, nil
	case e.Kind == "index":
		if _, on := ours[e.table]; on {
			return isMore(ctx, conn, name)
		}
		return false, nil
	}
	return e.Kind == "table" && !strings.HasPrefix(strings.ToUpper(e.sql), "CREATE TABLE"), nil // a virtual one
}

// isMore tells whether an index is more than columns in order: it could refuse
// what we write, or work out any expression at each write.
func isMore(ctx context.Context, conn *sql.Conn, name string) (bool, error) {
	var more bool
	err := conn.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pragma_index_xinfo(?1) WHERE cid = -2 OR coll NOT IN ('BINARY', 'NOCASE', 'RTRIM'))
		OR EXISTS (SELECT 1 FROM sqlite_schema s, pragma_index_list(s.tbl_name) l WHERE s.name = ?1 AND l.name = ?1 AND (l."unique" OR l.partial))`, name).Scan(&more)
	return more, Explain(ctx, err)
}

// ReadSchema gives what a file's schema has, by name.
func ReadSchema(ctx context.Context, conn *sql.Conn) (map[string]schemaEntry, error) {
	rows, err := conn.QueryContext(ctx, "SELECT name, type, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
	if err != nil {
		return nil, Explain(ctx, err)
	}
	defer rows.Close()
	entries := make(map[string]schemaEntry)
	for rows.Next() {
		var name string
		var e schemaEntry
		var text sql.NullString
		if err := rows.Scan(&name, &e.Kind, &e.table, &text); err != nil {
			return nil, Explain(ctx, err)
		}
		e.sql = text.String
		entries[name] = e
	}
	return entries, Explain(ctx, rows.Err())
}

var (
	schemasLock sync.Mutex
	schemas     = make(map[string]map[string]schemaEntry) // by the scripts that make them
)

// SchemaOf gives the schema that scripts make, by running them once in memory.
func SchemaOf(ctx context.Context, scripts []string) (map[string]schemaEntry, error) {
	schemasLock.Lock()
	defer schemasLock.Unlock()
	key := strings.Join(scripts, "\x00")
	if known, ok := schemas[key]; ok {
		return known, nil
	}
	var schema map[string]schemaEntry
	err := InMemory(ctx, scripts, func(conn *sql.Conn) (err error) {
		schema, err = ReadSchema(ctx, conn)
		return err
	})
	if err == nil {
		schemas[key] = schema
	}
	return schema, err
}

// InMemory runs scripts in an empty database in memory, and hands that over.
func InMemory(ctx context.Context, scripts []string, f func(*sql.Conn) error) error {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return Explain(ctx, err)
	}
	defer conn.Close()
	if err := Migrate(ctx, conn, scripts); err != nil {
		return err
	}
	return f(conn)
}

// ApplicationID stands in the header of every workspace.
const ApplicationID = 0x464D524B // "FMRK"
