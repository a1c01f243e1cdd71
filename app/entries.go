package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/widgets/textfield"
)

// keyEntry is a field that offers each key to its surroundings first: a focused
// field keeps all keys to itself otherwise.
type keyEntry struct {
	widget.Entry
	offer   func(fyne.KeyName) (taken bool)
	entered func() // the keyboard has come into it; may be nil
	edited  func() // something was typed into it; may be nil
}

func newKeyEntry(offer func(fyne.KeyName) bool) *keyEntry {
	e := &keyEntry{offer: offer}
	e.ExtendBaseWidget(e)
	return e
}

// textField is a field of a dialog for a text of so many lines at least, in which Enter is a line break.
func (w *host) textField(hint string, rows int) *textfield.Field {
	f := textfield.New()
	f.After = w.desk.back.later
	f.Offer = w.modalEscape
	f.OnLeftOut = w.desk.tellLeftOut
	f.SetPlaceHolder(hint)
	f.SetRows(rows, textfield.MaxRows)
	return f
}

// tellLeftOut says that characters of what was pasted are not in the text.
func (d *desk) tellLeftOut(count int) {
	d.told.send("Left out: " + plural(count, "control character") + ", which no text can hold.")
}

// FocusGained is part of fyne.Focusable.
func (e *keyEntry) FocusGained() {
	e.Entry.FocusGained()
	tell(e.entered)
}

func (e *keyEntry) TypedKey(k *fyne.KeyEvent) {
	if e.offer == nil || !e.offer(k.Name) {
		e.Entry.TypedKey(k)
		if k.Name == fyne.KeyBackspace || k.Name == fyne.KeyDelete {
			tell(e.edited)
		}
	}
}

// TypedRune is part of fyne.Focusable.
func (e *keyEntry) TypedRune(r rune) {
	e.Entry.TypedRune(r)
	tell(e.edited)
}

// tell calls what may be nil.
func tell(f func()) {
	if f != nil {
		f()
	}
}

// keySelect is a choice that offers each key to its surroundings first.
type keySelect struct {
	widget.Select
	offer   func(fyne.KeyName) (taken bool)
	entered func() // the keyboard has come into it; may be nil
}

func newKeySelect(options []string, offer func(fyne.KeyName) bool) *keySelect {
	s := &keySelect{offer: offer}
	s.Options = options
	s.ExtendBaseWidget(s)
	return s
}

// FocusGained is part of fyne.Focusable.
func (s *keySelect) FocusGained() {
	s.Select.FocusGained()
	tell(s.entered)
}

// TypedKey is part of fyne.Focusable.
func (s *keySelect) TypedKey(k *fyne.KeyEvent) {
	if !s.offer(k.Name) {
		s.Select.TypedKey(k)
	}
}

// keySelectEntry is a field with proposals that offers each key to its surroundings first.
type keySelectEntry struct {
	widget.SelectEntry
	offer  func(fyne.KeyName) (taken bool)
	edited func() // something was typed into it; may be nil
}

// TypedRune is part of fyne.Focusable.
func (e *keySelectEntry) TypedRune(r rune) {
	e.SelectEntry.TypedRune(r)
	tell(e.edited)
}

func newKeySelectEntry(proposals []string, offer func(fyne.KeyName) bool) *keySelectEntry {
	e := &keySelectEntry{offer: offer}
	e.ExtendBaseWidget(e)
	e.SetOptions(proposals)
	drop := e.ActionItem.(*widget.Button) // it would keep all keys to itself
	button := newKeyButton("", offer, drop.OnTapped)
	button.Icon, button.Importance = drop.Icon, drop.Importance
	e.ActionItem = button
	return e
}

func (e *keySelectEntry) TypedKey(k *fyne.KeyEvent) {
	if !e.offer(k.Name) {
		e.SelectEntry.TypedKey(k)
	}
}

// searchEntry is a field that searches as one types. Escape empties and leaves it.
type searchEntry struct {
	*keyEntry
	onEscape, onEnter, onDown func()                  // each may be nil
	onKey                     func(fyne.KeyName) bool // keys of the whole window
}

func newSearchEntry(hint string, changed func(words string)) *searchEntry {
	s := &searchEntry{}
	s.keyEntry = newKeyEntry(s.typed)
	s.SetPlaceHolder(hint)
	s.OnChanged = changed
	s.Icon = theme.SearchIcon()
	return s
}

func (s *searchEntry) typed(name fyne.KeyName) bool {
	var leave func()
	switch name {
	case fyne.KeyEscape:
		s.SetText("")
		leave = s.onEscape
	case fyne.KeyReturn, fyne.KeyEnter:
		leave = s.onEnter
	case fyne.KeyDown:
		leave = s.onDown
	default:
		return s.onKey != nil && s.onKey(name)
	}
	tell(leave)
	return true
}

// begin gives the field the keyboard, with what stands there selected, so that typing takes its place.
func (s *searchEntry) begin(focus func(fyne.Focusable)) {
	focus(s.keyEntry)
	s.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// keyButton is a button that Enter presses as Space does, and that offers other
// keys to its surroundings: once it is reached by Tab it would keep all of them.
type keyButton struct {
	widget.Button
	offer func(fyne.KeyName) (taken bool)
}

func newKeyButton(text string, offer func(fyne.KeyName) bool, tapped func()) *keyButton {
	b := &keyButton{offer: offer}
	b.Text, b.OnTapped = text, tapped
	b.ExtendBaseWidget(b)
	return b
}

// stripKey is what the buttons of a strip do with other keys: Escape puts the strip off.
func (w *host) stripKey(putOff func()) func(fyne.KeyName) bool {
	return func(name fyne.KeyName) bool {
		if name == fyne.KeyEscape {
			putOff()
			return true
		}
		return w.windowKey(name)
	}
}

// TypedKey is part of fyne.Focusable.
func (b *keyButton) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		b.offer(k.Name)
	}
}
