package db

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Transaction is one action under way: one transaction of rows and events.
type Transaction struct {
	Querier
	Name     string // of the action; to be set before the first row is written
	Kind     ChangeKind
	Target   int64 // the action that is undone or redone
	Seq      int64 // of the action's own row, 0 until there is one
	ActionID string
	At       time.Time
	Person   Person // who acts

	pending Row                                     // of Person, where it has to be created first
	changed func(t *Table, before, after Row) error // hears of every row that has changed
}

// NewTransaction begins an action of a person's. changed hears of every row
// that has changed.
func NewTransaction(q Querier, kind ChangeKind, name string, at time.Time, by Person, changed func(t *Table, before, after Row) error) *Transaction {
	return &Transaction{Querier: q, Kind: kind, Name: name, At: at, Person: by, changed: changed}
}

// Started tells whether there is an action: something was written.
func (w *Transaction) Started() bool { return w.ActionID != "" }

// DropRedo is what a new action does to those that could be redone.
const DropRedo = "UPDATE actions SET undone = 2 WHERE kind = 'do' AND undone = 1"

// BeginAction writes the row of the action, once there is something to write.
func (w *Transaction) BeginAction() error {
	if w.Started() {
		return nil
	}
	w.ActionID = NewID()
	if w.pending == nil { // an undo elsewhere may have taken away the one who is signed in
		known, err := w.Read(People, w.Person.ID)
		if err != nil {
			return err
		}
		if known == nil {
			w.pending = w.NewPerson(w.Person)
		}
	}
	if w.pending != nil {
		if err := w.Exec(People.Insert, w.pending...); err != nil {
			return err
		}
	}
	if w.Kind == ChangeDo {
		if err := w.Exec(DropRedo); err != nil {
			return err
		}
	}
	var target any
	if w.Target != 0 {
		target = w.Target
	}
	_, err := w.One("INSERT INTO actions (id, name, at, person_id, kind, target) VALUES (?, ?, ?, ?, ?, ?) RETURNING seq",
		[]any{w.ActionID, w.Name, FormatTime(w.At), w.Person.ID, w.Kind, target}, &w.Seq)
	if err != nil || w.pending == nil {
		return err
	}
	return w.Event(People, nil, w.pending)
}

// Save is the one way a row changes: before becomes after, with its event. A
// nil before creates the row, a nil after deletes it.
func (w *Transaction) Save(t *Table, before, after Row) error {
	if before.Equal(after) {
		return nil
	}
	sound := after
	if (w.Kind == ChangeUndo || w.Kind == ChangeRedo) && after != nil { // what an earlier version let in comes back with an undo
		sound = t.Clean(after)
	}
	if err := t.Check(sound); err != nil {
		return err
	}
	if w.Kind == ChangeDo { // what was written by an earlier version can be undone, however long
		if err := t.Fits(before, after); err != nil {
			return err
		}
	}
	if err := w.BeginAction(); err != nil {
		return err
	}
	var err error
	switch {
	case before == nil:
		err = w.Exec(t.Insert, after...)
	case after == nil:
		if t != Conflicts { // those of a row go with it
			if err := w.DeleteAll(Conflicts, ConflictsOf, t.Name, before.ID()); err != nil {
				return err
			}
		}
		err = w.Exec(t.Remove, before.ID())
	default:
		err = w.Exec(t.Update, after...)
	}
	if err != nil {
		return err
	}
	return w.Event(t, before, after)
}

// ConflictsOf gives the ids of the conflicts of a row, by its table and id.
const ConflictsOf = `SELECT id FROM conflicts WHERE entity = ? AND entity_id = ? ORDER BY id`

// Event keeps the event of a row that has changed, and tells of it.
func (w *Transaction) Event(t *Table, before, after Row) error {
	image, err := t.Encode(after)
	if err == nil {
		err = w.record(t, VerbOf(before, after), before, after, image)
	}
	if err != nil {
		return err
	}
	return w.changed(t, before, after)
}

