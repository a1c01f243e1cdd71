package anchor

import (
	"slices"
	"sort"
)

// Sentence is what a span stands in: the whole sentences, or rows of a table, of
// which it is a part. A very long one is cut around the span.
type Sentence struct {
	Text       string
	Start, End int    // of the span in Text, in code points
	Before     string // what it takes its subject from, where that is what differs: a heading, the sentence before
}

// mostShown is how much of a sentence is given before and behind a span, in code points.
const mostShown = 400

// covering gives the units from the first to the last that a range touches.
func (o *outline) covering(start, end int) (first, last int) {
	first = sort.Search(len(o.units), func(i int) bool { return o.units[i].end > start })
	last = sort.Search(len(o.units), func(i int) bool { return o.units[i].start >= end }) - 1
	return first, last
}

// sentence gives what a range stands in.
func (o *outline) sentence(start, end int) Sentence {
	from, to := start, end
	if first, last := o.covering(start, end); first <= last {
		from, to = min(start, o.units[first].start), max(end, o.units[last].end)
	}
	from, to = snap(o.text, max(from, start-mostShown)), clusterEnd(o.text, min(to, end+mostShown))
	return Sentence{Text: string(o.text[from:to]), Start: start - from, End: end - from}
}

// show fills in what a person needs to judge the places found for a span.
func (s *search) show(f *Found, span Span, known bool) {
	if known {
		f.Was = s.whole.old.sentence(span.Start, span.End)
	} else {
		f.Was = Sentence{Text: span.Prefix + span.Quote + span.Suffix, Start: len([]rune(span.Prefix)), End: len([]rune(span.Prefix + span.Quote))}
	}
	fill := func(p *Place) string {
		p.In = s.whole.new.sentence(p.Start, p.End)
		if !known {
			return ""
		}
		before, now := s.whole.differing(span, *p)
		p.In.Before = now
		return before
	}
	for i := range f.Candidates {
		before := fill(&f.Candidates[i])
		if i == 0 {
			f.Was.Before = before
		}
	}
	if f.Kind != Nowhere {
		f.Was.Before = fill(&f.Place)
	}
}

// differing gives what stands before a span and its place and differs, where
// their own sentences do not.
func (o *outlines) differing(span Span, p Place) (before, now string) {
	u, last := o.old.covering(span.Start, span.End)
	v, end := o.new.covering(p.Start, p.End)
	if u > last || v > end || o.old.of[u].key != o.new.of[v].key {
		return "", ""
	}
	old, new := o.old.of[u].takes, o.new.of[v].takes
	pairs := [][2]int32{{int32(u - 1), int32(v - 1)}}
	for i := range old {
		pairs = append(pairs, [2]int32{old[i], new[i]})
	}
	for k := 2; k <= u-o.old.of[u].topic; k++ {
		pairs = append(pairs, [2]int32{int32(u - k), int32(v - k)})
	}
	if c := &o.old.of[u]; !c.leans && c.topic == u {
		pairs = append(pairs[1:], pairs[0])
	}
	pairs = append(pairs, [2]int32{int32(u + 1), int32(v + 1)})
	for _, pair := range pairs {
		before, now = o.old.brieflyAt(pair[0]), o.new.brieflyAt(pair[1])
		if before != now {
			return before, now
		}
	}
	return "", ""
}

// brieflyAt gives the wording of a unit, "" where there is none.
func (o *outline) brieflyAt(i int32) string {
	if i < 0 || int(i) >= len(o.units) {
		return ""
	}
	text := o.wording(int(i))
	if len(text) > mostShown {
		text = append(slices.Clone(text[:snap(text, mostShown)]), '…')
	}
	return string(text)
}

// Change is what one wording has in the place of what another has; one of them
// may be empty.
type Change struct{ Old, New string }

// Changes gives what differs between two wordings, by words.
func Changes(old, new string) []Change {
	s := &search{a: []rune(old), b: []rune(new)}
	var all []Change
	for _, g := range s.gaps(s.common(area{0, len(s.a)}, area{0, len(s.b)}, words)) {
		c := Change{string(s.a[g.old.start:g.old.end]), string(s.b[g.new.start:g.new.end])}
		if string(fold([]rune(c.Old), false).runes) != string(fold([]rune(c.New), false).runes) {
			all = append(all, c)
		}
	}
	return all
}
