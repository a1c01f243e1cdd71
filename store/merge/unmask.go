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

// unmask has what people said of claims whose labels they could not see
// stand as decisions of theirs: it is their own word, not another state of
// somebody else's. It works on a copy of their workspace.
func unmask(ctx context.Context, s *store.Store) error {
	return s.Aside(ctx, unmaskAll)
}

func unmaskAll(writes db.Querier) error {
	var blind bool
	if _, err := writes.Value("SELECT EXISTS (SELECT 1 FROM handed_over WHERE blind)", &blind); err != nil || !blind {
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
		err := scan(&id, &e.seq, &e.id, &e.actionID, &e.at, &e.whom)
		if !known[id] {
			known[id] = true
			ids = append(ids, id)
		}
		if _, began := q.began[e.whom]; !began {
			q.began[e.whom] = e
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

// lostInBlind mends what earlier versions left out of blind packages: that a
// claim had lost its place.
const lostInBlind = `UPDATE claims SET status = 'orphaned' WHERE status = 'open'
	AND id IN (SELECT entity_id FROM handed_over WHERE entity = 'claims' AND blind)
	AND document_sha256 IN (SELECT sha256 FROM versions v WHERE v.document_id = claims.document_id)
	AND document_sha256 <> (SELECT sha256 FROM documents d WHERE d.id = claims.document_id)`

// unmasking knows when each person began to speak, which is when the blind
// review session began in which they decided.
type unmasking struct {
	db.Querier
	began map[string]claimEvent
	kept  map[string]bool // whose session has its row
}

// sessionOf is the id of that session: the same each time that the same work
// comes back.
func (q unmasking) sessionOf(whom string) string {
	return doctext.ContentID(sha256.Sum256([]byte("blind session\x00" + whom + "\x00" + q.began[whom].id)))
}

// keepSession writes the session's row, once.
func (q unmasking) keepSession(whom string) error {
	if q.kept[whom] {
		return nil
	}
	q.kept[whom] = true
	e := q.began[whom]
	r := db.Row{
		db.SessionsID: q.sessionOf(whom), db.SessionsPersonID: whom, db.SessionsName: "In a package without labels", db.SessionsMode: string(store.ModeBlind),
		db.SessionsSelection: "{}", db.SessionsSeed: int64(0), db.SessionsSummary: "{}",
		db.SessionsStartedAt: e.at, db.SessionsEndedAt: e.at, // it has ended, since nobody can go on with it
	}
	if err := q.Exec(db.ReviewSessions.Insert, r...); err != nil {
		return err
	}
	return q.recordEvent(db.ReviewSessions, e, "-session", nil, r)
}

type claimEvent struct {
	seq                    int64
	id, actionID, at, whom string
	verb                   db.Verb
	before, after          *string
}

// unmask turns the events that said something of one claim into those of decisions.
func (q unmasking) unmask(claimID string) error {
	var events []claimEvent
	err := q.Each("SELECT seq, id, action_id, at, person_id, verb, before, after FROM events WHERE entity = 'claims' AND entity_id = ? ORDER BY seq",
		[]any{claimID}, func(scan func(...any) error) error {
			var e claimEvent
			err := scan(&e.seq, &e.id, &e.actionID, &e.at, &e.whom, &e.verb, &e.before, &e.after)
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
	words := make(map[string]db.Row) // what each person says of it
	for _, e := range events {
		if err := q.unmaskEvent(claimID, e, now != nil, words); err != nil {
			return err
		}
	}
	if now == nil {
		return nil
	}
	for _, whom := range slices.Sorted(maps.Keys(words)) {
		if words[whom] == nil {
			continue
		}
		if err := q.keepSession(whom); err != nil {
			return err
		}
		if err := q.Exec(db.Decisions.Insert, words[whom]...); err != nil {
			return err
		}
	}
	return nil
}

func (q unmasking) unmaskEvent(claimID string, e claimEvent, decide bool, words map[string]db.Row) error {
	before, err := db.Claims.Decode(e.before)
	if err != nil {
		return err
	}
	after, err := db.Claims.Decode(e.after)
	if err != nil {
		return err
	}
	said := words[e.whom]
	if decide && before != nil && after != nil && saying(before) != saying(after) {
		word := wordOf(claimID, q.sessionOf(e.whom), e, store.ClaimOf(after), said)
		words[e.whom] = word
		if err := q.decided(e, said, word); err != nil {
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

// wordOf is the decision that a claim labelled in a blind package stands for,
// nil where nothing is said.
func wordOf(claimID, sessionID string, e claimEvent, c store.Claim, said db.Row) db.Row {
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
	word := db.Row{
		db.DecisionsID:        doctext.ContentID(sha256.Sum256([]byte("blind\x00" + claimID + "\x00" + e.whom))),
		db.DecisionsSessionID: sessionID, db.DecisionsClaimID: claimID, db.DecisionsPersonID: e.whom,
		db.DecisionsKind: string(kind), db.DecisionsLabelID: db.OrNull(c.LabelID), db.DecisionsComment: comment, db.DecisionsSeconds: nil,
		db.DecisionsCreatedAt: e.at, db.DecisionsUpdatedAt: e.at,
	}
	if said != nil {
		word[db.DecisionsCreatedAt] = said[db.DecisionsCreatedAt]
	}
	return word
}

// decided notes in the history that a decision became another.
func (q unmasking) decided(e claimEvent, before, after db.Row) error {
	if before.Equal(after) {
		return nil
	}
	return q.recordEvent(db.Decisions, e, "-word", before, after)
}

// recordEvent gives the history an event that stands beside another.
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
		e.id+suffix, e.actionID, e.at, e.whom, t.Name, db.Either(before, after).ID(), db.VerbOf(before, after), from, to)
}
