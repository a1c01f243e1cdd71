package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"factmark/app/ui/dialogs"
	"factmark/app/ui/document"
	reviewui "factmark/app/ui/review"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/docview"
)

const third = "On Tuesday the bank said that the group holds $25 million in reserves.\n\nThe ministry was silent.\n\nIn May its reserves were $10 million."

// besideBench is a bench whose first document holds a claim with three pieces of evidence: two in the third document, one in its own.
func besideBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t, first, second, third)
	b.selectText("the group holds $10 million")
	b.type_("s")
	b.evidence(2, store.StanceRefutes, "the group holds $25 million in reserves")
	b.evidence(2, store.StanceSupports, "In May its reserves were $10 million.")
	b.evidence(0, store.StanceContext, "Nobody was killed")
	b.send("pause", "]")
	return b
}

// evidence adds evidence to the first claim of the first document: a passage of a document by its number.
func (b *bench) evidence(documentNumber int, stance store.Stance, quote string) {
	b.t.Helper()
	st, ctx := b.Workspace.Store, context.Background()
	claims, err := st.Claims(ctx, b.Workspace.Documents[0].ID)
	if err != nil || len(claims) == 0 {
		b.t.Fatal(claims, err)
	}
	doc := b.Workspace.Documents[documentNumber].ID
	start, end := b.placeOf(doc, quote)
	b.writes(func(ctx context.Context) error {
		_, err := st.AddEvidence(ctx, store.NewEvidence{ClaimID: claims[0].ID, Stance: stance, DocumentID: doc, Start: start, End: end})
		return err
	})
}

// writes writes something in the workspace, as what the user does is written.
func (b *bench) writes(write func(context.Context) error) {
	b.t.Helper()
	b.Workspace.Writes.Perform(workspace.PendingWrite{Name: "Write", Write: func(ctx context.Context) error {
		err := write(ctx)
		if err != nil {
			b.t.Error(err)
		}
		return err
	}})
}

// placeOf is where some words stand first in a document.
func (b *bench) placeOf(documentID, words string) (start, end int) {
	b.t.Helper()
	text, err := b.Workspace.Store.Text(context.Background(), documentID)
	if err != nil {
		b.t.Fatal(err)
	}
	at := strings.Index(text, words)
	if at < 0 {
		b.t.Fatalf("%q is not in the document", words)
	}
	start = len([]rune(text[:at]))
	return start, start + len([]rune(words))
}

// claimsOf are the letters and quotes of the claims that the file holds of a document by its number.
func (b *bench) claimsOf(documentNumber int) (all []string) {
	b.t.Helper()
	claims, err := b.Workspace.Store.Claims(context.Background(), b.Workspace.Documents[documentNumber].ID)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range claims {
		all = append(all, b.Workspace.LabelOf(c.LabelID).Letter+" "+c.Quote)
	}
	return all
}

func (b *bench) wantClaimsOf(documentNumber int, want ...string) {
	b.t.Helper()
	if got := b.claimsOf(documentNumber); !slices.Equal(got, want) {
		b.t.Errorf("document %d has the claims %q in the file, want %q", documentNumber, got, want)
	}
}

// wantBeside checks what the two texts mark.
func (b *bench) wantBeside(claim, passage string) {
	b.t.Helper()
	for i, want := range []string{claim, passage} {
		p := b.panes.texts.Texts()[i]
		at := p.View.Compared().Passage
		if got := p.View.TextBetween(at.Start, at.End); got != want {
			b.t.Errorf("text %d has the passage %q marked, want %q", i+1, got, want)
		}
		if start, end := b.onScreen(p); want != "" && (at.Start < start || at.Start > end) {
			b.t.Errorf("the passage %q at %d is not on screen, which shows %d to %d", want, at.Start, start, end)
		}
	}
}

// onScreen is what part of its text a pane shows.
func (b *bench) onScreen(p *document.Pane) (start, end int) {
	shown := p.View.AccessibilityLabel()
	return p.View.TopOffset(), p.View.TopOffset() + len([]rune(shown))
}

// inSecond puts the keyboard into the second text, as a click does.
func (b *bench) inSecond() *docview.View {
	b.t.Helper()
	v := b.panes.texts.Second.View
	b.FocusOn(v)
	if b.panes.document != b.panes.texts.Second || b.Workspace != b.panes.texts.Second.Model() {
		b.t.Fatal("the second text has the keyboard and is not the one in use")
	}
	return v
}

