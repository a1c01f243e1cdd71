package evidence

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"factmark/store"
)

// Wanted is what a text must hold: any of some terms, or any term that begins in one of some ways.
type Wanted struct{ Words, Beginnings []string }

// mostWanted is how many sentences may hold what is wanted until it is left out of account: hardly any text is without it then.
const mostWanted = 300_000

// TextsWith gives the numbers of the first sentences of the texts that hold all that is wanted, as store.SearchedDocuments takes
// them, in the order of their indexing. What is very frequent is taken to stand in all. known is false where the index does not
// hold all texts, or cannot be read; nothing is said then.
func TextsWith(ctx context.Context, s *store.Store, wanted []Wanted) (firsts []int64, known bool, err error) {
	complete, err := s.SearchIsComplete(ctx, normaliserVersion)
	if err != nil || !complete {
		return nil, false, err
	}
	for range 3 {
		firsts, err = textsWith(ctx, s, wanted)
		if !errors.Is(err, errStaleIndex) {
			break
		}
	}
	if errors.Is(err, errStaleIndex) || errors.Is(err, errDamagedIndex) {
		return nil, false, nil
	}
	return firsts, err == nil, err
}

func textsWith(ctx context.Context, s *store.Store, wanted []Wanted) ([]int64, error) {
	index, err := s.SearchIndex(ctx)
	if err != nil {
		return nil, err
	}
	segments, err := openSegments(ctx, s, index)
	if err != nil {
		return nil, err
	}
	parts := make([][]part, len(wanted))
	counts := make([]int, len(wanted))
	for i, w := range wanted {
		add := func(p part) bool {
			counts[i] += p.sentences
			parts[i] = append(parts[i], p)
			return counts[i] <= mostWanted
		}
		found, err := findWords(segments, w.Words)
		if err != nil {
			return nil, err
		}
		for _, p := range slices.Concat(found...) {
			add(p)
		}
		for _, beginning := range w.Beginnings {
			for _, g := range segments {
				if counts[i] > mostWanted {
					break
				}
				if err := g.beginning(beginning, func(e entry) bool { return add(part{g, e}) }); err != nil {
					return nil, err
				}
			}
		}
	}
	held := make([]bool, len(index.Texts)) // by all that was looked at
	for i := range held {
		held[i] = true
	}
	for i := range wanted {
		if counts[i] > mostWanted {
			continue
		}
		now := make([]bool, len(index.Texts))
		for _, p := range parts[i] {
			postings, err := p.postingsOf(p.entry)
			if err != nil {
				return nil, err
			}
			err = eachPosting(postings, func(offset uint64, _ int) {
				if text := index.TextOf(p.First + int64(offset)); text >= 0 {
					now[text] = true
				}
			})
			if err != nil {
				return nil, err
			}
		}
		for t := range held {
			held[t] = held[t] && now[t]
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	var firsts []int64
	for t, is := range held {
		if is {
			firsts = append(firsts, index.Texts[t].First)
		}
	}
	return slices.Clip(firsts), nil
}

// blocksAtOnce is how many blocks of words are read in one query.
const blocksAtOnce = 16

// beginning calls f with the words of the segment that begin in a way, until it gives false.
func (g *segment) beginning(with string, f func(entry) bool) error {
	last := g.words.of(with + string(unicode.MaxRune))
	for i := max(0, g.words.of(with)); i <= last; i += blocksAtOnce {
		var ids []store.SearchBlockID
		for n := i; n <= min(last, i+blocksAtOnce-1); n++ {
			ids = append(ids, store.SearchBlockID{Segment: g.ID, N: g.words.block(n)})
		}
		blocks, err := g.store.SearchBlocks(g.ctx, ids)
		if err != nil {
			return err
		}
		for _, b := range blocks {
			b, err := unsealFound(b)
			if err != nil {
				return err
			}
			for e, err := range entries(b) {
				switch {
				case err != nil:
					return err
				case strings.HasPrefix(e.word, with):
					if !f(e) {
						return nil
					}
				case e.word > with:
					return nil
				}
			}
		}
	}
	return nil
}
