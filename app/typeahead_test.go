package app

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"factmark/store"
)

// What is pressed before the next claim is shown belongs to that one, in order.
func TestKeysPressedAheadInAReviewWait(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, nil)
	b.Active.Forget()
	release := b.hold()
	b.send("S", "D", "D", "D") // the first is shown, the others are not
	if got := b.Active.CountDone(); got != 1 {
		t.Errorf("%d words are said before the claims are shown", got)
	}
	release()
	b.wantDecided("S", "D", "D", "D")
	if len(b.Modals) != 1 || b.modal().Title != "End this session?" {
		t.Errorf("%d dialogs", len(b.Modals))
	}
}

// Whoever types ahead reads that the keys wait, for what, and how many.
func TestKeysThatWaitAreTold(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, nil)
	b.Active.Forget()
	b.paused = nil
	release := b.hold()
	b.send("S", "D", "N")
	if got := b.panes.status.told.Text; strings.Contains(got, "wait") {
		t.Errorf("at once the status bar says %q", got)
	}
	for _, f := range b.paused {
		f()
	}
	b.wantTold("The next claim is still loading; 2 keys wait for it.")
	b.send("D")
	b.wantTold("The next claim is still loading; 3 keys wait for it.")
	release()
	b.wantDecided("S", "D", "N", "D")
	if got := b.panes.status.told.Text; strings.Contains(got, "wait") {
		t.Errorf("afterwards the status bar says %q", got)
	}
}

// More keys than claims: the last ones meet the question whether to end, as if typed slowly.
func TestKeysPressedAheadStopAtTheEnd(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, nil)
	b.Active.Forget()
	release := b.hold()
	b.send("S", "S", "S", "S", "D", "R")
	release()
	b.wantDecided("S", "S", "S", "S")
	b.wantTold("Everything is decided: 2 keys had no effect.")
	if len(b.Active.Typeahead.Keys) != 0 {
		t.Error("keys wait for no claim")
	}
}

func TestACommentTypedAheadStaysWithItsClaim(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, nil)
	b.Active.Forget()
	release := b.hold()
	b.send("S", "C", "'see dns'", "Backspace", "Enter", "D", "X", "'why'", "Enter")
	release()
	b.wantDecided("S", "D (see dn)", "skip (why)")
	b.wantFocus("after the comments", b.panes.document.View)
	b.Active.Forget()
	release = b.hold()
	b.send("Z", "Z", "Delete", "]", "D")
	release()
	b.wantDecided("S", "D (why)")
}

func TestAKeyPressedAheadForAClaimThatIsGoneDoesNothing(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, nil)
	b.Active.Forget()
	release := b.hold()
	b.send("S", "D", "N")
	if err := b.Workspace.Store.DeleteClaims(context.Background(), b.Active.Queue.At(1)); err != nil {
		t.Fatal(err)
	}
	release()
	b.wantDecided("S")
	if got := b.panes.status.told.Text; !strings.Contains(got, "2 keys had no effect") {
		t.Errorf("the status bar says %q", got)
	}
	b.send("N")
	b.wantDecided("S", "N")
}

// The claim that a review was at is current when it is left, and no key changes it.
func TestAfterAReviewNoKeyChangesItsClaim(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, nil)
	b.send("S", "Escape", "N")
	b.wantQuotes("S The council met", "D the group holds $10 milli", "– Nobody was kille")
	b.wantDecided("S")
	b.wantFocus("after the review", b.panes.document.View)
}

// The comment gives the keyboard back to where it was begun.
func TestACommentGivesTheKeyboardBack(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, nil)
	for _, from := range []fyne.Focusable{b.panes.document.View, b.panes.library.List} {
		for _, leave := range []string{"Enter", "Escape"} {
			b.FocusOn(from)
			b.panes.review.EditComment(false)
			b.send("'x'", leave)
			b.wantFocus("the comment left by "+leave, from)
		}
	}
}

// What a blind review has decided on is not to be labelled any more.
func TestAfterABlindReviewOfAllNothingIsToLabel(t *testing.T) {
	b := newBench(t, lines)
	if err := b.Workspace.Store.SignIn(t.Context(), store.Person{ID: "ada", Name: "Ada"}); err != nil {
		t.Fatal(err)
	}
	var spans []store.NewClaim
	for i := range 8 {
		spans = append(spans, store.NewClaim{DocumentID: b.Workspace.Document.ID, Start: 10 * i, End: 10*i + 5})
	}
	if _, err := b.Workspace.Store.AddClaims(t.Context(), spans); err != nil {
		t.Fatal(err)
	}
	b.Workspace.SignIn()
	summary := func() string { return b.panes.library.Summary(b.Workspace.Documents[0]) }
	if got := summary(); got != "8 claims, 8 to label" {
		t.Errorf("before: %q", got)
	}
	b.sitDown(store.ModeBlind, nil)
	b.send("S", "S", "R", "D", "X", "'why'", "Enter", "S", "S", "N")
	b.send("Enter") // ends the session
	b.send("Escape")
	if got := summary(); got != "8 claims, 1 to label" { // the one that was skipped
		t.Errorf("after: %q", got)
	}
	b.restart()
	if got := summary(); got != "8 claims, 1 to label" {
		t.Errorf("after a start: %q", got)
	}
}