func TestVShowsAClaimAndItsEvidenceSideBySide(t *testing.T) {
	b := besideBench(t)
	texts := b.panes.texts
	b.send("V")
	if !texts.Shown() {
		t.Fatalf("V shows one text; the status bar says %q", b.panes.status.told.Text)
	}
	b.wantBeside("the group holds $10 million", "the group holds $25 million in reserves")
	if b.Win.Canvas().Focused() != texts.First.View || !b.Workspace.Chosen {
		t.Error("the claim's text has not the keyboard, or the claim is not chosen")
	}
	if got := wordsIn(texts.Body); !strings.Contains(got, "Evidence 1 of 3: refutes") {
		t.Errorf("the bar says %q", got)
	}
	b.shortcut(alt(fyne.KeyDown))
	b.wantBeside("the group holds $10 million", "In May its reserves were $10 million.")
	b.shortcut(alt(fyne.KeyDown))
	b.wantBeside("the group holds $10 million", "Nobody was killed")
	if a, c := texts.First.Model().Document.ID, texts.Second.Model().Document.ID; a != c {
		t.Error("evidence of the claim's own document is shown in another")
	}
	b.shortcut(alt(fyne.KeyDown))
	b.wantTold("This is the last passage.")
	b.shortcut(alt(fyne.KeyUp))
	b.wantBeside("the group holds $10 million", "In May its reserves were $10 million.")
	b.send("D") // the claim is chosen, so that it can be judged at once
	b.wantClaimsOf(0, "D the group holds $10 million")
	b.wantBeside("the group holds $10 million", "In May its reserves were $10 million.")
	b.send("V")
	if texts.Shown() || texts.First.View.Compared().Passage != (docview.Span{}) || b.Win.Canvas().Focused() != texts.First.View {
		t.Error("V does not end it")
	}
	if id := texts.Second.Model().Document.ID; id != "" {
		t.Error("the second document stays open behind")
	}
}

func TestBothTextsAreRead(t *testing.T) {
	b := besideBench(t)
	b.send("V")
	texts := b.panes.texts
	v := b.inSecond()
	if got := b.panes.claims.Count.Text; got != "0" {
		t.Errorf("the panel counts %q claims in the second text", got)
	}
	// Labelled, found and undone there, it is the second document's.
	start, end := b.placeOf(b.Workspace.Document.ID, "The ministry was silent.")
	v.Select(start, end)
	b.send("N")
	b.wantClaimsOf(2, "N The ministry was silent.")
	b.wantClaimsOf(0, "S the group holds $10 million")
	if got := len(b.Workspace.Claims); got != 1 || b.panes.claims.Count.Text != "1" {
		t.Errorf("the second text shows %d claims, the panel %s", got, b.panes.claims.Count.Text)
	}
	b.send("]", "D")
	b.wantClaimsOf(2, "D The ministry was silent.")
	// Its note is typed in the panel.
	b.send("Enter", "'quite so'", "Enter")
	claims, err := b.Workspace.Store.Claims(context.Background(), b.Workspace.Document.ID)
	if err != nil || claims[0].Note != "quite so" {
		t.Errorf("the note is %q, %v", claims[0].Note, err)
	}
	b.send("Ctrl+F", "'reserves'")
	if got := texts.Second.Find.Count.Text; got != "1 of 2" && got != "2 of 2" {
		t.Errorf("the find bar of the second text says %q", got)
	}
	if texts.First.Find.Body.Visible() {
		t.Error("the find bar of the first text is open")
	}
	b.send("Escape")
	// Undo is one, from either text.
	b.FocusOn(texts.First.View)
	if b.panes.claims.Count.Text != "1" || b.Workspace != texts.First.Model() || b.Workspace.Claims[0].Quote != "the group holds $10 million" {
		t.Error("the panel does not follow to the first text")
	}
	b.send("Ctrl+Z", "Ctrl+Z")
	b.wantClaimsOf(2, "N The ministry was silent.")
	b.inSecond()
	b.send("Ctrl+Z")
	b.wantClaimsOf(2)
	b.send("Ctrl+Shift+Z", "Ctrl+Shift+Z")
	b.wantClaimsOf(2, "D The ministry was silent.")
	if !texts.Shown() || texts.Second.Model().Document.ID != b.Workspace.Documents[2].ID {
		t.Error("undo has moved the texts")
	}
}

