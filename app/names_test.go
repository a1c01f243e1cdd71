package app

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/app/evidence"
	"factmark/app/ui/dialogs"
	"factmark/widgets/chip"
)

// nameRows are the rows of the dialog of names that is open.
func (b *bench) nameRows() (all []*dialogs.KeyEntry) {
	for _, o := range visibleObjects(b.Win.Canvas().Overlays().Top()) {
		if e, is := o.(*dialogs.KeyEntry); is {
			all = append(all, e)
		}
	}
	return all
}

func (b *bench) wantNames(want ...evidence.Name) {
	b.t.Helper()
	got, err := evidence.Names(context.Background(), b.Workspace.Store)
	if err != nil || len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
		b.t.Errorf("the file holds the names %q, %v, want %q", got, err, want)
	}
}

// proposal is a button of the dialog that offers names found in the documents.
func (b *bench) proposals() (all []*chip.Chip) {
	for _, o := range visibleObjects(b.Win.Canvas().Overlays().Top()) {
		if c, is := o.(*chip.Chip); is {
			all = append(all, c)
		}
	}
	return all
}

func TestNamesThatMeanTheSame(t *testing.T) {
	b := newBench(t, "The Islamic State Khorasan Province (ISKP) met the Collective Security Treaty Organization (CSTO).", "ISKP denies it. ISK wrote nothing.")
	b.menuBar("Tools", "Equivalent names…")
	offered := b.proposals()
	if len(offered) != 2 || !strings.Contains(offered[0].Text+offered[1].Text, "ISKP") || !strings.Contains(offered[0].Text+offered[1].Text, "CSTO") {
		t.Fatalf("%d names are offered", len(offered))
	}
	for _, c := range offered {
		if strings.Contains(c.Text, "ISKP") {
			test.Tap(c)
			break
		}
	}
	rows := b.nameRows()
	if len(b.proposals()) != 1 || !strings.Contains(rows[0].Text, "ISKP") || !strings.Contains(rows[0].Text, " = ") {
		t.Errorf("the offer that was taken: %q", rows[0].Text)
	}
	test.Tap(b.keyButton(b.Win.Canvas().Overlays().Top(), "Add a row"))
	rows = b.nameRows()
	last := rows[len(rows)-1]
	b.wantFocus("after Add a row", last)
	test.Type(last, "UN")
	last.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(b.Modals) != 1 || !strings.Contains(b.dialogWords(), "at least two names") {
		t.Error("a name alone is kept")
	}
	test.Type(last, " = United Nations = un")
	last.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(b.Modals) != 0 {
		t.Fatalf("the dialog is still open: %s", b.dialogWords())
	}
	iskp := evidence.Name(strings.Split(rows[0].Text, " = "))
	b.wantNames(iskp, evidence.Name{"UN", "United Nations"})

	// Edited, and a row removed.
	b.menuBar("Tools", "Equivalent names…")
	rows = b.nameRows()
	rows[0].SetText(rows[0].Text + " = ISK")
	test.Tap(b.keyButton(b.Win.Canvas().Overlays().Top(), "Remove")) // the first
	b.modal().Accept()
	b.wantNames(evidence.Name{"UN", "United Nations"})
	b.menuBar("Tools", "Equivalent names…")
	b.nameRows()[1].SetText("United Nations = UNO")
	b.modal().Accept()
	if len(b.Modals) != 1 || !strings.Contains(b.dialogWords(), "stands in two rows") {
		t.Error("a name is kept in two rows")
	}
	b.modal().Close()
	b.wantNames(evidence.Name{"UN", "United Nations"})
}

// What was typed is kept as a draft, and filled in again.
func TestNamesThatWereTypedAreNotLost(t *testing.T) {
	b := newBench(t, first)
	b.menuBar("Tools", "Equivalent names…")
	test.Type(b.nameRows()[0], "UN = United Nations")
	b.kill()
	b.menuBar("Tools", "Equivalent names…")
	if got := b.nameRows()[0].Text; got != "UN = United Nations" {
		t.Errorf("after a kill the row holds %q", got)
	}
	b.nameRows()[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(b.Modals) != 2 || b.modal().Title != "Save your changes?" {
		t.Errorf("Escape loses what was typed")
	}
}

func TestNamesAreOfferedAgainOnceTheirRowIsRemoved(t *testing.T) {
	b := newBench(t, "The Islamic State Khorasan Province (ISKP) met.")
	b.menuBar("Tools", "Equivalent names…")
	test.Tap(b.proposals()[0])
	if len(b.proposals()) != 0 || !strings.Contains(b.dialogWords(), "No more were found") {
		t.Errorf("with all names taken the dialog says %q", b.dialogWords())
	}
	test.Tap(b.keyButton(b.Win.Canvas().Overlays().Top(), "Remove"))
	if len(b.proposals()) != 1 || strings.Contains(b.dialogWords(), "No more were found") {
		t.Errorf("with %d names offered the dialog says %q", len(b.proposals()), b.dialogWords())
	}
}
