package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"factmark/store/internal/db"
)

// Verb is what an event did to its row.
type Verb = db.Verb

const (
	VerbCreate = db.VerbCreate
	VerbUpdate = db.VerbUpdate
	VerbDelete = db.VerbDelete
)

// HistoryFilter chooses changes; what is empty takes all. A row of the
// workspace that changed is taken where all of it holds.
type HistoryFilter struct {
	ClaimID    string    // the claim, its evidence, the decisions on it and what was refused as its evidence
	DocumentID string    // the document, what lies in it, and the decisions on its claims
	PersonID   string    // who made the change
	Entity     string    // the table: claims, documents, labels, …
	Verb       Verb      // "" for any
	Column     string    // the column whose value changed
	From, To   time.Time // From ≤ when < To
	Words      string    // each is in the row before or after, in its label's, the action's or the person's name; case is ignored
}

// HistoryEntry is one action, with those of the rows it changed that the
// filter takes: at most 100 of them, the last ones, and More says that there
// are others.
type HistoryEntry struct {
	Action   Action
	Kind     ChangeKind
	PersonID string
	Person   string       // by their present name: who was nobody in particular at first is found under the name they gave later
	Rows     []HistoryRow // in the order of the changes
	More     bool
	Total    int // how many rows the action changed in all
}

// HistoryRow is one changed row, in words: names of labels, people and
// documents stand for their ids, those of labels and documents as they were
// called then, those of people as they are called now.
type HistoryRow struct {
	Seq        int64  // the event's number, for RestoreClaim
	Entity     string // the table
	Verb       Verb
	ID         string
	Noun       string // "claim", "document", …
	Title      string // what it is: a claim's quote, a document's title, …
	Document   string // the title of the document it lies in, "" for none
	DocumentID string
	Fields     []HistoryField

	// Restorable says that it is a claim, and another now: RestoreClaim would
	// change it, where not its place alone is another, in a text since replaced.
	Restorable bool
}

// HistoryField is a value before and after a change; "" where there was or is none.
type HistoryField struct{ Name, Before, After string }

// HistoryPage is a part of the history, newest first. Next is where the page
// after it begins, 0 at the end. A page may have fewer entries than were asked
// for, even none, without being the last: so that a search for what is rare
// comes back now and then. At is the time it has come to.
type HistoryPage struct {
	Entries []HistoryEntry
	Next    int64
	At      time.Time
}

const (
	rowsAnEntry = 100
	// eventsAPage is how many events are looked at for a page where a filter lets few through.
	eventsAPage = 10_000
)

// History gives a page of the history: at most limit actions, from where the
// page before said that the Next one begins; 0 stands for the newest.
func (s *Store) History(ctx context.Context, f HistoryFilter, from int64, limit int) (HistoryPage, error) {
	var page HistoryPage
	err := s.Snapshot(ctx, func(q db.Querier) error {
		h := &historian{Querier: q, filter: f, names: make(map[string][]naming)}
		err := h.sought()
		if err == nil {
			err = h.read(from, limit)
		}
		page = h.page
		return err
	})
	return page, err
}

// historian reads one page.
type historian struct {
	db.Querier
	filter HistoryFilter
	words  []soughtWord
	page   HistoryPage
	names  map[string][]naming // by table and id

	action  string       // the id of the one whose events are being read
	entry   HistoryEntry // what is known of it
	matches int          // how many of its events the filter took
}

// past is an event as it is read.
type past struct {
	seq                int64
	action, person, at string
	entity, id         string
	verb               Verb
	before, after      *string
	deed               string // the action's kind and name
}

func (h *historian) read(next int64, limit int) error {
	lowest, highest, err := h.bounds()
	if err != nil {
		return err
	}
	if next == 0 || next > highest {
		next = highest + 1
	}
	looked := 0
	for count := eventsAtFirst; next > lowest; count = min(2*count, eventsAtATime) {
		events, err := h.some(lowest, next, count)
		if err != nil || len(events) == 0 {
			return err
		}
		for i := range events {
			e := &events[i]
			another := e.action != h.action
			full := looked >= eventsAPage || len(h.page.Entries) == limit
			if full && (another || h.matches == 0) {
				h.page.Next = e.seq + 1
				return nil
			}
			if another {
				h.action, h.matches = e.action, 0
			}
			next, h.page.At = e.seq, db.ParseTime(e.at)
			if h.matches > rowsAnEntry {
				continue
			}
			looked++
			if err := h.take(e); err != nil {
				return err
			}
		}
		if h.matches > rowsAnEntry { // whatever else the action did
			if next, err = h.edge("min", h.action); err != nil {
				return err
			}
		}
	}
	return nil
}

// take puts an event on the page, if the filter takes it.
func (h *historian) take(e *past) error {
	taken, err := h.takes(e)
	if err != nil || !taken {
		return err
	}
	if h.matches++; h.matches == 1 {
		if err := h.begin(e); err != nil {
			return err
		}
		h.page.Entries = append(h.page.Entries, h.entry)
	}
	entry := &h.page.Entries[len(h.page.Entries)-1]
	if h.matches > rowsAnEntry {
		entry.More = true
		return nil
	}
	r, err := h.row(e)
	entry.Rows = slices.Insert(entry.Rows, 0, r)
	return err
}

// begin learns what there is to know of an event's action.
func (h *historian) begin(e *past) error {
	if err := h.learn(e); err != nil {
		return err
	}
	first, err := h.edge("min", e.action)
	if err != nil {
		return err
	}
	last, err := h.edge("max", e.action) // an action's events follow each other without a gap
	h.entry.Total = int(last - first + 1)
	return err
}

// learn keeps what is known of an event's action.
func (h *historian) learn(e *past) error {
	if h.entry.Action.ID == e.action {
		return nil
	}
	kind, name, _ := strings.Cut(e.deed, " ")
	person, err := h.presentName(e.person)
	h.entry = HistoryEntry{Action: Action{ID: e.action, Name: name, At: db.ParseTime(e.at)}, Kind: ChangeKind(kind), PersonID: e.person, Person: person}
	return err
}

// edge gives the first (min) or last (max) event of an action.
func (h *historian) edge(which, action string) (seq int64, err error) {
	_, err = h.One("SELECT "+which+"(seq) FROM events WHERE action_id = ?", []any{action}, &seq)
	return seq, err
}

// takes reports whether the filter takes an event.
func (h *historian) takes(e *past) (bool, error) {
	f := &h.filter
	switch {
	case f.PersonID != "" && e.person != f.PersonID,
		f.Entity != "" && e.entity != f.Entity,
		f.Verb != "" && e.verb != f.Verb,
		!f.From.IsZero() && e.at < db.FormatTime(f.From),
		!f.To.IsZero() && e.at >= db.FormatTime(f.To):
		return false, nil
	}
	t := db.Evented[e.entity]
	if f.Column != "" && (t == nil || column(e.before, f.Column) == column(e.after, f.Column)) {
		return false, nil
	}
	if len(h.words) == 0 {
		return true, nil
	}
	if err := h.learn(e); err != nil {
		return false, err
	}
	outside := strings.ToLower(h.entry.Action.Name + " " + h.entry.Person)
	images := lowerImages(e)
	for _, w := range h.words {
		if !strings.Contains(outside, w.plain) && !w.relabels(e) && !(strings.Contains(images, w.escaped) && e.says(t, w.plain)) {
			return false, nil
		}
	}
	return true, nil
}
