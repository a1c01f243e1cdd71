package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

func init() { children["migrate"] = childMigrates }

// longScript changes so much that its end is never reached.
const longScript = `CREATE TABLE extra (x TEXT) STRICT;
	UPDATE claims SET note = 'half done';
	WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) INSERT INTO extra SELECT hex(zeroblob(2000)) FROM n`

// childMigrates begins to bring a workspace up to date, until it is killed.
func childMigrates(ctx context.Context, path string) error {
	_, conn, err := db.ConnectWriter(ctx, path)
	if err != nil {
		return err
	}
	return bringUpToDate(ctx, conn, path, 1, append(db.Migrations[:1:1], longScript))
}

// A crash inside a migration leaves the file as it was, with a copy beside it.
func TestKilledInAMigration(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "w.factmark")
	if err := os.WriteFile(path, versionOne(t), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := child(t, "migrate", path)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for { // until the log shows that the script is in its middle
		if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 8<<20 {
			break
		}
		if t.Context().Err() != nil {
			t.Fatal("the script never began")
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	for _, name := range []string{path, filepath.Join(folder, "w (version 1).factmark")} {
		s, err := Open(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		documents, err := s.Documents(t.Context())
		if err != nil || len(documents) != 1 {
			t.Fatalf("%v, %v", documents, err)
		}
		claims, err := s.Claims(t.Context(), documents[0].ID)
		if err != nil || len(claims) != 1 || claims[0].Note != "" {
			t.Errorf("%s holds %+v, %v", name, claims, err)
		}
		found, err := runCheck(t.Context(), s, nil)
		if found = besideHistory(found); err != nil || len(found) > 0 {
			t.Errorf("Check() = %v, %v", found, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// versionOne is a workspace as the first script makes it, with rows that have no history.
func versionOne(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "one.factmark")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	pool, conn, err := db.ConnectWriter(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	text := doctext.New(longText)
	if err := db.Migrate(t.Context(), conn, db.Migrations[:1]); err != nil {
		t.Fatal(err)
	}
	script := fmt.Sprintf(`INSERT INTO people (id, name, created_at) VALUES ('p', 'P', '2026-01-01T00:00:00.000Z');
		INSERT INTO texts VALUES ('%[1]s', '%[2]s');
		INSERT INTO documents (id, title, sha256, original_sha256, length, added_at) VALUES ('%[3]s', 'T', '%[1]s', '%[1]s', %[4]d, '2026-01-01T00:00:00.000Z');
		INSERT INTO claims (id, document_id, start, "end", quote, prefix, suffix, document_sha256, person_id, created_at, updated_at)
		VALUES ('c', '%[3]s', 0, 5, 'Alpha', '', '%[5]s', '%[1]s', 'p', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')`,
		doctext.Sum(longText), longText, doctext.ID(longText), text.Length, text.Slice(5, 5+doctext.ContextLength))
	if _, err := conn.ExecContext(t.Context(), script); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.FoldLog(t.Context(), conn), conn.Close(), pool.Close()); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// A copy that lies there from another state is not taken for one of this.
func TestEachStateIsCopiedBeforeAMigration(t *testing.T) {
	s := create(t)
	folder := filepath.Dir(s.Path())
	addText(t, s, "T", longText)
	for range 2 {
		if err := keepCopy(t.Context(), s.conn, s.Path(), len(db.Migrations)); err != nil {
			t.Fatal(err)
		}
	}
	addText(t, s, "U", "another text")
	for range 2 {
		if err := keepCopy(t.Context(), s.conn, s.Path(), len(db.Migrations)); err != nil {
			t.Fatal(err)
		}
	}
	var copies []string
	for _, name := range namesIn(t, folder) {
		if strings.Contains(name, "(version") {
			copies = append(copies, name)
		}
	}
	want := fmt.Sprintf("test (version %[1]d).factmark test (version %[1]d, copy 2).factmark", len(db.Migrations))
	if got := strings.Join(copies, " "); got != want && got != fmt.Sprintf("test (version %[1]d, copy 2).factmark test (version %[1]d).factmark", len(db.Migrations)) {
		t.Errorf("the copies are %q", got)
	}
}

// The clock jumps back a year in the middle of work.
func TestTheClockJumpsBack(t *testing.T) {
	s := create(t)
	now := time.Date(2026, 11, 22, 4, 12, 0, 0, time.UTC)
	s.now = func() time.Time { return now }
	id := addText(t, s, "T", longText)
	c := addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 5})
	now = now.AddDate(-1, 0, 0)
	note := "after the jump"
	if err := s.EditClaim(t.Context(), c.ID, ClaimEdit{Note: &note}); err != nil {
		t.Fatal(err)
	}
	second := addClaim(t, s, NewClaim{DocumentID: id, Start: 6, End: 10})
	got, err := s.Claim(t.Context(), c.ID)
	if err != nil || got.UpdatedAt.Before(got.CreatedAt) {
		t.Errorf("made %v, changed %v, %v", got.CreatedAt, got.UpdatedAt, err)
	}
	// What was done last is undone first, whatever the clock said.
	for range 2 {
		if _, err := s.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Claim(t.Context(), second.ID); !errors.Is(err, db.ErrNotFound) {
		t.Errorf("the second claim: %v", err)
	}
	if got, err := s.Claim(t.Context(), c.ID); err != nil || got.Note != "" {
		t.Errorf("%+v, %v", got, err)
	}
	for range 2 {
		if _, err := s.Redo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	expectClean(t, s)
	path := s.Path()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if undo, _, err := again.UndoNames(t.Context()); err != nil || undo != "Add claim" {
		t.Errorf("undo would take %q, %v", undo, err)
	}
}

// A log is left beside a file that was put there by hand. Whether it fits or
// not, the file is whole afterwards.
func TestALeftLog(t *testing.T) {
	one, two := versionOne(t), workspaceBytes(t)
	s := create(t)
	id := addText(t, s, "T", longText)
	addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 5})
	read := func(name string) []byte {
		t.Helper()
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	base, log, index := read(s.Path()), read(s.Path()+"-wal"), read(s.Path()+"-shm")
	for _, test := range []struct {
		name             string
		file, log, index []byte
		claims           int // -1: it is refused, and both stay as they are
	}{
		{"its own log", base, log, nil, 1},
		{"its own log and index", base, log, index, 1},
		{"an index and no log", base, nil, index, -2},
		{"half of its log", base, log[:len(log)/2], nil, -2},
		{"a log that is garbled", base, append([]byte("garbage"), log...), nil, -2},
		{"an empty log", two, []byte{}, nil, 1},
		{"another file's log", two, log, nil, -1},
		{"another file's log and index", two, log, index, -1},
		{"the log of one much like it", one, log, nil, -2},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "w.factmark")
			for suffix, content := range map[string][]byte{"": test.file, "-wal": test.log, "-shm": test.index} {
				if content == nil {
					continue
				}
				if err := os.WriteFile(path+suffix, content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			s, err := Open(t.Context(), path)
			if test.claims == -1 {
				expectError(t, err, db.ErrDamaged, "do not go together")
				if string(read(path)) != string(test.file) || string(read(path+"-wal")) != string(test.log) {
					t.Error("a file was changed")
				}
				if err := os.Remove(path + "-wal"); err != nil { // what the sentence says to do
					t.Fatal(err)
				}
				if err := os.Remove(path + "-shm"); err != nil && !errors.Is(err, fs.ErrNotExist) {
					t.Fatal(err)
				}
				if s, err = Open(t.Context(), path); err == nil {
					err = s.Close()
				}
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err != nil {
				expectError(t, err, db.ErrDamaged, "")
				if string(read(path)) != string(test.file) {
					t.Error("the file was changed")
				}
				return
			}
			defer s.Close()
			expectClean(t, s)
			holds, err := s.Contents(t.Context())
			if err != nil || test.claims >= 0 && holds.Claims != test.claims {
				t.Errorf("it holds %+v, %v", holds, err)
			}
		})
	}
}
