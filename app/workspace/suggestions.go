package workspace

import (
	"context"
	"fmt"
	"slices"
	"time"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/store"
)

// suggestions are what models suggest in the open document: the open ones that may be seen, without those that are being
// accepted or refused.
type suggestions struct {
	Suggestions        []store.Suggestion // in text order: those that the filter lets through
	SuggestionFilter   SuggestionFilter
	CurrentSuggestion  string // the one that label keys and the keys of suggestions act on, or ""
	SuggestionsChanged Signal[struct{}]
	SuggestionChosen   Signal[bool] // another one is current; true: bring it into view in the text

	suggested  []store.Suggestion // as the store has them
	unfiltered []store.Suggestion // those of them that may be seen
	suggesting Latest             // requests for them
	returning  bool               // those that come back were taken back by undo or redo
}

// SuggestionFilter says which suggestions are shown; its zero value shows all.
type SuggestionFilter struct {
	Model string
	Least float64 // score; above 0 those without a score are left out
}

func (f SuggestionFilter) fits(s store.Suggestion) bool {
	return (f.Model == "" || s.Model == f.Model) && (f.Least <= 0 || s.Score != nil && *s.Score >= f.Least)
}

// SuggestionCount is how many suggestions there are in the open document, whatever the filter.
func (g *suggestions) SuggestionCount() int { return len(g.unfiltered) }

// SuggestingModels are the models whose suggestions there are in the open document, by name.
func (g *suggestions) SuggestingModels() (models []string) {
	for _, s := range g.unfiltered {
		models = append(models, s.Model)
	}
	slices.Sort(models)
	return slices.Compact(models)
}

// reviewedSuggestions are suggestions that are accepted or refused: taken away before that is written, until they have been read back.
type reviewedSuggestions struct {
	ids     []string
	written bool
}

// Suggestion returns the suggestion of the open document with this id, or nil.
func (g *suggestions) Suggestion(id string) *store.Suggestion {
	if i := slices.IndexFunc(g.Suggestions, func(s store.Suggestion) bool { return s.ID == id }); i >= 0 {
		return &g.Suggestions[i]
	}
	return nil
}

// readSuggestions reads the suggestions of the open document again.
func (w *Workspace) readSuggestions() {
	current, id := w.suggesting.Ask(), w.Document.ID
	if id == "" {
		w.suggested = nil
		w.showSuggestions()
		return
	}
	written := slices.DeleteFunc(slices.Clone(w.Reviewed), func(r *reviewedSuggestions) bool { return !r.written })
	w.Back.Go(func() {
		read, err := w.Store.Suggestions(w.Ctx, id)
		w.Back.OnUI(func() {
			switch {
			case !current():
			case err != nil:
				w.Fail(fmt.Errorf("reading the suggestions: %w", err))
			default:
				w.Reviewed = slices.DeleteFunc(slices.Clone(w.Reviewed), func(r *reviewedSuggestions) bool { return slices.Contains(written, r) })
				before := w.suggested
				w.suggested = read
				w.showSuggestions()
				w.chooseReturned(before)
			}
		})
	})
}

// showSuggestions shows what was read, as far as it may be seen: what a model takes for a claim, and how, would tell in a blind review.
func (w *Workspace) showSuggestions() {
	var seen []store.Suggestion
	if w.MaySeeSuggestions(w.Document.ID) {
		for _, s := range w.suggested {
			if s.DocumentID == w.Document.ID && !slices.ContainsFunc(w.Reviewed, func(r *reviewedSuggestions) bool { return slices.Contains(r.ids, s.ID) }) {
				seen = append(seen, s)
			}
		}
	}
	if len(seen)+len(w.unfiltered) > 0 {
		w.unfiltered = seen
		w.filterSuggestions()
	}
}

func (w *Workspace) filterSuggestions() {
	var shown []store.Suggestion
	for _, s := range w.unfiltered {
		if w.SuggestionFilter.fits(s) {
			shown = append(shown, s)
		}
	}
	w.Suggestions = shown
	w.SuggestionsChanged.Send(struct{}{})
	if w.CurrentSuggestion != "" && w.Suggestion(w.CurrentSuggestion) == nil {
		w.ChooseSuggestion("", false)
	}
}

