package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/store"
	"factmark/widgets/chip"
)

const (
	reserves = "The group holds reserves of ten million dollars. The council met on Monday in Geneva.\n"
	denies   = "Officials wrote about the group for years. The group does not hold reserves of $10 million, officials said. Its reserves are $25 million.\n"
	repeats  = "Weather was fine. The council said the group holds reserves of ten million dollars. Nobody asked about the harvest.\n"
	aside    = "A recipe for bread needs flour and water.\n"
)

// findBench has a claim about reserves in text A in hand, and its suggestions on screen.
func findBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t, reserves, denies, repeats, aside)
	b.selectText("The group holds reserves of ten million dollars")
	b.send("S", "F")
	return b
}

// row is what a row of the evidence panel does and says.
type row interface {
	fyne.Tappable
	fyne.SecondaryTappable
	AccessibilityLabel() string
}

// visibleObjects are an object and all that is seen in it.
func visibleObjects(o fyne.CanvasObject) (all []fyne.CanvasObject) {
	if !o.Visible() {
		return nil
	}
	all = append(all, o)
	var inner []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		inner = o.Objects
	case fyne.Widget:
		inner = test.WidgetRenderer(o).Objects()
	}
	for _, each := range inner {
		all = append(all, visibleObjects(each)...)
	}
	return all
}

// evidenceRows are the rows of the evidence panel by what they say, in their order.
func (b *bench) evidenceRows() (all []row) {
	for _, o := range visibleObjects(b.panes.evidence.Body) {
		if r, is := o.(row); is {
			all = append(all, r)
		}
	}
	return all
}

// suggestions are what the suggestions say, without headings.
func (b *bench) suggested() (all []string) {
	for _, r := range b.evidenceRows() {
		if said := r.AccessibilityLabel(); strings.HasPrefix(said, "Suggestion") {
			all = append(all, said)
		}
	}
	return all
}

// evidenceChip is a button or switch of the evidence panel by what it says.
func (b *bench) evidenceChip(words string) *chip.Chip {
	b.t.Helper()
	for _, o := range visibleObjects(b.panes.evidence.Body) {
		if c, is := o.(*chip.Chip); is && strings.HasPrefix(c.Text, words) {
			return c
		}
	}
	b.t.Fatalf("the evidence panel has no button %q", words)
	return nil
}

// taken is the evidence of the claim in hand as the file holds it: stance and quote.
func (b *bench) taken() (all []string) {
	b.t.Helper()
	found, err := b.Workspace.Store.Evidence(context.Background(), b.Workspace.Hand.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, e := range found {
		all = append(all, string(e.Stance)+" "+e.Quote)
	}
	return all
}

func (b *bench) refusals() int {
	b.t.Helper()
	found, err := b.Workspace.Store.RefusedPassages(context.Background(), b.Workspace.Hand.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	return len(found)
}

func (b *bench) wantTaken(want ...string) {
	b.t.Helper()
	if got := b.taken(); !slices.Equal(got, want) {
		b.t.Errorf("the file holds the evidence %q, want %q", got, want)
	}
}

// has tells whether a suggestion holds some words.
func has(said []string, words string) bool {
	return slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, words) })
}

func TestSuggestionsAreFoundForTheClaimInHand(t *testing.T) {
	b := findBench(t)
	b.wantFocus("after F", b.panes.evidence.List)
	said := b.suggested()
	for _, words := range []string{"does not hold reserves", "the group holds reserves", "Its reserves are $25 million"} {
		if !has(said, words) {
			t.Errorf("%q is not suggested: %q", words, said)
		}
	}
	if has(said, "The group holds reserves of ten million dollars. The council met") || has(said, "flour") {
		t.Errorf("suggested: %q", said)
	}
	if got := b.panes.evidence.List.AccessibilityLabel(); !strings.HasPrefix(got, "Suggestion 1. ") {
		t.Errorf("the first suggestion is not current, but %q", got)
	}
	if hand := b.Workspace.Hand; hand.Quote != "The group holds reserves of ten million dollars" || hand.LabelID != store.SupportedID {
		t.Errorf("looking for evidence has changed the claim: %+v", hand)
	}
	// Groups stand together, each below the title of its document.
	titles, last := []string{}, ""
	for _, r := range b.evidenceRows() {
		if said := r.AccessibilityLabel(); strings.HasPrefix(said, "Text ") {
			if slices.Contains(titles, said) {
				t.Errorf("%s is a heading twice", said)
			}
			titles, last = append(titles, said), said
		} else if strings.HasPrefix(said, "Suggestion") && last == "" {
			t.Errorf("%q has no heading", said)
		}
	}
	if b.send("F"); b.panes.suggestions.Shown() {
		t.Error("F does not hide the suggestions")
	}
	b.wantFocus("after F again", b.panes.document.View)
}

