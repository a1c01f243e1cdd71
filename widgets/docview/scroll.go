package docview

import (
	"math"

	"fyne.io/fyne/v2"
)

const wheel = 2 // how much further than other widgets the wheel scrolls a page of text

// TopOffset is the code point at the top left of the page.
func (v *View) TopOffset() int { return v.column.Text.Point(v.column.TopByte()) }

// InView is the range of text on screen, in code points, from the line at the top to the one at the bottom; empty while nothing is shown.
func (v *View) InView() (start, end int) {
	c := &v.column
	if c.Lines == nil || v.Size().Height <= 0 {
		return 0, 0
	}
	last, _ := c.hit(fyne.NewPos(v.Size().Width, v.Size().Height))
	return v.TopOffset(), c.Text.Point(last)
}

// SetTopOffset brings the line with a code point to the top of the page.
func (v *View) SetTopOffset(offset int) {
	c := &v.column
	c.wanted = nil
	c.glide.stop()
	at, moved := c.Text.Snap(c.Text.Byte(offset)), false
	if at == 0 {
		moved = c.PinStart() // with the margin
	} else {
		moved = c.Pin(at, 0)
	}
	if c.Lines == nil {
		return
	}
	v.Refresh()
	if moved && v.OnScroll != nil {
		v.OnScroll()
	}
}

// Reveal scrolls so that a range is on screen, with its start about a third from the top. It does nothing if all of
// it is on screen already.
func (v *View) Reveal(start, end int) {
	v.column.reveal(clusters(v.column.Text, start, end))
}

// LaidOut says whether all of the text is broken into lines, so that the length of the page is no estimate any more.
func (v *View) LaidOut() bool { return v.column.Lines != nil && v.column.Lines.Done() }

// Scrolled scrolls, or zooms with Ctrl.
func (v *View) Scrolled(e *fyne.ScrollEvent) {
	if v.keys.Modifiers()&fyne.KeyModifierShortcutDefault != 0 {
		if v.OnZoom != nil && e.Scrolled.DY != 0 {
			v.OnZoom(int(math.Copysign(1, float64(e.Scrolled.DY))))
		}
		return
	}
	if v.column.Lines != nil {
		v.column.glide.by(-float64(e.Scrolled.DY)*wheel, e.Position, float64(v.column.metrics.row))
	}
}

// scrolled follows that other text came on screen.
func (v *View) scrolled() {
	v.tip.hide()
	v.Refresh()
	if v.OnScroll != nil {
		v.OnScroll()
	}
}
