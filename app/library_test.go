package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"factmark/app/ui/dialogs"
	"factmark/app/ui/document"
	reviewui "factmark/app/ui/review"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
)

var fourTexts = []string{first, second, "A third text.", "A fourth text."}

// libraryBench has four documents: A and B are tagged, C is of another language, D is done.
func libraryBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t, fourTexts...)
	text := func(s string) *string { return &s }
	done := store.DocumentDone
	for i, e := range []store.DocumentEdit{
		{Tags: text("energy, EU"), Publisher: text("Reuters"), Published: text("2025-02"), Language: text("en")},
		{Tags: text("energy"), Publisher: text("AFP"), Published: text("2025?"), Language: text("en"), Note: text("from the archive")},
		{Language: text("de"), Published: text("2023")},
		{Stated: &done},
	} {
		if err := b.Workspace.Store.EditDocument(context.Background(), b.id("ABCD"[i]), e); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// id is that of the text with a letter.
func (b *bench) id(letter byte) string {
	b.t.Helper()
	i := slices.IndexFunc(b.Workspace.Documents, func(doc store.Document) bool { return doc.Title == "Text "+string(letter) })
	if i < 0 {
		b.t.Fatalf("there is no text %c", letter)
	}
	return b.Workspace.Documents[i].ID
}

// document reads a document from the file.
func (b *bench) document(letter byte) store.Document {
	b.t.Helper()
	doc, err := b.Workspace.Store.Document(context.Background(), b.id(letter))
	if err != nil {
		b.t.Fatal(err)
	}
	return doc
}

// listed are the letters of the documents in the library, in its order.
func (b *bench) listed() (letters string) {
	for i := range b.Workspace.Listed.Len() {
		letters += strings.TrimPrefix(b.Workspace.Listed.At(i).Title, "Text ")
	}
	return letters
}

// selected are the letters of those that a command in the library is for.
func (b *bench) selected() (letters string) {
	for _, doc := range b.panes.library.Selected() {
		letters += strings.TrimPrefix(doc.Title, "Text ")
	}
	return letters
}

func (b *bench) wantLibrary(what, listed, selected, count string) {
	b.t.Helper()
	if b.listed() != listed || b.selected() != selected || b.panes.library.Count.Text != count {
		b.t.Errorf("%s: %s is listed, %s selected, it says %q; want %s, %s, %q", what, b.listed(), b.selected(), b.panes.library.Count.Text, listed, selected, count)
	}
}

// item is the row of a document in the window.
func (b *bench) item(letter byte) *document.DocumentItem {
	b.t.Helper()
	for _, o := range test.LaidOutObjects(b.panes.library.Body) {
		if item, is := o.(*document.DocumentItem); is && strings.HasPrefix(item.AccessibilityLabel(), "Text "+string(letter)) {
			return item
		}
	}
	b.t.Fatalf("text %c is in no row", letter)
	return nil
}

// clickOn clicks on the row of a document with keys held.
func (b *bench) clickOn(letter byte, held fyne.KeyModifier) {
	b.t.Helper()
	item := b.item(letter)
	item.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: held})
	test.Tap(item)
}

// pick chooses the item of the menu that is open by what it is called; more are the items of its submenus.
func (b *bench) pick(items []*fyne.MenuItem, path ...string) {
	b.t.Helper()
	for _, item := range items {
		if caption, _ := captionAndKeys(item.Label); caption != path[0] {
			continue
		}
		if len(path) > 1 {
			b.pick(item.ChildMenu.Items, path[1:]...)
		} else {
			item.Action()
		}
		return
	}
	b.t.Fatalf("no item is called %q", path[0])
}

func (b *bench) menuBar(path ...string) {
	b.t.Helper()
	for _, m := range b.menu.Items {
		if m.Label == path[0] {
			b.pick(m.Items, path[1:]...)
			return
		}
	}
	b.t.Fatalf("no menu is called %q", path[0])
}

// detailFields are the fields of one line of the dialog in front, by what stands beside them.
func (b *bench) detailFields() map[string]*dialogs.KeyEntry {
	b.t.Helper()
	fields, caption := map[string]*dialogs.KeyEntry{}, ""
	for _, o := range test.LaidOutObjects(b.modal().Content) {
		switch o := o.(type) {
		case *widget.Label:
			caption = o.Text
		case *dialogs.KeyEntry:
			if fields[caption] == nil {
				fields[caption] = o
			}
		}
	}
	return fields
}

