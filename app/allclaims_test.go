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

// manyDocuments is a workspace of three documents with six claims, the first document open.
func manyDocuments(t *testing.T) *bench {
	t.Helper()
	b := newBench(t, "One says this. One says that.", "Two says this. Two says that.", "Three says this. Three says that.")
	b.mark("this", "S", "that", "D")
	for _, d := range []struct{ title, second string }{{"Text B", "S"}, {"Text C", "C"}} {
		b.openTitled(d.title)
		b.mark("this", "N", "that", d.second)
	}
	b.openTitled("Text A")
	return b
}

// mark labels the sentences of the open document that end so, with keys.
func (b *bench) mark(words ...string) {
	b.t.Helper()
	for i := 0; i < len(words); i += 2 {
		b.selectText("says " + words[i])
		b.type_(strings.ToLower(words[i+1]))
	}
}

func (b *bench) openTitled(title string) {
	b.t.Helper()
	i := slices.IndexFunc(b.Workspace.Documents, func(d store.Document) bool { return d.Title == title })
	b.Workspace.Open(b.Workspace.Documents[i].ID, "")
}

// cards are the cards of the list of all documents, as they can be seen: document, letter, quote.
func (b *bench) cards() (cards []string) {
	b.t.Helper()
	all := b.Workspace.All
	if all == nil {
		b.t.Fatal("the claims of all documents are not listed")
	}
	rows := all.Rows()
	all.Want(0, rows.Len())
	for i := range rows.Len() {
		c, known := all.Claim(rows.ID(i))
		if !known {
			b.t.Fatalf("card %d was not read", i)
		}
		if b.panes.claims.ID(i) != c.ID || all.Place(c.ID) != i {
			b.t.Fatalf("card %d is of %s, the list has %s at %d", i, b.panes.claims.ID(i), c.ID, all.Place(c.ID))
		}
		cards = append(cards, strings.TrimPrefix(c.Document, "Text ")+" "+b.Workspace.LabelOf(c.LabelID).Letter+" "+c.Quote)
	}
	return cards
}

func (b *bench) wantCards(when string, want ...string) {
	b.t.Helper()
	if got := b.cards(); !slices.Equal(got, want) {
		b.t.Errorf("%s the list has %q, want %q", when, got, want)
	}
}

func (b *bench) storedIn(title string) (labels string) {
	b.t.Helper()
	for _, d := range b.Workspace.Documents {
		if d.Title != title {
			continue
		}
		claims, err := b.Workspace.Store.Claims(context.Background(), d.ID)
		if err != nil {
			b.t.Fatal(err)
		}
		for _, c := range claims {
			labels += b.Workspace.LabelOf(c.LabelID).Letter
		}
	}
	return labels
}

var everyClaim = []string{"A S says this", "A D says that", "B N says this", "B S says that", "C N says this", "C – says that"}

func TestAllDocumentsAreListedByKeyAndSwitch(t *testing.T) {
	b := manyDocuments(t)
	b.send("Ctrl+Shift+A")
	b.wantFocus("Ctrl+Shift+A", b.panes.claims.List)
	b.wantCards("by the key,", everyClaim...)
	if got := b.panes.claims.Count.Text; got != "6" {
		t.Errorf("it counts %q", got)
	}
	test.Tap(b.panes.claims.Scope.This)
	if b.Workspace.All != nil || len(b.panes.claims.Shown) != 2 {
		t.Errorf("this document lists %d claims", len(b.panes.claims.Shown))
	}
	test.Tap(b.panes.claims.Scope.All)
	b.wantCards("by the switch,", everyClaim...)
	b.restart()
	b.wantCards("after a restart,", everyClaim...)
	if !b.panes.claims.Scope.All.Selected || b.panes.claims.Scope.This.Selected {
		t.Error("the switch does not say so after a restart")
	}
}

