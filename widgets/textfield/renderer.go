package textfield

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"factmark/widgets/docview"
	"factmark/widgets/docview/layout"
)

const (
	focusedMore  = 1    // the border of a field that has the keyboard is wider
	edgeX, edgeY = 3, 2 // between the field's border and the picture of its text, inside the rounded corners
)

// palette are the colours of a field.
type palette struct {
	ground, ink, hint, selection color.NRGBA
}

// renderer holds the objects of the field. It is a cache: what it shows follows from the field alone.
type renderer struct {
	f       *Field
	box     *canvas.Rectangle
	border  *canvas.Rectangle
	column  *canvas.Raster
	caret   *canvas.Rectangle
	thumb   *canvas.Rectangle
	version int
	palette palette
	hint    *layout.Layout // the placeholder's, in the metrics it was laid out for
	hintFor metrics
	hinted  string
}

// CreateRenderer makes the objects of the field.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	f.ExtendBaseWidget(f)
	r := &renderer{
		f: f, box: canvas.NewRectangle(color.Transparent), border: canvas.NewRectangle(color.Transparent),
		caret: canvas.NewRectangle(color.Transparent), thumb: canvas.NewRectangle(color.Transparent), version: -1,
	}
	r.thumb.CornerRadius = 2
	r.column = canvas.NewRaster(func(w, h int) image.Image { return r.image(w, h) })
	r.Refresh()
	return r
}

func (r *renderer) Destroy() {}

func (r *renderer) MinSize() fyne.Size { return r.f.MinSize() }

func (r *renderer) Layout(fyne.Size) { r.Refresh() }

func (r *renderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.border, r.column, r.caret, r.thumb, r.f.wheel}
}

// Refresh brings every object up to date with the field.
func (r *renderer) Refresh() {
	f := r.f
	f.fit()
	th, variant := f.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	pick := func(name fyne.ThemeColorName) color.NRGBA {
		return color.NRGBAModel.Convert(th.Color(name, variant)).(color.NRGBA)
	}
	size := f.metrics.size
	r.box.FillColor = pick(theme.ColorNameInputBackground)
	r.box.CornerRadius = th.Size(theme.SizeNameInputRadius)
	r.border.CornerRadius, r.border.StrokeWidth = r.box.CornerRadius, th.Size(theme.SizeNameInputBorder)
	switch {
	case f.wrong != "":
		r.border.StrokeColor = pick(theme.ColorNameError)
	case f.focused:
		r.border.StrokeColor = pick(theme.ColorNamePrimary)
		r.border.StrokeWidth += focusedMore
	case f.Disabled():
		r.border.StrokeColor = pick(theme.ColorNameDisabled)
	default:
		r.border.StrokeColor = pick(theme.ColorNameInputBorder)
	}
	edge := th.Size(theme.SizeNameInputBorder) // as the toolkit's fields have it
	r.box.Resize(size.SubtractWidthHeight(2*edge, 2*edge))
	r.box.Move(fyne.NewSquareOffsetPos(edge))
	r.box.Refresh()
	r.border.Resize(size.SubtractWidthHeight(edge+0.5, edge+0.5))
	r.border.Move(fyne.NewSquareOffsetPos(edge / 2))
	r.border.Refresh()
	if f.view.Lines == nil {
		r.column.Hide()
		r.caret.Hide()
		r.thumb.Hide()
		f.wheel.Hide()
		return
	}
	f.view.Settle()
	p := palette{pick(theme.ColorNameInputBackground), pick(theme.ColorNameForeground), pick(theme.ColorNamePlaceHolder), pick(theme.ColorNameSelection)}
	if f.Disabled() {
		p.ink = pick(theme.ColorNameDisabled)
	}
	r.column.Move(fyne.NewPos(edgeX, edgeY))
	room := fyne.NewSize(max(0, size.Width-2*edgeX), max(0, size.Height-2*edgeY))
	if p != r.palette || f.version != r.version || room != r.column.Size() {
		r.palette, r.version = p, f.version
		r.column.Resize(room)
		r.column = docview.Repainted(r.column)
	}
	r.column.Show()
	r.showCaret(pick(theme.ColorNamePrimary))
	r.showBar(pick(theme.ColorNameScrollBar))
	f.awaitFonts()
}

