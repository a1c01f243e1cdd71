package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"factmark/store"
)

// changeKey opens the Keys window, chooses the row that says what it does, and presses a key for it. It answers the dialog
// with Enter where the key may be used, and leaves the dialogs open otherwise.
func (b *bench) changeKey(does, key string) *keysDialog {
	b.t.Helper()
	b.send("F1")
	if len(b.Modals) != 1 || b.modal().Title != "Keyboard shortcuts" {
		b.t.Fatalf("F1 opens %d dialogs", len(b.Modals))
	}
	k := b.openedKeys()
	b.send("'" + does + "'")
	i := slices.IndexFunc(k.shown, func(r keyRow) bool { return strings.EqualFold(r.does, does) })
	if i < 0 {
		b.t.Fatalf("the Keys window has no %q", does)
	}
	k.list.Select(i)
	b.send("Enter", key)
	if len(b.Modals) == 2 && !b.modal().Ok.Disabled() {
		b.send("Enter")
	}
	return k
}

// openedKeys is the Keys window, opened anew by what F1 does, so that the test can look into it.
func (b *bench) openedKeys() *keysDialog {
	b.t.Helper()
	b.modal().Close()
	return b.openKeys()
}

func (b *bench) closeDialogs() {
	for len(b.Modals) > 0 {
		b.modal().Close()
	}
}

// The Keys window has every key of the table, every label's, and those that can't be changed.
func TestTheKeysWindowIsWhole(t *testing.T) {
	b := newBench(t, first)
	rows := b.keyRows()
	for _, group := range fixedKeys {
		for _, k := range group.keys {
			if !slices.ContainsFunc(rows, func(r keyRow) bool {
				return r.group == group.title && r.does == k.does && strings.Join(r.keys, ", ") == k.keys
			}) {
				t.Errorf("it lacks %s: %s", k.keys, k.does)
			}
		}
	}
	for _, c := range b.commands.all {
		i := slices.IndexFunc(rows, func(r keyRow) bool { return r.command == c })
		if i < 0 && c.canHaveKeys() {
			t.Errorf("it lacks %s", c.id)
			continue
		}
		for _, key := range c.shownKeys() {
			if !slices.Contains(rows[i].keys, key) {
				t.Errorf("it does not say that %s is a key of %s", key, c.id)
			}
		}
	}
	for _, l := range b.Workspace.OfferedLabels() {
		if !slices.ContainsFunc(rows, func(r keyRow) bool { return r.label.ID == l.ID && slices.Contains(r.keys, l.Key) }) {
			t.Errorf("it lacks the label %s", l.Name)
		}
	}
}

func TestAShortcutIsChangedEverywhere(t *testing.T) {
	b := newBench(t, first, second)
	b.changeKey("Find a document", "Ctrl+Shift+F3")
	b.closeDialogs()
	item := b.items["find-document"]
	if _, keys := captionAndKeys(item.Label); keys != "Ctrl+Shift+F3" {
		t.Errorf("the menu says %q", item.Label)
	}
	b.RestoreFocus()
	b.send("Ctrl+D") // its old key does nothing
	if b.Win.Canvas().Focused() != fyne.Focusable(b.panes.document.View) {
		t.Fatalf("%T has the keyboard after Ctrl+D", b.Win.Canvas().Focused())
	}
	b.send("Ctrl+Shift+F3")
	if b.Win.Canvas().Focused() != fyne.Focusable(b.panes.library.Search.KeyEntry) {
		t.Errorf("%T has the keyboard", b.Win.Canvas().Focused())
	}
	b.restart()
	if got := b.commands.byID["find-document"].changeable(); !slices.Equal(got, []string{"Ctrl+Shift+F3"}) {
		t.Errorf("after a restart it has the keys %q", got)
	}
}

