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
	"factmark/store"
	"factmark/widgets/chip"
)

// reviewBench is a window on a workspace in which Ada has labelled four claims, in two documents.
func reviewBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t, first, second)
	st, ctx := b.desk.store, context.Background()
	if err := st.SignIn(ctx, store.Person{ID: "ada", Name: "Ada"}); err != nil {
		t.Fatal(err)
	}
	a, c := b.desk.documents[0].ID, b.desk.documents[1].ID
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
	b.desk.signIn()
	return b
}

// sitDown starts a session through the dialog.
func (b *bench) sitDown(mode store.Mode, change func(*starting)) {
	b.t.Helper()
	s := b.startingDialog()
	for _, m := range modes {
		if m.mode == mode {
			s.how.SetSelected(m.name)
		}
	}
	if change != nil {
		change(s)
	}
	s.dialog.accept()
	if b.sitting == nil {
		b.t.Fatalf("no review has begun; the dialog says %q", s.count.Text)
	}
}

// decided tells what was said in the last session, by quotes, in the order of the queue.
func (b *bench) decided() (all []string) {
	b.t.Helper()
	ctx, st := context.Background(), b.desk.store
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
				said = b.desk.labelOf(d.LabelID).Letter
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
	words := wordList(b.win.Content())
	for _, m := range b.menu.Items {
		for _, i := range m.Items {
			words = append(words, i.Label)
		}
	}
	return strings.Join(append(words, b.win.Title()), "\n")
}

// dialogWords are those of the dialog or menu in front.
func (b *bench) dialogWords() string {
	if o := b.win.Canvas().Overlays().Top(); o != nil {
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
		case *documentItem:
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
	if b.panes.claims.body.Visible() || !b.panes.review.body.Visible() || !b.panes.review.bar.Visible() {
		t.Error("the review is not shown instead of the claims")
	}
	if b.desk.current != claims[0].ID {
		t.Errorf("the claim in hand is %q", b.desk.current)
	}
	b.type_("a")
	b.type_("s") // the second is changed
	b.type_("a") // nothing to agree with
	if got := b.panes.status.told.Text; !strings.Contains(got, "no label yet") {
		t.Errorf("the status bar says %q", got)
	}
	b.type_("n")
	if b.desk.document.Title != "Text B" || b.sitting.at != 3 {
		t.Errorf("%q is open at %d", b.desk.document.Title, b.sitting.at)
	}
	b.type_("z")
	if b.sitting.at != 2 || b.desk.document.Title != "Text A" {
		t.Errorf("Z went to %d in %q", b.sitting.at, b.desk.document.Title)
	}
	b.type_("r") // instead of N
	b.wantDecided("S", "S", "reject")
	b.type_("x")
	if b.win.Canvas().Focused() != fyne.Focusable(b.panes.review.comment) {
		t.Fatalf("X gave the keyboard to %T", b.win.Canvas().Focused())
	}
	b.panes.review.comment.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) // without a reason nothing happens
	b.wantDecided("S", "S", "reject")
	test.Type(b.panes.review.comment, "not my field")
	b.panes.review.comment.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.wantDecided("S", "S", "reject", "skip (not my field)")
	b.desk.open(b.desk.documents[0].ID, "")
	b.modal().accept() // end the session
	if b.sitting != nil || !b.panes.claims.body.Visible() || b.panes.review.bar.Visible() {
		t.Error("the review is still there")
	}
	title := b.modal()
	title.close()
	after := b.stored()
	for i := range claims {
		if after[i].LabelID != claims[i].LabelID || after[i].PersonID != "ada" || after[i].Note != claims[i].Note {
			t.Errorf("the claim itself became %+v", after[i])
		}
	}
	if after[0].Status != store.StatusUnanimous || after[0].FinalLabelID != store.SupportedID || after[1].Status != store.StatusUnresolved || after[2].Status != store.StatusOpen {
		t.Errorf("settled as %s, %s, %s", after[0].Status, after[1].Status, after[2].Status)
	}
	sessions, err := b.desk.store.Sessions(context.Background())
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
		if err := b.desk.store.EachLabelled(context.Background(), store.Filter{}, func(cells []string) error {
			rows = append(rows, strings.Join(cells, "|"))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return rows
	}
	before := labelled()
	for _, mode := range []store.Mode{store.ModeOpen, store.ModeBlind} {
		b.sitDown(mode, func(s *starting) { s.fresh.SetChecked(false) })
		b.selectText("Monday")
		b.type_(".c")
		b.focusOn(b.panes.document.view)
		b.key(fyne.KeyDelete)
		b.selectText("Monday")
		for _, c := range b.commands.all {
			item, inMenu := b.items[c.id]
			if !inMenu || c.id == commandQuit || c.act.do != nil || c.needsReview || c.submenu != nil {
				continue
			}
			item.Action()
			for len(b.modals) > 0 {
				b.modal().close()
			}
		}
		if b.panes.document.view.OnReshape != nil {
			t.Error("a claim's ends can be dragged")
		}
		if got := labelled(); !slices.Equal(got, before) {
			t.Errorf("the claims became %q, were %q", got, before)
		}
		b.sitting.pause()
		b.desk.open(b.desk.documents[0].ID, "")
	}
	if b.panes.document.view.OnReshape == nil {
		t.Error("after the review no claim's ends can be dragged")
	}
}

func TestAReviewGoesOnAfterACrash(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeBlind, func(s *starting) { s.order.SetSelected("Random"); s.seed.SetText("42") })
	queue := b.sitting.queue.All()
	b.type_("ds")
	b.panes.review.editComment(false)
	test.Type(b.panes.review.comment, "half a thought")
	b.restart()
	if !b.panes.resume.body.Visible() || !strings.Contains(b.panes.resume.text.Text, "2 of 4 decided") {
		t.Fatalf("at the start it says %q", b.panes.resume.text.Text)
	}
	// Something new has come in; the queue stays as it was.
	if _, err := b.desk.store.AddClaims(context.Background(), []store.NewClaim{{DocumentID: b.desk.document.ID, Start: 20, End: 26}}); err != nil {
		t.Fatal(err)
	}
	b.sit(b.panes.resume.session)
	if !slices.Equal(b.sitting.queue.All(), queue) || b.sitting.at != 2 || b.sitting.countDone() != 2 {
		t.Errorf("goes on at %d of %v, was %v", b.sitting.at, b.sitting.queue.All(), queue)
	}
	if b.panes.review.comment.Text() != "half a thought" {
		t.Errorf("the comment is %q", b.panes.review.comment.Text())
	}
	b.type_("n")
	b.wantDecided("D", "S", "N (half a thought)")
	b.sitting.pause()
	if b.desk.person().ID != b.profile.Person().ID {
		t.Error("who works here is not the user")
	}
}

