package claims

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
)

// NameStrip asks for the user's name once, after the first label, in a strip
// that can be ignored.
type NameStrip struct {
	host  *ClaimDialogs
	Entry *dialogs.KeyEntry
	Body  *fyne.Container
}

// NewNameStrip makes the strip, hidden until Offer shows it.
func NewNameStrip(host *ClaimDialogs) *NameStrip {
	s := &NameStrip{host: host}
	s.Entry = dialogs.NewKeyEntry(s.Typed)
	s.Entry.SetPlaceHolder(locale.T("Your name, now “{{.Name}}”", "Name", format.Shorten(host.Profile.Person().Name, 30)))
	keep := dialogs.NewKeyButton(locale.T("Save"), s.Typed, s.Keep)
	keep.Importance = widget.HighImportance
	later := dialogs.NewKeyButton(locale.T("Not now"), s.Typed, s.close)
	question := widget.NewLabel(locale.T("What's your name? It will be saved with your claims."))
	s.Body = container.NewVBox(widget.NewSeparator(),
		container.NewPadded(container.NewBorder(nil, nil, question, container.NewHBox(keep, later), s.Entry)))
	s.Body.Hide()
	return s
}

// Offer shows the strip if it was never shown before; the focus stays where it is.
func (s *NameStrip) Offer() {
	if s.host.Profile.NameAsked() {
		return
	}
	s.host.KeepProfile(s.host.Profile.SetNameAsked, nil)
	s.Body.Show()
}

// Typed acts on a key in the strip: Enter saves the name, Escape closes the strip, others are those of the window. It
// tells whether the key was used.
func (s *NameStrip) Typed(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		s.Keep()
	case fyne.KeyEscape:
		s.close()
	default:
		return s.host.WindowKey(name)
	}
	return true
}

// Keep makes the typed name the user's and closes the strip.
func (s *NameStrip) Keep() {
	s.host.SetName(s.Entry.Text)
	s.close()
}

func (s *NameStrip) close() {
	s.Body.Hide()
	s.host.RestoreFocus()
}
