package app

import (
	"testing"

	"fyne.io/fyne/v2"

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
