package store

import (
	"maps"
	"testing"
)

// relabelled tells of one claim who labelled it last, where that was not its annotator.
func relabelled(t *testing.T, s *Store, id string) string {
	t.Helper()
	names, err := s.Relabelled(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return names[id]
}

func TestWhoLabelledAClaimLast(t *testing.T) {
	s, _, c := annsDesk(t)
	expect := func(what, want string) {
		t.Helper()
		if got := relabelled(t, s, c.ID); got != want {
			t.Errorf("%s: relabelled by %q, want %q", what, got, want)
		}
	}
	expect("a new claim", "")
	do(t, s.SetLabel(t.Context(), DisputedID, c.ID))
	expect("changed by its annotator", "")
	signInAs(t, s, "ben")
	do(t, s.EditClaim(t.Context(), c.ID, ClaimEdit{Note: ptr("seen")}))
	expect("with a note by another", "")
	do(t, s.SetLabel(t.Context(), NotEnoughInfoID, c.ID))
	expect("changed by another", "ben")
	signInAs(t, s, "carl")
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	expect("taken back by a third", "")
	if _, err := s.Redo(t.Context()); err != nil {
		t.Fatal(err)
	}
	expect("done again by a third", "ben")
	do(t, s.SetLabel(t.Context(), "", c.ID))
	expect("with no label any more", "carl")
	do(t, s.EditPerson(t.Context(), "person-carl", PersonEdit{SameAs: ptr("person-ann")}))
	expect("by the annotator's other name", "")
}

// What came with a merge is known as what was done here, until the merge is undone.
func TestWhoLabelledAClaimElsewhere(t *testing.T) {
	ann, _, c := annsDesk(t)
	ben := fork(t, ann, "ben")
	do(t, ben.SetLabel(t.Context(), DisputedID, c.ID))
	mergeInto(t, ann, ben)
	if got := relabelled(t, ann, c.ID); got != "ben" {
		t.Errorf("after the merge: relabelled by %q", got)
	}
	if _, err := ann.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if names, err := ann.Relabelled(t.Context(), c.ID); err != nil || !maps.Equal(names, map[string]string{}) {
		t.Errorf("after its undo: %v, %v", names, err)
	}
}

// A value that no event has set is one that the row came with: it is its annotator's.
func TestBothSidesOfAConflictAreSigned(t *testing.T) {
	ann, _, c := annsDesk(t)
	_, err := ann.conn.ExecContext(t.Context(), "DELETE FROM events WHERE entity = 'claims'")
	do(t, err)
	ben := fork(t, ann, "ben")
	_, err = ben.conn.ExecContext(t.Context(), "UPDATE claims SET label_id = ?", DisputedID)
	do(t, err)
	_, err = ann.Merge(t.Context(), []string{ben.Path()}, Merging{})
	do(t, err)
	waits := conflictsIn(t, ann)
	if len(waits) != 1 {
		t.Fatalf("%d conflicts", len(waits))
	}
	for _, side := range []Said{waits[0].Ours, waits[0].Theirs} {
		if side.Person != "ann" || !side.At.Equal(c.CreatedAt) {
			t.Errorf("%v is said by %q at %v", side.Values, side.Person, side.At)
		}
	}
}
