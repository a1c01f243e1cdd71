package app

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/app/ui/dialogs"
	"factmark/store"
)

// inModal gives the widgets of a kind in the dialog in front, from top to bottom.
func inModal[T fyne.CanvasObject](b *bench) (all []T) {
	b.t.Helper()
	for _, o := range test.LaidOutObjects(b.modal().Popup.Content) {
		if found, is := o.(T); is && o.Visible() {
			all = append(all, found)
		}
	}
	return all
}

// result is what the result of an import lists, an outcome, a title and the rest a row.
func (b *bench) result() (rows []string) {
	b.t.Helper()
	if title := b.modal().Title; title != "Import" {
		b.t.Fatalf("%q is open, not the result of an import", title)
	}
	list := inModal[*dialogs.RowList](b)[0]
	for i := range list.Length() {
		o := list.CreateItem()
		list.UpdateItem(i, o)
		rows = append(rows, o.(interface{ AccessibilityLabel() string }).AccessibilityLabel())
	}
	return rows
}

// closeResult closes the result of an import.
func (b *bench) closeResult() {
	b.t.Helper()
	b.result()
	b.modal().Typed(fyne.KeyEscape)
}

func (b *bench) titled(title string) store.Document {
	b.t.Helper()
	all, err := b.Workspace.Store.Documents(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(d store.Document) bool { return d.Title == title })
	if i < 0 {
		b.t.Fatalf("no document “%s” among %+v", title, all)
	}
	return all[i]
}

const bridge = `The council of the town met on Tuesday to hear about the bridge over the river. It decided to wait for what the engineers find.
Until then the bridge stays closed to lorries of more than seven tonnes, as it has been since the flood of the year before.
The mayor said that the town has set money aside. The opposition asked why nobody had looked at the piers for eleven years.
`

