package matrix

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"strings"

	"factmark/app/format"
	"factmark/store"
)

// Look is how a table is drawn. Regular and Bold are files of outline fonts; nil stands for those that come with the program.
type Look struct {
	Page, Ink, Soft, Grid color.NRGBA
	Support, Refute       color.NRGBA
	Dark                  bool
	Regular, Bold         []byte
}

// Light is the look of paper.
func Light() Look {
	return Look{Page: rgb(0xFFFFFF), Ink: rgb(0x1F2328), Soft: rgb(0x5B626B), Grid: rgb(0xDAD8D2), Support: rgb(0x0072B2), Refute: rgb(0xC2410C)}
}

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xFF}
}

// The measures of a table at a scale of 1, in pixels.
const (
	RowHeight   = 58
	ColumnWidth = 46
	RowHead     = 430 // claim, and how many documents support, refute and give context
	ColumnHead  = 206 // title, written aslant, and the counts below; less where there is no room

	CountHeight = 36 // of ColumnHead

	countWidth  = 84  // of RowHead
	pictureHead = 270 // of columns in a picture, which has room
	pad         = 10
	slant       = 52 * math.Pi / 180
	margin      = 24 // around the picture
	titleHeight = 62
	legendRoom  = 52
)

// Drawing draws a table. It belongs to one goroutine.
type Drawing struct {
	matrix  *Matrix
	look    Look
	scale   float32
	letters *lettering
}

// NewDrawing prepares to draw a table; scale is how many pixels of the image one of the measures is.
func NewDrawing(m *Matrix, look Look, scale float32) *Drawing {
	return &Drawing{matrix: m, look: look, scale: scale, letters: newLettering(look.Regular, look.Bold)}
}

// Prepare finds the fonts for all letters of the table, so that drawing waits for nothing.
func (d *Drawing) Prepare() {
	seen := make(map[rune]bool)
	each := func(text string) {
		for _, r := range text {
			if !seen[r] {
				seen[r] = true
				fontmap{d.letters, false}.ResolveFace(r)
				fontmap{d.letters, true}.ResolveFace(r)
			}
		}
	}
	for i := range d.matrix.Rows {
		each(format.Shorten(d.matrix.Rows[i].Claim.Quote, longest))
		each(d.matrix.Rows[i].Label.Key)
	}
	for i := range d.matrix.Columns {
		each(format.Shorten(d.matrix.Columns[i].Title, longest))
		each(format.Shorten(d.matrix.Columns[i].about(), longest))
	}
}

// longest is how many letters of a quote or a title are looked at: more have no room.
const longest = 160

// With draws the same table in another look and scale, with the fonts that were found.
func (d *Drawing) With(look Look, scale float32) *Drawing {
	return &Drawing{matrix: d.matrix, look: look, scale: scale, letters: d.letters}
}

// Of draws another order of the rows, with the fonts that were found.
func (d *Drawing) Of(m *Matrix) *Drawing {
	return &Drawing{matrix: m, look: d.look, scale: d.scale, letters: d.letters}
}

// px turns a measure into pixels of the image.
func (d *Drawing) px(v float32) int { return int(math.Round(float64(v * d.scale))) }

// text writes a text of at most so many lines from the top left corner, in measures relative to an origin in pixels, and
// gives how many lines it took.
func (d *Drawing) text(dst *image.RGBA, at image.Point, x, y float32, text string, size, width, leading float32, bold bool, most int, c color.Color) int {
	lines := d.letters.lines(typed{text, size * d.scale, width * d.scale, bold, most})
	for i, line := range lines {
		left := float32(at.X) + x*d.scale
		if line.right {
			left += width*d.scale - line.width
		}
		d.letters.draw(dst, line, left, float32(at.Y)+(y+size+float32(i)*leading)*d.scale, c, 0)
	}
	return len(lines)
}

