package app

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/store"
	"factmark/widgets/chip"
)

func (b *bench) key(name fyne.KeyName) {
	b.panes.document.view.TypedKey(&fyne.KeyEvent{Name: name})
}

func TestTheSameKeyOnASelectionTwiceMakesOneClaim(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("ss")
	b.selectText("Monday")
	b.type_("d")
	b.wantQuotes("D Monday")
}

func TestWhiteSpaceAloneIsNoClaim(t *testing.T) {
	b := newBench(t, first)
	b.selectText("\n\n")
	b.type_("s")
	b.wantQuotes()
	if got := b.panes.status.told.Text; !strings.Contains(got, "white space") {
		t.Errorf("the status bar says %q", got)
	}
}

func TestAKeyRelabelsTheChosenClaim(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.type_("[d")
	b.wantQuotes("D Monday")
	b.wantTold("Supported → Disputed")
	b.type_("d")
	b.wantTold("Its label is Disputed already.")
	b.type_("c")
	b.wantTold("Disputed → No label yet")
	b.wantQuotes("– Monday")
}

func TestLabelBarLabels(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	bar := b.panes.document.bar
	for _, o := range bar.row.Objects {
		if c := o.(*chip.Chip); c.Text == "Disputed" {
			test.Tap(c)
		}
	}
	b.wantQuotes("D Monday")
	if b.win.Canvas().Focused() != b.panes.document.view {
		t.Error("the text has lost the focus to the bar")
	}
}

func TestUndoAndRedoReachEveryAction(t *testing.T) {
	b := newBench(t, first, second)
	b.selectText("Monday")
	b.type_("s")
	b.type_("[d")
	id := b.desk.claims[0].ID
	b.desk.setNote(id, "It was a Monday.")
	b.key(fyne.KeyDelete)
	b.wantQuotes()
	b.desk.open(b.desk.documents[1].ID, "")
	b.selectText("a family 👨‍👩‍👧")
	b.type_("n")
	b.wantQuotes("N a family 👨‍👩‍👧")

	b.desk.undo()
	b.wantQuotes()
	b.desk.undo() // of the deletion: back in the first document
	if b.desk.document.Title != "Text A" || b.desk.current != id {
		t.Errorf("undo left the user at %q with claim %q", b.desk.document.Title, b.desk.current)
	}
	b.wantQuotes("D Monday")
	if note := b.stored()[0].Note; note != "It was a Monday." {
		t.Errorf("the note came back as %q", note)
	}
	b.desk.undo() // of the note
	b.desk.undo() // of the second label
	b.wantQuotes("S Monday")
	b.desk.undo()
	b.wantQuotes()
	for range 5 {
		b.desk.redo()
	}
	b.wantQuotes("N a family 👨‍👩‍👧")
	b.desk.open(b.desk.documents[0].ID, "")
	b.wantQuotes()
}

func TestUndoOutlivesARestart(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.restart()
	b.wantQuotes("S Monday")
	if got := b.items[commandUndo].Label; got == "Undo" {
		t.Error("the menu does not say what undo would do after a restart")
	}
	b.desk.undo()
	b.wantQuotes()
}

func TestReopeningComesBackToThePlace(t *testing.T) {
	long := strings.Repeat("A line of the long text that is read.\n", 2000)
	b := newBench(t, first, long)
	b.desk.open(b.desk.documents[1].ID, "")
	b.panes.document.view.Select(40_000, 40_006)
	b.type_("s")
	b.panes.document.view.SetTopOffset(40_014)
	b.panes.document.scrolling.ended()
	top, claim := b.panes.document.view.TopOffset(), b.desk.current
	b.restart()
	if b.desk.document.Title != "Text B" || b.desk.current != claim || claim == "" {
		t.Errorf("came back to %q with claim %q", b.desk.document.Title, b.desk.current)
	}
	if got := b.panes.document.view.TopOffset(); got != top || top == 0 {
		t.Errorf("came back to position %d, was at %d", got, top)
	}
}

