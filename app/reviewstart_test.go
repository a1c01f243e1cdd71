package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	reviewui "factmark/app/ui/review"
	"factmark/store"
)

// Three choices in a sentence each stand first; the rest is shown on demand, and what of it is not as usual is told while it is hidden.
func TestAReviewIsStartedWithThreeChoices(t *testing.T) {
	b := reviewBench(t)
	s := b.AskReview()
	if len(s.How.Options) != 3 || len(s.How.About) != 3 || !s.More.Visible() || s.Rest.Visible() {
		t.Fatalf("offered: %q", b.dialogWords())
	}
	if s.Count.Text != "4 claims · about a minute" {
		t.Errorf("an open review counts %q", s.Count.Text)
	}
	test.Tap(s.More)
	if !s.Rest.Visible() || s.More.Text != "Fewer options" {
		t.Errorf("with more: %q", b.dialogWords())
	}
	s.Percent.SetSelected("50 %")
	s.Order.SetSelected(reviewOrder)
	if s.Count.Text != "2 claims · about a minute" {
		t.Errorf("half of it counts %q", s.Count.Text)
	}
	test.Tap(s.More)
	if got := b.dialogWords(); s.Rest.Visible() || !strings.Contains(got, "a random 50 % · most disagreement first") {
		t.Errorf("hidden, the rest says %q", got)
	}
	// By keys alone: the arrow goes to the blind review, and Enter starts it.
	b.Win.Canvas().Focus(s.How.Box.Objects[0].(fyne.Focusable))
	b.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	b.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if b.Active == nil || !b.Active.Blind() || b.Active.Queue.Len() != 2 {
		t.Fatal("no blind review of two claims has begun")
	}
	b.Active.Pause()
	// All of it is remembered, in a window that is started again too.
	b.restart()
	s = b.AskReview()
	if s.Mode() != store.ModeBlind || s.Percent.Selected != "50 %" || s.Order.Selected != reviewOrder || s.Count.Text == "" {
		t.Errorf("the next time it begins with %q, %q, %q", s.How.Selected, s.Percent.Selected, s.Order.Selected)
	}
	s.Seed.SetText("x")
	if !s.Dialog.Ok.Disabled() || !strings.Contains(s.Count.Text, "whole number") {
		t.Errorf("with a wrong seed it says %q", s.Count.Text)
	}
}

const reviewOrder = "Most disagreement first"

