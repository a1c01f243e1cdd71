package store_test

import (
	"testing"

	. "factmark/store"
	"factmark/store/merge"
)

func expectStands(t *testing.T, s *Store, claimID string, status Status, labelID string) {
	t.Helper()
	if c := claimIn(t, s, claimID); c.Status != status || c.FinalLabelID != labelID {
		t.Errorf("the claim is %s as %q, want %s as %q", c.Status, c.FinalLabelID, status, labelID)
	}
}

// What follows from what people say follows a merge too, in the same action.
func TestStatusFollowsAMerge(t *testing.T) {
	ann, _, c := annsDesk(t)
	d := addClaim(t, ann, NewClaim{DocumentID: c.DocumentID, Start: 43, End: 60, LabelID: SupportedID})
	ben, cem := fork(t, ann, "ben"), fork(t, ann, "cem")
	decideAs(t, ben, "ben", c.ID, SupportedID)
	decideAs(t, ben, "ben", d.ID, DisputedID)
	copied := fork(t, ann, "ann")
	before := dump(t, ann)
	mergeInto(t, ann, ben)
	expectStands(t, ann, c.ID, StatusUnanimous, SupportedID)
	expectStands(t, ann, d.ID, StatusUnresolved, "")
	if got := claimIn(t, ann, c.ID); got.ReviewerID != "" || !got.ReviewedAt.IsZero() {
		t.Errorf("it follows by itself, and is said to be reviewed by %s at %v", got.ReviewerID, got.ReviewedAt)
	}
	mergeInto(t, ben, copied)
	expectSame(t, dump(t, ben), dump(t, ann))
	if report := mergeInto(t, ann, ben); report.Changed {
		t.Errorf("merging again: %+v", report)
	}
	// A third who differs makes it unresolved.
	decideAs(t, cem, "cem", c.ID, NotEnoughInfoID)
	mergeInto(t, ann, cem)
	expectStands(t, ann, c.ID, StatusUnresolved, "")
	_, err := ann.Undo(t.Context())
	do(t, err)
	expectStands(t, ann, c.ID, StatusUnanimous, SupportedID)
	_, err = ann.Undo(t.Context())
	do(t, err)
	expectSame(t, dump(t, ann), before)
}

// What somebody has decided stays, whatever people say later.
func TestWhatWasDecidedStaysInAMerge(t *testing.T) {
	ann, _, c := annsDesk(t)
	ben := fork(t, ann, "ben")
	do(t, ann.Adjudicate(t.Context(), NotEnoughInfoID, "nobody can know", c.ID))
	was := claimIn(t, ann, c.ID)
	decideAs(t, ben, "ben", c.ID, DisputedID)
	_, err := ben.Settle(t.Context(), []Settlement{{c.ID, StatusUnresolved, ""}}, nil)
	do(t, err)
	copied := fork(t, ann, "ann")
	if report := mergeInto(t, ann, ben); report.Conflicts != 0 {
		t.Errorf("report %+v", report)
	}
	if got := claimIn(t, ann, c.ID); got.Status != StatusAdjudicated || got.FinalLabelID != NotEnoughInfoID || got.ReviewerID != was.ReviewerID || !got.ReviewedAt.Equal(was.ReviewedAt) {
		t.Errorf("it stands as %+v", got)
	}
	mergeInto(t, ben, copied)
	expectSame(t, dump(t, ben), dump(t, ann))
}

// Two who have decided differently are asked, two who have decided the same are not.
func TestTwoHaveDecided(t *testing.T) {
	aloneOnly(t)
	for _, test := range []struct {
		hers, his string
		waits     int
	}{{SupportedID, SupportedID, 0}, {SupportedID, DisputedID, 1}, {SupportedID, "", 1}, {"", "", 0}} {
		ann, _, c := annsDesk(t)
		ben := fork(t, ann, "ben")
		do(t, ann.Adjudicate(t.Context(), test.hers, "", c.ID))
		do(t, ben.Adjudicate(t.Context(), test.his, "", c.ID))
		copied := fork(t, ann, "ann")
		mergeInto(t, ann, ben)
		mergeInto(t, ben, copied)
		waits := conflictsIn(t, ann)
		if len(waits) != test.waits || len(conflictsIn(t, ben)) != test.waits {
			t.Errorf("%q and %q: %d conflicts", test.hers, test.his, len(waits))
		}
		for _, w := range waits {
			if w.Group != "final" || w.Ours.Person != "ann" || w.Theirs.Person != "ben" {
				t.Errorf("what waits: %+v", w)
			}
			if got := claimIn(t, ann, c.ID); got.FinalLabelID != test.hers || got.ReviewerID != "person-ann" {
				t.Errorf("before anything is chosen: %+v", got)
			}
			do(t, merge.Resolve(t.Context(), ann, w.ID, true))
			if got := claimIn(t, ann, c.ID); got.FinalLabelID != test.his || got.ReviewerID != "person-ben" {
				t.Errorf("chosen: %+v", got)
			}
			mergeInto(t, ben, ann)
		}
		expectSame(t, dump(t, ben), dump(t, ann))
	}
}