func TestClaimsOfAllDocumentsAreFilteredAndSorted(t *testing.T) {
	b := manyDocuments(t)
	b.send("Ctrl+Shift+A")
	pane := b.panes.claims
	test.Tap(pane.Chips.Objects[2].(*chip.Chip))
	b.wantCards("filtered by N,", "B N says this", "C N says this")
	if pane.Count.Text != "2 of 6" || pane.Chips.Objects[0].(*chip.Chip).Count != "2" {
		t.Errorf("it counts %q, S %q", pane.Count.Text, pane.Chips.Objects[0].(*chip.Chip).Count)
	}
	pane.Search.SetText("TWO")
	b.wantCards("searched for what no claim says,")
	if !b.sees("No matching claims") || !b.sees("6 claims are hidden by filters and the search") {
		t.Errorf("the window says\n%s", b.everyWord())
	}
	pane.Search.SetText("THIS says")
	b.wantCards("searched and filtered,", "B N says this", "C N says this")
	pane.Search.SetText("")
	b.Workspace.ToggleClaimFilter(workspace.ClaimFilter{Kind: workspace.FilterClaimStatus, Value: workspace.ClaimToLabel})
	b.wantCards("to label and N,")
	if !b.sees("6 claims are hidden by filters") {
		t.Errorf("the window says\n%s", b.everyWord())
	}
	test.Tap(b.panes.claims.On.Box.Objects[1].(*chip.Chip)) // Show all
	b.wantCards("with all shown,", everyClaim...)
	b.items["filter-claims"].Action()
	if words := b.dialogWords(); !strings.Contains(words, "Status: To label") || !strings.Contains(words, "Without evidence") || !strings.Contains(words, "Person: ") {
		t.Errorf("the filter offers\n%s", words)
	}
	b.modal().Accept() // the first: to label
	b.wantCards("filtered by the dialog,", "C – says that")
	test.Tap(pane.On.Box.Objects[0].(*chip.Chip))
	b.wantCards("with the filter taken off,", everyClaim...)

	b.items["claims-newest"].Action()
	if got := b.cards(); got[0] != "C – says that" && got[0] != "C N says this" {
		t.Errorf("the newest first are %q", got)
	}
	b.items["claims-by-label"].Action()
	b.wantCards("by label,", "A S says this", "B S says that", "A D says that", "B N says this", "C N says this", "C – says that")
	b.restart()
	b.wantCards("by label, after a restart,", "A S says this", "B S says that", "A D says that", "B N says this", "C N says this", "C – says that")
	b.items["claims-by-place"].Action()
	b.wantCards("by place,", everyClaim...)
}

// sees tells whether a text stands in the window, in the canvas objects of lists too.
func (b *bench) sees(text string) bool { return strings.Contains(b.everyWord(), text) }

func TestArrowsRunThroughCardsAndALabelKeyMeansTheCard(t *testing.T) {
	b := manyDocuments(t)
	b.send("Ctrl+Shift+A", "Home", "Down")
	if b.Workspace.Document.Title != "Text A" || b.Workspace.Claim(b.Workspace.Current).Quote != "says that" {
		t.Fatalf("Down chose %q in %s", b.Workspace.Current, b.Workspace.Document.Title)
	}
	b.send("Down", "Down")
	if b.Workspace.Document.Title != "Text A" || b.Workspace.Current != "" || b.panes.claims.List.Current() != 3 {
		t.Fatalf("%s is open, at %q, card %d", b.Workspace.Document.Title, b.Workspace.Current, b.panes.claims.List.Current())
	}
	b.send("D") // without its document
	if got := b.storedIn("Text B"); got != "ND" || b.Workspace.Document.Title != "Text A" {
		t.Errorf("D made it %q, %s is open", got, b.Workspace.Document.Title)
	}
	b.wantTold("Supported → Disputed")
	b.wantCards("after D,", "A S says this", "A D says that", "B N says this", "B D says that", "C N says this", "C – says that")
	if got := b.storedIn("Text A"); got != "SD" {
		t.Errorf("the open document has %q", got)
	}
	b.send("pause") // the arrows rest
	b.wantFocus("opened behind a pause", b.panes.claims.List)
	if c := b.Workspace.Claim(b.Workspace.Current); b.Workspace.Document.Title != "Text B" || c == nil || c.Quote != "says that" || !b.Workspace.Chosen {
		t.Errorf("a pause opened %s at %+v", b.Workspace.Document.Title, c)
	}
	b.send("S", "Down", "Enter")
	if got := b.storedIn("Text B"); got != "NS" || b.Workspace.Document.Title != "Text C" {
		t.Errorf("S made it %q, Enter opened %s", got, b.Workspace.Document.Title)
	}
	b.wantFocus("Enter", b.panes.claims.List)
	b.send("Enter", "'why'", "Enter")
	if c := b.stored()[0]; c.Note != "why" {
		t.Errorf("Enter again noted %q", c.Note)
	}
	b.send("Ctrl+Z", "Ctrl+Z")
	if got := b.storedIn("Text B"); got != "ND" || b.Workspace.Document.Title != "Text B" {
		t.Errorf("undo made it %q and shows %s", got, b.Workspace.Document.Title)
	}
}

