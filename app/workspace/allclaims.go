package workspace

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"factmark/app/format"
	"factmark/store"
)

// AllClaims are the claims of all documents in the order of their list. Which they are is held in memory; what they say is read as
// they come into view.
type AllClaims struct {
	model *Workspace
	order *claimOrder // nil until it is made for the first time
	timed bool        // the index has the times of claims

	// What is worked on away from the interface thread reads the index, which is not changed until that is done.
	busy   bool
	late   []func() // changes to the index that wait for it
	again  bool     // the claims are to be put in order anew
	reload bool     // the index is to be made anew

	Done, Total int // how many of how many documents are counted, or read, while the index is made

	rows    map[string]*listedRow // claims that were read, by id
	wanted  [2]int                // those in view, half open
	reading bool
	changes int            // how many were heard of
	changed map[string]int // the claims changed: by which of them last

	stop      context.CancelFunc // of the search; nil for none
	Searching bool
}

// Settled tells whether the list is what was asked for last.
func (a *AllClaims) Settled() bool { return a.order != nil && !a.busy && !a.again && !a.reload }

// Ready tells whether the list is there at all.
func (a *AllClaims) Ready() bool { return a.order != nil }

// ClaimRows are the ids of claims in the order of their list, as they were at a moment.
type ClaimRows struct {
	index *claimIndex
	rows  []int32
}

// Rows gives the claims as they are listed now.
func (a *AllClaims) Rows() ClaimRows {
	if a.order == nil {
		return ClaimRows{}
	}
	return ClaimRows{a.order.index, a.order.rows}
}

// Len is how many claims are listed.
func (r ClaimRows) Len() int { return len(r.rows) }

// ID is the id of the claim at a place of the list, "" where there is none.
func (r ClaimRows) ID(i int) string {
	if i < 0 || i >= len(r.rows) {
		return ""
	}
	return r.index.id(r.rows[i])
}

// SameSpan tells whether the claims at two places of the list mark the same words of a document.
func (r ClaimRows) SameSpan(i, j int) bool {
	if i < 0 || j >= len(r.rows) {
		return false
	}
	a, b := &r.index.heads[r.rows[i]], &r.index.heads[r.rows[j]]
	return a.document == b.document && a.start == b.start && a.end == b.end && (a.is|b.is)&stateUnplaced == 0
}

// Count is how many claims there are to be seen, listed or not.
func (a *AllClaims) Count() int {
	if a.order == nil {
		return 0
	}
	return a.order.index.count
}

// ByLabel is how many of those have a label, by its id.
func (a *AllClaims) ByLabel(labelID string) int {
	if a.order == nil {
		return 0
	}
	return a.order.index.byLabel[labelID]
}

// Place is where a claim is listed, -1 where it is not.
func (a *AllClaims) Place(id string) int {
	if a.order == nil || id == "" {
		return -1
	}
	return a.order.place(a.order.index.row(id))
}

// DocumentOf is the id of a claim's document, "" where the claim is not there.
func (a *AllClaims) DocumentOf(claimID string) string {
	if a.order == nil {
		return ""
	}
	x := a.order.index
	row := x.row(claimID)
	if row < 0 || !x.heads[row].listed {
		return ""
	}
	return x.documents.all[x.heads[row].document]
}

// do changes the index, once nothing reads it away from the interface thread.
func (a *AllClaims) do(change func()) {
	if a.busy {
		a.late = append(a.late, change)
	} else if a.order != nil {
		change()
	}
}

// settled ends a piece of work that read the index.
func (a *AllClaims) settled() {
	late := a.late
	a.late = nil
	for _, change := range late { // still busy, so that none of them begins the next piece
		change()
	}
	a.busy = false
	switch {
	case a.reload:
		a.load()
	case a.again:
		a.arrange()
	}
	a.model.ClaimListChanged.Send(struct{}{})
}

// current tells whether the list is still the one that is shown.
func (a *AllClaims) current() bool { return a.model.All == a }

// load makes the index anew. What is listed stays until then.
func (a *AllClaims) load() {
	w := a.model
	if a.busy {
		a.reload = true
		return
	}
	a.busy, a.reload = true, false
	visibility, canonical := w.Visibility, canonicalPerson(w.same)
	timed, documents := w.ClaimView.needsTimes(), len(w.Documents)
	w.Back.Go(func() {
		index, err := readClaimIndex(w.Ctx, w.Store, visibility, canonical, documents, func(done, total int) {
			w.Back.OnUI(func() {
				if a.current() {
					a.Done, a.Total = done, total
					w.ClaimListChanged.Send(struct{}{})
				}
			})
		})
		var times claimTimes
		if err == nil && timed {
			times, err = readClaimTimes(w.Ctx, w.Store, index)
		}
		w.Back.OnUI(func() {
			if !a.current() {
				return
			}
			a.Done, a.Total, a.busy = 0, 0, false
			if err != nil {
				a.late, a.again, a.reload = nil, false, false
				w.Fail(fmt.Errorf("reading the claims of all documents: %w", err))
				w.ClaimListChanged.Send(struct{}{})
				return
			}
			if a.timed = timed; timed {
				times.put(index)
			}
			a.fill(index)
			if len(strings.Fields(w.ClaimWords)) > 0 {
				a.search()
			}
		})
	})
}

