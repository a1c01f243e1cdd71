package workspace

import (
	"fmt"
	"slices"

	"factmark/store"
)

type listedRow struct {
	store.ListedClaim
	stale bool // it is to be read anew
}

// Claim is a claim of the list, with what is not written yet; known is false where it was not read yet.
func (a *AllClaims) Claim(id string) (c store.ListedClaim, known bool) {
	row := a.rows[id]
	if row == nil {
		return store.ListedClaim{}, false
	}
	c = row.ListedClaim
	for _, e := range a.model.Pending {
		if e.edit != nil && slices.Contains(e.ids, id) {
			e.edit(&c.Claim)
		}
	}
	return c, true
}

// ahead is how many claims before and behind those in view are read with them, and mostRows how many are kept.
const (
	ahead    = 40
	mostRows = 4000
)

// Want has the claims read that are in view, from first up to but not including last, with some before and behind.
func (a *AllClaims) Want(first, last int) {
	a.wanted = [2]int{first, last}
	if a.reading {
		return
	}
	var missing []string
	inView := false
	listed := a.Rows()
	for i := max(0, first-ahead); i < min(listed.Len(), last+ahead); i++ {
		id := listed.ID(i)
		if row := a.rows[id]; row == nil || row.stale {
			missing = append(missing, id)
			inView = inView || first <= i && i < last
		}
	}
	if !inView && len(missing) < ahead/2 { // a few at the edges are read with those that come
		return
	}
	a.reading = true
	w, asked := a.model, a.changes
	w.Back.Go(func() {
		found, err := w.Store.ClaimsByID(w.Ctx, missing)
		w.Back.OnUI(func() {
			a.reading = false
			if !a.current() {
				return
			}
			if err != nil {
				w.Fail(fmt.Errorf("reading claims: %w", err))
				return
			}
			a.keep(missing, found, asked)
			w.ClaimListChanged.Send(struct{}{})
			a.Want(a.wanted[0], a.wanted[1])
		})
	})
}

// keep takes over claims that were read when so many changes had been heard of.
func (a *AllClaims) keep(asked []string, found []store.ListedClaim, changes int) {
	if len(a.rows) > mostRows {
		clear(a.rows)
	}
	for _, id := range asked { // one that is gone is not asked for again and again
		if row := a.rows[id]; row == nil {
			a.rows[id] = &listedRow{ListedClaim: store.ListedClaim{Claim: store.Claim{ID: id}}}
		} else {
			row.stale = false
		}
	}
	visibility := a.model.Visibility
	for _, c := range found {
		if a.changed[c.ID] > changes {
			a.rows[c.ID].stale = true
			if a.rows[c.ID].DocumentID != "" {
				continue
			}
		}
		var visible bool
		c.Claim, visible = visibility.see(c.Claim)
		if c.PersonID == "" { // a blind review hides what is said of it
			c.Supports, c.Refutes, c.Context = 0, 0, 0
		}
		if visible {
			a.rows[c.ID].ListedClaim = c
		}
	}
}

// forget has all rows read anew; what was read stays until then.
func (a *AllClaims) forget() {
	a.changes++
	for _, row := range a.rows {
		row.stale = true
	}
}
