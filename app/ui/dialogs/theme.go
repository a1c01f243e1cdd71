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
	ColourInkSoft: {Rgb(0x525A63), Rgb(0xAEB4BB)},
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
	theme.ColorNameForeground:          {Rgb(0x1F2328), Rgb(0xEDEAE4)},
	theme.ColorNameHeaderBackground:    {Rgb(0xE9E6E0), Rgb(0x24282E)},
	theme.ColorNameInputBackground:     {Rgb(0xFBFAF7), Rgb(0x16181C)},
	theme.ColorNameInputBorder:         {Rgb(0xC9C5BC), Rgb(0x454B54)},
	theme.ColorNameMenuBackground:      {Rgb(0xFBFAF7), Rgb(0x1D2025)},
	theme.ColorNameOverlayBackground:   {Rgb(0xFBFAF7), Rgb(0x22262B)},
	theme.ColorNameButton:              {Rgb(0xE4E0D8), Rgb(0x31363D)},
	theme.ColorNameDisabledButton:      {Rgb(0xEAE7E1), Rgb(0x2A2E34)},
	theme.ColorNameDisabled:            {Rgb(0x545C65), Rgb(0xABB1B9)},
	theme.ColorNamePlaceHolder:         {Rgb(0x525A63), Rgb(0xAEB4BB)},
	theme.ColorNamePrimary:             {Rgb(0x3B5BDB), Rgb(0x91A7FF)},
	theme.ColorNameForegroundOnPrimary: {Rgb(0xFFFFFF), Rgb(0x14161A)},
	theme.ColorNameHyperlink:           {Rgb(0x3B5BDB), Rgb(0x91A7FF)},
	theme.ColorNameFocus:               {Rgb(0x6F85DA), Rgb(0x4561CF)}, // the ground of the current item of a menu: 3:1 beside it, 4.5:1 under its text
	theme.ColorNameSelection:           {rgba(0x3B5BDB, 0x30), rgba(0x91A7FF, 0x38)},
	theme.ColorNameHover:               {rgba(0x1F2328, 0x0E), rgba(0xFFFFFF, 0x12)},
	theme.ColorNamePressed:             {rgba(0x1F2328, 0x1C), rgba(0xFFFFFF, 0x20)},
	theme.ColorNameSeparator:           {Rgb(0xDAD6CD), Rgb(0x33383F)},
	theme.ColorNameScrollBar:           {rgba(0x1F2328, 0x50), rgba(0xFFFFFF, 0x50)},
	theme.ColorNameError:               {Rgb(0xAC1F15), Rgb(0xFF9B8E)},
	theme.ColorNameSuccess:             {Rgb(0x176332), Rgb(0x7BD497)},
	theme.ColorNameWarning:             {Rgb(0x7D4A00), Rgb(0xF0B45A)},
}

