// Package anchor finds where spans of a text stand in a newer version of it.
// It would rather find no place than a wrong one: what is the image of other
// old text is never the new place of a sentence that was changed or taken out.
//
// All offsets are Unicode code points, half open.
package anchor

import (
	"context"
	"errors"
	"slices"
	"unicode"
)

// Span is a part of the old text. Quote is what it holds, Prefix and Suffix up
// to 32 code points before and after. An empty Quote, or one that does not
// stand there, is for the old text to say.
type Span struct {
	Start, End            int
	Quote, Prefix, Suffix string
}

// Kind says how surely a span was found.
type Kind int

// The kinds: Nowhere is a span with no place that may be taken for its own;
// Sure one that stands as it was; Near one that a person should look at.
const (
	Nowhere Kind = iota
	Near
	Sure
)

// Place is a part of the new text. Score, from 0 to 1, says how much it and
// what is around it are like the span.
type Place struct {
	Start, End int
	Score      float64
}

// Found is what was found for a span. Candidates are the places most like it,
// the best one first; a span that is Sure has none.
type Found struct {
	Kind       Kind
	Place      Place // of no meaning where Kind is Nowhere
	Candidates []Place
}

// Find finds the spans of an old text in a new one; the results stand in the
// order of spans. An old text that is not known is "": the spans are sought
// by quote and context alone then. progress, which may be nil, is told how many
// spans are done. The error is that of ctx.
func Find(ctx context.Context, old, new string, spans []Span, progress func(done, total int)) ([]Found, error) {
	s := &search{ctx: ctx, a: []rune(old), b: []rune(new)}
	outlined := make(chan error)
	go func() { outlined <- s.outlineBoth() }()
	err := s.align()
	if err = errors.Join(err, <-outlined); err != nil {
		return nil, err
	}
	found := make([]Found, len(spans))
	for i, span := range spans {
		if i%64 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if progress != nil {
				progress(i, len(spans))
			}
		}
		found[i] = s.find(span)
	}
	return found, ctx.Err()
}

// search is a pair of texts with what is known of how they belong together.
type search struct {
	ctx    context.Context
	a, b   []rune
	blocks []block // what both texts have in the same order, by place
	moved  []block // what both have elsewhere, by its place in the old one
	taken  []area  // the parts of the new text that blocks and moved cover, in order
	doubt  []area  // parts of the old text that may as well be their twins beside them, in order
	index  *index  // of the new text; nil until it is needed
	whole  *outlines
}

// area is a range of code points.
type area struct{ start, end int }

func (s *search) find(span Span) Found {
	known := 0 <= span.Start && span.Start < span.End && span.End <= len(s.a)
	quote := []rune(span.Quote)
	if known && span.Quote != "" && !slices.Equal(s.a[span.Start:span.End], quote) {
		known = false
	}
	if known {
		quote = s.a[span.Start:span.End]
		if p, kind := s.wholly(span.Start, span.End); kind != Nowhere {
			return Found{Kind: kind, Place: p}
		}
		if p, ok := s.surely(span.Start, span.End); ok {
			return Found{Kind: Near, Place: p}
		}
	}
	w := wanted{quote: quote, prefix: []rune(span.Prefix), suffix: []rune(span.Suffix), span: area{span.Start, span.End}, known: known}
	if known {
		w.prefix = s.a[max(0, span.Start-around):span.Start]
		w.suffix = s.a[span.End:min(len(s.a), span.End+around)]
		w.window = s.window(span.Start, span.End)
	}
	if len(quote) == 0 {
		return Found{}
	}
	return s.judge(&w, s.candidates(&w))
}

// around is how much text before and after a span says where it belongs.
const around = 32

// surely gives the place of a span that lies, with enough around it, in what
// both texts have in common.
func (s *search) surely(start, end int) (Place, bool) {
	for _, list := range [][]block{s.blocks, s.moved} {
		b, ok := holding(list, start, end)
		if !ok {
			continue
		}
		p := Place{start - b.old + b.new, end - b.old + b.new, 1}
		if s.isCut(p, start, end) || within(s.doubt, start, end) {
			return Place{}, false
		}
		left, right := min(around, start-b.old), min(around, b.old+b.n-end)
		whole := (left == around || start == left && p.Start == left) &&
			(right == around || end+right == len(s.a) && p.End+right == len(s.b))
		if whole || left+right >= around/2 && end-start+left+right >= around && s.alone(start-left, end+right, p.Start-left) {
			return p, true
		}
	}
	return Place{}, false
}

// isCut tells whether the place has an end in the middle of what is read as one
// character, where the span had not.
func (s *search) isCut(p Place, start, end int) bool {
	return snap(s.b, p.Start) != p.Start && snap(s.a, start) == start ||
		snap(s.b, p.End) != p.End && snap(s.a, end) == end
}

// nearby is how far twins of a text make a difference, in code points.
const nearby = 2000

// alone tells whether the old text from start to end, which stands at the given
// place in the new one too, has no twin near it in either.
func (s *search) alone(start, end, at int) bool {
	piece := s.a[start:end]
	return count(s.a[max(0, start-nearby):min(len(s.a), end+nearby)], piece, 2) == 1 &&
		count(s.b[max(0, at-nearby):min(len(s.b), at+len(piece)+nearby)], piece, 2) == 1
}

// The least score for a place away from the span's neighbours to be taken for
// its own, and by how much any must be better than the next.
const (
	leastScore  = 0.75
	leastMargin = 0.08
)

// judge chooses among the candidates, which are in order.
func (s *search) judge(w *wanted, all []candidate) Found {
	var f Found
	best, next := -1, -1
	for i, c := range all {
		if len(f.Candidates) < 5 {
			f.Candidates = append(f.Candidates, c.Place)
		}
		switch {
		case !c.free:
		case best < 0:
			best = i
		case next < 0:
			next = i
		}
	}
	if best < 0 || w.known && within(s.doubt, w.span.start, w.span.end) {
		return f
	}
	c := all[best]
	if next >= 0 && c.Score-all[next].Score < leastMargin || c.Score < leastScore && !c.home || c.like < leastLike(len(w.quote)) {
		return f
	}
	there := s.b[c.Start:c.End]
	if !sameFacts(w.quote, there) || s.twins(w, c) {
		return f
	}
	f.Place, f.Kind = c.Place, Near
	if best > 0 { // a place that other text has taken was more like it
		f.Candidates = append([]Place{c.Place}, slices.DeleteFunc(f.Candidates, func(p Place) bool { return p == c.Place })...)
	}
	return f
}

// twins tells whether the quote, or the wording at a place, stands more than
// once where it might be mistaken: near it, and anywhere where the place is not
// between the span's neighbours. In lists the text around says nothing.
func (s *search) twins(w *wanted, c candidate) bool {
	far := nearby
	if !c.home {
		far = len(s.a) + len(s.b)
	}
	old, new := s.a[:0], s.b[max(0, c.Start-far):min(len(s.b), c.End+far)]
	if w.known {
		old = s.a[max(0, w.span.start-far):min(len(s.a), w.span.end+far)]
	}
	return count(old, w.quote, 2) > 1 || count(new, s.b[c.Start:c.End], 2) > 1
}

// leastLike is how alike a quote and its place must be: the shorter, the more.
func leastLike(length int) float64 {
	switch {
	case length < 12:
		return 1
	case length < 24:
		return 0.85
	}
	return 0.72
}

func letters(s []rune) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
