package claimlist

import (
	"fmt"
	"image/color"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"factmark/widgets/contrast"
)

func TestLook(t *testing.T) {
	for _, look := range []string{"light", "dark"} {
		for _, width := range []float32{280, 420} {
			t.Run(fmt.Sprint(look, width), func(t *testing.T) {
				l, w := shown(t, 40)
				fyne.CurrentApp().Settings().SetTheme(factmarkTheme{Theme: test.Theme(), dark: look == "dark"})
				w.Resize(fyne.NewSize(width, 640))
				l.SetCurrent(1)
				test.MoveMouse(w.Canvas(), inLabel(l, 2))
				name := look + "_280"
				if width == 420 {
					name = look + "_420_focus_note"
					l.EditNote(0)
				}
				test.AssertImageMatches(t, name+".png", w.Canvas().Capture())
			})
		}
	}
}

func TestLookOfAnEmptyList(t *testing.T) {
	l, w := shown(t, 0)
	l.SetEmpty("No claims yet", "Select some words in the document and press S for supported, D for disputed or N for not enough info.")
	w.Canvas().Focus(l)
	test.AssertImageMatches(t, "empty.png", w.Canvas().Capture())
}

func TestTextIsReadable(t *testing.T) {
	for _, dark := range []bool{false, true} {
		l, _ := shown(t, 5)
		fyne.CurrentApp().Settings().SetTheme(factmarkTheme{Theme: test.Theme(), dark: dark})
		p := l.palette()
		if p.dark != dark {
			t.Errorf("dark %v: the palette is for dark: %v", dark, p.dark)
		}
		for text, ink := range map[string]color.NRGBA{"ink": p.ink, "soft": p.soft} {
			for ground, fill := range map[string]color.NRGBA{"panel": p.panel, "card": p.card, "hover": p.hover} {
				if c := contrast.Ratio(ink, fill); c < 4.5 {
					t.Errorf("dark %v: %s on %s has a contrast of %.1f", dark, text, ground, c)
				}
			}
		}
	}
	for r := 0; r < 256; r += 5 {
		for g := 0; g < 256; g += 5 {
			for b := 0; b < 256; b += 5 {
				fill := color.NRGBA{uint8(r), uint8(g), uint8(b), 0xff}
				if c := contrast.Ratio(readableOn(fill), fill); c < 4.5 {
					t.Fatalf("the letter on %v has a contrast of %.2f", fill, c)
				}
			}
		}
	}
}

// A theme that knows only Fyne's own names must not leave the list invisible.
func TestAPlainThemeWillDo(t *testing.T) {
	for name, plain := range map[string]fyne.Theme{"the default theme": theme.DefaultTheme(), "one that answers nil": nilTheme{theme.DefaultTheme()}} {
		l, _ := shown(t, 5)
		fyne.CurrentApp().Settings().SetTheme(plain)
		p := l.palette()
		for what, c := range map[string]color.NRGBA{"ink": p.ink, "soft": p.soft, "panel": p.panel, "card": p.card} {
			if c.A == 0 {
				t.Errorf("with %s, %s is transparent", name, what)
			}
		}
	}
}

// nilTheme knows no colours of ours and says so with nil.
type nilTheme struct{ fyne.Theme }

func (n nilTheme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch name {
	case colorInk, colorInkSoft, colorPanel, colorCard:
		return nil
	}
	return n.Theme.Color(name, variant)
}

// The patterns must tell labels apart where colours can't.
func TestPatternsDiffer(t *testing.T) {
	var seen [][]uint8
	for pattern := range 5 {
		for _, scale := range []int{1, 2} {
			img := paintPattern(pattern, pillSize*scale, patternHigh*scale, float64(scale), color.NRGBA{A: 0xff})
			var alpha []uint8
			for y := range patternHigh * scale {
				for x := range pillSize * scale {
					_, _, _, a := img.At(x, y).RGBA()
					alpha = append(alpha, uint8(a>>8))
				}
			}
			if slices.ContainsFunc(seen, func(other []uint8) bool { return slices.Equal(other, alpha) }) {
				t.Errorf("pattern %d at scale %d looks like another", pattern, scale)
			}
			if !slices.ContainsFunc(alpha, func(a uint8) bool { return a > 200 }) {
				t.Errorf("pattern %d at scale %d is too faint to see", pattern, scale)
			}
			seen = append(seen, alpha)
		}
	}
}
