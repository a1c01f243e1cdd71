package store

import (
	"context"
	"slices"
	"time"

	"factmark/store/internal/db"
)

// Action is one thing a user did. Name is for a menu: "Label as Supported".
type Action struct {
	ID, Name string
	At       time.Time
}

// ClaimChange is a claim before and after an action; nil where there was or is none.
type ClaimChange struct{ Before, After *Claim }

// ChangeKind is how a change came about.
type ChangeKind string

const (
	ChangeDo     ChangeKind = "do"
	ChangeUndo   ChangeKind = "undo"
	ChangeRedo   ChangeKind = "redo"
	ChangeRecord ChangeKind = "record" // it stands outside undo

	// ChangeElsewhere is another program's, or another Store's; Everything is
	// all that is known of it.
	ChangeElsewhere ChangeKind = "elsewhere"

	// ChangeFileGone and ChangeFileBack are about the file, and nothing else is
	// in them: it was deleted, moved or replaced and nothing can be written, or
	// it is there again.
	ChangeFileGone ChangeKind = "gone"
	ChangeFileBack ChangeKind = "back"
)

// Change is what an action changed.
// Documents are the ids of the documents that were added, removed or edited
// themselves, and of those whose evidence or passages that are not content
// changed.
// Everything means that more than 1,000 rows changed: Claims and Documents
// are empty then, and everything has to be read again.
type Change struct {
	Action     Action
	Kind       ChangeKind
	Claims     []ClaimChange
	Documents  []string
	Labels     bool
	People     bool
	Conflicts  bool
	Reviews    bool // review sessions or decisions
	Everything bool
	Replaced   string // id of the document that is gone because By, with a newer text or by Undo with the earlier one, has taken its place; mostly ""
	By         string
}

// maxListed is how many changed rows a Change lists.
const maxListed = 1000

