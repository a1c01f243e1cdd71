package app

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/store"
)

const lines = "The first line of it.\nThe second line of it.\nThe third line of it.\nThe fourth line of it."

// noted gives each claim of the open document as the file has it: key, quote, note.
func (b *bench) noted() (all []string) {
	for _, c := range b.stored() {
		all = append(all, dialogs.Badge(b.Workspace.LabelOf(c.LabelID))+" "+format.OneLine(c.Quote)+" / "+c.Note)
	}
	return all
}

func (b *bench) wantNoted(want ...string) {
	b.t.Helper()
	if got := b.noted(); !slices.Equal(got, want) {
		b.t.Errorf("the file holds %q, want %q", got, want)
	}
}

func TestAfterANoteTheNextKeysGoOnInTheText(t *testing.T) {
	for _, leave := range []string{"Enter", "Escape"} {
		b := newBench(t, lines)
		b.send("Ctrl+Home", "Shift+Down", "S", "Enter", "'so it is'", leave)
		b.wantFocus("after "+leave, b.panes.document.View)
		b.send("Shift+Down", "D")
		b.wantNoted("S The first line of it. / so it is", "D The second line of it. / ")
	}
}

func TestANoteGivesTheKeyboardBackToTheList(t *testing.T) {
	b := newBench(t, lines)
	b.send("Ctrl+Home", "Shift+Down", "S", "Shift+Down", "D", "F6")
	list := b.panes.claims.List
	b.wantFocus("F6", list)
	b.send("Up", "Enter", "'n'", "Enter")
	b.wantFocus("after the note", list)
	b.send("N") // the claim that Enter in the list chose
	b.wantNoted("N The first line of it. / n", "D The second line of it. / ")
	b.wantTold("Supported → Not enough info")
	b.wantFocus("after a label key in the list", list)
}

// A label key without a selection changes no claim that only became current.
func TestAKeyChangesOnlyAClaimThatWasChosen(t *testing.T) {
	for name, c := range map[string]struct {
		keys []string
		want []string
	}{
		"made":                    {[]string{"pause", "D"}, []string{"S The first line of it. / "}},
		"made, with C":            {[]string{"pause", "C"}, []string{"S The first line of it. / "}},
		"made, with .":            {[]string{"pause", "."}, []string{"S The first line of it. / "}},
		"made, corrected at once": {[]string{"D"}, []string{"D The first line of it. / "}},
		"made, corrected, later":  {[]string{"D", "pause", "N"}, []string{"D The first line of it. / "}},
		"noted":                   {[]string{"Enter", "'why'", "Enter", "D"}, []string{"S The first line of it. / why"}},
		"noted, unchanged":        {[]string{"Enter", "Enter", "D"}, []string{"S The first line of it. / "}},
		"undone and redone":       {[]string{"Ctrl+Z", "Ctrl+Shift+Z", "D"}, []string{"S The first line of it. / "}},
		"under the caret":         {[]string{"Ctrl+Home", "Right", "D"}, []string{"S The first line of it. / "}},
		"chosen with [":           {[]string{"[", "D"}, []string{"D The first line of it. / "}},
		"chosen with [, noted":    {[]string{"[", "Enter", "'why'", "Enter", "D"}, []string{"D The first line of it. / why"}},
		"chosen, undone":          {[]string{"[", "D", "Ctrl+Z", "N"}, []string{"S The first line of it. / "}},
		"chosen, left by Escape":  {[]string{"[", "Escape", "D"}, []string{"S The first line of it. / "}},
		"chosen, left by caret":   {[]string{"[", "Ctrl+End", "D"}, []string{"S The first line of it. / "}},
		"deleted":                 {[]string{"Delete", "D"}, nil},
		"chosen, then selected":   {[]string{"[", "Ctrl+End", "Shift+Up", "D"}, []string{"S The first line of it. / ", "D he fourth line of it. / "}},
		"chosen, its own label":   {[]string{"[", "S"}, []string{"S The first line of it. / "}},
		"chosen, label taken off": {[]string{"[", "C"}, []string{"– The first line of it. / "}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, lines)
			b.send("Ctrl+Home", "Shift+Down", "S")
			b.send(c.keys...)
			if got := b.noted(); name != "chosen, then selected" && !slices.Equal(got, c.want) || len(got) != len(c.want) {
				t.Errorf("the file holds %q, want %q", got, c.want)
			}
		})
	}
}