func TestSuggestionsAreTakenByKeys(t *testing.T) {
	b := findBench(t)
	before := b.suggested()
	b.send("-")
	one := b.taken()
	if len(one) != 1 || !strings.HasPrefix(one[0], "refutes ") {
		t.Fatalf("- has written %q", one)
	}
	if now := b.suggested(); len(now) != len(before)-1 || now[0] != before[1] {
		t.Errorf("after the first was taken %q is suggested, before %q", now, before)
	}
	if got := b.panes.evidence.List.AccessibilityLabel(); got != before[1] {
		t.Errorf("%q is current, not the next", got)
	}
	b.send("+", "=")
	if got := b.taken(); len(got) != 3 || !strings.HasPrefix(got[1], "supports ") || !strings.HasPrefix(got[2], "context ") {
		t.Errorf("the file holds %q", got)
	}
	b.send("Ctrl+Z", "Ctrl+Z")
	b.wantTaken(one...)
	if now := b.suggested(); len(now) != len(before)-1 {
		t.Errorf("after two were undone %q is suggested", now)
	}
	b.send("Ctrl+Z")
	b.wantTaken()
	if now := b.suggested(); !slices.Equal(now, before) {
		t.Errorf("after all was undone %q is suggested, before %q", now, before)
	}
	// What was taken before it was looked for is not suggested, and is again once it is removed.
	b.send("+", "F", "F")
	if now := b.suggested(); len(now) != len(before)-1 {
		t.Errorf("what was taken is suggested again: %q", now)
	}
	b.send("Ctrl+Z")
	if now := b.suggested(); !slices.Equal(now, before) {
		t.Errorf("after the undo %q is suggested, before %q", now, before)
	}
	if got := b.stored(); len(got) != 1 || got[0].LabelID != store.SupportedID {
		t.Errorf("the claims are %+v", got)
	}
}

