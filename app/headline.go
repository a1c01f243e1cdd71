package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/widgets/docview/layout"
	"factmark/widgets/fit"
)

// headline is a title in one line, shortened where it is too long, with text from the right in the order it is read.
// The toolkit's own label shows that the other way round.
type headline struct {
	widget.BaseWidget
	text string
}

func newHeadline() *headline {
	h := &headline{}
	h.ExtendBaseWidget(h)
	return h
}

// SetText shows another title.
func (h *headline) SetText(text string) {
	h.text = text
	h.Refresh()
}

// AccessibilityLabel is the whole title.
func (h *headline) AccessibilityLabel() string { return h.text }

// AccessibilityRole says that it is text.
func (h *headline) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is part of fyne.Widget.
func (h *headline) CreateRenderer() fyne.WidgetRenderer {
	text := canvas.NewText("", color.Transparent)
	text.TextStyle.Bold = true
	return &headlineRenderer{headline: h, text: text}
}

type headlineRenderer struct {
	headline *headline
	text     *canvas.Text
}

func (r *headlineRenderer) Layout(size fyne.Size) {
	pad := theme.InnerPadding()
	r.text.TextSize, r.text.Color, r.text.Text = theme.Size(theme.SizeNameSubHeadingText), theme.Color(theme.ColorNameForeground), ""
	measure := func(s string) float32 { return fyne.MeasureText(s, r.text.TextSize, r.text.TextStyle).Width }
	if lines := fit.Lines(r.headline.text, size.Width-2*pad, 1, measure); len(lines) > 0 {
		r.text.Text = layout.Visual(lines[0])
	}
	r.text.Move(fyne.NewPos(pad, pad))
	r.text.Resize(fyne.NewSize(size.Width-2*pad, size.Height-2*pad))
}

func (r *headlineRenderer) MinSize() fyne.Size {
	pad := 2 * theme.InnerPadding()
	return fyne.NewSize(pad, fyne.MeasureText("M", theme.Size(theme.SizeNameSubHeadingText), r.text.TextStyle).Height+pad)
}

func (r *headlineRenderer) Refresh() {
	r.Layout(r.headline.Size())
	canvas.Refresh(r.headline)
}

func (r *headlineRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.text} }

func (r *headlineRenderer) Destroy() {}
