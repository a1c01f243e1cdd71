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
func (b *bench) sitDown(mode string, change func(*starting)) {
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
			said := d.Kind
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
	var words []string
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
	for _, o := range test.LaidOutObjects(b.win.Content()) {
		add(o)
	}
	for _, m := range b.menu.Items {
		for _, i := range m.Items {
			words = append(words, i.Label)
		}
	}
	return strings.Join(append(words, b.win.Title()), "\n")
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

// What is hidden must not stand anywhere: not on a card, in the text, in a tip, in a menu.
func TestABlindReviewIsBlind(t *testing.T) {
	b := reviewBench(t)
	b.desk.open(b.desk.documents[0].ID, "")
	b.sitDown(store.ModeBlind, nil)
	for b.sitting.countDone() < 3 {
		for _, c := range b.desk.claims {
			if c.LabelID != "" || c.Note != "" || c.Person != "" || c.PersonID != "" || c.Status != store.StatusOpen {
				t.Errorf("the desk holds %+v", c)
			}
			if tip := b.panes.document.hover(c.ID); strings.Contains(tip, "Supported") || strings.Contains(tip, "Disputed") || strings.Contains(tip, "SECRET") || strings.Contains(tip, "Ada") {
				t.Errorf("the tip says %q", tip)
			}
		}
		for _, h := range b.panes.document.highlights() {
			if h.Style != 0 {
				t.Errorf("a highlight has the style %d", h.Style)
			}
		}
		words := b.everyWord()
		for _, bad := range []string{"SECRET", "Ada", "refutes", "Undo:", "3 claims", "1 claim", "to label"} {
			if strings.Contains(words, bad) {
				t.Errorf("the window says %q:\n%s", bad, words)
			}
		}
		b.type_("a") // there is nothing to agree with
		b.type_("d")
	}
	// Changes from elsewhere stay behind the veil.
	id := b.sitting.queue[3]
	for _, labelID := range []string{store.SupportedID, store.DisputedID} {
		if err := b.desk.store.SetLabel(context.Background(), labelID, id); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			for _, c := range b.desk.claims {
				if c.LabelID != "" {
					t.Errorf("a change from elsewhere shows the label %s", c.LabelID)
				}
			}
			b.desk.changed(store.Change{Kind: "elsewhere", Everything: true})
		}
	}
	if b.sitting.claim.LabelID != "" {
		t.Error("the review knows the label")
	}
	b.sitting.pause()
	b.modalFree()
	for _, restarted := range []bool{false, true} {
		b.desk.open(b.desk.documents[0].ID, "")
		for _, c := range b.desk.claims {
			if c.LabelID != "" || c.Note != "" || c.PersonID != "" || c.Status != store.StatusOpen {
				t.Errorf("while the review is paused (restarted: %v) the desk holds %+v", restarted, c)
			}
		}
		if words := b.everyWord(); strings.Contains(words, "SECRET") || strings.Contains(words, "Ada") || strings.Contains(words, "refutes") {
			t.Errorf("while the review is paused (restarted: %v) the window says\n%s", restarted, words)
		}
		if !b.panes.resume.body.Visible() {
			t.Error("nothing says that a blind review is paused")
		}
		b.restart()
	}
	b.desk.open(b.desk.documents[0].ID, "")
	b.sit(b.panes.resume.session)
	if b.sitting.countDone() != 3 {
		t.Errorf("it goes on with %d done", b.sitting.countDone())
	}
	b.sitting.finish()
	b.modal().close()
	b.desk.open(b.desk.documents[0].ID, "")
	if c := b.desk.claims[0]; c.LabelID != store.SupportedID || c.Note == "" || c.Person != "Ada" {
		t.Errorf("after the review the desk holds %+v", c)
	}
	if b.panes.resume.body.Visible() {
		t.Error("a review that has ended can be resumed")
	}
}