func TestARefusedKeySaysWhatToDo(t *testing.T) {
	b := newBench(t, lines)
	b.send("Ctrl+Home", "Shift+Down", "S", "pause", "D")
	b.wantTold("Nothing was labelled. Select some text, or choose a claim with [ or ] or a click.")
	b.send("Ctrl+End", "D")
	b.wantTold("Select some text first, or choose a claim.")
	if b.Workspace.LastLabel == nil || *b.Workspace.LastLabel != store.SupportedID {
		t.Error("a key that labelled nothing is what . repeats")
	}
}

func TestAClickChooses(t *testing.T) {
	b := newBench(t, lines)
	b.send("Ctrl+Home", "Shift+Down", "S", "Ctrl+End")
	b.panes.document.View.OnHighlight(b.Workspace.Claims[0].ID)
	b.send("D")
	b.wantNoted("D The first line of it. / ")
	b.send("Ctrl+End")
	b.panes.claims.List.OnChoose(0)
	b.send("N")
	b.wantNoted("N The first line of it. / ")
}

// A menu names its claim; a card's means it even where text is selected.
func TestAMenuLabelsWhatItNames(t *testing.T) {
	b := newBench(t, lines)
	b.send("Ctrl+Home", "Shift+Down", "S")
	b.labelMenu.Items[1].Action() // Disputed
	b.wantNoted("D The first line of it. / ")
	b.wantTold("Supported → Disputed")
	id := b.Workspace.Claims[0].ID
	b.selectText("fourth")
	b.claimMenu(id, fyne.NewPos(10, 10))
	menu := b.Win.Canvas().Overlays().Top()
	if menu == nil {
		t.Fatal("no menu")
	}
	menuItem(t, b, "Not enough info")
	b.wantNoted("N The first line of it. / ")
}

// menuItem taps an item of the menu that is popped up.
func menuItem(t *testing.T, b *bench, label string) {
	t.Helper()
	for _, o := range test.LaidOutObjects(b.Win.Canvas().Overlays().Top()) {
		v := reflect.Indirect(reflect.ValueOf(o))
		if v.Kind() != reflect.Struct || !v.FieldByName("Item").IsValid() {
			continue
		}
		if item, is := v.FieldByName("Item").Interface().(*fyne.MenuItem); is && strings.HasPrefix(item.Label, label) {
			test.Tap(o.(fyne.Tappable))
			return
		}
	}
	t.Fatalf("the menu has no %q", label)
}

func TestSpaceGoesOnFromTheStart(t *testing.T) {
	b := newBench(t, lines)
	for _, quote := range []string{"first", "second", "third"} {
		b.selectText(quote)
		b.send("C")
	}
	at := func(want string) {
		t.Helper()
		got := ""
		if c := b.Workspace.Claim(b.Workspace.Current); c != nil && b.Workspace.Chosen {
			got = c.Quote
		}
		if got != want {
			t.Errorf("Space chose %q, want %q", got, want)
		}
	}
	b.send("Ctrl+End", "Space")
	at("first")
	b.send("Space", "Space")
	at("third")
	b.send("Space")
	at("first")
	b.send("S", "Space", "S", "Space", "D", "Space")
	at("")
	b.wantTold("All claims are labelled.")
	b.send("N")
	b.wantQuotes("S first", "S second", "D third")
}

