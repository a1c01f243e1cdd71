package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
)

// readOnlyStrip stands at the foot of the window as long as nothing can be written in the workspace. It says
// why, and offers the way out.
type readOnlyStrip struct {
	model *workspace.Workspace
	text  *widget.Label
	body  *fyne.Container
}

func newReadOnlyStrip(model *workspace.Workspace, makeCopy func(), key func(fyne.KeyName) bool) *readOnlyStrip {
	s := &readOnlyStrip{model: model, text: widget.NewLabel("")}
	s.text.Truncation = fyne.TextTruncateEllipsis
	s.text.TextStyle.Bold = true
	out := dialogs.NewKeyButton(locale.T("Save a copy and work in it…"), key, makeCopy)
	out.Importance = widget.HighImportance
	s.body = container.NewVBox(widget.NewSeparator(), container.NewPadded(container.NewBorder(nil, nil, nil, out, s.text)))
	model.Writes.Moved.Listen(func(struct{}) { s.show() })
	s.show()
	return s
}

func (s *readOnlyStrip) show() {
	why := s.model.Store.ReadOnly()
	if why != nil {
		reason, _, _ := strings.Cut(why.Error(), ", and it was left")
		s.text.SetText(locale.T("Read-only: {{.Reason}}.", "Reason", format.VisibleLines(reason)))
	}
	dialogs.SetVisible(s.body, why != nil)
}
