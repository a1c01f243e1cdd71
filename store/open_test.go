package store

import (
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"factmark/store/internal/db"
)

// Names that a shell, a URL or SQLite's own name parser would stumble over.
var oddNames = []string{
	"plain.factmark", "with space.factmark", "quo'te\".factmark", "what?mode=ro.factmark", "hash#tag.factmark",
	"percent%41%.factmark", "emoji 😀👩‍👩‍👧.factmark", "-dash.factmark", "naïve café.factmark", "new\nline.factmark", "a&_pragma=x;b.factmark",
	"no extension",
}

func TestCreateAndOpenAnyName(t *testing.T) {
	for _, name := range oddNames {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "a folder? #1 %20")
			if err := os.Mkdir(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			t.Chdir(folder)
			s, err := Create(t.Context(), name) // relative, as a terminal gives it
			if err != nil {
				t.Fatal(err)
			}
			id := addText(t, s, "A title", "A text.")
			if want := filepath.Join(folder, name); s.Path() != want {
				t.Errorf("Path() = %q, want %q", s.Path(), want)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if got := namesIn(t, folder); len(got) != 1 || got[0] != name {
				t.Errorf("the folder holds %q after closing, want only %q", got, name)
			}
			if s, err = Open(t.Context(), name); err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if text, err := s.Text(t.Context(), id); err != nil || text != "A text." {
				t.Errorf("Text() = %q, %v", text, err)
			}
		})
	}
}

func namesIn(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestCreateIsPrivateAndNeverOverwrites(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "w.factmark")
	s, err := Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range namesIn(t, folder) {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v, others can read it", name, info.Mode())
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Create(t.Context(), path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Create over a workspace: %v, want fs.ErrExist", err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("Create changed the file that was there")
	}
	if _, err := Create(t.Context(), filepath.Join(folder, "missing", "w.factmark")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Create in a missing folder: %v, want fs.ErrNotExist", err)
	}
	if _, err := Create(t.Context(), filepath.Join(path, "w.factmark")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Create below a file: %v, want fs.ErrNotExist", err)
	}
	if got := namesIn(t, folder); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
}

// workspaceBytes is a whole workspace with one document and a claim.
func workspaceBytes(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "whole.factmark")
	s, err := createAt(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	id := addText(t, s, "Title", strings.Repeat("The ministry denies the report. ", 2000))
	addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 12, LabelID: DisputedID})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestOpenBadFiles(t *testing.T) {
	whole := workspaceBytes(t)
	patched := func(at int, value uint32) []byte {
		b := append([]byte{}, whole...)
		binary.BigEndian.PutUint32(b[at:], value)
		return b
	}
	garbled := append([]byte{}, whole...)
	for i := 4096; i < len(garbled); i += 7 {
		garbled[i] ^= 0xa5
	}
	firstPage := append([]byte{}, whole...)
	for i := 100; i < 4096; i++ {
		firstPage[i] = byte(i)
	}
	for _, test := range []struct {
		name    string
		content []byte
		want    error
		says    string
	}{
		{"empty", nil, db.ErrNotWorkspace, "empty"},
		{"text", []byte("Dear reader,\nthis is a letter.\n"), db.ErrNotWorkspace, "import it"},
		{"short text", []byte("S"), db.ErrNotWorkspace, "not a Factmark workspace"},
		{"binary", []byte(strings.Repeat("\x00\xff\x13", 5000)), db.ErrNotWorkspace, "not a Factmark workspace"},
		{"header only", whole[:100], db.ErrDamaged, "cut off"},
		{"half a header", whole[:60], db.ErrDamaged, "cut off"},
		{"half", whole[:len(whole)/2], db.ErrDamaged, "cut off"},
		{"without its last byte", whole[:len(whole)-1], db.ErrDamaged, "cut off"},
		{"garbled", garbled, db.ErrDamaged, "damaged"},
		{"garbled first page", firstPage, db.ErrDamaged, "damaged"},
		{"newer", patched(60, 99), db.ErrNewer, "newer"},
		{"version nought", patched(60, 0), db.ErrDamaged, "damaged"},
		{"another program's", patched(68, 0x12345678), db.ErrNotWorkspace, "another program"},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "bad file.factmark")
			if err := os.WriteFile(path, test.content, 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := Open(t.Context(), path)
			if err == nil {
				s.Close()
			}
			expectError(t, err, test.want, test.says)
			if after, _ := os.ReadFile(path); string(after) != string(test.content) {
				t.Error("the file was changed")
			}
			if got := namesIn(t, folder); len(got) != 1 {
				t.Errorf("left behind: %q", got)
			}
		})
	}
}

// expectError checks an error's kind and words.
func expectError(t *testing.T, err, want error, says string) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
	if !strings.Contains(err.Error(), says) {
		t.Errorf("%q does not say %q", err, says)
	}
	for _, inner := range []string{"SQLITE", "sqlite:", "sql:", "malformed", "errno"} {
		if strings.Contains(err.Error(), inner) {
			t.Errorf("%q speaks the driver's language", err)
		}
	}
}