// What is no label key waits for the document of the card that keys have reached, and means its claim.
func TestOtherKeysOnACardMeanItsClaim(t *testing.T) {
	b := manyDocuments(t)
	b.send("Ctrl+Shift+A", "Home", "Down", "Down", "Delete")
	if got := b.storedIn("Text B"); got != "S" || b.storedIn("Text A") != "SD" {
		t.Errorf("Delete left %q in B, %q in A", got, b.storedIn("Text A"))
	}
	b.wantCards("after Delete,", "A S says this", "A D says that", "B S says that", "C N says this", "C – says that")
	b.send("Ctrl+Z")
	b.wantCards("after undo,", everyClaim...)
	b.send("Home", "Down", "Down", "Down", "Down", "Escape", "pause")
	if b.Workspace.Document.Title == "Text C" || b.panes.claims.List.Current() >= 0 {
		t.Errorf("Escape opened %s, card %d", b.Workspace.Document.Title, b.panes.claims.List.Current())
	}
	b.send("D")
	if got := b.storedIn("Text C"); got != "N–" {
		t.Errorf("a key after Escape made it %q", got)
	}
}

// Where a filter leaves a claim out once it is labelled, keys go on where its card was.
func TestLabellingThroughAFilteredList(t *testing.T) {
	b := newBench(t, lines, lines+"\nAnother line.")
	for range 2 {
		b.selectText("The first")
		b.type_("c")
		b.selectText("The second")
		b.type_("c")
		b.selectText("The third")
		b.type_("c")
		b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	}
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	b.Workspace.ToggleClaimFilter(workspace.ClaimFilter{Kind: workspace.FilterClaimStatus, Value: workspace.ClaimToLabel})
	b.send("Ctrl+Shift+A", "Home", "Down", "S", "Down", "D", "Down", "N", "pause", "Down", "S")
	if a, c := b.storedIn("Text A"), b.storedIn("Text B"); a != "–SD" || c != "NS–" {
		t.Errorf("it labelled %q and %q", a, c)
	}
	b.send("Up", "D", "Up", "D")
	if a, c := b.storedIn("Text A"), b.storedIn("Text B"); a != "DSD" || c != "NSD" {
		t.Errorf("upwards it labelled %q and %q", a, c)
	}
}

func TestAClickOnACardOpensItsDocument(t *testing.T) {
	b := manyDocuments(t)
	b.send("Ctrl+Shift+A")
	at := b.onCard("says this", 2)
	b.panes.claims.List.Tapped(&fyne.PointEvent{Position: at})
	if c := b.Workspace.Claim(b.Workspace.Current); c == nil || b.Workspace.Document.Title != "Text C" || c.Quote != "says this" || !b.Workspace.Chosen {
		t.Errorf("a click at %v opened %s at %+v; card %d of %v is current", at, b.Workspace.Document.Title, c, b.panes.claims.List.Current(), b.panes.claims.List.Size())
	}
	b.send("S")
	if got := b.storedIn("Text C"); got != "S–" {
		t.Errorf("S made it %q", got)
	}
	b.openTitled("Text A")
	if b.panes.claims.List.Current() >= 0 && b.panes.claims.ID(b.panes.claims.List.Current()) != b.Workspace.Current {
		t.Error("a card of a document that was left stays current")
	}
}

