package store_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"testing"

	. "factmark/store"
	"factmark/store/check"
	"factmark/store/internal/db"
	"factmark/store/merge"
)

func f64(f float64) *float64 { return &f }

// suggested imports suggestions on documents, by title.
func suggested(t *testing.T, s *Store, rows ...ImportedClaim) ImportReport {
	t.Helper()
	for i := range rows {
		rows[i].Line = i + 1
		if rows[i].Model == "" {
			rows[i].Model = "m1"
		}
	}
	report, err := s.ImportClaims(t.Context(), rows, ImportOptions{})
	do(t, err)
	return report
}

func suggestionsIn(t *testing.T, s *Store, documentID string) []Suggestion {
	t.Helper()
	all, err := s.FindSuggestions(t.Context(), SuggestionFilter{DocumentID: documentID})
	do(t, err)
	return all
}

func TestSuggestionsComeIn(t *testing.T) {
	s := create(t)
	doc := addText(t, s, "A", "one two three four")
	before := dump(t, s)
	view := labelled(t, s)
	var heard Change
	s.Listen(func(c Change) { heard = c })
	rows := []ImportedClaim{
		{DocumentTitle: "A", Start: 4, End: 8, Quote: "two ", Label: "supported", Score: f64(0.75), Statement: "two", Note: "why", CreatedAt: db.ParseTime("2025-01-02T03:04:05.678Z")},
		{DocumentTitle: "A", Start: 4, End: 7, Quote: "two", Label: "Disputed", Model: "m2"},
		{DocumentTitle: "A", Start: 8, End: 13, Quote: "three", Label: "Other"},
		{DocumentTitle: "A", Start: 8, End: 13, Quote: "three", Label: "Other", Score: f64(0.1)},
	}
	report := suggested(t, s, rows...)
	if report.SuggestionsAdded != 3 || report.SuggestionsExisting != 1 || report.Trimmed != 1 || report.Added != 0 || !slices.Equal(report.NewLabels, []string{"Other"}) {
		t.Errorf("%+v", report)
	}
	if name := undoName(t, s); name != "Import 4 suggestions" || !slices.Equal(heard.Suggestions, []string{doc}) || len(heard.Claims) > 0 {
		t.Errorf("called %q, heard %+v", name, heard)
	}
	open, err := s.Suggestions(t.Context(), doc)
	do(t, err)
	if len(open) != 3 || open[2].Quote != "three" || open[2].Score != nil || open[2].Prefix != "one two " || open[2].Suffix != " four" {
		t.Fatalf("%+v", open)
	}
	first := open[slices.IndexFunc(open, func(g Suggestion) bool { return g.Model == "m1" && g.Start == 4 })]
	if first.Quote != "two" || first.LabelID != SupportedID || *first.Score != 0.75 || first.Statement != "two" || first.Note != "why" || first.State != SuggestionOpen || first.CreatedAt.Year() != 2025 {
		t.Errorf("%+v", first)
	}
	// They are in no view, count or export, and the document is as unlabelled as before.
	if got := labelled(t, s); len(got) != len(view) {
		t.Errorf("labelled_claims has %d rows", len(got))
	}
	if d, err := s.Document(t.Context(), doc); err != nil || d.Claims != 0 || d.Unlabelled != 0 {
		t.Errorf("%+v, %v", d, err)
	}
	expectClean(t, s)
	expectUndone(t, s, before)
	full := dump(t, s)
	if report = suggested(t, s, rows...); report.SuggestionsExisting != 4 || report.SuggestionsAdded != 0 {
		t.Errorf("again %+v", report)
	}
	expectSame(t, dump(t, s), full)

	for _, bad := range []struct {
		r    ImportedClaim
		says string
	}{
		{ImportedClaim{Start: 4, End: 7, Quote: "TWO"}, `line 1: the quote "TWO" is not what stands at 4 to 7: "two"; nothing was added`},
		{ImportedClaim{Start: 4, End: 7, Quote: "two", Score: f64(87)}, "line 1: the score 87 is not between 0 and 1; nothing was added"},
		{ImportedClaim{Start: 14, End: 19, Quote: "four"}, "line 1: the span 14 to 19 does not lie in the document, which has 18 characters; nothing was added"},
		{ImportedClaim{Start: 4, End: 7, Quote: "two", Note: "\x00"}, "line 1: the note holds a NUL character, which no text may have; nothing was added"},
	} {
		bad.r.Line, bad.r.Model, bad.r.DocumentTitle = 1, "m3", "A"
		if _, err := s.ImportClaims(t.Context(), []ImportedClaim{bad.r}, ImportOptions{}); err == nil || err.Error() != bad.says {
			t.Errorf("%+v: %v", bad.r, err)
		}
	}
	expectSame(t, dump(t, s), full)
}