// centred writes a short text around a point, in pixels.
func (d *Drawing) centred(dst *image.RGBA, x, y int, text string, size float32, bold bool, c color.Color) {
	for _, line := range d.letters.lines(typed{text, size * d.scale, 400 * d.scale, bold, 1}) {
		d.letters.draw(dst, line, float32(x)-line.width/2, float32(y)+size*d.scale*0.36, c, 0)
	}
}

// Row draws the head of a row with its counts; at is its top left corner in pixels, width that of the head in measures.
func (d *Drawing) Row(dst *image.RGBA, row int, at image.Point, width float32) {
	r := &d.matrix.Rows[row]
	fill(dst, image.Rectangle{at, at.Add(image.Pt(d.px(width), d.px(RowHeight)))}, d.look.Page)
	d.rule(dst, image.Rect(at.X, at.Y+d.px(RowHeight)-d.line(), at.X+d.px(width), at.Y+d.px(RowHeight)))
	label := d.labelColour(r.Label)
	badge := image.Rect(0, 0, d.px(18), d.px(18)).Add(at).Add(image.Pt(d.px(pad), d.px(9)))
	fill(dst, badge, faint(label, 0.18))
	frame(dst, badge, d.line(), label)
	d.centred(dst, (badge.Min.X+badge.Max.X)/2, (badge.Min.Y+badge.Max.Y)/2, LetterOf(r.Label), 11, true, label)
	const left = pad + 18 + 8
	room := width - left - countWidth
	n := d.text(dst, at, left, 7, format.NameLine(format.Shorten(r.Claim.Quote, longest)), 12.5, room, 15, false, 2, d.look.Ink)
	source := format.NameLine(d.matrix.titleOf(r.Claim.DocumentID))
	if linked := len(r.Linked); linked > 0 {
		source = fmt.Sprintf("linked with %d more · %s", linked, source)
	}
	d.text(dst, at, left, 7+15*float32(max(n, 1))+1, format.Shorten(source, longest), 10.5, room, 13, false, 1, d.look.Soft)
	d.tally(dst, image.Pt(at.X+d.px(width-countWidth), at.Y), r.Tally)
}

// tally writes the counts of a row beside each other.
func (d *Drawing) tally(dst *image.RGBA, at image.Point, t Tally) {
	for i, each := range d.counts(t) {
		if each.n > 0 {
			d.centred(dst, at.X+d.px(16+26*float32(i)), at.Y+d.px(RowHeight/2), each.text, 11.5, true, each.colour)
		}
	}
}

type count struct {
	n      int
	text   string
	colour color.NRGBA
}

func (d *Drawing) counts(t Tally) []count {
	of := func(n int, sign string, c color.NRGBA) count { return count{n, fmt.Sprintf("%s%d", sign, n), c} }
	return []count{of(t.Supports, "+", d.look.Support), of(t.Refutes, "−", d.look.Refute), of(t.Context, "=", d.look.Soft)}
}

// Column draws the head of a column: its title and date, aslant, and its counts. at is the top left corner in pixels, height
// that of the head in measures; what is aslant reaches beyond the right edge.
func (d *Drawing) Column(dst *image.RGBA, column int, at image.Point, height float32) {
	c := &d.matrix.Columns[column]
	base := at.Y + d.px(height-CountHeight)
	// The line between this title and the next one.
	length := (height - CountHeight - 8) * d.scale
	for i := 0; i < int(length); i++ {
		x := float64(at.X+d.px(ColumnWidth)) + float64(i)/math.Tan(slant)
		fill(dst, image.Rect(int(x), base-i-1, int(x)+d.line(), base-i), d.look.Grid)
	}
	fill(dst, image.Rect(at.X+d.px(ColumnWidth)-d.line()+1, base, at.X+d.px(ColumnWidth)+1, base+d.px(CountHeight)), d.look.Grid)
	reach := float32(float64(height-CountHeight-26) / math.Sin(slant))
	write := func(text string, size, below float32, bold bool, ink color.Color) {
		for _, line := range d.letters.lines(typed{format.Shorten(format.NameLine(text), longest), size * d.scale, reach * d.scale, bold, 1}) {
			x, y := ColumnWidth*0.42+below*float32(math.Sin(slant)), -6+below*float32(math.Cos(slant))
			d.letters.draw(dst, line, float32(at.X)+x*d.scale, float32(base)+y*d.scale, ink, slant)
		}
	}
	about := c.about()
	if about == "" {
		write(c.Title, 12.5, 7, true, d.look.Ink)
	} else {
		write(c.Title, 12.5, 0, true, d.look.Ink)
		write(about, 10.5, 13, false, d.look.Soft)
	}
	y := float32(0)
	for _, each := range d.counts(c.Tally) {
		if each.n > 0 {
			d.centred(dst, at.X+d.px(ColumnWidth/2), base+d.px(7+11*y), each.text, 10, true, each.colour)
			y++
		}
	}
}

