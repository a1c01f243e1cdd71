package docview

import (
	"image"
	"image/color"
	"math"
)

// kind is what a stroke shows.
type kind uint8

const (
	highlight kind = iota
	selected
	flashed
	found  // by a search
	hinted // something is to be said of it
	reference
	signed   // where a reference begins
	outlined // by thin dashes
	lettered // before an outline
	suggested
	barred // in the margin: the line belongs to a passage that is compared
)

// stroke is one thing painted under the letters of a line, from x0 to x1 in units from the column's left edge.
type stroke struct {
	kind    kind
	x0, x1  float32
	colour  color.NRGBA
	fill    color.NRGBA // of the box around a hit, and of a sign
	pattern Pattern
	lane    int
	opens   bool // the highlight's start or end is at x0
	closes  bool // one of them is at x1
	first   bool // it begins on this line
	last    bool // it ends on this line
	current bool
	framed  bool   // it stands in a frame of ink
	sign    Sign   // of a reference
	letter  string // of an outline
}

// sheet is where a line's strokes are painted: its size and baseline in device pixels.
type sheet struct {
	left   float32 // the x of its left edge, in units
	scale  float32 // device pixels a unit
	base   int     // the baseline's distance from the top
	unit   int     // the thickness of a thin line
	strong bool    // highlights have edges all round in place of tints
	stacks *stacks
}

// stack is what highlights add up to in a column of pixels.
type stack struct {
	top, sum [3]float32
	n        int
}

// stacks is room for them that one line after the other uses.
type stacks []stack

func (s *stacks) empty(n int) []stack {
	if cap(*s) < n {
		*s = make(stacks, n)
	}
	clear((*s)[:n])
	return (*s)[:n]
}

// paintLine paints the strokes of a line, the largest highlight first, into an empty image: one tint for every stack
// of highlights, hits and the selection over it, then edges, underlines, references and the boxes of hits.
func paintLine(img *image.RGBA, strokes []stroke, s sheet) {
	if !s.strong {
		s.paintTints(img, strokes)
	}
	for _, k := range strokes {
		x0, x1 := s.span(img, k)
		switch k.kind {
		case selected, flashed, barred:
			fillOver(img, image.Rect(x0, 0, x1, img.Rect.Dy()), k.colour)
		case found:
			fillOver(img, s.box(img, x0, x1), k.fill)
		}
	}
	for _, k := range strokes {
		x0, x1 := s.span(img, k)
		switch k.kind {
		case hinted:
			s.paintDots(img, k, x0, x1, 7, 0, 2)
		case suggested:
			s.paintDots(img, k, x0, x1, 6, 0)
		}
	}
	for _, k := range strokes {
		if k.kind == highlight {
			x0, x1 := s.span(img, k)
			s.paintEdges(img, k, x0, x1)
			s.paintUnderline(img, k, x0, x1)
		}
	}
	for _, k := range strokes {
		if k.kind == outlined {
			x0, x1 := s.span(img, k)
			s.paintOutline(img, k, x0, x1)
		}
	}
	for _, k := range strokes {
		if k.kind == reference {
			x0, x1 := s.span(img, k)
			s.paintReference(img, k, x0, x1)
		}
	}
	for _, k := range strokes {
		x0, x1 := s.span(img, k)
		switch k.kind {
		case signed:
			s.paintSign(img, k, x0, x1)
		case found:
			s.paintBox(img, k, x0, x1)
		}
	}
}

// box is where a hit's box stands: lower than a tint, so that the two are told apart.
func (s sheet) box(img *image.RGBA, x0, x1 int) image.Rectangle {
	return image.Rect(x0, s.tintTop()+2*s.unit, x1, img.Rect.Dy()-2*s.unit)
}

// paintBox draws the outline of a hit; that of the current one is twice as thick.
func (s sheet) paintBox(img *image.RGBA, k stroke, x0, x1 int) {
	b, wide := s.box(img, x0, x1), s.unit
	if k.current {
		wide = 2 * s.unit
	}
	fillOver(img, image.Rect(b.Min.X, b.Min.Y, b.Max.X, b.Min.Y+wide), k.colour)
	fillOver(img, image.Rect(b.Min.X, b.Max.Y-wide, b.Max.X, b.Max.Y), k.colour)
	fillOver(img, image.Rect(b.Min.X, b.Min.Y+wide, min(b.Min.X+wide, b.Max.X), b.Max.Y-wide), k.colour)
	fillOver(img, image.Rect(max(b.Max.X-wide, b.Min.X), b.Min.Y+wide, b.Max.X, b.Max.Y-wide), k.colour)
}

// span gives a stroke's place in device pixels.
func (s sheet) span(img *image.RGBA, k stroke) (x0, x1 int) {
	pixel := func(x float32) int {
		return min(max(0, int(math.Round(float64((x-s.left)*s.scale)))), img.Rect.Dx())
	}
	return pixel(k.x0), pixel(k.x1)
}

