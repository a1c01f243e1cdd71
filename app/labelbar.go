package app

import (
	"image/color"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/store"
	"factmark/widgets/chip"
	"factmark/widgets/docview"
)

// noLabel is how a claim without a label looks; it is no row of the store.
var noLabel = store.Label{Name: "No label yet", Meaning: "none", Letter: "–", Key: "C", Light: "#6B7280", Dark: "#9CA3AF", Pattern: "dashed"}

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

// styleOf is the index in styles of a label's look.
func (d *desk) styleOf(labelID string) int { return d.labelIndex(labelID) + 1 }

func (d *desk) labelIndex(labelID string) int {
	for i, l := range d.labels {
		if l.ID == labelID {
			return i
		}
	}
	return -1
}

// labelOf returns a claim's label, noLabel where it has none.
func (d *desk) labelOf(labelID string) store.Label {
	if i := d.labelIndex(labelID); i >= 0 {
		return d.labels[i]
	}
	return noLabel
}

// settled says how a review has settled a claim, "" where none has.
func (d *desk) settled(c store.Claim) string {
	switch c.Status {
	case store.StatusUnanimous:
		if c.FinalLabelID != c.LabelID { // what its author says since, or what others say of a claim without one
			return "unanimous: " + d.labelOf(c.FinalLabelID).Name
		}
		return "unanimous"
	case store.StatusAdjudicated:
		return "final: " + d.labelOf(c.FinalLabelID).Name
	case store.StatusRejected:
		return "rejected"
	case store.StatusUnresolved:
		return "people differ"
	}
	return ""
}

// labelBar is the small bar of label buttons that appears at a selection. It
// wraps within the column, and scrolls where there are very many labels.
type labelBar struct {
	widget.BaseWidget
	rows   *chip.Rows
	row    *fyne.Container // holds the buttons
	ground *canvas.Rectangle
}

func newLabelBar(d *desk, apply func(labelID string)) *labelBar {
	b := &labelBar{rows: chip.NewRows(), ground: canvas.NewRectangle(color.Transparent)}
	b.row = b.rows.Box
	b.ground.CornerRadius = 8
	b.ground.StrokeWidth = 1
	b.ExtendBaseWidget(b)
	fill := func() {
		b.row.RemoveAll()
		for _, l := range slices.Concat(d.labels, []store.Label{noLabel}) {
			light, dark := colours(l)
			name := format.NameLine(l.Name)
			if l.ID == "" {
				name = "Claim only"
			}
			b.row.Add(chip.New(l.Key, name, light, dark, func() { apply(l.ID) }))
		}
		b.Refresh()
	}
	d.labelsChanged.listen(func(struct{}) { fill() })
	fill()
	return b
}

func (b *labelBar) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(b.ground,
		container.New(layout.NewCustomPaddedLayout(barPadding, barPadding, barPadding, barPadding), b.rows)))
}

const barPadding = 4 // around the buttons of the label bar, in pixels

// sizeIn is the size of the bar where there is this much room, in pixels.
func (b *labelBar) sizeIn(room fyne.Size) fyne.Size {
	edge := fyne.NewSquareSize(2 * barPadding)
	return b.rows.SizeIn(room.Subtract(edge)).Add(edge)
}

func (b *labelBar) Refresh() {
	b.ground.FillColor = theme.Color(theme.ColorNameOverlayBackground)
	b.ground.StrokeColor = theme.Color(theme.ColorNameInputBorder)
	b.ground.Refresh()
	b.BaseWidget.Refresh()
}
