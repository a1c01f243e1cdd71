package docview

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"factmark/widgets/contrast"
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
	dim                                 color.NRGBA // of letters that are not content
	window                              color.NRGBA // where nothing else is painted
	dark                                bool
	strong                              bool // black and white, for people who need high contrast
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
	p.strong = strongContrast(p.ink, p.page)
	p.dim = legibleColour(p.soft, p.ink, p.page)
	return p
}

// strongContrast tells whether ink and page are as good as black and white: highlights have edges then in place of tints,
// which would take from the contrast.
func strongContrast(ink, page color.NRGBA) bool { return contrast.Ratio(ink, page) >= 20 }

// mixTints mixes a stack of highlights into one colour with its opacity: top is the colour of the smallest, under the mean
// of the count others below it.
func mixTints(top, under [3]float32, count int) (colour [3]float32, alpha float32) {
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

// legibleColour moves a colour toward the ink until it keeps a contrast of 4.6:1 with the page.
func legibleColour(c, ink, page color.NRGBA) color.NRGBA {
	mix := func(a, b uint8, k int) uint8 { return uint8((int(a)*(8-k) + int(b)*k) / 8) }
	for k := range 9 {
		m := color.NRGBA{R: mix(c.R, ink.R, k), G: mix(c.G, ink.G, k), B: mix(c.B, ink.B, k), A: 0xFF}
		if contrast.Ratio(m, page) >= 4.6 {
			return m
		}
	}
	return ink
}
