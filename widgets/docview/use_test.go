package docview

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"

	"factmark/widgets/selecting"
)

// Whatever the user does to whatever text: the selection holds whole clusters, the page shows the lines that belong
// there, and what is painted lies inside the column.
func TestAnyUse(t *testing.T) {
	p := newPage(t, "")
	p.window.Canvas().Focus(p.View)
	p.SetPopup(somePopup(), nil)
	words := []string{"word ", "AVA, ", "longer-word ", "\n", "\n\n", "👨‍👩‍👧‍👦", "🇦🇫 ", "e\u0301", "שלום ", "(אבג) ", "عربية 12 ", "漢字。", "\t", "\t\t\t\t\t", "          ", strings.Repeat("x", 120), "soft\u00adhyphen ", "\u200b", "The end. ", "“Yes,” he said. "}
	keys := []fyne.KeyName{fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyEscape}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 400).Draw(t, "text"), "")
		p.SetText(text, nil)
		var cuts []int
		for g := graphemes.FromString(text); g.Next(); {
			cuts = append(cuts, g.Start())
		}
		cuts = append(cuts, len(text))
		place := func(t *rapid.T) fyne.Position {
			return fyne.NewPos(rapid.Float32Range(-20, 740).Draw(t, "x"), rapid.Float32Range(-50, 450).Draw(t, "y"))
		}
		t.Repeat(map[string]func(*rapid.T){
			"key":   func(t *rapid.T) { p.key(rapid.SampledFrom(keys).Draw(t, "key")) },
			"shift": func(t *rapid.T) { p.shift(rapid.SampledFrom(keys).Draw(t, "key")) },
			"ctrl": func(t *rapid.T) {
				mods := rapid.SampledFrom([]fyne.KeyModifier{ctrl, ctrlShift}).Draw(t, "mods")
				p.shortcut(mods, rapid.SampledFrom(keys[:6]).Draw(t, "key"))
			},
			"click": func(t *rapid.T) {
				at := place(t)
				for range rapid.IntRange(1, 4).Draw(t, "clicks") {
					p.press(at, 0)
					p.MouseUp(mouse(at, 0))
				}
				p.wait(selecting.DoubleClick)
			},
			"drag": func(t *rapid.T) {
				p.press(place(t), 0)
				p.drag(place(t))
				p.wait(3 * selecting.HeldFrame)
				at := place(t)
				p.drag(at)
				p.release(at)
			},
			"words": func(t *rapid.T) { p.SnapToWords = rapid.Bool().Draw(t, "words") },
			"highlight": func(t *rapid.T) {
				a, b := rapid.IntRange(0, p.column.Text.Points()).Draw(t, "a"), rapid.IntRange(0, p.column.Text.Points()).Draw(t, "b")
				p.PutHighlight(Highlight{ID: fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "id")), Start: min(a, b), End: max(a, b), Style: a % 6})
			},
			"reveal": func(t *rapid.T) {
				at := rapid.IntRange(0, p.column.Text.Points()).Draw(t, "at")
				p.Reveal(at, at)
			},
			"scroll": func(t *rapid.T) { p.column.scrollBy(rapid.Float64Range(-900, 900).Draw(t, "by")) },
			"resize": func(t *rapid.T) {
				p.window.Resize(fyne.NewSize(rapid.Float32Range(170, 900).Draw(t, "width"), 400))
			},
			"zoom": func(t *rapid.T) { p.SetTextSize(rapid.Float32Range(8, 40).Draw(t, "size")) },
			"": func(t *rapid.T) {
				for _, at := range []int{p.caret.Anchor, p.caret.Head} {
					if _, ok := slices.BinarySearch(cuts, at); !ok {
						t.Fatalf("the selection cuts a cluster at %d", at)
					}
				}
				if p.column.Top() < 0 || p.column.Top() > max(0, p.column.Height()-400) {
					t.Fatalf("top is %v of %v", p.column.Top(), p.column.Height())
				}
				r := p.renderer()
				for _, row := range r.rows {
					for _, s := range row.strokes {
						if s.x0 < -2*p.column.metrics.textSize || s.x1 > p.column.metrics.width+2*p.column.metrics.textSize || s.x1 < s.x0 {
							t.Fatalf("a stroke from %v to %v in a column of %v", s.x0, s.x1, p.column.metrics.width)
						}
					}
				}
				if got, want := len(r.shown()), len(r.rows); got != want {
					t.Fatalf("%d lines on screen, %d rows", got, want)
				}
			},
		})
		p.timers = nil
	})
}
