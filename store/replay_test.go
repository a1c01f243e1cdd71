package store

import (
	"strings"
	"testing"

	"factmark/store/internal/db"
)

func TestReplayFindsWhatTheEventsHaveNotMade(t *testing.T) {
	aloneOnly(t)
	for _, c := range []struct{ change, want string }{
		{"UPDATE claims SET note = 'from elsewhere'", "a claim is not as the history says it is"},
		{"UPDATE claims SET confidence = 0.25", "a claim is not as the history says it is"},
		{"UPDATE labels SET name = 'Backed' WHERE name = 'Supported'", "a label is not as the history says it is"},
		{"DELETE FROM labels WHERE name = 'Not enough info'", "a label that the history has is missing"},
		{"DELETE FROM not_content", "a passage that is not content that the history has is missing"},
		{"INSERT INTO people VALUES ('x', 'X', '', NULL, '2025')", "a person is there that no event has made"},
		{"UPDATE events SET after = replace(after, 'First', 'Last') WHERE entity = 'documents'", "changes a document that was not as"},
		{"UPDATE events SET after = '{' WHERE entity = 'not_content'", "cannot be read"},
		{"UPDATE events SET entity = 'opinions' WHERE entity = 'not_content'", `is about "opinions"`},
		{"DELETE FROM events WHERE verb = 'create' AND entity = 'evidence'", "changes a piece of evidence that was not as"},
	} {
		w := doneAll(t)
		expectClean(t, w.Store)
		if _, err := w.conn.ExecContext(t.Context(), c.change); err != nil {
			t.Fatal(err)
		}
		findings, err := runCheck(t.Context(), w.Store, nil)
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, f := range findings {
			if f.Kind == "history" {
				said = append(said, f.What)
			}
		}
		if all := strings.Join(said, "\n"); !strings.Contains(all, c.want) {
			t.Errorf("%s: %q, want %q", c.change, all, c.want)
		}
	}
}

// An image that says the same in another way is the same row.
func TestReplayReadsImagesOfAnyForm(t *testing.T) {
	w := doneAll(t)
	for _, change := range []string{
		"UPDATE events SET before = json_pretty(before), after = json_pretty(after)",
		"UPDATE events SET after = replace(json(after), ':', ': ') WHERE entity = 'labels'",
	} {
		if _, err := w.conn.ExecContext(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		expectClean(t, w.Store)
	}
}

// Thousands of differences are counted, not listed.
func TestReplayListsNoMoreThanItsMost(t *testing.T) {
	s := create(t)
	fill(t, s, 1000+50)
	if _, err := s.conn.ExecContext(t.Context(), "UPDATE claims SET note = 'x'"); err != nil {
		t.Fatal(err)
	}
	findings, err := runCheck(t.Context(), s, nil)
	if err != nil || len(findings) != 1000+1 || !strings.Contains(findings[1000].What, "50 more") {
		t.Errorf("%d findings, %v", len(findings), err)
	}
}

func TestCanonicalImages(t *testing.T) {
	for image, want := range map[string]bool{
		`{"id":"a\"b\\","name":"x,}","pseudonym":"","same_as":null,"created_at":"z"}`:   true,
		`{"name":"x","id":"a","pseudonym":"","same_as":null,"created_at":"z"}`:          false,
		`{"id": "a","name":"x","pseudonym":"","same_as":null,"created_at":"z"}`:         false,
		`{"id":"a","name":"x","pseudonym":"","same_as":null}`:                           false,
		`{"id":"a","name":"x","pseudonym":"","same_as":null,"created_at":"z","more":1}`: false,
		`{"id":"a`: false,
		`{`:        false,
		``:         false,
	} {
		if got := db.People.Canonical(image); got != want {
			t.Errorf("canonical(%s) = %v", image, got)
		}
	}
}
