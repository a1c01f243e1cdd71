package matrix

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"math"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// lettering shapes and draws text. Letters that its fonts lack come from the fonts of the system.
type lettering struct {
	fonts     [2]*font.Face // regular and bold
	others    []*font.Face  // of the system, as they were needed
	lacking   map[rune]bool // letters that no font has
	segmenter shaping.Segmenter
	shaper    shaping.HarfbuzzShaper
	wrapper   shaping.LineWrapper
	fill      vector.Rasterizer
	mask      image.Alpha
	set       map[typed][]typeset
	outlines  map[glyph][]opentype.Segment
}

// glyph is a letter of a font.
type glyph struct {
	face *font.Face
	id   font.GID
}

// typed is a text as it is to be set: at most so many lines within a width, sizes in device pixels; the last line ends
// in an ellipsis where there is more.
type typed struct {
	text        string
	size, width float32
	bold        bool
	most        int
}

// typeset is a line of a text, its runs in the order in which they stand.
type typeset struct {
	runs  []shaping.Output
	width float32
	right bool // it is written from right to left
}

const maxTypeset = 4096 // texts that are remembered

// newLettering reads fonts, files of outline fonts; nil stands for those that come with the program.
func newLettering(regular, bold []byte) *lettering {
	l := &lettering{lacking: make(map[rune]bool), set: make(map[typed][]typeset), outlines: make(map[glyph][]opentype.Segment)}
	for i, file := range [][]byte{regular, bold} {
		face, err := font.ParseTTF(bytes.NewReader(file))
		if err != nil {
			own := [][]byte{liberationsansregular.TTF, liberationsansbold.TTF}[i]
			if face, err = font.ParseTTF(bytes.NewReader(own)); err != nil {
				panic(err) // it is embedded in the program
			}
		}
		l.fonts[i] = face
	}
	return l
}

// fontmap gives the fonts for one weight.
type fontmap struct {
	*lettering
	bold bool
}

// ResolveFace is part of shaping.Fontmap.
func (f fontmap) ResolveFace(r rune) *font.Face {
	own := f.fonts[0]
	if f.bold {
		own = f.fonts[1]
	}
	for _, face := range append([]*font.Face{own}, f.others...) {
		if id, has := face.NominalGlyph(r); has && id != 0 {
			return face
		}
	}
	if !f.lacking[r] {
		if face := systemFont(r); face != nil {
			f.others = append(f.others, face)
			return face
		}
		f.lacking[r] = true
	}
	return own
}

// lines sets a text.
func (l *lettering) lines(t typed) []typeset {
	lines, known := l.set[t]
	if !known {
		if len(l.set) >= maxTypeset {
			clear(l.set)
		}
		lines = l.typeset(t)
		l.set[t] = lines
	}
	return lines
}

func (l *lettering) typeset(t typed) (lines []typeset) {
	text := []rune(t.text)
	if len(text) == 0 {
		return nil
	}
	direction := paragraphDirection(text)
	shape := func(text []rune) (runs []shaping.Output) {
		input := shaping.Input{Text: text, RunEnd: len(text), Direction: direction, Size: fixed.Int26_6(t.size * 64)}
		for _, part := range l.segmenter.Split(input, fontmap{l, t.bold}) {
			runs = append(runs, l.shaper.Shape(part))
		}
		return runs
	}
	ellipsis := shape([]rune("…"))[0]
	wrapped, _ := l.wrapper.WrapParagraph(shaping.WrapConfig{Direction: direction, TruncateAfterLines: t.most, Truncator: ellipsis}, int(t.width), text, shaping.NewSliceIterator(shape(text)))
	for _, line := range wrapped {
		set := typeset{right: direction == di.DirectionRTL, runs: make([]shaping.Output, len(line))}
		for _, run := range line {
			set.runs[run.VisualIndex] = run
			set.width += float(run.Advance)
		}
		lines = append(lines, set)
	}
	return lines
}