// A text that was replaced, and is again what it was, contradicts nothing that
// follows from what people say.
func TestReplacedAndUndoneIsNoConflict(t *testing.T) {
	ann, doc, c := annsDesk(t)
	addClaim(t, ann, NewClaim{DocumentID: doc, Start: 0, End: 41, LabelID: SupportedID})
	ben := fork(t, ann, "ben")
	_, err := ann.ReplaceText(t.Context(), doc, NewDocument{Text: "Another text altogether."}, movesNowhere(t, ann, doc))
	do(t, err)
	_, err = ann.Undo(t.Context())
	do(t, err)
	decideAs(t, ben, "ben", c.ID, SupportedID)
	_, err = ben.Settle(t.Context(), []Settlement{{c.ID, StatusUnanimous, SupportedID}}, nil)
	do(t, err)
	copied := fork(t, ann, "ann")
	if report := mergeInto(t, ann, ben); report.Conflicts != 0 {
		t.Errorf("report %+v, %+v", report, conflictsIn(t, ann))
	}
	expectStands(t, ann, c.ID, StatusUnanimous, SupportedID)
	mergeInto(t, ben, copied)
	expectSame(t, dump(t, ben), dump(t, ann))
}

func movesNowhere(t *testing.T, s *Store, documentID string) []Move {
	t.Helper()
	all, err := s.Placed(t.Context(), documentID)
	do(t, err)
	var moves []Move
	for _, p := range all {
		moves = append(moves, Move{ID: p.ID})
	}
	return moves
}

// A claim that lost its place on one side has lost it, however it was settled on the other.
func TestLostHereAndSettledThere(t *testing.T) {
	ann, doc, c := annsDesk(t)
	ben := fork(t, ann, "ben")
	_, err := ann.ReplaceText(t.Context(), doc, NewDocument{Text: "Another text altogether."}, movesNowhere(t, ann, doc))
	do(t, err)
	do(t, ben.Adjudicate(t.Context(), DisputedID, "", c.ID))
	copied := fork(t, ann, "ann")
	_, err = merge.Into(t.Context(), ann, []string{ben.Path()}, merge.Options{})
	do(t, err)
	_, err = merge.Into(t.Context(), ben, []string{copied.Path()}, merge.Options{})
	do(t, err)
	expectSame(t, dump(t, ben), dump(t, ann))
	if got := claimIn(t, ann, c.ID); got.Status != StatusOrphaned || got.FinalLabelID != DisputedID || len(conflictsIn(t, ann)) != 0 {
		t.Errorf("it is %+v, and %+v waits", got, conflictsIn(t, ann))
	}
	do(t, ann.PlaceClaim(t.Context(), c.ID, 0, 7))
	expectStands(t, ann, c.ID, StatusAdjudicated, DisputedID)
}

// Undo takes back the people too that came with a merge, as long as nothing
// that was done since is theirs.
func TestUndoOfAMergeTakesItsPeople(t *testing.T) {
	ann, _, c := annsDesk(t)
	ben := fork(t, ann, "ben")
	do(t, ben.SetLabel(t.Context(), DisputedID, c.ID))
	before := withPeople(t, ann)
	mergeInto(t, ann, ben)
	merged := withPeople(t, ann)
	for range 2 {
		_, err := ann.Undo(t.Context())
		do(t, err)
		expectSame(t, withPeople(t, ann), before)
		expectClean(t, ann)
		_, err = ann.Redo(t.Context())
		do(t, err)
		expectSame(t, withPeople(t, ann), merged)
		expectClean(t, ann)
	}
	// Ben has worked here since.
	signInAs(t, ann, "ben")
	addClaim(t, ann, NewClaim{DocumentID: c.DocumentID, Start: 43, End: 60})
	signInAs(t, ann, "ann")
	for range 2 {
		_, err := ann.Undo(t.Context())
		do(t, err)
	}
	expectSame(t, dump(t, ann), withoutPeople(before))
	expectSame(t, withPeople(t, ann), map[string][]string{"people": merged["people"]})
	expectClean(t, ann)
	for range 2 {
		_, err := ann.Redo(t.Context())
		do(t, err)
	}
	expectSame(t, withPeople(t, ann), map[string][]string{"people": merged["people"]})
	expectClean(t, ann)
}

