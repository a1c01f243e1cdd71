package store_test

import (
	"strings"
	"testing"

	. "factmark/store"
	"factmark/store/internal/db"
	"factmark/store/merge"
)

func setGuideline(t *testing.T, s *Store, labelID, text string) {
	t.Helper()
	all, err := s.Labels(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range all {
		if l.ID == labelID {
			l.Guideline = text
			if err := s.EditLabel(t.Context(), l); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("there is no label %s", labelID)
}

func guideline(t *testing.T, s *Store, labelID string) string {
	t.Helper()
	all, err := s.Labels(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range all {
		if l.ID == labelID {
			return l.Guideline
		}
	}
	return "(no label)"
}

// What versions without guidelines wrote about labels is read as if they had been empty.
func TestGuidelinesInAnOlderHistory(t *testing.T) {
	s := create(t)
	own, err := s.AddLabel(t.Context(), Label{Name: "Satire", Meaning: "none"})
	if err != nil {
		t.Fatal(err)
	}
	setGuideline(t, s, own.ID, "")
	own.Name = "Irony"
	if err := s.EditLabel(t.Context(), own); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ConnForTest().ExecContext(t.Context(), "UPDATE events SET before = json_remove(before, '$.guideline'), after = json_remove(after, '$.guideline') WHERE entity = 'labels'"); err != nil {
		t.Fatal(err)
	}
	wantSound(t, s)
	setGuideline(t, s, own.ID, "Only where the speaker says so.")
	for _, want := range []string{"", "", "(no label)"} {
		if _, err := s.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := guideline(t, s, own.ID); got != want {
			t.Errorf("after an undo the guideline is %q, want %q", got, want)
		}
	}
	for range 3 {
		if _, err := s.Redo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := guideline(t, s, own.ID); got != "Only where the speaker says so." {
		t.Errorf("after redoing the guideline is %q", got)
	}
	wantSound(t, s)
	own.Guideline = strings.Repeat("x", db.LongestName)
	expectError(t, s.EditLabel(t.Context(), own), db.ErrInvalid, "longer than 32 kB")
}

// Guidelines go with a package, and come back when they were changed there.
func TestGuidelinesTravel(t *testing.T) {
	s, _, _ := annsDesk(t)
	setGuideline(t, s, SupportedID, "Two sources that do not quote each other.")
	there := handOver(t, s, "ben", merge.Packing{Blind: true})
	if got := guideline(t, there, SupportedID); got != "Two sources that do not quote each other." {
		t.Errorf("the package says %q", got)
	}
	setGuideline(t, there, DisputedID, "One good source against it.")
	mergeInto(t, s, there)
	if got := guideline(t, s, DisputedID); got != "One good source against it." {
		t.Errorf("what came back says %q", got)
	}
	if got := conflictsIn(t, s); len(got) != 0 {
		t.Errorf("conflicts: %+v", got)
	}
	setGuideline(t, there, SupportedID, "There: three.")
	setGuideline(t, s, SupportedID, "Here: two.")
	mergeInto(t, s, there)
	if got := conflictsIn(t, s); len(got) != 1 || got[0].Group != "guideline" {
		t.Errorf("changed on both sides: %+v", got)
	}
	wantSound(t, s)
}
