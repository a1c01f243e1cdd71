package store

import (
	"cmp"
	"context"
	"errors"

	"factmark/store/internal/db"
)

// RestoreClaim brings a claim back to what it was after an event of its own
// (of a deletion: before it) as a new action. A claim that was deleted comes
// back with the evidence, the decisions and the links that went with it, as far as what
// they refer to is still there. ErrNotFound where the claim has no such event,
// or where its document or a label is gone; ErrInvalid where it is like that
// already, but for its place in a text that was replaced since.
func (s *Store) RestoreClaim(ctx context.Context, claimID string, eventSeq int64) error {
	_, err := s.write(ctx, ChangeDo, "Restore claim", func(w *transaction) error { return w.restoreClaim(claimID, eventSeq) })
	return err
}

func (w *transaction) restoreClaim(id string, seq int64) error {
	var before, after *string
	found, err := w.One("SELECT before, after FROM events WHERE seq = ? AND entity = 'claims' AND entity_id = ?", []any{seq, id}, &before, &after)
	switch {
	case err != nil:
		return err
	case !found:
		return db.Failf(db.ErrNotFound, "the history does not have this state of the claim; nothing was changed")
	case after == nil:
		after = before
	}
	then, err := db.Claims.Decode(after)
	if err != nil {
		return err
	}
	now, err := w.Read(db.Claims, id)
	if err != nil {
		return err
	}
	if now != nil && sameClaim(now, then) {
		return db.Failf(db.ErrInvalid, "the claim is like that now; nothing was changed")
	}
	c := ClaimOf(then)
	if err := w.restorable(&c, now); err != nil {
		return err
	}
	if err := w.restorableLink(&c, now); err != nil {
		return err
	}
	if now != nil && sameClaim(now, c.Row()) {
		return db.Failf(db.ErrInvalid, "all that can be brought back of this state is like that now; nothing was changed")
	}
	c.UpdatedAt = w.At
	if c.LabelID != "" && (now == nil || ClaimOf(now).LabelID != c.LabelID) {
		if err := w.sayAgain(&c, w.Person.ID); err != nil {
			return err
		}
	}
	if err := errors.Join(w.meetAgain(c.PersonID), w.meetAgain(c.LabellerID), w.meetAgain(c.ReviewerID)); err != nil {
		return err
	}
	if now != nil && c.FirstID != "" {
		if err := w.handOver(id, ""); err != nil {
			return err
		}
	}
	if err := w.Save(db.Claims, now, c.Row()); err != nil {
		return err
	}
	if now == nil {
		return w.restoreDependents(id)
	}
	return nil
}

// restorableLink finds which first appearance a claim of the past can name: the
// present one of the group of the one that it named then. Where that is gone the
// claim stays linked as it is.
func (w *transaction) restorableLink(c *Claim, now db.Row) error {
	if c.FirstID == "" {
		return nil
	}
	named, err := w.Read(db.Claims, c.FirstID)
	if err != nil {
		return err
	}
	switch {
	case named != nil:
		c.FirstID = cmp.Or(named.Text(db.ClaimsFirstClaimID), c.FirstID)
	case now != nil:
		c.FirstID = now.Text(db.ClaimsFirstClaimID)
	default:
		c.FirstID = ""
	}
	if c.FirstID == c.ID { // it leads the group now
		c.FirstID = ""
	}
	return nil
}

// meetAgain makes a person known again who went with an undone action.
func (w *transaction) meetAgain(id string) error {
	if id == "" {
		return nil
	}
	now, err := w.Read(db.People, id)
	if err != nil || now != nil {
		return err
	}
	var image *string
	if _, err := w.One("SELECT before FROM events WHERE entity = 'people' AND entity_id = ? AND verb = 'delete' ORDER BY seq DESC LIMIT 1", []any{id}, &image); err != nil {
		return err
	}
	was, err := db.People.Decode(image)
	if err != nil || was == nil {
		return err
	}
	if as := was.Text(db.PeopleSameAs); as != "" {
		if err := w.meetAgain(as); err != nil {
			return err
		}
	}
	return w.Save(db.People, nil, was)
}

// sameClaim reports whether two rows say the same of a claim, whenever they said it.
func sameClaim(a, b db.Row) bool {
	one, other := ClaimOf(a), ClaimOf(b)
	one.UpdatedAt, one.LabelledAt = other.UpdatedAt, other.LabelledAt
	return one.Row().Equal(other.Row())
}

