package docview

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"factmark/widgets/selecting"
)

func somePopup() *canvas.Rectangle {
	r := canvas.NewRectangle(rgb(0))
	r.SetMinSize(fyne.NewSize(200, 36))
	return r
}

func TestPopupComesWhenTheMouseIsReleased(t *testing.T) {
	p := newPage(t, prose)
	bar := somePopup()
	p.SetPopup(bar, nil)
	if bar.Visible() {
		t.Error("a popup without a selection")
	}
	p.press(p.at(4), 0)
	p.drag(p.at(16))
	if bar.Visible() {
		t.Error("the popup shows while the mouse is held")
	}
	p.release(p.at(16))
	p.wait(selecting.DoubleClick - 1)
	if bar.Visible() {
		t.Error("the popup shows while a next click may be on its way")
	}
	p.wait(1)
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
	p.wait(selecting.DoubleClick)
	if !bar.Visible() {
		t.Error("no popup after a double click")
	}
}

func TestAClickOnAPopupJustComeGoesToTheText(t *testing.T) {
	p := newPage(t, prose)
	bar := somePopup()
	p.SetPopup(bar, nil)
	twice := func(at fyne.Position) {
		p.press(at, 0)
		p.MouseUp(mouse(at, 0))
		p.press(at, 0)
		p.MouseUp(mouse(at, 0))
	}
	twice(p.at(4))
	p.wait(selecting.DoubleClick)
	if !bar.Visible() || !p.popup.cover.Visible() || p.popup.cover.Position() != bar.Position() || p.popup.cover.Size() != bar.Size() {
		t.Fatal("the popup comes uncovered")
	}
	p.wait(selecting.DoubleClick - 1)
	on := fyne.NewPos(20, bar.Size().Height/2)
	at := on.Add(bar.Position())
	p.popup.cover.MouseDown(mouse(on, 0))
	if bar.Visible() || p.popup.cover.Visible() {
		t.Error("the popup stays over the text that was clicked")
	}
	p.MouseUp(mouse(at, 0))
	p.press(at, 0)
	p.MouseUp(mouse(at, 0))
	offset, _ := p.column.hit(at)
	start, end := p.column.Text.Word(offset)
	if sel := p.caret.Range(); start == end || sel.Start != start || sel.End != end {
		t.Errorf("the double click selected %v, not the word at %d to %d under it", sel, start, end)
	}
	p.wait(2 * selecting.DoubleClick)
	if !bar.Visible() || p.popup.cover.Visible() {
		t.Error("the popup stays covered")
	}
	p.shift(fyne.KeyRight)
	if !bar.Visible() || p.popup.cover.Visible() {
		t.Error("the keyboard covers the popup")
	}
}

func TestPopupComesWithAKeyboardSelection(t *testing.T) {
	p := typing(t, prose, 4)
	bar := somePopup()
	p.SetPopup(bar, nil)
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
	p.SetPopup(nil, nil)
	p.Select(0, 5)
}

func TestPopupGoesWhenTheHeadIsScrolledOut(t *testing.T) {
	p := newPage(t, numbered(300))
	bar := somePopup()
	p.SetPopup(bar, nil)
	p.Select(100, 140)
	p.column.scrollBy(2000)
	if bar.Visible() {
		t.Error("the popup shows without its selection")
	}
	p.column.scrollBy(-2000)
	if !bar.Visible() {
		t.Error("the popup doesn't come back")
	}
}

func TestPopupNeverCoversTheHeadsLine(t *testing.T) {
	p := newPage(t, news(20<<10))
	bar := somePopup()
	p.SetPopup(bar, nil)
	r := rand.New(rand.NewPCG(1, 1))
	outside := 0
	for range 500 {
		p.window.Resize(fyne.NewSize(float32(300+r.IntN(500)), float32(150+r.IntN(400))))
		p.SetTopOffset(r.IntN(p.column.Text.Points()))
		first, last := p.column.Visible()
		from, to := p.column.Lines.Line(first).Start, p.column.Lines.Line(last).End
		a, b := from+r.IntN(to-from+1), from+r.IntN(to-from+1)
		p.Select(p.column.Text.Point(a), p.column.Text.Point(b))
		if !bar.Visible() {
			outside++
			continue
		}
		y := float32(p.column.Y(p.column.Lines.At(p.caret.Head, p.caret.atEnd())) - p.column.Top())
		box := bar.Position()
		if box.Y < y+p.column.metrics.row && box.Y+36 > y {
			t.Fatalf("popup at %v covers the line at %v", box, y)
		}
		size := p.Size()
		if box.X < 0 || box.Y < 0 || box.X+200 > size.Width || box.Y+36 > size.Height {
			t.Fatalf("popup at %v leaves the view of %v", box, size)
		}
		sel := p.caret.Range()
		if last := float32(p.column.Y(p.column.Lines.At(sel.End, true))-p.column.Top()) + p.column.metrics.row; box.Y >= last && box.Y+36 < size.Height-popupGap-1 {
			t.Fatalf("popup at %v stands over the lines below the selection, which ends at %v", box, last)
		}
		if lines := p.column.Lines.At(sel.End, true) - p.column.Lines.At(sel.Start, false); lines == 0 && box.Y > y && y > 50 {
			t.Fatalf("popup at %v is below the line at %v, though there is room above", box, y)
		}
	}
	if outside > 250 {
		t.Errorf("no popup for %d of 500 selections", outside)
	}
}

