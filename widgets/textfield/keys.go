package textfield

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// KeyDown notes the modifiers.
func (f *Field) KeyDown(e *fyne.KeyEvent) { f.keys.Down(e) }

// KeyUp notes the modifiers.
func (f *Field) KeyUp(e *fyne.KeyEvent) { f.keys.Up(e) }

// AcceptsTab says that Tab moves the focus on.
func (f *Field) AcceptsTab() bool { return false }

// TypedKey edits, and moves the caret; with Shift it extends the selection.
func (f *Field) TypedKey(e *fyne.KeyEvent) {
	if f.Offer != nil && f.Offer(e.Name) || f.Disabled() {
		return
	}
	shift := f.keys.Modifiers()&fyne.KeyModifierShift != 0
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if f.OnSubmitted != nil && !shift {
			f.OnSubmitted()
		} else {
			f.insert("\n", typing)
		}
	case fyne.KeyBackspace:
		f.erase(f.view.Text.Prev(f.caret.Head), deletingBack)
	case fyne.KeyDelete:
		f.erase(f.view.Text.Next(f.caret.Head), deletingOn)
	case desktop.KeyMenu:
		f.showMenu(f.caretPlace())
	default:
		if f.fit(); f.view.Lines != nil {
			f.caret.key(e.Name, f.page(), shift)
		}
	}
}

// TypedShortcut edits, and moves the caret by larger steps. What the field has no use for goes on to the window, which
// would not see it while the field has the focus.
func (f *Field) TypedShortcut(s fyne.Shortcut) {
	clipboard := fyne.CurrentApp().Clipboard()
	switch s := s.(type) {
	case *fyne.ShortcutUndo:
		f.Undo()
	case *fyne.ShortcutRedo:
		f.Redo()
	case *fyne.ShortcutCut:
		f.cut(clipboard)
	case *fyne.ShortcutCopy:
		f.copy(clipboard)
	case *fyne.ShortcutPaste:
		f.paste(clipboard)
	case *fyne.ShortcutSelectAll:
		f.selectAll()
	case *desktop.CustomShortcut:
		if !f.customShortcut(s) {
			f.passOn(s)
		}
	default:
		f.passOn(s)
	}
}

func (f *Field) passOn(s fyne.Shortcut) {
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(f).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

func (f *Field) customShortcut(s *desktop.CustomShortcut) bool {
	const ctrl, shift = fyne.KeyModifierShortcutDefault, fyne.KeyModifierShift
	if f.fit(); f.view.Lines == nil {
		return false
	}
	keep := s.Modifier&shift != 0
	switch s.Modifier &^ shift {
	case ctrl:
		return f.ctrlKey(s.KeyName, keep)
	case fyne.KeyModifierAlt:
		return f.caret.sentenceStep(s.KeyName, keep)
	}
	return false
}

func (f *Field) ctrlKey(key fyne.KeyName, keep bool) bool {
	switch key {
	case fyne.KeyZ:
		if keep {
			f.Redo()
		} else {
			f.Undo()
		}
	case fyne.KeyY:
		f.Redo()
	case fyne.KeyBackspace:
		f.erase(f.caret.wordStep(false), other)
	case fyne.KeyDelete:
		f.erase(f.caret.wordStep(true), other)
	case fyne.KeyLeft, fyne.KeyRight:
		f.caret.move(f.caret.wordStep((key == fyne.KeyRight) != f.caret.line().RTL), false, keep)
	case fyne.KeyHome:
		f.caret.move(0, false, keep)
	case fyne.KeyEnd:
		f.caret.move(f.view.Text.Len(), false, keep)
	case fyne.KeyUp:
		f.caret.move(f.view.Text.PrevParagraph(f.caret.Head), false, keep)
	case fyne.KeyDown:
		f.caret.move(f.view.Text.NextParagraph(f.caret.Head), false, keep)
	case fyne.KeyReturn, fyne.KeyEnter:
		if f.OnSubmitted == nil {
			return false
		}
		f.insert("\n", typing)
	default:
		return false
	}
	return true
}

// FocusGained shows the caret.
func (f *Field) FocusGained() {
	again := f.away
	f.focused, f.away = !f.Disabled(), false
	f.blink.Wake(f.focused)
	f.Refresh()
	if f.OnFocus != nil && !again {
		f.OnFocus(true)
	}
	if f.OnReveal != nil && f.focused {
		f.OnReveal(0, min(f.metrics.size.Height, 2*f.metrics.inset+float32(f.minRows)*f.metrics.row))
	}
}

// FocusLost hides the caret. What is selected stays so.
func (f *Field) FocusLost() {
	f.focused = false
	f.keys.AllUp()
	f.history.closed = true
	f.blink.Wake(f.focused)
	f.Refresh()
	if f.mouse.Drags { // the window takes the focus away where the mouse is let go; the field takes it back
		f.away = true
		return
	}
	if f.OnFocus != nil {
		f.OnFocus(false)
	}
}

func (f *Field) takeFocus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil && c.Focused() != fyne.Focusable(f) && !f.Disabled() {
		c.Focus(f)
	}
}
