package docview

import (
	"image"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype/tables"
)

// painter gives what paints into an image of 100 by 100, with the page's font, ten of its units to a pixel, and four
// colours: red, green, blue, and a blue that is half seen.
func painter(t *testing.T) (*painting, affine, font.GID) {
	data := *parseFont(theme.DefaultTextFont())
	data.CPAL = font.CPAL{{
		{Red: 0xFF, Alpha: 0xFF}, {Green: 0xFF, Alpha: 0xFF}, {Blue: 0xFF, Alpha: 0xFF}, {Blue: 0xFF, Alpha: 0x80},
	}}
	data.COLR = &tables.COLR1{}
	face := font.NewFace(&data)
	bar, ok := face.NominalGlyph('|')
	if !ok {
		t.Fatal("no glyph")
	}
	f := newFonts(func() bool { return false })
	f.faces[pageFont] = face
	return &painting{glyphs: newGlyphs(f, 100), face: face, size: image.Pt(100, 100)}, affine{0.1, 0, 0, -0.1, 0, 100}, bar
}

func one(x float64) tables.Fixed214 { return tables.Fixed214(x * (1 << 14)) }

func TestPaints(t *testing.T) {
	red, green, blue := color.RGBA{R: 0xFF, A: 0xFF}, color.RGBA{G: 0xFF, A: 0xFF}, color.RGBA{B: 0xFF, A: 0xFF}
	solid := func(index uint16) tables.PaintSolid { return tables.PaintSolid{PaletteIndex: index, Alpha: one(1)} }
	line := func(extend tables.Extend) tables.ColorLine {
		return tables.ColorLine{Extend: extend, ColorStops: []tables.ColorStop{{PaletteIndex: 0, Alpha: one(1)}, {StopOffset: one(1), PaletteIndex: 2, Alpha: one(1)}}}
	}
	p, m, bar := painter(t)
	e, _ := p.face.GlyphExtents(bar)
	onBar := image.Pt(int((e.XBearing+e.Width/2)/10), 100-int(e.YBearing/20))
	glyph := tables.PaintGlyph{Paint: solid(0), GlyphID: uint16(bar)}
	for _, c := range []struct {
		name  string
		paint tables.PaintTable
		at    image.Point
		want  color.RGBA
	}{
		{"all of one colour", solid(1), image.Pt(3, 97), green},
		{"a colour with a share", tables.PaintSolid{PaletteIndex: 0, Alpha: one(0.5)}, image.Pt(3, 97), color.RGBA{0x7F, 0, 0, 0x7F}},
		{"the text's own ink", solid(ownInk), image.Pt(3, 97), color.RGBA{0x80, 0x80, 0x80, 0xFF}},
		{"inside a shape", glyph, onBar, red},
		{"outside a shape", glyph, image.Pt(90, 50), color.RGBA{}},
		{"layers", tables.PaintColrLayersResolved{{GlyphID: tables.GlyphID(bar), PaletteIndex: 0}, {GlyphID: tables.GlyphID(bar), PaletteIndex: 1}}, onBar, green},
		{"a shape moved away", tables.PaintTranslate{Paint: glyph, Dx: 500}, onBar, color.RGBA{}},
		{"a shape moved there", tables.PaintTranslate{Paint: glyph, Dx: 500}, onBar.Add(image.Pt(50, 0)), red},
		{"a transform", tables.PaintTransform{Paint: glyph, Transform: tables.Affine2x3{Xx: 1, Yy: 1, Dx: 300}}, onBar.Add(image.Pt(30, 0)), red},
		{"made larger about a centre", tables.PaintScaleUniformAroundCenter{Paint: glyph, Scale: one(1.5), CenterX: int16(onBar.X * 10), CenterY: 500}, onBar, red},
		{"turned about a point of it", tables.PaintRotateAroundCenter{Paint: glyph, Angle: one(0.5), CenterX: int16(onBar.X * 10), CenterY: int16(1000 - onBar.Y*10)}, onBar.Add(image.Pt(20, 0)), red},
		{"at the start of a gradient", tables.PaintLinearGradient{ColorLine: line(0), X0: 200, X1: 800, X2: 200, Y2: 100}, image.Pt(5, 50), red},
		{"at the end of a gradient", tables.PaintLinearGradient{ColorLine: line(0), X0: 200, X1: 800, X2: 200, Y2: 100}, image.Pt(95, 50), blue},
		{"a gradient that comes again", tables.PaintLinearGradient{ColorLine: line(tables.ExtendReflect), X0: 200, X1: 500, X2: 200, Y2: 100}, image.Pt(80, 50), color.RGBA{0xFB, 0, 0x04, 0xFF}},
		{"in the middle of circles", tables.PaintRadialGradient{ColorLine: line(0), X0: 500, Y0: 500, X1: 500, Y1: 500, Radius1: 300}, image.Pt(50, 50), color.RGBA{0xF9, 0, 0x06, 0xFF}},
		{"outside of circles", tables.PaintRadialGradient{ColorLine: line(0), X0: 500, Y0: 500, X1: 500, Y1: 500, Radius1: 300}, image.Pt(3, 50), blue},
		{"a quarter around", tables.PaintSweepGradient{ColorLine: line(0), CenterX: 500, CenterY: 500, StartAngle: one(-1), EndAngle: one(-0.5)}, image.Pt(50, 3), blue},
		{"one over the other", tables.PaintComposite{SourcePaint: glyph, CompositeMode: tables.CompositeSrcOver, BackdropPaint: solid(1)}, image.Pt(90, 50), green},
		{"one inside the other", tables.PaintComposite{SourcePaint: solid(1), CompositeMode: tables.CompositeSrcIn, BackdropPaint: glyph}, onBar, green},
		{"nothing outside the other", tables.PaintComposite{SourcePaint: solid(1), CompositeMode: tables.CompositeSrcIn, BackdropPaint: glyph}, image.Pt(90, 50), color.RGBA{}},
	} {
		img := image.NewRGBA(image.Rectangle{Max: p.size})
		p.steps = 0
		if !p.paint(img, c.paint, m, nil, 0) {
			t.Errorf("%s: can't be painted", c.name)
		}
		got := img.RGBAAt(c.at.X, c.at.Y)
		for _, d := range []int{int(got.R) - int(c.want.R), int(got.G) - int(c.want.G), int(got.B) - int(c.want.B), int(got.A) - int(c.want.A)} {
			if d < -3 || d > 3 {
				t.Errorf("%s: %v at %v, want %v", c.name, got, c.at, c.want)
				break
			}
		}
	}
}

