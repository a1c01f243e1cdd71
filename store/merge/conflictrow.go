package merge

import (
	"time"

	"factmark/store"
	"factmark/store/internal/db"
)

// Conflict is a live value of a register beside the one in its row: the two were
// assigned concurrently, neither author having seen the other's assignment. Both
// stay live until one is chosen, see Resolve.
type Conflict struct {
	ID        string
	Entity    string // the table of the row
	EntityID  string
	Group     string        // the field group: label, note, span, …; db.Existence where one replica deleted the row
	ClaimID   string        // the claim it belongs to, "" for none
	Document  string        // the document's title, where there is one
	Quote     string        // of the claim or the evidence
	Ours      ConflictValue // the value in the row
	Theirs    ConflictValue // the value beside it
	stamp, at string
	value     string
	PersonID  string
}

// ConflictValue is one live value of a field group: each column with its value as
// text, and who assigned it when. Deleted is the tombstone, which has no columns.
type ConflictValue struct {
	Columns, Values []string
	Deleted         bool
	Person          string
	At              time.Time
}

// conflictRow is the row of a conflict.
func conflictRow(t *db.Table, id string, w liveValue) db.Row {
	r := db.Row{
		db.ConflictsID: "", db.ConflictsEntity: t.Name, db.ConflictsEntityID: id, db.ConflictsPart: w.group, db.ConflictsValue: w.value,
		db.ConflictsPersonID: db.OrNull(w.entry.Person), db.ConflictsAt: w.entry.At, db.ConflictsStamp: w.entry.Last(),
	}
	r[db.ConflictsID] = store.ConflictID(r)
	return r
}

// readConflicts gives the unresolved conflicts of one row.
func readConflicts(q db.Querier, t *db.Table, id string) ([]Conflict, error) {
	var found []Conflict
	err := q.Each("SELECT "+db.Conflicts.List("c")+" FROM conflicts c WHERE c.entity = ? AND c.entity_id = ? ORDER BY c.id",
		[]any{t.Name, id}, func(scan func(...any) error) error {
			r, dest := db.Conflicts.Dest()
			err := scan(dest...)
			found = append(found, conflictOf(r))
			return err
		})
	return found, err
}

func conflictOf(r db.Row) Conflict {
	return Conflict{
		ID: r.Text(db.ConflictsID), Entity: r.Text(db.ConflictsEntity), EntityID: r.Text(db.ConflictsEntityID), Group: r.Text(db.ConflictsPart),
		value: r.Text(db.ConflictsValue), PersonID: r.Text(db.ConflictsPersonID), at: r.Text(db.ConflictsAt), stamp: r.Text(db.ConflictsStamp),
	}
}
