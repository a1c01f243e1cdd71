package evidence

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
)

// RelabelStrip offers, after a linked claim got another label, to give it to the others too. It goes away with whatever is
// done next, and nothing is labelled unasked.
type RelabelStrip struct {
	model *workspace.Workspace
	give  *dialogs.KeyButton
	Body  *fyne.Container
}

// NewRelabelStrip makes the strip, hidden until there is something to offer. key gets the keys of its buttons.
func NewRelabelStrip(model *workspace.Workspace, key func(fyne.KeyName) bool, restoreFocus func()) *RelabelStrip {
	s := &RelabelStrip{model: model}
	s.give = dialogs.NewKeyButton("", key, func() {
		model.LabelLinked()
		restoreFocus()
	})
	said := widget.NewLabel("")
	said.Truncation = fyne.TextTruncateEllipsis
	no := dialogs.NewKeyButton(locale.T("Leave them"), key, func() {
		model.OfferNothing()
		restoreFocus()
	})
	s.Body = container.NewVBox(widget.NewSeparator(), container.NewPadded(container.NewBorder(nil, nil, nil, container.NewHBox(s.give, no), said)))
	s.Body.Hide()
	model.LinkedOffered.Listen(func(struct{}) {
		n := len(model.Offered.IDs)
		if n > 0 {
			label := format.NameLine(model.LabelOf(model.Offered.LabelID).Name)
			said.SetText(locale.T("The same claim has another label elsewhere."))
			s.give.SetText(locale.N("Label the {{.N}} linked claims as {{.Label}} too  (L)", n, "Label", format.Shorten(label, 30)))
		}
		dialogs.SetVisible(s.Body, n > 0)
	})
	return s
}