// A pause leaves nothing open that would show what is hidden; only its end does.
func TestAPausedBlindReviewStaysBlind(t *testing.T) {
	for name, a := range map[string]struct {
		mode string
		end  func(b *bench)
	}{
		"ended by what would show":  {store.ModeBlind, func(b *bench) { b.showHistoryItem().Action(); b.modal().accept() }},
		"ended at the strip":        {store.ModeBlind, func(b *bench) { b.panes.resume.end.OnTapped(); b.modal().accept() }},
		"others' claims are hidden": {store.ModeIndependent, func(b *bench) { b.panes.resume.end.OnTapped(); b.modal().accept() }},
		"ended by another program":  {store.ModeBlind, func(b *bench) { b.endElsewhere() }},
	} {
		t.Run(name, func(t *testing.T) {
			b := reviewBench(t)
			doc := b.desk.documents[0].ID
			b.sitDown(a.mode, func(s *starting) { s.where.SetSelected(scopeChosen); s.chosen[doc] = true; s.recount() })
			b.panes.status.conflicts.OnTapped()
			b.modalFree()
			b.sitting.pause()
			b.panes.status.conflicts.OnTapped()
			if b.modal().title != "End the blind review first?" {
				t.Errorf("the status bar opens %q", b.modal().title)
			}
			b.modal().close()
			b.desk.open(doc, "")
			before := b.stored()
			for _, m := range b.menu.Items {
				for _, i := range m.Items {
					if i.Action == nil || !showing[i.Label] {
						continue
					}
					i.Action()
					if len(b.modals) != 1 || b.modals[0].title != "End the blind review first?" {
						t.Errorf("%s opens %d dialogs", i.Label, len(b.modals))
					}
					for len(b.modals) > 0 {
						b.modal().close()
					}
				}
			}
			if a.mode == store.ModeIndependent {
				if len(b.desk.claims) != 0 {
					t.Errorf("others' claims show: %+v", b.desk.claims)
				}
			} else {
				b.desk.choose(before[0].ID, true)
				b.focusOn(b.panes.document.view)
				b.type_("nc.")
				b.key(fyne.KeyDelete)
				b.key(fyne.KeyReturn)
				b.showClaimDetails()
				if len(b.modals) > 0 || b.win.Canvas().Focused() != fyne.Focusable(b.panes.document.view) {
					t.Error("a hidden claim can be edited")
				}
				if after := b.stored(); !slices.EqualFunc(before, after, func(x, y store.Claim) bool { return x.ID == y.ID && x.LabelID == y.LabelID && x.Note == y.Note }) {
					t.Errorf("a hidden claim was changed: %+v", after)
				}
			}
			b.desk.open(b.desk.documents[1].ID, "") // which the review is not about
			if c := b.desk.claims; len(c) != 1 || c[0].LabelID != store.NotEnoughInfoID || c[0].Person != "Ada" {
				t.Errorf("elsewhere the desk holds %+v", c)
			}
			a.end(b)
			for len(b.modals) > 0 {
				b.modal().close()
			}
			b.desk.open(doc, "")
			if c := b.desk.claims; len(c) != 3 || c[0].LabelID != store.SupportedID || c[0].Note == "" {
				t.Errorf("after its end the desk holds %+v", c)
			}
			if b.panes.resume.body.Visible() {
				t.Error("a review that has ended can be resumed")
			}
		})
	}
}

func (b *bench) modalFree() {
	b.t.Helper()
	if len(b.modals) > 0 {
		b.t.Fatalf("a dialog is open: %s", b.modals[0].title)
	}
}

func (b *bench) showHistoryItem() *fyne.MenuItem {
	for _, m := range b.menu.Items {
		for _, i := range m.Items {
			if i.Label == "History…" {
				return i
			}
		}
	}
	b.t.Fatal("there is no history in the menu")
	return nil
}

