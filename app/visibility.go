package app

import (
	"time"

	"factmark/store"
)

// visibility says what of a claim may be seen for now; not at all where it gives
// false. Everything that the panes show of claims has gone through it, so that
// what is hidden cannot leak from any of them.
type visibility func(store.Claim) (store.Claim, bool)

// setVisibility changes what may be seen; nil hides nothing. Claims are read again.
func (d *desk) setVisibility(v visibility) {
	d.visibility = v
	d.claims = nil
	d.reread.send(struct{}{})
	d.readClaims()
	d.documentsChanged.send(struct{}{})
}

// seen gives what may be seen of claims.
func (d *desk) seen(claims []store.Claim) []store.Claim {
	if d.visibility == nil {
		return claims
	}
	var all []store.Claim
	for _, c := range claims {
		if c, visible := d.visibility(c); visible {
			all = append(all, c)
		}
	}
	return all
}

// seenChanges gives what may be seen of changes.
func (d *desk) seenChanges(changes []store.ClaimChange) []store.ClaimChange {
	if d.visibility == nil {
		return changes
	}
	see := func(c *store.Claim) *store.Claim {
		if c == nil {
			return nil
		}
		if seen, visible := d.visibility(*c); visible {
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

// unlabelled hides all that tells, or may tell, how a claim was judged, and by whom.
func unlabelled(c store.Claim) store.Claim {
	c.LabelID, c.Note, c.Confidence = "", "", nil
	c.PersonID, c.Person = "", ""
	c.FinalLabelID, c.ReviewerID = "", ""
	c.LabellerID, c.Labeller, c.Corrected, c.LabelledAt = "", "", false, time.Time{}
	if c.Status != store.StatusOrphaned {
		c.Status = store.StatusOpen
	}
	return c
}

// person is who works here now: the user, or the one for whom a review session is held.
func (d *desk) person() store.Person {
	if d.acting.ID != "" {
		return d.acting
	}
	p := d.profile.Person()
	return store.Person{ID: p.ID, Name: p.Name}
}

// me tells of an id whether it is that of who works here, under any of their
// names. What it gives may be asked on any goroutine.
func (d *desk) me() func(personID string) bool {
	return isPerson(d.same, d.person().ID)
}

// isPerson tells of an id whether it is that of a person, under any of their names.
func isPerson(same map[string]string, personID string) func(id string) bool {
	known := func(id string) string {
		if as, is := same[id]; is {
			return as
		}
		return id
	}
	person := known(personID)
	return func(id string) bool { return known(id) == person }
}

// act has another person work here from now on; the zero Person is the user.
func (d *desk) act(p store.Person) {
	d.acting = p
	d.signIn()
	d.personChanged.send(struct{}{})
}

func (d *desk) readSame() {
	d.back.do(func() {
		same, err := d.store.SamePeople(d.ctx)
		d.back.post(func() {
			if err == nil {
				d.same = same
				if !d.reviewing {
					d.readBlindMode()
				}
			}
		})
	})
}
