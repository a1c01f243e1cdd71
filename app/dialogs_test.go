package app

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"factmark/app/format"
	"factmark/app/profile"
	"factmark/app/ui/claims"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/textfield"
)

func (b *bench) modal() *dialogs.OpenModal {
	b.t.Helper()
	if len(b.Modals) == 0 {
		b.t.Fatal("no dialog is open")
	}
	return b.Modals[len(b.Modals)-1]
}

func (b *bench) file(name, content string) string {
	b.t.Helper()
	path := filepath.Join(b.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		b.t.Fatal(err)
	}
	return path
}

func (b *bench) drop(paths ...string) {
	var uris []fyne.URI
	for _, p := range paths {
		uris = append(uris, storage.NewFileURI(p))
	}
	b.Dropped(fyne.Position{}, uris)
}

func TestDroppedFilesAreImported(t *testing.T) {
	b := newBench(t)
	if !b.panes.document.Empty.Visible() {
		t.Error("an empty workspace does not say what to do")
	}
	b.drop(b.file("Fête – 1.txt", "Premier texte.\r\nDeux."), b.file("-rf.txt", second))
	if len(b.Workspace.Documents) != 2 || b.Workspace.Document.ID == "" || b.panes.document.Empty.Visible() {
		t.Fatalf("%d documents after the drop, %q is open", len(b.Workspace.Documents), b.Workspace.Document.Title)
	}
	b.closeResult()
	if text, err := b.Workspace.Store.Text(context.Background(), b.Workspace.Document.ID); err != nil || text != "Premier texte.\nDeux." {
		t.Errorf("the text is %q, %v", text, err)
	}
	b.drop(b.file("again.txt", second))
	if len(b.Workspace.Documents) != 2 {
		t.Errorf("a text that was here already was imported again")
	}
}

func TestABadFileDoesNotKeepOthersOut(t *testing.T) {
	b := newBench(t, first)
	b.drop(b.file("empty.txt", ""), b.file("good.txt", second), b.file("broken.txt", "é and \x92"))
	if len(b.Workspace.Documents) != 2 {
		t.Errorf("%d documents, want the one that was there and the good one", len(b.Workspace.Documents))
	}
	m := b.modal()
	if said := wordsIn(m.Content); !strings.Contains(said, "1 document imported.") || !strings.Contains(said, "2 files couldn't be imported") {
		t.Errorf("it says %q", said)
	}
	if rows := b.result(); len(rows) != 3 || !strings.HasPrefix(rows[0], "Not imported: empty.txt, the file is empty") ||
		!strings.HasPrefix(rows[1], "Imported: ") || !strings.HasPrefix(rows[2], "Not imported: broken.txt, this is UTF-8 text, but broken") {
		t.Errorf("it lists %q", rows)
	}
	m.Typed(fyne.KeyEscape)
	if len(b.Modals) != 0 {
		t.Error("Escape does not close the message")
	}
	b.drop(b.file("again.txt", ""))
	if len(b.Workspace.Documents) != 2 {
		t.Errorf("%d documents after a bad file alone", len(b.Workspace.Documents))
	}
	b.modal().Typed(fyne.KeyEscape)
}

