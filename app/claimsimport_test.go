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
	if !is || update.Text != "Update 1 claim that differs from that in the workspace" {
		t.Fatalf("the focus is in %+v", canvas.Focused())
	}
	b.pressed(fyne.KeySpace)
	if !m.Ok.Disabled() {
		t.Error("it may go on, though a row does not fit")
	}
	canvas.FocusNext()
	if skip := canvas.Focused().(*dialogs.KeyCheck); skip.Text != "Skip 1 row that can't be imported" {
		t.Fatalf("the second choice is %q", skip.Text)
	}
	b.pressed(fyne.KeySpace)
	if m.Ok.Disabled() {
		t.Fatal("it may not go on")
	}
	b.wantQuotes("S The council")
	b.pressed(fyne.KeyReturn)
	b.wantQuotes("D The council")
	if said := b.panes.status.told.Text; said != "Imported 0 claims. Updated 1 claim. Skipped 1 row." {
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
	for text, want := range map[string]string{"": "Enter the path of a file.", "/nowhere/x.csv": "There is no file /nowhere/x.csv.", b.path: "use File › Merge a package"} {
		m.Focus.(*dialogs.KeyEntry).SetText(text)
		m.Accept()
		problem := m.Content.(*fyne.Container).Objects[2].(*container.Scroll).Content.(*widget.Label)
		if !strings.Contains(problem.Text, want) || !problem.Visible() {
			t.Errorf("for %q it says %q", text, problem.Text)
		}
	}
	m.Focus.(*dialogs.KeyEntry).SetText(b.file("no.csv", "a\n1\n"))
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
	if words := wordsOf(m); !strings.Contains(words, "There is nothing to import: no row can be read.\n2 rows can't be imported:\n") || !strings.Contains(words, "Line 2: ") || m.Ok.Text != "Close" || m.Leave != nil {
		t.Errorf("it says %q", words)
	}
	b.named(fyne.KeyReturn, 0)
	if len(b.Modals) != 0 || len(b.stored()) != 0 {
		t.Errorf("%d dialogs, %d claims", len(b.Modals), len(b.stored()))
	}
}

// option gives the choice of a dialog that has this option, and its index.
func (b *bench) option(prefix string) (*dialogs.KeySelect, int) {
	b.t.Helper()
	for _, o := range test.LaidOutObjects(b.modal().Popup) {
		if pick, is := o.(*dialogs.KeySelect); is {
			for i, option := range pick.Options {
				if strings.HasPrefix(option, prefix) {
					return pick, i
				}
			}
		}
	}
	b.t.Fatalf("no choice has the option %q", prefix)
	return nil, 0
}

// A dataset brings its texts, shows what would become of each claim, and is one undo.
func TestADatasetIsImportedWithItsTexts(t *testing.T) {
	from := newBench(t, first, second)
	from.selectText("The council")
	from.type_("s")
	from.selectText("10 million")
	from.type_("d")
	var out bytes.Buffer
	if _, err := dataset.Write(t.Context(), &out, from.Workspace.Store, dataset.FormatNamed("jsonl"), store.Filter{}, dataset.Options{}); err != nil {
		t.Fatal(err)
	}
	lost := strings.Replace(out.String(), `"quote":"10 million"`, `"quote":"eleven million"`, 1)
	path := from.file("all.jsonl", lost)

	b := newBench(t)
	b.AskImportClaims()
	b.drop(path)
	if len(b.Workspace.Documents) > 0 {
		t.Fatal("a file that is dropped on the dialog is imported as a document")
	}
	if typed := b.modal().Focus.(*dialogs.KeyEntry).Text; typed != path {
		t.Fatalf("%q is dropped into the dialog", typed)
	}
	b.pressed(fyne.KeyReturn)
	said := wordsOf(b.modal())
	for _, want := range []string{"2 new claims. 0 are already in the workspace.", "Also imported: 2 documents."} {
		if !strings.Contains(said, want) {
			t.Errorf("%q does not say %q", said, want)
		}
	}
	if read, at := b.option("JSON Lines"); read.Selected != read.Options[at] {
		t.Errorf("it was read as %q", read.Selected)
	}
	pick, at := b.option("Unplaced (1)")
	pick.SetSelectedIndex(at)
	if said := wordsOf(b.modal()); !strings.Contains(said, "Unplaced · Disputed") || !strings.Contains(said, "it does not stand in the text") {
		t.Errorf("the preview says %q", said)
	}
	b.named(fyne.KeyReturn, 0)
	if len(b.Modals) > 0 || len(b.Workspace.Documents) != 2 {
		t.Fatalf("%d dialogs, %d documents", len(b.Modals), len(b.Workspace.Documents))
	}
	if told := b.panes.status.told.Text; told != "Imported 2 claims. Also imported: 2 documents." {
		t.Errorf("the status bar says %q", told)
	}
	b.Workspace.Undo()
	if len(b.Workspace.Documents) != 0 {
		t.Errorf("%d documents after undo", len(b.Workspace.Documents))
	}
}