func inFront[T fyne.CanvasObject](b *bench, fits func(T) bool) (found T) {
	b.t.Helper()
	for _, o := range test.LaidOutObjects(b.modal().Content) {
		if o, is := o.(T); is && fits(o) {
			return o
		}
	}
	b.t.Fatalf("the dialog has no such %T", found)
	return found
}

func (b *bench) check(text string) *dialogs.KeyCheck {
	b.t.Helper()
	return inFront(b, func(c *dialogs.KeyCheck) bool { return c.Text == text })
}

func (b *bench) languageField() *dialogs.KeySelectEntry {
	b.t.Helper()
	return inFront(b, func(*dialogs.KeySelectEntry) bool { return true })
}

func (b *bench) statusField() *dialogs.KeySelect {
	b.t.Helper()
	return inFront(b, func(*dialogs.KeySelect) bool { return true })
}

func TestTheLibraryIsSortedAndStaysSo(t *testing.T) {
	b := libraryBench(t)
	b.wantLibrary("at first", "ABCD", "A", "1 of 4 done")
	b.menuBar("View", "Sort documents", "By date")
	b.wantLibrary("by date", "ABCD", "A", "1 of 4 done")
	if got := b.panes.library.Sort.Text; got != "By date" {
		t.Errorf("the button says %q", got)
	}
	b.menuBar("View", "Sort documents", "Reverse order")
	b.wantLibrary("the oldest first", "CBAD", "A", "1 of 4 done")
	b.restart()
	b.wantLibrary("after a start", "CBAD", "A", "1 of 4 done")
	if b.panes.library.Sort.Text != "By date" || !b.Workspace.View.Reverse {
		t.Errorf("after a start it is sorted %q, %+v", b.panes.library.Sort.Text, b.Workspace.View)
	}
}

func TestTheLibraryIsFilteredByKeys(t *testing.T) {
	b := libraryBench(t)
	b.send("Ctrl+T", "'tag energy'")
	if got := b.modal().Title; got != "Filter documents" {
		t.Fatalf("the dialog is %q", got)
	}
	b.send("Enter")
	b.wantLibrary("by a tag", "AB", "A", "2 of 4")
	b.send("Ctrl+T", "'reuters'", "Enter")
	b.wantLibrary("by a publisher too", "A", "A", "1 of 4")
	if got := len(b.panes.library.On.Box.Objects); got != 3 || !b.panes.library.On.Visible() {
		t.Errorf("%d chips tell of the filters", got)
	}
	test.Tap(b.panes.library.On.Box.Objects[0].(*chip.Chip)) // the tag's
	b.wantLibrary("by the publisher alone", "A", "A", "1 of 4")
	b.wantFocus("a filter taken off", b.panes.library.List)
	b.restart()
	b.wantLibrary("after a start", "A", "A", "1 of 4")
	b.send("Ctrl+U")
	b.wantLibrary("all again", "ABCD", "A", "1 of 4 done")
	if b.panes.library.On.Visible() {
		t.Error("chips stay where no filter is on")
	}
	b.send("Ctrl+T", "'done'", "Enter")
	b.wantLibrary("done", "D", "", "1 of 4")
	b.FocusOn(b.panes.library.List)
	b.send("Escape")
	b.wantLibrary("Escape in the list", "ABCD", "A", "1 of 4 done")
	b.send("Ctrl+T", "'no such value'", "Enter")
	if len(b.Modals) != 1 {
		t.Error("a value that is not there filters")
	}
	b.send("Escape")
}