func TestClaimsAreFilteredCountedAndSearched(t *testing.T) {
	b := newBench(t, first)
	for quote, key := range map[string]string{"The council": "s", "Monday": "s", "$10 million": "d", "Nobody": "c"} {
		b.selectText(quote)
		b.type_(key)
	}
	pane := b.panes.claims
	counts := map[string]string{}
	for _, o := range pane.chips.Objects {
		c := o.(*chip.Chip)
		counts[c.Letter] = c.Count
	}
	for letter, want := range map[string]string{"S": "2", "D": "1", "N": "0", "–": "1"} {
		if counts[letter] != want {
			t.Errorf("the chip %s counts %q, want %q", letter, counts[letter], want)
		}
	}
	test.Tap(pane.chips.Objects[0].(*chip.Chip))
	if len(pane.shown) != 2 || pane.count.Text != "2 of 4" {
		t.Errorf("filtered by S the panel shows %d claims and says %q", len(pane.shown), pane.count.Text)
	}
	test.Tap(pane.chips.Objects[0].(*chip.Chip))
	pane.search.SetText("COUNCIL")
	if len(pane.shown) != 1 || pane.id(0) != b.desk.claims[0].ID {
		t.Errorf("the search shows %d claims", len(pane.shown))
	}
	pane.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(pane.shown) != 4 {
		t.Errorf("after Escape %d claims are shown", len(pane.shown))
	}
}

func TestNextAndPreviousClaim(t *testing.T) {
	b := newBench(t, first)
	for quote, key := range map[string]string{"The council": "s", "Monday": "c", "$10 million": "d", "Nobody": "c"} {
		b.selectText(quote)
		b.type_(key)
	}
	b.key(fyne.KeyEscape)
	b.panes.document.view.Select(0, 0)
	b.desk.choose("", false)
	at := func() string {
		if c := b.desk.claim(b.desk.current); c != nil {
			return c.Quote
		}
		return ""
	}
	for _, step := range []struct{ keys, want string }{
		{" ", "Monday"}, {" ", "Nobody"}, {" ", "Monday"}, {" ", "Nobody"}, {"[", "$10 million"}, {"]", "Nobody"},
		{"[[[", "The council"}, {"[", "The council"},
	} {
		b.type_(step.keys)
		if at() != step.want {
			t.Errorf("after %q the claim in hand is %q, want %q", step.keys, at(), step.want)
		}
	}
	b.type_("d")
	b.selectText("February")
	b.type_(".")
	b.wantQuotes("D The council", "– Monday", "D February", "D $10 million", "– Nobody")
}

func TestChoosingACardShowsTheHighlightAndTheOtherWayRound(t *testing.T) {
	long := strings.Repeat("A line of the long text that is read.\n", 2000) + "The end is near."
	b := newBench(t, long)
	b.selectText("The end is near")
	b.type_("s")
	b.selectText("A line")
	b.type_("d")
	b.panes.document.view.SetTopOffset(0)
	b.panes.claims.list.OnChoose(1)
	if top := b.panes.document.view.TopOffset(); top < 70_000 {
		t.Errorf("the chosen claim was not brought into view; the page starts at %d", top)
	}
	if b.panes.document.view.Current() != b.desk.claims[1].ID {
		t.Error("the highlight of the chosen card is not the current one")
	}
	b.panes.document.view.OnHighlight(b.desk.claims[0].ID)
	if b.panes.claims.list.Current() != 0 {
		t.Errorf("the card of the clicked highlight is not current, but card %d", b.panes.claims.list.Current())
	}
}

func TestNoteIsKept(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.panes.claims.list.OnNote(0, b.desk.claims[0].ID, "see the calendar")
	b.restart()
	if got := b.stored()[0].Note; got != "see the calendar" {
		t.Errorf("the note is %q", got)
	}
	card := b.panes.claims.card(b.desk.claims[0], b.desk.claims[0].CreatedAt)
	if card.Note != "see the calendar" || card.Label != "Supported" || card.Quote != "Monday" || !strings.HasSuffix(card.Byline, "just now") {
		t.Errorf("the card shows %+v", card)
	}
}

func TestChangesFromElsewhereAreShown(t *testing.T) {
	b := newBench(t, first, second)
	ctx := context.Background()
	if _, err := b.desk.store.AddClaims(ctx, []store.NewClaim{
		{DocumentID: b.desk.documents[0].ID, Start: 0, End: 3, LabelID: store.SupportedID},
		{DocumentID: b.desk.documents[1].ID, Start: 0, End: 8},
	}); err != nil {
		t.Fatal(err)
	}
	b.wantQuotes("S The")
	for i, want := range []struct{ claims, unlabelled int }{{1, 0}, {1, 1}} {
		doc := b.desk.documents[i]
		if doc.Claims != want.claims || doc.Unlabelled != want.unlabelled {
			t.Errorf("the list says %d claims, %d unlabelled of %s", doc.Claims, doc.Unlabelled, doc.Title)
		}
	}
}

