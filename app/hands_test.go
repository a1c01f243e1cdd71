package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// send sends keys to the window as the driver does: to the menu first, then to
// what has the focus, then to the window. Words between quotes are typed letter
// by letter; a single letter is typed, small.
func (b *bench) send(keys ...string) {
	b.t.Helper()
	for _, key := range keys {
		if strings.HasPrefix(key, "'") {
			for _, r := range strings.Trim(key, "'") {
				b.letter(r)
			}
			continue
		}
		if key == "pause" { // longer than any debounce
			waiting := b.paused
			b.paused = nil
			for _, f := range waiting {
				f()
			}
			continue
		}
		parts := strings.Split(key, "+")
		if key == "+" {
			parts = []string{"+"}
		}
		name := parts[len(parts)-1]
		var held fyne.KeyModifier
		for _, m := range parts[:len(parts)-1] {
			held |= map[string]fyne.KeyModifier{"Ctrl": fyne.KeyModifierControl, "Shift": fyne.KeyModifierShift, "Alt": fyne.KeyModifierAlt}[m]
		}
		named, is := map[string]fyne.KeyName{"Enter": fyne.KeyReturn, "Escape": fyne.KeyEscape, "Home": fyne.KeyHome, "End": fyne.KeyEnd, "Up": fyne.KeyUp, "Down": fyne.KeyDown,
			"Left": fyne.KeyLeft, "Right": fyne.KeyRight, "Delete": fyne.KeyDelete, "Backspace": fyne.KeyBackspace, "F6": fyne.KeyF6, "Tab": fyne.KeyTab, ",": fyne.KeyComma, "Space": fyne.KeySpace}[name]
		switch {
		case held&(fyne.KeyModifierControl|fyne.KeyModifierAlt) != 0:
			if !is {
				named = fyne.KeyName(name)
			}
			b.chord(named, held)
		case name == "Space":
			b.named(fyne.KeySpace, held)
			b.letter(' ')
		case is:
			b.named(named, held)
		case isFunctionKey(fyne.KeyName(name)):
			b.named(fyne.KeyName(name), held)
		case held&fyne.KeyModifierShift != 0:
			b.shifted([]rune(name)[0])
		default:
			b.letter([]rune(strings.ToLower(name))[0])
		}
	}
}

func (b *bench) letter(r rune) {
	c := b.Win.Canvas()
	if f := c.Focused(); f != nil {
		f.TypedRune(r)
	} else {
		c.OnTypedRune()(r)
	}
}

func (b *bench) named(name fyne.KeyName, held fyne.KeyModifier) {
	b.t.Helper()
	c := b.Win.Canvas()
	f := c.Focused()
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	if k, is := f.(desktop.Keyable); is && held&fyne.KeyModifierShift != 0 {
		k.KeyDown(shift)
		defer k.KeyUp(shift)
	}
	b.shiftHeld = func() bool { return held&fyne.KeyModifierShift != 0 }
	if f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: name})
	} else {
		c.OnTypedKey()(&fyne.KeyEvent{Name: name})
	}
}

func (b *bench) chord(name fyne.KeyName, held fyne.KeyModifier) {
	b.t.Helper()
	s := toShortcut(keyWith(held, name))
	for _, m := range b.menu.Items {
		for _, i := range m.Items {
			if i.Shortcut != nil && i.Shortcut.ShortcutName() == s.ShortcutName() {
				i.Action()
				return
			}
		}
	}
	if f, is := b.Win.Canvas().Focused().(fyne.Shortcutable); is {
		f.TypedShortcut(s)
		return
	}
	b.t.Fatalf("nothing takes %s", s.ShortcutName())
}

// hold keeps all work away from the interface thread waiting, as a slow disk
// does, until release is called.
func (b *bench) hold() (release func()) {
	start, held := b.Back.Start, []func(){}
	b.Back.Start = func(work func()) { held = append(held, work) }
	return func() {
		b.Back.Start = start
		for len(held) > 0 {
			work := held[0]
			held = held[1:]
			b.Back.Start(work)
		}
	}
}

// wantFocus checks what has the keyboard.
func (b *bench) wantFocus(what string, want fyne.Focusable) {
	b.t.Helper()
	if got := b.Win.Canvas().Focused(); got != want {
		b.t.Errorf("%s: the keyboard is with %T, want %T", what, got, want)
	}
}
