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
		theme.ColorNameInputBackground, theme.ColorNameOverlayBackground, theme.ColorNameMenuBackground, theme.ColorNameHeaderBackground}
	inks := []fyne.ThemeColorName{dialogs.ColourInk, dialogs.ColourInkSoft, theme.ColorNameForeground, theme.ColorNamePlaceHolder, theme.ColorNameDisabled,
		theme.ColorNameError, theme.ColorNameWarning, theme.ColorNameSuccess, theme.ColorNamePrimary}
	test.NewTempApp(t)
	for _, look := range looks {
		th := dialogs.NewLook(look.theme, look.highContrast)
		colour := func(name fyne.ThemeColorName) color.NRGBA {
			return color.NRGBAModel.Convert(th.Color(name, theme.VariantLight)).(color.NRGBA)
		}
		check := func(ink, ground fyne.ThemeColorName, least float64) {
			if got := contrast(colour(ink), colour(ground)); got < least-0.01 {
				t.Errorf("%s: %s on %s has a contrast of %.2f", look.name, ink, ground, got)
			}
		}
		for _, ground := range grounds {
			for _, ink := range inks {
				check(ink, ground, look.least)
			}
		}
		for ink, ground := range map[fyne.ThemeColorName]fyne.ThemeColorName{theme.ColorNameForegroundOnPrimary: theme.ColorNamePrimary, dialogs.ColourInk: theme.ColorNameButton,
			theme.ColorNameDisabled: theme.ColorNameDisabledButton, theme.ColorNameForeground: theme.ColorNameFocus} {
			check(ink, ground, look.least)
		}
		for _, ground := range []fyne.ThemeColorName{theme.ColorNameMenuBackground, dialogs.ColourPanel, dialogs.ColourPage} {
			for _, line := range []fyne.ThemeColorName{theme.ColorNameFocus, theme.ColorNamePrimary, theme.ColorNameError} {
				check(line, ground, 3)
			}
		}
		for _, ground := range []fyne.ThemeColorName{dialogs.ColourPanel, theme.ColorNameOverlayBackground, dialogs.ColourPage} { // rows that are selected
			selected := over(colour(theme.ColorNameSelection), colour(ground))
			for _, ink := range []fyne.ThemeColorName{theme.ColorNameForeground, theme.ColorNamePlaceHolder, dialogs.ColourInkSoft} {
				if got := contrast(colour(ink), selected); got < look.least-0.01 {
					t.Errorf("%s: %s on what is selected on %s has a contrast of %.2f", look.name, ink, ground, got)
				}
			}
		}
	}
}

func TestThemeHasEveryColourAndSize(t *testing.T) {
	test.NewTempApp(t)
	for _, look := range looks {
		test.AssertAllColorNamesDefined(t, dialogs.NewLook(look.theme, look.highContrast), look.name)
	}
}
