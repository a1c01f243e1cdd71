package app

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/store"
)

func TestSessionsAreChosenByKeys(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, nil)
	b.type_("d")
	b.sitting.askEnd()
	b.modal().accept() // the question
	b.modal().accept() // the summary
	b.sitDown(store.ModeOpen, nil)
	b.sitting.typedKey(fyne.KeyEscape)
	for len(b.modals) > 0 {
		b.modal().close()
	}
	b.showSessions()
	list, is := b.win.Canvas().Focused().(*rowList)
	if !is || b.modal().ok.Text != "Resume" {
		t.Fatalf("the keyboard is in %T, and Enter means %q", b.win.Canvas().Focused(), b.modal().ok.Text)
	}
	for _, key := range []fyne.KeyName{fyne.KeyHome, fyne.KeyEnd} {
		list.TypedKey(&fyne.KeyEvent{Name: key})
		if b.modal().ok.Text == "Summary" {
			break
		}
	}
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got := b.modal(); got.ok.Text != "Close" || b.sitting != nil {
		t.Errorf("Enter leads to %q", got.title)
	}
}

// An invisible question would take Enter for a yes.
func TestAQuestionStaysInSightWhenTheDialogBelowItCloses(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, nil)
	b.type_("d")
	b.sitting.finish()
	b.modal().accept() // the summary
	b.sitDown(store.ModeBlind, func(s *starting) { s.fresh.SetChecked(false) })
	b.sitting.pause()
	b.showSessions()
	list := b.win.Canvas().Focused().(*rowList)
	for _, key := range []fyne.KeyName{fyne.KeyHome, fyne.KeyEnd} {
		list.TypedKey(&fyne.KeyEvent{Name: key})
		if b.modal().ok.Text == "Summary" {
			break
		}
	}
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got := b.modal(); len(b.modals) != 1 || got.title != "End the blind review first?" {
		t.Fatalf("%d dialogs are open, %q in front", len(b.modals), got.title)
	}
	if top := b.win.Canvas().Overlays().Top(); top == nil || !slices.Contains(test.LaidOutObjects(top), fyne.CanvasObject(b.modal().ok)) {
		t.Errorf("the question is not on the screen, but %T", top)
	}
	b.modal().abandon()
	if top := b.win.Canvas().Overlays().Top(); top != nil {
		t.Errorf("%T stays on the screen", top)
	}
}