func TestSpaceGoesOnInTheNextDocumentWithWorkLeft(t *testing.T) {
	b := newBench(t, lines, second, first)
	ids := []string{b.Workspace.Documents[0].ID, b.Workspace.Documents[1].ID, b.Workspace.Documents[2].ID}
	if _, err := b.Workspace.Store.AddClaims(context.Background(), []store.NewClaim{
		{DocumentID: ids[0], Start: 0, End: 3}, {DocumentID: ids[1], Start: 0, End: 1, LabelID: store.SupportedID},
		{DocumentID: ids[2], Start: 4, End: 11}, {DocumentID: ids[2], Start: 19, End: 25},
	}); err != nil {
		t.Fatal(err)
	}
	b.send("Ctrl+End", "Space", "S", "Space")
	if b.Workspace.Document.ID != ids[2] {
		t.Fatalf("Space led to %q", b.Workspace.Document.Title)
	}
	b.wantFocus("Space", b.panes.document.View)
	b.send("D")
	b.wantQuotes("D council", "– Monday")
	b.send("Space", "N", "Space", "S")
	b.wantQuotes("D council", "N Monday")
	b.wantTold("Select some text first, or choose a claim.")
	if got := b.Workspace.Documents[0].Unlabelled + b.Workspace.Documents[2].Unlabelled; got != 0 {
		t.Errorf("%d are left to label", got)
	}
	// The only one left is where one is already.
	b.send("[", "C", "Space")
	b.wantTold("This is the only claim without a label.")
	b.send("S")
	b.wantQuotes("S council", "N Monday")
}

// What is pressed while Space looks in other documents labels nothing here.
func TestKeysWhileSpaceLooksElsewhere(t *testing.T) {
	b := newBench(t, lines, second)
	b.send("Ctrl+Home", "Shift+Down", "S")
	if _, err := b.Workspace.Store.AddClaims(context.Background(), []store.NewClaim{{DocumentID: b.Workspace.Documents[1].ID, Start: 0, End: 1}}); err != nil {
		t.Fatal(err)
	}
	b.send("[")
	release := b.hold()
	b.send("Space", "D", "Delete", "]", "N")
	release()
	if b.Workspace.Document.Title != "Text B" || !b.Workspace.Chosen {
		t.Errorf("Space led to %q", b.Workspace.Document.Title)
	}
	b.wantQuotes("– A")
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	b.wantNoted("S The first line of it. / ")
}

func TestFindADocumentOpensTheFirstFound(t *testing.T) {
	b := newBench(t, lines, second, first)
	b.send("Ctrl+Home", "Shift+Down", "S", "[")
	b.send("Ctrl+D", "'text b'", "Enter", "Enter", "D")
	if b.Workspace.Document.Title != "Text B" {
		t.Fatalf("%q is open", b.Workspace.Document.Title)
	}
	b.wantFocus("Enter", b.panes.document.View)
	if l := b.panes.library; l.Search.Text != "" || b.Workspace.Listed.Len() != 3 || l.List.Chosen != l.OpenRow() || l.OpenRow() < 0 {
		t.Errorf("the search for %q lists %d documents, row %d is marked", l.Search.Text, b.Workspace.Listed.Len(), l.List.Chosen)
	}
	b.send("Shift+Down", "N")
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	b.wantNoted("S The first line of it. / ")

	b.send("[", "Ctrl+D", "'no such'", "Enter")
	b.wantTold("No document has “no such” in its title, author, publisher, tags or file name.")
	b.wantFocus("nothing found", b.panes.library.Search.KeyEntry)
	b.send("Escape")
	b.wantFocus("Escape", b.panes.document.View)
	if b.Workspace.Listed.Len() != 3 {
		t.Errorf("%d documents are listed", b.Workspace.Listed.Len())
	}
	b.send("Ctrl+D", "'text a'", "Enter", "D") // the one that is open: nothing of it was chosen
	b.wantNoted("S The first line of it. / ")
	b.send("Ctrl+D", "'text c'", "Down", "Enter") // the list shows what was found until one of it is read
	if l := b.panes.library; b.Workspace.Document.Title != "Text C" || l.Search.Text != "" || b.Workspace.Listed.Len() != 3 {
		t.Errorf("%q is open, the search for %q lists %d documents", b.Workspace.Document.Title, l.Search.Text, b.Workspace.Listed.Len())
	}
	b.send("Ctrl+D", "'text a'", "Ctrl+D", "'text c'") // takes the place of what was sought before
	if got := b.panes.library.Search.Text; got != "text c" {
		t.Errorf("the field holds %q", got)
	}
}

