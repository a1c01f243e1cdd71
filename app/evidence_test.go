package app

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/ui/dialogs"
	"factmark/app/ui/evidence"
	"factmark/store"
	"factmark/widgets/chip"
)

func TestEvidencePanelIsShownWhereItWasLeft(t *testing.T) {
	b := newBench(t, first)
	if b.evidenceShown() {
		t.Error("the evidence panel is shown before it was used")
	}
	b.menuItem("toggle-evidence")
	if !b.evidenceShown() {
		t.Fatal("Ctrl+3 does not show the evidence panel")
	}
	b.panes.row.ShowRight(false)
	if b.menuItem("toggle-evidence"); !b.evidenceShown() {
		t.Error("Ctrl+3 does not bring the hidden panels back")
	}
	b.restart()
	if !b.evidenceShown() {
		t.Error("the evidence panel is hidden after a restart")
	}
	b.FocusOn(b.panes.document.View)
	b.nextPane()
	b.nextPane()
	if b.Win.Canvas().Focused() != b.panes.evidence.List {
		t.Errorf("F6 leads from the claims to %T", b.Win.Canvas().Focused())
	}
	b.menuItem("toggle-evidence")
	if b.evidenceShown() || b.Win.Canvas().Focused() == b.panes.evidence.List {
		t.Error("Ctrl+3 does not hide the evidence panel with the keyboard in it")
	}
}

// menuItem does what a command does from the menu bar.
func (b *bench) menuItem(id commandID) { b.items[id].Action() }

func TestEvidencePanelShowsTheClaimInHand(t *testing.T) {
	b := newBench(t, first, second)
	b.menuItem("toggle-evidence")
	b.selectText("The council met")
	b.type_("s")
	if got := b.Workspace.Hand.Quote; got != "The council met" {
		t.Errorf("%q is in hand", got)
	}
	made := b.Workspace.Hand.ID
	b.panes.document.View.Select(40, 40)
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	if b.Workspace.Hand.ID != made || b.Workspace.Current != "" {
		t.Error("the claim is not in hand any more in another document")
	}
	b.Workspace.Undo() // deletes the claim, in a document that is not open
	if b.Workspace.Hand.ID == made {
		t.Error("a claim that is gone is in hand")
	}
}