// paragraphDirection is that of the first letter that has one.
func paragraphDirection(text []rune) di.Direction {
	for _, r := range text {
		switch {
		case r >= 0x0590 && r < 0x0900, r >= 0xFB1D && r < 0xFE00, r >= 0xFE70 && r < 0xFF00, r >= 0x10800 && r < 0x11000, r >= 0x1E800 && r < 0x1F000:
			return di.DirectionRTL
		case r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r >= 0xC0:
			return di.DirectionLTR
		}
	}
	return di.DirectionLTR
}

func float(f fixed.Int26_6) float32 { return float32(f) / 64 }

// draw writes a line from a point on its baseline, in device pixels, turned to the left by an angle in radians.
func (l *lettering) draw(dst *image.RGBA, line typeset, x, y float32, c color.Color, angle float64) {
	sin, cos := float32(math.Sin(angle)), float32(math.Cos(angle))
	turn := func(dx, dy float32) (float32, float32) { return x + dx*cos + dy*sin, y - dx*sin + dy*cos }
	size := float32(0)
	for _, run := range line.runs {
		size = max(size, float(run.Size))
	}
	// The corners of the line, with room for what hangs over.
	left, top := float32(math.Inf(1)), float32(math.Inf(1))
	right, bottom := -left, -top
	for _, corner := range [][2]float32{{-size, -1.4 * size}, {line.width + size, -1.4 * size}, {-size, size}, {line.width + size, size}} {
		cx, cy := turn(corner[0], corner[1])
		left, top, right, bottom = min(left, cx), min(top, cy), max(right, cx), max(bottom, cy)
	}
	box := image.Rect(int(math.Floor(float64(left))), int(math.Floor(float64(top))), int(math.Ceil(float64(right))), int(math.Ceil(float64(bottom))))
	if !box.Overlaps(dst.Rect) {
		return
	}
	l.fill.Reset(box.Dx(), box.Dy())
	pen := float32(0)
	for _, run := range line.runs {
		scale := float(run.Size) / float32(run.Face.Upem())
		for _, g := range run.Glyphs {
			gx, gy := pen+float(g.XOffset), -float(g.YOffset)
			l.trace(l.outline(glyph{run.Face, g.GlyphID}), func(p opentype.SegmentPoint) (float32, float32) {
				px, py := turn(gx+p.X*scale, gy-p.Y*scale)
				return px - float32(box.Min.X), py - float32(box.Min.Y)
			})
			pen += float(g.Advance)
		}
	}
	if n := box.Dx() * box.Dy(); cap(l.mask.Pix) < n {
		l.mask.Pix = make([]uint8, n)
	}
	l.mask.Pix, l.mask.Stride, l.mask.Rect = l.mask.Pix[:box.Dx()*box.Dy()], box.Dx(), image.Rect(0, 0, box.Dx(), box.Dy())
	l.fill.DrawOp = draw.Src
	l.fill.Draw(&l.mask, l.mask.Rect, image.Opaque, image.Point{})
	draw.DrawMask(dst, box, image.NewUniform(c), image.Point{}, &l.mask, image.Point{}, draw.Over)
}

// outline gives that of a letter; none where it is a picture.
func (l *lettering) outline(g glyph) []opentype.Segment {
	segments, known := l.outlines[g]
	if !known {
		if outline, is := g.face.GlyphData(g.id).(font.GlyphOutline); is {
			segments = outline.Segments
		}
		if len(l.outlines) >= maxTypeset {
			clear(l.outlines)
		}
		l.outlines[g] = segments
	}
	return segments
}

// trace gives an outline, whose points lie at these places, to the rasterizer.
func (l *lettering) trace(segments []opentype.Segment, at func(opentype.SegmentPoint) (x, y float32)) {
	for i, s := range segments {
		a, b := at(s.Args[0])
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			if i > 0 {
				l.fill.ClosePath()
			}
			l.fill.MoveTo(a, b)
		case opentype.SegmentOpLineTo:
			l.fill.LineTo(a, b)
		case opentype.SegmentOpQuadTo:
			c, d := at(s.Args[1])
			l.fill.QuadTo(a, b, c, d)
		case opentype.SegmentOpCubeTo:
			c, d := at(s.Args[1])
			e, f := at(s.Args[2])
			l.fill.CubeTo(a, b, c, d, e, f)
		}
	}
	if len(segments) > 0 {
		l.fill.ClosePath()
	}
}