func TestTheSameDocumentMayStandOnBothSides(t *testing.T) {
	b := besideBench(t)
	b.send("V")
	b.shortcut(alt(fyne.KeyDown))
	b.shortcut(alt(fyne.KeyDown))
	texts := b.panes.texts
	v := b.inSecond()
	start, end := b.placeOf(b.Workspace.Document.ID, "Monday, 10 February")
	v.Select(start, end)
	b.send("D")
	b.wantClaimsOf(0, "D Monday, 10 February", "S the group holds $10 million")
	for i, p := range texts.Texts() {
		if n := len(p.Model().Claims); n != 2 || len(p.View.HighlightsAt(start)) != 1 {
			t.Errorf("text %d has %d claims, %d of them where one was made", i+1, n, len(p.View.HighlightsAt(start)))
		}
	}
	b.FocusOn(texts.First.View)
	b.send("[", "Delete")
	b.wantClaimsOf(0, "S the group holds $10 million")
	for i, p := range texts.Texts() {
		if len(p.View.HighlightsAt(start)) != 0 {
			t.Errorf("text %d shows a claim that was deleted in the other", i+1)
		}
	}
}

func TestClosingSideBySideRestoresPlaceAndFocus(t *testing.T) {
	long := strings.Repeat("A line that says nothing at all.\n\n", 200) + first + strings.Repeat("\n\nAnother line of the kind.", 200)
	b := newBench(t, long, third)
	b.selectText("the group holds $10 million")
	b.type_("s")
	b.evidence(1, store.StanceRefutes, "the group holds $25 million")
	view := b.panes.document.View
	view.SetTopOffset(0)
	view.Select(10, 14)
	b.FocusOn(b.panes.claims.List)
	claim := b.Workspace.Claims[0]
	b.showEvidenceBeside(claim, "")
	b.wantBeside("the group holds $10 million", "the group holds $25 million")
	b.send("Escape")
	if b.panes.texts.Shown() {
		t.Fatal("Escape does not end it")
	}
	start, end := view.Selection()
	if top := view.TopOffset(); top != 0 || start != 10 || end != 14 {
		t.Errorf("the page is at %d with %d to %d selected", top, start, end)
	}
	// Escape takes a selection away first.
	b.showEvidenceBeside(claim, "")
	v := b.inSecond()
	v.Select(0, 5)
	b.send("Escape")
	if !b.panes.texts.Shown() {
		t.Fatal("Escape ends it while some text is selected")
	}
	b.send("Escape")
	if b.panes.texts.Shown() || b.Win.Canvas().Focused() != view || b.Workspace != b.Workspace.First() {
		t.Error("the first text is not the one in use again")
	}
}

// A claim of another document is brought into the first text, which has its document again afterwards.
func TestAClaimOfAnotherDocumentIsReadBesideItsEvidence(t *testing.T) {
	b := besideBench(t)
	claim := b.Workspace.Claims[0]
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	all, err := b.Workspace.Store.Evidence(context.Background(), claim.ID)
	if err != nil {
		t.Fatal(err)
	}
	b.showEvidenceBeside(claim, all[1].ID)
	b.wantBeside("the group holds $10 million", "In May its reserves were $10 million.")
	b.send("Escape")
	if got := b.Workspace.Document.ID; got != b.Workspace.Documents[1].ID {
		t.Errorf("the document %q is open", b.Workspace.Document.Title)
	}
	// Where the user has gone elsewhere in it since, it stays there.
	b.showEvidenceBeside(claim, all[1].ID)
	b.Workspace.Open(b.Workspace.Documents[2].ID, "")
	b.send("Escape")
	if got := b.Workspace.Document.ID; got != b.Workspace.Documents[2].ID {
		t.Errorf("the document %q is open, not the one that the user went to", b.Workspace.Document.Title)
	}
}

