package store

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"factmark/store/internal/db"
)

// dump gives all rows of the evented tables but people, as their events would show them.
func dump(t testing.TB, s *Store) map[string][]string {
	t.Helper()
	state := make(map[string][]string)
	for name, table := range db.Evented {
		if table == db.People { // they come with signing in too, which stands outside undo
			continue
		}
		state[name] = nil
		err := s.reading(t.Context()).Each("SELECT "+table.List("t")+" FROM "+name+" t ORDER BY id", nil, func(scan func(...any) error) error {
			r, dest := table.Dest()
			if err := scan(dest...); err != nil {
				return err
			}
			image, err := table.Encode(r)
			state[name] = append(state[name], image.(string))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return state
}

// difference between two dumps, "" where there is none.
func unlike(got, want map[string][]string) string {
	for name := range want {
		if slices.Equal(got[name], want[name]) {
			continue
		}
		for i := range max(len(got[name]), len(want[name])) {
			var g, w string
			if i < len(got[name]) {
				g = got[name][i]
			}
			if i < len(want[name]) {
				w = want[name][i]
			}
			if g != w {
				return fmt.Sprintf("%s, row %d:\ngot  %s\nwant %s", name, i, g, w)
			}
		}
	}
	return ""
}

func expectSame(t testing.TB, got, want map[string][]string) {
	t.Helper()
	if d := unlike(got, want); d != "" {
		t.Fatal(d)
	}
}

// expectClean runs the whole check.
func expectClean(t testing.TB, s *Store) {
	t.Helper()
	if findings, err := runCheck(t.Context(), s, nil); err != nil || len(findings) != 0 {
		t.Fatalf("Check() = %d findings, %v: %v", len(findings), err, findings[:min(len(findings), 5)])
	}
}

// addEvidence ties a span to a claim, as an action.
func addEvidence(t testing.TB, s *Store, claimID string, stance Stance, documentID string, start, end int) string {
	t.Helper()
	id, err := writeEvidence(t.Context(), s, claimID, stance, documentID, start, end)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func writeEvidence(ctx context.Context, s *Store, claimID string, stance Stance, documentID string, start, end int) (string, error) {
	id := db.NewID()
	_, err := s.write(ctx, ChangeDo, "Add evidence", func(w *transaction) error {
		sum, text, err := w.text(documentID)
		if err != nil {
			return err
		}
		prefix, suffix := text.Around(start, end)
		return w.Save(db.Evidence, nil, (&Evidence{ID: id, ClaimID: claimID, Set: 1, Stance: stance, DocumentID: documentID, Start: start, End: end,
			Quote: text.Slice(start, end), Prefix: prefix, Suffix: suffix, DocumentSHA256: sum, PersonID: w.Person.ID, CreatedAt: w.At, UpdatedAt: w.At}).row())
	})
	return id, err
}

// addDecision has the one signed in decide on a claim, as an action.
func addDecision(t testing.TB, s *Store, claimID, labelID string) {
	t.Helper()
	if err := writeDecision(t.Context(), s, claimID, labelID); err != nil {
		t.Fatal(err)
	}
}

func writeDecision(ctx context.Context, s *Store, claimID, labelID string) error {
	_, err := s.write(ctx, ChangeDo, "Decide", func(w *transaction) error {
		return w.Save(db.Decisions, nil, (&Decision{ID: db.NewID(), ClaimID: claimID, PersonID: w.Person.ID, Kind: DecidedLabel, LabelID: labelID,
			Comment: "sure", Seconds: 2.5, CreatedAt: w.At, UpdatedAt: w.At}).row())
	})
	return err
}
