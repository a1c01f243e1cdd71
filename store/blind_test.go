package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "factmark/store"
	"factmark/store/internal/db"
	"factmark/store/merge"
)

// expectOurs checks that a claim still says what was said of it here, and that
// nothing that a package left out waits beside it.
func expectOurs(t *testing.T, s *Store, claimID, labelID, note string) {
	t.Helper()
	if c := claimIn(t, s, claimID); c.LabelID != labelID || c.Note != note {
		t.Errorf("the claim has label %q and the note %q, want %q and %q", c.LabelID, c.Note, labelID, note)
	}
	for _, w := range conflictsIn(t, s) {
		if w.Entity == "claims" && db.BlindGroups[w.Group] {
			t.Errorf("the %s waits: %q beside %q", w.Group, w.Theirs.Values, w.Ours.Values)
		}
	}
}

// What is deleted in a package without labels, and has to come back because of
// something else, comes back as it was here.
func TestDeletedInABlindPackageAndStillNeeded(t *testing.T) {
	for name, hand := range map[string]bool{"written": false, "by hand": true} {
		t.Run(name, func(t *testing.T) {
			ann, doc, c := annsDesk(t)
			note := "gauge readings"
			if hand {
				note = "ben says so"
				byHand(t, ann, "UPDATE claims SET note = ?", note)
			}
			cem := fork(t, ann, "cem")
			ben := handOver(t, ann, "ben", merge.Packing{Blind: true})
			do(t, ben.DeleteClaims(t.Context(), c.ID))
			addEvidence(t, cem, c.ID, "supports", doc, 43, 60)
			_, err := merge.Into(t.Context(), ann, []string{ben.Path()}, merge.Options{})
			do(t, err)
			_, err = merge.Into(t.Context(), ann, []string{cem.Path()}, merge.Options{})
			do(t, err)
			expectOurs(t, ann, c.ID, SupportedID, note)
		})
	}
}

// Deleted and brought back in a package without labels, a claim says no more than before.
func TestRestoredInABlindPackage(t *testing.T) {
	for _, hand := range []bool{false, true} {
		ann, _, c := annsDesk(t)
		note := "gauge readings"
		if hand {
			note = "ben says so"
			byHand(t, ann, "UPDATE claims SET note = ?", note)
		}
		ben := handOver(t, ann, "ben", merge.Packing{Blind: true})
		do(t, ben.DeleteClaims(t.Context(), c.ID))
		undo(t, ben)
		do(t, ben.EditClaim(t.Context(), c.ID, ClaimEdit{Statement: ptr("It rose.")}))
		for range 2 {
			_, err := merge.Into(t.Context(), ann, []string{ben.Path()}, merge.Options{})
			do(t, err)
			expectOurs(t, ann, c.ID, SupportedID, note)
			do(t, ann.EditClaim(t.Context(), c.ID, ClaimEdit{ClaimType: ptr("event")}))
			undo(t, ann)
			undo(t, ann)
		}
		_, err := merge.Into(t.Context(), ann, []string{ben.Path()}, merge.Options{})
		do(t, err)
		expectOurs(t, ann, c.ID, SupportedID, note)
		// What ann's history has learned there is not taken for a value elsewhere either.
		do(t, ann.DeleteClaims(t.Context(), c.ID))
		cem := fork(t, ann, "cem")
		undo(t, cem)
		do(t, cem.EditClaim(t.Context(), c.ID, ClaimEdit{Claimant: ptr("the mayor")}))
		_, err = merge.Into(t.Context(), ann, []string{cem.Path()}, merge.Options{})
		do(t, err)
		expectOurs(t, ann, c.ID, SupportedID, note)
	}
}

// A claim that came with a merge that was undone since is not here, and a
// package without labels cannot tell what it said.
func TestABlindPackageOfWhatWasUndone(t *testing.T) {
	ann, _, c := annsDesk(t)
	ben := create(t)
	signInAs(t, ben, "ben")
	mergeInto(t, ben, ann)
	cem := handOver(t, ben, "cem", merge.Packing{Blind: true})
	do(t, cem.SetLabel(t.Context(), DisputedID, c.ID))
	undo(t, ben)
	before := dump(t, ben)
	_, err := merge.Into(t.Context(), ben, []string{cem.Path()}, merge.Options{})
	expectError(t, err, db.ErrInvalid, "blind package")
	expectSame(t, dump(t, ben), before)
	mergeInto(t, ben, ann)
	mergeInto(t, ben, cem)
	expectOurs(t, ben, c.ID, SupportedID, "gauge readings")
}

// A package made of a package without labels would pass for one whose labels are empty.
func TestNoPackageOfABlindPackage(t *testing.T) {
	ann, _, _ := annsDesk(t)
	ben := handOver(t, ann, "ben", merge.Packing{Blind: true})
	path := filepath.Join(t.TempDir(), "again.factmark")
	_, err := merge.WritePackage(t.Context(), ben, path, "desk", merge.Packing{})
	expectError(t, err, db.ErrInvalid, "blind package")
	_, err = merge.WritePackage(t.Context(), ben, path, "desk", merge.Packing{NoClaims: true})
	do(t, err)
}

