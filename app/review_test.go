package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"factmark/app/review"
	"factmark/app/ui/dialogs"
	"factmark/app/ui/document"
	reviewui "factmark/app/ui/review"
	"factmark/store"
	"factmark/widgets/chip"
)

// reviewBench is a window on a workspace in which Ada has labelled four claims, in two documents.
func reviewBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t, first, second)
	st, ctx := b.Workspace.Store, context.Background()
	if err := st.SignIn(ctx, store.Person{ID: "ada", Name: "Ada"}); err != nil {
		t.Fatal(err)
	}
	a, c := b.Workspace.Documents[0].ID, b.Workspace.Documents[1].ID
	made, err := st.AddClaims(ctx, []store.NewClaim{
		{DocumentID: a, Start: 0, End: 15, LabelID: store.SupportedID, Note: "SECRET note"},
		{DocumentID: a, Start: 53, End: 78, LabelID: store.DisputedID},
		{DocumentID: a, Start: 82, End: 99},
		{DocumentID: c, Start: 0, End: 13, LabelID: store.NotEnoughInfoID},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.AddEvidence(ctx, store.NewEvidence{ClaimID: made[0].ID, Stance: store.StanceRefutes, DocumentID: c, Start: 2, End: 13, Note: "SECRET reason"}); err != nil {
		t.Fatal(err)
	}
	b.Workspace.SignIn()
	return b
}

// sitDown starts a session through the dialog.
func (b *bench) sitDown(mode store.Mode, change func(*reviewui.StartDialog)) {
	b.t.Helper()
	s := b.AskReview()
	for _, m := range reviewui.Modes {
		if m.Mode == mode {
			s.How.SetSelected(m.Name)
		}
	}
	if change != nil {
		change(s)
	}
	s.Dialog.Accept()
	if b.Active == nil {
		b.t.Fatalf("no review has begun; the dialog says %q", s.Count.Text)
	}
}

// decided tells what was said in the last session, by quotes, in the order of the queue.
func (b *bench) decided() (all []string) {
	b.t.Helper()
	ctx, st := context.Background(), b.Workspace.Store
	sessions, err := st.Sessions(ctx)
	if err != nil || len(sessions) == 0 {
		b.t.Fatalf("sessions: %v, %v", sessions, err)
	}
	choice, err := review.ReadChoice(sessions[0])
	if err != nil {
		b.t.Fatal(err)
	}
	for _, id := range choice.Queue {
		made, err := st.Decisions(ctx, store.DecisionFilter{SessionID: sessions[0].ID, ClaimID: id})
		if err != nil {
			b.t.Fatal(err)
		}
		for _, d := range made {
			said := string(d.Kind)
			if d.LabelID != "" {
				said = b.Workspace.LabelOf(d.LabelID).Letter
			}
			if d.Comment != "" {
				said += " (" + d.Comment + ")"
			}
			all = append(all, said)
		}
	}
	return all
}

func (b *bench) wantDecided(want ...string) {
	b.t.Helper()
	if got := b.decided(); !slices.Equal(got, want) {
		b.t.Errorf("decided %q, want %q", got, want)
	}
}

// everyWord gives all text of the window's content, its menu and its title.
func (b *bench) everyWord() string {
	words := wordList(b.Win.Content())
	for _, m := range b.menu.Items {
		for _, i := range m.Items {
			words = append(words, i.Label)
		}
	}
	return strings.Join(append(words, b.Win.Title()), "\n")
}

// dialogWords are those of the dialog or menu in front.
func (b *bench) dialogWords() string {
	if o := b.Win.Canvas().Overlays().Top(); o != nil {
		return strings.Join(append(wordList(o), wordsIn(o)), "\n")
	}
	return ""
}

func wordList(shown fyne.CanvasObject) (words []string) {
	add := func(o fyne.CanvasObject) {
		switch w := o.(type) {
		case *widget.Label:
			words = append(words, w.Text)
		case *chip.Chip:
			words = append(words, w.Text+" "+w.Count)
		case *document.DocumentItem:
			words = append(words, w.AccessibilityLabel())
		case *canvas.Text:
			words = append(words, w.Text)
		case *widget.Entry:
			words = append(words, w.Text)
		}
	}
	for _, o := range test.LaidOutObjects(shown) {
		add(o)
	}
	return words
}

func TestAnOpenReviewByKeysAlone(t *testing.T) {
	b := reviewBench(t)
	claims := b.stored()
	b.sitDown(store.ModeOpen, nil)
	if b.panes.claims.Body.Visible() || !b.panes.review.Body.Visible() || !b.panes.review.Bar.Visible() {
		t.Error("the review is not shown instead of the claims")
	}
	if b.Workspace.Current != claims[0].ID {
		t.Errorf("the claim in hand is %q", b.Workspace.Current)
	}
	b.type_("a")
	b.type_("s") // the second is changed
	b.type_("a") // nothing to agree with
	if got := b.panes.status.told.Text; !strings.Contains(got, "no label yet") {
		t.Errorf("the status bar says %q", got)
	}
	b.type_("n")
	if b.Workspace.Document.Title != "Text B" || b.Active.At != 3 {
		t.Errorf("%q is open at %d", b.Workspace.Document.Title, b.Active.At)
	}
	b.type_("z")
	if b.Active.At != 2 || b.Workspace.Document.Title != "Text A" {
		t.Errorf("Z went to %d in %q", b.Active.At, b.Workspace.Document.Title)
	}
	b.type_("r") // instead of N
	b.wantDecided("S", "S", "reject")
	b.type_("x")
	if b.Win.Canvas().Focused() != fyne.Focusable(b.panes.review.Comment) {
		t.Fatalf("X gave the keyboard to %T", b.Win.Canvas().Focused())
	}
	b.panes.review.Comment.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) // without a reason nothing happens
	b.wantDecided("S", "S", "reject")
	test.Type(b.panes.review.Comment, "not my field")
	b.panes.review.Comment.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.wantDecided("S", "S", "reject", "skip (not my field)")
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	b.modal().Accept() // end the session
	if b.Active != nil || !b.panes.claims.Body.Visible() || b.panes.review.Bar.Visible() {
		t.Error("the review is still there")
	}
	title := b.modal()
	title.Close()
	after := b.stored()
	for i := range claims {
		if after[i].LabelID != claims[i].LabelID || after[i].PersonID != "ada" || after[i].Note != claims[i].Note {
			t.Errorf("the claim itself became %+v", after[i])
		}
	}
	if after[0].Status != store.StatusUnanimous || after[0].FinalLabelID != store.SupportedID || after[1].Status != store.StatusUnresolved || after[2].Status != store.StatusOpen {
		t.Errorf("settled as %s, %s, %s", after[0].Status, after[1].Status, after[2].Status)
	}
	sessions, err := b.Workspace.Store.Sessions(context.Background())
	if err != nil || sessions[0].EndedAt.IsZero() {
		t.Fatalf("%+v, %v", sessions, err)
	}
	sum, err := review.ReadSummary(sessions[0])
	if err != nil || sum.Agreed != 1 || sum.Changed != 1 || sum.Rejected != 1 || sum.Skipped != 1 || sum.Left() != 0 {
		t.Errorf("summary %+v, %v", sum, err)
	}
}

