package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"factmark/store/internal/db"
)

// ClaimHead is what a review chooses claims by. PersonID is who made it, under
// whichever name they are known by now; LabellerID is who gave the label, which
// may be somebody else. Settled tells that someone's decision
// stands behind the status, adjudicated or rejected.
type ClaimHead struct {
	ID, DocumentID string
	Start, End     int // code points
	LabelID        string
	Status         Status
	PersonID       string
	LabellerID     string
	LabelledAt     time.Time // zero where that is not known
	FinalLabelID   string
	Settled        bool
}

// EachHead calls f with the heads of the claims of these documents, one after
// the other, nil for all, in document order; of each in text order.
func (s *Store) EachHead(ctx context.Context, documentIDs []string, f func(ClaimHead) error) error {
	q := s.reading(ctx)
	who, err := db.ReadAliases(q)
	if err != nil {
		return err
	}
	each := func(query string, args ...any) error {
		return q.Each(query, args, func(scan func(...any) error) error {
			h, err := scanHead(scan, who)
			if err != nil {
				return err
			}
			return f(h)
		})
	}
	if documentIDs == nil {
		return each(allHeads)
	}
	for _, id := range documentIDs {
		if err := each(headsInDocument, id); err != nil {
			return err
		}
	}
	return nil
}

const (
	allHeads = "SELECT " + headColumns + ` FROM documents d CROSS JOIN claims c ON c.document_id = d.id
		ORDER BY d.title COLLATE NOCASE, d.id, c.start, c."end", c.id`
	headsInDocument = "SELECT " + headColumns + ` FROM claims c WHERE c.document_id = ? ORDER BY c.start, c."end", c.id`
)

// isSettled is SQL for whether a person's decision stands behind the status of claim c.
const isSettled = `(c.status = 'adjudicated' OR c.status = 'rejected' AND c.reviewer_id IS NOT NULL)`

