package check

import (
	"errors"
	"strings"

	"factmark/store"
	"factmark/store/internal/db"
)

// Earlier versions let NUL characters in, at which SQLite's own tools and other
// programs end a text. Repair puts U+FFFD, the replacement character, in their place: both are one
// code point, and no offset moves.

// planForNUL is what Repair does about an invalid text: something where it is one but for NUL, and no id.
func planForNUL(t *db.Table, column int, text, id string) repairPlan {
	if name := t.Columns[column]; name == "id" || strings.HasSuffix(name, "_id") || db.NotText(db.WithoutNUL(text)) != "" || strings.IndexByte(id, 0) >= 0 {
		return repairPlan{}
	}
	return repairPlan{kind: repairNUL, row: t.Name + " " + id, description: "the replacement character, \ufffd, takes the place of each NUL"}
}

// removeNUL removes NUL from rows and then from documents' texts, which become newer texts of them. What the history and
// earlier texts hold stays.
func (w *repairing) removeNUL(found []Finding) error {
	var texts []string // ids of the documents
	done := make(map[string]bool)
	for _, f := range found {
		if f.plan.kind != repairNUL || done[f.plan.row] {
			continue
		}
		done[f.plan.row] = true
		t, id := f.plan.target()
		before, err := w.Read(t, id)
		if err != nil {
			return err
		}
		if before == nil {
			continue
		}
		if t == db.Documents {
			texts = append(texts, id)
		}
		if err := w.Save(t, before, t.Clean(before)); err != nil && !isUnrepairable(err) {
			return err
		}
	}
	for _, id := range texts {
		if err := w.BeginAction(); err != nil {
			return err
		}
		if err := w.Exec("SAVEPOINT one_text"); err != nil {
			return err
		}
		err := w.removeNULFromText(id)
		if isUnrepairable(err) { // the document stays as it is
			err = w.Exec("ROLLBACK TO one_text")
		}
		if err = errors.Join(err, w.Exec("RELEASE one_text")); err != nil {
			return err
		}
	}
	return nil
}

// removeNULFromText gives a document its text without NUL. Every span keeps its offsets.
func (w *repairing) removeNULFromText(documentID string) error {
	sum, t, err := w.text(documentID)
	if err != nil || strings.IndexByte(t.Content, 0) < 0 {
		return err
	}
	spans, err := store.ReadPlaced(w.Querier, documentID)
	if err != nil {
		return err
	}
	moves := make([]store.Move, len(spans))
	for i, p := range spans {
		moves[i] = store.Move{ID: p.ID}
		if p.SHA256 == sum && t.Has(p.Start, p.End) && (p.IsPassage() || db.WithoutNUL(t.Slice(p.Start, p.End)) == db.WithoutNUL(p.Quote)) {
			moves[i].Start, moves[i].End = p.Start, p.End
		} else if p.IsPassage() {
			return db.ErrMismatch // it would go
		}
	}
	before, err := w.Existing(db.Documents, documentID)
	if err != nil {
		return err
	}
	n := store.NewDocument{FileName: before.Text(db.DocumentsFileName), Charset: before.Text(db.DocumentsCharset), Text: db.WithoutNUL(t.Content)}
	if original := before.Text(db.DocumentsOriginalSHA256); original != sum {
		if _, err := w.One("SELECT bytes FROM originals WHERE sha256 = ?", []any{original}, &n.Original); err != nil {
			return err
		}
	}
	return w.store.ReplaceTextIn(w.Transaction, documentID, n, moves)
}