func TestRemovedDocumentComesBackWithItsClaims(t *testing.T) {
	b := newBench(t, first, second)
	b.selectText("Monday")
	b.type_("s")
	removed := b.desk.document
	b.desk.removeDocument(removed.ID)
	if len(b.desk.documents) != 1 || b.desk.document.ID == removed.ID {
		t.Fatalf("%d documents, %q is open", len(b.desk.documents), b.desk.document.Title)
	}
	b.desk.undo()
	b.desk.open(removed.ID, "")
	b.wantQuotes("S Monday")
}

func TestAScrolledPanelOutlivesFilterSearchAndAnotherDocument(t *testing.T) {
	b := newBench(t, strings.Repeat("word ", 400), second)
	var spans []store.NewClaim
	for i := range 60 {
		n := store.NewClaim{DocumentID: b.desk.document.ID, Start: i * 5, End: i*5 + 4, LabelID: store.SupportedID}
		if i == 7 {
			n.LabelID = store.NotEnoughInfoID
		}
		spans = append(spans, n)
	}
	if _, err := b.desk.store.AddClaims(context.Background(), spans); err != nil {
		t.Fatal(err)
	}
	b.desk.choose(b.desk.claims[50].ID, false)
	list := b.panes.claims.list
	scroll := func() {
		list.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -3000)})
	}
	scroll()
	test.Tap(b.panes.claims.chips.Objects[2].(*chip.Chip))
	if len(b.panes.claims.shown) != 1 {
		t.Errorf("%d claims are shown", len(b.panes.claims.shown))
	}
	test.Tap(b.panes.claims.chips.Objects[2].(*chip.Chip))
	scroll()
	b.panes.claims.search.SetText("nothing like it")
	b.panes.claims.search.SetText("")
	scroll()
	b.desk.deleteClaim(b.desk.claims[59].ID)
	list.Refresh()
	b.desk.open(b.desk.documents[1].ID, "")
	list.Refresh()
	if len(b.panes.claims.shown) != 0 {
		t.Errorf("%d claims of the other document are shown", len(b.panes.claims.shown))
	}
}

func TestANoteBeingTypedIsKeptByLeaving(t *testing.T) {
	for name, leave := range map[string]func(*bench){
		"quit":              func(b *bench) { b.quit() },
		"another workspace": func(b *bench) { b.openWorkspace(b.path + ".other.factmark") },
		"a dialog":          func(b *bench) { b.showExport() },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, first)
			b.selectText("Monday")
			b.type_("s")
			b.key(fyne.KeyReturn)
			test.Type(b.win.Canvas().Focused(), "seen in the minutes")
			leave(b)
			st := b.desk.store
			if name == "another workspace" {
				var err error
				if st, err = store.Open(context.Background(), b.path); err != nil {
					t.Fatal(err)
				}
				defer st.Close()
			}
			documents, err := st.Documents(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			claims, err := st.Claims(context.Background(), documents[0].ID)
			if err != nil || len(claims) != 1 || claims[0].Note != "seen in the minutes" {
				t.Errorf("the file holds %+v, %v", claims, err)
			}
		})
	}
}

func TestTheLibraryIsGoneThroughByKeys(t *testing.T) {
	b := newBench(t, first, second)
	list := b.panes.library.list
	b.focusOn(list)
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if b.desk.document.Title != "Text B" || b.win.Canvas().Focused() != list {
		t.Errorf("%q is open, %T has the keyboard", b.desk.document.Title, b.win.Canvas().Focused())
	}
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF6})
	if b.win.Canvas().Focused() != b.panes.document.view {
		t.Errorf("F6 gave the keyboard to %T", b.win.Canvas().Focused())
	}
	b.nextPane()
	b.nextPane()
	if b.win.Canvas().Focused() != list {
		t.Errorf("twice more gave it to %T", b.win.Canvas().Focused())
	}
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
	if len(b.modals) != 1 {
		t.Error("F1 shows no keys")
	}
}

func TestWorkOfAnotherProgramIsShownWithoutMovingThePage(t *testing.T) {
	b := newBench(t, first, second)
	other, err := store.Open(context.Background(), b.path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	start, end := b.selectText("the ministry wrote")
	if _, err := other.AddClaims(context.Background(), []store.NewClaim{
		{DocumentID: b.desk.document.ID, Start: 0, End: 11, LabelID: store.DisputedID},
	}); err != nil {
		t.Fatal(err)
	}
	b.desk.changed(store.Change{Kind: "elsewhere", Everything: true})
	b.wantQuotes("D The council")
	if got := b.panes.document.view.HighlightsAt(3); len(got) != 1 {
		t.Errorf("the text shows %d highlights there", len(got))
	}
	if s, e := b.panes.document.view.Selection(); s != start || e != end {
		t.Errorf("the selection moved to %d–%d", s, e)
	}
}

// The menu bar takes the focus, and gives it to nobody.
func TestKeysReachTheTextAfterTheMenu(t *testing.T) {
	b := newBench(t, first)
	c := b.win.Canvas()
	c.Unfocus()
	b.labelMenu.Items[len(b.labelMenu.Items)-1].Action()
	if c.Focused() != fyne.Focusable(b.panes.document.view) {
		t.Errorf("%T has the focus after a choice from the menu", c.Focused())
	}
	b.selectText("Monday")
	c.Unfocus()
	c.OnTypedRune()('d')
	if claims := b.desk.claims; len(claims) != 1 || claims[0].LabelID != store.DisputedID {
		t.Errorf("D made %v", claims)
	}
	c.Unfocus()
	c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyRight})
	if start, end := b.panes.document.view.Selection(); start != end {
		t.Errorf("the arrow leaves [%d,%d) selected", start, end)
	}
	b.showKeys()
	c.Unfocus()
	c.OnTypedRune()('s')
	if b.desk.claims[0].LabelID != store.DisputedID {
		t.Error("a key meant for a dialog labels")
	}
}

func TestEscapeKeepsATypedNote(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.key(fyne.KeyReturn)
	field := b.win.Canvas().Focused()
	test.Type(field, "It was a Tuesday.")
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if got := b.stored()[0].Note; got != "It was a Tuesday." {
		t.Errorf("Escape left the note %q", got)
	}
	if got := b.panes.status.told.Text; !strings.Contains(got, "Undo takes it back") {
		t.Errorf("the status bar says %q", got)
	}
	b.undo()
	if got := b.stored()[0].Note; got != "" {
		t.Errorf("undo left the note %q", got)
	}
}

// A claim says who made it and, where that was someone else, who labelled it last.
func TestAClaimSaysWhoLabelledItLast(t *testing.T) {
	b := newBench(t, first)
	b.setName("Ana Beispiel")
	b.selectText("Monday")
	b.type_("s")
	byline := func() string { return b.panes.claims.card(b.desk.claims[0], b.desk.claims[0].CreatedAt).Byline }
	if got := byline(); !strings.HasPrefix(got, "Ana Beispiel · ") {
		t.Errorf("first: %q", got)
	}
	b.desk.act(store.Person{ID: "person-ben", Name: "Ben Muster"})
	b.type_("[d")
	if got := byline(); !strings.HasPrefix(got, "Ana, relabelled by Ben · ") {
		t.Errorf("relabelled: %q", got)
	}
	if got := b.panes.document.hover(b.desk.current); got != "Disputed, Ana Beispiel, relabelled by Ben Muster" {
		t.Errorf("the highlight says %q", got)
	}
	if rows := b.stored(); rows[0].Person != "Ana Beispiel" {
		t.Errorf("the annotator is %q", rows[0].Person)
	}
	b.restart()
	if got := byline(); !strings.HasPrefix(got, "Ana, relabelled by Ben · ") {
		t.Errorf("after a start: %q", got)
	}
	b.desk.undo()
	if got := byline(); !strings.HasPrefix(got, "Ana Beispiel · ") {
		t.Errorf("taken back: %q", got)
	}
}

func TestACardSaysWhichLabelAllAgreeOnWhereItIsAnother(t *testing.T) {
	b := reviewBench(t)
	for _, c := range []struct {
		own, final, want string
	}{
		{store.SupportedID, store.SupportedID, "unanimous"},
		{store.DisputedID, store.SupportedID, "unanimous: Supported"},
		{"", store.SupportedID, "unanimous: Supported"},
	} {
		if got := b.desk.settled(store.Claim{Status: store.StatusUnanimous, LabelID: c.own, FinalLabelID: c.final}); got != c.want {
			t.Errorf("%q, settled as %q: %q, want %q", c.own, c.final, got, c.want)
		}
	}
}

func TestTheRemarkIsOfTheLastDeed(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.wantTold("Labelled as Supported.")
	b.key(fyne.KeyReturn)
	field := b.win.Canvas().Focused()
	test.Type(field, "It was")
	b.wantTold("")
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.wantTold("Note saved. Undo takes it back.")
	b.selectText("February")
	b.type_("d")
	b.wantTold("Labelled as Disputed.")
	b.selectText("council")
	b.type_("c")
	b.wantTold("Claim made, with no label yet.")
	note := "City desk"
	b.desk.editClaim(b.desk.claims[0].ID, store.ClaimEdit{Note: &note})
	b.wantTold("Claim changed. Undo takes it back.")
	b.desk.undo()
	b.wantTold("Undid: edit note")
	b.desk.redo()
	b.wantTold("Redid: edit note")
}