func TestASecondTextIsChosenInTheList(t *testing.T) {
	b := newBench(t, first, second, third)
	b.send("V")
	texts := b.panes.texts
	if !texts.Shown() || !texts.Waits() {
		t.Fatal("V shows no second text that waits for a document")
	}
	b.send("'Text C'", "Enter")
	if got := texts.Second.Model().Document.Title; got != "Text C" {
		t.Fatalf("the second text is %q, the first %q", got, texts.First.Model().Document.Title)
	}
	if b.Win.Canvas().Focused() != texts.Second.View || b.panes.document != texts.Second {
		t.Error("the document that was chosen has not the keyboard")
	}
	// What is chosen next goes where the keyboard was last.
	b.send("Ctrl+D", "'Text B'", "Enter")
	if got := texts.Second.Model().Document.Title; got != "Text B" {
		t.Errorf("the second text is %q", got)
	}
	b.FocusOn(texts.First.View)
	b.send("Ctrl+D", "'Text C'", "Enter")
	if got := texts.First.Model().Document.Title; got != "Text C" {
		t.Errorf("the first text is %q", got)
	}
	if got := b.Win.Title(); !strings.HasPrefix(got, "Text C") {
		t.Errorf("the window's title is %q", got)
	}
	b.send("F6")
	if b.Win.Canvas().Focused() != texts.Second.View {
		t.Error("F6 does not go to the second text")
	}
	b.send("F6")
	if b.Win.Canvas().Focused() != b.panes.claims.List {
		t.Error("F6 does not go on to the claims")
	}
}

func TestDocumentsMayGoWhileTheyAreReadSideBySide(t *testing.T) {
	for _, gone := range []int{0, 2} {
		b := besideBench(t)
		b.send("V")
		texts := b.panes.texts
		b.inSecond()
		id := b.Workspace.Documents[gone].ID
		b.writes(func(ctx context.Context) error { return b.Workspace.Store.RemoveDocuments(ctx, []string{id}, nil) })
		if !texts.Shown() || b.panes.document != texts.Texts()[map[int]int{0: 1, 2: 0}[gone]] {
			t.Errorf("document %d: the text that is left is not in use", gone)
		}
		if gone == 2 { // the evidence in it went with it: what is left is shown
			b.wantBeside("the group holds $10 million", "Nobody was killed")
		} else {
			b.wantBeside("", "")
		}
		b.send("Ctrl+Z")
		b.send("Escape")
		if texts.Shown() || b.Workspace.Document.ID == "" {
			t.Errorf("document %d: one text is left in a bad way", gone)
		}
	}
}

func TestATextMayBeReplacedWhileItIsReadBeside(t *testing.T) {
	b := besideBench(t)
	b.send("V")
	texts := b.panes.texts
	ctx, st := context.Background(), b.Workspace.Store
	doc := texts.Second.Model().Document.ID
	spans, err := st.Placed(ctx, doc)
	if err != nil {
		t.Fatal(err)
	}
	const added = "Corrected. "
	var moves []store.Move
	for _, p := range spans {
		moves = append(moves, store.Move{ID: p.ID, Start: p.Start + len(added), End: p.End + len(added)})
	}
	var newer store.Document
	b.writes(func(ctx context.Context) (err error) {
		newer, err = st.ReplaceText(ctx, doc, store.NewDocument{Title: "Text C", Text: added + third}, moves)
		return err
	})
	if got := texts.Second.Model().Document.ID; got != newer.ID {
		t.Error("the second text is not the newer one")
	}
	b.wantBeside("the group holds $10 million", "the group holds $25 million in reserves")
	b.send("Ctrl+Z")
	b.wantBeside("the group holds $10 million", "the group holds $25 million in reserves")
}

// What becomes of the evidence while it is read is taken over.
func TestSideBySideFollowsTheEvidence(t *testing.T) {
	b := besideBench(t)
	b.send("V")
	b.shortcut(alt(fyne.KeyDown))
	all, err := b.Workspace.Store.Evidence(context.Background(), b.Workspace.Current)
	if err != nil {
		t.Fatal(err)
	}
	b.writes(func(ctx context.Context) error { return b.Workspace.Store.RemoveEvidence(ctx, all[0].ID) })
	b.wantBeside("the group holds $10 million", "In May its reserves were $10 million.")
	if got := wordsIn(b.panes.texts.Body); !strings.Contains(got, "Evidence 1 of 2: supports") {
		t.Errorf("the bar says %q", got)
	}
	b.send("Delete")
	b.wantClaimsOf(0)
	b.wantBeside("", "")
	if got := b.panes.texts; !got.Shown() {
		t.Error("it ends with the claim")
	}
	b.send("Ctrl+Z")
	b.wantBeside("the group holds $10 million", "In May its reserves were $10 million.")
}

