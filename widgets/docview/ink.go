package docview

import (
	"encoding/binary"
	"image"
	"image/color"
	"math"

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

// fitting gives a pen for the fonts with that one for the page, the size of its letters in units and the device pixels
// in a unit: this one if it will do.
func (p *pen) fitting(fonts *fonts, font fyne.Resource, textSize, scale float32) *pen {
	if p != nil && p.font == font && p.textSize == textSize && p.scale == scale {
		return p
	}
	fonts.setPage(font)
	return &pen{
		font: font, textSize: textSize, scale: scale,
		shaper: newShaper(fonts, textSize), glyphs: newGlyphs(fonts, textSize*scale),
	}
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

// write writes the parts of a line: left is where the line begins in the image, in units, base the baseline in device
// pixels from its top.
func (p *pen) write(img *image.RGBA, parts []part, left float32, base int, look palette) {
	for i := range parts {
		part := &parts[i]
		x, ink := left+part.run.X, look.inkOf(part.dim)
		if part.run.RTL {
			x += part.run.Width()
		}
		p.shaper.each(part.run.Text, wayOf(part.run.RTL), func(w *word, from int) bool {
			if from >= part.to {
				return false
			}
			begin := x
			if part.run.RTL {
				x -= w.width
				begin = x
			} else {
				x += w.width
			}
			p.writeWord(img, w, int32(part.from-from), int32(part.to-from), begin, base, ink)
			return true
		})
	}
}

// writeWord writes what is drawn of a word for the bytes of a range.
func (p *pen) writeWord(img *image.RGBA, w *word, from, to int32, x float32, base int, ink color.NRGBA) {
	for _, g := range w.glyphs {
		if g.at < from || g.at >= to {
			continue
		}
		m, column := p.glyphs.at(g.font, g.id, (x+g.x)*p.scale)
		at := image.Pt(column+m.left, base+m.top-int(math.Round(float64(g.y*p.scale))))
		if m.picture != nil {
			layOver(img, m.picture, at)
		} else {
			stampInk(img, m, at.X, at.Y, ink)
		}
	}
}

// layOver paints what lies under a line over the opaque page. Both are of one colour for long stretches, so that a mixture
// can mostly be used again.
func layOver(page, under *image.RGBA, at image.Point) {
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

// stampInk paints ink through a mask over an opaque image.
func stampInk(img *image.RGBA, m *mask, x, y int, ink color.NRGBA) {
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