// What a package does not hold is not deleted by it.
func TestWhatAPackageLeavesOutIsNotGone(t *testing.T) {
	for name, packing := range map[string]merge.Packing{"blind": {Blind: true}, "no claims": {NoClaims: true}, "all": {}, "one": {DocumentIDs: []string{}}} {
		t.Run(name, func(t *testing.T) {
			ann, doc, c := annsDesk(t)
			other := addText(t, ann, "Roads", "The roads are closed. Nobody knows for how long.")
			d := addClaim(t, ann, NewClaim{DocumentID: other, Start: 0, End: 20, LabelID: DisputedID, Note: "the mayor"})
			addEvidence(t, ann, c.ID, "supports", other, 0, 20)
			addEvidence(t, ann, d.ID, "refutes", doc, 43, 60)
			addDecision(t, ann, c.ID, DisputedID)
			decideAs(t, ann, "cem", c.ID, DisputedID)
			do(t, ann.MarkNotContent(t.Context(), other, Passage{21, 30}))
			rumour, err := ann.AddLabel(t.Context(), Label{Name: "Rumour", Meaning: "none"})
			do(t, err)
			do(t, ann.SetLabel(t.Context(), rumour.ID, d.ID))
			signInAs(t, ann, "ann")
			if packing.DocumentIDs != nil {
				packing.DocumentIDs = []string{doc}
			}
			ben := handOver(t, ann, "ben", packing)
			fresh := addClaim(t, ben, NewClaim{DocumentID: doc, Start: 61, End: 75, LabelID: SupportedID})
			before := dump(t, ann)
			report := mergeInto(t, ann, ben)
			if report.Claims != (merge.Counted{New: 1}) || report.Conflicts != 0 {
				t.Errorf("report %+v", report)
			}
			do(t, ann.DeleteClaims(t.Context(), fresh.ID))
			after := dump(t, ann)
			for table := range before {
				if table != "claims" { // their status may follow anew
					expectSame(t, map[string][]string{table: after[table]}, map[string][]string{table: before[table]})
				}
			}
			expectOurs(t, ann, c.ID, SupportedID, "gauge readings")
			expectOurs(t, ann, d.ID, rumour.ID, "the mayor")
		})
	}
}

// What was changed here without an event is not taken back by a package that
// was made before, whatever else was done in it.
func TestChangedByHandSinceAPackageWasMade(t *testing.T) {
	aloneOnly(t)
	for name, packing := range map[string]merge.Packing{"with labels": {}, "blind": {Blind: true}} {
		t.Run(name, func(t *testing.T) {
			ann, _, c := annsDesk(t)
			ben, cem := handOver(t, ann, "ben", packing), fork(t, ann, "cem")
			byHand(t, ann, "UPDATE claims SET note = 'ben says so', label_id = NULL")
			for _, other := range []*Store{ben, cem} {
				do(t, other.EditClaim(t.Context(), c.ID, ClaimEdit{Statement: ptr("It rose.")}))
				do(t, other.EditClaim(t.Context(), c.ID, ClaimEdit{Claimant: ptr("the mayor")}))
				for range 2 {
					report, err := merge.Into(t.Context(), ann, []string{other.Path()}, merge.Options{})
					do(t, err)
					if report.Conflicts != 0 && other == ben {
						t.Errorf("report %+v", report)
					}
					expectOurs(t, ann, c.ID, "", "ben says so")
					undo(t, ann)
				}
				_, err := merge.Into(t.Context(), ann, []string{other.Path()}, merge.Options{})
				do(t, err)
				expectOurs(t, ann, c.ID, "", "ben says so")
			}
		})
	}
}

// A package of some documents says nothing of the others, not in what review
// sessions came to either; and what it leaves out there is not lost here.
func TestWhatASessionCameToStaysWithItsDocuments(t *testing.T) {
	ann, doc, c := annsDesk(t)
	other := addText(t, ann, "Secret", "The embargoed report names the minister.")
	d := addClaim(t, ann, NewClaim{DocumentID: other, Start: 0, End: 20, LabelID: SupportedID})
	in, err := ann.StartSession(t.Context(), NewSession{Name: "All", Mode: ModeOpen, Selection: "{}"})
	do(t, err)
	for _, id := range []string{c.ID, d.ID} {
		_, err := ann.Decide(t.Context(), NewDecision{SessionID: in.ID, ClaimID: id, Kind: DecidedLabel, LabelID: DisputedID})
		do(t, err)
	}
	summary := `{"disagreements":[{"quote":"The embargoed report"}]}`
	do(t, ann.EndSession(t.Context(), in.ID, summary))
	ben := handOver(t, ann, "ben", merge.Packing{DocumentIDs: []string{doc}})
	there, err := ben.Session(t.Context(), in.ID)
	if err != nil || there.Summary != "{}" || there.EndedAt.IsZero() {
		t.Errorf("handed over: %+v, %v", there, err)
	}
	content, err := os.ReadFile(ben.Path())
	do(t, err)
	if strings.Contains(string(content), "embargoed") {
		t.Error("the package quotes what was not handed over")
	}
	third := create(t)
	signInAs(t, third, "cem")
	mergeInto(t, third, ben)
	addClaim(t, ben, NewClaim{DocumentID: doc, Start: 43, End: 60})
	if report := mergeInto(t, ann, ben); report.Sessions != (merge.Counted{}) || report.Conflicts != 0 {
		t.Errorf("report %+v", report)
	}
	for _, s := range []*Store{ann, third} {
		if s == third {
			mergeInto(t, third, ann)
		}
		here, err := s.Session(t.Context(), in.ID)
		if err != nil || here.Summary != summary || len(conflictsIn(t, s)) != 0 {
			t.Errorf("then: %+v, %v", here, err)
		}
	}
}

