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
}

// Load reads all that is there to review.
func Load(ctx context.Context, st *store.Store) (*Material, error) {
	var m Material
	var err error
	if m.same, err = st.SamePeople(ctx); err == nil {
		if m.Documents, err = st.Documents(ctx); err == nil {
			if m.Heads, err = st.ClaimHeads(ctx); err == nil {
				m.Decisions, err = st.Decisions(ctx, store.DecisionFilter{})
			}
		}
	}
	if err != nil {
		return nil, fmt.Errorf("reading what there is to review: %w", err)
	}
	for i := range m.Heads {
		m.Heads[i].PersonID = m.Person(m.Heads[i].PersonID)
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
