package workspace

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"factmark/app/format"
	"factmark/store"
)

// claimList is the list of claims as it is shown.
type claimList struct {
	ClaimView  ClaimView
	ClaimWords string     // searched for
	All        *AllClaims // the claims of all documents; nil while those of the open one are listed

	PersonNames map[string]string // of those by whom claims are filtered, by id, as far as they were read

	marks claimMarks
}

// claimMarks is what the claims themselves do not tell.
type claimMarks struct {
	evidence, conflict map[string]bool // ids of claims that have any
	known              bool
	reads              Latest
}

// ListsAll tells whether the claims of all documents are listed: never in a review, which has its own claims.
func (w *Workspace) ListsAll() bool { return w.ClaimView.All && !w.Reviewing }

// arrangeClaims lists claims as the view says.
func (w *Workspace) arrangeClaims() {
	switch {
	case !w.ListsAll():
		w.dropClaims()
	case w.All == nil:
		w.All = &AllClaims{model: w, rows: map[string]*listedRow{}, changed: map[string]int{}}
		w.All.load()
	default:
		w.All.arrange()
	}
	if !w.marks.known && (w.ListsAll() || w.ClaimView.filtersBy(FilterEvidence) || w.ClaimView.Has(FilterClaimStatus, ClaimInConflict)) {
		w.readMarks(nil)
	}
	if slices.ContainsFunc(w.ClaimView.Filters, func(f ClaimFilter) bool { return f.Kind == FilterPerson && w.PersonNames[f.Value] == "" }) {
		w.readPeople(func([]store.Person) {})
	}
	w.ClaimListChanged.Send(struct{}{})
}

// readPeople reads the names of people, and gives them to then.
func (w *Workspace) readPeople(then func([]store.Person)) {
	w.Back.Go(func() {
		all, err := w.Store.People(w.Ctx)
		w.Back.OnUI(func() {
			if err != nil {
				w.Fail(fmt.Errorf("reading the people: %w", err))
				return
			}
			w.PersonNames = make(map[string]string, len(all))
			for _, p := range all {
				w.PersonNames[p.ID] = p.Name
			}
			if w.ClaimView.filtersBy(FilterPerson) {
				w.ClaimViewChanged.Send(struct{}{})
			}
			then(all)
		})
	})
}

func (w *Workspace) dropClaims() {
	if w.All != nil {
		w.All.endSearch()
		w.All = nil
	}
}

// restartClaims lists claims anew where what may be seen of them has changed: nothing of what was listed stays.
func (w *Workspace) restartClaims() {
	w.dropClaims()
	w.arrangeClaims()
}

// SearchClaims lists the claims that hold all of some words.
func (w *Workspace) SearchClaims(words string) {
	w.ClaimWords = words
	if w.All != nil {
		w.All.search()
	}
	w.ClaimListChanged.Send(struct{}{})
}

// holdsWords tells whether a claim, as it may be seen, holds all of some folded words.
func holdsWords(c *store.Claim, words []string) bool {
	return format.ContainsAll(format.Fold(strings.Join([]string{c.Quote, c.Note, c.Statement, c.Claimant, c.Person}, "\n")), words)
}

// readMarks reads which claims have evidence or a conflict, and calls then, which may be nil.
func (w *Workspace) readMarks(then func()) {
	current := w.marks.reads.Ask()
	w.marks.known = true
	w.Back.Go(func() {
		evidence, err := w.Store.ClaimsWithEvidence(w.Ctx)
		conflict, err1 := []string(nil), error(nil)
		if err == nil {
			conflict, err1 = w.Store.ClaimsInConflict(w.Ctx)
		}
		w.Back.OnUI(func() {
			switch {
			case err != nil || err1 != nil:
				w.marks.known = false
				w.Fail(fmt.Errorf("reading which claims have evidence: %w", errOr(err, err1)))
			case current():
				w.marks.evidence, w.marks.conflict = setOf(evidence), setOf(conflict)
				if w.All != nil {
					w.All.do(w.All.mark)
					w.All.arrange()
				}
				w.ClaimListChanged.Send(struct{}{})
			}
			if then != nil {
				then()
			}
		})
	})
}

func errOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

func setOf(ids []string) map[string]bool {
	set := make(map[string]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// ClaimsFitting gives the places of those of the open document's claims that the view lists, in its order. Words are left to the caller.
func (w *Workspace) ClaimsFitting() []int {
	var kept []int
	if w.ClaimView.byLabelAlone() {
		for i := range w.Claims {
			if !w.ClaimView.filtersBy(FilterLabel) || w.ClaimView.Has(FilterLabel, w.Claims[i].LabelID) {
				kept = append(kept, i)
			}
		}
		return kept
	}
	o := w.indexClaims().order(w.ClaimView, false, func(string) int { return 0 }, w.labelPlace)
	o.fill()
	for _, row := range o.rows {
		kept = append(kept, int(row))
	}
	return kept
}

// indexClaims makes an index of the open document's claims, with their places for rows.
func (w *Workspace) indexClaims() *claimIndex {
	x, canonical := newClaimIndex(), canonicalPerson(w.same)
	for i := range w.Claims {
		c := &w.Claims[i]
		h := x.head(c, canonical(c.PersonID))
		w.marks.put(c.ID, &h)
		x.add(c.ID, h)
	}
	return x
}

// put notes in a head what is known of its claim, as far as it may be seen.
func (m *claimMarks) put(id string, h *claimHead) {
	h.evidence = !h.judged && m.evidence[id]
	h.is &^= stateInConflict
	if !h.judged && m.conflict[id] {
		h.is |= stateInConflict
	}
}

// labelPlace is the place of a label in the order of the workspace; a claim without one comes last.
func (w *Workspace) labelPlace(id string) int {
	if i := w.LabelIndex(id); i >= 0 {
		return i
	}
	return len(w.Labels)
}

// ClaimFilterValue is what the list of claims can be filtered by, and how many claims have it.
type ClaimFilterValue struct {
	ClaimFilter
	Name  string // of a person
	Count int
}

// ClaimFilterValues looks up what the list of claims can be filtered by, and gives it to then: people, statuses and evidence. Labels
// have chips of their own.
func (w *Workspace) ClaimFilterValues(then func([]ClaimFilterValue)) {
	people := func() {
		w.readPeople(func(all []store.Person) {
			switch {
			case !w.ListsAll():
				then(w.indexClaims().values(all))
			case w.All != nil && w.All.order != nil:
				then(w.All.order.index.values(all))
			}
		})
	}
	if w.marks.known {
		people()
	} else {
		w.readMarks(people)
	}
}

// values counts what claims can be filtered by. What a blind review hides is not counted.
func (x *claimIndex) values(people []store.Person) (all []ClaimFilterValue) {
	byPerson, byStatus := make([]int, len(x.people.all)), make([]int, len(ClaimStatuses))
	var with, without int
	for i := range x.heads {
		h := &x.heads[i]
		if !h.listed {
			continue
		}
		byPerson[h.person]++
		for bit := range ClaimStatuses {
			if h.is>>bit&1 == 1 {
				byStatus[bit]++
			}
		}
		switch {
		case h.judged:
		case h.evidence:
			with++
		default:
			without++
		}
	}
	add := func(kind ClaimFilterKind, value, name string, count int) {
		if count > 0 {
			all = append(all, ClaimFilterValue{ClaimFilter{kind, value}, name, count})
		}
	}
	for bit, status := range ClaimStatuses {
		add(FilterClaimStatus, status, "", byStatus[bit])
	}
	add(FilterEvidence, EvidenceWith, "", with)
	add(FilterEvidence, EvidenceWithout, "", without)
	for _, p := range people {
		if n, is := x.people.of[p.ID]; is {
			add(FilterPerson, p.ID, p.Name, byPerson[n])
		}
	}
	return all
}

// listChanged takes into the list of claims what the store has written.
func (w *Workspace) listChanged(c store.Change) {
	evidence := len(c.Evidence) > 0 || slices.ContainsFunc(c.Claims, func(one store.ClaimChange) bool {
		return one.Before != nil && one.After != nil && one.Before.FirstID != one.After.FirstID // linked claims share it
	})
	if w.marks.known && (c.Everything || c.Conflicts || evidence) {
		w.readMarks(nil)
	}
	if evidence && w.All != nil {
		w.All.forget()
	}
	if w.All != nil {
		w.All.hear(c)
	}
}

// documentsRead has the list say of its claims' documents what is known of them now.
func (w *Workspace) documentsRead() {
	if w.All != nil {
		w.All.forget()
		w.All.arrange()
	}
}

// knownClaim is a claim of the open document, or one of the list that was read; nil where it is neither.
func (w *Workspace) knownClaim(id string) *store.Claim {
	if c := w.Claim(id); c != nil || w.All == nil {
		return c
	}
	if c, known := w.All.Claim(id); known && c.ID != "" {
		return &c.Claim
	}
	return nil
}

// claimShown shows what is not written yet of claims that are listed.
func (w *Workspace) claimShown() {
	if w.All != nil {
		w.ClaimListChanged.Send(struct{}{})
	}
}

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

type listedRow struct {
	store.ListedClaim
	stale bool // it is to be read anew
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
	see, canonical := w.Visibility, canonicalPerson(w.same)
	timed, documents := w.ClaimView.needsTimes(), len(w.Documents)
	w.Back.Go(func() {
		index, err := readClaimIndex(w.Ctx, w.Store, see, canonical, documents, func(done, total int) {
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

// mark notes in the index which claims have evidence or a conflict.
func (a *AllClaims) mark() { a.markIn(a.order.index) }

func (a *AllClaims) markIn(index *claimIndex) {
	for i := range index.heads {
		index.heads[i].evidence = false
		index.heads[i].is &^= stateInConflict
	}
	marks := &a.model.marks
	for _, set := range []map[string]bool{marks.evidence, marks.conflict} {
		for id := range set {
			if row := index.row(id); row >= 0 {
				marks.put(id, &index.heads[row])
			}
		}
	}
}

// readClaimIndex makes the index of all claims from the tallies of their documents, of which there are about so many.
func readClaimIndex(ctx context.Context, st *store.Store, see Visibility, canonical func(string) string, documents int, progress func(done, total int)) (*claimIndex, error) {
	x := newClaimIndex()
	read := 0
	err := st.EachTally(ctx, store.TallyClaims, nil, progress, func(t *store.Tally) error {
		if read++; read%500 == 0 && progress != nil {
			progress(read, max(read, documents))
		}
		x.heads = slices.Grow(x.heads, t.Claims.Len())
		at := 0
		for _, span := range t.Spans {
			for _, kind := range t.Kinds[span.Kind].Claims {
				c := store.Claim{DocumentID: t.DocumentID, Start: span.Start, End: span.End, LabelID: kind.LabelID, PersonID: kind.PersonID,
					Status: kind.Status, FinalLabelID: kind.FinalLabelID}
				visible := true
				if see != nil {
					c.ID = t.Claims.At(at)
					c, visible = see(c)
				}
				h := x.head(&c, canonical(c.PersonID))
				h.listed = visible
				x.ids.AddAt(t.Claims, at)
				x.heads = append(x.heads, h)
				x.tell(&h, +1)
				at++
			}
		}
		return ctx.Err()
	})
	x.ids.Index()
	return x, err
}

// claimTimes are when the claims of an index were made and changed, by row.
type claimTimes struct{ made, changed []int64 }

func readClaimTimes(ctx context.Context, st *store.Store, index *claimIndex) (claimTimes, error) {
	t := claimTimes{make([]int64, len(index.heads)), make([]int64, len(index.heads))}
	return t, st.EachClaimTimes(ctx, func(id string, made, changed time.Time) error {
		if row := index.row(id); row >= 0 {
			t.made[row], t.changed[row] = unixMilli(made), unixMilli(changed)
		}
		return nil
	})
}

func (t claimTimes) put(index *claimIndex) {
	for row := range t.made {
		h := &index.heads[row]
		if h.made, h.changed = t.made[row], t.changed[row]; h.judged {
			h.changed = h.made
		}
	}
}

// hear takes in what the store has written.
func (a *AllClaims) hear(c store.Change) {
	if c.Everything || c.People {
		a.forget()
		a.load()
		return
	}
	see := a.model.Visibility
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
		after, visible := *change.After, true
		if see != nil {
			after, visible = see(after)
		}
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
				a.apply(change, see, canonical, words, len(c.Claims) <= mostPlacedAlone)
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
func (a *AllClaims) apply(change store.ClaimChange, see Visibility, canonical func(string) string, words []string, place bool) {
	x := a.order.index
	var h claimHead
	id := ""
	if c := change.After; c != nil {
		id = c.ID
		seen, visible := *c, true
		if see != nil {
			seen, visible = see(seen)
		}
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

// forget has all rows read anew; what was read stays until then.
func (a *AllClaims) forget() {
	a.changes++
	for _, row := range a.rows {
		row.stale = true
	}
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
	see := a.model.Visibility
	for _, c := range found {
		if a.changed[c.ID] > changes {
			a.rows[c.ID].stale = true
			if a.rows[c.ID].DocumentID != "" {
				continue
			}
		}
		visible := true
		if see != nil {
			c.Claim, visible = see(c.Claim)
		}
		if c.PersonID == "" { // a blind review hides what is said of it
			c.Supports, c.Refutes, c.Context = 0, 0, 0
		}
		if visible {
			a.rows[c.ID].ListedClaim = c
		}
	}
}

// endSearch ends the search that is under way.
func (a *AllClaims) endSearch() {
	if a.stop != nil {
		a.stop()
		a.stop = nil
	}
	a.Searching = false
}

// search looks for the words in all claims; those found are listed as they are found.
func (a *AllClaims) search() {
	a.endSearch()
	w := a.model
	words := strings.Fields(format.Fold(w.ClaimWords))
	a.do(func() {
		for i := range a.order.index.heads {
			a.order.index.heads[i].found = false
		}
	})
	a.arrange()
	if len(words) == 0 {
		return
	}
	ctx, stop := context.WithCancel(w.Ctx)
	a.stop, a.Searching = stop, true
	see, asked := w.Visibility, a.changes
	w.Back.Go(func() {
		var batch []string
		told := time.Now()
		hand := func() {
			found := batch
			batch, told = nil, time.Now()
			w.Back.OnUI(func() {
				if a.current() && ctx.Err() == nil {
					a.found(found, asked)
				}
			})
		}
		looked := 0
		err := w.Store.EachClaimText(ctx, func(c store.Claim) error {
			visible := true
			if see != nil {
				c, visible = see(c)
			}
			if visible && holdsWords(&c, words) {
				batch = append(batch, c.ID)
			}
			if looked++; looked%1000 == 0 && len(batch) > 0 && time.Since(told) > searchShown {
				hand()
			}
			return ctx.Err()
		})
		hand()
		w.Back.OnUI(func() {
			if !a.current() || ctx.Err() != nil {
				return
			}
			a.endSearch()
			if err != nil {
				w.Fail(fmt.Errorf("searching the claims: %w", err))
			}
			w.ClaimListChanged.Send(struct{}{})
		})
	})
}

// searchShown is how often what a search has found is shown while it goes on.
const searchShown = 250 * time.Millisecond

// found lists claims that a search has found, which began when so many changes had been heard of.
func (a *AllClaims) found(ids []string, changes int) {
	a.do(func() {
		for _, id := range ids {
			if row := a.order.index.row(id); row >= 0 && a.changed[id] <= changes {
				a.order.index.heads[row].found = true
			}
		}
	})
	a.arrange()
}

// OpenClaim opens the document of a claim at it, by the user's own choice, and calls then, which may be nil, once the claim is current.
func (w *Workspace) OpenClaim(documentID, claimID string, then func()) {
	switch {
	case w.Document.ID == documentID && w.Opening == "":
		w.Pick(claimID, true)
		if then != nil {
			then()
		}
		return
	case w.Opening == documentID && w.goal.Claim == claimID: // already asked for
		w.then = then
		return
	}
	w.then = then
	w.openAt(documentID, place{Claim: claimID, Asked: true, chosen: true})
}