func TestSuggestionsAreAcceptedAndRefused(t *testing.T) {
	s := create(t)
	doc := addText(t, s, "A", "one two three four")
	do(t, s.SignIn(t.Context(), Person{Name: "Ada"}))
	suggested(t, s, ImportedClaim{DocumentTitle: "A", Start: 4, End: 7, Quote: "two", Label: "Supported", Statement: "It is two.", Note: "n"},
		ImportedClaim{DocumentTitle: "A", Start: 8, End: 13, Quote: "three"}, ImportedClaim{DocumentTitle: "A", Start: 14, End: 18, Quote: "four"})
	do(t, s.SignIn(t.Context(), Person{Name: "Ben"}))
	open, err := s.Suggestions(t.Context(), doc)
	do(t, err)
	before := dump(t, s)
	id := NewID()
	c, err := s.AcceptSuggestion(t.Context(), open[0].ID, id)
	do(t, err)
	if stored := claimIn(t, s, id); c != stored || c.LabelID != SupportedID || c.Person != "Ben" || c.Statement != "It is two." || c.Note != "n" || c.Start != 4 || c.End != 7 || c.Status != StatusOpen {
		t.Errorf("made %+v, stored %+v", c, stored)
	}
	if name := undoName(t, s); name != "Accept suggestion" {
		t.Error(name)
	}
	if g := suggestionsIn(t, s, doc)[0]; g.State != SuggestionAccepted || g.Reviewer != "Ben" || g.ReviewedAt.IsZero() {
		t.Errorf("%+v", g)
	}
	expectClean(t, s)
	expectUndone(t, s, before)
	if again, err := s.AcceptSuggestion(t.Context(), open[0].ID, id); err != nil || again != c { // a try that had been written after all
		t.Errorf("%+v, %v", again, err)
	}
	accepted := dump(t, s)
	_, err = s.AcceptSuggestion(t.Context(), open[0].ID, "")
	expectError(t, err, db.ErrConflict, "accepted already")
	expectError(t, s.RefuseSuggestions(t.Context(), open[1].ID, open[0].ID), db.ErrConflict, "accepted already")
	expectError(t, s.RefuseSuggestions(t.Context(), "none"), db.ErrNotFound, "")
	expectSame(t, dump(t, s), accepted)
	do(t, s.RefuseSuggestions(t.Context(), open[1].ID, open[2].ID))
	if name := undoName(t, s); name != "Refuse 2 suggestions" {
		t.Error(name)
	}
	expectUndone(t, s, accepted)
	refused := dump(t, s)
	do(t, s.RefuseSuggestions(t.Context(), open[1].ID))
	expectSame(t, dump(t, s), refused)
	_, err = s.AcceptSuggestion(t.Context(), open[1].ID, "")
	expectError(t, err, db.ErrConflict, "refused already")
	counts, err := s.CountSuggestions(t.Context())
	if err != nil || fmt.Sprint(counts) != fmt.Sprint([]CountedSuggestions{{doc, "A", "m1", 0, 1, 2}}) {
		t.Errorf("%+v, %v", counts, err)
	}
	// It is refused for good: the same file does not bring it back.
	if report := suggested(t, s, ImportedClaim{DocumentTitle: "A", Start: 8, End: 13, Quote: "three"}); report.SuggestionsExisting != 1 {
		t.Errorf("%+v", report)
	}
	entry := wholeHistory(t, s, HistoryFilter{Entity: "suggestions"}, 5)[0]
	if row := entry.Rows[0]; row.Title != "four" && row.Title != "three" || row.DocumentID != doc || row.Noun != "suggestion" {
		t.Errorf("history %+v", row)
	}
	expectClean(t, s)
}

