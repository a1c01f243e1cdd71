package app

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/app/ui/dialogs"
	"factmark/app/ui/document"
	"factmark/store"
	"factmark/widgets/textfield"
)

const newsPage = "<!DOCTYPE html><html lang=en><title>News</title><meta property=og:site_name content='The Post'><nav>Menu of the site</nav><article><h1>Bridge</h1><p>" + bridge + "</p><p>" + bridge + "</p></article></html>"

// A file goes out as it came in, and opens in another program where the user says so.
func TestTheOriginalIsShown(t *testing.T) {
	b := newBench(t)
	b.drop(b.file("a.html", newsPage))
	b.closeResult()
	var opened []string
	b.System.OpenFile = func(path string) error { opened = append(opened, path); return nil }
	out := filepath.Join(t.TempDir(), "out.html")
	b.run(commandShowOriginal)
	path := b.modal().Focus.(*dialogs.KeyEntry)
	if filepath.Base(path.Text) != "a.html" {
		t.Errorf("it is offered as %s", path.Text)
	}
	path.SetText(out)
	b.modal().Accept()
	if written, err := os.ReadFile(out); err != nil || !bytes.Equal(written, []byte(newsPage)) || len(opened) != 0 {
		t.Errorf("%q, %v, opened %q", written, err, opened)
	}
	b.run(commandShowOriginal)
	b.modal().Focus.(*dialogs.KeyEntry).SetText(out)
	test.Tap(inModal[*dialogs.KeyCheck](b)[0])
	b.modal().Accept()
	b.modal().Accept() // the file may be replaced
	if !slices.Equal(opened, []string{out}) {
		t.Errorf("opened %q", opened)
	}
	// What the desktop might run is not opened, whatever it is called in the dialog.
	b.run(commandShowOriginal)
	b.modal().Focus.(*dialogs.KeyEntry).SetText(filepath.Join(t.TempDir(), "out.desktop"))
	test.Tap(inModal[*dialogs.KeyCheck](b)[0])
	b.modal().Accept()
	if len(opened) != 1 {
		t.Errorf("opened %q", opened)
	}
	b.System.OpenFile = func(string) error { return errors.New("this computer has no xdg-open") }
	b.run(commandShowOriginal)
	b.modal().Focus.(*dialogs.KeyEntry).SetText(out)
	test.Tap(inModal[*dialogs.KeyCheck](b)[0])
	b.modal().Accept()
	b.modal().Accept()
	if words := wordsOf(b.modal()); !strings.Contains(words, "no xdg-open") {
		t.Errorf("it says %q", words)
	}
}

// A page whose article was taken is read anew as a whole, and its claims and what the user said of it stay.
func TestAPageIsExtractedAgain(t *testing.T) {
	b := newBench(t)
	b.drop(b.file("a.html", newsPage))
	b.closeResult()
	b.selectText("The mayor said that the town has set money aside")
	b.type_("s")
	publisher := "Daily Post"
	b.Workspace.EditDocument(b.Workspace.Document.ID, store.DocumentEdit{Publisher: &publisher})
	extract := func(choice string) {
		b.run(commandExtractAgain)
		group := inModal[*dialogs.RadioGroup](b)[0]
		if _, is := b.Win.Canvas().Focused().(*dialogs.RadioOption); !is {
			t.Errorf("the keyboard is at %T", b.Win.Canvas().Focused())
		}
		group.SetSelected(choice)
		b.modal().Accept()
	}
	extract(document.ArticleOnly)
	if len(b.Modals) != 0 || !strings.Contains(b.panes.status.told.Text, "has already; nothing was changed") {
		t.Errorf("%d dialogs; it says %q", len(b.Modals), b.panes.status.told.Text)
	}
	extract(document.WholePage)
	if m := b.modal(); m.Confirm != "Replace text" {
		t.Fatalf("%q is open", m.Title)
	}
	b.modal().Accept()
	text, err := b.Workspace.Store.Text(t.Context(), b.Workspace.Document.ID)
	if err != nil || !strings.Contains(text, "Menu of the site") || b.Workspace.Document.Publisher != publisher {
		t.Errorf("%q of %+v, %v", text, b.Workspace.Document, err)
	}
	b.wantQuotes("S The mayor said that the town has set money aside")
	if again := b.items[commandExtractAgain]; again.Disabled {
		t.Error("the menu does not offer it")
	}
}

// What can be read in one way alone is not offered to be read again.
func TestWhatCannotBeExtractedAgain(t *testing.T) {
	b := newBench(t)
	b.drop(b.file("a.csv", "title,text\nOne,The bridge is safe.\n"))
	b.modal().Accept()
	b.closeResult()
	if again := b.items[commandExtractAgain]; !again.Disabled {
		t.Error("the menu offers it of a row of a table")
	}
	b.AskExtractAgain(b.Workspace.Document)
	if len(b.Modals) != 0 || !strings.Contains(b.panes.status.told.Text, "in one way only") {
		t.Errorf("%d dialogs; it says %q", len(b.Modals), b.panes.status.told.Text)
	}
	b.run(commandShowOriginal)
	if name := filepath.Base(b.modal().Focus.(*dialogs.KeyEntry).Text); name != "a.csv.txt" {
		t.Errorf("a row is saved as %s", name)
	}
}

