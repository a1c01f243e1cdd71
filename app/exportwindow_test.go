package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"factmark/app/dataset"
	"factmark/app/ui/dialogs"
	"factmark/store"
)

// The window offers every format, with the options it has, and gives the file its extension.
func TestExportOffersEveryFormat(t *testing.T) {
	b := newBench(t, first, second)
	b.selectText("Monday")
	b.type_("d")
	e := b.ShowExport()
	var titles []string
	for _, f := range dataset.Formats {
		if !f.Leaves() {
			continue
		}
		titles = append(titles, f.Title)
		e.Format.SetSelected(f.Title)
		extension := f.Extension
		if f.IsFolder("x" + extension) {
			extension = ".zip"
		}
		if !strings.HasSuffix(e.Path.Text, extension) || e.Bom.Visible() != f.Table || e.Texts.Disabled() != f.Texts {
			t.Errorf("%s: %q, byte-order mark %v, texts %v", f.Name, e.Path.Text, e.Bom.Visible(), !e.Texts.Disabled())
		}
		if said := wordsOf(e.Dialog); !strings.Contains(said, "It holds") && !strings.Contains(said, "It does not hold") {
			t.Errorf("%s is not described in %s", f.Name, said)
		}
	}
	if !slices.Equal(e.Format.Options, titles) {
		t.Errorf("offered %v", e.Format.Options)
	}
}

func TestExportWindowCountsItsScope(t *testing.T) {
	b := newBench(t, first, second)
	b.selectText("The council")
	b.type_("s")
	b.selectText("Monday")
	b.type_("c")
	e := b.ShowExport()
	if e.Rows != 2 || len(e.People.Options) == 0 {
		t.Errorf("%d claims by %v", e.Rows, e.People.Options)
	}
	e.Finished.SetChecked(true)
	if e.Rows != 0 || !strings.Contains(e.Count.Text, "No claims match") {
		t.Errorf("of finished documents %d claims: %s", e.Rows, e.Count.Text)
	}
	e.Finished.SetChecked(false)
	e.Statuses.SetSelected([]string{string(store.StatusRejected)})
	if e.Rows != 0 {
		t.Errorf("%d claims are rejected", e.Rows)
	}
	e.Statuses.SetSelected(e.Statuses.Options)
	e.People.SetSelected(nil)
	if e.Rows != 0 {
		t.Errorf("%d claims of nobody", e.Rows)
	}
	e.People.SetSelected(e.People.Options)
	if e.Rows != 2 {
		t.Errorf("%d claims of all", e.Rows)
	}
}

// A split is checked while it is typed and written as files beside each other; the choices come again the next time, and the
// report leads to a claim that lost something.
func TestExportWindowSplitsAndReports(t *testing.T) {
	b := newBench(t, first, second)
	b.selectText("Monday")
	b.type_("d")
	id := b.Workspace.Claims[0].ID
	b.Workspace.SetNote(id, "a note")
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	b.selectText("Here")
	b.type_("s")
	folder := t.TempDir()
	e := b.ShowExport()
	e.Format.SetSelected(dataset.FormatNamed("fever").Title)
	e.Pseudonyms.SetChecked(true)
	e.Path.SetText(filepath.Join(folder, "out.jsonl"))
	e.Split.SetText("80/20")
	if !e.Dialog.Ok.Disabled() || !strings.Contains(e.Warning.Text, "is no split") {
		t.Errorf("it says %q", e.Warning.Text)
	}
	e.Split.SetText("50/50/0")
	if err := os.WriteFile(filepath.Join(folder, "out.dev.jsonl"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	e.Path.SetText(filepath.Join(folder, "./out.jsonl"))
	if e.Path.OnChanged("x"); e.Dialog.Ok.Disabled() || !strings.Contains(e.Warning.Text, "1 of the files already exists") {
		t.Errorf("it says %q", e.Warning.Text)
	}
	e.Dialog.Accept()
	b.modal().Accept() // the file may be replaced
	for _, name := range []string{"out.train.jsonl", "out.dev.jsonl"} {
		if content, err := os.ReadFile(filepath.Join(folder, name)); err != nil || len(content) == 0 {
			t.Errorf("%s: %q, %v", name, content, err)
		}
	}
	m := b.modal()
	if said := wordsOf(m); m.Title != "Export report" || !strings.Contains(said, "out.train.jsonl") {
		t.Fatalf("the report says %s", said)
	}
	m.Close()
	e = b.ShowExport()
	if e.Format.Selected != dataset.FormatNamed("fever").Title || !e.Pseudonyms.Checked || e.Split.Text != "50/50/0" {
		t.Errorf("remembered %q, %v, %q", e.Format.Selected, e.Pseudonyms.Checked, e.Split.Text)
	}
	e.Dialog.Typed(fyne.KeyEscape)
	if len(b.Modals) != 0 {
		t.Error("Escape leaves it open")
	}
}

// The report lists the claims that lose something, and leads to the one that is chosen.
func TestExportReportLeadsToAClaim(t *testing.T) {
	b := newBench(t, first, second)
	b.selectText("Monday")
	b.type_("d")
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	b.selectText("Here")
	b.type_("s")
	id := b.Workspace.Claims[0].ID
	if _, err := b.Workspace.Store.AddEvidence(t.Context(), store.NewEvidence{ClaimID: id, Stance: store.StanceSupports, URL: "https://example.org"}); err != nil {
		t.Fatal(err)
	}
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	e := b.ShowExport()
	out := filepath.Join(t.TempDir(), "out.csv")
	e.Path.SetText(out)
	e.Dialog.Accept()
	m := b.modal()
	losses := m.Focus.(*dialogs.RowList)
	if !m.Other.Disabled() {
		t.Error("it leads to a claim before one is chosen")
	}
	losses.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) // evidence comes before the documents' texts
	losses.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	canvas := b.Win.Canvas().(interface{ FocusNext() })
	canvas.FocusNext()
	claims := b.Win.Canvas().Focused().(*dialogs.RowList)
	claims.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if m.Other.Disabled() {
		t.Fatal("no claim is chosen")
	}
	m.Other.OnTapped()
	if len(b.Modals) != 0 || b.Workspace.Document.ID != b.Workspace.Documents[1].ID || b.Workspace.Current != id {
		t.Errorf("%d dialogs, at claim %s of %s", len(b.Modals), b.Workspace.Current, b.Workspace.Document.Title)
	}
	if content, err := os.ReadFile(out); err != nil || !strings.HasPrefix(string(content), "claim_id,") {
		t.Errorf("%q, %v", content, err)
	}
}
