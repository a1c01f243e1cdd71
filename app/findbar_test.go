package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/store"
)

func (b *bench) findFor(words string) *findBar {
	bar := b.panes.document.find
	if !bar.body.Visible() {
		b.find()
	}
	bar.entry.SetText(words)
	return bar
}

func TestFindMarksAndCountsAllHits(t *testing.T) {
	b := newBench(t, "The council met. “The Council’s reserves”, said the council.\ncouncil 😀 council")
	bar := b.findFor("council")
	if bar.count.Text != "1 of 5" || len(bar.hits) != 5 {
		t.Errorf("%q with %d hits", bar.count.Text, len(bar.hits))
	}
	test.Tap(bar.caseChip)
	if len(bar.hits) != 4 {
		t.Errorf("%d hits in this case", len(bar.hits))
	}
	test.Tap(bar.caseChip)
	bar.entry.SetText("council's")
	if len(bar.hits) != 1 {
		t.Errorf("%d hits with another apostrophe", len(bar.hits))
	}
	test.Tap(bar.looseChip)
	if len(bar.hits) != 0 || bar.count.Text != "No hit" {
		t.Errorf("%d hits, %q with just this apostrophe", len(bar.hits), bar.count.Text)
	}
	test.Tap(bar.patternChip)
	bar.entry.SetText(`\bc\w+l\b`)
	if len(bar.hits) != 5 {
		t.Errorf("%d hits of the pattern", len(bar.hits))
	}
	bar.entry.SetText(`(`)
	if len(bar.hits) != 0 || !strings.Contains(bar.count.Text, "not a regular expression") {
		t.Errorf("a bad pattern says %q", bar.count.Text)
	}
}

func TestFindStepsAndLeavesTheHitSelected(t *testing.T) {
	b := newBench(t, first)
	bar := b.findFor("o")
	all := slices.Clone(bar.hits)
	bar.typed(fyne.KeyReturn)
	bar.typed(fyne.KeyReturn)
	bar.step(-1)
	if bar.current != 1 {
		t.Errorf("hit %d is gone to", bar.current)
	}
	bar.step(-1)
	bar.step(-1)
	if bar.current != len(all)-1 {
		t.Errorf("before the first comes %d", bar.current)
	}
	bar.step(+1)
	bar.typed(fyne.KeyEscape)
	if start, end := b.panes.document.view.Selection(); start != all[0].Start || end != all[0].End {
		t.Errorf("%d–%d is selected", start, end)
	}
	if bar.body.Visible() || b.win.Canvas().Focused() != b.panes.document.view {
		t.Error("the bar did not give the keyboard back")
	}
	b.type_("s")
	b.wantQuotes("S o")
}

func TestNotContentIsLeftOutOfTheSearch(t *testing.T) {
	b := newBench(t, "top of page\nThe page says so.\nbottom of page")
	b.selectText("top of page")
	b.panes.document.toggleContent()
	b.selectText("bottom of page")
	b.panes.document.toggleContent()
	if got := b.desk.notContent; !slices.Equal(got, []store.Passage{{Start: 0, End: 11}, {Start: 30, End: 44}}) {
		t.Fatalf("marked %v", got)
	}
	bar := b.findFor("page")
	if len(bar.hits) != 1 || bar.count.Text != "1 of 1, 2 outside the content" {
		t.Errorf("%d hits, %q", len(bar.hits), bar.count.Text)
	}
	bar.close()
	b.selectText("top")
	b.panes.document.toggleContent()
	if got := b.desk.notContent[0]; got != (store.Passage{Start: 3, End: 11}) {
		t.Errorf("a part taken back leaves %v", got)
	}
	b.desk.undo()
	b.restart()
	if got := b.desk.notContent; len(got) != 2 || got[0].Start != 0 {
		t.Errorf("after undo and a restart %v is marked", got)
	}
}

