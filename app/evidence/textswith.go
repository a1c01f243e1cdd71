package evidence

import (
	"context"
	"errors"
	"slices"
	"strings"

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
	parts := make([][]part, len(wanted))
	counts := make([]int, len(wanted))
	for _, g := range index.Segments {
		open := &segment{ctx: ctx, store: s, SearchSegment: g}
		if err := open.open(); err != nil {
			return nil, err
		}
		for i, w := range wanted {
			add := func(e entry) {
				counts[i] += e.sentences
				parts[i] = append(parts[i], part{open, e})
			}
			for _, word := range w.Words {
				e, found, err := open.find(word)
				if err != nil {
					return nil, err
				}
				if found {
					add(e)
				}
			}
			for _, beginning := range w.Beginnings {
				if err := open.beginning(ctx, beginning, func(e entry) bool { add(e); return counts[i] <= mostWanted }); err != nil {
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
			finder := newTextFinder(index.Texts)
			postings, err := p.postingsOf(p.entry)
			if err != nil {
				return nil, err
			}
			err = eachPosting(postings, func(offset uint64, _ int) {
				if text := finder.of(p.First + int64(offset)); text >= 0 {
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

// beginning calls f with the words of the segment that begin in a way, until it gives false.
func (g *segment) beginning(ctx context.Context, with string, f func(entry) bool) error {
	for i := max(0, g.words.of(with)); i < g.words.count(); i++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		b, err := g.block(g.words.block(i))
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
	return nil
}
