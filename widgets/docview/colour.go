package docview

import (
	"cmp"
	"image"
	"image/color"
	"math"
	"slices"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
)

const (
	maxPaints    = 4000 // steps of one glyph: a font may hold a loop
	maxPaintDeep = 48
	ownInk       = 0xFFFF // the index of the colour that is the text's
)

// painting is a glyph that its font describes as shapes filled with colours, one over the other.
type painting struct {
	glyphs *glyphs
	face   *font.Face
	size   image.Point
	steps  int
}

// affine maps x, y to xx·x + xy·y + dx, yx·x + yy·y + dy.
type affine struct{ xx, yx, xy, yy, dx, dy float32 }

func (a affine) at(x, y float32) (float32, float32) {
	return a.xx*x + a.xy*y + a.dx, a.yx*x + a.yy*y + a.dy
}

// after gives the map that does b first.
func (a affine) after(b affine) affine {
	dx, dy := a.at(b.dx, b.dy)
	return affine{
		a.xx*b.xx + a.xy*b.yx, a.yx*b.xx + a.yy*b.yx,
		a.xx*b.xy + a.xy*b.yy, a.yx*b.xy + a.yy*b.yy, dx, dy,
	}
}

// around gives the map about a centre.
func (a affine) around(x, y int16) affine {
	cx, cy := float32(x), float32(y)
	return affine{1, 0, 0, 1, cx, cy}.after(a).after(affine{1, 0, 0, 1, -cx, -cy})
}

func (a affine) inverse() affine {
	det := a.xx*a.yy - a.xy*a.yx
	if det == 0 {
		return affine{}
	}
	b := affine{a.yy / det, -a.yx / det, -a.xy / det, a.xx / det, 0, 0}
	x, y := b.at(a.dx, a.dy)
	b.dx, b.dy = -x, -y
	return b
}

func turn(angle tables.Fixed214) affine {
	sin, cos := math.Sincos(float64(unfix(angle)) * math.Pi)
	return affine{float32(cos), float32(sin), float32(-sin), float32(cos), 0, 0}
}

func skew(x, y tables.Fixed214) affine {
	tan := func(a tables.Fixed214) float32 { return float32(math.Tan(float64(unfix(a)) * math.Pi)) }
	return affine{1, tan(y), -tan(x), 1, 0, 0}
}

func scaling(x, y tables.Fixed214) affine { return affine{unfix(x), 0, 0, unfix(y), 0, 0} }

func unfix(x tables.Fixed214) float32 { return float32(x) / (1 << 14) }

// paint paints a step and those below it into an image; m maps the font's units to its pixels. It says whether all of
// it could be painted.
func (p *painting) paint(to *image.RGBA, step tables.PaintTable, m affine, within *image.Alpha, deep int) bool {
	if p.steps++; p.steps > maxPaints || deep > maxPaintDeep {
		return false
	}
	below := func(step tables.PaintTable, by affine) bool { return p.paint(to, step, m.after(by), within, deep+1) }
	switch s := step.(type) {
	case tables.PaintColrLayersResolved:
		for _, layer := range s {
			shape, ok := p.shape(layer.GlyphID, m, within)
			if !ok {
				return false
			}
			p.fill(to, shape, plain(p.colour(layer.PaletteIndex, 1<<14)))
		}
		return true
	case tables.PaintColrLayers:
		layers, err := p.face.COLR.LayerList.Resolve(s)
		for _, layer := range layers {
			if !below(layer, identity) {
				return false
			}
		}
		return err == nil
	case tables.PaintGlyph:
		shape, ok := p.shape(tables.GlyphID(s.GlyphID), m, within)
		return ok && p.paint(to, s.Paint, m, shape, deep+1)
	case tables.PaintColrGlyph:
		other, ok := p.face.COLR.Search(tables.GlyphID(s.GlyphID))
		return ok && below(other, identity)
	case tables.PaintSolid:
		p.fill(to, within, plain(p.colour(s.PaletteIndex, s.Alpha)))
	case tables.PaintLinearGradient:
		p.fill(to, within, p.line(s.ColorLine, m, linear(s)))
	case tables.PaintRadialGradient:
		p.fill(to, within, p.line(s.ColorLine, m, radial(s)))
	case tables.PaintSweepGradient:
		p.fill(to, within, p.line(s.ColorLine, m, sweep(s)))
	case tables.PaintTransform:
		t := s.Transform
		return below(s.Paint, affine{t.Xx, t.Yx, t.Xy, t.Yy, t.Dx, t.Dy})
	case tables.PaintTranslate:
		return below(s.Paint, affine{1, 0, 0, 1, float32(s.Dx), float32(s.Dy)})
	case tables.PaintScale:
		return below(s.Paint, scaling(s.ScaleX, s.ScaleY))
	case tables.PaintScaleAroundCenter:
		return below(s.Paint, scaling(s.ScaleX, s.ScaleY).around(s.CenterX, s.CenterY))
	case tables.PaintScaleUniform:
		return below(s.Paint, scaling(s.Scale, s.Scale))
	case tables.PaintScaleUniformAroundCenter:
		return below(s.Paint, scaling(s.Scale, s.Scale).around(s.CenterX, s.CenterY))
	case tables.PaintRotate:
		return below(s.Paint, turn(s.Angle))
	case tables.PaintRotateAroundCenter:
		return below(s.Paint, turn(s.Angle).around(s.CenterX, s.CenterY))
	case tables.PaintSkew:
		return below(s.Paint, skew(s.XSkewAngle, s.YSkewAngle))
	case tables.PaintSkewAroundCenter:
		return below(s.Paint, skew(s.XSkewAngle, s.YSkewAngle).around(s.CenterX, s.CenterY))
	case tables.PaintComposite:
		back, front := image.NewRGBA(to.Rect), image.NewRGBA(to.Rect)
		if !p.paint(back, s.BackdropPaint, m, within, deep+1) || !p.paint(front, s.SourcePaint, m, within, deep+1) {
			return false
		}
		compose(back, front, s.CompositeMode)
		compose(to, back, tables.CompositeSrcOver)
	default: // those of fonts that vary
		return false
	}
	return true
}

