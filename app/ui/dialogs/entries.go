package dialogs

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/locale"
	"factmark/widgets/textfield"
)

// KeyEntry is a field that offers each key to its surroundings first: a focused
// field keeps all keys to itself otherwise.
type KeyEntry struct {
	widget.Entry
	named
	ring    focusRing
	Offer   func(fyne.KeyName) (taken bool)
	Entered func() // the keyboard has come into it; may be nil
	edited  func() // something was typed into it; may be nil
}

// NewKeyEntry makes a field that gives each key to offer first, which tells whether it has used it; offer may be nil.
func NewKeyEntry(offer func(fyne.KeyName) bool) *KeyEntry {
	e := &KeyEntry{Offer: offer}
	e.ExtendBaseWidget(e)
	return e
}

// TextField is a field of a dialog for a text of so many lines at least, in which Enter is a line break.
func (h *Host) TextField(hint string, rows int) *textfield.Field {
	f := textfield.New()
	f.After = h.Workspace.Back.Later
	f.Offer = h.ModalEscape
	f.OnLeftOut = h.Workspace.TellLeftOut
	f.SetPlaceHolder(hint)
	f.SetRows(rows, textfield.MaxRows)
	return f
}

// CreateRenderer is part of fyne.Widget.
func (e *KeyEntry) CreateRenderer() fyne.WidgetRenderer {
	return e.ring.around(e.Entry.CreateRenderer(), primaryInk, nil)
}

// FocusLost is part of fyne.Focusable.
func (e *KeyEntry) FocusLost() {
	e.ring.focused = false
	e.Entry.FocusLost()
}

// AccessibilityLabel is part of fyne.Accessible.
func (e *KeyEntry) AccessibilityLabel() string { return e.nameWith(e.Text, e.PlaceHolder) }

