package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
)

// keyHelp is a key, or several, that can't be changed, and what it does.
type keyHelp struct{ keys, does string }

// keyGroup is a group of such keys.
type keyGroup struct {
	title string
	keys  []keyHelp
}

// fixedKeys are the keys of texts and lists that are no command's.
var fixedKeys = []keyGroup{
	{locale.Mark("Text"), []keyHelp{
		{"Left, Right, Up, Down", locale.Mark("Move the caret")},
		{"Ctrl+Left, Ctrl+Right", locale.Mark("Move by word")},
		{"Alt+Left, Alt+Right", locale.Mark("Move by sentence")},
		{"Ctrl+Up, Ctrl+Down", locale.Mark("Move by paragraph")},
		{"Home, End", locale.Mark("Go to the start or end of the line")},
		{"Ctrl+Home, Ctrl+End", locale.Mark("Go to the start or end of the document")},
		{"PgUp, PgDn", locale.Mark("Move by page")},
		{"Shift", locale.Mark("With any of these: select")},
		{"Ctrl+Shift+Up", locale.Mark("Expand the selection: word, sentence, paragraph")},
		{"Ctrl+Shift+Down", locale.Mark("Shrink the selection")},
		{"Escape", locale.Mark("Clear the selection, leave the claim")},
	}},
	{locale.Mark("Mouse"), []keyHelp{
		{"Drag, Shift+Click", locale.Mark("Select words; with Alt: characters")},
		{"Drag a grip", locale.Mark("Change the claim's span by words; with Alt: by characters")},
		{"Double-click", locale.Mark("Select a word")},
		{"Triple-click", locale.Mark("Select a sentence")},
		{"Ctrl+Wheel", locale.Mark("Make the text larger or smaller")},
	}},
	{locale.Mark("List of documents"), []keyHelp{
		{"Enter", locale.Mark("Go to the text")},
		{"Shift+Up, Shift+Down", locale.Mark("Select several documents")},
		{"Ctrl+Up, Ctrl+Down", locale.Mark("Move without selecting")},
		{"Ctrl+Space", locale.Mark("Select or deselect a document")},
		{"Ctrl+A", locale.Mark("Select all documents")},
		{"Ctrl+Click, Shift+Click", locale.Mark("Select one more document, or all up to it")},
		{"Menu", locale.Mark("Open the context menu")},
	}},
	{locale.Mark("List of claims"), []keyHelp{
		{"Up, Down", locale.Mark("Go to the previous or next claim")},
		{"Enter", locale.Mark("Go to the claim in the text")},
		{"F2", locale.Mark("Edit the note")},
		{"Menu", locale.Mark("Open the context menu")},
	}},
	{locale.Mark("Evidence panel"), []keyHelp{
		{"Up, Down", locale.Mark("Go to the previous or next evidence")},
		{"Enter", locale.Mark("Open the evidence in its document")},
		{"V", locale.Mark("Read the evidence beside the claim")},
		{"+, -, =", locale.Mark("Set the stance: supports, refutes or context; accepts a suggestion")},
		{"F2", locale.Mark("Edit the evidence")},
		{"Delete", locale.Mark("Remove the evidence, reject the suggestion, unlink the claim")},
		{"X", locale.Mark("Reject the suggestion, unlink the claim")},
		{"K", locale.Mark("Link the claim that may be the same")},
		{"M", locale.Mark("Make the linked claim the first appearance")},
		{"Escape", locale.Mark("Go back to the text")},
	}},
	{locale.Mark("Search results"), []keyHelp{
		{"Enter", locale.Mark("Open the result")},
		{"Shift+Enter, Space", locale.Mark("Open the result and stay in the list")},
		{"Backspace", locale.Mark("Go back to the search field")},
		{"Escape", locale.Mark("Close the search")},
	}},
}

// words are what is said of a command where its key is taken: its help or, without any, its caption.
func (c *command) words() string {
	if c.help != "" {
		return locale.T(c.help)
	}
	return c.name()
}

// labelName is a label's name in a line.
func labelName(name string) string {
	return dialogs.VisualOrder(format.Shorten(format.OneLine(name), 40))
}

// ctrl is the shortcut of a key with the system's command key.
func ctrl(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}

func ctrlShift(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}

func ctrlAlt(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierAlt}
}

func alt(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt}
}