func TestRefusedSuggestionsStayAway(t *testing.T) {
	b := findBench(t)
	before := b.suggested()
	b.send("X", "Delete")
	if n := b.refusals(); n != 2 {
		t.Fatalf("%d passages are refused in the file", n)
	}
	b.wantTaken()
	b.send("F", "F") // looked for anew
	if now := b.suggested(); len(now) != len(before)-2 {
		t.Errorf("refused passages are suggested: %q", now)
	}
	test.Tap(b.evidenceChip("Show refused (2)"))
	refused := 0
	for _, r := range b.evidenceRows() {
		if strings.HasPrefix(r.AccessibilityLabel(), "Refused. ") && strings.Contains(r.AccessibilityLabel(), "Text ") {
			refused++
		}
	}
	if refused != 2 {
		t.Errorf("%d refused passages are listed", refused)
	}
	b.send("End", "X")
	if n := b.refusals(); n != 1 {
		t.Errorf("after one was taken back %d are refused", n)
	}
	if now := b.suggested(); len(now) != len(before)-1 {
		t.Errorf("after one was taken back %q is suggested", now)
	}
	b.send("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
	if n := b.refusals(); n != 0 {
		t.Errorf("after all was undone %d are refused", n)
	}
	if now := b.suggested(); !slices.Equal(now, before) {
		t.Errorf("after all was undone %q is suggested, before %q", now, before)
	}
}

func TestSuggestionsAreTakenByMouse(t *testing.T) {
	b := findBench(t)
	rows := b.evidenceRows()
	i := slices.IndexFunc(rows, func(r row) bool {
		said := r.AccessibilityLabel()
		return strings.HasPrefix(said, "Suggestion") && strings.Contains(said, "does not hold reserves")
	})
	rows[i].Tapped(&fyne.PointEvent{})
	if got := b.Workspace.Document.Title; got != "Text B" {
		t.Errorf("a click on the suggestion opens %q", got)
	}
	if b.Workspace.Hand.Quote != "The group holds reserves of ten million dollars" || b.Workspace.Current != "" {
		t.Errorf("%q is in hand, %q current", b.Workspace.Hand.Quote, b.Workspace.Current)
	}
	b.wantFocus("after a click", b.panes.evidence.List)
	test.Tap(b.evidenceChip("Refutes"))
	b.wantTaken("refutes The group does not hold reserves of $10 million, officials said.")
	test.Tap(b.evidenceChip("Refuse"))
	if n := b.refusals(); n != 1 {
		t.Errorf("%d are refused", n)
	}
}

// Opening a suggestion in a document that was left at a claim of its own does not take that in hand.
func TestOpeningASuggestionKeepsTheClaimInHand(t *testing.T) {
	b := newBench(t, reserves, denies, repeats)
	b.Workspace.Open(b.id('B'), "")
	b.selectText("Its reserves are $25 million")
	b.send("D")
	b.Workspace.Open(b.id('A'), "")
	b.selectText("The group holds reserves of ten million dollars")
	b.send("S", "F")
	hand := b.Workspace.Hand.ID
	for range b.suggested() {
		b.send("Enter", "Down")
		if b.Workspace.Hand.ID != hand {
			t.Fatalf("%q is in hand", b.Workspace.Hand.Quote)
		}
	}
	b.send("+")
	if got := b.taken(); len(got) != 1 {
		t.Errorf("the evidence is %q", got)
	}
}

func TestThoseThatMayContradictComeFirst(t *testing.T) {
	b := findBench(t)
	before := b.suggested()
	test.Tap(b.evidenceChip("May contradict first"))
	after := b.suggested()
	if !strings.Contains(after[0], "does not hold") && !strings.Contains(after[0], "$25 million") {
		t.Errorf("the first is %q", after[0])
	}
	sorted := func(all []string) []string { all = slices.Clone(all); slices.Sort(all); return all }
	if !slices.Equal(sorted(before), sorted(after)) {
		t.Errorf("the order changes the list: %q, before %q", after, before)
	}
	test.Tap(b.evidenceChip("May contradict first"))
	if got := b.suggested(); !slices.Equal(got, before) {
		t.Errorf("back in order it is %q, before %q", got, before)
	}
}

// What is listed belongs to another claim until the answer is there: nothing can be taken from it.
func TestNothingIsTakenFromTheAnswerToAnotherQuestion(t *testing.T) {
	b := findBench(t)
	claim := b.Workspace.Hand.ID
	before := b.suggested()
	b.FocusOn(b.panes.document.View)
	b.selectText("The council met on Monday in Geneva")
	b.send("D")
	b.FocusOn(b.panes.evidence.List)
	if got := b.suggested(); !slices.Equal(got, before) {
		t.Errorf("the answer before is not shown until the next is there, but %q", got)
	}
	b.send("+")
	b.wantTaken()
	if got, err := b.Workspace.Store.Evidence(context.Background(), claim); err != nil || len(got) > 0 {
		t.Errorf("the claim before has got %v, %v", got, err)
	}
	release := b.hold()
	b.send("pause")
	b.send("pause")
	if got := b.panes.suggestions.Count.Text; got != "Searching…" {
		t.Errorf("a search that takes long says %q", got)
	}
	release()
	if got := b.suggested(); slices.Equal(got, before) || !has(got, "The council said") {
		t.Errorf("the answer is %q", got)
	}
	b.send("+")
	if got := b.taken(); len(got) != 1 {
		t.Errorf("the evidence is %q", got)
	}
}

// Another claim is begun at the top of its evidence, and its suggestions at the first, however far one had gone in those before.
func TestAnotherClaimBeginsAtTheTop(t *testing.T) {
	b := findBench(t)
	list := b.panes.evidence.List
	b.send("End")
	b.FocusOn(b.panes.document.View)
	b.selectText("The council met on Monday in Geneva")
	b.send("D")
	if got := list.AccessibilityLabel(); got != "Evidence" {
		t.Errorf("a row of the claim before is current: %q", got)
	}
	b.send("F") // before the answer is there
	b.send("pause")
	if got := list.AccessibilityLabel(); !strings.HasPrefix(got, "Suggestion 1. ") {
		t.Errorf("the first suggestion is not current, but %q", got)
	}
}

func TestSuggestionsSayWhyThereAreNone(t *testing.T) {
	for _, c := range []struct {
		what  string
		texts []string
		do    func(b *bench)
		want  string
	}{
		{"one document", []string{aside}, func(b *bench) { b.selectText("A recipe"); b.send("S", "F") }, "There is only this document."},
		{"nothing said", []string{reserves, "Bread."}, func(b *bench) { b.selectText("Geneva"); b.send("S", "F") }, "No other passage says anything about it."},
		{"all taken", []string{"Bread from Geneva.", "The council met in Geneva."}, func(b *bench) { b.selectText("Bread from Geneva"); b.send("S", "F", "+") }, "Everything that was found is taken or refused."},
	} {
		b := newBench(t, c.texts...)
		c.do(b)
		if got := b.panes.suggestions.Told.Text; !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: it says %q", c.what, got)
		}
	}
	b := newBench(t, reserves, denies)
	b.send("F")
	if !b.evidenceShown() || !strings.Contains(b.everyWord(), "Choose a claim") {
		t.Errorf("without a claim the window says\n%s", b.everyWord())
	}
}

