package app

import (
	"context"

	"factmark/app/review"
	"factmark/store"
)

// question is what a review shows of a claim, before the veil.
type question struct {
	claim    store.Claim
	evidence []store.Evidence
	voices   []voice
}

func (s *sitting) caseOf(id string) review.Case {
	if one := s.cases[id]; one.Heads != nil {
		return one
	}
	return review.Case{Heads: []store.ClaimHead{{ID: id}}}
}

// read reads what is shown of a claim. It runs away from the interface thread.
func (s *sitting) read(ctx context.Context, one review.Case) (q question, err error) {
	if q.claim, err = s.desk.store.Claim(ctx, one.Heads[0].ID); err != nil {
		return q, err
	}
	for _, h := range one.Heads {
		more, err := s.desk.store.Evidence(ctx, h.ID)
		if err != nil {
			return q, err
		}
		q.evidence = append(q.evidence, more...)
	}
	q.voices, err = s.hear(ctx, one)
	return q, err
}

// readAhead is how many claims are read before they are asked for, so that a
// key that follows at once finds the next one there.
const readAhead = 3

// lookAhead reads what most likely comes next.
func (s *sitting) lookAhead() {
	var ids []string
	for i := range s.queue {
		if id := s.queue[(s.at+1+i)%len(s.queue)]; !s.done(id) && len(ids) < readAhead {
			ids = append(ids, id)
		}
	}
	kept := map[string]question{}
	for _, id := range ids {
		if q, read := s.ahead[id]; read {
			kept[id] = q
		}
	}
	s.ahead = kept
	stale, d := s.stale, s.desk
	for _, id := range ids {
		if _, read := kept[id]; read {
			continue
		}
		one := s.caseOf(id)
		d.back.do(func() {
			q, err := s.read(d.ctx, one)
			d.back.post(func() {
				if err == nil && stale == s.stale && !s.closed { // an error is told of when the claim is asked for
					s.ahead[id] = q
				}
			})
		})
	}
}

// forget throws away what was read ahead: something has changed that may stand in it.
func (s *sitting) forget() {
	s.ahead = nil
	s.stale++
}
