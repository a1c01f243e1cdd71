package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"factmark/store"
)

// film sends keys as a user presses them and counts them; what is typed as text counts as one entry of text.
type film struct {
	*bench
	table []string
}

func (f *film) scene(what string, keys ...string) {
	f.t.Helper()
	pressed, typed := 0, 0
	for _, key := range keys {
		switch {
		case strings.HasPrefix(key, "'"):
			typed++
		case key != "pause":
			pressed++
		}
	}
	f.send(keys...)
	f.table = append(f.table, fmt.Sprintf("%-36s %2d keys, %d texts: %s", what, pressed, typed, strings.Join(slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return key == "pause" }), " ")))
}

// A morning's work without a mouse: each scene is the shortest way by keys, and what it leaves is in the file. Run with -v
// to see the keys and how many they are.
func TestAMorningsWorkWithoutAMouse(t *testing.T) {
	sentences := make([]string, 12)
	for i := range sentences {
		sentences[i] = fmt.Sprintf("Sentence %d says that %d people came.", i+1, 10*i)
	}
	f := &film{bench: newBench(t, strings.Join(sentences, " "), second)}
	ctx := context.Background()
	f.panes.ask.Body.Hide()

	f.scene("first label", "Ctrl+Shift+Up", "Ctrl+Shift+Up", "s")
	f.wantQuotes("S " + sentences[0])

	f.scene("label and note", "Alt+Right", "Ctrl+Shift+Up", "Ctrl+Shift+Up", "d", "Enter", "'the ministry denies it'", "Enter")
	if got := f.stored(); len(got) != 2 || got[1].Note != "the ministry denies it" || got[1].LabelID != store.DisputedID {
		t.Fatalf("the file holds %+v", got)
	}

	f.scene("open a document by name", "Ctrl+K", "'Text B'", "pause", "Enter")
	if f.Workspace.Document.Title != "Text B" {
		t.Fatalf("%q is open", f.Workspace.Document.Title)
	}
	f.send("Ctrl+D", "'Text A'", "pause", "Enter", "[")

	f.scene("a claim with two pieces of evidence", "]", "e", "Ctrl+D", "'Text B'", "pause", "Enter", "Ctrl+Home", "Ctrl+Shift+Up", "Ctrl+Shift+Up", "+", "Ctrl+End", "Ctrl+Shift+Up", "Ctrl+Shift+Up", "-", "Escape")
	id := f.claimOf(sentences[1])
	if got, err := f.Workspace.Store.Evidence(ctx, id); err != nil || len(got) != 2 || got[0].Stance != store.StanceSupports || got[1].Stance != store.StanceRefutes {
		t.Fatalf("the claim has %+v, %v", got, err)
	}

	f.send("Ctrl+D", "'Text A'", "pause", "Enter", "Ctrl+Home", "Alt+Right", "Alt+Right")
	for range 8 { // eight more claims
		f.send("Ctrl+Shift+Up", "Ctrl+Shift+Up", "n", "Alt+Right")
	}
	if got := f.stored(); len(got) != 10 {
		t.Fatalf("%d claims: %q", len(got), f.quotes())
	}
	f.scene("a review of ten", "Ctrl+Shift+R", "Enter", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "Enter", "Enter")
	sessions, err := f.Workspace.Store.Sessions(ctx)
	if err != nil || len(sessions) != 1 || sessions[0].EndedAt.IsZero() {
		t.Fatalf("the sessions are %+v, %v", sessions, err)
	}

	f.scene("a command by name", "Ctrl+K", "'paragraph numbers'", "pause", "Enter")
	if !f.numbers {
		t.Fatal("the palette does not run a command")
	}
	f.send("Ctrl+Home", "Alt+Right", "Alt+Right", "Alt+Right", "Alt+Right", "Alt+Right", "Alt+Right", "Alt+Right", "Alt+Right", "Alt+Right", "Alt+Right")
	f.scene("label each selection: two of them", "Shift+D", "Ctrl+Shift+Up", "Ctrl+Shift+Up", "Enter", "Alt+Right", "Ctrl+Shift+Up", "Ctrl+Shift+Up", "Enter", "Escape")
	if got := f.stored(); len(got) != 12 || got[11].LabelID != store.DisputedID {
		t.Fatalf("%d claims: %q", len(got), f.quotes())
	}
	f.scene("mark the document as done", "Ctrl+Enter")

	f.scene("an export", "Ctrl+E", "Enter", "Escape")
	written, err := os.ReadFile(filepath.Join(filepath.Dir(f.path), "Test, all documents.csv"))
	if err != nil || strings.Count(string(written), "\n") != 13 {
		t.Fatalf("the export is %q, %v", written, err)
	}
	t.Log("\n" + strings.Join(f.table, "\n"))
}

// claimOf is the id of the claim with a quote, in any document.
func (b *bench) claimOf(quote string) string {
	b.t.Helper()
	for _, d := range b.Workspace.Documents {
		claims, err := b.Workspace.Store.Claims(context.Background(), d.ID)
		if err != nil {
			b.t.Fatal(err)
		}
		for _, c := range claims {
			if c.Quote == quote {
				return c.ID
			}
		}
	}
	b.t.Fatalf("no claim is %q", quote)
	return ""
}
