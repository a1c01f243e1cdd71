package workspace

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"factmark/app/profile"
	"factmark/store"
)

// opened is a workspace with one document, in which two suggestions wait. What leaves the interface thread runs at once, and
// what comes back behind it; hold keeps it back meanwhile. run is for what is written beside the window.
func opened(t *testing.T) (w *Workspace, hold func(bool), run func(func())) {
	t.Helper()
	for _, place := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"} {
		t.Setenv(place, t.TempDir())
	}
	st, err := store.Create(t.Context(), filepath.Join(t.TempDir(), "w.factmark"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Load()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.AddDocuments(t.Context(), []store.NewDocument{{Title: "A", Text: "one two three four"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := st.ImportClaims(t.Context(), []store.ImportedClaim{
		{DocumentTitle: "A", Start: 4, End: 7, Quote: "two", Label: "Disputed", Statement: "It is two.", Model: "m"},
		{DocumentTitle: "A", Start: 8, End: 13, Quote: "three", Model: "m"}}, store.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	working, held := 0, false
	var work, handed []func()
	handing := false
	run = func(f func()) {
		working++
		f()
		if working--; working > 0 || handing {
			return
		}
		handing = true
		for len(handed) > 0 {
			next := handed[0]
			handed = handed[1:]
			next()
		}
		handing = false
	}
	w = New(st, p, &Background{
		Start: func(f func()) {
			if held {
				work = append(work, f)
				return
			}
			run(f)
		},
		UI: func(f func()) {
			if working > 0 || handing {
				handed = append(handed, f)
			} else {
				f()
			}
		},
		After:    func(time.Duration, func()) func() { return func() {} },
		External: func(func()) {},
	})
	t.Cleanup(func() {
		w.Stop()
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	w.Load()
	return w, func(on bool) {
		held = on
		for !held && len(work) > 0 {
			next := work[0]
			work = work[1:]
			run(next)
		}
	}, run
}

func quotesOf(all []store.Suggestion) (quotes []string) {
	for _, s := range all {
		quotes = append(quotes, s.Quote)
	}
	return quotes
}

func (w *Workspace) expectSuggested(t *testing.T, when string, want ...string) {
	t.Helper()
	if got := quotesOf(w.Suggestions); !slices.Equal(got, want) {
		t.Errorf("%s there are %q, want %q", when, got, want)
	}
}

// A suggestion that is accepted is a claim, and one that is refused is gone, before either is written.
func TestSuggestionsAreReviewedAtOnce(t *testing.T) {
	w, hold, run := opened(t)
	heard := 0
	w.SuggestionsChanged.Listen(func(struct{}) { heard++ })
	w.expectSuggested(t, "at first", "two", "three")
	first, second := w.Suggestions[0].ID, w.Suggestions[1].ID
	hold(true)
	w.AcceptSuggestion(first)
	w.expectSuggested(t, "before it is written", "three")
	if len(w.Claims) != 1 || w.Claims[0].LabelID != store.DisputedID || w.Claims[0].Statement != "It is two." || w.Current != w.Claims[0].ID || heard == 0 {
		t.Errorf("shown: %+v, current %q, heard %d", w.Claims, w.Current, heard)
	}
	shown := w.Current
	w.RefuseSuggestions(second)
	w.expectSuggested(t, "before either is written")
	hold(false)
	w.expectSuggested(t, "afterwards")
	claims, err := w.Store.Claims(t.Context(), w.Document.ID)
	if err != nil || len(claims) != 1 || claims[0].ID != shown || claims[0].Statement != "It is two." {
		t.Errorf("stored: %+v, %v", claims, err)
	}
	for i, want := range [][]string{{"three"}, {"two", "three"}} {
		run(func() {
			if _, err := w.Store.Undo(t.Context()); err != nil {
				t.Error(err)
			}
		})
		w.expectSuggested(t, "undone", want...)
		if len(w.Claims) != 1-i {
			t.Errorf("undone: %+v", w.Claims)
		}
	}
	w.AcceptSuggestion("none")
	w.RefuseSuggestions("none")
	w.expectSuggested(t, "after nothing was meant", "two", "three")
}

// What somebody else has refused meanwhile cannot be accepted: the claim that was shown goes, and the user is told.
func TestASuggestionThatIsGone(t *testing.T) {
	w, hold, run := opened(t)
	var told error
	w.Blocked.Listen(func(err error) { told = err })
	first := w.Suggestions[0].ID
	hold(true)
	w.AcceptSuggestion(first)
	run(func() {
		if err := w.Store.RefuseSuggestions(t.Context(), first); err != nil {
			t.Error(err)
		}
	})
	hold(false)
	w.expectSuggested(t, "then", "three")
	if len(w.Claims) != 0 || !errors.Is(told, store.ErrConflict) {
		t.Errorf("shown %+v, told %v", w.Claims, told)
	}
}

// Who reviews blindly sees nothing of what a model says, in the review and while it pauses.
func TestABlindReviewHidesSuggestions(t *testing.T) {
	w, _, _ := opened(t)
	w.Reviewing = true
	w.SetVisibility(func(c store.Claim) (store.Claim, bool) { return Unlabelled(c), true })
	w.expectSuggested(t, "in a blind review")
	w.AcceptSuggestion(w.suggested[0].ID)
	if len(w.Claims) != 0 {
		t.Errorf("a hidden suggestion was accepted: %+v", w.Claims)
	}
	w.Reviewing = false
	w.Hidden.Touched = map[string]bool{w.Document.ID: true}
	w.SetVisibility(w.BlindVisibility())
	w.expectSuggested(t, "while a blind review pauses")
	w.Hidden.Touched = map[string]bool{"another": true}
	w.SetVisibility(w.BlindVisibility())
	w.expectSuggested(t, "while one of another document pauses", "two", "three")
	w.Open("", "")
	w.expectSuggested(t, "with no document")
}

// Each key goes on to the next suggestion, and what undo brings back is current again.
func TestWalkingThroughSuggestions(t *testing.T) {
	w, _, run := opened(t)
	undo := func() {
		run(func() {
			if _, err := w.Store.Undo(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	current := func() string {
		if s := w.Suggestion(w.CurrentSuggestion); s != nil {
			return s.Quote
		}
		return ""
	}
	expect := func(when, want string) {
		t.Helper()
		if got := current(); got != want {
			t.Errorf("%s %q is current, want %q", when, got, want)
		}
	}
	if !w.StepSuggestion(-1, 4) {
		t.Error("a step from before the first went wrong")
	}
	expect("from before the first", "three")
	w.ChooseSuggestion("", false)
	if !w.StepSuggestion(+1, 1000) {
		t.Error("a step from behind the last went wrong")
	}
	expect("from behind the last", "two")
	w.ChooseSuggestion("", false)
	if !w.StepSuggestion(+1, 5) {
		t.Error("a step from the caret went wrong")
	}
	expect("from the caret", "three")
	if w.StepSuggestion(+1, 0) || !w.StepSuggestion(-1, 0) {
		t.Error("a step from the current one went wrong")
	}
	supported := store.SupportedID
	w.AcceptCurrent(&supported)
	expect("after the first", "three")
	if len(w.Claims) != 1 || w.Claims[0].LabelID != store.SupportedID || w.Current != "" || w.LastLabel == nil || *w.LastLabel != supported {
		t.Errorf("claims %+v, current %q", w.Claims, w.Current)
	}
	undo()
	expect("after undo", "two")
	w.RefuseCurrent()
	expect("after a refusal", "three")
	undo()
	expect("after undo of it", "two")
	w.Choose("", false)
	w.AcceptSuggestions(w.Suggestions[0].ID, w.Suggestions[1].ID)
	w.expectSuggested(t, "with all accepted")
	if len(w.Claims) != 2 || w.Claims[0].LabelID != store.DisputedID || w.Claims[1].LabelID != "" {
		t.Errorf("claims %+v", w.Claims)
	}
	undo()
	w.expectSuggested(t, "after one undo", "two", "three")

	w.StepSuggestion(+1, 0)
	w.FilterSuggestions(SuggestionFilter{Least: 0.5})
	w.expectSuggested(t, "with a least score")
	expect("with none shown", "")
	if w.SuggestionCount() != 2 || !slices.Equal(w.SuggestingModels(), []string{"m"}) {
		t.Errorf("%d of %q", w.SuggestionCount(), w.SuggestingModels())
	}
	w.AcceptCurrent(nil)
	w.FilterSuggestions(SuggestionFilter{Model: "m"})
	w.StepSuggestion(+1, 0)
	w.Open("", "")
	expect("with no document", "")
}