var identity = affine{xx: 1, yy: 1}

// shape gives how much of each pixel a glyph covers, inside another shape if there is one.
func (p *painting) shape(id tables.GlyphID, m affine, within *image.Alpha) (*image.Alpha, bool) {
	outline, ok := p.face.GlyphDataOutline(id)
	if !ok {
		return nil, false
	}
	shape := image.NewAlpha(image.Rectangle{Max: p.size})
	v := &p.glyphs.vector
	v.Reset(p.size.X, p.size.Y)
	p.glyphs.trace(outline.Segments, func(q opentype.SegmentPoint) (x, y float32) { return m.at(q.X, q.Y) })
	v.Draw(shape, shape.Rect, image.Opaque, image.Point{})
	if within != nil {
		for i, a := range within.Pix {
			shape.Pix[i] = uint8(uint32(shape.Pix[i]) * uint32(a) / 255)
		}
	}
	return shape, true
}

// fill paints the pixels of a shape, or all of them, each in its colour.
func (p *painting) fill(to *image.RGBA, within *image.Alpha, colour func(x, y float32) color.RGBA) {
	for i := 0; i < len(to.Pix); i += 4 {
		a := uint32(255)
		if within != nil {
			if a = uint32(within.Pix[i/4]); a == 0 {
				continue
			}
		}
		n := i / 4
		c := colour(float32(n%p.size.X)+0.5, float32(n/p.size.X)+0.5)
		rest := 255 - uint32(c.A)*a/255
		for k, v := range [4]uint8{c.R, c.G, c.B, c.A} {
			to.Pix[i+k] = uint8(min(255, uint32(v)*a/255+uint32(to.Pix[i+k])*rest/255))
		}
	}
}

// colour gives a colour of the font's first palette. In place of the text's ink, which a picture can't follow, it gives
// a grey that is seen on every page.
func (p *painting) colour(index uint16, alpha tables.Fixed214) color.RGBA {
	c := color.NRGBA{0x80, 0x80, 0x80, 0xFF}
	if index != ownInk && len(p.face.CPAL) > 0 && int(index) < len(p.face.CPAL[0]) {
		r := p.face.CPAL[0][index]
		c = color.NRGBA{r.Red, r.Green, r.Blue, r.Alpha}
	}
	c.A = uint8(float32(c.A) * min(max(unfix(alpha), 0), 1))
	return color.RGBAModel.Convert(c).(color.RGBA)
}

func plain(c color.RGBA) func(x, y float32) color.RGBA {
	return func(float32, float32) color.RGBA { return c }
}

