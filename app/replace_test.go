package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/store/check"
	"factmark/widgets/chip"
	"factmark/widgets/docview"
)

const (
	aging = "The council met on Monday, 10 February, in the old town hall. It said that the group holds $10 million.\n\n" +
		"Nobody was killed, the ministry wrote in a note. Prices rose by 5 percent in May.\n\n" +
		"The bridge was closed for two weeks after the storm. Every school gets a new roof.\n"
	aged = "A correction was made.\n\n" +
		"The council met on Monday, 10 February, in the old town hall. It said that the group holds $10 million.\n\n" +
		"Nobody was killed, the ministry wrote in a note. Prices rose by 7 percent in May.\n\n" +
		"The bridge was completely closed for two weeks after the storm.\n"
)

// newAging is a bench with a document whose claims stay, change and go.
func newAging(t *testing.T) *bench {
	b := newBench(t, aging)
	for i, quote := range []string{"the group holds $10 million", "Prices rose by 5 percent in May.",
		"The bridge was closed for two weeks after the storm.", "Every school gets a new roof."} {
		b.selectText(quote)
		b.type_([]string{"s", "d", "n", "c"}[i])
	}
	return b
}

// compare opens the comparison with a newer text.
func (b *bench) compare(text string) *dialogs.OpenModal {
	b.t.Helper()
	b.AskReplaceText(b.Workspace.Document)
	m := b.modal()
	m.Focus.(*dialogs.KeyEntry).SetText(b.file("newer.txt", text))
	m.Focus.(*dialogs.KeyEntry).TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	return b.modal()
}

// wordsIn gives all that the labels and texts of a dialog say.
func wordsIn(o fyne.CanvasObject) string {
	var all []string
	for _, found := range test.LaidOutObjects(o) {
		switch o := found.(type) {
		case *widget.Label:
			all = append(all, o.Text)
		case *widget.RichText:
			all = append(all, o.String())
		}
	}
	return strings.Join(all, "\n")
}

func TestReplaceText(t *testing.T) {
	b := newAging(t)
	old := b.Workspace.Document
	m := b.compare(aged)
	if m.Title != "Replace the text of “Text A”?" || m.Confirm != "Replace text" {
		t.Fatalf("the dialog is %q, %q", m.Title, m.Confirm)
	}
	plan := wordsIn(m.Content)
	for _, line := range []string{"1 claim moved, unchanged.", "1 claim has a similar passage to review", "2 claims become unplaced.",
		"Not found; this is the closest match. The sentence has changed: “5” is now “7”.", "Prices rose by 7 percent in May."} {
		if !strings.Contains(plan, line) {
			t.Errorf("the dialog does not say %q: %s", line, plan)
		}
	}
	// The second of the three that are listed is the bridge; Space accepts its place, rejects it, and accepts it.
	m.Typed(fyne.KeyDown)
	if plan := wordsIn(m.Content); !strings.Contains(plan, "“completely” is new") {
		t.Errorf("the difference is not in words: %s", plan)
	}
	m.Typed(fyne.KeySpace)
	if plan := wordsIn(m.Content); !strings.Contains(plan, "1 similar passage accepted.") || strings.Contains(plan, "to review") {
		t.Errorf("an accepted place is not taken: %s", plan)
	}
	m.Typed(fyne.KeySpace)
	if plan := wordsIn(m.Content); !strings.Contains(plan, "1 claim has a similar passage to review") {
		t.Errorf("a rejected place is still taken: %s", plan)
	}
	m.Typed(fyne.KeySpace)
	m.Typed(fyne.KeyUp)
	m.Typed(fyne.KeySpace) // the prices have no place to be taken
	m.Typed(fyne.KeyReturn)

	if b.Workspace.Document.ID == old.ID || b.Workspace.Document.Title != old.Title || len(b.Workspace.Documents) != 1 {
		t.Fatalf("the open document is %+v of %d", b.Workspace.Document, len(b.Workspace.Documents))
	}
	if text := b.panes.document.Text; text != aged {
		t.Errorf("the page shows %q", text)
	}
	b.wantQuotes("S the group holds $10 million", "D Prices rose by 5 percent in May.",
		"N The bridge was completely closed for two weeks after the storm.", "– Every school gets a new roof.")

	// The orphans are offered at once. The first has a candidate, which Enter takes.
	m = b.modal()
	if m.Title != "Unplaced claims" || !strings.Contains(wordsIn(m.Content), "1 of 2") {
		t.Fatalf("the dialog is %q: %s", m.Title, wordsIn(m.Content))
	}
	if text := wordsIn(m.Content); !strings.Contains(text, "Prices rose by 5 percent in May.") || !strings.Contains(text, "Prices rose by 7 percent in May.") {
		t.Errorf("old and new are not side by side: %s", text)
	}
	m.Typed(fyne.KeyReturn)
	if got := b.quotes()[1]; got != "D Prices rose by 7 percent in May." {
		t.Errorf("placed: %q", got)
	}
	// The other has none: it is placed by hand.
	if !m.Ok.Disabled() || !strings.Contains(wordsIn(m.Content), "1 of 1") {
		t.Errorf("the last orphan can be placed: %s", wordsIn(m.Content))
	}
	m.Typed(fyne.KeyReturn)
	m.Typed(fyne.KeyH)
	if len(b.Modals) != 0 || !b.panes.placing.Body.Visible() {
		t.Fatal("nothing waits for a selection")
	}
	b.PlaceHere()
	if got := b.panes.status.told.Text; got != "Select the passage first." {
		t.Errorf("without a selection the window says %q", got)
	}
	b.selectText("A correction was made.")
	b.PlaceHere()
	if got := b.quotes()[0]; got != "– A correction was made." || b.panes.placing.Body.Visible() {
		t.Errorf("placed by hand: %q", b.quotes())
	}
	if n := b.Workspace.Orphans(); n != 0 {
		t.Errorf("%d orphans are left", n)
	}

	// Three undos go back to the old text, and redos forward again, with the document open all the time.
	for range 3 {
		b.undo()
	}
	if b.Workspace.Document.ID != old.ID || b.panes.document.Text != aging {
		t.Errorf("after undo %q lies open", b.panes.document.Text)
	}
	b.wantQuotes("S the group holds $10 million", "D Prices rose by 5 percent in May.",
		"N The bridge was closed for two weeks after the storm.", "– Every school gets a new roof.")
	b.redo()
	if b.panes.document.Text != aged {
		t.Errorf("after redo %q lies open", b.panes.document.Text)
	}
	findings, err := check.Run(context.Background(), b.Workspace.Store, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if f.Kind != "orphan" {
			t.Errorf("check: %v", f)
		}
	}
}

