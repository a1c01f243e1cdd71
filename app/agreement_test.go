package app

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/app/ui/dialogs"
	"factmark/app/ui/reports"
	"factmark/store"
)

// twoPeople is a desk with twelve lines that Ada and Ben labelled, eleven of them alike.
func twoPeople(t *testing.T) *bench {
	t.Helper()
	var text strings.Builder
	for i := range 12 {
		fmt.Fprintf(&text, "Line %02d says it.\n", i)
	}
	b := newBench(t, text.String(), first)
	var rows []store.ImportedClaim
	for i := range 12 {
		for _, who := range []string{"Ada", "Ben"} {
			label := []string{"Supported", "Disputed"}[i%2]
			if who == "Ben" && i == 4 {
				label = "Disputed"
			}
			start := i * 17
			rows = append(rows, store.ImportedClaim{DocumentTitle: "Text A", Start: start, End: start + 16, Quote: fmt.Sprintf("Line %02d says it.", i), Label: label, Annotator: who})
		}
	}
	if _, err := b.Workspace.Store.ImportClaims(context.Background(), rows, store.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	return b
}

func figureAt(a *reports.AgreementDialog, measure string) int {
	for i, r := range a.Rows {
		if string(r.Figure.Measure) == measure {
			return i
		}
	}
	return -1
}

func TestAgreementShowsWhereFiguresComeFrom(t *testing.T) {
	b := twoPeople(t)
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	a := b.ShowAgreement()
	i := figureAt(a, "Cohen's kappa")
	if i < 0 || a.Rows[i].Figure.String() != "0.833" {
		t.Fatalf("row %d of %+v", i, a.Rows)
	}
	a.List.Select(i)
	if len(a.Differs) != 1 || a.Differs[0].Quote != "Line 04 says it." || !strings.Contains(a.Told.Text, "1 difference.") {
		t.Fatalf("%+v, %q", a.Differs, a.Told.Text)
	}
	a.Differ.Select(0)
	if len(b.Modals) != 0 || b.Workspace.Document.Title != "Text A" || b.Workspace.Claim(b.Workspace.Current).Quote != "Line 04 says it." {
		t.Errorf("a click leads to %q, claim %q", b.Workspace.Document.Title, b.Workspace.Current)
	}
}

// The whole is shown before the parts; these can be stopped, and what was chosen in the meantime stays chosen.
func TestAgreementShowsTheWholeFirst(t *testing.T) {
	b := twoPeople(t)
	start := b.Back.Start
	var wait []func()
	b.Back.Start = func(work func()) { wait = append(wait, work) }
	a := b.ShowAgreement()
	if !a.Halt.Visible() || len(a.Rows) != 0 {
		t.Fatalf("%d rows before anything is measured", len(a.Rows))
	}
	var seen []int
	stopAt := -1
	b.Back.UI = func(back func()) {
		back()
		if seen = append(seen, len(a.Rows)); len(seen) == 1 {
			b.Back.Start = start
			a.List.Select(figureAt(a, "Cohen's kappa"))
		}
		if strings.Contains(a.State.Text, "%") && stopAt < 0 && a.Open.Checked {
			stopAt = len(seen)
			a.Halt.OnTapped()
		}
	}
	for _, work := range wait {
		work()
	}
	if last := len(a.Rows); seen[0] == 0 || seen[0] >= last || a.Halt.Visible() || a.State.Text != "" {
		t.Errorf("rows %v, the state is %q", seen, a.State.Text)
	}
	if a.Chosen.Figure.Measure != "Cohen's kappa" || len(a.Differs) != 1 {
		t.Errorf("chosen %+v, %d differences", a.Chosen, len(a.Differs))
	}
	a.Open.SetChecked(true)
	if stopAt < 0 || a.Halt.Visible() || len(a.Rows) != seen[0] || !strings.HasPrefix(a.State.Text, "Stopped") {
		t.Errorf("stopped at %d: %d rows, the state is %q", stopAt, len(a.Rows), a.State.Text)
	}
}

func TestAgreementIsSavedAsTableAndPicture(t *testing.T) {
	b := twoPeople(t)
	a := b.ShowAgreement()
	folder := t.TempDir()
	save := func(name string) string {
		path := filepath.Join(folder, name)
		b.Modals[len(b.Modals)-1].Host.Win.Canvas().Focused().(*dialogs.KeyEntry).SetText(path)
		b.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if len(b.Modals) != 1 {
			t.Fatalf("%d dialogs are open", len(b.Modals))
		}
		return path
	}
	a.SaveFigures()
	f, err := os.Open(save("f.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 10 || rows[0][1] != "measure" {
		t.Errorf("%v, %v", err, rows)
	}
	a.SavePicture()
	if data, err := os.ReadFile(save("p.png")); err != nil || !strings.HasPrefix(string(data), "\x89PNG") {
		t.Errorf("%v", err)
	}
}

func TestProgressAddsUp(t *testing.T) {
	b := twoPeople(t)
	p := b.ShowProgress()
	if len(p.Workers) != 2 || p.Workers[0].Claims != 12 || p.Workers[1].Labelled != 12 || p.Progress.Documents[0].Claims != 24 {
		t.Errorf("%+v, %+v", p.Workers, p.Progress)
	}
	if !strings.Contains(p.Summary.Text, "24 claims in 2 documents: 24 labelled") || !strings.Contains(p.Agreed.Text, "0.8") {
		t.Errorf("%q, %q", p.Summary.Text, p.Agreed.Text)
	}
	p.Documents.Select(1)
	if len(b.Modals) != 0 || b.Workspace.Document.Title != "Text B" {
		t.Errorf("a click leads to %q", b.Workspace.Document.Title)
	}
}

func TestPeopleOfTheSameNameHaveBarsOfTheirOwn(t *testing.T) {
	day := time.Date(2025, 3, 1, 0, 0, 0, 0, time.Local)
	p := &reports.ProgressDialog{}
	for i, id := range []string{"1", "2"} {
		p.Progress.Work = append(p.Progress.Work, store.DayOfWork{Day: day, Person: store.Person{ID: id, Name: "Ada"}, Claims: 3 + i})
	}
	p.Workers = reports.Workers(p.Progress.Work)
	_, series := p.Days(1, map[string]string{"2": "Reader 2"})
	if len(series) != 2 || series[0].Values[0] != 4 || series[1].Values[0] != 3 || series[0].Name != "Reader 2" || series[1].Name != "Ada" {
		t.Errorf("%+v", series)
	}
}

func TestAgreementOfAnEmptyWorkspace(t *testing.T) {
	b := newBench(t)
	a := b.ShowAgreement()
	for _, r := range a.Rows {
		if _, defined := r.Figure.Value(); r.Heading == "" && (defined || !strings.HasPrefix(r.Figure.Reason, "not defined, because")) {
			t.Errorf("%+v", r)
		}
	}
	a.Tabs.SelectIndex(1)
	if !a.Picture.Empty.Visible() || a.Picture.Image.Visible() || !strings.Contains(wordsOf(a.Dialog), reports.NothingCompared) {
		t.Error("nothing is drawn, and nothing said")
	}
	a.Dialog.Close()
	p := b.ShowProgress()
	if !p.Picture.Empty.Visible() || !p.Nobody.Visible() {
		t.Error("the progress of nothing says nothing")
	}
	p.Dialog.Close()
	p = twoPeople(t).ShowProgress()
	if p.Picture.Empty.Visible() || p.Nobody.Visible() || p.Picture.Image.Image == nil {
		t.Error("the progress of something says that there is none")
	}
}

// Each tab of the progress saves what it shows, and is reached by keys.
func TestProgressIsSavedTabByTab(t *testing.T) {
	b := twoPeople(t)
	p := b.ShowProgress()
	folder := t.TempDir()
	for i, want := range []struct{ button, begins, holds string }{
		{"Save documents as CSV…", "document_id,document,claims,", ",Text A,24,24,0,0,0\n"},
		{"Save days as CSV…", "day,person_id,person,", ",Ada,12,12,0,"},
		{"Save people as CSV…", "person_id,person,claims,", ",Ada,12,12,0,"},
	} {
		if p.Tabs.SelectedIndex() != i {
			t.Fatalf("tab %d is shown", p.Tabs.SelectedIndex())
		}
		for _, o := range test.LaidOutObjects(p.Tabs.Selected().Content) {
			if button, is := o.(*dialogs.KeyButton); is && button.Text == want.button {
				test.Tap(button)
			}
		}
		path := filepath.Join(folder, fmt.Sprint(i))
		b.Win.Canvas().Focused().(*dialogs.KeyEntry).SetText(path)
		b.modal().Accept()
		if data, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(data), want.begins) || !strings.Contains(string(data), want.holds) {
			t.Errorf("%s wrote %q, %v", want.button, data, err)
		}
		b.ModalKey(fyne.KeyRight)
	}
	if p.Tabs.SelectedIndex() != 0 || b.Win.Canvas().Focused() != p.Documents {
		t.Errorf("after the last tab comes %d, with the keyboard in %T", p.Tabs.SelectedIndex(), b.Win.Canvas().Focused())
	}
	p.Documents.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	p.Documents.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(b.Modals) != 0 || b.Workspace.Document.Title != "Text B" {
		t.Errorf("Enter leads to %q", b.Workspace.Document.Title)
	}
}

func TestFiguresAreWalkedByKeys(t *testing.T) {
	b := twoPeople(t)
	a := b.ShowAgreement()
	for i := range a.Rows {
		a.List.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		if row := a.Rows[i]; a.List.Chosen != i || !strings.HasPrefix(a.Told.Text, row.Heading+row.Part+".") {
			t.Fatalf("at row %d, %d is chosen and %q told", i, a.List.Chosen, a.Told.Text)
		}
	}
	a.List.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(b.Modals) != 0 {
		t.Error("Escape does not leave")
	}
}
