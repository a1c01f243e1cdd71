package app

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"factmark/app/dataset"
	"factmark/app/ui/dialogs"
	"factmark/store"
)

// table writes the claims of the workspace as CSV, changed by f.
func (b *bench) table(f func(csv string) string) string {
	b.t.Helper()
	var out bytes.Buffer
	if _, err := dataset.Write(context.Background(), &out, b.Workspace.Store, dataset.FormatNamed("csv"), store.Filter{}, dataset.Options{}); err != nil {
		b.t.Fatal(err)
	}
	path := filepath.Join(b.t.TempDir(), "claims.csv")
	if err := os.WriteFile(path, []byte(f(out.String())), 0o600); err != nil {
		b.t.Fatal(err)
	}
	return path
}

// A table shows what it would do; rows that do not fit are left out, and claims that are here are changed, when the user says so.
func TestImportClaimsAsks(t *testing.T) {
	b := newBench(t, first)
	b.selectText("The council")
	b.type_("s")
	path := b.table(func(csv string) string {
		csv = strings.Replace(csv, ",Supported,supported,", ",Disputed ,disputed,", 1)
		row := strings.SplitAfter(csv, "\n")[1]
		cells := strings.Split(row, ",")
		cells[0] = ""
		bad := strings.Replace(strings.Join(cells, ","), "The council", "A council", 1)
		return csv + bad + strings.Repeat(",", strings.Count(row, ",")) + "\n"
	})
	b.shortcut(ctrlShift(fyne.KeyL))
	canvas := b.Win.Canvas()
	test.Type(canvas.Focused(), path)
	b.pressed(fyne.KeyReturn)
	m := b.modal()
	if m.Title != "Import claims from “claims.csv”" || !m.Ok.Disabled() {
		t.Fatalf("%q opens, its button disabled: %v", m.Title, m.Ok.Disabled())
	}
	b.pressed(fyne.KeyReturn)
	if b.modal() != m {
		t.Fatal("Enter goes on, though nothing was chosen")
	}
	update, is := canvas.Focused().(*dialogs.KeyCheck)
	if !is || update.Text != "Change 1 claim that is here with other content" {
		t.Fatalf("the focus is in %+v", canvas.Focused())
	}
	b.pressed(fyne.KeySpace)
	if !m.Ok.Disabled() {
		t.Error("it may go on, though a row does not fit")
	}
	canvas.FocusNext()
	if skip := canvas.Focused().(*dialogs.KeyCheck); skip.Text != "Leave out 1 row that does not fit" {
		t.Fatalf("the second choice is %q", skip.Text)
	}
	b.pressed(fyne.KeySpace)
	if m.Ok.Disabled() {
		t.Fatal("it may not go on")
	}
	b.wantQuotes("S The council")
	b.pressed(fyne.KeyReturn)
	b.wantQuotes("D The council")
	if said := b.panes.status.told.Text; said != "Imported 0 claims, changed 1, left out 1 row. Undo takes it back." {
		t.Errorf("the status bar says %q", said)
	}
	b.Workspace.Undo()
	b.wantQuotes("S The council")
}

// pressed presses a key where the focus is.
func (b *bench) pressed(name fyne.KeyName) {
	b.t.Helper()
	b.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name})
}

func TestImportClaimsSaysWhatIsWrongWithTheFile(t *testing.T) {
	b := newBench(t, first)
	b.AskImportClaims()
	m := b.modal()
	for text, want := range map[string]string{"": "Name a file.", "/nowhere/x.csv": "There is no file /nowhere/x.csv.", b.path: "use File › Merge"} {
		m.Focus.(*dialogs.KeyEntry).SetText(text)
		m.Accept()
		problem := m.Content.(*fyne.Container).Objects[2].(*container.Scroll).Content.(*widget.Label)
		if !strings.Contains(problem.Text, want) || !problem.Visible() {
			t.Errorf("for %q it says %q", text, problem.Text)
		}
	}
	m.Focus.(*dialogs.KeyEntry).SetText(b.file("no.csv", "a,b\n1,2\n"))
	m.Accept()
	if said := b.modal().Content.(*widget.Label).Text; !strings.Contains(said, "no.csv: line 1: these columns are missing: start, end") {
		t.Errorf("it says %q", said)
	}
}

// Where no row fits there is nothing to import, and nothing to decide.
func TestATableOfBadRowsAloneOffersNothing(t *testing.T) {
	b := newBench(t, first)
	b.ReadClaims(b.file("bad.csv", "document,start,end,quote,label\nText A,2,1,x,Supported\nText A,0,3,zzz,Supported\n"))
	m := b.modal()
	for _, o := range test.LaidOutObjects(m.Content) {
		if check, is := o.(*dialogs.KeyCheck); is {
			t.Errorf("it asks %q", check.Text)
		}
	}
	if words := wordsOf(m); !strings.Contains(words, "No row fits; there is nothing to import.\n2 rows do not fit:\n") || !strings.Contains(words, "Line 2: ") || m.Ok.Text != "Close" || m.Leave != nil {
		t.Errorf("it says %q", words)
	}
	b.named(fyne.KeyReturn, 0)
	if len(b.Modals) != 0 || len(b.stored()) != 0 {
		t.Errorf("%d dialogs, %d claims", len(b.Modals), len(b.stored()))
	}
}
