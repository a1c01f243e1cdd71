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
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
)

// eachStrip stands above the text while each selection is given a label: it says which and how to end it, and offers the
// labels. Opened without a label it asks for one.
type eachStrip struct {
	model  *workspace.Workspace
	choose bool // opened to choose a label
	Said   *dialogs.Headline
	how    *dialogs.Headline
	Chips  *chip.Rows
	edge   *labelEdge
	Body   *fyne.Container
	leave  func()      // gives the keyboard back to the text
	shown  func()      // or hidden: what it is in is laid out again, which the toolkit does not always do
	may    func() bool // claims are made in the text now
	key    func(fyne.KeyName) bool
}

func newEachStrip(model *workspace.Workspace, may func() bool, leave func(), key func(fyne.KeyName) bool) *eachStrip {
	s := &eachStrip{model: model, may: may, leave: leave, key: key, Said: dialogs.NewTextLine(true), how: dialogs.NewTextLines(1, theme.SizeNameCaptionText, false), Chips: chip.NewRows(), shown: func() {},
		edge: newLabelEdge()}
	done := dialogs.NewKeyButton(locale.T("Done"), s.keyInStrip, s.end)
	s.Body = container.NewVBox(container.NewBorder(nil, nil, s.edge, container.NewCenter(done),
		container.New(layout.NewCustomPaddedLayout(0, 6, 4, 4), container.New(layout.NewCustomPaddedVBoxLayout(0),
			container.New(layout.NewCustomPaddedVBoxLayout(-14), s.Said, s.how), s.Chips))), widget.NewSeparator())
	show := func(struct{}) { s.show() }
	model.EachChanged.Listen(func(struct{}) {
		s.choose = false
		s.show()
	})
	model.AddingChanged.Listen(show)
	model.LabelsChanged.Listen(func(struct{}) {
		labelID, is := model.LabelEach()
		if is && labelID != "" && !slices.ContainsFunc(model.OfferedLabels(), func(l store.Label) bool { return l.ID == labelID }) {
			model.EndLabelEach()
		}
		s.show()
	})
	s.show()
	return s
}

// open asks for the label that each selection is to be given.
func (s *eachStrip) open() {
	s.choose = true
	s.show()
}

// end ends the giving of labels, and closes the strip.
func (s *eachStrip) end() {
	s.choose = false
	s.model.EndLabelEach()
	s.show()
	s.leave()
}

// keyInStrip acts on a key in a chip or a button of the strip.
func (s *eachStrip) keyInStrip(name fyne.KeyName) bool {
	if name == fyne.KeyEscape {
		s.end()
		return true
	}
	return s.key(name)
}

// take gives a label to each selection from now on, or ends that where it is the one given.
func (s *eachStrip) take(labelID string) {
	if now, is := s.model.LabelEach(); is && now == labelID {
		s.end()
		return
	}
	s.model.BeginLabelEach(labelID)
	s.leave()
}

// show brings the strip up to date.
func (s *eachStrip) show() {
	labelID, is := s.model.LabelEach()
	shown := (is || s.choose) && s.may() && !s.model.Adding
	if shown {
		s.fill(labelID, is)
	}
	if shown != s.Body.Visible() {
		dialogs.SetVisible(s.Body, shown)
		s.shown()
	}
}

func (s *eachStrip) fill(labelID string, is bool) {
	s.Said.SetText(locale.T("Choose the label for each selection"))
	s.how.SetText(locale.T("Each selection gets it when the mouse is released."))
	label := workspace.NoLabel
	if is {
		if labelID != "" {
			label = s.model.LabelOf(labelID)
		}
		s.Said.SetText(locale.T("Labelling each selection: {{.Label}}", "Label", labelName(label)))
		s.how.SetText(locale.T("Enter labels a selection made with the keys. Escape ends."))
	}
	s.edge.set(dialogs.Colours(label))
	s.Chips.Box.RemoveAll()
	for _, l := range slices.Concat(s.model.OfferedLabels(), []store.Label{workspace.NoLabel}) {
		light, dark := dialogs.Colours(l)
		key := l.Key
		if l.ID == "" {
			key = s.model.KeyLetter("no-label")
		}
		c := chip.New(key, labelName(l), light, dark, func() { s.take(l.ID) })
		c.Selected = is && l.ID == labelID
		c.OnKey = s.keyInStrip
		s.Chips.Box.Add(c)
	}
	s.Chips.Refresh()
	s.Body.Refresh()
}

// labelEdge is a bar in the colour of a label, at the edge of the strip.
type labelEdge struct {
	widget.BaseWidget
	light, dark color.NRGBA
	bar         *canvas.Rectangle
}

const labelEdgeWidth = 5 // pixels

func newLabelEdge() *labelEdge {
	e := &labelEdge{bar: canvas.NewRectangle(color.Transparent)}
	e.bar.SetMinSize(fyne.NewSize(labelEdgeWidth, 0))
	e.ExtendBaseWidget(e)
	return e
}

func (e *labelEdge) set(light, dark color.NRGBA) {
	e.light, e.dark = light, dark
	e.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (e *labelEdge) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(e.bar) }

// Refresh is part of fyne.Widget: another theme has another colour.
func (e *labelEdge) Refresh() {
	e.bar.FillColor = e.light
	if r, g, b, _ := theme.Color(theme.ColorNameForeground).RGBA(); r+g+b > 3*0x7FFF {
		e.bar.FillColor = e.dark
	}
	e.bar.Refresh()
	e.BaseWidget.Refresh()
}

// labelName is what a button says of a label.
func labelName(l store.Label) string {
	if l.ID == "" {
		return locale.T("No label")
	}
	return format.NameLine(l.Name)
}

// ChooseLabelEach opens the strip above the text that asks for the label of each selection.
func (p *Pane) ChooseLabelEach() {
	if !p.marks() {
		return
	}
	p.Each.open()
	if all := p.Each.Chips.Box.Objects; len(all) > 0 {
		p.Focus(all[0].(*chip.Chip))
	}
}

// LabelEach has each selection given a label from now on; one that is there is given it at once. The label that is given
// already is put down, where nothing is selected.
func (p *Pane) LabelEach(labelID string) {
	if !p.marks() || p.model.StillOpening() {
		return
	}
	start, end := p.View.Selection()
	if now, is := p.model.LabelEach(); is && now == labelID && start == end {
		p.model.EndLabelEach()
		return
	}
	p.model.BeginLabelEach(labelID)
	p.labelSelection()
}

// marks tells whether claims are made in the text now.
func (p *Pane) marks() bool { return !p.model.ReadOnly() && (p.review == nil || p.review.Independent) }

// labelSelection gives the selection the label that each is given, and tells whether there is one.
func (p *Pane) labelSelection() bool {
	labelID, is := p.model.LabelEach()
	if start, end := p.View.Selection(); !is || start == end || p.model.Adding || !p.marks() {
		return false
	}
	p.apply(labelID)
	return true
}
