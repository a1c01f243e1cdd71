package app

import (
	"context"
	"fmt"

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
func (d *desk) applyBlindMode(hidden review.Hidden, last store.ReviewSession) {
	d.hidden, d.blinding = hidden, last
	if v := d.blindVisibility(); !d.reviewing && (v != nil || d.visibility != nil) {
		d.setVisibility(v)
	}
}

// readBlindMode brings what is hidden up to date; what was hidden stays so until then.
func (d *desk) readBlindMode() {
	current, me := d.hidings.ask(), d.person().ID
	d.back.do(func() {
		hidden, last, err := readHidden(d.ctx, d.store, me)
		d.back.post(func() {
			switch {
			case !current():
			case err != nil:
				d.fail(fmt.Errorf("reading the review sessions: %w", err))
			default:
				d.applyBlindMode(hidden, last)
			}
		})
	})
}

// blindVisibility is the visibility while blind reviews of the user's pause, nil where none does.
func (d *desk) blindVisibility() visibility {
	if !d.hidden.Any() {
		return nil
	}
	hidden, isMe := d.hidden, d.me()
	return func(c store.Claim) (store.Claim, bool) {
		if hidden.Documents[c.DocumentID] && !isMe(c.PersonID) {
			return c, false
		}
		if hidden.Judged(c.ID) {
			c = unlabelled(c)
			c.Person = "under your blind review"
		}
		return c, true
	}
}

// isHidden tells whether a blind review that pauses hides what is said of a claim.
func (d *desk) isHidden(id string) bool { return !d.reviewing && d.hidden.Judged(id) }

// mayChange tells whether claims may be changed, and says so where nothing can
// be written, and where a blind review that pauses hides what they are.
func (d *desk) mayChange(ids ...string) bool { return d.mayWrite() && d.maySeeAll(ids...) }

// maySeeAll tells whether no blind review that pauses hides what claims are, and
// says so where one does.
func (d *desk) maySeeAll(ids ...string) bool {
	for _, id := range ids {
		if d.isHidden(id) {
			d.told.send("Your blind review, which is paused, hides this claim. Resume it (Ctrl+Shift+G) to say what it is.")
			return false
		}
	}
	return true
}