// transaction is one action under way: one transaction of rows and events.
type transaction struct {
	db.Querier
	store   *Store
	name    string // of the action; to be set before the first row is written
	kind    ChangeKind
	target  int64 // the action that is undone or redone
	seq     int64 // of the action's own row
	at      time.Time
	change  Change
	rows    int
	names   map[string]string // people's, by id
	started bool
	person  Person // who acts
	pending db.Row // of person, where it has to be created first

	leaving []string // people whom an undo takes away, by id

	come, gone string // the documents added and removed last
	versioned  bool   // a version was added or removed
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
	w := &transaction{
		Querier: db.NewQuerier(ctx, s.writes),
		store:   s,
		name:    name,
		kind:    kind,
		at:      s.now().UTC().Truncate(time.Millisecond),
		names:   make(map[string]string),
		person:  s.person,
	}
	if w.person.ID == "" {
		if err := w.signIn(Person{}); err != nil {
			return Change{}, err
		}
	}
	if err := f(w); err != nil {
		return Change{}, err
	}
	finished, err := w.finishDrafts()
	if err != nil {
		return Change{}, err
	}
	if !w.started {
		if w.pending == nil {
			s.person = w.person
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
	s.person = w.person
	s.heardOf(w.seq - 1) // it may be known only now that others have written before
	s.known = w.seq
	if w.change.Everything = w.rows > maxListed; w.change.Everything {
		w.change.Claims, w.change.Documents = nil, nil
	}
	w.change.Kind = kind
	if w.versioned && w.come != "" && w.gone != "" {
		w.change.Replaced, w.change.By = w.gone, w.come
	}
	s.publish(w.change)
	return w.change, nil
}

// beginAction writes the row of the action, once there is something to write.
func (w *transaction) beginAction() error {
	if w.started {
		return nil
	}
	w.started = true
	if w.pending == nil { // an undo elsewhere may have taken away the one who is signed in
		known, err := w.Read(db.People, w.person.ID)
		if err != nil {
			return err
		}
		if known == nil {
			w.pending = newPerson(w.person, w)
		}
	}
	if w.pending != nil {
		if err := w.Exec(db.People.Insert, w.pending...); err != nil {
			return err
		}
	}
	if w.kind == ChangeDo {
		if err := w.Exec(dropRedo); err != nil {
			return err
		}
	}
	w.change.Action = Action{ID: db.NewID(), Name: w.name, At: w.at}
	var target any
	if w.target != 0 {
		target = w.target
	}
	_, err := w.One("INSERT INTO actions (id, name, at, person_id, kind, target) VALUES (?, ?, ?, ?, ?, ?) RETURNING seq",
		[]any{w.change.Action.ID, w.name, db.FormatTime(w.at), w.person.ID, w.kind, target}, &w.seq)
	if err != nil || w.pending == nil {
		return err
	}
	return w.event(db.People, VerbCreate, nil, w.pending)
}

// save is the one way a row changes: before becomes after, with its event. A
// nil before creates the row, a nil after deletes it.
func (w *transaction) save(t *db.Table, before, after db.Row) error {
	if before.Equal(after) {
		return nil
	}
	sound := after
	if (w.kind == ChangeUndo || w.kind == ChangeRedo) && after != nil { // what an earlier version let in comes back with an undo
		sound = t.Clean(after)
	}
	if err := t.Check(sound); err != nil {
		return err
	}
	if w.kind == ChangeDo { // what was written by an earlier version can be undone, however long
		if err := t.Fits(before, after); err != nil {
			return err
		}
	}
	if err := w.beginAction(); err != nil {
		return err
	}
	var verb Verb
	var err error
	switch {
	case before == nil:
		verb, err = VerbCreate, w.Exec(t.Insert, after...)
	case after == nil:
		if t != db.Conflicts { // what waits for a choice goes with its row
			if err := w.deleteAll(db.Conflicts, conflictsOf, t.Name, before.ID()); err != nil {
				return err
			}
		}
		verb, err = VerbDelete, w.Exec(t.Remove, before.ID())
	default:
		verb, err = VerbUpdate, w.Exec(t.Update, after...)
	}
	if err != nil {
		return err
	}
	return w.event(t, verb, before, after)
}

func (w *transaction) event(t *db.Table, verb Verb, before, after db.Row) error {
	image, err := t.Encode(after)
	if err == nil {
		err = w.record(t, verb, before, after, image)
	}
	if err != nil {
		return err
	}
	return w.collectChange(t, before, after)
}

// record keeps an event, with the image of the row afterwards.
func (w *transaction) record(t *db.Table, verb Verb, before, after db.Row, afterImage any) error {
	beforeImage, err := t.Encode(before)
	if err != nil {
		return err
	}
	return w.Exec(`INSERT INTO events (id, action_id, at, person_id, entity, entity_id, verb, before, after)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, db.NewID(), w.change.Action.ID, db.FormatTime(w.at), w.person.ID,
		t.Name, either(before, after).ID(), verb, beforeImage, afterImage)
}

// collectChange adds a changed row to what listeners will be told.
func (w *transaction) collectChange(t *db.Table, before, after db.Row) error {
	switch t {
	case db.Labels:
		w.change.Labels = true
	case db.People:
		w.change.People = true
	case db.ReviewSessions, db.Decisions:
		w.change.Reviews = true
	case db.Versions:
		w.versioned = w.versioned || (before == nil) != (after == nil)
	case db.Documents:
		switch {
		case before == nil:
			w.come = after.ID()
		case after == nil:
			w.gone = before.ID()
		}
	case db.Conflicts:
		w.change.Conflicts = true
	}
	if w.rows++; w.rows > maxListed {
		return nil
	}
	switch t {
	case db.Claims:
		var c ClaimChange
		var err error
		if c.Before, err = w.claimOf(before); err != nil {
			return err
		}
		if c.After, err = w.claimOf(after); err != nil {
			return err
		}
		w.change.Claims = append(w.change.Claims, c)
	case db.Documents:
		w.collectDocument(either(before, after).ID())
	case db.Evidence:
		if id := either(before, after).Text(db.EvidenceDocumentID); id != "" { // "" for an outside source
			w.collectDocument(id)
		}
	case db.NotContent:
		w.collectDocument(either(before, after).Text(db.NotContentDocumentID))
	}
	return nil
}

func (w *transaction) collectDocument(documentID string) {
	if !slices.Contains(w.change.Documents, documentID) {
		w.change.Documents = append(w.change.Documents, documentID)
	}
}

func either(before, after db.Row) db.Row {
	if before != nil {
		return before
	}
	return after
}

// Listen has f called after every commit of this Store, on the goroutine that
// wrote, in commit order, until stop is called. What others have written to
// the file it hears within a second, on a goroutine of the Store's. No two
// calls overlap. f must return soon and must neither write to the Store nor
// close it.
func (s *Store) Listen(f func(Change)) (stop func()) {
	s.listening.Lock()
	defer s.listening.Unlock()
	l := &f
	s.listeners = append(s.listeners, l)
	s.watch()
	return func() {
		s.listening.Lock()
		defer s.listening.Unlock()
		s.listeners = slices.DeleteFunc(slices.Clone(s.listeners), func(other *func(Change)) bool { return other == l })
	}
}

func (s *Store) publish(c Change) {
	s.listening.Lock()
	listeners := s.listeners
	s.listening.Unlock()
	for _, f := range listeners {
		(*f)(c)
	}
}

// NewID makes the id of a new row: a UUID, version 7, so that ids grow with time.
func NewID() string { return db.NewID() }
