package docview

import (
	"image"
	"math"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
	"golang.org/x/image/vector"
)

const (
	quarters = 4       // a glyph is drawn at quarters of a pixel, so that letters stand evenly
	maxMasks = 4 << 20 // bytes of drawn glyphs that are remembered
)

// glyphs are the letters of fonts, drawn at one size.
type glyphs struct {
	fonts  *fonts
	size   float32 // device pixels
	masks  map[spot]*mask
	bytes  int
	vector vector.Rasterizer
}

// spot is a glyph of a font that begins some quarters of a pixel behind a pixel's left edge.
type spot uint64

func newSpot(from uint8, id font.GID, quarter int) spot {
	return spot(from)<<40 | spot(id)<<8 | spot(quarter)
}

func (s spot) font() uint8      { return uint8(s >> 40) }
func (s spot) id() font.GID     { return font.GID(s >> 8) }
func (s spot) quarter() float32 { return float32(s & 0xFF) }

// mask is how much of each pixel a glyph covers; left and top are the place of its corner, seen from its origin. A
// glyph that has colours of its own is a picture instead.
type mask struct {
	image.Alpha
	picture   *image.RGBA
	left, top int
}

// newGlyphs prepares to draw letters, size device pixels high.
func newGlyphs(fonts *fonts, size float32) *glyphs {
	return &glyphs{fonts: fonts, size: size, masks: make(map[spot]*mask)}
}

// at gives the mask for a glyph that begins at x device pixels, and the pixel it belongs to.
func (g *glyphs) at(font uint8, id font.GID, x float32) (*mask, int) {
	q := int(math.Floor(float64(x*quarters + 0.5)))
	m := g.masks[newSpot(font, id, q&(quarters-1))]
	if m == nil {
		m = g.keep(newSpot(font, id, q&(quarters-1)))
	}
	if m.picture != nil {
		q += quarters / 2
	}
	return m, q >> 2
}

// keep draws a glyph and remembers it. A picture is drawn once for all quarters of a pixel: it stands at whole ones.
func (g *glyphs) keep(key spot) *mask {
	m := g.draw(key)
	n := len(m.Pix) + 64
	if m.picture != nil {
		n += len(m.picture.Pix)
	}
	if g.bytes += n; g.bytes > maxMasks {
		clear(g.masks)
		g.bytes = n
	}
	g.masks[key] = &m
	if m.picture != nil {
		for quarter := range quarters {
			g.masks[newSpot(key.font(), key.id(), quarter)] = &m
		}
	}
	return &m
}

func (g *glyphs) draw(key spot) mask {
	face := g.fonts.face(int(key.font()))
	switch data := face.GlyphData(key.id()).(type) {
	case font.GlyphOutline:
		return g.outline(face, data, key.quarter()/quarters)
	case font.GlyphColor, font.GlyphBitmap, font.GlyphSVG:
		if m, err := g.picture(face, key.id(), data); err == nil {
			return m
		}
	}
	// What can't be painted is drawn in ink, or else it is a box.
	for _, id := range []font.GID{key.id(), 0} {
		if data, ok := face.GlyphDataOutline(tables.GlyphID(id)); ok && len(data.Segments) > 0 {
			return g.outline(face, data, key.quarter()/quarters)
		}
	}
	return mask{}
}

// outline fills an outline, shifted to the right by a part of a pixel.
func (g *glyphs) outline(face *font.Face, outline font.GlyphOutline, dx float32) mask {
	if len(outline.Segments) == 0 {
		return mask{}
	}
	scale := g.size / float32(face.Upem())
	place := func(p opentype.SegmentPoint) (x, y float32) { return p.X*scale + dx, -p.Y * scale }
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
	g.trace(outline.Segments, at)
	m := mask{Alpha: *image.NewAlpha(image.Rect(0, 0, w, h)), left: int(x0), top: int(y0)}
	g.vector.Draw(&m.Alpha, m.Rect, image.Opaque, image.Point{})
	return m
}

// trace gives an outline, whose points lie at these places, to the rasterizer.
func (g *glyphs) trace(segments []opentype.Segment, at func(opentype.SegmentPoint) (x, y float32)) {
	for i, s := range segments {
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
}
