package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/app/ui/dialogs"
	"factmark/store"
)

// linkedBench has a claim about reserves in text A, which is in hand and has no label, linked with one in text C, which is Disputed.
func linkedBench(t *testing.T) (b *bench, here, there string) {
	t.Helper()
	b = newBench(t, reserves, denies, repeats)
	b.Workspace.Open(b.id('C'), "")
	b.selectText("the group holds reserves of ten million dollars")
	b.send("D")
	there = b.Workspace.Current
	b.Workspace.Open(b.id('A'), "")
	b.selectText("The group holds reserves of ten million dollars")
	b.send("C")
	here = b.Workspace.Current
	b.Workspace.LinkClaims(here, there)
	b.Workspace.Pick(here, true)
	return b, here, there
}

// linked are the claims that one is linked with, in the file, the first appearance first.
func (b *bench) linked(id string) (ids []string) {
	b.t.Helper()
	found, err := b.Workspace.Store.LinkedClaims(context.Background(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range found {
		ids = append(ids, c.ID)
	}
	return ids
}

func (b *bench) labelOf(id string) string {
	b.t.Helper()
	c, err := b.Workspace.Store.Claim(context.Background(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.Workspace.LabelOf(c.LabelID).Letter
}

// keyButton is a button that is seen in a part of the window, by how its words begin.
func (b *bench) keyButton(in fyne.CanvasObject, words string) *dialogs.KeyButton {
	b.t.Helper()
	for _, o := range visibleObjects(in) {
		if button, is := o.(*dialogs.KeyButton); is && strings.HasPrefix(button.Text, words) {
			return button
		}
	}
	b.t.Fatalf("there is no button %q", words)
	return nil
}

// sayings are what the rows of the evidence panel say that begin with a word.
func (b *bench) sayings(begin string) (all []string) {
	for _, r := range b.evidenceRows() {
		if said := r.AccessibilityLabel(); strings.HasPrefix(said, begin) {
			all = append(all, said)
		}
	}
	return all
}

func TestRelabellingALinkedClaimOffersTheOthers(t *testing.T) {
	b, here, there := linkedBench(t)
	strip := b.panes.relabel.Body
	if strip.Visible() {
		t.Error("something is offered before anything is labelled")
	}
	b.FocusOn(b.panes.document.View)
	b.send("S")
	if got := b.labelOf(here) + b.labelOf(there); got != "SD" {
		t.Errorf("S has labelled %q", got)
	}
	if !strip.Visible() || b.keyButton(strip, "Label ").Text != "Label the linked claim as Supported too  (L)" {
		t.Errorf("it offers %q", b.keyButton(strip, "Label ").Text)
	}
	b.send("L")
	if got := b.labelOf(here) + b.labelOf(there); got != "SS" || strip.Visible() {
		t.Errorf("L has labelled %q, offered still: %v", got, strip.Visible())
	}
	b.send("Ctrl+Z")
	if got := b.labelOf(here) + b.labelOf(there); got != "SD" {
		t.Errorf("after one undo they are %q", got)
	}
	// The next action withdraws what is offered.
	b.Workspace.GoTo(b.id('A'), here)
	b.Workspace.Pick(here, true)
	b.FocusOn(b.panes.document.View)
	if b.send("N"); !strip.Visible() {
		t.Error("nothing is offered")
	}
	b.selectText("Monday")
	if b.send("C"); strip.Visible() {
		t.Error("it is offered still after the next action")
	}
	if b.send("L"); b.labelOf(there) != "D" {
		t.Errorf("L labels what is offered no more: %s", b.labelOf(there))
	}
	b.Workspace.Pick(here, true)
	b.send("S")
	test.Tap(b.keyButton(strip, "Label "))
	if got := b.labelOf(there); got != "S" {
		t.Errorf("the button has labelled %q", got)
	}
	b.Workspace.Pick(here, true)
	if b.send("S"); strip.Visible() {
		t.Error("claims with the same label are offered")
	}
}

func TestLinkedClaimsAreListed(t *testing.T) {
	b, here, there := linkedBench(t)
	b.menuItem("toggle-evidence")
	said := b.sayings("Linked claim")
	if len(said) != 2 || !strings.Contains(said[0], "First appearance") || !strings.Contains(said[1], "Disputed") && !strings.Contains(said[0], "Disputed") {
		t.Fatalf("linked: %q", said)
	}
	first := b.linked(here)
	b.FocusOn(b.panes.evidence.List)
	b.send("Down", "Down", "M")
	if got := b.linked(here); got[0] != first[1] {
		t.Errorf("M has made the first of %q: %q", first, got)
	}
	if said := b.sayings("Linked claim"); len(said) != 2 || !strings.Contains(said[0], "First appearance") {
		t.Errorf("linked: %q", said)
	}
	b.send("End", "X")
	if got := b.linked(here); len(got) != 0 {
		t.Errorf("X has left the links %q", got)
	}
	if said := b.sayings("Linked claim"); len(said) != 0 {
		t.Errorf("linked: %q", said)
	}
	b.send("Ctrl+Z")
	if got := b.linked(there); len(got) != 2 {
		t.Errorf("the undo has linked %q", got)
	}
	if said := b.sayings("Linked claim"); len(said) != 2 {
		t.Errorf("linked: %q", said)
	}
}

func TestLinkedClaimsAreReadSideBySide(t *testing.T) {
	b, here, there := linkedBench(t)
	b.menuItem("toggle-evidence")
	b.FocusOn(b.panes.evidence.List)
	b.send("Down")
	if b.linked(here)[0] == here {
		b.send("Down")
	}
	b.send("V")
	if !b.panes.texts.Shown() {
		t.Fatalf("V shows one text; the status bar says %q", b.panes.status.told.Text)
	}
	claim, err := b.Workspace.Store.Claim(context.Background(), there)
	if err != nil {
		t.Fatal(err)
	}
	b.wantBeside("The group holds reserves of ten million dollars", claim.Quote)
}

// Evidence of a linked claim is not suggested again.
func TestLinkedClaimsShareWhatIsTaken(t *testing.T) {
	b, _, there := linkedBench(t)
	b.Workspace.AddEvidence(store.NewEvidence{ClaimID: there, Stance: store.StanceRefutes, DocumentID: b.id('B'), Start: 38, End: 110})
	b.send("F")
	if got := b.suggested(); has(got, "does not hold reserves") || len(got) == 0 {
		t.Errorf("suggested: %q", got)
	}
}

func TestTheSameClaimElsewhereIsLinkedByAKey(t *testing.T) {
	b := newBench(t, reserves, aside, repeats)
	b.selectText("The group holds reserves of ten million dollars")
	b.send("S", "F")
	hand := b.Workspace.Hand.ID
	said := b.sayings("Possibly the same. ")
	if len(said) != 1 || !strings.Contains(said[0], "Text C") || !strings.Contains(said[0], "no claim yet") {
		t.Fatalf("possibly the same: %q", said)
	}
	b.FocusOn(b.panes.document.View)
	b.send("K")
	ids := b.linked(hand)
	if len(ids) != 2 {
		t.Fatalf("K has linked %q", ids)
	}
	other := ids[0]
	if other == hand {
		other = ids[1]
	}
	c, err := b.Workspace.Store.Claim(context.Background(), other)
	if err != nil || c.LabelID != "" || c.DocumentID != b.id('C') || !strings.Contains(c.Quote, "the group holds reserves of ten million dollars") {
		t.Errorf("the sentence has become the claim %+v, %v", c, err)
	}
	if b.Workspace.Hand.ID != hand || b.Workspace.Document.Title != "Text A" {
		t.Error("linking has taken another claim in hand")
	}
	if said := b.sayings("Possibly the same. "); len(said) != 0 {
		t.Errorf("what is linked is offered still: %q", said)
	}
	b.send("Ctrl+Z") // one undo for both
	if got := b.linked(hand); len(got) != 0 {
		t.Errorf("after the undo %q are linked", got)
	}
	if claims, err := b.Workspace.Store.Claims(context.Background(), b.id('C')); err != nil || len(claims) != 0 {
		t.Errorf("after the undo text C has %d claims, %v", len(claims), err)
	}
	// By mouse.
	b.Workspace.GoTo(b.id('A'), hand)
	b.FocusOn(b.panes.evidence.List)
	rows := b.evidenceRows()
	rows[slices.IndexFunc(rows, func(r row) bool { return strings.HasPrefix(r.AccessibilityLabel(), "Possibly the same. ") })].Tapped(nil)
	test.Tap(b.evidenceChip("Link"))
	if got := b.linked(hand); len(got) != 2 {
		t.Errorf("the button has linked %q", got)
	}
}

// K before anything was looked for shows what there is, and links nothing unseen.
func TestKLooksBeforeItLinks(t *testing.T) {
	b := newBench(t, reserves, aside, repeats)
	b.selectText("The group holds reserves of ten million dollars")
	b.send("S", "K")
	hand := b.Workspace.Hand.ID
	if got := b.linked(hand); len(got) != 0 {
		t.Errorf("K has linked %q unseen", got)
	}
	if said := b.sayings("Possibly the same. "); len(said) != 1 || !strings.Contains(b.panes.status.told.Text, "K links") {
		t.Errorf("offered: %q, the status bar says %q", said, b.panes.status.told.Text)
	}
	if b.send("K"); len(b.linked(hand)) != 2 {
		t.Error("the second K links nothing")
	}
	b.selectText("Geneva")
	b.send("S", "K")
	if got := b.panes.status.told.Text; got != "No other document seems to make this claim." {
		t.Errorf("the status bar says %q", got)
	}
}
