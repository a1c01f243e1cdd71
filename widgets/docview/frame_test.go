package docview

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"factmark/widgets/contrast"
)

// The frame is measured on the picture of the window: against the page beside it, its own tint inside and the tints of the
// highlights that lie before, across and behind the current one.
func TestTheFrameOfTheCurrentHighlightStandsOut(t *testing.T) {
	text := strings.Repeat("Some words that are checked one after another. ", 12)
	const start, end = 60, 320 // on several lines
	for _, variant := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
		p := newPage(t, text, Highlight{ID: "asked", Start: start, End: end, Style: 0}, Highlight{ID: "before", Start: 20, End: start, Style: 1},
			Highlight{ID: "across", Start: 200, End: 400, Style: 2}, Highlight{ID: "behind", Start: end, End: 380, Style: 1})
		fyne.CurrentApp().Settings().SetTheme(pageTheme{theme.DefaultTheme(), variant})
		p.SetCurrent("asked")
		p.settled()
		plain := p.window.Canvas().Capture()
		p.SetFramed(true)
		shot := p.window.Canvas().Capture()
		pixel := func(x, y int) color.NRGBA { return color.NRGBAModel.Convert(shot.At(x, y)).(color.NRGBA) }
		c, least := &p.column, 21.0
		measure := func(what string, frame image.Point, beside ...image.Point) {
			t.Helper()
			if shot.At(frame.X, frame.Y) == plain.At(frame.X, frame.Y) {
				t.Errorf("dark %v: nothing is drawn at %s", p.palette().dark, what)
			}
			for _, at := range beside {
				ratio := contrast.Ratio(pixel(frame.X, frame.Y), pixel(at.X, at.Y))
				if least = min(least, ratio); ratio < 3 {
					t.Errorf("dark %v: at %s, the frame has a contrast of %.2f with what is at %v", p.palette().dark, what, ratio, at)
				}
			}
		}
		first, last := c.Lines.At(c.Text.Byte(start), false), c.Lines.At(c.Text.Byte(end), true)
		if last-first < 3 {
			t.Fatalf("the highlight has %d lines", last-first+1)
		}
		for i := first; i <= last; i++ {
			line, top := c.Lines.Line(i), int(c.Y(i)-c.Top())
			from, to := max(line.Start, c.Text.Byte(start)), min(line.Ink, c.Text.Byte(end))
			x0, x1 := int(c.metrics.left+line.X(from, false)), int(c.metrics.left+line.X(to, true))
			y := top + 3 // above the letters
			measure("the left end of a line", image.Pt(x0-1, y), image.Pt(x0-5, y), image.Pt(x0+4, y))
			measure("the right end of a line", image.Pt(x1+1, y), image.Pt(x1+5, y), image.Pt(x1-4, y))
		}
		top := int(c.Y(first) - c.Top())
		x := int(p.at(start).X) + 20
		measure("the upper edge", image.Pt(x, top), image.Pt(x, top-3), image.Pt(x, top+3))
		bottom := int(c.Y(last)-c.Top()) + int(c.metrics.row)
		x = int(c.metrics.left) + 20
		measure("the lower edge", image.Pt(x, bottom-1), image.Pt(x, bottom+2))
		t.Logf("dark %v: the least contrast is %.2f", p.palette().dark, least)
		p.SetFramed(false)
		if got := p.window.Canvas().Capture(); !sameImage(got, plain) {
			t.Error("the frame stays")
		}
	}
}

func sameImage(a, b image.Image) bool {
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}