func TestEvidenceIsFoundForASelection(t *testing.T) {
	b := newBench(t, reserves, denies, repeats)
	b.selectText("reserves of ten million dollars")
	b.menuBar("Evidence", "Find evidence for the selection")
	if got := b.suggested(); !has(got, "does not hold reserves") {
		t.Errorf("found: %q", got)
	}
	b.send("+", "X")
	if got := b.stored(); len(got) != 0 {
		t.Errorf("claims were made: %+v", got)
	}
	b.selectText("The group holds reserves of ten million dollars")
	b.FocusOn(b.panes.document.View)
	if b.send("S", "F", "+"); len(b.taken()) != 1 {
		t.Errorf("the claim made of it has the evidence %q", b.taken())
	}
}

// Reading only shows suggestions and writes nothing.
func TestSuggestionsOfAReadOnlyWorkspace(t *testing.T) {
	b := findBench(t)
	b.makeReadOnly()
	b.Workspace.GoTo(b.id('A'), b.stored()[0].ID)
	b.send("F")
	if len(b.suggested()) == 0 {
		t.Fatal("nothing is suggested")
	}
	b.send("+", "X")
	b.wantTaken()
	if b.refusals() > 0 {
		t.Error("a passage was refused")
	}
}

// While a blind review pauses nothing tells what was taken or refused for a claim that it hides, nor can anything be.
func TestSuggestionsOfAHiddenClaimTellNothing(t *testing.T) {
	b := findBench(t)
	all := b.suggested()
	b.send("-", "X")
	claim := b.Workspace.Hand.ID
	b.sitDown(store.ModeBlind, nil)
	if b.evidenceShown() {
		t.Error("the evidence panel is shown in a blind review")
	}
	b.Active.Pause()
	b.modalFree()
	b.Workspace.GoTo(b.id('A'), claim)
	b.Workspace.Pick(claim, true)
	b.FocusOn(b.panes.document.View)
	b.send("F")
	if !b.Workspace.IsHidden(claim) {
		t.Fatal("the claim is not hidden")
	}
	if got := b.suggested(); !slices.Equal(got, all) {
		t.Errorf("suggested: %q, of a claim without evidence %q", got, all)
	}
	if words := strings.Join(wordList(b.panes.evidence.Body), "\n"); strings.Contains(words, "Refused") || strings.Contains(words, "Refutes") {
		t.Errorf("the panel says\n%s", words)
	}
	b.send("+", "X")
	if got := b.taken(); len(got) != 1 {
		t.Errorf("taken in a blind review: %q", got)
	}
	if n := b.refusals(); n != 1 {
		t.Errorf("%d are refused", n)
	}
}

// Labelling while suggestions are shown asks nothing anew, however many documents there are.
func TestLabelsDoNotAskForSuggestionsAnew(t *testing.T) {
	b := findBench(t)
	b.send("pause")
	asked := 0
	start := b.Back.Start
	b.FocusOn(b.panes.document.View)
	b.send("D", "pause")
	b.Back.Start = func(work func()) { asked++; start(work) }
	b.send("S", "D", "pause", "pause")
	labels := asked
	b.panes.suggestions.Show(false)
	asked = 0
	b.send("S", "D", "pause", "pause")
	if labels > asked {
		t.Errorf("two labels start %d pieces of work with suggestions shown, %d without", labels, asked)
	}
}

