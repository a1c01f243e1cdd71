package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"factmark/store"
)

const worthChecking = "Thank you all for coming. Exports fell by 12 per cent in 2019, the ministry said. I think we should do better. " +
	"The company paid $40 million to three contractors in May 2021, and 300 people lost their jobs.\nSubscribe for $5 a month, said 12,000 readers in 2024."

// suggestedTexts are the sentences that are marked as suggestions.
func (b *bench) suggestedTexts() (all []string) {
	text := []rune(b.panes.document.Text)
	for _, s := range b.panes.document.View.Suggestions() {
		all = append(all, string(text[s.Start:s.End]))
	}
	return all
}

func (b *bench) wantSuggested(when string, want ...string) {
	b.t.Helper()
	got := b.suggestedTexts()
	same := len(got) == len(want)
	for i := range want {
		same = same && strings.HasPrefix(got[i], want[i])
	}
	if !same {
		b.t.Errorf("%s: suggested are %q, want %q", when, got, want)
	}
}

func TestSuggestedClaims(t *testing.T) {
	b := newBench(t, worthChecking, second)
	b.wantSuggested("at first")
	b.type_("g")
	b.wantTold("Suggested claims are not shown. View › Suggested claims shows them.")
	b.items["suggested-claims"].Action()
	b.wantSuggested("when switched on", "Exports", "The company", "Subscribe")
	b.wantQuotes() // nothing is made by itself

	at := b.panes.document.View.Suggestions()[0]
	if said := b.panes.document.View.HoverSuggestion(at); said != "Suggested claim: figure, per cent, date, comparison, reporting verb, past tense" {
		t.Errorf("the tip says %q", said)
	}

	b.type_("g")
	b.wantTold("Suggested claim: figure, per cent, date, comparison, reporting verb, past tense. A label key makes it a claim.")
	b.type_("gs") // the second one
	b.wantQuotes("S The company paid $40 million to three contractors in May 2021, and 300 people lost their jobs.")
	b.wantSuggested("with a claim on one", "Exports", "Subscribe")
	b.Workspace.Undo()
	b.wantQuotes()
	b.wantSuggested("after undo", "Exports", "The company", "Subscribe")
	b.Workspace.Redo()

	// Enter takes one without a label.
	b.panes.document.View.Select(0, 0)
	b.type_("g")
	b.panes.document.View.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.wantQuotes("– Exports fell by 12 per cent in 2019, the ministry said.", "S The company paid $40 million to three contractors in May 2021, and 300 people lost their jobs.")
	for _, c := range b.stored() {
		if (c.LabelID == "") != strings.HasPrefix(c.Quote, "Exports") {
			t.Errorf("%q has the label %q", c.Quote, c.LabelID)
		}
	}

	// What is not content is not suggested, and what is again is.
	start, _ := b.selectText("Subscribe for")
	b.panes.document.ToggleContent()
	b.wantSuggested("with the rest not content")
	b.panes.document.View.Select(0, 0)
	b.type_("g")
	b.wantTold("No claim is suggested in this text.")
	b.panes.document.View.Select(start, start+len("Subscribe for"))
	b.panes.document.ToggleContent()
	b.wantSuggested("with all of it content", "Subscribe")
	b.type_("g")
	b.wantTold("No suggested claim after this one.")

	// It is kept, and each document has its own.
	b.restart()
	b.wantSuggested("after a restart", "Subscribe")
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	b.wantSuggested("in another document")
	b.items["suggested-claims"].Action()
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	b.wantSuggested("when switched off")
}

func TestSuggestionsAreForEnglishTextsOnly(t *testing.T) {
	b := newBench(t, worthChecking)
	b.items["suggested-claims"].Action()
	german, unknown := "de", ""
	b.Workspace.EditDocument(b.Workspace.Document.ID, store.DocumentEdit{Language: &german})
	b.wantSuggested("in a text said to be German")
	b.type_("g")
	b.wantTold("Claims are suggested in English texts only.")
	b.Workspace.EditDocument(b.Workspace.Document.ID, store.DocumentEdit{Language: &unknown})
	b.wantSuggested("in a text of a language that is not known", "Exports", "The company", "Subscribe")
}

// What is found in a text that has been left is not marked in the one that is open.
func TestSuggestionsOfAnotherTextComeTooLate(t *testing.T) {
	b := newBench(t, worthChecking, strings.Repeat("Nothing here is worth it. ", 40))
	start := b.Back.Start
	var late []func()
	b.Back.Start = func(work func()) { late = append(late, work) }
	b.items["suggested-claims"].Action()
	b.Back.Start = start
	b.type_("g")
	b.wantTold("Still looking for claims to suggest.")
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	for _, work := range late {
		start(work)
	}
	b.wantSuggested("in the other document")
}

// A review of claims that are there is not disturbed by what might be one.
func TestNoSuggestionsInAReview(t *testing.T) {
	b := newBench(t, worthChecking)
	b.items["suggested-claims"].Action()
	b.selectText("Thank you all")
	b.type_("s")
	if all := b.suggestedTexts(); len(all) != 3 {
		t.Fatalf("suggested are %q", all)
	}
	b.sitDown(store.ModeOpen, nil)
	b.wantSuggested("in the review")
	b.Active.Pause()
	b.wantSuggested("after it", "Exports", "The company", "Subscribe")
}
