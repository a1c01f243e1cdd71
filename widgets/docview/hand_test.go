package docview

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestSentenceSteps(t *testing.T) {
	p := typing(t, prose, 50) // in “We agreed,” she said.
	const alt = fyne.KeyModifierAlt
	second := strings.Index(prose, "A second")
	p.shortcut(alt, fyne.KeyLeft)
	p.wantSelection(41, 41)
	p.shortcut(alt, fyne.KeyLeft, fyne.KeyLeft)
	p.wantSelection(0, 0)
	p.shortcut(alt, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight)
	n := len([]rune(prose[:second]))
	p.wantSelection(n, n)
	p.shortcut(alt|fyne.KeyModifierShift, fyne.KeyLeft)
	p.wantSelected("Nobody else was there.\n")
	p.shortcut(alt, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight)
	end := len([]rune(prose))
	p.wantSelection(end, end)
}

// A touchpad sends fractions of a pixel: none of them is lost.
func TestFractionsOfScrollingAddUp(t *testing.T) {
	p := newPage(t, numbered(300))
	for range 1000 {
		p.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -0.125)})
	}
	if p.column.Top() != 125*wheel {
		t.Errorf("a thousand eighths scroll by %v, want %v", p.column.Top(), 125*wheel)
	}
}

// A notch of the wheel moves the page in steps that the eye can follow, the first at once, and ends where it should.
func TestTheWheelGlides(t *testing.T) {
	p := newPage(t, numbered(300))
	p.settled()
	notch := func(dy float32) { p.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, dy)}) }
	notch(-25)
	last, left := p.column.Top(), 25.0*wheel
	if last <= 0 || last >= left {
		t.Fatalf("the first frame is at %v of %v", last, left)
	}
	for p.column.Top() < left {
		p.wait(glideFrame)
		if p.column.Top() <= last || p.column.Top() > left {
			t.Fatalf("from %v to %v of %v", last, p.column.Top(), left)
		}
		last = p.column.Top()
	}
	notch(-25)
	notch(-25)
	notch(25)
	p.wait(time.Second)
	if p.column.Top() != 50*wheel {
		t.Errorf("two notches down, two more and one up end at %v, want %v", p.column.Top(), 50*wheel)
	}
	notch(-500)
	p.SetTopOffset(0)
	p.wait(time.Second)
	if p.TopOffset() != 0 {
		t.Errorf("the page glides on after it was sent elsewhere, to %d", p.TopOffset())
	}
	notch(-50)
	p.wait(time.Second)
	if p.TopOffset() == 0 {
		t.Error("the wheel does nothing after a glide that was stopped")
	}
}

func TestTheWheelExtendsAHeldSelection(t *testing.T) {
	p := newPage(t, numbered(300))
	p.press(p.at(5), 0)
	p.drag(fyne.NewPos(200, 200))
	_, before := p.Selection()
	p.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(200, 200)}, Scrolled: fyne.NewDelta(0, -52)})
	start, end := p.Selection()
	if start != 5 || end <= before {
		t.Errorf("the selection is [%d,%d), ended at %d before", start, end, before)
	}
	p.release(fyne.NewPos(200, 200))
}

func TestTheMiddleButtonDoesNothing(t *testing.T) {
	p := newPage(t, numbered(300), Highlight{ID: "a", Start: 0, End: 10})
	middle := mouse(p.at(20), 0)
	middle.Button = desktop.MouseButtonTertiary
	p.MouseDown(middle)
	p.drag(fyne.NewPos(300, 300))
	p.MouseUp(middle)
	p.DragEnd()
	if start, end := p.Selection(); start != 0 || end != 0 || p.column.Top() != 0 || len(p.clicked) > 0 || p.window.Canvas().Focused() != nil {
		t.Errorf("selection [%d,%d), top %v, clicked %q, focus %v", start, end, p.column.Top(), p.clicked, p.window.Canvas().Focused())
	}
}

// What the pointer is over can change without its moving.
func TestTheCursorFollowsWhatScrollsUnderIt(t *testing.T) {
	p, _ := reshaping(t, numbered(300), Highlight{ID: "a", Start: 120, End: 150})
	at := p.ending(startEnd)
	test.MoveMouse(p.window.Canvas(), at.AddXY(0, -52))
	if p.Cursor() != desktop.TextCursor {
		t.Fatal("no text cursor over text")
	}
	p.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at.AddXY(0, -52)}, Scrolled: fyne.NewDelta(0, -52/wheel)})
	p.wait(time.Second)
	if p.Cursor() != desktop.HResizeCursor {
		t.Error("no resize cursor over the grip that came under the pointer")
	}
}

// The column is kept over short lines, pages and the ends of the text.
func TestTheGoalColumnOverPages(t *testing.T) {
	long := strings.Repeat("x", 40)
	p := typing(t, strings.Repeat(long+"\nab\n\n", 100), 30)
	x := p.column.Lines.Line(0).X(30, false)
	p.key(fyne.KeyPageDown, fyne.KeyPageDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyPageUp)
	for range 3 {
		line := p.column.Lines.Line(p.column.Lines.At(p.caret.Head, p.caret.Upstream))
		want := min(x, line.X(line.Ink, true))
		if got := line.X(p.caret.Head, p.caret.Upstream); abs(got-want) > 6 {
			t.Errorf("the caret is at %v, want %v", got, want)
		}
		p.key(fyne.KeyDown)
	}
}
