package docview

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"

	"factmark/widgets/selecting"
)

// reshaping is a page that notes what is reshaped, with a as the current highlight.
func reshaping(t testing.TB, text string, all ...Highlight) (*page, *[]string) {
	p := newPage(t, text, all...)
	p.window.Canvas().Focus(p.View)
	var got []string
	p.OnReshape = func(id string, start, end int) { got = append(got, fmt.Sprint(id, " ", start, " ", end)) }
	p.SetCurrent("a")
	return p, &got
}

// ending gives where the pointer takes hold of an end of the current highlight.
func (p *page) ending(e end) fyne.Position {
	h, _ := p.marks.get(p.marks.current)
	x, y, ok := p.grips.place(h, e)
	if !ok {
		p.t.Fatal("the end of the highlight is off the page")
	}
	return fyne.NewPos(x, y+p.column.metrics.row/2)
}

func (p *page) wantExtent(id string, start, end int) {
	p.t.Helper()
	if h, _ := p.marks.get(id); h.Start != start || h.End != end {
		p.t.Errorf("highlight %s is [%d,%d), want [%d,%d)", id, h.Start, h.End, start, end)
	}
}

func TestDraggingTheEndsOfAHighlight(t *testing.T) {
	p, got := reshaping(t, prose, Highlight{ID: "a", Start: 4, End: 16}, Highlight{ID: "b", Start: 0, End: 40})
	from := p.ending(endEnd)
	p.press(from, 0)
	p.drag(p.at(20))
	p.drag(p.at(29))
	p.wantExtent("a", 4, 29)
	p.wantSelection(0, 0)
	p.release(p.at(29))
	if !slices.Equal(*got, []string{"a 4 29"}) {
		t.Errorf("reported: %q", *got)
	}
	p.wantExtent("a", 4, 16) // until the listener says otherwise
	p.PutHighlight(Highlight{ID: "a", Start: 4, End: 29})
	p.press(p.ending(startEnd), 0)
	p.drag(p.at(0))
	p.release(p.at(0))
	if want := []string{"a 4 29", "a 0 29"}; !slices.Equal(*got, want) || len(p.clicked) > 0 {
		t.Errorf("reported: %q, clicked %q", *got, p.clicked)
	}
}

func TestAnEndNeverPassesTheOther(t *testing.T) {
	p, got := reshaping(t, "one 👨‍👩‍👧‍👦 two three", Highlight{ID: "a", Start: 4, End: 15})
	p.press(p.ending(endEnd), 0)
	p.drag(p.at(0))
	p.wantExtent("a", 4, 11) // the family is one cluster
	p.release(p.at(0))
	p.press(p.ending(startEnd), 0)
	p.drag(fyne.NewPos(700, p.at(0).Y))
	p.release(fyne.NewPos(700, p.at(0).Y))
	if want := []string{"a 4 11", "a 14 15"}; !slices.Equal(*got, want) {
		t.Errorf("reported: %q", *got)
	}
}

func TestEscapeDropsAReshape(t *testing.T) {
	p, got := reshaping(t, prose, Highlight{ID: "a", Start: 4, End: 16})
	p.press(p.ending(endEnd), 0)
	p.drag(p.at(29))
	p.key(fyne.KeyEscape)
	p.wantExtent("a", 4, 16)
	p.drag(p.at(33))
	p.release(p.at(33))
	p.wantExtent("a", 4, 16)
	p.wantSelection(0, 0)
	if len(*got) > 0 || len(p.clicked) > 0 || len(p.keys) > 0 {
		t.Errorf("reported: %q, clicked %q, keys %v", *got, p.clicked, p.keys)
	}
	p.key(fyne.KeyEscape)
	if len(p.keys) != 1 {
		t.Error("the next Escape is kept")
	}
}

// An end that is dragged takes whole words where drags do, and characters with Alt held; where drags don't, Alt changes nothing.
func TestTheEndsOfAHighlightTakeWords(t *testing.T) {
	for _, c := range []struct {
		words, alt bool
		want       []string
	}{
		{true, false, []string{"a 4 29", "a 0 16"}}, {true, true, []string{"a 4 24", "a 2 16"}},
		{false, false, []string{"a 4 24", "a 2 16"}}, {false, true, []string{"a 4 24", "a 2 16"}},
	} {
		p, got := reshaping(t, prose, Highlight{ID: "a", Start: 4, End: 16})
		p.SnapToWords = c.words
		if c.alt {
			p.KeyDown(&fyne.KeyEvent{Name: desktop.KeyAltLeft})
		}
		p.press(p.ending(endEnd), 0)
		p.drag(p.at(24))
		p.release(p.at(24))
		p.press(p.ending(startEnd), 0)
		p.drag(p.at(2))
		p.release(p.at(2))
		if !slices.Equal(*got, c.want) {
			t.Errorf("words %v, Alt %v: reported: %q, want %q", c.words, c.alt, *got, c.want)
		}
	}
}

