package store

import (
	"context"

	"factmark/store/internal/db"
)

// Passage is a part of a document's text, [Start, End) in code points.
type Passage struct{ Start, End int }

const notContentOf = "SELECT id FROM not_content WHERE document_id = ?1 ORDER BY start, id"

// NotContent gives the passages of a document that are marked as not part of
// what it says, in text order; none touches another.
func (s *Store) NotContent(ctx context.Context, documentID string) ([]Passage, error) {
	var all []Passage
	err := s.reading(ctx).Each(`SELECT start, "end" FROM not_content WHERE document_id = ? ORDER BY start`, []any{documentID},
		func(scan func(...any) error) error {
			var p Passage
			err := scan(&p.Start, &p.End)
			all = append(all, p)
			return err
		})
	return all, err
}

// MarkNotContent marks a passage as not part of what the document says: menus,
// captions, page numbers. ErrMismatch where it does not lie in the text.
func (s *Store) MarkNotContent(ctx context.Context, documentID string, p Passage) error {
	return s.markPassage(ctx, "Mark as not content", documentID, p, true)
}

// MarkContent takes that mark from a passage again, from a part of one too.
func (s *Store) MarkContent(ctx context.Context, documentID string, p Passage) error {
	return s.markPassage(ctx, "Mark as content", documentID, p, false)
}

// markPassage replaces the marked passages that touch p by what is left of
// them, together with p where that is to be marked.
func (s *Store) markPassage(ctx context.Context, name, documentID string, p Passage, mark bool) error {
	_, err := s.write(ctx, ChangeDo, name, func(w *transaction) error {
		_, text, err := w.text(documentID)
		if err != nil {
			return err
		}
		if !text.Has(p.Start, p.End) {
			return db.Failf(db.ErrMismatch, "the passage %d to %d does not lie in the document, and nothing was changed", p.Start, p.End)
		}
		ids, err := w.IDs(notContentOf, documentID)
		if err != nil {
			return err
		}
		var left []Passage
		for _, id := range ids {
			before, err := w.Existing(db.NotContent, id)
			if err != nil {
				return err
			}
			old := Passage{before.Number(db.NotContentStart), before.Number(db.NotContentEnd)}
			apart := old.End < p.Start || old.Start > p.End
			touching := old.End == p.Start || old.Start == p.End
			if apart || touching && !mark {
				continue
			}
			if mark && old.Start <= p.Start && old.End >= p.End {
				return nil // marked already
			}
			if err := w.Save(db.NotContent, before, nil); err != nil {
				return err
			}
			if mark {
				p = Passage{min(p.Start, old.Start), max(p.End, old.End)}
			} else {
				left = append(left, Passage{old.Start, min(old.End, p.Start)}, Passage{max(old.Start, p.End), old.End})
			}
		}
		if mark {
			left = []Passage{p}
		}
		for _, part := range left {
			if part.Start >= part.End {
				continue
			}
			fresh := db.Row{
				db.NotContentID: db.NewID(), db.NotContentDocumentID: documentID, db.NotContentStart: int64(part.Start), db.NotContentEnd: int64(part.End),
				db.NotContentPersonID: w.Person.ID, db.NotContentCreatedAt: db.FormatTime(w.At),
			}
			if err := w.Save(db.NotContent, nil, fresh); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}
