package dialogs

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// KeyList is a list in a dialog. Its keys belong to the dialog, wherever the
// user clicked last. In one whose rows lead somewhere, arrow keys go from row to
// row and Enter goes where the row leads.
type KeyList struct {
	widget.List
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
	offer func(fyne.KeyName) (taken bool)
}

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
