package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/store"
)

// words are what stands in a dialog, line by line.
func wordsOf(o *openModal) string {
	var words []string
	for _, o := range test.LaidOutObjects(o.popup) {
		if l, is := o.(*widget.Label); is {
			words = append(words, l.Text)
		}
	}
	return strings.Join(words, "\n")
}

// someone opens a workspace elsewhere, as another person.
func (b *bench) someone(path, name string) *store.Store {
	b.t.Helper()
	st, err := store.Open(context.Background(), path)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { st.Close() })
	if err := st.SignIn(context.Background(), store.Person{ID: "person-" + name, Name: name}); err != nil {
		b.t.Fatal(err)
	}
	return st
}

// handOver makes a package through the dialog and gives its path.
func (b *bench) handOver(how string) string {
	b.t.Helper()
	p := b.packageDialog()
	path := filepath.Join(filepath.Dir(b.path), "For Ben.factmark")
	p.how.SetSelected(how)
	p.whom.SetText("Ben")
	p.ask.SetText("Label all of them.")
	p.path.SetText(path)
	p.dialog.accept()
	if len(b.modals) != 0 {
		b.t.Fatalf("the dialog stays open: %q", p.problem.Text)
	}
	return path
}

func TestAPackageGoesOutAndIsMergedInTheWindow(t *testing.T) {
	b := newBench(t, first, second)
	b.selectText("group holds $10 million")
	b.type_("s")
	b.selectText("Nobody was killed")
	b.type_("s")
	path := b.handOver(packLabels)
	ben := b.someone(path, "Ben")
	info, err := ben.Package(t.Context())
	if err != nil || info.For != "Ben" || info.Ask != "Label all of them." || info.Documents != 2 || info.Claims != 2 {
		t.Fatalf("the package is %+v, %v", info, err)
	}
	claims := b.stored()
	if err := ben.SetLabel(t.Context(), store.DisputedID, claims[0].ID, claims[1].ID); err != nil {
		t.Fatal(err)
	}
	b.desk.pick(claims[0].ID, false)
	b.type_("n")

	b.mergeDialog([]string{path})
	if m := b.modal(); m.ok.Text != "Merge" || !strings.Contains(wordsOf(m), "1 changed there (taken) · 1 changed on both sides (yours stands for now)") ||
		!strings.Contains(wordsOf(m), "To be chosen in Review › Conflicts\n1 value\n") {
		t.Fatalf("after looking: %q", wordsOf(m))
	}
	b.wantQuotes("N group holds $10 million", "S Nobody was killed") // only looked at
	b.modal().accept()
	if len(b.modals) != 0 {
		t.Fatal("the dialog stays open")
	}
	b.wantQuotes("N group holds $10 million", "D Nobody was killed")
	if b.desk.conflicts != 1 || !b.panes.status.conflicts.Visible() || b.panes.status.conflicts.Text != "1 conflict to choose" {
		t.Errorf("%d conflicts, told as %q", b.desk.conflicts, b.panes.status.conflicts.Text)
	}
	if kept, err := backup.List(backupFolder(b.profile), b.path); err != nil || len(kept) != 1 || kept[0].Reason != backup.BeforeMerge {
		t.Errorf("kept before: %v, %v", kept, err)
	}

	// The same once more brings nothing.
	b.mergeDialog([]string{path})
	if m := b.modal(); m.ok.Text != "Close" || !strings.Contains(wordsOf(m), "nothing to merge") {
		t.Errorf("again: %q", wordsOf(m))
	}
	b.modal().accept()

	c := b.conflictsDialog()
	if c.where.text != "Label of a claim in “Text A”" || c.sides[0].value.Text != "Not enough info" || c.sides[1].value.Text != "Disputed" ||
		!strings.HasPrefix(c.sides[1].by.Text, "Ben · ") {
		t.Errorf("shown: %q, %q, %q by %q", c.where.text, c.sides[0].value.Text, c.sides[1].value.Text, c.sides[1].by.Text)
	}
	for _, key := range []fyne.KeyName{fyne.Key2, fyne.KeyLeft, fyne.KeyRight} {
		b.modalKey(key)
		if c.right != (key != fyne.KeyLeft) || c.sides[1].marked != c.right || c.sides[0].marked == c.right {
			t.Errorf("after %s the right one is in hand: %v", key, c.right)
		}
	}
	b.modalKey(fyne.KeyReturn)
	b.wantQuotes("D group holds $10 million", "D Nobody was killed")
	if len(c.all) != 0 || b.desk.conflicts != 0 || b.panes.status.conflicts.Visible() {
		t.Errorf("%d conflicts left, %d counted", len(c.all), b.desk.conflicts)
	}
	b.modalKey(fyne.KeyEscape)

	b.undo()
	b.undo()
	b.wantQuotes("N group holds $10 million", "S Nobody was killed")
}

