package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/textfield"
)

// kill ends the program as a kill does, after the time in which drafts are written, and starts it again.
func (b *bench) kill() {
	b.t.Helper()
	b.runPaused()
	b.crash()
}

// crash ends it at once: what waits is lost.
func (b *bench) crash() {
	b.t.Helper()
	b.paused = nil
	b.Workspace.Stop()
	if err := b.Workspace.Store.Close(); err != nil {
		b.t.Fatal(err)
	}
	b.start()
}

// typeIn types into what has the keyboard.
func (b *bench) typeIn(text string) {
	b.t.Helper()
	focused := b.Win.Canvas().Focused()
	if focused == nil || focused == b.panes.document.View {
		b.t.Fatal("no field has the keyboard")
	}
	test.Type(focused, text)
}

func (b *bench) pressKey(name fyne.KeyName) {
	b.t.Helper()
	focused := b.Win.Canvas().Focused()
	if focused == nil {
		b.ModalKey(name)
		return
	}
	focused.TypedKey(&fyne.KeyEvent{Name: name})
}

// drafts are what lies in the file.
func (b *bench) drafts() []string {
	b.t.Helper()
	left, err := b.Workspace.Store.Drafts(context.Background(), b.Profile.Person().ID)
	if err != nil {
		b.t.Fatal(err)
	}
	var texts []string
	for _, d := range left {
		texts = append(texts, d.Form+" "+d.Text)
	}
	slices.Sort(texts)
	return texts
}

func (b *bench) wantDrafts(want ...string) {
	b.t.Helper()
	if got := b.drafts(); !slices.Equal(got, want) {
		b.t.Errorf("the drafts in the file are %q, want %q", got, want)
	}
}

// offer is what the strip says; "" where it is not there.
func (b *bench) offer() string {
	if !b.panes.drafts.body.Visible() {
		return ""
	}
	return b.panes.drafts.text.Text
}

func (b *bench) wantOffer(want string) {
	b.t.Helper()
	if got := b.offer(); !strings.HasPrefix(got, want) || (want == "") != (got == "") {
		b.t.Errorf("the strip says %q, want %q…", got, want)
	}
}

// fields are those of the dialog in front.
func (b *bench) fields() []fyne.Focusable {
	b.t.Helper()
	var found []fyne.Focusable
	for _, o := range test.LaidOutObjects(b.Win.Canvas().Overlays().Top()) {
		switch e := o.(type) {
		case *dialogs.KeyEntry:
			found = append(found, e)
		case *textfield.Field:
			found = append(found, e)
		}
	}
	return found
}

// said is what the dialog in front says.
func (b *bench) said() string {
	b.t.Helper()
	var said []string
	for _, o := range test.LaidOutObjects(b.Win.Canvas().Overlays().Top()) {
		switch o := o.(type) {
		case *widget.Label:
			said = append(said, o.Text)
		case *dialogs.KeyEntry:
			said = append(said, o.Text)
		case *textfield.Field:
			said = append(said, o.Text())
		}
	}
	return strings.Join(said, "\n")
}

