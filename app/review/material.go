// Package review chooses what a review session goes through, finds where
// people differ, and sums up what was done. It decides nothing itself: it
// reads the store and leaves the writing to whoever asks.
package review

import (
	"context"
	"fmt"

	"factmark/store"
)

// Material is what reviews are made from, of some documents, as it was at one
// moment. People are known by the name they go by: whoever is another's other name is that one.
type Material struct {
	Heads     []store.ClaimHead // in document and text order
	Decisions []store.Decision  // in the order they were made
	same      map[string]string
}

// Load reads what there is to review in documents, nil for all. A workspace may
// hold a million claims: who has to go through all of it reads a few documents at a time.
func Load(ctx context.Context, st *store.Store, documentIDs []string) (*Material, error) {
	var m Material
	for _, read := range []func() error{
		func() (err error) { m.same, err = st.SamePeople(ctx); return err },
		func() (err error) {
			return st.EachHead(ctx, documentIDs, func(h store.ClaimHead) error { m.Heads = append(m.Heads, h); return nil })
		},
		func() (err error) {
			m.Decisions, err = st.Decisions(ctx, store.DecisionFilter{DocumentIDs: documentIDs})
			return err
		},
	} {
		if err := read(); err != nil {
			return nil, fmt.Errorf("reading what there is to review: %w", err)
		}
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
