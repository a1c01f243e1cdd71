package docview

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"factmark/widgets/selecting"
)

const prose = "The minister met Gen. Kurilla on Monday. “We agreed,” she said. Nobody else was there.\nA second paragraph follows, with more words than fit on one line of the page, so that it wraps.\n\nThe end."

func TestClickPutsTheCaretAndTakesTheFocus(t *testing.T) {
	p := newPage(t, prose)
	p.click(p.at(17))
	p.wantSelection(17, 17)
	if p.window.Canvas().Focused() != fyne.Focusable(p.View) {
		t.Error("the view has no focus")
	}
	if !slices.Equal(p.selected, [][2]int{{17, 17}}) {
		t.Errorf("reported selections: %v", p.selected)
	}
}

func TestClickBesideTheText(t *testing.T) {
	p := newPage(t, prose)
	end := len([]rune(prose[:strings.Index(prose, "\n")]))
	p.click(fyne.NewPos(700, p.at(end-3).Y))
	p.wantSelection(end, end)
	p.click(fyne.NewPos(2, 2))
	p.wantSelection(0, 0)
	p.click(fyne.NewPos(300, 399))
	n := len([]rune(prose))
	p.wantSelection(n, n)
}

func TestDragSelects(t *testing.T) {
	p := newPage(t, prose)
	p.press(p.at(4), 0)
	p.drag(p.at(9))
	p.drag(p.at(16))
	p.wantSelected("minister met")
	p.drag(p.at(0))
	p.release(p.at(0))
	p.wantSelected("The ")
	if p.caret.Anchor != 4 || p.caret.Head != 0 {
		t.Errorf("anchor %d, head %d", p.caret.Anchor, p.caret.Head)
	}
	if len(p.clicked) > 0 {
		t.Errorf("a drag was reported as a click on %q", p.clicked)
	}
}

func TestDoubleAndTripleClick(t *testing.T) {
	p := newPage(t, prose)
	at := p.at(30) // in Kurilla
	for i, want := range []string{"", "on", "The minister met Gen. Kurilla on Monday.", ""} {
		p.wait(100 * time.Millisecond)
		p.press(at, 0)
		p.MouseUp(mouse(at, 0))
		if got := p.SelectedText(); got != want {
			t.Errorf("click %d selects %q, want %q", i+1, got, want)
		}
	}
	p.wait(time.Second)
	p.press(at, 0)
	if got := p.SelectedText(); got != "" {
		t.Errorf("a late click counts on: %q", got)
	}
}

func TestDragAfterDoubleClickTakesWords(t *testing.T) {
	p := newPage(t, prose)
	start := p.at(6)
	p.click(start)
	p.press(start, 0)
	p.wantSelected("minister")
	p.drag(p.at(14))
	p.wantSelected("minister met")
	p.drag(p.at(1))
	p.wantSelected("The minister")
	p.release(p.at(1))
	p.wantSelected("The minister")
}

func TestDragAfterTripleClickTakesSentences(t *testing.T) {
	p := newPage(t, prose)
	start := p.at(6)
	p.click(start)
	p.press(start, 0)
	p.MouseUp(mouse(start, 0))
	p.press(start, 0)
	p.drag(p.at(70))
	p.wantSelected("The minister met Gen. Kurilla on Monday. “We agreed,” she said. Nobody else was there.")
}

func TestShiftClickExtends(t *testing.T) {
	p := newPage(t, prose, Highlight{ID: "a", Start: 0, End: 40})
	p.click(p.at(4))
	p.clicked = nil
	p.wait(time.Second)
	p.press(p.at(16), fyne.KeyModifierShift)
	p.release(p.at(16))
	p.wantSelected("minister met")
	p.press(p.at(0), fyne.KeyModifierShift)
	p.release(p.at(0))
	p.wantSelected("The ")
	if len(p.clicked) > 0 {
		t.Errorf("reported as clicks on %q", p.clicked)
	}
}

func TestClickOnOverlappingHighlights(t *testing.T) {
	p := newPage(t, prose,
		Highlight{ID: "sentence", Start: 0, End: 40},
		Highlight{ID: "word", Start: 17, End: 21},
		Highlight{ID: "phrase", Start: 13, End: 29})
	place := p.at(18)
	for range 4 {
		p.click(place)
	}
	p.click(place.AddXY(3, 1)) // the same word, a little beside
	p.click(p.at(25))
	p.click(p.at(2))
	p.click(p.at(2))
	p.click(p.at(50))
	p.click(place)
	want := []string{"word", "phrase", "sentence", "word", "phrase", "phrase", "sentence", "sentence", "", "word"}
	if !slices.Equal(p.clicked, want) {
		t.Errorf("clicks give %q, want %q", p.clicked, want)
	}
	if got := p.HighlightsAt(18); !slices.Equal(got, []string{"word", "phrase", "sentence"}) {
		t.Errorf("highlights at 18: %q", got)
	}
}

func TestClickRightOfALineHitsNoHighlight(t *testing.T) {
	p := newPage(t, "short\nlines", Highlight{ID: "all", Start: 0, End: 11})
	p.click(fyne.NewPos(600, p.at(0).Y))
	if !slices.Equal(p.clicked, []string{""}) {
		t.Errorf("clicks give %q", p.clicked)
	}
}

func TestOtherButtons(t *testing.T) {
	p := newPage(t, prose, Highlight{ID: "a", Start: 0, End: 40})
	p.Select(3, 8)
	var offset int
	var place fyne.Position
	p.OnContextMenu = func(o int, at fyne.Position) { offset, place = o, at }
	middle := mouse(p.at(20), 0)
	middle.Button = desktop.MouseButtonTertiary
	p.MouseDown(middle)
	p.MouseUp(middle)
	at := p.at(20)
	test.TapSecondaryAt(p.View, at)
	p.wantSelection(3, 8)
	if offset != 20 || place != at {
		t.Errorf("context menu at %d, %v; want 20, %v", offset, place, at)
	}
	if len(p.clicked) > 0 {
		t.Errorf("clicks on %q", p.clicked)
	}
}