// caretAt gives the place of the top of the caret's line and of the caret in it, in the field.
func (f *Field) caretAt() (x, y float32) {
	m := &f.metrics
	i := f.view.Lines.At(f.caret.Head, f.caret.Upstream)
	x = m.inset + f.view.Lines.Line(i).X(f.caret.Head, f.caret.Upstream)
	return min(max(x, edgeX), m.size.Width-edgeX), float32(f.view.Y(i) - f.view.Top())
}

// showCaret puts the caret before the selection's head.
func (r *renderer) showCaret(c color.Color) {
	f, m := r.f, &r.f.metrics
	if !f.blink.Shown() || !f.focused {
		r.caret.Hide()
		return
	}
	x, y := f.caretAt()
	wide := m.whole(max(1.5, m.textSize/9))
	top := max(edgeY, y+m.base-m.textSize*1.02)
	bottom := min(m.size.Height-edgeY, y+m.base+m.textSize*0.30)
	if bottom <= top {
		r.caret.Hide()
		return
	}
	r.caret.FillColor = c
	r.caret.Resize(fyne.NewSize(wide, m.whole(bottom-top)))
	r.caret.Move(fyne.NewPos(m.whole(min(x-wide/2, m.size.Width-edgeX-wide)), m.whole(top)))
	r.caret.Show()
	r.caret.Refresh()
}

// showBar puts the scrollbar's thumb where the field is in the text.
func (r *renderer) showBar(c color.Color) {
	f, m := r.f, &r.f.metrics
	y, h := f.view.Thumb()
	if h == 0 {
		r.thumb.Hide()
		f.wheel.Hide()
		return
	}
	r.thumb.FillColor = c
	r.thumb.Resize(fyne.NewSize(4, max(0, h-2*edgeY)))
	r.thumb.Move(fyne.NewPos(m.size.Width-barWidth+2, y+edgeY))
	r.thumb.Show()
	r.thumb.Refresh()
	f.wheel.Resize(m.size)
	f.wheel.Show()
}

// image paints the text on screen.
func (r *renderer) image(w, h int) image.Image {
	f, m := r.f, &r.f.metrics
	img := m.letters.Page(w, h, r.palette.ground)
	pixels := func(x float32) int { return int(math.Round(float64(x * m.scale))) }
	if f.view.Text.Len() == 0 {
		r.layHint()
		for i := range r.hint.Lines() {
			y := m.inset + float32(i)*m.row - edgeY
			m.letters.Write(img, r.hint.Line(i), m.inset-edgeX, pixels(y+m.base), r.palette.hint)
		}
		return img
	}
	sel := f.caret.Range()
	first, last := f.view.Visible()
	lines := make([]*layout.Line, 0, last-first+1)
	for i := first; i <= last; i++ {
		line := f.view.Lines.Line(i)
		lines = append(lines, line)
		if sel.Start == sel.End || line.End < sel.Start || line.Start > sel.End {
			continue
		}
		y := pixels(float32(f.view.Y(i)-f.view.Top()) - edgeY)
		for _, part := range f.selected(line, sel) {
			box := image.Rect(pixels(m.inset-edgeX+part.X0), y, pixels(m.inset-edgeX+part.X1), y+pixels(m.row))
			draw.Draw(img, box.Intersect(img.Rect), image.NewUniform(r.palette.selection), image.Point{}, draw.Over)
		}
	}
	for k, line := range lines { // over what lies under the next line too: some scripts reach far down
		y := float32(f.view.Y(first+k)-f.view.Top()) - edgeY
		m.letters.Write(img, line, m.inset-edgeX, pixels(y+m.base), r.palette.ink)
	}
	return img
}

// selected gives the parts of a line that are selected, the line break at its end too.
func (f *Field) selected(line *layout.Line, sel layout.Range) []layout.Segment {
	parts := line.SegmentsUpTo(sel.Start, sel.End, line.Edge())
	if line.Broken() && sel.Start <= line.Edge() && sel.End > line.Edge() {
		x, wide := line.X(line.Edge(), true), f.metrics.textSize/3
		if line.RTL {
			x -= wide
		}
		parts = append(parts, layout.Segment{X0: x, X1: x + wide})
	}
	return parts
}

// layHint lays the placeholder out.
func (r *renderer) layHint() {
	if m := r.f.metrics; r.hint == nil || r.hintFor != m || r.hinted != r.f.placeholder {
		r.hint = layout.New(layout.NewText(r.f.placeholder), m.letters.Width, m.letters.Places, m.width)
		r.hintFor, r.hinted = m, r.f.placeholder
		for r.hint.Step() {
		}
	}
}
