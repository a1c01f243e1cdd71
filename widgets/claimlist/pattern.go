package claimlist

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// swatch shows a sample of a label's underline.
type swatch struct {
	root    *fyne.Container
	pattern int
	ink     color.NRGBA
}

func newSwatch() *swatch {
	s := &swatch{root: container.NewWithoutLayout()}
	s.replace()
	return s
}

// replace puts a raster in that was never painted.
func (s *swatch) replace() {
	raster := canvas.NewRaster(func(w, h int) image.Image {
		return paintPattern(s.pattern, w, h, float64(w)/pillSize, s.ink)
	})
	raster.Resize(fyne.NewSize(pillSize, patternHigh))
	s.root.Objects = []fyne.CanvasObject{raster}
}

func (s *swatch) show(pattern int, ink color.NRGBA) {
	if s.pattern == pattern && s.ink == ink {
		return
	}
	s.pattern, s.ink = pattern, ink
	raster := s.root.Objects[0]
	// An object that was made while a frame is laid out is painted in that frame, but its canvas is known from the next
	// one on. Until then Refresh does nothing, and the raster would keep the picture of another card.
	if fyne.CurrentApp().Driver().CanvasForObject(raster) == nil {
		s.replace()
		return
	}
	raster.Refresh()
}

// paintPattern draws a sample of a label's underline, w by h pixels, at a scale of pixels a unit. An unknown pattern
// is solid.
func paintPattern(pattern, w, h int, scale float64, ink color.NRGBA) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	// The line is painted as the part of each pixel that it covers, so that thin ones keep their weight at any scale.
	for y := range h {
		for x := range w {
			cover := coverage(pattern, (float64(x)+0.5)/scale, (float64(y)+0.5)/scale, 1/scale)
			if cover > 0 {
				c := ink
				c.A = uint8(math.Round(float64(ink.A) * min(cover, 1)))
				img.SetNRGBA(x, y, c)
			}
		}
	}
	return img
}

// coverage is how much of a pixel of the given size around (x, y), in units, a pattern covers. At a scale
// of one, edges of lines lie between pixels.
func coverage(pattern int, x, y, pixel float64) float64 {
	const middle = 2
	// stroke is a horizontal line of a thickness around a height.
	stroke := func(at, thick float64) float64 {
		return max(0, min(1, (thick/2-math.Abs(y-at))/pixel+0.5))
	}
	switch pattern {
	case 1:
		return stroke(middle-0.5, 1) + stroke(middle+1.5, 1)
	case 2:
		dx := math.Mod(x, 4) - 1
		return max(0, min(1, (1.15-math.Hypot(dx, y-middle))/pixel+0.5))
	case 3:
		if math.Mod(x, 6) >= 4 {
			return 0
		}
		return stroke(middle, 2)
	case 4:
		return stroke(middle+1.3*math.Sin(x*2*math.Pi/6), 1.4)
	}
	return stroke(middle, 2)
}
