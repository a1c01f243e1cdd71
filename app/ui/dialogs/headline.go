package dialogs

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/widgets/docview/layout"
	"factmark/widgets/fit"
)

// Headline is a text in a line or a few, shortened where it is too long. Text written from the right is drawn in
// the order it is read, which the toolkit's own label does not do.
type Headline struct {
	widget.BaseWidget
	Text  string
	size  fyne.ThemeSizeName
	Ink   fyne.ThemeColorName
	Bold  bool
	lines int // at most so many, with room for all of them
}

// NewHeadline is the title of what is shown.
func NewHeadline() *Headline { return NewTextLines(1, theme.SizeNameSubHeadingText, true) }

// NewTextLine is a line in a list.
func NewTextLine(bold bool) *Headline { return NewTextLines(1, theme.SizeNameText, bold) }

// NewTextLines makes an empty text of so many lines at most, in a size of the theme.
func NewTextLines(lines int, size fyne.ThemeSizeName, bold bool) *Headline {
	h := &Headline{lines: lines, size: size, Bold: bold, Ink: theme.ColorNameForeground}
	h.ExtendBaseWidget(h)
	return h
}

// SetText shows another text.
func (h *Headline) SetText(text string) {
	h.Text = format.VisibleLines(text)
	h.Refresh()
}

// AccessibilityLabel is the whole text.
func (h *Headline) AccessibilityLabel() string { return h.Text }

// AccessibilityRole says that it is text.
func (h *Headline) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is part of fyne.Widget.
func (h *Headline) CreateRenderer() fyne.WidgetRenderer {
	r := &headlineRenderer{headline: h}
	for range 2 * h.lines {
		r.objects = append(r.objects, canvas.NewText("", color.Transparent))
	}
	return r
}

type headlineRenderer struct {
	headline *Headline
	objects  []fyne.CanvasObject // texts, two a line: up to an arrow, and what is behind it
}

func (r *headlineRenderer) style() (size float32, style fyne.TextStyle, height float32) {
	size, style = theme.Size(r.headline.size), fyne.TextStyle{Bold: r.headline.Bold}
	return size, style, fyne.MeasureText("M", size, style).Height
}

// Layout is part of fyne.WidgetRenderer.
func (r *headlineRenderer) Layout(room fyne.Size) {
	pad := theme.InnerPadding()
	size, style, height := r.style()
	width := room.Width - 2*pad
	lines := FittedLines(r.headline.Text, width, r.headline.lines, size, style)
	for i := range r.headline.lines {
		line := ""
		if i < len(lines) {
			line = layout.Visual(lines[i])
		}
		// The font that has the arrow has no space: the toolkit would show a box for the one behind it.
		head, tail, pointed := strings.Cut(line, "→")
		if pointed {
			head += "→"
		}
		x := pad
		for j, part := range []string{head, tail} {
			text := r.objects[2*i+j].(*canvas.Text)
			text.TextSize, text.TextStyle, text.Color, text.Text = size, style, theme.Color(r.headline.Ink), part
			text.Move(fyne.NewPos(x, pad+float32(i)*height))
			text.Resize(fyne.NewSize(width, height))
			x += fyne.MeasureText(part, size, style).Width
		}
	}
}

// MinSize is part of fyne.WidgetRenderer.
func (r *headlineRenderer) MinSize() fyne.Size {
	pad := 2 * theme.InnerPadding()
	_, _, height := r.style()
	return fyne.NewSize(pad, float32(r.headline.lines)*height+pad)
}

// Refresh is part of fyne.WidgetRenderer.
func (r *headlineRenderer) Refresh() {
	r.Layout(r.headline.Size())
	canvas.Refresh(r.headline)
}

// Objects is part of fyne.WidgetRenderer.
func (r *headlineRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Destroy is part of fyne.WidgetRenderer.
func (r *headlineRenderer) Destroy() {}

// FittedLines breaks a text into at most n lines of a width in pixels.
func FittedLines(text string, width float32, n int, size float32, style fyne.TextStyle) []string {
	return fit.Lines(text, width, n, func(s string) float32 { return fyne.MeasureText(s, size, style).Width })
}
