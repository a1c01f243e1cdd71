package claimlist

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"factmark/widgets/contrast"
)

// The colours that the app's theme adds to Fyne's; where a theme lacks one, its nearest of Fyne's own is taken.
const (
	colorInk     fyne.ThemeColorName = "factmarkInk"
	colorInkSoft fyne.ThemeColorName = "factmarkInkSoft"
	colorPanel   fyne.ThemeColorName = "factmarkPanel"
	colorCard    fyne.ThemeColorName = "factmarkCard"
)

// palette is the theme's colours, read once a refresh.
type palette struct {
	ink, soft, rule    color.NRGBA
	panel, card, hover color.NRGBA
	accent             color.NRGBA
	thumb, thumbStrong color.NRGBA
	dark               bool
}

func (l *List) palette() palette {
	look := func(name, fallback fyne.ThemeColorName) color.NRGBA { return themeColor(l.Theme(), name, fallback) }
	p := palette{
		ink:    look(colorInk, theme.ColorNameForeground),
		soft:   look(colorInkSoft, theme.ColorNamePlaceHolder),
		panel:  look(colorPanel, theme.ColorNameBackground),
		card:   look(colorCard, theme.ColorNameInputBackground),
		accent: look(theme.ColorNamePrimary, theme.ColorNamePrimary),
	}
	p.rule = mixColours(p.panel, p.soft, 0.25)
	p.hover = mixColours(p.panel, p.card, 0.5)
	p.thumb = mixColours(p.panel, p.soft, 0.45)
	p.thumbStrong = mixColours(p.panel, p.soft, 0.8)
	// Judged by the panel and not by the variant: an app may force its dark theme on a light desktop.
	p.dark = contrast.Luminance(p.panel) < 0.2
	return p
}

// themeColor is a theme's colour of a name, or of the fallback if the theme doesn't know the name.
func themeColor(th fyne.Theme, name, fallback fyne.ThemeColorName) color.NRGBA {
	variant := fyne.CurrentApp().Settings().ThemeVariant()
	// Themes answer an unknown name with a transparent colour, or with none.
	c := th.Color(name, variant)
	if c == nil || color.NRGBAModel.Convert(c).(color.NRGBA).A == 0 {
		c = th.Color(fallback, variant)
	}
	return color.NRGBAModel.Convert(c).(color.NRGBA)
}

// label is a card's own colour on this palette's panel.
func (p palette) label(c *Card) color.NRGBA {
	if p.dark {
		return c.Dark
	}
	return c.Light
}

// line is the colour of the sign of a card's own line.
func (p palette) line(l Line) color.NRGBA {
	if p.dark {
		return l.Dark
	}
	return l.Light
}

// mixColours goes the share t (0 to 1) of the way from a to b.
func mixColours(a, b color.NRGBA, t float64) color.NRGBA {
	part := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*t)) }
	return color.NRGBA{part(a.R, b.R), part(a.G, b.G), part(a.B, b.B), part(a.A, b.A)}
}

// readableOn is black or white, whichever reads better on the fill: at least 4.5:1 on any.
func readableOn(fill color.NRGBA) color.NRGBA {
	black, white := color.NRGBA{A: 0xff}, color.NRGBA{0xff, 0xff, 0xff, 0xff}
	if contrast.Ratio(white, fill) >= contrast.Ratio(black, fill) {
		return white
	}
	return black
}
