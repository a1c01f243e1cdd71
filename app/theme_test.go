package app

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"factmark/app/ui/dialogs"
)

// contrast is WCAG 2.2's contrast ratio, 1 to 21.
func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is WCAG 2.2's relative luminance, 0 to 1.
func luminance(c color.NRGBA) float64 {
	part := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

func TestTextCanBeReadOnEveryGround(t *testing.T) {
	grounds := []fyne.ThemeColorName{dialogs.ColourPage, dialogs.ColourPanel, dialogs.ColourCard, theme.ColorNameBackground,
		theme.ColorNameInputBackground, theme.ColorNameOverlayBackground, theme.ColorNameMenuBackground}
	inks := []fyne.ThemeColorName{dialogs.ColourInk, dialogs.ColourInkSoft, theme.ColorNameForeground, theme.ColorNamePlaceHolder, theme.ColorNameDisabled,
		theme.ColorNameError, theme.ColorNameWarning, theme.ColorNamePrimary}
	for _, ground := range grounds {
		for _, ink := range inks {
			if got := contrast(dialogs.Palette[ink].Light, dialogs.Palette[ground].Light); got < 4.5 {
				t.Errorf("light: %s on %s has a contrast of %.2f", ink, ground, got)
			}
			if got := contrast(dialogs.Palette[ink].Dark, dialogs.Palette[ground].Dark); got < 4.5 {
				t.Errorf("dark: %s on %s has a contrast of %.2f", ink, ground, got)
			}
		}
	}
	button, ink := dialogs.Palette[theme.ColorNamePrimary], dialogs.Palette[theme.ColorNameForegroundOnPrimary]
	if light, dark := contrast(ink.Light, button.Light), contrast(ink.Dark, button.Dark); light < 4.5 || dark < 4.5 {
		t.Errorf("the primary button has a contrast of %.2f and %.2f", light, dark)
	}
	for _, pair := range []fyne.ThemeColorName{theme.ColorNameButton, theme.ColorNameHeaderBackground} {
		if light, dark := contrast(dialogs.Palette[dialogs.ColourInk].Light, dialogs.Palette[pair].Light), contrast(dialogs.Palette[dialogs.ColourInk].Dark, dialogs.Palette[pair].Dark); light < 4.5 || dark < 4.5 {
			t.Errorf("ink on %s has a contrast of %.2f and %.2f", pair, light, dark)
		}
	}
}

func TestThemeHasEveryColourAndSize(t *testing.T) {
	test.NewTempApp(t)
	test.AssertAllColorNamesDefined(t, dialogs.NewLook("light"), "ours")
}
