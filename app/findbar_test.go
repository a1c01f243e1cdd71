package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/app/ui/dialogs"
	"factmark/app/ui/document"
	"factmark/store"
)

func (b *bench) findFor(words string) *document.FindBar {
	bar := b.panes.document.Find
	if !bar.Body.Visible() {
		b.find()
	}
	bar.Entry.SetText(words)
	return bar
}

func TestFindMarksAndCountsAllHits(t *testing.T) {
	b := newBench(t, "The council met. “The Council’s reserves”, said the council.\ncouncil 😀 council")
	bar := b.findFor("council")
	if bar.Count.Text != "1 of 5" || len(bar.Hits) != 5 {
		t.Errorf("%q with %d hits", bar.Count.Text, len(bar.Hits))
	}
	test.Tap(bar.CaseChip)
	if len(bar.Hits) != 4 {
		t.Errorf("%d hits in this case", len(bar.Hits))
	}
	test.Tap(bar.CaseChip)
	bar.Entry.SetText("council's")
	if len(bar.Hits) != 1 {
		t.Errorf("%d hits with another apostrophe", len(bar.Hits))
	}
	test.Tap(bar.LooseChip)
	if len(bar.Hits) != 0 || bar.Count.Text != "No hit" {
		t.Errorf("%d hits, %q with just this apostrophe", len(bar.Hits), bar.Count.Text)
	}
	test.Tap(bar.PatternChip)
	bar.Entry.SetText(`\bc\w+l\b`)
	if len(bar.Hits) != 5 {
		t.Errorf("%d hits of the pattern", len(bar.Hits))
	}
	bar.Entry.SetText(`(`)
	if len(bar.Hits) != 0 || !strings.Contains(bar.Count.Text, "not a regular expression") {
		t.Errorf("a bad pattern says %q", bar.Count.Text)
	}
}

func TestFindStepsAndLeavesTheHitSelected(t *testing.T) {
	b := newBench(t, first)
	bar := b.findFor("o")
	all := slices.Clone(bar.Hits)
	bar.Typed(fyne.KeyReturn)
	bar.Typed(fyne.KeyReturn)
	bar.Step(-1)
	if bar.Current != 1 {
		t.Errorf("hit %d is gone to", bar.Current)
	}
	bar.Step(-1)
	bar.Step(-1)
	if bar.Current != len(all)-1 {
		t.Errorf("before the first comes %d", bar.Current)
	}
	bar.Step(+1)
	bar.Typed(fyne.KeyEscape)
	if start, end := b.panes.document.View.Selection(); start != all[0].Start || end != all[0].End {
		t.Errorf("%d–%d is selected", start, end)
	}
	if bar.Body.Visible() || b.Win.Canvas().Focused() != b.panes.document.View {
		t.Error("the bar did not give the keyboard back")
	}
	b.type_("s")
	b.wantQuotes("S o")
}

func TestNotContentIsLeftOutOfTheSearch(t *testing.T) {
	b := newBench(t, "top of page\nThe page says so.\nbottom of page")
	b.selectText("top of page")
	b.panes.document.ToggleContent()
	b.selectText("bottom of page")
	b.panes.document.ToggleContent()
	if got := b.Workspace.NotContent; !slices.Equal(got, []store.Passage{{Start: 0, End: 11}, {Start: 30, End: 44}}) {
		t.Fatalf("marked %v", got)
	}
	bar := b.findFor("page")
	if len(bar.Hits) != 1 || bar.Count.Text != "1 of 1, 2 in boilerplate" {
		t.Errorf("%d hits, %q", len(bar.Hits), bar.Count.Text)
	}
	bar.Close()
	b.selectText("top")
	b.panes.document.ToggleContent()
	if got := b.Workspace.NotContent[0]; got != (store.Passage{Start: 3, End: 11}) {
		t.Errorf("a part taken back leaves %v", got)
	}
	b.Workspace.Undo()
	b.restart()
	if got := b.Workspace.NotContent; len(got) != 2 || got[0].Start != 0 {
		t.Errorf("after undo and a restart %v is marked", got)
	}
}

