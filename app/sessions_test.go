package app

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/app/ui/dialogs"
	reviewui "factmark/app/ui/review"
	"factmark/store"
)

func TestSessionsAreChosenByKeys(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, nil)
	b.type_("d")
	b.Active.AskEnd()
	b.modal().Accept() // the question
	b.modal().Accept() // the summary
	b.sitDown(store.ModeOpen, nil)
	b.Active.TypedKey(fyne.KeyEscape)
	for len(b.Modals) > 0 {
		b.modal().Close()
	}
	b.ShowSessions()
	list, is := b.Win.Canvas().Focused().(*dialogs.RowList)
	if !is || b.modal().Ok.Text != "Resume" {
		t.Fatalf("the keyboard is in %T, and Enter means %q", b.Win.Canvas().Focused(), b.modal().Ok.Text)
	}
	for _, key := range []fyne.KeyName{fyne.KeyHome, fyne.KeyEnd} {
		list.TypedKey(&fyne.KeyEvent{Name: key})
		if b.modal().Ok.Text == "Summary" {
			break
		}
	}
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got := b.modal(); got.Ok.Text != "Close" || b.Active != nil {
		t.Errorf("Enter leads to %q", got.Title)
	}
}

// An invisible question would take Enter for a yes.
func TestAQuestionStaysInSightWhenTheDialogBelowItCloses(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, nil)
	b.type_("d")
	b.Active.Finish()
	b.modal().Accept() // the summary
	b.sitDown(store.ModeBlind, func(s *reviewui.StartDialog) { s.Fresh.SetChecked(false) })
	b.Active.Pause()
	b.ShowSessions()
	list := b.Win.Canvas().Focused().(*dialogs.RowList)
	for _, key := range []fyne.KeyName{fyne.KeyHome, fyne.KeyEnd} {
		list.TypedKey(&fyne.KeyEvent{Name: key})
		if b.modal().Ok.Text == "Summary" {
			break
		}
	}
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got := b.modal(); len(b.Modals) != 1 || got.Title != "End the blind review first?" {
		t.Fatalf("%d dialogs are open, %q in front", len(b.Modals), got.Title)
	}
	if top := b.Win.Canvas().Overlays().Top(); top == nil || !slices.Contains(test.LaidOutObjects(top), fyne.CanvasObject(b.modal().Ok)) {
		t.Errorf("the question is not on the screen, but %T", top)
	}
	b.modal().Abandon()
	if top := b.Win.Canvas().Overlays().Top(); top != nil {
		t.Errorf("%T stays on the screen", top)
	}
}
