package store

import (
	"context"
	"strings"
	"time"

	"factmark/store/internal/db"
)

// DecisionKind is what a decision says of its claim.
type DecisionKind string

const (
	DecidedLabel  DecisionKind = "label"  // the claim gets this label
	DecidedReject DecisionKind = "reject" // the span is no claim
	DecidedSkip   DecisionKind = "skip"   // no word on it; the comment says why
)

// Decision is one person's word on one claim. One without a session settled
// the claim between people who differ (see Adjudicate): it is no label of its own.
type Decision struct {
	ID, SessionID, ClaimID string
	PersonID, Person       string
	Kind                   DecisionKind
	LabelID                string // of the kind label alone
	Comment                string
	Seconds                float64 // spent on it; 0 where that is not known
	CreatedAt, UpdatedAt   time.Time
}

func decisionOf(r db.Row) Decision {
	seconds, _ := r[db.DecisionsSeconds].(float64)
	return Decision{
		ID: r.Text(db.DecisionsID), SessionID: r.Text(db.DecisionsSessionID), ClaimID: r.Text(db.DecisionsClaimID), PersonID: r.Text(db.DecisionsPersonID),
		Kind: DecisionKind(r.Text(db.DecisionsKind)), LabelID: r.Text(db.DecisionsLabelID), Comment: r.Text(db.DecisionsComment), Seconds: seconds,
		CreatedAt: r.Time(db.DecisionsCreatedAt), UpdatedAt: r.Time(db.DecisionsUpdatedAt),
	}
}

func (d *Decision) row() db.Row {
	var seconds any
	if d.Seconds > 0 {
		seconds = d.Seconds
	}
	return db.Row{
		db.DecisionsID: d.ID, db.DecisionsSessionID: db.OrNull(d.SessionID), db.DecisionsClaimID: d.ClaimID, db.DecisionsPersonID: d.PersonID,
		db.DecisionsKind: string(d.Kind), db.DecisionsLabelID: db.OrNull(d.LabelID), db.DecisionsComment: d.Comment, db.DecisionsSeconds: seconds,
		db.DecisionsCreatedAt: db.FormatTime(d.CreatedAt), db.DecisionsUpdatedAt: db.FormatTime(d.UpdatedAt),
	}
}

// NewDecision is a word to be said on a claim in a review session.
type NewDecision struct {
	SessionID, ClaimID string
	Kind               DecisionKind
	LabelID, Comment   string
	Seconds            float64 // spent on it now; what an earlier word took is added
}

// Decide keeps what the one who is signed in says of a claim in a review
// session of theirs (else ErrConflict). There is one word on a claim in a
// session: another one takes the place of the first. A skip needs a comment.
func (s *Store) Decide(ctx context.Context, n NewDecision) (Decision, error) {
	var d Decision
	_, err := s.write(ctx, ChangeDo, "", func(w *transaction) error {
		if err := w.nameDecision(n); err != nil {
			return err
		}
		if err := w.mayDecide(n); err != nil {
			return err
		}
		before, err := w.decisionIn(n.SessionID, n.ClaimID)
		if err != nil {
			return err
		}
		d = Decision{ID: db.NewID(), SessionID: n.SessionID, ClaimID: n.ClaimID, PersonID: w.Person.ID, CreatedAt: w.At}
		if before != nil {
			d = decisionOf(before)
		}
		d.Kind, d.LabelID, d.Comment = n.Kind, n.LabelID, n.Comment
		if d.UpdatedAt, err = w.decisionTime(n.ClaimID); err != nil {
			return err
		}
		if d.UpdatedAt.Before(d.CreatedAt) { // the clock was set back since
			d.UpdatedAt = d.CreatedAt
		}
		d.Seconds += n.Seconds
		d.Person = w.Person.Name
		return w.Save(db.Decisions, before, d.row())
	})
	if err != nil {
		return Decision{}, err
	}
	return d, nil
}

