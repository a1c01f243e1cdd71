package store

import (
	"testing"

	"factmark/store/internal/db"
)

func TestRestoreClaim(t *testing.T) {
	w := doneAll(t)
	ctx := t.Context()
	entries := wholeHistory(t, w.Store, HistoryFilter{ClaimID: w.claim}, 10)
	first, last := entries[2].Rows[0], entries[0].Rows[0]
	if !first.Restorable || last.Restorable {
		t.Errorf("restorable: %v, %v", first.Restorable, last.Restorable)
	}
	expectError(t, w.RestoreClaim(ctx, w.claim, last.Seq), db.ErrInvalid, "like that now")
	expectError(t, w.RestoreClaim(ctx, w.deleted, first.Seq), db.ErrNotFound, "does not have this state")
	expectError(t, w.RestoreClaim(ctx, w.claim, 1<<40), db.ErrNotFound, "does not have this state")

	before := dump(t, w.Store)
	if err := w.RestoreClaim(ctx, w.claim, first.Seq); err != nil {
		t.Fatal(err)
	}
	c, err := w.Claim(ctx, w.claim)
	if err != nil || c.Quote != "The council met" || c.LabelID != SupportedID || c.Note != "says “so”" || c.Confidence != nil || c.Start != 0 {
		t.Errorf("restored: %+v, %v", c, err)
	}
	if undo, _, _ := w.UndoNames(ctx); undo != "Restore claim" {
		t.Errorf("then %q is to be undone", undo)
	}
	if _, err := w.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	expectSame(t, dump(t, w.Store), before)
	expectClean(t, w.Store)
}

// A deleted claim comes back with what was deleted with it; undo takes all of it away again.
func TestRestoreADeletedClaim(t *testing.T) {
	w := doneAll(t)
	ctx := t.Context()
	gone := dump(t, w.Store)
	entries := wholeHistory(t, w.Store, HistoryFilter{ClaimID: w.deleted, Entity: "claims"}, 10)
	deletion := entries[0].Rows[0]
	if deletion.Verb != "delete" || !deletion.Restorable {
		t.Fatalf("%+v", deletion)
	}
	// The document that the evidence lies in goes, so that the evidence cannot come back.
	if err := w.RestoreClaim(ctx, w.deleted, deletion.Seq); err != nil {
		t.Fatal(err)
	}
	now := dump(t, w.Store)
	if len(now["claims"]) != 2 || len(now["evidence"]) != 1 || len(now["decisions"]) != 1 {
		t.Errorf("%d claims, %d pieces of evidence, %d decisions", len(now["claims"]), len(now["evidence"]), len(now["decisions"]))
	}
	expectClean(t, w.Store)
	if _, err := w.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	expectSame(t, dump(t, w.Store), gone)

	if err := w.RemoveDocument(ctx, w.document); err != nil {
		t.Fatal(err)
	}
	if err := w.RestoreClaim(ctx, w.deleted, deletion.Seq); err != nil {
		t.Fatal(err)
	}
	if now := dump(t, w.Store); len(now["claims"]) != 1 || len(now["evidence"]) != 0 || len(now["decisions"]) != 1 {
		t.Errorf("without the document of its evidence: %v", now)
	}
	expectClean(t, w.Store)
}

func TestRestoreNeedsWhatTheClaimRefersTo(t *testing.T) {
	w := doneAll(t)
	ctx := t.Context()
	entries := wholeHistory(t, w.Store, HistoryFilter{ClaimID: w.claim}, 10)
	mixed, first := entries[1].Rows[0], entries[2].Rows[0]
	if err := w.RemoveDocument(ctx, w.document); err != nil {
		t.Fatal(err)
	}
	before := dump(t, w.Store)
	expectError(t, w.RestoreClaim(ctx, w.claim, first.Seq), db.ErrNotFound, "document")
	expectSame(t, dump(t, w.Store), before)
	if _, err := w.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	if err := w.RestoreClaim(ctx, w.claim, first.Seq); err != nil {
		t.Fatal(err)
	}
	for _, refer := range []string{"DELETE FROM decisions", "UPDATE claims SET label_id = NULL", "DELETE FROM labels WHERE id = '" + w.mixed.ID + "'"} {
		if _, err := w.conn.ExecContext(ctx, refer); err != nil {
			t.Fatal(err)
		}
	}
	expectError(t, w.RestoreClaim(ctx, w.claim, mixed.Seq), db.ErrNotFound, "label")
}

// Who made a claim may be gone with it: an import that is undone takes away the annotators that it brought.
func TestAClaimIsRestoredWithWhoLabelledIt(t *testing.T) {
	s := create(t)
	addText(t, s, "Paper", "one two three")
	_, err := s.ImportClaims(t.Context(), []ImportedClaim{{Line: 2, DocumentTitle: "Paper", Start: 0, End: 3, Quote: "one", Label: "Supported", Annotator: "Ben"}}, ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	page, err := s.History(t.Context(), HistoryFilter{Entity: "claims", Verb: VerbCreate}, 0, 1)
	if err != nil || len(page.Entries) != 1 {
		t.Fatal(page, err)
	}
	made := page.Entries[0].Rows[0]
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.RestoreClaim(t.Context(), made.ID, made.Seq); err != nil {
		t.Fatal(err)
	}
	if c, err := s.Claim(t.Context(), made.ID); err != nil || c.Person != "Ben" || c.LabelID != SupportedID {
		t.Errorf("%+v, %v", c, err)
	}
	expectClean(t, s)
}
