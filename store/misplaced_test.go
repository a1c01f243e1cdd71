package store

import (
	"slices"
	"testing"
)

func TestMisplaced(t *testing.T) {
	s := create(t)
	id := addText(t, s, "Paper", "one two three 😀 four")
	other := addText(t, s, "Other", "one two three")
	var ids []string
	for _, c := range []NewClaim{{DocumentID: id, Start: 0, End: 3}, {DocumentID: id, Start: 14, End: 20}, {DocumentID: other, Start: 4, End: 7}} {
		ids = append(ids, addClaim(t, s, c).ID)
	}
	expect := func(f Filter, want ...string) {
		t.Helper()
		slices.Sort(want)
		got, err := s.Misplaced(t.Context(), f)
		slices.Sort(got)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("Misplaced(%v) = %v, %v, want %v", f, got, err, want)
		}
	}
	expect(Filter{})
	if _, err := s.conn.ExecContext(t.Context(), "UPDATE claims SET quote = 'x' WHERE id IN (?, ?)", ids[1], ids[2]); err != nil {
		t.Fatal(err)
	}
	expect(Filter{}, ids[1], ids[2])
	expect(Filter{DocumentIDs: []string{other}}, ids[2])
	if _, err := s.conn.ExecContext(t.Context(), `UPDATE claims SET "end" = 99 WHERE id = ?`, ids[0]); err != nil {
		t.Fatal(err)
	}
	expect(Filter{}, ids...)
}
