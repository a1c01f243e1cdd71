package docview

import (
	"image"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"factmark/widgets/docview/layout"
)

// Letters measures and draws text as the view does, for other widgets that lay text out themselves. All calls belong on
// the interface goroutine.
type Letters struct {
	fonts   *fonts
	pen     *pen
	waiting []func() // called once when fonts have arrived
}

type lettersKey struct {
	font        fyne.Resource
	size, scale float32
}

// shared are the letters that widgets have asked for: a program has few sizes of them.
var shared = struct {
	fonts   map[fyne.Resource]*fonts
	letters map[lettersKey]*Letters
}{make(map[fyne.Resource]*fonts), make(map[lettersKey]*Letters)}

// SharedLetters gives the letters of a font: size is their height in units, scale the device pixels in a unit.
func SharedLetters(font fyne.Resource, size, scale float32) *Letters {
	key := lettersKey{font, size, scale}
	if l := shared.letters[key]; l != nil {
		return l
	}
	f := shared.fonts[font]
	if f == nil {
		f = newFonts(nil)
		f.seek = func() bool { return findShared(f) }
		shared.fonts[font] = f
	}
	l := &Letters{fonts: f, pen: (*pen)(nil).fitting(f, font, size, scale)}
	shared.letters[key] = l
	return l
}

// findShared looks in the background for the letters that fonts want.
func findShared(f *fonts) bool {
	if systemFonts == nil {
		return false
	}
	f.seeking = true
	time.AfterFunc(0, func() {
		fyne.Do(func() { // by now all of a page is wanted
			letters := f.wanted
			f.wanted = nil
			go func() {
				found := systemFonts(letters)
				fyne.Do(func() {
					f.learn(letters, found)
					f.seeking = len(f.wanted) > 0
					for _, l := range shared.letters {
						if l.fonts == f {
							l.arrived()
						}
					}
				})
			}()
		})
	})
	return true
}

func (l *Letters) arrived() {
	l.pen.shaper.forget()
	waiting := l.waiting
	l.waiting = nil
	for _, f := range waiting {
		f()
	}
}

// Fonts counts how often other fonts have arrived: text has to be measured anew then.
func (l *Letters) Fonts() int { return l.fonts.found }

// OnFonts has f called, once, when fonts have arrived that are being looked for. It says whether there are any.
func (l *Letters) OnFonts(f func()) bool {
	if l.fonts.seeking {
		l.waiting = append(l.waiting, f)
	}
	return l.fonts.seeking
}

// Width gives the width of a text, in units.
func (l *Letters) Width(text string) float32 { return l.pen.shaper.width(text) }

// Places gives where bytes of a text stand, as a layout asks for them.
func (l *Letters) Places(text string, rtl bool, at []int) []float32 {
	return l.pen.shaper.places(text, rtl, at)
}

// Page gives an opaque image of so many device pixels in one colour. It is the letters' only one: what was in it is gone.
func (l *Letters) Page(w, h int, c color.NRGBA) *image.RGBA { return l.pen.page(w, h, c) }

// Write writes a line into an image of Page: left is where the line begins, in units, base the baseline in device
// pixels from the image's top.
func (l *Letters) Write(img *image.RGBA, line *layout.Line, left float32, base int, ink color.NRGBA) {
	parts := make([]part, 0, len(line.Runs))
	for i := range line.Runs {
		parts = append(parts, part{run: &line.Runs[i], to: len(line.Runs[i].Text)})
	}
	l.pen.write(img, parts, left, base, palette{ink: ink})
}

// Repainted has a raster painted anew. It gives the raster to show, which may be another one.
func Repainted(raster *canvas.Raster) *canvas.Raster { return repainted(raster) }