// endElsewhere ends the last session as another program would.
func (b *bench) endElsewhere() {
	b.t.Helper()
	sessions, err := b.desk.store.Sessions(context.Background())
	if err == nil {
		err = b.desk.store.EndSession(context.Background(), sessions[0].ID, "{}")
	}
	if err != nil {
		b.t.Fatal(err)
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
	for _, mode := range []string{store.ModeOpen, store.ModeBlind} {
		b.sitDown(mode, func(s *starting) { s.fresh.SetChecked(false) })
		b.selectText("Monday")
		b.type_(".c")
		b.focusOn(b.panes.document.view)
		b.key(fyne.KeyDelete)
		b.selectText("Monday")
		for _, m := range b.menu.Items {
			for _, i := range m.Items {
				if i.Action != nil && !i.IsQuit && !slices.Contains([]string{"Pause  (Escape)", "Preferences…", "About Factmark", "Keys (F1)", "Copy with source"}, i.Label) && !i.IsSeparator && m.Label != "View" && m.Label != "Review" {
					i.Action()
					for len(b.modals) > 0 {
						b.modal().close()
					}
				}
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
	queue := slices.Clone(b.sitting.queue)
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
	if !slices.Equal(b.sitting.queue, queue) || b.sitting.at != 2 || b.sitting.countDone() != 2 {
		t.Errorf("goes on at %d of %v, was %v", b.sitting.at, b.sitting.queue, queue)
	}
	if b.panes.review.comment.Text != "half a thought" {
		t.Errorf("the comment is %q", b.panes.review.comment.Text)
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
	b.panes.document.view.OnHighlight(b.sitting.queue[1])
	if b.sitting.at != 1 || b.desk.current != b.sitting.queue[1] {
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
	if got := b.modal().words(); !strings.Contains(got, "Nothing that it was to go through is in the workspace any more") {
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
		if c, is := o.(*widget.Check); is && c.Text == "Hide who said what" {
			c.SetChecked(true)
		}
	}
	b.modal().accept()
	if b.sitting == nil || len(b.sitting.queue) != 2 {
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

func TestNoTwoCommandsShareAShortcut(t *testing.T) {
	b := newBench(t, first)
	whose := map[string]string{}
	var look func(items []*fyne.MenuItem)
	look = func(items []*fyne.MenuItem) {
		for _, i := range items {
			if s, is := i.Shortcut.(fyne.KeyboardShortcut); is {
				if other, taken := whose[keyName(s)]; taken {
					t.Errorf("%s is %q and %q", keyName(s), other, i.Label)
				}
				whose[keyName(s)] = i.Label
			}
			if i.ChildMenu != nil {
				look(i.ChildMenu.Items)
			}
		}
	}
	for _, m := range b.menu.Items {
		look(m.Items)
	}
	if len(whose) < 10 {
		t.Errorf("only %d shortcuts were found", len(whose))
	}
}

// In the real program the writing runs beside the typing: fast keys must all arrive, in order.
func TestFastKeysInAReviewAllArrive(t *testing.T) {
	b := newBench(t, strings.Repeat("word ", 60))
	var spans []store.NewClaim
	for i := range 40 {
		spans = append(spans, store.NewClaim{DocumentID: b.desk.document.ID, Start: i * 5, End: i*5 + 4, LabelID: store.SupportedID})
	}
	if _, err := b.desk.store.AddClaims(context.Background(), spans); err != nil {
		t.Fatal(err)
	}
	s := b.startingDialog()
	until := threaded(b)
	s.dialog.accept()
	until("the review begins", func() bool { return b.sitting != nil && b.sitting.claim.ID != "" })
	for i := range 40 {
		until("the next claim is shown", func() bool { return b.sitting.claim.ID == b.sitting.current() })
		b.sitting.forget() // nothing is read ahead: the disk is slow
		b.type_(string("sdn"[i%3]))
		b.type_("s") // before the next one is shown: meant for none
	}
	until("all is written", func() bool { return !b.desk.saves.state().saving && len(b.modals) > 0 })
	made, err := b.desk.store.Decisions(context.Background(), store.DecisionFilter{SessionID: b.sitting.session.ID})
	if err != nil || len(made) != 40 {
		t.Fatalf("%d decisions, %v", len(made), err)
	}
	for i, d := range made {
		if want := []string{store.SupportedID, store.DisputedID, store.NotEnoughInfoID}[i%3]; d.LabelID != want || d.ClaimID != b.sitting.queue[i] {
			t.Errorf("decision %d is %s", i, b.desk.labelOf(d.LabelID).Name)
		}
	}
}

// Whoever types faster than the disk reads is not left with keys that did nothing.
func TestKeysDoNotWaitForTheDisk(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, func(s *starting) { s.order.SetSelected("Random") })
	start, held := b.back.start, []func(){}
	b.back.start = func(work func()) { held = append(held, work) }
	b.type_("sdn")
	if got := b.sitting.countDone(); got != 3 {
		t.Errorf("three keys said %d words", got)
	}
	b.back.start = start
	for _, work := range held {
		b.back.start(work)
	}
	b.wantDecided("S", "D", "N")
	// What was changed elsewhere in the meantime is not shown as it was.
	b.sitting.step(-1)
	id := b.sitting.queue[3]
	if err := b.desk.store.SetLabel(context.Background(), store.NotEnoughInfoID, id); err != nil {
		t.Fatal(err)
	}
	b.desk.changed(store.Change{Kind: "elsewhere", Everything: true})
	b.sitting.step(+1)
	if b.sitting.claim.ID != id || b.sitting.claim.LabelID != store.NotEnoughInfoID {
		t.Errorf("it shows %+v", b.sitting.claim)
	}
}

func TestAHeldKeySaysOneWord(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, nil)
	view, s := b.panes.document.view, &fyne.KeyEvent{Name: fyne.KeyS}
	hold := func(key *fyne.KeyEvent, r rune) {
		view.KeyDown(key)
		for range 10 {
			view.TypedRune(r)
		}
		view.KeyUp(key)
	}
	hold(s, 's')
	b.wantDecided("S")
	hold(s, 's')
	hold(&fyne.KeyEvent{Name: fyne.KeyD}, 'd')
	b.wantDecided("S", "S", "D")
	hold(&fyne.KeyEvent{Name: fyne.KeyZ}, 'z')
	if b.sitting.at != 0 {
		t.Errorf("Z, held, went back to %d", b.sitting.at)
	}
	// Two keys that overlap, as in fast typing, are two.
	view.KeyDown(s)
	view.TypedRune('n')
	view.KeyDown(&fyne.KeyEvent{Name: fyne.KeyD})
	view.TypedRune('d')
	b.wantDecided("N", "S", "D", "D")
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
	if got := len(b.sitting.queue); got != 2 || !slices.Equal(b.sitting.gone, []string{gone}) {
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
