package merge

import (
	"errors"

	"factmark/store/internal/db"
)

// theirEvents are the events of the other side that are no part of a merge,
// with the names of their actions, a page at a time.
const theirEvents = `SELECT e.seq, e.id, e.action_id, a.name, e.at, e.person_id, e.entity, e.entity_id, e.verb, e.before, e.after
	FROM events e JOIN actions a ON a.id = e.action_id WHERE e.seq > ? AND ` + db.OwnEvents + ` ORDER BY e.seq`

const theirMergedEvents = `SELECT m.rowid, m.id, m.action_id, m.action, m.at, m.person_id, m.entity, m.entity_id, m.verb, m.before, m.after
	FROM merged_events m JOIN actions a ON a.seq = m.merge WHERE m.rowid > ? AND a.undone = 0 ORDER BY m.rowid`

const knownEvent = `SELECT EXISTS (SELECT 1 FROM events WHERE id = ?1)
	OR EXISTS (SELECT 1 FROM merged_events m JOIN actions a ON a.seq = m.merge WHERE m.id = ?1 AND a.undone = 0)`

const keepEvent = `INSERT INTO merged_events (merge, id, action_id, action, at, person_id, entity, entity_id, verb, before, after)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET merge = excluded.merge`

// foreignEvent is a row of the other side's history.
type foreignEvent struct {
	seq                                                int64
	id, actionID, action, at, person, entity, entityID string
	verb                                               db.Verb
	before, after                                      *string
}

// copyHistory keeps the other side's history. It comes after the rows: while
// they meet, what we know and what they know has to be told apart.
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
				if err := m.keep(&page[i]); err != nil {
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

func (m *merging) keep(e *foreignEvent) error {
	if e.entity == db.Conflicts.Name { // a choice shows in the row it was about
		return nil
	}
	if err := m.pastTexts(e); err != nil {
		return err
	}
	known := false
	if _, err := m.Querier.One(knownEvent, []any{e.id}, &known); err != nil || known {
		return err
	}
	if err := m.sound(e); err != nil {
		return err
	}
	if err := m.beginAction(); err != nil {
		return err
	}
	m.report.Events++
	return m.Exec(keepEvent, m.seq, e.id, e.actionID, e.action, e.at, e.person, e.entity, e.entityID, e.verb, e.before, e.after)
}

// pastTexts takes over the texts that documents had in the other side's past: what is deleted or replaced there may have
// to come back because of a claim that was made on it elsewhere.
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
		there, err := db.HasText(m.theirs.Querier, sum)
		if err == nil && there {
			err = m.texts(t, r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sound checks an event from elsewhere.
func (m *merging) sound(e *foreignEvent) error {
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
		if err != nil || r.ID() != e.entityID || r != nil && t.Check(t.Clean(r)) != nil { // what was repaired holds NUL in its past
			return bad
		}
	}
	return nil
}