// From the moment another document is asked for, no key means the old one's claim.
func TestKeysWhileADocumentIsOpened(t *testing.T) {
	b := newBench(t, lines, second)
	b.send("Ctrl+Home", "Shift+Down", "S", "Shift+Down", "[")
	b.selectText("fourth")
	release := b.hold()
	b.send("Ctrl+D", "'text b'", "Enter", "D", "Enter", "Delete", "[", "N")
	b.panes.claims.List.OnChoose(0)
	b.send("D", ".")
	if got := b.panes.status.told.Text; !strings.Contains(got, "still opening") {
		t.Errorf("the status bar says %q", got)
	}
	release()
	if b.Workspace.Document.Title != "Text B" || b.Workspace.Current != "" {
		t.Errorf("%q is open, current %q", b.Workspace.Document.Title, b.Workspace.Current)
	}
	b.wantQuotes()
	b.send("D")
	b.wantQuotes()
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	b.wantNoted("S The first line of it. / ")
}

// A document comes back at the claim where it was left, which no key changes.
func TestADocumentComesBackAtItsClaim(t *testing.T) {
	b := newBench(t, lines, second)
	b.send("Ctrl+Home", "Shift+Down", "S", "[")
	b.send("Ctrl+D", "'text b'", "Enter", "Ctrl+D", "'text a'", "Enter")
	if c := b.Workspace.Claim(b.Workspace.Current); c == nil {
		t.Error("no claim is current")
	}
	b.send("D")
	b.wantNoted("S The first line of it. / ")
	b.send("]", "D")
	b.wantNoted("D The first line of it. / ")
}

// Every field gives the keyboard back to where it was opened from.
func TestFieldsGiveTheKeyboardBack(t *testing.T) {
	b := newBench(t, lines, second)
	b.send("Ctrl+Home", "Shift+Down", "S", "Shift+Down")
	start, end := b.panes.document.View.Selection()
	p := b.panes
	for name, from := range map[string]fyne.Focusable{"text": p.document.View, "claims": p.claims.List, "documents": p.library.List} {
		for field, walk := range map[string][]string{
			"find in the text":   {"Ctrl+F", "Escape"},
			"search in claims":   {"Ctrl+L", "'xyz'", "Escape"},
			"find a document":    {"Ctrl+D", "'xyz'", "Escape"},
			"claim details":      {"Ctrl+I", "Escape"},
			"document details":   {"Ctrl+Shift+I", "Escape"},
			"preferences":        {"Ctrl+,", "Escape"},
			"export":             {"Ctrl+E", "Escape"},
			"import":             {"Ctrl+O", "Escape"},
			"history":            {"Ctrl+H", "Escape"},
			"a field in a field": {"Ctrl+F", "Ctrl+D", "Escape"},
		} {
			b.Workspace.Pick(b.Workspace.Claims[0].ID, false) // a search leaves it
			b.FocusOn(from)
			b.send(walk...)
			b.wantFocus(field+" from "+name, from)
			if len(b.Modals) > 0 {
				t.Fatalf("%s stays open", field)
			}
			if s, e := p.document.View.Selection(); field != "find in the text" && field != "a field in a field" && (s != start || e != end) {
				t.Errorf("%s from %s: %d–%d is selected, was %d–%d", field, name, s, e, start, end)
			}
			p.document.Find.Close()
			b.panes.document.View.Select(start, end)
		}
		// The label menu of a card, left by Escape.
		b.FocusOn(from)
		b.labelChoice(b.Workspace.Claims[0].ID, fyne.NewPos(20, 20))
		b.Win.Canvas().Overlays().Top().Hide()
		b.wantFocus("the label menu from "+name, from)
		b.panes.document.View.Select(start, end)
	}
}

