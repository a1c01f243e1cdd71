package textfield

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"factmark/widgets/docview/layout"
)

const (
	doubleClick = 400 * time.Millisecond // two clicks within this time are a double click
	jitter      = 4                      // pixels a pointer may move between them
	autoFrame   = 30 * time.Millisecond
)

// pointer is what the mouse is doing.
type pointer struct {
	pressed bool
	dragged bool
	drags   bool    // what is held has been dragged
	bar     bool    // the scrollbar's thumb is held
	grip    float32 // where on the thumb
	at      fyne.Position
	clicks  int
	last    time.Time
	unit    layout.Range // what the first click of a drag selected: the drag extends by such units
	auto    bool         // the text is scrolling under a held mouse
}

// hit gives the place for a caret nearest to a position.
func (f *Field) hit(at fyne.Position) (offset int, upstream bool) {
	y := f.view.Top() + float64(at.Y)
	i := f.view.LineAt(y)
	switch {
	case y < f.view.Y(0)-float64(f.metrics.inset):
		return 0, false
	case y >= f.view.Y(i)+float64(f.metrics.row+f.metrics.inset):
		return f.view.Text.Len(), true
	}
	f.view.Lines.Prepare(i)
	return f.hitLine(f.view.Lines.Line(i), at.X-f.metrics.inset)
}

// MouseDown takes the focus and begins a click or a drag.
func (f *Field) MouseDown(e *desktop.MouseEvent) {
	if f.Disabled() || e.Button == desktop.MouseButtonTertiary {
		return
	}
	f.takeFocus()
	if f.fit(); f.view.Lines == nil {
		return
	}
	f.view.Settle()
	if e.Button == desktop.MouseButtonSecondary {
		if at, upstream := f.hit(e.Position); at < f.selection().Start || at > f.selection().End {
			f.choose(at, at, upstream) // the menu is about what was clicked
		}
		return
	}
	p := &f.pointer
	if top, h := f.view.Thumb(); h > 0 && e.Position.X >= f.metrics.size.Width-barWidth {
		if e.Position.Y < top || e.Position.Y >= top+h {
			f.scrolled(f.view.DragThumb(e.Position.Y - h/2))
			top, _ = f.view.Thumb()
		}
		p.bar, p.grip = true, e.Position.Y-top
		return
	}
	near := max(e.Position.X-p.at.X, p.at.X-e.Position.X) <= jitter && max(e.Position.Y-p.at.Y, p.at.Y-e.Position.Y) <= jitter
	if now := f.now(); near && now.Sub(p.last) < doubleClick {
		p.clicks, p.last = p.clicks%3+1, now
	} else {
		p.clicks, p.last = 1, now
	}
	p.pressed, p.dragged, p.at = true, false, e.Position
	offset, upstream := f.hit(e.Position)
	if e.Modifier&fyne.KeyModifierShift != 0 {
		p.clicks = 0
		f.choose(f.anchor, offset, upstream)
		return
	}
	if p.unit = f.unit(offset, p.clicks); p.clicks == 1 {
		f.choose(offset, offset, upstream)
	} else {
		f.choose(p.unit.Start, p.unit.End, true)
	}
}

// unit gives what that many clicks at a byte select: a word, a sentence, in whole clusters.
func (f *Field) unit(at, clicks int) layout.Range {
	start, end := at, at
	switch clicks {
	case 2:
		start, end = f.view.Text.Word(at)
	case 3:
		start, end = f.view.Text.Sentence(at)
	}
	return layout.Range{Start: f.view.Text.Snap(start), End: f.snap(end)}
}

// DoubleTapped selects the word there, where the driver gives no presses of the mouse, which do it else.
func (f *Field) DoubleTapped(e *fyne.PointEvent) {
	if f.fit(); f.view.Lines == nil || f.pointer.clicks > 1 || f.Disabled() {
		return
	}
	f.takeFocus()
	f.view.Settle()
	offset, _ := f.hit(e.Position)
	u := f.unit(offset, 2)
	f.choose(u.Start, u.End, true)
}