func TestArrowKeysGoThroughTheRowsOfAllSections(t *testing.T) {
	b := newBench(t, first)
	b.menuItem("toggle-evidence")
	b.selectText("The council met")
	b.type_("s")
	list := b.panes.evidence.List
	opened, pressed := "", ""
	row := func(id string) evidence.Row {
		return evidence.Row{ID: id, Object: widget.NewLabel(id), Actions: container.NewHBox(widget.NewButton("Open", nil)),
			Open: func() { opened = id }, Key: func(key string) bool { pressed = id + key; return key == "+" }}
	}
	one, two := list.AddSection(widget.NewLabel("One")), list.AddSection(nil)
	one.SetRows([]evidence.Row{row("a"), {ID: "heading", Object: widget.NewLabel("Heading")}, row("b")})
	two.SetRows([]evidence.Row{row("c")})
	b.FocusOn(list)
	key := func(names ...fyne.KeyName) {
		for _, name := range names {
			list.TypedKey(&fyne.KeyEvent{Name: name})
		}
	}
	key(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if opened != "b" || one.Current() != "b" {
		t.Errorf("Down, Down, Enter opened %q", opened)
	}
	if key(fyne.KeyDown); two.Current() != "c" || one.Current() != "" {
		t.Error("Down does not lead into the next section")
	}
	list.TypedRune('+')
	if key(fyne.KeyUp); pressed != "c+" {
		t.Errorf("+ pressed %q", pressed)
	}
	one.SetRows([]evidence.Row{row("a"), row("x")})
	if one.Current() != "x" {
		t.Errorf("after the current row went, %q is current", one.Current())
	}
	if one.SetRows(nil); one.Current() != "" {
		t.Error("a row is current that is not there")
	}
	two.SetRows([]evidence.Row{row("c")})
	if key(fyne.KeyEnd); two.Current() != "c" {
		t.Error("End does not lead to the last row")
	}
	if two.Show(false); two.Current() != "" || two.Shown() {
		t.Error("a row of a hidden section is current")
	}
}

// bears gives what the file has as evidence of a claim: its sign, source and words.
func (b *bench) bears(claimID string) (all []string) {
	b.t.Helper()
	found, err := b.Workspace.Store.Evidence(context.Background(), claimID)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, e := range found {
		source := e.Document
		if e.DocumentID == "" {
			source = e.URL
		}
		all = append(all, dialogs.StanceSign(e.Stance)+" "+source+": "+e.Quote)
	}
	return all
}

// wantEvidence checks what the file, the panel and the card of the claim in hand have as its evidence.
func (b *bench) wantEvidence(want ...string) {
	b.t.Helper()
	claimID := b.Workspace.Hand.ID
	if got := b.bears(claimID); !slices.Equal(got, want) {
		b.t.Errorf("the file has the evidence %q, want %q", got, want)
	}
	var shown []string
	for _, e := range b.Workspace.InHand {
		source := e.Document
		if e.DocumentID == "" {
			source = e.URL
		}
		shown = append(shown, dialogs.StanceSign(e.Stance)+" "+source+": "+e.Quote)
	}
	if !slices.Equal(shown, want) {
		b.t.Errorf("the panel has the evidence %q, want %q", shown, want)
	}
	if c := b.Workspace.Claim(claimID); c != nil {
		card, n := b.panes.claims.Card(*c, time.Now()), 0
		for n < len(card.Lines) && card.Lines[n].Text != "" {
			n++
		}
		if n != min(len(want), len(card.Lines)) {
			b.t.Errorf("the card has %d lines for %d pieces of evidence", n, len(want))
		}
	}
}

// claimInHand makes a claim with a label key, and leaves the caret elsewhere.
func (b *bench) claimInHand(text, key string) string {
	b.t.Helper()
	b.FocusOn(b.panes.document.View)
	b.selectText(text)
	b.send("'" + key + "'")
	b.runPaused()
	return b.Workspace.Hand.ID
}

func TestEvidenceIsAddedFromAnyDocument(t *testing.T) {
	b := newBench(t, first, second)
	b.FocusOn(b.panes.document.View)
	b.send("e")
	b.wantTold("Choose a claim first.")
	if b.Workspace.Adding || b.panes.adding.Body.Visible() {
		t.Fatal("evidence is added to no claim")
	}
	id := b.claimInHand("the group holds $10 million", "d")
	b.send("e")
	if !b.panes.adding.Body.Visible() || !strings.HasPrefix(b.panes.adding.Text.Text, "Evidence for “the group holds $10 million”: select a passage in any document") {
		t.Fatalf("the strip says %q", b.panes.adding.Text.Text)
	}
	b.send("+")
	b.wantTold("Select a passage first.")
	b.selectText("Nobody was killed") // in its own document
	b.send("-")
	b.wantTold("Evidence added: refutes.")
	b.wantEvidence("− Text A: Nobody was killed")
	if start, end := b.panes.document.View.Selection(); start != end {
		t.Error("the selection stayed")
	}
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	if !b.Workspace.Adding || b.Workspace.Hand.ID != id {
		t.Fatal("another document ended the adding")
	}
	b.FocusOn(b.panes.document.View)
	b.selectText("A second text 😀 ")
	b.send("+")
	b.selectText("Here it ends")
	b.send("=")
	b.wantEvidence("− Text A: Nobody was killed", "+ Text B: A second text 😀", "= Text B: Here it ends")
	b.selectText("a family 👨‍👩‍👧")
	b.letter('&') // holds only with the last
	found, _ := b.Workspace.Store.Evidence(t.Context(), id)
	if len(found) != 4 || found[2].Set != found[3].Set || found[0].Set == found[1].Set || found[1].Set == found[2].Set || found[3].Stance != store.StanceContext {
		t.Errorf("the sets are %+v", found)
	}
	b.selectText("Here it ends")
	b.send("+") // it is evidence already
	b.wantTold("Context → supports")
	if got := len(b.bears(id)); got != 4 {
		t.Errorf("the same passage was added twice: %d", got)
	}
	b.send("Ctrl+Z", "Ctrl+Z")
	b.wantEvidence("− Text A: Nobody was killed", "+ Text B: A second text 😀", "= Text B: Here it ends")
	b.named(fyne.KeyEscape, 0)
	if b.Workspace.Adding || b.panes.adding.Body.Visible() {
		t.Error("Escape does not end the adding")
	}
	b.selectText("A second text")
	b.send("+", "-", "=")
	if got := len(b.bears(id)); got != 3 {
		t.Errorf("+ - = add evidence while none is added: %d", got)
	}
	if got := b.Workspace.Store.Path(); got != b.path {
		t.Error(got)
	}
	b.restart()
	b.Workspace.Open(b.Workspace.Documents[0].ID, id)
	b.wantEvidence("− Text A: Nobody was killed", "+ Text B: A second text 😀", "= Text B: Here it ends")
}

// The keys work on layouts on which they are elsewhere, and on the numeric pad: they are characters.
func TestEvidenceIsShownBeforeItIsWritten(t *testing.T) {
	b := newBench(t, first)
	id := b.claimInHand("the group holds $10 million", "d")
	release := b.hold()
	b.send("e")
	b.selectText("Nobody was killed")
	b.letter('-')
	if all := b.Workspace.InHand; len(all) != 1 || all[0].Quote != "Nobody was killed" || len(b.Workspace.EvidenceHere) != 1 || len(b.Workspace.Evidence[id]) != 1 {
		t.Fatalf("before it is written the panel shows %+v", all)
	}
	b.Workspace.SetStance(b.Workspace.InHand[0], store.StanceContext)
	b.selectText("Monday")
	b.letter('+')
	b.Workspace.RemoveEvidence(b.Workspace.InHand[0])
	if all := b.Workspace.InHand; len(all) != 1 || all[0].Quote != "Monday" {
		t.Fatalf("before it is written the panel shows %+v", all)
	}
	if got := len(b.bears(id)); got != 0 {
		t.Fatalf("%d pieces were written", got)
	}
	release()
	b.wantEvidence("+ Text A: Monday")
	b.send("Ctrl+Z")
	b.wantEvidence("= Text A: Nobody was killed", "+ Text A: Monday")
}

func TestTheSelectionBarAddsEvidence(t *testing.T) {
	b := newBench(t, first)
	captions := func() (all []string) {
		for _, o := range b.panes.document.Bar.Row.Objects {
			all = append(all, o.(*chip.Chip).Letter+" "+o.(*chip.Chip).Text)
		}
		return all
	}
	press := func(caption string) {
		t.Helper()
		for _, o := range b.panes.document.Bar.Row.Objects {
			if c := o.(*chip.Chip); c.Letter+" "+c.Text == caption {
				c.Tapped(nil)
				return
			}
		}
		t.Fatalf("no button %q among %q", caption, captions())
	}
	b.selectText("Monday")
	if slices.Contains(captions(), "E Evidence") {
		t.Error("evidence is offered while no claim is in hand")
	}
	b.claimInHand("The council met", "s")
	b.selectText("The council met")
	if slices.Contains(captions(), "E Evidence") {
		t.Error("the claim itself is offered as its evidence")
	}
	b.selectText("Nobody was killed")
	press("E Evidence")
	if !slices.Equal(captions()[:3], []string{"+ Supports", "− Refutes", "= Context"}) || slices.Contains(captions(), "E Evidence") {
		t.Fatalf("while evidence is added the bar has %q", captions())
	}
	press("− Refutes")
	b.wantEvidence("− Text A: Nobody was killed")
	b.send("Escape")
	if b.selectText("Monday"); !slices.Contains(captions(), "E Evidence") || slices.Contains(captions(), "= Context") {
		t.Errorf("after the adding the bar has %q", captions())
	}
	b.pick(b.evidenceItems(), "Evidence for “The council met”", "= Context")
	b.wantEvidence("− Text A: Nobody was killed", "= Text A: Monday")
}

func TestRowsOfEvidenceAreChangedByKey(t *testing.T) {
	b := newBench(t, first, second)
	b.menuItem("toggle-evidence")
	id := b.claimInHand("the group holds $10 million", "d")
	b.send("e")
	b.selectText("Nobody was killed")
	b.send("-")
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	b.FocusOn(b.panes.document.View)
	b.selectText("Here it ends")
	b.send("+", "Escape")
	list := b.panes.evidence.List
	b.FocusOn(list)
	b.send("Home", "Enter")
	if b.Workspace.Document.Title != "Text A" || b.Workspace.Hand.ID != id || b.Workspace.Current != "" {
		t.Errorf("Enter opened %q, %q is current", b.Workspace.Document.Title, b.Workspace.Current)
	}
	b.wantFocus("after Enter", list)
	b.send("Enter")
	b.wantFocus("after Enter on what is shown", b.panes.document.View)
	b.FocusOn(list)
	b.letter('=')
	b.wantTold("Refutes → context")
	b.wantEvidence("= Text A: Nobody was killed", "+ Text B: Here it ends")
	b.send("Down", "Delete")
	b.wantTold("Evidence removed. Undo restores it.")
	b.wantEvidence("= Text A: Nobody was killed")
	b.send("Ctrl+Z")
	b.wantEvidence("= Text A: Nobody was killed", "+ Text B: Here it ends")
	b.send("Escape")
	b.wantFocus("after Escape", b.panes.document.View)
}

func TestEvidenceIsMarkedInItsDocument(t *testing.T) {
	b := newBench(t, first, second)
	id := b.claimInHand("the group holds $10 million", "d")
	b.send("e")
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	b.selectText("Here it ends")
	b.send("-", "Escape")
	at, _ := b.selectText("Here it ends")
	b.panes.document.View.Select(0, 0)
	marks := b.panes.document.View.ReferencesAt(at + 2)
	if len(marks) != 1 {
		t.Fatalf("the text has the marks %q", marks)
	}
	if got, want := b.panes.document.View.HoverReference(marks[0]), "Refutes “the group holds $10 million” (Text A)"; got != want {
		t.Errorf("the tip says %q, want %q", got, want)
	}
	other := b.claimInHand("A second text", "s")
	b.panes.document.View.OnReference(marks[0])
	if b.Workspace.Hand.ID != id || b.Workspace.Picked != b.Workspace.InHand[0].ID {
		t.Errorf("a click on evidence does not take its claim in hand: %+v", b.Workspace.Hand)
	}
	b.panes.document.View.Select(at+2, at+2)
	b.menuItem(commandEvidenceClaim)
	if b.Workspace.Document.Title != "Text A" || b.Workspace.Current != id {
		t.Error("the menu does not lead to the claim")
	}
	b.Workspace.Open(b.Workspace.Documents[1].ID, other)
	b.send("e")
	b.selectText("Here it ends")
	b.send("+", "Escape") // two claims share it
	b.panes.document.View.Select(at+2, at+2)
	if said := b.panes.document.View.HoverReference(marks[0]); !strings.Contains(said, "Refutes “the group") || !strings.Contains(said, "Supports “A second text”") {
		t.Errorf("the tip says %q", said)
	}
	b.menuItem(commandEvidenceClaim)
	if d := b.modal(); d.Title != "Claims that this is evidence for" {
		t.Fatalf("the dialog is %q", d.Title)
	}
	b.modal().Accept()
	if b.Workspace.Current == "" {
		t.Error("the choice leads to no claim")
	}
	// A text without these words keeps the evidence, and marks nothing.
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	if got := b.panes.document.View.ReferencesAt(at + 2); len(got) > 0 {
		t.Errorf("another document has the marks %q", got)
	}
}

func TestACardListsEvidence(t *testing.T) {
	b := newBench(t, first, second)
	id := b.claimInHand("the group holds $10 million", "d")
	b.send("e")
	for _, words := range []string{"The council", "met", "on Monday", "10 February", "It said", "Nobody", "was killed"} {
		b.selectText(words)
		b.send("-")
	}
	b.selectText("the ministry wrote")
	b.send("+", "Escape")
	card := b.panes.claims.Card(*b.Workspace.Claim(id), time.Now())
	if card.Tally != "+1 −7" || card.Lines[0].Text != "This document: “The council”" || card.Lines[0].Sign != "−" || card.Lines[5].Text != "3 more" {
		t.Errorf("the card is %+v", card)
	}
	b.Workspace.Pick(id, true)
	b.panes.claims.List.OnLine(0, 2)
	if start, _ := b.panes.document.View.Selection(); b.Workspace.Picked != b.Workspace.Evidence[id][2].ID || b.Workspace.Current != id {
		t.Errorf("a click on a line picks %q, the caret is at %d", b.Workspace.Picked, start)
	}
	b.panes.claims.List.OnLine(0, 5)
	if !b.evidenceShown() {
		t.Error("“3 more” does not show the panel")
	}
}

func TestAnOutsideSourceIsAdded(t *testing.T) {
	b := newBench(t, first)
	id := b.claimInHand("the group holds $10 million", "d")
	b.menuBar("Evidence", "Add outside source…")
	d := b.modal()
	d.Accept()
	if b.said() == "" || len(b.Modals) == 0 {
		t.Fatal("a source without URL and quote was taken")
	}
	fields := b.detailFields()
	fields["URL"].SetText("example.org/a b")
	d.Accept()
	if len(b.Modals) == 0 {
		t.Fatal("what is no address was taken")
	}
	fields["URL"].SetText("https://example.org/ledger")
	fields["Date"].SetText("2025-13")
	if d.Accept(); len(b.Modals) == 0 {
		t.Fatal("what is no date was taken")
	}
	b.kill() // the draft is kept
	if got := b.offer(); !strings.Contains(got, "Outside source for “the group holds $10 million”") {
		t.Fatalf("after a kill %q is offered", got)
	}
	b.panes.drafts.restore.Tapped(nil)
	fields = b.detailFields()
	if fields["URL"].Text != "https://example.org/ledger" {
		t.Fatalf("the draft is %q", fields["URL"].Text)
	}
	fields["Date"].SetText("2025-02")
	fields["Archive link"].SetText("https://archive.example/1")
	b.modal().Accept()
	b.modalFree()
	b.wantTold("Evidence added: supports.")
	b.wantEvidence("+ https://example.org/ledger: ")
	e := b.Workspace.InHand[0]
	if e.Published != "2025-02" || e.ArchiveURL != "https://archive.example/1" || e.Set != 1 {
		t.Errorf("the source is %+v", e)
	}
	b.panes.evidence.Open(e) // it has no place but its details
	fields = b.detailFields()
	fields["Set"].SetText("0")
	if b.modal().Accept(); len(b.Modals) == 0 {
		t.Fatal("set 0 was taken")
	}
	fields["Set"].SetText("3")
	fields["URL"].SetText("https://example.org/other")
	b.modal().Accept()
	b.modalFree()
	b.wantTold("Evidence changed.")
	if e := b.Workspace.InHand[0]; e.Set != 3 || e.URL != "https://example.org/other" || len(b.drafts()) > 0 {
		t.Errorf("the source is %+v, drafts %q", e, b.drafts())
	}
	b.send("Ctrl+Z", "Ctrl+Z")
	if got := b.bears(id); len(got) > 0 {
		t.Errorf("undo leaves %q", got)
	}
}

func TestThePanelSaysWhatFollowsFromTheEvidence(t *testing.T) {
	b := newBench(t, first, second)
	b.menuItem("toggle-evidence")
	id := b.claimInHand("the group holds $10 million", "d")
	p := b.panes.evidence
	want := func(verdict, warning string) {
		t.Helper()
		if p.Verdict.Text != verdict || p.Warning.Text != warning {
			t.Errorf("the panel says %q and warns %q, want %q and %q", p.Verdict.Text, p.Warning.Text, verdict, warning)
		}
	}
	want("Label: Disputed · no evidence yet", "")
	b.send("e")
	b.selectText("Nobody was killed")
	b.send("+")
	want("Label: Disputed · the evidence says: supported", "The evidence only supports it.")
	b.selectText("Monday")
	b.send("-")
	want("Label: Disputed · the evidence says: conflicting", "")
	b.Workspace.RemoveEvidence(b.Workspace.InHand[0])
	want("Label: Disputed · the evidence says: refuted", "")
	b.Workspace.SetStance(b.Workspace.InHand[0], store.StanceContext)
	want("Label: Disputed · the evidence says: not enough info", "The evidence is context only.")
	b.Workspace.Relabel(store.NotEnoughInfoID, id)
	want("Label: Not enough info · the evidence says: not enough info", "")
	b.Workspace.Relabel(store.SupportedID, id)
	want("Label: Supported · the evidence says: not enough info", "The evidence is context only.")
	b.send("Escape")
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	if !p.Why.Visible() {
		t.Error("no note is asked for")
	}
	p.Why.Tapped(nil) // the claim is in the other document
	if b.Workspace.Document.Title != "Text A" || !b.panes.claims.List.Editing() {
		t.Fatal("the note was not opened")
	}
	b.typeIn("because")
	b.send("Enter")
	if c := b.stored()[0]; c.Note != "because" || p.Why.Visible() {
		t.Errorf("the note is %q, asked for still: %v", c.Note, p.Why.Visible())
	}
	b.Workspace.Relabel("", id)
	want("No label · the evidence says: not enough info", "")
}

func TestEvidenceOfHiddenClaimsIsHidden(t *testing.T) {
	for _, paused := range []bool{false, true} {
		b := reviewBench(t)
		a, c := b.Workspace.Documents[0].ID, b.Workspace.Documents[1].ID
		b.menuItem("toggle-evidence")
		b.Workspace.Open(a, "")
		b.Workspace.Pick(b.Workspace.Claims[0].ID, true)
		if len(b.Workspace.InHand) != 1 {
			t.Fatal("the evidence is not shown before the review")
		}
		b.sitDown(store.ModeBlind, nil)
		if paused {
			b.Active.Pause()
		}
		hidden := func(where string) {
			t.Helper()
			if len(b.Workspace.InHand)+len(b.Workspace.EvidenceHere) > 0 || len(b.Workspace.Evidence) > 0 {
				t.Errorf("%s, paused %v: %+v", where, paused, b.Workspace.InHand)
			}
			if words := b.everyWord(); strings.Contains(words, "efutes") || strings.Contains(words, "−1") || strings.Contains(words, "evidence says") {
				t.Errorf("%s, paused %v: the window says %s", where, paused, words)
			}
			if all := b.panes.document.View.ReferencesAt(5); len(all) > 0 {
				t.Errorf("%s, paused %v: the text has marks", where, paused)
			}
		}
		hidden("in the review")
		b.Workspace.Changed(store.Change{Kind: "elsewhere", Everything: true})
		hidden("after a change elsewhere")
		if !paused {
			continue
		}
		b.Workspace.Pick(b.Workspace.Claims[0].ID, true)
		hidden("with the claim in hand")
		b.send("e")
		if b.Workspace.Adding {
			t.Error("evidence is added to a hidden claim")
		}
		b.Workspace.Open(c, "")
		hidden("in the document of the evidence")
	}
}

func TestEvidenceOfAReadOnlyWorkspaceStays(t *testing.T) {
	b := newBench(t, first, second)
	id := b.claimInHand("the group holds $10 million", "d")
	b.send("e")
	b.selectText("Nobody was killed")
	b.send("-", "Escape")
	b.Workspace.Stop()
	if err := b.Workspace.Store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(b.path, 0o400); err != nil {
		t.Fatal(err)
	}
	b.start()
	b.menuItem("toggle-evidence")
	b.Workspace.Open(b.Workspace.Documents[0].ID, id)
	b.wantEvidence("− Text A: Nobody was killed")
	b.FocusOn(b.panes.document.View)
	b.send("e")
	if b.Workspace.Adding {
		t.Error("evidence is added to a read-only workspace")
	}
	b.FocusOn(b.panes.evidence.List)
	b.send("Down", "+", "Delete")
	b.wantEvidence("− Text A: Nobody was killed")
}

func TestLinkedClaimsShareEvidence(t *testing.T) {
	b := newBench(t, first, second)
	id := b.claimInHand("the group holds $10 million", "d")
	b.send("e")
	b.selectText("Nobody was killed")
	b.send("-", "Escape")
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	other := b.claimInHand("A second text", "s")
	if err := b.Workspace.Store.LinkClaims(t.Context(), id, other); err != nil {
		t.Fatal(err)
	}
	if all := b.Workspace.InHand; b.Workspace.Hand.ID != other || len(all) != 1 || all[0].ClaimID != id {
		t.Fatalf("the linked claim has %+v", all)
	}
	if words := b.everyWord(); !strings.Contains(words, "Label: Supported · the evidence says: refuted") {
		t.Errorf("the window says\n%s", words)
	}
	if said := b.panes.evidence.List.Rows()[0]; !strings.Contains(said, "of a linked claim") {
		t.Errorf("its row says %q", said)
	}
	if err := b.Workspace.Store.UnlinkClaim(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	if len(b.Workspace.InHand) > 0 {
		t.Error("the evidence stayed with a claim that is linked no more")
	}
}

func TestManyPiecesOfEvidenceAreShownInParts(t *testing.T) {
	b := newBench(t, strings.Repeat("A short sentence stands here. ", 400))
	b.menuItem("toggle-evidence")
	id := b.claimInHand("A short sentence stands here", "d")
	var news []store.NewEvidence
	for i := range 250 {
		news = append(news, store.NewEvidence{ClaimID: id, Stance: store.StanceSupports, Set: i + 1, DocumentID: b.Workspace.Document.ID, Start: 30 * (i + 1), End: 30*(i+1) + 20})
	}
	if _, err := b.Workspace.Store.AddEvidence(t.Context(), news...); err != nil {
		t.Fatal(err)
	}
	list := b.panes.evidence.List
	if rows := list.Rows(); len(rows) != 101 || rows[100] != "Show 100 more of 150" {
		t.Fatalf("%d rows, the last is %q", len(rows), rows[len(rows)-1])
	}
	b.FocusOn(list)
	b.send("End", "Enter", "End", "Enter")
	if rows := list.Rows(); len(rows) != 250 {
		t.Errorf("%d rows", len(rows))
	}
	b.panes.document.View.Select(30*200+5, 30*200+5)
	b.panes.document.View.OnReference(b.panes.document.View.ReferencesAt(30*200 + 5)[0])
	if b.Workspace.Picked != b.Workspace.InHand[199].ID {
		t.Error("a click does not pick evidence that is far down")
	}
}
