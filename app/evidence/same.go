package evidence

import (
	"cmp"
	"context"
	"errors"
	"slices"

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
	for _, p := range passages {
		if p.DocumentID == c.DocumentID {
			continue
		}
		if _, read := claims[p.DocumentID]; !read {
			if claims[p.DocumentID], err = s.Claims(ctx, p.DocumentID); err != nil && !errors.Is(err, store.ErrNotFound) {
				return nil, err
			}
		}
		isClaim := false
		for _, other := range claims[p.DocumentID] {
			if other.Start >= p.End || other.End <= p.Start || other.Status == store.StatusOrphaned || other.ID == c.Claim {
				continue
			}
			share, alike := likeness(pairs, wordPairs(other.Quote))
			if other.Statement != "" {
				if more, is := likeness(pairs, wordPairs(other.Statement)); is && more > share {
					share, alike = more, true
				}
			}
			if alike {
				isClaim = true
				if !given[other.ID] {
					given[other.ID] = true
					found := SameClaim{Passage: p, ClaimID: other.ID, Share: share}
					found.Start, found.End, found.Text = other.Start, other.End, other.Quote
					same = append(same, found)
				}
			}
		}
		if share, alike := likeness(pairs, wordPairs(p.Text)); alike && !isClaim {
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
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := cmp.Compare(a[i], b[j]); {
		case c == 0:
			both++
			i++
			j++
		case c < 0:
			i++
		default:
			j++
		}
	}
	if both < leastPairs {
		return 0, false
	}
	share = float64(both) / float64(min(len(a), len(b)))
	return share, share >= leastContained || float64(both) >= leastJaccard*float64(len(a)+len(b)-both)
}
