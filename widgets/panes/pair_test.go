package panes

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func pairBench(t *testing.T, width float32) (*Pair, fyne.Window) {
	test.NewTempApp(t)
	pane := func() fyne.CanvasObject { return canvas.NewRectangle(theme.Color(theme.ColorNameBackground)) }
	p := NewPair(pane(), pane())
	w := test.NewTempWindow(t, p)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, 600))
	return p, w
}

func TestAPairStandsWhereThereIsRoom(t *testing.T) {
	p, w := pairBench(t, 1000)
	if p.panes[1].Visible() || p.panes[0].Size() != fyne.NewSize(1000, 600) {
		t.Errorf("alone the first has %v", p.panes[0].Size())
	}
	p.ShowBoth(true)
	if p.panes[0].Size() != fyne.NewSize(500, 600) || p.panes[1].Position() != fyne.NewPos(500, 0) {
		t.Errorf("side by side: %v, the second at %v", p.panes[0].Size(), p.panes[1].Position())
	}
	w.Resize(fyne.NewSize(2*comfortable-1, 600))
	if p.panes[0].Size() != fyne.NewSize(2*comfortable-1, 300) || p.panes[1].Position() != fyne.NewPos(0, 300) {
		t.Errorf("in a narrow window: %v, the second at %v", p.panes[0].Size(), p.panes[1].Position())
	}
	p.Swap()
	if !p.Swapped() || p.panes[1].Position() != fyne.NewPos(0, 0) || p.panes[0].Position() != fyne.NewPos(0, 300) {
		t.Error("the panes have not changed places")
	}
}

func TestThePaneBorderIsDraggedWithinBounds(t *testing.T) {
	p, w := pairBench(t, 1000)
	p.ShowBoth(true)
	p.handle.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(100, 900)})
	if got := p.panes[0].Size().Width; got != 600 {
		t.Errorf("dragged to %v", got)
	}
	p.handle.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(5000, 0)})
	if got := p.panes[1].Size().Width; got != minPaired {
		t.Errorf("the second was squeezed to %v", got)
	}
	p.Swap()
	if p.panes[1].Position().X != 0 || p.panes[1].Size().Width != minPaired {
		t.Error("the panes do not keep their sizes when they change places")
	}
	w.Resize(fyne.NewSize(700, 600))
	p.handle.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(900, 60)})
	if got := p.panes[1].Size().Height; got < minPaired || got > 600-minPaired {
		t.Errorf("one above the other the first has %v", got)
	}
}
