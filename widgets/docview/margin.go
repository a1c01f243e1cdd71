package docview

import (
	"image"
	"image/color"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"factmark/widgets/contrast"
	"factmark/widgets/docview/layout"
)

const (
	slotSize    = 24 // of the room of a mark in the margin, which is what a click reaches: pixels
	slotGap     = 4  // between the column and the first of them
	markSize    = 16 // of the square with the letter
	markLetters = 11
	leastSlots  = 2 // one mark, and the number of those that have no room
	mostSlots   = 4
)

// margins are the marks of highlights beside the lines on screen.
type margins struct {
	on      bool
	marks   []marginMark
	pressed []string // the highlights of the mark that the mouse was pressed on
}

// marginMark is the mark of a highlight beside its lines or, where there is no room for more, the number of those that begin
// on a line and have none.
type marginMark struct {
	ids         []string // the one, or those that are counted
	slot        int      // from the column to the right
	first, last int      // lines
	style       int
	current     bool
	counts      bool
}

func (m marginMark) equal(o marginMark) bool {
	return slices.Equal(m.ids, o.ids) && m.slot == o.slot && m.first == o.first && m.last == o.last && m.style == o.style && m.current == o.current && m.counts == o.counts
}

// SetMarginMarks says whether each highlight has a mark in the margin right of the column, beside its lines: a square with the
// letter of its style on the first one, and a line in its pattern beside the others. Highlights on the same lines stand side by side
// as far as there is room, then a number says how many more begin there. A click on a mark is one on its highlight. The first
// character on screen stays there.
func (v *View) SetMarginMarks(on bool) {
	if on != v.margins.on {
		v.margins.on = on
		v.renew()
	}
}

// arrange finds the marks for the lines on screen, and says whether they have changed. A mark keeps its slot over all its
// lines: it is worked out from where the chain of highlights begins that share lines with each other.
func (g *margins) arrange(c *column, m *marking) (changed bool) {
	before := g.marks
	g.marks = nil
	if slots := c.metrics.slots; slots > 0 {
		g.marks = g.found(c, m, slots)
	}
	return !slices.EqualFunc(before, g.marks, marginMark.equal)
}

func (g *margins) found(c *column, m *marking, slots int) (all []marginMark) {
	first, last := c.Visible()
	from := m.text.Point(c.Lines.Start(first))
	for range 8 {
		start := m.marks.index.Bunch(from, bunchLimit)
		line := m.text.Point(c.Lines.Start(c.Lines.At(m.text.Byte(start), false)))
		if line >= from {
			break
		}
		from = line
	}
	to := m.text.Point(c.Lines.Line(last).End)
	taken := make([]int, slots-1) // the line behind the last one of the mark in each slot
	m.marks.index.Touching(from, to, func(i layout.Interval) bool {
		h := m.marks.slots[i.Value]
		at := clusters(m.text, h.Start, h.End)
		mark := marginMark{ids: []string{h.ID}, style: h.Style, current: h.ID == m.marks.current,
			first: c.Lines.At(at.Start, false), last: c.Lines.At(at.End, true)}
		mark.slot = slices.IndexFunc(taken, func(end int) bool { return end <= mark.first })
		switch n := len(all); {
		case mark.slot >= 0:
			taken[mark.slot] = mark.last + 1
			if mark.last >= first && mark.first <= last {
				all = append(all, mark)
			}
		case mark.first < first || mark.first > last:
		case n > 0 && all[n-1].counts && all[n-1].first == mark.first:
			all[n-1].ids = append(all[n-1].ids, h.ID)
			all[n-1].current = all[n-1].current || mark.current
		default:
			mark.counts, mark.slot, mark.last = true, slots-1, mark.first
			all = append(all, mark)
		}
		return true
	})
	return all
}

// left is where a slot begins in the view.
func (m *metrics) slotLeft(slot int) float32 {
	return m.left + m.width + slotGap + float32(slot*slotSize)
}

// marginUnder gives the highlights of the mark at a position, nil for none. What a mark takes is never lower than it is wide: of
// two that could be meant it is the nearer.
func (v *View) marginUnder(at fyne.Position) (ids []string) {
	m := &v.column.metrics
	if m.slots == 0 || v.column.Lines == nil || at.X < m.slotLeft(0) || at.X >= m.slotLeft(m.slots) {
		return nil
	}
	slot, nearest := int((at.X-m.slotLeft(0))/slotSize), max(0, slotSize-m.row)/2
	for _, mark := range v.margins.marks {
		if mark.slot != slot {
			continue
		}
		top, bottom := float32(v.column.Y(mark.first)-v.column.Top()), float32(v.column.Y(mark.last)-v.column.Top())+m.row
		if d := max(0, top-at.Y, at.Y-bottom); d < nearest || d == 0 {
			ids, nearest = mark.ids, d
		}
	}
	return ids
}