// What is typed into any form is there after a kill: it is offered by name,
// fills the form in, and is saved once and no draft any more.
func TestWhatIsTypedOutlivesAKill(t *testing.T) {
	words := "Why it is so, in a few words – 😀 ראשון"
	claimIs := func(value func(store.Claim) string) func(*bench) string {
		return func(b *bench) string { return value(b.stored()[0]) }
	}
	for _, form := range []struct {
		name, offer string
		open        func(*bench)
		stored      func(*bench) string
	}{
		{"inline note", "Unsaved draft: Note on “Monday”, typed at ", func(b *bench) { b.key(fyne.KeyReturn) },
			claimIs(func(c store.Claim) string { return c.Note })},
		{"claim details", "Unsaved draft: Details of the claim “Monday”, typed at ", func(b *bench) { b.ShowClaimDetails() },
			claimIs(func(c store.Claim) string { return c.Statement })},
		{"document details", "Unsaved draft: Details of “Text A”, typed at ", func(b *bench) {
			b.ShowDocumentDetails(b.Workspace.Document)
			b.Win.Canvas().Focus(b.fields()[1])
		}, func(b *bench) string { return b.Workspace.Document.Publisher }},
		{"guidelines", "Unsaved draft: Guidelines, typed at ", func(b *bench) { b.ShowGuidelines() },
			func(b *bench) string { return b.Workspace.Labels[0].Guideline }},
		{"labels", "Unsaved draft: Labels, typed at ", func(b *bench) { b.ShowLabels() },
			func(b *bench) string { return b.Workspace.Labels[len(b.Workspace.Labels)-1].Name }},
		{"people", "Unsaved draft: People, typed at ", func(b *bench) {
			b.ShowPeople()
			b.Win.Canvas().Focus(b.fields()[1])
		}, func(b *bench) string {
			people, err := b.Workspace.Store.KnownPeople(context.Background())
			if err != nil {
				b.t.Fatal(err)
			}
			return people[0].Pseudonym
		}},
	} {
		t.Run(form.name, func(t *testing.T) {
			b := newBench(t, first)
			b.selectText("Monday")
			b.type_("s")
			before := form.stored(b)
			form.open(b)
			b.typeIn(words)
			if got := b.panes.status.saved.Text; got != "Not saved yet" {
				t.Errorf("while it is typed the status bar says %q", got)
			}
			b.kill()
			if got := form.stored(b); got != before {
				t.Fatalf("stored is %q before anybody saved it", got)
			}
			b.wantOffer(form.offer)
			if got := b.panes.status.drafts; !got.Visible() || got.Text != "1 draft…" || b.panes.status.saved.Text != "Saved, except for drafts" {
				t.Errorf("the status bar says %q and offers %q", b.panes.status.saved.Text, got.Text)
			}
			test.Tap(b.panes.drafts.restore)
			b.wantOffer("")
			if len(b.Modals) > 0 {
				if !strings.Contains(b.said(), "This is your draft, typed at ") || !strings.Contains(b.said(), words) {
					t.Errorf("the dialog says %q", b.said())
				}
				b.modal().Accept()
			} else {
				if got := b.panes.status.told.Text; !strings.Contains(got, "Filled in from the draft") {
					t.Errorf("the status bar says %q", got)
				}
				b.pressKey(fyne.KeyReturn)
			}
			if got := form.stored(b); got != words || len(b.Modals) > 0 {
				t.Errorf("stored is %q with %d dialogs", got, len(b.Modals))
			}
			if got := b.panes.status.saved.Text; !strings.HasPrefix(got, "Saved ") {
				t.Errorf("once it is saved the status bar says %q", got)
			}
			b.wantDrafts()
			b.kill()
			b.wantOffer("")
			if got := form.stored(b); got != words {
				t.Errorf("after another start stored is %q", got)
			}
		})
	}
}

// While an import asks, its list is no draft to be restored; it is one again when the import is cancelled.
func TestAListThatIsBeingImportedIsNotOffered(t *testing.T) {
	b := newBench(t, first)
	file := b.file("table.csv", "name,amount\nAnn,3\n")
	for _, step := range []struct {
		typed string // where it is not filled in from the draft
		key   fyne.KeyName
		want  string
	}{{file, fyne.KeyEscape, "Unsaved draft: Documents to import, typed at "}, {"", fyne.KeyReturn, ""}} {
		b.AskImport()
		b.typeIn(step.typed)
		b.modal().Accept()
		if title := b.modal().Title; title != "Columns of table.csv" {
			t.Fatalf("%q is open", title)
		}
		b.wantOffer("")
		b.modal().Typed(step.key)
		b.wantOffer(step.want)
	}
}

