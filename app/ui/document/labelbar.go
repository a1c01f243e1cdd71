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

// labelBar is the small bar of label buttons that appears at a selection, with those for evidence while that is
// added. It wraps within the column, and scrolls where there are very many labels.
type labelBar struct {
	widget.BaseWidget
	model  *workspace.Workspace
	Rows   *chip.Rows
	Row    *fyne.Container // holds the buttons
	ground *canvas.Rectangle
}

func newLabelBar(model *workspace.Workspace, selected *workspace.Signal[workspace.Span], apply func(labelID string), evidence func(add func(workspace.Span))) *labelBar {
	b := &labelBar{model: model, Rows: chip.NewRows(), ground: canvas.NewRectangle(color.Transparent)}
	b.Row = b.Rows.Box
	b.ground.CornerRadius = 8
	b.ground.StrokeWidth = 1
	b.ExtendBaseWidget(b)
	var offered bool // a button begins to add evidence
	var last workspace.Span
	fill := func() {
		offered = b.offersEvidence(last)
		b.Row.RemoveAll()
		if model.Adding {
			for _, s := range dialogs.Stances() {
				light, dark := dialogs.StanceColours(s)
				b.Row.Add(chip.New(dialogs.StanceSign(s), dialogs.StanceName(s), light, dark, func() {
					evidence(func(selected workspace.Span) { model.AddPassage(s, selected) })
				}))
			}
		}
		for _, l := range slices.Concat(model.OfferedLabels(), []store.Label{workspace.NoLabel}) {
			light, dark := dialogs.Colours(l)
			name := format.NameLine(l.Name)
			key := l.Key
			if l.ID == "" {
				name, key = "Claim only", model.KeyLetter("no-label")
			}
			b.Row.Add(chip.New(key, name, light, dark, func() { apply(l.ID) }))
		}
		if offered {
			light, dark := dialogs.StanceColours(store.StanceContext)
			b.Row.Add(chip.New(model.KeyLetter("add-evidence"), "Evidence", light, dark, func() { evidence(nil) }))
		}
		b.Refresh()
	}
	model.LabelsChanged.Listen(func(struct{}) { fill() })
	model.KeysChanged.Listen(func(struct{}) { fill() })
	model.AddingChanged.Listen(func(struct{}) { fill() })
	offer := func() {
		if b.offersEvidence(last) != offered {
			fill()
		}
	}
	model.HandChanged.Listen(func(struct{}) { offer() })
	selected.Listen(func(s workspace.Span) {
		last = s
		offer()
	})
	fill()
	return b
}

// offersEvidence tells whether a selection may become evidence of the claim in hand, and is not that claim itself.
func (b *labelBar) offersEvidence(selected workspace.Span) bool {
	c := b.model.Hand
	return !b.model.Adding && c.ID != "" && !b.model.IsHidden(c.ID) && selected.Start < selected.End &&
		!(c.DocumentID == b.model.Document.ID && c.Start == selected.Start && c.End == selected.End)
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
