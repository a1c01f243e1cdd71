package claims

import (
	"fmt"
	"image/color"
	"strings"

	"factmark/app/format"
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
	name      string
	page, ink color.NRGBA
	colour    color.NRGBA // of a label
}

// looksOf gives how a label stands on the light page and on the dark one.
func looksOf(l store.Label) [2]pageLook {
	light, dark := dialogs.Colours(l)
	page, ink := dialogs.Palette[dialogs.ColourPage], dialogs.Palette[dialogs.ColourInk]
	return [2]pageLook{{"light", page.Light, ink.Light, light}, {"dark", page.Dark, ink.Dark, dark}}
}

// tooFaint says where a label's text or underline is too faint on the page, "" where it is not.
func tooFaint(l store.Label) string {
	var all []string
	for _, look := range looksOf(l) {
		for _, current := range []bool{false, true} {
			if r := contrast.Ratio(look.ink, docview.Tinted(look.page, look.colour, current)); r < leastOfText {
				all = append(all, fmt.Sprintf("On the %s page the text over it has a contrast of %.1f : 1, and needs %.1f : 1.", look.name, r, leastOfText))
				break
			}
		}
		if r := contrast.Ratio(look.colour, look.page); r < leastOfUnderline {
			all = append(all, fmt.Sprintf("On the %s page its underline has a contrast of %.1f : 1, and needs %.0f : 1.", look.name, r, leastOfUnderline))
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
				if v == contrast.FullColour {
					return fmt.Sprintf("It looks like %s, which has the same pattern (%s page).", name, here[i].name)
				}
				return fmt.Sprintf("With %s it looks like %s, which has the same pattern (%s page). Another pattern tells them apart.", v, name, here[i].name)
			}
		}
	}
	return ""
}
