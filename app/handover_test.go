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
	"factmark/app/ui/dialogs"
	"factmark/app/ui/exchange"
	reviewui "factmark/app/ui/review"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/store/merge"
)

// words are what stands in a dialog, line by line.
func wordsOf(o *dialogs.OpenModal) string {
	var words []string
	for _, o := range test.LaidOutObjects(o.Popup) {
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
	p := b.ShowPackage()
	path := filepath.Join(filepath.Dir(b.path), "For Ben.factmark")
	p.How.SetSelected(how)
	p.Whom.SetText("Ben")
	p.Ask.SetText("Label all of them.")
	p.Path.SetText(path)
	p.Dialog.Accept()
	if len(b.Modals) != 0 {
		b.t.Fatalf("the dialog stays open: %q", p.Problem.Text)
	}
	return path
}

func TestAPackageGoesOutAndIsMergedInTheWindow(t *testing.T) {
	b := newBench(t, first, second)
	b.selectText("group holds $10 million")
	b.type_("s")
	b.selectText("Nobody was killed")
	b.type_("s")
	path := b.handOver(exchange.PackLabels)
	ben := b.someone(path, "Ben")
	info, err := merge.PackageOf(t.Context(), ben)
	if err != nil || info.For != "Ben" || info.Ask != "Label all of them." || info.Documents != 2 || info.Claims != 2 {
		t.Fatalf("the package is %+v, %v", info, err)
	}
	claims := b.stored()
	if err := ben.SetLabel(t.Context(), store.DisputedID, claims[0].ID, claims[1].ID); err != nil {
		t.Fatal(err)
	}
	b.Workspace.Pick(claims[0].ID, false)
	b.type_("n")

	b.MergeDialog([]string{path})
	if m := b.modal(); m.Ok.Text != "Merge" || !strings.Contains(wordsOf(m), "1 updated from the other file · 1 in conflict (your value is used for now)") ||
		!strings.Contains(wordsOf(m), "Conflicts to resolve (Review › Conflicts)\n1\n") {
		t.Fatalf("after looking: %q", wordsOf(m))
	}
	b.wantQuotes("N group holds $10 million", "S Nobody was killed") // only looked at
	b.modal().Accept()
	if len(b.Modals) != 0 {
		t.Fatal("the dialog stays open")
	}
	b.wantQuotes("N group holds $10 million", "D Nobody was killed")
	if b.Workspace.Conflicts != 1 || !b.panes.status.conflicts.Visible() || b.panes.status.conflicts.Text != "1 conflict to resolve" {
		t.Errorf("%d conflicts, told as %q", b.Workspace.Conflicts, b.panes.status.conflicts.Text)
	}
	if kept, err := backup.List(workspace.BackupFolder(b.Profile), b.path); err != nil || len(kept) != 1 || kept[0].Reason != backup.BeforeMerge {
		t.Errorf("kept before: %v, %v", kept, err)
	}

	// The same once more brings nothing.
	b.MergeDialog([]string{path})
	if m := b.modal(); m.Ok.Text != "Close" || !strings.Contains(wordsOf(m), "Nothing to merge") {
		t.Errorf("again: %q", wordsOf(m))
	}
	b.modal().Accept()

	c := b.ShowConflicts()
	if c.Where.Text != "Claim: label · “Text A”" || c.Sides[0].Value.Text != "Not enough info" || c.Sides[1].Value.Text != "Disputed" ||
		!strings.HasPrefix(c.Sides[1].By.Text, "Ben · ") {
		t.Errorf("shown: %q, %q, %q by %q", c.Where.Text, c.Sides[0].Value.Text, c.Sides[1].Value.Text, c.Sides[1].By.Text)
	}
	for _, key := range []fyne.KeyName{fyne.Key2, fyne.KeyLeft, fyne.KeyRight} {
		b.ModalKey(key)
		if c.Right != (key != fyne.KeyLeft) || c.Sides[1].Marked != c.Right || c.Sides[0].Marked == c.Right {
			t.Errorf("after %s the right one is in hand: %v", key, c.Right)
		}
	}
	b.ModalKey(fyne.KeyReturn)
	b.wantQuotes("D group holds $10 million", "D Nobody was killed")
	if len(c.All) != 0 || b.Workspace.Conflicts != 0 || b.panes.status.conflicts.Visible() {
		t.Errorf("%d conflicts left, %d counted", len(c.All), b.Workspace.Conflicts)
	}
	b.ModalKey(fyne.KeyEscape)

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
	e := b.ShowExport()
	if e.Waiting.Visible() {
		t.Errorf("nothing waits, and it says %q", e.Waiting.Text)
	}
	e.Dialog.Close()
	ben := b.someone(b.handOver(exchange.PackLabels), "Ben")
	claims := b.stored()
	if err := ben.SetLabel(t.Context(), store.DisputedID, claims[0].ID); err != nil {
		t.Fatal(err)
	}
	if err := ben.EditDocument(t.Context(), b.Workspace.Documents[1].ID, store.DocumentEdit{Title: ptrTo("Theirs")}); err != nil {
		t.Fatal(err)
	}
	b.Workspace.Pick(claims[0].ID, false)
	b.type_("n")
	if err := b.Workspace.Store.EditDocument(t.Context(), b.Workspace.Documents[1].ID, store.DocumentEdit{Title: ptrTo("Ours")}); err != nil {
		t.Fatal(err)
	}
	b.MergeDialog([]string{ben.Path()})
	b.modal().Accept()

	const one = "2 conflicts to resolve (Review › Conflicts). 1 of these claims is affected; its current value is used."
	const none = "2 conflicts to resolve (Review › Conflicts). None of these claims is affected."
	out := filepath.Join(t.TempDir(), "out.csv")
	e = b.ShowExport()
	if !e.Waiting.Visible() || e.Waiting.Text != one || !strings.Contains(wordsOf(e.Dialog), one) {
		t.Errorf("all: %q", e.Waiting.Text)
	}
	e.Labels.SetSelected([]string{"S  Supported"})
	if e.Waiting.Text != none {
		t.Errorf("without the claim: %q", e.Waiting.Text)
	}
	e.Labels.SetSelected(e.Labels.Options)
	e.Path.SetText(out)
	e.Dialog.Typed(fyne.KeyReturn)
	if said := b.panes.status.told.Text; !strings.HasSuffix(said, one) {
		t.Errorf("the status bar says %q", said)
	}
	b.modal().Close() // the report of what CSV does not hold
	written, err := os.ReadFile(out)
	if err != nil || !strings.Contains(string(written), ",Not enough info,") || strings.Contains(string(written), ",Disputed,") {
		t.Errorf("%v, written:\n%s", err, written)
	}
	p := b.ShowPackage()
	p.Path.SetText(filepath.Join(t.TempDir(), "For Cem.factmark"))
	p.Dialog.Accept()
	if said := b.panes.status.told.Text; !strings.HasSuffix(said, one) {
		t.Errorf("of a package the status bar says %q", said)
	}
	c := b.ShowConflicts()
	for range 2 {
		b.ModalKey(fyne.KeyReturn)
	}
	c.Dialog.Close()
	if e = b.ShowExport(); e.Waiting.Visible() {
		t.Errorf("all is chosen, and it says %q", e.Waiting.Text)
	}
}

func TestWhatIsAskedIsShownOnce(t *testing.T) {
	b := newBench(t, first)
	supported := b.Workspace.LabelOf(store.SupportedID)
	supported.Guideline = "Two sources say it."
	if err := b.Workspace.Store.EditLabel(context.Background(), supported); err != nil {
		t.Fatal(err)
	}
	path := b.handOver(exchange.PackBlind)
	b.OpenWorkspace(path)
	shown := b.modal()
	if shown.Title != "Instructions for Ben" {
		t.Errorf("shown: %q", shown.Title)
	}
	if all := wordsOf(shown); !strings.Contains(all, "Label all of them.") || !strings.Contains(all, "labels were left out") || !strings.Contains(all, "Review › Guidelines") {
		t.Errorf("shown: %q", all)
	}
	shown.Accept()
	b.OpenWorkspace(b.path)
	b.OpenWorkspace(path)
	if len(b.Modals) != 0 {
		t.Error("shown again by itself")
	}
	b.ShowAsked(false)
	if b.modal().Title != "Instructions for Ben" {
		t.Error("not shown when asked for")
	}
	b.modal().Close()
}

func TestPackageAndMergeSayWhatStandsAgainstThem(t *testing.T) {
	b := newBench(t, first)
	p := b.ShowPackage()
	p.ChooseAll(false)
	if !p.Dialog.Ok.Disabled() {
		t.Error("a package of nothing can be made")
	}
	p.ChooseAll(true)
	p.Whom.SetText("Ann/Ben")
	if got := filepath.Base(p.Path.Text); got != "Test for Ann-Ben.factmark" {
		t.Errorf("proposed %q", got)
	}
	p.Path.SetText(b.path)
	p.Dialog.Accept()
	if len(b.Modals) != 1 || !strings.Contains(p.Problem.Text, "already") {
		t.Errorf("over the workspace itself: %q", p.Problem.Text)
	}
	p.Dialog.Close()

	note := b.file("note.factmark", "no workspace")
	b.MergeDialog([]string{note})
	if got := b.modal(); strings.HasPrefix(got.Title, "Merge") {
		t.Errorf("a file that is no workspace: %q", got.Title)
	}
	b.modal().Close()
	if _, err := os.Stat(note); err != nil || len(b.Modals) != 0 {
		t.Errorf("%v, %d dialogs", err, len(b.Modals))
	}
	c := b.ShowConflicts()
	if c.Dialog.Ok.Text != "Close" || c.Where.Text != "No conflicts." {
		t.Errorf("without conflicts: %q", c.Where.Text)
	}
	b.ModalKey(fyne.KeyReturn)
	if len(b.Modals) != 0 {
		t.Error("Enter does not close it")
	}
}

// In a package without labels there is nothing that an open review could show.
func TestAPackageWithoutLabelsIsReviewedBlind(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	if s := b.AskReview(); s.Mode() != store.ModeOpen || len(s.How.Options) != len(reviewui.Modes) {
		t.Errorf("%q of %q is offered first", s.How.Selected, s.How.Options)
	}
	b.Modals[0].Close()
	path := filepath.Join(t.TempDir(), "P.factmark")
	if _, err := merge.WritePackage(context.Background(), b.Workspace.Store, path, "Test", merge.Packing{Blind: true, DocumentIDs: []string{b.Workspace.Document.ID}}); err != nil {
		t.Fatal(err)
	}
	b.OpenWorkspace(path)
	for len(b.Modals) > 0 { // what is asked
		b.Modals[0].Close()
	}
	if s := b.AskReview(); s.Mode() != store.ModeBlind || len(s.How.Options) != len(reviewui.Modes)-1 {
		t.Errorf("%q of %q is offered first", s.How.Selected, s.How.Options)
	}
}
