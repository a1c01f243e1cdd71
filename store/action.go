package store

import (
	"context"
	"time"

	"factmark/store/internal/db"
)

// transaction is an action under way with what the store knows besides: its texts.
type transaction struct {
	*db.Transaction
	store *Store
}

// write runs f as one action, and removes the drafts that it saves. Where f
// writes no row, nothing is kept and nobody is told. Listeners are called before the next action can begin, so
// that they hear of actions in the order of their commits.
func (s *Store) write(ctx context.Context, kind ChangeKind, name string, f func(*transaction) error) (Change, error) {
	if err := s.lock(ctx); err != nil {
		return Change{}, err
	}
	defer s.unlock()
	if s.readOnly != nil {
		return Change{}, s.readOnly
	}
	if err := s.Present(); err != nil {
		return Change{}, err
	}

	// ctx ends the statements. Were it to end the transaction too, database/sql would roll back
	// on a goroutine of its own, perhaps only after the next action has begun on the same connection.
	tx, err := s.conn.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return Change{}, db.Explain(ctx, err)
	}
	defer tx.Rollback() // does nothing after a commit
	q := db.NewQuerier(ctx, s.writes)
	changed := &changes{q: q, names: make(names)}
	w := db.NewTransaction(q, kind, name, s.now().UTC().Truncate(time.Millisecond), s.person, changed.add)
	if w.Person.ID == "" {
		if err := w.SignIn(Person{}); err != nil {
			return Change{}, err
		}
	}
	if err := f(&transaction{w, s}); err != nil {
		return Change{}, err
	}
	finished, err := finishDrafts(q)
	if err != nil {
		return Change{}, err
	}
	if !w.Started() {
		if !w.Newcomer() {
			s.person = w.Person
		}
		if finished { // a draft of what is stored already
			return Change{}, db.Explain(ctx, tx.Commit())
		}
		return Change{}, nil
	}
	if err := ctx.Err(); err != nil {
		return Change{}, err
	}
	if err := tx.Commit(); err != nil {
		return Change{}, db.Explain(ctx, err)
	}
	s.person = w.Person
	s.heardOf(w.Seq - 1) // it may be known only now that others have written before
	s.known = w.Seq
	change := changed.of(w)
	s.publish(change)
	return change, nil
}

// NewID makes the id of a new row: a UUID, version 7, so that ids grow with time.
func NewID() string { return db.NewID() }

// Write runs f in a transaction that is one action of the user: it can be undone, and
// listeners are told of it after the commit. Where f gives an error nothing is
// changed, and the error is f's; where f changes no row there is no action. With
// Snapshot, Inspect and WriteUnrecorded it is how store/merge and store/check reach
// the file; no package outside store can name what f is given.
func (s *Store) Write(ctx context.Context, kind ChangeKind, name string, f func(*db.Transaction) error) (Change, error) {
	return s.write(ctx, kind, name, func(w *transaction) error { return f(w.Transaction) })
}

// WriteUnrecorded runs f in a transaction that is no action: it has no events, cannot
// be undone, and no listener is told. Where f gives an error nothing is changed.
func (s *Store) WriteUnrecorded(ctx context.Context, f func(db.Querier) error) error {
	if err := s.lock(ctx); err != nil {
		return err
	}
	defer s.unlock()
	if s.readOnly != nil {
		return s.readOnly
	}
	if err := s.Present(); err != nil {
		return err
	}
	tx, err := s.conn.BeginTx(context.WithoutCancel(ctx), nil) // as in write
	if err != nil {
		return db.Explain(ctx, err)
	}
	defer tx.Rollback() // does nothing after a commit
	if err := f(db.NewQuerier(ctx, s.writes)); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return db.Explain(ctx, tx.Commit())
}

// CurrentPerson gives who is signed in, the zero Person for nobody, and the time by the
// store's clock, to the millisecond.
func (s *Store) CurrentPerson(ctx context.Context) (Person, time.Time, error) {
	if err := s.lock(ctx); err != nil {
		return Person{}, time.Time{}, err
	}
	defer s.unlock()
	return s.person, s.now().UTC().Truncate(time.Millisecond), nil
}