// None of the keys and commands that change claims does so during a review.
func TestAReviewChangesNoClaim(t *testing.T) {
	b := reviewBench(t)
	labelled := func() (rows []string) {
		if err := b.Workspace.Store.EachLabelled(context.Background(), store.Filter{}, func(cells []string) error {
			rows = append(rows, strings.Join(cells, "|"))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return rows
	}
	before := labelled()
	for _, mode := range []store.Mode{store.ModeOpen, store.ModeBlind} {
		b.sitDown(mode, func(s *reviewui.StartDialog) { s.Fresh.SetChecked(false) })
		b.selectText("Monday")
		b.type_(".c")
		b.FocusOn(b.panes.document.View)
		b.key(fyne.KeyDelete)
		b.selectText("Monday")
		for _, c := range b.commands.all {
			item, inMenu := b.items[c.id]
			if !inMenu || c.id == commandQuit || c.act.Do != nil || c.needsReview || c.submenu != nil {
				continue
			}
			item.Action()
			for len(b.Modals) > 0 {
				b.modal().Close()
			}
		}
		if b.panes.document.View.OnReshape != nil {
			t.Error("a claim's ends can be dragged")
		}
		if got := labelled(); !slices.Equal(got, before) {
			t.Errorf("the claims became %q, were %q", got, before)
		}
		b.Active.Pause()
		b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	}
	if b.panes.document.View.OnReshape == nil {
		t.Error("after the review no claim's ends can be dragged")
	}
}

func TestAReviewGoesOnAfterACrash(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeBlind, func(s *reviewui.StartDialog) { s.Order.SetSelected("Random"); s.Seed.SetText("42") })
	queue := b.Active.Queue.All()
	b.type_("ds")
	b.panes.review.EditComment(false)
	test.Type(b.panes.review.Comment, "half a thought")
	b.restart()
	if !b.panes.resume.Body.Visible() || !strings.Contains(b.panes.resume.Text.Text, "2 of 4 decided") {
		t.Fatalf("at the start it says %q", b.panes.resume.Text.Text)
	}
	// Something new has come in; the queue stays as it was.
	if _, err := b.Workspace.Store.AddClaims(context.Background(), []store.NewClaim{{DocumentID: b.Workspace.Document.ID, Start: 20, End: 26}}); err != nil {
		t.Fatal(err)
	}
	b.ContinueSession(b.panes.resume.Session)
	if !slices.Equal(b.Active.Queue.All(), queue) || b.Active.At != 2 || b.Active.CountDone() != 2 {
		t.Errorf("goes on at %d of %v, was %v", b.Active.At, b.Active.Queue.All(), queue)
	}
	if b.panes.review.Comment.Text() != "half a thought" {
		t.Errorf("the comment is %q", b.panes.review.Comment.Text())
	}
	b.type_("n")
	b.wantDecided("D", "S", "N (half a thought)")
	b.Active.Pause()
	if b.Workspace.Person().ID != b.Profile.Person().ID {
		t.Error("who works here is not the user")
	}
}

func TestAClickInTheTextGoesToThatClaim(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, func(s *reviewui.StartDialog) { s.Labels.SetSelected([]string{"Supported", "Disputed"}) })
	b.panes.document.View.OnHighlight(b.Active.Queue.At(1))
	if b.Active.At != 1 || b.Workspace.Current != b.Active.Queue.At(1) {
		t.Errorf("a click leaves the review at %d", b.Active.At)
	}
	b.type_("n")
	b.wantDecided("N")
	b.panes.document.View.OnHighlight(b.Workspace.Claims[2].ID)
	if got := b.panes.status.told.Text; b.Active.At != 0 || !strings.Contains(got, "not part of this review") {
		t.Errorf("a click on another claim goes to %d and says %q", b.Active.At, got)
	}
}

