package docview

import (
	"math"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"factmark/widgets/docview/layout"
)

const (
	doubleClick = 400 * time.Millisecond // two clicks within this time are a double click
	jitter      = 4                      // pixels a pointer may move between them
	autoFrame   = 30 * time.Millisecond
)

// pointer is what the mouse is doing.
type pointer struct {
	pressed  bool
	dragged  bool
	bar      bool    // the scrollbar's thumb is held
	grip     float32 // where on the thumb
	at       fyne.Position
	clicks   int
	last     time.Time
	unit     layout.Range // what the first click of a drag selected: the drag extends by such units
	auto     bool         // the page is scrolling under a held mouse
	stack    []string     // the highlights under the last click
	stackAt  int          // which of them it gave
	hoverBar bool
	away     bool // the pointer is beside the text
	drags    bool // what is held has been dragged
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
	p := &v.pointer
	if _, h := v.column.Thumb(); h > 0 && e.Position.X >= v.column.metrics.size.Width-barWidth {
		v.pressBar(e.Position.Y)
		return
	}
	if grip := v.grips.under(e.Position); grip != noEnd && e.Modifier&fyne.KeyModifierShift == 0 {
		v.grips.take(grip, e.Position)
	}
	near := abs(e.Position.X-p.at.X) <= jitter && abs(e.Position.Y-p.at.Y) <= jitter
	if now := v.now(); near && now.Sub(p.last) < doubleClick {
		p.clicks = p.clicks%3 + 1
		p.last = now
	} else {
		p.clicks, p.last = 1, now
	}
	p.pressed, p.dragged, p.at = true, false, e.Position
	v.popup.hold()
	if v.reshaping.end != noEnd {
		return // a click when it is let go without having been dragged
	}
	v.press(e)
}

// press sets the caret or the selection where the mouse was pressed.
func (v *View) press(e *desktop.MouseEvent) {
	p := &v.pointer
	offset, upstream := v.column.hit(e.Position)
	if e.Modifier&fyne.KeyModifierShift != 0 {
		p.clicks = 0 // extends, and is no click on a highlight
		p.unit = layout.Range{Start: v.caret.Anchor, End: v.caret.Anchor}
		v.caret.extend(offset, upstream, true)
		return
	}
	if start, _, ok := v.column.under(e.Position); ok && p.clicks > 1 {
		offset = start
	}
	p.unit = v.unit(offset, p.clicks)
	if p.clicks == 1 {
		v.caret.choose(offset, offset, upstream)
	} else {
		v.caret.choose(p.unit.Start, p.unit.End, false)
	}
}

func (v *View) takeFocus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil && c.Focused() != fyne.Focusable(v) {
		c.Focus(v)
	}
}

// unit gives what that many clicks at a byte select.
func (v *View) unit(at, clicks int) layout.Range {
	r := layout.Range{Start: at, End: at}
	switch clicks {
	case 2:
		r.Start, r.End = v.column.Text.Word(at)
	case 3:
		r.Start, r.End = v.column.Text.Sentence(at)
	}
	return r
}

// pressBar takes hold of the scrollbar's thumb, or brings it to the pointer with what the ruler shows there.
func (v *View) pressBar(y float32) {
	if top, h := v.column.Thumb(); y < top || y >= top+h {
		v.ruler.goTo(y)
	}
	top, _ := v.column.Thumb()
	v.pointer.bar, v.pointer.grip = true, y-top
}

// Dragged extends the selection, or moves the scrollbar.
func (v *View) Dragged(e *fyne.DragEvent) {
	v.tip.hide()
	p := &v.pointer
	p.drags = p.bar || p.pressed
	switch {
	case p.bar:
		v.column.dragThumb(e.Position.Y - p.grip)
	case p.pressed:
		p.dragged, p.at = true, e.Position
		v.follow()
		v.scrollWhileHeld()
	}
}

// follow extends the selection to the pointer, by the unit the drag began with.
func (v *View) follow() {
	p := &v.pointer
	if v.reshaping.end != noEnd {
		v.grips.follow(p.at, v.keys.Modifiers()&fyne.KeyModifierAlt != 0)
		return
	}
	offset, upstream := v.column.hit(p.at)
	if p.clicks <= 1 {
		v.caret.choose(v.caret.Anchor, offset, upstream)
		return
	}
	u := v.unit(offset, p.clicks)
	if offset < p.unit.Start {
		v.caret.choose(p.unit.End, min(u.Start, p.unit.Start), false)
	} else {
		v.caret.choose(p.unit.Start, max(u.End, p.unit.End), false)
	}
}

