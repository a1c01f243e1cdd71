package docview

import (
	"math"
	"time"

	"fyne.io/fyne/v2"

	"factmark/widgets/docview/layout"
)

const (
	sliceLength = 2 * time.Millisecond // of layout, before the interface gets its turn
	sliceGap    = time.Millisecond
	wheel       = 2 // how much further than other widgets the wheel scrolls a page of text
)

// pin is a place in the text and how far above or below its line the view begins, in pixels. While the rest of the
// text is laid out, lines before it come and go; the pinned line stays where it is.
type pin struct {
	at    int
	delta float64
}

// start is the beginning of the text with all of the margin above it, however high.
var start = pin{delta: -1 << 20}

// y gives the top of a line in the content.
func (v *View) y(line int) float64 {
	return float64(v.metrics.above) + float64(line)*float64(v.metrics.row)
}

// lineAt gives the line at a height in the content, the nearest there is.
func (v *View) lineAt(y float64) int {
	return min(max(0, int(math.Floor((y-float64(v.metrics.above))/float64(v.metrics.row)))), v.lines.Lines()-1)
}

// height is that of the content, in part an estimate.
func (v *View) height() float64 { return v.y(v.lines.Lines()) + margin }

// visible gives the first and the last line on screen.
func (v *View) visible() (first, last int) {
	return v.lineAt(v.top), v.lineAt(v.top + float64(v.metrics.size.Height) - 0.5)
}

func (v *View) clamp(top float64) float64 {
	return max(0, min(top, v.height()-float64(v.metrics.size.Height)))
}

// settle lays out what is on screen, and finds top anew from the pin.
func (v *View) settle() {
	for again := true; again; {
		again = false
		v.top = v.clamp(v.y(v.lines.At(v.pin.at, false)) + v.pin.delta)
		first, last := v.visible()
		for i := first; i <= last; i++ {
			again = v.lines.Prepare(i) || again
		}
	}
}

// moveTo puts a height of the content at the top of the view. The lines there must have been laid out.
func (v *View) moveTo(top float64) {
	before := v.top
	v.top = v.clamp(top)
	line := v.lineAt(v.top)
	v.pin = pin{at: v.lines.Line(line).Start, delta: v.top - v.y(line)}
	if v.top <= 0 {
		v.pin = start
	}
	v.settle()
	if v.top != before {
		v.hideTip()
		v.Refresh()
		if v.OnScroll != nil {
			v.OnScroll()
		}
	}
}

// scrollBy moves the page by pixels, down for positive ones, exactly, however much of the way is only estimated yet.
func (v *View) scrollBy(d float64) {
	for again := true; again; {
		again = false
		from := v.lineAt(min(v.top, v.top+d))
		to := v.lineAt(max(v.top, v.top+d) + float64(v.metrics.size.Height))
		for i := from; i <= to; i++ {
			again = v.lines.Prepare(i) || again
		}
		v.settle()
	}
	v.moveTo(v.top + d)
}

// jumpTo goes to a height of the content that may be an estimate, as dragging the scrollbar does.
func (v *View) jumpTo(top float64) {
	v.stopGliding()
	line := (v.clamp(top) - margin) / float64(v.metrics.row)
	exact := v.lines.Resolve(max(0, line))
	if exact != int(max(0, line)) {
		top = v.y(exact)
	}
	v.moveTo(top)
}

// TopOffset is the code point at the top left of the page.
func (v *View) TopOffset() int { return v.text.Point(v.pin.at) }

// SetTopOffset brings the line with a code point to the top of the page.
func (v *View) SetTopOffset(offset int) {
	v.wanted = nil
	v.stopGliding()
	v.pin = pin{at: v.text.Snap(v.text.Byte(offset))}
	if v.pin.at == 0 {
		v.pin = start
	}
	if v.lines == nil {
		return
	}
	before := v.top
	v.settle()
	v.Refresh()
	if v.OnScroll != nil && v.top != before {
		v.OnScroll()
	}
}

// Reveal scrolls so that a range is on screen, with its start about a third from the top. It does nothing if all of
// it is on screen already.
func (v *View) Reveal(start, end int) {
	r := v.bytes(start, end)
	if v.lines == nil {
		v.wanted = &r
		return
	}
	v.reveal(r)
}

