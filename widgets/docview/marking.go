package docview

import (
	"image/color"
	"slices"
	"time"

	"factmark/widgets/docview/layout"
)

// marking is what is marked in a text: highlights, outlines, references, what a search found, a flash, what is compared, and what is not content.
type marking struct {
	text            *layout.Text
	styles          []Style
	marks           marks
	reshaping       reshape // of a highlight
	hits            hits
	hints           []Span // in order, apart from each other
	suggestions     []Span // as hints
	compared        Comparison
	outlines        marks
	references      marks
	referenceStyles []ReferenceStyle
	dimmed          []layout.Range // in order, apart from each other
	flash           flash
	framed          bool // the current highlight stands in a frame of ink
	version         int  // counts the changes to what is drawn under the letters

	after   func(d time.Duration, f func())
	changed func() // called when highlights, hits or the flash have changed
}

// reset begins anew for another text.
func (m *marking) reset(text *layout.Text, highlights []Highlight) {
	m.text = text
	m.marks.set(highlights)
	m.outlines.set(nil)
	m.outlines.current = ""
	m.references.set(nil)
	m.references.current = ""
	m.hits, m.hints, m.suggestions, m.dimmed, m.flash, m.reshaping = hits{}, nil, nil, nil, flash{}, reshape{}
	m.compared = Comparison{}
}

// SetHighlights replaces all highlights. Of two with the same ID the first is taken; empty ones are not shown.
func (m *marking) SetHighlights(all []Highlight) {
	m.reshaping = reshape{}
	m.marks.set(all)
	m.remark()
}

// PutHighlight adds a highlight, or replaces the one with the same ID.
func (m *marking) PutHighlight(h Highlight) {
	m.forgetReshaping(h.ID)
	m.marks.put(h)
	m.remark()
}

// RemoveHighlight takes a highlight away, if there is one with this ID.
func (m *marking) RemoveHighlight(id string) {
	m.forgetReshaping(id)
	if m.marks.remove(id) {
		m.remark()
	}
}

// Current is the ID of the highlight that stands out, "" if none does.
func (m *marking) Current() string { return m.marks.current }

// SetCurrent makes a highlight stand out, none for "".
func (m *marking) SetCurrent(id string) {
	if id != m.marks.current {
		if m.reshaping.end != noEnd {
			m.dropReshaping()
		}
		m.marks.current = id
		m.remark()
	}
}

// SetFramed draws a frame of ink around the current highlight, or none: whatever its colour, it is found at a glance then.
func (m *marking) SetFramed(on bool) {
	if on != m.framed {
		m.framed = on
		m.remark()
	}
}

// Framed tells whether the current highlight stands in a frame of ink.
func (m *marking) Framed() bool { return m.framed }

// HighlightsAt gives the IDs of the highlights over a code point, the smallest first.
func (m *marking) HighlightsAt(offset int) []string {
	var ids []string
	for _, h := range m.marks.at(offset) {
		ids = append(ids, h.ID)
	}
	return ids
}

// remark follows a change of what is drawn.
func (m *marking) remark() {
	m.version++
	m.changed()
}

// dropReshaping ends the dragging of an end and shows the highlight as it was before.
func (m *marking) dropReshaping() {
	s := m.reshaping
	m.reshaping = reshape{}
	if s.moved {
		m.marks.put(s.was)
	}
	m.remark()
}

// forgetReshaping ends the dragging of an end of a highlight that is given anew or taken away.
func (m *marking) forgetReshaping(id string) {
	if m.reshaping.end != noEnd && m.reshaping.was.ID == id {
		m.reshaping = reshape{}
	}
}

// look gives the colour and the pattern of a highlight.
func (m *marking) look(h Highlight, p palette) (color.NRGBA, Pattern) {
	switch {
	case h.Style < 0 || h.Style >= len(m.styles):
		return p.soft, Dashed
	case p.dark:
		return m.styles[h.Style].Dark, m.styles[h.Style].Pattern
	}
	return m.styles[h.Style].Light, m.styles[h.Style].Pattern
}

// strokes gives what is painted under a line of a column of a width, with a range selected: the largest highlight first.
func (m *marking) strokes(line *layout.Line, marked, outlined, referred []laned, sel layout.Range, p palette, textSize, width float32) []stroke {
	var out []stroke
	add := func(s stroke, at layout.Range, limit int) {
		s.first, s.last = at.Start >= line.Start, at.End <= line.End
		for _, part := range line.SegmentsUpTo(at.Start, at.End, limit) {
			s.x0, s.x1 = part.X0, part.X1
			s.opens, s.closes = part.Left, part.Right
			out = append(out, s)
		}
	}
	first, last := m.text.Point(line.Start), m.text.Point(line.End)
	var here []laned
	for _, h := range marked {
		if h.Start < last && h.End > first {
			here = append(here, h)
		}
	}
	slices.SortStableFunc(here, func(a, b laned) int { return (b.End - b.Start) - (a.End - a.Start) })
	for _, h := range here {
		colour, pattern := m.look(h.Highlight, p)
		current := h.ID == m.marks.current
		s := stroke{colour: colour, pattern: pattern, lane: h.lane, current: current, framed: current && m.framed}
		add(s, layout.Range{Start: m.text.Byte(h.Start), End: m.text.Byte(h.End)}, line.Ink)
	}
	out = m.dottedStrokes(out, line, here, p)
	out = m.outlineStrokes(out, line, outlined, p, textSize)
	out = m.referenceStrokes(out, line, referred, p, textSize)
	if m.flash.left > 0 {
		c := p.primary
		c.A = uint8(flashAlpha * m.flash.left / flashSteps)
		add(stroke{kind: flashed, colour: c}, m.flash.Range, line.Ink)
	}
	out = m.comparisonStrokes(out, line, p)
	out = m.hitStrokes(out, line, p, textSize, width)
	if sel.Start < sel.End {
		s := stroke{kind: selected, colour: p.selection}
		if !line.Broken() {
			add(s, sel, line.Ink)
			return out
		}
		add(s, sel, line.Edge())
		if sel.Start <= line.Edge() && sel.End > line.Edge() { // the line break is selected too
			s.x0 = line.X(line.Edge(), true)
			s.x1 = s.x0 + textSize/3
			if line.RTL {
				s.x0, s.x1 = s.x0-textSize/3, s.x0
			}
			out = append(out, s)
		}
	}
	return out
}

// clusters turns code points into bytes at grapheme boundaries, widening the range where it cuts a cluster. An empty one
// stays empty.
func clusters(t *layout.Text, start, end int) layout.Range {
	r := layout.Range{Start: t.Byte(min(start, end)), End: t.Byte(max(start, end))}
	if s, e := t.Cluster(r.End); s != r.End && r.Start < r.End {
		r.End = e
	} else {
		r.End = s
	}
	r.Start = t.Snap(r.Start)
	return r
}