// Lists of paths and what a package asks are kept too, until they have done their work.
func TestListsThatWereTypedOutliveAKill(t *testing.T) {
	b := newBench(t, first)
	file := b.file("third.txt", "A third text.")
	b.AskImport()
	b.typeIn(file)
	b.kill()
	b.wantOffer("Unsaved draft: Documents to import, typed at ")
	test.Tap(b.panes.drafts.restore)
	if said := b.said(); !strings.Contains(said, "This is your draft, typed at ") || strings.Contains(said, "not saved") {
		t.Errorf("a list, which is never saved, says %q", said)
	}
	b.modal().Accept()
	if len(b.Workspace.Documents) != 2 {
		t.Errorf("%d documents", len(b.Workspace.Documents))
	}
	b.runPaused()
	b.wantDrafts()

	b.ShowPackage()
	b.Win.Canvas().Focus(b.fields()[1])
	b.typeIn("Please look at the figures.")
	b.kill()
	b.wantOffer("Unsaved draft: Package to share, typed at ")
	test.Tap(b.panes.drafts.restore)
	if ask := b.fields()[1].(*textfield.Field).Text(); ask != "Please look at the figures." {
		t.Errorf("asked is %q", ask)
	}
	b.fields()[2].(*dialogs.KeyEntry).SetText(filepath.Join(t.TempDir(), "p.factmark"))
	b.modal().Accept()
	b.runPaused()
	b.wantDrafts()
	if len(b.Modals) != 0 {
		t.Fatalf("%d dialogs: %s", len(b.Modals), b.said())
	}

	b.AskMerge()
	b.typeIn(filepath.Join(t.TempDir(), "none.factmark"))
	b.kill()
	b.wantOffer("Unsaved draft: Workspaces to merge, typed at ")
}

// Typing on and on is written all the same: the delay runs from the first keystroke.
func TestLongTypingIsWrittenMeanwhile(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.paused = nil
	b.ShowClaimDetails()
	b.typeIn("one")
	waiting := b.paused
	b.typeIn(" two three")
	for _, f := range waiting { // what the first keystroke has set off, and nothing later
		f()
	}
	b.wantDrafts("claim one two three")
	if got := b.panes.status.saved.Text; !strings.HasPrefix(got, "Not saved yet, draft saved ") {
		t.Errorf("the status bar says %q", got)
	}
	for range " two three" {
		b.pressKey(fyne.KeyBackspace)
	}
	b.runPaused()
	b.wantDrafts("claim one")
	for range "one" {
		b.pressKey(fyne.KeyBackspace)
	}
	b.runPaused()
	b.wantDrafts()
	b.modal().Typed(fyne.KeyEscape)
	if len(b.Modals) != 0 {
		t.Error("what was typed and taken back is asked about")
	}
}

// Several drafts are a list; a discarded one can be brought back.
func TestDraftsAreListed(t *testing.T) {
	b := newBench(t, first, second)
	b.selectText("Monday")
	b.type_("s")
	b.key(fyne.KeyReturn)
	b.typeIn("A note that was typed.")
	b.kill()
	b.panes.drafts.close()
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	b.ShowDocumentDetails(b.Workspace.Document)
	b.typeIn(" typed on")
	b.kill()
	b.wantOffer("There are 2 unsaved drafts.")
	if b.panes.drafts.discard.Visible() {
		t.Error("several are discarded at a time")
	}
	test.Tap(b.panes.drafts.restore)
	if said := b.said(); !strings.Contains(said, "What you typed and haven’t saved.") {
		t.Errorf("the list says %q", said)
	}
	list := b.Win.Canvas().Focused().(*dialogs.RowList)
	if list.Length() != 2 || b.modal().DefaultButton().Text != "Restore" {
		t.Fatalf("%d rows, Enter is %q", list.Length(), b.modal().DefaultButton().Text)
	}
	test.Tap(b.modal().Other)
	b.runPaused()
	b.wantDrafts("claim A note that was typed.")
	for _, o := range test.LaidOutObjects(b.Win.Canvas().Overlays().Top()) {
		if undo, is := o.(*dialogs.KeyButton); is && undo.Text == "Undo discard" {
			test.Tap(undo)
		}
	}
	b.runPaused()
	b.wantDrafts("claim A note that was typed.", "document  typed onText B")
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if id, text, _ := b.panes.claims.List.NoteTyped(); b.Workspace.Document.Title != "Text A" || text != "A note that was typed." || id != b.Workspace.Claims[0].ID {
		t.Errorf("restored in %q: %q", b.Workspace.Document.Title, text)
	}
	b.pressKey(fyne.KeyEscape) // keeps a note
	if got := b.stored()[0].Note; got != "A note that was typed." {
		t.Errorf("the note is %q", got)
	}
	b.wantOffer("Unsaved draft: Details of “Text B”, typed at ")
	test.Tap(b.panes.drafts.discard)
	b.wantOffer("Draft discarded.")
	b.runPaused()
	b.wantDrafts()
	test.Tap(b.panes.drafts.undo)
	b.wantOffer("Unsaved draft: Details of “Text B”, typed at ")
	b.runPaused()
	b.wantDrafts("document  typed onText B")
}

