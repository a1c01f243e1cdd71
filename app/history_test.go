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

	"factmark/app/ui/dialogs"
	"factmark/app/ui/history"
	"factmark/store"
)

// openHistory opens the dialog by its menu item.
func (b *bench) openHistory(menu, item string) *history.Browser {
	b.t.Helper()
	for _, m := range b.menu.Items {
		for _, i := range m.Items {
			if caption, _ := captionAndKeys(i.Label); m.Label == menu && caption == item {
				i.Action()
				if b.Open == nil {
					b.t.Fatalf("%s › %s opens no history", menu, item)
				}
				return b.Open
			}
		}
	}
	b.t.Fatalf("there is no %s › %s", menu, item)
	return nil
}

func pressIn(h *history.Browser, name fyne.KeyName) { h.List.TypedKey(&fyne.KeyEvent{Name: name}) }

// deeds are what the list shows, from the top.
func deeds(h *history.Browser) []string {
	var all []string
	for i := range h.Entries {
		item := history.NewHistoryItem()
		item.Set(i, &h.Entries[i], time.Now())
		all = append(all, item.Text[0]+" "+item.Text[2])
	}
	return all
}

// shown is the text on the right, line by line.
func detailTexts(p *history.HistoryDetail) []string {
	var all []string
	for _, o := range p.Objects {
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
	b.Workspace.SetNote(b.Workspace.Current, "It was a Tuesday.")
	b.type_("[d")
	b.selectText("The council")
	b.type_("n")
	b.key(fyne.KeyDelete)
	b.Workspace.Choose(b.Workspace.Claims[0].ID, false)
}

func TestHistoryOfAClaimByKeyboardAlone(t *testing.T) {
	b := newBench(t, first)
	someWork(b)
	h := b.openHistory("Claim", "Claim history…")
	if got, want := deeds(h), []string{"Label as Disputed “Monday”", "Edit note “Monday”", "Label as Supported “Monday”"}; !slices.Equal(got, want) {
		t.Fatalf("listed: %q", got)
	}
	if b.Win.Canvas().Focused() != h.List {
		t.Error("the list has not the keyboard")
	}
	if shown := strings.Join(detailTexts(h.Detail), "|"); !strings.Contains(shown, "Before|After|Label|Supported|Disputed") {
		t.Errorf("the latest change shows %q", shown)
	}
	if !h.Dialog.Ok.Disabled() {
		t.Error("the present state can be restored")
	}
	pressIn(h, fyne.KeyDown)
	if shown := strings.Join(detailTexts(h.Detail), "|"); !strings.Contains(shown, "Note|–|It was a Tuesday.") {
		t.Errorf("the note shows %q", shown)
	}
	pressIn(h, fyne.KeyEnd)
	pressIn(h, fyne.KeyDown)
	pressIn(h, fyne.KeyReturn)
	if len(b.Modals) != 1 {
		t.Fatal("the dialog is gone, or another one came")
	}
	b.wantQuotes("S Monday")
	if c := b.stored()[0]; c.Note != "" {
		t.Errorf("the note is %q", c.Note)
	}
	if got := deeds(h); len(got) != 4 || got[0] != "Restore claim “Monday”" {
		t.Errorf("then the list has %q", got)
	}
	if at := h.Row(h.Chosen); at != 3 || !h.Dialog.Ok.Disabled() {
		t.Errorf("then row %d is chosen, and can be restored: %v", at, !h.Dialog.Ok.Disabled())
	}
	pressIn(h, fyne.KeyEscape)
	if len(b.Modals) != 0 || b.Open != nil {
		t.Error("Escape does not close the history")
	}
	b.Workspace.Undo()
	b.wantQuotes("D Monday")
}

func TestADeletedClaimComesBackFromTheHistory(t *testing.T) {
	b := newBench(t, first, second)
	someWork(b)
	h := b.openHistory("Edit", "History…")
	if got := deeds(h); got[0] != "Delete claim “The council”" || got[len(got)-1] != "Import 2 documents “Text A” and 1 more" {
		t.Fatalf("listed: %q", got)
	}
	if h.Dialog.Ok.Text != "Restore claim" || h.Dialog.Ok.Disabled() {
		t.Errorf("the button says %q", h.Dialog.Ok.Text)
	}
	test.Tap(h.Dialog.Ok)
	b.wantQuotes("N The council", "D Monday")
	test.Tap(h.Dialog.Leave)
	if b.Open != nil {
		t.Error("the history is still open")
	}
}

func TestHistoryFilters(t *testing.T) {
	b := newBench(t, first, second)
	someWork(b)
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	b.selectText("family")
	b.type_("s")
	h := b.openHistory("Edit", "History…")
	expect := func(what string, want ...string) {
		t.Helper()
		if got := deeds(h); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	choose := func(s *dialogs.KeySelect, option string) {
		t.Helper()
		i := slices.IndexFunc(s.Options, func(o string) bool { return strings.HasPrefix(o, option) })
		if i < 0 {
			t.Fatalf("%q is not among %q", option, s.Options)
		}
		s.SetSelectedIndex(i)
	}
	choose(h.Scope, "In “Text B")
	expect("the open document", "Label as Supported “family”", "Import 2 documents “Text B”")
	choose(h.Scope, "Claim “family")
	expect("the claim in hand", "Label as Supported “family”")
	choose(h.Scope, "Whole workspace")
	choose(h.Kind, "Claims deleted")
	expect("deletions", "Delete claim “The council”")
	choose(h.Kind, "Notes")
	expect("notes", "Edit note “Monday”")
	choose(h.Kind, "All")
	choose(h.When, "Today")
	if len(h.Entries) != 8 {
		t.Errorf("today: %q", deeds(h))
	}
	choose(h.When, "Yesterday")
	expect("yesterday")
	choose(h.When, "Last 7 days")
	choose(h.Person, "By No name")
	expect("what came before anyone signed in", "Import 2 documents “Text A” and 1 more")
	choose(h.Person, history.Anyone)
	h.Search.SetText("TUESDAY")
	h.Typing.Ended()
	expect("words", "Label as Disputed “Monday”", "Edit note “Monday”")
	h.Search.SetText("nowhere to be found")
	h.Typing.Ended()
	expect("words that are not there")
	if !strings.Contains(h.Empty.Text, "No changes found") || !h.Dialog.Ok.Disabled() || len(h.Detail.Objects) != 0 {
		t.Errorf("then it says %q", h.Empty.Text)
	}
	h.Search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	h.Typing.Ended()
	if len(h.Entries) != 8 || h.Empty.Text != "" {
		t.Errorf("after Escape %d entries", len(h.Entries))
	}
	h.Search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if b.Win.Canvas().Focused() != h.List {
		t.Error("arrow down does not lead into the list")
	}
	h.Scope.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.Open != nil {
		t.Error("Escape on a choice does not close the history")
	}
}

// Who goes down the list gets the older pages.
func TestHistoryPagesFollow(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	id := b.Workspace.Current
	for i := range 2*history.HistoryPage + 10 {
		if err := b.Workspace.Store.EditClaim(context.Background(), id, store.ClaimEdit{Note: ptrTo(fmt.Sprint(i))}); err != nil {
			t.Fatal(err)
		}
	}
	b.paused = nil
	h := b.openHistory("Claim", "Claim history…")
	for range 10 {
		pressIn(h, fyne.KeyEnd)
		for _, f := range b.paused {
			f()
		}
		b.paused = nil
	}
	if got := len(h.Entries); got != 2*history.HistoryPage+11 || h.Next != 0 || h.Row(h.Chosen) != got-1 {
		t.Errorf("%d entries, row %d is chosen", got, h.Row(h.Chosen))
	}
	if strings.Contains(h.Foot.Text, "so far") {
		t.Errorf("at the end it says %q", h.Foot.Text)
	}
}

// A change to several claims has a button for each.
func TestHistoryOfSeveralClaims(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.selectText("The council")
	b.type_("s")
	ids := []string{b.Workspace.Claims[0].ID, b.Workspace.Claims[1].ID}
	b.Workspace.Relabel(store.DisputedID, ids...)
	b.Workspace.Relabel("", ids...)
	h := b.openHistory("Edit", "History…")
	pressIn(h, fyne.KeyDown)
	if !h.Dialog.Ok.Disabled() {
		t.Error("Enter would restore one of two claims")
	}
	var buttons []*dialogs.KeyButton
	for _, o := range h.Detail.Objects {
		if button, is := o.(*dialogs.KeyButton); is {
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
	h := b.HistoryOf(b.Workspace.Documents[1], nil)
	if got := deeds(h); len(got) != 1 || h.Filter(time.Now()).DocumentID != b.Workspace.Documents[1].ID {
		t.Errorf("listed: %q", got)
	}
	pressIn(h, fyne.KeyEscape)
	b.Workspace.Choose("", false)
	b.ShowClaimHistory()
	if b.Open != nil || !strings.Contains(b.panes.status.told.Text, "Choose a claim") {
		t.Errorf("without a claim it says %q", b.panes.status.told.Text)
	}
}

func ptrTo[T any](v T) *T { return &v }

// What was restored is said where the user looks.
func TestTheHistoryAnswersInItself(t *testing.T) {
	b := newBench(t, first)
	someWork(b)
	h := b.openHistory("Claim", "Claim history…")
	pressIn(h, fyne.KeyEnd)
	if got := h.Dialog.Said.Text; got != "" {
		t.Errorf("first the dialog says %q", got)
	}
	pressIn(h, fyne.KeyReturn)
	if got := h.Dialog.Said.Text; got != "Claim restored." {
		t.Errorf("after restoring, the dialog says %q", got)
	}
}

// Who gives their name after the first label has made it.
func TestTheHistoryHasTheNameGivenLater(t *testing.T) {
	b := newBench(t, first)
	before := b.Profile.Person()
	b.selectText("Monday")
	b.type_("s")
	b.panes.ask.Entry.SetText("Ana Beispiel")
	b.panes.ask.Keep()
	if got := b.Profile.Person(); got.ID != before.ID || got.Name != "Ana Beispiel" || before.Name == got.Name {
		t.Errorf("%v became %v", before, got)
	}
	h := b.openHistory("Claim", "Claim history…")
	if len(h.Entries) != 1 || h.Entries[0].Person != "Ana Beispiel" {
		t.Errorf("the label was given by %+v", h.Entries)
	}
	if shown := strings.Join(detailTexts(h.Detail), "|"); !strings.Contains(shown, "Annotator|Ana Beispiel") {
		t.Errorf("its annotator: %q", shown)
	}
}

// A search for what is rare comes back now and then, and can be stopped and gone on with.
func TestASearchOfTheHistoryStops(t *testing.T) {
	const count = 10_050
	b := newBench(t, strings.Repeat("a ", count))
	var marks []store.NewClaim
	for i := range count {
		marks = append(marks, store.NewClaim{DocumentID: b.Workspace.Document.ID, Start: 2 * i, End: 2*i + 1})
	}
	if _, err := b.Workspace.Store.AddClaims(context.Background(), marks); err != nil {
		t.Fatal(err)
	}
	h := b.openHistory("Edit", "History…")
	start, stopped := b.Back.Start, false
	b.Back.Start = func(work func()) {
		if h.Further && !stopped {
			stopped = true
			if !h.Halt.Visible() || h.Halt.Text != "Stop" || !strings.Contains(h.Foot.Text, "Searching before") {
				t.Errorf("while it looks further back it says %q, %q", h.Foot.Text, h.Halt.Text)
			}
			test.Tap(h.Halt)
		}
		start(work)
	}
	h.Search.SetText("zebra")
	for _, f := range b.paused {
		f()
	}
	b.paused = nil
	if !stopped || h.Reading || !h.Halt.Visible() || !strings.Contains(h.Foot.Text, "Stopped at") {
		t.Fatalf("after Stop it is reading %v and says %q", h.Reading, h.Foot.Text)
	}
	test.Tap(h.Halt)
	if h.Next != 0 || h.Reading || h.Halt.Visible() || !strings.Contains(h.Empty.Text, "No changes found") {
		t.Errorf("at the end it says %q and %q", h.Foot.Text, h.Empty.Text)
	}
}