func TestAnEmptyListSaysWhy(t *testing.T) {
	b := libraryBench(t)
	said := func() string { return wordsIn(b.panes.library.Body) }
	b.Workspace.ToggleFilter(workspace.DocumentFilter{Kind: workspace.FilterTag, Value: "gone"})
	b.wantLibrary("a tag of none", "", "", "0 of 4")
	if got := said(); !strings.Contains(got, "No document has this tag.") || !strings.Contains(got, "Show all") {
		t.Errorf("it says %q", got)
	}
	for _, o := range test.LaidOutObjects(b.panes.library.Body) {
		if button, is := o.(*dialogs.KeyButton); is && button.Text == "Show all" {
			test.Tap(button)
			break
		}
	}
	b.wantLibrary("Show all", "ABCD", "A", "1 of 4 done")
	b.wantFocus("Show all", b.panes.library.List)
	b.send("Ctrl+D", "'nothing of it'")
	if got := said(); !strings.Contains(got, "No matching documents") || !strings.Contains(got, "“nothing of it”") {
		t.Errorf("it says %q", got)
	}
}

// While one works on a document its row stays where it is, whatever the list is sorted and filtered by.
func TestTheListDoesNotMoveWhileOneWorks(t *testing.T) {
	b := libraryBench(t)
	b.Workspace.ToggleFilter(workspace.DocumentFilter{Kind: workspace.FilterStatus, Value: string(store.DocumentNew)})
	b.wantLibrary("new", "ABC", "A", "3 of 4")
	b.selectText("The council met")
	b.type_("s")
	b.wantLibrary("its only claim is labelled", "ABC", "A", "3 of 4")
	b.Workspace.Open(b.id('B'), "")
	b.wantLibrary("another is opened", "BC", "B", "2 of 4")
}

func TestSeveralDocumentsAreSelected(t *testing.T) {
	b := libraryBench(t)
	list := b.panes.library.List
	b.FocusOn(list)
	b.send("Shift+Down", "Shift+Down")
	b.wantLibrary("Shift+Down", "ABCD", "ABC", "3 of 4 selected")
	if b.Workspace.Document.Title != "Text A" {
		t.Errorf("%q is open", b.Workspace.Document.Title)
	}
	b.send("Shift+Up")
	b.wantLibrary("Shift+Up", "ABCD", "AB", "2 of 4 selected")
	b.send("Ctrl+Down", "Ctrl+Down", "Ctrl+Space")
	b.wantLibrary("Ctrl+Space", "ABCD", "ABD", "3 of 4 selected")
	b.send("Escape")
	b.wantLibrary("Escape", "ABCD", "A", "1 of 4 done")
	list.TypedShortcut(&fyne.ShortcutSelectAll{})
	b.wantLibrary("Ctrl+A", "ABCD", "ABCD", "4 of 4 selected")
	b.send("Down")
	b.wantLibrary("Down", "ABCD", "B", "1 of 4 done")
	if b.Workspace.Document.Title != "Text B" {
		t.Errorf("%q is open", b.Workspace.Document.Title)
	}
	b.clickOn('D', fyne.KeyModifierControl)
	b.wantLibrary("Ctrl+click", "ABCD", "BD", "2 of 4 selected")
	b.wantFocus("Ctrl+click", list)
	b.clickOn('D', fyne.KeyModifierControl)
	b.wantLibrary("again", "ABCD", "B", "1 of 4 selected")
	b.clickOn('B', 0)
	b.wantLibrary("a click", "ABCD", "B", "1 of 4 done")
	b.wantFocus("a click", b.panes.document.View)
	b.clickOn('D', fyne.KeyModifierShift)
	b.wantLibrary("Shift+click", "ABCD", "BCD", "3 of 4 selected")
	b.Workspace.ToggleFilter(workspace.DocumentFilter{Kind: workspace.FilterTag, Value: "energy"})
	b.wantLibrary("a filter", "AB", "B", "1 of 2 selected") // no command is for what is not seen
	b.Workspace.Open(b.id('A'), "")
	b.wantLibrary("another is opened", "AB", "A", "2 of 4")
}