func TestAllOccurrencesAreShownAndMarkedAtOnce(t *testing.T) {
	b := newBench(t, "ISIS here, ISIS there, Isis too.", "Again ISIS. And ISIS-K.")
	b.selectText("ISIS")
	b.type_("d")
	o := b.occurrencesOf("ISIS")
	if len(o.found) != 1 || o.already != 1 {
		t.Fatalf("%d places in this document, %d known", len(o.found), o.already)
	}
	o.scope.SetSelected(scopeWorkspace)
	if len(o.found) != 3 {
		t.Fatalf("%d places everywhere", len(o.found))
	}
	o.loose.SetChecked(true)
	if len(o.found) != 4 {
		t.Errorf("%d places in any case", len(o.found))
	}
	o.loose.SetChecked(false)
	o.found[2].wanted = false
	o.label.SetSelectedIndex(1)
	o.showCount()
	if !strings.HasPrefix(o.count.Text, "2 of 3 places") {
		t.Errorf("the dialog says %q", o.count.Text)
	}
	o.dialog.accept()
	b.wantQuotes("D ISIS", "S ISIS")
	n, err := b.desk.store.CountLabelled(context.Background(), store.Filter{})
	if err != nil || n != 3 {
		t.Errorf("%d claims, %v", n, err)
	}
	b.desk.undo()
	if n, _ := b.desk.store.CountLabelled(context.Background(), store.Filter{}); n != 1 {
		t.Errorf("one undo leaves %d claims", n)
	}
}

func TestCopyWithSource(t *testing.T) {
	b := newBench(t, first)
	publisher := "Gazette"
	b.desk.editDocument(b.desk.document.ID, store.DocumentEdit{Publisher: &publisher})
	b.selectText("The council")
	b.copyWithSource()
	if got, want := b.app.Clipboard().Content(), "“The council” (Text A, Gazette; characters 0–11)"; got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
}

func TestADraggedEndChangesTheClaim(t *testing.T) {
	b := newBench(t, first)
	start, _ := b.selectText("Monday")
	b.type_("s")
	id := b.desk.claims[0].ID
	b.panes.document.view.OnReshape(id, start, start+len("Monday, 10 February"))
	b.wantQuotes("S Monday, 10 February")
	b.desk.undo()
	b.wantQuotes("S Monday")
}

// Who searches has left the claim in hand: the letter keys go to the hit, or nowhere.
func TestAHitIsLabelledAndNotTheClaimFromBefore(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	bar := b.findFor("no such words")
	bar.typed(fyne.KeyF6)
	b.type_("d")
	b.wantQuotes("S Monday")
	b.key(fyne.KeyDelete)
	b.wantQuotes("S Monday")

	b.desk.choose(b.desk.claims[0].ID, true)
	bar.entry.SetText("group")
	if b.desk.current != "" {
		t.Error("the claim from before is still in hand")
	}
	bar.typed(fyne.KeyF6)
	if b.win.Canvas().Focused() != b.panes.document.view || !bar.body.Visible() {
		t.Error("F6 does not lead from the bar into the text")
	}
	b.type_("d")
	b.wantQuotes("S Monday", "D group")

	b.desk.choose(b.desk.claims[0].ID, true)
	bar.step(+1)
	b.type_("n")
	b.wantQuotes("S Monday", "D group")

	// A document opened at a claim has that one in hand, with the bar open too.
	id := b.desk.claims[0].ID
	b.desk.open(b.desk.document.ID, id)
	if b.desk.current != id {
		t.Error("a claim gone to is not in hand")
	}
}

// What is found first is shown at once; after Stop it can be marked, and no more.
func TestMarkingAllStopsWhereItIs(t *testing.T) {
	b := newBench(t, "ISIS here, ISIS there.", "Again ISIS.", "And ISIS.")
	o := b.occurrencesOf("ISIS")
	hand, shown := b.back.hand, 0
	b.back.hand = func(back func()) { // at once, in the midst of the work
		back()
		if shown == 0 && o.looking && len(o.found) > 0 {
			shown = len(o.found)
			if !o.end.Visible() || !o.dialog.ok.Disabled() || !strings.Contains(o.count.Text, "of 3 documents") {
				t.Errorf("while it looks it says %q, Stop is there: %v", o.count.Text, o.end.Visible())
			}
			test.Tap(o.end)
		}
	}
	o.scope.SetSelected(scopeWorkspace)
	if shown == 0 || len(o.found) != shown || o.looking || o.end.Visible() || !strings.Contains(o.count.Text, "Stopped after 1 of 3 documents") {
		t.Fatalf("after Stop it has %d places, it had shown %d, and says %q", len(o.found), shown, o.count.Text)
	}
	b.back.hand = hand
	o.dialog.accept()
	if n, err := b.desk.store.CountLabelled(context.Background(), store.Filter{}); err != nil || n != shown {
		t.Errorf("%d claims, want %d; %v", n, shown, err)
	}
	b.desk.undo()
	if n, _ := b.desk.store.CountLabelled(context.Background(), store.Filter{}); n != 0 {
		t.Errorf("one undo leaves %d claims", n)
	}
}
