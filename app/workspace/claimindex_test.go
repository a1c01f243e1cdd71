package workspace

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"factmark/store"
)

// plainOrder is what a view lists of claims, by filtering and sorting them as they are.
func plainOrder(claims map[string]store.Claim, view ClaimView, words bool, labels []string) []string {
	var kept []store.Claim
	for _, c := range claims {
		fits := map[ClaimFilterKind]bool{}
		for _, f := range view.Filters {
			is := false
			switch f.Kind {
			case FilterLabel:
				is = c.LabelID == f.Value
			case FilterPerson:
				is = c.PersonID == f.Value
			case FilterClaimStatus:
				switch f.Value {
				case ClaimToLabel:
					is = c.ToLabel() && Placed(c)
				case ClaimLabelled:
					is = c.LabelID != ""
				case ClaimDiffering:
					is = c.Status == store.StatusUnresolved
				case ClaimSettled:
					is = c.Status == store.StatusUnanimous || c.Status == store.StatusAdjudicated
				case ClaimRejected:
					is = c.Status == store.StatusRejected
				case ClaimUnplaced:
					is = c.Status == store.StatusOrphaned
				}
			}
			fits[f.Kind] = fits[f.Kind] || is
		}
		left := words && c.Note == ""
		for _, fit := range fits {
			left = left || !fit
		}
		if !left {
			kept = append(kept, c)
		}
	}
	place := func(c store.Claim) int {
		if i := slices.Index(labels, c.LabelID); i >= 0 {
			return i
		}
		return len(labels)
	}
	slices.SortFunc(kept, func(a, b store.Claim) int {
		by := 0
		switch view.Sort {
		case SortMade:
			by = b.CreatedAt.Compare(a.CreatedAt)
		case SortChanged:
			by = b.UpdatedAt.Compare(a.UpdatedAt)
		case SortLabel:
			by = place(a) - place(b)
		}
		return cmp.Or(by, cmp.Compare(a.DocumentID, b.DocumentID), a.Start-b.Start, a.End-b.End, cmp.Compare(a.ID, b.ID))
	})
	var ids []string
	for _, c := range kept {
		ids = append(ids, c.ID)
	}
	return ids
}