// A draft over a value that was changed since is offered beside it.
func TestADraftOverAnotherValueIsOfferedBesideIt(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	id := b.Workspace.Claims[0].ID
	b.key(fyne.KeyReturn)
	b.typeIn("the calendar says so")
	b.kill()
	b.Workspace.SetNote(id, "somebody else's note")
	b.kill()
	b.wantOffer("Unsaved draft: Note on “Monday”, typed at ")
	b.Workspace.Choose(id, false)
	b.panes.claims.EditNote()
	if id, text, _ := b.panes.claims.List.NoteTyped(); text != "" {
		t.Errorf("the note of %s begins with %q", id, text)
	}
	b.typeIn("! ")
	b.pressKey(fyne.KeyReturn)
	const changed = "somebody else's note! "
	if got := b.stored()[0].Note; got != changed {
		t.Errorf("the note is %q", got)
	}
	b.runPaused()
	b.wantDrafts("claim the calendar says so")

	test.Tap(b.panes.drafts.restore)
	if b.modal().Title != "Claim" || !strings.Contains(b.said(), "Note has changed since your draft of ") || !strings.Contains(b.said(), changed) {
		t.Errorf("the dialog says %q", b.said())
	}
	for _, o := range test.LaidOutObjects(b.Win.Canvas().Overlays().Top()) {
		if use, is := o.(*dialogs.KeyButton); is && use.Text == "Use draft" {
			test.Tap(use)
		}
	}
	b.modal().Accept()
	if got := b.stored()[0].Note; got != "the calendar says so" {
		t.Errorf("the note is %q", got)
	}
	b.runPaused()
	b.wantDrafts()
}

// What was typed about something that was deleted since can be copied.
func TestADraftOfWhatIsGone(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.key(fyne.KeyReturn)
	b.typeIn("the calendar says so")
	b.kill()
	b.Workspace.DeleteClaim(b.Workspace.Claims[0].ID)
	b.kill()
	b.wantOffer("Unsaved draft: Note of a deleted claim, typed at ")
	test.Tap(b.panes.drafts.restore)
	if got := b.App.Clipboard().Content(); got != "the calendar says so" {
		t.Errorf("the clipboard holds %q", got)
	}
	b.Workspace.Undo()
	b.kill()
	b.wantOffer("Unsaved draft: Note on “Monday”, typed at ")
}

// A save that can never succeed leaves a draft.
func TestAFailedSaveIsADraftAgain(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	id := b.Workspace.Claims[0].ID
	b.key(fyne.KeyReturn)
	b.typeIn("the calendar says so")
	b.Workspace.Back.Go(func() { // as another program may
		if err := b.Workspace.Store.DeleteClaims(context.Background(), id); err != nil {
			t.Error(err)
		}
	})
	if b.panes.claims.List.KeepNote(); len(b.Modals) != 1 {
		t.Errorf("%d dialogs say that it could not be saved", len(b.Modals))
	}
	b.runPaused()
	b.wantDrafts("claim the calendar says so")
}

// Where drafts can't be written, nothing is said to be saved, nothing typed is lost, and leaving asks.
func TestDraftsThatCannotBeWritten(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.ShowClaimDetails()
	b.typeIn("It met on a Monday.")
	away := b.path + ".away"
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Rename(b.path+suffix, away+suffix); err != nil {
			t.Fatal(err)
		}
	}
	b.runPaused()
	if got := b.panes.status.saved.Text; got != "Drafts can’t be saved" {
		t.Errorf("the status bar says %q", got)
	}
	if said := b.modal().Said.Text; len(b.Modals) != 1 || !strings.Contains(said, "Couldn't keep what you are typing as a draft") {
		t.Errorf("%d dialogs, it says %q", len(b.Modals), said)
	}
	b.typeIn(" Or so.")
	b.quit()
	test.Tap(b.modal().Other) // Keep draft
	if m := b.modal(); m.Title != "Quit without saving?" || m.DefaultButton().Text != "Cancel" {
		t.Fatalf("%q, Enter is %q", m.Title, m.DefaultButton().Text)
	}
	b.ModalKey(fyne.KeyReturn)
	if b.Quitting || len(b.Modals) != 0 {
		t.Fatal("it quits by Enter")
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Rename(away+suffix, b.path+suffix); err != nil {
			t.Fatal(err)
		}
	}
	b.runPaused() // it is tried again
	b.wantDrafts("claim It met on a Monday. Or so.")
}

