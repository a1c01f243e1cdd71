package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"factmark/store"
)

// openHistory opens the dialog by its menu item.
func (b *bench) openHistory(menu, item string) *history {
	b.t.Helper()
	for _, m := range b.menu.Items {
		for _, i := range m.Items {
			if m.Label == menu && i.Label == item {
				i.Action()
				if b.history == nil {
					b.t.Fatalf("%s › %s opens no history", menu, item)
				}
				return b.history
			}
		}
	}
	b.t.Fatalf("there is no %s › %s", menu, item)
	return nil
}

func pressIn(h *history, name fyne.KeyName) { h.list.TypedKey(&fyne.KeyEvent{Name: name}) }

// deeds are what the list shows, from the top.
func deeds(h *history) []string {
	var all []string
	for i := range h.entries {
		item := newHistoryItem()
		item.set(i, &h.entries[i], time.Now())
		all = append(all, item.text[0]+" "+item.text[2])
	}
	return all
}

// shown is the text on the right, line by line.
func detailTexts(p *historyDetail) []string {
	var all []string
	for _, o := range p.objects {
		if t, is := o.(*canvas.Text); is {
			all = append(all, t.Text)
		}
	}
	return all
}

// someWork leaves a claim with three states and one that is deleted.
func someWork(b *bench) {
	b.selectText("Monday")
	b.type_("s")
	b.desk.setNote(b.desk.current, "It was a Tuesday.")
	b.type_("[d")
	b.selectText("The council")
	b.type_("n")
	b.key(fyne.KeyDelete)
	b.desk.choose(b.desk.claims[0].ID, false)
}

func TestHistoryOfAClaimByKeyboardAlone(t *testing.T) {
	b := newBench(t, first)
	someWork(b)
	h := b.openHistory("Claim", "History of this claim…")
	if got, want := deeds(h), []string{"Label as Disputed “Monday”", "Edit note “Monday”", "Label as Supported “Monday”"}; !slices.Equal(got, want) {
		t.Fatalf("listed: %q", got)
	}
	if b.win.Canvas().Focused() != h.list {
		t.Error("the list has not the keyboard")
	}
	if shown := strings.Join(detailTexts(h.detail), "|"); !strings.Contains(shown, "Before|After|Label|Supported|Disputed") {
		t.Errorf("the latest change shows %q", shown)
	}
	if !h.dialog.ok.Disabled() {
		t.Error("the present state can be restored")
	}
	pressIn(h, fyne.KeyDown)
	if shown := strings.Join(detailTexts(h.detail), "|"); !strings.Contains(shown, "Note|–|It was a Tuesday.") {
		t.Errorf("the note shows %q", shown)
	}
	pressIn(h, fyne.KeyEnd)
	pressIn(h, fyne.KeyDown)
	pressIn(h, fyne.KeyReturn)
	if len(b.modals) != 1 {
		t.Fatal("the dialog is gone, or another one came")
	}
	b.wantQuotes("S Monday")
	if c := b.stored()[0]; c.Note != "" {
		t.Errorf("the note is %q", c.Note)
	}
	if got := deeds(h); len(got) != 4 || got[0] != "Restore claim “Monday”" {
		t.Errorf("then the list has %q", got)
	}
	if at := h.row(h.chosen); at != 3 || !h.dialog.ok.Disabled() {
		t.Errorf("then row %d is chosen, and can be restored: %v", at, !h.dialog.ok.Disabled())
	}
	pressIn(h, fyne.KeyEscape)
	if len(b.modals) != 0 || b.history != nil {
		t.Error("Escape does not close the history")
	}
	b.desk.undo()
	b.wantQuotes("D Monday")
}

func TestADeletedClaimComesBackFromTheHistory(t *testing.T) {
	b := newBench(t, first, second)
	someWork(b)
	h := b.openHistory("Edit", "History…")
	if got := deeds(h); got[0] != "Delete claim “The council”" || got[len(got)-1] != "Import 2 documents “Text A” and 1 more" {
		t.Fatalf("listed: %q", got)
	}
	if h.dialog.ok.Text != "Bring this claim back" || h.dialog.ok.Disabled() {
		t.Errorf("the button says %q", h.dialog.ok.Text)
	}
	test.Tap(h.dialog.ok)
	b.wantQuotes("N The council", "D Monday")
	test.Tap(h.dialog.leave)
	if b.history != nil {
		t.Error("the history is still open")
	}
}

