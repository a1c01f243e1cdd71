package importing

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"factmark/app/charset"
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

// filesIn reads and adds files.
func filesIn(ctx context.Context, st *store.Store, paths []string, progress func(done, total int)) ([]store.AddedDocument, Batch, error) {
	batch, err := Read(ctx, paths, nil, progress)
	if err != nil {
		return nil, batch, err
	}
	added, err := Add(ctx, st, batch.Documents)
	return added, batch, err
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
	added, _, err := filesIn(t.Context(), st, paths, func(done, total int) {
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

// A file that cannot be read is named with the reason, wherever it is, and the others come in, in order.
func TestBadFilesDoNotKeepOthersOut(t *testing.T) {
	st, folder := newStore(t), t.TempDir()
	in := func(name, text string) string { return write(t, filepath.Join(folder, name), text) }
	bad := map[string]string{ // and why
		in("b bad.txt", "é and \x92\n"): "UTF-8",
		in("c nul.txt", "A good text until here:\x00 and on, in many words: "+strings.Repeat("the bridge is safe. ", 20)): "NUL",
		filepath.Join(folder, "missing.txt"): "there is no such file",
		in("empty/.hidden", "h"):             "",
	}
	in("a good.txt", "First\n")
	in("d good.txt", "Second\n")
	in("e.pdf", "%PDF-1.4")
	in("sub/good.txt", "Third\n")
	in("sub/unsure.txt", "\xC4\xE0")
	one := in("one/good.txt", "Fourth\n")
	paths := []string{folder, filepath.Join(folder, "missing.txt"), filepath.Join(folder, "empty"), one}
	batch, err := Read(t.Context(), paths, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(batch.Unsure) != 1 || len(batch.Documents) != 6 || batch.Documents[batch.Unsure[0].Index].Text != "" || len(batch.Passed) != 1 {
		t.Fatalf("%+v", batch)
	}
	batch.RefuseUnsure("say which", nil)
	for path, why := range bad {
		if why == "" {
			path, why = filepath.Dir(path), "no text file"
		}
		if !slices.ContainsFunc(batch.Refused, func(err error) bool {
			return strings.HasPrefix(err.Error(), path+": ") && strings.Contains(err.Error(), why)
		}) {
			t.Errorf("%s (%s) is not among %v", path, why, batch.Refused)
		}
	}
	if len(batch.Refused) != 5 || len(batch.Unsure) != 0 {
		t.Errorf("refused %v, unsure %v", batch.Refused, batch.Unsure)
	}
	added, err := Add(t.Context(), st, batch.Documents)
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, a := range added {
		titles = append(titles, a.Document.Title)
	}
	if want := []string{"First", "Second", "Fourth", "Third", "Fourth"}; !slices.Equal(titles, want) {
		t.Errorf("got %q, want %q", titles, want)
	}
}

// Of files whose encoding is asked for, those that it does not fit are refused, and the others stay in their places.
func TestEncodingsAreSettledOneByOne(t *testing.T) {
	folder := t.TempDir()
	text := "\xC4\xE0"
	write(t, filepath.Join(folder, "1.txt"), text)
	write(t, filepath.Join(folder, "2.txt"), "Sure\n")
	write(t, filepath.Join(folder, "3.txt"), "\xC4\xE1")
	write(t, filepath.Join(folder, "4.txt"), "\xC4\xE2")
	batch, err := Read(t.Context(), []string{folder}, nil, nil)
	if err != nil || len(batch.Unsure) != 3 {
		t.Fatalf("%+v, %v", batch, err)
	}
	utf8, _ := charset.Named("utf-8")
	latin, _ := charset.Named("windows-1252")
	err = batch.Settle(t.Context(), func(i int, _ Unsure) *charset.Encoding { return []*charset.Encoding{utf8, nil, latin}[i] })
	if err != nil || len(batch.Refused) != 1 || len(batch.Unsure) != 1 || batch.Unsure[0].Index != 1 || len(batch.Documents) != 3 || batch.Documents[2].Text != "Äâ" {
		t.Fatalf("%+v, %v", batch, err)
	}
	if err := batch.Settle(t.Context(), func(int, Unsure) *charset.Encoding { return latin }); err != nil || batch.Documents[1].Text != "Äá" || len(batch.Documents)+len(batch.Refused) != 4 {
		t.Errorf("%+v, %v", batch, err)
	}
}

func TestAnInterruptedImportAddsNothing(t *testing.T) {
	st, folder := newStore(t), t.TempDir()
	var paths []string
	for i := range 100 {
		paths = append(paths, write(t, filepath.Join(folder, fmt.Sprint(i)), fmt.Sprint("Text ", i)))
	}
	ctx, stop := context.WithCancel(t.Context())
	_, _, err := filesIn(ctx, st, paths, func(done, total int) { stop() })
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
	_, err := Read(t.Context(), paths, nil, func(int, int) { t.Error("a file was read") })
	if err == nil || !strings.Contains(err.Error(), "1200 MB") {
		t.Errorf("got %v", err)
	}
}

func TestNoFilesAreNoError(t *testing.T) {
	if batch, err := Read(t.Context(), nil, nil, nil); err != nil || len(batch.Documents)+len(batch.Refused) != 0 {
		t.Errorf("got %+v, %v", batch, err)
	}
}