// line gives the colours of a gradient: along says how far along it a place is, if it is anywhere.
func (p *painting) line(l tables.ColorLine, m affine, along func(x, y float32) (float32, bool)) func(x, y float32) color.RGBA {
	type stop struct {
		at float32
		c  color.RGBA
	}
	stops := make([]stop, len(l.ColorStops))
	for i, s := range l.ColorStops {
		stops[i] = stop{unfix(s.StopOffset), p.colour(s.PaletteIndex, s.Alpha)}
	}
	if len(stops) == 0 {
		return plain(color.RGBA{})
	}
	slices.SortStableFunc(stops, func(a, b stop) int { return cmp.Compare(a.at, b.at) })
	first, last := stops[0], stops[len(stops)-1]
	back := m.inverse()
	return func(x, y float32) color.RGBA {
		t, ok := along(back.at(x, y))
		if !ok {
			return color.RGBA{}
		}
		if room := last.at - first.at; room > 0 && l.Extend != tables.ExtendPad {
			turns := float64((t - first.at) / room)
			whole := math.Floor(turns)
			part := float32(turns - whole)
			if l.Extend == tables.ExtendReflect && math.Mod(whole, 2) != 0 {
				part = 1 - part
			}
			t = first.at + part*room
		}
		if t <= first.at {
			return first.c
		}
		for i, s := range stops[1:] {
			if before := stops[i]; t < s.at {
				return mixed(before.c, s.c, (t-before.at)/(s.at-before.at))
			}
		}
		return last.c
	}
}

func mixed(a, b color.RGBA, t float32) color.RGBA {
	mix := func(a, b uint8) uint8 { return uint8(float32(a) + (float32(b)-float32(a))*t + 0.5) }
	return color.RGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), mix(a.A, b.A)}
}

func linear(s tables.PaintLinearGradient) func(x, y float32) (float32, bool) {
	x0, y0 := float32(s.X0), float32(s.Y0)
	x1, y1 := float32(s.X1)-x0, float32(s.Y1)-y0
	// The colours run at right angles to the line from the start to the third point.
	x2, y2 := float32(s.Y2)-y0, -(float32(s.X2) - x0)
	if n := x2*x2 + y2*y2; n > 0 {
		k := (x1*x2 + y1*y2) / n
		x1, y1 = x2*k, y2*k
	}
	n := x1*x1 + y1*y1
	return func(x, y float32) (float32, bool) { return ((x-x0)*x1 + (y-y0)*y1) / n, n > 0 }
}

// radial gives the largest circle on which a place lies, of those between the two that are given.
func radial(s tables.PaintRadialGradient) func(x, y float32) (float32, bool) {
	x0, y0, r0 := float64(s.X0), float64(s.Y0), float64(s.Radius0)
	x1, y1, r1 := float64(s.X1)-x0, float64(s.Y1)-y0, float64(s.Radius1)-r0
	a := x1*x1 + y1*y1 - r1*r1
	return func(px, py float32) (float32, bool) {
		x, y := float64(px)-x0, float64(py)-y0
		b, c := x*x1+y*y1+r0*r1, x*x+y*y-r0*r0
		if a == 0 {
			t := c / (2 * b)
			return float32(t), b != 0 && r0+t*r1 >= 0
		}
		d := b*b - a*c
		if d < 0 {
			return 0, false
		}
		d = math.Sqrt(d)
		t, other := (b+d)/a, (b-d)/a
		t, other = max(t, other), min(t, other)
		if r0+t*r1 < 0 {
			t = other
		}
		return float32(t), r0+t*r1 >= 0
	}
}

func sweep(s tables.PaintSweepGradient) func(x, y float32) (float32, bool) {
	from, to := float64(unfix(s.StartAngle))+1, float64(unfix(s.EndAngle))+1
	return func(x, y float32) (float32, bool) {
		angle := math.Atan2(float64(y)-float64(s.CenterY), float64(x)-float64(s.CenterX)) / math.Pi
		if angle < 0 {
			angle += 2
		}
		return float32((angle - from) / (to - from)), from != to
	}
}

// compose puts an image over, into or out of another. Modes that mix the colours themselves put it over.
func compose(to, from *image.RGBA, mode tables.CompositeMode) {
	for i := 0; i < len(to.Pix); i += 4 {
		f, t := float32(from.Pix[i+3])/255, float32(to.Pix[i+3])/255
		a, b := float32(1), 1-f // the shares of the source and of what is there
		switch mode {
		case tables.CompositeClear:
			a, b = 0, 0
		case tables.CompositeSrc:
			b = 0
		case tables.CompositeDest:
			a, b = 0, 1
		case tables.CompositeDestOver:
			a, b = 1-t, 1
		case tables.CompositeSrcIn:
			a, b = t, 0
		case tables.CompositeDestIn:
			a, b = 0, f
		case tables.CompositeSrcOut:
			a, b = 1-t, 0
		case tables.CompositeDestOut:
			a = 0
		case tables.CompositeSrcAtop:
			a = t
		case tables.CompositeDestAtop:
			a, b = 1-t, f
		case tables.CompositeXor:
			a = 1 - t
		case tables.CompositePlus:
			b = 1
		}
		for k := range 4 {
			to.Pix[i+k] = uint8(min(255, float32(from.Pix[i+k])*a+float32(to.Pix[i+k])*b+0.5))
		}
	}
}