func (w *transaction) nameDecision(n NewDecision) error {
	switch {
	case n.Kind == DecidedLabel && n.LabelID != "":
		name, err := labelName(w.Querier, n.LabelID)
		w.Name = "Review as " + name
		return err
	case n.Kind == DecidedReject && n.LabelID == "":
		w.Name = "Review: reject the span"
	case n.Kind == DecidedSkip && n.LabelID == "":
		w.Name = "Review: skip"
		if strings.TrimSpace(n.Comment) == "" {
			return db.Failf(db.ErrInvalid, "a claim is skipped for a reason: say which; nothing was changed")
		}
	default:
		return db.Failf(db.ErrInvalid, "a decision is a label, a rejection or a skip; nothing was changed")
	}
	return nil
}

// whoHolds is read from an index: a session's row may hold a queue of a million ids.
const whoHolds = "SELECT person_id, ended_at FROM review_sessions INDEXED BY review_sessions_held WHERE id = ?"

// mayDecide finds whether this person may speak on this claim in this session.
func (w *transaction) mayDecide(n NewDecision) error {
	if _, err := w.Existing(db.Claims, n.ClaimID); err != nil {
		return err
	}
	var personID, endedAt string
	switch found, err := w.One(whoHolds, []any{n.SessionID}, &personID, &endedAt); {
	case err != nil:
		return err
	case !found:
		return db.Failf(db.ErrNotFound, "the review session is not in the workspace any more; nothing was changed")
	case personID != w.Person.ID:
		return db.Failf(db.ErrConflict, "this review session is someone else's; nothing was changed")
	case endedAt != "":
		return db.Failf(db.ErrConflict, "this review session has ended; reopen it first; nothing was changed")
	}
	return nil
}

// decisionTime is when a word is said now on a claim.
func (w *transaction) decisionTime(claimID string) (time.Time, error) {
	on, err := w.Existing(db.Claims, claimID)
	if err != nil {
		return time.Time{}, err
	}
	c := ClaimOf(on)
	return w.wordTime(c.DocumentID, c.Start, c.End, w.Person.ID)
}

func (w *transaction) decisionIn(sessionID, claimID string) (db.Row, error) {
	ids, err := w.IDs("SELECT id FROM decisions WHERE claim_id = ? AND session_id = ? ORDER BY id", claimID, sessionID)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return w.Existing(db.Decisions, ids[0])
}

// RemoveDecision takes back a decision, which must be of the one who is signed
// in (else ErrConflict).
func (s *Store) RemoveDecision(ctx context.Context, id string) error {
	_, err := s.write(ctx, ChangeDo, "Review: take back a decision", func(w *transaction) error {
		before, err := w.Existing(db.Decisions, id)
		if err != nil {
			return err
		}
		if before[db.DecisionsPersonID] != w.Person.ID {
			return db.Failf(db.ErrConflict, "this decision is someone else's; nothing was changed")
		}
		return w.Save(db.Decisions, before, nil)
	})
	return err
}

// DecisionFilter chooses decisions; what is empty takes all. A person's are
// those made under their other names too, those of documents the ones on claims there.
type DecisionFilter struct {
	ClaimID, SessionID, PersonID string
	DocumentIDs                  []string
}

// Decisions gives decisions in the order they were first made.
func (s *Store) Decisions(ctx context.Context, f DecisionFilter) ([]Decision, error) {
	from := "decisions d"
	if f.DocumentIDs != nil {
		from = "json_each(?) j CROSS JOIN claims c ON c.document_id = j.value CROSS JOIN decisions d ON d.claim_id = c.id"
	}
	query := "SELECT " + db.Decisions.List("d") + ", p.name FROM " + from + " JOIN people p ON p.id = " + db.CanonicalID("d.person_id")
	var args []any
	if f.DocumentIDs != nil {
		args = append(args, db.JSONList(f.DocumentIDs))
	}
	and := " WHERE "
	for _, c := range []struct{ condition, value string }{
		{"d.claim_id = ?", f.ClaimID},
		{"d.session_id = ?", f.SessionID},
		{"p.id = " + db.CanonicalID("?"), f.PersonID},
	} {
		if c.value != "" {
			query += and + c.condition
			args, and = append(args, c.value), " AND "
		}
	}
	var all []Decision
	r, dest := db.Decisions.Dest()
	var name string
	dest = append(dest, &name)
	err := s.reading(ctx).Each(query+" ORDER BY d.created_at, d.id", args, func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		d := decisionOf(r)
		d.Person = name
		all = append(all, d)
		return nil
	})
	return all, err
}
