package matrix

import (
	"image"
	"image/color"
	"image/draw"
)

// fill paints a rectangle over what is there.
func fill(dst *image.RGBA, r image.Rectangle, c color.NRGBA) {
	r = r.Intersect(dst.Rect)
	if c.A == 0xFF {
		draw.Draw(dst, r, image.NewUniform(c), image.Point{}, draw.Src)
		return
	}
	a := uint32(c.A)
	red, green, blue, left := uint32(c.R)*a, uint32(c.G)*a, uint32(c.B)*a, 255-a
	for y := r.Min.Y; y < r.Max.Y; y++ {
		start := dst.PixOffset(r.Min.X, y)
		row := dst.Pix[start : start+4*r.Dx()]
		for i := 0; i+3 < len(row); i += 4 {
			row[i] = uint8((red + uint32(row[i])*left) / 255)
			row[i+1] = uint8((green + uint32(row[i+1])*left) / 255)
			row[i+2] = uint8((blue + uint32(row[i+2])*left) / 255)
			row[i+3] = uint8(a + uint32(row[i+3])*left/255)
		}
	}
}

// frame draws the outline of a rectangle.
func frame(dst *image.RGBA, r image.Rectangle, thick int, c color.NRGBA) {
	thick = max(1, thick)
	fill(dst, image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+thick), c)
	fill(dst, image.Rect(r.Min.X, r.Max.Y-thick, r.Max.X, r.Max.Y), c)
	fill(dst, image.Rect(r.Min.X, r.Min.Y+thick, r.Min.X+thick, r.Max.Y-thick), c)
	fill(dst, image.Rect(r.Max.X-thick, r.Min.Y+thick, r.Max.X, r.Max.Y-thick), c)
}

// faint is a colour of some opacity, from 0 to 1.
func faint(c color.NRGBA, opacity float64) color.NRGBA {
	c.A = uint8(opacity * 0xFF)
	return c
}

// darker is a colour for letters on a tint of it.
func darker(c color.NRGBA) color.NRGBA {
	c.R, c.G, c.B = uint8(int(c.R)*8/10), uint8(int(c.G)*8/10), uint8(int(c.B)*8/10)
	return c
}
