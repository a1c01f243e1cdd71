package merge

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"factmark/store"
	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// unmask turns the labels, notes and confidence that were given in a blind package
// into decisions of those who gave them. Their authors had not observed the registers
// that the package left out, so that these are independent annotations and no
// assignments to the claims. It changes an open copy of the package.
func unmask(ctx context.Context, s *store.Store) error {
	return s.WriteUnrecorded(ctx, unmaskAll)
}

// unmaskAll unmasks every claim of a blind package, and does nothing in other workspaces.
func unmaskAll(writes db.Querier) error {
	if blind, err := isBlindPackage(writes); err != nil || !blind {
		return err
	}
	q := unmasking{writes, make(map[string]claimEvent), make(map[string]bool)}
	if err := q.Exec(lostInBlind); err != nil {
		return err
	}
	var ids []string
	known := make(map[string]bool)
	err := q.Each(`SELECT e.entity_id, e.seq, e.id, e.action_id, e.at, e.person_id FROM events e JOIN handed_over h ON h.entity = e.entity AND h.entity_id = e.entity_id
		WHERE e.entity = 'claims' AND h.blind ORDER BY e.seq`, nil, func(scan func(...any) error) error {
		var id string
		var e claimEvent
		err := scan(&id, &e.seq, &e.id, &e.actionID, &e.at, &e.personID)
		if !known[id] {
			known[id] = true
			ids = append(ids, id)
		}
		if _, began := q.began[e.personID]; !began {
			q.began[e.personID] = e
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := q.unmask(id); err != nil {
			return err
		}
	}
	return nil
}

// lostInBlind marks orphans of blind packages as such, which earlier versions left out.
const lostInBlind = `UPDATE claims SET status = 'orphaned' WHERE status = 'open'
	AND id IN (SELECT entity_id FROM handed_over WHERE entity = 'claims' AND blind)
	AND document_sha256 IN (SELECT sha256 FROM versions v WHERE v.document_id = claims.document_id)
	AND document_sha256 <> (SELECT sha256 FROM documents d WHERE d.id = claims.document_id)`

// unmasking knows for each person the first event of theirs in the package. It stands
// for the blind review session in which they decided.
type unmasking struct {
	db.Querier
	began      map[string]claimEvent
	hasSession map[string]bool // by person: the session has its row
}

// sessionOf is the id of a person's session, the same each time that a package is merged.
func (q unmasking) sessionOf(personID string) string {
	return doctext.ContentID(sha256.Sum256([]byte("blind session\x00" + personID + "\x00" + q.began[personID].id)))
}

// keepSession writes the session's row, once.
func (q unmasking) keepSession(personID string) error {
	if q.hasSession[personID] {
		return nil
	}
	q.hasSession[personID] = true
	e := q.began[personID]
	r := db.Row{
		db.SessionsID: q.sessionOf(personID), db.SessionsPersonID: personID, db.SessionsName: "In a package without labels", db.SessionsMode: string(store.ModeBlind),
		db.SessionsSelection: "{}", db.SessionsSeed: int64(0), db.SessionsSummary: "{}",
		db.SessionsStartedAt: e.at, db.SessionsEndedAt: e.at, // it has ended: nobody can go on with it
	}
	if err := q.Exec(db.ReviewSessions.Insert, r...); err != nil {
		return err
	}
	return q.recordEvent(db.ReviewSessions, e, "-session", nil, r)
}

type claimEvent struct {
	seq                        int64
	id, actionID, at, personID string
	verb                       db.Verb
	before, after              *string
}

// unmask turns the events that assessed one claim into events of decisions.
func (q unmasking) unmask(claimID string) error {
	var events []claimEvent
	err := q.Each("SELECT seq, id, action_id, at, person_id, verb, before, after FROM events WHERE entity = 'claims' AND entity_id = ? ORDER BY seq",
		[]any{claimID}, func(scan func(...any) error) error {
			var e claimEvent
			err := scan(&e.seq, &e.id, &e.actionID, &e.at, &e.personID, &e.verb, &e.before, &e.after)
			events = append(events, e)
			return err
		})
	if err != nil {
		return err
	}
	now, err := q.Read(db.Claims, claimID)
	if err != nil {
		return err
	}
	decisions := make(map[string]db.Row) // by person
	for _, e := range events {
		if err := q.unmaskEvent(claimID, e, now != nil, decisions); err != nil {
			return err
		}
	}
	if now == nil {
		return nil
	}
	for _, personID := range slices.Sorted(maps.Keys(decisions)) {
		if decisions[personID] == nil {
			continue
		}
		if err := q.keepSession(personID); err != nil {
			return err
		}
		if err := q.Exec(db.Decisions.Insert, decisions[personID]...); err != nil {
			return err
		}
	}
	return nil
}

// unmaskEvent turns one event into that of a decision, and leaves of the event itself
// what a blind claim shows. decide is false for a claim that is deleted.
func (q unmasking) unmaskEvent(claimID string, e claimEvent, decide bool, decisions map[string]db.Row) error {
	before, err := db.Claims.Decode(e.before)
	if err != nil {
		return err
	}
	after, err := db.Claims.Decode(e.after)
	if err != nil {
		return err
	}
	previous := decisions[e.personID]
	if decide && before != nil && after != nil && assessmentOf(before) != assessmentOf(after) {
		decision := decisionOf(claimID, q.sessionOf(e.personID), e, store.ClaimOf(after), previous)
		decisions[e.personID] = decision
		if err := q.recordDecision(e, previous, decision); err != nil {
			return err
		}
	}
	blindBefore, blindAfter := before, after
	if before != nil {
		blindBefore = blinded(before)
	}
	if after != nil {
		blindAfter = blinded(after)
	}
	if blindBefore.Equal(blindAfter) {
		return q.Exec("DELETE FROM events WHERE seq = ?", e.seq)
	}
	from, err := withoutBlind(blindBefore)
	if err != nil {
		return err
	}
	to, err := withoutBlind(blindAfter)
	if err != nil {
		return err
	}
	return q.Exec("UPDATE events SET before = ?, after = ? WHERE seq = ?", from, to, e.seq)
}

// decisionOf is the decision that a person's assessment of a claim in a blind package
// becomes, nil where there is neither a label nor a comment. previous is their
// decision before, nil for none.
func decisionOf(claimID, sessionID string, e claimEvent, c store.Claim, previous db.Row) db.Row {
	comment := c.Note
	if c.Confidence != nil {
		comment = fmt.Sprintf("%s (confidence %v)", comment, *c.Confidence)
	}
	if c.LabelID == "" && comment == "" {
		return nil
	}
	kind := store.DecidedLabel
	if c.LabelID == "" {
		kind = store.DecidedSkip
	}
	decision := db.Row{
		db.DecisionsID:        doctext.ContentID(sha256.Sum256([]byte("blind\x00" + claimID + "\x00" + e.personID))),
		db.DecisionsSessionID: sessionID, db.DecisionsClaimID: claimID, db.DecisionsPersonID: e.personID,
		db.DecisionsKind: string(kind), db.DecisionsLabelID: db.OrNull(c.LabelID), db.DecisionsComment: comment, db.DecisionsSeconds: nil,
		db.DecisionsCreatedAt: e.at, db.DecisionsUpdatedAt: e.at,
	}
	if previous != nil {
		decision[db.DecisionsCreatedAt] = previous[db.DecisionsCreatedAt]
	}
	return decision
}

// recordDecision adds the event of a decision that was made, changed or removed.
func (q unmasking) recordDecision(e claimEvent, before, after db.Row) error {
	if before.Equal(after) {
		return nil
	}
	return q.recordEvent(db.Decisions, e, "-word", before, after)
}

// recordEvent adds an event beside another, with the id of that one and a suffix.
func (q unmasking) recordEvent(t *db.Table, e claimEvent, suffix string, before, after db.Row) error {
	from, err := t.Encode(before)
	if err != nil {
		return err
	}
	to, err := t.Encode(after)
	if err != nil {
		return err
	}
	return q.Exec(`INSERT INTO events (id, action_id, at, person_id, entity, entity_id, verb, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.id+suffix, e.actionID, e.at, e.personID, t.Name, db.Either(before, after).ID(), db.VerbOf(before, after), from, to)
}
