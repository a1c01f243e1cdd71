package store_test

import (
	"testing"

	. "factmark/store"
	"factmark/store/merge"
)

// A value that no event has set is one that the row came with: it is its annotator's.
func TestBothSidesOfAConflictAreSigned(t *testing.T) {
	ann, _, c := annsDesk(t)
	_, err := ann.ConnForTest().ExecContext(t.Context(), "DELETE FROM events WHERE entity = 'claims'")
	do(t, err)
	ben := fork(t, ann, "ben")
	_, err = ben.ConnForTest().ExecContext(t.Context(), "UPDATE claims SET label_id = ?", DisputedID)
	do(t, err)
	_, err = merge.Into(t.Context(), ann, []string{ben.Path()}, merge.Options{})
	do(t, err)
	waits := conflictsIn(t, ann)
	if len(waits) != 1 {
		t.Fatalf("%d conflicts", len(waits))
	}
	for _, side := range []merge.ConflictValue{waits[0].Ours, waits[0].Theirs} {
		if side.Person != "ann" || !side.At.Equal(c.CreatedAt) {
			t.Errorf("%v is said by %q at %v", side.Values, side.Person, side.At)
		}
	}
}
