package workspace

import (
	"time"

	"factmark/app/profile"
	"factmark/app/review"
	"factmark/store"
)

// access is who works in the workspace, and what may be seen of claims.
type access struct {
	Profile    *profile.Profile
	Visibility Visibility          // what may be seen of claims; nil: everything
	Acting     store.Person        // who works here instead of the user, in a review session of theirs
	same       map[string]string   // ids of those who are another's other name, and whose
	Reviewing  bool                // a review is under way, and says what may be seen
	Hidden     review.Hidden       // what blind reviews of the user's hide while they pause
	Blinding   store.ReviewSession // the first of them
	hidings    Latest              // requests for what is hidden
}

// Visibility says what of a claim may be seen for now; not at all where it gives
// false. Everything that the panes show of claims has gone through it, so that
// what is hidden cannot leak from any of them.
type Visibility func(store.Claim) (store.Claim, bool)

// see gives what may be seen of a claim; false where it may not be seen at all.
func (v Visibility) see(c store.Claim) (store.Claim, bool) {
	if v == nil {
		return c, true
	}
	return v(c)
}

// SetVisibility changes what may be seen; nil hides nothing. Claims are read again.
func (w *Workspace) SetVisibility(v Visibility) {
	w.Visibility = v
	w.eachView(func(v *Workspace) { v.Claims = nil })
	if w.Hand.ID != "" {
		w.takeInHand(w.seenClaim(w.Hand))
	}
	w.restartClaims()
	w.eachView(func(v *Workspace) {
		v.Reread.Send(struct{}{})
		v.showEvidence()
		v.showSuggestions()
		v.ReadClaims()
	})
	w.DocumentsChanged.Send(struct{}{})
	if w.View.needsCounts() {
		w.arrange()
	}
}

// seen gives what may be seen of claims.
func (a *access) seen(claims []store.Claim) []store.Claim {
	if a.Visibility == nil {
		return claims
	}
	var all []store.Claim
	for _, c := range claims {
		if c, visible := a.Visibility(c); visible {
			all = append(all, c)
		}
	}
	return all
}

// seenClaim gives what may be seen of a claim; its ID is "" where it may not be seen at all.
func (a *access) seenClaim(c store.Claim) store.Claim {
	if seen, visible := a.Visibility.see(c); visible {
		return seen
	}
	return store.Claim{}
}

// MaySeeClaim tells whether there is anything of a claim that may be seen.
func (a *access) MaySeeClaim(c store.Claim) bool {
	_, visible := a.Visibility.see(c)
	return visible
}

// seenChanges gives what may be seen of changes.
func (a *access) seenChanges(changes []store.ClaimChange) []store.ClaimChange {
	if a.Visibility == nil {
		return changes
	}
	see := func(c *store.Claim) *store.Claim {
		if c == nil {
			return nil
		}
		if seen, visible := a.Visibility(*c); visible {
			return &seen
		}
		return nil
	}
	var all []store.ClaimChange
	for _, c := range changes {
		if c = (store.ClaimChange{Before: see(c.Before), After: see(c.After)}); c.Before != nil || c.After != nil {
			all = append(all, c)
		}
	}
	return all
}

// Unlabelled hides all that tells, or may tell, how a claim was judged, and by whom.
func Unlabelled(c store.Claim) store.Claim {
	c.LabelID, c.Note, c.Confidence = "", "", nil
	c.PersonID, c.Person = "", ""
	c.FinalLabelID, c.ReviewerID = "", ""
	c.LabellerID, c.Labeller, c.Corrected, c.LabelledAt = "", "", false, time.Time{}
	if c.Status != store.StatusOrphaned {
		c.Status = store.StatusOpen
	}
	return c
}

// Person is who works here now: the user, or the one for whom a review session is held.
func (a *access) Person() store.Person {
	if a.Acting.ID != "" {
		return a.Acting
	}
	p := a.Profile.Person()
	return store.Person{ID: p.ID, Name: p.Name}
}

// Me tells of an id whether it is that of who works here, under any of their
// names. What it gives may be asked on any goroutine.
func (a *access) Me() func(personID string) bool {
	return isPerson(a.same, a.Person().ID)
}

// isPerson tells of an id whether it is that of a person, under any of their names.
func isPerson(same map[string]string, personID string) func(id string) bool {
	known := canonicalPerson(same)
	person := known(personID)
	return func(id string) bool { return known(id) == person }
}

// Act has another person work here from now on; the zero Person is the user.
func (w *Workspace) Act(p store.Person) {
	w.Acting = p
	w.SignIn()
	w.PersonChanged.Send(struct{}{})
}

// canonicalPerson gives the id that a person is known by, for any of theirs.
func canonicalPerson(same map[string]string) func(id string) string {
	return func(id string) string {
		if as, is := same[id]; is {
			return as
		}
		return id
	}
}

func (w *Workspace) readSame() {
	w.Back.Go(func() {
		same, err := w.Store.SamePeople(w.Ctx)
		w.Back.OnUI(func() {
			if err == nil {
				w.same = same
				if !w.Reviewing {
					w.ReadBlindMode()
				}
			}
		})
	})
}
