package workspace

import (
	"context"
	"fmt"

	"factmark/app/locale"
	"factmark/app/review"
	"factmark/store"
)

// readHidden reads what blind sessions of a person's keep from them until they
// end, and which of them it was that started last.
func readHidden(ctx context.Context, st *store.Store, personID string) (hidden review.Hidden, last store.ReviewSession, err error) {
	sessions, err := st.Sessions(ctx)
	if err != nil {
		return hidden, last, err
	}
	same, err := st.SamePeople(ctx)
	if err != nil {
		return hidden, last, err
	}
	isMe := isPerson(same, personID)
	for i := len(sessions) - 1; i >= 0; i-- {
		if s := sessions[i]; s.EndedAt.IsZero() && s.Mode != store.ModeOpen && isMe(s.PersonID) {
			last = s
		}
	}
	if last.ID == "" { // as nearly always: nothing needs to be read then
		return hidden, last, nil
	}
	hidden, err = review.Hides(ctx, st, sessions, personID)
	return hidden, last, err
}

// applyBlindMode takes what is hidden into use, as far as no review says otherwise.
func (w *Workspace) applyBlindMode(hidden review.Hidden, last store.ReviewSession) {
	w.Hidden, w.Blinding = hidden, last
	if v := w.BlindVisibility(); !w.Reviewing && (v != nil || w.Visibility != nil) {
		w.SetVisibility(v)
	} else if w.All == nil && w.ListsAll() { // a review has ended
		w.arrangeClaims()
	}
}

// ReadBlindMode brings what is hidden up to date; what was hidden stays so until then.
func (w *Workspace) ReadBlindMode() {
	current, me := w.hidings.Ask(), w.Person().ID
	w.Back.Go(func() {
		hidden, last, err := readHidden(w.Ctx, w.Store, me)
		w.Back.OnUI(func() {
			switch {
			case !current():
			case err != nil:
				w.Fail(fmt.Errorf("reading the review sessions: %w", err))
			default:
				w.applyBlindMode(hidden, last)
			}
		})
	})
}

// BlindVisibility is the visibility while blind reviews of the user's pause, nil where none does.
func (a *access) BlindVisibility() Visibility {
	if !a.Hidden.Any() {
		return nil
	}
	hidden, isMe := a.Hidden, a.Me()
	return func(c store.Claim) (store.Claim, bool) {
		if hidden.Documents[c.DocumentID] && !isMe(c.PersonID) {
			return c, false
		}
		if hidden.Judged(c.ID) {
			c = Unlabelled(c)
			c.Person = locale.T("hidden by your blind review")
		}
		return c, true
	}
}

// IsHidden tells whether a blind review that pauses hides what is said of a claim.
func (a *access) IsHidden(id string) bool { return !a.Reviewing && a.Hidden.Judged(id) }

// MayChange tells whether claims may be changed: not in a read-only workspace, nor where a paused blind review
// hides what they are. Where they may not, the status bar says why.
func (w *Workspace) MayChange(ids ...string) bool { return w.MayWrite() && w.MaySeeAll(ids...) }

// MaySeeAll tells whether no paused blind review hides what claims are; where one does, the status bar says so.
func (w *Workspace) MaySeeAll(ids ...string) bool {
	for _, id := range ids {
		if w.IsHidden(id) {
			w.Notices.Send(locale.T("Your paused blind review hides this claim. Resume the review ({{.Key}}) to decide on it.", "Key", w.Key("review-sessions")))
			return false
		}
	}
	return true
}
