package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"factmark/store"
	"factmark/widgets/textfield"
)

func TestGuidelines(t *testing.T) {
	b := reviewBench(t)
	b.showGuidelines()
	field, is := b.win.Canvas().Focused().(*textfield.Field)
	if !is {
		t.Fatalf("%T has the keyboard", b.win.Canvas().Focused())
	}
	test.Type(field, "Two sources")
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	test.Type(field, "that do not quote each other.")
	b.shortcut(ctrl(fyne.KeyReturn))
	const want = "Two sources\nthat do not quote each other."
	if got := b.desk.labelOf(store.SupportedID); got.Guideline != want || got.Name != "Supported" {
		t.Errorf("the label is %+v", got)
	}
	b.sitDown(store.ModeBlind, nil)
	b.showGuidelines()
	shown := ""
	for _, o := range test.LaidOutObjects(b.win.Canvas().Overlays().Top()) {
		switch o := o.(type) {
		case *widget.Label:
			shown += o.Text + "\n"
		case *textfield.Field:
			t.Error("guidelines can be changed during a review")
		}
	}
	if !strings.Contains(shown, want) {
		t.Errorf("during a review it shows %q", shown)
	}
	b.modal().close()
	b.sitting.pause()
	b.desk.undo()
	if got := b.desk.labelOf(store.SupportedID).Guideline; got != "" {
		t.Errorf("undone, the guideline is %q", got)
	}
}

func TestGuidelinesThatWereTypedAreNotLostByEscape(t *testing.T) {
	b := reviewBench(t)
	b.showGuidelines()
	field := b.win.Canvas().Focused().(*textfield.Field)
	test.Type(field, "Two sources")
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(b.modals) != 2 || b.modal().title != "Save changes?" {
		t.Fatalf("%d dialogs are open", len(b.modals))
	}
	b.modal().abandon()
	if field.Text() != "Two sources" {
		t.Errorf("the field holds %q", field.Text())
	}
	field.SetText("")
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(b.modals) != 0 {
		t.Error("with nothing typed it asks too")
	}
}

// shortcut does what the menu does on one.
func (b *bench) shortcut(s fyne.Shortcut) {
	b.t.Helper()
	for _, m := range b.menu.Items {
		for _, i := range m.Items {
			if i.Shortcut != nil && i.Shortcut.ShortcutName() == s.ShortcutName() {
				i.Action()
				return
			}
		}
	}
	b.t.Fatalf("no command has the shortcut %s", s.ShortcutName())
}

// What the store would refuse is said while the text can still be changed.
func TestAGuidelineThatIsTooLongStaysInTheDialog(t *testing.T) {
	b := newBench(t, first)
	b.showGuidelines()
	field := b.win.Canvas().Focused().(*textfield.Field)
	field.SetText(strings.Repeat("x", longestGuideline+1))
	b.win.Canvas().Focus(b.modal().ok)
	b.modal().accept()
	if len(b.modals) != 1 || !strings.Contains(b.modal().said.Text, "too long") || b.win.Canvas().Focused() != fyne.Focusable(field) {
		t.Fatalf("%d dialogs are open", len(b.modals))
	}
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	b.modal().accept()
	if got := len(b.desk.labelOf(store.SupportedID).Guideline); len(b.modals) != 0 || got != longestGuideline {
		t.Errorf("%d dialogs are open, the guideline has %d bytes", len(b.modals), got)
	}
}
