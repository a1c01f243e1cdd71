// Package selecting is what widgets share in which text is selected: the selection, the caret's blinking and the mouse.
//
// Places in the text are bytes, places in the widget pixels. All calls belong on the interface goroutine.
package selecting

import "time"

const (
	// BlinkInterval is how long a caret shows, and how long it then doesn't.
	BlinkInterval = 530 * time.Millisecond

	blinkStop = 20 // after so many changes without a key the caret stays on: a window at rest isn't repainted
)

// Blink has a caret come and go.
type Blink struct {
	After   func(d time.Duration, f func()) // runs f when d has passed
	Changed func()                          // called when the caret has come or gone by itself

	shown bool
	woken int // counts the calls of Wake, so that an old timer knows it is old
}

// Shown says whether the caret is to be drawn now.
func (b *Blink) Shown() bool { return b.shown }

// Wake shows the caret if the widget has the focus, and begins to blink anew.
func (b *Blink) Wake(focused bool) {
	b.woken++
	b.shown = focused
	if !focused {
		return
	}
	id, left := b.woken, blinkStop
	var turn func()
	turn = func() {
		if id != b.woken {
			return
		}
		b.shown = !b.shown
		b.Changed()
		if left--; left > 0 {
			b.After(BlinkInterval, turn)
		}
	}
	b.After(BlinkInterval, turn)
}
