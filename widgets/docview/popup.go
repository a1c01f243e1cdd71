package docview

import (
	"cmp"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

const popupGap = 6 // between the popup and the line it belongs to

// SetPopup gives an object that the view shows beside the selection while there is a selection on screen; nil for none.
// After the mouse has selected it comes 400 ms later, and the mouse reaches it another 400 ms later: a click that was
// on its way to the text when the popup came over it goes to the text. It stays within the column and never covers the line of the selection's head.
// sizeIn says what size it takes in a room of some width and height, in pixels; nil stands for its least size.
func (v *View) SetPopup(o fyne.CanvasObject, sizeIn func(room fyne.Size) fyne.Size) {
	v.popup = o
	switch {
	case o == nil: // the text does not move when the popup goes: the margin above it stays as it is
	case sizeIn == nil:
		v.popupSize = func(fyne.Size) fyne.Size { return o.MinSize() }
	default:
		v.popupSize = sizeIn
	}
	v.Refresh()
}

// placePopup shows the popup where it belongs, or hides it.
func (v *View) placePopup() {
	if v.popup == nil {
		return
	}
	at, size, ok := v.popupPlace()
	if !ok {
		v.popup.Hide()
		v.cover.Hide()
		return
	}
	v.cover.Resize(size)
	v.cover.Move(at)
	if v.cover.on {
		v.cover.Show()
	} else {
		v.cover.Hide()
	}
	v.popup.Resize(size)
	v.popup.Move(at)
	v.popup.Show()
}

// holdPopup hides the popup from where the mouse is pressed.
func (v *View) holdPopup() {
	v.quiet, v.cover.on = true, false
	v.opening++
}

// letPopupCome shows the popup when a next click has had its time to begin, and uncovers it when one that was aimed
// before the popup came has had its own.
func (v *View) letPopupCome() {
	opening := v.opening
	later := func(f func()) {
		v.After(doubleClick, func() {
			if v.opening == opening {
				f()
				v.Refresh()
			}
		})
	}
	later(func() {
		if !v.quiet {
			return // a key has shown it meanwhile
		}
		v.quiet, v.cover.on = false, true
		later(func() { v.cover.on = false })
	})
}

// popupCover lies over a popup that has just come and gives what is pressed there to the text.
type popupCover struct {
	widget.BaseWidget
	view *View
	on   bool
}

func newPopupCover(v *View) *popupCover {
	c := &popupCover{view: v}
	c.ExtendBaseWidget(c)
	c.Hide()
	return c
}

func (c *popupCover) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// MouseDown is part of desktop.Mouseable.
func (c *popupCover) MouseDown(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary {
		c.view.popup.Hide() // else the place would be taken for the popup's
		c.Hide()
	}
	c.view.MouseDown(c.inView(e))
}

// MouseUp is part of desktop.Mouseable. A press has hidden the cover, and the view gets what follows, but for a release
// of the window's own.
func (c *popupCover) MouseUp(e *desktop.MouseEvent) { c.view.MouseUp(c.inView(e)) }

func (c *popupCover) inView(e *desktop.MouseEvent) *desktop.MouseEvent {
	moved := *e
	moved.Position = e.Position.Add(c.Position())
	return &moved
}

// popupPlace chooses where the popup stands, and how large: above the selection, else at the foot of the view, lower than it would be
// if neither has the room for all of it; where neither has any, above the head's own line or at the foot, over other lines that
// are selected. The lines right below a selection are those that are read and marked next, so it does not stand there.
func (v *View) popupPlace() (fyne.Position, fyne.Size, bool) {
	sel := v.caret.Range()
	if v.column.Lines == nil || v.quiet || sel.Start == sel.End {
		return fyne.Position{}, fyne.Size{}, false
	}
	m := v.column.metrics
	head := v.column.Lines.At(v.caret.Head, v.caret.atEnd())
	y := func(line int) float32 { return float32(v.column.Y(line) - v.column.Top()) }
	if y(head)+m.row <= 0 || y(head) >= m.size.Height {
		return fyne.Position{}, fyne.Size{}, false
	}
	around := func(first, last int) []popupRoom {
		return []popupRoom{{0, y(first) - popupGap}, {y(last) + m.row + popupGap, m.size.Height - popupGap}}
	}
	whole := v.popupSize(fyne.NewSize(m.width, m.size.Height))
	for _, rooms := range [][]popupRoom{around(v.column.Lines.At(sel.Start, false), v.column.Lines.At(sel.End, true)), around(head, head)} {
		for _, room := range rooms {
			if whole.Height <= room.height() {
				return v.popupIn(room, whole), whole, true
			}
		}
		room := slices.MaxFunc(rooms, func(a, b popupRoom) int { return cmp.Compare(a.height(), b.height()) })
		if lower := v.popupSize(fyne.NewSize(m.width, room.height())); lower.Height <= room.height() {
			return v.popupIn(room, lower), lower, true
		}
	}
	return fyne.Position{}, fyne.Size{}, false
}

// popupRoom is a part of the view, from one height to another, in pixels, at whose foot a popup may stand.
type popupRoom struct{ from, to float32 }

func (r popupRoom) height() float32 { return r.to - r.from }

func (v *View) popupIn(room popupRoom, size fyne.Size) fyne.Position {
	m := v.column.metrics
	x := m.left + v.column.Lines.Line(v.column.Lines.At(v.caret.Head, v.caret.atEnd())).X(v.caret.Head, v.caret.atEnd()) - size.Width/2
	x = max(4, m.left, min(x, m.left+m.width-size.Width))
	return fyne.NewPos(m.whole(x), m.whole(room.to-size.Height))
}
