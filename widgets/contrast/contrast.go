// Package contrast tells how well colours are told apart, as WCAG 2 defines it.
package contrast

import (
	"image/color"
	"math"
)

// Ratio is the contrast of two opaque colours, from 1 to 21.
func Ratio(a, b color.NRGBA) float64 {
	x, y := Luminance(a), Luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Luminance is the relative luminance of an opaque colour, from 0 to 1.
func Luminance(c color.NRGBA) float64 {
	rgb := linearRGB(c)
	return 0.2126*rgb[0] + 0.7152*rgb[1] + 0.0722*rgb[2]
}

// linearRGB gives the parts of a colour of sRGB in proportion to their light, each from 0 to 1.
func linearRGB(c color.NRGBA) [3]float64 {
	linear := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return [3]float64{linear(c.R), linear(c.G), linear(c.B)}
}