func TestDeleteRemovesWhatIsSelected(t *testing.T) {
	b := libraryBench(t)
	b.selectText("Monday")
	b.type_("s")
	b.FocusOn(b.panes.library.List)
	b.send("Shift+Down", "Delete")
	m := b.modal()
	if got := wordsIn(m.Content); m.Title != "Remove 2 documents?" || !strings.Contains(got, "1 claim is removed too.") {
		t.Errorf("it asks %q, %q", m.Title, got)
	}
	b.send("Escape")
	b.wantLibrary("Escape", "ABCD", "AB", "2 of 4 selected")
	b.send("Delete", "Enter")
	b.wantLibrary("removed", "CD", "C", "1 of 2 done")
	b.wantTold("2 documents removed. Undo restores them with their claims.")
	b.send("Ctrl+Z")
	b.wantLibrary("one undo", "ABCD", "C", "1 of 4 done")
	b.Workspace.Open(b.id('A'), "")
	b.wantQuotes("S Monday")
	// In the text Delete is for the claim.
	b.FocusOn(b.panes.document.View)
	b.send("]", "Delete")
	b.wantQuotes()
	b.wantLibrary("Delete in the text", "ABCD", "A", "1 of 4 done")
	b.menuBar("Document", "Remove “Text A”…")
	b.modal().Accept()
	b.wantLibrary("from the menu", "BCD", "B", "1 of 3 done")
}

func TestTheMenuOfDocuments(t *testing.T) {
	b := libraryBench(t)
	b.FocusOn(b.panes.library.List)
	b.send("Shift+Down")
	b.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: desktop.KeyMenu})
	if b.Win.Canvas().Overlays().Top() == nil {
		t.Fatal("the menu key opens no menu")
	}
	b.Win.Canvas().Overlays().Top().Hide()
	test.TapSecondary(b.item('B'))
	menuItem(t, b, "Remove 2 documents…")
	b.modal().Abandon()
	b.pick(b.statusItems(b.panes.library.Selected()), "In progress")
	for _, letter := range []byte("AB") {
		if doc := b.document(letter); doc.Stated != store.DocumentInProgress {
			t.Errorf("%c is %q", letter, doc.Stated)
		}
	}
	if got := b.panes.library.Summary(b.document('A')); !strings.HasPrefix(got, "In progress · ") {
		t.Errorf("the row says %q", got)
	}
	b.send("Ctrl+Z")
	if doc := b.document('B'); doc.Stated != "" {
		t.Errorf("after undo B is %q", doc.Stated)
	}
	test.TapSecondary(b.item('D')) // which is not selected
	menuItem(t, b, "Document tags…")
	b.typeIn("new one, ")
	b.modal().Accept()
	if got := b.document('D').Tags; got != "new one" {
		t.Errorf("D has the tags %q", got)
	}
	if b.document('A').Tags != "energy, EU" {
		t.Error("a document that the menu was not for got the tag")
	}
}

func TestDetailsOfADocument(t *testing.T) {
	b := libraryBench(t)
	b.Workspace.Open(b.id('B'), "")
	b.send("Ctrl+Shift+I")
	m := b.modal()
	fields := b.detailFields()
	if fields["Published"].Text != "2025" || !b.check("unsure").Checked {
		t.Errorf("published is %q, unsure %v", fields["Published"].Text, b.check("unsure").Checked)
	}
	fields["Published"].SetText("2025-13")
	m.Accept()
	if len(b.Modals) != 1 || !strings.Contains(wordsIn(m.Content), "Enter a date as") || b.Win.Canvas().Focused() != fyne.Focusable(fields["Published"]) {
		t.Error("a month that is none is taken")
	}
	fields["Published"].SetText("2025-12-01")
	language := b.languageField()
	language.SetText("Klingon")
	m.Accept()
	if len(b.Modals) != 1 || !strings.Contains(wordsIn(m.Content), "Choose a language") {
		t.Error("a language that is none is taken")
	}
	language.SetText("portuguese")
	fields["Author"].SetText(" Ana Souza ")
	fields["URL"].SetText("https://example.org/a")
	fields["Tags"].SetText("EU ,, energy, eu")
	b.statusField().SetSelected("Done")
	m.Accept()
	doc := b.document('B')
	if len(b.Modals) != 0 || doc.Published != "2025-12-01?" || doc.Language != "pt" || doc.Author != "Ana Souza" || doc.Tags != "EU, energy" ||
		doc.Stated != store.DocumentDone || doc.SourceURL != "https://example.org/a" || doc.Note != "from the archive" || doc.Publisher != "AFP" {
		t.Errorf("stored is %+v", doc)
	}
	if got := wordsIn(b.panes.document.Body); !strings.Contains(got, "AFP · Ana Souza · 2025-12-01? · Portuguese · EU, energy · ") {
		t.Errorf("the title's line says %q", got)
	}
	b.send("Ctrl+Z")
	if doc := b.document('B'); doc.Published != "2025?" || doc.Tags != "energy" || doc.Stated != "" {
		t.Errorf("after one undo %+v is stored", doc)
	}
}