func TestAllOccurrencesAreShownAndMarkedAtOnce(t *testing.T) {
	b := newBench(t, "ISIS here, ISIS there, Isis too.", "Again ISIS. And ISIS-K.")
	b.selectText("ISIS")
	b.type_("d")
	o := b.OccurrencesOf("ISIS")
	if len(o.Found) != 1 || o.Already != 1 {
		t.Fatalf("%d places in this document, %d known", len(o.Found), o.Already)
	}
	o.Scope.SetSelected(dialogs.ScopeWorkspace)
	if len(o.Found) != 3 {
		t.Fatalf("%d places everywhere", len(o.Found))
	}
	o.Loose.SetChecked(true)
	if len(o.Found) != 4 {
		t.Errorf("%d places in any case", len(o.Found))
	}
	o.Loose.SetChecked(false)
	o.Found[2].Wanted = false
	o.Label.SetSelectedIndex(1)
	o.ShowCount()
	if !strings.HasPrefix(o.Count.Text, "2 of 3 places") {
		t.Errorf("the dialog says %q", o.Count.Text)
	}
	o.Dialog.Accept()
	b.wantQuotes("D ISIS", "S ISIS")
	n, err := b.Workspace.Store.CountLabelled(context.Background(), store.Filter{})
	if err != nil || n != 3 {
		t.Errorf("%d claims, %v", n, err)
	}
	b.Workspace.Undo()
	if n, _ := b.Workspace.Store.CountLabelled(context.Background(), store.Filter{}); n != 1 {
		t.Errorf("one undo leaves %d claims", n)
	}
}

func TestCopyWithSource(t *testing.T) {
	b := newBench(t, first)
	publisher := "Gazette"
	b.Workspace.EditDocument(b.Workspace.Document.ID, store.DocumentEdit{Publisher: &publisher})
	b.selectText("The council")
	b.copyWithSource()
	if got, want := b.App.Clipboard().Content(), "“The council” (Text A, Gazette; characters 0–11)"; got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
}

func TestADraggedEndChangesTheClaim(t *testing.T) {
	b := newBench(t, first)
	start, _ := b.selectText("Monday")
	b.type_("s")
	id := b.Workspace.Claims[0].ID
	b.panes.document.View.OnReshape(id, start, start+len("Monday, 10 February"))
	b.wantQuotes("S Monday, 10 February")
	b.Workspace.Undo()
	b.wantQuotes("S Monday")
}

// Who searches has left the claim in hand: the letter keys go to the hit, or nowhere.
func TestAHitIsLabelledAndNotTheClaimFromBefore(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	bar := b.findFor("no such words")
	bar.Typed(fyne.KeyF6)
	b.type_("d")
	b.wantQuotes("S Monday")
	b.key(fyne.KeyDelete)
	b.wantQuotes("S Monday")

	b.Workspace.Choose(b.Workspace.Claims[0].ID, true)
	bar.Entry.SetText("group")
	if b.Workspace.Current != "" {
		t.Error("the claim from before is still in hand")
	}
	bar.Typed(fyne.KeyF6)
	if b.Win.Canvas().Focused() != b.panes.document.View || !bar.Body.Visible() {
		t.Error("F6 does not lead from the bar into the text")
	}
	b.type_("d")
	b.wantQuotes("S Monday", "D group")

	b.Workspace.Choose(b.Workspace.Claims[0].ID, true)
	bar.Step(+1)
	b.type_("n")
	b.wantQuotes("S Monday", "D group")

	// A document opened at a claim has that one in hand, with the bar open too.
	id := b.Workspace.Claims[0].ID
	b.Workspace.Open(b.Workspace.Document.ID, id)
	if b.Workspace.Current != id {
		t.Error("a claim gone to is not in hand")
	}
}

// What is found first is shown at once; after Stop it can be marked, and no more.
func TestMarkingAllStopsWhereItIs(t *testing.T) {
	b := newBench(t, "ISIS here, ISIS there.", "Again ISIS.", "And ISIS.")
	o := b.OccurrencesOf("ISIS")
	hand, shown := b.Back.UI, 0
	b.Back.UI = func(back func()) { // at once, in the midst of the work
		back()
		if shown == 0 && o.Looking && len(o.Found) > 0 {
			shown = len(o.Found)
			if !o.End.Visible() || !o.Dialog.Ok.Disabled() || !strings.Contains(o.Count.Text, "of 3 documents") {
				t.Errorf("while it looks it says %q, Stop is there: %v", o.Count.Text, o.End.Visible())
			}
			test.Tap(o.End)
		}
	}
	o.Scope.SetSelected(dialogs.ScopeWorkspace)
	if shown == 0 || len(o.Found) != shown || o.Looking || o.End.Visible() || !strings.Contains(o.Count.Text, "Stopped after 1 of 3 documents") {
		t.Fatalf("after Stop it has %d places, it had shown %d, and says %q", len(o.Found), shown, o.Count.Text)
	}
	b.Back.UI = hand
	o.Dialog.Accept()
	if n, err := b.Workspace.Store.CountLabelled(context.Background(), store.Filter{}); err != nil || n != shown {
		t.Errorf("%d claims, want %d; %v", n, shown, err)
	}
	b.Workspace.Undo()
	if n, _ := b.Workspace.Store.CountLabelled(context.Background(), store.Filter{}); n != 0 {
		t.Errorf("one undo leaves %d claims", n)
	}
}
