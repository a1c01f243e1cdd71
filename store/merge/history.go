package merge

import (
	"errors"

	"factmark/store/internal/db"
)

// theirEvents are the assignments of the other replica's own history: its events
// except those that merges wrote, with the names of their actions.
const theirEvents = `SELECT e.seq, e.id, e.action_id, a.name, e.at, e.person_id, e.entity, e.entity_id, e.verb, e.before, e.after
	FROM events e JOIN actions a ON a.id = e.action_id WHERE e.seq > ? AND ` + db.OwnEvents + ` ORDER BY e.seq`

const theirMergedEvents = `SELECT m.rowid, m.id, m.action_id, m.action, m.at, m.person_id, m.entity, m.entity_id, m.verb, m.before, m.after
	FROM merged_events m JOIN actions a ON a.seq = m.merge WHERE m.rowid > ? AND a.undone = 0 ORDER BY m.rowid`

const knownEvent = `SELECT EXISTS (SELECT 1 FROM events WHERE id = ?1)
	OR EXISTS (SELECT 1 FROM merged_events m JOIN actions a ON a.seq = m.merge WHERE m.id = ?1 AND a.undone = 0)`

const insertEvent = `INSERT INTO merged_events (merge, id, action_id, action, at, person_id, entity, entity_id, verb, before, after)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET merge = excluded.merge`

// foreignEvent is an event of the other replica.
type foreignEvent struct {
	seq                                                int64
	id, actionID, action, at, person, entity, entityID string
	verb                                               db.Verb
	before, after                                      *string
}

// copyHistory keeps the other replica's events, which become part of the causal
// histories here. It runs after the rows were merged: a join needs the causal
// histories of both replicas apart.
func (m *merging) copyHistory() error {
	for _, query := range []string{theirEvents, theirMergedEvents} {
		for seq, more := int64(0), true; more; {
			var page []foreignEvent
			held := 0
			err := m.theirs.Each(query, []any{seq}, func(scan func(...any) error) error {
				if len(page) == pageLength || held > db.MostHeld {
					return errFull
				}
				var e foreignEvent
				err := scan(&e.seq, &e.id, &e.actionID, &e.action, &e.at, &e.person, &e.entity, &e.entityID, &e.verb, &e.before, &e.after)
				page = append(page, e)
				held += e.size()
				return err
			})
			if more = errors.Is(err, errFull); err != nil && !more {
				return err
			}
			for i := range page {
				seq = page[i].seq
				if err := m.keepEvent(&page[i]); err != nil {
					return err
				}
			}
			if err := m.Ctx.Err(); err != nil {
				return err
			}
		}
	}
	return nil
}

// size is how many bytes the images of an event have.
func (e *foreignEvent) size() (n int) {
	for _, image := range []*string{e.before, e.after} {
		if image != nil {
			n += len(*image)
		}
	}
	return n
}

// keepEvent keeps an event of the other replica, unless it is here already.
func (m *merging) keepEvent(e *foreignEvent) error {
	if e.entity == db.Conflicts.Name { // the choice is an assignment in the row that the conflict was about
		return nil
	}
	if err := m.pastTexts(e); err != nil {
		return err
	}
	known := false
	if _, err := m.Querier.One(knownEvent, []any{e.id}, &known); err != nil || known {
		return err
	}
	if err := m.checkEvent(e); err != nil {
		return err
	}
	if err := m.beginAction(); err != nil {
		return err
	}
	m.report.Events++
	return m.Exec(insertEvent, m.seq, e.id, e.actionID, e.action, e.at, e.person, e.entity, e.entityID, e.verb, e.before, e.after)
}

// pastTexts copies the texts that documents of the other replica had once: a document that was deleted or replaced there
// may be revived here, because of a claim that was made on it.
func (m *merging) pastTexts(e *foreignEvent) error {
	t := db.Evented[e.entity]
	if t != db.Documents && t != db.Versions {
		return nil
	}
	for _, image := range []*string{e.before, e.after} {
		if image == nil {
			continue
		}
		r, err := t.Decode(image)
		if err != nil {
			return err
		}
		sum := r.Text(t.Column("sha256"))
		has, err := db.HasText(m.theirs.Querier, sum)
		if err == nil && has {
			err = m.texts(t, r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// checkEvent validates an event of the other replica; ErrMismatch where it is none.
func (m *merging) checkEvent(e *foreignEvent) error {
	bad := db.Failf(db.ErrMismatch, "the history in %s cannot be trusted (event %s); nothing was changed", m.from.name, db.Shorten(e.id))
	t := db.Evented[e.entity]
	if t == nil || db.FormatTime(db.ParseTime(e.at)) != e.at {
		return bad
	}
	for _, id := range []string{e.id, e.actionID, e.person, e.entityID} {
		if !db.SoundID(id) {
			return bad
		}
	}
	if len(e.action) > db.LongestText {
		return bad
	}
	for _, image := range []*string{e.before, e.after} {
		if image == nil {
			continue
		}
		if len(*image) > 2*db.LongestText {
			return bad
		}
		r, err := t.Decode(image)
		if err != nil || r.ID() != e.entityID || r != nil && t.Check(t.Clean(r)) != nil { // the history of a repaired row may hold NUL
			return bad
		}
	}
	return nil
}
