package docview

import (
	"slices"
	"testing"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"factmark/widgets/docview/layout"
)

// Whatever the text: its letters have places, and it can be drawn.
func FuzzShaping(f *testing.F) {
	for _, s := range append([]string{arabic, "", "\u0301", "ffi\u200d", "\u202eab\u202c", "कि\u200d"}, scripts...) {
		f.Add(s, false)
		f.Add(s+" "+s, true)
	}
	p := newScriptPen(f, 17, 1)
	f.Fuzz(func(t *testing.T, s string, rtl bool) {
		if len(s) > 500 {
			return
		}
		text := string([]rune(s))
		at := []int{0}
		for g := graphemes.FromString(text); g.Next(); {
			at = append(at, g.End())
		}
		xs := p.shaper.places(text, rtl, at)
		if len(xs) != len(at) || xs[0] != 0 || !slices.IsSorted(xs) {
			t.Fatalf("places %v", xs)
		}
		l := layout.New(layout.NewText(text), p.shaper.width, p.shaper.places, 300)
		img := p.page(400, 60, rgb(0xFFFFFF))
		for i := range l.Lines() {
			l.Prepare(i)
			p.write(img, wholly(l.Line(i)), 10, 40, palette{ink: rgb(0)})
		}
	})
}
