package store

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"factmark/store/internal/db"
)

func TestCleanUp(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a [folder] *")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "w.factmark")
	s, err := Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	addText(t, s, "T", longText)
	old := time.Now().Add(-2 * db.UnfinishedFor)
	for name, at := range map[string]time.Time{".factmark-1.tmp": old, ".factmark-1.tmp-wal": old, ".factmark-2.tmp": time.Now(), "mine.tmp": old} {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
	}
	expectError(t, CleanUp(path), db.ErrBusy, "w.factmark-wal")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := CleanUp(path); err != nil {
		t.Fatal(err)
	}
	if got, want := namesIn(t, folder), []string{".factmark-2.tmp", "mine.tmp", "w.factmark"}; !slices.Equal(got, want) {
		t.Errorf("the folder holds %q, want %q", got, want)
	}
}

// What is taken out of a file is overwritten in it, and nobody else can read it while it is open.
func TestNothingIsLeftInTheFile(t *testing.T) {
	s := create(t)
	secret := bytes.Repeat([]byte("the name of the source. "), 400)
	if err := s.SetSetting(t.Context(), "k", string(secret)); err != nil {
		t.Fatal(err)
	}
	if err := db.FoldLog(t.Context(), s.conn); err != nil {
		t.Fatal(err)
	}
	inFiles := func() (found bool) {
		t.Helper()
		for _, name := range namesIn(t, filepath.Dir(s.Path())) {
			file := filepath.Join(filepath.Dir(s.Path()), name)
			info, err := os.Stat(file)
			if err != nil {
				t.Fatal(err)
			}
			if info.Mode().Perm() != 0o600 {
				t.Errorf("%s has mode %v", name, info.Mode())
			}
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found = found || bytes.Contains(content, secret[:24])
		}
		return found
	}
	if !inFiles() {
		t.Fatal("it was never there")
	}
	if err := s.SetSetting(t.Context(), "k", ""); err != nil {
		t.Fatal(err)
	}
	if err := db.FoldLog(t.Context(), s.conn); err != nil {
		t.Fatal(err)
	}
	if inFiles() {
		t.Error("what was overwritten is still in the file")
	}
}
