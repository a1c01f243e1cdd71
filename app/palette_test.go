package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"factmark/app/ui/dialogs"
	reviewui "factmark/app/ui/review"
	"factmark/store"
)

// openedPalette opens the command palette by its key, and gives it.
func (b *bench) openedPalette() *palette {
	b.t.Helper()
	b.send("Ctrl+K")
	if len(b.Modals) != 1 || b.modal().Title != "Command palette" {
		b.t.Fatalf("Ctrl+K opens %d dialogs", len(b.Modals))
	}
	b.modal().Close()
	return b.openPalette()
}

func (p *palette) words() (all []string) {
	for _, e := range p.shown {
		all = append(all, e.words)
	}
	return all
}

func TestThePaletteFindsCommands(t *testing.T) {
	b := newBench(t, first)
	p := b.openedPalette()
	for _, c := range b.commands.all {
		if c.canHaveKeys() && c.id != commandPalette && !slices.ContainsFunc(p.commands, func(e paletteEntry) bool { return e.id == c.id }) {
			t.Errorf("it lacks %s", c.id)
		}
	}
	b.send("'expcl'")
	if len(p.shown) == 0 || p.shown[0].id != "export-claims" || !strings.Contains(p.shown[0].said, "Ctrl+E") || !strings.Contains(p.shown[0].said, "File") {
		t.Fatalf("it finds %q", p.words())
	}
	b.send("Enter")
	if len(b.Modals) != 1 || !strings.Contains(b.modal().Title, "Export") {
		t.Fatalf("%d dialogs are open", len(b.Modals))
	}
	b.closeDialogs()
	if p := b.openedPalette(); p.shown[0].id != "export-claims" {
		t.Errorf("the first is %q, not the command that was run last", p.words()[0])
	}
	b.send("Escape")
	if len(b.Modals) != 0 || b.Win.Canvas().Focused() != fyne.Focusable(b.panes.document.View) {
		t.Error("Escape does not lead back to the text")
	}
}

func TestThePaletteOpensDocumentsAndClaims(t *testing.T) {
	b := newBench(t, first, second)
	b.selectText("the group holds $10 million")
	b.send("d")
	b.openedPalette()
	b.send("'text b'", "Enter")
	if b.Workspace.Document.Title != "Text B" {
		t.Fatalf("%q is open", b.Workspace.Document.Title)
	}
	p := b.openedPalette()
	b.send("'group holds'", "pause")
	if len(p.shown) != 1 || !strings.Contains(p.shown[0].words, "the group holds $10 million") || p.shown[0].said != "Claim in Text A" {
		t.Fatalf("it finds %q", p.words())
	}
	b.send("Enter")
	if c := b.Workspace.Claim(b.Workspace.Current); b.Workspace.Document.Title != "Text A" || c == nil || c.Quote != "the group holds $10 million" {
		t.Errorf("%q is open, at %v", b.Workspace.Document.Title, c)
	}
}

func TestThePaletteLabels(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.openedPalette()
	b.send("'disputed'", "Enter")
	b.wantQuotes("D Monday")
}

// What can't be done is shown with the reason, behind what can, and is not run.
func TestThePaletteSaysWhyNot(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, nil)
	p := b.openedPalette()
	b.send("'export claims'")
	i := slices.IndexFunc(p.shown, func(e paletteEntry) bool { return e.id == "export-claims" })
	if i < 0 || !strings.Contains(p.shown[i].why, "review") {
		t.Fatalf("it shows %+v", p.shown)
	}
	p.list.Select(i)
	b.send("Enter")
	if len(b.Modals) != 1 || b.modal() != p.modal {
		t.Errorf("%d dialogs are open", len(b.Modals))
	}
}

// A paused blind review hides from the palette what it hides everywhere.
func TestThePaletteKeepsABlindReviewBlind(t *testing.T) {
	b := reviewBench(t)
	doc := b.Workspace.Documents[0].ID
	b.sitDown(store.ModeBlind, func(s *reviewui.StartDialog) {
		s.Where.SetSelected(reviewui.ScopeChosen)
		s.Chosen[doc] = true
		s.Recount()
	})
	b.Active.Pause()
	p := b.openedPalette()
	b.send("'SECRET'", "pause")
	if len(p.claims) != 0 {
		t.Errorf("it finds %q by a note that is hidden", p.words())
	}
	p.modal.Close()
	for i, e := range b.paletteCommands() {
		if e.id == "export-claims" {
			e.do()
			if len(b.Modals) != 1 || b.modal().Title != "End the blind review first?" {
				t.Errorf("entry %d opens %d dialogs", i, len(b.Modals))
			}
		}
	}
}

func TestThePaletteWithManyDocuments(t *testing.T) {
	b := newBench(t, first)
	var all []paletteEntry
	for i := range 5000 {
		all = append(all, paletteEntry{words: fmt.Sprint("Document ", i), folded: fmt.Sprint("document ", i)})
	}
	p := b.openedPalette()
	p.documents = all
	b.send("'document 49'")
	if n := len(p.shown); n < 10 || n > paletteDocuments+len(p.commands) {
		t.Errorf("it lists %d entries", n)
	}
}

// F3 goes from hit to hit, from the text too, and asks for words where none are searched.
func TestF3GoesFromHitToHit(t *testing.T) {
	b := newBench(t, "one two one two one")
	b.RestoreFocus()
	b.send("F3")
	find := b.panes.document.Find
	if b.Win.Canvas().Focused() != fyne.Focusable(find.Entry) {
		t.Fatalf("%T has the keyboard", b.Win.Canvas().Focused())
	}
	b.send("'one'", "F6")
	at := find.Current
	b.send("F3")
	if find.Current != (at+1)%3 {
		t.Errorf("F3 leads from hit %d to %d", at, find.Current)
	}
	b.send("Shift+F3")
	if find.Current != at {
		t.Errorf("Shift+F3 leads to hit %d", find.Current)
	}
}

func TestShiftF6GoesBack(t *testing.T) {
	b := newBench(t, first)
	b.RestoreFocus()
	var there, back []fyne.Focusable
	for range 3 {
		b.send("F6")
		there = append(there, b.Win.Canvas().Focused())
	}
	for range 3 {
		b.send("Shift+F6")
		back = append(back, b.Win.Canvas().Focused())
	}
	if back[0] != there[1] || back[1] != there[0] {
		t.Errorf("F6 leads to %T, %T, %T and Shift+F6 back to %T, %T, %T", there[0], there[1], there[2], back[0], back[1], back[2])
	}
}

func TestTheReportIsSavedAndOpened(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.send("s")
	var opened []string
	b.System.OpenFile = func(path string) error { opened = append(opened, path); return nil }
	b.send("Ctrl+P")
	if len(b.Modals) != 1 {
		t.Fatalf("%d dialogs are open", len(b.Modals))
	}
	path := b.Win.Canvas().Focused().(*dialogs.KeyEntry).Path()
	b.modal().Accept()
	if len(opened) != 1 || opened[0] != path {
		t.Errorf("it opens %q, not %q", opened, path)
	}
}

// The window says nothing twice.
func TestTheTitleSaysNothingTwice(t *testing.T) {
	b := newBench(t, first)
	if got := b.Win.Title(); got != "Text A – Test – Factmark" {
		t.Errorf("the title is %q", got)
	}
}
