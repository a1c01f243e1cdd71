package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
)

// keyHelp is a key, or several, and what it does.
type keyHelp struct{ keys, does string }

// labelKeys are the keys of the labels.
func labelKeys(model *workspace.Workspace) (all []keyHelp) {
	for _, l := range model.Labels {
		if l.Key != "" {
			all = append(all, keyHelp{l.Key, "label the selection or the chosen claim: " + dialogs.VisualOrder(format.Shorten(format.OneLine(l.Name), 40))})
		}
	}
	return all
}

// textKeyHelp are the keys of the commands in the text.
func (c *commands) textKeyHelp() (all []keyHelp) {
	for _, each := range c.all {
		if len(each.textKeys) > 0 {
			all = append(all, keyHelp{strings.Join(each.textKeys, " or "), each.words()})
		}
	}
	return append(all, keyHelp{"Escape", "drop the selection, leave the claim"})
}

// listKeyHelp are the keys of the list of documents.
func (c *commands) listKeyHelp() []keyHelp {
	all := []keyHelp{{"Enter", "go into the text"}, {"Shift+Up, Down", "select several"}, {"Ctrl+Up, Down", "go on without selecting"},
		{"Ctrl+Space", "select, or not"}, {"Ctrl+A", "select all"}, {"Ctrl+click, Shift+click", "select one more, or all up to it"}, {"Menu", "what can be done with those selected"}}
	for _, each := range c.all {
		if len(each.listKeys) > 0 {
			all = append(all, keyHelp{strings.Join(each.listKeys, " or "), each.words()})
		}
	}
	return all
}

// reviewKeyHelp are the keys of a review.
func (c *commands) reviewKeyHelp() []keyHelp {
	all := []keyHelp{{"the key of a label", "another label"}}
	for _, each := range c.all {
		switch s, is := each.shortcut.(fyne.KeyboardShortcut); {
		case len(each.reviewKeys) > 0:
			all = append(all, keyHelp{strings.Join(each.reviewKeys, " or "), each.words()})
		case is && each.help != "":
			all = append(all, keyHelp{keyName(s), each.words()})
		}
	}
	return all
}

// windowKeyHelp are the shortcuts, and the keys of the whole window.
func (c *commands) windowKeyHelp() (all []keyHelp) {
	for _, each := range c.all {
		if s, is := each.shortcut.(fyne.KeyboardShortcut); is {
			all = append(all, keyHelp{keyName(s), strings.TrimSuffix(each.caption, "…")})
		}
	}
	for _, each := range c.all {
		if len(each.windowKeys) > 0 {
			all = append(all, keyHelp{strings.Join(each.windowKeys, " or "), each.words()})
		}
	}
	return all
}

// words are what the list of keys says of a command.
func (c *command) words() string {
	if c.help != "" {
		return c.help
	}
	return format.LowerFirst(strings.TrimSuffix(c.caption, "…"))
}

var caretKeys = []keyHelp{
	{"Arrow keys", "move the caret"},
	{"Ctrl+Left, Right", "by word"},
	{"Alt+Left, Right", "by sentence"},
	{"Ctrl+Up, Down", "by paragraph"},
	{"Home, End", "start and end of the line"},
	{"Ctrl+Home, End", "start and end of the document"},
	{"PgUp, PgDn", "by page"},
	{"Shift+any of these", "select"},
	{"Ctrl+Shift+Up", "grow: word, sentence, paragraph"},
	{"Ctrl+Shift+Down", "shrink again"},
	{"Ctrl+A", "select all"},
	{"Double-click", "take a word"},
	{"Triple-click", "take a sentence"},
	{"Drag a claim's grip", "change its span; Alt: by words"},
}

