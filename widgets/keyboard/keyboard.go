// Package keyboard tells what a key would give on a US keyboard, so that commands on letter keys work on a layout
// that has other letters or none of the signs they are on.
package keyboard

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Keys follows the keys that a widget with the focus is told of. The zero value is ready.
type Keys struct {
	scanCode int  // of the key that went down last
	typed    bool // it has given a character
	down     bool
	repeated bool
	held     fyne.KeyModifier
}

var modifiers = map[fyne.KeyName]fyne.KeyModifier{
	desktop.KeyShiftLeft: fyne.KeyModifierShift, desktop.KeyShiftRight: fyne.KeyModifierShift,
	desktop.KeyControlLeft: fyne.KeyModifierControl, desktop.KeyControlRight: fyne.KeyModifierControl,
	desktop.KeyAltLeft: fyne.KeyModifierAlt, desktop.KeyAltRight: fyne.KeyModifierAlt,
	desktop.KeySuperLeft: fyne.KeyModifierSuper, desktop.KeySuperRight: fyne.KeyModifierSuper,
}

// Down is to be called with each key that goes down.
func (k *Keys) Down(e *fyne.KeyEvent) {
	k.scanCode, k.down, k.typed = e.Physical.ScanCode, true, false
	k.held |= modifiers[e.Name]
}

// Up is to be called when a key is let go.
func (k *Keys) Up(e *fyne.KeyEvent) {
	k.down = false
	k.held &^= modifiers[e.Name]
}

// AllUp is to be called when the focus is lost: nothing is told of the keys from then on.
func (k *Keys) AllUp() { k.down, k.held = false, 0 }

// Modifiers gives those that are held. The driver knows best; the widget's own account helps where it doesn't say.
func (k *Keys) Modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return k.held | d.CurrentKeyModifiers()
	}
	return k.held
}

// Typed is to be called with each character, before Repeated and Latin.
func (k *Keys) Typed() { k.repeated, k.typed = k.down && k.typed, true }

// TypedKey is to be called with each key that is typed, before Repeated: some give no character.
func (k *Keys) TypedKey(name fyne.KeyName) {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDelete, fyne.KeyBackspace:
		k.Typed()
	}
}

// Repeated tells whether the character that was typed last, or the key that gives none, comes of a key that is held down.
func (k *Keys) Repeated() bool { return k.repeated }

// Latin gives the character that the key of a typed character would give on a US keyboard without Shift. is is false
// where that is not to be acted on: the character is a Latin letter without an accent, which means itself on any layout, was
// composed by an input method, or comes of a key that is not on a US keyboard.
func (k *Keys) Latin(typed rune) (latin rune, is bool) {
	if typed <= unicode.MaxASCII && unicode.IsLetter(typed) || composed(typed) {
		return 0, false
	}
	latin = onUS(k.scanCode)
	return latin, latin != 0 && latin != typed
}

// composed tells whether a character is of a script that is typed through an input method.
func composed(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Yi)
}

// Shortcut gives a shortcut by the sign that the layout has on its key, where a larger or smaller text is asked for by that
// sign; any other as it is.
func (k *Keys) Shortcut(s fyne.Shortcut) fyne.Shortcut {
	if custom, is := s.(*desktop.CustomShortcut); is && custom.Modifier&^fyne.KeyModifierShift == fyne.KeyModifierShortcutDefault {
		if name, ok := k.plain(); ok {
			return &desktop.CustomShortcut{KeyName: name, Modifier: custom.Modifier}
		}
	}
	return s
}

// plain gives the name of the key that went down last by the character that the layout has on it without
// Shift, for shortcuts: French keyboards have a minus on the 6. ok is false where the toolkit has no name for it.
func (k *Keys) plain() (name fyne.KeyName, ok bool) {
	name, ok = signs[onLayout(k.scanCode)]
	if !ok {
		name, ok = signs[string(onUS(k.scanCode))]
	}
	return name, ok
}

// signs are the keys' names that shortcuts for a larger and smaller text go by.
var signs = map[string]fyne.KeyName{"+": fyne.KeyPlus, "-": fyne.KeyMinus, "=": fyne.KeyEqual}

// usRows are the characters of a US keyboard without Shift, from the key at the left of each row to the right.
var usRows = [...]string{"`1234567890-=", `qwertyuiop[]`, `asdfghjkl;'`, `zxcvbnm,./`}
