package docview

import (
	"time"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/font"
)

// typesetter measures and writes the text of one view, in the fonts of the system too.
type typesetter struct {
	fonts *fonts
	pen   *pen                              // nil until the size of the letters is known
	find  func(letters []rune) []*font.Font // finds fonts for letters, on any goroutine; nil: there are no others
	away  func(work, then func())           // runs work off the interface goroutine and then, on it, what is to be done with its outcome

	after func(d time.Duration, f func())
	found func()               // called when fonts have been found
	lacks func(letters []rune) // called with letters that no font has, each once
}

func newTypesetter(after func(d time.Duration, f func()), found func(), lacks func(letters []rune)) *typesetter {
	t := &typesetter{
		find:  systemFonts,
		away:  func(work, then func()) { go func() { work(); fyne.Do(then) }() },
		after: after,
		found: found,
		lacks: lacks,
	}
	t.fonts = newFonts(t.seek)
	t.fonts.lacks = func() {
		t.after(0, func() { // by now all of a page is known
			letters := t.fonts.lacking
			t.fonts.lacking = nil
			t.lacks(letters)
		})
	}
	return t
}

// fit has the page written in a font, in letters of a size in units, and says whether that is another one.
func (t *typesetter) fit(font fyne.Resource, textSize, scale float32) bool {
	before := t.pen
	t.pen = t.pen.fitting(t.fonts, font, textSize, scale)
	return t.pen != before
}

// measure gives the width of a text. It is right on the interface goroutine only.
func (t *typesetter) measure(text string) float32 { return t.pen.shaper.width(text) }

// places gives where bytes of a text stand.
func (t *typesetter) places(text string, rtl bool, at []int) []float32 {
	return t.pen.shaper.places(text, rtl, at)
}

// seek looks in the background for the letters wanted. It says whether there is anywhere to look.
func (t *typesetter) seek() bool {
	if t.find == nil {
		return false
	}
	t.after(0, func() {
		letters := t.fonts.wanted
		t.fonts.wanted = nil
		var found []*font.Font
		t.away(func() { found = t.find(letters) }, func() {
			t.fonts.learn(letters, found)
			t.pen.shaper.forget()
			t.found()
		})
	})
	return true
}
