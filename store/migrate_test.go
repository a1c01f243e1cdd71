package store

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"factmark/store/internal/db"
)

func TestMigration(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "a text")
	before := dump(t, s)
	second := "ALTER TABLE people ADD COLUMN colour TEXT NOT NULL DEFAULT ''; CREATE TABLE extra (x TEXT) STRICT"
	now := len(db.Migrations)
	copyName := fmt.Sprintf("%s (version %d).factmark", strings.TrimSuffix(s.Path(), ".factmark"), now)

	// A script that fails in its middle leaves the file as it was, and a copy beside it.
	err := bringUpToDate(t.Context(), s.conn, s.path, now, append(slices.Clone(db.Migrations), second+"; CREATE TABLE extra (x TEXT)"))
	if err == nil {
		t.Fatal("a script that fails is no error")
	}
	if version, err := db.ReadVersion(t.Context(), s.conn); err != nil || version != now {
		t.Errorf("version %d, %v after a failed script", version, err)
	}
	if err := db.CheckSchema(t.Context(), s.conn, "w", db.Migrations, false); err != nil {
		t.Error(err)
	}
	expectSame(t, dump(t, s), before)

	// The next try uses that copy and gets through.
	scripts := append(slices.Clone(db.Migrations), second)
	if err := bringUpToDate(t.Context(), s.conn, s.path, now, scripts); err != nil {
		t.Fatal(err)
	}
	if err := db.CheckSchema(t.Context(), s.conn, "w", scripts, false); err != nil {
		t.Error(err)
	}
	expectSame(t, dump(t, s), before)
	if got := namesIn(t, filepath.Dir(s.path)); len(got) != 4 { // the file, its two side files, the copy
		t.Errorf("the folder holds %q", got)
	}
	old, err := Open(t.Context(), copyName)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	if text, err := old.Text(t.Context(), id); err != nil || text != "a text" {
		t.Errorf("the copy's text is %q, %v", text, err)
	}

	// For this program the file is now of a newer version.
	err = s.Close()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), s.path)
	expectError(t, err, db.ErrNewer, "update Factmark")
	if after, _ := os.ReadFile(s.path); string(after) != string(content) {
		t.Error("the newer file was changed")
	}
}

func TestMigrationsAreNumberedWithoutAGap(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a gap went unnoticed")
		}
	}()
	db.LoadMigrations(fstest.MapFS{
		"migrations/0001_one.sql":   {Data: []byte("SELECT 1")},
		"migrations/0003_three.sql": {Data: []byte("SELECT 3")},
	})
}
