package panes

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func bench(t *testing.T, width float32) (*Panes, fyne.Window) {
	test.NewTempApp(t)
	side := func() fyne.CanvasObject { return canvas.NewRectangle(theme.Color(theme.ColorNameBackground)) }
	p := New(side(), side(), side(), 260, 340)
	w := test.NewTempWindow(t, p)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, 600))
	return p, w
}

func widths(p *Panes) [3]float32 {
	return [3]float32{p.left.Size().Width, p.middle.Size().Width, p.right.Size().Width}
}

func TestPanelsKeepTheirWidthsAndTheMiddleTakesTheRest(t *testing.T) {
	p, w := bench(t, 1280)
	if got := widths(p); got != [3]float32{260, 680, 340} {
		t.Errorf("widths %v", got)
	}
	w.Resize(fyne.NewSize(1600, 600))
	if got := widths(p); got != [3]float32{260, 1000, 340} {
		t.Errorf("widths in a wide window %v", got)
	}
}

func TestPanelsGiveWayInANarrowWindow(t *testing.T) {
	p, _ := bench(t, 800)
	got := widths(p)
	if got[0] < minPanel || got[2] < minPanel || got[1] < minMiddle || got[0]+got[1]+got[2] != 800 {
		t.Errorf("widths %v", got)
	}
}

func TestPanelsAreDraggedWithinBounds(t *testing.T) {
	p, _ := bench(t, 1280)
	p.leftHandle.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(40, 0)})
	p.rightHandle.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-60, 0)})
	if got := widths(p); got != [3]float32{300, 580, 400} {
		t.Errorf("widths %v", got)
	}
	p.leftHandle.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-900, 0)})
	if got := widths(p)[0]; got != minPanel {
		t.Errorf("the left panel was dragged to %v", got)
	}
	p.leftHandle.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(2000, 0)})
	if got := widths(p)[1]; got < minMiddle {
		t.Errorf("the middle was squeezed to %v", got)
	}
}

func TestHiddenPanelsLeaveTheirRoom(t *testing.T) {
	p, _ := bench(t, 1280)
	p.ShowLeft(false)
	if p.left.Visible() || p.LeftShown() || p.middle.Size().Width != 940 {
		t.Errorf("hidden left panel: middle %v", p.middle.Size().Width)
	}
	p.ShowRight(false)
	if p.middle.Size().Width != 1280 {
		t.Errorf("both hidden: middle %v", p.middle.Size().Width)
	}
	p.ShowLeft(true)
	p.ShowRight(true)
	if got := widths(p); got != [3]float32{260, 680, 340} {
		t.Errorf("shown again: %v", got)
	}
}
