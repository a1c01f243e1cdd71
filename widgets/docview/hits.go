package docview

import (
	"cmp"
	"image/color"
	"slices"

	"factmark/widgets/docview/layout"
)

// Span is a half-open range [Start, End) of code points.
type Span struct{ Start, End int }

// hits are the places a search found.
type hits struct {
	all     []Span
	index   layout.Intervals
	current Span // empty if none is
}

// hitColours are those of the marks around hits: the box, what fills it, and what fills the current one.
type hitColours struct{ box, fill, strong color.NRGBA }

var (
	hitLight = hitColours{color.NRGBA{0x8A, 0x4B, 0x00, 0xFF}, color.NRGBA{0xFF, 0xC5, 0x3D, 0x48}, color.NRGBA{0xFF, 0xC5, 0x3D, 0xD8}}
	hitDark  = hitColours{color.NRGBA{0xFF, 0xD1, 0x66, 0xFF}, color.NRGBA{}, color.NRGBA{0x4E, 0x34, 0x00, 0xF0}}
)

func (p palette) hits() hitColours {
	if p.dark {
		return hitDark
	}
	return hitLight
}

// SetHits marks the places a search found with boxes around their letters; current is the index of the one that stands
// out, -1 for none. The page doesn't scroll (see Reveal). SetText takes the marks away.
func (m *marking) SetHits(hits []Span, current int) {
	now := Span{}
	if current >= 0 && current < len(hits) {
		now = hits[current]
	}
	same := slices.Equal(hits, m.hits.all)
	if same && now == m.hits.current {
		return
	}
	m.hits.current = now
	if !same {
		m.hits.set(hits)
	}
	m.remark()
}

func (h *hits) set(all []Span) {
	h.all = slices.Clone(all)
	items := make([]layout.Interval, len(all))
	for i, s := range all {
		items[i] = layout.Interval{Start: s.Start, End: s.End, Value: i}
	}
	h.index.Set(items)
}

// hitStrokes appends what marks the hits on a line, the current one last.
func (m *marking) hitStrokes(out []stroke, line *layout.Line, p palette, textSize, width float32) []stroke {
	if len(m.hits.all) == 0 {
		return out
	}
	from := len(out)
	colours := p.hits()
	rim := textSize / 2 // white space at the end of a line stands out of the column: this much of it is shown
	m.hits.index.Touching(m.text.Point(line.Start), m.text.Point(line.End), func(i layout.Interval) bool {
		s := stroke{kind: found, colour: colours.box, fill: colours.fill}
		if (Span{i.Start, i.End}) == m.hits.current {
			s.current, s.fill = true, colours.strong
		}
		end := min(m.text.Byte(i.End), line.Edge())
		for _, part := range line.Segments(m.text.Byte(i.Start), end) {
			s.x0, s.x1 = max(part.X0, -rim), min(part.X1, width+rim)
			if s.x0 < s.x1 {
				out = append(out, s)
			}
		}
		return true
	})
	slices.SortStableFunc(out[from:], func(a, b stroke) int { return cmp.Compare(currentLast(a.current), currentLast(b.current)) })
	return out
}

func currentLast(b bool) int {
	if b {
		return 1
	}
	return 0
}
