package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"factmark/app/crash"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/app/ui/start"
)

// button presses the button of the dialog in front, or else of the window, that begins with these words.
func (b *bench) button(words string) {
	b.t.Helper()
	top := b.Win.Canvas().Overlays().Top()
	if top == nil {
		top = b.Win.Content()
	}
	for _, o := range test.LaidOutObjects(top) {
		if button, is := o.(*dialogs.KeyButton); is && button.Visible() && strings.HasPrefix(button.Text, words) {
			test.Tap(button)
			return
		}
	}
	b.t.Fatalf("there is no button %q", words)
}

// firstStart ends the window of a bench and starts the program as for the first time, without naming a workspace.
func (b *bench) firstStart() {
	b.t.Helper()
	path, err := profile.DefaultWorkspace()
	if err != nil {
		b.t.Fatal(err)
	}
	b.path = ""
	b.restart()
	if b.Workspace.Store.Path() != path {
		b.t.Fatalf("the workspace is %s", b.Workspace.Store.Path())
	}
}

func TestTheFirstStartShowsTheStartPage(t *testing.T) {
	b := newBench(t, first)
	b.firstStart()
	if len(b.Modals) != 1 || b.modal().Title != "Welcome to Factmark" || len(b.Workspace.Documents) != 5 {
		t.Fatalf("%d dialogs, %d documents", len(b.Modals), len(b.Workspace.Documents))
	}
	if said := strings.Join(b.shownTexts(), "\n"); !strings.Contains(said, "five real news reports") || !strings.Contains(said, "Recent workspaces") {
		t.Errorf("it says %q", said)
	}
	b.send("Escape")
	if len(b.Modals) != 0 {
		t.Fatal("Escape does not close it")
	}
	b.restart()
	if len(b.Modals) != 0 {
		t.Error("the second start shows it again")
	}
	b.run(commandStartPage)
	if len(b.Modals) != 1 {
		t.Error("the menu does not show it")
	}
}

// shownTexts are the texts of labels and headlines in the dialog in front.
func (b *bench) shownTexts() (all []string) {
	for _, o := range test.LaidOutObjects(b.Win.Canvas().Overlays().Top()) {
		switch o := o.(type) {
		case *widget.Label:
			all = append(all, o.Text)
		case *dialogs.Headline:
			all = append(all, o.Text)
		}
	}
	return all
}

