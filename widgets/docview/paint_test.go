package docview

import (
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"factmark/widgets/contrast"
)

// on gives a pixel painted over the page.
func on(page color.NRGBA, c color.RGBA) color.NRGBA {
	mix := func(p, c, a uint8) uint8 { return uint8(int(c) + int(p)*(255-int(a))/255) }
	return color.NRGBA{mix(page.R, c.R, c.A), mix(page.G, c.G, c.A), mix(page.B, c.B, c.A), 255}
}

func TestTextOverAnyStackOfTintsKeepsItsContrast(t *testing.T) {
	for _, variant := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
		p := newPage(t, "")
		fyne.CurrentApp().Settings().SetTheme(pageTheme{theme.DefaultTheme(), variant})
		look := p.palette()
		worstOf := rgb(0)
		if look.dark {
			worstOf = rgb(0xFFFFFF)
		}
		var colours []color.NRGBA
		for i := range testStyles {
			c, _ := p.look(Highlight{Style: i}, look)
			colours = append(colours, c)
		}
		selection := stroke{kind: selected, x1: 8, colour: look.selection}
		flash := stroke{kind: flashed, x1: 8, colour: look.primary}
		flash.colour.A = flashAlpha
		over := func(stack ...stroke) float64 {
			img := image.NewRGBA(image.Rect(0, 0, 8, 26))
			paintLine(img, stack, sheet{scale: 1, base: 16, unit: 1, stacks: new(stacks)})
			return contrast.Ratio(look.ink, on(look.page, img.RGBAAt(4, 10)))
		}
		worst, selectedWorst := 21.0, 21.0
		var pile func(stack []stroke, from []color.NRGBA, depth int)
		pile = func(stack []stroke, from []color.NRGBA, depth int) {
			if len(stack) > 0 {
				worst = min(worst, over(stack...))
				selectedWorst = min(selectedWorst, over(append(stack, selection)...), over(append(stack, flash)...))
			}
			for _, c := range from {
				if len(stack) < depth {
					pile(append(slices.Clone(stack), stroke{x1: 8, colour: c}), from, depth)
				}
			}
		}
		pile(nil, colours, 4)
		for _, c := range append(colours, worstOf) {
			pile(nil, []color.NRGBA{c}, 6)
		}
		if worst < 4.5 {
			t.Errorf("dark %v: contrast over a stack of tints falls to %.2f", look.dark, worst)
		}
		selectedWorst = 21
		pile(nil, colours, 4)
		if selectedWorst < 4.5 {
			t.Errorf("dark %v: contrast over a selected or flashed stack falls to %.2f", look.dark, selectedWorst)
		}
		t.Logf("dark %v: at worst %.2f, selected or flashed %.2f", look.dark, worst, selectedWorst)
	}
}

func TestAStackOfTwoLooksOtherThanEither(t *testing.T) {
	blue, red := stroke{x1: 8, colour: testStyles[0].Light}, stroke{x1: 8, colour: testStyles[1].Light}
	pixel := func(stack ...stroke) color.RGBA {
		img := image.NewRGBA(image.Rect(0, 0, 8, 26))
		sheet{scale: 1, base: 16, unit: 1, stacks: new(stacks)}.paintTints(img, stack)
		return img.RGBAAt(4, 10)
	}
	seen := []color.RGBA{pixel(blue), pixel(red), pixel(blue, red), pixel(red, blue), pixel(blue, blue)}
	for i, a := range seen {
		for _, b := range seen[:i] {
			if a == b {
				t.Errorf("two stacks look alike: %v", seen)
			}
		}
	}
}

// Patterns have to differ without colour, and to run on evenly from one sheet to the next.
func TestPatternsAreToldApartWithoutColour(t *testing.T) {
	var seen []string
	for pattern := Solid; pattern <= Wavy; pattern++ {
		k := stroke{x1: 48, colour: rgb(0), pattern: pattern}
		whole := image.NewRGBA(image.Rect(0, 0, 48, 26))
		s := sheet{scale: 1, base: 16, unit: 1, stacks: new(stacks)}
		s.paintUnderline(whole, k, 0, 48)
		part := image.NewRGBA(image.Rect(0, 0, 31, 26))
		right := sheet{left: 17, scale: 1, base: 16, unit: 1, stacks: new(stacks)}
		right.paintUnderline(part, k, 0, 31)
		for y := range 26 {
			for x := range 31 {
				if part.RGBAAt(x, y) != whole.RGBAAt(x+17, y) {
					t.Fatalf("pattern %d is shifted on a sheet that begins elsewhere, at %d,%d", pattern, x, y)
				}
			}
			for x := range 48 {
				if y < 16 && whole.RGBAAt(x, y).A > 0 {
					t.Fatalf("pattern %d reaches into the letters", pattern)
				}
			}
		}
		look := string(whole.Pix)
		if slices.Contains(seen, look) {
			t.Errorf("pattern %d looks like another", pattern)
		}
		seen = append(seen, look)
	}
}

