package workspace

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
func (d *Workspace) applyBlindMode(hidden review.Hidden, last store.ReviewSession) {
	d.Hidden, d.Blinding = hidden, last
	if v := d.BlindVisibility(); !d.Reviewing && (v != nil || d.Visibility != nil) {
		d.SetVisibility(v)
	}
}

// ReadBlindMode brings what is hidden up to date; what was hidden stays so until then.
func (d *Workspace) ReadBlindMode() {
	current, me := d.hidings.Ask(), d.Person().ID
	d.Back.Go(func() {
		hidden, last, err := readHidden(d.Ctx, d.Store, me)
		d.Back.OnUI(func() {
			switch {
			case !current():
			case err != nil:
				d.Fail(fmt.Errorf("reading the review sessions: %w", err))
			default:
				d.applyBlindMode(hidden, last)
			}
		})
	})
}

// BlindVisibility is the visibility while blind reviews of the user's pause, nil where none does.
func (d *access) BlindVisibility() Visibility {
	if !d.Hidden.Any() {
		return nil
	}
	hidden, isMe := d.Hidden, d.Me()
	return func(c store.Claim) (store.Claim, bool) {
		if hidden.Documents[c.DocumentID] && !isMe(c.PersonID) {
			return c, false
		}
		if hidden.Judged(c.ID) {
			c = Unlabelled(c)
			c.Person = "under your blind review"
		}
		return c, true
	}
}

// IsHidden tells whether a blind review that pauses hides what is said of a claim.
func (d *access) IsHidden(id string) bool { return !d.Reviewing && d.Hidden.Judged(id) }

// MayChange tells whether claims may be changed, and says so where nothing can
// be written, and where a blind review that pauses hides what they are.
func (d *Workspace) MayChange(ids ...string) bool { return d.MayWrite() && d.MaySeeAll(ids...) }

// MaySeeAll tells whether no blind review that pauses hides what claims are, and
// says so where one does.
func (d *Workspace) MaySeeAll(ids ...string) bool {
	for _, id := range ids {
		if d.IsHidden(id) {
			d.Notices.Send("Your blind review, which is paused, hides this claim. Resume it (Ctrl+Shift+G) to say what it is.")
			return false
		}
	}
	return true
}
