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
	switch {
	case m.size.Width <= 0 || m.size.Height <= 0:
	case f.lines == nil:
		f.lines = layout.New(f.text, m.letters.Width, m.letters.Places, m.width)
	case m.letters != old.letters || m.fonts != old.fonts:
		f.lines.SetMeasure(m.letters.Width, m.letters.Places)
		f.lines.SetWidth(m.width)
	case m.width != old.width:
		f.lines.SetWidth(m.width)
	default:
		return
	}
	if f.pin.delta > 0 && old.row > 0 {
		f.pin.delta *= float64(m.row) / float64(old.row)
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
	if f.lines != nil {
		for i := 0; i < f.maxRows && i < f.lines.Lines(); i++ {
			f.lines.Prepare(i)
		}
		rows = max(rows, min(f.lines.Lines(), f.maxRows))
	}
	return rows
}

// MinSize has room for the text's lines, as many as SetRows says.
func (f *Field) MinSize() fyne.Size {
	f.ExtendBaseWidget(f)
	f.fit()
	return fyne.NewSize(minWidth, float32(f.rows())*f.metrics.row+2*f.metrics.inset)
}

// pin is a place in the text and how far its line lies above where the first one stands, in pixels. Lines that are laid out
// later come and go before it; the pinned line stays where it is.
type pin struct {
	at    int
	delta float64
}

// y gives the top of a line in the content.
func (f *Field) y(line int) float64 {
	return float64(f.metrics.inset) + float64(line)*float64(f.metrics.row)
}

// lineAt gives the line at a height in the content, the nearest there is.
func (f *Field) lineAt(y float64) int {
	return min(max(0, int(math.Floor((y-float64(f.metrics.inset))/float64(f.metrics.row)))), f.lines.Lines()-1)
}

// height is that of the content, in part an estimate.
func (f *Field) height() float64 { return f.y(f.lines.Lines()) + float64(f.metrics.inset) }

func (f *Field) clamp(top float64) float64 {
	return max(0, min(top, f.height()-float64(f.metrics.size.Height)))
}

// visible gives the first and the last line on screen.
func (f *Field) visible() (first, last int) {
	return f.lineAt(f.top), f.lineAt(f.top + float64(f.metrics.size.Height) - 0.5)
}

// settle lays out what is on screen, and finds top anew from the pin.
func (f *Field) settle() {
	for again := true; again; {
		again = false
		f.top = f.clamp(f.y(f.lines.At(f.pin.at, false)) - float64(f.metrics.inset) + f.pin.delta)
		first, last := f.visible()
		for i := first; i <= last; i++ {
			again = f.lines.Prepare(i) || again
		}
	}
}

// scrollTo puts a height of the content at the top of the field. The lines there must have been laid out.
func (f *Field) scrollTo(top float64) {
	before := f.top
	f.top = f.clamp(top)
	line := f.lineAt(f.top)
	f.lines.Prepare(line)
	f.pin = pin{at: f.lines.Start(line), delta: f.top - f.y(line) + float64(f.metrics.inset)}
	f.settle()
	if f.top != before {
		f.version++
		f.Refresh()
	}
}

// scrollBy moves the text by pixels, down for positive ones, exactly, however much of the way is only estimated yet.
func (f *Field) scrollBy(d float64) {
	for again := true; again; {
		again = false
		from := f.lineAt(min(f.top, f.top+d))
		to := f.lineAt(max(f.top, f.top+d) + float64(f.metrics.size.Height))
		for i := from; i <= to; i++ {
			again = f.lines.Prepare(i) || again
		}
		f.settle()
	}
	f.scrollTo(f.top + d)
}

// jumpTo goes to a height of the content that may be an estimate, as dragging the scrollbar does.
func (f *Field) jumpTo(top float64) {
	line := max(0, (f.clamp(top)-float64(f.metrics.inset))/float64(f.metrics.row))
	if exact := f.lines.Resolve(line); exact != int(line) {
		top = f.y(exact)
	}
	f.scrollTo(top)
}

// reveal scrolls as little as will show the caret's line.
func (f *Field) reveal() {
	if f.fit(); f.lines == nil {
		return
	}
	f.lines.At(f.head, f.upstream)
	f.settle()
	line := f.lines.At(f.head, f.upstream)
	inset, row := float64(f.metrics.inset), float64(f.metrics.row)
	above := f.y(line) - inset
	below := f.y(line) + row + inset - float64(f.metrics.size.Height)
	switch {
	case above < f.top:
		f.showLine(line, inset)
	case below > f.top:
		f.showLine(line, float64(f.metrics.size.Height)-row-inset)
	}
	if f.OnReveal != nil && f.focused {
		y := float32(f.y(line) - f.top)
		f.OnReveal(y, y+f.metrics.row)
	}
}

// showLine scrolls so that a line lies at a height of the field.
func (f *Field) showLine(line int, height float64) {
	f.pin = pin{at: f.lines.Start(line), delta: float64(f.metrics.inset) - max(0, height)}
	f.settle()
	f.version++
	f.Refresh()
}

// bar gives the top and the height of the scrollbar's thumb; a height of 0 means that all text is on screen.
func (f *Field) bar() (y, height float32) {
	if f.lines == nil {
		return 0, 0
	}
	room, all := float64(f.metrics.size.Height), f.height()
	if all <= room+0.5 {
		return 0, 0
	}
	h := min(room, max(24, room*room/all))
	return float32(f.top / (all - room) * (room - h)), float32(h)
}

// dragBar scrolls so that the thumb's top is at y.
func (f *Field) dragBar(y float32) {
	_, h := f.bar()
	room := float64(f.metrics.size.Height)
	if free := room - float64(h); h > 0 && free > 0 {
		f.jumpTo(float64(y) / free * (f.height() - room))
	}
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
	if w.field.lines != nil {
		w.field.scrollBy(-float64(e.Scrolled.DY))
	}
}
