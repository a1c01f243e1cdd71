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
	p := New(Side{side(), "Documents", 260}, side(), Side{side(), "Claims", 340})
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

// shown says which panels and rails are shown, and how wide the middle is.
func shown(p *Panes) [4]bool {
	return [4]bool{p.leftRail.Visible(), p.left.Visible(), p.right.Visible(), p.rightRail.Visible()}
}

func TestPanelsFoldInANarrowWindow(t *testing.T) {
	p, w := bench(t, 1280)
	for _, c := range []struct {
		width  float32
		shown  [4]bool
		middle float32 // at least
	}{
		{1000, [4]bool{false, true, true, false}, readable},
		{999, [4]bool{true, false, true, false}, readable},
		{900, [4]bool{true, false, true, false}, readable},
		{720, [4]bool{true, false, true, false}, readable},
		{719, [4]bool{true, false, false, true}, readable},
		{384, [4]bool{true, false, false, true}, minMiddle},
		{1280, [4]bool{false, true, true, false}, 680},
	} {
		w.Resize(fyne.NewSize(c.width, 600))
		if got := shown(p); got != c.shown || p.middle.Size().Width < c.middle {
			t.Errorf("at %v rails and panels are %v, the middle is %v", c.width, got, p.middle.Size().Width)
		}
	}
	if got := widths(p); got != [3]float32{260, 680, 340} {
		t.Errorf("in the wide window the panels are no longer as the user had them: %v", got)
	}
}

func TestAFoldedPanelOpensByItsRail(t *testing.T) {
	p, w := bench(t, 900)
	test.Tap(p.leftRail)
	if got := shown(p); got != [4]bool{true, true, false, true} || !p.LeftShown() || p.RightShown() {
		t.Errorf("the documents are asked for: %v", got)
	}
	if got := widths(p); got[0] != 260 || got[1] < readable {
		t.Errorf("widths %v", got)
	}
	p.rightRail.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got := shown(p); got != [4]bool{true, false, true, false} {
		t.Errorf("the claims are asked for: %v", got)
	}
	p.ShowLeft(true)
	test.Tap(p.leftRail)
	if got := shown(p); got != [4]bool{true, false, true, false} {
		t.Errorf("a second click on the rail leaves %v", got)
	}
	p.ShowLeft(true)
	p.Fold()
	w.Resize(fyne.NewSize(640, 600))
	p.ShowRight(true)
	if got := widths(p); p.RightShown() != true || got[1] < beside || got[2] < 300 {
		t.Errorf("widths in a narrow window %v", got)
	}
	w.Resize(fyne.NewSize(1280, 600))
	w.Resize(fyne.NewSize(640, 600))
	if got := shown(p); got != [4]bool{true, false, false, true} {
		t.Errorf("what was opened in the narrow window is not forgotten in the wide one: %v", got)
	}
}

func TestHiddenPanelsHaveNoRail(t *testing.T) {
	p, w := bench(t, 1280)
	p.ShowLeft(false)
	w.Resize(fyne.NewSize(900, 600))
	if got := shown(p); got != [4]bool{false, false, true, false} {
		t.Errorf("shown %v", got)
	}
	w.Resize(fyne.NewSize(1280, 600))
	if p.LeftShown() {
		t.Error("the panel that the user hid has come back")
	}
}

func TestDraggingABorderBesideARail(t *testing.T) {
	p, _ := bench(t, 900)
	p.rightHandle.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(40, 0)})
	if got := widths(p); got[2] != 300 || got[1] != 900-300-railWidth {
		t.Errorf("widths %v", got)
	}
	p.rightHandle.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-2000, 0)})
	if got := widths(p); got[1] < readable {
		t.Errorf("the middle was squeezed to %v", got)
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