// about is the date and the publisher of a document, "" where neither is known.
func (c *Column) about() string {
	return strings.Join(format.NonEmpty(c.Published, c.Publisher), " · ")
}

// Cell draws a cell; at is its top left corner in pixels.
func (d *Drawing) Cell(dst *image.RGBA, row, column int, at image.Point) {
	whole := image.Rectangle{at, at.Add(image.Pt(d.px(ColumnWidth), d.px(RowHeight)))}
	fill(dst, whole, d.look.Page)
	d.rule(dst, image.Rect(whole.Min.X, whole.Max.Y-d.line(), whole.Max.X, whole.Max.Y))
	d.rule(dst, image.Rect(whole.Max.X-d.line(), whole.Min.Y, whole.Max.X, whole.Max.Y))
	cell := d.matrix.Rows[row].Cell(column)
	d.sign(dst, whole.Inset(d.px(4)), cell.Sign)
	if n := len(cell.Evidence); n > 1 {
		x, y := whole.Max.X-d.px(11), whole.Min.Y+d.px(12)
		fill(dst, image.Rect(x-d.px(5), y-d.px(6), x+d.px(5), y+d.px(6)), d.look.Page)
		d.centred(dst, x, y, fmt.Sprint(n), 9.5, false, d.look.Ink)
	}
}

// sign draws how a document bears on a claim: a colour, a pattern and a character.
func (d *Drawing) sign(dst *image.RGBA, box image.Rectangle, s Sign) {
	ink := d.look.Ink
	switch {
	case s.Conflicting():
		left, right := box, box
		left.Max.X = (box.Min.X + box.Max.X) / 2
		right.Min.X = left.Max.X
		fill(dst, left, faint(d.look.Support, 0.28))
		fill(dst, right, faint(d.look.Refute, 0.14))
		d.hatch(dst, right, faint(d.look.Refute, 0.5))
	case s&Supports != 0:
		fill(dst, box, faint(d.look.Support, 0.28))
		ink = d.look.Support
	case s&Refutes != 0:
		fill(dst, box, faint(d.look.Refute, 0.14))
		d.hatch(dst, box, faint(d.look.Refute, 0.5))
		ink = d.look.Refute
	case s&Context != 0:
		d.dots(dst, box, faint(d.look.Soft, 0.55))
		ink = d.look.Soft
	}
	if s&Own != 0 {
		frame(dst, box, d.px(1.5), d.look.Soft)
	}
	char := s.Char()
	if char == "" {
		return
	}
	x, y := (box.Min.X+box.Max.X)/2, (box.Min.Y+box.Max.Y)/2
	if s&Refutes != 0 || char == "=" { // so that the character stands clear of the pattern
		half := d.px(9)
		fill(dst, image.Rect(x-half, y-half, x+half, y+half), d.look.Page)
	}
	if !d.look.Dark && ink == d.look.Support {
		ink = darker(ink)
	}
	d.centred(dst, x, y, char, 20, true, ink)
	if s&Context != 0 && char != "=" {
		d.centred(dst, box.Max.X-d.px(7), box.Max.Y-d.px(8), "=", 12, true, d.look.Ink)
	}
}