func TestClickInAGapOfThePopupKeepsTheSelection(t *testing.T) {
	p := newPage(t, prose)
	bar := somePopup()
	p.SetPopup(bar, nil)
	p.Select(100, 120)
	at := bar.Position().AddXY(5, 5)
	p.press(at, 0)
	p.MouseUp(mouse(at, 0))
	p.wantSelection(100, 120)
	if len(p.clicked) > 0 {
		t.Errorf("clicked %q", p.clicked)
	}
}

// A popup that wraps, as buttons in rows do, stands in the column, above the selection where there is room, and covers none of it.
func TestPopupThatWrapsStandsInTheColumnAboveTheSelection(t *testing.T) {
	p := newPage(t, news(20<<10))
	bar := somePopup()
	p.SetPopup(bar, func(room fyne.Size) fyne.Size {
		const area, row = 60000, 32 // as much as fifty buttons
		rows := float32(math.Ceil(float64(area / row / max(room.Width, 1))))
		return fyne.NewSize(min(room.Width, area/row), max(row, min(rows*row, room.Height)))
	})
	r := rand.New(rand.NewPCG(2, 2))
	shown, above := 0, 0
	for range 500 {
		p.window.Resize(fyne.NewSize(float32(260+r.IntN(600)), float32(300+r.IntN(500))))
		p.SetTopOffset(r.IntN(p.column.Text.Points()))
		first, last := p.column.Visible()
		a := p.column.Lines.Line(first + r.IntN(last-first+1)).Start
		start := p.column.Text.Point(a)
		p.Select(start, start+1+r.IntN(120))
		if !bar.Visible() {
			continue
		}
		shown++
		sel, at, size := p.caret.Range(), bar.Position(), bar.Size()
		top := float32(p.column.Y(p.column.Lines.At(sel.Start, false)) - p.column.Top())
		bottom := float32(p.column.Y(p.column.Lines.At(sel.End, true))-p.column.Top()) + p.column.metrics.row
		if at.Y < bottom && at.Y+size.Height > top && (top >= 32+popupGap || p.Size().Height-bottom >= 32+popupGap) {
			t.Fatalf("popup at %v, %v covers the selection from %v to %v", at, size, top, bottom)
		}
		if at.X < p.column.metrics.left-1 || at.X+size.Width > p.column.metrics.left+p.column.metrics.width+1 || at.Y < 0 || at.Y+size.Height > p.Size().Height {
			t.Fatalf("popup at %v, %v leaves the column from %v, %v wide, or the view", at, size, p.column.metrics.left, p.column.metrics.width)
		}
		if at.Y+size.Height <= top {
			above++
		} else if top >= size.Height+popupGap+1 {
			t.Fatalf("popup at %v, %v is not above the selection at %v, where there is room", at, size, top)
		}
	}
	if shown < 250 || above < 100 {
		t.Errorf("shown %d times of 500, %d of them above", shown, above)
	}
}

// At the head of a text the popup stands in the margin, so that the lines below can be marked one after another.
func TestPopupStandsAboveTheFirstLine(t *testing.T) {
	p := newPage(t, numbered(300))
	bar := somePopup()
	p.SetPopup(bar, nil)
	for line := range 8 {
		p.Select(p.column.Text.Point(p.column.Lines.Line(line).Start), p.column.Text.Point(p.column.Lines.Line(line).End))
		y := float32(p.column.Y(line) - p.column.Top())
		if at := bar.Position().Y; !bar.Visible() || at < 0 || at+36 > y {
			t.Errorf("at line %d, from %v on, the popup stands at %v", line, y, at)
		}
	}
}
