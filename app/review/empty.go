package review

import (
	"context"

	"factmark/store"
)

// Limit is what keeps claims out of a choice.
type Limit string

// The limits. Several means that no one of them alone does, Nothing that there are no claims at all.
const (
	LimitFresh     Limit = "fresh"
	LimitWhose     Limit = "whose"
	LimitStatuses  Limit = "statuses"
	LimitLabels    Limit = "labels"
	LimitDocuments Limit = "documents"
	LimitSeveral   Limit = "several"
	LimitNothing   Limit = "nothing"
)

// Without is the choice without a limit.
func (c Choice) Without(l Limit) Choice {
	switch l {
	case LimitFresh:
		c.Fresh = false
	case LimitWhose:
		c.Whose = Everyones
	case LimitStatuses:
		c.Statuses = nil
	case LimitLabels:
		c.Labels = nil
	case LimitDocuments:
		c.Documents = nil
	case LimitSeveral:
		c = Choice{Percent: c.Percent, Seed: c.Seed, Order: c.Order}
	}
	return c
}

// WhyEmpty says which limit has to go for a choice of claims, which means none for a person, to mean some, and how many there are
// then.
func WhyEmpty(ctx context.Context, st *store.Store, c Choice, mode store.Mode, personID string) (Limit, int, error) {
	person, err := personOf(ctx, st, personID)
	if err != nil {
		return LimitNothing, 0, err
	}
	for _, limit := range []struct {
		Limit
		on bool
	}{{LimitFresh, c.Fresh}, {LimitWhose, c.Whose != Everyones}, {LimitStatuses, c.Statuses != nil}, {LimitLabels, c.Labels != nil && mode == store.ModeOpen},
		{LimitDocuments, c.Documents != nil}, {LimitSeveral, true}} {
		if !limit.on {
			continue
		}
		without := c.Without(limit.Limit)
		n, err := without.countAll(ctx, st, mode, person, nil)
		if err != nil || n > 0 {
			return limit.Limit, n, err
		}
	}
	return LimitNothing, 0, nil
}