// A grip is taken hold of in a square of 24 pixels around it, the nearer one of two; a click there still goes to the text.
func TestTheGripsAreLargeEnough(t *testing.T) {
	p, got := reshaping(t, prose, Highlight{ID: "a", Start: 4, End: 16}, Highlight{ID: "b", Start: 0, End: 40})
	h, _ := p.marks.get("a")
	for _, e := range []end{startEnd, endEnd} {
		at, _ := p.grips.knobAt(h, e)
		centre := at.AddXY(knob/2.0, knob/2.0)
		for _, d := range []fyne.Position{{}, {X: 11, Y: 11}, {X: -11, Y: -11}, {X: 11, Y: -11}, {X: -11, Y: 11}} {
			if p.grips.under(centre.Add(d)) != e {
				t.Errorf("%v beside the grip of end %d it is not taken hold of", d, e)
			}
		}
		if p.grips.under(centre.AddXY(14, 0)) != noEnd || p.grips.under(centre.AddXY(0, 40)) != noEnd {
			t.Errorf("the grip of end %d is taken hold of far beside it", e)
		}
	}
	p.click(p.at(5)) // the second letter, within the square
	p.wantSelection(5, 5)
	if len(*got) > 0 || !slices.Equal(p.clicked, []string{"a"}) {
		t.Errorf("reported: %q, clicked: %q", *got, p.clicked)
	}
	p.PutHighlight(Highlight{ID: "a", Start: 4, End: 5}) // an m
	for at, want := range map[float32]end{2: startEnd, -2: endEnd} {
		x := p.at(4).X + at
		if at < 0 {
			x = p.at(5).X + at
		}
		if over := p.grips.under(fyne.NewPos(x, p.at(4).Y)); over != want {
			t.Errorf("%v beside an end of a narrow highlight end %d is taken hold of, want %d", at, over, want)
		}
	}
	p.SetCurrent("")
	if p.grips.under(p.at(4)) != noEnd {
		t.Error("a highlight that is not current has grips")
	}
}

func TestDraggingAnEndBeyondTheEdgeScrolls(t *testing.T) {
	p, got := reshaping(t, numbered(200), Highlight{ID: "a", Start: 4, End: 16})
	p.press(p.ending(endEnd), 0)
	p.drag(fyne.NewPos(300, 460))
	p.wait(20 * selecting.HeldFrame)
	h, _ := p.marks.get("a")
	if first, _ := p.column.Visible(); p.column.Top() == 0 || h.Start != 4 || h.End < p.column.Lines.Line(first).Start {
		t.Errorf("the page is at %v, the highlight [%d,%d)", p.column.Top(), h.Start, h.End)
	}
	p.release(fyne.NewPos(300, 460))
	if len(*got) != 1 || h.End < 300 {
		t.Errorf("reported: %q", *got)
	}
}

func TestAClickOnAGripIsAClick(t *testing.T) {
	p, got := reshaping(t, prose, Highlight{ID: "a", Start: 4, End: 16})
	at := p.ending(endEnd)
	p.click(at)
	p.wantSelection(16, 16)
	p.press(at, 0)
	p.MouseUp(mouse(at, 0)) // a double click
	p.wantSelected("met")
	p.press(p.ending(startEnd), fyne.KeyModifierShift)
	p.release(at)
	if start, end := p.Selection(); start != 4 || end <= 4 || len(*got) > 0 {
		t.Errorf("Shift and a click select [%d,%d), reported: %q", start, end, *got)
	}
}

func TestOnlyWhatCanBeReshapedHasGrips(t *testing.T) {
	p, _ := reshaping(t, strings.Repeat(prose+"\n", 20), Highlight{ID: "a", Start: 4, End: 16})
	shown := func() bool { return p.renderer().knobs[0].Visible() && p.renderer().knobs[1].Visible() }
	if !shown() {
		t.Error("no grips")
	}
	over := p.ending(endEnd)
	test.MoveMouse(p.window.Canvas(), over)
	if p.Cursor() != desktop.HResizeCursor {
		t.Error("no resize cursor over a grip")
	}
	test.MoveMouse(p.window.Canvas(), p.at(30))
	if p.Cursor() != desktop.TextCursor {
		t.Error("no text cursor over text")
	}
	test.MoveMouse(p.window.Canvas(), fyne.NewPos(3, 100))
	if p.Cursor() != desktop.DefaultCursor {
		t.Error("no arrow beside the text")
	}
	p.column.scrollBy(300)
	if p.renderer().knobs[0].Visible() || p.renderer().knobs[1].Visible() {
		t.Error("grips of what is not on the page")
	}
	p.column.scrollBy(-300)
	p.SetCurrent("")
	if shown() || p.grips.under(over) != noEnd {
		t.Error("grips without a current highlight")
	}
	p.SetCurrent("a")
	p.OnReshape = nil
	p.Refresh()
	if shown() || p.grips.under(over) != noEnd {
		t.Error("grips though nobody listens")
	}
}