// FilterSuggestions shows the suggestions of the open document that fit.
func (w *Workspace) FilterSuggestions(f SuggestionFilter) {
	w.SuggestionFilter = f
	w.filterSuggestions()
}

// ChooseSuggestion makes a suggestion of the open document current, "" for none; reveal brings it into view in the text. No claim is
// current then: label keys accept the suggestion.
func (w *Workspace) ChooseSuggestion(id string, reveal bool) {
	if id != "" && w.Suggestion(id) == nil || id == w.CurrentSuggestion && !reveal {
		return
	}
	w.CurrentSuggestion = id
	if id != "" {
		w.LeaveMade()
		w.Choose("", false)
	}
	w.SuggestionChosen.Send(reveal)
}

// StepSuggestion makes the next suggestion (by = 1) or the one before (by = -1) current, counted from the current one or else from
// the caret at a code point, round the end of the text then, and tells whether there is one.
func (w *Workspace) StepSuggestion(by, caret int) bool {
	at := slices.IndexFunc(w.Suggestions, func(s store.Suggestion) bool { return s.ID == w.CurrentSuggestion })
	if at < 0 {
		at, _ = slices.BinarySearchFunc(w.Suggestions, caret, func(s store.Suggestion, caret int) int { return s.Start - caret })
		if by > 0 {
			at--
		}
	}
	at += by
	if none := w.Suggestion(w.CurrentSuggestion) == nil; none && len(w.Suggestions) > 0 {
		at = (at + len(w.Suggestions)) % len(w.Suggestions)
	}
	if at < 0 || at >= len(w.Suggestions) {
		return false
	}
	w.ChooseSuggestion(w.Suggestions[at].ID, true)
	return true
}

// AcceptCurrent accepts the current suggestion, with another label than the model's where one is given. The next one is current then.
func (w *Workspace) AcceptCurrent(labelID *string) {
	w.reviewCurrent(func(id string) {
		if labelID != nil {
			w.LastLabel = labelID
		}
		w.acceptSuggestion(id, labelID)
	})
}

// RefuseCurrent refuses the current suggestion. The next one is current then.
func (w *Workspace) RefuseCurrent() {
	w.reviewCurrent(func(id string) { w.RefuseSuggestions(id) })
}

func (w *Workspace) reviewCurrent(do func(id string)) {
	at := slices.IndexFunc(w.Suggestions, func(s store.Suggestion) bool { return s.ID == w.CurrentSuggestion })
	switch {
	case at < 0 && len(w.Suggestions) == 0:
		w.Notices.Send(locale.T("There are no suggestions for this text."))
	case at < 0:
		w.Notices.Send(locale.T("Choose a suggestion first."))
	case w.MayWrite():
		next := ""
		if at+1 < len(w.Suggestions) {
			next = w.Suggestions[at+1].ID
		}
		if do(w.Suggestions[at].ID); next != "" {
			w.ChooseSuggestion(next, true)
		}
	}
}

// chooseReturned makes current what an undo or redo has brought back: the next key is meant for that, not for what was current.
func (w *Workspace) chooseReturned(before []store.Suggestion) {
	if !w.returning {
		return
	}
	w.returning = false
	var back []string
	for _, s := range w.Suggestions {
		if !slices.ContainsFunc(before, func(b store.Suggestion) bool { return b.ID == s.ID }) {
			back = append(back, s.ID)
		}
	}
	if len(back) == 1 {
		w.ChooseSuggestion(back[0], true)
	}
}

// MaySeeSuggestions tells whether no blind review hides what models suggest in a document.
func (w *Workspace) MaySeeSuggestions(documentID string) bool {
	return w.Visibility == nil || !w.Reviewing && !w.Hidden.Touched[documentID]
}

// suggestionsChange takes in what the store has written.
func (w *Workspace) suggestionsChange(c store.Change) {
	if c.Everything || slices.Contains(c.Suggestions, w.Document.ID) {
		if c.Kind == store.ChangeUndo || c.Kind == store.ChangeRedo {
			w.ChooseSuggestion("", false)
			w.returning = true
		}
		w.readSuggestions()
	}
}

// AcceptSuggestion makes a claim of a suggestion of the open document, which is current then.
func (w *Workspace) AcceptSuggestion(id string) { w.acceptSuggestion(id, nil) }

