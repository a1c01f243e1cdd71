package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// firstVersion makes a workspace as the first version did, with a document, a
// claim and a piece of evidence that one action has made.
func firstVersion(t *testing.T, path, text string) (documentIn string) {
	t.Helper()
	ctx := t.Context()
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	pool, conn, err := db.ConnectWriter(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(ctx, conn, db.Migrations[:1]); err != nil {
		t.Fatal(err)
	}
	run := func(sql string, args ...any) {
		t.Helper()
		if _, err := conn.ExecContext(ctx, sql, args...); err != nil {
			t.Fatal(err)
		}
	}
	id, sum, at := doctext.ID(text), doctext.Sum(text), "2025-03-01T09:00:00.000Z"
	run("INSERT INTO people VALUES ('p', 'Ada', '', NULL, ?)", at)
	run("INSERT INTO texts VALUES (?, ?)", sum, text)
	run("INSERT INTO documents VALUES (?1, 'T', '', '', '', '', '', ?2, ?2, ?3, ?4)", id, sum, len(text), at)
	run("INSERT INTO claims VALUES ('c', ?, 0, 3, ?, '', ?, ?, NULL, '', '', '', '', NULL, '', 'open', 'p', ?5, ?5, NULL, NULL, '')",
		id, text[:3], text[3:], sum, at)
	run("INSERT INTO evidence VALUES ('e', 'c', 1, 'supports', NULL, NULL, NULL, '', '', '', '', 'https://example.org', '', 'p', ?1, ?1)", at)
	run("INSERT INTO actions VALUES (1, 'a', 'Everything', ?, 'p', 'record', NULL, 0)", at)
	for _, table := range []string{"people", "documents", "claims", "evidence"} {
		var image string // an expression, of the columns that the table had then
		const columns = `SELECT 'json_object(' || group_concat(format('%Q, "%w"', name, name)) || ')' FROM pragma_table_info(?)`
		if err := conn.QueryRowContext(ctx, columns, table).Scan(&image); err != nil {
			t.Fatal(err)
		}
		run(fmt.Sprintf(`INSERT INTO events (id, action_id, at, person_id, entity, entity_id, verb, after)
			SELECT 'made ' || id, 'a', ?, 'p', '%s', id, 'create', %s FROM %[1]s`, table, image), at)
	}
	if err := errors.Join(db.FoldLog(ctx, conn), conn.Close(), pool.Close()); err != nil {
		t.Fatal(err)
	}
	return id
}

// A file of the first version is brought up to date when it is opened, a copy
// is kept beside it, and the history knows what was done before.
func TestFromTheFirstVersion(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.factmark")
	id := firstVersion(t, path, "one two three")
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if version, err := db.ReadVersion(t.Context(), s.conn); err != nil || version != len(db.Migrations) {
		t.Errorf("version %d, %v", version, err)
	}
	if _, err := os.Stat(strings.TrimSuffix(path, ".factmark") + " (version 1).factmark"); err != nil {
		t.Error(err)
	}
	expectClean(t, s)
	for _, f := range []HistoryFilter{{ClaimID: "c"}, {DocumentID: id}, {PersonID: "p"}, {Entity: "evidence"}} {
		if page, err := s.History(t.Context(), f, 0, 10); err != nil || len(page.Entries) != 1 || page.Entries[0].Person != "Ada" {
			t.Errorf("%+v: %+v, %v", f, page, err)
		}
	}
}

// An event that cannot be read keeps no file from being brought up to date.
func TestFromTheFirstVersionWithADamagedEvent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.factmark")
	firstVersion(t, path, "one two three")
	pool, conn, err := db.ConnectWriter(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(t.Context(), "UPDATE events SET after = 'no JSON'"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.FoldLog(t.Context(), conn), conn.Close(), pool.Close()); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	page, err := s.History(t.Context(), HistoryFilter{}, 0, 10)
	if err != nil || len(page.Entries) != 1 || len(page.Entries[0].Rows) != 4 {
		t.Errorf("%+v, %v", page, err)
	}
	if findings, err := runCheck(t.Context(), s, nil); err != nil || len(findings) == 0 {
		t.Errorf("Check() = %v, %v", findings, err)
	}
}
