package workspace

import (
	"slices"

	"factmark/store"
)

// pendingEdit is an optimistic update: a change of claims that is shown before
// it is written, so that what is pressed next finds it, however slow the disk.
// It is laid over whatever the store says of the claims until its write ends.
type pendingEdit struct {
	made *store.Claim       // a claim that is made; nil where others are changed
	ids  []string           // the claims that are changed
	edit func(*store.Claim) // nil: they are deleted
}

// performShown writes a change behind all that were made before it, and shows at once what it makes of claims. A
// change that can never be written is taken back.
func (w *Workspace) performShown(c PendingWrite, e *pendingEdit) {
	w.Pending = append(w.Pending, e)
	w.eachView(func(v *Workspace) { v.showPending(e) })
	done, failed := c.Done, c.Failed
	c.Done = func() {
		w.dropPending(e)
		if done != nil {
			done()
		}
	}
	c.Failed = func(err error) {
		w.dropPending(e)
		w.eachView(func(v *Workspace) { v.takeBack(e) })
		if failed != nil {
			failed(err)
			return
		}
		w.Writes.fail(err)
	}
	w.Writes.Perform(c)
}

func (s *shared) dropPending(e *pendingEdit) {
	s.Pending = slices.DeleteFunc(slices.Clone(s.Pending), func(other *pendingEdit) bool { return other == e })
}

// showPending shows what an edit makes of the claims of the open document.
func (w *Workspace) showPending(e *pendingEdit) {
	var changes []store.ClaimChange
	if e.made != nil {
		changes = append(changes, store.ClaimChange{After: e.made})
	}
	for _, id := range e.ids {
		c := w.Claim(id)
		if c == nil {
			continue
		}
		before := *c
		change := store.ClaimChange{Before: &before}
		if e.edit != nil {
			after := before
			e.edit(&after)
			change.After = &after
		}
		changes = append(changes, change)
	}
	w.announce(w.putClaims(changes))
	w.claimShown()
}

// takeBack shows the claims again as they stand without an edit that could not be written.
func (w *Workspace) takeBack(e *pendingEdit) {
	if e.made != nil {
		w.announce(w.putClaims([]store.ClaimChange{{Before: e.made}}))
		return
	}
	w.ReadClaims()
	w.claimShown()
}

// announce tells the panes of changes to the claims of the open document.
func (w *Workspace) announce(here []store.ClaimChange) {
	if len(here) == 0 {
		return
	}
	w.ClaimsChanged.Send(here)
	if w.Current != "" && w.ClaimIndex(w.Current) < 0 {
		w.Choose("", false)
	}
}

// withPending gives a document's claims, as they were read, with what is not written yet.
func (s *shared) withPending(documentID string, claims []store.Claim) []store.Claim {
	if len(s.Pending) == 0 {
		return claims
	}
	claims = slices.Clone(claims)
	at := func(id string) int {
		return slices.IndexFunc(claims, func(c store.Claim) bool { return c.ID == id })
	}
	for _, e := range s.Pending {
		if e.made != nil && e.made.DocumentID == documentID && at(e.made.ID) < 0 {
			i, _ := slices.BinarySearchFunc(claims, *e.made, inTextOrder)
			claims = slices.Insert(claims, i, *e.made)
		}
		for _, id := range e.ids {
			switch i := at(id); {
			case i < 0:
			case e.edit != nil:
				e.edit(&claims[i])
			default:
				claims = slices.Delete(claims, i, i+1)
			}
		}
	}
	return claims
}

// changesWithPending gives what the store says has changed, with what is not written yet.
func (s *shared) changesWithPending(changes []store.ClaimChange) []store.ClaimChange {
	if len(s.Pending) == 0 {
		return changes
	}
	changes = slices.Clone(changes)
	for i, change := range changes {
		if change.After == nil {
			continue
		}
		after := *change.After
		changes[i].After = &after
		for _, e := range s.Pending {
			switch {
			case !slices.Contains(e.ids, after.ID):
			case e.edit != nil:
				e.edit(&after)
			default:
				changes[i].After = nil
			}
		}
	}
	return changes
}

// IsPending tells of a claim whether something of it is not written yet.
func (s *shared) IsPending(id string) bool {
	return slices.ContainsFunc(s.Pending, func(e *pendingEdit) bool {
		return e.made != nil && e.made.ID == id || slices.Contains(e.ids, id)
	})
}
