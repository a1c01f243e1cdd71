package store_test

import (
	"errors"
	"testing"

	. "factmark/store"
)

// A passage that is no claim yet becomes one and is linked in one step, which one undo takes back.
func TestLinkPassage(t *testing.T) {
	s, _, other, c := sourced(t)
	before := dump(t, s)
	if err := s.LinkPassage(t.Context(), c.ID, NewClaim{DocumentID: other, Start: 0, End: 18}); err != nil {
		t.Fatal(err)
	}
	linked, err := s.LinkedClaims(t.Context(), c.ID)
	if err != nil || len(linked) != 2 || linked[0].ID != c.ID || linked[1].Quote != "the source says so" || linked[1].LabelID != "" {
		t.Errorf("linked: %+v, %v", linked, err)
	}
	if got := undoName(t, s); got != "Link claims" {
		t.Errorf("undo is called %q", got)
	}
	expectUndone(t, s, before)

	after := dump(t, s)
	for what, err := range map[string]error{
		"outside of the text":  s.LinkPassage(t.Context(), c.ID, NewClaim{DocumentID: other, Start: 0, End: 999}),
		"with a missing claim": s.LinkPassage(t.Context(), "none", NewClaim{DocumentID: other, Start: 4, End: 10}),
	} {
		if !errors.Is(err, ErrMismatch) && !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
	expectSame(t, dump(t, s), after)
}
