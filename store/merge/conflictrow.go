package merge

import (
	"crypto/sha256"
	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
	"fmt"
	"time"
)

// Conflict is a value that a merge found beside the one in its row: both were
// set by people who did not know of each other. It waits for a choice.
type Conflict struct {
	ID        string
	Entity    string // the table of the row
	EntityID  string
	Part      string // which part of the row: label, note, span, …; row where it was deleted on one side
	ClaimID   string // the claim it belongs to, "" for none
	Document  string // the document's title, where there is one
	Quote     string // of the claim or the evidence
	Ours      Said   // what stands in the row
	Theirs    Said   // what waits
	stamp, at string
	value     string
	PersonID  string
}

// Said is a value of a part: each column with its value as text, who said it
// and when. Deleted stands for the row's not being there.
type Said struct {
	Columns, Values []string
	Deleted         bool
	Person          string
	At              time.Time
}

func conflictRow(t *db.Table, id string, w waiting) db.Row {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%s", t.Name, id, w.part, w.value))
	return db.Row{
		db.ConflictsID: doctext.ContentID(sum), db.ConflictsEntity: t.Name, db.ConflictsEntityID: id, db.ConflictsPart: w.part, db.ConflictsValue: w.value,
		db.ConflictsPersonID: db.OrNull(w.entry.Person), db.ConflictsAt: w.entry.At, db.ConflictsStamp: w.entry.Last(),
	}
}

// readConflicts gives the conflicts of one row.
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
		ID: r.Text(db.ConflictsID), Entity: r.Text(db.ConflictsEntity), EntityID: r.Text(db.ConflictsEntityID), Part: r.Text(db.ConflictsPart),
		value: r.Text(db.ConflictsValue), PersonID: r.Text(db.ConflictsPersonID), at: r.Text(db.ConflictsAt), stamp: r.Text(db.ConflictsStamp),
	}
}
