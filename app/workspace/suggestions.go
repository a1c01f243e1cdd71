package workspace

import (
	"context"
	"fmt"
	"slices"
	"time"

	"factmark/app/format"
	"factmark/store"
)

// suggestions are what models suggest in the open document: the open ones that may be seen, without those that are being
// accepted or refused.
type suggestions struct {
	Suggestions        []store.Suggestion // in text order
	SuggestionsChanged Signal[struct{}]

	suggested  []store.Suggestion // as the store has them
	suggesting Latest             // requests for them
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
				w.suggested = read
				w.showSuggestions()
			}
		})
	})
}

// showSuggestions shows what was read, as far as it may be seen: what a model takes for a claim, and how, would tell in a blind review.
func (w *Workspace) showSuggestions() {
	var shown []store.Suggestion
	if w.MaySeeSuggestions(w.Document.ID) {
		for _, s := range w.suggested {
			if s.DocumentID == w.Document.ID && !slices.ContainsFunc(w.Reviewed, func(r *reviewedSuggestions) bool { return slices.Contains(r.ids, s.ID) }) {
				shown = append(shown, s)
			}
		}
	}
	if len(shown)+len(w.Suggestions) > 0 {
		w.Suggestions = shown
		w.SuggestionsChanged.Send(struct{}{})
	}
}

// MaySeeSuggestions tells whether no blind review hides what models suggest in a document.
func (w *Workspace) MaySeeSuggestions(documentID string) bool {
	return w.Visibility == nil || !w.Reviewing && !w.Hidden.Touched[documentID]
}

// suggestionsChange takes in what the store has written.
func (w *Workspace) suggestionsChange(c store.Change) {
	if c.Everything || slices.Contains(c.Suggestions, w.Document.ID) {
		w.readSuggestions()
	}
}

// AcceptSuggestion makes a claim of a suggestion of the open document, which is current then.
func (w *Workspace) AcceptSuggestion(id string) {
	s := w.Suggestion(id)
	if s == nil {
		w.Notices.Send("Choose a suggestion first.")
		return
	}
	if !w.MayWrite() {
		return
	}
	person, now := w.Person(), time.Now()
	made := store.Claim{ID: store.NewID(), DocumentID: s.DocumentID, DocumentSHA256: s.DocumentSHA256, Start: s.Start, End: s.End,
		Quote: s.Quote, Prefix: s.Prefix, Suffix: s.Suffix, LabelID: s.LabelID, Statement: s.Statement, Note: s.Note, Status: store.StatusOpen,
		PersonID: person.ID, Person: person.Name, CreatedAt: now, UpdatedAt: now}
	say := "Accepted, with no label yet. Undo takes it back."
	if s.LabelID != "" {
		say = "Accepted as " + format.OneLine(w.LabelOf(s.LabelID).Name) + ". Undo takes it back."
	}
	w.performShown(w.reviewing(PendingWrite{
		Name: "Accept suggestion",
		Write: func(ctx context.Context) error {
			_, err := w.Store.AcceptSuggestion(ctx, id, made.ID)
			return err
		},
		Done: func() {
			w.Notices.Send(say)
			w.Labelled.Send(struct{}{})
		},
	}, id), &pendingEdit{made: &made})
	w.Choose(made.ID, false)
}

// RefuseSuggestions refuses suggestions of the open document, in one action.
func (w *Workspace) RefuseSuggestions(ids ...string) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return w.Suggestion(id) == nil })
	if len(ids) == 0 {
		w.Notices.Send("Choose a suggestion first.")
		return
	}
	if !w.MayWrite() {
		return
	}
	say := "Refused. Undo brings it back."
	if len(ids) > 1 {
		say = "Refused: " + format.Plural(len(ids), "suggestion") + ". Undo brings them back."
	}
	w.Writes.Perform(w.reviewing(PendingWrite{
		Name:  "Refuse suggestion",
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
