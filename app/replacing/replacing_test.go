package replacing

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"factmark/app/anchor"
	"factmark/store"
	"factmark/store/check"
)

const (
	oldText = "Zero line.\n\nThe bridge was closed for two weeks after the storm. Every school gets a new roof, the mayor said.\n\nThe end of it, as told.\n"
	newText = "A first line.\n\nThe bridge was completely closed for two weeks after the storm.\n\nThe end of it, as told.\n"
)

func workspace(t *testing.T, text string, quotes ...string) (*store.Store, store.Document) {
	t.Helper()
	st, err := store.Create(t.Context(), filepath.Join(t.TempDir(), "w.factmark"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	added, err := st.AddDocuments(t.Context(), []store.NewDocument{{Title: "T", Text: text}})
	if err != nil {
		t.Fatal(err)
	}
	var news []store.NewClaim
	for _, q := range quotes {
		start := utf8.RuneCountInString(text[:strings.Index(text, q)])
		news = append(news, store.NewClaim{DocumentID: added[0].Document.ID, Start: start, End: start + utf8.RuneCountInString(q)})
	}
	if _, err := st.AddClaims(t.Context(), news); err != nil {
		t.Fatal(err)
	}
	return st, added[0].Document
}

func statuses(t *testing.T, st *store.Store, documentID string) map[string]store.Status {
	t.Helper()
	claims, err := st.Claims(t.Context(), documentID)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]store.Status{}
	for _, c := range claims {
		all[c.Quote] = c.Status
	}
	return all
}

// A text goes to a newer one, with an orphan left, and back: the orphan is home again.
func TestThereAndBack(t *testing.T) {
	const bridge, school, end = "The bridge was closed for two weeks after the storm.", "Every school gets a new roof, the mayor said.", "The end of it, as told."
	st, doc := workspace(t, oldText, bridge, school, end)
	aside := store.Passage{Start: 0, End: 10}
	if err := st.MarkNotContent(t.Context(), doc.ID, aside); err != nil {
		t.Fatal(err)
	}
	told := 0
	plan, err := Look(t.Context(), st, doc.ID, store.NewDocument{Text: newText}, func(done, total int) {
		if told++; total != 4 || done > total {
			t.Errorf("%d of %d", done, total)
		}
	})
	if err != nil || told == 0 || len(plan.Spans) != 4 {
		t.Fatalf("%+v, %v", plan, err)
	}
	kinds := []anchor.Kind{anchor.Near, anchor.Nowhere, anchor.Sure}
	for i, kind := range kinds {
		if s := plan.Spans[i]; s.Found.Kind != kind || s.Accepted != (kind == anchor.Sure) || s.Stays() {
			t.Errorf("claim %d: %+v", i, s)
		}
	}
	plan.Spans[0].Accepted = true // it was looked at
	fresh, err := st.ReplaceText(t.Context(), doc.ID, plan.Text, plan.Moves())
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"The bridge was completely closed for two weeks after the storm.": "open", school: "orphaned", end: "open"}
	if got := statuses(t, st, fresh.ID); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("claims %v, want %v", got, want)
	}
	orphans, err := Orphans(t.Context(), st, fresh.ID)
	if err != nil || len(orphans) != 1 || orphans[0].Claim.Quote != school {
		t.Errorf("%+v, %v", orphans, err)
	}

	if plan, err = Look(t.Context(), st, fresh.ID, store.NewDocument{Text: oldText}, nil); err != nil {
		t.Fatal(err)
	}
	for i := range plan.Spans {
		s := &plan.Spans[i]
		s.Accepted = s.Found.Kind != anchor.Nowhere
	}
	if fresh, err = st.ReplaceText(t.Context(), fresh.ID, plan.Text, plan.Moves()); err != nil {
		t.Fatal(err)
	}
	want = map[string]string{bridge: "open", school: "open", end: "open"}
	if got := statuses(t, st, fresh.ID); fresh.ID != doc.ID || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("back again the claims are %v, want %v", got, want)
	}
	if findings, err := check.Run(t.Context(), st, nil); err != nil || len(findings) > 0 {
		t.Errorf("check: %v, %v", findings, err)
	}
}

func TestLookCanBeCancelled(t *testing.T) {
	st, doc := workspace(t, oldText, "The end of it, as told.")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Look(ctx, st, doc.ID, store.NewDocument{Text: newText}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if _, err := Look(t.Context(), st, "none", store.NewDocument{Text: newText}, nil); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("error %v", err)
	}
}

// A large document with many claims gets a newer text in seconds.
func BenchmarkReplace(b *testing.B) {
	var old strings.Builder
	var news []store.NewClaim
	for i := range 20_000 {
		line := fmt.Sprintf("In the year %d the harvest of the district number %d was good, and the barns of all its %d villages were full by the autumn; nobody wrote more about it, and so it is not known what became of it later, or why %d of them burned.\n", i, i*7%1000, i%31, i%13)
		start := old.Len()
		news = append(news, store.NewClaim{Start: start + 5, End: start + 100})
		old.WriteString(line)
	}
	for b.Loop() {
		b.StopTimer()
		ctx := b.Context()
		st, err := store.Create(ctx, filepath.Join(b.TempDir(), "w.factmark"))
		if err != nil {
			b.Fatal(err)
		}
		added, err := st.AddDocuments(ctx, []store.NewDocument{{Title: "T", Text: old.String()}})
		if err != nil {
			b.Fatal(err)
		}
		for i := range news {
			news[i].DocumentID = added[0].Document.ID
		}
		if _, err := st.AddClaims(ctx, news); err != nil {
			b.Fatal(err)
		}
		newer := "A word before it.\n" + strings.Replace(old.String(), "In the year 500 the", "In the same year the", 1)
		b.StartTimer()
		plan, err := Look(ctx, st, added[0].Document.ID, store.NewDocument{Text: newer}, nil)
		if err != nil {
			b.Fatal(err)
		}
		looked := b.Elapsed()
		if _, err := st.ReplaceText(ctx, added[0].Document.ID, plan.Text, plan.Moves()); err != nil {
			b.Fatal(err)
		}
		b.Logf("%d bytes, %d claims: found by %v, written by %v", old.Len(), len(news), looked, b.Elapsed())
		b.StopTimer()
		st.Close()
		b.StartTimer()
	}
}
