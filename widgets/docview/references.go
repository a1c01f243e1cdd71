package docview

import (
	"image"

	"factmark/widgets/docview/layout"
)

// Sign is a small sign at the start of a reference, which tells references apart without colour.
type Sign int

// The signs.
const (
	Plus Sign = iota
	Minus
	Equals
	PlusMinus
)

// ReferenceStyle says how references of one kind look.
type ReferenceStyle struct {
	Style // its pattern is that of the line above the words
	Sign  Sign
}

// SetReferences marks ranges that something elsewhere refers to, in place of those marked before: with a line above the
// words, a small sign where they begin, and no tint. The Style of each is an index into the styles given to
// SetReferenceStyles. SetText takes them away.
func (m *marking) SetReferences(all []Highlight) {
	m.references.set(all)
	m.remark()
}

// SetReferenceStyles says how the kinds of references look.
func (m *marking) SetReferenceStyles(styles []ReferenceStyle) {
	m.referenceStyles = styles
	m.remark()
}

// SetCurrentReference makes a reference stand out, none for "".
func (m *marking) SetCurrentReference(id string) {
	if id != m.references.current {
		m.references.current = id
		m.remark()
	}
}

// ReferencesAt gives the IDs of the references over a code point, the smallest first.
func (m *marking) ReferencesAt(offset int) []string {
	var ids []string
	for _, r := range m.references.at(offset) {
		ids = append(ids, r.ID)
	}
	return ids
}

// referenceStrokes appends what marks the references on a line, which are among those given.
func (m *marking) referenceStrokes(out []stroke, line *layout.Line, here []laned, p palette, textSize float32) []stroke {
	first, last := m.text.Point(line.Start), m.text.Point(line.End)
	for _, r := range here {
		if r.Start >= last || r.End <= first || r.Style < 0 || r.Style >= len(m.referenceStyles) {
			continue
		}
		look := m.referenceStyles[r.Style]
		s := stroke{kind: reference, colour: look.Light, fill: p.page, pattern: look.Pattern, lane: r.lane, current: r.ID == m.references.current}
		if p.dark {
			s.colour = look.Dark
		}
		at := layout.Range{Start: m.text.Byte(r.Start), End: m.text.Byte(r.End)}
		s.first, s.last = at.Start >= line.Start, at.End <= line.End
		for _, part := range line.SegmentsUpTo(at.Start, at.End, line.Ink) {
			s.x0, s.x1 = part.X0, part.X1
			s.opens, s.closes = part.Left, part.Right
			out = append(out, s)
		}
		if s.first {
			x := line.X(at.Start, false)
			out = append(out, stroke{kind: signed, x0: x - signRoom*textSize, x1: x + signRoom*textSize, colour: s.colour, fill: p.page, sign: look.Sign,
				closes: s.closes && x >= s.x1})
		}
	}
	return out
}

// paintReference draws the line above the words of a reference, and soft arms down at its ends. The current one is
// framed.
func (s sheet) paintReference(img *image.RGBA, k stroke, x0, x1 int) {
	u := s.unit
	s.paintPattern(img, k, x0, x1, min(k.lane, 1)*3*u)
	arm, wide, bottom := k.colour, u, img.Rect.Dy()
	if k.current {
		wide = 2 * u
		fillOver(img, image.Rect(x0, bottom-wide, x1, bottom), arm)
	} else {
		arm.A = uint8(int(arm.A) * 55 / 100)
	}
	if k.opens {
		fillOver(img, image.Rect(x0, 0, x0+wide, bottom), arm)
	}
	if k.closes {
		fillOver(img, image.Rect(x1-wide, 0, x1, bottom), arm)
	}
}

// The size of a sign in units, how far it stands before the first letter, in the space there, and the room for it on
// either side of where that letter begins, of the text size.
const (
	signHigh = 9
	signLeft = 7
	signRoom = 0.6
)

// paintSign draws a sign in the colour of the page on a ground of the reference's colour. Words that are written from the
// right begin at the right.
func (s sheet) paintSign(img *image.RGBA, k stroke, x0, x1 int) {
	u := s.unit
	at := (x0+x1)/2 - signLeft*u
	if k.closes {
		at = (x0+x1)/2 - (signHigh-signLeft)*u
	}
	fillOver(img, image.Rect(at, 0, at+signHigh*u, signHigh*u), k.colour)
	bar := func(left, top, right, bottom int) {
		fillOver(img, image.Rect(at+left*u, top*u, at+right*u, bottom*u), k.fill)
	}
	switch k.sign {
	case Plus:
		bar(1, 4, 8, 5)
		bar(4, 1, 5, 4)
		bar(4, 5, 5, 8)
	case Minus:
		bar(1, 4, 8, 5)
	case Equals:
		bar(1, 3, 8, 4)
		bar(1, 5, 8, 6)
	case PlusMinus:
		bar(2, 3, 7, 4)
		bar(4, 1, 5, 3)
		bar(4, 4, 5, 6)
		bar(2, 7, 7, 8)
	}
}
