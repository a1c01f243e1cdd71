package store

import (
	"os"
	"testing"

	"factmark/store/internal/db"
)

// While another program reads, the log cannot be folded into the file. It
// stays beside it, with all that was saved.
func TestCloseWhileAnotherProgramReads(t *testing.T) {
	s := create(t)
	other, err := db.Connect(s.path, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tx, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	var actions int
	if err := tx.QueryRow("SELECT count(*) FROM actions").Scan(&actions); err != nil || actions != 0 {
		t.Fatalf("%d actions, %v", actions, err)
	}
	id := addText(t, s, "T", "one two three")
	if _, err := s.conn.ExecContext(t.Context(), "PRAGMA busy_timeout = 1"); err != nil {
		t.Fatal(err)
	}
	expectError(t, db.FoldLog(t.Context(), s.conn), db.ErrBusy, "another program")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if log, err := os.Stat(s.path + "-wal"); err != nil || log.Size() == 0 {
		t.Fatalf("the log is gone: %v, %v", log, err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(t.Context(), s.path)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if text, err := again.Text(t.Context(), id); err != nil || text != "one two three" {
		t.Errorf("Text() = %q, %v", text, err)
	}
}