// AccessibilityRole is part of fyne.Accessible.
func (e *KeyEntry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// FocusGained is part of fyne.Focusable.
func (e *KeyEntry) FocusGained() {
	e.ring.focused = true
	e.Entry.FocusGained()
	callIfSet(e.Entered)
}

// TypedKey is part of fyne.Focusable.
func (e *KeyEntry) TypedKey(k *fyne.KeyEvent) {
	if e.Offer == nil || !e.Offer(k.Name) {
		e.Entry.TypedKey(k)
		if k.Name == fyne.KeyBackspace || k.Name == fyne.KeyDelete {
			callIfSet(e.edited)
		}
	}
}

// TypedRune is part of fyne.Focusable.
func (e *KeyEntry) TypedRune(r rune) {
	e.Entry.TypedRune(r)
	callIfSet(e.edited)
}

// callIfSet calls what may be nil.
func callIfSet(f func()) {
	if f != nil {
		f()
	}
}

// KeySelect is a choice that offers each key to its surroundings first.
type KeySelect struct {
	widget.Select
	named
	ring    focusRing
	offer   func(fyne.KeyName) (taken bool)
	Entered func() // the keyboard has come into it; may be nil
}

// NewKeySelect makes a choice of options that gives each key to offer first, which tells whether it has used it.
func NewKeySelect(options []string, offer func(fyne.KeyName) bool) *KeySelect {
	s := &KeySelect{offer: offer}
	s.Options = options
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer is part of fyne.Widget.
func (s *KeySelect) CreateRenderer() fyne.WidgetRenderer {
	return s.ring.around(s.Select.CreateRenderer(), primaryInk, func() bool { return true })
}

// FocusGained is part of fyne.Focusable.
func (s *KeySelect) FocusGained() {
	s.ring.set(s, true)
	callIfSet(s.Entered)
}

// FocusLost is part of fyne.Focusable.
func (s *KeySelect) FocusLost() { s.ring.set(s, false) }

// AccessibilityLabel is part of fyne.Accessible.
func (s *KeySelect) AccessibilityLabel() string { return s.nameWith(s.Selected, s.PlaceHolder) }

// AccessibilityRole is part of fyne.Accessible.
func (s *KeySelect) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// TypedKey is part of fyne.Focusable.
func (s *KeySelect) TypedKey(k *fyne.KeyEvent) {
	if !s.offer(k.Name) {
		s.Select.TypedKey(k)
	}
}

// KeySelectEntry is a field with proposals that offers each key to its surroundings first.
type KeySelectEntry struct {
	widget.SelectEntry
	named
	ring   focusRing
	offer  func(fyne.KeyName) (taken bool)
	edited func() // something was typed into it; may be nil
}

// CreateRenderer is part of fyne.Widget.
func (e *KeySelectEntry) CreateRenderer() fyne.WidgetRenderer {
	return e.ring.around(e.SelectEntry.CreateRenderer(), primaryInk, nil)
}

// FocusGained is part of fyne.Focusable.
func (e *KeySelectEntry) FocusGained() {
	e.ring.focused = true
	e.SelectEntry.FocusGained()
}

// FocusLost is part of fyne.Focusable.
func (e *KeySelectEntry) FocusLost() {
	e.ring.focused = false
	e.SelectEntry.FocusLost()
}

// AccessibilityLabel is part of fyne.Accessible.
func (e *KeySelectEntry) AccessibilityLabel() string { return e.nameWith(e.Text, e.PlaceHolder) }

// AccessibilityRole is part of fyne.Accessible.
func (e *KeySelectEntry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// TypedRune is part of fyne.Focusable.
func (e *KeySelectEntry) TypedRune(r rune) {
	e.SelectEntry.TypedRune(r)
	callIfSet(e.edited)
}

// NewKeySelectEntry makes a field with proposals that gives each key to offer first, which tells whether it has used it.
func NewKeySelectEntry(proposals []string, offer func(fyne.KeyName) bool) *KeySelectEntry {
	e := &KeySelectEntry{offer: offer}
	e.ExtendBaseWidget(e)
	e.SetOptions(proposals)
	drop := e.ActionItem.(*widget.Button) // it would keep all keys to itself
	button := NewKeyButton("", offer, drop.OnTapped)
	button.Icon, button.Importance = drop.Icon, drop.Importance
	e.ActionItem = button
	return e
}

// TypedKey is part of fyne.Focusable.
func (e *KeySelectEntry) TypedKey(k *fyne.KeyEvent) {
	if !e.offer(k.Name) {
		e.SelectEntry.TypedKey(k)
	}
}

// SearchEntry is a field that searches as one types. Escape empties and leaves it.
type SearchEntry struct {
	*KeyEntry
	OnEscape, OnEnter, OnDown func()                  // each may be nil
	OnKey                     func(fyne.KeyName) bool // keys of the whole window
}

// NewSearchEntry makes a field that calls changed with its words after every letter; hint is shown while it is empty.
func NewSearchEntry(hint string, changed func(words string)) *SearchEntry {
	s := &SearchEntry{}
	s.KeyEntry = NewKeyEntry(s.typed)
	s.SetPlaceHolder(hint)
	s.OnChanged = changed
	s.Icon = theme.SearchIcon()
	return s
}

func (s *SearchEntry) typed(name fyne.KeyName) bool {
	var leave func()
	switch name {
	case fyne.KeyEscape:
		s.SetText("")
		leave = s.OnEscape
	case fyne.KeyReturn, fyne.KeyEnter:
		leave = s.OnEnter
	case fyne.KeyDown:
		leave = s.OnDown
	default:
		return s.OnKey != nil && s.OnKey(name)
	}
	callIfSet(leave)
	return true
}

// Begin gives the field the keyboard, with what stands there selected, so that typing takes its place.
func (s *SearchEntry) Begin(focus func(fyne.Focusable)) {
	focus(s.KeyEntry)
	s.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// KeyButton is a button that Enter presses as Space does, and that offers other
// keys to its surroundings: once it is reached by Tab it would keep all of them.
type KeyButton struct {
	widget.Button
	Name  string // for those who don't see it, where it bears an icon alone
	offer func(fyne.KeyName) (taken bool)
	ring  focusRing
}

// CreateRenderer is part of fyne.Widget.
func (b *KeyButton) CreateRenderer() fyne.WidgetRenderer {
	return b.ring.around(b.Button.CreateRenderer(), func() fyne.ThemeColorName { return onImportance(b.Importance) },
		func() bool { return b.Importance != widget.LowImportance })
}

// AccessibilityLabel is part of fyne.Accessible.
func (b *KeyButton) AccessibilityLabel() string {
	if b.Name != "" {
		return b.Name
	}
	return b.Button.AccessibilityLabel()
}

// FocusGained is part of fyne.Focusable.
func (b *KeyButton) FocusGained() { b.ring.set(b, true) }

// FocusLost is part of fyne.Focusable.
func (b *KeyButton) FocusLost() { b.ring.set(b, false) }

// NewKeyButton makes a button; keys that don't press it go to offer.
func NewKeyButton(text string, offer func(fyne.KeyName) bool, tapped func()) *KeyButton {
	b := &KeyButton{offer: offer}
	b.Text, b.OnTapped = text, tapped
	b.ExtendBaseWidget(b)
	return b
}

// StripKey is what the buttons of a strip do with other keys: Escape puts the strip off.
func (h *Host) StripKey(putOff func()) func(fyne.KeyName) bool {
	return func(name fyne.KeyName) bool {
		if name == fyne.KeyEscape {
			putOff()
			return true
		}
		return h.WindowKey(name)
	}
}

// TypedKey is part of fyne.Focusable.
func (b *KeyButton) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		b.offer(k.Name)
	}
}

// DateHint says in a field for a date, while it is empty, how one is typed.
func DateHint() string { return locale.T("2025, 2025-02 or 2025-02-10; add ? if unsure") }

// WrongDate says that what was typed there is none.
func WrongDate() string { return locale.T("Enter a date as 2025, 2025-02 or 2025-02-10.") }

// DetailEntry makes a field of one line for a dialog, whose keys the dialog in front gets first.
func (h *Host) DetailEntry(text, hint string) *KeyEntry {
	e := NewKeyEntry(h.ModalKey)
	e.SetPlaceHolder(hint)
	e.SetText(text)
	return e
}