// Dragged extends the selection, or moves the scrollbar.
func (f *Field) Dragged(e *fyne.DragEvent) {
	p := &f.pointer
	p.drags = p.bar || p.pressed
	switch {
	case p.bar:
		f.scrolled(f.view.DragThumb(e.Position.Y - p.grip))
	case p.pressed:
		p.dragged, p.at = true, e.Position
		f.follow()
		f.scrollWhileHeld()
	}
}

// follow extends the selection to the pointer, by the unit the drag began with.
func (f *Field) follow() {
	p := &f.pointer
	offset, upstream := f.hit(p.at)
	if p.clicks <= 1 {
		f.choose(f.anchor, offset, upstream)
		return
	}
	u := f.unit(offset, p.clicks)
	if offset < p.unit.Start {
		f.choose(p.unit.End, min(u.Start, p.unit.Start), false)
	} else {
		f.choose(p.unit.Start, max(u.End, p.unit.End), true)
	}
}

// scrollWhileHeld scrolls as long as the mouse is held beyond an edge, the faster the farther.
func (f *Field) scrollWhileHeld() {
	if f.pointer.auto || f.beyond() == 0 {
		return
	}
	f.pointer.auto = true
	var frame func()
	frame = func() {
		d := f.beyond()
		if !f.pointer.dragged || d == 0 {
			f.pointer.auto = false
			return
		}
		f.scrolled(f.view.ScrollBy(float64(d)))
		f.follow()
		f.After(autoFrame, frame)
	}
	f.After(autoFrame, frame)
}

// beyond gives how far to scroll in a frame for a pointer above or below the field.
func (f *Field) beyond() float32 {
	y, h := f.pointer.at.Y, f.metrics.size.Height
	switch edge := f.metrics.inset; {
	case y < edge:
		return -min(edge-y, 200)/3 - 2
	case y > h-edge:
		return min(y-h+edge, 200)/3 + 2
	}
	return 0
}

// MouseUp ends a click or a drag.
func (f *Field) MouseUp(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary {
		f.pointer.pressed, f.pointer.dragged, f.pointer.bar = false, false, false
	}
}

// DragEnd lets go, and takes the focus back that the window takes away when the mouse is released outside the field.
func (f *Field) DragEnd() {
	p := &f.pointer
	p.pressed, p.dragged, p.bar = false, false, false
	if p.drags {
		f.takeFocus()
		p.drags = false
	}
}

// TappedSecondary shows the menu.
func (f *Field) TappedSecondary(e *fyne.PointEvent) {
	f.takeFocus()
	f.showMenu(e.AbsolutePosition)
}

// caretPlace is where the caret stands in the window, for the menu.
func (f *Field) caretPlace() fyne.Position {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(f)
	if f.fit(); f.view.Lines == nil {
		return at
	}
	x, y := f.caretAt()
	return at.AddXY(x, min(max(0, y), f.metrics.size.Height-f.metrics.row)+f.metrics.row)
}

// showMenu shows what can be done with the text and the selection.
func (f *Field) showMenu(at fyne.Position) {
	c := fyne.CurrentApp().Driver().CanvasForObject(f)
	if c == nil || f.Disabled() {
		return
	}
	clipboard := fyne.CurrentApp().Clipboard()
	chosen := f.anchor != f.head
	item := func(name string, able bool, do func()) *fyne.MenuItem {
		i := fyne.NewMenuItem(name, do)
		i.Disabled = !able
		return i
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("",
		item("Undo", f.editable() && len(f.history.done) > 0, f.Undo),
		item("Redo", f.editable() && len(f.history.undone) > 0, f.Redo),
		fyne.NewMenuItemSeparator(),
		item("Cut", f.editable() && chosen, func() { f.cut(clipboard) }),
		item("Copy", chosen, func() { f.copy(clipboard) }),
		item("Paste", f.editable() && clipboard.Content() != "", func() { f.paste(clipboard) }),
		fyne.NewMenuItemSeparator(),
		item("Select all", f.view.Text.Len() > 0, f.selectAll),
	), c, at)
}