func TestUndoInAReview(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, nil)
	b.undo() // what came before the review stays
	if got := len(b.stored()); got != 3 {
		t.Fatalf("%d claims", got)
	}
	b.type_("a")
	b.type_("d")
	b.undo()
	b.wantDecided("S")
	if b.Active.At != 1 || b.Active.CountDone() != 1 {
		t.Errorf("undo shows %d, %d are done", b.Active.At, b.Active.CountDone())
	}
	b.redo()
	b.wantDecided("S", "D")
	b.undo()
	b.undo()
	b.undo()
	b.wantDecided()
	if got := len(b.stored()); got != 3 {
		t.Errorf("undo went beyond the review: %d claims", got)
	}
	b.type_("d")
	b.type_("z")
	b.key(fyne.KeyDelete)
	b.wantDecided()
}

func TestAReviewForSomeoneElse(t *testing.T) {
	b := reviewBench(t)
	if err := b.Profile.SetNameAsked(); err != nil {
		t.Fatal(err)
	}
	b.sitDown(store.ModeOpen, func(s *reviewui.StartDialog) { s.Who.SetText("Cleo") })
	b.type_("a")
	all, err := b.Workspace.Store.Decisions(context.Background(), store.DecisionFilter{})
	if err != nil || len(all) != 1 || all[0].Person != "Cleo" {
		t.Errorf("decisions %+v, %v", all, err)
	}
	if got := b.panes.status.person.Text; got != "Cleo" {
		t.Errorf("the status bar says %q", got)
	}
	b.Active.Pause()
	if got := b.panes.status.person.Text; got != b.Profile.Person().Name {
		t.Errorf("afterwards the status bar says %q", got)
	}
	b.Workspace.Open(b.Workspace.Documents[0].ID, "")
	b.selectText("February")
	b.type_("s")
	for _, c := range b.stored() {
		if c.Quote == "February" && c.PersonID != b.Profile.Person().ID {
			t.Errorf("made by %s", c.Person)
		}
	}
}

// Nobody is the name that the computer has for them: who begins with a review says who they are by it.
func TestTheFirstNameSaidIsOnesOwn(t *testing.T) {
	b := reviewBench(t)
	me, before := b.Profile.Person().ID, b.Profile.Person().Name
	b.sitDown(store.ModeBlind, func(s *reviewui.StartDialog) { s.Who.SetText("Cleo") })
	b.type_("s")
	b.Active.Pause()
	if got := b.Profile.Person(); got.Name != "Cleo" || got.ID != me || !b.Profile.NameAsked() {
		t.Errorf("the person is %+v", got)
	}
	if got := b.panes.status.person.Text; got != "Cleo" {
		t.Errorf("the status bar says %q", got)
	}
	people, err := b.Workspace.Store.KnownPeople(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		if p.Name == before || (p.Name == "Cleo") != (p.ID == me) {
			t.Errorf("there is %+v too", p)
		}
	}
	b.restart()
	if !b.panes.resume.Body.Visible() {
		t.Error("after a restart the session is not offered again")
	}
}

