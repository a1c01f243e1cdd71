package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"factmark/app/profile"
)

// Colours of our own that the widgets ask the theme for by name.
const (
	colourPage    fyne.ThemeColorName = "factmarkPage"
	colourInk     fyne.ThemeColorName = "factmarkInk"
	colourInkSoft fyne.ThemeColorName = "factmarkInkSoft"
	colourPanel   fyne.ThemeColorName = "factmarkPanel"
	colourCard    fyne.ThemeColorName = "factmarkCard"
)

// seriesColours are those of rows of values in a chart, one after the other.
var seriesColours = []fyne.ThemeColorName{"factmarkSeries1", "factmarkSeries2", "factmarkSeries3", "factmarkSeries4", "factmarkSeries5"}

type shades struct{ light, dark color.NRGBA }

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

func rgba(hex uint32, alpha uint8) color.NRGBA {
	c := rgb(hex)
	c.A = alpha
	return c
}

// palette holds every colour that differs from the toolkit's own; the pairs of
// text and ground among them keep a contrast of 4.5:1 in both themes.
var palette = map[fyne.ThemeColorName]shades{
	colourPage:    {rgb(0xFBFAF7), rgb(0x16181C)},
	colourInk:     {rgb(0x1F2328), rgb(0xE6E3DD)},
	colourInkSoft: {rgb(0x5A626B), rgb(0x9DA3AB)},
	colourPanel:   {rgb(0xF1EFEA), rgb(0x1D2025)},
	colourCard:    {rgb(0xFBFAF7), rgb(0x262A30)},

	seriesColours[0]: {rgb(0x0072B2), rgb(0x56B4E9)},
	seriesColours[1]: {rgb(0xC2410C), rgb(0xF59E6C)},
	seriesColours[2]: {rgb(0x7A6A00), rgb(0xE6C84F)},
	seriesColours[3]: {rgb(0x7B4FA3), rgb(0xC9A6E8)},
	seriesColours[4]: {rgb(0x00796B), rgb(0x66C7B8)},

	theme.ColorNameBackground:          {rgb(0xF1EFEA), rgb(0x1D2025)},
	theme.ColorNameForeground:          {rgb(0x1F2328), rgb(0xE6E3DD)},
	theme.ColorNameHeaderBackground:    {rgb(0xE9E6E0), rgb(0x24282E)},
	theme.ColorNameInputBackground:     {rgb(0xFBFAF7), rgb(0x16181C)},
	theme.ColorNameInputBorder:         {rgb(0xC9C5BC), rgb(0x454B54)},
	theme.ColorNameMenuBackground:      {rgb(0xFBFAF7), rgb(0x262A30)},
	theme.ColorNameOverlayBackground:   {rgb(0xFBFAF7), rgb(0x22262B)},
	theme.ColorNameButton:              {rgb(0xE4E0D8), rgb(0x31363D)},
	theme.ColorNameDisabledButton:      {rgb(0xEAE7E1), rgb(0x2A2E34)},
	theme.ColorNameDisabled:            {rgb(0x666D76), rgb(0x8F959E)},
	theme.ColorNamePlaceHolder:         {rgb(0x5F6770), rgb(0x9AA0A8)},
	theme.ColorNamePrimary:             {rgb(0x3B5BDB), rgb(0x91A7FF)},
	theme.ColorNameForegroundOnPrimary: {rgb(0xFFFFFF), rgb(0x14161A)},
	theme.ColorNameHyperlink:           {rgb(0x3B5BDB), rgb(0x91A7FF)},
	theme.ColorNameFocus:               {rgba(0x3B5BDB, 0x60), rgba(0x91A7FF, 0x60)},
	theme.ColorNameSelection:           {rgba(0x3B5BDB, 0x38), rgba(0x91A7FF, 0x48)},
	theme.ColorNameHover:               {rgba(0x1F2328, 0x0E), rgba(0xFFFFFF, 0x12)},
	theme.ColorNamePressed:             {rgba(0x1F2328, 0x1C), rgba(0xFFFFFF, 0x20)},
	theme.ColorNameSeparator:           {rgb(0xDAD6CD), rgb(0x33383F)},
	theme.ColorNameScrollBar:           {rgba(0x1F2328, 0x50), rgba(0xFFFFFF, 0x50)},
	theme.ColorNameError:               {rgb(0xB42318), rgb(0xFF9B8E)},
	theme.ColorNameSuccess:             {rgb(0x1F7A3D), rgb(0x7BD497)},
}

// look is the toolkit's theme with our colours, sizes and, where the user chose
// one, a fixed light or dark variant.
type look struct {
	fyne.Theme
	choice profile.Theme
}

func newLook(choice profile.Theme) *look { return &look{Theme: theme.DefaultTheme(), choice: choice} }

func (l *look) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch l.choice {
	case profile.Light:
		variant = theme.VariantLight
	case profile.Dark:
		variant = theme.VariantDark
	}
	if pair, ours := palette[name]; ours {
		if variant == theme.VariantDark {
			return pair.dark
		}
		return pair.light
	}
	return l.Theme.Color(name, variant)
}

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
