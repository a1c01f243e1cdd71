package docview

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"factmark/widgets/docview/layout"
)

// KeyDown notes the modifiers, and that a key goes down: one that is held
// gives characters again and again, but goes down once.
func (v *View) KeyDown(e *fyne.KeyEvent) {
	v.hideTip()
	v.keys.Down(e)
}

// KeyUp notes the modifiers, and that a key is let go.
func (v *View) KeyUp(e *fyne.KeyEvent) { v.keys.Up(e) }

// Repeated tells within OnRune whether the character comes of a key that is held down.
func (v *View) Repeated() bool { return v.keys.Repeated() }

// AcceptsTab says that Tab moves the focus on.
func (v *View) AcceptsTab() bool { return false }

// TypedRune hands a character to OnRune and, where that has no use for it, what its key has on a US keyboard.
func (v *View) TypedRune(r rune) {
	v.hideTip()
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
	v.hideTip()
	if !v.moveKey(e.Name) && v.OnKey != nil {
		v.OnKey(e)
	}
}

func (v *View) moveKey(key fyne.KeyName) bool {
	if v.column.Lines == nil {
		return false
	}
	if v.reshaping.end != noEnd && key == fyne.KeyEscape {
		v.dropReshaping()
		v.pointer.pressed, v.pointer.dragged, v.quiet = false, false, false // what the mouse does until it is let go means nothing
		return true
	}
	keep := v.keys.Modifiers()&fyne.KeyModifierShift != 0
	switch key {
	case fyne.KeyLeft, fyne.KeyRight:
		v.sideways((key == fyne.KeyRight) != v.caretLine().RTL, keep)
	case fyne.KeyUp:
		v.vertical(-1, keep)
	case fyne.KeyDown:
		v.vertical(+1, keep)
	case fyne.KeyPageUp:
		v.page(-1, keep)
	case fyne.KeyPageDown:
		v.page(+1, keep)
	case fyne.KeyHome:
		v.moveCaret(v.caretLine().Start, false, keep)
	case fyne.KeyEnd:
		line := v.caretLine()
		v.moveCaret(line.Ink, line.Ink == line.End, keep)
	case fyne.KeyEscape:
		if v.anchor == v.head {
			return false
		}
		v.choose(v.head, v.head, v.upstream)
	default:
		return false
	}
	return true
}

// caretLine is the line the caret is on.
func (v *View) caretLine() *layout.Line {
	return v.column.Lines.Line(v.column.Lines.At(v.head, v.upstream))
}

// sideways moves the caret to the next or the previous cluster, or to an end of the selection.
func (v *View) sideways(on, keep bool) {
	sel := v.selection()
	switch {
	case sel.Start < sel.End && !keep && on:
		v.moveCaret(sel.End, false, false)
	case sel.Start < sel.End && !keep:
		v.moveCaret(sel.Start, false, false)
	case on:
		v.moveCaret(v.column.Text.Next(v.head), false, keep)
	default:
		v.moveCaret(v.column.Text.Prev(v.head), false, keep)
	}
}

// moveCaret moves the caret by a key and shows it.
func (v *View) moveCaret(at int, upstream, keep bool) {
	v.quiet = false
	v.extend(at, upstream, keep)
	v.column.revealLine(v.head, v.upstream)
}

// vertical moves the caret by lines, in the column it began in.
func (v *View) vertical(by int, keep bool) {
	goal := v.goal
	i := v.column.Lines.At(v.head, v.upstream)
	line := v.column.Lines.Line(i)
	if goal != goal {
		goal = line.X(v.head, v.upstream)
	}
	v.column.Lines.Prepare(max(0, i-max(by, -by)))
	v.column.Settle()
	i = v.column.Lines.At(v.head, v.upstream)
	switch target := i + by; {
	case target < 0:
		v.moveCaret(0, false, keep)
	case target >= v.column.Lines.Lines():
		v.moveCaret(v.column.Text.Len(), false, keep)
	default:
		next := v.column.Lines.Line(target)
		at, upstream := next.Hit(goal)
		v.moveCaret(at, upstream, keep)
	}
	v.goal = goal
}

// page moves caret and page together by a page less a line.
func (v *View) page(by int, keep bool) {
	n := max(1, int(v.column.metrics.size.Height/v.column.metrics.row)-1)
	top := v.column.Top()
	v.column.scrollBy(float64(by*n) * float64(v.column.metrics.row))
	if v.column.Top() == top {
		n = v.column.Lines.Lines() // no page left: to the first or last line
	}
	v.vertical(by*n, keep)
}

// TypedShortcut copies, selects all, and moves by words, sentences, paragraphs and to the ends of the text. Others go to
// OnShortcut: the window would not see them while the view has the focus.
func (v *View) TypedShortcut(s fyne.Shortcut) {
	v.hideTip()
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		if text := v.SelectedText(); text != "" {
			fyne.CurrentApp().Clipboard().SetContent(text)
		}
		return
	case *fyne.ShortcutSelectAll:
		v.quiet = false
		v.choose(0, v.column.Text.Len(), false)
		return
	case *desktop.CustomShortcut:
		if v.moveShortcut(s) {
			return
		}
	}
	if v.OnShortcut != nil {
		v.OnShortcut(v.keys.Shortcut(s))
	}
}

func (v *View) moveShortcut(s *desktop.CustomShortcut) bool {
	const ctrl, shift = fyne.KeyModifierShortcutDefault, fyne.KeyModifierShift
	if v.column.Lines == nil {
		return false
	}
	keep := s.Modifier&shift != 0
	sideways := s.KeyName == fyne.KeyLeft || s.KeyName == fyne.KeyRight
	on := (s.KeyName == fyne.KeyRight) != v.caretLine().RTL
	switch s.Modifier &^ shift {
	case ctrl:
	case fyne.KeyModifierAlt:
		if sideways {
			v.sentenceStep(on, keep)
		}
		return sideways
	default:
		return false
	}
	switch s.KeyName {
	case fyne.KeyLeft, fyne.KeyRight:
		v.wordStep(on, keep)
	case fyne.KeyHome:
		v.moveCaret(0, false, keep)
	case fyne.KeyEnd:
		v.moveCaret(v.column.Text.Len(), false, keep)
	case fyne.KeyUp:
		if keep {
			v.quiet = false
			v.grow()
		} else {
			v.moveCaret(v.column.Text.PrevParagraph(v.head), false, false)
		}
	case fyne.KeyDown:
		if keep {
			v.shrink()
		} else {
			v.moveCaret(v.column.Text.NextParagraph(v.head), false, false)
		}
	default:
		return false
	}
	return true
}

// wordStep moves the caret to where the next word ends or this one begins.
func (v *View) wordStep(on, keep bool) {
	if on {
		v.moveCaret(v.column.Text.NextWord(v.head), false, keep)
	} else {
		v.moveCaret(v.column.Text.Snap(v.column.Text.PrevWord(v.head)), false, keep)
	}
}

// sentenceStep moves the caret to where the next or this sentence begins.
func (v *View) sentenceStep(on, keep bool) {
	if on {
		v.moveCaret(v.column.Text.Snap(v.column.Text.NextSentence(v.head)), false, keep)
	} else {
		v.moveCaret(v.column.Text.Snap(v.column.Text.PrevSentence(v.head)), false, keep)
	}
}