func TestDetailsOfSeveralDocuments(t *testing.T) {
	b := libraryBench(t)
	b.FocusOn(b.panes.library.List)
	b.send("Shift+Down", "Shift+Down", "Ctrl+Shift+I")
	m := b.modal()
	fields := b.detailFields()
	if m.Title != "3 documents" || fields["Publisher"].Text != "" || fields["Publisher"].PlaceHolder != "(different values)" || b.languageField().PlaceHolder != "(different values)" {
		t.Fatalf("%q shows %q, %q", m.Title, fields["Publisher"].Text, fields["Publisher"].PlaceHolder)
	}
	if m.TypedInto() {
		t.Error("something counts as typed from the start")
	}
	fields["Author"].SetText("Ana Souza")
	fields["Add tags"].SetText("checked, EU")
	fields["Remove tags"].SetText("ENERGY")
	m.Accept()
	for letter, want := range map[byte]store.Document{
		'A': {Publisher: "Reuters", Published: "2025-02", Language: "en", Tags: "EU, checked", Author: "Ana Souza"},
		'B': {Publisher: "AFP", Published: "2025?", Language: "en", Tags: "checked, EU", Author: "Ana Souza", Note: "from the archive"},
		'C': {Published: "2023", Language: "de", Tags: "checked, EU", Author: "Ana Souza"},
	} {
		got := b.document(letter)
		if got.Publisher != want.Publisher || got.Published != want.Published || got.Language != want.Language || got.Tags != want.Tags ||
			got.Author != want.Author || got.Note != want.Note || got.Title != "Text "+string(letter) {
			t.Errorf("%c is %+v", letter, got)
		}
	}
	b.send("Ctrl+Z")
	if got := b.document('A'); got.Author != "" || got.Tags != "energy, EU" {
		t.Errorf("after one undo %+v is stored", got)
	}
	// What differs is cleared on the user's word alone.
	b.send("Ctrl+Shift+I")
	m = b.modal()
	b.check("Clear").SetChecked(true) // the publisher's, the first that differs
	m.Accept()
	if got := b.document('A'); got.Publisher != "" || got.Published != "2025-02" {
		t.Errorf("after clearing the publisher %+v is stored", got)
	}
}

// What is typed into the details of several documents outlives the end of the program.
func TestDraftsOfSeveralDocuments(t *testing.T) {
	b := libraryBench(t)
	b.FocusOn(b.panes.library.List)
	b.send("Shift+Down", "Ctrl+Shift+I")
	b.Win.Canvas().Focus(b.detailFields()["Author"])
	b.typeIn("Ana")
	b.kill()
	b.wantOffer("Unsaved draft: Details of 2 documents, typed at ")
	test.Tap(b.panes.drafts.restore)
	if got := b.detailFields()["Author"].Text; b.modal().Title != "2 documents" || got != "Ana" {
		t.Fatalf("%q shows %q", b.modal().Title, got)
	}
	b.modal().Accept()
	if a, c := b.document('A').Author, b.document('C').Author; a != "Ana" || c != "" {
		t.Errorf("the authors are %q and %q", a, c)
	}
	b.wantDrafts()
}

func TestTagsAreProposed(t *testing.T) {
	b := libraryBench(t)
	b.Workspace.Open(b.id('C'), "")
	b.send("Ctrl+Shift+T")
	b.typeIn("en")
	b.send("Down")
	tags := b.detailFields()["Tags"]
	if tags.Text != "energy, " {
		t.Errorf("Down takes %q", tags.Text)
	}
	b.typeIn("e")
	for _, o := range test.LaidOutObjects(b.modal().Content) {
		if c, is := o.(*chip.Chip); is {
			if c.Text != "EU" {
				t.Errorf("%q is proposed", c.Text)
			}
			test.Tap(c)
		}
	}
	b.modal().Accept()
	if got := b.document('C').Tags; got != "energy, EU" {
		t.Errorf("the tags are %q", got)
	}
}

