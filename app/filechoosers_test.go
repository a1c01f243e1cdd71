package app

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/app/profile"
	"factmark/app/ui/dialogs"
)

// pressFolder presses the button beside the field for a path, by the keyboard.
func (b *bench) pressFolder() {
	b.t.Helper()
	for range 60 {
		b.Win.Canvas().(interface{ FocusNext() }).FocusNext()
		if o, is := b.Win.Canvas().Focused().(*dialogs.KeyButton); is && o.Icon != nil {
			o.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			return
		}
	}
	b.t.Fatal("Tab never reaches the folder button")
}

// Each kind of file is offered in the folder that it was in last, in the desktop's chooser and in the field, also at the next start.
func TestEachKindOfFileKeepsItsFolder(t *testing.T) {
	b := newBench(t, first)
	desk := t.TempDir()
	var asked []dialogs.FileRequest
	b.System.ChooseFiles = func(_ context.Context, r dialogs.FileRequest) ([]string, error) {
		asked = append(asked, r)
		folder := filepath.Join(desk, string(r.Kind))
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		name := r.Name
		if name == "" {
			name = "chosen" + strings.Join(r.Extensions[:1], "")
		}
		return []string{filepath.Join(folder, name)}, nil
	}
	dialogsOf := map[profile.FileKind]func(){
		profile.Workspaces: b.askOpenWorkspace, profile.Copies: b.askBackup, profile.Exports: func() { b.ShowExport() }, profile.Packages: func() { b.ShowPackage() },
		profile.Reports: func() {
			b.AskSave(profile.Reports, "Save the figures", "Agreement.csv", func(io.Writer) error { return nil })
		},
		profile.Pictures: func() {
			b.AskSave(profile.Pictures, "Save the picture", "Matrix.png", func(io.Writer) error { return nil })
		},
	}
	for _, second := range []bool{false, true} {
		for kind, open := range dialogsOf {
			asked = nil
			open()
			b.pressFolder()
			if len(asked) != 1 || asked[0].Kind != kind || asked[0].Save != (kind != profile.Workspaces) {
				t.Fatalf("%s: asked %+v", kind, asked)
			}
			if second && asked[0].Folder != filepath.Join(desk, string(kind)) {
				t.Errorf("%s: the chooser begins in %s", kind, asked[0].Folder)
			}
			b.modal().Close()
		}
	}
	for kind := range dialogsOf {
		if got := b.Profile.Folder(kind); got != filepath.Join(desk, string(kind)) {
			t.Errorf("%s is kept in %s", kind, got)
		}
	}
	kept, err := profile.Load()
	if err != nil || kept.Folder(profile.Pictures) != filepath.Join(desk, "pictures") {
		t.Errorf("at the next start pictures are in %q, %v", kept.Folder(profile.Pictures), err)
	}
}

// A file that is there is replaced only once that was said, and Enter does not say it; what was typed stays.
func TestAFileThatIsThereIsReplacedOnlyWhenAsked(t *testing.T) {
	b := newBench(t, first)
	file := filepath.Join(t.TempDir(), "figures.csv")
	if err := os.WriteFile(file, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	content := func() string {
		read, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(read)
	}
	enter := func() { b.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) }
	b.AskSave(profile.Reports, "Save the figures", "Agreement.csv", func(out io.Writer) error { _, err := io.WriteString(out, "after"); return err })
	field := b.modal().Focus.(*dialogs.KeyEntry)
	field.SetPath("")
	test.Type(field, file)
	enter()
	if len(b.Modals) != 2 || content() != "before" || !strings.Contains(b.dialogWords(), "figures.csv") {
		t.Fatalf("%d dialogs, the file holds %q", len(b.Modals), content())
	}
	b.Win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn}) // Cancel is the default
	if len(b.Modals) != 1 || content() != "before" || field.Text != file {
		t.Fatalf("cancelled: %d dialogs, the file holds %q, the field %q", len(b.Modals), content(), field.Text)
	}
	b.Win.Canvas().Focus(field)
	enter()
	b.modal().Accept()
	if len(b.Modals) != 0 || content() != "after" {
		t.Errorf("replaced: %d dialogs, the file holds %q", len(b.Modals), content())
	}
	// The desktop's chooser asks by itself.
	b.System.ChooseFiles = func(context.Context, dialogs.FileRequest) ([]string, error) { return []string{file}, nil }
	b.AskSave(profile.Reports, "Save the figures", "Agreement.csv", func(out io.Writer) error { _, err := io.WriteString(out, "again"); return err })
	b.pressFolder()
	b.modal().Accept()
	if len(b.Modals) != 0 || content() != "again" {
		t.Errorf("chosen in the desktop's chooser: %d dialogs, the file holds %q", len(b.Modals), content())
	}
}

// An export asks before it takes the place of a file, too.
func TestAnExportAsksBeforeItReplaces(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	file := filepath.Join(t.TempDir(), "claims.csv")
	if err := os.WriteFile(file, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	e := b.ShowExport()
	e.Path.SetText(file)
	e.Dialog.Accept()
	if read, _ := os.ReadFile(file); string(read) != "before" || len(b.Modals) != 2 {
		t.Fatalf("%d dialogs, the file holds %q", len(b.Modals), read)
	}
	b.modal().Accept()
	if read, _ := os.ReadFile(file); !strings.Contains(string(read), "Monday") {
		t.Errorf("%d dialogs, the file holds %q", len(b.Modals), read)
	}
}

// The proposed names say what is in the file and for whom.
func TestProposedNamesSayWhatIsInTheFile(t *testing.T) {
	b := newBench(t, first)
	p := b.ShowPackage()
	test.Type(p.Whom, "Ana")
	if got := filepath.Base(p.Path.Text); got != "Test for Ana.factmark" {
		t.Errorf("the package is called %q", got)
	}
	p.Dialog.Close()
	e := b.ShowExport()
	names := []string{filepath.Base(e.Path.Text)}
	e.Scope.SetSelected(dialogs.ScopeDocument)
	names = append(names, filepath.Base(e.Path.Text))
	if want := []string{"Test, all documents.csv", "Test, " + b.Workspace.Document.Title + ".csv"}; !slices.Equal(names, want) {
		t.Errorf("exports are called %q, want %q", names, want)
	}
	e.Path.SetText(filepath.Join(t.TempDir(), "mine.csv"))
	e.Scope.SetSelected(dialogs.ScopeWorkspace)
	if got := filepath.Base(e.Path.Text); got != "mine.csv" {
		t.Errorf("what was typed became %q", got)
	}
}