// With a newer text suggestions move with their words, or go.
func TestSuggestionsMove(t *testing.T) {
	s := create(t)
	doc := addText(t, s, "A", "one two three four")
	suggested(t, s, ImportedClaim{DocumentTitle: "A", Start: 4, End: 7, Quote: "two"}, ImportedClaim{DocumentTitle: "A", Start: 8, End: 13, Quote: "three"})
	old, err := s.Document(t.Context(), doc)
	do(t, err)
	before := dump(t, s)
	placed, err := s.Placed(t.Context(), doc)
	if err != nil || len(placed) != 2 || placed[0].Kind != "suggestions" || placed[0].Quote != "two" || placed[0].IsPassage() {
		t.Fatalf("%+v, %v", placed, err)
	}
	_, err = s.ReplaceText(t.Context(), doc, NewDocument{Text: "now two and so on"}, []Move{{ID: placed[0].ID, Start: 4, End: 7}})
	expectError(t, err, db.ErrConflict, "worked on since")
	fresh, err := s.ReplaceText(t.Context(), doc, NewDocument{Text: "now two and so on"}, []Move{{ID: placed[0].ID, Start: 4, End: 7}, {ID: placed[1].ID}})
	do(t, err)
	got := suggestionsIn(t, s, fresh.ID)
	if len(got) != 1 || got[0].Quote != "two" || got[0].Prefix != "now " || got[0].DocumentSHA256 != fresh.SHA256 || len(suggestionsIn(t, s, doc)) != 0 {
		t.Fatalf("%+v", got)
	}
	expectClean(t, s)
	if report := suggested(t, s, ImportedClaim{DocumentSHA256: old.SHA256, Start: 4, End: 7, Quote: "two"}, ImportedClaim{DocumentSHA256: fresh.SHA256, Start: 4, End: 7, Quote: "two"}); report.SuggestionsExisting != 2 {
		t.Errorf("again %+v", report)
	}
	_, err = s.ImportClaims(t.Context(), []ImportedClaim{{Line: 1, Model: "m1", DocumentSHA256: old.SHA256, Start: 0, End: 3, Quote: "one"}}, ImportOptions{})
	expectError(t, err, db.ErrMismatch, "was made on an earlier text of its document")
	expectUndone(t, s, before)
	do(t, s.RemoveDocument(t.Context(), fresh.ID))
	if all := dump(t, s)["suggestions"]; len(all) != 0 {
		t.Errorf("left over: %q", all)
	}
	undo(t, s)
	if len(suggestionsIn(t, s, fresh.ID)) != 1 {
		t.Error("they do not come back with their document")
	}
}

// Suggestions go along with merges and packages, and no merge asks about them; a blind package has none.
func TestSuggestionsMeet(t *testing.T) {
	ann, ben, c := desksOf(t, 2, func(s *Store, c []string) {
		at := claimIn(t, s, c[0])
		suggested(t, s, ImportedClaim{DocumentSHA256: at.DocumentSHA256, Start: at.Start, End: at.End, Quote: at.Quote, Model: "secret model"},
			ImportedClaim{DocumentSHA256: at.DocumentSHA256, Start: at.Start, End: at.End, Quote: at.Quote, Label: "Own", Model: "m2"})
	})
	at := claimIn(t, ann, c[0])
	late := ImportedClaim{DocumentSHA256: at.DocumentSHA256, Start: at.Start, End: at.End, Quote: at.Quote, Model: "late"}
	for _, s := range []*Store{ann, ben} {
		suggested(t, s, late)
	}
	all := suggestionsIn(t, ann, at.DocumentID)
	if len(all) != 3 {
		t.Fatalf("%+v", all)
	}
	for _, g := range all {
		if g.Model == "secret model" {
			_, err := ann.AcceptSuggestion(t.Context(), g.ID, "")
			do(t, err)
			do(t, ben.RefuseSuggestions(t.Context(), g.ID)) // afterwards: it is the last word
		}
		if g.Model == "late" {
			do(t, ann.RefuseSuggestions(t.Context(), g.ID))
		}
	}
	for _, packing := range []merge.Packing{{}, {Blind: true}, {NoClaims: true}} {
		to := handOver(t, ann, fmt.Sprint("to ", packing.Blind, packing.NoClaims), packing)
		want := 3
		if packing.Blind || packing.NoClaims {
			want = 0
			content, err := os.ReadFile(to.Path())
			do(t, err)
			if bytes.Contains(content, []byte("secret model")) {
				t.Error("the bytes of a package tell of a suggestion")
			}
		}
		if got := len(dump(t, to)["suggestions"]); got != want {
			t.Errorf("a package (blind %v, documents alone %v) has %d suggestions", packing.Blind, packing.NoClaims, got)
		}
		expectClean(t, to)
		before := dump(t, ann)
		mergeInto(t, ann, to)
		expectSame(t, dump(t, ann), before)
	}
	meet(t, ann, ben)
	if waits := conflictsIn(t, ann); len(waits) != 0 {
		t.Errorf("what waits: %+v", waits)
	}
	states := make(map[string]SuggestionState)
	for _, g := range suggestionsIn(t, ann, at.DocumentID) {
		states[g.Model] = g.State
	}
	if len(states) != 3 || states["secret model"] != SuggestionRefused || states["late"] != SuggestionRefused || states["m2"] != SuggestionOpen {
		t.Errorf("%v", states)
	}
	expectClean(t, ann)
}

