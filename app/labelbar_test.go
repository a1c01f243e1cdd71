package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"factmark/widgets/chip"
)

// pressed gives what a press at a place of the window falls on: the last painted of what takes one.
func pressed(tree fyne.CanvasObject, at fyne.Position) (hit fyne.CanvasObject) {
	from := fyne.CurrentApp().Driver().AbsolutePositionForObject(tree)
	size := tree.Size()
	if !tree.Visible() || at.X < from.X || at.Y < from.Y || at.X >= from.X+size.Width || at.Y >= from.Y+size.Height {
		return nil
	}
	switch tree.(type) {
	case fyne.Tappable, desktop.Mouseable:
		hit = tree
	}
	var parts []fyne.CanvasObject
	switch o := tree.(type) {
	case *fyne.Container:
		parts = o.Objects
	case fyne.Widget:
		parts = test.WidgetRenderer(o).Objects()
	}
	for _, part := range parts {
		if in := pressed(part, at); in != nil {
			hit = in
		}
	}
	return hit
}

// click presses the mouse's first button at a place of the window and lets it go, as the toolkit does.
func (b *bench) click(at fyne.Position) {
	deliver := func(f func(desktop.Mouseable, *desktop.MouseEvent)) fyne.CanvasObject {
		o := pressed(b.Win.Content(), at)
		if m, is := o.(desktop.Mouseable); is {
			f(m, &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{AbsolutePosition: at,
				Position: at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(o))}})
		}
		return o
	}
	down := deliver(desktop.Mouseable.MouseDown)
	if o, is := deliver(desktop.Mouseable.MouseUp).(fyne.Tappable); is && down == o.(fyne.CanvasObject) {
		o.Tapped(&fyne.PointEvent{AbsolutePosition: at})
	}
}

func TestASecondDoubleClickLabelsNothing(t *testing.T) {
	b := newBench(t, strings.Repeat("The mayor said that the council met on Monday and voted on Tuesday. ", 60))
	view, bar := b.panes.document.View, b.panes.document.Bar
	from := fyne.CurrentApp().Driver().AbsolutePositionForObject(view)
	selected := func() string {
		start, end := view.Selection()
		text, _ := b.Workspace.Store.Text(t.Context(), b.Workspace.Document.ID)
		return text[start:end]
	}
	double := func(at fyne.Position) { b.click(at); b.click(at) }
	first := fyne.NewPos(from.X+view.Size().Width/2, from.Y)
	for strings.TrimSpace(selected()) == "" && first.Y < from.Y+300 {
		first.Y += 9
		double(first)
	}
	word := selected()
	if strings.TrimSpace(word) == "" {
		t.Fatal("no double click selects a word")
	}
	if bar.Visible() {
		t.Fatal("the bar is there before the time of a next double click has passed")
	}
	b.runPaused() // the bar comes
	if !bar.Visible() {
		t.Fatal("no bar at the selection")
	}
	button := bar.Row.Objects[0].(*chip.Chip)
	on := fyne.CurrentApp().Driver().AbsolutePositionForObject(button).AddXY(button.Size().Width/2, button.Size().Height/2)
	double(on)
	b.wantQuotes()
	if got := selected(); strings.TrimSpace(got) == "" {
		t.Errorf("the double click on the text under the bar selected %q", got)
	}
	if bar.Visible() {
		t.Error("the bar stays over the text")
	}

	b.runPaused()
	b.runPaused() // the bar has come, and time has passed
	on = fyne.CurrentApp().Driver().AbsolutePositionForObject(button).AddXY(button.Size().Width/2, button.Size().Height/2)
	word = strings.TrimSpace(selected())
	b.click(on)
	b.wantQuotes("S " + word)
}
