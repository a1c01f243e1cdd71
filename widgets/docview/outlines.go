package docview

import (
	"image"
	"image/color"
	"slices"

	"factmark/widgets/docview/layout"
)

// SetOutlines outlines ranges with thin dashes in the colour of a style, in place of those outlined before: they have no tint and no
// underline, and the style's letter stands before their first word. The Style of each is an index into the styles given to
// SetStyles. SetText takes them away.
func (m *marking) SetOutlines(all []Highlight) {
	m.outlines.set(all)
	m.remark()
}

// Outlines gives the ranges that are outlined, in the order they were given.
func (m *marking) Outlines() []Highlight { return slices.Clone(m.outlines.slots) }

// SetCurrentOutline makes an outline stand out, none for "".
func (m *marking) SetCurrentOutline(id string) {
	if id != m.outlines.current {
		m.outlines.current = id
		m.remark()
	}
}

// CurrentOutline is the ID of the outline that stands out, "" if none does.
func (m *marking) CurrentOutline() string { return m.outlines.current }

// OutlinesAt gives the IDs of the outlines over a code point, the smallest first.
func (m *marking) OutlinesAt(offset int) []string {
	var ids []string
	for _, o := range m.outlines.at(offset) {
		ids = append(ids, o.ID)
	}
	return ids
}

// outlineStrokes appends what outlines ranges on a line, which are among those given.
func (m *marking) outlineStrokes(out []stroke, line *layout.Line, here []laned, p palette, textSize float32) []stroke {
	first, last := m.text.Point(line.Start), m.text.Point(line.End)
	for _, o := range here {
		if o.Start >= last || o.End <= first {
			continue
		}
		colour, _ := m.look(o.Highlight, p)
		s := stroke{kind: outlined, colour: legible(colour, p), lane: o.lane, current: o.ID == m.outlines.current}
		at := layout.Range{Start: m.text.Byte(o.Start), End: m.text.Byte(o.End)}
		s.first, s.last = at.Start >= line.Start, at.End <= line.End
		for _, part := range line.SegmentsUpTo(at.Start, at.End, line.Ink) {
			s.x0, s.x1 = part.X0, part.X1
			s.opens, s.closes = part.Left, part.Right
			out = append(out, s)
		}
		if s.first && o.Style >= 0 && o.Style < len(m.styles) && m.styles[o.Style].Letter != "" {
			x, wide := line.X(at.Start, false), letterRoom*textSize
			l := stroke{kind: lettered, x0: x - wide, x1: x, colour: s.colour, letter: m.styles[o.Style].Letter}
			if s.closes && x >= s.x1 { // words that are written from the right begin there
				l.x0, l.x1 = x, x+wide
			}
			out = append(out, l)
		}
	}
	return out
}

// legible moves a label's colour toward the ink until a thin line in it is seen against the page.
func legible(c color.NRGBA, p palette) color.NRGBA { return legibleColour(c, p.ink, p.page) }

// The room of an outline's letter before the first word, and the letter's size, of the text size.
const (
	letterRoom = 0.66
	letterSize = 0.64
)

// paintOutline draws thin dashes below the words of an outline, above its first line and at its ends. The current one is drawn through, and thicker.
func (s sheet) paintOutline(img *image.RGBA, k stroke, x0, x1 int) {
	u := s.unit
	wide, dash, gap := u, 3*u, 3*u
	if k.current {
		wide, gap = 2*u, 0
	}
	inset := min(k.lane, 2) * 2 * u // those that overlap lie in each other
	top, bottom := s.tintTop()+inset, img.Rect.Dy()-u-inset
	across := func(y int) {
		for x := s.align(x0, dash+gap); x < x1; x += dash + gap {
			fillOver(img, image.Rect(max(x, x0), y, min(x+dash, x1), y+wide), k.colour)
		}
	}
	along := func(x int) {
		for y := top; y < bottom; y += dash + gap {
			fillOver(img, image.Rect(x, y, x+wide, min(y+dash, bottom)), k.colour)
		}
	}
	if k.first { // below that, the line above has its own
		across(top)
	}
	across(bottom - wide)
	if k.opens {
		along(x0)
	}
	if k.closes {
		along(x1 - wide)
	}
}

// writeLetters writes the letters of the outlines on a line, whose column begins at x in the image and whose top is at y, in device pixels.
func (r *renderer) writeLetters(img *image.RGBA, strokes []stroke, x float32, y int) {
	m, letters := &r.v.column.metrics, r.v.letters
	for _, s := range strokes {
		if s.kind != lettered {
			continue
		}
		r.small = r.small.fitting(letters.fonts, letters.pen.font, letterSize*m.textSize, m.scale)
		width := r.small.shaper.width(s.letter)
		left := x + (s.x0+s.x1-width)/2
		run := layout.Run{Text: s.letter}
		r.small.write(img, []part{{run: &run, to: len(s.letter)}}, left, y+int((letterSize*m.textSize+1)*m.scale), palette{ink: s.colour})
	}
}
