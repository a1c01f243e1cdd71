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
	zoneMore // what unfolds a long note, or folds it
	zoneLine // the first of the card's own lines; that of the next follows
)

// at is the card at a position relative to the list, -1 if there is none, and the zone within it.
func (l *List) at(pos fyne.Position) (index int, where zone) {
	if l.n == 0 || pos.X < margin || pos.X >= l.Size().Width-margin {
		return -1, zoneBody
	}
	y := l.offset + float64(pos.Y) - margin
	index = l.indexAt(y)
	if y < 0 || index >= l.n {
		return -1, zoneBody
	}
	card := l.laidOut(index)
	within := pos.Y - l.cardY(index)
	switch {
	case card.lines > 0 && within >= card.linesTop:
		where = zoneLine + zone(min((within-card.linesTop)/clickLine, float32(card.lines-1)))
	case card.more && within >= card.moreTop && within < card.moreTop+clickLine:
		where = zoneMore
	case card.linesTop > card.noteTop && within >= card.noteTop && (within < card.linesTop || card.card.lines() == 0):
		where = zoneNote
	case within < max(card.quoteTop, card.lead+clickLine) && pos.X-margin < card.labelRight+4:
		where = zoneLabel
	}
	return index, where
}

// pressed is where a button of the mouse went down: cards may move before it comes up, as the note that was being typed is saved.
type pressed struct {
	id    string
	index int
	where zone
}

// MouseDown notes which card is meant.
func (l *List) MouseDown(ev *desktop.MouseEvent) {
	l.pressed = &pressed{index: -1}
	if index, where := l.at(ev.Position); index >= 0 {
		l.pressed = &pressed{l.laidOut(index).card.ID, index, where}
	}
}

// MouseUp is part of desktop.Mouseable.
func (l *List) MouseUp(*desktop.MouseEvent) {}

// meant is the card and the zone that a click means.
func (l *List) meant(pos fyne.Position) (int, zone) {
	p := l.pressed
	l.pressed = nil
	if p == nil {
		return l.at(pos)
	}
	return l.find(p.id, p.index, l.n, l.card), p.where
}

// Tapped chooses the card under the pointer; on its label it asks for another, on the current card's note it edits, and a
// line of that card it tells.
func (l *List) Tapped(ev *fyne.PointEvent) {
	l.takeFocus()
	index, where := l.meant(ev.Position)
	if index < 0 {
		return
	}
	again := index == l.current
	l.choose(index)
	switch where {
	case zoneLabel:
		if l.OnLabel != nil {
			below := fyne.NewPos(margin+indent, l.cardY(index)+l.laidOut(index).lead+least)
			l.OnLabel(index, ev.AbsolutePosition.Subtract(ev.Position).Add(below))
		}
	case zoneBody:
	case zoneMore:
		l.Unfold(index, !l.laidOut(index).face.unfolded)
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
	if index, _ := l.meant(ev.Position); index >= 0 {
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
	case where == zoneLabel, where >= zoneMore:
		return desktop.PointerCursor
	case where == zoneNote && index == l.current:
		return desktop.TextCursor
	}
	return desktop.DefaultCursor
}