func TestReplaceTextSaysWhatStandsAgainstIt(t *testing.T) {
	b := newAging(t)
	b.AskReplaceText(b.Workspace.Document)
	m := b.modal()
	path := m.Focus.(*dialogs.KeyEntry)
	for typed, say := range map[string]string{"": "Enter the path of a file.", "/no/such/file": "There is no file /no/such/file.", t.TempDir(): "There is no file"} {
		path.SetText(typed)
		m.Accept()
		if len(b.Modals) != 1 || !strings.Contains(wordsIn(m.Content), say) {
			t.Errorf("%q: %s", typed, wordsIn(m.Content))
		}
	}
	m.Typed(fyne.KeyEscape)

	m = b.compare(aging)
	m.Typed(fyne.KeyReturn)
	if m = b.modal(); !strings.Contains(wordsIn(m.Content), "very text") {
		t.Errorf("the same text: %s", wordsIn(m.Content))
	}
	m.Typed(fyne.KeyEscape)
	m = b.compare("")
	if m.Title != "Something went wrong" {
		t.Errorf("an empty file: %q", m.Title)
	}
	m.Typed(fyne.KeyEscape)

	b.compare(aged).Typed(fyne.KeyEscape)
	if b.panes.document.Text != aging || b.Workspace.Orphans() != 0 {
		t.Error("Escape does not leave all as it was")
	}
}

// A document that does not lie open gets its newer text all the same; placing a
// claim by hand opens it.
func TestReplaceTextOfAnotherDocument(t *testing.T) {
	b := newBench(t, aging, second)
	b.selectText("Every school gets a new roof.")
	b.type_("s")
	doc := b.Workspace.Document
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	b.AskReplaceText(doc)
	m := b.modal()
	m.Focus.(*dialogs.KeyEntry).SetText(b.file("newer.txt", aged))
	m.Typed(fyne.KeyReturn)
	b.modal().Typed(fyne.KeyReturn)
	if b.panes.document.Text != second {
		t.Errorf("%q lies open", b.panes.document.Text)
	}
	b.modal().Typed(fyne.KeyH)
	if b.panes.document.Text != aged || !b.panes.placing.Body.Visible() {
		t.Fatalf("%q lies open", b.panes.document.Text)
	}
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	if b.panes.placing.Body.Visible() {
		t.Error("a claim of another document waits for a selection")
	}
}

// leaveOrphans replaces the text, with the bridge where it is near, and leaves
// the orphans for later.
func leaveOrphans(b *bench) {
	b.t.Helper()
	m := b.compare(aged)
	m.Typed(fyne.KeyDown)
	m.Typed(fyne.KeySpace)
	m.Typed(fyne.KeyReturn)
	b.modal().Typed(fyne.KeyEscape)
}

