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

	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
)

// labelBar is the small bar of label buttons that appears at a selection, with those for evidence while that is
// added. It says what a label key would do there: the label of the claim that is selected is marked, and a line above the
// buttons names it. It wraps within the column, and scrolls where there are very many labels.
type labelBar struct {
	widget.BaseWidget
	model  *workspace.Workspace
	Rows   *chip.Rows
	Row    *fyne.Container // holds the buttons
	Said   *dialogs.Headline
	words  *fyne.Container // holds Said, hidden while there is nothing to say
	ground *canvas.Rectangle
}

// selectedClaim is what there is of claims where something is selected.
type selectedClaim struct {
	same  bool        // the user's own claim with just these words: a label key changes its label
	over  bool        // another one lies over the selection
	label store.Label // of either
}

func newLabelBar(model *workspace.Workspace, selected *workspace.Signal[workspace.Span], claim func(workspace.Span) selectedClaim, apply func(labelID string), evidence func(add func(workspace.Span))) *labelBar {
	b := &labelBar{model: model, Rows: chip.NewRows(), Said: dialogs.NewTextLines(1, theme.SizeNameCaptionText, false), ground: canvas.NewRectangle(color.Transparent)}
	b.words = container.New(layout.NewCustomPaddedLayout(-saidAbove, -saidBelow, 0, 0), b.Said)
	b.words.Hide()
	b.Row = b.Rows.Box
	b.ground.CornerRadius = 8
	b.ground.StrokeWidth = 1
	b.ExtendBaseWidget(b)
	var offered bool // a button begins to add evidence
	var last workspace.Span
	var over selectedClaim
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
			key := l.Key
			if l.ID == "" {
				key = model.KeyLetter("no-label")
			}
			c := chip.New(key, labelName(l), light, dark, func() { apply(l.ID) })
			c.Selected = over.same && over.label.ID == l.ID
			b.Row.Add(c)
		}
		if offered {
			light, dark := dialogs.StanceColours(store.StanceContext)
			b.Row.Add(chip.New(model.KeyLetter("add-evidence"), locale.T("Evidence"), light, dark, func() { evidence(nil) }))
		}
		b.say(over)
		b.Refresh()
	}
	model.LabelsChanged.Listen(func(struct{}) { fill() })
	model.KeysChanged.Listen(func(struct{}) { fill() })
	model.AddingChanged.Listen(func(struct{}) { fill() })
	model.EachChanged.Listen(func(struct{}) { fill() })
	offer := func() {
		before := over
		if over = claim(last); b.offersEvidence(last) != offered || over != before {
			fill()
		}
	}
	model.ClaimsChanged.Listen(func([]store.ClaimChange) { offer() })
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

// say names the claim that is selected, and what a key would make of it.
func (b *labelBar) say(c selectedClaim) {
	said := ""
	switch labelID, each := b.model.LabelEach(); {
	case b.model.Adding:
	case each:
		said = locale.T("Enter labels the selection: {{.Label}}", "Label", labelName(b.model.LabelOf(labelID)))
	case c.same:
		said = locale.T("This claim: {{.Label}}. A label key changes it.", "Label", labelName(c.label))
	case c.over:
		said = locale.T("A label key makes a new claim, over one with: {{.Label}}", "Label", labelName(c.label))
	}
	b.Said.SetText(said)
	dialogs.SetVisible(b.words, said != "")
}

// CreateRenderer is part of fyne.Widget.
func (b *labelBar) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(b.ground,
		container.New(layout.NewCustomPaddedLayout(barPadding, barPadding, barPadding, barPadding), container.NewBorder(b.words, nil, nil, nil, b.Rows))))
}

// In pixels.
const (
	barPadding           = 4    // around what is in the label bar
	saidAbove, saidBelow = 5, 8 // of the room around the words in it, what is not needed
)

// SizeIn is the size of the bar where there is this much room, in pixels.
func (b *labelBar) SizeIn(room fyne.Size) fyne.Size {
	edge := fyne.NewSquareSize(2 * barPadding)
	if !b.words.Visible() {
		return b.Rows.SizeIn(room.Subtract(edge)).Add(edge)
	}
	edge.Height += b.words.MinSize().Height + theme.Padding()
	size := b.Rows.SizeIn(room.Subtract(edge)).Add(edge)
	size.Width = min(room.Width, max(size.Width, fyne.MeasureText(b.Said.Text, theme.Size(theme.SizeNameCaptionText), fyne.TextStyle{}).Width+2*theme.InnerPadding()+2*barPadding+1))
	return size
}

// Refresh is part of fyne.Widget.
func (b *labelBar) Refresh() {
	b.ground.FillColor = theme.Color(theme.ColorNameOverlayBackground)
	b.ground.StrokeColor = theme.Color(theme.ColorNameInputBorder)
	b.ground.Refresh()
	b.BaseWidget.Refresh()
}
