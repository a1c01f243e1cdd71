package selecting

import (
	"testing"
	"time"

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
	if s.Goal(12) != 12 {
		t.Error("it keeps a column that nobody set")
	}
	s.KeepGoal(30)
	if s.Goal(12) != 30 {
		t.Error("the column isn't kept")
	}
	if s.Select(7, 3, false); s.Goal(12) != 12 {
		t.Error("a column is kept after the selection was set")
	}
}
