package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"factmark/app/workspace"
	"factmark/store"
)

// predicted is a span that a model marks.
type predicted struct {
	quote, label, model string
	score               float64
}

var predictions = []predicted{
	{"The council met", "Supported", "nli-2", 0.91},
	{"the group holds $10 million", "Disputed", "nli-2", 0.62},
	{"Nobody was killed", "Supported", "other", 0.4},
}

// importPredictions imports tasks of Label Studio with the predictions of models on a text through the window.
func (b *bench) importPredictions(text string, all ...predicted) {
	b.t.Helper()
	var tasks []string
	for _, p := range all {
		at := strings.Index(text, p.quote)
		start := len([]rune(text[:at]))
		value, _ := json.Marshal(map[string]any{"start": start, "end": start + len([]rune(p.quote)), "text": p.quote, "labels": []string{p.label}})
		words, _ := json.Marshal(text)
		tasks = append(tasks, fmt.Sprintf(`{"id": 7, "data": {"text": %s}, "annotations": [], "predictions": [{"model_version": %q, "score": %v, "result": [
			{"id": "r%d", "from_name": "label", "to_name": "text", "type": "labels", "value": %s}]}]}`, words, p.model, p.score, start, value))
	}
	b.ReadClaims(b.file("tasks.json", "["+strings.Join(tasks, ",\n")+"]"))
	for range 3 { // what it asks first, and the preview
		if len(b.Modals) > 0 {
			b.modal().Accept()
		}
	}
	if len(b.Modals) > 0 {
		b.t.Fatalf("the import stays with %q", wordsOf(b.modal()))
	}
}

func (b *bench) suggestionStates() (all []string) {
	b.t.Helper()
	found, err := b.Workspace.Store.FindSuggestions(context.Background(), store.SuggestionFilter{})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, s := range found {
		all = append(all, string(s.State))
	}
	return all
}

// wantModel checks what is outlined in the text, which is what the panel lists, "*" before the current one.
func (b *bench) wantModel(when string, want ...string) {
	b.t.Helper()
	text := []rune(b.panes.document.Text)
	var got []string
	for _, o := range b.panes.document.View.Outlines() {
		quote := string(text[o.Start:o.End])
		if o.ID == b.panes.document.View.CurrentOutline() {
			quote = "*" + quote
		}
		got = append(got, quote)
	}
	if !slices.Equal(got, want) {
		b.t.Errorf("%s: outlined are %q, want %q", when, got, want)
	}
	strip := b.panes.claims.Suggestions
	if shown := strip.Body.Visible(); shown != (b.Workspace.SuggestionCount() > 0) || shown != b.panes.status.suggestions.Visible() {
		b.t.Errorf("%s: the panel lists suggestions: %v, the status bar counts: %v", when, shown, b.panes.status.suggestions.Visible())
	}
	if at := slices.IndexFunc(got, func(quote string) bool { return strings.HasPrefix(quote, "*") }); at != strip.List.Current() {
		b.t.Errorf("%s: card %d is current in the panel, want %d", when, strip.List.Current(), at)
	}
}

