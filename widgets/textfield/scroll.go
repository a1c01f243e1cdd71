package textfield

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/widgets/docview"
	"factmark/widgets/docview/layout"
)

const (
	leading  = 1.5
	baseline = 0.715 // of a row, from its top
	barWidth = 8     // of the scrollbar, thumb and gap
	minWidth = 96

	leastThumb = 24
)

// metrics are the sizes that follow from the theme, the field's size and the screen, in whole device pixels.
type metrics struct {
	scale    float32 // device pixels a unit
	textSize float32
	letters  *docview.Letters
	fonts    int // counts the fonts that have arrived
	size     fyne.Size
	inset    float32 // around the text
	row      float32 // the height of a line
	base     float32 // from the top of a line to its baseline
	width    float32 // of the lines
}

// whole rounds to device pixels.
func (m *metrics) whole(x float32) float32 {
	return float32(math.Round(float64(x*m.scale))) / m.scale
}

// fit brings metrics and layout up to date with the theme, the field's size and the screen.
func (f *Field) fit() {
	th := f.Theme()
	m := metrics{scale: 1, textSize: th.Size(theme.SizeNameText), size: f.Size(), inset: th.Size(theme.SizeNameInnerPadding)}
	if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil && c.Scale() > 0 {
		m.scale = c.Scale()
	}
	m.letters = docview.SharedLetters(th.Font(fyne.TextStyle{}), m.textSize, m.scale)
	m.fonts = m.letters.Fonts()
	m.row = m.whole(m.textSize * leading)
	m.base = m.whole(m.row * baseline)
	m.width = float32(math.Floor(float64(m.size.Width - m.inset - max(m.inset, barWidth))))
	old := f.metrics
	if f.metrics = m; m != old {
		f.version++
	}
	f.view.Resize(m.row, m.inset, m.inset, m.size.Height)
	switch {
	case m.size.Width <= 0 || m.size.Height <= 0:
	case f.view.Lines == nil:
		f.view.Lines = layout.New(f.view.Text, m.letters.Width, m.letters.Places, m.width)
	case m.letters != old.letters || m.fonts != old.fonts:
		f.view.Lines.SetMeasure(m.letters.Width, m.letters.Places)
		f.view.Lines.SetWidth(m.width)
	case m.width != old.width:
		f.view.Lines.SetWidth(m.width)
	}
}

// awaitFonts has the text laid out anew when fonts have been found for what was laid out just now.
func (f *Field) awaitFonts() {
	if !f.waiting && f.metrics.letters != nil {
		f.waiting = f.metrics.letters.OnFonts(func() {
			f.waiting = false
			f.Refresh()
		})
	}
}

// rows is how many lines the field has room for when it is as high as it asks to be.
func (f *Field) rows() int {
	rows := f.minRows
	if f.view.Lines != nil {
		for i := 0; i < f.maxRows && i < f.view.Lines.Lines(); i++ {
			f.view.Lines.Prepare(i)
		}
		rows = max(rows, min(f.view.Lines.Lines(), f.maxRows))
	}
	return rows
}

// MinSize has room for the text's lines, as many as SetRows says.
func (f *Field) MinSize() fyne.Size {
	f.ExtendBaseWidget(f)
	f.fit()
	return fyne.NewSize(minWidth, float32(f.rows())*f.metrics.row+2*f.metrics.inset)
}

// scrolled follows that other text came on screen, if it did.
func (f *Field) scrolled(moved bool) {
	if moved {
		f.version++
		f.Refresh()
	}
}

// page is how many lines a page is.
func (f *Field) page() int {
	return max(1, int((f.metrics.size.Height-2*f.metrics.inset)/f.metrics.row)-1)
}

// reveal scrolls as little as will show the caret's line.
func (f *Field) reveal() {
	if f.fit(); f.view.Lines == nil {
		return
	}
	f.view.Lines.At(f.caret.Head, f.caret.Upstream)
	f.view.Settle()
	line := f.view.Lines.At(f.caret.Head, f.caret.Upstream)
	inset, row := float64(f.metrics.inset), float64(f.metrics.row)
	above := f.view.Y(line) - inset
	below := f.view.Y(line) + row + inset - float64(f.metrics.size.Height)
	switch {
	case above < f.view.Top():
		f.showLine(line, inset)
	case below > f.view.Top():
		f.showLine(line, float64(f.metrics.size.Height)-row-inset)
	}
	if f.OnReveal != nil && f.focused {
		y := float32(f.view.Y(line) - f.view.Top())
		f.OnReveal(y, y+f.metrics.row)
	}
}

// showLine scrolls so that a line lies at a height of the field.
func (f *Field) showLine(line int, height float64) {
	f.view.Pin(f.view.Lines.Start(line), max(0, height))
	f.version++
	f.Refresh()
}

// wheel takes the turns of the mouse's wheel while there is something to scroll. Else it is hidden, and they go to what
// lies around the field.
type wheel struct {
	widget.BaseWidget
	field *Field
}

func newWheel(f *Field) *wheel {
	w := &wheel{field: f}
	w.ExtendBaseWidget(w)
	return w
}

// CreateRenderer shows nothing.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{})
}

// Scrolled scrolls the field.
func (w *wheel) Scrolled(e *fyne.ScrollEvent) {
	if w.field.view.Lines != nil {
		w.field.scrolled(w.field.view.ScrollBy(-float64(e.Scrolled.DY)))
	}
}