// scrollWhileHeld scrolls as long as the mouse is held beyond an edge, the faster the farther.
func (v *View) scrollWhileHeld() {
	if v.pointer.auto || v.beyond() == 0 {
		return
	}
	v.pointer.auto = true
	var frame func()
	frame = func() {
		d := v.beyond()
		if !v.pointer.dragged || d == 0 {
			v.pointer.auto = false
			return
		}
		v.column.scrollBy(float64(d))
		v.follow()
		v.After(autoFrame, frame)
	}
	v.After(autoFrame, frame)
}

// beyond gives how far to scroll in a frame for a pointer above or below the view.
func (v *View) beyond() float32 {
	y, h := v.pointer.at.Y, v.column.metrics.size.Height
	switch edge := v.column.metrics.row / 2; {
	case y < edge:
		return -min(edge-y, 200)/3 - 2
	case y > h-edge:
		return min(y-h+edge, 200)/3 + 2
	}
	return 0
}

// DragEnd lets go. The window takes the focus away when the mouse is released outside the view: keys typed now are
// meant for what was selected.
func (v *View) DragEnd() {
	v.release()
	if v.pointer.drags {
		v.pointer.drags = false
		v.takeFocus()
	}
}

// MouseUp ends a click or a drag.
func (v *View) MouseUp(e *desktop.MouseEvent) {
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	if v.reshaping.end != noEnd && !v.pointer.dragged {
		v.dropReshaping()
		v.press(e)
	}
	clicked := v.pointer.pressed && !v.pointer.dragged && v.pointer.clicks == 1
	v.release()
	if clicked && v.column.Lines != nil {
		v.clickHighlight(e.Position)
	}
}

func (v *View) release() {
	if v.reshaping.end != noEnd {
		if h, changed := v.grips.letGo(); changed && v.OnReshape != nil {
			v.OnReshape(h.ID, h.Start, h.End)
		}
	}
	if v.pointer.pressed || v.pointer.bar {
		v.pointer.pressed, v.pointer.dragged, v.pointer.bar = false, false, false
		v.popup.letCome()
		v.Refresh()
	}
}

// clickHighlight reports the highlight under a click, and the next larger if the last click was on the same ones.
func (v *View) clickHighlight(at fyne.Position) {
	p := &v.pointer
	var stack []string
	if start, _, ok := v.column.under(at); ok {
		stack = v.HighlightsAt(v.column.Text.Point(start))
	}
	if len(stack) > 0 && slices.Equal(stack, p.stack) {
		p.stackAt = (p.stackAt + 1) % len(stack)
	} else {
		p.stack, p.stackAt = stack, 0
	}
	if v.OnHighlight == nil {
		return
	}
	if len(stack) == 0 {
		v.OnHighlight("")
	} else {
		v.OnHighlight(stack[p.stackAt])
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
	v.tip.rest(e.Position, v.Hover != nil)
	v.pointTo(e.Position)
}

// scrollUnder scrolls under the pointer, which is over something else then.
func (v *View) scrollUnder(d float64, pointer fyne.Position) (moved bool) {
	before := v.column.Top()
	v.column.scrollBy(d)
	if v.pointer.dragged {
		v.follow()
	} else {
		v.pointTo(pointer)
	}
	return v.column.Top() != before
}

// hoverText asks what to say of the smallest highlight at a position.
func (v *View) hoverText(at fyne.Position) string {
	if v.Hover == nil || v.column.Lines == nil || v.pointer.pressed || v.pointer.hoverBar || v.popup.contains(at) {
		return ""
	}
	start, _, ok := v.column.under(at)
	if !ok {
		return ""
	}
	here := v.marks.at(v.column.Text.Point(start))
	if len(here) == 0 {
		return ""
	}
	return v.Hover(here[0].ID)
}

// pointTo works out what the pointer is over.
func (v *View) pointTo(at fyne.Position) {
	p := &v.pointer
	bar, over := at.X >= v.column.metrics.size.Width-barWidth, noEnd
	if v.column.Lines != nil && !bar && !v.popup.contains(at) {
		over = v.grips.under(at)
	}
	p.away = v.column.Lines != nil && over == noEnd && v.beside(at)
	if bar != p.hoverBar || over != v.grips.over {
		p.hoverBar, v.grips.over = bar, over
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
	v.pointer.away = false
	if v.pointer.hoverBar || v.grips.over != noEnd {
		v.pointer.hoverBar, v.grips.over = false, noEnd
		v.Refresh()
	}
}

// Cursor is the one for text over text, the one for moving a border over a grip, and an arrow elsewhere.
func (v *View) Cursor() desktop.Cursor {
	switch p := &v.pointer; {
	case v.grips.over != noEnd || v.reshaping.end != noEnd:
		return desktop.HResizeCursor
	case p.hoverBar || p.away:
		return desktop.DefaultCursor
	}
	return desktop.TextCursor
}

func abs(x float32) float32 { return float32(math.Abs(float64(x))) }
