package docview

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// KeyDown notes the modifiers, and that a key goes down: one that is held
// gives characters again and again, but goes down once.
func (v *View) KeyDown(e *fyne.KeyEvent) {
	v.tip.hide()
	v.keys.Down(e)
	v.followAlt(e)
}

// KeyUp notes the modifiers, and that a key is let go.
func (v *View) KeyUp(e *fyne.KeyEvent) {
	v.keys.Up(e)
	v.followAlt(e)
}

// followAlt has what is being dragged snap to words, or no longer, as soon as Alt is pressed or let go.
func (v *View) followAlt(e *fyne.KeyEvent) {
	if (e.Name == desktop.KeyAltLeft || e.Name == desktop.KeyAltRight) && v.mouse.Dragged {
		v.follow()
	}
}

// ShiftHeld tells within OnRune whether Shift is held down.
func (v *View) ShiftHeld() bool { return v.keys.Modifiers()&fyne.KeyModifierShift != 0 }

// Repeated tells within OnRune and OnKey whether the character, or Enter, Delete or Backspace, comes of a key that is held down.
func (v *View) Repeated() bool { return v.keys.Repeated() }

// AcceptsTab says that Tab moves the focus on.
func (v *View) AcceptsTab() bool { return false }

// TypedRune hands a character to OnRune and, where that has no use for it, what its key has on a US keyboard.
func (v *View) TypedRune(r rune) {
	v.tip.hide()
	v.keys.Typed()
	if v.OnRune == nil || v.OnRune(r) {
		return
	}
	if latin, is := v.keys.Latin(r); is {
		v.OnRune(latin)
	}
}

// TypedKey moves the caret, extends the selection with Shift, and hands other keys to OnKey.
func (v *View) TypedKey(e *fyne.KeyEvent) {
	v.tip.hide()
	v.keys.TypedKey(e.Name)
	if !v.used(e.Name) && v.OnKey != nil {
		v.OnKey(e)
	}
}

func (v *View) used(key fyne.KeyName) bool {
	if v.column.Lines == nil {
		return false
	}
	if v.reshaping.end != noEnd && key == fyne.KeyEscape {
		v.dropReshaping()
		v.mouse.Pressed, v.mouse.Dragged, v.popup.quiet = false, false, false // what the mouse does until it is let go means nothing
		return true
	}
	return v.caret.key(key, v.keys.Modifiers()&fyne.KeyModifierShift != 0)
}

// TypedShortcut copies, selects all, and moves by words, sentences, paragraphs and to the ends of the text. Others go to
// OnShortcut: the window would not see them while the view has the focus.
func (v *View) TypedShortcut(s fyne.Shortcut) {
	v.tip.hide()
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		if text := v.SelectedText(); text != "" {
			fyne.CurrentApp().Clipboard().SetContent(text)
		}
		return
	case *fyne.ShortcutSelectAll:
		v.popup.quiet = false
		v.caret.choose(0, v.column.Text.Len(), false)
		return
	case *desktop.CustomShortcut:
		if v.column.Lines != nil && v.caret.shortcut(s) {
			return
		}
	}
	if v.OnShortcut != nil {
		v.OnShortcut(v.keys.Shortcut(s))
	}
}

// FocusGained shows the caret.
func (v *View) FocusGained() {
	v.focused = true
	v.wakeCaret()
	if v.OnFocus != nil {
		v.OnFocus()
	}
}

// FocusLost hides the caret. What is selected stays so.
func (v *View) FocusLost() {
	v.focused = false
	v.keys.AllUp()
	v.wakeCaret()
}