// record keeps an event, with the image of the row afterwards.
func (w *Transaction) record(t *Table, verb Verb, before, after Row, afterImage any) error {
	beforeImage, err := t.Encode(before)
	if err != nil {
		return err
	}
	return w.Exec(`INSERT INTO events (id, action_id, at, person_id, entity, entity_id, verb, before, after)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, NewID(), w.ActionID, FormatTime(w.At), w.Person.ID,
		t.Name, Either(before, after).ID(), verb, beforeImage, afterImage)
}

// Restate writes a row whose part was chosen: its value was set by this event,
// also where it is the one that was there before. So two who have chosen
// differently, each without knowing of the other, are asked once more.
func (w *Transaction) Restate(t *Table, before, after Row, part string) error {
	if err := t.Check(after); err != nil {
		return err
	}
	if err := w.BeginAction(); err != nil {
		return err
	}
	if !before.Equal(after) {
		if err := w.Exec(t.Update, after...); err != nil {
			return err
		}
	}
	image, err := t.Encode(after)
	if err != nil {
		return err
	}
	if part != "" {
		quoted, err := json.Marshal(part)
		if err != nil {
			return err
		}
		image = strings.TrimSuffix(image.(string), "}") + `,"` + chosenKey + `":` + string(quoted) + "}"
	}
	if err := w.record(t, VerbUpdate, before, after, image); err != nil {
		return err
	}
	return w.changed(t, before, after)
}

// chosenKey is where the image of a row says which part of it was chosen; no column is called so.
const chosenKey = "chosen part"

// ChosenIn gives the part that was chosen in an event with this image afterwards, "" for none.
func ChosenIn(image *string) string {
	if image == nil || !strings.Contains(*image, `"`+chosenKey+`"`) {
		return ""
	}
	var told map[string]json.RawMessage
	var part string
	if json.Unmarshal([]byte(*image), &told) != nil || json.Unmarshal(told[chosenKey], &part) != nil {
		return ""
	}
	return part
}

// Existing reads a row that must be there, else ErrNotFound.
func (w *Transaction) Existing(t *Table, id string) (Row, error) {
	r, err := w.Read(t, id)
	if err == nil && r == nil {
		err = Failf(ErrNotFound, "the %s is not in the workspace any more; nothing was changed", t.Noun)
	}
	return r, err
}

// DeleteAll deletes the rows whose ids a query gives.
func (w *Transaction) DeleteAll(t *Table, query string, args ...any) error {
	ids, err := w.IDs(query, args...)
	if err != nil {
		return err
	}
	for _, id := range ids {
		before, err := w.Existing(t, id)
		if err != nil {
			return err
		}
		if err := w.Save(t, before, nil); err != nil {
			return err
		}
	}
	return nil
}

// SignIn makes p the one who acts, with the id of the person of that name
// where p has none. A new person's row is written with the action.
func (w *Transaction) SignIn(p Person) error {
	if p.ID == "" {
		id, err := PersonNamed(w.Querier, p.Name)
		if err != nil {
			return err
		}
		p.ID = id
	}
	known, err := w.Read(People, p.ID)
	if err != nil {
		return err
	}
	w.pending = nil
	if known == nil {
		if p.ID == "" {
			p.ID = NewID()
		}
		w.pending = w.NewPerson(p)
		if err := People.Check(w.pending); err != nil {
			return err
		}
	}
	w.Person = p
	return nil
}

// NewPerson is the row of a person who is new.
func (w *Transaction) NewPerson(p Person) Row {
	return Row{PeopleID: p.ID, PeopleName: p.Name, PeoplePseudonym: "", PeopleSameAs: nil, PeopleCreatedAt: FormatTime(w.At)}
}

// Newcomer tells whether the one who acts has to be created first, or was.
func (w *Transaction) Newcomer() bool { return w.pending != nil }

// StampUpdated sets the time at which a row was changed last, where it has one.
func (w *Transaction) StampUpdated(t *Table, r Row) {
	if i := slices.Index(t.Columns, "updated_at"); i >= 0 {
		r[i] = FormatTime(w.At)
	}
}

// Either gives what there is of a row that was created, changed or deleted.
func Either(before, after Row) Row {
	if before != nil {
		return before
	}
	return after
}