// restorable finds what a claim of the past needs and is not there any more.
// Where its text was replaced since, it keeps the place it has now; one that
// was deleted comes back without a place.
func (w *transaction) restorable(c *Claim, now db.Row) error {
	for _, id := range []string{c.LabelID, c.FinalLabelID} {
		if id == "" {
			continue
		}
		label, err := w.Read(db.Labels, id)
		if err != nil {
			return err
		}
		if label == nil {
			return db.Failf(db.ErrNotFound, "the label that the claim had then is not in the workspace any more; choose another state; nothing was changed")
		}
	}
	document, err := w.Read(db.Documents, c.DocumentID)
	if err != nil {
		return err
	}
	if document != nil && c.Status == StatusOrphaned {
		return nil
	}
	if document != nil {
		sum, t, err := w.text(c.DocumentID)
		if err != nil || sum == c.DocumentSHA256 && c.Fits(t) {
			return err
		}
	}
	if now != nil {
		is := ClaimOf(now)
		c.DocumentID, c.Start, c.End, c.DocumentSHA256 = is.DocumentID, is.Start, is.End, is.DocumentSHA256
		c.Quote, c.Prefix, c.Suffix = is.Quote, is.Prefix, is.Suffix
		if (c.Status == StatusOrphaned) != (is.Status == StatusOrphaned) {
			c.Status = is.Status
		}
		return nil
	}
	if c.DocumentID, err = successorOf(w.Querier, c.DocumentSHA256); err != nil {
		return err
	}
	if c.DocumentID == "" {
		return db.Failf(db.ErrNotFound, "the claim's document is not in the workspace any more; import it again first; nothing was changed")
	}
	c.Status = StatusOrphaned
	return nil
}

// restoreDependents brings back the evidence, the decisions and the refused passages that were
// deleted together with a claim the last time, and links it again with those for which it was the first appearance.
func (w *transaction) restoreDependents(id string) error {
	var action string
	found, err := w.One("SELECT action_id FROM events WHERE entity = 'claims' AND entity_id = ? AND verb = 'delete' ORDER BY seq DESC LIMIT 1", []any{id}, &action)
	if err != nil || !found {
		return err
	}
	type gone struct{ entity, image string }
	var all []gone
	err = w.Each("SELECT entity, before FROM events WHERE action_id = ? AND verb = 'delete' AND ("+ofClaim+" = ?2 OR "+ofRefusal+" = ?2) ORDER BY seq", []any{action, id},
		func(scan func(...any) error) error {
			var g gone
			err := scan(&g.entity, &g.image)
			all = append(all, g)
			return err
		})
	if err != nil {
		return err
	}
	for _, g := range all {
		t := db.Evented[g.entity]
		r, err := t.Decode(&g.image)
		if err != nil {
			return err
		}
		if ok, err := w.refersToWhatIsThere(t, r); err != nil {
			return err
		} else if !ok {
			continue
		}
		if err := w.meetAgain(r.Text(t.Column("person_id"))); err != nil {
			return err
		}
		if err := w.Save(t, nil, r); err != nil {
			return err
		}
	}
	led, err := w.IDs(`SELECT e.entity_id FROM events e JOIN claims c ON c.id = e.entity_id WHERE e.action_id = ? AND e.entity = 'claims' AND e.verb = 'update'
		AND e.before ->> 'first_claim_id' = ? ORDER BY e.seq LIMIT 1`, action, id)
	if err != nil || len(led) == 0 {
		return err
	}
	return w.link(id, led[0])
}

// refersToWhatIsThere reports whether a row that is gone can come back.
func (w *transaction) refersToWhatIsThere(t *db.Table, r db.Row) (bool, error) {
	if there, err := w.Read(t, r.ID()); err != nil || there != nil {
		return false, err
	}
	for column, in := range map[string]*db.Table{"document_id": db.Documents, "label_id": db.Labels, "session_id": db.ReviewSessions} {
		i := t.Index(column)
		if i < 0 || r[i] == nil {
			continue
		}
		there, err := w.Read(in, r.Text(i))
		if err != nil || there == nil {
			return false, err
		}
	}
	return true, nil
}