func TestSuggestionsAreTakenSideBySide(t *testing.T) {
	b := besideBench(t)
	doc := b.Workspace.Documents[2].ID
	start, end := b.placeOf(doc, "The ministry was silent.")
	var taken []store.Stance
	var moved []int
	b.showBeside(document.Passages{Claim: b.Workspace.Claims[0], Name: "Suggestion",
		All:   []document.Passage{{DocumentID: doc, Start: start, End: end}, {DocumentID: doc, Start: 0, End: 10}},
		Moved: func(at int) { moved = append(moved, at) },
		Take:  func(at int, stance store.Stance) { taken = append(taken, stance) }})
	b.wantBeside("the group holds $10 million", "The ministry was silent.")
	b.send("+", "-", "=")
	b.shortcut(alt(fyne.KeyDown))
	b.inSecond()
	b.send("-")
	if want := []store.Stance{store.StanceSupports, store.StanceRefutes, store.StanceContext, store.StanceRefutes}; !slices.Equal(taken, want) || !slices.Equal(moved, []int{1}) {
		t.Errorf("taken %v, moved to %v", taken, moved)
	}
}

func TestSideBySideInReviews(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeBlind, func(*reviewui.StartDialog) {})
	b.FocusOn(b.panes.document.View)
	b.send("V")
	if b.panes.texts.Shown() {
		t.Fatal("a blind review shows evidence")
	}
	b.wantTold("Not during a blind review: evidence could give away a label. Pause or end the review first.")
	b.Active.Pause()
	b.send("]", "V")
	if b.panes.texts.Shown() {
		t.Fatal("a paused blind review shows the evidence of a claim it hides")
	}
	if got := b.panes.status.told.Text; !strings.Contains(got, "hides this claim") {
		t.Errorf("the status bar says %q", got)
	}

	b = reviewBench(t)
	b.sitDown(store.ModeOpen, func(*reviewui.StartDialog) {})
	b.FocusOn(b.panes.document.View)
	b.send("V")
	b.wantBeside("The council met", "second text")
	v := b.inSecond()
	v.Select(0, 8)
	b.send("S") // decides on the claim in question, and labels nothing
	b.wantClaimsOf(1, "N A second text")
	b.wantDecided("S")
	v.Select(0, 0)
	b.send("Escape")
	if b.panes.texts.Shown() || b.Active == nil {
		t.Error("Escape does not end the reading first")
	}
}

func TestTheTextsHaveRoom(t *testing.T) {
	b := besideBench(t)
	b.send("V")
	texts := b.panes.texts
	first, second := texts.First.Body, texts.Second.Body
	place := func(o fyne.CanvasObject) fyne.Position {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	}
	if b.panes.row.LeftShown() || place(first).Y != place(second).Y || first.Size().Width < 400 || second.Size().Width < 400 {
		t.Errorf("at 1280 the texts are %v wide and %v, the list of documents is shown: %v", first.Size().Width, second.Size().Width, b.panes.row.LeftShown())
	}
	b.menuBar("Evidence", "Swap the two texts")
	if place(first).X <= place(second).X {
		t.Error("the texts have not changed places")
	}
	b.Win.Resize(fyne.NewSize(900, 600))
	if place(first).X != place(second).X || texts.First.View.Size().Height < 100 || texts.Second.View.Size().Height < 100 {
		t.Errorf("at 900x600 the texts are %v and %v", texts.First.View.Size(), texts.Second.View.Size())
	}
	b.send("V")
	if !b.panes.row.LeftShown() || first.Size().Height < 400 {
		t.Error("the list of documents has not come back, or the text has not its room")
	}
	b.send("V")
	if place(first).Y <= place(second).Y {
		t.Error("the order of the texts is not remembered")
	}
}

// Whatever the mouse does in the second text belongs to it.
func TestTheMouseMakesATextTheOneInUse(t *testing.T) {
	b := besideBench(t)
	b.send("V")
	second := b.panes.texts.Second
	at := fyne.NewPos(60, 60)
	second.View.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{Position: at}})
	second.View.MouseUp(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{Position: at}})
	if b.panes.document != second {
		t.Fatal("a click does not make the second text the one in use")
	}
	start, end := b.placeOf(b.Workspace.Document.ID, "The ministry was silent.")
	second.View.Select(start, end)
	for _, o := range second.Bar.Row.Objects {
		if c, is := o.(interface{ Tapped(*fyne.PointEvent) }); is {
			c.Tapped(&fyne.PointEvent{})
			break
		}
	}
	b.wantClaimsOf(2, "S The ministry was silent.")
	b.wantClaimsOf(0, "S the group holds $10 million")
	for _, o := range test.LaidOutObjects(b.panes.texts.Body) {
		if k, is := o.(interface{ Tapped(*fyne.PointEvent) }); is && strings.Contains(wordsOfButton(o), "Close") {
			k.Tapped(nil) // or that of a strip which is hidden
		}
	}
	if b.panes.texts.Shown() {
		t.Error("the button does not close it")
	}
}