// hatch draws slanted lines.
func (d *Drawing) hatch(dst *image.RGBA, box image.Rectangle, c color.NRGBA) {
	period := max(2, d.px(6))
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X - (y-box.Min.Y)%period; x < box.Max.X; x += period {
			fill(dst, image.Rect(x, y, x+d.line(), y+1).Intersect(box), c)
		}
	}
}

// dots draws a pattern of dots.
func (d *Drawing) dots(dst *image.RGBA, box image.Rectangle, c color.NRGBA) {
	step, size := max(2, d.px(6)), max(1, d.px(1.4))
	for y := box.Min.Y + step/2; y < box.Max.Y; y += step {
		for x := box.Min.X + step/2; x < box.Max.X; x += step {
			fill(dst, image.Rect(x, y, x+size, y+size).Intersect(box), c)
		}
	}
}

// legend explains the signs in one line from a point in pixels.
func (d *Drawing) legend(dst *image.RGBA, at image.Point) {
	x := float32(0)
	for _, each := range []struct {
		sign  Sign
		words string
	}{{Supports, "supports"}, {Refutes, "refutes"}, {Supports | Refutes, "both"}, {Context, "context"}, {Own, "the claim’s own document"}} {
		box := image.Rect(0, 0, d.px(30), d.px(24)).Add(at).Add(image.Pt(d.px(x), 0))
		d.sign(dst, box, each.sign)
		line := d.letters.lines(typed{each.words, 11.5 * d.scale, 400 * d.scale, false, 1})[0]
		d.letters.draw(dst, line, float32(box.Max.X)+7*d.scale, float32(at.Y)+16*d.scale, d.look.Ink, 0)
		x += 30 + 7 + line.width/d.scale + 15
	}
}

// LegendWidth and LegendHeight are the size of the legend, in measures.
const (
	LegendWidth  = 590
	LegendHeight = 24
)

// Legend draws what the signs mean.
func (d *Drawing) Legend(dst *image.RGBA) { d.legend(dst, dst.Rect.Min) }

// line is the thickness of a thin line, in pixels.
func (d *Drawing) line() int { return max(1, d.px(1)) }

func (d *Drawing) rule(dst *image.RGBA, r image.Rectangle) { fill(dst, r, d.look.Grid) }

func (d *Drawing) labelColour(l store.Label) color.NRGBA {
	hex := l.Light
	if d.look.Dark {
		hex = l.Dark
	}
	var v uint32
	if n, err := fmt.Sscanf(hex, "#%06x", &v); n != 1 || err != nil {
		return d.look.Soft
	}
	return rgb(v)
}

// LetterOf stands for a label: its key, a dot where it has none, a dash where there is no label yet.
func LetterOf(l store.Label) string {
	switch {
	case l.ID == "":
		return "–"
	case l.Key == "":
		return "•"
	}
	return l.Key
}

// size is that of the whole picture, in pixels.
func (d *Drawing) size() (width, height int) {
	overhang := float32(float64(pictureHead-CountHeight)/math.Tan(slant)) + pad // of the last title
	w := RowHead + ColumnWidth*float32(len(d.matrix.Columns)) + overhang
	return d.px(2*margin + max(w, LegendWidth)), d.px(2*margin + titleHeight + pictureHead + RowHeight*float32(len(d.matrix.Rows)) + legendRoom)
}