// Offsets that nothing explains are asked for, each answer shown in the text.
func TestTheUnitOfOffsetsIsAsked(t *testing.T) {
	b := newBench(t)
	b.ReadClaims(b.file("spans.jsonl", `{"text":"The 🚀 crew said so.","label":[[7,11,"Checked"]]}`+"\n"))
	m := b.modal()
	if said := wordsOf(m); m.Title != "What do the offsets count?" || !strings.Contains(said, "🚀 c[rew ]said") || !strings.Contains(said, "🚀 [crew] said") || !m.Ok.Disabled() {
		t.Fatalf("%q says %q", m.Title, said)
	}
	b.named(fyne.KeyDown, 0) // the option below
	if m.Ok.Disabled() {
		t.Fatal("it cannot go on though UTF-16 is chosen")
	}
	b.named(fyne.KeyReturn, 0)
	if m := b.modal(); !strings.HasPrefix(m.Title, "Import claims from") {
		t.Fatalf("%q opens", m.Title)
	}
	b.named(fyne.KeyReturn, 0)
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	b.wantQuotes(b.Workspace.LabelOf(b.stored()[0].LabelID).Letter + " crew")
	b.ReadClaims(b.file("again.jsonl", `{"text":"The 🚀 crew said so.","label":[[7,11,"Checked"]]}`+"\n"))
	b.named(fyne.KeyEscape, 0)
	if len(b.Modals) != 0 {
		t.Error("Escape does not leave the question")
	}
}

// A table with other columns is read by what the user says of them, which is found again for the next file.
func TestColumnsOfATableAreMapped(t *testing.T) {
	b := newBench(t, first)
	table := "Words,Verdict,Coder\nThe council,T,Ana\n$10 million,maybe,Ana\n"
	b.ReadClaims(b.file("coders.csv", table))
	m := b.modal()
	if m.Title != "Columns of “coders.csv”" || m.Ok.Disabled() == false && !strings.Contains(wordsOf(m), "2 rows") {
		t.Fatalf("%q says %q", m.Title, wordsOf(m))
	}
	columns := map[string]*dialogs.KeySelect{}
	var picks []*dialogs.KeySelect
	for _, o := range test.LaidOutObjects(m.Popup) {
		if pick, is := o.(*dialogs.KeySelect); is {
			picks = append(picks, pick)
		}
	}
	for i, name := range []string{"Words", "Verdict", "Coder"} {
		columns[name] = picks[i]
	}
	if columns["Verdict"].Selected != "Label" || columns["Coder"].Selected != "Annotator" {
		t.Errorf("guessed: %q, %q, %q", columns["Words"].Selected, columns["Verdict"].Selected, columns["Coder"].Selected)
	}
	columns["Words"].SetSelected("Note")
	if said := wordsOf(m); !m.Ok.Disabled() || !strings.Contains(said, "Say which column holds the quote") {
		t.Errorf("without a quote it says %q", said)
	}
	columns["Words"].SetSelected("Quote")
	pick, at := b.option("New label: maybe")
	if pick.Selected != pick.Options[at] {
		t.Errorf("“maybe” is %q", pick.Selected)
	}
	pick.SetSelected("Not enough info")
	if said := wordsOf(m); !strings.Contains(said, "$10 million · Not enough info") {
		t.Errorf("the preview does not follow the chosen label: %q", said)
	}
	for _, o := range test.LaidOutObjects(m.Popup) {
		if name, is := o.(*dialogs.KeySelectEntry); is {
			name.SetText("Coders")
		}
	}
	m.Accept()
	if m := b.modal(); !strings.HasPrefix(m.Title, "Import claims from") || !strings.Contains(wordsOf(m), "2 new claims.") || !strings.Contains(wordsOf(m), "2 passages were found by their quotes") {
		t.Fatalf("%q says %q", m.Title, wordsOf(m))
	}
	b.named(fyne.KeyReturn, 0)
	b.wantQuotes("S The council", "N $10 million")

	b.ReadClaims(b.file("more.csv", strings.Replace(table, "The council", "the ministry", 1)))
	if m := b.modal(); !strings.Contains(wordsOf(m), "Read with the column settings “Coders”.") || !strings.Contains(wordsOf(m), "1 new claim. 1 is already in the workspace.") {
		t.Errorf("%q says %q", m.Title, wordsOf(m))
	}
	b.named(fyne.KeyEscape, 0)
}

// A file of no known form is asked about, and may be read in another format than it was recognised as.
func TestTheFormatMayBeChosen(t *testing.T) {
	b := newBench(t, first)
	b.ReadClaims(b.file("what.json", `{"what": "ever"}`))
	m := b.modal()
	if !strings.Contains(wordsOf(m), "of no form that labelled claims are read from") || !m.Ok.Disabled() {
		t.Fatalf("%q says %q", m.Title, wordsOf(m))
	}
	b.named(fyne.KeyEscape, 0)
	b.ReadClaims(b.file("rows.csv", "document,start,end,quote,label\nText A,0,11,The council,Supported\n"))
	pick, _ := b.option("CSV, one row")
	pick.SetSelected("Table with other columns")
	if m := b.modal(); m.Title != "Columns of “rows.csv”" {
		t.Fatalf("%q opens", m.Title)
	}
	b.named(fyne.KeyReturn, 0)
	if m := b.modal(); !strings.Contains(wordsOf(m), "1 new claim.") {
		t.Errorf("%q says %q", m.Title, wordsOf(m))
	}
	b.named(fyne.KeyEscape, 0)
	if len(b.stored()) != 0 {
		t.Error("something was imported")
	}
}
