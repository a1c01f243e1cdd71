package panes

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func TestALowerPaneIsDraggedWithinItsColumn(t *testing.T) {
	test.NewTempApp(t)
	side := func() fyne.CanvasObject { return canvas.NewRectangle(theme.Color(theme.ColorNameBackground)) }
	c := NewColumn(side(), side(), 200)
	var kept float32
	c.OnResized = func() { kept = c.Height() }
	w := test.NewTempWindow(t, c)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(300, 700))
	want := func(upper, lower float32) {
		t.Helper()
		if c.upper.Size().Height != upper || c.LowerShown() && c.lower.Size().Height != lower || c.lower.Visible() != c.LowerShown() {
			t.Errorf("heights %v and %v, want %v and %v", c.upper.Size().Height, c.lower.Size().Height, upper, lower)
		}
	}
	want(700, 0)
	c.ShowLower(true)
	want(500, 200)
	test.Drag(w.Canvas(), fyne.NewPos(150, 500), 0, -100)
	want(400, 300)
	if kept != 300 {
		t.Errorf("the height that was told is %v", kept)
	}
	test.Drag(w.Canvas(), fyne.NewPos(150, 400), 0, 400)
	want(580, minLower)
	c.NeedLower(0.5)
	want(350, 350)
	c.NeedLower(0.75) // more than leaves the upper one what it keeps
	want(minUpper, 440)
	c.NeedLower(0)
	want(580, minLower)
	c.NeedLower(0.5)
	test.Drag(w.Canvas(), fyne.NewPos(150, 350), 0, 60) // the user's hand comes first
	want(410, 290)
	test.Drag(w.Canvas(), fyne.NewPos(150, 410), 0, 400)
	c.ShowLower(false)
	want(700, 0)
	c.ShowLower(true)
	w.Resize(fyne.NewSize(300, 220)) // no room for both: the upper one gives way
	want(100, minLower)
}