// Recent workspaces open by the keyboard; one that is gone is said to be, and leaves the list when the user wants.
func TestRecentWorkspacesOnTheStartPage(t *testing.T) {
	b := newBench(t, first)
	other, gone := filepath.Join(filepath.Dir(b.path), "Other.factmark"), filepath.Join(filepath.Dir(b.path), "Gone.factmark")
	if err := os.WriteFile(other, workspaceOf(t, second), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{other, gone, b.path} {
		if err := b.Profile.AddRecent(path); err != nil {
			t.Fatal(err)
		}
	}
	b.run(commandStartPage)
	said := strings.Join(b.shownTexts(), "\n")
	for _, want := range []string{"Test\nOpen now · ", "Gone\nNot found in ", "Other\n"} {
		if !strings.Contains(said, want) {
			t.Errorf("the list has no %q: %q", want, said)
		}
	}
	b.send("Down", "Enter")
	if len(b.Modals) != 2 {
		t.Fatalf("%d dialogs for one that is gone", len(b.Modals))
	}
	b.send("Enter")
	for _, path := range b.Profile.Recent() {
		if path == gone {
			t.Error("it is in the list still")
		}
	}
	b.Win.Canvas().Focus(b.modal().Focus)
	b.send("Enter")
	if b.Workspace.Store.Path() != other || len(b.Modals) != 0 {
		t.Errorf("%s is open, %d dialogs", b.Workspace.Store.Path(), len(b.Modals))
	}
	opened := b.Workspace
	t.Cleanup(func() { opened.Stop(); opened.Store.Close() })
}

// The guide sees what the user does, from the sentence to the export.
func TestTheGuideLeadsToAnExport(t *testing.T) {
	b := newBench(t, first)
	b.firstStart()
	b.button("Guide in five steps")
	guide := b.panes.guide
	if !guide.Body.Visible() || len(b.Modals) != 0 || b.Workspace.Document.FileName != "000_cefa9d76df2a6f6a.txt" {
		t.Fatalf("shown %v, %d dialogs, document %q", guide.Body.Visible(), len(b.Modals), b.Workspace.Document.FileName)
	}
	want := func(step start.Step, words string) {
		t.Helper()
		if guide.Step() != step || !strings.Contains(guide.Text.Text, words) {
			t.Fatalf("step %d: %q, want step %d with %q", guide.Step(), guide.Text.Text, step, words)
		}
	}
	want(start.StepSelect, "Select a sentence")
	b.selectText("The Taliban has dismissed concerns")
	want(start.StepLabel, "press S for “Supported”")
	b.type_("s")
	want(start.StepNote, "press Enter")
	b.send("Enter")
	b.typeIn("because")
	b.send("Enter")
	want(start.StepList, "press F6")
	b.send("F6")
	want(start.StepExport, "press Ctrl+E")
	b.send("Ctrl+E")
	b.modal().Accept()
	if len(b.Modals) != 1 || !strings.Contains(strings.Join(b.shownTexts(), "\n"), "1 claim exported") {
		t.Fatalf("%d dialogs after the export: %q", len(b.Modals), b.shownTexts())
	}
	b.send("Escape")
	want(start.StepExport+1, "exported a claim")
	b.button("Close guide")
	if guide.Body.Visible() {
		t.Error("the guide does not close")
	}
	b.run(commandGuide)
	want(start.StepSelect, "Select a sentence")
	for range 5 {
		b.button("Skip step")
	}
	want(start.StepExport+1, "exported a claim")
}

func TestHelpIsSearchedAndScrolled(t *testing.T) {
	b := newBench(t, first)
	h := b.help.ShowHelp()
	said := strings.Join(b.shownTexts(), "\n")
	if !strings.Contains(said, "First steps") || !strings.Contains(said, "Where your data is") || !strings.Contains(said, b.keysOf("import-documents")) {
		t.Errorf("the help says %q", said)
	}
	b.send("Down")
	if said := strings.Join(b.shownTexts(), "\n"); !strings.Contains(said, "Supported") || !strings.Contains(said, "move by sentence") {
		t.Errorf("the page of the keyboard says %q", said)
	}
	b.Win.Canvas().Focus(h.Search.KeyEntry)
	b.typeIn("crash report")
	if h.List.Length() != 1 {
		t.Errorf("%d pages have crash reports", h.List.Length())
	}
	if said := strings.Join(b.shownTexts(), "\n"); !strings.Contains(said, "never sent") {
		t.Errorf("the page found says %q", said)
	}
	b.typeIn(" nowhere")
	if said := strings.Join(b.shownTexts(), "\n"); !strings.Contains(said, "No page has “crash report nowhere”.") {
		t.Errorf("what is not found says %q", said)
	}
	b.send("Escape", "Escape")
	if len(b.Modals) != 0 {
		t.Error("it does not close")
	}
}

func TestAboutShowsTheLicences(t *testing.T) {
	b := newBench(t, first)
	b.help.ShowAbout()
	b.button("Licences")
	said := strings.Join(b.shownTexts(), "\n")
	if !strings.Contains(said, "Go standard library") || !strings.Contains(said, "BSD") {
		t.Errorf("the licences say %q", said)
	}
	b.send("Escape")
	if len(b.Modals) != 0 {
		t.Error("they do not close")
	}
}

// What another start hands over opens at once, or when the dialog is closed.
func TestAWorkspaceIsHandedOver(t *testing.T) {
	b := newBench(t, first)
	other := filepath.Join(filepath.Dir(b.path), "Other.factmark")
	if err := os.WriteFile(other, workspaceOf(t, second), 0o600); err != nil {
		t.Fatal(err)
	}
	b.help.ShowAbout()
	b.openHanded(other)
	if said := b.modal().Said.Text; said != "Close this dialog to open Other.factmark." || b.Workspace.Store.Path() != b.path {
		t.Errorf("it says %q, %s is open", said, b.Workspace.Store.Path())
	}
	b.send("Escape", "pause")
	if b.Workspace.Store.Path() != other {
		t.Errorf("%s is open", b.Workspace.Store.Path())
	}
	opened := b.Workspace
	t.Cleanup(func() { opened.Stop(); opened.Store.Close() })
	b.openHanded("")
	if b.Workspace != opened {
		t.Error("without a file another workspace is open")
	}
}

func TestACrashReportIsOffered(t *testing.T) {
	b := newBench(t, first)
	folder, err := profile.CrashReports()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "crash.txt"), []byte("Factmark 0.1\n---\ngoroutine 1 [running]:\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if b.crashes, err = crash.Watch(folder, "test"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.crashes.End)
	strip := b.panes.crash
	if strip.offer(); !strip.body.Visible() {
		t.Fatal("it is not offered")
	}
	test.Tap(strip.show)
	if said := strings.Join(b.shownTexts(), "\n"); !strings.Contains(said, "goroutine 1 [running]:") || !strings.Contains(said, "nothing is sent") {
		t.Errorf("the report says %q", said)
	}
	b.button("Save")
	path := filepath.Join(t.TempDir(), "report.txt")
	for _, f := range fieldsOf(b.modal().Popup.Content) {
		f.SetText(path)
	}
	b.modal().Accept()
	if content, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(content), "Factmark 0.1") {
		t.Errorf("saved: %q, %v", content, err)
	}
	test.Tap(strip.show)
	b.button("Discard")
	if strip.body.Visible() || b.crashes.Last() != "" {
		t.Error("it is there after it was discarded")
	}
}

// A script without a font is told once for each document.
func TestAScriptWithoutAFontIsTold(t *testing.T) {
	b := newBench(t, "Some 漢字 and ไทย here.", first, "More 漢字.")
	b.send("pause")
	strip := func() string {
		if fonts := b.panes.document.Fonts; fonts.Body.Visible() {
			return fonts.Text.Text
		}
		return ""
	}
	if said := strip(); !strings.Contains(said, "Chinese and Japanese characters and Thai") {
		t.Errorf("it says %q", said)
	}
	open := func(title string) {
		for _, d := range b.Workspace.Documents {
			if d.Title == title {
				b.Workspace.Open(d.ID, "")
			}
		}
		b.Win.Canvas().Capture()
		b.send("pause")
	}
	if open("Text B"); strip() != "" {
		t.Errorf("a document with letters alone: %q", strip())
	}
	if open("Text C"); !strings.Contains(strip(), "characters: Chinese and Japanese characters.") {
		t.Errorf("another document: %q", strip())
	}
	if open("Text A"); strip() != "" {
		t.Errorf("told twice: %q", strip())
	}
}
