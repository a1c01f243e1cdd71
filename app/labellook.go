package app

import (
	"factmark/store"
	"factmark/widgets/docview"
	"image/color"
	"slices"
	"strconv"
)

// badge is what stands for a label where there is room for one letter: its key,
// so that what is read is what can be pressed, or a dot where it has none.
func badge(l store.Label) string {
	switch {
	case l.ID == "":
		return noLabel.Letter
	case l.Key == "":
		return "•"
	}
	return l.Key
}

// colours reads a label's colours; what can't be read is grey.
func colours(l store.Label) (light, dark color.NRGBA) {
	return hexColour(l.Light, rgb(0x6B7280)), hexColour(l.Dark, rgb(0x9CA3AF))
}

func hexColour(s string, otherwise color.NRGBA) color.NRGBA {
	if len(s) != 7 || s[0] != '#' {
		return otherwise
	}
	v, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return otherwise
	}
	return rgb(uint32(v))
}

var patterns = map[string]docview.Pattern{
	"solid": docview.Solid, "double": docview.Double, "dotted": docview.Dotted,
	"dashed": docview.Dashed, "wavy": docview.Wavy,
}

// styles gives the looks of highlights: first that of claims with no label,
// then the labels in their order.
func styles(labels []store.Label) []docview.Style {
	all := make([]docview.Style, 0, len(labels)+1)
	for _, l := range slices.Concat([]store.Label{noLabel}, labels) {
		light, dark := colours(l)
		all = append(all, docview.Style{Light: light, Dark: dark, Pattern: patterns[l.Pattern], Letter: badge(l)})
	}
	return all
}
