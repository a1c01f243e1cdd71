package dialogs

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"factmark/app/profile"
	"factmark/widgets/contrast"
)

// Colours of our own that the widgets ask the theme for by name.
const (
	ColourPage    fyne.ThemeColorName = "factmarkPage"
	ColourInk     fyne.ThemeColorName = "factmarkInk"
	ColourInkSoft fyne.ThemeColorName = "factmarkInkSoft"
	ColourPanel   fyne.ThemeColorName = "factmarkPanel"
	ColourCard    fyne.ThemeColorName = "factmarkCard"

	ColourFound     fyne.ThemeColorName = "factmarkFound"     // the ground of words that a search found
	ColourFoundLine fyne.ThemeColorName = "factmarkFoundLine" // the line under them
)

// SeriesColours are those of rows of values in a chart, one after the other.
var SeriesColours = []fyne.ThemeColorName{"factmarkSeries1", "factmarkSeries2", "factmarkSeries3", "factmarkSeries4", "factmarkSeries5"}

type shades struct{ Light, Dark color.NRGBA }

// Rgb is an opaque colour by its number, 0xRRGGBB.
func Rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

func rgba(hex uint32, alpha uint8) color.NRGBA {
	c := Rgb(hex)
	c.A = alpha
	return c
}

// LightInk tells whether text is light in the present theme, so that what lies behind it is dark.
func LightInk() bool {
	return contrast.Luminance(color.NRGBAModel.Convert(theme.Color(theme.ColorNameForeground)).(color.NRGBA)) > 0.5
}

// Palette holds every colour that differs from the toolkit's own. Its pairs of text and ground keep a contrast
// of 4.5:1 in both themes.
var Palette = map[fyne.ThemeColorName]shades{
	ColourPage:    {Rgb(0xFBFAF7), Rgb(0x16181C)},
	ColourInk:     {Rgb(0x1F2328), Rgb(0xE6E3DD)},
	ColourInkSoft: {Rgb(0x5A626B), Rgb(0x9DA3AB)},
	ColourPanel:   {Rgb(0xF1EFEA), Rgb(0x1D2025)},
	ColourCard:    {Rgb(0xFBFAF7), Rgb(0x262A30)},

	ColourFound:     {Rgb(0xFFE7AE), Rgb(0x4E3400)},
	ColourFoundLine: {Rgb(0x8A4B00), Rgb(0xFFD166)},

	SeriesColours[0]: {Rgb(0x0072B2), Rgb(0x56B4E9)},
	SeriesColours[1]: {Rgb(0xC2410C), Rgb(0xF59E6C)},
	SeriesColours[2]: {Rgb(0x7A6A00), Rgb(0xE6C84F)},
	SeriesColours[3]: {Rgb(0x7B4FA3), Rgb(0xC9A6E8)},
	SeriesColours[4]: {Rgb(0x00796B), Rgb(0x66C7B8)},

	theme.ColorNameBackground:          {Rgb(0xF1EFEA), Rgb(0x1D2025)},
	theme.ColorNameForeground:          {Rgb(0x1F2328), Rgb(0xE6E3DD)},
	theme.ColorNameHeaderBackground:    {Rgb(0xE9E6E0), Rgb(0x24282E)},
	theme.ColorNameInputBackground:     {Rgb(0xFBFAF7), Rgb(0x16181C)},
	theme.ColorNameInputBorder:         {Rgb(0xC9C5BC), Rgb(0x454B54)},
	theme.ColorNameMenuBackground:      {Rgb(0xFBFAF7), Rgb(0x262A30)},
	theme.ColorNameOverlayBackground:   {Rgb(0xFBFAF7), Rgb(0x22262B)},
	theme.ColorNameButton:              {Rgb(0xE4E0D8), Rgb(0x31363D)},
	theme.ColorNameDisabledButton:      {Rgb(0xEAE7E1), Rgb(0x2A2E34)},
	theme.ColorNameDisabled:            {Rgb(0x666D76), Rgb(0x8F959E)},
	theme.ColorNamePlaceHolder:         {Rgb(0x5F6770), Rgb(0x9AA0A8)},
	theme.ColorNamePrimary:             {Rgb(0x3B5BDB), Rgb(0x91A7FF)},
	theme.ColorNameForegroundOnPrimary: {Rgb(0xFFFFFF), Rgb(0x14161A)},
	theme.ColorNameHyperlink:           {Rgb(0x3B5BDB), Rgb(0x91A7FF)},
	theme.ColorNameFocus:               {rgba(0x3B5BDB, 0x60), rgba(0x91A7FF, 0x60)},
	theme.ColorNameSelection:           {rgba(0x3B5BDB, 0x38), rgba(0x91A7FF, 0x48)},
	theme.ColorNameHover:               {rgba(0x1F2328, 0x0E), rgba(0xFFFFFF, 0x12)},
	theme.ColorNamePressed:             {rgba(0x1F2328, 0x1C), rgba(0xFFFFFF, 0x20)},
	theme.ColorNameSeparator:           {Rgb(0xDAD6CD), Rgb(0x33383F)},
	theme.ColorNameScrollBar:           {rgba(0x1F2328, 0x50), rgba(0xFFFFFF, 0x50)},
	theme.ColorNameError:               {Rgb(0xB42318), Rgb(0xFF9B8E)},
	theme.ColorNameSuccess:             {Rgb(0x1F7A3D), Rgb(0x7BD497)},
	theme.ColorNameWarning:             {Rgb(0x8A5200), Rgb(0xF0B45A)},
}

// look is the toolkit's theme with our colours, sizes and, where the user chose
// one, a fixed light or dark variant.
type look struct {
	fyne.Theme
	choice profile.Theme
}

// NewLook makes the theme of the program for what the user has chosen in Preferences.
func NewLook(choice profile.Theme) *look { return &look{Theme: theme.DefaultTheme(), choice: choice} }

// Color is part of fyne.Theme.
func (l *look) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch l.choice {
	case profile.Light:
		variant = theme.VariantLight
	case profile.Dark:
		variant = theme.VariantDark
	}
	if pair, ours := Palette[name]; ours {
		if variant == theme.VariantDark {
			return pair.Dark
		}
		return pair.Light
	}
	return l.Theme.Color(name, variant)
}

// Size is part of fyne.Theme.
func (l *look) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return 13
	case theme.SizeNameCaptionText:
		return 12
	case theme.SizeNameSubHeadingText:
		return 16
	case theme.SizeNameHeadingText:
		return 20
	case theme.SizeNamePadding:
		return 4
	case theme.SizeNameInnerPadding:
		return 8
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius:
		return 5
	}
	return l.Theme.Size(name)
}
