package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// readOnly tells whether nothing can be written in the workspace.
func (d *desk) readOnly() bool { return d.store.ReadOnly() != nil }

// mayWrite is readOnly's contrary; where nothing can be written it says so.
func (d *desk) mayWrite() bool {
	if !d.readOnly() {
		return true
	}
	d.told.send("This workspace is read-only. Make a copy to work in it (Ctrl+Shift+S).")
	return false
}

// readOnlyStrip stands at the foot of the window as long as nothing can be
// written in the workspace, says why, and offers the way out.
type readOnlyStrip struct {
	desk *desk
	text *widget.Label
	body *fyne.Container
}

func newReadOnlyStrip(d *desk, makeCopy func()) *readOnlyStrip {
	s := &readOnlyStrip{desk: d, text: widget.NewLabel("")}
	s.text.Truncation = fyne.TextTruncateEllipsis
	s.text.TextStyle.Bold = true
	out := widget.NewButton("Make a copy and work in it…", makeCopy)
	out.Importance = widget.HighImportance
	s.body = container.NewVBox(widget.NewSeparator(), container.NewPadded(container.NewBorder(nil, nil, nil, out, s.text)))
	d.saves.moved.listen(func(struct{}) { s.show() })
	s.show()
	return s
}

func (s *readOnlyStrip) show() {
	why := s.desk.store.ReadOnly()
	if why != nil {
		reason, _, _ := strings.Cut(why.Error(), ", and it was left")
		s.text.SetText("Read-only: " + shown(reason) + ".")
	}
	setVisible(s.body, why != nil)
}
