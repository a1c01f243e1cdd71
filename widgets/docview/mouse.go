package docview

import (
	"cmp"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"factmark/widgets/docview/layout"
	"factmark/widgets/selecting"
)

// hover is what the pointer is over, when it isn't over text or a grip.
type hover struct {
	bar  bool // the scrollbar
	away bool // beside the text
	mark bool // a mark in the margin
}

// cycle goes from click to click through the highlights that lie over each other.
type cycle struct {
	ids []string // under the last click
	at  int      // which of them it gave
}

// next gives the highlight that a click means, of those under it: the smallest, and with each further click on the same
// ones the next larger; "" if there are none.
func (c *cycle) next(ids []string) string {
	if len(ids) == 0 || !slices.Equal(ids, c.ids) {
		c.ids, c.at = ids, -1
	}
	if len(ids) == 0 {
		return ""
	}
	c.at = (c.at + 1) % len(ids)
	return ids[c.at]
}

// MouseDown takes the focus and begins a click or a drag.
func (v *View) MouseDown(e *desktop.MouseEvent) {
	v.tip.hide()
	if e.Button == desktop.MouseButtonTertiary {
		return
	}
	v.column.glide.stop()
	v.takeFocus()
	if v.column.Lines == nil || e.Button != desktop.MouseButtonPrimary || v.popup.contains(e.Position) {
		return
	}
	if _, h := v.column.Thumb(); h > 0 && e.Position.X >= v.column.metrics.size.Width-barWidth {
		v.pressBar(e.Position.Y)
		return
	}
	if v.margins.pressed = v.marginUnder(e.Position); v.margins.pressed != nil {
		return // a click when it is let go there
	}
	if grip := v.grips.under(e.Position); grip != noEnd && e.Modifier&fyne.KeyModifierShift == 0 {
		v.grips.take(grip, e.Position)
	}
	v.mouse.Press(e.Position, v.now())
	v.popup.hold()
	if v.reshaping.end != noEnd {
		return // a click when it is let go without having been dragged
	}
	v.press(e)
}

// press sets the caret or the selection where the mouse was pressed.
func (v *View) press(e *desktop.MouseEvent) {
	offset, upstream := v.column.hit(e.Position)
	if e.Modifier&fyne.KeyModifierShift != 0 {
		v.mouse.Clicks = 0 // extends, and is no click on a highlight
		v.extendTo(offset, upstream, e.Modifier)
		return
	}
	if start, _, ok := v.column.under(e.Position); ok && v.mouse.Clicks > 1 {
		offset = start
	}
	unit := v.mouse.Select(v.column.Text, offset)
	v.caret.choose(unit.Start, unit.End, upstream && v.mouse.Clicks == 1)
	v.dragged = dragged{origin: offset, pressed: e.Position, top: v.column.Top(), from: unit.Start, to: unit.End}
}

func (v *View) takeFocus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil && c.Focused() != fyne.Focusable(v) {
		c.Focus(v)
	}
}

// pressBar takes hold of the scrollbar's thumb, or brings it to the pointer with what the ruler shows there.
func (v *View) pressBar(y float32) {
	if top, h := v.column.Thumb(); y < top || y >= top+h {
		v.ruler.goTo(y)
	}
	top, _ := v.column.Thumb()
	v.mouse.HoldThumb(y - top)
}

// Dragged extends the selection, or moves the scrollbar.
func (v *View) Dragged(e *fyne.DragEvent) {
	v.tip.hide()
	if v.mouse.Drag(e.Position) {
		v.follow()
		v.mouse.ScrollWhileHeld()
	} else if v.mouse.Thumb {
		v.column.dragThumb(v.mouse.ThumbTop(e.Position.Y))
	}
}

