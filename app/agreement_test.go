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
	if _, err := b.desk.store.ImportClaims(context.Background(), rows, store.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	return b
}

func figureAt(a *agreementDialog, measure string) int {
	for i, r := range a.rows {
		if string(r.figure.Measure) == measure {
			return i
		}
	}
	return -1
}

func TestAgreementShowsWhereFiguresComeFrom(t *testing.T) {
	b := twoPeople(t)
	b.desk.open(b.desk.documents[1].ID, "")
	a := b.agreementDialog()
	i := figureAt(a, "Cohen's kappa")
	if i < 0 || a.rows[i].figure.String() != "0.833" {
		t.Fatalf("row %d of %+v", i, a.rows)
	}
	a.list.Select(i)
	if len(a.differs) != 1 || a.differs[0].quote != "Line 04 says it." || !strings.Contains(a.told.Text, "1 difference.") {
		t.Fatalf("%+v, %q", a.differs, a.told.Text)
	}
	a.differ.Select(0)
	if len(b.modals) != 0 || b.desk.document.Title != "Text A" || b.desk.claim(b.desk.current).Quote != "Line 04 says it." {
		t.Errorf("a click leads to %q, claim %q", b.desk.document.Title, b.desk.current)
	}
}

// The whole is shown before the parts; these can be stopped, and what was chosen in the meantime stays chosen.
func TestAgreementShowsTheWholeFirst(t *testing.T) {
	b := twoPeople(t)
	start := b.back.start
	var wait []func()
	b.back.start = func(work func()) { wait = append(wait, work) }
	a := b.agreementDialog()
	if !a.halt.Visible() || len(a.rows) != 0 {
		t.Fatalf("%d rows before anything is measured", len(a.rows))
	}
	var seen []int
	stopAt := -1
	b.back.hand = func(back func()) {
		back()
		if seen = append(seen, len(a.rows)); len(seen) == 1 {
			b.back.start = start
			a.list.Select(figureAt(a, "Cohen's kappa"))
		}
		if strings.Contains(a.state.Text, "%") && stopAt < 0 && a.open.Checked {
			stopAt = len(seen)
			a.halt.OnTapped()
		}
	}
	for _, work := range wait {
		work()
	}
	if last := len(a.rows); seen[0] == 0 || seen[0] >= last || a.halt.Visible() || a.state.Text != "" {
		t.Errorf("rows %v, the state is %q", seen, a.state.Text)
	}
	if a.chosen.figure.Measure != "Cohen's kappa" || len(a.differs) != 1 {
		t.Errorf("chosen %+v, %d differences", a.chosen, len(a.differs))
	}
	a.open.SetChecked(true)
	if stopAt < 0 || a.halt.Visible() || len(a.rows) != seen[0] || !strings.HasPrefix(a.state.Text, "Stopped") {
		t.Errorf("stopped at %d: %d rows, the state is %q", stopAt, len(a.rows), a.state.Text)
	}
}

