package workspace

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"factmark/app/profile"
	"factmark/store"
)

// The list is arranged beside the interface thread while documents are changed and their claims counted; what is listed in the end
// is what was asked for last. The race detector looks on.
func TestTheListIsArrangedBesideTheInterfaceThread(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "AppData", "LocalAppData"} {
		t.Setenv(name, home)
	}
	ctx := context.Background()
	st, err := store.Create(ctx, filepath.Join(home, "w.factmark"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	var news []store.NewDocument
	for i := range 300 {
		news = append(news, store.NewDocument{Title: fmt.Sprintf("Text %d", i), Text: fmt.Sprintf("Some words of text %d.", i), Tags: []string{"even", "odd"}[i%2]})
	}
	added, err := st.AddDocuments(ctx, news)
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Load()
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
