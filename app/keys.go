package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// keyHelp is a key, or several, and what it does.
type keyHelp struct{ keys, does string }

// textKeys are the keys of the document, besides the menu's.
func textKeys(d *desk) []keyHelp {
	all := []keyHelp{}
	for _, l := range d.labels {
		if l.Key != "" {
			all = append(all, keyHelp{l.Key, "label the selection or the chosen claim: " + visualOrder(shorten(oneLine(l.Name), 40))})
		}
	}
	return append(all,
		keyHelp{noLabel.Key, "make the selection a claim with no label yet"},
		keyHelp{".", "repeat the last label"},
		keyHelp{"Enter", "edit the claim's note; Enter and Escape keep it"},
		keyHelp{"Delete", "delete the claim"},
		keyHelp{"] and [", "choose the next and previous claim"},
		keyHelp{"Space", "choose the next claim without a label, in other documents too"},
		keyHelp{"Escape", "drop the selection, leave the claim"},
	)
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

func (w *window) showKeys() {
	size := w.win.Canvas().Size()
	columns := container.NewGridWithColumns(2)
	add := func(title string, keys []keyHelp) {
		name := widget.NewLabel(title)
		name.TextStyle.Bold = true
		rows := container.New(layout.NewCustomPaddedVBoxLayout(-10))
		for _, k := range keys {
			key := widget.NewLabel(k.keys)
			key.TextStyle.Bold = true
			does := widget.NewLabel(k.does)
			rows.Add(container.NewBorder(nil, nil, container.NewGridWrap(fyne.NewSize(150, key.MinSize().Height), key), nil, does))
		}
		columns.Add(container.NewVBox(name, rows))
	}
	if w.desk != nil {
		add("On a selection or a claim", textKeys(w.desk))
	}
	add("In the text", caretKeys)
	var menu []keyHelp
	for _, m := range w.menu.Items {
		for _, item := range m.Items {
			if s, is := item.Shortcut.(fyne.KeyboardShortcut); is {
				does, _, _ := strings.Cut(strings.TrimSuffix(item.Label, "…"), ":")
				menu = append(menu, keyHelp{keyName(s), does})
			}
		}
	}
	half := (len(menu) + 1) / 2
	add("Everywhere", menu[:half])
	add("", append(menu[half:], keyHelp{"F6", "next pane"}, keyHelp{"F1", "this list"}))
	add("In a review", reviewKeys)
	if columns.MinSize().Width > min(820, size.Width-80) {
		columns = container.NewVBox(columns.Objects...)
	}
	scroll := container.NewVScroll(columns)
	scroll.SetMinSize(fyne.NewSize(min(820, size.Width-80), min(560, size.Height-150)))
	w.showModal(modal{title: "Keys", content: scroll, confirm: "Close", width: 400, scroll: scroll})
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

func (w *window) showAbout() {
	about := widget.NewLabel("Factmark " + w.app.Metadata().Version + "\n\nLabels claims in texts, for fact-checkers.\n" +
		"Everything stays in one file on this computer; nothing is ever sent anywhere.")
	if w.desk != nil {
		about.SetText(about.Text + "\n\nThis workspace: " + w.desk.store.Path())
	}
	about.Wrapping = fyne.TextWrapWord
	w.showModal(modal{title: "About Factmark", content: about, confirm: "Close", width: 440})
}
