package selecting

import (
	"time"

	"fyne.io/fyne/v2"

	"factmark/widgets/docview/layout"
)

const (
	// DoubleClick is the time within which two clicks are a double click.
	DoubleClick = 400 * time.Millisecond
	// HeldFrame is the time between two steps of scrolling while the mouse is held beyond an edge.
	HeldFrame = 30 * time.Millisecond

	jitter = 4 // pixels a pointer may move between two clicks
)

// Mouse is what the mouse is doing to a text and its scrollbar: a click selects a place, a second one a word, a third one
// a sentence, and dragging extends the selection by these.
type Mouse struct {
	After  func(d time.Duration, f func()) // runs f when d has passed
	Room   func() (height, edge float32)   // gives how high the widget is, and how near to its ends it scrolls
	Scroll func(d float64)                 // scrolls by pixels while the mouse is held, and extends the selection

	Pressed bool          // on the text
	Dragged bool          // since it was pressed
	Thumb   bool          // the scrollbar's thumb is held
	Drags   bool          // what is held has been dragged, up to Dropped
	At      fyne.Position // where it was pressed or dragged to
	Clicks  int           // 1 to 3; 0 for a press that extends the selection
	unit    layout.Range  // what the first press of a drag selected
	last    time.Time     // of the presses
	grip    float32       // where on the thumb it is held
	auto    bool          // the text is scrolling while the mouse is held
}

// Forget begins anew, for another text.
func (m *Mouse) Forget() { *m = Mouse{After: m.After, Room: m.Room, Scroll: m.Scroll} }

// Press presses the mouse on the text, and counts the clicks.
func (m *Mouse) Press(at fyne.Position, now time.Time) {
	moved := at.Subtract(m.At)
	near := max(moved.X, -moved.X) <= jitter && max(moved.Y, -moved.Y) <= jitter
	if near && now.Sub(m.last) < DoubleClick {
		m.Clicks = m.Clicks%3 + 1
	} else {
		m.Clicks = 1
	}
	m.Pressed, m.Dragged, m.At, m.last = true, false, at, now
}

// HoldThumb presses the mouse on the scrollbar's thumb, so far below its top.
func (m *Mouse) HoldThumb(grip float32) { m.Thumb, m.grip = true, grip }

// Select gives what is selected by the clicks at a place, whole clusters of the text. A drag extends that.
func (m *Mouse) Select(text *layout.Text, at int) layout.Range {
	m.unit = Unit(text, at, m.Clicks)
	return m.unit
}

// Unit gives what so many clicks select at a place, in whole clusters: nothing, a word or a sentence.
func Unit(text *layout.Text, at, clicks int) layout.Range {
	start, end := at, at
	switch clicks {
	case 2:
		start, end = text.Word(at)
	case 3:
		start, end = text.Sentence(at)
	}
	return layout.Range{Start: text.Snap(start), End: SnapOn(text, end)}
}

// Extend gives the selection to a place from where the drag began: from anchor, or from what several clicks selected.
func (m *Mouse) Extend(text *layout.Text, anchor, at int) (from, to int) {
	if m.Clicks <= 1 {
		return anchor, at
	}
	u := Unit(text, at, m.Clicks)
	if at < m.unit.Start {
		return m.unit.End, min(u.Start, m.unit.Start)
	}
	return m.unit.Start, max(u.End, m.unit.End)
}

// Drag drags the mouse, and says whether that is on the text.
func (m *Mouse) Drag(at fyne.Position) (onText bool) {
	if m.Drags = m.Thumb || m.Pressed; !m.Pressed || m.Thumb {
		return false
	}
	m.Dragged, m.At = true, at
	return true
}

// ThumbTop gives where the top of the thumb belongs with the pointer at y.
func (m *Mouse) ThumbTop(y float32) float32 { return y - m.grip }

// ScrollWhileHeld scrolls as long as the mouse is held beyond an edge, the faster the farther.
func (m *Mouse) ScrollWhileHeld() {
	if m.auto || m.beyond() == 0 {
		return
	}
	m.auto = true
	var frame func()
	frame = func() {
		d := m.beyond()
		if !m.Dragged || d == 0 {
			m.auto = false
			return
		}
		m.Scroll(float64(d))
		m.After(HeldFrame, frame)
	}
	m.After(HeldFrame, frame)
}

// beyond gives how far to scroll in a frame for a pointer above or below the widget.
func (m *Mouse) beyond() float32 {
	height, edge := m.Room()
	switch y := m.At.Y; {
	case y < edge:
		return -min(edge-y, 200)/3 - 2
	case y > height-edge:
		return min(y-height+edge, 200)/3 + 2
	}
	return 0
}

// Release lets go, and says whether anything was held.
func (m *Mouse) Release() (held bool) {
	held = m.Pressed || m.Thumb
	m.Pressed, m.Dragged, m.Thumb = false, false, false
	return held
}

// Dropped ends a drag, and says whether there was one. The window takes the focus away when the mouse is released outside
// the widget: keys typed then are meant for what was selected.
func (m *Mouse) Dropped() bool {
	drags := m.Drags
	m.Release()
	m.Drags = false
	return drags
}
