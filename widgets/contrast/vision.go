package contrast

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2/lang"
)

// Vision is a way of seeing colours.
type Vision int

const (
	FullColour   Vision = iota
	Protanopia          // without the cones for long waves
	Deuteranopia        // without those for middle ones
	Tritanopia          // without those for short ones
)

// String names the vision for a sentence.
func (v Vision) String() string {
	return [...]string{lang.L("full colour vision"), lang.L("red-blindness (protanopia)"), lang.L("green-blindness (deuteranopia)"), lang.L("blue-blindness (tritanopia)")}[v]
}

// The matrices for linear RGB, of G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, “A Physiologically-based Model for
// Simulation of Color Vision Deficiency”, IEEE TVCG 15 (2009), table of severity 1.0.
var machado = map[Vision][3][3]float64{
	Protanopia:   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	Deuteranopia: {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	Tritanopia:   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// Seen is what an opaque colour looks like to somebody with that vision, to somebody with full colour vision.
func Seen(c color.NRGBA, v Vision) color.NRGBA {
	m, is := machado[v]
	if !is {
		return c
	}
	rgb := linearRGB(c)
	var out [3]uint8
	for i, row := range m {
		x := row[0]*rgb[0] + row[1]*rgb[1] + row[2]*rgb[2]
		x = min(max(x, 0), 1)
		if x <= 0.0031308 {
			x *= 12.92
		} else {
			x = 1.055*math.Pow(x, 1/2.4) - 0.055
		}
		out[i] = uint8(math.Round(255 * x))
	}
	return color.NRGBA{out[0], out[1], out[2], c.A}
}

// Difference is how different two opaque colours look, as CIEDE2000: 1 is just seen side by side, black and white are 100 apart.
func Difference(a, b color.NRGBA) float64 { return ciede2000(labOf(a), labOf(b)) }

// lab is a colour in CIELAB.
type lab struct{ l, a, b float64 }

// labOf converts a colour of sRGB (IEC 61966-2-1), for the white D65.
func labOf(c color.NRGBA) lab {
	rgb := linearRGB(c)
	x := (0.4124564*rgb[0] + 0.3575761*rgb[1] + 0.1804375*rgb[2]) / 0.95047
	y := 0.2126729*rgb[0] + 0.7151522*rgb[1] + 0.0721750*rgb[2]
	z := (0.0193339*rgb[0] + 0.1191920*rgb[1] + 0.9503041*rgb[2]) / 1.08883
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	return lab{116*f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))}
}

// ciede2000 is the difference of G. Sharma, W. Wu and E. N. Dalal, “The CIEDE2000 Color-Difference Formula”, Color
// Research and Application 30 (2005), with the three weights 1.
func ciede2000(p, q lab) float64 {
	mean := (math.Hypot(p.a, p.b) + math.Hypot(q.a, q.b)) / 2
	g := (1 - math.Sqrt(seventh(mean))) / 2
	pa, qa := (1+g)*p.a, (1+g)*q.a
	pc, qc := math.Hypot(pa, p.b), math.Hypot(qa, q.b)
	ph, qh := hue(pa, p.b), hue(qa, q.b)

	dh, h := 0.0, ph+qh
	if pc*qc != 0 {
		switch dh = qh - ph; {
		case dh > 180:
			dh -= 360
		case dh < -180:
			dh += 360
		}
		switch {
		case math.Abs(ph-qh) <= 180:
			h /= 2
		case h < 360:
			h = (h + 360) / 2
		default:
			h = (h - 360) / 2
		}
	}
	dl, dc := q.l-p.l, qc-pc
	dH := 2 * math.Sqrt(pc*qc) * math.Sin(radians(dh/2))

	l, c := (p.l+q.l)/2, (pc+qc)/2
	t := 1 - 0.17*math.Cos(radians(h-30)) + 0.24*math.Cos(radians(2*h)) + 0.32*math.Cos(radians(3*h+6)) - 0.20*math.Cos(radians(4*h-63))
	off := (l - 50) * (l - 50)
	sl := 1 + 0.015*off/math.Sqrt(20+off)
	sc, sh := 1+0.045*c, 1+0.015*c*t
	turn := (h - 275) / 25
	rt := -2 * math.Sqrt(seventh(c)) * math.Sin(radians(60*math.Exp(-turn*turn)))
	return math.Sqrt(dl/sl*dl/sl + dc/sc*dc/sc + dH/sh*dH/sh + rt*dc/sc*dH/sh)
}

// seventh is c^7 / (c^7 + 25^7).
func seventh(c float64) float64 {
	c = math.Pow(c, 7)
	return c / (c + 6103515625)
}

// hue is an angle in degrees, from 0 to 360.
func hue(a, b float64) float64 {
	if a == 0 && b == 0 {
		return 0
	}
	h := math.Atan2(b, a) * 180 / math.Pi
	if h < 0 {
		h += 360
	}
	return h
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }
