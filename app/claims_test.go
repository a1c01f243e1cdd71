package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
)

func (b *bench) key(name fyne.KeyName) {
	b.panes.document.View.TypedKey(&fyne.KeyEvent{Name: name})
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
	if got := b.panes.status.told.Text; !strings.Contains(got, "only spaces") {
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
	b.wantTold("The label is already Disputed.")
	b.type_("c")
	b.wantTold("Disputed → No label")
	b.wantQuotes("– Monday")
}

func TestLabelBarLabels(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	bar := b.panes.document.Bar
	for _, o := range bar.Row.Objects {
		if c := o.(*chip.Chip); c.Text == "Disputed" {
			test.Tap(c)
		}
	}
	b.wantQuotes("D Monday")
	if b.Win.Canvas().Focused() != b.panes.document.View {
		t.Error("the text has lost the focus to the bar")
	}
}

func TestUndoAndRedoReachEveryAction(t *testing.T) {
	b := newBench(t, first, second)
	b.selectText("Monday")
	b.type_("s")
	b.type_("[d")
	id := b.Workspace.Claims[0].ID
	b.Workspace.SetNote(id, "It was a Monday.")
	b.key(fyne.KeyDelete)
	b.wantQuotes()
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	b.selectText("a family 👨‍👩‍👧")
	b.type_("n")
	b.wantQuotes("N a family 👨‍👩‍👧")

	b.Workspace.Undo()
	b.wantQuotes()
	b.Workspace.Undo() // of the deletion: back in the first document
	if b.Workspace.Document.Title != "Text A" || b.Workspace.Current != id {
		t.Errorf("undo left the user at %q with claim %q", b.Workspace.Document.Title, b.Workspace.Current)
	}
	b.wantQuotes("D Monday")
	if note := b.stored()[0].Note; note != "It was a Monday." {
		t.Errorf("the note came back as %q", note)
	}
	b.Workspace.Undo() // of the note
	b.Workspace.Undo() // of the second label
	b.wantQuotes("S Monday")
	b.Workspace.Undo()
	b.wantQuotes()
	for range 5 {
		b.Workspace.Redo()
	}
	b.wantQuotes("N a family 👨‍👩‍👧")
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	b.wantQuotes()
}

func TestUndoOutlivesARestart(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.restart()
	b.wantQuotes("S Monday")
	if got, _ := captionAndKeys(b.items[commandUndo].Label); got == "Undo" {
		t.Error("the menu does not say what undo would do after a restart")
	}
	b.Workspace.Undo()
	b.wantQuotes()
}

func TestReopeningComesBackToThePlace(t *testing.T) {
	long := strings.Repeat("A line of the long text that is read.\n", 2000)
	b := newBench(t, first, long)
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	b.panes.document.View.Select(40_000, 40_006)
	b.type_("s")
	b.panes.document.View.SetTopOffset(40_014)
	b.panes.document.Scrolling.Ended()
	top, claim := b.panes.document.View.TopOffset(), b.Workspace.Current
	b.restart()
	if b.Workspace.Document.Title != "Text B" || b.Workspace.Current != claim || claim == "" {
		t.Errorf("came back to %q with claim %q", b.Workspace.Document.Title, b.Workspace.Current)
	}
	if got := b.panes.document.View.TopOffset(); got != top || top == 0 {
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
	for _, o := range pane.Chips.Objects {
		c := o.(*chip.Chip)
		counts[c.Letter] = c.Count
	}
	for letter, want := range map[string]string{"S": "2", "D": "1", "N": "0", "–": "1"} {
		if counts[letter] != want {
			t.Errorf("the chip %s counts %q, want %q", letter, counts[letter], want)
		}
	}
	test.Tap(pane.Chips.Objects[0].(*chip.Chip))
	if len(pane.Shown) != 2 || pane.Count.Text != "2 of 4" {
		t.Errorf("filtered by S the panel shows %d claims and says %q", len(pane.Shown), pane.Count.Text)
	}
	test.Tap(pane.Chips.Objects[0].(*chip.Chip))
	pane.Search.SetText("COUNCIL")
	if len(pane.Shown) != 1 || pane.ID(0) != b.Workspace.Claims[0].ID {
		t.Errorf("the search shows %d claims", len(pane.Shown))
	}
	pane.Search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(pane.Shown) != 4 {
		t.Errorf("after Escape %d claims are shown", len(pane.Shown))
	}
}

func TestNextAndPreviousClaim(t *testing.T) {
	b := newBench(t, first)
	for quote, key := range map[string]string{"The council": "s", "Monday": "c", "$10 million": "d", "Nobody": "c"} {
		b.selectText(quote)
		b.type_(key)
	}
	b.key(fyne.KeyEscape)
	b.panes.document.View.Select(0, 0)
	b.Workspace.Choose("", false)
	at := func() string {
		if c := b.Workspace.Claim(b.Workspace.Current); c != nil {
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
	b.panes.document.View.SetTopOffset(0)
	b.panes.claims.List.OnChoose(1)
	if top := b.panes.document.View.TopOffset(); top < 70_000 {
		t.Errorf("the chosen claim was not brought into view; the page starts at %d", top)
	}
	if b.panes.document.View.Current() != b.Workspace.Claims[1].ID {
		t.Error("the highlight of the chosen card is not the current one")
	}
	b.panes.document.View.OnHighlight(b.Workspace.Claims[0].ID)
	if b.panes.claims.List.Current() != 0 {
		t.Errorf("the card of the clicked highlight is not current, but card %d", b.panes.claims.List.Current())
	}
}

func TestNoteIsKept(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.panes.claims.List.OnNote(0, b.Workspace.Claims[0].ID, "see the calendar")
	b.restart()
	if got := b.stored()[0].Note; got != "see the calendar" {
		t.Errorf("the note is %q", got)
	}
	card := b.panes.claims.Card(b.Workspace.Claims[0], b.Workspace.Claims[0].CreatedAt)
	if card.Note != "see the calendar" || card.Label != "Supported" || card.Quote != "Monday" || !strings.HasSuffix(card.Byline(), "just now") {
		t.Errorf("the card shows %+v", card)
	}
}

func TestChangesFromElsewhereAreShown(t *testing.T) {
	b := newBench(t, first, second)
	ctx := context.Background()
	if _, err := b.Workspace.Store.AddClaims(ctx, []store.NewClaim{
		{DocumentID: b.Workspace.Documents[0].ID, Start: 0, End: 3, LabelID: store.SupportedID},
		{DocumentID: b.Workspace.Documents[1].ID, Start: 0, End: 8},
	}); err != nil {
		t.Fatal(err)
	}
	b.wantQuotes("S The")
	for i, want := range []struct{ claims, unlabelled int }{{1, 0}, {1, 1}} {
		doc := b.Workspace.Documents[i]
		if doc.Claims != want.claims || doc.Unlabelled != want.unlabelled {
			t.Errorf("the list says %d claims, %d unlabelled of %s", doc.Claims, doc.Unlabelled, doc.Title)
		}
	}
}

func TestRemovedDocumentComesBackWithItsClaims(t *testing.T) {
	b := newBench(t, first, second)
	b.selectText("Monday")
	b.type_("s")
	removed := b.Workspace.Document
	b.AskRemoveDocuments([]store.Document{removed})
	b.modal().Accept()
	if len(b.Workspace.Documents) != 1 || b.Workspace.Document.ID == removed.ID {
		t.Fatalf("%d documents, %q is open", len(b.Workspace.Documents), b.Workspace.Document.Title)
	}
	b.Workspace.Undo()
	b.Workspace.Open(removed.ID, "")
	b.wantQuotes("S Monday")
}

// In place of a document that is removed, its neighbour in the list is opened, in the order in which they are listed.
func TestTheNeighbourOfARemovedDocumentIsOpened(t *testing.T) {
	b := newBench(t, "one", "two", "three", "four", "five")
	b.Workspace.SortDocuments(workspace.SortTitle, true)
	documents := slices.Clone(b.Workspace.Documents) // by title, from A to E
	for _, step := range []struct{ open, remove, want []store.Document }{
		{documents[2:3], documents[1:3], documents[:1]},
		{documents[:1], documents[:1], documents[3:4]},
	} {
		b.Workspace.Open(step.open[0].ID, "")
		b.AskRemoveDocuments(step.remove)
		b.modal().Accept()
		if got := b.Workspace.Document; got.ID != step.want[0].ID {
			t.Errorf("after %s is removed, %s is open, not %s", step.open[0].Title, got.Title, step.want[0].Title)
		}
	}
}

func TestAScrolledPanelOutlivesFilterSearchAndAnotherDocument(t *testing.T) {
	b := newBench(t, strings.Repeat("word ", 400), second)
	var spans []store.NewClaim
	for i := range 60 {
		n := store.NewClaim{DocumentID: b.Workspace.Document.ID, Start: i * 5, End: i*5 + 4, LabelID: store.SupportedID}
		if i == 7 {
			n.LabelID = store.NotEnoughInfoID
		}
		spans = append(spans, n)
	}
	if _, err := b.Workspace.Store.AddClaims(context.Background(), spans); err != nil {
		t.Fatal(err)
	}
	b.Workspace.Choose(b.Workspace.Claims[50].ID, false)
	list := b.panes.claims.List
	scroll := func() {
		list.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -3000)})
	}
	scroll()
	test.Tap(b.panes.claims.Chips.Objects[2].(*chip.Chip))
	if len(b.panes.claims.Shown) != 1 {
		t.Errorf("%d claims are shown", len(b.panes.claims.Shown))
	}
	test.Tap(b.panes.claims.Chips.Objects[2].(*chip.Chip))
	scroll()
	b.panes.claims.Search.SetText("nothing like it")
	b.panes.claims.Search.SetText("")
	scroll()
	b.Workspace.DeleteClaim(b.Workspace.Claims[59].ID)
	list.Refresh()
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	list.Refresh()
	if len(b.panes.claims.Shown) != 0 {
		t.Errorf("%d claims of the other document are shown", len(b.panes.claims.Shown))
	}
}

func TestANoteBeingTypedIsKeptByLeaving(t *testing.T) {
	for name, leave := range map[string]func(*bench){
		"quit":              func(b *bench) { b.quit() },
		"another workspace": func(b *bench) { b.OpenWorkspace(b.path + ".other.factmark") },
		"a dialog":          func(b *bench) { b.ShowExport() },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, first)
			b.selectText("Monday")
			b.type_("s")
			b.key(fyne.KeyReturn)
			test.Type(b.Win.Canvas().Focused(), "seen in the minutes")
			leave(b)
			st := b.Workspace.Store
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
	list := b.panes.library.List
	b.FocusOn(list)
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if b.Workspace.Document.Title != "Text B" || b.Win.Canvas().Focused() != list {
		t.Errorf("%q is open, %T has the keyboard", b.Workspace.Document.Title, b.Win.Canvas().Focused())
	}
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF6})
	if b.Win.Canvas().Focused() != b.panes.document.View {
		t.Errorf("F6 gave the keyboard to %T", b.Win.Canvas().Focused())
	}
	b.nextPane()
	b.nextPane()
	if b.Win.Canvas().Focused() != list {
		t.Errorf("twice more gave it to %T", b.Win.Canvas().Focused())
	}
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
	if len(b.Modals) != 1 {
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
		{DocumentID: b.Workspace.Document.ID, Start: 0, End: 11, LabelID: store.DisputedID},
	}); err != nil {
		t.Fatal(err)
	}
	b.Workspace.Changed(store.Change{Kind: "elsewhere", Everything: true})
	b.wantQuotes("D The council")
	if got := b.panes.document.View.HighlightsAt(3); len(got) != 1 {
		t.Errorf("the text shows %d highlights there", len(got))
	}
	if s, e := b.panes.document.View.Selection(); s != start || e != end {
		t.Errorf("the selection moved to %d–%d", s, e)
	}
}

