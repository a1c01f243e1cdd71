package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// nameStrip asks for the user's name once, after the first label, in a strip
// that can be ignored.
type nameStrip struct {
	window *claimDialogs
	entry  *keyEntry
	body   *fyne.Container
}

func newNameStrip(w *claimDialogs) *nameStrip {
	s := &nameStrip{window: w}
	s.entry = newKeyEntry(s.typed)
	s.entry.SetPlaceHolder("Claims are signed “" + shorten(w.profile.Person().Name, 30) + "” for now")
	keep := newKeyButton("Save", s.typed, s.keep)
	keep.Importance = widget.HighImportance
	later := newKeyButton("Not now", s.typed, s.close)
	question := widget.NewLabel("Who is labelling?")
	s.body = container.NewVBox(widget.NewSeparator(),
		container.NewPadded(container.NewBorder(nil, nil, question, container.NewHBox(keep, later), s.entry)))
	s.body.Hide()
	return s
}

// offer shows the strip if it was never shown before; the focus stays where it is.
func (s *nameStrip) offer() {
	if s.window.profile.NameAsked() {
		return
	}
	s.window.keepProfile(s.window.profile.SetNameAsked, nil)
	s.body.Show()
}

func (s *nameStrip) typed(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		s.keep()
	case fyne.KeyEscape:
		s.close()
	default:
		return s.window.windowKey(name)
	}
	return true
}

func (s *nameStrip) keep() {
	s.window.setName(s.entry.Text)
	s.close()
}

func (s *nameStrip) close() {
	s.body.Hide()
	s.window.focusBack()
}
