package claimlist

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// zone is a part of a card that answers a click in its own way.
type zone int

const (
	zoneBody zone = iota
	zoneLabel
	zoneNote
	zoneLine // the first of the card's own lines; that of the next follows
)

// at is the card at a position relative to the list, -1 if there is none, and the zone within it.
func (l *List) at(pos fyne.Position) (index int, where zone) {
	if l.n == 0 || pos.X < margin || pos.X >= l.Size().Width-margin {
		return -1, zoneBody
	}
	index = l.indexAt(l.offset + float64(pos.Y) - margin)
	y := pos.Y - l.cardY(index)
	if index < 0 || index >= l.n || y < 0 || float64(y) >= l.height(index) {
		return -1, zoneBody
	}
	switch {
	case y >= linesTop && index == l.current && l.extra > 0:
		where = zoneLine + zone(min((y-linesTop)/lineHigh, l.extraLines()-1))
	case y >= noteTop-2:
		where = zoneNote
	case y < quoteTop-2 && pos.X-margin < l.labelRight(index):
		where = zoneLabel
	}
	return index, where
}

// Tapped chooses the card under the pointer; on its label it asks for another, on the current card's note it edits, and a
// line of that card it tells.
func (l *List) Tapped(ev *fyne.PointEvent) {
	l.takeFocus()
	index, where := l.at(ev.Position)
	if index < 0 {
		return
	}
	again := index == l.current
	l.choose(index)
	switch where {
	case zoneLabel:
		if l.OnLabel != nil {
			below := fyne.NewPos(margin+indent, l.cardY(index)+patternTop+patternHigh)
			l.OnLabel(index, ev.AbsolutePosition.Subtract(ev.Position).Add(below))
		}
	case zoneBody:
	case zoneNote:
		if again {
			l.EditNote(index)
		}
	default:
		if l.OnLine != nil {
			l.OnLine(index, int(where-zoneLine))
		}
	}
}

// TappedSecondary chooses the card under the pointer and asks for its menu.
func (l *List) TappedSecondary(ev *fyne.PointEvent) {
	l.takeFocus()
	if index, _ := l.at(ev.Position); index >= 0 {
		l.choose(index)
		if l.OnContextMenu != nil {
			l.OnContextMenu(index, ev.AbsolutePosition)
		}
	}
}

// menu asks for a card's menu at a position relative to the list.
func (l *List) menu(index int, at fyne.Position) {
	if l.OnContextMenu != nil {
		l.OnContextMenu(index, fyne.CurrentApp().Driver().AbsolutePositionForObject(l).Add(at))
	}
}

// MouseIn shows which card a click would take, as MouseMoved and MouseOut do.
func (l *List) MouseIn(ev *desktop.MouseEvent) { l.MouseMoved(ev) }

// MouseMoved is documented at MouseIn.
func (l *List) MouseMoved(ev *desktop.MouseEvent) {
	pos := ev.Position
	l.pointer = &pos
	l.arrange()
}

// MouseOut is documented at MouseIn.
func (l *List) MouseOut() {
	l.pointer = nil
	l.arrange()
}

// hovered is the card and the zone under the pointer, -1 if none.
func (l *List) hovered() (int, zone) {
	if l.pointer == nil {
		return -1, zoneBody
	}
	return l.at(*l.pointer)
}

// Cursor is a text cursor over a note that a click would edit, and a hand over a label and a line.
func (l *List) Cursor() desktop.Cursor {
	switch index, where := l.hovered(); {
	case where == zoneLabel, where >= zoneLine:
		return desktop.PointerCursor
	case where == zoneNote && index == l.current:
		return desktop.TextCursor
	}
	return desktop.DefaultCursor
}
