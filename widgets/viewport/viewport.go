// Package viewport scrolls a text of which only what is on screen has to be laid out.
//
// Heights are pixels from the start of the content, which begins with a margin above the first line and ends with one
// below the last. They are in part estimates until the layout is done. Places in the text are bytes.
package viewport

import (
	"math"

	"factmark/widgets/docview/layout"
)

// Viewport is the part of a text that is on screen. The zero value shows nothing; what needs lines must not be called
// while there are none.
type Viewport struct {
	Text  *layout.Text
	Lines *layout.Layout // of Text; nil until the widget has a size

	LeastThumb float64 // the least height of a scrollbar's thumb

	row, above, below, room float64
	top                     float64 // what is at the top of the widget
	pin                     pin     // what holds top in place while line numbers change
}

// pin is a place in the text and how far above or below its line the viewport begins. While other parts of the text are
// laid out, lines before it come and go; the pinned line stays where it is.
type pin struct {
	at    int
	delta float64
}

// start is the beginning of the text with all of the margin above it, however high.
var start = pin{delta: -1 << 20}

// Show puts another text into the viewport, without lines yet, from its beginning.
func (v *Viewport) Show(text *layout.Text) {
	v.Text, v.Lines = text, nil
	v.top, v.pin = 0, start
}

// Resize gives the height of a line, of the margins above and below the text, and of the viewport.
func (v *Viewport) Resize(row, above, below, room float32) {
	if v.pin.delta > 0 && v.row > 0 {
		v.pin.delta *= float64(row) / v.row
	}
	v.row, v.above, v.below, v.room = float64(row), float64(above), float64(below), float64(room)
}

// Top gives what is at the top of the viewport.
func (v *Viewport) Top() float64 { return v.top }

// TopByte gives a byte of the line that is at the top.
func (v *Viewport) TopByte() int { return v.pin.at }

// Y gives the top of a line.
func (v *Viewport) Y(line int) float64 { return v.above + v.Lines.Top(line)*v.row }

// LineAt gives the line at a height, or else the one above it; the first line for what is above that.
func (v *Viewport) LineAt(y float64) int {
	return min(max(0, v.Lines.LineAt((y-v.above)/v.row)), v.Lines.Lines()-1)
}

// Position gives the line at a height and how far down in it that is, from 0 to 1; the space below a paragraph is the end
// of its last line. It is less than 0 above the first line, and the number of lines or more below the last.
func (v *Viewport) Position(y float64) float64 {
	height := (y - v.above) / v.row
	line := v.Lines.LineAt(height)
	if height < 0 || line >= v.Lines.Lines() {
		return float64(line) + height - math.Floor(height)
	}
	return float64(line) + min(height-v.Lines.Top(line), 1-1e-6)
}

// Height gives that of the content.
func (v *Viewport) Height() float64 { return v.Y(v.Lines.Lines()) + v.below }

// Visible gives the first and the last line on screen.
func (v *Viewport) Visible() (first, last int) {
	return v.LineAt(v.top), v.LineAt(v.top + v.room - 0.5)
}

func (v *Viewport) clamp(top float64) float64 { return max(0, min(top, v.Height()-v.room)) }

// Settle lays out what is on screen, and finds the top anew after lines before it have come or gone.
func (v *Viewport) Settle() {
	for again := true; again; {
		again = false
		v.top = v.clamp(v.Y(v.Lines.At(v.pin.at, false)) + v.pin.delta)
		first, last := v.Visible()
		for i := first; i <= last; i++ {
			again = v.Lines.Prepare(i) || again
		}
	}
}

// ScrollTo puts a height at the top. The lines there must have been laid out. Like all that scrolls, it says whether the
// top has changed.
func (v *Viewport) ScrollTo(top float64) (moved bool) {
	before := v.top
	v.top = v.clamp(top)
	line := v.LineAt(v.top)
	v.pin = pin{at: v.Lines.Start(line), delta: v.top - v.Y(line)}
	if v.top <= 0 {
		v.pin = start
	}
	v.Settle()
	return v.top != before
}

// ScrollBy scrolls by pixels, down for positive ones, exactly, however much of the way is only estimated yet.
func (v *Viewport) ScrollBy(d float64) (moved bool) {
	for again := true; again; {
		again = false
		from, to := v.LineAt(min(v.top, v.top+d)), v.LineAt(max(v.top, v.top+d)+v.room)
		for i := from; i <= to; i++ {
			again = v.Lines.Prepare(i) || again
		}
		v.Settle()
	}
	return v.ScrollTo(v.top + d)
}

// JumpTo goes to a height that may be an estimate, as dragging the scrollbar does.
func (v *Viewport) JumpTo(top float64) (moved bool) {
	line := v.LineAt(v.clamp(top))
	estimated := v.Y(line)
	if exact := v.Y(v.Lines.Resolve(line)); exact != estimated {
		top = exact
	}
	return v.ScrollTo(top)
}

// Pin has the line of a byte lie so many pixels below the top, and stay there. How far away it is makes no difference:
// what lies between need not be laid out. Without lines that is done once there are some.
func (v *Viewport) Pin(at int, height float64) (moved bool) {
	v.pin = pin{at: at, delta: -height}
	return v.pinned()
}

// PinStart has the beginning of the text stay at the top.
func (v *Viewport) PinStart() (moved bool) {
	v.pin = start
	return v.pinned()
}

func (v *Viewport) pinned() (moved bool) {
	if v.Lines == nil {
		return false
	}
	before := v.top
	v.Settle()
	return v.top != before
}

// Extent gives the top of the line of one place for a caret and the bottom of the line of another, laying out both.
func (v *Viewport) Extent(from int, upstream bool, to int, upstreamTo bool) (above, below float64) {
	v.Lines.At(from, upstream)
	v.Lines.At(to, upstreamTo)
	v.Settle()
	return v.Y(v.Lines.At(from, upstream)), v.Y(v.Lines.At(to, upstreamTo)) + v.row
}

// Replace changes the text: with comes in the place of the bytes [from, to). The line that is pinned stays where it is.
func (v *Viewport) Replace(from, to int, with string) {
	if v.Lines != nil {
		v.Lines.Replace(from, to, with)
	} else {
		v.Text.Replace(from, to, with)
	}
	switch {
	case v.pin.at >= to:
		if v.pin == start {
			v.pin.delta = -v.above
		}
		v.pin.at += len(with) - (to - from)
	case v.pin.at > from:
		v.pin.at = from
	}
	v.pin.at = min(v.pin.at, v.Text.Len())
}

// Thumb gives the top and the height of the scrollbar's thumb; a height of 0 means that all of the text is on screen.
func (v *Viewport) Thumb() (y, height float32) {
	if v.Lines == nil {
		return 0, 0
	}
	all := v.Height()
	if all <= v.room+0.5 {
		return 0, 0
	}
	h := min(v.room, max(v.LeastThumb, v.room*v.room/all))
	return float32(v.top / (all - v.room) * (v.room - h)), float32(h)
}

// DragThumb scrolls so that the top of the scrollbar's thumb is at y.
func (v *Viewport) DragThumb(y float32) (moved bool) {
	_, h := v.Thumb()
	free := v.room - float64(h)
	return h > 0 && free > 0 && v.JumpTo(float64(y)/free*(v.Height()-v.room))
}
