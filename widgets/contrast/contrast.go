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

// linear is the light of each value of a part of a colour of sRGB, from 0 to 1.
var linear = func() (all [256]float64) {
	for v := range all {
		if x := float64(v) / 255; x <= 0.04045 {
			all[v] = x / 12.92
		} else {
			all[v] = math.Pow((x+0.055)/1.055, 2.4)
		}
	}
	return all
}()

// linearRGB gives the parts of a colour of sRGB in proportion to their light, each from 0 to 1.
func linearRGB(c color.NRGBA) [3]float64 {
	return [3]float64{linear[c.R], linear[c.G], linear[c.B]}
}
