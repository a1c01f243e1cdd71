package workspace

import (
	"fmt"
	"slices"

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
	evidence := len(c.Evidence) > 0 || linksChanged(c.Claims)
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