// A change to the claims of either text compares nothing anew, and a text that is scrolled costs no comparison.
func TestNothingIsComparedTwice(t *testing.T) {
	b := besideBench(t)
	b.send("V")
	work := 0
	start := b.Back.Start
	b.Back.Start = func(f func()) { work++; start(f) }
	for _, p := range b.panes.texts.Texts() {
		p.View.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -40)})
		p.View.Refresh()
	}
	if work != 0 {
		t.Errorf("scrolling started work %d times", work)
	}
}

// wordsOfButton is what a button says, "" for what is none.
func wordsOfButton(o fyne.CanvasObject) string {
	if k, is := o.(*dialogs.KeyButton); is {
		return k.Text
	}
	return ""
}

// Evidence is added in either text, to the claim in hand, and what is added is gone through with the rest.
func TestEvidenceIsAddedInEitherText(t *testing.T) {
	b := besideBench(t)
	claim := b.Workspace.Current
	b.send("V", "E")
	v := b.inSecond()
	start, end := b.placeOf(b.Workspace.Document.ID, "The ministry was silent.")
	v.Select(start, end)
	b.send("-")
	b.FocusOn(b.panes.texts.First.View)
	start, end = b.placeOf(b.Workspace.Document.ID, "the ministry wrote")
	b.panes.texts.First.View.Select(start, end)
	b.send("=")
	b.send("Escape") // ends the adding first
	if b.Workspace.Adding || !b.panes.texts.Shown() {
		t.Errorf("after Escape evidence is added: %v, two texts are shown: %v", b.Workspace.Adding, b.panes.texts.Shown())
	}
	all, err := b.Workspace.Store.Evidence(context.Background(), claim)
	if err != nil || len(all) != 5 || all[3].Quote != "The ministry was silent." || all[3].Stance != store.StanceRefutes || all[4].Quote != "the ministry wrote" {
		t.Fatalf("the evidence is %+v, %v", all, err)
	}
	if got := wordsIn(b.panes.texts.Body); !strings.Contains(got, "Evidence 1 of 5: refutes") {
		t.Errorf("the bar says %q", got)
	}
	for range 3 {
		b.shortcut(alt(fyne.KeyDown))
	}
	b.wantBeside("the group holds $10 million", "The ministry was silent.")
	if got := b.Workspace.Picked; got != all[3].ID {
		t.Error("the evidence panel does not follow")
	}
	// While none is added the keys are for what is shown.
	b.send("+")
	all, err = b.Workspace.Store.Evidence(context.Background(), claim)
	if err != nil || all[3].Stance != store.StanceSupports || len(all) != 5 {
		t.Errorf("the stance is %q, of %d, %v", all[3].Stance, len(all), err)
	}
	if got := wordsIn(b.panes.texts.Body); !strings.Contains(got, "Evidence 4 of 5: supports") {
		t.Errorf("the bar says %q", got)
	}
	b.send("Ctrl+Z")
	if all, _ = b.Workspace.Store.Evidence(context.Background(), claim); all[3].Stance != store.StanceRefutes {
		t.Error("undo does not take it back")
	}
}

func TestTheEvidencePanelOpensTextsSideBySide(t *testing.T) {
	b := besideBench(t)
	b.showEvidence(true)
	list := b.panes.evidence.List
	b.FocusOn(list)
	b.send("Down", "Down", "V")
	if !b.panes.texts.Shown() {
		t.Fatal("V in the list shows one text")
	}
	b.wantBeside("the group holds $10 million", "In May its reserves were $10 million.")
	b.FocusOn(list)
	b.send("Down", "Enter")
	b.wantBeside("the group holds $10 million", "Nobody was killed")
	b.FocusOn(list)
	b.send("Up", "V")
	b.wantBeside("the group holds $10 million", "In May its reserves were $10 million.")
	b.send("Escape")
	if b.panes.texts.Shown() {
		t.Error("Escape does not end it")
	}
}