// Who has gone through a document, and marked nothing, comes along both ways.
func TestWhoHasReadTravels(t *testing.T) {
	ann, _, _ := annsDesk(t)
	read := func(s *Store) ReviewSession {
		t.Helper()
		in, err := s.StartSession(t.Context(), NewSession{Name: "Anew", Mode: ModeIndependent, Selection: `{"queue":["d"]}`})
		do(t, err)
		do(t, s.EndSession(t.Context(), in.ID, `{"read":["d"]}`))
		in, err = s.Session(t.Context(), in.ID)
		do(t, err)
		return in
	}
	hers := read(ann)
	ben := handOver(t, ann, "ben", merge.Packing{})
	his := read(ben)
	mergeInto(t, ann, ben)
	for _, s := range []*Store{ann, ben} {
		for _, want := range []ReviewSession{hers, his} {
			if got, err := s.Session(t.Context(), want.ID); err != nil || got != want {
				t.Errorf("%+v, %v, want %+v", got, err, want)
			}
		}
	}
	if blind := handOver(t, ann, "cem", merge.Packing{Blind: true}); len(sessionsOf(t, blind)) != 0 {
		t.Error("a blind package tells who has read")
	}
}

func sessionsOf(t *testing.T, s *Store) []ReviewSession {
	t.Helper()
	all, err := s.Sessions(t.Context())
	do(t, err)
	return all
}

// What a blind package remembers of a claim tells neither when it was labelled
// nor which others were labelled with it, and a claim can still be deleted in it.
func TestABlindPackageTellsNoTimes(t *testing.T) {
	s, doc, c := annsDesk(t)
	d := addClaim(t, s, NewClaim{DocumentID: doc, Start: 4, End: 7})
	do(t, s.SetLabel(t.Context(), DisputedID, c.ID, d.ID))
	labelAs(t, s, "ben", c.ID, NotEnoughInfoID)
	do(t, s.Adjudicate(t.Context(), DisputedID, "so it is", d.ID))
	blind := handOver(t, s, "cleo", merge.Packing{Blind: true})
	var events []string
	do(t, s.ReadingForTest(t.Context()).Each("SELECT id FROM events WHERE entity = 'claims' AND verb = 'update'", nil, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		events = append(events, id)
		return err
	}))
	if len(events) != 4 {
		t.Fatalf("%d changes of claims", len(events))
	}
	do(t, blind.ReadingForTest(t.Context()).Each("SELECT stamps FROM handed_over WHERE entity = 'claims'", nil, func(scan func(...any) error) error {
		var stamps string
		err := scan(&stamps)
		for _, id := range events {
			if strings.Contains(stamps, id[:8]) && !strings.HasPrefix(c.ID, id[:8]) || strings.Contains(stamps, id) {
				t.Errorf("it tells of the event %s: %s", id, stamps)
			}
		}
		return err
	}))
	do(t, blind.DeleteClaims(t.Context(), c.ID))
	if report := mergeInto(t, s, blind); report.Claims.Deleted != 1 || report.Conflicts != 0 {
		t.Errorf("deleted there, and untouched here: %+v", report)
	}
}

// Earlier versions wrote claims that had lost their place into blind packages as open ones.
func TestABlindPackageOfAnEarlierVersionWithALostClaim(t *testing.T) {
	s, doc, lost := annsDesk(t)
	d := addClaim(t, s, NewClaim{DocumentID: doc, Start: 4, End: 7, LabelID: SupportedID})
	text, err := s.Text(t.Context(), doc)
	do(t, err)
	_, err = s.ReplaceText(t.Context(), doc, NewDocument{Text: text + " More."}, []Move{{ID: lost.ID}, {ID: d.ID, Start: d.Start, End: d.End}})
	do(t, err)
	before := claimIn(t, s, lost.ID)
	blind := handOver(t, s, "cleo", merge.Packing{Blind: true})
	byHand(t, blind, "UPDATE claims SET status = 'open' WHERE status = 'orphaned'")
	labelAs(t, blind, "cleo", d.ID, DisputedID)
	if report, err := merge.Into(t.Context(), s, []string{blind.Path()}, merge.Options{}); err != nil || report.Decisions.New != 1 || report.Conflicts != 0 {
		t.Errorf("%+v, %v", report, err)
	}
	if got := claimIn(t, s, lost.ID); fmt.Sprint(got) != fmt.Sprint(before) {
		t.Errorf("the lost claim was %+v and is %+v", before, got)
	}
}
