package store

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestClaimsByID(t *testing.T) {
	s := create(t)
	added, err := s.AddDocuments(t.Context(), []NewDocument{
		{Title: "A", Text: strings.Repeat("a", 40), Locators: []Locator{{LocatorPage, 0, 10, "1"}, {LocatorPage, 10, 20, "2"}, {LocatorPage, 20, 30, "3"}}},
		{Title: "B", Text: strings.Repeat("b", 40)},
	})
	if err != nil {
		t.Fatal(err)
	}
	a, b := added[0].Document.ID, added[1].Document.ID
	on := func(id string, start, end int) string {
		return addClaim(t, s, NewClaim{DocumentID: id, Start: start, End: end, LabelID: SupportedID}).ID
	}
	one, across, behind, other := on(a, 2, 5), on(a, 12, 25), on(a, 31, 35), on(b, 0, 9)
	for _, stance := range []Stance{StanceSupports, StanceRefutes, StanceRefutes} {
		if _, err := s.AddEvidence(t.Context(), NewEvidence{ClaimID: other, Stance: stance, DocumentID: a, Start: 1, End: 4}); err != nil {
			t.Fatal(err)
		}
	}
	found, err := s.ClaimsByID(t.Context(), []string{other, across, "nobody's", behind, one})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range found {
		whole, err := s.Claim(t.Context(), c.ID)
		if err != nil || whole != c.Claim {
			t.Errorf("%+v is listed, %+v, %v is there", c.Claim, whole, err)
		}
		got = append(got, c.ID+" "+c.Document+" "+c.Locator)
	}
	if want := []string{other + " B ", across + " A page 2–3", behind + " A ", one + " A page 1"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if c := found[0]; c.Supports != 1 || c.Refutes != 2 || c.Context != 0 {
		t.Errorf("its evidence is counted as %d, %d, %d", c.Supports, c.Refutes, c.Context)
	}
	if ids, err := s.ClaimsWithEvidence(t.Context()); err != nil || !slices.Equal(ids, []string{other}) {
		t.Errorf("%q have evidence, %v", ids, err)
	}
	if err := s.LinkClaims(t.Context(), other, one); err != nil {
		t.Fatal(err)
	}
	if ids, err := s.ClaimsWithEvidence(t.Context()); err != nil || len(ids) != 2 || !slices.Contains(ids, one) {
		t.Errorf("linked, %q have evidence, %v", ids, err)
	}
	if ids, err := s.ClaimsInConflict(t.Context()); err != nil || len(ids) != 0 {
		t.Errorf("%q are in conflict, %v", ids, err)
	}
}

// A text that holds the character between the cells is read all the same.
func TestEveryClaimCanBeSearchedAndTimed(t *testing.T) {
	s := create(t)
	id := addText(t, s, "A", "one two\x1fthree four")
	first := addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 3, Note: "a \x1f note"})
	second := addClaim(t, s, NewClaim{DocumentID: id, Start: 4, End: 13})
	third := addClaim(t, s, NewClaim{DocumentID: id, Start: 14, End: 18})
	texts := map[string]Claim{}
	err := s.EachClaimText(t.Context(), func(c Claim) error { texts[c.ID] = c; return nil })
	if err != nil || len(texts) != 3 {
		t.Fatalf("%d claims, %v", len(texts), err)
	}
	for _, want := range []Claim{first, second, third} {
		if c := texts[want.ID]; c.Quote != want.Quote || c.Note != want.Note || c.Person != want.Person || c.PersonID != want.PersonID || c.DocumentID != id || c.Status != want.Status {
			t.Errorf("read %+v, want %+v", c, want)
		}
	}
	err = s.EachClaimTimes(t.Context(), func(id string, made, changed time.Time) error {
		c, err := s.Claim(t.Context(), id)
		if err != nil || !c.CreatedAt.Equal(made) || !c.UpdatedAt.Equal(changed) {
			t.Errorf("%s, %s, want %+v, %v", made, changed, c, err)
		}
		delete(texts, id)
		return nil
	})
	if err != nil || len(texts) > 0 {
		t.Errorf("no times of %v, %v", texts, err)
	}
}
