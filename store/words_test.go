package store_test

import (
	"slices"
	"testing"
	"time"

	. "factmark/store"
	"factmark/store/internal/db"
	"factmark/store/merge"
)

// wordOn is what a person says of a claim's span, as reviews, statuses and agreement take it.
func wordOn(t *testing.T, s *Store, personID string, c Claim) (label string, decided bool) {
	t.Helper()
	var heads []ClaimHead
	do(t, s.EachHead(t.Context(), nil, func(h ClaimHead) error { heads = append(heads, h); return nil }))
	heads = slices.DeleteFunc(heads, func(h ClaimHead) bool {
		return h.DocumentID != c.DocumentID || h.Start != c.Start || h.End != c.End
	})
	spoken := make(map[string][]Decision)
	all, err := s.Decisions(t.Context(), DecisionFilter{})
	do(t, err)
	for _, d := range all {
		spoken[d.ClaimID] = append(spoken[d.ClaimID], d)
	}
	for _, w := range WordsOn(heads, spoken) {
		if w.PersonID == personID {
			label, decided = w.LabelID, w.Decision
		}
	}
	var rated Word
	do(t, s.EachRating(t.Context(), nil, func(r Rating) error {
		w := Word{PersonID: r.PersonID, LabelID: r.LabelID, ClaimID: r.ClaimID, Decision: r.Decided, At: r.At}
		if r.PersonID == personID && (r.LabelID != "" || r.Rejected) && r.Start == c.Start && r.End == c.End && (rated.PersonID == "" || w.HoldsOver(rated)) {
			rated = w
		}
		return nil
	}))
	if rated.LabelID != label || rated.Decision != decided {
		t.Errorf("agreement takes %q, by a decision: %v; reviews take %q, %v", rated.LabelID, rated.Decision, label, decided)
	}
	return label, decided
}

// A person's word is their latest, however it was given, also where a clock was
// set back, and where it was given on two machines.
func TestAWordIsTheLatest(t *testing.T) {
	decide := func(label string) func(*testing.T, *Store, Claim) {
		return func(t *testing.T, s *Store, c Claim) { decideAs(t, s, "ann", c.ID, label) }
	}
	give := func(label string) func(*testing.T, *Store, Claim) {
		return func(t *testing.T, s *Store, c Claim) { labelAs(t, s, "ann", c.ID, label) }
	}
	note := func(t *testing.T, s *Store, c Claim) {
		do(t, s.EditClaim(t.Context(), c.ID, ClaimEdit{Note: ptr("seen again")}))
	}
	twin := func(label string) func(*testing.T, *Store, Claim) {
		return func(t *testing.T, s *Store, c Claim) {
			signInAs(t, s, "ann")
			addClaim(t, s, NewClaim{DocumentID: c.DocumentID, Start: c.Start, End: c.End, LabelID: label})
		}
	}
	back := func(t *testing.T, s *Store, _ Claim) {
		s.SetNowForTest(func() time.Time { return time.Now().Add(-48 * time.Hour) })
	}
	for _, test := range []struct {
		name    string
		steps   []func(*testing.T, *Store, Claim)
		label   string
		decided bool
	}{
		{"a label, then a decision", []func(*testing.T, *Store, Claim){decide(DisputedID)}, DisputedID, true},
		{"then another label", []func(*testing.T, *Store, Claim){decide(DisputedID), give(NotEnoughInfoID)}, NotEnoughInfoID, false},
		{"the same label once more", []func(*testing.T, *Store, Claim){decide(DisputedID), give(SupportedID)}, SupportedID, false},
		{"a note says nothing", []func(*testing.T, *Store, Claim){decide(DisputedID), note}, DisputedID, true},
		{"a label taken away says nothing", []func(*testing.T, *Store, Claim){decide(DisputedID), give("")}, DisputedID, true},
		{"decided again", []func(*testing.T, *Store, Claim){decide(DisputedID), give(NotEnoughInfoID), decide(SupportedID)}, SupportedID, true},
		{"a claim of the same span", []func(*testing.T, *Store, Claim){decide(DisputedID), twin(NotEnoughInfoID)}, NotEnoughInfoID, false},
		{"the clock was set back, then a label", []func(*testing.T, *Store, Claim){decide(DisputedID), back, give(NotEnoughInfoID)}, NotEnoughInfoID, false},
		{"the clock was set back, then a decision", []func(*testing.T, *Store, Claim){give(NotEnoughInfoID), back, decide(DisputedID)}, DisputedID, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, doc, c := annsDesk(t)
			signInAs(t, s, "ben")
			addClaim(t, s, NewClaim{DocumentID: doc, Start: c.Start, End: c.End, LabelID: SupportedID})
			signInAs(t, s, "ann")
			for _, step := range test.steps {
				step(t, s, c)
			}
			for _, s := range []*Store{s, fork(t, s, "copy"), handOver(t, s, "cem", merge.Packing{})} {
				if label, decided := wordOn(t, s, "person-ann", c); label != test.label || decided != test.decided {
					t.Errorf("the word is %q, by a decision: %v; want %q, %v", label, decided, test.label, test.decided)
				}
			}
			other := create(t)
			signInAs(t, other, "dan")
			mergeInto(t, other, s)
			if label, decided := wordOn(t, other, "person-ann", c); label != test.label || decided != test.decided {
				t.Errorf("merged, the word is %q, by a decision: %v; want %q, %v", label, decided, test.label, test.decided)
			}
			want := StatusUnresolved
			if test.label == SupportedID {
				want = StatusUnanimous
			}
			if got := claimIn(t, other, c.ID).Status; got != want {
				t.Errorf("the claim is %s, want %s", got, want)
			}
			wantSound(t, s)
		})
	}
}

