package docview

import (
	"bytes"
	"errors"
	"image"
	_ "image/jpeg" // fonts hold pictures of both kinds
	_ "image/png"
	"math"

	"github.com/fyne-io/oksvg"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype/tables"
	"github.com/srwiley/rasterx"
	"golang.org/x/image/draw"
)

const maxPicture = 1 << 10 // device pixels, in width and height

var errPicture = errors.New("a glyph's picture can't be drawn")

// picture draws a glyph that has colours of its own, or is made of black and white squares.
func (g *glyphs) picture(face *font.Face, id font.GID, data font.GlyphData) (mask, error) {
	extents, ok := face.GlyphExtents(id)
	if painted, isPainted := data.(font.GlyphColor); isPainted {
		extents, ok = paintedExtents(face, id, painted.Paint), true
	}
	if !ok {
		return mask{}, errPicture
	}
	scale := g.size / float32(face.Upem())
	floor := func(x float32) int { return int(math.Floor(float64(x * scale))) }
	box := image.Rectangle{
		image.Pt(floor(extents.XBearing), floor(-extents.YBearing)),
		image.Pt(-floor(-extents.XBearing-extents.Width), -floor(extents.YBearing+extents.Height)),
	}
	if box.Empty() || box.Dx() > maxPicture || box.Dy() > maxPicture {
		return mask{}, errPicture
	}
	if bits, ok := data.(font.GlyphBitmap); ok && bits.Format == font.BlackAndWhite {
		return paintBits(bits, box)
	}
	picture := image.NewRGBA(image.Rectangle{Max: box.Size()})
	var err error
	switch data := data.(type) {
	case font.GlyphBitmap:
		err = paintBitmap(picture, data)
	case font.GlyphSVG:
		err = paintSVG(picture, data, box.Min, float64(g.size))
	case font.GlyphColor:
		p := painting{glyphs: g, face: face, size: box.Size()}
		m := affine{scale, 0, 0, -scale, float32(-box.Min.X), float32(-box.Min.Y)}
		if !p.paint(picture, data.Paint, m, nil, 0) {
			err = errPicture
		}
	}
	return mask{picture: picture, left: box.Min.X, top: box.Min.Y}, err
}

// paintedExtents gives the box that a painted glyph lies in.
func paintedExtents(face *font.Face, id font.GID, paint tables.PaintTable) font.GlyphExtents {
	box := func(xMin, yMin, xMax, yMax float32) font.GlyphExtents {
		return font.GlyphExtents{XBearing: xMin, YBearing: yMax, Width: xMax - xMin, Height: yMin - yMax}
	}
	if clip, ok := face.COLR.ClipList.Search(tables.GlyphID(id)); ok {
		switch c := clip.(type) {
		case tables.ClipBoxFormat1:
			return box(float32(c.XMin), float32(c.YMin), float32(c.XMax), float32(c.YMax))
		case tables.ClipBoxFormat2:
			return box(float32(c.XMin), float32(c.YMin), float32(c.XMax), float32(c.YMax))
		}
	}
	em := float32(face.Upem())
	if layers, ok := paint.(tables.PaintColrLayersResolved); ok && len(layers) > 0 {
		all, _ := face.GlyphExtents(font.GID(layers[0].GlyphID))
		xMin, yMin, xMax, yMax := all.XBearing, all.YBearing+all.Height, all.XBearing+all.Width, all.YBearing
		for _, layer := range layers[1:] {
			e, _ := face.GlyphExtents(font.GID(layer.GlyphID))
			xMin, yMin = min(xMin, e.XBearing), min(yMin, e.YBearing+e.Height)
			xMax, yMax = max(xMax, e.XBearing+e.Width), max(yMax, e.YBearing)
		}
		return box(xMin, yMin, xMax, yMax)
	}
	return box(-em/4, -em/2, face.HorizontalAdvance(id)+em/4, em*5/4)
}

// paintBits makes a mask of a glyph that is drawn in ink, in squares.
func paintBits(data font.GlyphBitmap, box image.Rectangle) (mask, error) {
	bits := image.NewAlpha(image.Rect(0, 0, data.Width, data.Height))
	if len(data.Data) < (len(bits.Pix)+7)/8 {
		return mask{}, errPicture
	}
	for i := range bits.Pix {
		bits.Pix[i] = -(data.Data[i/8] >> (7 - i%8) & 1)
	}
	m := mask{Alpha: *image.NewAlpha(image.Rectangle{Max: box.Size()}), left: box.Min.X, top: box.Min.Y}
	draw.ApproxBiLinear.Scale(&m.Alpha, m.Rect, bits, bits.Rect, draw.Src, nil)
	return m, nil
}

func paintBitmap(to *image.RGBA, data font.GlyphBitmap) error {
	pixels, _, err := image.Decode(bytes.NewReader(data.Data))
	if err != nil {
		return err
	}
	draw.CatmullRom.Scale(to, to.Rect, pixels, pixels.Bounds(), draw.Src, nil)
	return nil
}

// paintSVG paints a drawing whose origin is on the baseline and whose view box is as large as the letters; at is where
// the image's corner is, seen from there.
func paintSVG(to *image.RGBA, data font.GlyphSVG, at image.Point, size float64) error {
	if bytes.Count(data.Source, []byte(`id="glyph`)) > 1 {
		return errPicture // it holds other glyphs too, which are not told apart here
	}
	drawing, err := oksvg.ReadIconStream(bytes.NewReader(data.Source))
	if err != nil {
		return err
	}
	if drawing.ViewBox.W <= 0 || drawing.ViewBox.H <= 0 {
		return errPicture
	}
	drawing.Transform = rasterx.Identity.Translate(float64(-at.X), float64(-at.Y)).
		Scale(size/drawing.ViewBox.W, size/drawing.ViewBox.H).Translate(-drawing.ViewBox.X, -drawing.ViewBox.Y)
	w, h := to.Rect.Dx(), to.Rect.Dy()
	drawing.Draw(rasterx.NewDasher(w, h, rasterx.NewScannerGV(w, h, to, to.Rect)), 1)
	return nil
}