func TestOpenOtherThanFiles(t *testing.T) {
	folder := t.TempDir()
	_, err := Open(t.Context(), folder)
	expectError(t, err, db.ErrNotWorkspace, "folder")
	_, err = Open(t.Context(), filepath.Join(folder, "missing.factmark"))
	expectError(t, err, fs.ErrNotExist, "missing.factmark")
	_, err = Open(t.Context(), filepath.Join(folder, "no", "where.factmark"))
	expectError(t, err, fs.ErrNotExist, "where.factmark")
	if got := namesIn(t, folder); len(got) != 0 {
		t.Errorf("left behind: %q", got)
	}
}

func TestOpenForeignDatabaseLeavesItAlone(t *testing.T) {
	sqlite, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("no sqlite3 shell")
	}
	for _, mode := range []string{"delete", "wal"} {
		t.Run(mode, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "foreign.db")
			if out, err := exec.Command(sqlite, path, "PRAGMA journal_mode="+mode, "CREATE TABLE claims (x)", "INSERT INTO claims VALUES (1)").CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Open(t.Context(), path)
			expectError(t, err, db.ErrNotWorkspace, "another program")
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Error("the file was changed")
			}
			if got := namesIn(t, folder); len(got) != 1 {
				t.Errorf("left behind: %q", got)
			}
		})
	}
}

func TestOpenWriteProtected(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "w.factmark")
	if err := os.WriteFile(path, workspaceBytes(t), 0o400); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), path)
	expectError(t, err, db.ErrReadOnly, "write-protected")
	if got := namesIn(t, folder); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
}

// A schema that is not ours may hold traps: a trigger would run with our own
// writes, a view in place of ours with our reads.
func TestOpenRefusesForeignSchema(t *testing.T) {
	for _, test := range []struct{ name, sql, says string }{
		{"a trigger", "CREATE TRIGGER t AFTER INSERT ON claims BEGIN DELETE FROM claims; END", "trigger t"},
		{"another view", "DROP VIEW labelled_claims; CREATE VIEW labelled_claims AS SELECT 1 AS claim_id", "view labelled_claims"},
		{"a missing table", "PRAGMA foreign_keys = OFF; DROP TABLE decisions", "decisions is missing"},
		{"a column more", "ALTER TABLE claims ADD COLUMN more TEXT", "table claims"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := changedFile(t, test.sql)
			_, err := Open(t.Context(), path)
			expectError(t, err, db.ErrDamaged, test.says)
		})
	}
	t.Run("a table, index and view of the user's own", func(t *testing.T) {
		path := changedFile(t, "CREATE TABLE mine (x); CREATE INDEX mine_by_x ON mine (x); CREATE VIEW my_claims AS SELECT * FROM claims")
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		findings, err := runCheck(t.Context(), s, nil)
		if err != nil || len(findings) != 3 {
			t.Errorf("Check() = %v, %v; want the three strangers", findings, err)
		}
	})
}

// changedFile is a workspace that another program has changed.
func changedFile(t *testing.T, sql string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "changed.factmark")
	if err := os.WriteFile(path, workspaceBytes(t), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := db.Connect(path, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA synchronous = OFF; " + sql); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpenAfterCrashKeepsTheLog(t *testing.T) {
	s := create(t)
	id := addText(t, s, "Title", "Some text to keep.")
	// A copy of the file and its log, as a power cut would leave them.
	folder := t.TempDir()
	for _, suffix := range []string{"", "-wal"} {
		content, err := os.ReadFile(s.Path() + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "copy.factmark"+suffix), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	again, err := Open(t.Context(), filepath.Join(folder, "copy.factmark"))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if text, err := again.Text(t.Context(), id); err != nil || text != "Some text to keep." {
		t.Errorf("Text() = %q, %v", text, err)
	}
}

func TestOpenCancelled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.factmark")
	if err := os.WriteFile(path, workspaceBytes(t), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, path); !errors.Is(err, context.Canceled) {
		t.Errorf("Open with a cancelled context: %v", err)
	}
	if s, err := Open(t.Context(), path); err != nil {
		t.Errorf("Open after a cancelled one: %v", err)
	} else if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}

// What was said to be saved outlives a power cut: each commit waits until the disk has it, and the log is folded in
// only after that. Tests of anything else may do without (openUnsynced).
func TestACommitWaitsForTheDisk(t *testing.T) {
	s, err := Create(t.Context(), filepath.Join(t.TempDir(), "w.factmark"))
	do(t, err)
	defer s.Close()
	for pragma, want := range map[string]string{"synchronous": "2", "journal_mode": "wal"} { // 2 is FULL
		var is string
		do(t, s.conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&is))
		if is != want {
			t.Errorf("%s is %s, want %s", pragma, is, want)
		}
	}
}