// fill puts the claims of an index in order, and lists them then.
func (a *AllClaims) fill(index *claimIndex) {
	w := a.model
	a.busy, a.again = true, false
	if a.order == nil || a.order.index != index {
		a.markIn(index)
	}
	o := index.order(w.ClaimView, len(strings.Fields(w.ClaimWords)) > 0, w.documentPlaces(), w.labelPlace)
	w.Back.Go(func() {
		o.fill()
		w.Back.OnUI(func() {
			if a.current() {
				a.order = o
				a.settled()
			}
		})
	})
}

// documentPlaces gives a function that tells the place of a document in the order that the view asks for.
func (w *Workspace) documentPlaces() func(id string) int {
	ids := make([]int, len(w.Documents))
	for i := range ids {
		ids[i] = i
	}
	if w.ClaimView.Sort == SortDocumentDate {
		slices.SortStableFunc(ids, func(i, j int) int { return strings.Compare(w.Documents[j].Published, w.Documents[i].Published) })
	}
	places := make(map[string]int, len(ids))
	for place, i := range ids {
		places[w.Documents[i].ID] = place
	}
	return func(id string) int {
		if place, is := places[id]; is {
			return place
		}
		return len(places)
	}
}

// arrange puts the claims in order anew.
func (a *AllClaims) arrange() {
	w := a.model
	switch {
	case a.busy:
		a.again = true
		return
	case a.order == nil:
		a.load()
		return
	case !w.ClaimView.needsTimes() || a.timed:
		a.fill(a.order.index)
		return
	}
	a.busy = true
	index := a.order.index
	w.Back.Go(func() {
		times, err := readClaimTimes(w.Ctx, w.Store, index)
		w.Back.OnUI(func() {
			if !a.current() {
				return
			}
			a.busy, a.timed = false, err == nil
			if err != nil {
				w.Fail(fmt.Errorf("reading when claims were changed: %w", err))
			}
			times.put(index)
			a.fill(index)
		})
	})
}

// hear takes in what the store has written.
func (a *AllClaims) hear(c store.Change) {
	if c.Everything || c.People {
		a.forget()
		a.load()
		return
	}
	visibility := a.model.Visibility
	words := strings.Fields(format.Fold(a.model.ClaimWords))
	canonical := canonicalPerson(a.model.same)
	for _, change := range c.Claims {
		if change.After == nil {
			a.note(change.Before.ID)
			delete(a.rows, change.Before.ID)
			continue
		}
		id := change.After.ID
		a.note(id)
		after, visible := visibility.see(*change.After)
		switch row := a.rows[id]; {
		case !visible:
			delete(a.rows, id)
		case row != nil:
			row.stale = row.stale || row.Start != after.Start || row.End != after.End || row.DocumentID != after.DocumentID
			row.Claim = after
		}
	}
	if len(c.Claims) > 0 {
		a.do(func() {
			for _, change := range c.Claims {
				a.apply(change, visibility, canonical, words, len(c.Claims) <= mostPlacedAlone)
			}
			if len(c.Claims) > mostPlacedAlone {
				a.arrange()
			}
		})
		a.model.ClaimListChanged.Send(struct{}{})
	}
}

// mostPlacedAlone is how many changed claims are put in their places one by one; with more the list is put in order anew.
const mostPlacedAlone = 30

// note notes that a claim was changed: what is being read of it may lack that.
func (a *AllClaims) note(id string) {
	a.changes++
	a.changed[id] = a.changes
}

// apply takes a change of a claim into the index and, where it is to be placed, into the order.
func (a *AllClaims) apply(change store.ClaimChange, visibility Visibility, canonical func(string) string, words []string, place bool) {
	x := a.order.index
	var h claimHead
	id := ""
	if c := change.After; c != nil {
		id = c.ID
		seen, visible := visibility.see(*c)
		h = x.head(&seen, canonical(seen.PersonID))
		h.listed, h.found = visible, len(words) > 0 && holdsWords(&seen, words)
		a.model.marks.put(id, &h)
	} else {
		id = change.Before.ID
	}
	row := x.row(id)
	switch {
	case row < 0 && !h.listed:
		return
	case row < 0:
		row = x.add(id, claimHead{document: h.document})
	case !h.listed:
		h.document = x.heads[row].document
	}
	if !a.order.knows(&h) {
		a.again = true
	}
	if place {
		a.order.update(row, h)
	} else {
		x.set(row, h)
	}
	if a.again && !a.busy {
		a.arrange()
	}
}
