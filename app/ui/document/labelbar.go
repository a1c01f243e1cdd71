package document

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
)

// labelBar is the small bar of label buttons that appears at a selection. It
// wraps within the column, and scrolls where there are very many labels.
type labelBar struct {
	widget.BaseWidget
	Rows   *chip.Rows
	Row    *fyne.Container // holds the buttons
	ground *canvas.Rectangle
}

func newLabelBar(model *workspace.Workspace, apply func(labelID string)) *labelBar {
	b := &labelBar{Rows: chip.NewRows(), ground: canvas.NewRectangle(color.Transparent)}
	b.Row = b.Rows.Box
	b.ground.CornerRadius = 8
	b.ground.StrokeWidth = 1
	b.ExtendBaseWidget(b)
	fill := func() {
		b.Row.RemoveAll()
		for _, l := range slices.Concat(model.Labels, []store.Label{workspace.NoLabel}) {
			light, dark := dialogs.Colours(l)
			name := format.NameLine(l.Name)
			if l.ID == "" {
				name = "Claim only"
			}
			b.Row.Add(chip.New(l.Key, name, light, dark, func() { apply(l.ID) }))
		}
		b.Refresh()
	}
	model.LabelsChanged.Listen(func(struct{}) { fill() })
	fill()
	return b
}

// CreateRenderer is part of fyne.Widget.
func (b *labelBar) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(b.ground,
		container.New(layout.NewCustomPaddedLayout(barPadding, barPadding, barPadding, barPadding), b.Rows)))
}

const barPadding = 4 // around the buttons of the label bar, in pixels

// SizeIn is the size of the bar where there is this much room, in pixels.
func (b *labelBar) SizeIn(room fyne.Size) fyne.Size {
	edge := fyne.NewSquareSize(2 * barPadding)
	return b.Rows.SizeIn(room.Subtract(edge)).Add(edge)
}

// Refresh is part of fyne.Widget.
func (b *labelBar) Refresh() {
	b.ground.FillColor = theme.Color(theme.ColorNameOverlayBackground)
	b.ground.StrokeColor = theme.Color(theme.ColorNameInputBorder)
	b.ground.Refresh()
	b.BaseWidget.Refresh()
}