// HighContrastPalette holds the colours in place of those of Palette for people who need high contrast: text has 7:1 on
// every ground, and what a tint says elsewhere a border says here.
var HighContrastPalette = map[fyne.ThemeColorName]shades{
	ColourPage:    {Rgb(0xFFFFFF), Rgb(0x000000)},
	ColourInk:     {Rgb(0x000000), Rgb(0xFFFFFF)},
	ColourInkSoft: {Rgb(0x333333), Rgb(0xE0E0E0)},
	ColourPanel:   {Rgb(0xFFFFFF), Rgb(0x000000)},
	ColourCard:    {Rgb(0xEDEDED), Rgb(0x1C1C1C)},

	ColourFound:     {Rgb(0xFFE17A), Rgb(0x4A3500)},
	ColourFoundLine: {Rgb(0x6B3C00), Rgb(0xFFD166)},

	SeriesColours[0]: {Rgb(0x004F7C), Rgb(0x8CCBF0)},
	SeriesColours[1]: {Rgb(0x8A2E08), Rgb(0xFFB48A)},
	SeriesColours[2]: {Rgb(0x554A00), Rgb(0xF0D863)},
	SeriesColours[3]: {Rgb(0x5A3380), Rgb(0xDCC2F2)},
	SeriesColours[4]: {Rgb(0x00544A), Rgb(0x8ADBCD)},

	theme.ColorNameBackground:          {Rgb(0xFFFFFF), Rgb(0x000000)},
	theme.ColorNameForeground:          {Rgb(0x000000), Rgb(0xFFFFFF)},
	theme.ColorNameHeaderBackground:    {Rgb(0xEDEDED), Rgb(0x1C1C1C)},
	theme.ColorNameInputBackground:     {Rgb(0xFFFFFF), Rgb(0x000000)},
	theme.ColorNameInputBorder:         {Rgb(0x8C8C8C), Rgb(0x6C6C6C)}, // 3:1 beside it, and beside the focus that takes its place
	theme.ColorNameMenuBackground:      {Rgb(0xFFFFFF), Rgb(0x000000)},
	theme.ColorNameOverlayBackground:   {Rgb(0xFFFFFF), Rgb(0x000000)},
	theme.ColorNameButton:              {Rgb(0xE6E6E6), Rgb(0x262626)},
	theme.ColorNameDisabledButton:      {Rgb(0xFFFFFF), Rgb(0x000000)},
	theme.ColorNameDisabled:            {Rgb(0x404040), Rgb(0xC4C4C4)},
	theme.ColorNamePlaceHolder:         {Rgb(0x383838), Rgb(0xE0E0E0)},
	theme.ColorNamePrimary:             {Rgb(0x1232A0), Rgb(0xA9C4FF)},
	theme.ColorNameForegroundOnPrimary: {Rgb(0xFFFFFF), Rgb(0x000000)},
	theme.ColorNameHyperlink:           {Rgb(0x1232A0), Rgb(0xA9C4FF)},
	theme.ColorNameFocus:               {Rgb(0x6C95DE), Rgb(0x2756A9)},
	theme.ColorNameSelection:           {rgba(0x1232A0, 0x28), rgba(0xA9C4FF, 0x38)},
	theme.ColorNameHover:               {rgba(0x000000, 0x18), rgba(0xFFFFFF, 0x24)},
	theme.ColorNamePressed:             {rgba(0x000000, 0x2C), rgba(0xFFFFFF, 0x38)},
	theme.ColorNameSeparator:           {Rgb(0x6E6E6E), Rgb(0x9C9C9C)},
	theme.ColorNameScrollBar:           {rgba(0x000000, 0xC0), rgba(0xFFFFFF, 0xC0)},
	theme.ColorNameError:               {Rgb(0x7F0E06), Rgb(0xFFCDC6)},
	theme.ColorNameSuccess:             {Rgb(0x0B5426), Rgb(0x9BE8B2)},
	theme.ColorNameWarning:             {Rgb(0x5C3600), Rgb(0xFFCB80)},
}

// look is the toolkit's theme with our colours, sizes and, where the user chose
// one, a fixed light or dark variant.
type look struct {
	fyne.Theme
	choice  profile.Theme
	palette map[fyne.ThemeColorName]shades
}

// NewLook makes the theme of the program for what the user has chosen in Preferences.
func NewLook(choice profile.Theme, highContrast bool) *look {
	palette := Palette
	if highContrast {
		palette = HighContrastPalette
	}
	return &look{Theme: theme.DefaultTheme(), choice: choice, palette: palette}
}

// HighContrast tells whether the program shows its high-contrast colours.
func HighContrast() bool {
	l, is := fyne.CurrentApp().Settings().Theme().(*look)
	return is && l.palette[ColourPage] == HighContrastPalette[ColourPage]
}

// Color is part of fyne.Theme.
func (l *look) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch l.choice {
	case profile.Light:
		variant = theme.VariantLight
	case profile.Dark:
		variant = theme.VariantDark
	}
	if pair, ours := l.palette[name]; ours {
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