func TestOrphansStandNowhereInTheText(t *testing.T) {
	b := newAging(t)
	leaveOrphans(b)
	b.restart()
	if n := len(b.panes.document.Highlights()); n != 2 {
		t.Errorf("%d highlights are shown, want 2", n)
	}
	orphan := b.Workspace.Claims[slices.IndexFunc(b.Workspace.Claims, func(c store.Claim) bool { return !workspace.Placed(c) })]
	if under := b.panes.document.View.HighlightsAt(orphan.Start); slices.Contains(under, orphan.ID) {
		t.Error("an orphan is shown in the text")
	}
	b.panes.document.View.Select(0, 0)
	b.Workspace.Choose(orphan.ID, true)
	if start, _ := b.panes.document.View.Selection(); start != 0 {
		t.Errorf("choosing an orphan moves the caret to %d", start)
	}
	// ] goes from place to place.
	b.Workspace.Choose("", false)
	for range 3 {
		b.type_("]")
		if c := b.Workspace.Claim(b.Workspace.Current); c == nil || !workspace.Placed(*c) {
			t.Errorf("] goes to %+v", c)
		}
	}
	// Another claim may be made where an orphan once stood.
	b.panes.document.View.Select(orphan.Start, orphan.End)
	b.type_("s")
	if len(b.stored()) != 5 {
		t.Errorf("%d claims, want 5", len(b.stored()))
	}
}

func TestOrphansAreFoundAgain(t *testing.T) {
	b := newAging(t)
	if got := len(b.panes.claims.Chips.Objects); got != 4 {
		t.Fatalf("%d chips before", got)
	}
	leaveOrphans(b)
	if got := b.panes.library.Summary(b.Workspace.Documents[0]); !strings.Contains(got, "2 unplaced") {
		t.Errorf("the library says %q", got)
	}
	filter := b.panes.claims.Chips.Objects[4].(*chip.Chip)
	if filter.Text != "Unplaced claims" || filter.Count != "2" {
		t.Errorf("the filter is %q %q", filter.Text, filter.Count)
	}
	filter.Tapped(nil)
	if len(b.panes.claims.Shown) != 2 || b.panes.claims.Count.Text != "2 of 4" {
		t.Errorf("the filter shows %d claims, %q", len(b.panes.claims.Shown), b.panes.claims.Count.Text)
	}
	// The dialog begins with the orphan in hand; Left and Right go round; Delete deletes.
	b.Workspace.Choose(b.panes.claims.ID(1), true)
	second := b.Workspace.Claim(b.Workspace.Current).Quote
	b.ShowOrphans(b.Workspace.Document.ID, b.Workspace.Current)
	m := b.modal()
	if !strings.Contains(wordsIn(m.Content), second) || !strings.Contains(wordsIn(m.Content), "2 of 2") {
		t.Errorf("the dialog begins with %s", wordsIn(m.Content))
	}
	m.Typed(fyne.KeyRight)
	if !strings.Contains(wordsIn(m.Content), "1 of 2") {
		t.Errorf("Right goes to %s", wordsIn(m.Content))
	}
	m.Typed(fyne.KeyLeft)
	m.Typed(fyne.KeyDelete)
	m.Typed(fyne.KeyDelete)
	if len(b.Modals) != 0 || len(b.stored()) != 2 {
		t.Errorf("%d claims are left, %d dialogs", len(b.stored()), len(b.Modals))
	}
	if len(b.panes.claims.Chips.Objects) != 4 || len(b.panes.claims.Shown) != 2 {
		t.Errorf("%d chips, %d claims shown after the last orphan", len(b.panes.claims.Chips.Objects), len(b.panes.claims.Shown))
	}
	b.ShowOrphans(b.Workspace.Document.ID, b.Workspace.Current)
	if len(b.Modals) != 0 || !strings.Contains(b.panes.status.told.Text, "no unplaced claims") {
		t.Errorf("without orphans the window says %q", b.panes.status.told.Text)
	}
	b.PlaceHere()
	if got := b.panes.status.told.Text; got != "Choose an unplaced claim first." {
		t.Errorf("without an orphan the window says %q", got)
	}
}