func TestHistoryFilters(t *testing.T) {
	b := newBench(t, first, second)
	someWork(b)
	b.desk.open(b.desk.documents[1].ID, "")
	b.selectText("family")
	b.type_("s")
	h := b.openHistory("Edit", "History…")
	expect := func(what string, want ...string) {
		t.Helper()
		if got := deeds(h); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	choose := func(s *keySelect, option string) {
		t.Helper()
		i := slices.IndexFunc(s.Options, func(o string) bool { return strings.HasPrefix(o, option) })
		if i < 0 {
			t.Fatalf("%q is not among %q", option, s.Options)
		}
		s.SetSelectedIndex(i)
	}
	choose(h.scope, "In “Text B")
	expect("the open document", "Label as Supported “family”", "Import 2 documents “Text B”")
	choose(h.scope, "Claim “family")
	expect("the claim in hand", "Label as Supported “family”")
	choose(h.scope, "Everything")
	choose(h.kind, "Claims deleted")
	expect("deletions", "Delete claim “The council”")
	choose(h.kind, "Notes")
	expect("notes", "Edit note “Monday”")
	choose(h.kind, "All")
	choose(h.when, "Today")
	if len(h.entries) != 8 {
		t.Errorf("today: %q", deeds(h))
	}
	choose(h.when, "Yesterday")
	expect("yesterday")
	choose(h.when, "Last 7 days")
	choose(h.person, "By someone without")
	expect("what came before anyone signed in", "Import 2 documents “Text A” and 1 more")
	choose(h.person, anyone)
	h.search.SetText("TUESDAY")
	h.typing.ended()
	expect("words", "Label as Disputed “Monday”", "Edit note “Monday”")
	h.search.SetText("nowhere to be found")
	h.typing.ended()
	expect("words that are not there")
	if !strings.Contains(h.empty.Text, "No change fits") || !h.dialog.ok.Disabled() || len(h.detail.objects) != 0 {
		t.Errorf("then it says %q", h.empty.Text)
	}
	h.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	h.typing.ended()
	if len(h.entries) != 8 || h.empty.Text != "" {
		t.Errorf("after Escape %d entries", len(h.entries))
	}
	h.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if b.win.Canvas().Focused() != h.list {
		t.Error("arrow down does not lead into the list")
	}
	h.scope.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.history != nil {
		t.Error("Escape on a choice does not close the history")
	}
}

// Who goes down the list gets the older pages.
func TestHistoryPagesFollow(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	id := b.desk.current
	for i := range 2*historyPage + 10 {
		if err := b.desk.store.EditClaim(context.Background(), id, store.ClaimEdit{Note: ptrTo(fmt.Sprint(i))}); err != nil {
			t.Fatal(err)
		}
	}
	b.paused = nil
	h := b.openHistory("Claim", "History of this claim…")
	for range 10 {
		pressIn(h, fyne.KeyEnd)
		for _, f := range b.paused {
			f()
		}
		b.paused = nil
	}
	if got := len(h.entries); got != 2*historyPage+11 || h.next != 0 || h.row(h.chosen) != got-1 {
		t.Errorf("%d entries, row %d is chosen", got, h.row(h.chosen))
	}
	if strings.Contains(h.foot.Text, "so far") {
		t.Errorf("at the end it says %q", h.foot.Text)
	}
}

// A change to several claims has a button for each.
func TestHistoryOfSeveralClaims(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.selectText("The council")
	b.type_("s")
	ids := []string{b.desk.claims[0].ID, b.desk.claims[1].ID}
	b.desk.relabel(store.DisputedID, ids...)
	b.desk.relabel("", ids...)
	h := b.openHistory("Edit", "History…")
	pressIn(h, fyne.KeyDown)
	if !h.dialog.ok.Disabled() {
		t.Error("Enter would restore one of two claims")
	}
	var buttons []*keyButton
	for _, o := range h.detail.objects {
		if button, is := o.(*keyButton); is {
			buttons = append(buttons, button)
		}
	}
	if len(buttons) != 2 {
		t.Fatalf("%d buttons", len(buttons))
	}
	test.Tap(buttons[1])
	b.wantQuotes("– The council", "D Monday")
}

func TestHistoryOfADocumentAndOfNothing(t *testing.T) {
	b := newBench(t, first, second)
	h := b.historyOf(b.desk.documents[1], nil)
	if got := deeds(h); len(got) != 1 || h.filter(time.Now()).DocumentID != b.desk.documents[1].ID {
		t.Errorf("listed: %q", got)
	}
	pressIn(h, fyne.KeyEscape)
	b.desk.choose("", false)
	b.showClaimHistory()
	if b.history != nil || !strings.Contains(b.panes.status.told.Text, "Choose a claim") {
		t.Errorf("without a claim it says %q", b.panes.status.told.Text)
	}
}

func ptrTo[T any](v T) *T { return &v }

// What was restored is said where the user looks.
func TestTheHistoryAnswersInItself(t *testing.T) {
	b := newBench(t, first)
	someWork(b)
	h := b.openHistory("Claim", "History of this claim…")
	pressIn(h, fyne.KeyEnd)
	if got := h.dialog.said.Text; got != "" {
		t.Errorf("first the dialog says %q", got)
	}
	pressIn(h, fyne.KeyReturn)
	if got := h.dialog.said.Text; got != "Claim restored. Undo takes it back." {
		t.Errorf("after restoring, the dialog says %q", got)
	}
}

// Who gives their name after the first label has made it.
func TestTheHistoryHasTheNameGivenLater(t *testing.T) {
	b := newBench(t, first)
	before := b.profile.Person()
	b.selectText("Monday")
	b.type_("s")
	b.panes.ask.entry.SetText("Ana Beispiel")
	b.panes.ask.keep()
	if got := b.profile.Person(); got.ID != before.ID || got.Name != "Ana Beispiel" || before.Name == got.Name {
		t.Errorf("%v became %v", before, got)
	}
	h := b.openHistory("Claim", "History of this claim…")
	if len(h.entries) != 1 || h.entries[0].Person != "Ana Beispiel" {
		t.Errorf("the label was given by %+v", h.entries)
	}
	if shown := strings.Join(detailTexts(h.detail), "|"); !strings.Contains(shown, "Annotator|Ana Beispiel") {
		t.Errorf("its annotator: %q", shown)
	}
}

// A search for what is rare comes back now and then, and can be stopped and gone on with.
func TestASearchOfTheHistoryStops(t *testing.T) {
	const count = 10_050
	b := newBench(t, strings.Repeat("a ", count))
	var marks []store.NewClaim
	for i := range count {
		marks = append(marks, store.NewClaim{DocumentID: b.desk.document.ID, Start: 2 * i, End: 2*i + 1})
	}
	if _, err := b.desk.store.AddClaims(context.Background(), marks); err != nil {
		t.Fatal(err)
	}
	h := b.openHistory("Edit", "History…")
	start, stopped := b.back.start, false
	b.back.start = func(work func()) {
		if h.further && !stopped {
			stopped = true
			if !h.halt.Visible() || h.halt.Text != "Stop" || !strings.Contains(h.foot.Text, "Looking further back") {
				t.Errorf("while it looks further back it says %q, %q", h.foot.Text, h.halt.Text)
			}
			test.Tap(h.halt)
		}
		start(work)
	}
	h.search.SetText("zebra")
	for _, f := range b.paused {
		f()
	}
	b.paused = nil
	if !stopped || h.reading || !h.halt.Visible() || !strings.Contains(h.foot.Text, "Stopped at") {
		t.Fatalf("after Stop it is reading %v and says %q", h.reading, h.foot.Text)
	}
	test.Tap(h.halt)
	if h.next != 0 || h.reading || h.halt.Visible() || !strings.Contains(h.empty.Text, "No change fits") {
		t.Errorf("at the end it says %q and %q", h.foot.Text, h.empty.Text)
	}
}
