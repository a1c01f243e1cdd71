package dialogs

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"factmark/app/locale"
)

// KeyList is a list in a dialog. Its keys belong to the dialog, wherever the
// user clicked last. In one whose rows lead somewhere, arrow keys go from row to
// row and Enter goes where the row leads.
type KeyList struct {
	widget.List
	named
	ring  focusRing
	offer func(fyne.KeyName) (taken bool)
	Leads bool
}

// NewKeyList makes a list of a dialog; the first three functions are those of the toolkit's list, and each key goes to
// offer first, which tells whether it has used it.
func NewKeyList(offer func(fyne.KeyName) bool, length func() int, create func() fyne.CanvasObject, update func(widget.ListItemID, fyne.CanvasObject)) *KeyList {
	l := &KeyList{offer: offer}
	l.Length, l.CreateItem, l.UpdateItem = length, create, update
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer is part of fyne.Widget.
func (l *KeyList) CreateRenderer() fyne.WidgetRenderer {
	return l.ring.around(l.List.CreateRenderer(), primaryInk, nil)
}

// FocusGained is part of fyne.Focusable.
func (l *KeyList) FocusGained() {
	l.List.FocusGained()
	l.ring.set(l, true)
}

// FocusLost is part of fyne.Focusable.
func (l *KeyList) FocusLost() {
	l.List.FocusLost()
	l.ring.set(l, false)
}

// AccessibilityLabel is part of fyne.Accessible.
func (l *KeyList) AccessibilityLabel() string { return l.nameWith("", locale.T("List")) }

// AccessibilityRole is part of fyne.Accessible.
func (l *KeyList) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// TypedKey is part of fyne.Focusable.
func (l *KeyList) TypedKey(k *fyne.KeyEvent) {
	enter := k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter
	switch {
	case l.Leads && enter && l.Length() > 0:
		l.List.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	case !l.offer(k.Name):
		l.List.TypedKey(k)
	}
}

// KeyCheck is a check box that offers each key to its surroundings first.
type KeyCheck struct {
	widget.Check
	named
	offer func(fyne.KeyName) (taken bool)
	ring  focusRing
}

// CreateRenderer is part of fyne.Widget.
func (c *KeyCheck) CreateRenderer() fyne.WidgetRenderer {
	return c.ring.around(c.Check.CreateRenderer(), primaryInk, nil)
}

// AccessibilityLabel is part of fyne.Accessible.
func (c *KeyCheck) AccessibilityLabel() string {
	state := locale.T("off")
	if c.Checked {
		state = locale.T("on")
	}
	return strings.TrimSpace(c.nameWith("", c.Text) + " " + state)
}

// AccessibilityRole is part of fyne.Accessible.
func (c *KeyCheck) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// FocusGained is part of fyne.Focusable.
func (c *KeyCheck) FocusGained() {
	if !c.Disabled() {
		c.ring.set(c, true)
	}
}

// FocusLost is part of fyne.Focusable.
func (c *KeyCheck) FocusLost() { c.ring.set(c, false) }

// NewKeyCheck makes a check box that gives each key to offer first, which tells whether it has used it.
func NewKeyCheck(offer func(fyne.KeyName) bool) *KeyCheck {
	c := &KeyCheck{offer: offer}
	c.ExtendBaseWidget(c)
	return c
}

// TypedKey is part of fyne.Focusable.
func (c *KeyCheck) TypedKey(k *fyne.KeyEvent) {
	if !c.offer(k.Name) && k.Name == fyne.KeySpace {
		c.Check.TypedRune(' ')
	}
}

// TypedRune is part of fyne.Focusable: the space that turns the box over has come as a key already.
func (c *KeyCheck) TypedRune(rune) {}