// follow extends the selection to the pointer, by the unit the drag began with.
func (v *View) follow() {
	if v.reshaping.end != noEnd {
		v.grips.follow(v.mouse.At, v.snaps(0))
		return
	}
	offset, upstream := v.column.hit(v.mouse.At)
	switch {
	case v.mouse.Clicks > 1:
		from, to := v.mouse.Extend(v.column.Text, v.caret.Anchor, offset)
		v.caret.choose(from, to, false)
	case v.mouse.Clicks == 1 && v.snaps(0) && v.slipped():
		v.caret.choose(v.dragged.origin, v.dragged.origin, upstream)
		v.dragged.from, v.dragged.to = v.dragged.origin, v.dragged.origin
	default:
		v.extendTo(offset, upstream, 0)
	}
}

// room gives the height of the view, and how near to its ends the text scrolls while the mouse is held there.
func (v *View) room() (height, edge float32) {
	return v.column.metrics.size.Height, v.column.metrics.row / 2
}

func (v *View) scrollHeld(d float64) {
	v.column.scrollBy(d)
	v.follow()
}

// DragEnd lets go. The window takes the focus away when the mouse is released outside the view: keys typed now are
// meant for what was selected.
func (v *View) DragEnd() {
	v.release()
	if v.mouse.Dropped() {
		v.takeFocus()
	}
}

// MouseUp ends a click or a drag.
func (v *View) MouseUp(e *desktop.MouseEvent) {
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	if v.margins.pressed != nil {
		v.releaseMargin(e.Position)
		return
	}
	if v.reshaping.end != noEnd && !v.mouse.Dragged {
		v.dropReshaping()
		v.press(e)
	}
	clicked := v.mouse.Pressed && !v.mouse.Dragged && v.mouse.Clicks == 1
	v.release()
	if clicked && v.column.Lines != nil {
		v.clickHighlight(e.Position)
	}
}

func (v *View) release() {
	selects, twice := v.mouse.Pressed && v.reshaping.end == noEnd, v.mouse.Clicks == 2 && !v.mouse.Dragged
	if v.reshaping.end != noEnd {
		if h, changed := v.grips.letGo(); changed && v.OnReshape != nil {
			v.OnReshape(h.ID, h.Start, h.End)
		}
	}
	if v.mouse.Release() {
		v.popup.letCome()
		v.Refresh()
	}
	if sel := v.caret.Range(); selects && sel.Start < sel.End && v.OnSelected != nil {
		v.selectedByMouse(sel, twice)
	}
}

// selectedByMouse tells that the mouse has selected something, after a double click when a third one has had its time.
func (v *View) selectedByMouse(sel layout.Range, twice bool) {
	if !twice {
		v.OnSelected()
		return
	}
	opening := v.popup.opening
	v.After(selecting.DoubleClick, func() {
		if v.popup.opening == opening && v.caret.Range() == sel && v.OnSelected != nil {
			v.OnSelected()
		}
	})
}

// clickHighlight reports the highlight or the outline under a click or, where there is none, the reference.
func (v *View) clickHighlight(at fyne.Position) {
	var ids, referred []string
	highlights := 0
	if start, _, ok := v.column.under(at); ok {
		point := v.column.Text.Point(start)
		ids = v.HighlightsAt(point)
		highlights = len(ids)
		if ids = append(ids, v.OutlinesAt(point)...); len(ids) == 0 {
			referred = v.ReferencesAt(point)
		}
	}
	if len(referred) > 0 && v.OnReference != nil {
		v.OnReference(v.cycle.next(referred))
		return
	}
	id := v.cycle.next(ids)
	if id != "" && v.cycle.at >= highlights {
		if v.OnOutline != nil {
			v.OnOutline(id)
		}
	} else if v.OnHighlight != nil {
		v.OnHighlight(id)
	}
}

// TappedSecondary asks for the context menu.
func (v *View) TappedSecondary(e *fyne.PointEvent) {
	if v.OnContextMenu != nil && v.column.Lines != nil && !v.popup.contains(e.Position) {
		offset, _ := v.column.hit(e.Position)
		if start, _, ok := v.column.under(e.Position); ok {
			offset = start
		}
		v.OnContextMenu(v.column.Text.Point(offset), e.AbsolutePosition)
	}
}