// What is said in a blind package is a word like another: the same person's
// later label on the desk holds over it, when it comes back too.
func TestALabelLaterThanABlindPackage(t *testing.T) {
	ann, _, c := annsDesk(t)
	p := handOver(t, ann, "ann", merge.Packing{Blind: true})
	do(t, p.SetLabel(t.Context(), DisputedID, c.ID))
	mergeInto(t, ann, p)
	if label, decided := wordOn(t, ann, "person-ann", c); label != DisputedID || !decided {
		t.Errorf("back from the package: %q, %v", label, decided)
	}
	do(t, ann.SetLabel(t.Context(), NotEnoughInfoID, c.ID))
	mergeInto(t, ann, p)
	if label, decided := wordOn(t, ann, "person-ann", c); label != NotEnoughInfoID || decided {
		t.Errorf("labelled since: %q, %v", label, decided)
	}
	do(t, p.SetLabel(t.Context(), SupportedID, c.ID))
	mergeInto(t, ann, p)
	if label, decided := wordOn(t, ann, "person-ann", c); label != SupportedID || !decided {
		t.Errorf("back once more: %q, %v", label, decided)
	}
}

// Labels of before their times were kept: the events tell when they were given.
func TestAWordOfAnEarlierVersion(t *testing.T) {
	s, _, c := annsDesk(t)
	decideAs(t, s, "ann", c.ID, DisputedID)
	labelAs(t, s, "ann", c.ID, NotEnoughInfoID)
	byHand(t, s, "UPDATE claims SET labelled_at = ''")
	// Both may have been said in one millisecond, and a decision holds then.
	byHand(t, s, "UPDATE decisions SET updated_at = ?", db.FormatTime(c.CreatedAt.Add(-time.Second)))
	if label, decided := wordOn(t, s, "person-ann", c); label != NotEnoughInfoID || decided {
		t.Errorf("labelled last: %q, %v", label, decided)
	}
	decideAs(t, s, "ann", c.ID, DisputedID)
	do(t, s.EditClaim(t.Context(), c.ID, ClaimEdit{Note: ptr("a note is no word")}))
	if label, decided := wordOn(t, s, "person-ann", c); label != DisputedID || !decided {
		t.Errorf("decided last: %q, %v", label, decided)
	}
}
