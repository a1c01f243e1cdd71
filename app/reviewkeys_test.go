package app

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	reviewui "factmark/app/ui/review"
	"factmark/store"
)

func TestNoTwoCommandsShareAShortcut(t *testing.T) {
	b := newBench(t, first)
	whose := map[string]string{}
	var look func(items []*fyne.MenuItem)
	look = func(items []*fyne.MenuItem) {
		for _, i := range items {
			if s := i.Shortcut; s != nil {
				if other, taken := whose[s.ShortcutName()]; taken {
					t.Errorf("%s is %q and %q", s.ShortcutName(), other, i.Label)
				}
				whose[s.ShortcutName()] = i.Label
			}
			if i.ChildMenu != nil {
				look(i.ChildMenu.Items)
			}
		}
	}
	for _, m := range b.menu.Items {
		look(m.Items)
	}
	if len(whose) < 10 {
		t.Errorf("only %d shortcuts were found", len(whose))
	}
}

// In the real program the reading and the writing run beside the typing: fast keys must all arrive, in order, each at its claim.
func TestFastKeysInAReviewAllArrive(t *testing.T) {
	b := newBench(t, strings.Repeat("word ", 60))
	var spans []store.NewClaim
	for i := range 40 {
		spans = append(spans, store.NewClaim{DocumentID: b.Workspace.Document.ID, Start: i * 5, End: i*5 + 4, LabelID: store.SupportedID})
	}
	if _, err := b.Workspace.Store.AddClaims(context.Background(), spans); err != nil {
		t.Fatal(err)
	}
	s := b.AskReview()
	until := threaded(b)
	s.Dialog.Accept()
	until("the review begins", func() bool { return b.Active != nil && b.Active.Claim.ID != "" })
	for i := range 40 {
		b.Active.Forget() // nothing is read ahead: the disk is slow
		b.type_(string("sdn"[i%3]))
	}
	until("all is written", func() bool { return !b.Workspace.Writes.State().Saving && len(b.Modals) > 0 })
	made, err := b.Workspace.Store.Decisions(context.Background(), store.DecisionFilter{SessionID: b.Active.Session.ID})
	if err != nil || len(made) != 40 {
		t.Fatalf("%d decisions, %v", len(made), err)
	}
	for i, d := range made {
		if want := []string{store.SupportedID, store.DisputedID, store.NotEnoughInfoID}[i%3]; d.LabelID != want || d.ClaimID != b.Active.Queue.At(i) {
			t.Errorf("decision %d is %s", i, b.Workspace.LabelOf(d.LabelID).Name)
		}
	}
}

// Whoever types faster than the disk reads is not left with keys that did nothing.
func TestKeysDoNotWaitForTheDisk(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, func(s *reviewui.StartDialog) { s.Order.SetSelected("Random") })
	start, held := b.Back.Start, []func(){}
	b.Back.Start = func(work func()) { held = append(held, work) }
	b.type_("sdn")
	if got := b.Active.CountDone(); got != 3 {
		t.Errorf("three keys said %d words", got)
	}
	b.Back.Start = start
	for _, work := range held {
		b.Back.Start(work)
	}
	b.wantDecided("S", "D", "N")
	// What was changed elsewhere in the meantime is not shown as it was.
	b.Active.Step(-1)
	id := b.Active.Queue.At(3)
	if err := b.Workspace.Store.SetLabel(context.Background(), store.NotEnoughInfoID, id); err != nil {
		t.Fatal(err)
	}
	b.Workspace.Changed(store.Change{Kind: "elsewhere", Everything: true})
	b.Active.Step(+1)
	if b.Active.Claim.ID != id || b.Active.Claim.LabelID != store.NotEnoughInfoID {
		t.Errorf("it shows %+v", b.Active.Claim)
	}
}

func TestAHeldKeySaysOneWord(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, nil)
	view, s := b.panes.document.View, &fyne.KeyEvent{Name: fyne.KeyS}
	hold := func(key *fyne.KeyEvent, r rune) {
		view.KeyDown(key)
		for range 10 {
			view.TypedRune(r)
		}
		view.KeyUp(key)
	}
	hold(s, 's')
	b.wantDecided("S")
	hold(s, 's')
	hold(&fyne.KeyEvent{Name: fyne.KeyD}, 'd')
	b.wantDecided("S", "S", "D")
	hold(&fyne.KeyEvent{Name: fyne.KeyZ}, 'z')
	if b.Active.At != 0 {
		t.Errorf("Z, held, went back to %d", b.Active.At)
	}
	// Two keys that overlap, as in fast typing, are two.
	view.KeyDown(s)
	view.TypedRune('n')
	view.KeyDown(&fyne.KeyEvent{Name: fyne.KeyD})
	view.TypedRune('d')
	b.wantDecided("N", "S", "D", "D")
}