func TestAClickInTheTextGoesToThatClaim(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, func(s *starting) { s.labels.SetSelected([]string{"Supported", "Disputed"}) })
	b.panes.document.view.OnHighlight(b.sitting.queue.At(1))
	if b.sitting.at != 1 || b.desk.current != b.sitting.queue.At(1) {
		t.Errorf("a click leaves the review at %d", b.sitting.at)
	}
	b.type_("n")
	b.wantDecided("N")
	b.panes.document.view.OnHighlight(b.desk.claims[2].ID)
	if got := b.panes.status.told.Text; b.sitting.at != 0 || !strings.Contains(got, "not in the queue") {
		t.Errorf("a click on another claim goes to %d and says %q", b.sitting.at, got)
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
	if b.sitting.at != 1 || b.sitting.countDone() != 1 {
		t.Errorf("undo shows %d, %d are done", b.sitting.at, b.sitting.countDone())
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
	if err := b.profile.SetNameAsked(); err != nil {
		t.Fatal(err)
	}
	b.sitDown(store.ModeOpen, func(s *starting) { s.who.SetText("Cleo") })
	b.type_("a")
	all, err := b.desk.store.Decisions(context.Background(), store.DecisionFilter{})
	if err != nil || len(all) != 1 || all[0].Person != "Cleo" {
		t.Errorf("decisions %+v, %v", all, err)
	}
	if got := b.panes.status.person.Text; got != "Cleo" {
		t.Errorf("the status bar says %q", got)
	}
	b.sitting.pause()
	if got := b.panes.status.person.Text; got != b.profile.Person().Name {
		t.Errorf("afterwards the status bar says %q", got)
	}
	b.desk.open(b.desk.documents[0].ID, "")
	b.selectText("February")
	b.type_("s")
	for _, c := range b.stored() {
		if c.Quote == "February" && c.PersonID != b.profile.Person().ID {
			t.Errorf("made by %s", c.Person)
		}
	}
}

// Nobody is the name that the computer has for them: who begins with a review says who they are by it.
func TestTheFirstNameSaidIsOnesOwn(t *testing.T) {
	b := reviewBench(t)
	me, before := b.profile.Person().ID, b.profile.Person().Name
	b.sitDown(store.ModeBlind, func(s *starting) { s.who.SetText("Cleo") })
	b.type_("s")
	b.sitting.pause()
	if got := b.profile.Person(); got.Name != "Cleo" || got.ID != me || !b.profile.NameAsked() {
		t.Errorf("the person is %+v", got)
	}
	if got := b.panes.status.person.Text; got != "Cleo" {
		t.Errorf("the status bar says %q", got)
	}
	people, err := b.desk.store.KnownPeople(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		if p.Name == before || (p.Name == "Cleo") != (p.ID == me) {
			t.Errorf("there is %+v too", p)
		}
	}
	b.restart()
	if !b.panes.resume.body.Visible() {
		t.Error("after a restart the session is not offered again")
	}
}

func TestTheReviewersNameIsLeftByKeys(t *testing.T) {
	b := reviewBench(t)
	s := b.startingDialog()
	b.win.Canvas().Focus(s.who)
	s.who.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(b.modals) != 0 {
		t.Fatal("Escape does not leave the dialog")
	}
	s = b.startingDialog()
	s.who.SetText("Cleo")
	s.who.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if b.sitting == nil || b.sitting.session.Person != "Cleo" {
		t.Error("Enter does not start the session")
	}
}

func TestEscapePausesAReviewOfDocumentsToo(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeIndependent, nil)
	b.selectText("February")
	b.type_("s")
	b.desk.choose(b.desk.claims[0].ID, false)
	for left := 0; left < 3 && b.sitting != nil; left++ { // the selection, the claim, the review
		b.panes.document.view.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if left == 0 && b.sitting == nil {
			t.Error("it pauses before it leaves the claim")
		}
	}
	if b.sitting != nil {
		t.Error("the review goes on")
	}
}

