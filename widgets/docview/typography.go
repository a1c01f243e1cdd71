package docview

import (
	_ "embed"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

//go:embed noto/NotoSerif-Regular.ttf
var serif []byte

// Serif is the font with serifs that comes with the program: Noto Serif, under the SIL Open Font License (noto/OFL.txt).
// The theme's own font is the one without.
var Serif fyne.Resource = fyne.NewStaticResource("NotoSerif-Regular.ttf", serif)

// Typography says how a page is set.
type Typography struct {
	Font       fyne.Resource // nil stands for the theme's
	Size       float32       // of the letters, in pixels
	LineHeight float32       // from line to line, in multiples of Size; between MinLineHeight and MaxLineHeight
	Columns    int           // letters in a line, at most; between MinColumns and MaxColumns
}

// The typography that a view has unless it is given another, and the bounds of what it can be given.
const (
	DefaultLineHeight = 1.55
	MinLineHeight     = 1.3 // leaves the underlines room
	MaxLineHeight     = 2.5
	DefaultColumns    = 80
	MinColumns        = 30
	MaxColumns        = 160
)

// DefaultTypography is the theme's font at 17 pixels.
func DefaultTypography() Typography {
	return Typography{Size: defaultTextSize, LineHeight: DefaultLineHeight, Columns: DefaultColumns}
}

// bounded brings what is out of bounds into them; a size that is none becomes the usual one.
func (t Typography) bounded() Typography {
	if !(t.Size > 0) {
		t.Size = defaultTextSize
	}
	t.LineHeight = max(MinLineHeight, min(MaxLineHeight, t.LineHeight))
	t.Columns = max(MinColumns, min(MaxColumns, t.Columns))
	return t
}

// font is the font of the page.
func (t Typography) font() fyne.Resource {
	if t.Font != nil {
		return t.Font
	}
	return theme.TextFont()
}

// Typography is how the page is set.
func (v *View) Typography() Typography { return v.typography }

// SetTypography sets the page anew; the first character on screen stays there, and so do caret and selection.
func (v *View) SetTypography(t Typography) {
	if t = t.bounded(); t != v.typography {
		v.typography = t
		v.Refresh()
	}
}

// SetTextSize sets the size of the letters alone, in pixels; any other than a positive one changes nothing.
func (v *View) SetTextSize(px float32) {
	if px > 0 {
		t := v.typography
		t.Size = px
		v.SetTypography(t)
	}
}