func TestExportWritesTheView(t *testing.T) {
	b := newBench(t, first, second)
	b.selectText("The council")
	b.type_("s")
	b.selectText("Monday")
	b.type_("d")
	b.Workspace.SetNote(b.Workspace.Claims[1].ID, "=1+1, \"quoted\"\nand 😀")
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	b.selectText("Here")
	b.type_("c")

	b.ShowExport()
	m := b.modal()
	out := filepath.Join(t.TempDir(), "out 😀.csv")
	path := m.Focus.(*dialogs.KeyEntry)
	path.SetText(out)
	m.Typed(fyne.KeyReturn)
	if len(b.Modals) != 1 || b.modal().Title != "Export report" || !strings.Contains(wordsOf(b.modal()), "text of the document (2 documents)") {
		t.Fatal("the dialog is still open, or nothing is said of what CSV does not hold")
	}
	b.modal().Typed(fyne.KeyReturn)
	if len(b.Modals) != 0 {
		t.Fatal("the report is still open")
	}
	written, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(written)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 4 || strings.Join(rows[0], ",") != strings.Join(store.LabelledColumns, ",") {
		t.Fatalf("%d rows, header %q", len(rows), rows[0])
	}
	i := 0
	if err := b.Workspace.Store.EachLabelled(context.Background(), store.Filter{}, func(cells []string) error {
		i++
		if strings.Join(cells, "\x00") != strings.Join(rows[i], "\x00") {
			t.Errorf("row %d is %q, the view has %q", i, rows[i], cells)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if said := b.panes.status.told.Text; !strings.Contains(said, "3 claims") || !strings.Contains(said, "1 cell could be read") {
		t.Errorf("the status bar says %q", said)
	}
}

func TestExportOfOneDocumentAndSomeLabels(t *testing.T) {
	b := newBench(t, first, second)
	b.selectText("The council")
	b.type_("s")
	b.selectText("Monday")
	b.type_("d")
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	b.selectText("Here")
	b.type_("s")
	e := b.ShowExport()
	e.Scope.SetSelected(dialogs.ScopeDocument)
	if e.Rows != 1 {
		t.Errorf("this document counts %d claims", e.Rows)
	}
	e.Scope.SetSelected(dialogs.ScopeWorkspace)
	e.Labels.SetSelected(e.Labels.Options[:1])
	if e.Rows != 2 || !strings.Contains(e.Count.Text, "2 claims") {
		t.Errorf("Supported counts %d claims: %q", e.Rows, e.Count.Text)
	}
	e.Bom.SetChecked(true)
	out := filepath.Join(t.TempDir(), "s.csv")
	e.Path.SetText(out)
	e.Dialog.Accept()
	written, err := os.ReadFile(out)
	if err != nil || !bytes.HasPrefix(written, []byte("\xef\xbb\xbfclaim_id,")) {
		t.Fatalf("wrote %q, %v", written, err)
	}
	rows, err := csv.NewReader(bytes.NewReader(written)).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Errorf("wrote %d rows, %v", len(rows), err)
	}
}

func TestExportSaysWhatStandsAgainstTheFile(t *testing.T) {
	b := newBench(t, first)
	e := b.ShowExport()
	there := b.file("there.csv", "old")
	for _, c := range []struct {
		path, say string
		possible  bool
	}{
		{"", "Enter a file name", false},
		{filepath.Join(t.TempDir(), "no", "x.csv"), "doesn’t exist", false},
		{t.TempDir(), "is a folder", false},
		{b.path, "open workspace", false},
		{there, "will be replaced", true},
		{filepath.Join(t.TempDir(), "new.csv"), "", true},
	} {
		e.Path.SetText(c.path)
		if !strings.Contains(e.Warning.Text, c.say) || e.Dialog.Ok.Disabled() == c.possible {
			t.Errorf("%q: says %q, possible %v", c.path, e.Warning.Text, !e.Dialog.Ok.Disabled())
		}
	}
}

func TestFailedWriteIsSaidAndTriedAgain(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	id := b.Workspace.Claims[0].ID
	full := true
	note := "typed with care"
	b.Workspace.Notes[id] = note
	b.Workspace.Writes.Perform(workspace.PendingWrite{Name: "Note", Write: func(ctx context.Context) error {
		if full {
			return store.ErrFull
		}
		return b.Workspace.Store.EditClaim(ctx, id, store.ClaimEdit{Note: &note})
	}})
	if got := b.panes.status.saved.Text; got != "Not saved: note" || !b.panes.status.again.Visible() {
		t.Errorf("the status bar says %q", got)
	}
	if got := b.panes.claims.Card(b.Workspace.Claims[0], b.Workspace.Claims[0].CreatedAt).Note; !strings.Contains(got, note) {
		t.Errorf("what was typed is not shown any more: %q", got)
	}
	b.modal().Typed(fyne.KeyEscape)
	b.quit()
	if m := b.modal(); m.Title != "Quit without saving?" {
		t.Errorf("quitting with unsaved work asks %q", m.Title)
	}
	b.modal().Typed(fyne.KeyEscape)
	full = false
	test.Tap(b.panes.status.again)
	if got := b.stored()[0].Note; got != note {
		t.Errorf("the note in the file is %q", got)
	}
	if b.panes.status.again.Visible() || !strings.HasPrefix(b.panes.status.saved.Text, "Saved ") {
		t.Errorf("after trying again the status bar says %q", b.panes.status.saved.Text)
	}
}

func TestChangesBehindAFailedOneWaitForIt(t *testing.T) {
	b := newBench(t, first)
	var written []string
	full := true
	do := func(name string) {
		b.Workspace.Writes.Perform(workspace.PendingWrite{Name: name, Write: func(context.Context) error {
			if full {
				return store.ErrFull
			}
			written = append(written, name)
			return nil
		}})
	}
	do("one")
	b.modal().Typed(fyne.KeyEscape)
	do("two")
	if got := b.panes.status.saved.Text; got != "Not saved: one, two" || len(b.Modals) != 0 {
		t.Errorf("the status bar says %q, %d dialogs are open", got, len(b.Modals))
	}
	full = false
	do("three")
	if strings.Join(written, " ") != "one two three" {
		t.Errorf("written %q", written)
	}
	if b.Workspace.Writes.State().Failed != "" {
		t.Errorf("still unsaved: %q", b.Workspace.Writes.State().Failed)
	}
}

func TestLeavingWithUnsavedWorkIsAsked(t *testing.T) {
	b := newBench(t, first)
	b.Workspace.Writes.Perform(workspace.PendingWrite{Name: "one", Write: func(context.Context) error { return store.ErrFull }})
	b.modal().Typed(fyne.KeyEscape)
	b.OpenWorkspace(b.path + ".other.factmark")
	if m := b.modal(); m.Title != "Leave without saving?" || b.Workspace.Store.Path() != b.path {
		t.Errorf("asked %q", m.Title)
	}
}

func TestWhatCannotBeOpenedIsSaid(t *testing.T) {
	b := newBench(t, first)
	for name, content := range map[string]string{"text.factmark": "not a workspace", "empty.factmark": ""} {
		path := b.file(name, content)
		b.OpenWorkspace(path)
		b.modal().Typed(fyne.KeyEscape)
		if b.Workspace.Store.Path() != b.path {
			t.Errorf("%s took the place of the open workspace", name)
		}
		if now, err := os.ReadFile(path); err != nil || string(now) != content {
			t.Errorf("%s was changed to %q, %v", name, now, err)
		}
	}
	b.selectText("Monday")
	b.type_("s")
	b.wantQuotes("S Monday")
}

func TestSwitchingWorkspaces(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	other := filepath.Join(t.TempDir(), "Ünï 'q\" ?#%.factmark")
	b.OpenWorkspace(other)
	if b.Workspace.Store.Path() != other || len(b.Workspace.Documents) != 0 {
		t.Fatalf("%s is open with %d documents", b.Workspace.Store.Path(), len(b.Workspace.Documents))
	}
	if recent := b.Profile.Recent(); len(recent) != 2 || recent[0] != other || recent[1] != b.path {
		t.Errorf("recent workspaces are %q", recent)
	}
	b.OpenWorkspace(b.path)
	b.wantQuotes("S Monday")
}

func TestFirstStartHoldsTheSamples(t *testing.T) {
	newBench(t) // for its private home
	path, err := profile.DefaultWorkspace()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		st, err := openDefault(context.Background(), path, store.Person{ID: "01a200ed-8551-7f19-a8ef-6e5967cce6aa", Name: "Ana"})
		if err != nil {
			t.Fatal(err)
		}
		documents, err := st.Documents(context.Background())
		if err != nil || len(documents) != 5 {
			t.Errorf("%d documents, %v", len(documents), err)
		}
		if undo, _, err := st.UndoNames(context.Background()); err != nil || undo != "" {
			t.Errorf("undo would take back %q, %v", undo, err)
		}
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if left, _ := filepath.Glob(path + ".new*"); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestNameIsAskedOnceAndNeverInTheWay(t *testing.T) {
	b := newBench(t, first)
	if b.panes.ask.Body.Visible() {
		t.Error("the name is asked for before anything was labelled")
	}
	b.selectText("Monday")
	b.type_("s")
	if !b.panes.ask.Body.Visible() || b.Win.Canvas().Focused() != b.panes.document.View {
		t.Error("after the first label the name is not asked for, or the question takes the focus")
	}
	b.panes.ask.Entry.SetText("  Ana Ruiz ")
	b.panes.ask.Typed(fyne.KeyReturn)
	if got := b.stored()[0].Person; got != "Ana Ruiz" {
		t.Errorf("the claim is signed %q", got)
	}
	b.restart()
	b.selectText("council")
	b.type_("s")
	if b.panes.ask.Body.Visible() {
		t.Error("the name is asked for twice")
	}
}

func TestClaimDetailsAreCheckedAndKept(t *testing.T) {
	for _, good := range []string{"", "2025", "2025-02", "2025-02-10", "2025-02?", "2024-02-29"} {
		if !format.IsPartialDate(good) {
			t.Errorf("%q is refused as a date", good)
		}
	}
	for _, bad := range []string{"Monday", "2025-13", "2025-02-30", "10.02.2025", "?", "25"} {
		if format.IsPartialDate(bad) {
			t.Errorf("%q is taken for a date", bad)
		}
	}
	for text, want := range map[string]string{"": "", "80": "80", " 12,5 %": "12.5", "0": "0", "100": "100"} {
		if got, ok := claims.ParseConfidence(text); !ok || format.Percentage(got) != want {
			t.Errorf("confidence %q is read as %q, %v", text, format.Percentage(got), ok)
		}
	}
	for _, bad := range []string{"-1", "101", "sure", "NaN", "1e3"} {
		if _, ok := claims.ParseConfidence(bad); ok {
			t.Errorf("confidence %q is taken", bad)
		}
	}
}

func TestEveryDialogOpensAndCloses(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	for name, open := range map[string]func(){
		"keys": b.showKeys, "preferences": b.showPreferences, "about": func() { b.help.ShowAbout() }, "export": func() { b.ShowExport() },
		"new workspace": b.askNewWorkspace, "open workspace": b.askOpenWorkspace, "import": b.AskImport, "copy": b.askBackup, "claim": b.ShowClaimDetails, "labels": b.ShowLabels,
		"document": func() { b.ShowDocumentDetails(b.Workspace.Document) },
	} {
		open()
		if len(b.Modals) != 1 {
			t.Fatalf("%s: %d dialogs are open", name, len(b.Modals))
		}
		b.Win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if len(b.Modals) != 0 || b.Win.Canvas().Overlays().Top() != nil {
			t.Fatalf("%s does not close with Escape", name)
		}
	}
	for name, open := range map[string]func(){
		"file":   func() { b.ChooseFile(profile.Documents, "A file", nil, func(string) {}) },
		"folder": func() { b.ChooseFolder(profile.Documents, "A folder", "", func(string) {}) },
	} {
		open()
		if b.Win.Canvas().Overlays().Top() == nil {
			t.Fatalf("%s shows no dialog", name)
		}
		b.Win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if b.Win.Canvas().Overlays().Top() != nil || b.Chooser != nil {
			t.Fatalf("%s does not close with Escape", name)
		}
	}
}

func TestImportDialogTakesTypedPaths(t *testing.T) {
	b := newBench(t, first)
	folder := t.TempDir()
	for name, text := range map[string]string{"b.txt": "The second.", "a.txt": "The first."} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b.AskImport()
	paths := b.modal().Focus.(*textfield.Field)
	b.modal().Accept()
	paths.SetText("/there/is/no/such file.txt")
	b.modal().Accept()
	if len(b.Modals) != 1 || len(b.Workspace.Documents) != 1 {
		t.Fatal("a file that is not there was accepted")
	}
	paths.SetText("\n " + folder + " \n" + b.file("c.txt", "The third."))
	b.modal().Accept()
	b.closeResult()
	if len(b.Modals) != 0 || len(b.Workspace.Documents) != 4 {
		t.Errorf("%d dialogs are open and %d documents here", len(b.Modals), len(b.Workspace.Documents))
	}
}

func TestLabelsOfOnesOwnHaveKeys(t *testing.T) {
	b := newBench(t, first)
	b.ShowLabels()
	m := b.modal()
	m.Focus.(*dialogs.KeyEntry).SetText("Out of scope")
	m.Typed(fyne.KeyReturn)
	if n := len(b.Workspace.Labels); n != 4 || b.Workspace.Labels[3].Key != "1" {
		t.Fatalf("%d labels, the last is %+v", n, b.Workspace.Labels[n-1])
	}
	b.selectText("Monday")
	b.type_("1")
	b.wantQuotes("O Monday")
	if len(b.panes.claims.Chips.Objects) != 5 {
		t.Error("the panel has no chip for the new label")
	}
	b.Workspace.Undo()
	b.Workspace.Undo()
	if len(b.Workspace.Labels) != 3 {
		t.Errorf("undo leaves %d labels", len(b.Workspace.Labels))
	}
}

func TestClaimDetailsAreWritten(t *testing.T) {
	b := newBench(t, first)
	b.selectText("the group holds $10 million")
	b.type_("d")
	b.ShowClaimDetails()
	b.modal().Focus.(*textfield.Field).SetText("ISIS holds $10 million.")
	b.modal().Accept()
	if got := b.stored()[0].Statement; got != "ISIS holds $10 million." {
		t.Errorf("the statement is %q", got)
	}
	if b.Workspace.Current == "" {
		t.Error("the claim is no longer in hand")
	}
}

func TestThemeFollowsTheChoice(t *testing.T) {
	b := newBench(t, first)
	b.setTheme(profile.Dark)
	if got := theme.Color(dialogs.ColourPage); got != dialogs.Palette[dialogs.ColourPage].Dark {
		t.Errorf("the dark page is %v", got)
	}
	b.setTheme(profile.Light)
	if got := theme.Color(dialogs.ColourPage); got != dialogs.Palette[dialogs.ColourPage].Light {
		t.Errorf("the light page is %v", got)
	}
	if b.Profile.Theme() != profile.Light {
		t.Errorf("the profile keeps %q", b.Profile.Theme())
	}
}

func TestErrorsAreSentences(t *testing.T) {
	for _, err := range []error{store.ErrFull, store.ErrDamaged, store.ErrNewer, store.ErrReadOnly, store.ErrNotWorkspace,
		errors.New("importing x.txt: it is empty"), &os.PathError{Op: "open", Path: "/x", Err: os.ErrPermission}} {
		got := workspace.Sentence(err)
		if got == "" || got[:1] != strings.ToUpper(got[:1]) {
			t.Errorf("%v is told as %q", err, got)
		}
	}
}

// Who leaves a dialog in which something was typed is asked before it is lost.
func TestLeavingADialogAsksForWhatWasTyped(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.ShowClaimDetails()
	b.modal().Typed(fyne.KeyEscape)
	if len(b.Modals) != 0 {
		t.Fatal("nothing was typed, and it asks")
	}
	b.ShowClaimDetails()
	test.Type(b.Win.Canvas().Focused(), "It met on a Monday.")
	b.modal().Typed(fyne.KeyEscape)
	if len(b.Modals) != 2 || b.modal().Title != "Save your changes?" {
		t.Fatalf("%d dialogs", len(b.Modals))
	}
	b.modal().Typed(fyne.KeyEscape) // back to it
	b.modal().Accept()
	if got := b.stored()[0].Statement; len(b.Modals) != 0 || got != "It met on a Monday." {
		t.Errorf("kept %q", got)
	}
	b.ShowDocumentDetails(b.Workspace.Document)
	test.Type(b.Win.Canvas().Focused(), "!")
	test.Tap(b.modal().Leave)
	test.Tap(b.modal().Other) // Discard
	if len(b.Modals) != 0 || strings.HasPrefix(b.Workspace.Document.Title, "!") {
		t.Errorf("%d dialogs, title %q", len(b.Modals), b.Workspace.Document.Title)
	}
	b.ShowDocumentDetails(b.Workspace.Document)
	test.Type(b.Win.Canvas().Focused(), "!")
	test.Tap(b.modal().Leave)
	b.ModalKey(fyne.KeyReturn) // Save
	if len(b.Modals) != 0 || !strings.HasPrefix(b.Workspace.Document.Title, "!") {
		t.Errorf("saved: %d dialogs, title %q", len(b.Modals), b.Workspace.Document.Title)
	}
}

func TestEscapeLeavesADialogFromTheFolderButton(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	for name, open := range map[string]func(){
		"backups": func() { b.openPreferences(sectionBackups) }, "import claims": b.AskImportClaims, "export": func() { b.ShowExport() }, "package": func() { b.ShowPackage() },
		"replace text":    func() { b.AskReplaceText(b.Workspace.Document) },
		"save a table":    func() { b.AskSave(profile.Reports, "Save", "table.csv", func(io.Writer) error { return nil }) },
		"earlier version": func() { b.SaveVersion(store.Version{FileName: "a.txt"}) },
		"new workspace":   b.askNewWorkspace, "open workspace": b.askOpenWorkspace,
	} {
		open()
		if len(b.Modals) != 1 {
			t.Fatalf("%s: %d dialogs are open", name, len(b.Modals))
		}
		isFolder := func() bool {
			switch o := b.Win.Canvas().Focused().(type) {
			case *dialogs.KeyButton:
				return o.Icon != nil
			}
			return false
		}
		for range 40 {
			if b.Win.Canvas().(interface{ FocusNext() }).FocusNext(); isFolder() {
				break
			}
		}
		if !isFolder() {
			t.Fatalf("%s: Tab never reaches the folder button", name)
		}
		b.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if len(b.Modals) != 0 {
			t.Errorf("%s does not close with Escape on its folder button", name)
			b.modal().Close()
		}
	}
}
