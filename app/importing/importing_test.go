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
	"factmark/app/ingest"
	"factmark/app/ingest/table"
	"factmark/app/similar"
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
func filesIn(ctx context.Context, st *store.Store, paths []string, progress func(done, total int, path string)) ([]store.AddedDocument, error) {
	batch, err := Read(ctx, paths, ingest.Options{}, progress)
	if err != nil {
		return nil, err
	}
	if err := batch.Add(ctx, st); err != nil {
		return nil, err
	}
	var added []store.AddedDocument
	for _, item := range batch.Items {
		if item.Added != nil {
			added = append(added, *item.Added)
		}
	}
	return added, nil
}

// unsure are the items whose encoding is asked for.
func unsure(b *Batch) (all []*Item) {
	for i := range b.Items {
		if b.Items[i].Unsure() != nil {
			all = append(all, &b.Items[i])
		}
	}
	return all
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
	added, err := filesIn(t.Context(), st, paths, func(done, total int, path string) {
		if done != last+1 || total != 62 || !strings.HasPrefix(path, folder) {
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
	in("e.jpg", "\xFF\xD8\xFFabc")
	in("sub/good.txt", "Third\n")
	in("sub/unsure.txt", "\xC4\xE0")
	one := in("one/good.txt", "Fourth\n")
	paths := []string{folder, filepath.Join(folder, "missing.txt"), filepath.Join(folder, "empty"), one}
	batch, err := Read(t.Context(), paths, ingest.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if documents, passed, refused := batch.Count(); len(unsure(&batch)) != 1 || documents != 5 || passed != 3 || refused != 4 {
		t.Fatalf("%+v", batch)
	}
	batch.Refuse("say which", func(*Item) bool { return true })
	for path, why := range bad {
		if why == "" {
			path, why = filepath.Dir(path), "no file to import"
		}
		if !slices.ContainsFunc(batch.Refused(), func(err error) bool {
			return strings.HasPrefix(err.Error(), path+": ") && strings.Contains(err.Error(), why)
		}) {
			t.Errorf("%s (%s) is not among %v", path, why, batch.Refused())
		}
	}
	if len(batch.Refused()) != 5 || len(unsure(&batch)) != 0 {
		t.Errorf("refused %v", batch.Refused())
	}
	if err := batch.Add(t.Context(), st); err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, item := range batch.Items {
		if item.Added != nil {
			titles = append(titles, item.Added.Document.Title)
		}
	}
	if want := []string{"First", "Second", "Fourth", "Third", "Fourth"}; !slices.Equal(titles, want) {
		t.Errorf("got %q, want %q", titles, want)
	}
}

// Of files whose encoding is asked for, those that it does not fit are refused, and the others stay in their places.
func TestEncodingsAreSettledOneByOne(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "1.txt"), "\xC4\xE0")
	write(t, filepath.Join(folder, "2.txt"), "Sure\n")
	write(t, filepath.Join(folder, "3.txt"), "\xC4\xE1")
	write(t, filepath.Join(folder, "4.txt"), "\xC4\xE2")
	batch, err := Read(t.Context(), []string{folder}, ingest.Options{}, nil)
	if err != nil || len(unsure(&batch)) != 3 {
		t.Fatalf("%+v, %v", batch, err)
	}
	utf8, _ := charset.Named("utf-8")
	latin, _ := charset.Named("windows-1252")
	chosen := map[string]*charset.Encoding{"1.txt": utf8, "4.txt": latin}
	err = batch.Settle(t.Context(), func(item *Item) *charset.Encoding { return chosen[filepath.Base(item.Name)] })
	if err != nil || len(batch.Refused()) != 1 || batch.Items[0].Refused() == nil || len(unsure(&batch)) != 1 || batch.Items[3].Document.Text != "Äâ" {
		t.Fatalf("%+v, %v", batch, err)
	}
	err = batch.Settle(t.Context(), func(*Item) *charset.Encoding { return latin })
	if err != nil || batch.Items[2].Document.Text != "Äá" || len(batch.Documents())+len(batch.Refused()) != 4 {
		t.Errorf("%+v, %v", batch, err)
	}
}

// The columns of a table are said once it is read.
func TestTablesAreSettled(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "a.csv"), "name,body\nOne,The bridge is safe.\nTwo,\n")
	batch, err := Read(t.Context(), []string{path}, ingest.Options{}, nil)
	if err != nil || len(batch.Items) != 1 || batch.Items[0].Table() == nil || batch.Items[0].Refused() != nil {
		t.Fatalf("%+v, %v", batch, err)
	}
	err = batch.SettleTables(func(item *Item) (table.Columns, bool) {
		columns := item.Table().Guess
		columns.Title, columns.Text = 0, 1
		return columns, true
	})
	if documents, passed, _ := batch.Count(); err != nil || documents != 1 || passed != 1 || batch.Items[0].Document.Title != "One" {
		t.Errorf("%+v, %v", batch, err)
	}
}

// Of documents that are added, those are told that have nearly the text of another, be it there already or new.
func TestFindNear(t *testing.T) {
	st, folder := newStore(t), t.TempDir()
	text := strings.Repeat("The council of the town met on Tuesday to hear about the bridge and decided to wait for what the engineers find. ", 5)
	for i := range 30 {
		text += fmt.Sprintf("Item %d of %d was heard too. ", i, i*i)
	}
	if _, err := filesIn(t.Context(), st, []string{write(t, filepath.Join(folder, "old.txt"), "An old one\n\n"+text)}, nil); err != nil {
		t.Fatal(err)
	}
	paths := []string{
		write(t, filepath.Join(folder, "new.txt"), "A new one\n\n"+strings.Replace(text, "Item 7", "Item seven", 1)),
		write(t, filepath.Join(folder, "other.txt"), "Another\n\nNothing of this is said anywhere else, it is about the weather of the last week.\n"),
	}
	batch, err := Read(t.Context(), paths, ingest.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := batch.Add(t.Context(), st); err != nil {
		t.Fatal(err)
	}
	looked := 0
	found := map[int]Near{}
	if err := batch.FindNear(t.Context(), st, func(done, total int) { looked = total }, func(i int, near Near) { found[i] = near }); err != nil {
		t.Fatal(err)
	}
	if near := found[0]; near.Title != "An old one" || near.Share < 0.9 || near.Share >= 1 {
		t.Errorf("the new one is near %+v", near)
	}
	if len(found) != 1 || looked != 3 {
		t.Errorf("near are %+v, %d texts looked at", found, looked)
	}
	if kept, err := st.Sketches(t.Context(), similar.Version); err != nil || len(kept) != 3 || kept[0].Bytes == nil {
		t.Errorf("kept %+v, %v", kept, err)
	}
}

func TestAnInterruptedImportAddsNothing(t *testing.T) {
	st, folder := newStore(t), t.TempDir()
	var paths []string
	for i := range 100 {
		paths = append(paths, write(t, filepath.Join(folder, fmt.Sprint(i)), fmt.Sprint("Text ", i)))
	}
	ctx, stop := context.WithCancel(t.Context())
	_, err := filesIn(ctx, st, paths, func(int, int, string) { stop() })
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
	_, err := Read(t.Context(), paths, ingest.Options{}, func(int, int, string) { t.Error("a file was read") })
	if err == nil || !strings.Contains(err.Error(), "1200 MB") {
		t.Errorf("got %v", err)
	}
}

func TestNoFilesAreNoError(t *testing.T) {
	if batch, err := Read(t.Context(), nil, ingest.Options{}, nil); err != nil || len(batch.Items) != 0 {
		t.Errorf("got %+v, %v", batch, err)
	}
}