// Quitting saves a note, and asks about a dialog; Enter never loses anything, Escape stays.
func TestQuittingAsksAboutDialogs(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.ShowClaimDetails()
	b.typeIn("It met on a Monday.")
	b.quit()
	b.quit() // a second time
	if m := b.modal(); len(b.Modals) != 2 || m.Title != "Save your changes?" || m.DefaultButton().Text != "Save" || m.Other.Text != "Keep draft" {
		t.Fatalf("%d dialogs, %q: %s", len(b.Modals), m.Title, b.said())
	}
	b.ModalKey(fyne.KeyEscape)
	if b.Quitting || len(b.Modals) != 1 {
		t.Fatalf("Escape quits: %v, %d dialogs", b.Quitting, len(b.Modals))
	}
	confidence := b.modal()
	b.quit()
	b.ModalKey(fyne.KeyReturn)
	if !b.Quitting || b.stored()[0].Statement != "It met on a Monday." {
		t.Errorf("quits %v, the statement is %q", b.Quitting, b.stored()[0].Statement)
	}
	_ = confidence

	b.restart()
	b.ShowGuidelines()
	b.typeIn("Two sources.")
	b.quit()
	test.Tap(b.modal().Other)
	if !b.Quitting || len(b.Modals) != 0 {
		t.Errorf("quits %v with %d dialogs", b.Quitting, len(b.Modals))
	}
	b.wantDrafts("guidelines Two sources.")
	b.crash()
	b.wantOffer("Unsaved draft: Guidelines")
	test.Tap(b.panes.drafts.discard)

	b.ShowClaimDetails()
	for _, f := range b.fields() {
		if e, is := f.(*dialogs.KeyEntry); is && e.PlaceHolder == "0 to 100 %" {
			b.Win.Canvas().Focus(e)
		}
	}
	b.typeIn("very")
	b.quit()
	b.ModalKey(fyne.KeyReturn) // what can't be saved keeps the program
	if b.Quitting || len(b.Modals) != 1 || !strings.Contains(b.said(), "Enter a confidence from 0 to 100") {
		t.Errorf("quits %v: %s", b.Quitting, b.said())
	}
}

// In every dialog that can be left with something typed, and wherever something may be lost, Enter loses nothing.
func TestDiscardIsNeverTheDefault(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	for _, open := range []func(){
		func() { b.ShowClaimDetails() },
		func() { b.ShowDocumentDetails(b.Workspace.Document) },
		func() { b.ShowGuidelines() },
		func() { b.ShowLabels() },
		func() { b.ShowPeople() },
		func() { b.ShowPackage() },
		func() { b.AskImport() },
		func() { b.AskMerge() },
	} {
		open()
		title := b.modal().Title
		if m := b.modal(); m.Form != nil && m.Saves && m.Ok.Text != "Save" {
			t.Errorf("%s is saved by %q", title, m.Ok.Text)
		}
		b.typeIn("Words")
		for _, leave := range []func(){func() { b.ModalKey(fyne.KeyEscape) }, func() { test.Tap(b.modal().Leave) }, b.quit} {
			leave()
			m := b.modal()
			if len(b.Modals) != 2 || m.DefaultButton().Text == "Discard" || m.DefaultButton().Importance != widget.HighImportance || m.Leave.Text != "Cancel" {
				t.Errorf("%s: %d dialogs, Enter is %q", title, len(b.Modals), m.DefaultButton().Text)
			}
			b.ModalKey(fyne.KeyEscape)
			if len(b.Modals) != 1 || b.Quitting {
				t.Fatalf("%s: Escape leaves %d dialogs, quits %v", title, len(b.Modals), b.Quitting)
			}
		}
		b.ModalKey(fyne.KeyEscape)
		test.Tap(b.modal().Other)
		if len(b.Modals) != 0 {
			t.Fatalf("%s: discarded, and %d dialogs are open", title, len(b.Modals))
		}
	}
	b.runPaused()
	b.wantDrafts()
	if b.offer() != "" {
		t.Errorf("what was discarded is offered: %q", b.offer())
	}

	b.Workspace.Writes.Perform(workspace.PendingWrite{Name: "Note", Write: func(context.Context) error { return store.ErrFull }})
	b.modal().Typed(fyne.KeyEscape)
	b.quit()
	if m := b.modal(); m.DefaultButton() != m.Leave || m.Ok.Importance == widget.HighImportance {
		t.Errorf("%s: Enter is %q", m.Title, m.DefaultButton().Text)
	}
	b.ModalKey(fyne.KeyReturn)
	if b.Quitting || len(b.Modals) != 0 {
		t.Error("Enter quits without saving")
	}
}

