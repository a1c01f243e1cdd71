package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// documentList is the library's list. Arrow keys open the next document, Enter
// goes into the text, and keys of the whole window are handed on: the toolkit's
// list keeps all keys to itself.
type documentList struct {
	widget.List
	library *library
	ring    *canvas.Rectangle // shown while the list has the keyboard
	onKey   func(fyne.KeyName) bool
	onEnter func()
}

func newDocumentList(lib *library) *documentList {
	l := &documentList{library: lib, ring: canvas.NewRectangle(color.Transparent)}
	l.Length = func() int { return len(lib.shown) }
	l.CreateItem = func() fyne.CanvasObject { return newDocumentItem(lib) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) { o.(*documentItem).set(lib.shown[i]) }
	l.HideSeparators = true
	l.ring.StrokeWidth = 1.5
	l.ring.CornerRadius = 4
	l.ring.Hide()
	l.ExtendBaseWidget(l)
	return l
}

func (l *documentList) FocusGained() {
	l.ring.StrokeColor = theme.Color(theme.ColorNamePrimary)
	l.ring.Show()
	l.ring.Refresh()
}

func (l *documentList) FocusLost() { l.ring.Hide() }

func (l *documentList) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		l.step(+1)
	case fyne.KeyUp:
		l.step(-1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if l.onEnter != nil {
			l.onEnter()
		}
	default:
		if l.onKey != nil {
			l.onKey(e.Name)
		}
	}
}

// step opens the document that stands by so many rows further on.
func (l *documentList) step(by int) {
	at := l.library.openRow() + by
	if at >= 0 && at < len(l.library.shown) {
		l.Select(at)
	}
}
