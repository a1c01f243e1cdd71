// Package review chooses what a review session goes through, finds where
// people differ, and sums up what was done. It decides nothing itself: it
// reads the store and leaves the writing to whoever asks.
package review

import (
	"context"

	"factmark/store"
)

// Material is what reviews are made from, of some documents, as it was at one
// moment. People are known by the name they go by: whoever is another's other name is that one.
type Material struct {
	Heads     []store.ClaimHead // in document and text order
	Decisions []store.Decision  // in the order they were made
	same      map[string]string
}

// Person gives the id of the person that the one with this id is another name of, else this id.
func (m *Material) Person(id string) string {
	if as, is := m.same[id]; is {
		return as
	}
	return id
}

// PresentDocuments gives the present ids of documents, by those that they had with earlier texts.
func PresentDocuments(ctx context.Context, st *store.Store) (map[string]string, error) {
	present, err := st.Successors(ctx)
	if err != nil {
		return nil, err
	}
	documents, err := st.Documents(ctx)
	for _, d := range documents { // its newer text may have been taken back
		delete(present, d.ID)
	}
	return present, err
}