func TestSuggestionsOfModels(t *testing.T) {
	b := newBench(t, first)
	b.wantModel("at first")
	b.send("m")
	b.wantTold("There are no suggestions for this text.")
	b.send("a")
	b.wantTold("There are no suggestions for this text.")
	b.importPredictions(first, predictions...)
	b.wantQuotes()
	b.wantModel("after the import", "The council met", "the group holds $10 million", "Nobody was killed")
	if n := len(b.panes.document.Highlights()); n > 0 {
		t.Errorf("%d highlights", n)
	}
	if said := b.panes.status.suggestions.Text; said != "3 suggestions" {
		t.Errorf("the status bar says %q", said)
	}
	if words := b.everyWord(); !strings.Contains(words, "0.91 · nli-2") {
		t.Errorf("the panel does not name model and score: %s", words)
	}

	b.FocusOn(b.panes.document.View)
	b.send("m")
	b.wantModel("with the next", "*The council met", "the group holds $10 million", "Nobody was killed")
	b.send("m", "m", "m")
	b.wantTold("No suggestion after this one.")
	b.send("b", "b")
	b.wantModel("and back", "*The council met", "the group holds $10 million", "Nobody was killed")
	b.send("b")
	b.wantTold("No suggestion before this one.")
	tip := b.panes.document.View.HoverOutline(b.Workspace.CurrentSuggestion)
	if tip != "Suggestion: Supported\nnli-2 · 0.91" {
		t.Errorf("the tip says %q", tip)
	}

	b.send("a")
	b.wantQuotes("S The council met")
	b.wantTold("Suggestion accepted as Supported.")
	b.wantModel("after one is accepted", "*the group holds $10 million", "Nobody was killed")
	if c := b.stored()[0]; c.Person != b.Workspace.Person().Name || c.PersonID != b.Workspace.Person().ID {
		t.Errorf("the claim is signed %q", c.Person)
	}
	b.send("n") // another label than the model's
	b.wantQuotes("S The council met", "N the group holds $10 million")
	b.send("x")
	b.wantTold("Suggestion rejected. Undo restores it.")
	b.wantModel("with all reviewed")
	b.wantQuotes("S The council met", "N the group holds $10 million")
	if got := b.suggestionStates(); !slices.Equal(got, []string{"accepted", "accepted", "refused"}) {
		t.Errorf("stored: %q", got)
	}
	if b.panes.claims.Suggestions.Body.Size().Height > 0 {
		t.Error("what lists suggestions takes room with none")
	}

	// Each undo brings one back, and it is current: what is pressed next is meant for it.
	b.send("Ctrl+Z")
	b.wantModel("after undo", "*Nobody was killed")
	b.send("Ctrl+Z")
	b.wantModel("after undo of the label", "*the group holds $10 million", "Nobody was killed")
	b.wantQuotes("S The council met")
	b.send("d")
	b.wantQuotes("S The council met", "D the group holds $10 million")
	b.send("Ctrl+Z", "Ctrl+Z")
	b.wantModel("after undo of all", "*The council met", "the group holds $10 million", "Nobody was killed")
	b.wantQuotes()
	b.send("Ctrl+Shift+Z")
	b.wantQuotes("S The council met")
	b.wantModel("after redo", "the group holds $10 million", "Nobody was killed")
	b.send("Ctrl+Z", "Ctrl+Z")
	b.wantModel("with the import undone")
	b.wantQuotes()
	b.send("Ctrl+Shift+Z")
	b.wantModel("with the import done again", "The council met", "the group holds $10 million", "Nobody was killed")
	b.restart()
	b.wantModel("after a restart", "The council met", "the group holds $10 million", "Nobody was killed")
}

// What is selected is labelled, whichever suggestion was current; Escape and the caret leave it; Enter and Delete are for it.
func TestKeysOnASuggestionOfAModel(t *testing.T) {
	b := newBench(t, first)
	b.importPredictions(first, predictions...)
	view := b.panes.document.View
	b.FocusOn(view)
	b.send("m", "Escape")
	b.wantModel("after Escape", "The council met", "the group holds $10 million", "Nobody was killed")
	b.send("s")
	b.wantTold("Select some text first, or choose a claim.")
	b.wantQuotes()
	b.send("m")
	b.selectText("on Monday")
	b.wantModel("with a selection", "The council met", "the group holds $10 million", "Nobody was killed")
	b.send("d")
	b.wantQuotes("D on Monday")
	b.send("]")
	b.wantModel("with a claim chosen", "The council met", "the group holds $10 million", "Nobody was killed")
	view.Select(0, 0)
	b.send("m")
	if b.Workspace.Current != "" {
		t.Error("a claim is current beside a suggestion")
	}
	b.send("Delete")
	b.wantQuotes("D on Monday")
	b.wantModel("after Delete", "*the group holds $10 million", "Nobody was killed")
	b.send("Enter")
	b.wantQuotes("D on Monday", "D the group holds $10 million")
	b.wantModel("after Enter", "*Nobody was killed")
	b.send("c")
	b.wantQuotes("D on Monday", "D the group holds $10 million", "– Nobody was killed")
	b.wantModel("after C")
	b.Workspace.Undo()
	b.send(".")
	b.wantQuotes("D on Monday", "D the group holds $10 million", "– Nobody was killed")
}

