package importing

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"factmark/store"
)

func newStore(t *testing.T) *store.Store {
	t.Helper()
	st, err := store.Create(t.Context(), filepath.Join(t.TempDir(), "desk.factmark"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFilesAreAddedInOrderAndInOneAction(t *testing.T) {
	st, folder := newStore(t), t.TempDir()
	var paths []string
	for i := range 60 {
		paths = append(paths, write(t, filepath.Join(folder, fmt.Sprintf("%02d.txt", 59-i)), fmt.Sprintf("Document %d\r\n", i)))
	}
	write(t, filepath.Join(folder, "sub", "a.txt"), "In a folder\n")
	write(t, filepath.Join(folder, "sub", "b.txt"), "Document 3\n") // the text of another file
	paths = append(paths, filepath.Join(folder, "sub"))
	last := 0
	added, err := Files(t.Context(), st, paths, func(done, total int) {
		if done != last+1 || total != 62 {
			t.Errorf("told of %d of %d after %d", done, total, last)
		}
		last = done
	})
	if err != nil {
		t.Fatal(err)
	}
	if last != 62 || len(added) != 62 {
		t.Fatalf("%d files were read, %d documents added", last, len(added))
	}
	for i, a := range added[:60] {
		if want := fmt.Sprintf("Document %d", i); a.Document.Title != want || a.Existing || a.Document.OriginalSHA256 == a.Document.SHA256 {
			t.Errorf("document %d: %+v, want %s", i, a, want)
		}
	}
	if added[60].Document.Title != "In a folder" || !added[61].Existing || added[61].Document.ID != added[3].Document.ID {
		t.Errorf("the folder: %+v", added[60:])
	}
	if _, err := st.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if docs, err := st.Documents(t.Context()); err != nil || len(docs) != 0 {
		t.Errorf("one step of undo leaves %d documents, %v", len(docs), err)
	}
}

func TestOneBadFileMeansNone(t *testing.T) {
	st, folder := newStore(t), t.TempDir()
	good := write(t, filepath.Join(folder, "good.txt"), "Good\n")
	bad := write(t, filepath.Join(folder, "bad.txt"), "é and \x92\n")
	worse := write(t, filepath.Join(folder, "worse.txt"), "")
	for range 20 {
		_, err := Files(t.Context(), st, []string{good, bad, good, worse}, nil)
		if err == nil || !strings.HasPrefix(err.Error(), bad+": ") {
			t.Fatalf("got %v", err)
		}
	}
	if docs, err := st.Documents(t.Context()); err != nil || len(docs) != 0 {
		t.Errorf("%d documents, %v", len(docs), err)
	}
}

func TestAnInterruptedImportAddsNothing(t *testing.T) {
	st, folder := newStore(t), t.TempDir()
	var paths []string
	for i := range 100 {
		paths = append(paths, write(t, filepath.Join(folder, fmt.Sprint(i)), fmt.Sprint("Text ", i)))
	}
	ctx, stop := context.WithCancel(t.Context())
	_, err := Files(ctx, st, paths, func(done, total int) { stop() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if docs, err := st.Documents(t.Context()); err != nil || len(docs) != 0 {
		t.Errorf("%d documents, %v", len(docs), err)
	}
}

func TestMoreThanMemoryHoldsIsRefusedBeforeReading(t *testing.T) {
	folder := t.TempDir()
	var paths []string
	for i := range 20 {
		path := write(t, filepath.Join(folder, fmt.Sprint(i)), "")
		if err := os.Truncate(path, 60<<20); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	_, _, err := Read(t.Context(), paths, nil, func(int, int) { t.Error("a file was read") })
	if err == nil || !strings.Contains(err.Error(), "1200 MB") {
		t.Errorf("got %v", err)
	}
}

func TestNoFilesAreNoError(t *testing.T) {
	if docs, _, err := Read(t.Context(), nil, nil, nil); err != nil || len(docs) != 0 {
		t.Errorf("got %v, %v", docs, err)
	}
}