// Adjudicate settles claims by the decision of the one who is signed in: with
// a label as the final one, or, where that is "", by rejecting the span. For
// each claim a decision without a session is kept, and who settled it and
// when; what others have said stays. A claim that has lost its place is
// ErrConflict.
func (s *Store) Adjudicate(ctx context.Context, labelID, comment string, claimIDs ...string) error {
	_, err := s.write(ctx, ChangeDo, "", func(w *transaction) error {
		kind, status, as := DecidedReject, StatusRejected, "rejected"
		if labelID != "" {
			name, err := labelName(w.Querier, labelID)
			if err != nil {
				return err
			}
			kind, status, as = DecidedLabel, StatusAdjudicated, name
		}
		if w.Name = "Settle claim as " + as; len(claimIDs) != 1 {
			w.Name = fmt.Sprintf("Settle %d claims as %s", len(claimIDs), as)
		}
		for _, id := range claimIDs {
			d := Decision{ID: db.NewID(), ClaimID: id, PersonID: w.Person.ID, Kind: kind, LabelID: labelID, Comment: comment,
				CreatedAt: w.At, UpdatedAt: w.At}
			before, err := w.Existing(db.Claims, id)
			if err != nil {
				return err
			}
			if ClaimOf(before).Status == StatusOrphaned {
				return db.Failf(db.ErrConflict, "the claim has lost its place in the text and cannot be settled; nothing was changed")
			}
			if err := w.Save(db.Decisions, nil, d.row()); err != nil {
				return err
			}
			c := ClaimOf(before)
			c.Status, c.FinalLabelID, c.ReviewerID, c.ReviewedAt = status, labelID, w.Person.ID, w.At
			if err := w.Save(db.Claims, before, c.Row()); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// Settlement is what follows for a claim from what people have said: unanimous
// with the label they agree on, rejected, unresolved, or open, which takes
// back what settled it.
type Settlement struct {
	ClaimID string
	Status  Status
	LabelID string
}

// Settle gives claims the status that follows from what people have said, in
// one action. One that somebody has decided between, or that has lost its
// place, stays as it is, unless it is opened again. It gives how many changed.
// progress, which may be nil, is told how many of how many steps are done.
func (s *Store) Settle(ctx context.Context, all []Settlement, progress func(done, total int)) (changed int, err error) {
	_, err = s.write(ctx, ChangeDo, "", func(w *transaction) error {
		var ready []Settlement
		step := func(done int) {
			if progress != nil {
				progress(done, 2*len(all))
			}
		}
		for i, one := range all {
			step(i)
			change, err := w.wouldSettle(one)
			if err != nil {
				return err
			}
			if change {
				ready = append(ready, one)
			}
		}
		if w.Name = "Settle claim"; len(ready) != 1 {
			w.Name = fmt.Sprintf("Settle %d claims", len(ready))
		}
		for i, one := range ready {
			step(2*len(all) - len(ready) + i)
			before, err := w.Existing(db.Claims, one.ClaimID)
			if err != nil {
				return err
			}
			if err := w.Save(db.Claims, before, WithDerivedStatus(before, one.Status, one.LabelID)); err != nil {
				return err
			}
		}
		changed = len(ready)
		return nil
	})
	return changed, err
}

func (w *transaction) wouldSettle(one Settlement) (bool, error) {
	if !slices.Contains([]Status{StatusUnanimous, StatusRejected, StatusUnresolved, StatusOpen}, one.Status) ||
		(one.LabelID != "") != (one.Status == StatusUnanimous) {
		return false, db.Failf(db.ErrInvalid, "a claim is unanimous with a label, or rejected, unresolved or open without one; nothing was changed")
	}
	var status Status
	var label string
	var settled bool
	found, err := w.One(`SELECT c.status, ifnull(c.final_label_id, ''), `+isSettled+` FROM claims c WHERE c.id = ?`,
		[]any{one.ClaimID}, &status, &label, &settled)
	if err != nil || !found || status == StatusOrphaned {
		return false, err
	}
	return (!settled || one.Status == StatusOpen) && (status != one.Status || label != one.LabelID), nil
}

// WithDerivedStatus gives a claim the status and final label that were derived: it has
// no reviewer, since nobody decided them.
func WithDerivedStatus(before db.Row, status Status, labelID string) db.Row {
	c := ClaimOf(before)
	c.Status, c.FinalLabelID, c.ReviewerID, c.ReviewedAt = status, labelID, "", time.Time{}
	return c.Row()
}

// Beside gives the heads of the claims on the very span of a claim, itself
// included, and the decisions on them, in the order they were made;
// ErrNotFound where it is not there. One that has lost its place is alone.
func (s *Store) Beside(ctx context.Context, claimID string) (heads []ClaimHead, made []Decision, err error) {
	lost := false
	q := s.reading(ctx)
	who, err := db.ReadAliases(q)
	if err != nil {
		return nil, nil, err
	}
	err = q.Each(headsBeside, []any{claimID}, func(scan func(...any) error) error {
		h, err := scanHead(scan, who)
		heads = append(heads, h)
		lost = lost || h.ID == claimID && h.Status == StatusOrphaned
		return err
	})
	if err == nil && len(heads) == 0 {
		err = db.Failf(db.ErrNotFound, "the claim is not in the workspace any more")
	}
	if lost {
		heads = slices.DeleteFunc(heads, func(h ClaimHead) bool { return h.ID != claimID })
	}
	for _, h := range heads {
		if err != nil {
			return nil, nil, err
		}
		var more []Decision
		more, err = s.Decisions(ctx, DecisionFilter{ClaimID: h.ID})
		made = append(made, more...)
	}
	slices.SortStableFunc(made, func(a, b Decision) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return heads, made, err
}

const headsBeside = "SELECT " + headColumns + ` FROM claims o CROSS JOIN claims c ON c.document_id = o.document_id AND c.start = o.start AND c."end" = o."end"
	WHERE o.id = ? ORDER BY c.id`

// headColumns are those of a ClaimHead, of claim c.
const headColumns = `c.id, c.document_id, c.start, c."end", ifnull(c.label_id, ''), c.status, c.person_id, ifnull(c.labeller_id, c.person_id),
	ifnull(c.final_label_id, ''), ` + isSettled + `, ` + db.LabelledAt

func scanHead(scan func(...any) error, who db.Aliases) (h ClaimHead, err error) {
	var at string
	err = scan(&h.ID, &h.DocumentID, &h.Start, &h.End, &h.LabelID, &h.Status, &h.PersonID, &h.LabellerID, &h.FinalLabelID, &h.Settled, &at)
	h.LabelledAt = db.ParseTime(at)
	h.PersonID, h.LabellerID = who.Canonical(h.PersonID).ID, who.Canonical(h.LabellerID).ID
	return h, err
}