// Comments of reviews come back with their review and are shown nowhere else.
func TestCommentsOfABlindReviewOutliveAKill(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeBlind, nil)
	b.panes.review.EditComment(false)
	b.typeIn("the source is a rumour")
	b.kill()
	if strings.Contains(b.offer(), "rumour") || b.panes.status.drafts.Visible() {
		t.Errorf("a comment of a blind review is offered: %q", b.offer())
	}
	if got := b.panes.status.saved.Text; got != "Saved, except for drafts" {
		t.Errorf("with a comment that is not saved the status bar says %q", got)
	}
	if got := b.panes.resume.Text.Text; !b.panes.resume.Body.Visible() || !strings.Contains(got, " · 1 comment not saved yet.") || strings.Contains(b.everyWord(), "rumour") {
		t.Errorf("the review is offered with %q", got)
	}
	sessions, err := b.Workspace.Store.Sessions(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	b.ContinueSession(sessions[0])
	if got := b.panes.review.Comment.Text(); got != "the source is a rumour" {
		t.Fatalf("the comment is %q", got)
	}
	b.type_("d")
	b.runPaused()
	made, err := b.Workspace.Store.Decisions(context.Background(), store.DecisionFilter{SessionID: sessions[0].ID})
	if err != nil || len(made) != 1 || made[0].Comment != "the source is a rumour" {
		t.Errorf("%+v, %v", made, err)
	}
	b.wantDrafts()
	b.type_("x") // asks for a reason
	b.typeIn("a word of the reason")
	b.kill()
	b.wantDrafts("review a word of the reason")
	b.ContinueSession(sessions[0])
	if got := b.panes.review.Comment.Text(); got != "a word of the reason" {
		t.Errorf("the reason is %q", got)
	}
	b.Active.Finish()
	b.runPaused()
	b.wantDrafts()
}

// As long as anything is a draft nothing says that all is saved, whatever was
// saved since; the end of a paused review says what goes with it.
func TestTheStatusTellsOfCommentsThatAreNotSaved(t *testing.T) {
	for _, mode := range []store.Mode{store.ModeOpen, store.ModeBlind} {
		t.Run(string(mode), func(t *testing.T) {
			b := reviewBench(t)
			status := b.panes.status.saved
			b.sitDown(mode, nil)
			b.panes.review.EditComment(false)
			b.typeIn("w")
			if status.Text != "Not saved yet" {
				t.Errorf("with the first key the status bar says %q", status.Text)
			}
			b.runPaused()
			if !strings.HasPrefix(status.Text, "Not saved yet, draft saved ") {
				t.Errorf("while the comment is on screen it says %q", status.Text)
			}
			b.Active.Pause()
			if got := status.Text; !strings.HasPrefix(got, "Saved ") || !strings.HasSuffix(got, ", except for drafts") {
				t.Errorf("while the review pauses it says %q", got)
			}
			b.kill()
			status = b.panes.status.saved
			if status.Text != "Saved, except for drafts" {
				t.Errorf("at the next start it says %q", status.Text)
			}
			b.Workspace.Writes.Perform(workspace.PendingWrite{Name: "Nothing", Write: func(context.Context) error { return nil }})
			if got := status.Text; !strings.HasPrefix(got, "Saved ") || !strings.HasSuffix(got, ", except for drafts") {
				t.Errorf("after something was saved it says %q", got)
			}
			if mode == store.ModeBlind {
				b.MaySee("This")
				if !strings.Contains(b.said(), "1 unsaved comment will be lost.") {
					t.Errorf("what would show labels asks %q", b.said())
				}
				b.ModalKey(fyne.KeyReturn) // cancels
				test.Tap(b.panes.resume.End)
				m := b.modal()
				if !strings.Contains(b.said(), "1 unsaved comment will be lost.") || m.DefaultButton() != m.Leave {
					t.Errorf("%q, Enter is %q", b.said(), m.DefaultButton().Text)
				}
				m.Accept()
			} else {
				b.ContinueSession(b.panes.resume.Session)
				b.type_("d")
				b.Active.Pause()
			}
			b.runPaused()
			if got := status.Text; !strings.HasPrefix(got, "Saved ") || strings.Contains(got, "drafts") {
				t.Errorf("once nothing is a draft it says %q", got)
			}
			b.wantDrafts()
		})
	}
}

