package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// rowList is a list in a dialog. Arrow keys choose the next row at once, and
// other keys are offered to the dialog: the toolkit's list keeps all of them.
type rowList struct {
	widget.List
	offer  func(fyne.KeyName) bool
	chosen int
}

func newRowList(length func() int, create func() fyne.CanvasObject, update func(int, fyne.CanvasObject), chosen func(int), offer func(fyne.KeyName) bool) *rowList {
	l := &rowList{offer: offer, chosen: -1}
	l.Length, l.CreateItem, l.UpdateItem = length, create, update
	l.OnSelected = func(i widget.ListItemID) {
		l.chosen = i
		if chosen != nil {
			chosen(i)
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

func (l *rowList) FocusGained() {}
func (l *rowList) FocusLost()   {}

func (l *rowList) TypedKey(e *fyne.KeyEvent) {
	last := l.Length() - 1
	to := l.chosen
	switch e.Name {
	case fyne.KeyDown:
		to++
	case fyne.KeyUp:
		to--
	case fyne.KeyPageDown:
		to += 5
	case fyne.KeyPageUp:
		to -= 5
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