// The list tells nothing of what a blind review hides: neither by a status nor by its order.
func TestTheLibraryInABlindReview(t *testing.T) {
	b := reviewBench(t)
	doc := b.Workspace.Documents[0]
	b.Workspace.SortDocuments(workspace.SortClaims, false)
	b.Workspace.ToggleFilter(workspace.DocumentFilter{Kind: workspace.FilterStatus, Value: string(doc.Status())})
	if b.Workspace.Listed.Row(doc.ID) < 0 {
		t.Fatal("the document is not listed before the review")
	}
	b.sitDown(store.ModeBlind, func(s *reviewui.StartDialog) {
		s.Where.SetSelected(reviewui.ScopeChosen)
		s.Chosen[doc.ID] = true
		s.Recount()
	})
	for _, when := range []string{"during the review", "while it pauses"} {
		for _, status := range []store.DocumentStatus{store.DocumentNew, store.DocumentInProgress, store.DocumentDone} {
			b.Workspace.ClearFilters()
			b.Workspace.ToggleFilter(workspace.DocumentFilter{Kind: workspace.FilterStatus, Value: string(status)})
			if b.Workspace.Listed.Row(doc.ID) >= 0 {
				t.Errorf("%s the filter tells that the document is %s", when, status)
			}
		}
		b.Workspace.ClearFilters()
		b.Workspace.FilterValues(func(values []workspace.FilterValue) {
			counted := 0
			for _, v := range values[:3] {
				counted += v.Count
			}
			if counted >= len(b.Workspace.Documents) {
				t.Errorf("%s the statuses count %d documents", when, counted)
			}
		})
		if b.Active != nil {
			b.Active.Pause()
		}
	}
	if last := b.Workspace.Listed.At(b.Workspace.Listed.Len() - 1); last.ID != doc.ID && last.Claims > 0 {
		t.Errorf("the order tells how many claims there are")
	}
	b.ShowDocumentDetails(doc)
	if got := b.statusField().Options[0]; got != "From its claims" {
		t.Errorf("the details say %q", got)
	}
	b.modal().Abandon()
	b.AskRemoveDocuments([]store.Document{doc})
	if got := wordsIn(b.modal().Content); strings.ContainsAny(got, "0123456789") {
		t.Errorf("the question says %q", got)
	}
}

// The details say the status that follows from the claims as they are, not as they were when the document was opened.
func TestDetailsSayTheStatusFromTheClaims(t *testing.T) {
	b := newBench(t, "Monday in Islamabad.")
	for _, step := range []struct{ key, want string }{{"", "New"}, {"c", "In progress"}, {"s", "Done"}} {
		if step.key != "" {
			b.selectText("Islamabad")
			b.type_(step.key)
		}
		b.run(commandDocumentDetails)
		if got := b.statusField().Options[0]; got != "From its claims: "+step.want {
			t.Errorf("after %q the details say %q", step.key, got)
		}
		b.modal().Abandon()
	}
}

// A claim's card and its details say where in the file it stands.
func TestCardsSayWhereTheClaimStands(t *testing.T) {
	b := newBench(t)
	text := "On page three it says so.\nOn page four it goes on."
	b.Back.Go(func() {
		_, err := b.Workspace.Store.AddDocuments(context.Background(), []store.NewDocument{{Title: "Text A", FileName: "a.pdf", Text: text,
			Locators: []store.Locator{{Kind: store.LocatorPage, Start: 0, End: 26, Label: "3"}, {Kind: store.LocatorPage, Start: 26, End: 50, Label: "4"}}}})
		if err != nil {
			t.Error(err)
		}
	})
	b.selectText("it says")
	b.type_("s")
	b.selectText("so.\nOn")
	b.type_("d")
	for i, want := range []string{"page 3", "page 3–4"} {
		card := b.panes.claims.Card(b.Workspace.Claims[i], b.Workspace.Claims[i].CreatedAt)
		if got := card.Where; got != want {
			t.Errorf("the card says %q, want %q", got, want)
		}
	}
	b.ShowClaimDetails()
	inFront(b, func(h *dialogs.Headline) bool { return h.Text == "Page 3–4" })
}