// A key that is held down accepts, labels or refuses one suggestion.
func TestAHeldKeyReviewsOneSuggestion(t *testing.T) {
	for key, name := range map[rune]fyne.KeyName{'a': fyne.KeyA, 'x': fyne.KeyX, 's': fyne.KeyS, 0: fyne.KeyReturn, 1: fyne.KeyDelete} {
		for _, inList := range []bool{false, true} {
			b := newBench(t, first)
			b.importPredictions(first, predictions...)
			var focus interface {
				fyne.Focusable
				desktop.Keyable
			} = b.panes.document.View
			if inList {
				focus = b.panes.claims.Suggestions.List
			}
			b.FocusOn(focus)
			b.panes.document.StepModel(+1)
			focus.KeyDown(&fyne.KeyEvent{Name: name})
			for range 5 {
				focus.TypedKey(&fyne.KeyEvent{Name: name})
				if key > 1 {
					focus.TypedRune(key)
				}
			}
			focus.KeyUp(&fyne.KeyEvent{Name: name})
			b.wantModel(fmt.Sprintf("%s, in the list %v", name, inList), "*the group holds $10 million", "Nobody was killed")
		}
	}
}

func TestReviewingSuggestionsInTheirList(t *testing.T) {
	b := newBench(t, first)
	b.importPredictions(first, predictions...)
	strip := b.panes.claims.Suggestions
	b.FocusOn(b.panes.document.View)
	b.send("F6", "F6")
	b.wantFocus("after F6 twice", strip.List)
	b.send("Down", "Down")
	b.wantModel("two down", "The council met", "*the group holds $10 million", "Nobody was killed")
	if start, end := b.panes.document.View.Selection(); start != end || start != strings.Index(first, "the group") {
		t.Errorf("the caret is at %d–%d", start, end)
	}
	b.send("s")
	b.wantQuotes("S the group holds $10 million")
	b.wantFocus("after a label", strip.List)
	b.send("F2")
	if strip.List.Editing() {
		t.Error("a suggestion has a note to be typed")
	}
	test.Tap(strip.Refuse)
	b.wantModel("after the button", "The council met")
	test.Tap(strip.Accept)
	b.wantModel("with none current", "The council met")
	b.FocusOn(strip.List)
	b.send("Home")
	b.wantModel("after Home", "*The council met")
	test.Tap(strip.Accept)
	b.wantQuotes("S The council met", "S the group holds $10 million")
	b.wantModel("with all reviewed")
	b.wantFocus("with the list gone", b.panes.claims.List)
	b.Workspace.Undo()
	b.wantModel("after undo", "*The council met")
}

// A click on an outline makes its suggestion current; one on a claim over it is for the claim.
func TestAClickOnASuggestion(t *testing.T) {
	b := newBench(t, first)
	b.importPredictions(first, predictions...)
	view := b.panes.document.View
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(view)
	for x := float32(20); b.Workspace.CurrentSuggestion == "" && x < view.Size().Width; x += 40 {
		for y := float32(20); b.Workspace.CurrentSuggestion == "" && y < 200; y += 12 {
			b.click(at.AddXY(x, y))
		}
	}
	if s := b.Workspace.Suggestion(b.Workspace.CurrentSuggestion); s == nil {
		t.Fatal("no click finds a suggestion")
	}
	b.send("Enter")
	if len(b.stored()) != 1 || len(b.Workspace.Suggestions) != 2 {
		t.Errorf("%d claims, %d suggestions", len(b.stored()), len(b.Workspace.Suggestions))
	}
}