func TestEarlierTexts(t *testing.T) {
	b := newAging(t)
	leaveOrphans(b)
	b.ShowDocumentDetails(b.Workspace.Document)
	m := b.modal()
	if !strings.Contains(wordsIn(m.Content), "a.txt · 270 characters") && !strings.Contains(wordsIn(m.Content), "a.txt · ") {
		t.Errorf("the details say %s", wordsIn(m.Content))
	}
	buttons := map[string]*dialogs.KeyButton{}
	for _, o := range test.LaidOutObjects(m.Content) {
		if button, is := o.(*dialogs.KeyButton); is {
			buttons[button.Text] = button
		}
	}
	test.Tap(buttons["Read"])
	reading := b.modal()
	view, is := reading.Focus.(*docview.View)
	if !is {
		t.Fatalf("no text is shown in %q", reading.Title)
	}
	view.TypedShortcut(&fyne.ShortcutSelectAll{})
	if view.SelectedText() != aging {
		t.Errorf("it reads %q", view.SelectedText())
	}
	view.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	view.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) // the first drops the selection
	if b.modal() != m {
		t.Fatal("Escape does not close the earlier text")
	}

	test.Tap(buttons["Save as text…"])
	saving := b.modal()
	path := saving.Focus.(*dialogs.KeyEntry)
	file := filepath.Join(t.TempDir(), "earlier.txt")
	path.SetText(file)
	saving.Typed(fyne.KeyReturn)
	if content, err := os.ReadFile(file); err != nil || string(content) != aging {
		t.Errorf("the file holds %q, %v", content, err)
	}
	test.Tap(buttons["Save as text…"])
	saving = b.modal()
	saving.Focus.(*dialogs.KeyEntry).SetText(file)
	saving.Typed(fyne.KeyReturn)
	if asked := b.modal(); asked == saving || asked.Title != "Replace the file?" || asked.DefaultButton().Text != "Cancel" {
		t.Errorf("a file that is there: %s", wordsIn(asked.Content))
	}
}

// Two mayors whose sentences are swapped keep their own verdicts; where the
// sentence itself names another, its verdict waits until somebody has looked.
func TestReplaceTextKeepsVerdictsWithTheirSubjects(t *testing.T) {
	const (
		lyon = "The mayor of Lyon said the bridge was safe for all traffic."
		nice = "The mayor of Nice said the bridge was safe for all traffic."
		said = "the bridge was safe for all traffic"
	)
	mark := func(b *bench) {
		for i, label := range []string{"s", "d"} {
			at := strings.Index(lyon, said) + i*(len(lyon)+1)
			b.panes.document.View.Select(at, at+len(said))
			b.type_(label)
		}
	}
	// stands gives what each label is said of, by the database.
	stands := func(b *bench) map[string]string {
		t.Helper()
		text, err := b.Workspace.Store.Text(context.Background(), b.Workspace.Document.ID)
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]string{}
		for _, c := range b.stored() {
			all[b.Workspace.LabelOf(c.LabelID).Name] = "no place"
			if workspace.Placed(c) {
				all[b.Workspace.LabelOf(c.LabelID).Name] = text[strings.LastIndex(text[:c.Start], "The mayor of "):][len("The mayor of "):][:4]
			}
		}
		return all
	}
	want := func(b *bench, supported, disputed string) {
		t.Helper()
		if got := stands(b); got["Supported"] != supported || got["Disputed"] != disputed {
			t.Errorf("the verdicts stand on %v, want %s and %s", got, supported, disputed)
		}
	}

	b := newBench(t, lyon+" "+nice)
	mark(b)
	m := b.compare(nice + " " + lyon)
	if plan := wordsIn(m.Content); !strings.Contains(plan, "2 claims moved, unchanged.") || strings.Contains(plan, "stand") {
		t.Errorf("swapped: %s", plan)
	}
	m.Typed(fyne.KeyReturn)
	want(b, "Lyon", "Nice")
	b.undo()
	want(b, "Lyon", "Nice")

	// Nice takes the place of Lyon, and Metz that of Nice.
	renamed := strings.ReplaceAll(lyon, "Lyon", "Brig") + " " + strings.ReplaceAll(nice, "Nice", "Metz")
	m = b.compare(renamed)
	plan := wordsIn(m.Content)
	for _, line := range []string{"2 claims have a similar passage to review", "The sentence has changed: “Lyon” is now “Brig”.", "Similar"} {
		if !strings.Contains(plan, line) {
			t.Errorf("the dialog does not say %q: %s", line, plan)
		}
	}
	m.Typed(fyne.KeyEnd)
	if plan := wordsIn(m.Content); !strings.Contains(plan, "“Nice” is now “Metz”.") {
		t.Errorf("the second one: %s", plan)
	}
	m.Typed(fyne.KeySpace)
	m.Typed(fyne.KeyReturn)
	want(b, "no place", "Metz")
	m = b.modal()
	if words := wordsIn(m.Content); !strings.Contains(words, "“Lyon” is now “Brig”.") {
		t.Errorf("the one that was not accepted: %s", words)
	}
	m.Typed(fyne.KeyReturn)
	want(b, "Brig", "Metz")
	b.undo()
	b.undo()
	want(b, "Lyon", "Nice")
	if b.panes.document.Text != lyon+" "+nice {
		t.Errorf("after undo the page shows %q", b.panes.document.Text)
	}
}
