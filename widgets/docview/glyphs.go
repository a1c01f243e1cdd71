package docview

import (
	"image"
	"math"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/vector"
)

const (
	quarters = 4       // a glyph is drawn at quarters of a pixel, so that letters stand evenly
	maxMasks = 4 << 20 // bytes of drawn glyphs that are remembered
)

// glyphs are the letters of a font, drawn at one size.
type glyphs struct {
	face   *font.Face
	scale  float32 // device pixels for a unit of the font
	masks  map[spot]mask
	bytes  int
	vector vector.Rasterizer
}

// spot is a glyph that begins this many quarters of a pixel behind a pixel's left edge.
type spot struct {
	id      font.GID
	quarter uint8
}

// mask is how much of each pixel a glyph covers; left and top are the place of its corner, seen from its origin.
type mask struct {
	image.Alpha
	left, top int
}

// newGlyphs prepares a font, size device pixels high.
func newGlyphs(face *font.Face, size float32) *glyphs {
	g := &glyphs{face: face, masks: make(map[spot]mask)}
	if face != nil {
		g.scale = size / float32(face.Upem())
	}
	return g
}

// at gives the mask for a glyph that begins at x device pixels, and the pixel it belongs to.
func (g *glyphs) at(id font.GID, x float32) (mask, int) {
	q := int(math.Floor(float64(x*quarters + 0.5)))
	key := spot{id, uint8(q & (quarters - 1))}
	m, ok := g.masks[key]
	if !ok {
		m = g.draw(key)
		if g.bytes += len(m.Pix) + 64; g.bytes > maxMasks {
			clear(g.masks)
			g.bytes = len(m.Pix) + 64
		}
		g.masks[key] = m
	}
	return m, q >> 2
}

func (g *glyphs) draw(key spot) mask {
	outline, ok := g.face.GlyphData(key.id).(font.GlyphOutline)
	if !ok || len(outline.Segments) == 0 {
		return mask{}
	}
	dx := float32(key.quarter) / quarters
	place := func(p opentype.SegmentPoint) (x, y float32) { return p.X*g.scale + dx, -p.Y * g.scale }
	left, top := float32(math.Inf(1)), float32(math.Inf(1))
	right, bottom := -left, -top
	for i := range outline.Segments {
		for _, p := range outline.Segments[i].ArgsSlice() {
			x, y := place(p)
			left, top, right, bottom = min(left, x), min(top, y), max(right, x), max(bottom, y)
		}
	}
	x0, y0 := math.Floor(float64(left)), math.Floor(float64(top))
	w, h := int(math.Ceil(float64(right))-x0), int(math.Ceil(float64(bottom))-y0)
	if w <= 0 || h <= 0 {
		return mask{}
	}
	at := func(p opentype.SegmentPoint) (x, y float32) {
		x, y = place(p)
		return x - float32(x0), y - float32(y0)
	}
	g.vector.Reset(w, h)
	for i, s := range outline.Segments {
		a, b := at(s.Args[0])
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			if i > 0 {
				g.vector.ClosePath()
			}
			g.vector.MoveTo(a, b)
		case opentype.SegmentOpLineTo:
			g.vector.LineTo(a, b)
		case opentype.SegmentOpQuadTo:
			c, d := at(s.Args[1])
			g.vector.QuadTo(a, b, c, d)
		case opentype.SegmentOpCubeTo:
			c, d := at(s.Args[1])
			e, f := at(s.Args[2])
			g.vector.CubeTo(a, b, c, d, e, f)
		}
	}
	g.vector.ClosePath()
	m := mask{Alpha: *image.NewAlpha(image.Rect(0, 0, w, h)), left: int(x0), top: int(y0)}
	g.vector.Draw(&m.Alpha, m.Rect, image.Opaque, image.Point{})
	return m
}