// What waits for a choice is said before and after an export, and of a package;
// what is written is what stood here before the merge.
func TestExportsSayWhatWaits(t *testing.T) {
	b := newBench(t, first, second)
	b.selectText("group holds $10 million")
	b.type_("s")
	b.selectText("Nobody was killed")
	b.type_("s")
	e := b.exportDialog()
	if e.waiting.Visible() {
		t.Errorf("nothing waits, and it says %q", e.waiting.Text)
	}
	e.dialog.close()
	ben := b.someone(b.handOver(packLabels), "Ben")
	claims := b.stored()
	if err := ben.SetLabel(t.Context(), store.DisputedID, claims[0].ID); err != nil {
		t.Fatal(err)
	}
	if err := ben.EditDocument(t.Context(), b.desk.documents[1].ID, store.DocumentEdit{Title: ptrTo("Theirs")}); err != nil {
		t.Fatal(err)
	}
	b.desk.pick(claims[0].ID, false)
	b.type_("n")
	if err := b.desk.store.EditDocument(t.Context(), b.desk.documents[1].ID, store.DocumentEdit{Title: ptrTo("Ours")}); err != nil {
		t.Fatal(err)
	}
	b.mergeDialog([]string{ben.Path()})
	b.modal().accept()

	const one = "2 conflicts wait to be chosen under Review › Conflicts…; they bear on 1 of these claims, written as it stands now."
	const none = "2 conflicts wait to be chosen under Review › Conflicts…; they bear on none of these claims."
	out := filepath.Join(t.TempDir(), "out.csv")
	e = b.exportDialog()
	if !e.waiting.Visible() || e.waiting.Text != one || !strings.Contains(wordsOf(e.dialog), one) {
		t.Errorf("all: %q", e.waiting.Text)
	}
	e.labels.SetSelected([]string{"S  Supported"})
	if e.waiting.Text != none {
		t.Errorf("without the claim: %q", e.waiting.Text)
	}
	e.labels.SetSelected(e.labels.Options)
	e.path.SetText(out)
	e.dialog.typed(fyne.KeyReturn)
	if said := b.panes.status.told.Text; !strings.HasSuffix(said, one) {
		t.Errorf("the status bar says %q", said)
	}
	written, err := os.ReadFile(out)
	if err != nil || !strings.Contains(string(written), ",Not enough info,") || strings.Contains(string(written), ",Disputed,") {
		t.Errorf("%v, written:\n%s", err, written)
	}
	p := b.packageDialog()
	p.path.SetText(filepath.Join(t.TempDir(), "For Cem.factmark"))
	p.dialog.accept()
	if said := b.panes.status.told.Text; !strings.HasSuffix(said, one) {
		t.Errorf("of a package the status bar says %q", said)
	}
	c := b.conflictsDialog()
	for range 2 {
		b.modalKey(fyne.KeyReturn)
	}
	c.dialog.close()
	if e = b.exportDialog(); e.waiting.Visible() {
		t.Errorf("all is chosen, and it says %q", e.waiting.Text)
	}
}

func TestWhatIsAskedIsShownOnce(t *testing.T) {
	b := newBench(t, first)
	supported := b.desk.labelOf(store.SupportedID)
	supported.Guideline = "Two sources say it."
	if err := b.desk.store.EditLabel(context.Background(), supported); err != nil {
		t.Fatal(err)
	}
	path := b.handOver(packBlind)
	b.openWorkspace(path)
	shown := b.modal()
	if shown.title != "What is asked of Ben" {
		t.Errorf("shown: %q", shown.title)
	}
	if all := wordsOf(shown); !strings.Contains(all, "Label all of them.") || !strings.Contains(all, "Labels were left out") || !strings.Contains(all, "Ctrl+G") {
		t.Errorf("shown: %q", all)
	}
	shown.accept()
	b.openWorkspace(b.path)
	b.openWorkspace(path)
	if len(b.modals) != 0 {
		t.Error("shown again by itself")
	}
	b.showAsked(false)
	if b.modal().title != "What is asked of Ben" {
		t.Error("not shown when asked for")
	}
	b.modal().close()
}

func TestPackageAndMergeSayWhatStandsAgainstThem(t *testing.T) {
	b := newBench(t, first)
	p := b.packageDialog()
	p.chooseAll(false)
	if !p.dialog.ok.Disabled() {
		t.Error("a package of nothing can be made")
	}
	p.chooseAll(true)
	p.whom.SetText("Ann/Ben")
	if got := filepath.Base(p.path.Text); got != "Test for Ann-Ben.factmark" {
		t.Errorf("proposed %q", got)
	}
	p.path.SetText(b.path)
	p.dialog.accept()
	if len(b.modals) != 1 || !strings.Contains(p.problem.Text, "already") {
		t.Errorf("over the workspace itself: %q", p.problem.Text)
	}
	p.dialog.close()

	note := b.file("note.factmark", "no workspace")
	b.mergeDialog([]string{note})
	if got := b.modal(); strings.HasPrefix(got.title, "Merge") {
		t.Errorf("a file that is no workspace: %q", got.title)
	}
	b.modal().close()
	if _, err := os.Stat(note); err != nil || len(b.modals) != 0 {
		t.Errorf("%v, %d dialogs", err, len(b.modals))
	}
	c := b.conflictsDialog()
	if c.dialog.ok.Text != "Close" || c.where.text != "Nothing waits to be chosen." {
		t.Errorf("without conflicts: %q", c.where.text)
	}
	b.modalKey(fyne.KeyReturn)
	if len(b.modals) != 0 {
		t.Error("Enter does not close it")
	}
}

// In a package without labels there is nothing that an open review could show.
func TestAPackageWithoutLabelsIsReviewedBlind(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	if s := b.startingDialog(); s.mode() != store.ModeOpen || len(s.how.Options) != len(modes) {
		t.Errorf("%q of %q is offered first", s.how.Selected, s.how.Options)
	}
	b.modals[0].close()
	path := filepath.Join(t.TempDir(), "P.factmark")
	if _, err := b.desk.store.WritePackage(context.Background(), path, "Test", store.Packing{Blind: true, DocumentIDs: []string{b.desk.document.ID}}); err != nil {
		t.Fatal(err)
	}
	b.openWorkspace(path)
	for len(b.modals) > 0 { // what is asked
		b.modals[0].close()
	}
	if s := b.startingDialog(); s.mode() != store.ModeBlind || len(s.how.Options) != len(modes)-1 {
		t.Errorf("%q of %q is offered first", s.how.Selected, s.how.Options)
	}
}