func TestTheReviewersNameIsLeftByKeys(t *testing.T) {
	b := reviewBench(t)
	s := b.AskReview()
	b.Win.Canvas().Focus(s.Who)
	s.Who.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(b.Modals) != 0 {
		t.Fatal("Escape does not leave the dialog")
	}
	s = b.AskReview()
	s.Who.SetText("Cleo")
	s.Who.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if b.Active == nil || b.Active.Session.Person != "Cleo" {
		t.Error("Enter does not start the session")
	}
}

func TestEscapePausesAReviewOfDocumentsToo(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeIndependent, nil)
	b.selectText("February")
	b.type_("s")
	b.Workspace.Choose(b.Workspace.Claims[0].ID, false)
	for left := 0; left < 3 && b.Active != nil; left++ { // the selection, the claim, the review
		b.panes.document.View.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if left == 0 && b.Active == nil {
			t.Error("it pauses before it leaves the claim")
		}
	}
	if b.Active != nil {
		t.Error("the review goes on")
	}
}

func TestASessionSaysThatItsDocumentsWereRemoved(t *testing.T) {
	b := reviewBench(t)
	doc := b.Workspace.Documents[1]
	b.sitDown(store.ModeBlind, func(s *reviewui.StartDialog) {
		s.Where.SetSelected(reviewui.ScopeChosen)
		s.Chosen[doc.ID] = true
		s.Recount()
	})
	b.Active.Pause()
	b.AskRemoveDocuments([]store.Document{doc})
	b.modal().Accept()
	b.ContinueSession(b.panes.resume.Session)
	if got := wordsOf(b.modal()); !strings.Contains(got, "The claims or documents of this session have been deleted") {
		t.Errorf("it says %q", got)
	}
	b.modal().Abandon()
	b.Active.Pause()
	b.Workspace.Undo()
	b.ContinueSession(b.panes.resume.Session)
	if b.Active.Claim.DocumentID != doc.ID {
		t.Errorf("with the document back it shows %+v", b.Active.Claim)
	}
}

func TestSpansAreMarkedAnew(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeIndependent, nil)
	if len(b.Workspace.Claims) != 0 {
		t.Errorf("others' claims are seen: %+v", b.Workspace.Claims)
	}
	b.selectText("February")
	b.type_("s")
	if len(b.Workspace.Claims) != 1 || b.Workspace.Claims[0].Quote != "February" {
		t.Errorf("own claims: %+v", b.Workspace.Claims)
	}
	b.Active.DocumentDone()
	if b.Workspace.Document.Title != "Text B" {
		t.Errorf("%q is open", b.Workspace.Document.Title)
	}
	b.restart()
	b.ContinueSession(b.panes.resume.Session)
	if b.Active.At != 1 || b.Workspace.Document.Title != "Text B" {
		t.Errorf("goes on at %d with %q", b.Active.At, b.Workspace.Document.Title)
	}
	b.Active.DocumentDone()
	b.modal().Accept()
	sessions, err := b.Workspace.Store.Sessions(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if sum, err := review.ReadSummary(sessions[0]); err != nil || sum.Done != 2 || sum.Marked != 1 {
		t.Errorf("summary %+v, %v", sum, err)
	}
}

