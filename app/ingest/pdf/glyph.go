package pdf

import "math"

// glyphKind tells where a character of a page comes from.
type glyphKind uint8

const (
	drawnGlyph     glyphKind = iota
	generatedSpace           // that PDFium saw between two words
	lineBreak                // that PDFium saw
	lineEndHyphen            // a hyphen at the end of a line, which the next one continues
	joinedAccent             // that was joined with its letter
)

// hyphenMark is what PDFium gives in the place of a hyphen at the end of a line.
const hyphenMark = '\x02'

// box is a rectangle on a page in points, y upwards.
type box struct{ left, bottom, right, top float32 }

func (b box) holds(x, y float32) bool {
	return x >= b.left && x <= b.right && y >= b.bottom && y <= b.top
}

func (b box) height() float32 { return b.top - b.bottom }

func (b box) union(c box) box {
	return box{min(b.left, c.left), min(b.bottom, c.bottom), max(b.right, c.right), max(b.top, c.top)}
}

// glyph is a character of a page: its box from ascent to descent and over its advance, its origin on the baseline, and the
// angle of the baseline in radians, clockwise.
type glyph struct {
	r rune
	box
	x, y     float32
	angle    float32
	kind     glyphKind
	marks    string // combining marks of it that come after r
	unmapped bool   // the font does not say which character it is
}

// upright turns a glyph around the page's origin, so that its baseline runs from left to right.
func (g glyph) upright() glyph {
	quarter := int(math.Round(float64(g.angle)/(math.Pi/2))) & 3
	if quarter == 0 && math.Abs(float64(g.angle)) < 0.02 {
		return g
	}
	sin, cos := math.Sincos(float64(g.angle))
	turn := func(x, y float32) (float32, float32) {
		return float32(float64(x)*cos - float64(y)*sin), float32(float64(x)*sin + float64(y)*cos)
	}
	height, width := g.height(), g.right-g.left
	if quarter&1 == 1 {
		height, width = width, height
	}
	middleX, middleY := turn((g.left+g.right)/2, (g.bottom+g.top)/2)
	g.box = box{middleX - width/2, middleY - height/2, middleX + width/2, middleY + height/2}
	g.x, g.y = turn(g.x, g.y)
	return g
}
