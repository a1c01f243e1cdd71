package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"factmark/store"
)

// locatedBench is a bench with a document whose parts are named, each of them a paragraph.
func locatedBench(t *testing.T, kind store.LocatorKind, labels ...string) *bench {
	t.Helper()
	b := newBench(t, first)
	doc := store.NewDocument{Title: "0 located", FileName: "l.txt", Charset: "UTF-8"}
	at := 0
	for i, label := range labels {
		part := strings.Repeat(fmt.Sprintf("Part %d says what it says, ça va. ", i), 20)
		doc.Text += part + "\n\n"
		doc.Locators = append(doc.Locators, store.Locator{Kind: kind, Start: at, End: at + len([]rune(part)), Label: label})
		at += len([]rune(part)) + 2
	}
	doc.Original = []byte(doc.Text)
	added, err := b.Workspace.Store.AddDocuments(t.Context(), []store.NewDocument{doc})
	if err != nil {
		t.Fatal(err)
	}
	b.restart()
	b.Workspace.Open(added[0].Document.ID, "")
	return b
}

// beside gives the texts that stand left of a place in the text's view.
func (b *bench) beside() (all []string) {
	view := b.panes.document.View
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *canvas.Text:
			all = append(all, o.Text)
		case *fyne.Container:
			for _, each := range o.Objects {
				walk(each)
			}
		case fyne.Widget:
			for _, each := range test.WidgetRenderer(o).Objects() {
				walk(each)
			}
		}
	}
	for _, o := range test.WidgetRenderer(view).Objects() {
		walk(o)
	}
	return all
}

func TestLocatorsStandInTheGutter(t *testing.T) {
	b := locatedBench(t, store.LocatorTime, "00:00:01.500 ANNA", "00:12:05.250 BEN", "01:00:00.000")
	if got := b.beside(); !slices.Contains(got, "00:00:01") || !slices.Contains(got, "00:12:05") {
		t.Errorf("beside the text stands %q", got)
	}
	b.selectText("Part 1 says")
	b.type_("s")
	if got := b.Workspace.Locators; len(got) != 3 {
		t.Errorf("%d locators after a claim was made", len(got))
	}
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	if got := b.beside(); slices.Contains(got, "00:00:01") {
		t.Errorf("beside a text without locators stands %q", got)
	}
}

func TestGoToAPage(t *testing.T) {
	var labels []string
	for i := range 40 {
		labels = append(labels, fmt.Sprint(i+1))
	}
	labels[0] = "iv"
	b := locatedBench(t, store.LocatorPage, labels...)
	item, view := b.items[commandGoTo], b.panes.document.View
	if caption, _ := captionAndKeys(item.Label); item.Disabled || caption != "Go to page…" {
		t.Fatalf("the menu offers %q, disabled %v", item.Label, item.Disabled)
	}
	b.FocusOn(b.panes.library.Search)
	for _, c := range []struct {
		typed string
		part  int
	}{{"7", 6}, {" page 30 ", 29}, {"p. 12", 11}, {"IV", 0}, {"40", 39}} {
		item.Action()
		b.typeInto(c.typed)
		b.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if len(b.Modals) > 0 {
			t.Fatalf("the dialog stays open for %q", c.typed)
		}
		start, end := view.Selection()
		if want := b.Workspace.Locators[c.part].Start; start != want || end != want || view.TopOffset() > want {
			t.Errorf("%q goes to %d with %d at the top, want %d", c.typed, start, view.TopOffset(), want)
		}
		if b.Win.Canvas().Focused() != fyne.Focusable(view) {
			t.Errorf("after going to %q the keyboard is with %T", c.typed, b.Win.Canvas().Focused())
		}
	}
	top := view.TopOffset()
	for _, typed := range []string{"41", "", "page", "12:05"} {
		item.Action()
		b.typeInto(typed)
		b.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if len(b.Modals) != 1 {
			t.Fatalf("%q is taken for a page", typed)
		}
		b.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if len(b.Modals) != 0 || view.TopOffset() != top {
			t.Errorf("after %q and Escape %d dialogs are open, the page begins at %d", typed, len(b.Modals), view.TopOffset())
		}
	}
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	if !item.Disabled {
		t.Error("a document without pages offers to go to one")
	}
	item.Action()
	if len(b.Modals) > 0 {
		t.Error("a dialog asks for a page where there is none")
	}
	b.wantTold("This document has no pages, times or chapters to go to.")
}

