package workspace

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"factmark/app/profile"
	"factmark/store"
)

// newStore makes a workspace file and a profile in a folder of their own.
func newStore(t *testing.T) (*store.Store, *profile.Profile) {
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "AppData", "LocalAppData"} {
		t.Setenv(name, home)
	}
	st, err := store.Create(t.Context(), filepath.Join(home, "w.factmark"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	p, err := profile.Load()
	if err != nil {
		t.Fatal(err)
	}
	return st, p
}

// Readings of changed documents may end in another order than they began; what was read last counts.
func TestAnEarlierReadingOfADocumentDoesNotCount(t *testing.T) {
	st, p := newStore(t)
	added, err := st.AddDocuments(t.Context(), []store.NewDocument{{Title: "A", Text: "Text A"}, {Title: "B", Text: "Text B"}})
	if err != nil {
		t.Fatal(err)
	}
	var delivered []func()
	back := NewBackground(func(f func()) { delivered = append(delivered, f) })
	back.Start = func(work func()) { work() }
	w := New(st, p, back)
	defer w.Stop()
	edit := func(i int, tags string) {
		before := len(delivered)
		if err := st.EditDocument(t.Context(), added[i].Document.ID, store.DocumentEdit{Tags: &tags}); err != nil {
			t.Fatal(err)
		}
		delivered = delivered[:before] // what the store told would read again
		w.readChanged([]string{added[i].Document.ID})
	}
	edit(0, "first")
	edit(1, "of B")
	edit(0, "last")
	for len(delivered) > 0 {
		last := delivered[len(delivered)-1]
		delivered = delivered[:len(delivered)-1]
		last()
	}
	if len(w.Documents) != 2 || w.Documents[0].Tags != "last" || w.Documents[1].Tags != "of B" {
		t.Errorf("the documents are %+v", w.Documents)
	}
}

// The list is arranged beside the interface thread while documents are changed and their claims counted; what is listed in the end
// is what was asked for last. The race detector looks on.
func TestTheListIsArrangedBesideTheInterfaceThread(t *testing.T) {
	ctx := t.Context()
	st, p := newStore(t)
	var news []store.NewDocument
	for i := range 300 {
		news = append(news, store.NewDocument{Title: fmt.Sprintf("Text %d", i), Text: fmt.Sprintf("Some words of text %d.", i), Tags: []string{"even", "odd"}[i%2]})
	}
	added, err := st.AddDocuments(ctx, news)
	if err != nil {
		t.Fatal(err)
	}
	interfaceThread := make(chan func(), 10_000)
	back := NewBackground(func(f func()) { interfaceThread <- f })
	w := New(st, p, back)
	until := func(what string, done func() bool) {
		for !done() {
			select {
			case f := <-interfaceThread:
				f()
			case <-t.Context().Done():
				t.Fatal(what)
			}
		}
	}
	w.Load()
	until("nothing is listed", func() bool { return w.Listed.Len() == len(news) && w.Opening == "" })
	written := 0
	w.ToggleFilter(DocumentFilter{FilterStatus, string(store.DocumentInProgress)})
	for i := range 40 {
		doc := added[i].Document
		w.Writes.Perform(PendingWrite{Name: "Claim", Done: func() { written++ }, Write: func(ctx context.Context) error {
			_, err := st.AddClaims(ctx, []store.NewClaim{{DocumentID: doc.ID, Start: 0, End: 4}})
			return err
		}})
		tags := fmt.Sprintf("tag %d", i)
		w.EditDocument(doc.ID, store.DocumentEdit{Tags: &tags})
		w.SortDocuments([]DocumentSort{SortClaims, SortTitle, SortPublished}[i%3], i%2 == 0)
		w.SearchDocuments(fmt.Sprint(i))
	}
	until("not everything is written", func() bool { return written == 40 && !w.Writes.State().Saving })
	w.SearchDocuments("")
	w.SortDocuments(SortTitle, false)
	until("the claims are not counted", func() bool {
		if w.ListReady() && w.Listed.Len() < 40 { // what was written last is still on its way
			w.arrange()
		}
		return w.ListReady() && w.Listed.Len() == 40
	})
	until("the documents are not read again", func() bool {
		for i := range 40 {
			if at := w.Listed.At(i); at.Tags != fmt.Sprintf("tag %d", i) || at.Claims != 1 || at.Unlabelled != 1 {
				return false
			}
		}
		return true
	})
	w.Stop()
	go func() {
		for f := range interfaceThread {
			_ = f
		}
	}()
	back.End()
	close(interfaceThread)
}
