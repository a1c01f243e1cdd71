package claims

import (
	"image/color"
	"strings"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/store"
	"factmark/widgets/contrast"
	"factmark/widgets/docview"
)

// What a label must keep on the page: text over its tint, and its underline beside the page, by WCAG 2.
const (
	leastOfText      = 4.5
	leastOfUnderline = 3.0
)

// leastDifference is how different, as CIEDE2000, two labels of one pattern must look, or they are taken for one another
// in a line of text.
const leastDifference = 10

// pageLook is a theme's page as labels see it.
type pageLook struct {
	isDark    bool
	page, ink color.NRGBA
	colour    color.NRGBA // of a label
}

// looksOf gives how a label stands on the light page and on the dark one.
func looksOf(l store.Label) [2]pageLook {
	light, dark := dialogs.Colours(l)
	page, ink := dialogs.Palette[dialogs.ColourPage], dialogs.Palette[dialogs.ColourInk]
	return [2]pageLook{{false, page.Light, ink.Light, light}, {true, page.Dark, ink.Dark, dark}}
}

// say says one of two sentences about a contrast, by the page.
func (p pageLook) say(light, dark string, ratio, least float64) string {
	text := light
	if p.isDark {
		text = dark
	}
	return locale.T(text, "Ratio", format.Decimal(ratio, 1)+" : 1", "Least", format.Decimal(least, 1)+" : 1")
}

// tooFaint says where a label's text or underline is too faint on the page, "" where it is not.
func tooFaint(l store.Label) string {
	var all []string
	for _, look := range looksOf(l) {
		for _, current := range []bool{false, true} {
			if r := contrast.Ratio(look.ink, docview.Tinted(look.page, look.colour, current)); r < leastOfText {
				all = append(all, look.say(locale.Mark("The text over it is hard to read on the light page: the contrast is {{.Ratio}}, and should be {{.Least}}."),
					locale.Mark("The text over it is hard to read on the dark page: the contrast is {{.Ratio}}, and should be {{.Least}}."), r, leastOfText))
				break
			}
		}
		if r := contrast.Ratio(look.colour, look.page); r < leastOfUnderline {
			all = append(all, look.say(locale.Mark("Its underline is hard to see on the light page: the contrast is {{.Ratio}}, and should be {{.Least}}."),
				locale.Mark("Its underline is hard to see on the dark page: the contrast is {{.Ratio}}, and should be {{.Least}}."), r, leastOfUnderline))
		}
	}
	return strings.Join(all, " ")
}

// alike says which other label of the same pattern a label is taken for, and by whom; "" where none.
func alike(l store.Label, others []store.Label) string {
	for _, v := range []contrast.Vision{contrast.FullColour, contrast.Deuteranopia, contrast.Protanopia, contrast.Tritanopia} {
		for _, other := range others {
			if other.ID == l.ID || other.Pattern != l.Pattern || other.Retired {
				continue
			}
			here, there := looksOf(l), looksOf(other)
			for i := range here {
				if contrast.Difference(contrast.Seen(here[i].colour, v), contrast.Seen(there[i].colour, v)) >= leastDifference {
					continue
				}
				name := dialogs.VisualOrder(format.Shorten(format.NameLine(other.Name), 40))
				switch v {
				case contrast.Deuteranopia:
					return locale.T("With deuteranopia it looks like {{.Label}}, which has the same pattern. Choose another pattern.", "Label", name)
				case contrast.Protanopia:
					return locale.T("With protanopia it looks like {{.Label}}, which has the same pattern. Choose another pattern.", "Label", name)
				case contrast.Tritanopia:
					return locale.T("With tritanopia it looks like {{.Label}}, which has the same pattern. Choose another pattern.", "Label", name)
				}
				return locale.T("It looks like {{.Label}}, which has the same pattern. Choose another colour or pattern.", "Label", name)
			}
		}
	}
	return ""
}