// The menu bar takes the focus away; a dialog opened from it gives it back to where it was.
func TestADialogFromTheMenuBarGivesTheKeyboardBack(t *testing.T) {
	b := newBench(t, lines)
	b.send("Ctrl+Home", "Shift+Down", "S")
	for _, from := range []fyne.Focusable{b.panes.claims.List, b.panes.document.View} {
		b.FocusOn(from)
		b.Win.Canvas().Unfocus()
		b.send("Ctrl+I")
		b.send("Escape")
		b.wantFocus("claim details", from)
		b.FocusOn(from)
		b.Win.Canvas().Unfocus()
		for _, i := range b.labelMenu.Items {
			if strings.HasPrefix(i.Label, "Edit note") {
				i.Action()
			}
		}
		b.send("'x'", "Enter")
		b.wantFocus("a note", from)
	}
	b.wantNoted("S The first line of it. / xx")
}

// A dialog that opens over a note keeps it, and gives the keyboard to who began it.
func TestADialogOverANote(t *testing.T) {
	b := newBench(t, lines)
	b.send("Ctrl+Home", "Shift+Down", "S", "Enter", "'why'", "Ctrl+E", "Escape")
	b.wantFocus("after the dialog", b.panes.document.View)
	b.send("Shift+Down", "D")
	b.wantNoted("S The first line of it. / why", "D The second line of it. / ")
}

// Enter finds the card of its claim behind a filter, a search and a hidden panel:
// else what is typed would act as keys.
func TestANoteIsTypedWhereverItsCardIs(t *testing.T) {
	for name, hide := range map[string]func(*bench){
		"filter":       func(b *bench) { b.panes.claims.Toggle(store.DisputedID) },
		"search":       func(b *bench) { b.panes.claims.Search.SetText("second") },
		"hidden panel": func(b *bench) { b.panes.row.ShowRight(false) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, lines)
			b.selectText("third")
			b.send("C")
			hide(b)
			b.selectText("first")
			b.send("S", "Enter", "'is dns'", "Enter")
			b.wantNoted("S first / is dns", "– third / ")
			b.wantFocus("after the note", b.panes.document.View)
		})
	}
}

func TestAHeldKeyLabelsOnce(t *testing.T) {
	b := newBench(t, lines)
	view, s := b.panes.document.View, &fyne.KeyEvent{Name: fyne.KeyS}
	b.send("Ctrl+Home", "Shift+Down")
	view.KeyDown(s)
	for range 10 {
		view.TypedRune('s')
	}
	view.KeyUp(s)
	b.wantNoted("S The first line of it. / ")
	if got := b.panes.status.told.Text; strings.Contains(got, "Nothing is labelled") {
		t.Error("the held key is told of what it did not do")
	}
}

// What is pressed while a save waits belongs to the claim that is being made, in order.
func TestKeysWhileASaveWaits(t *testing.T) {
	b := newBench(t, lines)
	b.send("Ctrl+Home")
	release := b.hold()
	b.send("Shift+Down", "S", "Enter", "'so says dns'", "Enter", "D", "Shift+Down", "D", "D", "Enter", "'no'", "Escape", "Shift+Down", "N", "[", "S")
	if n := len(b.Workspace.Claims); n != 3 || len(b.panes.claims.Shown) != 3 {
		t.Errorf("%d claims are shown before the disk has one", n)
	}
	b.wantTold("Not enough info → Supported")
	if got := b.panes.status.saved.Text; got != "Saving…" {
		t.Errorf("the status bar says %q", got)
	}
	if got := b.panes.claims.Card(b.Workspace.Claims[0], b.Workspace.Claims[0].CreatedAt).Note; got != "so says dns" {
		t.Errorf("the card shows the note %q", got)
	}
	release()
	b.wantNoted("S The first line of it. / so says dns", "D The second line of it. / no", "S The third line of it. / ")
	b.wantQuotes("S The first line of it.", "D The second line of it.", "S The third line of it.")
	if len(b.Workspace.Pending) != 0 || b.Workspace.Documents[0].Claims != 3 {
		t.Errorf("%d edits are pending, the library counts %d", len(b.Workspace.Pending), b.Workspace.Documents[0].Claims)
	}
}

