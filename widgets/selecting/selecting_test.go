package selecting

import (
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"factmark/widgets/docview/layout"
)

func TestBlink(t *testing.T) {
	var waits []func()
	changes := 0
	b := Blink{After: func(_ time.Duration, f func()) { waits = append(waits, f) }, Changed: func() { changes++ }}
	run := func() {
		due := waits
		waits = nil
		for _, f := range due {
			f()
		}
	}
	b.Wake(true)
	if run(); b.Shown() || changes != 1 {
		t.Error("the caret doesn't go")
	}
	b.Wake(true)
	if run(); b.Shown() || len(waits) != 1 {
		t.Errorf("the timer from before still runs: %d wait", len(waits))
	}
	for range 2 * blinkStop {
		run()
	}
	if !b.Shown() || len(waits) != 0 {
		t.Errorf("it shows: %v, %d timers run in a window at rest", b.Shown(), len(waits))
	}
	if b.Wake(false); b.Shown() || len(waits) != 0 {
		t.Error("a caret blinks in a widget without the focus")
	}
}

func TestSelection(t *testing.T) {
	var s Selection
	if !s.Select(7, 3, true) || s.Range() != (layout.Range{Start: 3, End: 7}) || s.Select(7, 3, false) {
		t.Errorf("the selection is %v", s)
	}
	if _, kept := s.Goal(); kept {
		t.Error("it keeps a column that nobody set")
	}
	s.KeepGoal(30)
	if x, kept := s.Goal(); x != 30 || !kept {
		t.Errorf("the column kept is %v", x)
	}
	s.Select(7, 3, false)
	if _, kept := s.Goal(); kept {
		t.Error("a column is kept after the selection was set")
	}
}

func TestUnit(t *testing.T) {
	for _, test := range []struct {
		text       string
		at, clicks int
		start, end int
	}{
		{"One two. Three.", 5, 1, 5, 5},
		{"One two. Three.", 5, 2, 4, 7},
		{"One two. Three.", 5, 3, 0, 8},
		{"\u0600 12", 0, 2, 0, 3}, // the Arabic number sign and what follows are one letter
	} {
		if got := Unit(layout.NewText(test.text), test.at, test.clicks); got != (layout.Range{Start: test.start, End: test.end}) {
			t.Errorf("%d clicks at %d of %q select %v", test.clicks, test.at, test.text, got)
		}
	}
}

func TestMouse(t *testing.T) {
	text := layout.NewText("one two three four")
	var waits []func()
	scrolled := 0.0
	m := Mouse{
		After:  func(_ time.Duration, f func()) { waits = append(waits, f) },
		Room:   func() (height, edge float32) { return 100, 10 },
		Scroll: func(d float64) { scrolled += d },
	}
	at, now := fyne.NewPos(50, 50), time.Unix(100, 0)
	for _, want := range []int{1, 2, 3, 1} {
		if m.Press(at, now); m.Clicks != want {
			t.Fatalf("%d clicks, want %d", m.Clicks, want)
		}
		at, now = at.AddXY(jitter, 0), now.Add(DoubleClick-1)
	}
	m.Release()
	m.Press(at.AddXY(jitter+1, 0), now)
	m.Press(m.At, now)
	if r := m.Select(text, 9); r != (layout.Range{Start: 8, End: 13}) {
		t.Errorf("a double click selects %v", r)
	}
	if from, to := m.Extend(text, 8, 16); from != 8 || to != 18 {
		t.Errorf("dragged on it selects from %d to %d", from, to)
	}
	if from, to := m.Extend(text, 8, 5); from != 13 || to != 4 {
		t.Errorf("dragged back it selects from %d to %d", from, to)
	}
	if !m.Drag(fyne.NewPos(50, 130)) {
		t.Error("the text isn't dragged over")
	}
	m.ScrollWhileHeld()
	m.ScrollWhileHeld()
	if len(waits) != 1 {
		t.Fatalf("%d timers scroll", len(waits))
	}
	if waits[0](); math.Abs(scrolled-(40.0/3+2)) > 1e-4 {
		t.Errorf("it scrolls by %v", scrolled)
	}
	if !m.Release() || m.Release() {
		t.Error("it is held after it was let go")
	}
	if waits[1](); len(waits) != 2 {
		t.Error("it scrolls after the mouse was let go")
	}
	if !m.Dropped() || m.Dropped() {
		t.Error("a drag ends not once")
	}
	m.HoldThumb(5)
	if m.Drag(fyne.NewPos(0, 30)) || m.ThumbTop(30) != 25 || !m.Dropped() {
		t.Error("the thumb isn't dragged")
	}
}
