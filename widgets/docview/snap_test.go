package docview

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"

	"factmark/widgets/docview/layout"
	"factmark/widgets/selecting"
)

func TestSnapped(t *testing.T) {
	for _, c := range []struct {
		text         string
		anchor, head int
		want         string
	}{
		{"The minister met Gen. Kurilla.", 6, 14, "minister met"},
		{"The minister met Gen. Kurilla.", 14, 6, "minister met"},
		{"The minister met Gen. Kurilla.", 4, 12, "minister"}, // at the ends of a word nothing of the next one
		{"The minister met Gen. Kurilla.", 4, 13, "minister"}, // nor white space
		{"The minister met Gen. Kurilla.", 3, 12, "minister"},
		{"The minister met Gen. Kurilla.", 5, 6, "minister"},
		{"The minister met Gen. Kurilla.", 6, 6, ""},
		{"The minister met Gen. Kurilla.", 3, 4, " "}, // asked for
		{"a well-known man", 4, 9, "well-known"},
		{"paid $10 million, again", 6, 11, "10 million"},
		{"end.  Next", 2, 5, "end."},
		{"one\ntwo", 1, 5, "one\ntwo"},
		{"日本語の勉強", 0, 3, "日本語"},
		{"สวัสดีครับ", 3, 6, "สวัสดี"},
		{"the 👨‍👩‍👧‍👦 met", 1, 11, "the 👨‍👩‍👧‍👦"},
		{"cafe\u0301 noir", 1, 2, "cafe\u0301"},
		{"مرحبا بالعالم", 2, 4, "مرحبا"},
		{"", 0, 0, ""},
	} {
		text := layout.NewText(c.text)
		from, to := snapped(text, text.Byte(c.anchor), text.Byte(c.head))
		if (to < from) != (c.head < c.anchor) && c.want != "" {
			t.Errorf("%q from %d to %d: the caret is at the other end", c.text, c.anchor, c.head)
		}
		if got := text.Slice(min(from, to), max(from, to)); got != c.want {
			t.Errorf("%q from %d to %d selects %q, want %q", c.text, c.anchor, c.head, got, c.want)
		}
	}
}

// Whatever is dragged over, the ends are those of words or what was pointed at, never inside a letter; what was dragged over
// is selected but for white space, and a second time changes nothing.
func TestSnappedOverAnything(t *testing.T) {
	scraps := []string{"word ", "AVA, ", "longer-word ", "\n", "\n\n", "👨‍👩‍👧‍👦", "🇦🇫 ", "e\u0301", "שלום ", "عربية 12 ", "漢字。", "สวัสดีครับ", "ខ្មែរ", "\t", " \u0301", "\u0600 1", "$3.14 ", "“Yes,” "}
	rapid.Check(t, func(t *rapid.T) {
		s := ""
		for _, scrap := range rapid.SliceOfN(rapid.SampledFrom(scraps), 1, 60).Draw(t, "text") {
			s += scrap
		}
		text := layout.NewText(s)
		cuts := []int{0}
		for g := graphemes.FromString(s); g.Next(); {
			cuts = append(cuts, g.End())
		}
		anchor, head := rapid.SampledFrom(cuts).Draw(t, "anchor"), rapid.SampledFrom(cuts).Draw(t, "head")
		from, to := snapped(text, anchor, head)
		if text.Snap(from) != from || text.Snap(to) != to {
			t.Fatalf("[%d,%d) of %q cuts a letter", from, to, s)
		}
		start, end := min(from, to), max(from, to)
		if a, b := min(anchor, head), max(anchor, head); start > a && !text.Blank(a, start) || end < b && !text.Blank(end, b) {
			t.Fatalf("[%d,%d) of %q leaves out what was dragged over, [%d,%d)", start, end, s, a, b)
		}
		if again, end := snapped(text, from, to); again != from || end != to {
			t.Fatalf("[%d,%d) of %q becomes [%d,%d) by the same rule", from, to, s, again, end)
		}
	})
}

func TestDragsSnapToWords(t *testing.T) {
	p := newPage(t, prose)
	p.window.Canvas().Focus(p.View)
	p.SnapToWords = true
	p.press(p.at(6), 0)
	p.drag(p.at(14))
	p.wantSelected("minister met")
	p.drag(p.at(1))
	p.wantSelected("The minister")
	p.KeyDown(&fyne.KeyEvent{Name: desktop.KeyAltLeft})
	p.wantSelected("he mi")
	p.KeyUp(&fyne.KeyEvent{Name: desktop.KeyAltLeft})
	p.wantSelected("The minister")
	p.release(p.at(1))
	p.wantSelected("The minister")

	p.wait(time.Second)
	p.click(p.at(6)) // Shift+click goes by words too, from where the caret was put
	p.press(p.at(14), fyne.KeyModifierShift)
	p.release(p.at(14))
	p.wantSelected("minister met")
	p.wait(time.Second)
	p.press(p.at(1), fyne.KeyModifierShift)
	p.release(p.at(1))
	p.wantSelected("The minister")
	p.wait(time.Second)
	p.press(p.at(14), fyne.KeyModifierShift|fyne.KeyModifierAlt)
	p.release(p.at(14))
	p.wantSelected("nister m")
}

// A hand that trembles at a click selects no word.
func TestASlipSelectsNothing(t *testing.T) {
	p := newPage(t, prose)
	p.SnapToWords = true
	from := p.at(6)
	p.press(from, 0)
	p.drag(from.AddXY(3, -2))
	p.wantSelection(6, 6)
	p.drag(from.AddXY(9, 0))
	p.wantSelected("minister")
	p.drag(from.AddXY(1, 1)) // back to where it began
	p.release(from)
	p.wantSelection(6, 6)
}

// What the mouse selects is told once it is done: a drag when it is let go, a word when a third click would be another one.
func TestSelectedByTheMouse(t *testing.T) {
	p := newPage(t, prose)
	var told []string
	p.OnSelected = func() { told = append(told, p.SelectedText()) }
	want := func(when string, all ...string) {
		t.Helper()
		if len(told) != len(all) || len(all) > 0 && told[len(told)-1] != all[len(all)-1] {
			t.Fatalf("%s: told %q, want %q", when, told, all)
		}
		told = nil
	}
	p.press(p.at(4), 0)
	p.drag(p.at(12))
	want("while it is dragged")
	p.release(p.at(12))
	p.DragEnd()
	want("a drag", "minister")
	p.wait(time.Second)
	want("after a drag")
	click := func() { p.press(p.at(6), 0); p.MouseUp(mouse(p.at(6), 0)) }
	click()
	p.wait(time.Second)
	want("a click")
	click()
	click()
	want("a double click, at once")
	p.wait(selecting.DoubleClick)
	want("a double click", "minister")
	p.wait(time.Second)
	click()
	click()
	click()
	want("a triple click", "The minister met Gen. Kurilla on Monday.")
	p.wait(time.Second)
	want("after a triple click")
	click()
	click()
	p.Select(0, 0)
	p.wait(time.Second)
	want("a double click whose word was left")
	p.window.Canvas().Focus(p.View)
	p.shift(fyne.KeyRight, fyne.KeyRight)
	p.wait(time.Second)
	want("keys")
	p.press(p.at(12), fyne.KeyModifierShift)
	p.release(p.at(12))
	want("a click with Shift", "The minister")
}
