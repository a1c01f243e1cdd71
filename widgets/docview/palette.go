package docview

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The colours of the page are asked of the theme by these names. A theme that doesn't know them is asked for its
// background, its foreground and its placeholder colour.
const (
	ColorPage    fyne.ThemeColorName = "factmarkPage"
	ColorInk     fyne.ThemeColorName = "factmarkInk"
	ColorInkSoft fyne.ThemeColorName = "factmarkInkSoft"
)

// A stack of tints may hide this much of the page and no more: text over it keeps a contrast of 4.5:1 whatever the
// colours, as long as that of the bare page is 14:1 or more; selected text keeps it too over the usual colours.
const (
	oneTint  = 0.18
	allTints = 0.30
)

type palette struct {
	page, ink, soft, selection, primary color.NRGBA
	window                              color.NRGBA // where nothing else is painted
	dark                                bool
}

func (v *View) palette() palette {
	th, variant := v.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	pick := func(names ...fyne.ThemeColorName) color.NRGBA {
		for _, name := range names {
			if c := th.Color(name, variant); c != nil {
				if c := color.NRGBAModel.Convert(c).(color.NRGBA); c.A > 0 {
					return c
				}
			}
		}
		return color.NRGBA{}
	}
	p := palette{
		page:      pick(ColorPage, theme.ColorNameBackground),
		ink:       pick(ColorInk, theme.ColorNameForeground),
		soft:      pick(ColorInkSoft, theme.ColorNamePlaceHolder, theme.ColorNameForeground),
		selection: pick(theme.ColorNameSelection),
		primary:   pick(theme.ColorNamePrimary),
		window:    pick(theme.ColorNameBackground),
	}
	p.dark = int(p.page.R)+int(p.page.G)+int(p.page.B) < 3*128
	return p
}

// look gives the colour and the pattern of a highlight.
func (v *View) look(h Highlight, p palette) (color.NRGBA, Pattern) {
	switch {
	case h.Style < 0 || h.Style >= len(v.styles):
		return p.soft, Dashed
	case p.dark:
		return v.styles[h.Style].Dark, v.styles[h.Style].Pattern
	}
	return v.styles[h.Style].Light, v.styles[h.Style].Pattern
}

// tint mixes a stack of highlights into one colour with its opacity: top is the colour of the smallest, under the mean
// of the count others below it.
func tint(top, under [3]float32, count int) (colour [3]float32, alpha float32) {
	if count == 0 {
		return top, oneTint
	}
	const below = 1 - (1-allTints)/(1-oneTint)
	rest := float32(below * (1 - oneTint))
	for i := range colour {
		colour[i] = (top[i]*oneTint + under[i]*rest) / allTints
	}
	return colour, allTints
}