// acceptSuggestion is AcceptSuggestion with another label than the model's, where one is given.
func (w *Workspace) acceptSuggestion(id string, labelID *string) {
	s := w.Suggestion(id)
	if s == nil {
		w.Notices.Send(locale.T("Choose a suggestion first."))
		return
	}
	if !w.MayWrite() {
		return
	}
	label := s.LabelID
	if labelID != nil {
		label = *labelID
	}
	person, now := w.Person(), time.Now()
	made := store.Claim{ID: store.NewID(), DocumentID: s.DocumentID, DocumentSHA256: s.DocumentSHA256, Start: s.Start, End: s.End,
		Quote: s.Quote, Prefix: s.Prefix, Suffix: s.Suffix, LabelID: label, Statement: s.Statement, Note: s.Note, Status: store.StatusOpen,
		PersonID: person.ID, Person: person.Name, CreatedAt: now, UpdatedAt: now}
	say := locale.T("Suggestion accepted without a label.")
	if label != "" {
		say = locale.T("Suggestion accepted as {{.Label}}.", "Label", format.OneLine(w.LabelOf(label).Name))
	}
	w.performShown(w.reviewing(PendingWrite{
		Name: locale.T("Accept suggestion"),
		Write: func(ctx context.Context) error {
			_, err := w.Store.AcceptSuggestions(ctx, store.Acceptance{ID: id, ClaimID: made.ID, LabelID: labelID})
			return err
		},
		Done: func() {
			w.Notices.Send(say)
			w.Labelled.Send(struct{}{})
		},
	}, id), &pendingEdit{made: &made})
	w.Choose(made.ID, false)
}

// AcceptSuggestions makes claims of suggestions of the open document, with the labels that the models give, in one action.
func (w *Workspace) AcceptSuggestions(ids ...string) {
	all := make([]store.Acceptance, len(ids))
	for i, id := range ids {
		all[i] = store.Acceptance{ID: id, ClaimID: store.NewID()}
	}
	if len(ids) == 0 || !w.MayWrite() {
		return
	}
	w.Writes.Perform(w.reviewing(PendingWrite{
		Name: locale.T("Accept suggestions"),
		Write: func(ctx context.Context) error {
			_, err := w.Store.AcceptSuggestions(ctx, all...)
			return err
		},
		Done: func() {
			w.Notices.Send(locale.N("{{.N}} suggestions accepted.", len(ids)))
			w.Labelled.Send(struct{}{})
		},
	}, ids...))
}

// RefuseSuggestions refuses suggestions of the open document, in one action.
func (w *Workspace) RefuseSuggestions(ids ...string) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return w.Suggestion(id) == nil })
	if len(ids) == 0 {
		w.Notices.Send(locale.T("Choose a suggestion first."))
		return
	}
	if !w.MayWrite() {
		return
	}
	say := locale.T("Suggestion rejected. Undo restores it.")
	if len(ids) > 1 {
		say = locale.N("{{.N}} suggestions rejected. Undo restores them.", len(ids))
	}
	w.Writes.Perform(w.reviewing(PendingWrite{
		Name:  locale.T("Reject suggestion"),
		Write: func(ctx context.Context) error { return w.Store.RefuseSuggestions(ctx, ids...) },
		Done:  func() { w.Notices.Send(say) },
	}, ids...))
}

// reviewing takes suggestions away from what is shown at once, and gives the change that says what becomes of them. One that
// can never be written brings them back.
func (w *Workspace) reviewing(c PendingWrite, ids ...string) PendingWrite {
	r := &reviewedSuggestions{ids: ids}
	w.Reviewed = append(w.Reviewed, r)
	w.eachView((*Workspace).showSuggestions)
	done := c.Done
	c.Done = func() {
		r.written = true
		w.eachView((*Workspace).readSuggestions)
		done()
	}
	c.Failed = func(err error) {
		w.Reviewed = slices.DeleteFunc(slices.Clone(w.Reviewed), func(other *reviewedSuggestions) bool { return other == r })
		w.eachView((*Workspace).readSuggestions) // somebody else may have been quicker
		w.Writes.fail(err)
	}
	return c
}
