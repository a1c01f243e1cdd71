package dialogs

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// focusRing is the line around a widget that has the keyboard. The toolkit shows the focus of its buttons, choices and
// check boxes by a slightly different ground, which is seen by hardly anyone: a line has 3:1 beside it.
type focusRing struct{ focused bool }

// set says whether the widget has the keyboard.
func (f *focusRing) set(w fyne.Widget, focused bool) {
	f.focused = focused
	w.Refresh()
}

// around draws the ring over what the toolkit draws of a widget. With high contrast the widget has a border at all times
// where edged says so.
func (f *focusRing) around(inner fyne.WidgetRenderer, ink func() fyne.ThemeColorName, edged func() bool) fyne.WidgetRenderer {
	r := &ringedRenderer{WidgetRenderer: inner, focus: f, ink: ink, edged: edged, ring: canvas.NewRectangle(color.Transparent)}
	r.ring.CornerRadius = theme.InputRadiusSize()
	r.look()
	return r
}

// ringedRenderer is a renderer of the toolkit with the ring over it.
type ringedRenderer struct {
	fyne.WidgetRenderer
	focus *focusRing
	ink   func() fyne.ThemeColorName
	edged func() bool
	ring  *canvas.Rectangle
}

// Layout is part of fyne.WidgetRenderer.
func (r *ringedRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	inset := float32(0)
	if r.ink() != theme.ColorNamePrimary { // on a ground as dark as the ink around it
		inset = 2
	}
	r.ring.Move(fyne.NewSquareOffsetPos(inset))
	r.ring.Resize(size.SubtractWidthHeight(2*inset, 2*inset))
}

// Objects is part of fyne.WidgetRenderer.
func (r *ringedRenderer) Objects() []fyne.CanvasObject {
	inner := r.WidgetRenderer.Objects()
	return append(inner[:len(inner):len(inner)], r.ring)
}

// Refresh is part of fyne.WidgetRenderer.
func (r *ringedRenderer) Refresh() {
	r.look()
	r.WidgetRenderer.Refresh()
}

func (r *ringedRenderer) look() {
	r.ring.StrokeWidth, r.ring.StrokeColor = 0, color.Transparent
	switch {
	case r.focus.focused:
		r.ring.StrokeWidth, r.ring.StrokeColor = 2, theme.Color(r.ink())
		if r.edged != nil && HighContrast() { // more than the border's width
			r.ring.StrokeWidth = 4
		}
	case r.edged != nil && HighContrast() && r.edged():
		r.ring.StrokeWidth, r.ring.StrokeColor = 1, theme.Color(theme.ColorNameForeground)
	}
	r.ring.Refresh()
}

func primaryInk() fyne.ThemeColorName { return theme.ColorNamePrimary }

// onImportance is the colour of a ring that is seen on a button of an importance.
func onImportance(i widget.Importance) fyne.ThemeColorName {
	switch i {
	case widget.HighImportance:
		return theme.ColorNameForegroundOnPrimary
	case widget.DangerImportance:
		return theme.ColorNameForegroundOnError
	case widget.WarningImportance:
		return theme.ColorNameForegroundOnWarning
	case widget.SuccessImportance:
		return theme.ColorNameForegroundOnSuccess
	}
	return theme.ColorNamePrimary
}
