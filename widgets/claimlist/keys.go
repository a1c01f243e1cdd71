package claimlist

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// FocusGained shows that the keyboard now speaks to the list.
func (l *List) FocusGained() {
	l.focused = true
	l.arrange()
	if l.OnFocus != nil {
		l.OnFocus()
	}
}

// FocusLost takes the focus ring away.
func (l *List) FocusLost() {
	l.focused = false
	l.arrange()
}

// KeyDown notes the key, for what it has on a US keyboard.
func (l *List) KeyDown(e *fyne.KeyEvent) { l.keys.Down(e) }

// KeyUp notes that a key is let go.
func (l *List) KeyUp(e *fyne.KeyEvent) { l.keys.Up(e) }

// Repeated tells within OnRune and OnKey whether the character, or Delete or Backspace, comes of a key that is held down.
func (l *List) Repeated() bool { return l.keys.Repeated() }

// TypedRune hands letters on and, where there is no use for one, what its key has on a US keyboard.
func (l *List) TypedRune(r rune) {
	l.keys.Typed()
	if l.OnRune == nil || l.OnRune(r) {
		return
	}
	if latin, is := l.keys.Latin(r); is {
		l.OnRune(latin)
	}
}

// TypedShortcut hands shortcuts on: the window would not see them while the list has the focus.
func (l *List) TypedShortcut(s fyne.Shortcut) {
	if l.OnShortcut != nil {
		l.OnShortcut(l.keys.Shortcut(s))
	}
}

// TypedKey moves the current card, opens it or edits its note, and hands other keys on.
func (l *List) TypedKey(ev *fyne.KeyEvent) {
	l.keys.TypedKey(ev.Name)
	switch ev.Name {
	case fyne.KeyUp:
		l.step(-1)
	case fyne.KeyDown:
		l.step(1)
	case fyne.KeyPageUp:
		l.step(-l.pageUp())
	case fyne.KeyPageDown:
		l.step(l.pageDown())
	case fyne.KeyHome:
		l.step(-l.n)
	case fyne.KeyEnd:
		l.step(l.n)
	case fyne.KeyReturn, fyne.KeyEnter:
		if l.OnOpen != nil && l.current >= 0 {
			l.OnOpen(l.current)
		}
	case fyne.KeyF2:
		l.EditNote(l.current)
	case fyne.KeyRight, fyne.KeyLeft:
		if !l.Unfold(l.current, ev.Name == fyne.KeyRight) && l.OnKey != nil {
			l.OnKey(ev)
		}
	case desktop.KeyMenu:
		if l.current >= 0 {
			l.reveal(l.current, 0)
			l.arrange()
			l.menu(l.current, fyne.NewPos(margin+indent, l.cardY(l.current)+l.laidOut(l.current).quoteTop))
		}
	default:
		if l.OnKey != nil {
			l.OnKey(ev)
		}
	}
}

// pageDown is how many cards further on the last one is that is wholly in view while the current one stands at the top, at least one.
func (l *List) pageDown() (by int) {
	high := 2.0 * margin
	for i := l.current; i >= 0 && i < l.n; i++ {
		l.measure(i, i)
		if high += l.height(i); high > l.room {
			break
		}
		by = i - l.current
	}
	return max(1, by)
}

// pageUp is how many cards before the current one the first is that is wholly in view while that one stands at the bottom, at least one.
func (l *List) pageUp() (by int) {
	high := 2.0 * margin
	for i := l.current; i >= 0; i-- {
		l.measure(i, l.current)
		if high += l.height(i); high > l.room {
			break
		}
		by = l.current - i
	}
	return max(1, by)
}

// step moves the current card by some places, staying in the list. With none current it goes on from where the last one was when it left
// the list, or starts at the first one in view.
func (l *List) step(by int) {
	if l.n == 0 {
		return
	}
	to := max(0, min(l.current+by, l.n-1))
	if l.current < 0 {
		switch first, last := l.visible(); {
		case l.gone >= first && l.gone <= last && by > 0:
			to = min(l.gone+by-1, l.n-1)
		case l.gone >= first && l.gone <= last:
			to = max(l.gone+by, 0)
		case by <= -l.n:
			to = 0
		case by >= l.n:
			to = l.n - 1
		default:
			to = first
		}
	}
	if l.OnReach != nil {
		l.makeCurrent(to, l.OnReach)
	} else {
		l.choose(to)
	}
}
