package store

import "testing"

// A claim is not called unanimous, and has no final label, by words that are gone.
func TestStatusFollowsALabelThatChanges(t *testing.T) {
	aloneOnly(t)
	for _, test := range []struct {
		name   string
		change func(t *testing.T, s *Store, ann, ben Claim)
		status Status
		final  string
	}{
		{"nothing", func(*testing.T, *Store, Claim, Claim) {}, StatusUnanimous, SupportedID},
		{"one changes the label", func(t *testing.T, s *Store, ann, _ Claim) { labelAs(t, s, "ann", ann.ID, DisputedID) }, StatusUnresolved, ""},
		{"both do", func(t *testing.T, s *Store, ann, ben Claim) {
			labelAs(t, s, "ann", ann.ID, DisputedID)
			labelAs(t, s, "ben", ben.ID, DisputedID)
		}, StatusUnanimous, DisputedID},
		{"one takes it away", func(t *testing.T, s *Store, ann, _ Claim) { labelAs(t, s, "ann", ann.ID, "") }, StatusOpen, ""},
		{"one deletes the claim", func(t *testing.T, s *Store, _, ben Claim) { do(t, s.DeleteClaims(t.Context(), ben.ID)) }, StatusOpen, ""},
		{"one moves it", func(t *testing.T, s *Store, _, ben Claim) {
			end := ben.End - 1
			do(t, s.EditClaim(t.Context(), ben.ID, ClaimEdit{End: &end}))
		}, StatusOpen, ""},
		{"a third says something else", func(t *testing.T, s *Store, ann, _ Claim) {
			signInAs(t, s, "cleo")
			addClaim(t, s, NewClaim{DocumentID: ann.DocumentID, Start: ann.Start, End: ann.End, LabelID: DisputedID})
		}, StatusUnresolved, ""},
		{"a note", func(t *testing.T, s *Store, ann, _ Claim) {
			note := "more"
			do(t, s.EditClaim(t.Context(), ann.ID, ClaimEdit{Note: &note}))
		}, StatusUnanimous, SupportedID},
		{"somebody has decided", func(t *testing.T, s *Store, ann, ben Claim) {
			do(t, s.Adjudicate(t.Context(), NotEnoughInfoID, "", ann.ID, ben.ID))
			labelAs(t, s, "ann", ann.ID, DisputedID)
		}, StatusAdjudicated, NotEnoughInfoID},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, _, ann := annsDesk(t)
			signInAs(t, s, "ben")
			ben := addClaim(t, s, NewClaim{DocumentID: ann.DocumentID, Start: ann.Start, End: ann.End, LabelID: SupportedID})
			if got := claimIn(t, s, ann.ID); got.Status != StatusOpen {
				t.Errorf("before any review it is %s", got.Status)
			}
			var found []Settlement
			for _, c := range []Claim{ann, ben} {
				found = append(found, Settlement{c.ID, StatusUnanimous, SupportedID})
			}
			_, err := s.Settle(t.Context(), found, nil)
			do(t, err)
			last, _, err := s.UndoNames(t.Context())
			do(t, err)
			test.change(t, s, ann, ben)
			if got := claimIn(t, s, ann.ID); got.Status != test.status || got.FinalLabelID != test.final {
				t.Errorf("it is %s with the final label %q, want %s, %q", got.Status, got.FinalLabelID, test.status, test.final)
			}
			wantSound(t, s)
			for {
				name, _, err := s.UndoNames(t.Context())
				do(t, err)
				if name == last {
					break
				}
				_, err = s.Undo(t.Context())
				do(t, err)
			}
			if got := claimIn(t, s, ben.ID); got.Status != StatusUnanimous || got.FinalLabelID != SupportedID {
				t.Errorf("taken back, it is %s with %q", got.Status, got.FinalLabelID)
			}
		})
	}
}
