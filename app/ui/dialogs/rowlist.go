package dialogs

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// RowList is a list in which arrow keys choose the next row at once. Other keys
// are offered to its surroundings: the toolkit's list keeps all of them.
type RowList struct {
	widget.List
	offer   func(fyne.KeyName) bool
	Chosen  int
	Entered func()            // the keyboard has come into it; may be nil
	ring    *canvas.Rectangle // shown while the list has the keyboard
}

// NewRowList makes a list of rows: length counts them, create makes an object for one and update fills it, as in the
// toolkit's list. chosen is called when another row is chosen, and may be nil; offer gets the keys that the list does not use.
func NewRowList(length func() int, create func() fyne.CanvasObject, update func(int, fyne.CanvasObject), chosen func(int), offer func(fyne.KeyName) bool) *RowList {
	l := &RowList{offer: offer, Chosen: -1, ring: canvas.NewRectangle(color.Transparent)}
	l.ring.StrokeWidth = 1.5
	l.ring.CornerRadius = 4
	l.ring.Hide()
	l.Length, l.CreateItem, l.UpdateItem = length, create, update
	l.OnSelected = func(i widget.ListItemID) {
		l.Chosen = i
		if chosen != nil {
			chosen(i)
		}
	}
	l.OnUnselected = func(widget.ListItemID) { l.Chosen = -1 }
	l.ExtendBaseWidget(l)
	return l
}

// Framed is the list with a ring around it while it has the keyboard.
func (l *RowList) Framed() fyne.CanvasObject { return container.NewStack(l, l.ring) }

// FocusGained is part of fyne.Focusable.
func (l *RowList) FocusGained() {
	l.ring.StrokeColor = theme.Color(theme.ColorNamePrimary)
	l.ring.Show()
	l.ring.Refresh()
	callIfSet(l.Entered)
}

// FocusLost is part of fyne.Focusable.
func (l *RowList) FocusLost() { l.ring.Hide() }

// TypedKey is part of fyne.Focusable.
func (l *RowList) TypedKey(e *fyne.KeyEvent) {
	page := max(1, int(l.Size().Height/(l.CreateItem().MinSize().Height+theme.Padding()))-1)
	last := l.Length() - 1
	to := l.Chosen
	switch e.Name {
	case fyne.KeyDown:
		to++
	case fyne.KeyUp:
		to--
	case fyne.KeyPageDown:
		to += page
	case fyne.KeyPageUp:
		to -= page
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = last
	default:
		l.offer(e.Name)
		return
	}
	if last >= 0 {
		l.Select(max(0, min(last, to)))
	}
}
