package docview

import (
	"cmp"
	"slices"
	"sort"

	"factmark/widgets/docview/layout"
)

// SetHints underlines ranges with pairs of fine dots in soft ink, which no highlight has: something is to be said of them
// (see HoverHint). Empty ranges and such as overlap one before them are left out. SetText takes the hints away.
func (v *View) SetHints(all []Span) { v.dot(&v.hints, all) }

// Hints gives the ranges that are hints, in order.
func (v *View) Hints() []Span { return slices.Clone(v.hints) }

// SetSuggestions underlines ranges that might become highlights with single fine dots, farther apart than those of hints
// (see HoverSuggestion). Which ranges are left out, and when they go, is as with hints.
func (v *View) SetSuggestions(all []Span) { v.dot(&v.suggestions, all) }

// Suggestions gives the ranges that are suggestions, in order.
func (v *View) Suggestions() []Span { return slices.Clone(v.suggestions) }

// dot replaces dotted ranges of one kind.
func (v *View) dot(ranges *[]Span, all []Span) {
	dotted := slices.Clone(all)
	slices.SortFunc(dotted, func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	end := 0
	dotted = slices.DeleteFunc(dotted, func(s Span) bool {
		if s.Start < end || s.Start >= s.End {
			return true
		}
		end = s.End
		return false
	})
	if !slices.Equal(dotted, *ranges) {
		*ranges = dotted
		v.tip.hide()
		v.remark()
	}
}

// touching gives those of some ranges, in order and apart from each other, that touch a range of code points.
func touching(ranges []Span, start, end int) []Span {
	i := sort.Search(len(ranges), func(i int) bool { return ranges[i].End > start })
	j := i
	for j < len(ranges) && ranges[j].Start < end {
		j++
	}
	return ranges[i:j]
}

// dottedStrokes appends what underlines hints, words that a compared passage shares, and suggestions on a line, in the first lane that no highlight over them takes.
// A suggestion runs below the hints in it.
func (m *marking) dottedStrokes(out []stroke, line *layout.Line, here []laned, p palette) []stroke {
	first, last := m.text.Point(line.Start), m.text.Point(line.End)
	hints := touching(m.hints, first, last)
	add := func(k kind, d Span, lane int) {
		s := stroke{kind: k, colour: p.dim, lane: lane}
		for slices.ContainsFunc(here, func(l laned) bool {
			return l.lane == s.lane && l.Start < d.End && l.End > d.Start
		}) {
			s.lane++
		}
		for _, part := range line.SegmentsUpTo(m.text.Byte(d.Start), m.text.Byte(d.End), line.Ink) {
			s.x0, s.x1 = part.X0, part.X1
			out = append(out, s)
		}
	}
	for _, h := range hints {
		add(hinted, h, 0)
	}
	for _, w := range touching(m.compared.Shared, first, last) {
		add(hinted, w, 0)
	}
	for _, d := range touching(m.suggestions, first, last) {
		lane := 0
		if len(touching(hints, d.Start, d.End)) > 0 {
			lane = 1
		}
		add(suggested, d, lane)
	}
	return out
}
