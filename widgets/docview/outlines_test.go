package docview

import (
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"factmark/widgets/contrast"
	"factmark/widgets/selecting"
)

func outlining(t *testing.T) *page {
	text := strings.Repeat("Several claims may cover the very same words of a document. ", 9) + "\nوقال المجلس إن المجموعة تملك عشرة ملايين."
	p := newPage(t, text,
		Highlight{ID: "claim", Start: 8, End: 58, Style: 0},
		Highlight{ID: "other", Start: 200, End: 260, Style: 1})
	p.SetOutlines([]Highlight{
		{ID: "over", Start: 0, End: 15, Style: 0},
		{ID: "sentence", Start: 60, End: 119, Style: 1},
		{ID: "words", Start: 128, End: 140, Style: 2},
		{ID: "current", Start: 145, End: 178, Style: 3},
		{ID: "inside", Start: 223, End: 238, Style: 4},
		{ID: "long", Start: 300, End: 500, Style: 1},
		{ID: "under", Start: 320, End: 350, Style: 0},
		{ID: "arabic", Start: 546, End: 560, Style: 0},
		{ID: "unknown", Start: 505, End: 520, Style: 9},
	})
	p.SetCurrentOutline("current")
	return p
}

func TestOutlinesLight(t *testing.T) {
	test.AssertImageMatches(t, "outlines_light.png", outlining(t).window.Canvas().Capture())
}

func TestOutlinesDark(t *testing.T) {
	p := outlining(t)
	fyne.CurrentApp().Settings().SetTheme(pageTheme{theme.DefaultTheme(), theme.VariantDark})
	p.Refresh()
	test.AssertImageMatches(t, "outlines_dark.png", p.window.Canvas().Capture())
}

func TestAClickMeansAnOutlineBehindTheHighlights(t *testing.T) {
	p := outlining(t)
	var outlined []string
	p.OnOutline = func(id string) { outlined = append(outlined, id) }
	p.HoverOutline = func(id string) string { return "outline " + id }
	p.Hover = func(id string) string { return "claim " + id }
	click := func(offset int) {
		p.click(p.at(offset))
		p.wait(selecting.DoubleClick + time.Millisecond)
	}
	click(3)  // an outline alone
	click(10) // under a highlight
	click(10)
	click(330) // two, one in the other
	click(330)
	click(525) // neither
	if want := []string{"over", "over", "under", "long"}; !slices.Equal(outlined, want) {
		t.Errorf("clicks on outlines %q, want %q", outlined, want)
	}
	if want := []string{"claim", ""}; !slices.Equal(p.clicked, want) {
		t.Errorf("clicks on highlights %q, want %q", p.clicked, want)
	}
	if got := p.rest(p.at(10)); got != "claim claim\noutline over" {
		t.Errorf("over both the tip says %q", got)
	}
	p.SetText("Another text.", nil)
	if len(p.OutlinesAt(3))+len(p.Outlines()) > 0 || p.CurrentOutline() != "" {
		t.Error("another text has the outlines of the one before")
	}
}

// An outline has no tint, so that it is never taken for a highlight, and is seen against the page in any colour.
func TestAnOutlineHasNoTint(t *testing.T) {
	for _, current := range []bool{false, true} {
		img := image.NewRGBA(image.Rect(0, 0, 60, 26))
		paintLine(img, []stroke{{kind: outlined, x0: 4, x1: 56, colour: rgb(0), opens: true, closes: true, first: true, last: true, current: current}},
			sheet{scale: 1, base: 16, unit: 1, stacks: new(stacks)})
		drawn := 0
		for y := range 26 {
			for x := range 60 {
				if img.RGBAAt(x, y).A > 0 {
					drawn++
					if x > 6 && x < 53 && y > 3 && y < 22 {
						t.Fatalf("something is painted behind the words, at %d, %d", x, y)
					}
				}
			}
		}
		if drawn < 60 {
			t.Errorf("current %v: %d pixels are drawn", current, drawn)
		}
	}
	for _, variant := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
		p := newPage(t, "")
		fyne.CurrentApp().Settings().SetTheme(pageTheme{theme.DefaultTheme(), variant})
		look := p.palette()
		for _, style := range append(slices.Clone(testStyles), Style{Light: rgb(0xFFFFFF), Dark: rgb(0)}, Style{Light: rgb(0xFFE680), Dark: rgb(0x202020)}) {
			p.SetStyles([]Style{style})
			colour, _ := p.look(Highlight{}, look)
			if r := contrast.Ratio(legible(colour, look), look.page); r < 3 {
				t.Errorf("dark %v: %v has a contrast of %.2f", look.dark, colour, r)
			}
		}
	}
}
