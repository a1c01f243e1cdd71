package store

import (
	"fmt"
	"strings"
	"testing"

	"factmark/store/internal/db"
)

// A write that finds no room leaves nothing of itself, says so, and the same
// write goes through once there is room.
func TestNoRoom(t *testing.T) {
	aloneOnly(t)
	s := create(t)
	id := addText(t, s, "T", strings.Repeat("one two three ", 100))
	addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 3})
	before, actions := dump(t, s), actionIDs(t, s)
	var pages int
	if err := s.conn.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit := func(n int) {
		t.Helper()
		if _, err := s.conn.ExecContext(t.Context(), fmt.Sprintf("PRAGMA max_page_count = %d", n)); err != nil {
			t.Fatal(err)
		}
	}
	heard := 0
	s.Listen(func(Change) { heard++ })
	news := make([]NewClaim, 400)
	for i := range news {
		news[i] = NewClaim{DocumentID: id, Start: i, End: i + 5, Note: strings.Repeat("n", 500)}
	}
	rows := make([]ImportedClaim, 400)
	for i := range rows {
		rows[i] = ImportedClaim{Line: i + 2, DocumentTitle: "T", Start: i, End: i + 5, Quote: strings.Repeat("one two three ", 100)[i : i+5],
			Label: "New", Annotator: "New", Note: strings.Repeat("n", 500)}
	}
	writes := map[string]func() error{
		"a document": func() error {
			_, err := s.AddDocuments(t.Context(), []NewDocument{{Title: "big", Text: strings.Repeat("x", 400_000)}})
			return err
		},
		"a sample": func() error {
			_, err := s.AddSamples(t.Context(), []NewDocument{{Title: "sample", Text: strings.Repeat("y", 400_000)}})
			return err
		},
		"claims":   func() error { _, err := s.AddClaims(t.Context(), news); return err },
		"imported": func() error { _, err := s.ImportClaims(t.Context(), rows, ImportOptions{}); return err },
		"a setting": func() error {
			return s.SetSetting(t.Context(), "k", strings.Repeat("x", 400_000))
		},
	}
	for name, write := range writes {
		for _, room := range []int{0, 1, 5, 40} { // it gives out at the beginning, in the middle and near the end
			limit(pages + room)
			expectError(t, write(), db.ErrFull, "the disk is full")
			expectSame(t, dump(t, s), before)
			if got := actionIDs(t, s); len(got) != len(actions) || heard != 0 {
				t.Fatalf("%s with room for %d pages: %d actions are left, %d heard of", name, room, len(got)-len(actions), heard)
			}
		}
	}
	limit(1 << 30)
	for name, write := range writes {
		if err := write(); err != nil {
			t.Errorf("%s, with room: %v", name, err)
		}
	}
	expectClean(t, s)
}
