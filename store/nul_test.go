package store_test

import (
	"errors"
	"strings"
	"testing"

	. "factmark/store"
	"factmark/store/check"
	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
	"factmark/store/merge"
)

// withNUL is a workspace as an earlier version wrote it: NUL in a title, a note and a person's name, and in a document's text.
func withNUL(t *testing.T) (s *Store, before, beside, pastNote Claim) {
	t.Helper()
	s = create(t)
	const text = "The bridge\x00 is safe, and é the\x00 road is closed."
	clean := addText(t, s, "Clean", strings.ReplaceAll(text, "\x00", "?"))
	_, err := s.Write(t.Context(), ChangeDo, "Import document", func(w *db.Transaction) error {
		return AddDocumentForTest(w, doctext.ID(text), NewDocument{Title: "Damaged", Text: text})
	})
	do(t, err)
	pastNote = addClaim(t, s, NewClaim{DocumentID: clean, Start: 0, End: 3, LabelID: DisputedID})
	do(t, s.MarkNotContent(t.Context(), doctext.ID(text), Passage{Start: 0, End: 3}))
	_, err = s.Write(t.Context(), ChangeRecord, "As an earlier version", func(w *db.Transaction) error {
		if err := w.BeginAction(); err != nil {
			return err
		}
		w.Kind = ChangeUndo // which lets in what an earlier version did
		for c, label := range map[*Claim]string{&before: SupportedID, &beside: DisputedID} {
			*c = Claim{ID: db.NewID(), DocumentID: doctext.ID(text), DocumentSHA256: doctext.Sum(text), LabelID: label, PersonID: pastNote.PersonID,
				Status: StatusOpen, CreatedAt: w.At, UpdatedAt: w.At, LabelledAt: w.At}
			start, end := 4, 19 // “bridge⌧ is safe”
			if c == &beside {
				start, end = 27, 30 // “the”
			}
			if err := errors.Join(c.CutForTest(doctext.New(text), start, end), w.Save(db.Claims, nil, c.Row())); err != nil {
				return err
			}
		}
		for table, change := range map[*db.Table]struct{ id, column, value string }{
			db.Claims: {pastNote.ID, "note", "a\x00b"}, db.Documents: {clean, "title", "Cl\x00ean"}, db.People: {pastNote.PersonID, "name", "A\x00da"},
		} {
			was, err := w.Existing(table, change.id)
			if err != nil {
				return err
			}
			after := append(db.Row(nil), was...)
			after[table.Column(change.column)] = change.value
			if err := w.Save(table, was, after); err != nil {
				return err
			}
		}
		return nil
	})
	do(t, err)
	return s, before, beside, pastNote
}

// Repair takes NUL out in one action with its events, and moves no span; what was repaired can be packaged and merged.
func TestRepairOfNUL(t *testing.T) {
	s, inQuote, beside, noted := withNUL(t)
	found, err := check.Run(t.Context(), s, nil)
	do(t, err)
	for _, f := range found {
		if f.Kind != "text" || f.Repair == "" {
			t.Errorf("found %+v", f)
		}
	}
	if len(found) < 5 {
		t.Errorf("found %v", found)
	}
	_, err = merge.WritePackage(t.Context(), s, t.TempDir()+"/p.factmark", "desk", merge.Packing{})
	expectError(t, err, db.ErrInvalid, "no merge would take it back: repair the workspace first, with Tools › Check workspace or factmark check --repair; nothing was made")
	other := create(t)
	_, err = merge.Into(t.Context(), other, []string{s.Path()}, merge.Options{})
	expectError(t, err, db.ErrMismatch, "holds a NUL character, which no text may have; in test.factmark, repair the workspace first")

	mended, left, err := check.Repair(t.Context(), s, nil)
	if err != nil || len(left) != 0 || len(mended) != len(found) {
		t.Fatalf("mended %v, left %v, %v", mended, left, err)
	}
	got := claimIn(t, s, inQuote.ID)
	if got.Start != inQuote.Start || got.End != inQuote.End || got.Quote != "bridge\ufffd is safe" || got.LabelID != SupportedID {
		t.Errorf("the claim with NUL in its quote is %+v", got)
	}
	if got := claimIn(t, s, beside.ID); got.Start != beside.Start || got.End != beside.End || got.Quote != "the" || got.LabelID != DisputedID || strings.Contains(got.Prefix+got.Suffix, "\x00") {
		t.Errorf("the claim beside it is %+v", got)
	}
	if got := claimIn(t, s, noted.ID); got.Note != "a\ufffdb" {
		t.Errorf("the note is %q", got.Note)
	}
	if p := handOver(t, s, "p", merge.Packing{}); p == nil {
		t.Error("no package")
	}
	if report := mergeInto(t, other, s); report.Claims.New != 3 || report.Documents.New != 2 {
		t.Errorf("merged %+v", report)
	}
	if left, err := check.Run(t.Context(), other, nil); err != nil || len(left) != 0 {
		t.Errorf("what was merged: %v, %v", left, err)
	}
	if report := mergeInto(t, other, s); report.Changed {
		t.Errorf("again: %+v", report)
	}
	_, err = s.Undo(t.Context())
	do(t, err)
	if found, err := check.Run(t.Context(), s, nil); err != nil || len(found) < 5 {
		t.Errorf("after Undo %v, %v", found, err)
	}
	_, err = s.Redo(t.Context())
	do(t, err)
	if left, err := check.Run(t.Context(), s, nil); err != nil || len(left) != 0 {
		t.Errorf("after Redo %v, %v", left, err)
	}
}
