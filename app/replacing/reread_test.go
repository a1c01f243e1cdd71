package replacing

import (
	"path/filepath"
	"testing"

	"factmark/app/anchor"
	"factmark/store"
)

// Claims on the text as it is now are placed by what is known of it, and not looked for.
func TestReread(t *testing.T) {
	st, err := store.Create(t.Context(), filepath.Join(t.TempDir(), "w.factmark"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	const old, new = "abab abab abab", "cdcd cdcd cdcd"
	docs, err := st.AddDocuments(t.Context(), []store.NewDocument{{Title: "t", FileName: "t.txt", Charset: "koi8-r", Text: old}})
	if err != nil {
		t.Fatal(err)
	}
	var claims []store.NewClaim
	for _, start := range []int{0, 5, 10} {
		claims = append(claims, store.NewClaim{DocumentID: docs[0].Document.ID, Start: start, End: start + 4})
	}
	if _, err := st.AddClaims(t.Context(), claims); err != nil {
		t.Fatal(err)
	}
	plan, err := Reread(t.Context(), st, docs[0].Document.ID, store.NewDocument{Title: "t", FileName: "t.txt", Charset: "windows-1251", Text: new},
		func(start, end int) (int, int, bool) { return start, end, start != 5 }, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, kind := range []anchor.Kind{anchor.Sure, anchor.Near, anchor.Sure} {
		s := plan.Spans[i]
		if s.Found.Kind != kind || s.Found.Place.Start != 5*i || s.Accepted != (kind == anchor.Sure) {
			t.Errorf("claim %d: %+v, accepted %v", i, s.Found, s.Accepted)
		}
	}
}
