package docview

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"
)

const popupGap = 6 // between the popup and the line it belongs to

// SetPopup gives an object that the view shows beside the selection while there is a selection on screen and the mouse
// is not being dragged; nil for none. It stays within the column and never covers the line of the selection's head.
// sizeIn says what size it takes in a room of some width and height, in pixels; nil stands for its least size.
func (v *View) SetPopup(o fyne.CanvasObject, sizeIn func(room fyne.Size) fyne.Size) {
	v.popup, v.popupSize = o, sizeIn
	if o != nil && sizeIn == nil {
		v.popupSize = func(fyne.Size) fyne.Size { return o.MinSize() }
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
		return
	}
	v.popup.Resize(size)
	v.popup.Move(at)
	v.popup.Show()
}

// popupPlace chooses where the popup stands, and how large: above the selection, else below it, lower than it would be
// if neither has the room for all of it; where neither has any, above or below the head's own line, over other lines that
// are selected.
func (v *View) popupPlace() (fyne.Position, fyne.Size, bool) {
	sel := v.selection()
	if v.lines == nil || v.quiet || sel.Start == sel.End {
		return fyne.Position{}, fyne.Size{}, false
	}
	m := v.metrics
	head := v.lines.At(v.head, v.upstreamHead())
	y := func(line int) float32 { return float32(v.y(line) - v.top) }
	if y(head)+m.row <= 0 || y(head) >= m.size.Height {
		return fyne.Position{}, fyne.Size{}, false
	}
	around := func(first, last int) []popupRoom {
		return []popupRoom{{0, y(first) - popupGap, true}, {y(last) + m.row + popupGap, m.size.Height, false}}
	}
	whole := v.popupSize(fyne.NewSize(m.width, m.size.Height))
	for _, rooms := range [][]popupRoom{around(v.lines.At(sel.Start, false), v.lines.At(sel.End, true)), around(head, head)} {
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

// popupRoom is a part of the view, from one height to another, in pixels, that a popup may stand in: at its foot if it
// lies above what the popup belongs to, else at its head.
type popupRoom struct {
	from, to float32
	above    bool
}

func (r popupRoom) height() float32 { return r.to - r.from }

func (v *View) popupIn(room popupRoom, size fyne.Size) fyne.Position {
	m := v.metrics
	x := m.left + v.lines.Line(v.lines.At(v.head, v.upstreamHead())).X(v.head, v.upstreamHead()) - size.Width/2
	x = max(4, m.left, min(x, m.left+m.width-size.Width))
	top := room.from
	if room.above {
		top = room.to - size.Height
	}
	return fyne.NewPos(m.whole(x), m.whole(top))
}

// upstreamHead says whether the caret is at the end of a line rather than at the start of the next: a selection that
// reaches to the end of a line doesn't touch the next one.
func (v *View) upstreamHead() bool { return v.upstream || v.head > v.anchor }