// What a package without labels left out is no change of ours.
func TestWhatWasLeftOutIsNotCounted(t *testing.T) {
	ann, _, c := annsDesk(t)
	ben := handOver(t, ann, "ben", merge.Packing{Blind: true})
	do(t, ben.SetLabel(t.Context(), DisputedID, c.ID))
	if report := mergeInto(t, ann, ben); report.Claims != (merge.Counted{}) || report.Decisions.New != 1 {
		t.Errorf("report %+v", report)
	}
	if report := mergeInto(t, ann, ben); report.Changed || report.Claims != (merge.Counted{}) {
		t.Errorf("the second time %+v", report)
	}
	do(t, ann.EditClaim(t.Context(), c.ID, ClaimEdit{Note: ptr("another")}))
	if report := mergeInto(t, ann, ben); report.Changed || report.Claims != (merge.Counted{}) {
		t.Errorf("what was left out there has changed here: %+v", report)
	}
	do(t, ann.EditClaim(t.Context(), c.ID, ClaimEdit{Statement: ptr("another")}))
	addClaim(t, ben, NewClaim{DocumentID: c.DocumentID, Start: 43, End: 60})
	if report := mergeInto(t, ann, ben); report.Claims != (merge.Counted{New: 1, Kept: 1}) {
		t.Errorf("what was not left out has changed here: %+v", report)
	}
}

// How a claim that has lost its place was settled is chosen without its being found again by that.
func TestChoosingForALostClaim(t *testing.T) {
	ann, doc, c := annsDesk(t)
	ben := fork(t, ann, "ben")
	do(t, ann.Adjudicate(t.Context(), SupportedID, "", c.ID))
	do(t, ben.Adjudicate(t.Context(), DisputedID, "", c.ID))
	_, err := ann.ReplaceText(t.Context(), doc, NewDocument{Text: "Another text altogether."}, movesNowhere(t, ann, doc))
	do(t, err)
	_, err = merge.Into(t.Context(), ann, []string{ben.Path()}, merge.Options{})
	do(t, err)
	expectStands(t, ann, c.ID, StatusOrphaned, SupportedID)
	for _, w := range conflictsIn(t, ann) {
		if w.Group == "final" {
			do(t, merge.Resolve(t.Context(), ann, w.ID, true))
		}
	}
	expectStands(t, ann, c.ID, StatusOrphaned, DisputedID)
}

// The status follows a choice between two labels.
func TestStatusFollowsAChoice(t *testing.T) {
	ann, _, c := annsDesk(t)
	decideAs(t, ann, "cem", c.ID, SupportedID)
	signInAs(t, ann, "ann")
	ben := fork(t, ann, "ann")
	do(t, ann.SetLabel(t.Context(), NotEnoughInfoID, c.ID))
	do(t, ben.SetLabel(t.Context(), DisputedID, c.ID))
	do(t, ben.SetLabel(t.Context(), SupportedID, c.ID))
	mergeInto(t, ann, ben)
	expectStands(t, ann, c.ID, StatusUnresolved, "")
	before := dump(t, ann)
	do(t, merge.Resolve(t.Context(), ann, conflictsIn(t, ann)[0].ID, true))
	expectStands(t, ann, c.ID, StatusUnanimous, SupportedID)
	undo(t, ann)
	expectSame(t, dump(t, ann), before)
}

// Who is signed in here is known again when they write, though an undo in
// another program has taken them away.
func TestTheOneSignedInWasTakenAway(t *testing.T) {
	ann, doc, c := annsDesk(t)
	ben := fork(t, ann, "ben")
	do(t, ben.SetLabel(t.Context(), DisputedID, c.ID))
	mergeInto(t, ann, ben)
	here := openAs(t, ann.Path(), "ben")
	undo(t, ann)
	if got := addClaim(t, here, NewClaim{DocumentID: doc, Start: 43, End: 60}); got.PersonID != "person-ben" {
		t.Errorf("made by %s", got.PersonID)
	}
	expectClean(t, here)
}

// What waits beside a row comes along to who never had the row, also where it
// was set later than what is in the row.
func TestWhatWaitsComesAlong(t *testing.T) {
	s, doc, _ := annsDesk(t)
	p := handOver(t, s, "ben", merge.Packing{})
	do(t, p.EditDocument(t.Context(), doc, DocumentEdit{Title: ptr("Streams")}))
	q := handOver(t, p, "cleo", merge.Packing{})
	do(t, s.EditDocument(t.Context(), doc, DocumentEdit{Title: ptr("Waters")}))
	mergeInto(t, s, q)
	waits := conflictsIn(t, s)
	if len(waits) != 1 {
		t.Fatalf("%d values wait", len(waits))
	}
	other := create(t)
	signInAs(t, other, "dan")
	mergeInto(t, other, s)
	expectSame(t, dump(t, other), dump(t, s))
}
