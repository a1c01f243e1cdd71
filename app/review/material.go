// Package review chooses what a review session goes through, finds where
// people differ, and sums up what was done. It decides nothing itself: it
// reads the store and leaves the writing to whoever asks.
package review

import (
	"context"
	"fmt"

	"factmark/store"
)

// Material is what reviews are made from, as it was at one moment. People are
// known by the name they go by: whoever is another's other name is that one.
type Material struct {
	Documents []store.Document  // in document order
	Heads     []store.ClaimHead // in document and text order
	Decisions []store.Decision  // in the order they were made
	same      map[string]string
	present   map[string]string // ids of documents, by those they had with earlier texts
}

// Load reads all that is there to review.
func Load(ctx context.Context, st *store.Store) (*Material, error) {
	var m Material
	for _, read := range []func() error{
		func() (err error) { m.same, err = st.SamePeople(ctx); return err },
		func() (err error) { m.present, err = st.Successors(ctx); return err },
		func() (err error) { m.Documents, err = st.Documents(ctx); return err },
		func() (err error) { m.Heads, err = st.ClaimHeads(ctx); return err },
		func() (err error) { m.Decisions, err = st.Decisions(ctx, store.DecisionFilter{}); return err },
	} {
		if err := read(); err != nil {
			return nil, fmt.Errorf("reading what there is to review: %w", err)
		}
	}
	for _, d := range m.Documents { // its newer text may have been taken back
		delete(m.present, d.ID)
	}
	for i := range m.Heads {
		m.Heads[i].PersonID = m.Person(m.Heads[i].PersonID)
		m.Heads[i].LabellerID = m.Person(m.Heads[i].LabellerID)
	}
	for i := range m.Decisions {
		m.Decisions[i].PersonID = m.Person(m.Decisions[i].PersonID)
	}
	return &m, nil
}

// Person gives the id of the person that the one with this id is another name of, else this id.
func (m *Material) Person(id string) string {
	if as, is := m.same[id]; is {
		return as
	}
	return id
}

// Document gives the present id of a document that had this one, with an earlier text maybe.
func (m *Material) Document(id string) string {
	if present, is := m.present[id]; is {
		return present
	}
	return id
}
