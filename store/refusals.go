package store

import (
	"context"
	"fmt"
	"time"

	"factmark/store/internal/db"
)

// RefusedPassage is a passage of a document that is not to be suggested as
// evidence for a claim again.
type RefusedPassage struct {
	ID, ClaimID, DocumentID string
	Start, End              int // code points, half open
	PersonID                string
	CreatedAt               time.Time
}

func (p *RefusedPassage) row() db.Row {
	return db.Row{db.RefusedID: p.ID, db.RefusedClaimID: p.ClaimID, db.RefusedDocumentID: p.DocumentID, db.RefusedStart: int64(p.Start),
		db.RefusedEnd: int64(p.End), db.RefusedPersonID: p.PersonID, db.RefusedCreatedAt: db.FormatTime(p.CreatedAt)}
}

func refusedPassageOf(r db.Row) RefusedPassage {
	return RefusedPassage{ID: r.Text(db.RefusedID), ClaimID: r.Text(db.RefusedClaimID), DocumentID: r.Text(db.RefusedDocumentID),
		Start: r.Number(db.RefusedStart), End: r.Number(db.RefusedEnd), PersonID: r.Text(db.RefusedPersonID), CreatedAt: r.Time(db.RefusedCreatedAt)}
}

var refusedOfClaim = "SELECT " + db.RefusedPassages.List("t") + ` FROM refused_passages t JOIN documents d ON d.id = t.document_id
	WHERE t.claim_id = ? ORDER BY t.document_id, t.start, t."end", t.id`

// RefusedPassages gives the passages that were refused for a claim, by document and in text order.
func (s *Store) RefusedPassages(ctx context.Context, claimID string) ([]RefusedPassage, error) {
	var all []RefusedPassage
	r, dest := db.RefusedPassages.Dest()
	err := s.reading(ctx).Each(refusedOfClaim, []any{claimID}, func(scan func(...any) error) error {
		err := scan(dest...)
		all = append(all, refusedPassageOf(r))
		return err
	})
	return all, err
}

// RefusePassage says that a passage, in code points, is not to be suggested as evidence for a claim
// again. ErrMismatch where it does not lie in the document. A passage that is refused already changes nothing.
func (s *Store) RefusePassage(ctx context.Context, claimID, documentID string, start, end int) error {
	_, err := s.write(ctx, ChangeDo, "Refuse suggestion", func(w *transaction) error {
		if _, err := w.Existing(db.Claims, claimID); err != nil {
			return err
		}
		_, t, err := w.text(documentID)
		if err != nil {
			return err
		}
		if !t.Has(start, end) {
			return db.Failf(db.ErrMismatch, "the passage %d to %d does not lie in the document, and nothing was changed", start, end)
		}
		p := RefusedPassage{db.NewID(), claimID, documentID, start, end, w.Person.ID, w.At}
		same, err := w.IDs(sameRefusals, claimID, documentID, start, end)
		if err != nil || len(same) > 0 {
			return err
		}
		return w.Save(db.RefusedPassages, nil, p.row())
	})
	return err
}

const sameRefusals = `SELECT id FROM refused_passages WHERE claim_id = ? AND document_id = ? AND start = ? AND "end" = ? ORDER BY id`

// TakeBackRefusal lets passages be suggested again, in one action, whoever else has refused them for the same claim.
func (s *Store) TakeBackRefusal(ctx context.Context, ids ...string) error {
	name := "Take back refusal"
	if len(ids) != 1 {
		name = fmt.Sprintf("Take back %d refusals", len(ids))
	}
	_, err := s.write(ctx, ChangeDo, name, func(w *transaction) error {
		gone := make(map[string]bool)
		for _, id := range ids {
			if gone[id] {
				continue
			}
			before, err := w.Existing(db.RefusedPassages, id)
			if err != nil {
				return err
			}
			p := refusedPassageOf(before)
			same, err := w.IDs(sameRefusals, p.ClaimID, p.DocumentID, p.Start, p.End)
			if err != nil {
				return err
			}
			for _, other := range same {
				gone[other] = true
			}
			if err := w.DeleteAll(db.RefusedPassages, sameRefusals, p.ClaimID, p.DocumentID, p.Start, p.End); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}