// marginHint is what the tip says of a mark at a position.
func (v *View) marginHint(at fyne.Position) (said string) {
	if v.Hover == nil {
		return ""
	}
	for _, id := range v.marginUnder(at) {
		said += v.Hover(id) + "\n"
	}
	return said
}

// releaseMargin ends a click on a mark: it is one on its highlight.
func (v *View) releaseMargin(at fyne.Position) {
	pressed := v.margins.pressed
	v.margins.pressed = nil
	if ids := v.marginUnder(at); len(ids) > 0 && slices.Equal(ids, pressed) && v.OnHighlight != nil {
		v.OnHighlight(v.cycle.next(ids))
	}
}

// paintMargin paints the marks into the image of the column, whose left edge stands at r.left.
func (r *renderer) paintMargin(img *image.RGBA) {
	v, m := r.v, &r.v.column.metrics
	if m.slots == 0 {
		return
	}
	r.letters = r.letters.fitting(v.letters.fonts, v.letters.pen.font, markLetters, m.scale)
	pixels := func(x float32) int { return int(x*m.scale + 0.5) }
	top, line := v.column.Top(), pixels(1)
	for _, mark := range v.margins.marks {
		colour, pattern := v.look(Highlight{Style: mark.style}, r.palette)
		x := m.slotLeft(mark.slot) - r.left + (slotSize-markSize)/2
		y := float32(v.column.Y(mark.first)-top) + (m.row-markSize)/2
		box := image.Rect(pixels(x), pixels(y), pixels(x+markSize), pixels(y+markSize))
		if mark.last > mark.first {
			end := float32(v.column.Y(mark.last)-top) + m.row - (m.row-markSize)/2
			paintDown(img, image.Rect(box.Min.X, box.Max.Y+2*line, box.Max.X, pixels(end)), pattern, legible(colour, r.palette), line, mark.current)
		}
		if mark.current {
			fillOver(img, box.Inset(-2*line), r.palette.ink)
			fillOver(img, box.Inset(-line), r.palette.page)
		}
		ink, letter := r.palette.dim, "+"+strconv.Itoa(min(len(mark.ids), 99))
		if !mark.counts {
			fillOver(img, box, colour)
			ink, letter = inkOn(colour), ""
			if mark.style >= 0 && mark.style < len(v.styles) {
				letter = v.styles[mark.style].Letter
			}
		}
		run := layout.Run{Text: letter}
		left := x + (markSize-r.letters.shaper.width(letter))/2
		r.letters.write(img, []part{{run: &run, to: len(letter)}}, left, pixels(y+markSize*0.75), palette{ink: ink})
	}
}

// inkOn gives ink that is read on a colour.
func inkOn(c color.NRGBA) color.NRGBA {
	dark, light := color.NRGBA{0x14, 0x16, 0x1A, 0xFF}, color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}
	if contrast.Ratio(light, c) >= contrast.Ratio(dark, c) {
		return light
	}
	return dark
}

// paintDown draws a line down the middle of a box in a pattern, of so many pixels to a unit.
func paintDown(img *image.RGBA, box image.Rectangle, pattern Pattern, c color.NRGBA, unit int, thick bool) {
	x, wide := (box.Min.X+box.Max.X)/2-unit, 2*unit
	if thick {
		x, wide = x-unit, 4*unit
	}
	dash, gap := box.Dy(), 0
	switch pattern {
	case Dotted:
		dash, gap = 2*unit, 2*unit
	case Dashed, Wavy:
		dash, gap = 6*unit, 3*unit
	}
	for y := box.Min.Y; y < box.Max.Y; y += max(1, dash+gap) {
		to := min(y+dash, box.Max.Y)
		if pattern == Double {
			fillOver(img, image.Rect(x-unit, y, x-unit+wide/2, to), c)
			fillOver(img, image.Rect(x+unit+wide/2-unit, y, x+unit+wide-unit, to), c)
			continue
		}
		fillOver(img, image.Rect(x, y, x+wide, to), c)
	}
}
