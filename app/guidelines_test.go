package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"factmark/app/ui/claims"
	"factmark/store"
	"factmark/widgets/textfield"
)

func TestGuidelines(t *testing.T) {
	b := reviewBench(t)
	b.ShowGuidelines()
	field, is := b.Win.Canvas().Focused().(*textfield.Field)
	if !is {
		t.Fatalf("%T has the keyboard", b.Win.Canvas().Focused())
	}
	test.Type(field, "Two sources")
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	test.Type(field, "that do not quote each other.")
	b.shortcut(ctrl(fyne.KeyReturn))
	const want = "Two sources\nthat do not quote each other."
	if got := b.Workspace.LabelOf(store.SupportedID); got.Guideline != want || got.Name != "Supported" {
		t.Errorf("the label is %+v", got)
	}
	b.sitDown(store.ModeBlind, nil)
	b.ShowGuidelines()
	shown := ""
	for _, o := range test.LaidOutObjects(b.Win.Canvas().Overlays().Top()) {
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
	b.modal().Close()
	b.Active.Pause()
	b.Workspace.Undo()
	if got := b.Workspace.LabelOf(store.SupportedID).Guideline; got != "" {
		t.Errorf("undone, the guideline is %q", got)
	}
}

func TestGuidelinesThatWereTypedAreNotLostByEscape(t *testing.T) {
	b := reviewBench(t)
	b.ShowGuidelines()
	field := b.Win.Canvas().Focused().(*textfield.Field)
	test.Type(field, "Two sources")
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(b.Modals) != 2 || b.modal().Title != "Save your changes?" {
		t.Fatalf("%d dialogs are open", len(b.Modals))
	}
	b.modal().Abandon()
	if field.Text() != "Two sources" {
		t.Errorf("the field holds %q", field.Text())
	}
	field.SetText("")
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(b.Modals) != 0 {
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
	b.ShowGuidelines()
	field := b.Win.Canvas().Focused().(*textfield.Field)
	field.SetText(strings.Repeat("x", claims.LongestGuideline+1))
	b.Win.Canvas().Focus(b.modal().Ok)
	b.modal().Accept()
	if len(b.Modals) != 1 || !strings.Contains(b.modal().Said.Text, "too long") || b.Win.Canvas().Focused() != fyne.Focusable(field) {
		t.Fatalf("%d dialogs are open", len(b.Modals))
	}
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	b.modal().Accept()
	if got := len(b.Workspace.LabelOf(store.SupportedID).Guideline); len(b.Modals) != 0 || got != claims.LongestGuideline {
		t.Errorf("%d dialogs are open, the guideline has %d bytes", len(b.Modals), got)
	}
}