func TestLanesDoNotTouch(t *testing.T) {
	for _, scale := range []float32{1, 1.25, 1.5, 2, 3} {
		h := int(26 * scale)
		s := sheet{scale: scale, base: int(16 * scale), unit: max(1, int(10*scale)/10), stacks: new(stacks)}
		taken := make([]int, h)
		for lane := range lanes {
			img := image.NewRGBA(image.Rect(0, 0, 60, h))
			s.paintUnderline(img, stroke{x1: 60, colour: rgb(0), lane: lane, pattern: Double}, 0, 60)
			rows := 0
			for y := range h {
				if img.RGBAAt(30, y).A > 0 {
					taken[y]++
					rows++
				}
			}
			if rows != 2*s.unit {
				t.Errorf("scale %v: lane %d has %d rows of ink, want %d", scale, lane, rows, 2*s.unit)
			}
		}
		if slices.Max(taken) > 1 {
			t.Errorf("scale %v: lanes overlap: %v", scale, taken)
		}
	}
}

func overlapping(t *testing.T) *page {
	text := strings.Repeat("Several claims may cover the very same words of a document. ", 12)
	p := newPage(t, text,
		Highlight{ID: "solid", Start: 8, End: 30, Style: 0},
		Highlight{ID: "double", Start: 40, End: 60, Style: 1},
		Highlight{ID: "dotted", Start: 64, End: 80, Style: 2},
		Highlight{ID: "dashed", Start: 84, End: 100, Style: 3},
		Highlight{ID: "wavy", Start: 104, End: 119, Style: 4},
		Highlight{ID: "long", Start: 180, End: 420, Style: 0},
		Highlight{ID: "middle", Start: 200, End: 330, Style: 1},
		Highlight{ID: "small", Start: 240, End: 270, Style: 2},
		Highlight{ID: "fourth", Start: 250, End: 300, Style: 3},
		Highlight{ID: "fifth", Start: 255, End: 262, Style: 4},
		Highlight{ID: "touching", Start: 420, End: 450, Style: 0},
		Highlight{ID: "current", Start: 480, End: 600, Style: 1},
		Highlight{ID: "unknown", Start: 640, End: 680, Style: 77})
	p.SetCurrent("current")
	p.Select(560, 640)
	return p
}

func TestOverlappingHighlightsLight(t *testing.T) {
	p := overlapping(t)
	test.AssertImageMatches(t, "overlapping_light.png", p.window.Canvas().Capture())
}

func TestOverlappingHighlightsDark(t *testing.T) {
	p := overlapping(t)
	fyne.CurrentApp().Settings().SetTheme(pageTheme{theme.DefaultTheme(), theme.VariantDark})
	p.Refresh()
	test.AssertImageMatches(t, "overlapping_dark.png", p.window.Canvas().Capture())
}

func TestPageAsItIs(t *testing.T) {
	p := typing(t, prose+"\n\nKerning: AVAVA To Ty WA.\tTabs\tand soft\u00adhyphens, "+strings.Repeat("averyveryverylongword", 6)+"\n"+numbered(40), 100)
	p.SetTextSize(20)
	p.Select(14, 130)
	p.SetPopup(somePopup(), nil)
	test.AssertImageMatches(t, "page.png", p.window.Canvas().Capture())
}

func TestAThemeThatDoesNotKnowTheViewsColours(t *testing.T) {
	p := newPage(t, prose, Highlight{ID: "a", Start: 0, End: 20})
	fyne.CurrentApp().Settings().SetTheme(theme.DefaultTheme())
	p.Refresh()
	got := p.palette()
	if got.page.A == 0 || contrast.Ratio(got.page, got.ink) < 7 {
		t.Errorf("page %v, ink %v", got.page, got.ink)
	}
}

func TestHighContrastHasEdgesInPlaceOfTints(t *testing.T) {
	if !strongContrast(rgb(0x000000), rgb(0xFFFFFF)) || !strongContrast(rgb(0xFFFFFF), rgb(0x000000)) || strongContrast(rgb(0x1F2328), rgb(0xFBFAF7)) {
		t.Error("black and white are not told from other inks and pages")
	}
	c := rgb(0x0072B2)
	paint := func(current bool) *image.RGBA {
		img := image.NewRGBA(image.Rect(0, 0, 40, 26))
		paintLine(img, []stroke{{kind: highlight, x1: 40, colour: c, opens: true, closes: true, first: true, last: true, current: current}},
			sheet{scale: 1, base: 16, unit: 1, strong: true, stacks: new(stacks)})
		return img
	}
	plain, current := paint(false), paint(true)
	if _, _, _, a := plain.At(20, 8).RGBA(); a != 0 {
		t.Error("the page is tinted")
	}
	for _, at := range []image.Point{{0, 10}, {39, 10}, {20, 1}, {20, 25}} {
		if got := plain.RGBAAt(at.X, at.Y); got != (color.RGBA{c.R, c.G, c.B, 255}) {
			t.Errorf("the edge at %v is %v", at, got)
		}
	}
	if plain.RGBAAt(2, 10).A != 0 || current.RGBAAt(2, 10).A != 255 {
		t.Error("the current highlight has no stronger edge")
	}
}
