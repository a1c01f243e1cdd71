package docview

import (
	"math/rand/v2"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

func popup() *canvas.Rectangle {
	r := canvas.NewRectangle(rgb(0))
	r.SetMinSize(fyne.NewSize(200, 36))
	return r
}

func TestPopupComesWhenTheMouseIsReleased(t *testing.T) {
	p := newPage(t, prose)
	bar := popup()
	p.SetPopup(bar)
	if bar.Visible() {
		t.Error("a popup without a selection")
	}
	p.press(p.at(4), 0)
	p.drag(p.at(16))
	if bar.Visible() {
		t.Error("the popup shows while the mouse is held")
	}
	p.release(p.at(16))
	if !bar.Visible() {
		t.Fatal("no popup after the selection")
	}
	at := p.at(60)
	p.wait(time.Second)
	p.press(at, 0)
	p.MouseUp(mouse(at, 0))
	if bar.Visible() {
		t.Error("the popup stays when the selection is gone")
	}
	p.press(at, 0) // a double click
	if bar.Visible() {
		t.Error("the popup shows before the second click is over")
	}
	p.MouseUp(mouse(at, 0))
	if !bar.Visible() {
		t.Error("no popup after a double click")
	}
}

func TestPopupComesWithAKeyboardSelection(t *testing.T) {
	p := typing(t, prose, 4)
	bar := popup()
	p.SetPopup(bar)
	p.shift(fyne.KeyRight)
	if !bar.Visible() {
		t.Error("no popup")
	}
	p.key(fyne.KeyEscape)
	if bar.Visible() {
		t.Error("the popup stays after Escape")
	}
	p.shortcut(ctrlShift, fyne.KeyUp)
	if !bar.Visible() {
		t.Error("no popup after growing the selection")
	}
	p.SetPopup(nil)
	p.Select(0, 5)
}

func TestPopupGoesWhenTheHeadIsScrolledOut(t *testing.T) {
	p := newPage(t, numbered(300))
	bar := popup()
	p.SetPopup(bar)
	p.Select(100, 140)
	p.scrollBy(2000)
	if bar.Visible() {
		t.Error("the popup shows without its selection")
	}
	p.scrollBy(-2000)
	if !bar.Visible() {
		t.Error("the popup doesn't come back")
	}
}

func TestPopupNeverCoversTheHeadsLine(t *testing.T) {
	p := newPage(t, news(20<<10))
	bar := popup()
	p.SetPopup(bar)
	r := rand.New(rand.NewPCG(1, 1))
	outside := 0
	for range 500 {
		p.window.Resize(fyne.NewSize(float32(300+r.IntN(500)), float32(150+r.IntN(400))))
		p.SetTopOffset(r.IntN(p.text.Points()))
		first, last := p.visible()
		from, to := p.lines.Line(first).Start, p.lines.Line(last).End
		a, b := from+r.IntN(to-from+1), from+r.IntN(to-from+1)
		p.Select(p.text.Point(a), p.text.Point(b))
		if !bar.Visible() {
			outside++
			continue
		}
		y := float32(p.y(p.lines.At(p.head, p.upstreamHead())) - p.top)
		box := bar.Position()
		if box.Y < y+p.metrics.row && box.Y+36 > y {
			t.Fatalf("popup at %v covers the line at %v", box, y)
		}
		size := p.Size()
		if box.X < 0 || box.Y < 0 || box.X+200 > size.Width || box.Y+36 > size.Height {
			t.Fatalf("popup at %v leaves the view of %v", box, size)
		}
		sel := p.selection()
		if lines := p.lines.At(sel.End, true) - p.lines.At(sel.Start, false); lines == 0 && box.Y > y && y > 50 {
			t.Fatalf("popup at %v is below the line at %v, though there is room above", box, y)
		}
	}
	if outside > 250 {
		t.Errorf("no popup for %d of 500 selections", outside)
	}
}

func TestClickInAGapOfThePopupKeepsTheSelection(t *testing.T) {
	p := newPage(t, prose)
	bar := popup()
	p.SetPopup(bar)
	p.Select(100, 120)
	at := bar.Position().AddXY(5, 5)
	p.press(at, 0)
	p.MouseUp(mouse(at, 0))
	p.wantSelection(100, 120)
	if len(p.clicked) > 0 {
		t.Errorf("clicked %q", p.clicked)
	}
}