// Comments whose review was ended elsewhere, or is gone, are listed and can be copied.
func TestCommentsOfAReviewThatHasEndedAreOffered(t *testing.T) {
	b := reviewBench(t)
	me := b.Profile.Person().ID
	err := b.Workspace.Store.KeepDrafts(context.Background(), []store.Draft{{DraftKey: store.DraftKey{PersonID: me, Form: store.FormReview, Subject: "gone", Field: "c"},
		Text: "the source is a rumour", TypedAt: time.Now().UTC()}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	b.kill()
	b.wantOffer("Unsaved draft: Comments of a review that has ended, typed at ")
	if got := b.panes.status.saved.Text; got != "Saved, except for drafts" {
		t.Errorf("the status bar says %q", got)
	}
	b.showDrafts()
	if got := b.modal().Ok.Text; got != "Copy text" {
		t.Errorf("the list offers %q", got)
	}
	b.modal().Accept()
	if got := b.App.Clipboard().Content(); got != "the source is a rumour" {
		t.Errorf("the clipboard holds %q", got)
	}
	test.Tap(b.panes.drafts.discard)
	b.runPaused()
	b.wantDrafts()
}

// A note on a claim that a blind review hides is not shown while it pauses.
func TestABlindReviewHidesDrafts(t *testing.T) {
	b := reviewBench(t)
	b.Workspace.Choose(b.Workspace.Claims[0].ID, false)
	b.key(fyne.KeyReturn)
	b.typeIn("wrong, says the mayor")
	b.kill()
	if !strings.HasPrefix(b.offer(), "Unsaved draft: Note on ") {
		t.Fatalf("the strip says %q", b.offer())
	}
	b.sitDown(store.ModeBlind, nil)
	if b.offer() != "" {
		t.Error("the strip stays in a review")
	}
	b.Active.Pause()
	b.kill()
	if b.offer() != "" || b.panes.status.drafts.Visible() {
		t.Errorf("what is hidden is offered: %q", b.offer())
	}
	if got := b.panes.status.saved.Text; got != "Saved, except for drafts" {
		t.Errorf("with a draft that is hidden the status bar says %q", got)
	}
	b.wantDrafts("claim SECRET notewrong, says the mayor")
}

// At the end that a signal brings, a note that is being typed is saved and everything else kept, without the interface.
func TestTheEndBySignalKeepsWhatIsTyped(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	id := b.Workspace.Claims[0].ID
	b.key(fyne.KeyReturn)
	b.typeIn("the calendar says so")
	if err := b.finish(); err != nil {
		t.Fatal(err)
	}
	b.start()
	if c := b.Workspace.Claim(id); c == nil || c.Note != "the calendar says so" {
		t.Errorf("%+v", c)
	}
	b.wantDrafts()

	b.ShowClaimDetails()
	if len(b.Modals) == 0 {
		b.Workspace.Choose(id, false)
		b.ShowClaimDetails()
	}
	b.typeIn("It met on a Monday.")
	if err := b.finish(); err != nil {
		t.Fatal(err)
	}
	b.start()
	b.wantDrafts("claim It met on a Monday.")
}

// A program that hangs is ended all the same: what was typed is written by another thread.
func TestWhatIsPendingIsWrittenFromAnyThread(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.ShowClaimDetails()
	b.typeIn("It met on a Monday.")
	done := make(chan error)
	go func() { done <- b.inUse.Load().Drafts.Flush() }()
	if err := <-done; err != nil { // it never comes if that waits for the interface thread, which is here
		t.Fatal(err)
	}
	b.wantDrafts("claim It met on a Monday.")
	var ended Ended
	if err := error(Ended{By: "terminated", Code: 143}); !errors.As(err, &ended) || ended.Code != 143 {
		t.Errorf("%v", err)
	}
}

// Adjudication's comments come back in it.
func TestCommentsInAdjudicationOutliveAKill(t *testing.T) {
	b := twoPeople(t)
	begin := func() {
		t.Helper()
		b.AskAdjudicate()
		if b.modal().Accept(); b.Active == nil || b.Active.Queue.Len() == 0 {
			t.Fatal("there is nothing to settle")
		}
	}
	begin()
	b.panes.review.EditComment(false)
	b.typeIn("the gauge says so")
	if got := b.panes.status.saved.Text; got != "Not saved yet" {
		t.Errorf("the status bar says %q", got)
	}
	b.kill()
	b.wantOffer("Unsaved draft: Comments in adjudication, typed at ")
	test.Tap(b.panes.drafts.restore)
	if b.modal().Title != "Adjudicate" {
		t.Fatalf("restoring opens %q", b.modal().Title)
	}
	b.ModalKey(fyne.KeyEscape)
	begin()
	b.wantOffer("")
	if got := b.panes.review.Comment.Text(); got != "the gauge says so" {
		t.Errorf("the comment is %q", got)
	}
	b.type_("s")
	b.runPaused()
	b.wantDrafts()
}

// Going to another workspace saves a note and asks about a dialog; each workspace has its own drafts.
func TestLeavingAWorkspaceKeepsWhatIsTyped(t *testing.T) {
	b := newBench(t, first)
	other := filepath.Join(t.TempDir(), "other.factmark")
	b.selectText("Monday")
	b.type_("s")
	b.key(fyne.KeyReturn)
	b.typeIn("the calendar says so")
	b.OpenWorkspace(other)
	if b.Workspace.Store.Path() != other {
		t.Fatalf("%s is open", b.Workspace.Store.Path())
	}
	b.OpenWorkspace(b.path)
	if got := b.Workspace.Claims[0].Note; got != "the calendar says so" {
		t.Errorf("the note is %q", got)
	}
	b.ShowGuidelines()
	b.typeIn("Two sources.")
	b.OpenWorkspace(other)
	if m := b.modal(); m.Title != "Save your changes?" || b.Workspace.Store.Path() == other {
		t.Fatalf("%q", m.Title)
	}
	test.Tap(b.modal().Other)
	if b.Workspace.Store.Path() != other || b.offer() != "" || len(b.Modals) != 0 {
		t.Errorf("%s is open with %d dialogs and offers %q", b.Workspace.Store.Path(), len(b.Modals), b.offer())
	}
	b.OpenWorkspace(b.path)
	b.wantOffer("Unsaved draft: Guidelines, typed at ")
}

// Close and clean up names the drafts, and discards them where that is asked.
func TestCleaningUpDiscardsDraftsIfAsked(t *testing.T) {
	for _, discard := range []bool{false, true} {
		b := newBench(t, first)
		b.ShowGuidelines()
		b.typeIn("Two sources.")
		b.kill()
		b.AskCleanUp()
		for _, o := range test.LaidOutObjects(b.Win.Canvas().Overlays().Top()) {
			if c, is := o.(*dialogs.KeyCheck); is && strings.HasPrefix(c.Text, "Discard 1 unsaved draft") && c.Visible() {
				c.SetChecked(discard)
			}
		}
		b.modal().Accept()
		b.start()
		want := []string{"guidelines Two sources."}
		if discard {
			want = nil
		}
		if got := b.drafts(); !slices.Equal(got, want) {
			t.Errorf("discard %v leaves %q", discard, got)
		}
	}
}
