package dialogs

import (
	"unicode"

	"fyne.io/fyne/v2"
)

// TypedKeyName is the name that the table has for a key that types nothing, "" where it has none.
func TypedKeyName(name fyne.KeyName) string {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		return "Enter"
	case fyne.KeyDelete:
		return "Delete"
	case fyne.KeyBackspace:
		return "Backspace"
	case fyne.KeyEscape:
		return "Escape"
	case fyne.KeyInsert:
		return "Insert"
	}
	return ""
}

// TypedRuneName is the name that the table has for the key of a character.
func TypedRuneName(r rune) string {
	if r == ' ' {
		return "Space"
	}
	return string(unicode.ToUpper(r))
}