// Making the search index is told of once it takes a while, and can be stopped and gone on with.
func TestMakingTheIndexCanBeStopped(t *testing.T) {
	texts := []string{reserves}
	for range 30 {
		texts = append(texts, denies+strings.Repeat("It rained. ", len(texts)))
	}
	b := newBench(t, texts...)
	b.selectText("The group holds reserves of ten million dollars")
	b.send("S")
	s := b.panes.suggestions
	b.runPaused()
	ui, stopped, said, waiting := b.Back.UI, false, "", len(b.paused)
	b.Back.UI = func(f func()) { // as it comes, in the middle of the work
		f()
		if stopped || !s.Shown() {
			return
		}
		late := slices.Clone(b.paused[waiting:]) // of the search alone: nothing else may write now
		b.paused = b.paused[:waiting]
		for _, f := range late {
			f()
		}
		if s.Bar.Visible() {
			said, stopped = s.Told.Text, true
			test.Tap(s.Stop)
		}
	}
	b.send("F")
	b.Back.UI = ui
	if !strings.HasPrefix(said, "Preparing the search: ") {
		t.Fatalf("while the index is made it says %q", said)
	}
	if len(b.suggested()) > 0 || !strings.Contains(s.Told.Text, "not prepared") || s.Stop.Text != "Go on" {
		t.Errorf("stopped, it says %q with the button %q and suggests %q", s.Told.Text, s.Stop.Text, b.suggested())
	}
	if test.Tap(s.Stop); len(b.suggested()) == 0 || s.Stop.Visible() || s.Bar.Visible() {
		t.Errorf("gone on with, it says %q and suggests %q", s.Told.Text, b.suggested())
	}
}

// An answer that comes after the suggestions were hidden, or after another question, is not shown.
func TestALateAnswerIsNotShown(t *testing.T) {
	b := newBench(t, reserves, denies, repeats)
	b.selectText("The group holds reserves of ten million dollars")
	b.send("S")
	release := b.hold()
	b.send("F", "F")
	release()
	if b.panes.suggestions.Shown() || len(b.suggested()) > 0 {
		t.Error("the suggestions are shown though they were hidden")
	}
	b.send("F")
	if len(b.suggested()) == 0 {
		t.Error("nothing is suggested")
	}
}

// More are listed below the others, which stay where they are.
func TestMoreSuggestions(t *testing.T) {
	texts := []string{reserves}
	for i := range 30 {
		texts = append(texts, "The group holds reserves of "+strings.Repeat("many ", i+1)+"dollars.")
	}
	b := newBench(t, texts...)
	b.selectText("The group holds reserves of ten million dollars")
	b.send("S", "F")
	before := b.suggested()
	if len(before) != 20 {
		t.Fatalf("%d are suggested", len(before))
	}
	b.send("End", "Enter")
	if after := b.suggested(); len(after) <= 20 || !slices.Equal(after[:20], before) {
		t.Errorf("after 20 more %q, before %q", after, before)
	}
}

// What is taken is listed above the suggestions: the next of them stays in view all the same.
func TestTheCurrentSuggestionStaysInView(t *testing.T) {
	texts := []string{reserves}
	for i := range 30 {
		texts = append(texts, "The group holds reserves of "+strings.Repeat("many ", i+1)+"dollars.")
	}
	b := newBench(t, texts...)
	b.Win.Resize(fyne.NewSize(900, 600))
	b.selectText("The group holds reserves of ten million dollars")
	b.send("S", "F")
	list := b.panes.evidence.List
	for range 12 {
		b.send("+")
		said := list.AccessibilityLabel()
		rows := b.evidenceRows()
		row := rows[slices.IndexFunc(rows, func(r row) bool { return r.AccessibilityLabel() == said })].(fyne.CanvasObject)
		driver := b.App.Driver()
		top := driver.AbsolutePositionForObject(row).Subtract(driver.AbsolutePositionForObject(list)).Y
		if end := top + row.Size().Height; top < 0 || end > list.Size().Height+1 {
			t.Errorf("%q goes from %g to %g of %g", said, top, end, list.Size().Height)
		}
	}
	if got := b.taken(); len(got) != 12 {
		t.Errorf("%d are taken", len(got))
	}
}