func TestDragBeyondTheEdgeScrolls(t *testing.T) {
	p := newPage(t, strings.Repeat(prose+"\n", 50))
	start := p.at(4)
	p.press(start, 0)
	p.drag(fyne.NewPos(300, 460))
	before := p.column.Top()
	p.wait(10 * selecting.HeldFrame)
	if p.column.Top() <= before {
		t.Fatal("the page doesn't scroll")
	}
	_, end := p.Selection()
	p.wait(10 * selecting.HeldFrame)
	if _, later := p.Selection(); later <= end {
		t.Errorf("the selection ends at %d and stays at %d", end, later)
	}
	p.drag(fyne.NewPos(300, 200))
	p.wait(selecting.HeldFrame)
	before = p.column.Top()
	p.wait(10 * selecting.HeldFrame)
	if p.column.Top() != before {
		t.Error("the page scrolls with the mouse inside")
	}
	p.drag(fyne.NewPos(300, -60))
	p.wait(5 * selecting.HeldFrame)
	if p.column.Top() >= before {
		t.Error("the page doesn't scroll up")
	}
	p.release(fyne.NewPos(300, -60))
	before = p.column.Top()
	p.wait(10 * selecting.HeldFrame)
	if p.column.Top() != before {
		t.Error("the page scrolls after the mouse was released")
	}
}

func TestADragThatEndsOutsideKeepsTheFocus(t *testing.T) {
	p := newPage(t, prose)
	p.press(p.at(4), 0)
	p.drag(fyne.NewPos(300, 500))
	p.window.Canvas().Unfocus() // as the window does when the button is released elsewhere
	p.DragEnd()
	p.key(fyne.KeyEscape)
	if start, end := p.Selection(); start != end || p.mouse.Pressed {
		t.Errorf("Escape leaves [%d,%d) selected, pressed: %v", start, end, p.mouse.Pressed)
	}
}

func TestWheel(t *testing.T) {
	p := newPage(t, numbered(300))
	first := p.shown()[0]
	test.Scroll(p.window.Canvas(), fyne.NewPos(300, 200), 0, -100)
	p.wait(time.Second)
	if p.column.Top() != 100*wheel || p.shown()[0] == first {
		t.Errorf("top is %v, reported %d times", p.column.Top(), p.scrolled)
	}
	test.Scroll(p.window.Canvas(), fyne.NewPos(300, 200), 0, 5000)
	p.wait(time.Second)
	if p.column.Top() != 0 || p.shown()[0] != first {
		t.Errorf("top is %v", p.column.Top())
	}
	zoomed := 0
	p.OnZoom = func(n int) { zoomed += n }
	p.KeyDown(&fyne.KeyEvent{Name: desktop.KeyControlLeft})
	test.Scroll(p.window.Canvas(), fyne.NewPos(300, 200), 0, -25)
	test.Scroll(p.window.Canvas(), fyne.NewPos(300, 200), 0, -25)
	test.Scroll(p.window.Canvas(), fyne.NewPos(300, 200), 0, 25)
	p.KeyUp(&fyne.KeyEvent{Name: desktop.KeyControlLeft})
	if zoomed != -1 || p.column.Top() != 0 {
		t.Errorf("zoomed by %d, top is %v", zoomed, p.column.Top())
	}
}

func TestScrollbar(t *testing.T) {
	p := newPage(t, strings.Repeat(prose+"\n", 100))
	p.settled()
	y, h := p.column.Thumb()
	if y != 0 || h < 32 || h > 100 {
		t.Fatalf("thumb at %v, %v high", y, h)
	}
	grip := fyne.NewPos(715, h/2)
	p.press(grip, 0)
	p.drag(fyne.NewPos(400, grip.Y+100))
	p.release(fyne.NewPos(400, grip.Y+100))
	if y, _ := p.column.Thumb(); abs(y-100) > 1 {
		t.Errorf("thumb is at %v after dragging it by 100", y)
	}
	p.wantSelection(0, 0)
	p.press(fyne.NewPos(715, 300), 0)
	if y, h := p.column.Thumb(); y > 300 || y+h < 300 {
		t.Errorf("a click below the thumb brings it to %v, %v high", y, h)
	}
	top := p.column.Top()
	p.drag(fyne.NewPos(715, 310))
	p.release(fyne.NewPos(715, 310))
	if moved := float32(p.column.Top()-top) * 400 / float32(p.column.Height()); abs(moved-10) > 1 {
		t.Errorf("dragging on by 10 moves the thumb by %v", moved)
	}
	p.press(fyne.NewPos(715, 1), 0)
	p.release(fyne.NewPos(715, 1))
	if p.column.Top() != 0 {
		t.Errorf("a click at the top goes to %v", p.column.Top())
	}
	p.press(fyne.NewPos(715, y+h), 0)
	if p.Cursor() != desktop.TextCursor {
		t.Error("no text cursor")
	}
	test.MoveMouse(p.window.Canvas(), fyne.NewPos(715, 200))
	if p.Cursor() != desktop.DefaultCursor {
		t.Error("the text cursor stands over the scrollbar")
	}
}

func TestShortTextHasNoScrollbar(t *testing.T) {
	p := newPage(t, "short")
	if _, h := p.column.Thumb(); h != 0 || p.renderer().thumb.Visible() {
		t.Error("there is a scrollbar")
	}
	p.click(fyne.NewPos(715, 30))
	p.wantSelection(5, 5)
}
