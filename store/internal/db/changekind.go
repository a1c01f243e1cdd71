package db

// Verb is what an event did to its row.
type Verb string

const (
	VerbCreate Verb = "create"
	VerbUpdate Verb = "update"
	VerbDelete Verb = "delete"
)

// VerbOf is what makes after of before: a nil before creates the row, a nil after deletes it.
func VerbOf(before, after Row) Verb {
	switch {
	case before == nil:
		return VerbCreate
	case after == nil:
		return VerbDelete
	}
	return VerbUpdate
}

// ChangeKind is how a change came about.
type ChangeKind string

const (
	ChangeDo     ChangeKind = "do"
	ChangeUndo   ChangeKind = "undo"
	ChangeRedo   ChangeKind = "redo"
	ChangeRecord ChangeKind = "record" // it stands outside undo
)

// Person is someone who labels or reviews.
type Person struct{ ID, Name string }