// The menu bar takes the focus, and gives it to nobody.
func TestKeysReachTheTextAfterTheMenu(t *testing.T) {
	b := newBench(t, first)
	c := b.Win.Canvas()
	c.Unfocus()
	b.labelMenu.Items[len(b.labelMenu.Items)-1].Action()
	if c.Focused() != fyne.Focusable(b.panes.document.View) {
		t.Errorf("%T has the focus after a choice from the menu", c.Focused())
	}
	b.selectText("Monday")
	c.Unfocus()
	c.OnTypedRune()('d')
	if claims := b.Workspace.Claims; len(claims) != 1 || claims[0].LabelID != store.DisputedID {
		t.Errorf("D made %v", claims)
	}
	c.Unfocus()
	c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyRight})
	if start, end := b.panes.document.View.Selection(); start != end {
		t.Errorf("the arrow leaves [%d,%d) selected", start, end)
	}
	b.showKeys()
	c.Unfocus()
	c.OnTypedRune()('s')
	if b.Workspace.Claims[0].LabelID != store.DisputedID {
		t.Error("a key meant for a dialog labels")
	}
}

func TestEscapeKeepsATypedNote(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.key(fyne.KeyReturn)
	field := b.Win.Canvas().Focused()
	test.Type(field, "It was a Tuesday.")
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if got := b.stored()[0].Note; got != "It was a Tuesday." {
		t.Errorf("Escape left the note %q", got)
	}
	if got := b.panes.status.told.Text; !strings.Contains(got, "Note saved") {
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
	b.SetName("Ana Beispiel")
	b.selectText("Monday")
	b.type_("s")
	byline := func() string {
		card := b.panes.claims.Card(b.Workspace.Claims[0], b.Workspace.Claims[0].CreatedAt)
		return card.Byline()
	}
	if got := byline(); !strings.HasPrefix(got, "Ana Beispiel · ") {
		t.Errorf("first: %q", got)
	}
	b.Workspace.Act(store.Person{ID: "person-ben", Name: "Ben Muster"})
	b.type_("[d")
	if got := byline(); !strings.HasPrefix(got, "Ana, relabelled by Ben · ") {
		t.Errorf("relabelled: %q", got)
	}
	if got := b.panes.document.Hover(b.Workspace.Current); got != "Disputed, Ana Beispiel, relabelled by Ben Muster" {
		t.Errorf("the highlight says %q", got)
	}
	if rows := b.stored(); rows[0].Person != "Ana Beispiel" {
		t.Errorf("the annotator is %q", rows[0].Person)
	}
	b.restart()
	if got := byline(); !strings.HasPrefix(got, "Ana, relabelled by Ben · ") {
		t.Errorf("after a start: %q", got)
	}
	b.Workspace.Undo()
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
		if got := b.Workspace.Settled(store.Claim{Status: store.StatusUnanimous, LabelID: c.own, FinalLabelID: c.final}); got != c.want {
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
	field := b.Win.Canvas().Focused()
	test.Type(field, "It was")
	b.wantTold("")
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.wantTold("Note saved.")
	b.selectText("February")
	b.type_("d")
	b.wantTold("Labelled as Disputed.")
	b.selectText("council")
	b.type_("c")
	b.wantTold("Claim added without a label.")
	note := "City desk"
	b.Workspace.EditClaim(b.Workspace.Claims[0].ID, store.ClaimEdit{Note: &note})
	b.wantTold("Claim changed.")
	b.Workspace.Undo()
	b.wantTold("Undone: edit note")
	b.Workspace.Redo()
	b.wantTold("Redone: edit note")
}
