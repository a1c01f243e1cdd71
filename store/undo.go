package store

import (
	"context"
	"database/sql"
)

const (
	lastStanding = "SELECT seq, name FROM actions WHERE kind = 'do' AND undone = 0 ORDER BY seq DESC LIMIT 1"
	firstUndone  = "SELECT seq, name FROM actions WHERE kind = 'do' AND undone = 1 ORDER BY seq LIMIT 1"
	dropRedo     = "UPDATE actions SET undone = 2 WHERE kind = 'do' AND undone = 1"
)

// Undo takes back the last action that stands, in any document, as a new
// change. ErrNothingToUndo where there is none; ErrConflict, with nothing
// changed, where a row is no longer as the action left it.
func (s *Store) Undo(ctx context.Context) (Change, error) {
	return s.write(ctx, kindUndo, "", func(w *writing) error {
		if err := w.find(lastStanding, ErrNothingToUndo); err != nil {
			return err
		}
		return w.replay("SELECT max(seq) FROM events WHERE action_id = ? AND seq < ?", 1<<62, 1)
	})
}

// Redo does again what the last Undo took back. ErrNothingToRedo where there
// is nothing, or where something else was done since. ErrConflict is as for
// Undo.
func (s *Store) Redo(ctx context.Context) (Change, error) {
	return s.write(ctx, kindRedo, "", func(w *writing) error {
		if err := w.find(firstUndone, ErrNothingToRedo); err != nil {
			return err
		}
		return w.replay("SELECT min(seq) FROM events WHERE action_id = ? AND seq > ?", 0, 0)
	})
}

// UndoNames gives the names of the actions that Undo and Redo would take; ""
// where there is none.
func (s *Store) UndoNames(ctx context.Context) (undo, redo string, err error) {
	err = s.snapshot(ctx, func(q session) error {
		var seq int64
		if _, err := q.one(lastStanding, nil, &seq, &undo); err != nil {
			return err
		}
		_, err := q.one(firstUndone, nil, &seq, &redo)
		return err
	})
	return undo, redo, err
}

// find sets the action that is to be undone or redone.
func (w *writing) find(query string, none error) error {
	found, err := w.one(query, nil, &w.target, &w.name)
	if err == nil && !found {
		err = none
	}
	return err
}

// replay goes through the target's events, one step at a time so that an
// action of a million rows needs no memory, and marks the target.
func (w *writing) replay(step string, seq int64, undone int) error {
	var actionID string
	if _, err := w.one("SELECT id FROM actions WHERE seq = ?", []any{w.target}, &actionID); err != nil {
		return err
	}
	if err := w.start(); err != nil {
		return err
	}
	for {
		var next sql.NullInt64
		if _, err := w.one(step, []any{actionID, seq}, &next); err != nil {
			return err
		}
		if !next.Valid {
			break
		}
		seq = next.Int64
		if err := w.apply(seq, undone == 1); err != nil {
			return err
		}
	}
	return w.exec("UPDATE actions SET undone = ? WHERE seq = ?", undone, w.target)
}

// apply brings about one event, or its opposite. People once made known stay
// known: what they did since refers to them.
func (w *writing) apply(seq int64, backwards bool) error {
	var entity, id, verb string
	var before, after *string
	if _, err := w.one("SELECT entity, entity_id, verb, before, after FROM events WHERE seq = ?", []any{seq},
		&entity, &id, &verb, &before, &after); err != nil {
		return err
	}
	t := evented[entity]
	if t == nil {
		return failf(ErrDamaged, "the history names %q, which this version does not know; nothing was changed", entity)
	}
	if t == people && verb == "create" {
		return nil
	}
	if backwards {
		before, after = after, before
	}
	from, err := t.decode(before)
	if err != nil {
		return err
	}
	to, err := t.decode(after)
	if err != nil {
		return err
	}
	now, err := w.read(t, id)
	if err != nil {
		return err
	}
	if !now.equal(from) {
		what := "undone"
		if !backwards {
			what = "redone"
		}
		return failf(ErrConflict, "“%s” cannot be %s: a %s is no longer as it was left; nothing was changed", w.name, what, t.noun)
	}
	return w.put(t, from, to)
}
