package dataset

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"factmark/store"
)

// splitOf gives the part of every document of a workspace by its title, and how many claims each holds.
func splitOf(t *testing.T, st *store.Store, s Split, f store.Filter) (byTitle map[string]string, held Split) {
	t.Helper()
	err := st.Export(t.Context(), f, func(e *store.Export) error {
		assigned, got, err := s.assign(e)
		byTitle, held = map[string]string{}, got
		for _, d := range e.Documents {
			byTitle[d.Title] = assigned[d.ID]
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return byTitle, held
}

// withClaims is a workspace whose documents have so many claims each, and the claims' ids.
func withClaims(t *testing.T, counts ...int) (*store.Store, [][]string) {
	t.Helper()
	var documents []store.NewDocument
	for i := range counts {
		documents = append(documents, store.NewDocument{Title: fmt.Sprintf("D%02d", i), Text: fmt.Sprintf("Text %d of many words in a row.", i)})
	}
	st := newStore(t)
	added, err := st.AddDocuments(t.Context(), documents)
	if err != nil {
		t.Fatal(err)
	}
	ids := make([][]string, len(counts))
	for i, n := range counts {
		news := make([]store.NewClaim, n)
		for j := range news {
			news[j] = store.NewClaim{DocumentID: added[i].Document.ID, Start: 0, End: 4}
		}
		claims, err := st.AddClaims(t.Context(), news)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range claims {
			ids[i] = append(ids[i], c.ID)
		}
	}
	return st, ids
}

func TestASplitMeetsItsShares(t *testing.T) {
	for _, test := range []struct {
		counts []int
		split  Split
		want   Split
	}{
		{[]int{8, 1, 1}, Split{80, 10, 10}, Split{8, 1, 1}},
		{[]int{1, 8, 1}, Split{8, 1, 1}, Split{8, 1, 1}},
		{[]int{3, 3, 2, 2}, Split{50, 50, 0}, Split{5, 5, 0}},
		{[]int{10, 10, 10, 10, 10, 10, 10, 10, 10, 10}, Split{80, 10, 10}, Split{80, 10, 10}},
		{[]int{50, 50}, Split{80, 10, 10}, Split{100, 0, 0}}, // no nearer: one half would be further off
		{[]int{7, 6, 5, 4, 3, 2, 1}, Split{50, 25, 25}, Split{14, 7, 7}},
		{[]int{0, 0, 5}, Split{0, 50, 50}, Split{0, 5, 0}},
		{[]int{}, Split{80, 10, 10}, Split{}},
	} {
		st, _ := withClaims(t, test.counts...)
		_, got := splitOf(t, st, test.split, store.Filter{})
		if test.split == (Split{0, 50, 50}) && got == (Split{0, 0, 5}) {
			continue // either is as near
		}
		if got != test.want {
			t.Errorf("%v by %v: got %v, want %v", test.counts, test.split, got, test.want)
		}
	}
}

// Many documents of all sizes are split within one claim of the shares, and in another workspace of the same content alike.
func TestASplitIsTheSameEverywhere(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	counts := make([]int, 40)
	total := 0
	for i := range counts {
		counts[i] = random.IntN(12)
		total += counts[i]
	}
	st, _ := withClaims(t, counts...)
	other, _ := withClaims(t, counts...)
	byTitle, held := splitOf(t, st, Split{80, 10, 10}, store.Filter{})
	if again, same := splitOf(t, other, Split{80, 10, 10}, store.Filter{}); fmt.Sprint(again) != fmt.Sprint(byTitle) || same != held {
		t.Errorf("the same content is split as %v and %v", held, same)
	}
	if off := held.Train*10 - total*8; off < -10 || off > 10 {
		t.Errorf("of %d claims %v", total, held)
	}
	if held.Train+held.Dev+held.Test != total || held.Dev == 0 || held.Test == 0 {
		t.Errorf("of %d claims %v", total, held)
	}
}

// Documents stay together whose claims are linked, also over a claim that is not exported.
func TestASplitKeepsLinkedClaimsTogether(t *testing.T) {
	st, ids := withClaims(t, 2, 2, 2, 2, 2, 2)
	for _, pair := range [][2]int{{0, 5}, {2, 5}, {1, 3}} {
		if err := st.LinkClaims(t.Context(), ids[pair[0]][0], ids[pair[1]][0]); err != nil {
			t.Fatal(err)
		}
	}
	byTitle, _ := splitOf(t, st, Split{50, 50, 0}, store.Filter{})
	if byTitle["D00"] != byTitle["D05"] || byTitle["D02"] != byTitle["D05"] || byTitle["D01"] != byTitle["D03"] {
		t.Errorf("linked claims are apart: %v", byTitle)
	}
	if err := st.SetLabel(t.Context(), store.SupportedID, ids[0][0], ids[2][0], ids[1][0], ids[3][0]); err != nil {
		t.Fatal(err)
	}
	byTitle, held := splitOf(t, st, Split{50, 50, 0}, store.Filter{LabelIDs: []string{store.SupportedID}})
	if byTitle["D00"] != byTitle["D02"] || byTitle["D01"] != byTitle["D03"] || held != (Split{2, 2, 0}) {
		t.Errorf("linked claims are apart: %v, %v", byTitle, held)
	}
}

func TestParseSplit(t *testing.T) {
	for text, want := range map[string]Split{"80/10/10": {80, 10, 10}, "8/1/1": {8, 1, 1}, " 70 / 30 / 0": {70, 30, 0}, "1000/1/0": {1000, 1, 0}} {
		if got, err := ParseSplit(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "80", "80/20", "80/10/10/0", "-1/50/51", "a/b/c", "100/0/0", "0/0/0", "1001/1/1", "0.8/0.1/0.1", "99999999999999999999/1/1"} {
		if got, err := ParseSplit(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}
