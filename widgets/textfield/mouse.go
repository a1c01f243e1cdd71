package textfield

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"factmark/widgets/selecting"
)

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
	return f.caret.hitLine(f.view.Lines.Line(i), at.X-f.metrics.inset)
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
		if at, upstream := f.hit(e.Position); at < f.caret.Range().Start || at > f.caret.Range().End {
			f.caret.choose(at, at, upstream) // the menu is about what was clicked
		}
		return
	}
	if top, h := f.view.Thumb(); h > 0 && e.Position.X >= f.metrics.size.Width-barWidth {
		if e.Position.Y < top || e.Position.Y >= top+h {
			f.scrolled(f.view.DragThumb(e.Position.Y - h/2))
			top, _ = f.view.Thumb()
		}
		f.mouse.HoldThumb(e.Position.Y - top)
		return
	}
	f.mouse.Press(e.Position, f.now())
	offset, upstream := f.hit(e.Position)
	if e.Modifier&fyne.KeyModifierShift != 0 {
		f.mouse.Clicks = 0
		f.caret.choose(f.caret.Anchor, offset, upstream)
		return
	}
	unit := f.mouse.Select(f.view.Text, offset)
	f.caret.choose(unit.Start, unit.End, upstream || f.mouse.Clicks > 1)
}

// DoubleTapped selects the word there, where the driver gives no presses of the mouse, which do it else.
func (f *Field) DoubleTapped(e *fyne.PointEvent) {
	if f.fit(); f.view.Lines == nil || f.mouse.Clicks > 1 || f.Disabled() {
		return
	}
	f.takeFocus()
	f.view.Settle()
	offset, _ := f.hit(e.Position)
	word := selecting.Unit(f.view.Text, offset, 2)
	f.caret.choose(word.Start, word.End, true)
}

// Dragged extends the selection, or moves the scrollbar.
func (f *Field) Dragged(e *fyne.DragEvent) {
	if f.mouse.Drag(e.Position) {
		f.follow()
		f.mouse.ScrollWhileHeld()
	} else if f.mouse.Thumb {
		f.scrolled(f.view.DragThumb(f.mouse.ThumbTop(e.Position.Y)))
	}
}

// follow extends the selection to the pointer, by the unit the drag began with.
func (f *Field) follow() {
	offset, upstream := f.hit(f.mouse.At)
	from, to := f.mouse.Extend(f.view.Text, f.caret.Anchor, offset)
	if f.mouse.Clicks > 1 {
		upstream = from <= to
	}
	f.caret.choose(from, to, upstream)
}

func (f *Field) scrollHeld(d float64) {
	f.scrolled(f.view.ScrollBy(d))
	f.follow()
}

// MouseUp ends a click or a drag.
func (f *Field) MouseUp(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary {
		f.mouse.Release()
	}
}

// DragEnd lets go, and takes the focus back that the window takes away when the mouse is released outside the field.
func (f *Field) DragEnd() {
	if f.mouse.Dropped() {
		f.takeFocus()
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
	chosen := f.caret.Anchor != f.caret.Head
	item := func(name string, able bool, do func()) *fyne.MenuItem {
		i := fyne.NewMenuItem(name, do)
		i.Disabled = !able
		return i
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("",
		item(lang.L("Undo"), f.editable() && len(f.history.done) > 0, f.Undo),
		item(lang.L("Redo"), f.editable() && len(f.history.undone) > 0, f.Redo),
		fyne.NewMenuItemSeparator(),
		item(lang.L("Cut"), f.editable() && chosen, func() { f.cut(clipboard) }),
		item(lang.L("Copy"), chosen, func() { f.copy(clipboard) }),
		item(lang.L("Paste"), f.editable() && clipboard.Content() != "", func() { f.paste(clipboard) }),
		fyne.NewMenuItemSeparator(),
		item(lang.L("Select all"), f.view.Text.Len() > 0, f.selectAll),
	), c, at)
}
