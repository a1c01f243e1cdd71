package store

import (
	"context"
	"math"

	"factmark/store/internal/db"
)

const (
	lastStanding = "SELECT seq, name FROM actions WHERE kind = 'do' AND undone = 0 ORDER BY seq DESC LIMIT 1"
	firstUndone  = "SELECT seq, name FROM actions WHERE kind = 'do' AND undone = 1 ORDER BY seq LIMIT 1"

	eventsBackwards = "SELECT seq, entity, entity_id, before, after FROM events WHERE action_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?"
	eventsForwards  = "SELECT seq, entity, entity_id, before, after FROM events WHERE action_id = ? AND seq > ? ORDER BY seq LIMIT ?"
)

// Undo takes back the last action that stands, in any document, as a new
// change. ErrNothingToUndo where there is none; ErrConflict, with nothing
// changed, where a row is no longer as the action left it.
func (s *Store) Undo(ctx context.Context) (Change, error) {
	return s.write(ctx, ChangeUndo, "", func(w *transaction) error {
		u := &undoing{transaction: w}
		if err := u.find(lastStanding, db.ErrNothingToUndo); err != nil {
			return err
		}
		return u.replay(eventsBackwards, math.MaxInt64, 1)
	})
}

// Redo does again what the last Undo took back. ErrNothingToRedo where there
// is nothing, or where something else was done since. ErrConflict is as for
// Undo.
func (s *Store) Redo(ctx context.Context) (Change, error) {
	return s.write(ctx, ChangeRedo, "", func(w *transaction) error {
		u := &undoing{transaction: w}
		if err := u.find(firstUndone, db.ErrNothingToRedo); err != nil {
			return err
		}
		return u.replay(eventsForwards, 0, 0)
	})
}

// UndoNames gives the names of the actions that Undo and Redo would take; ""
// where there is none.
func (s *Store) UndoNames(ctx context.Context) (undo, redo string, err error) {
	err = s.Snapshot(ctx, func(q db.Querier) error {
		var seq int64
		if _, err := q.One(lastStanding, nil, &seq, &undo); err != nil {
			return err
		}
		_, err := q.One(firstUndone, nil, &seq, &redo)
		return err
	})
	return undo, redo, err
}

// undoing is an undo or a redo under way.
type undoing struct {
	*transaction
	leaving []string // people whom it takes away, by id
}

// find sets the action that is to be undone or redone.
func (w *undoing) find(query string, none error) error {
	found, err := w.One(query, nil, &w.Target, &w.Name)
	if err == nil && !found {
		err = none
	}
	return err
}

// eventsAtOnce is how many events are held in memory while they are replayed.
const eventsAtOnce = 256

type event struct {
	seq           int64
	entity, id    string
	before, after *string
}

// replay goes through the target's events, a page at a time so that an action
// of a million rows needs little memory, and marks the target.
func (w *undoing) replay(page string, seq int64, undone int) error {
	var actionID string
	if _, err := w.One("SELECT id FROM actions WHERE seq = ?", []any{w.Target}, &actionID); err != nil {
		return err
	}
	if err := w.BeginAction(); err != nil {
		return err
	}
	// A merge may have put rows before those they refer to; at the end of the action all is checked.
	if err := w.Exec("PRAGMA defer_foreign_keys = ON"); err != nil {
		return err
	}
	for more := true; more; {
		var events []event
		err := w.Each(page, []any{actionID, seq, eventsAtOnce}, func(scan func(...any) error) error {
			var e event
			err := scan(&e.seq, &e.entity, &e.id, &e.before, &e.after)
			events = append(events, e)
			return err
		})
		if err != nil {
			return err
		}
		for _, e := range events {
			if undone == 1 {
				e.before, e.after = e.after, e.before
			}
			if err := w.apply(e); err != nil {
				return err
			}
			seq = e.seq
		}
		more = len(events) == eventsAtOnce
	}
	if err := w.forget(); err != nil {
		return err
	}
	return w.Exec("UPDATE actions SET undone = ? WHERE seq = ?", undone, w.Target)
}

// apply brings about an event. A person goes at the end, if at all, and comes
// back unless they are there: what they did meanwhile refers to them.
func (w *undoing) apply(e event) error {
	t := db.Evented[e.entity]
	if t == nil {
		return db.Failf(db.ErrDamaged, "the history names %q, which this version does not know; nothing was changed", e.entity)
	}
	from, err := t.Decode(e.before)
	if err != nil {
		return err
	}
	to, err := t.Decode(e.after)
	if err != nil {
		return err
	}
	now, err := w.Read(t, e.id)
	if err != nil {
		return err
	}
	switch {
	case t == db.People && to == nil:
		w.leaving = append(w.leaving, e.id)
		return nil
	case t == db.People && from == nil && now != nil:
		return nil
	case !now.Equal(from):
		return db.Failf(db.ErrConflict, "“%s” cannot be %sne: a %s is no longer as it was left; nothing was changed", w.Name, w.Kind, t.Noun)
	}
	if part := db.ChosenIn(e.after); w.Kind == ChangeRedo && (part != "" || from.Equal(to)) {
		return w.Restate(t, from, to, part)
	}
	return w.Save(t, from, to)
}

// forget removes the people whom an action that is undone had made known, but
// for those who have done something since.
func (w *undoing) forget() error {
	if len(w.leaving) == 0 {
		return nil
	}
	all, err := db.ReadReferences(w.Querier)
	if err != nil {
		return err
	}
	all = append(all, db.Reference{From: &db.Table{Name: "actions"}, Column: "person_id", To: db.People.Name},
		db.Reference{From: &db.Table{Name: "events"}, Column: "person_id", To: db.People.Name})
	for again := true; again; { // one may be another's other name
		again = false
		for i, id := range w.leaving {
			if id == "" {
				continue
			}
			used, err := db.IsReferred(w.Querier, all, db.People, id)
			if err != nil || used {
				if err != nil {
					return err
				}
				continue
			}
			now, err := w.Read(db.People, id)
			if err == nil {
				err = w.Save(db.People, now, nil)
			}
			if err != nil {
				return err
			}
			w.leaving[i], again = "", true
		}
	}
	return nil
}