func (v *View) reveal(r layout.Range) {
	above, below := v.extent(r.Start, false, r.End, true)
	if room := float64(v.metrics.size.Height); above < v.top || below > v.top+room {
		v.moveLine(r.Start, false, math.Round(room/3))
	}
}

// extent gives the top of the line of one byte and the bottom of the line of another, laying out both.
func (v *View) extent(from int, upstream bool, to int, upstreamTo bool) (above, below float64) {
	v.lines.At(from, upstream)
	v.lines.At(to, upstreamTo)
	v.settle()
	return v.y(v.lines.At(from, upstream)), v.y(v.lines.At(to, upstreamTo)) + float64(v.metrics.row)
}

// moveLine scrolls so that the line of a byte lies at a height of the view. How far away it is makes no difference:
// what lies between need not be laid out.
func (v *View) moveLine(at int, upstream bool, height float64) {
	v.stopGliding()
	before := v.top
	start := v.lines.Start(v.lines.At(at, upstream))
	v.pin = pin{at: start, delta: -height}
	v.settle()
	top := v.top
	v.top = before
	v.moveTo(top)
}

// revealCaret scrolls as little as will show the caret's line and the ones next to it.
func (v *View) revealCaret() {
	if v.lines == nil {
		return
	}
	y, bottom := v.extent(v.head, v.upstream, v.head, v.upstream)
	line := v.lines.At(v.head, v.upstream)
	row, room := float64(v.metrics.row), float64(v.metrics.size.Height)
	above, below := row, row
	if line == 0 {
		above = margin
	}
	if line == v.lines.Lines()-1 {
		below = margin
	}
	if spare := room - row; above+below > spare { // a view too low for that
		above, below = max(0, spare/2), max(0, spare/2)
	}
	switch {
	case y-above < v.top:
		v.moveLine(v.head, v.upstream, above)
	case bottom+below > v.top+room:
		v.moveLine(v.head, v.upstream, room-row-below)
	}
}

// layOutLater lays out the rest of the text in slices, short enough to go unnoticed between two frames. The window is
// painted only when the scrollbar shows a difference: the lines on screen stay where they are.
func (v *View) layOutLater() {
	layout := v.reflows
	shown, shownHeight := v.bar()
	var slice func()
	slice = func() {
		if layout != v.reflows {
			return
		}
		more := true
		for end := time.Now().Add(sliceLength); more && time.Now().Before(end); {
			more = v.lines.Step()
		}
		v.settle()
		if newY, newHeight := v.bar(); !more || math.Abs(float64(newY-shown)) >= 1 || math.Abs(float64(newHeight-shownHeight)) >= 1 {
			shown, shownHeight = newY, newHeight
			v.Refresh()
			v.ruleLater()
		}
		if more {
			v.After(sliceGap, slice)
		}
	}
	v.After(sliceGap, slice)
}

// LaidOut says whether all of the text is broken into lines, so that the length of the page is no estimate any more.
func (v *View) LaidOut() bool { return v.lines != nil && v.lines.Done() }

// Scrolled scrolls, or zooms with Ctrl.
func (v *View) Scrolled(e *fyne.ScrollEvent) {
	if v.keys.Modifiers()&fyne.KeyModifierShortcutDefault != 0 {
		if v.OnZoom != nil && e.Scrolled.DY != 0 {
			v.OnZoom(int(math.Copysign(1, float64(e.Scrolled.DY))))
		}
		return
	}
	if v.lines != nil {
		v.glideBy(-float64(e.Scrolled.DY)*wheel, e.Position)
	}
}

// bar gives the top and the height of the scrollbar's thumb; a height of 0 means that all text is on screen.
func (v *View) bar() (y, height float32) {
	if v.lines == nil {
		return 0, 0
	}
	room, all := float64(v.metrics.size.Height), v.height()
	if all <= room {
		return 0, 0
	}
	h := max(32, room*room/all)
	return float32(v.top / (all - room) * (room - h)), float32(h)
}

// dragBar scrolls so that the thumb's top is at y.
func (v *View) dragBar(y float32) {
	_, h := v.bar()
	room := float64(v.metrics.size.Height)
	if free := room - float64(h); h > 0 && free > 0 {
		v.jumpTo(float64(y) / free * (v.height() - room))
	}
}
