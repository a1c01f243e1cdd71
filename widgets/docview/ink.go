package docview

import (
	"encoding/binary"
	"image"
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
)

// pen writes the letters of lines into images.
type pen struct {
	font     fyne.Resource
	textSize float32
	scale    float32 // device pixels a unit
	shaper   *shaper
	glyphs   *glyphs
	column   []byte // the pixels of the one image of the page
	under    []byte // those of what is painted under a line, of one after the other
	stacks   stacks
}

// fitting gives a pen for a font, the size of its letters in units and the device pixels in a unit: this one if it will do.
func (p *pen) fitting(font fyne.Resource, textSize, scale float32) *pen {
	if p != nil && p.font == font && p.textSize == textSize && p.scale == scale {
		return p
	}
	s := newShaper(font, textSize)
	return &pen{font: font, textSize: textSize, scale: scale, shaper: s, glyphs: newGlyphs(s.face, textSize*scale)}
}

// image gives an empty image. It is the pen's only one: what was in it is gone.
func (p *pen) image(w, h int) *image.RGBA {
	n := 4 * w * h
	if cap(p.under) < n {
		p.under = make([]byte, n)
	}
	pix := p.under[:n]
	clear(pix)
	return &image.RGBA{Pix: pix, Stride: 4 * w, Rect: image.Rect(0, 0, w, h)}
}

// page gives an image of one colour. It is the pen's only one: what was in it is gone.
func (p *pen) page(w, h int, c color.NRGBA) *image.RGBA {
	n := 4 * w * h
	if cap(p.column) < n {
		p.column = make([]byte, n)
	}
	pix := p.column[:n]
	for i := 0; i < min(n, 4*w); i += 4 {
		pix[i], pix[i+1], pix[i+2], pix[i+3] = c.R, c.G, c.B, 0xFF
	}
	for i := 4 * w; i < n; i += 4 * w {
		copy(pix[i:i+4*w], pix[:4*w])
	}
	return &image.RGBA{Pix: pix, Stride: 4 * w, Rect: image.Rect(0, 0, w, h)}
}

// pieces cuts the text of a run into what the pen writes and what it leaves to the toolkit, word by word, and gives the
// width of each. Text that reads from the right is left in one piece, since the toolkit puts its words in order.
func (p *pen) pieces(text string, yield func(piece string, own bool, width float32)) {
	switch {
	case text == "":
		return
	case p.shaper.can(text):
		yield(text, true, p.shaper.width(text))
		return
	case strings.IndexFunc(text, fromTheRight) >= 0:
		yield(text, false, p.theirs(text))
		return
	}
	for own := ""; len(text) > 0; {
		n := strings.IndexByte(text, ' ')
		if n < 0 {
			n = len(text)
		}
		word := text[:n]
		if p.shaper.can(word) { // it and the spaces behind it go with what came before
			n += len(text[n:]) - len(strings.TrimLeft(text[n:], " "))
			own, text = own+text[:n], text[n:]
			if len(text) > 0 {
				continue
			}
		}
		if own != "" {
			yield(own, true, p.shaper.width(own))
			own = ""
		}
		if len(text) > 0 {
			yield(word, false, p.theirs(word))
			text = text[n:]
		}
	}
}

// theirs is the width of a text that the toolkit draws.
func (p *pen) theirs(text string) float32 {
	return fyne.MeasureText(text, p.textSize, fyne.TextStyle{}).Width
}

func fromTheRight(r rune) bool {
	return r >= 0x0590 && r < 0x0900 || r >= 0xFB1D && r < 0xFE00 || r >= 0xFE70 && r < 0xFEFF || r >= 0x10800 && r < 0x11000 || r >= 0x1E800 && r < 0x1F000
}

// width gives the width of a text.
func (p *pen) width(text string) float32 {
	w := float32(0)
	p.pieces(text, func(_ string, _ bool, width float32) { w += width })
	return w
}

// write writes what it can of the parts of a line: left is where the line begins in the image, in units, base the baseline in
// device pixels from its top.
func (p *pen) write(img *image.RGBA, parts []part, left float32, base int, look palette) {
	for _, part := range parts {
		x, ink := left+part.X, look.inkOf(part.dim)
		p.pieces(part.Text, func(piece string, own bool, width float32) {
			if own {
				p.writePiece(img, piece, x, base, ink)
			}
			x += width
		})
	}
}

func (p *pen) writePiece(img *image.RGBA, text string, x float32, base int, ink color.NRGBA) {
	p.shaper.each(text, func(w *word) {
		for _, g := range w.glyphs {
			m, column := p.glyphs.at(g.id, (x+g.x)*p.scale)
			stamp(img, &m, column+m.left, base+m.top-int(math.Round(float64(g.y*p.scale))), ink)
		}
		x += w.width
	})
}

// lay paints what lies under a line over the opaque page. Both are of one colour for long stretches, so that a mixture
// can mostly be used again.
func lay(page, under *image.RGBA, at image.Point) {
	r := under.Rect.Add(at).Intersect(page.Rect)
	var top, bottom, mixed uint32
	for y := r.Min.Y; y < r.Max.Y; y++ {
		src := under.Pix[under.PixOffset(r.Min.X-at.X, y-at.Y):][:4*r.Dx()]
		dst := page.Pix[page.PixOffset(r.Min.X, y):][:len(src)]
		for i := 0; i < len(src); i += 4 {
			s := binary.LittleEndian.Uint32(src[i:])
			if s == 0 {
				continue
			}
			d := binary.LittleEndian.Uint32(dst[i:])
			if s != top || d != bottom {
				top, bottom, mixed = s, d, 0xFF<<24
				rest := 255 - s>>24
				for shift := 0; shift < 24; shift += 8 {
					mixed |= (d>>shift&0xFF*rest*257/255 + s>>shift&0xFF*257) >> 8 << shift
				}
			}
			binary.LittleEndian.PutUint32(dst[i:], mixed)
		}
	}
}

// stamp paints ink through a mask over an opaque image.
func stamp(img *image.RGBA, m *mask, x, y int, ink color.NRGBA) {
	r := m.Rect.Add(image.Pt(x, y)).Intersect(img.Rect)
	if r.Empty() {
		return
	}
	red, green, blue := uint32(ink.R), uint32(ink.G), uint32(ink.B)
	for row := r.Min.Y; row < r.Max.Y; row++ {
		from := (row-y)*m.Stride + r.Min.X - x
		cover := m.Pix[from : from+r.Dx()]
		to := img.PixOffset(r.Min.X, row)
		pix := img.Pix[to : to+4*len(cover)]
		for i, c := range cover {
			if c == 0 {
				continue
			}
			a := uint32(c)
			rest := 255 - a
			d := pix[4*i : 4*i+3 : 4*i+3]
			d[0] = uint8((red*a + uint32(d[0])*rest + 127) / 255)
			d[1] = uint8((green*a + uint32(d[1])*rest + 127) / 255)
			d[2] = uint8((blue*a + uint32(d[2])*rest + 127) / 255)
		}
	}
}
