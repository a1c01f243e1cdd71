package review

import (
	"context"

	"factmark/app/review"
	"factmark/store"
)

// question is what a review shows of a claim, before visibility says what may be seen of it.
type question struct {
	claim    store.Claim
	evidence []store.Evidence
	opinions []opinion
	span     review.Case     // while settling
	settled  *store.Decision // that has settled it
}

// read reads what is shown of a claim. It runs away from the interface thread.
func (s *Controller) read(ctx context.Context, id string) (q question, err error) {
	if q.claim, err = s.model.Store.Claim(ctx, id); err != nil {
		return q, err
	}
	q.span = review.Case{Heads: []store.ClaimHead{{ID: id}}}
	if s.settling() {
		if q.span, q.settled, err = review.ReadCase(ctx, s.model.Store, id); err != nil {
			return q, err
		}
	}
	for _, h := range q.span.Heads {
		more, err := s.model.Store.Evidence(ctx, h.ID)
		if err != nil {
			return q, err
		}
		q.evidence = append(q.evidence, more...)
	}
	q.opinions, err = s.readOpinions(ctx, q.span)
	return q, err
}

// readAhead is how many claims are read before they are asked for (prefetched), so that the next key finds its
// claim there.
const readAhead = 3

// lookAhead reads what most likely comes next.
func (s *Controller) lookAhead() {
	var ids []string
	for _, at := range s.open(s.At, readAhead) {
		ids = append(ids, s.Queue.At(at))
	}
	kept := map[string]question{}
	for _, id := range ids {
		if q, read := s.ahead[id]; read {
			kept[id] = q
		}
	}
	s.ahead = kept
	current, model := s.prefetched.Unchanged(), s.model
	for _, id := range ids {
		if _, read := kept[id]; read {
			continue
		}
		model.Back.Go(func() {
			q, err := s.read(model.Ctx, id)
			model.Back.OnUI(func() {
				if err == nil && current() && !s.closed { // an error is told of when the claim is asked for
					s.ahead[id] = q
				}
			})
		})
	}
}

// Forget throws away what was read ahead: something has changed that may stand in it.
func (s *Controller) Forget() {
	s.ahead = nil
	s.prefetched.Ask()
}