// evidenceKeys are those of the evidence panel and, in its suggestions, of what was found.
var evidenceKeys = []keyHelp{
	{"Up, Down", "go from one to the next"},
	{"Enter", "open it at its place"},
	{"V", "read it beside the claim"},
	{"+, -, =", "its stance: support, refutation or context; takes a suggestion"},
	{"F2", "details of the evidence"},
	{"Delete", "remove the evidence, refuse the suggestion, unlink the claim"},
	{"X", "refuse the suggestion, unlink the claim"},
	{"K", "link the claim that is possibly the same"},
	{"M", "make the linked claim the first appearance"},
	{"Escape", "go back to the text"},
}

// searchKeys are those of the search of the whole workspace.
var searchKeys = []keyHelp{
	{"Enter", "open what was found"},
	{"Shift+Enter, Space", "open it, and stay in the list"},
	{"Backspace", "from the list into the field"},
	{"Escape", "close the search"},
}

func (w *window) showKeys() {
	size := w.Win.Canvas().Size()
	columns := container.NewGridWithColumns(2)
	add := func(title string, keys []keyHelp) {
		name := dialogs.Bold(title)
		rows := container.New(layout.NewCustomPaddedVBoxLayout(-10))
		for _, k := range keys {
			key := dialogs.Bold(k.keys)
			does := widget.NewLabel(k.does)
			rows.Add(container.NewBorder(nil, nil, container.NewGridWrap(fyne.NewSize(150, key.MinSize().Height), key), nil, does))
		}
		columns.Add(container.NewVBox(name, rows))
	}
	if w.Workspace != nil {
		add("On a selection or a claim", append(labelKeys(w.Workspace), w.commands.textKeyHelp()...))
	}
	add("In the text", caretKeys)
	everywhere := w.commands.windowKeyHelp()
	half := (len(everywhere) + 1) / 2
	add("Everywhere", everywhere[:half])
	add("", everywhere[half:])
	add("In a review", w.commands.reviewKeyHelp())
	add("In the list of documents", w.commands.listKeyHelp())
	add("In the evidence panel", evidenceKeys)
	add("In what a search everywhere found", searchKeys)
	if columns.MinSize().Width > min(820, size.Width-80) {
		columns = container.NewVBox(columns.Objects...)
	}
	scroll := container.NewVScroll(columns)
	scroll.SetMinSize(fyne.NewSize(min(820, size.Width-80), min(560, size.Height-150)))
	w.ShowModal(dialogs.Modal{Title: "Keys", Content: scroll, Confirm: "Close", Width: 400, Scroll: scroll})
}

// keyName writes a shortcut as people do: Ctrl+Shift+Z.
func keyName(s fyne.KeyboardShortcut) string {
	var parts []string
	for _, m := range []struct {
		modifier fyne.KeyModifier
		name     string
	}{
		{fyne.KeyModifierControl, "Ctrl"}, {fyne.KeyModifierSuper, "Cmd"},
		{fyne.KeyModifierAlt, "Alt"}, {fyne.KeyModifierShift, "Shift"},
	} {
		if s.Mod()&m.modifier != 0 {
			parts = append(parts, m.name)
		}
	}
	name := string(s.Key())
	switch s.Key() {
	case fyne.KeyEqual:
		name = "="
	case fyne.KeyMinus:
		name = "-"
	case fyne.KeyComma:
		name = ","
	}
	return strings.Join(append(parts, name), "+")
}

// ctrl is the shortcut of a key with the system's command key.
func ctrl(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}

func ctrlShift(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}

func alt(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt}
}

func (w *window) showAbout() {
	about := widget.NewLabel("Factmark " + w.App.Metadata().Version + "\n\nLabels claims in texts, for fact-checkers.\n" +
		"Everything stays in one file on this computer; nothing is ever sent anywhere.")
	if w.Workspace != nil {
		about.SetText(about.Text + "\n\nThis workspace: " + w.Workspace.Store.Path())
	}
	about.Wrapping = fyne.TextWrapWord
	w.ShowModal(dialogs.Modal{Title: "About Factmark", Content: about, Confirm: "Close", Width: 440})
}
