package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/app/profile"
	"factmark/app/workspace"
	"factmark/store"
)

// bench is an assembled window on a real workspace, with the background inline.
type bench struct {
	*window
	t      testing.TB
	path   string
	paused []func() // what waits for a pause
}

const (
	first  = "The council met on Monday, 10 February. It said that the group holds $10 million.\n\nNobody was killed, the ministry wrote."
	second = "A second text 😀 with a family 👨‍👩‍👧 in it.\nHere it ends."
)

func newBench(t testing.TB, texts ...string) *bench {
	t.Helper()
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "AppData", "LocalAppData"} {
		t.Setenv(name, home)
	}
	b := &bench{t: t, path: filepath.Join(home, "Test.factmark")}
	if err := os.WriteFile(b.path, workspaceOf(t, texts...), 0o600); err != nil {
		t.Fatal(err)
	}
	b.start()
	return b
}

// workspaces are new workspaces with texts, which are each made once a run and then copied.
var workspaces = map[string][]byte{}

func workspaceOf(t testing.TB, texts ...string) []byte {
	t.Helper()
	key := fmt.Sprintf("%q", texts)
	if content, ok := workspaces[key]; ok {
		return content
	}
	path := filepath.Join(t.TempDir(), "new.factmark")
	st, err := store.Create(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	var documents []store.NewDocument
	for i, text := range texts {
		name := string(rune('a'+i)) + ".txt"
		documents = append(documents, store.NewDocument{Title: "Text " + strings.ToUpper(name[:1]), FileName: name, Charset: "UTF-8", Text: text, Original: []byte(text)})
	}
	if len(documents) > 0 {
		_, err = st.AddDocuments(context.Background(), documents)
	}
	if err := errors.Join(err, st.Close()); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	workspaces[key] = content
	return content
}

// start opens the window on the workspace, as a start of the program does.
func (b *bench) start() {
	b.t.Helper()
	p, err := profile.Load()
	if err != nil {
		b.t.Fatal(err)
	}
	// Work runs at once and what it hands back after it, as on the interface
	// thread, where the store is never still writing.
	working, handing, handed := 0, false, []func(){}
	back := &workspace.Background{
		Start: func(work func()) {
			working++
			work()
			working--
			if working > 0 || handing {
				return
			}
			handing = true
			for len(handed) > 0 {
				f := handed[0]
				handed = handed[1:]
				f()
			}
			handing = false
		},
		UI: func(f func()) {
			if working > 0 || handing {
				handed = append(handed, f)
			} else {
				f()
			}
		},
		After: func(_ time.Duration, f func()) func() {
			b.paused = append(b.paused, f)
			return func() {}
		},
		External: func(func()) {}, // comes at any time and from another goroutine; tests say what they want to be heard
	}
	b.window = newWindow(test.NewTempApp(b.t), p, back)
	b.Win.Resize(fyne.NewSize(1280, 860))
	if err := b.openFirst(b.path); err != nil {
		b.t.Fatal(err)
	}
	if b.Workspace == nil {
		b.t.Fatal("no workspace is open")
	}
	d := b.Workspace
	b.t.Cleanup(func() { d.Stop(); d.Store.Close() })
}

// restart ends the program without any farewell and starts it again.
func (b *bench) restart() {
	b.t.Helper()
	for _, f := range b.paused {
		f()
	}
	b.paused = nil
	b.Workspace.Stop()
	if err := b.Workspace.Store.Close(); err != nil {
		b.t.Fatal(err)
	}
	b.start()
}

func (b *bench) type_(keys string) {
	for _, r := range keys {
		b.panes.document.View.TypedRune(r)
	}
}

// selectText selects the first place of a text in the open document.
func (b *bench) selectText(text string) (start, end int) {
	b.t.Helper()
	whole, err := b.Workspace.Store.Text(context.Background(), b.Workspace.Document.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	at := strings.Index(whole, text)
	if at < 0 {
		b.t.Fatalf("%q is not in the open document", text)
	}
	start = len([]rune(whole[:at]))
	end = start + len([]rune(text))
	b.panes.document.View.Select(start, end)
	return start, end
}

// stored reads the claims of the open document from the file.
func (b *bench) stored() []store.Claim {
	b.t.Helper()
	claims, err := b.Workspace.Store.Claims(context.Background(), b.Workspace.Document.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	return claims
}

func (b *bench) quotes() []string {
	var quotes []string
	for _, c := range b.stored() {
		quotes = append(quotes, b.Workspace.LabelOf(c.LabelID).Letter+" "+c.Quote)
	}
	return quotes
}

func (b *bench) wantQuotes(want ...string) {
	b.t.Helper()
	if got := b.quotes(); !slices.Equal(got, want) {
		b.t.Errorf("the file holds %q, want %q", got, want)
	}
	var shown []string
	for _, c := range b.Workspace.Claims {
		shown = append(shown, b.Workspace.LabelOf(c.LabelID).Letter+" "+c.Quote)
	}
	if !slices.Equal(shown, want) {
		b.t.Errorf("the panel shows %q, want %q", shown, want)
	}
}

func (b *bench) wantTold(want string) {
	b.t.Helper()
	if got := b.panes.status.told.Text; got != want {
		b.t.Errorf("the status bar says %q, want %q", got, want)
	}
}

func TestLabelKeysMakeClaims(t *testing.T) {
	b := newBench(t, first)
	b.selectText("The council met")
	b.type_("s")
	b.selectText("the group holds $10 million")
	b.type_("d")
	b.selectText("\n\nNobody was killed")
	b.type_("n")
	b.selectText("the ministry wrote")
	b.type_("c")
	b.wantQuotes("S The council met", "D the group holds $10 million", "N Nobody was killed", "– the ministry wrote")
	if got := b.panes.status.saved.Text; !strings.HasPrefix(got, "Saved ") {
		t.Errorf("the status bar says %q", got)
	}
	if start, end := b.panes.document.View.Selection(); start != end {
		t.Errorf("the selection %d–%d stayed after labelling", start, end)
	}
}