// MouseIn follows the pointer for the cursor's shape.
func (v *View) MouseIn(e *desktop.MouseEvent) { v.MouseMoved(e) }

// MouseMoved follows the pointer for the cursor's shape.
func (v *View) MouseMoved(e *desktop.MouseEvent) {
	v.tip.rest(e.Position, v.Hover != nil || v.HoverOutline != nil || v.HoverReference != nil || len(v.locations.all)+len(v.hints)+len(v.suggestions) > 0)
	v.pointTo(e.Position)
}

// scrollUnder scrolls under the pointer, which is over something else then.
func (v *View) scrollUnder(d float64, pointer fyne.Position) (moved bool) {
	before := v.column.Top()
	v.column.scrollBy(d)
	if v.mouse.Dragged {
		v.follow()
	} else {
		v.pointTo(pointer)
	}
	return v.column.Top() != before
}

// hoverText asks what to say of a position: of the smallest highlight, outline and reference there and a hint, or of the gutter.
func (v *View) hoverText(at fyne.Position) string {
	if v.column.Lines == nil || v.mouse.Pressed || v.hover.bar || v.popup.contains(at) {
		return ""
	}
	start, _, ok := v.column.under(at)
	if !ok {
		return cmp.Or(v.locationsUnder(at), v.marginHint(at))
	}
	point, said := v.column.Text.Point(start), ""
	if here := v.marks.at(point); len(here) > 0 && v.Hover != nil {
		said = v.Hover(here[0].ID)
	}
	if here := v.outlines.at(point); len(here) > 0 && v.HoverOutline != nil {
		said += "\n" + v.HoverOutline(here[0].ID)
	}
	if here := v.references.at(point); len(here) > 0 && v.HoverReference != nil {
		said += "\n" + v.HoverReference(here[0].ID)
	}
	if hints := touching(v.hints, point, point+1); len(hints) > 0 && v.HoverHint != nil {
		said += "\n" + v.HoverHint(v.column.Text.Slice(v.column.Text.Byte(hints[0].Start), v.column.Text.Byte(hints[0].End)))
	}
	if suggested := touching(v.suggestions, point, point+1); len(suggested) > 0 && v.HoverSuggestion != nil {
		said += "\n" + v.HoverSuggestion(suggested[0])
	}
	return said
}

// pointTo works out what the pointer is over.
func (v *View) pointTo(at fyne.Position) {
	bar, over := at.X >= v.column.metrics.size.Width-barWidth, noEnd
	if v.column.Lines != nil && !bar && !v.popup.contains(at) {
		over = v.grips.under(at)
	}
	v.hover.away = v.column.Lines != nil && over == noEnd && v.beside(at)
	v.hover.mark = over == noEnd && !bar && !v.popup.contains(at) && v.marginUnder(at) != nil
	if bar != v.hover.bar || over != v.grips.over {
		v.hover.bar, v.grips.over = bar, over
		v.Refresh()
	}
}

// beside says whether a position is on the margin, or on the popup.
func (v *View) beside(at fyne.Position) bool {
	m := &v.column.metrics
	return at.X < m.left-margin/3 || at.X > m.left+m.width+margin/3 || v.popup.contains(at)
}

// MouseOut forgets the pointer.
func (v *View) MouseOut() {
	v.tip.hide()
	v.hover.away, v.hover.mark = false, false
	if v.hover.bar || v.grips.over != noEnd {
		v.hover.bar, v.grips.over = false, noEnd
		v.Refresh()
	}
}

// Cursor is the one for text over text, the one for moving a border over a grip, and an arrow elsewhere.
func (v *View) Cursor() desktop.Cursor {
	switch {
	case v.grips.over != noEnd || v.reshaping.end != noEnd:
		return desktop.HResizeCursor
	case v.hover.mark:
		return desktop.PointerCursor
	case v.hover.bar || v.hover.away:
		return desktop.DefaultCursor
	}
	return desktop.TextCursor
}

func abs(x float32) float32 { return float32(math.Abs(float64(x))) }
