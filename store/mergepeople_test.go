package store_test

import (
	"slices"
	"testing"

	. "factmark/store"
	"factmark/store/merge"
)

// annotators gives the names that the export has for who gave the labels.
func annotators(t *testing.T, s *Store) []string {
	t.Helper()
	var all []string
	do(t, s.EachLabelled(t.Context(), Filter{}, func(cells []string) error {
		all = append(all, cells[csvColumn("annotator")])
		return nil
	}))
	return all
}

// What two sides have said of who is who leads on from one to the other, and
// everybody still has one name.
func TestPeopleWhoWereJoinedOnBothSides(t *testing.T) {
	type join struct{ who, as string }
	for _, test := range []struct {
		name         string
		ours, theirs join
		choose, take bool
		want         []string // names of x's, y's and z's claims
		waits        int
	}{
		{"one after the other", join{"y", "x"}, join{"x", "z"}, false, false, []string{"z", "z", "z"}, 0},
		{"the other way round", join{"x", "z"}, join{"y", "x"}, false, false, []string{"z", "z", "z"}, 0},
		{"in a ring", join{"x", "y"}, join{"y", "x"}, false, false, []string{"x", "x", "z"}, 0},
		{"with two others", join{"x", "y"}, join{"x", "z"}, false, false, []string{"y", "y", "z"}, 1},
		{"with two others, the second of whom is chosen", join{"x", "y"}, join{"x", "z"}, true, true, []string{"z", "y", "z"}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, doc, ann := annsDesk(t)
			do(t, s.DeleteClaims(t.Context(), ann.ID))
			for i, name := range []string{"x", "y", "z"} {
				signInAs(t, s, name)
				addClaim(t, s, NewClaim{DocumentID: doc, Start: i, End: i + 3, LabelID: SupportedID})
			}
			theirs := fork(t, s, "x")
			joinPeople(t, s, test.ours.who, test.ours.as)
			joinPeople(t, theirs, test.theirs.who, test.theirs.as)
			before := withPeople(t, s)
			ours := fork(t, s, "x")
			copied := fork(t, theirs, "x")
			mergeInto(t, s, copied)
			merged := withPeople(t, s)
			mergeInto(t, theirs, ours)
			if got := annotators(t, theirs); test.waits == 0 && !test.choose && !slices.Equal(got, test.want) {
				t.Errorf("merged on their side the claims are %q's, want %q", got, test.want)
			}
			if report := mergeInto(t, s, copied); report.Changed {
				t.Errorf("merging again: %+v", report)
			}
			undo(t, s)
			expectSame(t, withPeople(t, s), before)
			_, err := s.Redo(t.Context())
			do(t, err)
			expectSame(t, withPeople(t, s), merged)
			if test.choose {
				do(t, merge.Resolve(t.Context(), s, conflictsIn(t, s)[0].ID, test.take))
			}
			if got := annotators(t, s); !slices.Equal(got, test.want) {
				t.Errorf("the claims are %q's, want %q", got, test.want)
			}
			if got := conflictsIn(t, s); len(got) != test.waits {
				t.Errorf("%d choices wait, want %d: %+v", len(got), test.waits, got)
			}
			wantSound(t, s)
		})
	}
}

func joinPeople(t *testing.T, s *Store, who, as string) {
	t.Helper()
	id := "person-" + as
	do(t, s.EditPerson(t.Context(), "person-"+who, PersonEdit{SameAs: &id}))
}

// Two of one name are said to be one in a merge, and one of them was somebody
// else's other name already: it stays so.
func TestNamesakesWhoHaveOtherNames(t *testing.T) {
	s, doc, ann := annsDesk(t)
	do(t, s.DeleteClaims(t.Context(), ann.ID))
	theirs := fork(t, s, "theirs")
	for i, p := range []Person{{ID: "5-ben", Name: "Ben"}, {ID: "3-benjamin", Name: "Benjamin"}} {
		do(t, s.SignIn(t.Context(), p))
		addClaim(t, s, NewClaim{DocumentID: doc, Start: i, End: i + 3, LabelID: SupportedID})
	}
	do(t, s.EditPerson(t.Context(), "5-ben", PersonEdit{SameAs: ptr("3-benjamin")}))
	do(t, theirs.SignIn(t.Context(), Person{ID: "1-ben", Name: "Ben"}))
	addClaim(t, theirs, NewClaim{DocumentID: doc, Start: 2, End: 5, LabelID: SupportedID})
	_, err := merge.Into(t.Context(), s, []string{theirs.Path()}, merge.Options{Same: []string{"Ben"}})
	do(t, err)
	if got := annotators(t, s); !slices.Equal(got, []string{"Ben", "Ben", "Ben"}) {
		t.Errorf("the claims are %q's", got)
	}
	wantSound(t, s)
}
