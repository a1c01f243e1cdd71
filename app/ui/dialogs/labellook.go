package dialogs

import (
	"image/color"
	"slices"
	"strconv"

	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/docview"
)

// Badge is what stands for a label where there is room for one letter: its key,
// so that what is read is what can be pressed, or a dot where it has none.
func Badge(l store.Label) string {
	switch {
	case l.ID == "":
		return workspace.NoLabel.Letter
	case l.Key == "":
		return "•"
	}
	return l.Key
}

// Colours reads a label's colours; what can't be read is grey.
func Colours(l store.Label) (light, dark color.NRGBA) {
	return hexColour(l.Light, Rgb(0x6B7280)), hexColour(l.Dark, Rgb(0x9CA3AF))
}

func hexColour(s string, otherwise color.NRGBA) color.NRGBA {
	if len(s) != 7 || s[0] != '#' {
		return otherwise
	}
	v, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return otherwise
	}
	return Rgb(uint32(v))
}

// Patterns are the underlines of highlights by their names in the store.
var Patterns = map[string]docview.Pattern{
	"solid": docview.Solid, "double": docview.Double, "dotted": docview.Dotted,
	"dashed": docview.Dashed, "wavy": docview.Wavy,
}

// Styles gives the looks of highlights: first that of claims with no label,
// then the labels in their order.
func Styles(labels []store.Label) []docview.Style {
	all := make([]docview.Style, 0, len(labels)+1)
	for _, l := range slices.Concat([]store.Label{workspace.NoLabel}, labels) {
		light, dark := Colours(l)
		all = append(all, docview.Style{Light: light, Dark: dark, Pattern: Patterns[l.Pattern], Letter: Badge(l)})
	}
	return all
}