// Suggestions of the panel are gone through side by side: what is taken makes room for the next, and undo brings it back.
func TestSuggestionsOfThePanelAreGoneThroughSideBySide(t *testing.T) {
	b := findBench(t)
	texts := b.panes.texts
	n := len(b.panes.suggestions.Listed())
	if n < 3 {
		t.Fatalf("%d suggestions", n)
	}
	b.send("V") // in the list, on the first
	if !texts.Shown() {
		t.Fatalf("V shows one text; the status bar says %q", b.panes.status.told.Text)
	}
	passage := func() string {
		at := texts.Second.View.Compared().Passage
		return texts.Second.View.TextBetween(at.Start, at.End)
	}
	one := passage()
	b.shortcut(alt(fyne.KeyDown))
	two := passage()
	if one == "" || two == "" || one == two {
		t.Fatalf("shown are %q and %q", one, two)
	}
	b.send("-")
	if got := b.taken(); !slices.Equal(got, []string{"refutes " + strings.TrimSpace(two)}) {
		t.Errorf("taken is %q", got)
	}
	if got := passage(); got == two || got == "" || len(texts.Topic().All) != n-1 {
		t.Errorf("shown is %q of %d", got, len(texts.Topic().All))
	}
	if _, end := texts.First.View.Selection(); b.Win.Canvas().Focused() != texts.First.View || end != 0 {
		t.Error("the keyboard or the caret has moved")
	}
	b.send("Ctrl+Z")
	if got := b.taken(); len(got) != 0 || len(texts.Topic().All) != n {
		t.Errorf("after undo %q is taken, %d are suggested", got, len(texts.Topic().All))
	}
	b.send("Escape")
	if texts.Shown() || len(b.suggested()) != n {
		t.Errorf("two texts are shown: %v, %d suggestions", texts.Shown(), len(b.suggested()))
	}
}

func TestTheListOpensADocumentSideBySide(t *testing.T) {
	b := newBench(t, first, second, third)
	b.documentMenu(b.Workspace.Documents[2:], fyne.NewPos(10, 10))
	menuItem(t, b, "Open side by side")
	texts := b.panes.texts
	if !texts.Shown() || texts.Second.Model().Document.Title != "Text C" || texts.First.Model().Document.Title != "Text A" || b.panes.document != texts.Second {
		t.Errorf("shown are %q and %q", texts.First.Model().Document.Title, texts.Second.Model().Document.Title)
	}
}

// A claim of the second text that the user chose is in hand.
func TestAClaimOfTheSecondTextIsTakenInHand(t *testing.T) {
	b := newBench(t, first, third)
	b.openBeside(b.Workspace.Documents[1].ID)
	v := b.inSecond()
	start, end := b.placeOf(b.Workspace.Document.ID, "The ministry was silent.")
	v.Select(start, end)
	b.send("S", "[")
	b.shortcut(ctrlShift(fyne.KeyU)) // evidence is added to the claim that the user chose here
	if got := b.Workspace.Hand.Quote; !b.Workspace.Adding || got != "The ministry was silent." {
		t.Errorf("evidence is added: %v, to %q", b.Workspace.Adding, got)
	}
}

func TestSuggestedClaimsAreMarkedInBothTexts(t *testing.T) {
	b := besideBench(t)
	b.type_("v")
	shown := func() (all []int) {
		for _, text := range b.panes.texts.Texts() {
			all = append(all, len(text.View.Suggestions()))
		}
		return all
	}
	if got := shown(); !slices.Equal(got, []int{0, 0}) {
		t.Errorf("at first %v sentences are suggested", got)
	}
	b.items["suggested-claims"].Action()
	if got := shown(); got[1] == 0 {
		t.Errorf("in the texts %v sentences are suggested", got)
	}
	b.type_("v")
	b.items["suggested-claims"].Action()
	b.type_("v")
	if got := shown(); !slices.Equal(got, []int{0, 0}) {
		t.Errorf("after that %v sentences are suggested", got)
	}
}

func TestSuggestedClaimsAreMarkedInASecondTextThatIsOpenedLater(t *testing.T) {
	b := besideBench(t)
	b.items["suggested-claims"].Action()
	b.type_("v")
	if n := len(b.panes.texts.Second.View.Suggestions()); n == 0 {
		t.Error("nothing is suggested in the second text")
	}
}
