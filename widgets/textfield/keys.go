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
		f.erase(f.view.Text.Prev(f.head), deletingBack)
	case fyne.KeyDelete:
		f.erase(f.view.Text.Next(f.head), deletingOn)
	case desktop.KeyMenu:
		f.showMenu(f.caretPlace())
	default:
		if f.fit(); f.view.Lines != nil {
			f.moveKey(e.Name, shift)
		}
	}
}

func (f *Field) moveKey(key fyne.KeyName, keep bool) {
	switch key {
	case fyne.KeyLeft, fyne.KeyRight:
		f.sideways(key == fyne.KeyRight, keep)
	case fyne.KeyUp:
		f.vertical(-1, keep)
	case fyne.KeyDown:
		f.vertical(+1, keep)
	case fyne.KeyPageUp:
		f.vertical(-f.page(), keep)
	case fyne.KeyPageDown:
		f.vertical(+f.page(), keep)
	case fyne.KeyHome:
		f.move(f.caretLine().Start, false, keep)
	case fyne.KeyEnd:
		at, upstream := f.endOf(f.caretLine())
		f.move(at, upstream, keep)
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
		return f.sentenceStep(s.KeyName, keep)
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
		f.erase(f.wordStep(false), other)
	case fyne.KeyDelete:
		f.erase(f.wordStep(true), other)
	case fyne.KeyLeft, fyne.KeyRight:
		f.move(f.wordStep((key == fyne.KeyRight) != f.caretLine().RTL), false, keep)
	case fyne.KeyHome:
		f.move(0, false, keep)
	case fyne.KeyEnd:
		f.move(f.view.Text.Len(), false, keep)
	case fyne.KeyUp:
		f.move(f.view.Text.PrevParagraph(f.head), false, keep)
	case fyne.KeyDown:
		f.move(f.view.Text.NextParagraph(f.head), false, keep)
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

func (f *Field) sentenceStep(key fyne.KeyName, keep bool) bool {
	if key != fyne.KeyLeft && key != fyne.KeyRight {
		return false
	}
	if (key == fyne.KeyRight) != f.caretLine().RTL {
		f.move(f.snap(f.view.Text.NextSentence(f.head)), false, keep)
	} else {
		f.move(f.view.Text.Snap(f.view.Text.PrevSentence(f.head)), false, keep)
	}
	return true
}