func TestAgreementIsSavedAsTableAndPicture(t *testing.T) {
	b := twoPeople(t)
	a := b.agreementDialog()
	folder := t.TempDir()
	save := func(name string) string {
		path := filepath.Join(folder, name)
		b.modals[len(b.modals)-1].host.win.Canvas().Focused().(*keyEntry).SetText(path)
		b.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if len(b.modals) != 1 {
			t.Fatalf("%d dialogs are open", len(b.modals))
		}
		return path
	}
	a.saveFigures()
	f, err := os.Open(save("f.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 10 || rows[0][1] != "measure" {
		t.Errorf("%v, %v", err, rows)
	}
	a.savePicture()
	if data, err := os.ReadFile(save("p.png")); err != nil || !strings.HasPrefix(string(data), "\x89PNG") {
		t.Errorf("%v", err)
	}
}

func TestProgressAddsUp(t *testing.T) {
	b := twoPeople(t)
	p := b.progressDialog()
	if len(p.workers) != 2 || p.workers[0].claims != 12 || p.workers[1].labelled != 12 || p.progress.Documents[0].Claims != 24 {
		t.Errorf("%+v, %+v", p.workers, p.progress)
	}
	if !strings.Contains(p.summary.Text, "24 claims in 2 documents: 24 labelled") || !strings.Contains(p.agreed.Text, "0.8") {
		t.Errorf("%q, %q", p.summary.Text, p.agreed.Text)
	}
	p.documents.Select(1)
	if len(b.modals) != 0 || b.desk.document.Title != "Text B" {
		t.Errorf("a click leads to %q", b.desk.document.Title)
	}
}

func TestPeopleOfTheSameNameHaveBarsOfTheirOwn(t *testing.T) {
	day := time.Date(2025, 3, 1, 0, 0, 0, 0, time.Local)
	p := &progressDialog{}
	for i, id := range []string{"1", "2"} {
		p.progress.Work = append(p.progress.Work, store.DayOfWork{Day: day, Person: store.Person{ID: id, Name: "Ada"}, Claims: 3 + i})
	}
	p.workers = workers(p.progress.Work)
	_, series := p.days(1, map[string]string{"2": "Reader 2"})
	if len(series) != 2 || series[0].Values[0] != 4 || series[1].Values[0] != 3 || series[0].Name != "Reader 2" || series[1].Name != "Ada" {
		t.Errorf("%+v", series)
	}
}

func TestAgreementOfAnEmptyWorkspace(t *testing.T) {
	b := newBench(t)
	a := b.agreementDialog()
	for _, r := range a.rows {
		if _, defined := r.figure.Value(); r.heading == "" && (defined || !strings.HasPrefix(r.figure.Reason, "not defined, because")) {
			t.Errorf("%+v", r)
		}
	}
	a.tabs.SelectIndex(1)
	if !a.picture.empty.Visible() || a.picture.image.Visible() || !strings.Contains(wordsOf(a.dialog), nothingCompared) {
		t.Error("nothing is drawn, and nothing said")
	}
	a.dialog.close()
	p := b.progressDialog()
	if !p.picture.empty.Visible() || !p.nobody.Visible() {
		t.Error("the progress of nothing says nothing")
	}
	p.dialog.close()
	p = twoPeople(t).progressDialog()
	if p.picture.empty.Visible() || p.nobody.Visible() || p.picture.image.Image == nil {
		t.Error("the progress of something says that there is none")
	}
}

// Each tab of the progress saves what it shows, and is reached by keys.
func TestProgressIsSavedTabByTab(t *testing.T) {
	b := twoPeople(t)
	p := b.progressDialog()
	folder := t.TempDir()
	for i, want := range []struct{ button, begins, holds string }{
		{"Save documents as CSV…", "document_id,document,claims,", ",Text A,24,24,0,0,0\n"},
		{"Save days as CSV…", "day,person_id,person,", ",Ada,12,12,0,"},
		{"Save people as CSV…", "person_id,person,claims,", ",Ada,12,12,0,"},
	} {
		if p.tabs.SelectedIndex() != i {
			t.Fatalf("tab %d is shown", p.tabs.SelectedIndex())
		}
		for _, o := range test.LaidOutObjects(p.tabs.Selected().Content) {
			if button, is := o.(*keyButton); is && button.Text == want.button {
				test.Tap(button)
			}
		}
		path := filepath.Join(folder, fmt.Sprint(i))
		b.win.Canvas().Focused().(*keyEntry).SetText(path)
		b.modal().accept()
		if data, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(data), want.begins) || !strings.Contains(string(data), want.holds) {
			t.Errorf("%s wrote %q, %v", want.button, data, err)
		}
		b.modalKey(fyne.KeyRight)
	}
	if p.tabs.SelectedIndex() != 0 || b.win.Canvas().Focused() != p.documents {
		t.Errorf("after the last tab comes %d, with the keyboard in %T", p.tabs.SelectedIndex(), b.win.Canvas().Focused())
	}
	p.documents.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	p.documents.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(b.modals) != 0 || b.desk.document.Title != "Text B" {
		t.Errorf("Enter leads to %q", b.desk.document.Title)
	}
}

func TestFiguresAreWalkedByKeys(t *testing.T) {
	b := twoPeople(t)
	a := b.agreementDialog()
	for i := range a.rows {
		a.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		if row := a.rows[i]; a.list.chosen != i || !strings.HasPrefix(a.told.Text, row.heading+row.part+".") {
			t.Fatalf("at row %d, %d is chosen and %q told", i, a.list.chosen, a.told.Text)
		}
	}
	a.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(b.modals) != 0 {
		t.Error("Escape does not leave")
	}
}
