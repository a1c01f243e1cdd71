package docview

import (
	"slices"

	"factmark/widgets/docview/layout"
)

// Comparison marks a passage of the text that is compared with a passage elsewhere. A bar stands in the margin beside its
// lines; words that stand in both have pairs of fine dots under them, as hints have; what says otherwise stands in a box of
// the letters' own colour. Shared and Differing are in order, apart from each other, and within the passage.
type Comparison struct {
	Passage           Span // empty: there is none
	Shared, Differing []Span
}

// SetComparison marks what is compared; the zero Comparison marks nothing. SetText takes the marks away.
func (m *marking) SetComparison(c Comparison) {
	was := m.compared
	if c.Passage == was.Passage && slices.Equal(c.Shared, was.Shared) && slices.Equal(c.Differing, was.Differing) {
		return
	}
	m.compared = Comparison{c.Passage, slices.Clone(c.Shared), slices.Clone(c.Differing)}
	m.remark()
}

// Compared gives the marks of what is compared.
func (m *marking) Compared() Comparison { return m.compared }

// The bar beside a passage that is compared: its distance from the column and its width, in units.
const (
	barDistance = 6
	barThick    = 3
)

// comparisonStrokes appends what marks the comparison on a line: its bar, and the boxes around what differs.
func (m *marking) comparisonStrokes(out []stroke, line *layout.Line, p palette) []stroke {
	first, last := m.text.Point(line.Start), m.text.Point(line.End)
	passage := m.compared.Passage
	if passage.Start >= passage.End || passage.Start >= last || passage.End <= first {
		return out
	}
	out = append(out, stroke{kind: barred, x0: -barDistance - barThick, x1: -barDistance, colour: p.ink})
	for _, s := range touching(m.compared.Differing, first, last) {
		for _, part := range line.SegmentsUpTo(m.text.Byte(s.Start), m.text.Byte(s.End), line.Ink) {
			out = append(out, stroke{kind: found, colour: p.ink, x0: part.X0, x1: part.X1, current: true})
		}
	}
	return out
}
