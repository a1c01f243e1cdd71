package app

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The toolkit writes the shortcuts of menus at a fifth of the ink's strength, which no theme can make legible. So a menu's item has its
// keys in its own label: behind the caption, an em space, and as many spaces as bring them into one column.
const (
	keyColumn = "\u2003" // begins what stands behind a caption
	keyGap    = 28       // between the longest caption and the keys, in pixels
)

// nativeMenus tells whether the system draws the menu bar, its shortcuts included.
const nativeMenus = runtime.GOOS == "darwin"

// captionWithKeys is the label of a menu's item: its caption and its keys, "" for none.
func captionWithKeys(caption, keys string) string {
	caption = strings.ReplaceAll(caption, keyColumn, " ")
	if keys == "" {
		return caption
	}
	return caption + keyColumn + keys
}

// captionAndKeys parts the label of a menu's item.
func captionAndKeys(label string) (caption, keys string) {
	caption, keys, _ = strings.Cut(label, keyColumn)
	return caption, strings.TrimLeft(keys, " \u200a")
}

// alignKeys brings the keys of a menu and of its submenus into one column each.
func alignKeys(items []*fyne.MenuItem) {
	width := func(text string) float32 { return fyne.MeasureText(text, theme.TextSize(), fyne.TextStyle{}).Width }
	var widest float32
	for _, i := range items {
		if caption, keys := captionAndKeys(i.Label); keys != "" {
			widest = max(widest, width(caption))
		}
	}
	space, hair := width(" "), width("\u200a")
	for _, i := range items {
		if i.ChildMenu != nil {
			alignKeys(i.ChildMenu.Items)
		}
		caption, keys := captionAndKeys(i.Label)
		if keys == "" {
			continue
		}
		room := widest + keyGap - width(caption+keyColumn)
		spaces := max(0, int(room/space))
		hairs := max(0, int((room-float32(spaces)*space)/hair+0.5))
		i.Label = caption + keyColumn + strings.Repeat(" ", spaces) + strings.Repeat("\u200a", hairs) + keys
	}
}
