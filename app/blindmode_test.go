package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	reviewui "factmark/app/ui/review"
	"factmark/store"
)

// What is hidden must not stand anywhere: not on a card, in the text, in a tip, in a menu.
func TestABlindReviewIsBlind(t *testing.T) {
	b := reviewBench(t)
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	b.sitDown(store.ModeBlind, nil)
	for b.Active.CountDone() < 3 {
		for _, c := range b.Workspace.Claims {
			if c.LabelID != "" || c.Note != "" || c.Person != "" || c.PersonID != "" || c.Status != store.StatusOpen {
				t.Errorf("the desk holds %+v", c)
			}
			if tip := b.panes.document.Hover(c.ID); strings.Contains(tip, "Supported") || strings.Contains(tip, "Disputed") || strings.Contains(tip, "SECRET") || strings.Contains(tip, "Ada") {
				t.Errorf("the tip says %q", tip)
			}
		}
		for _, h := range b.panes.document.Highlights() {
			if h.Style != 0 {
				t.Errorf("a highlight has the style %d", h.Style)
			}
		}
		words := b.everyWord()
		for _, bad := range []string{"SECRET", "Ada", "refutes", "Undo:", "3 claims", "1 claim", "to label"} {
			if strings.Contains(words, bad) {
				t.Errorf("the window says %q:\n%s", bad, words)
			}
		}
		b.type_("a") // there is nothing to agree with
		b.type_("d")
	}
	// Changes from elsewhere stay hidden.
	id := b.Active.Queue.At(3)
	for _, labelID := range []string{store.SupportedID, store.DisputedID} {
		if err := b.Workspace.Store.SetLabel(context.Background(), labelID, id); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			for _, c := range b.Workspace.Claims {
				if c.LabelID != "" {
					t.Errorf("a change from elsewhere shows the label %s", c.LabelID)
				}
			}
			b.Workspace.Changed(store.Change{Kind: "elsewhere", Everything: true})
		}
	}
	if b.Active.Claim.LabelID != "" {
		t.Error("the review knows the label")
	}
	b.Active.Pause()
	b.modalFree()
	for _, restarted := range []bool{false, true} {
		b.Workspace.Open(b.Workspace.Documents[0].ID, "")
		for _, c := range b.Workspace.Claims {
			if c.LabelID != "" || c.Note != "" || c.PersonID != "" || c.Status != store.StatusOpen {
				t.Errorf("while the review is paused (restarted: %v) the desk holds %+v", restarted, c)
			}
		}
		if words := b.everyWord(); strings.Contains(words, "SECRET") || strings.Contains(words, "Ada") || strings.Contains(words, "refutes") {
			t.Errorf("while the review is paused (restarted: %v) the window says\n%s", restarted, words)
		}
		if !b.panes.resume.Body.Visible() {
			t.Error("nothing says that a blind review is paused")
		}
		b.restart()
	}
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	b.ContinueSession(b.panes.resume.Session)
	if b.Active.CountDone() != 3 {
		t.Errorf("it goes on with %d done", b.Active.CountDone())
	}
	b.Active.Finish()
	b.modal().Close()
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	if c := b.Workspace.Claims[0]; c.LabelID != store.SupportedID || c.Note == "" || c.Person != "Ada" {
		t.Errorf("after the review the desk holds %+v", c)
	}
	if b.panes.resume.Body.Visible() {
		t.Error("a review that has ended can be resumed")
	}
}

// A pause leaves nothing open that would show what is hidden; only its end does.
func TestAPausedBlindReviewStaysBlind(t *testing.T) {
	for name, a := range map[string]struct {
		mode store.Mode
		end  func(b *bench)
	}{
		"ended by what would show":  {store.ModeBlind, func(b *bench) { b.items["history"].Action(); b.modal().Accept() }},
		"ended at the strip":        {store.ModeBlind, func(b *bench) { b.panes.resume.End.OnTapped(); b.modal().Accept() }},
		"others' claims are hidden": {store.ModeIndependent, func(b *bench) { b.panes.resume.End.OnTapped(); b.modal().Accept() }},
		"ended by another program":  {store.ModeBlind, func(b *bench) { b.endElsewhere() }},
	} {
		t.Run(name, func(t *testing.T) {
			b := reviewBench(t)
			doc := b.Workspace.Documents[0].ID
			b.sitDown(a.mode, func(s *reviewui.StartDialog) {
				s.Where.SetSelected(reviewui.ScopeChosen)
				s.Chosen[doc] = true
				s.Recount()
			})
			b.panes.status.conflicts.OnTapped()
			b.modalFree()
			b.Active.Pause()
			b.panes.status.conflicts.OnTapped()
			if b.modal().Title != "End the blind review first?" {
				t.Errorf("the status bar opens %q", b.modal().Title)
			}
			b.modal().Close()
			b.Workspace.Open(doc, "")
			before := b.stored()
			if withheld := b.withheld(); len(withheld) < 10 {
				t.Errorf("it withholds %q alone", withheld)
			}
			if a.mode == store.ModeIndependent {
				if len(b.Workspace.Claims) != 0 {
					t.Errorf("others' claims show: %+v", b.Workspace.Claims)
				}
			} else {
				b.Workspace.Choose(before[0].ID, true)
				b.FocusOn(b.panes.document.View)
				b.type_("nc.")
				b.key(fyne.KeyDelete)
				b.key(fyne.KeyReturn)
				b.ShowClaimDetails()
				if len(b.Modals) > 0 || b.Win.Canvas().Focused() != fyne.Focusable(b.panes.document.View) {
					t.Error("a hidden claim can be edited")
				}
				if after := b.stored(); !slices.EqualFunc(before, after, func(x, y store.Claim) bool { return x.ID == y.ID && x.LabelID == y.LabelID && x.Note == y.Note }) {
					t.Errorf("a hidden claim was changed: %+v", after)
				}
			}
			b.Workspace.Open(b.Workspace.Documents[1].ID, "") // which the review is not about
			if c := b.Workspace.Claims; len(c) != 1 || c[0].LabelID != store.NotEnoughInfoID || c[0].Person != "Ada" {
				t.Errorf("elsewhere the desk holds %+v", c)
			}
			a.end(b)
			for len(b.Modals) > 0 {
				b.modal().Close()
			}
			b.Workspace.Open(doc, "")
			if c := b.Workspace.Claims; len(c) != 3 || c[0].LabelID != store.SupportedID || c[0].Note == "" {
				t.Errorf("after its end the desk holds %+v", c)
			}
			if b.panes.resume.Body.Visible() {
				t.Error("a review that has ended can be resumed")
			}
		})
	}
}

func (b *bench) modalFree() {
	b.t.Helper()
	if len(b.Modals) > 0 {
		b.t.Fatalf("a dialog is open: %s", b.Modals[0].Title)
	}
}

// endElsewhere ends the last session as another program would.
func (b *bench) endElsewhere() {
	b.t.Helper()
	sessions, err := b.Workspace.Store.Sessions(context.Background())
	if err == nil {
		err = b.Workspace.Store.EndSession(context.Background(), sessions[0].ID, "{}")
	}
	if err != nil {
		b.t.Fatal(err)
	}
}