func TestASessionSaysThatItsDocumentsWereRemoved(t *testing.T) {
	b := reviewBench(t)
	doc := b.desk.documents[1]
	b.sitDown(store.ModeBlind, func(s *starting) { s.where.SetSelected(scopeChosen); s.chosen[doc.ID] = true; s.recount() })
	b.sitting.pause()
	b.askRemoveDocument(doc)
	b.modal().accept()
	b.sit(b.panes.resume.session)
	if got := wordsOf(b.modal()); !strings.Contains(got, "Nothing that it was to go through is in the workspace any more") {
		t.Errorf("it says %q", got)
	}
	b.modal().abandon()
	b.sitting.pause()
	b.desk.undo()
	b.sit(b.panes.resume.session)
	if b.sitting.claim.DocumentID != doc.ID {
		t.Errorf("with the document back it shows %+v", b.sitting.claim)
	}
}

func TestSpansAreMarkedAnew(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeIndependent, nil)
	if len(b.desk.claims) != 0 {
		t.Errorf("others' claims are seen: %+v", b.desk.claims)
	}
	b.selectText("February")
	b.type_("s")
	if len(b.desk.claims) != 1 || b.desk.claims[0].Quote != "February" {
		t.Errorf("own claims: %+v", b.desk.claims)
	}
	b.sitting.documentDone()
	if b.desk.document.Title != "Text B" {
		t.Errorf("%q is open", b.desk.document.Title)
	}
	b.restart()
	b.sit(b.panes.resume.session)
	if b.sitting.at != 1 || b.desk.document.Title != "Text B" {
		t.Errorf("goes on at %d with %q", b.sitting.at, b.desk.document.Title)
	}
	b.sitting.documentDone()
	b.modal().accept()
	sessions, err := b.desk.store.Sessions(context.Background())
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
	b.modal().accept()
	b.modal().close()
	b.askAdjudicate()
	for _, o := range test.LaidOutObjects(b.win.Canvas().Overlays().Top()) {
		if c, is := o.(*keyCheck); is && c.Text == "Hide who said what" {
			c.SetChecked(true)
		}
	}
	b.modal().accept()
	if b.sitting == nil || b.sitting.queue.Len() != 2 {
		t.Fatalf("adjudicating %+v", b.sitting)
	}
	words := b.everyWord()
	if strings.Contains(words, "Ada") || !strings.Contains(words, "Person A") || !strings.Contains(words, "Person B") {
		t.Errorf("with names hidden the window says\n%s", words)
	}
	b.type_("d")
	b.undo()
	if b.sitting.countDone() != 0 || b.sitting.at != 0 {
		t.Errorf("after undo %d are settled, at %d", b.sitting.countDone(), b.sitting.at)
	}
	b.type_("d")
	b.type_("r")
	if b.sitting != nil {
		t.Error("the adjudication goes on with nothing left")
	}
	rows := map[string]string{}
	if err := b.desk.store.EachLabelled(context.Background(), store.Filter{}, func(cells []string) error {
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
	b.sitting.askEnd()
	b.modal().accept()
	sessions, err := b.desk.store.Sessions(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	sum, err := review.ReadSummary(sessions[0])
	if err != nil {
		t.Fatal(err)
	}
	b.savePage(sessions[0], sum)
	file := filepath.Join(t.TempDir(), "review.html")
	b.modal().focus.(*keyEntry).SetText(file)
	b.modal().accept()
	page, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(page), "The council met") || strings.Contains(string(page), "<script") {
		t.Errorf("the page: %v\n%s", err, page)
	}
}

func TestTheStartDialogCounts(t *testing.T) {
	b := reviewBench(t)
	s := b.startingDialog()
	want := func(n string) {
		t.Helper()
		if !strings.Contains(s.count.Text, n) {
			t.Errorf("the dialog says %q, want %s", s.count.Text, n)
		}
	}
	want("4 claims")
	s.where.SetSelected(scopeDocument)
	want("3 claims")
	s.where.SetSelected(scopeChosen)
	want("0 claims")
	if !s.dialog.ok.Disabled() {
		t.Error("a session with nothing to do can be started")
	}
	s.where.SetSelected(scopeWorkspace)
	s.whose.SetSelected("Only mine")
	want("0 claims")
	s.whose.SetSelected("Only others'")
	want("4 claims")
	s.labels.SetSelected([]string{"Supported"})
	want("1 claim.")
	s.how.SetSelected(modes[1].name)
	want("4 claims") // a label that is hidden is not chosen by
	s.percent.SetSelected("50 %")
	want("2 claims")
	s.seed.SetText("x")
	want("seed")
	s.seed.SetText("7")
	s.how.SetSelected(modes[2].name)
	want("1 document.")
	s.who.SetText(" ")
	want("who reviews")
}

func TestAReplacedTextStaysInTheQueue(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeIndependent, nil)
	b.sitting.documentDone() // with the first of two
	gone := b.sitting.gone[0]
	b.sitting.pause()
	ctx, st := context.Background(), b.desk.store
	b.back.do(func() {
		for _, doc := range b.desk.documents {
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
	b.sit(b.panes.resume.session)
	if got := b.sitting.queue.Len(); got != 2 || !slices.Equal(b.sitting.gone, []string{gone}) {
		t.Fatalf("%d documents are in the queue, %v are gone through, want %v", got, b.sitting.gone, gone)
	}
	if id := b.sitting.current(); id == gone || b.desk.document.ID != id || b.desk.documentIndex(id) < 0 {
		t.Errorf("it goes on at %s with %s open", id, b.desk.document.ID)
	}
	b.sitting.pause()
	for _, doc := range b.desk.documents {
		if b.desk.open(doc.ID, ""); len(b.desk.claims) != 0 {
			t.Errorf("others' claims show in %s", doc.Title)
		}
	}
}
