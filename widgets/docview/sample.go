package docview

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Sample is a line of a page with a highlight in it, as a document shows it, on a page of its own colours.
type Sample struct {
	widget.BaseWidget
	Page, Ink              color.NRGBA
	Before, Marked, Behind string
	Colour                 color.NRGBA
	Pattern                Pattern
}

// NewSample makes a sample of these words, of which those in the middle are highlighted.
func NewSample(page, ink color.NRGBA, before, marked, behind string) *Sample {
	s := &Sample{Page: page, Ink: ink, Before: before, Marked: marked, Behind: behind}
	s.ExtendBaseWidget(s)
	return s
}

// Tinted is the page under one highlight of a colour or, for the current one, under its two coats.
func Tinted(page, colour color.NRGBA, current bool) color.NRGBA {
	c := [3]float32{float32(colour.R), float32(colour.G), float32(colour.B)}
	n := 0
	if current {
		n = 1
	}
	mixed, alpha := mixTints(c, c, n)
	over := func(a float32, b uint8) uint8 { return uint8(a*alpha + float32(b)*(1-alpha) + 0.5) }
	return color.NRGBA{over(mixed[0], page.R), over(mixed[1], page.G), over(mixed[2], page.B), 0xFF}
}

const (
	sampleSize    = 15 // of its letters, in pixels
	samplePadding = 8
	sampleRow     = 26 // the height of its line
	sampleBase    = 17 // the baseline below the top of the line
)

// CreateRenderer is part of fyne.Widget.
func (s *Sample) CreateRenderer() fyne.WidgetRenderer {
	r := &sampleRenderer{sample: s, page: canvas.NewRectangle(s.Page)}
	r.page.CornerRadius = 4
	r.paint = canvas.NewRaster(func(w, h int) image.Image {
		img := image.NewRGBA(image.Rect(0, 0, w, h))
		width := r.paint.Size().Width
		if width <= 0 || h <= 0 {
			return img
		}
		scale := float32(w) / width
		unit := max(1, int(scale+0.5))
		paintLine(img, []stroke{{kind: highlight, x1: width, colour: s.Colour, pattern: s.Pattern, opens: true, closes: true, first: true, last: true}},
			sheet{scale: scale, base: int(sampleBase * scale), unit: unit, strong: strongContrast(s.Ink, s.Page), stacks: new(stacks)})
		return img
	})
	for i := range r.words {
		r.words[i] = canvas.NewText("", s.Ink)
		r.words[i].TextSize = sampleSize
	}
	r.Refresh()
	return r
}

type sampleRenderer struct {
	sample *Sample
	page   *canvas.Rectangle
	paint  *canvas.Raster
	words  [3]*canvas.Text
}

func (r *sampleRenderer) Layout(size fyne.Size) {
	r.page.Resize(size)
	x, y := float32(samplePadding), (size.Height-sampleRow)/2
	for i, t := range r.words {
		m := fyne.MeasureText(t.Text, sampleSize, t.TextStyle)
		if i == 1 {
			r.paint.Move(fyne.NewPos(x, y))
			r.paint.Resize(fyne.NewSize(m.Width, sampleRow))
		}
		t.Move(fyne.NewPos(x, y+(sampleBase-sampleSize)/2))
		t.Resize(m)
		x += m.Width
	}
}

func (r *sampleRenderer) MinSize() fyne.Size {
	m := fyne.MeasureText(r.words[0].Text+r.words[1].Text+r.words[2].Text, sampleSize, fyne.TextStyle{})
	return fyne.NewSize(m.Width+2*samplePadding, sampleRow+samplePadding)
}

func (r *sampleRenderer) Refresh() {
	r.page.FillColor = r.sample.Page
	for i, text := range []string{r.sample.Before, r.sample.Marked, r.sample.Behind} {
		r.words[i].Text, r.words[i].Color = text, r.sample.Ink
	}
	r.Layout(r.sample.Size())
	r.page.Refresh()
	r.paint.Refresh()
	for _, t := range r.words {
		t.Refresh()
	}
}

func (r *sampleRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.page, r.paint, r.words[0], r.words[1], r.words[2]}
}

func (r *sampleRenderer) Destroy() {}