func TestAdjudicatingByKeys(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeBlind, nil)
	b.type_("sss")
	b.type_("s")
	b.modal().Accept()
	b.modal().Close()
	b.AskAdjudicate()
	for _, o := range test.LaidOutObjects(b.Win.Canvas().Overlays().Top()) {
		if c, is := o.(*dialogs.KeyCheck); is && c.Text == "Hide people’s names" {
			c.SetChecked(true)
		}
	}
	b.modal().Accept()
	if b.Active == nil || b.Active.Queue.Len() != 2 {
		t.Fatalf("adjudicating %+v", b.Active)
	}
	words := b.everyWord()
	if strings.Contains(words, "Ada") || !strings.Contains(words, "Person A") || !strings.Contains(words, "Person B") {
		t.Errorf("with names hidden the window says\n%s", words)
	}
	b.type_("d")
	b.undo()
	if b.Active.CountDone() != 0 || b.Active.At != 0 {
		t.Errorf("after undo %d are settled, at %d", b.Active.CountDone(), b.Active.At)
	}
	b.type_("d")
	b.type_("r")
	if b.Active != nil {
		t.Error("the adjudication goes on with nothing left")
	}
	rows := map[string]string{}
	if err := b.Workspace.Store.EachLabelled(context.Background(), store.Filter{}, func(cells []string) error {
		rows[cells[10]] = cells[25] + "/" + cells[28] + "/" + cells[29]
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if rows["The council met"] != "unanimous/Supported/" || rows["the group holds $10 million"[0:25]] == "" {
		t.Errorf("%v", rows)
	}
	var settled []string
	for _, row := range rows {
		settled = append(settled, strings.Split(row, "/")[0])
	}
	slices.Sort(settled)
	if !slices.Equal(settled, []string{"adjudicated", "open", "rejected", "unanimous"}) {
		t.Errorf("settled as %q", settled)
	}
}

func TestTheSummaryIsSavedAsAPage(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, nil)
	b.type_("dd")
	b.Active.AskEnd()
	b.modal().Accept()
	sessions, err := b.Workspace.Store.Sessions(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	sum, err := review.ReadSummary(sessions[0])
	if err != nil {
		t.Fatal(err)
	}
	b.SavePage(sessions[0], sum)
	file := filepath.Join(t.TempDir(), "review.html")
	b.modal().Focus.(*dialogs.KeyEntry).SetText(file)
	b.modal().Accept()
	page, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(page), "The council met") || strings.Contains(string(page), "<script") {
		t.Errorf("the page: %v\n%s", err, page)
	}
}

func TestTheStartDialogCounts(t *testing.T) {
	b := reviewBench(t)
	s := b.AskReview()
	want := func(n string) {
		t.Helper()
		if !strings.Contains(s.Count.Text, n) {
			t.Errorf("the dialog says %q, want %s", s.Count.Text, n)
		}
	}
	want("4 claims")
	s.Where.SetSelected(dialogs.ScopeDocument)
	want("3 claims")
	s.Where.SetSelected(reviewui.ScopeChosen)
	want("Nothing to review")
	if !s.Dialog.Ok.Disabled() {
		t.Error("a session with nothing to do can be started")
	}
	s.Where.SetSelected(dialogs.ScopeWorkspace)
	s.Whose.SetSelected("Only mine")
	want("Nothing to review")
	s.Whose.SetSelected("Only others’")
	want("4 claims")
	s.Labels.SetSelected([]string{"Supported"})
	want("1 claim ·")
	s.How.SetSelected(reviewui.Modes[1].Name)
	want("4 claims") // a label that is hidden is not chosen by
	s.Percent.SetSelected("50 %")
	want("2 claims")
	s.Seed.SetText("x")
	want("seed")
	s.Seed.SetText("7")
	s.How.SetSelected(reviewui.Modes[2].Name)
	want("1 document ·")
	s.Who.SetText(" ")
	want("reviewer’s name")
}

func TestAReplacedTextStaysInTheQueue(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeIndependent, nil)
	b.Active.DocumentDone() // with the first of two
	gone := b.Active.Gone[0]
	b.Active.Pause()
	ctx, st := context.Background(), b.Workspace.Store
	b.Back.Go(func() {
		for _, doc := range b.Workspace.Documents {
			for _, more := range []string{"Newer. ", "Newest. "} {
				text := more + first + doc.Title
				placed, err := st.Placed(ctx, doc.ID)
				if err != nil {
					t.Fatal(err)
				}
				var moves []store.Move
				for _, p := range placed {
					moves = append(moves, store.Move{ID: p.ID}) // nothing is found again
				}
				fresh, err := st.ReplaceText(ctx, doc.ID, store.NewDocument{Title: doc.Title, FileName: "new.txt", Charset: "UTF-8", Text: text, Original: []byte(text)}, moves)
				if err != nil {
					t.Fatal(err)
				}
				if doc.ID == gone {
					gone = fresh.ID
				}
				doc.ID = fresh.ID
			}
		}
	})
	b.ContinueSession(b.panes.resume.Session)
	if got := b.Active.Queue.Len(); got != 2 || !slices.Equal(b.Active.Gone, []string{gone}) {
		t.Fatalf("%d documents are in the queue, %v are gone through, want %v", got, b.Active.Gone, gone)
	}
	if id := b.Active.Current(); id == gone || b.Workspace.Document.ID != id || b.Workspace.DocumentIndex(id) < 0 {
		t.Errorf("it goes on at %s with %s open", id, b.Workspace.Document.ID)
	}
	b.Active.Pause()
	for _, doc := range b.Workspace.Documents {
		if b.Workspace.Open(doc.ID, ""); len(b.Workspace.Claims) != 0 {
			t.Errorf("others' claims show in %s", doc.Title)
		}
	}
}