func TestAReshapeEndsWithItsHighlight(t *testing.T) {
	for name, do := range map[string]func(p *page){
		"removed":  func(p *page) { p.RemoveHighlight("a") },
		"replaced": func(p *page) { p.PutHighlight(Highlight{ID: "a", Start: 1, End: 2}) },
		"reloaded": func(p *page) { p.SetHighlights([]Highlight{{ID: "a", Start: 1, End: 2}}) },
		"text":     func(p *page) { p.SetText(prose, []Highlight{{ID: "a", Start: 1, End: 2}}) },
	} {
		t.Run(name, func(t *testing.T) {
			p, got := reshaping(t, prose, Highlight{ID: "a", Start: 4, End: 16})
			p.press(p.ending(endEnd), 0)
			p.drag(p.at(29))
			do(p)
			p.drag(p.at(33))
			p.release(p.at(33))
			if len(*got) > 0 {
				t.Errorf("reported: %q", *got)
			}
			if h, ok := p.marks.get("a"); ok && (h.Start != 1 || h.End != 2) {
				t.Errorf("highlight is %v", h)
			}
		})
	}
}

// However the ends are dragged over whatever text: what is reported are whole clusters, at least one.
func TestAnyReshape(t *testing.T) {
	p, _ := reshaping(t, "")
	rapid.Check(t, func(t *rapid.T) {
		text := manyScripts().Draw(t, "text")
		p.SetText(text, nil)
		n := p.column.Text.Points()
		cuts := []int{0}
		for g := graphemes.FromString(text); g.Next(); {
			cuts = append(cuts, cuts[len(cuts)-1]+len([]rune(g.Value())))
		}
		s := spanIn(n).Filter(func(s Span) bool { return s.Start < s.End && s.Start < n && s.End > 0 }).Draw(t, "span")
		was := Highlight{ID: "a", Start: s.Start, End: s.End}
		p.PutHighlight(was)
		p.SetCurrent("a")
		p.OnReshape = func(id string, start, end int) {
			_, a := slices.BinarySearch(cuts, start)
			_, b := slices.BinarySearch(cuts, end)
			if id != "a" || start >= end || !a || !b {
				t.Fatalf("reported %s [%d,%d), the clusters of %q begin at %v", id, start, end, text, cuts)
			}
			p.PutHighlight(Highlight{ID: "a", Start: start, End: end})
		}
		for range rapid.IntRange(1, 4).Draw(t, "drags") {
			e := rapid.SampledFrom([]end{startEnd, endEnd}).Draw(t, "end")
			h, _ := p.marks.get("a")
			x, y, ok := p.grips.place(h, e)
			if !ok {
				continue
			}
			p.press(fyne.NewPos(x, y+5), 0)
			if p.reshaping.end == noEnd {
				t.Fatalf("no grip at %v, %v", x, y)
			}
			for range rapid.IntRange(1, 3).Draw(t, "moves") {
				p.drag(fyne.NewPos(rapid.Float32Range(-10, 730).Draw(t, "x"), rapid.Float32Range(0, 390).Draw(t, "y")))
			}
			if rapid.Bool().Draw(t, "escape") {
				p.key(fyne.KeyEscape)
				p.release(fyne.NewPos(5, 5))
				if got, _ := p.marks.get("a"); got != h || p.reshaping.end != noEnd {
					t.Fatalf("after Escape the highlight is %v, was %v", got, h)
				}
				continue
			}
			p.release(fyne.NewPos(5, 5))
		}
		p.timers = nil
	})
}

func TestGripsLight(t *testing.T) { gripsGolden(t, theme.VariantLight, "grips_light.png") }

func TestGripsDark(t *testing.T) { gripsGolden(t, theme.VariantDark, "grips_dark.png") }

func gripsGolden(t *testing.T, variant fyne.ThemeVariant, name string) {
	p, _ := reshaping(t, strings.Repeat(prose+"\n", 4), Highlight{ID: "a", Start: 41, End: 130, Style: 1}, Highlight{ID: "b", Start: 200, End: 230, Style: 0})
	fyne.CurrentApp().Settings().SetTheme(pageTheme{theme.DefaultTheme(), variant})
	p.Select(300, 300)
	test.MoveMouse(p.window.Canvas(), p.ending(endEnd))
	p.Refresh()
	test.AssertImageMatches(t, name, p.window.Canvas().Capture())
}
