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

// AddingStrip stands at the foot of the window while evidence is added: it says to which claim, and how.
type AddingStrip struct {
	host *dialogs.Host
	Text *widget.Label
	Body *fyne.Container
}

// NewAddingStrip makes the strip, hidden until evidence is added.
func NewAddingStrip(host *dialogs.Host) *AddingStrip {
	model := host.Workspace
	s := &AddingStrip{host: host, Text: widget.NewLabel("")}
	s.Text.Truncation = fyne.TextTruncateEllipsis
	s.Text.TextStyle.Bold = true
	end := func() {
		model.EndAdding()
		host.FocusText()
	}
	done := dialogs.NewKeyButton(locale.T("Done"), host.StripKey(end), end)
	s.Body = container.NewVBox(widget.NewSeparator(), container.NewPadded(container.NewBorder(nil, nil, nil, done, s.Text)))
	s.Body.Hide()
	model.AddingChanged.Listen(func(struct{}) { s.show() })
	model.HandChanged.Listen(func(struct{}) { s.show() })
	model.Opened.Listen(func(workspace.Opening) { s.show() })
	return s
}

// show says what is to be done, with as much of the claim as the window has room for.
func (s *AddingStrip) show() {
	model := s.host.Workspace
	if model.Adding {
		const rest, letter = 690, 7.5 // pixels: what the other words take, and a letter of the quote
		n := int((s.host.Win.Canvas().Size().Width - rest) / letter)
		s.Text.SetText(locale.T("Evidence for “{{.Quote}}”: select a passage in any document, then + supports, − refutes, = context. Escape ends.", "Quote", format.Shorten(format.OneLine(model.Hand.Quote), max(16, n))))
	}
	dialogs.SetVisible(s.Body, model.Adding)
}
