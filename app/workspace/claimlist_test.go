package workspace

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"factmark/app/profile"
	"factmark/store"
)

// listBench is a workspace whose background runs on goroutines of its own, with the test for the interface thread.
type listBench struct {
	*Workspace
	t       *testing.T
	back    chan func()
	running atomic.Int32
	failed  []error
}

func newListBench(t *testing.T, documents, claims int) *listBench {
	t.Helper()
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "AppData", "LocalAppData"} {
		t.Setenv(name, home)
	}
	p, err := profile.Load()
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Create(t.Context(), filepath.Join(home, "w.factmark"))
	if err != nil {
		t.Fatal(err)
	}
	labels := []string{store.SupportedID, store.DisputedID, ""}
	for d := range documents {
		added, err := st.AddDocuments(t.Context(), []store.NewDocument{{Title: fmt.Sprintf("Document %02d", documents-d), Text: fmt.Sprintf("%02d ", d) + strings.Repeat("word ", claims)}})
		if err != nil {
			t.Fatal(err)
		}
		var marks []store.NewClaim
		for i := range claims {
			marks = append(marks, store.NewClaim{DocumentID: added[0].Document.ID, Start: 3 + 5*i, End: 7 + 5*i, LabelID: labels[(i+d)%3], Note: []string{"", "needle"}[i%2]})
		}
		if _, err := st.AddClaims(t.Context(), marks); err != nil {
			t.Fatal(err)
		}
	}
	b := &listBench{t: t, back: make(chan func(), 10_000)}
	back := NewBackground(func(f func()) { b.back <- f })
	back.Start = func(work func()) {
		b.running.Add(1)
		go func() {
			defer b.running.Add(-1)
			work()
		}()
	}
	back.After = func(time.Duration, func()) func() { return func() {} }
	back.External = func(func()) {}
	b.Workspace = New(st, p, back)
	b.Errors.Listen(func(err error) { b.failed = append(b.failed, err) })
	t.Cleanup(func() { b.settle(); b.Stop(); back.End(); st.Close() })
	b.Load()
	b.settle()
	return b
}

// settle does what the background hands back until it has nothing left to do.
func (b *listBench) settle() {
	for b.running.Load() > 0 || len(b.back) > 0 {
		b.some()
	}
}

// some does what the background has handed back so far.
func (b *listBench) some() {
	select {
	case f := <-b.back:
		f()
	default:
		runtime.Gosched()
	}
}

// wanted is what the list is to hold, by filtering and sorting all claims that are stored.
func (b *listBench) wanted() (ids []string) {
	claims := map[string]store.Claim{}
	for _, d := range b.Documents {
		all, err := b.Store.Claims(context.Background(), d.ID)
		if err != nil {
			b.t.Fatal(err)
		}
		for _, c := range all {
			c.DocumentID = d.Title // by which documents are sorted
			claims[c.ID] = c
		}
	}
	var labels []string
	for _, l := range b.Labels {
		labels = append(labels, l.ID)
	}
	return plainOrder(claims, b.ClaimView, b.ClaimWords != "", labels)
}

// The list is right whatever is changed, asked for and read at the same time.
func TestTheListOfClaimsIsRightHoweverWorkOverlaps(t *testing.T) {
	b := newListBench(t, 6, 40)
	check := func(when string) {
		t.Helper()
		b.settle()
		if len(b.failed) > 0 {
			t.Fatal(b.failed)
		}
		rows := b.All.Rows()
		var got []string
		for i := range rows.Len() {
			got = append(got, rows.ID(i))
		}
		if want := b.wanted(); !slices.Equal(got, want) {
			t.Fatalf("%s the list has %d claims, want %d: %v\n%v", when, len(got), len(want), got, want)
		}
		b.All.Want(0, rows.Len())
		b.settle()
		for i, id := range got {
			c, known := b.All.Claim(id)
			stored, err := b.Store.Claim(context.Background(), id)
			if !known || err != nil || c.Claim != stored || b.All.Place(id) != i {
				t.Fatalf("%s card %d holds %+v (%v), at place %d; stored is %+v, %v", when, i, c.Claim, known, b.All.Place(id), stored, err)
			}
		}
	}
	b.ListAllClaims(true)
	check("at first")
	ctx := context.Background()
	ids := b.wanted()
	labels := []string{store.DisputedID, store.SupportedID, "", store.NotEnoughInfoID}
	for round := range 12 {
		b.SortClaims(claimSorts[round%len(claimSorts)])
		for i := range 15 {
			id := ids[(round*37+i*11)%len(ids)]
			switch i % 5 {
			case 0, 1:
				b.Relabel(labels[(round+i)%4], id)
			case 2:
				note := []string{"needle", ""}[round%2]
				_ = b.Store.EditClaim(ctx, id, store.ClaimEdit{Note: &note}) // one that is deleted is gone
			case 3:
				b.All.Want(i*7, i*7+9)
			case 4:
				if round%3 == 0 {
					_ = b.Store.DeleteClaims(ctx, id)
				} else {
					d := b.Documents[i%len(b.Documents)].ID
					if _, err := b.Store.AddClaims(ctx, []store.NewClaim{{DocumentID: d, Start: i, End: i + 4 + round, LabelID: store.SupportedID}}); err != nil {
						t.Fatal(err)
					}
				}
			}
			b.some()
			if i == 7 {
				b.SearchClaims([]string{"needle", "", "NEEDLE"}[round%3])
				b.ToggleClaimFilter(ClaimFilter{FilterLabel, labels[round%2]})
			}
			if i == 9 && round%4 == 1 {
				b.Changed(store.Change{Kind: store.ChangeElsewhere, Everything: true})
			}
		}
		if round%2 == 1 {
			b.ClearClaimFilters()
		}
		if b.ClaimView.Sort == SortDocumentDate { // they have no dates: by title
			b.settle()
		}
		check(fmt.Sprintf("after round %d, by %s,", round, b.ClaimView.Sort))
	}
	b.ListAllClaims(false)
	b.settle()
	if b.All != nil {
		t.Error("the list of all documents is kept")
	}
}