// One page tells what became of every file, and leads to the documents.
func TestTheResultOfAnImport(t *testing.T) {
	b := newBench(t, first)
	folder := t.TempDir()
	for name, text := range map[string]string{"1 bridge.txt": "Bridge closed\n\n" + bridge, "2 again.txt": "Closed bridge\n\n" + strings.Replace(bridge, "eleven", "ten", 1),
		"3 here.txt": first, "4 empty.txt": "", ".hidden": "h", "5 broken.txt": "é and \x92", "6.jpg": "\xFF\xD8\xFFabc"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b.drop(folder)
	rows := b.result()
	for i, want := range []string{"Near-duplicate: Bridge closed, 94 % the same as “Closed bridge”", "Near-duplicate: Closed bridge, 94 % the same as “Bridge closed”",
		"Already there: Text A, ", "Not imported: 5 broken.txt, this is UTF-8 text, but broken", "Skipped: 6.jpg, this is a JPEG image",
		"Skipped: .hidden, it is hidden", "Skipped: 4 empty.txt, it is empty"} {
		if i >= len(rows) || !strings.HasPrefix(rows[i], want) {
			t.Fatalf("row %d of %q is not %q", i, rows, want)
		}
	}
	if words := wordsOf(b.modal()); !strings.Contains(words, "2 documents imported. 1 document was already in the workspace. 3 files were skipped. 1 file couldn't be imported.") ||
		!strings.Contains(words, "2 documents are near-duplicates.") {
		t.Errorf("it says %q", words)
	}
	b.wantTold("2 documents imported. 1 document was already in the workspace. 3 files were skipped. 1 file couldn't be imported.")
	if b.Workspace.Document.Title != "Bridge closed" {
		t.Errorf("%q is open behind it", b.Workspace.Document.Title)
	}
	// What is passed over says why, in full; there is nothing to open.
	filter := inModal[*dialogs.KeySelect](b)[0]
	if want := []string{"All (7)", "Imported (2)", "Already there (1)", "Near-duplicate (2)", "Skipped (3)", "Not imported (1)"}; !slices.Equal(filter.Options, want) {
		t.Errorf("the filter offers %q, want %q", filter.Options, want)
	}
	filter.SetSelected("Not imported (1)")
	if rows := b.result(); len(rows) != 1 || !strings.Contains(wordsOf(b.modal()), "5 broken.txt\nThis is UTF-8 text, but broken") || !b.modal().Ok.Disabled() {
		t.Errorf("%q with %q", rows, wordsOf(b.modal()))
	}
	filter.SetSelected("Near-duplicate (2)")
	i := slices.IndexFunc(inModal[*dialogs.KeyButton](b), func(o *dialogs.KeyButton) bool { return o.Text == "Open the other" })
	if i < 0 {
		t.Fatal("the other document cannot be opened")
	}
	test.Tap(inModal[*dialogs.KeyButton](b)[i])
	if len(b.Modals) != 0 || b.Workspace.Document.Title != "Closed bridge" {
		t.Errorf("%d dialogs, %q is open", len(b.Modals), b.Workspace.Document.Title)
	}
}

// An import that added nothing says so, and why.
func TestAnImportOfNothingNew(t *testing.T) {
	b := newBench(t, first)
	here, empty := b.file("here.txt", first), b.file("empty.txt", "")
	for _, c := range []struct {
		paths []string
		want  string
	}{
		{[]string{here}, "Nothing new: 1 document was already in the workspace."},
		{[]string{here, b.file("once more.txt", first), empty}, "Nothing new: 2 documents were already in the workspace. 1 file couldn't be imported."},
		{[]string{empty}, "Nothing was imported. 1 file couldn't be imported."},
	} {
		b.drop(c.paths...)
		b.wantTold(c.want)
		if words := wordsOf(b.modal()); !strings.Contains(words, c.want) || !b.modal().Other.Disabled() {
			t.Errorf("it says %q, and can be undone: %t", words, !b.modal().Other.Disabled())
		}
		b.modal().Close()
	}
}

// Titles, publishers and dates are corrected in the list, by keys alone, and one button takes all of it back.
func TestWhatWasImportedIsCorrectedInPlace(t *testing.T) {
	b := newBench(t, first)
	b.drop(b.file("a.txt", "One\n\nThe first text."), b.file("b.txt", "Two\n\nThe second text."))
	canvas := b.Win.Canvas()
	list := inModal[*dialogs.RowList](b)[0]
	if canvas.Focused() != list || list.Chosen != 0 {
		t.Fatalf("the keyboard is in %T at %d", canvas.Focused(), list.Chosen)
	}
	key := func(name fyne.KeyName) { canvas.Focused().TypedKey(&fyne.KeyEvent{Name: name}) }
	key(fyne.KeyF2)
	test.Type(canvas.Focused(), "Uno")
	key(fyne.KeyDown) // the same field of the next
	test.Type(canvas.Focused(), "Dos")
	canvas.FocusNext()
	test.Type(canvas.Focused(), "The Post")
	canvas.FocusNext()
	test.Type(canvas.Focused(), "20x5")
	key(fyne.KeyReturn)
	if words := wordsOf(b.modal()); !strings.Contains(words, "Enter a date as") {
		t.Errorf("a wrong date is taken: %q", words)
	}
	key(fyne.KeyUp) // which must not lose it
	if list.Chosen != 1 {
		t.Error("the row is left with what cannot be saved")
	}
	for range 4 {
		key(fyne.KeyBackspace)
	}
	test.Type(canvas.Focused(), "2025-02?")
	key(fyne.KeyReturn)
	if canvas.Focused() != list {
		t.Errorf("the keyboard is in %T after Enter", canvas.Focused())
	}
	if d := b.titled("Dos"); d.Publisher != "The Post" || d.Published != "2025-02?" {
		t.Errorf("saved is %+v", d)
	}
	b.titled("Uno")
	if rows := b.result(); !strings.HasPrefix(rows[1], "Imported: Dos, 2025-02? · The Post") {
		t.Errorf("listed are %q", rows)
	}
	test.Tap(b.modal().Other)
	docs, err := b.Workspace.Store.Documents(t.Context())
	if err != nil || len(docs) != 1 || len(b.Modals) != 0 {
		t.Errorf("after Undo import: %+v, %v, %d dialogs", docs, err, len(b.Modals))
	}
	b.wantTold("Undone: import 2 documents")
	for range 4 {
		b.Workspace.Redo()
	}
	if d := b.titled("Dos"); d.Published != "2025-02?" {
		t.Errorf("done again: %+v", d)
	}
}

// Escape gives back what a field held, and keeps the result open; what cannot be saved stays as a draft.
func TestWhatIsTypedInTheResultIsNotLost(t *testing.T) {
	b := newBench(t)
	b.drop(b.file("a.txt", "One\n\nThe first text."))
	canvas := b.Win.Canvas()
	key := func(name fyne.KeyName) { canvas.Focused().TypedKey(&fyne.KeyEvent{Name: name}) }
	key(fyne.KeyF2)
	test.Type(canvas.Focused(), "Uno")
	key(fyne.KeyEscape)
	if len(b.Modals) != 1 || b.titled("One").Title != "One" {
		t.Fatal("Escape in a field closes the result, or saves")
	}
	key(fyne.KeyF2)
	test.Type(canvas.Focused(), "Eins")
	b.modal().Leave.Tapped(nil) // saves what is in the fields
	id := b.titled("Eins").ID
	b.drop(b.file("b.txt", "Two\n\nThe second text."))
	key(fyne.KeyF2)
	canvas.FocusNext()
	canvas.FocusNext()
	test.Type(canvas.Focused(), "last May")
	b.modal().Leave.Tapped(nil)
	if len(b.Modals) != 0 || !strings.Contains(b.panes.status.told.Text, "“last May” is kept as a draft.") {
		t.Errorf("%d dialogs; it says %q", len(b.Modals), b.panes.status.told.Text)
	}
	b.ShowDocumentDetails(b.titled("Two"))
	if words := wordsOf(b.modal()); !strings.Contains(words, "This is your draft") || id == "" {
		t.Errorf("no draft: %q", words)
	}
}

// Where something else was done since, the import is not taken back from its result.
func TestAnImportIsNotUndoneOverOtherWork(t *testing.T) {
	b := newBench(t, first)
	b.drop(b.file("a.txt", "One\n\nThe first text."))
	if _, err := b.Workspace.Store.AddLabel(t.Context(), store.Label{Name: "Odd", Meaning: "none"}); err != nil {
		t.Fatal(err)
	}
	test.Tap(b.modal().Other)
	b.titled("One")
	if words := wordsOf(b.modal()); !strings.Contains(words, "cannot be taken back from here") {
		t.Errorf("it says %q", words)
	}
}

// Tables ask which column is what, once for all that have the same ones.
func TestTablesAskForTheirColumns(t *testing.T) {
	b := newBench(t)
	one := b.file("one.csv", "name,body,date\nFirst,The bridge is safe.,2025-02-10\nSecond,It is not.,2025\nThird,,\n")
	two := b.file("two.csv", "name,body,date\nFourth,The mayor resigned.,2024\n")
	other := b.file("other.csv", "a,b\nx,\"A text of its own, quite long, for which nobody asked.\"\n")
	b.drop(one, two, other)
	m := b.modal()
	if m.Title != "Columns of one.csv" || len(b.Workspace.Documents) != 0 {
		t.Fatalf("%q is asked, %d documents", m.Title, len(b.Workspace.Documents))
	}
	words := wordsOf(m)
	for _, want := range []string{"3 rows · 2 documents · 1 row has no text", "First · 2025-02-10", "The bridge is safe."} {
		if !strings.Contains(words, want) {
			t.Errorf("it does not say %q: %q", want, words)
		}
	}
	picks := inModal[*dialogs.KeySelect](b)
	if !strings.HasPrefix(picks[0].Selected, "body  –  The bridge is safe.") || !strings.HasPrefix(picks[1].Selected, "name  –  First") {
		t.Errorf("preset are %q, %q", picks[0].Selected, picks[1].Selected)
	}
	also := inModal[*dialogs.KeyCheck](b)
	if len(also) != 1 || !also[0].Checked || !strings.Contains(also[0].Text, "1 other table with these columns") {
		t.Fatalf("it does not offer to answer for the other: %+v", also)
	}
	picks[3].SetSelected(picks[3].Options[1]) // the name is the publisher too
	m.Typed(fyne.KeyReturn)
	if title := b.modal().Title; title != "Columns of other.csv" {
		t.Fatalf("%q is open", title)
	}
	test.Tap(b.modal().Other)
	rows := b.result()
	if len(rows) != 5 || !strings.HasPrefix(rows[0], "Imported: First, 2025-02-10 · First") || !strings.Contains(strings.Join(rows, "\n"), "skipped") {
		t.Errorf("the result is %q", rows)
	}
	if d := b.titled("Fourth"); d.Publisher != "Fourth" || d.Published != "2024" {
		t.Errorf("of the other table %+v", d)
	}
}

// A question for columns that is left imports nothing.
func TestAQuestionForColumnsCanBeLeft(t *testing.T) {
	b := newBench(t)
	b.drop(b.file("one.csv", "name,body\nFirst,The bridge is safe.\n"), b.file("a.txt", "A text."))
	b.modal().Typed(fyne.KeyEscape)
	if len(b.Modals) != 0 || len(b.Workspace.Documents) != 0 {
		t.Errorf("%d dialogs, %d documents", len(b.Modals), len(b.Workspace.Documents))
	}
	b.wantTold("Import cancelled. Nothing was imported.")
}

// What is chosen in the window for an import is how files are read, in the preview too.
func TestTheOptionsOfAnImport(t *testing.T) {
	b := newBench(t)
	page := "<!DOCTYPE html><title>News</title><nav>Menu of the site</nav><article><h1>Bridge</h1>" + strings.Repeat("<p>"+bridge+"</p>", 3) + "</article>"
	path := b.file("a.html", page)
	b.AskImport()
	paths := b.modal().Focus.(interface{ SetText(string) })
	paths.SetText(path)
	b.runPaused()
	if words := wordsOf(b.modal()); !strings.Contains(words, "a.html: web page") || strings.Contains(words, "Menu of the site") {
		t.Errorf("the preview is %q", words)
	}
	more := inModal[*dialogs.KeyButton](b)
	i := slices.IndexFunc(more, func(o *dialogs.KeyButton) bool { return o.Text == "More options" })
	test.Tap(more[i])
	inModal[*dialogs.RadioGroup](b)[0].SetSelected("The whole page")
	b.runPaused()
	if words := wordsOf(b.modal()); !strings.Contains(words, "Menu of the site") {
		t.Errorf("the preview is %q", words)
	}
	b.modal().Accept()
	b.closeResult()
	if text, err := b.Workspace.Store.Text(t.Context(), b.Workspace.Document.ID); err != nil || !strings.Contains(text, "Menu of the site") {
		t.Errorf("imported is %q, %v", text, err)
	}
}

// The rows of a long list cost what is seen of them.
func BenchmarkTheResultOfManyFiles(b *testing.B) {
	bench := newBench(b)
	folder := b.TempDir()
	for i := range 2000 {
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%04d.txt", i)), fmt.Appendf(nil, "Document %d\n\nIts text, number %d, is short.", i, i), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	bench.drop(folder)
	list := inModal[*dialogs.RowList](bench)[0]
	b.ResetTimer()
	for i := range b.N {
		list.Select((i * 37) % list.Length())
	}
}
