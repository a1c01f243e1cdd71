package docview

import (
	"image/color"
	"slices"

	"factmark/widgets/docview/layout"
)

// part is what is drawn in one ink of a run: the bytes [from, to) of its text.
type part struct {
	run      *layout.Run
	from, to int
	dim      bool
}

// ink is the colour of the letters of a piece.
func (p palette) inkOf(dim bool) color.NRGBA {
	if dim {
		return p.dim
	}
	return p.ink
}

// SetDimmed says which ranges are not content: their letters are drawn in soft ink, except where something is marked.
// SetText takes this back.
func (v *View) SetDimmed(spans []Span) {
	v.dimmed = nil
	for _, s := range spans {
		if r := clusters(v.column.Text, s.Start, s.End); s.Start < s.End && r.Start < r.End {
			v.dimmed = append(v.dimmed, r)
		}
	}
	slices.SortFunc(v.dimmed, func(a, b layout.Range) int { return a.Start - b.Start })
	joined := v.dimmed[:0]
	for _, r := range v.dimmed {
		if n := len(joined); n > 0 && r.Start <= joined[n-1].End {
			joined[n-1].End = max(joined[n-1].End, r.End)
		} else {
			joined = append(joined, r)
		}
	}
	v.dimmed = joined
	v.renew()
}

// dims gives the dimmed ranges that touch a line.
func (m *marking) dims(line *layout.Line) []layout.Range {
	i, _ := slices.BinarySearchFunc(m.dimmed, line.Start, func(r layout.Range, at int) int {
		if r.End > at {
			return 1
		}
		return -1
	})
	j := i
	for j < len(m.dimmed) && m.dimmed[j].Start < line.End {
		j++
	}
	return m.dimmed[i:j]
}

// soft gives the ranges of a line that are drawn in soft ink: what is dimmed and bears no mark. Over a tint, soft ink
// would be hard to read.
func (m *marking) soft(line *layout.Line, selected layout.Range) []layout.Range {
	dims := m.dims(line)
	if len(dims) == 0 {
		return nil
	}
	soft := slices.Clone(dims)
	cut := func(r layout.Range) {
		var left []layout.Range
		for _, s := range soft {
			if r.Start >= r.End || r.End <= s.Start || r.Start >= s.End {
				left = append(left, s)
				continue
			}
			if s.Start < r.Start {
				left = append(left, layout.Range{Start: s.Start, End: r.Start})
			}
			if r.End < s.End {
				left = append(left, layout.Range{Start: r.End, End: s.End})
			}
		}
		soft = left
	}
	mark := func(i layout.Interval) bool {
		cut(clusters(m.text, i.Start, i.End))
		return true
	}
	first, last := m.text.Point(line.Start), m.text.Point(line.End)
	m.marks.index.Touching(first, last, mark)
	m.hits.index.Touching(first, last, mark)
	cut(selected)
	if m.flash.left > 0 {
		cut(m.flash.Range)
	}
	return soft
}

// parts cuts the runs of a line where the ink changes. A letter that is joined to one of the other ink keeps its shape.
func (m *marking) parts(line *layout.Line, selected layout.Range) []part {
	soft := m.soft(line, selected)
	parts := make([]part, 0, len(line.Runs))
	for i := range line.Runs {
		run := &line.Runs[i]
		if len(soft) == 0 {
			parts = append(parts, part{run: run, to: len(run.Text)})
			continue
		}
		at := run.Start()
		upTo := func(end int, dim bool) {
			if end = min(end, run.End()); end > at {
				from, to := run.Drawn(at, end)
				parts = append(parts, part{run, from, to, dim})
				at = end
			}
		}
		for _, r := range soft {
			upTo(r.Start, false)
			upTo(r.End, true)
		}
		upTo(run.End(), false)
	}
	return parts
}