// The list is what filtering and sorting all claims gives, however it came about: made at once, or by changes one after another; and every
// claim of it, and no other, has its place.
func TestTheOrderOfClaimsIsThatOfAPlainSort(t *testing.T) {
	labels := []string{"s", "d", "n"}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(id string) store.Claim {
			at := func(name string) time.Time { return time.UnixMilli(int64(rapid.IntRange(1, 5).Draw(t, name))) }
			start := rapid.IntRange(0, 3).Draw(t, "start")
			return store.Claim{ID: id, DocumentID: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "document"), Start: start,
				End: start + rapid.IntRange(1, 2).Draw(t, "length"), LabelID: rapid.SampledFrom([]string{"", "s", "d", "n", "gone"}).Draw(t, "label"),
				Status: rapid.SampledFrom([]store.Status{store.StatusOpen, store.StatusOpen, store.StatusUnanimous, store.StatusUnresolved, store.StatusRejected, store.StatusOrphaned}).Draw(t, "status"),
				Note:   rapid.SampledFrom([]string{"", "x"}).Draw(t, "note"), PersonID: rapid.SampledFrom([]string{"ada", "ben"}).Draw(t, "person"), CreatedAt: at("made"), UpdatedAt: at("changed")}
		}
		view := ClaimView{Sort: rapid.SampledFrom(claimSorts).Draw(t, "sort")}
		for range rapid.IntRange(0, 3).Draw(t, "filters") {
			view.Filters = append(view.Filters, rapid.SampledFrom([]ClaimFilter{{FilterLabel, ""}, {FilterLabel, "s"}, {FilterPerson, "ada"}, {FilterPerson, "nobody"}, {FilterClaimStatus, ClaimToLabel},
				{FilterClaimStatus, ClaimLabelled}, {FilterClaimStatus, ClaimDiffering}, {FilterClaimStatus, ClaimSettled}, {FilterClaimStatus, ClaimRejected}, {FilterClaimStatus, ClaimUnplaced}}).Draw(t, "filter"))
		}
		words := rapid.Bool().Draw(t, "words")
		x, claims := newClaimIndex(), map[string]store.Claim{}
		headOf := func(c store.Claim) claimHead {
			h := x.head(&c, c.PersonID)
			h.found = c.Note != ""
			return h
		}
		first := rapid.IntRange(0, 12).Draw(t, "claims")
		for i := range first {
			c := draw(fmt.Sprintf("%08d-0000-7000-8000-000000000000", i))
			claims[c.ID] = c
			h := headOf(c)
			x.ids.Add(c.ID)
			x.heads = append(x.heads, h)
			x.tell(&h, +1)
		}
		x.ids.Index()
		for _, id := range []string{"a", "b", "c"} {
			x.documents.number(id)
		}
		for _, id := range []string{"", "s", "d", "n", "gone"} {
			x.labels.number(id)
		}
		label := func(id string) int {
			if i := slices.Index(labels, id); i >= 0 {
				return i
			}
			return len(labels)
		}
		o := x.order(view, words, func(id string) int { return int(id[0]) - 97 }, label)
		o.fill()
		check := func(when string) {
			want := plainOrder(claims, view, words, labels)
			got := ClaimRows{x, o.rows}
			for i, id := range want {
				if got.ID(i) != id || o.place(x.row(id)) != i {
					t.Fatalf("%s: at %d is %q, at place %d, want %q", when, i, got.ID(i), o.place(x.row(id)), id)
				}
			}
			if got.Len() != len(want) || x.count != len(claims) {
				t.Fatalf("%s: %d of %d listed, want %d of %d", when, got.Len(), x.count, len(want), len(claims))
			}
			counts := map[string]int{}
			for id, c := range claims {
				counts[c.LabelID]++
				if !slices.Contains(want, id) && o.place(x.row(id)) >= 0 {
					t.Fatalf("%s: %s has a place", when, id)
				}
			}
			for _, id := range []string{"", "s", "d", "n", "gone"} {
				if x.byLabel[id] != counts[id] {
					t.Fatalf("%s: %d are labelled %q, want %d", when, x.byLabel[id], id, counts[id])
				}
			}
		}
		check("made")
		before := ClaimRows{x, o.rows}
		held := []string{}
		for i := range before.Len() {
			held = append(held, before.ID(i))
		}
		for i := range rapid.IntRange(0, 10).Draw(t, "changes") {
			id := fmt.Sprintf("%08d-0000-7000-8000-000000000000", rapid.IntRange(0, first+4).Draw(t, "claim"))
			row := x.row(id)
			if rapid.IntRange(0, 3).Draw(t, "kind") == 0 {
				if row >= 0 {
					o.update(row, claimHead{document: x.heads[row].document})
					delete(claims, id)
				}
			} else {
				c := draw(id)
				claims[id] = c
				h := headOf(c)
				if row < 0 {
					row = x.add(id, claimHead{document: h.document})
				}
				o.update(row, h)
			}
			check(fmt.Sprint("after change ", i))
		}
		for i, id := range held { // whoever holds the list as it was reads on
			if before.ID(i) != id {
				t.Fatalf("a list that was held has %s at %d, not %s", before.ID(i), i, id)
			}
		}
	})
}

// What a blind review hides of a claim is in no filter, and its order tells nothing.
func TestAnIndexTellsNothingOfWhatIsHidden(t *testing.T) {
	x := newClaimIndex()
	whole := store.Claim{ID: "1", DocumentID: "a", End: 1, LabelID: "s", FinalLabelID: "s", Status: store.StatusUnanimous, PersonID: "ada", CreatedAt: time.UnixMilli(5), UpdatedAt: time.UnixMilli(9)}
	seen := Unlabelled(whole)
	h := x.head(&seen, "")
	marks := claimMarks{evidence: map[string]bool{"1": true}, conflict: map[string]bool{"1": true}}
	marks.put("1", &h)
	x.add("1", h)
	claimTimes{[]int64{5}, []int64{9}}.put(x)
	if h = x.heads[0]; h.is != 0 || h.evidence || h.changed != h.made || h.made != 5 {
		t.Errorf("the index holds %+v", h)
	}
	for _, v := range x.values([]store.Person{{ID: "ada", Name: "Ada"}}) {
		t.Errorf("it can be filtered by %+v", v)
	}
	for _, f := range []ClaimFilter{{FilterLabel, "s"}, {FilterPerson, "ada"}, {FilterEvidence, EvidenceWith}, {FilterEvidence, EvidenceWithout}, {FilterClaimStatus, ClaimToLabel},
		{FilterClaimStatus, ClaimLabelled}, {FilterClaimStatus, ClaimSettled}, {FilterClaimStatus, ClaimInConflict}} {
		o := x.order(ClaimView{Filters: []ClaimFilter{f}}, false, func(string) int { return 0 }, func(string) int { return 0 })
		if o.fill(); len(o.rows) > 0 {
			t.Errorf("%+v lists it", f)
		}
	}
}
