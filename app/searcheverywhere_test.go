package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"factmark/store"
)

// searched are the rows of the search as they are read out.
func (b *bench) searched() (rows []string) {
	p := b.panes.search
	for i := range p.List.Length() {
		o := p.List.CreateItem()
		p.List.UpdateItem(i, o)
		rows = append(rows, o.(interface{ AccessibilityLabel() string }).AccessibilityLabel())
	}
	return rows
}

func (b *bench) wantListed(what string, want ...string) {
	b.t.Helper()
	if got := b.searched(); !slices.Equal(got, want) {
		b.t.Errorf("%s: listed are\n\t%s\nwant\n\t%s", what, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func TestSearchEverywhereByKeys(t *testing.T) {
	b := newBench(t, first, second, "The group spoke in the second week. The council did not.")
	p := b.panes.search
	b.send("Ctrl+Shift+F")
	b.wantFocus("Ctrl+Shift+F", p.Field)
	if b.panes.library.Body.Visible() || !strings.Contains(p.Empty.Text, "Searches all documents") {
		t.Errorf("the list of documents stays, or nothing is said: %q", p.Empty.Text)
	}
	b.send("'counc'", "pause")
	b.wantListed("as one types", "Text C: The group spoke in the second week. The council did not.", "Text A: The council met on Monday, 10 February. It said that the group holds $10 million.…")
	if p.Count.Text != "2 results" {
		t.Errorf("the count says %q", p.Count.Text)
	}
	b.send("Down")
	b.wantFocus("Down", p.List)
	b.send("Shift+Enter")
	b.wantFocus("Shift+Enter", p.List)
	if b.Workspace.Document.Title != "Text C" || p.Field.Text != "counc" || !p.Body.Visible() {
		t.Errorf("%q is open", b.Workspace.Document.Title)
	}
	b.send("Down", "Enter")
	b.wantFocus("Enter", b.panes.document.View)
	if start, end := b.panes.document.View.Selection(); b.Workspace.Document.Title != "Text A" || start != 4 || end != 11 {
		t.Errorf("%q is open with %d–%d selected", b.Workspace.Document.Title, start, end)
	}
	b.send("s") // what was found is ready to be labelled
	b.wantQuotes("S council")
	b.send("Ctrl+Shift+F")
	if p.Field.Text != "counc" || p.Field.SelectedText() != "counc" || len(b.searched()) != 2 {
		t.Errorf("opened again it holds %q, %q selected, with %d rows", p.Field.Text, p.Field.SelectedText(), len(b.searched()))
	}
	b.send("'second'", "Enter", "pause") // Enter before anything is found
	b.wantFocus("Enter", b.panes.document.View)
	if b.Workspace.Document.Title == "Text A" {
		t.Error("the first hit was not opened")
	}
	b.send("Ctrl+Shift+F", "Escape")
	if p.Body.Visible() || !b.panes.library.Body.Visible() {
		t.Error("Escape does not close the search")
	}
	b.wantFocus("Escape", b.panes.document.View)
	b.send("Ctrl+Shift+F", "'xyzzy'", "pause")
	if b.wantListed("nothing"); !strings.Contains(p.Empty.Text, "Nothing found") {
		t.Errorf("it says %q", p.Empty.Text)
	}
	b.send("Ctrl+D")
	if b.wantFocus("Ctrl+D", b.panes.library.Search.KeyEntry); p.Body.Visible() {
		t.Error("the search hides the list of documents")
	}
}

func TestSearchEverywhereOpensClaimsNotesAndEvidence(t *testing.T) {
	b := newBench(t, first, second)
	ctx := context.Background()
	b.selectText("the group holds $10 million")
	b.type_("d")
	claim := b.stored()[0]
	note := "See the ledger of March."
	if err := b.Workspace.Store.EditClaim(ctx, claim.ID, store.ClaimEdit{Note: &note}); err != nil {
		t.Fatal(err)
	}
	other := b.Workspace.Documents[1].ID
	if _, err := b.Workspace.Store.AddEvidence(ctx, store.NewEvidence{ClaimID: claim.ID, Stance: store.StanceRefutes, DocumentID: other, Start: 2, End: 13, Note: "annex four"},
		store.NewEvidence{ClaimID: claim.ID, Stance: store.StanceSupports, URL: "https://example.org/annex", Quote: "An annex of theirs"}); err != nil {
		t.Fatal(err)
	}
	b.Workspace.Open(other, "")
	b.send("Ctrl+Shift+F", "'ledger'", "pause")
	b.wantListed("a note", "Note · Disputed · Text A: See the ledger of March.")
	b.send("Enter")
	if b.Workspace.Current != claim.ID || !b.Workspace.Chosen || !b.panes.claims.List.Editing() {
		t.Error("the note is not open at its claim")
	}
	b.send("Escape")
	b.send("Ctrl+Shift+F", "'holds'", "pause")
	b.wantListed("a claim", "Text A: …on Monday, 10 February. It said that the group holds $10 million.…", "Claim · Disputed · Text A: the group holds $10 million")
	b.send("Down", "Down", "Enter")
	if b.Workspace.Current != claim.ID || !b.Workspace.Chosen {
		t.Error("the claim is not chosen")
	}
	b.send("Ctrl+Shift+F", "'annex'", "pause")
	b.wantListed("evidence", "Evidence · Supports · Outside source: An annex of theirs", "Evidence · Refutes · Text B: annex four")
	b.send("Down", "Down", "Shift+Enter")
	if b.Workspace.Document.ID != other {
		t.Error("the evidence is not shown in its document")
	}
	b.send("Up", "Enter")
	if b.Workspace.Document.ID == other || b.Workspace.Current != claim.ID {
		t.Error("the claim of evidence from outside is not shown")
	}
	b.Workspace.DeleteClaim(claim.ID)
	b.send("Ctrl+Shift+F", "Enter")
	b.wantTold("This claim is no longer in the workspace. Search again.")
}

func TestSearchEverywhereFilters(t *testing.T) {
	b := newBench(t, first, "The council again, and the group.")
	b.selectText("The council met")
	b.type_("s")
	b.selectText("the group holds")
	b.type_("d")
	p := b.panes.search
	b.send("Ctrl+Shift+F", "'council OR group'", "pause")
	if got := len(b.searched()); got != 6 {
		t.Errorf("%d rows without filters: %q", got, b.searched())
	}
	p.Filter.OnTapped()
	p.Form.From.SetText("last week")
	if !p.Form.Dialog.Ok.Disabled() {
		t.Error("a date that is none is taken")
	}
	p.Form.From.SetText("")
	p.Form.Label.SetSelected("Supported")
	p.Form.Dialog.Accept()
	b.wantFocus("the filter", p.Field)
	b.wantListed("Supported alone", "Claim · Supported · Text A: The council met")
	if len(p.On.Box.Objects) != 1 {
		t.Fatalf("%d filters are shown", len(p.On.Box.Objects))
	}
	p.Field.SetText("again")
	b.send("pause")
	if b.wantListed("a filter hides it"); !strings.Contains(p.Empty.Text, "Without them: 1 result.") {
		t.Errorf("it says %q", p.Empty.Text)
	}
	p.On.Box.Objects[0].(fyne.Tappable).Tapped(nil)
	if got := len(b.searched()); got != 1 || p.On.Visible() {
		t.Errorf("%d rows with the filter off", got)
	}
}

// What a blind review hides is not found by what it hides.
func TestSearchEverywhereInABlindReview(t *testing.T) {
	b := newBench(t, first)
	b.selectText("the group holds $10 million")
	b.type_("d")
	claim := b.stored()[0]
	note := "See the ledger."
	if err := b.Workspace.Store.EditClaim(context.Background(), claim.ID, store.ClaimEdit{Note: &note}); err != nil {
		t.Fatal(err)
	}
	p := b.panes.search
	b.send("Ctrl+Shift+F", "'ledger'", "pause")
	if len(b.searched()) != 1 {
		t.Fatalf("%q", b.searched())
	}
	b.sitDown(store.ModeBlind, nil)
	if p.Body.Visible() {
		t.Error("the search stays open in a review")
	}
	b.send("Ctrl+Shift+F")
	if p.Body.Visible() {
		t.Error("the search opens in a review")
	}
	b.send("Escape") // pauses
	b.send("Ctrl+Shift+F", "pause")
	b.wantListed("a hidden note")
	b.send("'holds'", "pause")
	for _, row := range b.searched() {
		if strings.Contains(row, "Disputed") {
			t.Errorf("%q tells a label", row)
		}
	}
}

func TestSearchEverywhereThatFailed(t *testing.T) {
	b := newBench(t, first, second)
	p := b.panes.search
	b.send("Ctrl+Shift+F", "'council'", "pause")
	if len(b.searched()) == 0 {
		t.Fatal("nothing is found")
	}
	failed := false
	b.Workspace.Errors.Listen(func(error) { failed = true })
	if err := b.Workspace.Store.Close(); err != nil {
		t.Fatal(err)
	}
	p.Field.SetText("group")
	b.send("pause")
	if !failed || p.Count.Text != "Couldn’t finish the search." {
		t.Errorf("the count says %q", p.Count.Text)
	}
	b.wantListed("hits of the words before")
}