// What the clipboard holds becomes a document, with what is said of it.
func TestPasteAsDocument(t *testing.T) {
	b := newBench(t, first)
	b.App.Clipboard().SetContent("")
	b.run("paste-document")
	if len(b.Modals) != 0 {
		t.Fatal("of nothing a dialog is opened")
	}
	b.wantTold("There is no text on the clipboard.")
	b.App.Clipboard().SetContent("A headline\r\n\r\n" + bridge)
	b.Win.Canvas().Focus(b.panes.document.View)
	b.panes.document.View.TypedShortcut(&fyne.ShortcutPaste{Clipboard: b.App.Clipboard()})
	m := b.modal()
	if words := wordsOf(m); m.Title != "Paste as document" || !strings.Contains(words, "The council of the town met") {
		t.Fatalf("%q is open: %q", m.Title, words)
	}
	fields := inModal[*dialogs.KeyEntry](b)
	if fields[0].Text != "A headline" {
		t.Errorf("the title is %q", fields[0].Text)
	}
	fields[1].SetText("https://post.example/bridge")
	fields[2].SetText("in May")
	fields[3].SetText("The Post")
	if m.Accept(); len(b.Modals) != 1 || b.modal() != m {
		t.Fatal("a wrong date is taken")
	}
	fields[2].SetText("2025-05?")
	m.Accept()
	if rows := b.result(); len(rows) != 1 || !strings.HasPrefix(rows[0], "Imported: A headline, 2025-05? · The Post") {
		t.Errorf("the result is %q", rows)
	}
	b.closeResult()
	d := b.titled("A headline")
	if text, err := b.Workspace.Store.Text(t.Context(), d.ID); err != nil || text != "A headline\n\n"+bridge || d.SourceURL != "https://post.example/bridge" {
		t.Errorf("%q, %v, %+v", text, err, d)
	}
	// In a field it is the field's.
	b.AskImport()
	field := b.modal().Focus.(*textfield.Field)
	b.App.Clipboard().SetContent("x")
	field.TypedShortcut(&fyne.ShortcutPaste{Clipboard: b.App.Clipboard()})
	if field.Text() != "x" || len(b.Modals) != 1 {
		t.Errorf("the field holds %q, %d dialogs", field.Text(), len(b.Modals))
	}
}

// Formatted text is taken with its paragraphs, and no script of it.
func TestPasteOfFormattedText(t *testing.T) {
	b := newBench(t)
	b.App.Clipboard().SetContent("One Two")
	b.System.ClipboardHTML = func(context.Context) []byte {
		return []byte("<meta charset=utf-8><h2>Überschrift</h2><p>One</p><p>Two</p><script>alert(1)</script>")
	}
	b.run("paste-document")
	b.modal().Accept()
	b.closeResult()
	if text, err := b.Workspace.Store.Text(t.Context(), b.Workspace.Document.ID); err != nil || text != "Überschrift\n\nOne\n\nTwo\n" && text != "Überschrift\n\nOne\n\nTwo" {
		t.Errorf("the text is %q, %v", text, err)
	}
	b.System.ClipboardHTML = func(context.Context) []byte { return []byte("<p> </p>") } // then the plain text
	b.run("paste-document")
	b.modal().Accept()
	if rows := b.result(); len(rows) != 1 || !strings.HasPrefix(rows[0], "Imported: One Two") {
		t.Errorf("the result is %q", rows)
	}
}

// The desktop's file chooser gives several files at once; where there is none the toolkit's takes its place, and a cancelled one is no error.
func TestTheDesktopChoosesFiles(t *testing.T) {
	b := newBench(t)
	var asked []dialogs.FileRequest
	paths, failed := []string{"/x/a b.txt", "/x/c+d.pdf"}, error(nil)
	b.System.ChooseFiles = func(_ context.Context, r dialogs.FileRequest) ([]string, error) {
		asked = append(asked, r)
		return paths, failed
	}
	b.AskImport()
	field := b.modal().Focus.(*textfield.Field)
	tap := func(caption string) {
		all := inModal[*dialogs.KeyButton](b)
		i := slices.IndexFunc(all, func(o *dialogs.KeyButton) bool { return o.Text == caption })
		test.Tap(all[i])
	}
	tap("Add files…")
	if field.Text() != "/x/a b.txt\n/x/c+d.pdf\n" || len(asked) != 1 || !asked[0].Several || !slices.Contains(asked[0].Extensions, ".docx") {
		t.Errorf("%q of %+v", field.Text(), asked)
	}
	paths = nil
	tap("Add a folder…")
	if field.Text() != "/x/a b.txt\n/x/c+d.pdf\n" || len(asked) != 2 || !asked[1].Folders || b.Chooser != nil || len(b.Modals) != 1 {
		t.Errorf("after a cancelled one: %q, %d dialogs", field.Text(), len(b.Modals))
	}
	failed = errors.New("no portal")
	tap("Add files…")
	if b.Chooser == nil {
		t.Error("the toolkit's chooser does not take its place")
	}
	b.Chooser.Dismiss()
}
