package docview

import "fyne.io/fyne/v2"

const popupGap = 6 // between the popup and the line it belongs to

// SetPopup gives an object that the view shows beside the selection's head while there is a selection on screen and
// the mouse is not being dragged; nil for none. It never covers the line of the head.
func (v *View) SetPopup(o fyne.CanvasObject) {
	v.popup = o
	v.Refresh()
}

// placePopup shows the popup where it belongs, or hides it.
func (v *View) placePopup() {
	if v.popup == nil {
		return
	}
	at, ok := v.popupPlace(v.popup.MinSize())
	if !ok {
		v.popup.Hide()
		return
	}
	v.popup.Resize(v.popup.MinSize())
	v.popup.Move(at)
	v.popup.Show()
}

func (v *View) popupPlace(size fyne.Size) (fyne.Position, bool) {
	sel := v.selection()
	if v.lines == nil || v.quiet || sel.Start == sel.End {
		return fyne.Position{}, false
	}
	m := v.metrics
	head := v.lines.At(v.head, v.upstreamHead())
	y := func(line int) float32 { return float32(v.y(line) - v.top) }
	if y(head)+m.row <= 0 || y(head) >= m.size.Height {
		return fyne.Position{}, false
	}
	x := m.left + v.lines.Line(head).X(v.head, v.upstreamHead()) - size.Width/2
	x = max(4, min(x, m.size.Width-barWidth-size.Width-4))
	first, last := v.lines.At(sel.Start, false), v.lines.At(sel.End, true)
	above := func(line int) float32 { return y(line) - popupGap - size.Height }
	below := func(line int) float32 { return y(line) + m.row + popupGap }
	// Best is a place outside the selection, on the side where the head is; next the other side, then beside the
	// head's own line, over lines that are selected too.
	places := []float32{above(first), below(last), above(head), below(head)}
	if v.head == sel.End && first != last {
		places[0], places[1] = places[1], places[0]
	}
	for _, top := range places {
		if top >= 0 && top+size.Height <= m.size.Height {
			return fyne.NewPos(m.whole(x), m.whole(top)), true
		}
	}
	return fyne.Position{}, false
}

// upstreamHead says whether the caret is at the end of a line rather than at the start of the next: a selection that
// reaches to the end of a line doesn't touch the next one.
func (v *View) upstreamHead() bool { return v.upstream || v.head > v.anchor }
