package docview

import (
	"cmp"
	"slices"
	"sort"

	"factmark/widgets/docview/layout"
)

// SetHints underlines ranges with pairs of fine dots in soft ink, which no highlight has: something is to be said of them
// (see HoverHint). Empty ranges and such as overlap one before them are left out. SetText takes the hints away.
func (v *View) SetHints(all []Span) {
	hints := slices.Clone(all)
	slices.SortFunc(hints, func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	end := 0
	hints = slices.DeleteFunc(hints, func(s Span) bool {
		if s.Start < end || s.Start >= s.End {
			return true
		}
		end = s.End
		return false
	})
	if !slices.Equal(hints, v.hints) {
		v.hints = hints
		v.tip.hide()
		v.remark()
	}
}

// Hints gives the ranges that are hints, in order.
func (v *View) Hints() []Span { return slices.Clone(v.hints) }

// hintsIn gives the hints that touch a range of code points.
func (m *marking) hintsIn(start, end int) []Span {
	i := sort.Search(len(m.hints), func(i int) bool { return m.hints[i].End > start })
	j := i
	for j < len(m.hints) && m.hints[j].Start < end {
		j++
	}
	return m.hints[i:j]
}

// hintStrokes appends what underlines the hints on a line, in the first lane that no highlight over them takes.
func (m *marking) hintStrokes(out []stroke, line *layout.Line, here []laned, p palette) []stroke {
	for _, h := range m.hintsIn(m.text.Point(line.Start), m.text.Point(line.End)) {
		s := stroke{kind: hinted, colour: p.dim}
		for slices.ContainsFunc(here, func(l laned) bool {
			return l.lane == s.lane && l.Start < h.End && l.End > h.Start
		}) {
			s.lane++
		}
		for _, part := range line.SegmentsUpTo(m.text.Byte(h.Start), m.text.Byte(h.End), line.Ink) {
			s.x0, s.x1 = part.X0, part.X1
			out = append(out, s)
		}
	}
	return out
}