// A plain key is changed in the text and in the list of claims, and what it was does nothing there.
func TestAPlainKeyIsChanged(t *testing.T) {
	b := newBench(t, first)
	b.changeKey("No label", "u")
	b.closeDialogs()
	b.RestoreFocus()
	b.selectText("Monday")
	b.send("c")
	if n := len(b.stored()); n != 0 {
		t.Fatalf("C made %d claims", n)
	}
	b.send("u")
	b.wantQuotes("– Monday")
	b.Win.Canvas().Focus(b.panes.claims.List)
	b.changeKey("Delete claim", "y")
	b.closeDialogs()
	b.Win.Canvas().Focus(b.panes.claims.List)
	b.send("Delete")
	b.wantQuotes("– Monday")
	b.send("y")
	b.wantQuotes()
}

func TestAReviewKeyIsChanged(t *testing.T) {
	b := reviewBench(t)
	b.changeKey("Reject the span", "j")
	b.closeDialogs()
	b.sitDown(store.ModeOpen, nil)
	id := b.Active.Current()
	b.send("r", "j")
	var said []string
	decisions, err := b.Workspace.Store.Decisions(context.Background(), store.DecisionFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range decisions {
		said = append(said, string(d.Kind)+" "+d.ClaimID)
	}
	if !slices.Equal(said, []string{string(store.DecidedReject) + " " + id}) {
		t.Errorf("it decided %q", said)
	}
}

// A key that another command has is taken from it only after that was said.
func TestAKeyIsTakenFromAnotherCommand(t *testing.T) {
	b := newBench(t, first)
	b.send("F1")
	k := b.openedKeys()
	k.search.SetText("next claim")
	k.list.Select(slices.IndexFunc(k.shown, func(r keyRow) bool { return r.does == "Next claim" }))
	b.send("Enter", "g")
	if !strings.Contains(b.dialogWords(), "Next suggested claim") || b.modal().Ok.Text != "Take it" {
		t.Fatalf("the dialog says %q, and offers %q", b.dialogWords(), b.modal().Ok.Text)
	}
	b.send("Escape")
	if got := b.commands.of(placeText, "G"); got == nil || got.id != "next-suggestion" {
		t.Fatal("the key was taken before the user agreed")
	}
	b.send("Enter", "g", "Enter")
	if got := b.commands.of(placeText, "G"); got == nil || got.id != "next-claim" {
		t.Fatal("the key was not taken")
	}
	if keys := b.commands.byID["next-suggestion"].keys; len(keys) != 0 {
		t.Errorf("the other command has the keys %v", keys)
	}

	// One is reset, which takes its default key back; then all are.
	k.list.Select(slices.IndexFunc(k.shown, func(r keyRow) bool { return r.does == "Next claim" }))
	k.reset()
	if got := b.commands.of(placeText, "]"); got == nil || got.id != "next-claim" || b.commands.of(placeText, "G") != nil {
		t.Errorf("after a reset ] is %v and G %v", got, b.commands.of(placeText, "G"))
	}
	k.askResetAll()
	b.modal().Accept()
	if got := b.commands.of(placeText, "G"); got == nil || got.id != "next-suggestion" || len(b.Profile.Keys()) != 0 {
		t.Errorf("after a reset of all G is %v, and the profile has %v", got, b.Profile.Keys())
	}
}

// What can't be a key is said, and not offered.
func TestKeysThatCannotBeUsed(t *testing.T) {
	b := newBench(t, first)
	for _, c := range []struct{ does, key, why string }{
		{"Next claim", "s", "the label Supported"},
		{"Next claim", "Up", "moves in texts and lists"},
		{"Next claim", "Ctrl+C", "edits text"},
		{"Next claim", "F2", "note"},
		{"Remove document", "d", "Delete, Backspace or Insert"},
		{"Supported", "Ctrl+G", "one letter or digit"},
	} {
		b.changeKey(c.does, c.key)
		if words := b.dialogWords(); len(b.Modals) != 2 || !b.modal().Ok.Disabled() || !strings.Contains(words, c.why) {
			t.Errorf("%s for %s: %d dialogs say %q", c.key, c.does, len(b.Modals), words)
		}
		b.closeDialogs()
	}
	for key, want := range map[string]bool{"Tab": false, "Escape": false, "Shift+Tab": false, "Super+K": false, "Alt+Down": true, "Ctrl+Home": false, "F5": true, "Shift+F5": true, "Ctrl++": true, "+": true, "Shift+S": false} {
		if got := whyNoKey(key) == ""; got != want {
			t.Errorf("%s may be used: %v", key, got)
		}
	}
}

// The key of a label is stored with it; a command or a label that has the key loses it.
func TestTheKeyOfALabelIsChanged(t *testing.T) {
	b := newBench(t, first)
	keys := func() string {
		labels, err := b.Workspace.Store.Labels(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, l := range labels[:3] {
			all = append(all, l.Name+" "+l.Key)
		}
		return strings.Join(all, ", ")
	}
	b.changeKey("Supported", "y")
	b.closeDialogs()
	if got := keys(); got != "Supported Y, Disputed D, Not enough info N" {
		t.Fatalf("the file has %s", got)
	}
	b.RestoreFocus()
	b.selectText("Monday")
	b.send("y")
	b.wantQuotes("S Monday")
	b.changeKey("Supported", "d") // of a label: they swap
	b.closeDialogs()
	if got := keys(); got != "Supported D, Disputed Y, Not enough info N" {
		t.Fatalf("the file has %s", got)
	}
	b.changeKey("Disputed", "g") // of a command
	b.closeDialogs()
	if got := keys(); got != "Supported D, Disputed G, Not enough info N" || b.commands.of(placeText, "G") != nil {
		t.Errorf("the file has %s, and G is %v", got, b.commands.of(placeText, "G"))
	}
}

// A key is found by pressing it.
func TestAKeyIsFoundByPressingIt(t *testing.T) {
	b := newBench(t, first)
	b.send("F1")
	k := b.openedKeys()
	b.Win.Canvas().Focus(k.find)
	b.send("Ctrl+E")
	if len(b.Modals) != 1 || len(k.shown) != 2 || k.shown[1].command.id != "export-claims" {
		t.Errorf("%d dialogs are open, and %v is found", len(b.Modals), k.shown)
	}
	b.Win.Canvas().Focus(k.search)
	if got := b.items["export-claims"].Shortcut; got == nil {
		t.Error("the menu bar has lost its shortcuts")
	}
}

// The profile may hold anything: what is no key, or belongs to nobody, is left out.
func TestKeysOfADamagedProfile(t *testing.T) {
	c := newCommands(map[string]string{"next-claim": "Escape Tab Ctrl+K  Q", "nothing": "F5", "previous-claim": "Q", "find-document": ""})
	if got := c.byID["next-claim"].changeable(); !slices.Equal(got, []string{"Ctrl+K", "Q"}) {
		t.Errorf("the first command has %q", got)
	}
	if got := c.byID["previous-claim"].changeable(); len(got) != 0 {
		t.Errorf("a key that another command has was given to a second one: %q", got)
	}
	if got := c.byID["find-document"].keys; len(got) != 0 {
		t.Errorf("a command without keys has %v", got)
	}
}

// Keys stand in one column, within a pixel.
func TestMenuKeysStandInOneColumn(t *testing.T) {
	b := newBench(t, first)
	for _, m := range b.menu.Items {
		var column float32
		for _, i := range m.Items {
			before, keys, _ := strings.Cut(i.Label, keyColumn)
			if keys == "" {
				continue
			}
			room := i.Label[len(before) : len(i.Label)-len(strings.TrimLeft(keys, " \u200a"))]
			at := fyne.MeasureText(before+room, 13, fyne.TextStyle{}).Width
			if column == 0 {
				column = at
			}
			if at-column > 1.5 || column-at > 1.5 {
				t.Errorf("%s: the keys of %q stand at %.1f, others at %.1f", m.Label, before, at, column)
			}
			if i.Shortcut != nil {
				if _, painted := i.Shortcut.(fyne.KeyboardShortcut); painted {
					t.Errorf("the toolkit writes the shortcut of %q, too faint to be read", before)
				}
			}
		}
	}
}