func TestGoToATime(t *testing.T) {
	b := locatedBench(t, store.LocatorTime, "00:00:05.500 ANNA", "00:12:05.250 BEN", "00:12:05.900", "01:00:00.000 ANNA", "01:00:10.000")
	view := b.panes.document.View
	if got, _ := captionAndKeys(b.items[commandGoTo].Label); got != "Go to time…" {
		t.Errorf("the menu offers %q", got)
	}
	for typed, part := range map[string]int{
		"00:12:05": 1, "12:05": 1, "12:05.9": 2, "12:05,95": 2, "12:06": 2, "59:59": 2, "0:01": 0, "00:00:00": 0, "1:00:00": 3, "60:00": 3,
		"01:00:00.000 anna": 3, "99:00:00": 4, "00:12:05.250 BEN": 1,
	} {
		b.run(commandGoTo)
		b.typeInto(typed)
		b.modal().Accept()
		if start, _ := view.Selection(); start != b.Workspace.Locators[part].Start {
			t.Errorf("%q goes to %d, want the part at %d", typed, start, b.Workspace.Locators[part].Start)
		}
	}
	for _, typed := range []string{"12", "noon", "12:5", "1:2:3:4"} {
		b.run(commandGoTo)
		b.typeInto(typed)
		b.modal().Accept()
		if len(b.Modals) != 1 {
			t.Fatalf("%q is taken for a time", typed)
		}
		b.closeAll()
	}
}

func TestGoToAChapter(t *testing.T) {
	b := locatedBench(t, store.LocatorChapter, "Titlepage", "Part II", "Part", "Über uns")
	for typed, part := range map[string]int{"part": 2, "part i": 1, "ÜBER": 3, "chapter titlepage": 0} {
		b.run(commandGoTo)
		b.typeInto(typed)
		b.modal().Accept()
		if start, _ := b.panes.document.View.Selection(); len(b.Modals) > 0 || start != b.Workspace.Locators[part].Start {
			t.Errorf("%q goes to %d, want %q", typed, start, b.Workspace.Locators[part].Label)
		}
		b.closeAll()
	}
}

// typeInto types into the field that has the keyboard.
func (b *bench) typeInto(text string) {
	for _, r := range text {
		b.Win.Canvas().Focused().TypedRune(r)
	}
}

// hinted are the relative dates that are marked in the text.
func (b *bench) hinted() string { return fmt.Sprint(b.panes.document.View.Hints()) }

func TestRelativeDatesAreMarkedWhereADocumentHasNoDate(t *testing.T) {
	b := newBench(t, first, "A text of no day.")
	id := b.Workspace.Document.ID
	plain := b.hinted() // its language is not known
	edit := func(e store.DocumentEdit) { b.Workspace.EditDocument(id, e) }
	english, date, none := "en", "2025-02", ""
	edit(store.DocumentEdit{Language: &english})
	marked := b.hinted()
	if marked == plain {
		t.Fatalf("“Monday” is not marked beside %s; the language is %q, the date %q, marks are on: %v", plain, b.Workspace.Document.Language, b.Workspace.Document.Published, b.items["relative-dates"].Checked)
	}
	if got, want := b.panes.document.View.HoverHint("Monday"), "This document has no date, so “Monday” may be any Monday. Enter a date in Document › Document details."; got != want {
		t.Errorf("the tip says %q", got)
	}
	if got := b.panes.document.View.HoverHint("last month"); !strings.Contains(got, "“last month”") || strings.Contains(got, "any last month") {
		t.Errorf("of a month the tip says %q", got)
	}
	edit(store.DocumentEdit{Published: &date})
	if b.hinted() != plain {
		t.Error("the marks stay when a date is entered")
	}
	b.Workspace.Undo()
	if b.hinted() != marked {
		t.Error("the marks are not back when the date is taken back")
	}
	edit(store.DocumentEdit{Published: &date})
	edit(store.DocumentEdit{Published: &none})
	item := b.items["relative-dates"]
	if !item.Checked || b.hinted() != marked {
		t.Error("the marks are not back when the date is taken away")
	}
	item.Action()
	if item.Checked || b.hinted() != plain {
		t.Error("the marks stay when they are switched off")
	}
	b.restart()
	if b.items["relative-dates"].Checked || b.hinted() != plain {
		t.Error("that marks are off is not kept")
	}
	b.items["relative-dates"].Action()
	if b.hinted() != marked {
		t.Error("the marks are not back when they are switched on")
	}
}

// What is found in a text that has been left is not marked in the one that is open.
func TestRelativeDatesOfAnotherTextComeTooLate(t *testing.T) {
	b := newBench(t, first, "One said on Monday, one on Friday.", "Six seven eight nine ten eleven.")
	english := "en"
	for _, doc := range b.Workspace.Documents[:2] {
		b.Workspace.EditDocument(doc.ID, store.DocumentEdit{Language: &english})
	}
	third := b.Workspace.Documents[2].ID
	b.Workspace.Open(third, "")
	plain := b.hinted()
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	start := b.Back.Start
	var late []func()
	b.Back.Start = func(work func()) { late = append(late, work) }
	b.panes.document.MarkDates(false)
	b.panes.document.MarkDates(true)
	b.Back.Start = start
	if len(late) == 0 {
		t.Fatal("nothing is looked for in the background")
	}
	b.Workspace.Open(third, "")
	for _, work := range late {
		start(work)
	}
	if b.hinted() != plain {
		t.Error("marks of another text are shown")
	}
}