// Where there is nothing to review, the dialog says why, and one button changes it.
func TestAnEmptyReviewSaysWhyAndWhatHelps(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, nil)
	for _, key := range []string{"a", "a", "s", "a"} {
		b.type_(key)
	}
	b.modal().Accept() // end the session
	b.modal().Close()  // its summary
	for _, each := range []struct {
		what   string
		change func(*reviewui.StartDialog)
		why    string
		remedy string
		then   string
	}{
		{"decided before", func(s *reviewui.StartDialog) {
			s.Status.SetSelected(s.Status.Options)
		}, "You have already decided these 4 claims.", "Include them", "4 claims"},
		{"a status that none has", func(s *reviewui.StartDialog) {
			s.Fresh.SetChecked(false)
			s.Status.SetSelected([]string{"Rejected"})
		}, "4 claims have another status.", "Include every status", "4 claims"},
		{"a label that none has", func(s *reviewui.StartDialog) {
			s.Fresh.SetChecked(false)
			s.Status.SetSelected(s.Status.Options)
			s.Labels.SetSelected(nil)
		}, "4 claims have other labels.", "Include every label", "4 claims"},
		{"one's own", func(s *reviewui.StartDialog) {
			s.Fresh.SetChecked(false)
			s.Status.SetSelected(s.Status.Options)
			s.Whose.SetSelected("Only mine")
		}, "All 4 claims are by other people.", "Include everyone’s", "4 claims"},
		{"no document", func(s *reviewui.StartDialog) {
			s.Fresh.SetChecked(false)
			s.Status.SetSelected(s.Status.Options)
			s.Where.SetSelected(reviewui.ScopeChosen)
		}, "Choose at least one document.", "All documents", "4 claims"},
		{"no document, from scratch", func(s *reviewui.StartDialog) {
			s.How.SetSelected(reviewui.Modes[2].Name)
			s.Where.SetSelected(reviewui.ScopeChosen)
		}, "Choose at least one document.", "All documents", "2 documents"},
		{"several", func(s *reviewui.StartDialog) {
			s.Whose.SetSelected("Only mine")
			s.Status.SetSelected([]string{"Rejected"})
		}, "No claim fits all of these options; 4 claims fit without them.", "Clear the options", "4 claims"},
	} {
		s := b.AskReview()
		each.change(s)
		if !s.Dialog.Ok.Disabled() || s.Count.Text != "Nothing to review" || !strings.Contains(b.dialogWords(), each.why) || s.Remedy.Text != each.remedy || !s.Remedy.Visible() {
			t.Errorf("%s: it says %q and offers %q: %s", each.what, s.Count.Text, s.Remedy.Text, b.dialogWords())
			s.Dialog.Close()
			continue
		}
		s.Remedy.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if s.Dialog.Ok.Disabled() || !strings.HasPrefix(s.Count.Text, each.then) || s.Remedy.Visible() {
			t.Errorf("%s: then it counts %q", each.what, s.Count.Text)
		}
		s.Dialog.Close()
	}
	empty := newBench(t, first)
	s := empty.AskReview()
	if got := empty.dialogWords(); !strings.Contains(got, "There are no claims yet") {
		t.Errorf("without claims it says %q", got)
	}
	test.Tap(s.Remedy)
	if s.Mode() != store.ModeIndependent || s.Dialog.Ok.Disabled() {
		t.Errorf("then it is %q, %q", s.How.Selected, s.Count.Text)
	}
}

// From scratch, each document begins at its top, in the order of the documents, and one that was left goes on where it was.
func TestFromScratchBeginsAtTheTop(t *testing.T) {
	long := strings.Repeat("One sentence after the other stands here. ", 400)
	b := newBench(t, long, long+"More.")
	view := b.panes.document.View
	for _, i := range []int{1, 0} { // both were left far down
		b.Workspace.Open(b.Workspace.Documents[i].ID, "")
		view.SetTopOffset(9000)
		view.Select(9000, 9010)
		b.runPaused()
	}
	b.sitDown(store.ModeIndependent, nil)
	atTop := func(i int) {
		t.Helper()
		start, end := view.Selection()
		if b.Workspace.Document.ID != b.Workspace.Documents[i].ID || view.TopOffset() != 0 || start != 0 || end != 0 {
			t.Errorf("%q is shown from %d, with %d to %d selected", b.Workspace.Document.Title, view.TopOffset(), start, end)
		}
	}
	atTop(0)
	b.Active.DocumentDone()
	atTop(1)
	view.SetTopOffset(5000)
	b.runPaused()
	b.Active.Pause()
	b.ShowSessions()
	b.modal().Accept()
	if b.Active == nil || b.Workspace.Document.ID != b.Workspace.Documents[1].ID || view.TopOffset() == 0 {
		t.Errorf("gone on with, %q is shown from %d", b.Workspace.Document.Title, view.TopOffset())
	}
}

// The claim in question stands in a frame in the text, whichever review asks about it, and in none where spans are marked anew.
func TestTheClaimInQuestionStandsInAFrame(t *testing.T) {
	b := reviewBench(t)
	view := b.panes.document.View
	for _, mode := range []store.Mode{store.ModeOpen, store.ModeBlind, store.ModeIndependent} {
		framed := mode != store.ModeIndependent
		b.sitDown(mode, nil)
		if view.Framed() != framed || framed && view.Current() != b.Active.Current() {
			t.Errorf("%s: framed %v, the current claim is %q", mode, view.Framed(), view.Current())
		}
		if framed {
			b.type_("s")
			if !view.Framed() || view.Current() != b.Active.Current() {
				t.Errorf("%s: the next claim is not framed", mode)
			}
		}
		b.Active.Pause()
		if view.Framed() {
			t.Errorf("%s: the frame stays when the review is left", mode)
		}
	}
}