// What another program, or an import, changes is shown where it stands, and the list stays where it is.
func TestChangesElsewhereKeepThePlace(t *testing.T) {
	b := newBench(t, strings.Repeat("word ", 400), second)
	ctx := context.Background()
	var spans []store.NewClaim
	for i := range 300 {
		spans = append(spans, store.NewClaim{DocumentID: b.Workspace.Document.ID, Start: i * 5, End: i*5 + 4, LabelID: store.SupportedID})
	}
	claims, err := b.Workspace.Store.AddClaims(ctx, spans)
	if err != nil {
		t.Fatal(err)
	}
	b.send("Ctrl+Shift+A")
	list := b.panes.claims.List
	list.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -20_000)})
	top := func() string { id, _ := list.TopCard(); return id }
	before := top()
	if before == "" || before == claims[0].ID {
		t.Fatalf("the list was not scrolled: %q", before)
	}
	at := b.Workspace.All.Place(before)
	if err := b.Workspace.Store.SetLabel(ctx, store.DisputedID, claims[at+1].ID); err != nil {
		t.Fatal(err)
	}
	if c, known := b.Workspace.All.Claim(claims[at+1].ID); !known || c.LabelID != store.DisputedID || top() != before {
		t.Errorf("the card has %+v, %v; the list went from %s to %s", c.LabelID, known, before, top())
	}
	if err := b.Workspace.Store.DeleteClaims(ctx, claims[3].ID, claims[4].ID); err != nil {
		t.Fatal(err)
	}
	if top() != before || b.Workspace.All.Rows().Len() != 298 {
		t.Errorf("after claims above were deleted %d are listed, the first in view is %s, was %s", b.Workspace.All.Rows().Len(), top(), before)
	}
	b.Workspace.Changed(store.Change{Kind: store.ChangeElsewhere, Everything: true})
	if top() != before || b.Workspace.All.Rows().Len() != 298 {
		t.Errorf("read anew %d are listed, the first in view is %s, was %s", b.Workspace.All.Rows().Len(), top(), before)
	}
	b.panes.claims.Toggle(store.SupportedID)
	if rows := b.Workspace.All.Rows(); rows.Len() != 297 || top() != rows.ID(0) {
		t.Errorf("filtered %d are listed, the first in view is %s", rows.Len(), top())
	}
}

// A paused blind review hides in the list of all documents what it hides elsewhere: in cards, counts, filters, the search and orders.
func TestAllDocumentsOfABlindReview(t *testing.T) {
	b := reviewBench(t)
	b.send("Ctrl+Shift+A")
	open := len(b.cards())
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	b.sitDown(store.ModeBlind, nil)
	if b.Workspace.All != nil {
		t.Error("a review lists the claims of all documents")
	}
	b.type_("d")
	b.Active.Pause()
	for _, restarted := range []bool{false, true} {
		if got := b.cards(); len(got) != open {
			t.Errorf("restarted %v: %d claims are listed, of %d", restarted, len(got), open)
		}
		hidden := 0
		for i := range b.Workspace.All.Rows().Len() {
			c, _ := b.Workspace.All.Claim(b.Workspace.All.Rows().ID(i))
			if !b.Workspace.IsHidden(c.ID) {
				continue
			}
			if hidden++; c.LabelID != "" || c.Note != "" || c.PersonID != "" || c.Status != store.StatusOpen {
				t.Errorf("restarted %v: the list holds %+v", restarted, c)
			}
		}
		if hidden == 0 {
			t.Fatal("nothing is hidden")
		}
		words := b.everyWord()
		if strings.Contains(words, "SECRET") || strings.Contains(words, "Ada") && hidden == open {
			t.Errorf("restarted %v: the window says\n%s", restarted, words)
		}
		labelled := 0
		b.Workspace.ClaimFilterValues(func(values []workspace.ClaimFilterValue) {
			for _, v := range values {
				if v.Kind == workspace.FilterEvidence || v.Value == workspace.ClaimLabelled || v.Value == workspace.ClaimToLabel || v.Kind == workspace.FilterPerson {
					if v.Count > open-hidden {
						t.Errorf("restarted %v: %d claims are counted with %v, and %d can be seen", restarted, v.Count, v.ClaimFilter, open-hidden)
					}
				}
			}
		})
		for _, id := range []string{store.SupportedID, store.DisputedID, store.NotEnoughInfoID} {
			labelled += b.Workspace.All.ByLabel(id)
		}
		if labelled > open-hidden {
			t.Errorf("restarted %v: the chips count %d labels, and %d claims can be seen", restarted, labelled, open-hidden)
		}
		b.panes.claims.Search.SetText("SECRET")
		for i := range b.Workspace.All.Rows().Len() {
			if b.Workspace.IsHidden(b.Workspace.All.Rows().ID(i)) {
				t.Errorf("restarted %v: the search finds what is hidden", restarted)
			}
		}
		b.panes.claims.Search.SetText("")
		b.restart()
	}
}