func TestAPaintingWithoutAnEndIsGivenUp(t *testing.T) {
	p, m, _ := painter(t)
	var deep tables.PaintTable = tables.PaintSolid{}
	for range 100 {
		deep = tables.PaintTranslate{Paint: deep}
	}
	if p.paint(image.NewRGBA(image.Rectangle{Max: p.size}), deep, m, nil, 0) {
		t.Error("a deep painting is painted")
	}
}

func TestInverse(t *testing.T) {
	a := affine{2, 1, -1, 3, 7, -5}
	x, y := a.inverse().at(a.at(11, 13))
	if math.Abs(float64(x-11)) > 1e-4 || math.Abs(float64(y-13)) > 1e-4 {
		t.Errorf("back at %v, %v", x, y)
	}
}

func TestBlackAndWhiteGlyphsAreInk(t *testing.T) {
	m, err := paintBits(font.GlyphBitmap{Data: []byte{0b10010000}, Width: 2, Height: 2, Format: font.BlackAndWhite}, image.Rect(1, -20, 21, 0))
	if err != nil || m.left != 1 || m.top != -20 {
		t.Fatalf("%v, %v", m, err)
	}
	if m.AlphaAt(2, 2).A < 0xF0 || m.AlphaAt(17, 17).A < 0xF0 || m.AlphaAt(17, 2).A > 0x10 {
		t.Errorf("ink %v, %v, %v", m.AlphaAt(2, 2), m.AlphaAt(17, 17), m.AlphaAt(17, 2))
	}
	if _, err := paintBits(font.GlyphBitmap{Data: []byte{1}, Width: 9, Height: 9}, image.Rect(0, 0, 9, 9)); err == nil {
		t.Error("bits that are missing are drawn")
	}
}
