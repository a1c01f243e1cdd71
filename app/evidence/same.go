package evidence

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"factmark/app/similar"
	"factmark/store"
)

// SameClaim is a statement in another document that is possibly the same as a claim: a claim there, or a sentence that is none yet.
type SameClaim struct {
	Passage
	ClaimID string  // "" where it is no claim
	Share   float64 // of the pairs of words of the shorter one, from 0 to 1
}

// A statement is possibly the same as another where it has so many of its pairs of words: of those of the shorter one, or of those of both.
const (
	leastContained = 0.40
	leastJaccard   = 0.25
	leastPairs     = 3
)

// lookedThrough is how many passages are compared with a claim.
const lookedThrough = 60

// Same gives the claims and sentences of other documents that are possibly the same as a claim, the most alike first.
func Same(ctx context.Context, s *store.Store, c Query) ([]SameClaim, error) {
	passages, err := Find(ctx, s, Query{Text: c.Text, DocumentID: c.DocumentID, Start: c.Start, End: c.End}, lookedThrough)
	if err != nil {
		return nil, err
	}
	pairs := wordPairs(c.Text)
	claims := make(map[string][]store.Claim)
	var same []SameClaim
	given := make(map[string]bool)
	add := func(p Passage, claim store.Claim, share float64) {
		if given[claim.ID] {
			return
		}
		given[claim.ID] = true
		found := SameClaim{Passage: p, ClaimID: claim.ID, Share: share}
		found.Start, found.End, found.Text = claim.Start, claim.End, claim.Quote
		same = append(same, found)
	}
	for _, p := range passages {
		if p.DocumentID == c.DocumentID {
			continue
		}
		if _, read := claims[p.DocumentID]; !read {
			if claims[p.DocumentID], err = s.Claims(ctx, p.DocumentID); err != nil && !errors.Is(err, store.ErrNotFound) {
				return nil, err
			}
		}
		share, alike := likeness(pairs, wordPairs(p.Text))
		isClaim, most := false, 0
		var within store.Claim // the claim in the sentence that shares most with the one asked for
		for _, other := range claims[p.DocumentID] {
			if other.Start >= p.End || other.End <= p.Start || other.Status == store.StatusOrphaned || other.ID == c.Claim {
				continue
			}
			theirs := wordPairs(other.Quote)
			likeQuote, is := likeness(pairs, theirs)
			if other.Statement != "" {
				if more, also := likeness(pairs, wordPairs(other.Statement)); also && more > likeQuote {
					likeQuote, is = more, true
				}
			}
			if is {
				isClaim = true
				add(p, other, likeQuote)
			} else if n := similar.InBoth(pairs, theirs); n > most {
				most, within = n, other
			}
		}
		// A sentence that is alike as a whole is the claim that was made of its like part, which would have its words twice otherwise.
		switch {
		case !alike || isClaim:
		case 2*most >= similar.InBoth(pairs, wordPairs(p.Text)):
			add(p, within, share)
		default:
			same = append(same, SameClaim{Passage: p, Share: share})
		}
	}
	slices.SortStableFunc(same, func(a, b SameClaim) int { return cmp.Compare(b.Share, a.Share) })
	return same, nil
}

// wordPairs gives the pairs of words that follow each other, each once, sorted.
func wordPairs(text string) []string {
	var pairs []string
	before := ""
	eachTerm(text, func(word []byte, _, _ int) {
		if before != "" {
			pairs = append(pairs, before+" "+string(word))
		}
		before = string(word)
	})
	slices.Sort(pairs)
	return slices.Compact(pairs)
}

// likeness tells how much of two sets of pairs is in both, and whether that is enough.
func likeness(a, b []string) (share float64, alike bool) {
	both := similar.InBoth(a, b)
	if both < leastPairs {
		return 0, false
	}
	share = float64(both) / float64(min(len(a), len(b)))
	return share, share >= leastContained || float64(both) >= leastJaccard*float64(len(a)+len(b)-both)
}
