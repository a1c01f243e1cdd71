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

// The kinds: Nowhere is a span with no place that may be taken for its own; Sure
// one that stands as it was, in sentences that are as they were and speak of
// the same; Near one that a person should look at.
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
	In         Sentence
}

// Found is what was found for a span. Candidates are the places most like it,
// the best one first, a near one among them; a span that is Sure has none.
type Found struct {
	Kind       Kind
	Place      Place // of no meaning where Kind is Nowhere
	Candidates []Place
	Was        Sentence // what the span stood in
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
	}
	if len(quote) == 0 {
		return Found{}
	}
	w := wanted{quote: quote, prefix: []rune(span.Prefix), suffix: []rune(span.Suffix), span: area{span.Start, span.End}, known: known}
	var f Found
	if known {
		p, kind := s.wholly(span.Start, span.End)
		if kind == Sure {
			p.In = s.whole.new.sentence(p.Start, p.End)
			return Found{Kind: Sure, Place: p, Was: s.whole.old.sentence(span.Start, span.End)}
		}
		w.prefix = s.a[max(0, span.Start-contextLength):span.Start]
		w.suffix = s.a[span.End:min(len(s.a), span.End+contextLength)]
		w.window = s.window(span.Start, span.End)
		if kind == Near {
			f = s.near(&w, p, false)
		} else if p, ok := s.verbatim(span.Start, span.End); ok {
			f = s.near(&w, p, true)
		}
	}
	if f.Kind == Nowhere {
		f = s.judge(&w, s.candidates(&w))
	}
	span.Quote = string(quote)
	s.show(&f, span, known)
	return f
}

// near gives a place that a person should look at, with others that have the
// same words. Where the sentence around it is another, a place whose sentence is more
// like the old one goes first.
func (s *search) near(w *wanted, p Place, another bool) Found {
	all := []Place{p}
	for _, at := range s.lookup(w) {
		slack := len(w.quote)/3 + contextLength
		from := max(0, at-slack)
		i := indexOf(s.b[from:min(len(s.b), at+len(w.quote)+slack)], w.quote)
		c := Place{Start: from + i, End: from + i + len(w.quote), Score: 1}
		if i >= 0 && len(all) < 5 && !slices.ContainsFunc(all, func(o Place) bool { return min(c.End, o.End) > max(c.Start, o.Start) }) && !s.isCut(c, w.span.start, w.span.end) {
			all = append(all, c)
		}
	}
	if another {
		was := []rune(s.whole.old.sentence(w.span.start, w.span.end).Text)
		like := func(p Place) float64 {
			return alike(was, []rune(s.whole.new.sentence(p.Start, p.End).Text))
		}
		best, most := 0, like(all[0])+0.02
		for i := 1; i < len(all); i++ {
			if l := like(all[i]); l > most {
				best, most = i, l
			}
		}
		all[0], all[best] = all[best], all[0]
	}
	return Found{Kind: Near, Place: all[0], Candidates: all}
}

// contextLength is how much text before and after a span says where it belongs.
const contextLength = 32

// verbatim gives the place of a span that lies in what both texts have in the
// same order, be it that what is around it is another.
func (s *search) verbatim(start, end int) (Place, bool) {
	b, ok := blockHolding(s.blocks, start, end)
	if !ok {
		return Place{}, false
	}
	p := Place{Start: start - b.old + b.new, End: end - b.old + b.new, Score: 1}
	return p, !s.isCut(p, start, end) && !insideAny(s.doubt, start, end)
}

// isCut tells whether the place has an end in the middle of what is read as one
// character, where the span had not.
func (s *search) isCut(p Place, start, end int) bool {
	return snap(s.b, p.Start) != p.Start && snap(s.a, start) == start ||
		snap(s.b, p.End) != p.End && snap(s.a, end) == end
}

// twinDistance is how far twins of a text make a difference, in code points.
const twinDistance = 2000

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
	if best < 0 || w.known && insideAny(s.doubt, w.span.start, w.span.end) {
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
	far := twinDistance
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
