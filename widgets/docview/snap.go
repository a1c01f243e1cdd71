package docview

import (
	"fyne.io/fyne/v2"

	"factmark/widgets/docview/layout"
	"factmark/widgets/selecting"
)

// slip is how far the pointer may move while the mouse is pressed, in pixels, before a drag that snaps to words takes one: a
// hand that trembles at a click selects nothing.
const slip = 4

// dragged is where a selection by the mouse began, before it was snapped to words, and what came of it.
type dragged struct {
	origin   int           // the byte
	pressed  fyne.Position // where the mouse was pressed
	top      float64       // of the page, then
	from, to int           // bytes: the anchor and the head
}

// snaps says whether what is dragged now snaps to words: with Alt held down it goes by characters.
func (v *View) snaps(held fyne.KeyModifier) bool {
	return v.SnapToWords && (held|v.keys.Modifiers())&fyne.KeyModifierAlt == 0
}

// extendTo extends the selection to a place, from where it began before it was snapped.
func (v *View) extendTo(offset int, upstream bool, held fyne.KeyModifier) {
	s := &v.dragged
	if s.from != v.caret.Anchor || s.to != v.caret.Head { // it was selected in another way meanwhile
		s.origin = v.caret.Anchor
	}
	s.from, s.to = s.origin, offset
	if v.snaps(held) {
		s.from, s.to = snapped(v.column.Text, s.origin, offset)
	}
	v.caret.choose(s.from, s.to, upstream && s.to == offset || s.to > offset)
}

// slipped says whether the mouse has hardly moved since it was pressed.
func (v *View) slipped() bool {
	moved := v.mouse.At.Subtract(v.dragged.pressed)
	return abs(moved.X) < slip && abs(moved.Y) < slip && v.column.Top() == v.dragged.top
}

// snapped widens a selection to the words that it begins and ends in, and leaves white space out at both ends.
func snapped(t *layout.Text, anchor, head int) (from, to int) {
	start, end := min(anchor, head), max(anchor, head)
	if start == end {
		return anchor, head
	}
	from, to = wordStart(t, start), wordEnd(t, end)
	for from < to && t.Blank(from, t.Next(from)) {
		from = t.Next(from)
	}
	for from < to && t.Blank(t.Prev(to), to) {
		to = t.Prev(to)
	}
	switch {
	case from == to: // nothing but white space
		return anchor, head
	case head < anchor:
		return to, from
	}
	return from, to
}

// wordStart gives the start of the word that a place lies in, else the place itself.
func wordStart(t *layout.Text, at int) int {
	if start, end := t.Word(at); start < at && at < end {
		return t.Snap(start)
	}
	return at
}

// wordEnd gives the end of the word that a place lies in, else the place itself.
func wordEnd(t *layout.Text, at int) int {
	if start, end := t.Word(at); start < at && at < end {
		return selecting.SnapOn(t, end)
	}
	return at
}