// paintTints mixes the highlights over each column of pixels. The current one gets two coats.
func (s sheet) paintTints(img *image.RGBA, strokes []stroke) {
	columns := s.stacks.empty(img.Rect.Dx())
	for _, k := range strokes {
		if k.kind != highlight {
			continue
		}
		c := [3]float32{float32(k.colour.R), float32(k.colour.G), float32(k.colour.B)}
		coats := 1
		if k.current {
			coats = 2
		}
		x0, x1 := s.span(img, k)
		for x := x0; x < x1; x++ {
			col := &columns[x]
			for i := range c {
				col.sum[i] += c[i] * float32(coats)
			}
			col.top = c
			col.n += coats
		}
	}
	top := s.tintTop()
	first := img.Pix[img.PixOffset(0, top):img.PixOffset(0, top+1)]
	for x, col := range columns {
		if col.n == 0 {
			continue
		}
		var under [3]float32
		for i := range under {
			under[i] = (col.sum[i] - col.top[i]) / float32(max(1, col.n-1))
		}
		c, alpha := mixTints(col.top, under, col.n-1)
		for i := range c {
			first[x*4+i] = uint8(c[i]*alpha + 0.5)
		}
		first[x*4+3] = uint8(alpha*255 + 0.5)
	}
	for y := top + 1; y < img.Rect.Dy(); y++ {
		copy(img.Pix[y*img.Stride:], first)
	}
}

// tintTop leaves a hair between the tints of two lines.
func (s sheet) tintTop() int { return s.unit }

// paintEdges marks where a highlight begins and ends; the current one has a full-strength outline.
func (s sheet) paintEdges(img *image.RGBA, k stroke, x0, x1 int) {
	top, bottom := s.tintTop(), img.Rect.Dy()
	edge, wide := k.colour, s.unit
	if k.current {
		wide = 2 * s.unit
		if s.strong {
			wide = 3 * s.unit
		}
	} else if !s.strong {
		edge.A = uint8(int(edge.A) * 55 / 100)
	}
	if k.opens {
		fillOver(img, image.Rect(x0, top, x0+wide, bottom), edge)
	}
	if k.closes {
		fillOver(img, image.Rect(x1-wide, top, x1, bottom), edge)
	}
	if (k.current || s.strong) && k.first {
		fillOver(img, image.Rect(x0, top, x1, top+s.unit), edge)
	}
	if (k.current || s.strong) && k.last {
		fillOver(img, image.Rect(x0, bottom-s.unit, x1, bottom), edge)
	}
}

// paintUnderline draws a highlight's pattern in its lane below the baseline. The deepest lane takes what has none.
func (s sheet) paintUnderline(img *image.RGBA, k stroke, x0, x1 int) {
	s.paintPattern(img, k, x0, x1, s.laneTop(img, k.lane))
}

// paintPattern draws a stroke's pattern along a line.
func (s sheet) paintPattern(img *image.RGBA, k stroke, x0, x1, y int) {
	u := s.unit
	line := func(x0, x1, y, thick int) { fillOver(img, image.Rect(x0, y, x1, y+thick), k.colour) }
	align := func(period int) int { return s.align(x0, period) }
	switch k.pattern {
	case Double:
		line(x0, x1, y, u)
		line(x0, x1, y+2*u, u)
	case Dotted:
		for x := align(4 * u); x < x1; x += 4 * u {
			line(max(x, x0), min(x+2*u, x1), y, 2*u)
		}
	case Dashed:
		for x := align(9 * u); x < x1; x += 9 * u {
			line(max(x, x0), min(x+6*u, x1), y, 2*u)
		}
	case Wavy:
		origin := int(math.Round(float64(s.left * s.scale)))
		for x := x0; x < x1; x++ {
			phase := float64(x+origin) / float64(8*u) * 2 * math.Pi
			line(x, x+1, y+int(math.Round((1+math.Sin(phase))*float64(u)/1.0)), u)
		}
	default:
		line(x0, x1, y, 2*u)
	}
}

// laneTop is where the underline of a lane begins.
func (s sheet) laneTop(img *image.RGBA, lane int) int {
	room := img.Rect.Dy() - s.base - s.unit
	return s.base + s.unit + max(laneHeight*s.unit, room/lanes)*min(lane, lanes-1)
}

// align gives where the period of a pattern begins that x0 lies in. Patterns are aligned to the column, so that they run
// on evenly where highlights meet.
func (s sheet) align(x0, period int) int {
	return x0 - (x0+int(math.Round(float64(s.left*s.scale))))%period
}

// paintDots draws fine dots in the stroke's lane, at the given places of each period, in units.
func (s sheet) paintDots(img *image.RGBA, k stroke, x0, x1, period int, dots ...int) {
	u := s.unit
	y := s.laneTop(img, k.lane) + u
	for from := s.align(x0, period*u); from < x1; from += period * u {
		for _, dot := range dots {
			x := from + dot*u
			fillOver(img, image.Rect(max(x, x0), y, min(x+u, x1), y+u), k.colour)
		}
	}
}

// fillOver paints a rectangle over what is there.
func fillOver(img *image.RGBA, r image.Rectangle, c color.NRGBA) {
	r = r.Intersect(img.Rect)
	a := uint32(c.A)
	src := [4]uint32{uint32(c.R) * a / 255, uint32(c.G) * a / 255, uint32(c.B) * a / 255, a}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := img.Pix[img.PixOffset(r.Min.X, y):img.PixOffset(r.Max.X, y)]
		for i := range row {
			row[i] = uint8(src[i%4] + uint32(row[i])*(255-a)/255)
		}
	}
}