func TestAllSuggestionsShown(t *testing.T) {
	b := newBench(t, first)
	b.importPredictions(first, predictions...)
	b.Workspace.FilterSuggestions(workspace.SuggestionFilter{Least: 0.6})
	b.wantModel("with a least score", "The council met", "the group holds $10 million")
	if said := b.panes.status.suggestions.Text; said != "2 of 3 suggestions" {
		t.Errorf("the status bar says %q", said)
	}
	b.items[commandAcceptAll].Action()
	m := b.modal()
	if words := wordsOf(m); m.Title != "Accept 2 suggestions?" || !strings.Contains(words, "1 hidden by the filter stays as it is") {
		t.Errorf("it asks %q: %s", m.Title, words)
	}
	m.Accept()
	b.wantQuotes("S The council met", "D the group holds $10 million")
	b.wantModel("after all are accepted")
	b.Workspace.Undo()
	b.wantQuotes()
	b.wantModel("after one undo", "The council met", "the group holds $10 million")
	b.items[commandRefuseAll].Action()
	b.modal().Accept()
	b.wantModel("after all are refused")
	b.items[commandAcceptAll].Action()
	b.wantTold("The filter hides all suggestions of this text.")
	test.Tap(b.panes.claims.Suggestions.Filter)
	popup, is := b.Win.Canvas().Focused().(*widget.PopUpMenu)
	if !is {
		t.Fatal("no menu offers a filter")
	}
	popup.Hide()
	b.pick(b.suggestionFilterItems(), "Any score")
	b.wantModel("without the filter", "Nobody was killed")
	if got := b.suggestionStates(); !slices.Equal(got, []string{"refused", "refused", "open"}) {
		t.Errorf("stored: %q", got)
	}
}

// Nothing of what a model says is seen while the text is reviewed, nor where a blind review pauses.
func TestNoSuggestionsOfModelsInAReview(t *testing.T) {
	for _, mode := range []store.Mode{store.ModeOpen, store.ModeBlind} {
		b := newBench(t, first)
		b.selectText("on Monday")
		b.type_("s")
		b.importPredictions(first, predictions...)
		b.FocusOn(b.panes.document.View)
		b.send("m")
		b.sitDown(mode, nil)
		if all := b.panes.document.View.Outlines(); len(all) > 0 || b.Workspace.CurrentSuggestion != "" {
			t.Errorf("in a review (%s) %d are outlined", mode, len(all))
		}
		b.send("m", "x", "a")
		if got := b.suggestionStates(); slices.Contains(got, "accepted") || slices.Contains(got, "refused") {
			t.Errorf("in a review (%s): %q", mode, got)
		}
		if b.Active != nil {
			b.Active.Pause()
		}
		if mode == store.ModeBlind {
			if words := b.everyWord(); strings.Contains(words, "nli-2") {
				t.Errorf("while a blind review pauses the window says %s", words)
			}
			b.wantModel("while a blind review pauses")
			continue
		}
		b.wantModel("after the review", "The council met", "the group holds $10 million", "Nobody was killed")
	}
}

// Suggestions go with their document, move with its text, and follow what another program writes.
func TestSuggestionsOfModelsFollowTheirDocument(t *testing.T) {
	b := newBench(t, first, second)
	b.Back.External = b.Back.UI
	b.importPredictions(first, predictions...)
	b.send("m")
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	b.wantModel("in another document")
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	b.wantModel("back in the first", "The council met", "the group holds $10 million", "Nobody was killed")

	other, err := store.Open(context.Background(), b.path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	open, err := other.Suggestions(context.Background(), b.Workspace.Document.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := other.RefuseSuggestions(context.Background(), open[0].ID); err != nil {
		t.Fatal(err)
	}
	b.Workspace.Changed(store.Change{Kind: store.ChangeElsewhere, Everything: true})
	b.wantModel("after another program", "the group holds $10 million", "Nobody was killed")

	b.compare(first + " It was late.").Accept()
	b.wantModel("in a newer text", "the group holds $10 million", "Nobody was killed")
	b.AskRemoveDocuments([]store.Document{b.Workspace.Document})
	b.modal().Accept()
	b.wantModel("with the document removed")
	b.Workspace.Undo()
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	if b.Workspace.Document.Title != "Text A" {
		b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	}
	b.wantModel("with it back", "the group holds $10 million", "Nobody was killed")
}
