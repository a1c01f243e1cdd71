package docview

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// numbers gives the numbers on screen from the top.
func (p *page) numbers() []string {
	var shown []string
	for _, o := range p.renderer().labels.box {
		if !slices.Contains(p.renderer().box.Objects, o) {
			p.t.Errorf("a number is not on screen")
		}
		shown = append(shown, p.renderer().labels.texts[len(shown)].Text)
	}
	return shown
}

func TestEveryParagraphOnScreenHasItsNumber(t *testing.T) {
	text := strings.Repeat(prose+"\nvertical\vtab, \u2028 and\r\n\n", 300)
	p := newPage(t, text)
	if got := p.numbers(); got != nil {
		t.Fatalf("numbers %q though nobody asked for them", got)
	}
	p.SetGutter(ParagraphNumbers)
	for _, top := range []int{0, 1, 1000, 40_000, p.column.Text.Points()} {
		p.SetTopOffset(top)
		p.column.scrollBy(7)
		first, last := p.column.Visible()
		var want []string
		for i := first; i <= last; i++ {
			if at := p.column.Lines.Start(i); at == 0 || text[at-1] == '\n' {
				want = append(want, strconv.Itoa(strings.Count(text[:at], "\n")+1))
			}
		}
		if got := p.numbers(); !slices.Equal(got, want) {
			t.Errorf("numbers from %d are %q, want %q", top, got, want)
		}
	}
	for _, n := range p.renderer().labels.texts[:len(p.numbers())] {
		if right := n.Position().X + n.MinSize().Width; right > p.column.metrics.left-gutterGap+1 || n.Position().X < 0 {
			t.Errorf("number %s ends at %v, the column begins at %v", n.Text, right, p.column.metrics.left)
		}
	}
	p.SetGutter(NoGutter)
	if got := p.numbers(); got != nil {
		t.Errorf("numbers %q when they are switched off", got)
	}
}

func TestTheGutterKeepsThePlace(t *testing.T) {
	p := newPage(t, news(100<<10))
	p.SetTopOffset(50_000)
	at, left := p.TopOffset(), p.column.metrics.left
	p.SetGutter(ParagraphNumbers)
	if p.TopOffset() != at || p.column.metrics.left <= left {
		t.Errorf("the page begins at %d, began at %d; the column at %v, was at %v", p.TopOffset(), at, p.column.metrics.left, left)
	}
	test.MoveMouse(p.window.Canvas(), fyne.NewPos(p.column.metrics.left-20, 100))
	if p.Cursor() != desktop.DefaultCursor {
		t.Error("no arrow over the gutter")
	}
	p.window.Resize(fyne.NewSize(1200, 400))
	p.wait(sliceGap)
	wide := p.column.metrics.left
	p.SetGutter(NoGutter)
	if p.column.metrics.left != wide {
		t.Error("where there is room beside the column, the gutter moves it")
	}
}

func TestGutterLight(t *testing.T) { gutterGolden(t, theme.VariantLight, "gutter_light.png") }

func TestGutterDark(t *testing.T) { gutterGolden(t, theme.VariantDark, "gutter_dark.png") }

func gutterGolden(t *testing.T, variant fyne.ThemeVariant, name string) {
	p := newPage(t, strings.Repeat(prose+"\n", 40), Highlight{ID: "b", Start: 200, End: 230, Style: 0})
	fyne.CurrentApp().Settings().SetTheme(pageTheme{theme.DefaultTheme(), variant})
	p.SetGutter(ParagraphNumbers)
	p.SetTopOffset(strings.Index(strings.Repeat(prose+"\n", 40), "A second") + 23*(len([]rune(prose))+1))
	p.Refresh()
	test.AssertImageMatches(t, name, p.window.Canvas().Capture())
}
