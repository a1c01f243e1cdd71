package review

import (
	"context"
	"fmt"

	"factmark/store"
)

// The claims, decisions and words one by one, which what the program reads from tallies is held against.

// load reads what there is to review in documents, nil for all.
func load(ctx context.Context, st *store.Store, documentIDs []string) (*Material, error) {
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

// disagreement is the share of the pairs of people who say different things:
// 0 where all agree, or fewer than two have spoken, 1 where no two agree.
func (c *Case) disagreement() float64 {
	n := len(c.Words)
	if n < 2 {
		return 0
	}
	counts := map[string]int{}
	for _, w := range c.Words {
		counts[w.LabelID]++
	}
	same := 0
	for _, k := range counts {
		same += k * (k - 1)
	}
	return 1 - float64(same)/float64(n*(n-1))
}

// outcome is the status that follows from what people say, with the label
// where it is unanimous; "" where fewer than two have spoken.
func (c *Case) outcome() (status store.Status, labelID string) { return store.DerivedStatus(c.Words) }