func TestCheckFindsBadSuggestions(t *testing.T) {
	for _, test := range []struct {
		sql      string
		repaired bool
	}{
		{`UPDATE suggestions SET quote = 'TWO'`, false},
		{`UPDATE suggestions SET "end" = 1000`, true},
		{`UPDATE suggestions SET start = 0, "end" = 3`, true},
		{`UPDATE suggestions SET suffix = 'x'`, true},
	} {
		s := create(t)
		doc := addText(t, s, "A", "one two three four")
		suggested(t, s, ImportedClaim{DocumentTitle: "A", Start: 4, End: 7, Quote: "two"})
		expectClean(t, s)
		byHand(t, s, test.sql)
		found, err := check.Run(t.Context(), s, nil)
		do(t, err)
		if !slices.ContainsFunc(found, func(f check.Finding) bool { return f.Kind == check.Suggestion && (f.Repair != "") == test.repaired }) {
			t.Errorf("%s: found %+v", test.sql, found)
		}
		_, left, err := check.Repair(t.Context(), s, nil)
		do(t, err)
		g := suggestionsIn(t, s, doc)[0]
		if test.repaired != (len(left) == 0) || test.repaired && (g.Start != 4 || g.End != 7 || g.Suffix != " three four") {
			t.Errorf("%s: left %v, %+v", test.sql, left, g)
		}
	}
}

// Several suggestions become claims in one action, one of them with another label than the model's; where one cannot, none does.
func TestAcceptingSeveralSuggestions(t *testing.T) {
	s := create(t)
	doc := addText(t, s, "A", "one two three four")
	suggested(t, s, ImportedClaim{DocumentTitle: "A", Start: 0, End: 3, Quote: "one", Label: "Supported"},
		ImportedClaim{DocumentTitle: "A", Start: 4, End: 7, Quote: "two"}, ImportedClaim{DocumentTitle: "A", Start: 8, End: 13, Quote: "three", Label: "Supported"})
	open, err := s.Suggestions(t.Context(), doc)
	do(t, err)
	before, none, disputed := dump(t, s), "", DisputedID
	made, err := s.AcceptSuggestions(t.Context(), Acceptance{ID: open[0].ID, LabelID: &disputed}, Acceptance{ID: open[1].ID}, Acceptance{ID: open[2].ID, LabelID: &none})
	do(t, err)
	if len(made) != 3 || made[0].LabelID != DisputedID || made[1].LabelID != "" || made[2].LabelID != "" || made[2].Quote != "three" {
		t.Errorf("%+v", made)
	}
	if name := undoName(t, s); name != "Accept 3 suggestions" {
		t.Errorf("called %q", name)
	}
	expectUndone(t, s, before)
	_, err = s.Undo(t.Context())
	do(t, err)
	do(t, s.RefuseSuggestions(t.Context(), open[2].ID))
	before = dump(t, s)
	_, err = s.AcceptSuggestions(t.Context(), Acceptance{ID: open[0].ID}, Acceptance{ID: open[2].ID})
	expectError(t, err, db.ErrConflict, "refused already")
	expectSame(t, dump(t, s), before)
	expectClean(t, s)
}