// paint draws the part of the whole picture that dst shows.
func (d *Drawing) paint(dst *image.RGBA, title string) {
	m := d.matrix
	fill(dst, dst.Rect, d.look.Page)
	at := image.Pt(d.px(margin), d.px(margin))
	d.text(dst, at, 0, 0, title, 19, 900, 22, true, 1, d.look.Ink)
	d.text(dst, at, 0, 28, m.Summary(), 12.5, 900, 16, false, 1, d.look.Soft)
	top, left := at.Y+d.px(titleHeight), at.X
	cells := left + d.px(RowHead)
	for j := range m.Columns {
		d.Column(dst, j, image.Pt(cells+d.px(ColumnWidth*float32(j)), top), pictureHead)
	}
	rows := top + d.px(pictureHead)
	right := cells + d.px(ColumnWidth*float32(len(m.Columns)))
	d.rule(dst, image.Rect(left, rows-d.line(), right, rows))
	first := max(0, (dst.Rect.Min.Y-rows)/d.px(RowHeight))
	for i := first; i < len(m.Rows); i++ {
		y := rows + d.px(RowHeight*float32(i))
		if y >= dst.Rect.Max.Y {
			break
		}
		d.Row(dst, i, image.Pt(left, y), RowHead)
		for j := range m.Columns {
			d.Cell(dst, i, j, image.Pt(cells+d.px(ColumnWidth*float32(j)), y))
		}
	}
	d.legend(dst, image.Pt(left, rows+d.px(RowHeight*float32(len(m.Rows))+20)))
}

// Summary says how much the table holds.
func (m *Matrix) Summary() string {
	t := m.Tally()
	said := fmt.Sprintf("%s · %s · supports %s, refutes %s, context %s", format.Plural(len(m.Rows), "claim"), format.Plural(m.documents(), "document"),
		format.InEnglish(t.Supports), format.InEnglish(t.Refutes), format.InEnglish(t.Context))
	if m.Left > 0 {
		said += " · " + format.Plural(m.Left, "more claim") + " not shown"
	}
	return said
}

// documents is the number of columns that are documents.
func (m *Matrix) documents() int {
	n := len(m.Columns)
	if n > 0 && m.Columns[n-1].ID == "" {
		n--
	}
	return n
}

// The largest picture, in pixels: that many programs read, and that is written within seconds.
const (
	mostPixels = 200_000_000
	mostSide   = 65_000
)

// ErrTooLarge says that a table has no room in a picture.
var ErrTooLarge = errors.New("the table is too large for a picture; filter it by label, or save it as CSV")

// WritePNG writes the whole table as a picture on white at twice the measures, a large one as they are; ErrTooLarge where
// that is too large too. It is drawn in strips, so that what it takes in memory does not grow with the rows.
func (m *Matrix) WritePNG(w io.Writer, title string, regular, bold []byte) error {
	look := Light()
	look.Regular, look.Bold = regular, bold
	for _, scale := range []float32{2, 1} {
		d := NewDrawing(m, look, scale)
		width, height := d.size()
		if width > mostSide || height > mostSide || width*height > mostPixels {
			continue
		}
		return png.Encode(w, &strips{drawing: d, title: title, bounds: image.Rect(0, 0, width, height)})
	}
	return ErrTooLarge
}

// strips is a picture that is drawn strip by strip as its pixels are asked for.
type strips struct {
	drawing *Drawing
	title   string
	bounds  image.Rectangle
	strip   *image.RGBA
}

const stripHeight = 256 // pixels

// ColorModel is part of image.Image.
func (s *strips) ColorModel() color.Model { return color.RGBAModel }

// Bounds is part of image.Image.
func (s *strips) Bounds() image.Rectangle { return s.bounds }

// Opaque tells the encoder that there is no transparency.
func (s *strips) Opaque() bool { return true }

// At is part of image.Image.
func (s *strips) At(x, y int) color.Color {
	if s.strip == nil || !image.Pt(x, y).In(s.strip.Rect) {
		top := y - y%stripHeight
		s.strip = image.NewRGBA(image.Rect(0, top, s.bounds.Dx(), min(top+stripHeight, s.bounds.Dy())))
		s.drawing.paint(s.strip, s.title)
	}
	return s.strip.RGBAAt(x, y)
}