func TestUndoDeleteAndSpaceWhileASaveWaits(t *testing.T) {
	b := newBench(t, lines)
	for _, quote := range []string{"second", "third"} {
		b.selectText(quote)
		b.send("C")
	}
	b.send("Ctrl+Home")
	release := b.hold()
	b.send("Space", "S", "Space", "D", "Space") // both are labelled, though the disk knows of none
	b.wantTold("All claims are labelled.")
	b.send("N")
	b.selectText("first")
	b.send("S", "Delete", "D")
	b.selectText("fourth")
	b.send("S", "Ctrl+Z", "[", "N")
	release()
	// The undo took back the claim that N was pressed on: it is said, and nothing else has changed.
	b.wantQuotes("S second", "D third")
	if len(b.Modals) != 1 {
		t.Errorf("%d dialogs say that the claim is gone", len(b.Modals))
	}
}

// Opening, rereading and a blind review in between show the same.
func TestWhatWaitsStandsThroughReadings(t *testing.T) {
	b := newBench(t, lines, second)
	b.selectText("third")
	b.send("S", "[")
	start := b.Back.Start
	var held []func()
	first := true
	b.Back.Start = func(work func()) { // the writer alone waits
		if first {
			first = false
			held = append(held, work)
			return
		}
		start(work)
	}
	b.send("D")
	b.selectText("first")
	b.send("N")
	want := "N first, D third"
	shown := func() string {
		var all []string
		for _, c := range b.Workspace.Claims {
			all = append(all, dialogs.Badge(b.Workspace.LabelOf(c.LabelID))+" "+c.Quote)
		}
		return strings.Join(all, ", ")
	}
	b.Workspace.ReadClaims()
	if shown() != want {
		t.Errorf("read again: %s", shown())
	}
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	if shown() != want {
		t.Errorf("opened again: %s", shown())
	}
	for _, work := range held {
		start(work)
	}
	b.wantQuotes("N first", "D third")
}

// A claim that can never be written goes, and the note that was typed for it is handed back.
func TestAClaimThatCannotBeMadeHandsItsNoteBack(t *testing.T) {
	b := newBench(t, lines, second)
	other, err := store.Open(context.Background(), b.path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	release := b.hold()
	b.send("Ctrl+Home", "Shift+Down", "S", "Enter", "'a long thought'", "Enter")
	if err := other.RemoveDocument(context.Background(), b.Workspace.Documents[0].ID); err != nil {
		t.Fatal(err)
	}
	release()
	if len(b.Workspace.Claims) != 0 || len(b.Workspace.Pending) != 0 {
		t.Errorf("%d claims stand, %d edits are pending", len(b.Workspace.Claims), len(b.Workspace.Pending))
	}
	if len(b.Modals) != 2 {
		t.Fatalf("%d dialogs", len(b.Modals))
	}
	if o := b.modal(); o.Ok.Text != "Copy note" {
		t.Errorf("the dialog is %q", o.Title)
	}
	b.send("Enter")
	if got := b.App.Clipboard().Content(); got != "a long thought" {
		t.Errorf("the clipboard holds %q", got)
	}
}

// Another program holds the file: everything pressed meanwhile arrives, in order.
func TestKeysWhileAnotherProgramHoldsTheFile(t *testing.T) {
	b := newBench(t, lines)
	until := threaded(b)
	other, err := store.Open(t.Context(), b.path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	held, release, ended := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() { // a write that goes on until it is let go
		_, err := other.ImportClaims(context.Background(), []store.ImportedClaim{{DocumentTitle: "Text A", Start: 0, End: 3, Quote: "The"}},
			store.ImportOptions{DryRun: true, Progress: func(int, int) { close(held); <-release }})
		ended <- err
	}()
	<-held
	b.send("Ctrl+Home", "Shift+Down", "S", "Enter", "'so it is, dns'", "Enter", "D", "Shift+Down", "D", "[", "N")
	if got := b.panes.status.saved.Text; got != "Saving…" {
		t.Errorf("the status bar says %q", got)
	}
	if n := len(b.stored()); n != 0 {
		t.Errorf("%d claims are in a file that is held", n)
	}
	close(release)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	until("all is written", func() bool { return !b.Workspace.Writes.State().Saving && len(b.Workspace.Pending) == 0 })
	b.wantNoted("S The first line of it. / so it is, dns", "N The second line of it. / ")
	b.wantQuotes("S The first line of it.", "N The second line of it.")
}
