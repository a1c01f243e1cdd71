package workspace

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"factmark/store"
)

// manyClaims opens a workspace of 10,000 claims in a hundred documents, or the one that FACTMARK_WORKSPACE names, such as the store's TestLarge makes.
func manyClaims(b *testing.B) *store.Store {
	b.Helper()
	ctx := b.Context()
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	if path := os.Getenv("FACTMARK_WORKSPACE"); path != "" {
		st, err := store.OpenToRead(ctx, path)
		must(err)
		b.Cleanup(func() { st.Close() })
		return st
	}
	st, err := store.Create(ctx, filepath.Join(b.TempDir(), "w.factmark"))
	must(err)
	b.Cleanup(func() { st.Close() })
	labels := []string{store.SupportedID, store.DisputedID, store.NotEnoughInfoID, ""}
	for d := range 100 {
		var text strings.Builder
		for i := range 100 {
			fmt.Fprintf(&text, "Document %03d says in sentence %02d that something is so.\n", d, i)
		}
		added, err := st.AddDocuments(ctx, []store.NewDocument{{Title: fmt.Sprintf("Document %03d", d), Text: text.String()}})
		must(err)
		must(st.SignIn(ctx, store.Person{ID: []string{"ada", "ben"}[d%2], Name: "Ada"}))
		var marks []store.NewClaim
		for i := range 100 {
			start := text.Len() / 100 * i
			marks = append(marks, store.NewClaim{DocumentID: added[0].Document.ID, Start: start, End: start + 12, LabelID: labels[i%4]})
		}
		_, err = st.AddClaims(ctx, marks)
		must(err)
	}
	must(st.CountTallies(ctx))
	return st
}

// BenchmarkClaimList is what the list of the claims of all documents does: it is made once; then come filters, orders, and pages
// of cards as they come into view.
func BenchmarkClaimList(b *testing.B) {
	st := manyClaims(b)
	ctx := b.Context()
	same := func(id string) string { return id }
	x, err := readClaimIndex(ctx, st, nil, same, 0, nil)
	if err != nil {
		b.Fatal(err)
	}
	times, err := readClaimTimes(ctx, st, x)
	if err != nil {
		b.Fatal(err)
	}
	times.put(x)
	b.Logf("%d claims", x.count)
	place := func(id string) int { return int(x.documents.of[id]) }
	label := func(id string) int { return int(x.labels.of[id]) }
	order := func(v ClaimView) *claimOrder {
		o := x.order(v, false, place, label)
		o.fill()
		return o
	}
	page := func(b *testing.B, o *claimOrder, at int) {
		rows := ClaimRows{x, o.rows}
		var ids []string
		for i := at; i < min(at+50, rows.Len()); i++ {
			ids = append(ids, rows.ID(i))
		}
		for b.Loop() {
			if found, err := st.ClaimsByID(ctx, ids); err != nil || len(found) != len(ids) {
				b.Fatal(len(found), err)
			}
		}
	}
	all := order(ClaimView{Sort: SortPlace})
	b.Run("made", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := readClaimIndex(ctx, st, nil, same, 0, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("made, plain query", func(b *testing.B) { // reading the ids in order alone
		for b.Loop() {
			if err := st.EachHead(ctx, nil, func(store.ClaimHead) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("times", func(b *testing.B) {
		for b.Loop() {
			if _, err := readClaimTimes(ctx, st, x); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("first page", func(b *testing.B) { page(b, all, 0) })
	b.Run("page in the middle", func(b *testing.B) { page(b, all, len(all.rows)/2) })
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			x.values(nil)
		}
	})
	for name, v := range map[string]ClaimView{
		"all": {Sort: SortPlace}, "newest": {Sort: SortMade}, "by label": {Sort: SortLabel},
		"filter by label and person": {Sort: SortPlace, Filters: []ClaimFilter{{FilterLabel, store.SupportedID}, {FilterPerson, x.people.all[0]}}},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				order(v)
			}
		})
	}
	b.Run("a label changed", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			row := all.rows[i*7919%len(all.rows)]
			h := x.heads[row]
			h.label = int32(i % len(x.labels.all))
			all.update(row, h)
		}
	})
	b.Run("search", func(b *testing.B) {
		for b.Loop() {
			err := st.EachClaimText(ctx, func(c store.Claim) error {
				holdsWords(&c, []string{"zebra"})
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}
