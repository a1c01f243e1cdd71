package workspace

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"factmark/store"
)

// claimIndex holds what claims are sorted and filtered by, as far as visibility lets it be seen: some 60 bytes a claim. A row is a
// claim's place in it, which stays the same.
type claimIndex struct {
	ids   *store.Queue     // by row, of the claims that were there when it was made
	added map[string]int32 // rows of those made since
	later []string         // their ids
	heads []claimHead      // by row

	documents, labels, people numbers

	count   int            // claims that are there
	byLabel map[string]int // how many there are, by label id
}

// claimHead is a claim in the index. Documents, labels and people are numbers of the index's.
type claimHead struct {
	made, changed            int64 // Unix time in milliseconds; 0 while not read
	document, start, end     int32 // code points
	label, person            int32
	is                       claimState
	judged, evidence, listed bool // judged: a blind review hides what is said of it
	found                    bool // it has the words searched for
}

// claimState is a set of the values of FilterClaimStatus, each a bit by its place among ClaimStatuses.
type claimState uint16

func stateOf(status string) claimState { return 1 << slices.Index(ClaimStatuses, status) }

var (
	stateToLabel, stateLabelled, stateDiffering = stateOf(ClaimToLabel), stateOf(ClaimLabelled), stateOf(ClaimDiffering)
	stateInConflict, stateSettled               = stateOf(ClaimInConflict), stateOf(ClaimSettled)
	stateRejected, stateUnplaced                = stateOf(ClaimRejected), stateOf(ClaimUnplaced)
)

// numbers gives strings numbers from 0.
type numbers struct {
	of  map[string]int32
	all []string
}

func (n *numbers) number(s string) int32 {
	if i, known := n.of[s]; known {
		return i
	}
	if n.of == nil {
		n.of = make(map[string]int32)
	}
	i := int32(len(n.all))
	s = strings.Clone(s)
	n.of[s] = i
	n.all = append(n.all, s)
	return i
}

func newClaimIndex() *claimIndex {
	return &claimIndex{ids: &store.Queue{}, added: map[string]int32{}, byLabel: map[string]int{}}
}

// head makes the head of a claim as visibility shows it.
func (x *claimIndex) head(c *store.Claim, person string) claimHead {
	h := claimHead{
		made: unixMilli(c.CreatedAt), changed: unixMilli(c.UpdatedAt), document: x.documents.number(c.DocumentID), start: int32(c.Start), end: int32(c.End),
		label: x.labels.number(c.LabelID), person: x.people.number(person), judged: c.PersonID == "", listed: true,
	}
	if h.judged {
		h.changed = h.made // when a label was given would tell something of it
	} else if c.ToLabel() && Placed(*c) {
		h.is |= stateToLabel
	}
	if c.LabelID != "" {
		h.is |= stateLabelled
	}
	switch c.Status {
	case store.StatusUnanimous, store.StatusAdjudicated:
		h.is |= stateSettled
	case store.StatusUnresolved:
		h.is |= stateDiffering
	case store.StatusRejected:
		h.is |= stateRejected
	case store.StatusOrphaned:
		h.is |= stateUnplaced
	}
	return h
}

func unixMilli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// row is the row of a claim, -1 where it has none.
func (x *claimIndex) row(id string) int32 {
	if row, is := x.added[id]; is {
		return row
	}
	return int32(x.ids.Place(id))
}

// id is the id of the claim in a row.
func (x *claimIndex) id(row int32) string {
	if n := int32(x.ids.Len()); row >= n {
		return x.later[row-n]
	}
	return x.ids.At(int(row))
}

// add puts a claim that is not in the index at the end of it.
func (x *claimIndex) add(id string, h claimHead) int32 {
	row := int32(len(x.heads))
	x.added[id] = row
	x.later = append(x.later, id)
	x.heads = append(x.heads, claimHead{document: h.document})
	x.set(row, h)
	return row
}

// set replaces the head of a row; one that is not listed takes the claim away.
func (x *claimIndex) set(row int32, h claimHead) {
	x.tell(&x.heads[row], -1)
	x.heads[row] = h
	x.tell(&h, +1)
}

func (x *claimIndex) tell(h *claimHead, by int) {
	if h.listed {
		x.count += by
		x.byLabel[x.labels.all[h.label]] += by
	}
}

// claimOrder says which claims of an index a view lists, and in which order. It is made where the index is not changed meanwhile, and
// is good until documents, labels or the view change.
type claimOrder struct {
	index     *claimIndex
	view      ClaimView
	searched  bool            // only those found are listed
	fits      []claimState    // statuses, one of which each claim listed has; nil for all
	wanted    map[string]bool // label ids; nil for all
	people    map[string]bool
	evidence  [2]bool // with, without
	documents []int32 // by number: the place among the documents
	labels    []int32 // by number: the place among the labels
	rows      []int32 // those listed, in order
}

// order gets an order ready for a view; documents and labels give their places, and rows are not filled yet.
func (x *claimIndex) order(view ClaimView, searched bool, document, label func(id string) int) *claimOrder {
	o := &claimOrder{index: x, view: view, searched: searched}
	for _, f := range view.Filters {
		put := func(set *map[string]bool) {
			if *set == nil {
				*set = map[string]bool{}
			}
			(*set)[f.Value] = true
		}
		switch f.Kind {
		case FilterLabel:
			put(&o.wanted)
		case FilterPerson:
			put(&o.people)
		case FilterClaimStatus:
			if slices.Contains(ClaimStatuses, f.Value) {
				o.fits = append(o.fits, stateOf(f.Value))
			}
		case FilterEvidence:
			o.evidence[0] = o.evidence[0] || f.Value == EvidenceWith
			o.evidence[1] = o.evidence[1] || f.Value == EvidenceWithout
		}
	}
	for _, id := range x.documents.all {
		o.documents = append(o.documents, int32(document(id)))
	}
	for _, id := range x.labels.all {
		o.labels = append(o.labels, int32(label(id)))
	}
	return o
}

// knows tells whether the order has a place for all that a head refers to.
func (o *claimOrder) knows(h *claimHead) bool {
	return int(h.document) < len(o.documents) && int(h.label) < len(o.labels)
}

// filter gives a function that tells which heads are listed. It is used on one goroutine.
func (o *claimOrder) filter() func(h *claimHead) bool {
	set := func(wanted map[string]bool, all []string) []bool {
		if wanted == nil {
			return nil
		}
		is := make([]bool, len(all))
		for i, id := range all {
			is[i] = wanted[id]
		}
		return is
	}
	labels, people := set(o.wanted, o.index.labels.all), set(o.people, o.index.people.all)
	var states claimState
	for _, s := range o.fits {
		states |= s
	}
	byEvidence := o.evidence[0] != o.evidence[1]
	return func(h *claimHead) bool {
		switch {
		case !h.listed, o.searched && !h.found, labels != nil && !labels[h.label], people != nil && !people[h.person], states != 0 && h.is&states == 0:
			return false
		}
		return !byEvidence || !h.judged && h.evidence == o.evidence[0]
	}
}

// fill finds the rows listed and sorts them.
func (o *claimOrder) fill() {
	lists := o.filter()
	o.rows = make([]int32, 0, o.index.count)
	for row := range o.index.heads {
		if lists(&o.index.heads[row]) {
			o.rows = append(o.rows, int32(row))
		}
	}
	// Few documents and labels have many claims each, which stand nearly in order: counting them is ten times as fast as comparing.
	heads := o.index.heads
	o.rows = countingSort(o.rows, o.documents, func(row int32) int32 { return heads[row].document })
	for from := 0; from < len(o.rows); {
		to := from + 1
		for to < len(o.rows) && o.documents[heads[o.rows[to]].document] == o.documents[heads[o.rows[from]].document] {
			to++
		}
		slices.SortFunc(o.rows[from:to], o.compareInPlace)
		from = to
	}
	switch o.view.Sort {
	case SortLabel:
		o.rows = countingSort(o.rows, o.labels, func(row int32) int32 { return heads[row].label })
	case SortMade, SortChanged:
		slices.SortFunc(o.rows, o.compare)
	}
}

// countingSort sorts rows by the place of their numbers; those with the same place stay in order.
func countingSort(rows, places []int32, number func(row int32) int32) []int32 {
	if len(rows) == 0 {
		return rows
	}
	next := make([]int, slices.Max(places)+2)
	for _, row := range rows {
		next[places[number(row)]+1]++
	}
	for i := range len(next) - 1 {
		next[i+1] += next[i]
	}
	sorted := make([]int32, len(rows))
	for _, row := range rows {
		at := &next[places[number(row)]]
		sorted[*at] = row
		*at++
	}
	return sorted
}

func (o *claimOrder) compare(i, j int32) int {
	a, b := &o.index.heads[i], &o.index.heads[j]
	by := 0
	switch o.view.Sort {
	case SortMade:
		by = cmp.Compare(b.made, a.made)
	case SortChanged:
		by = cmp.Compare(b.changed, a.changed)
	case SortLabel:
		by = cmp.Compare(o.labels[a.label], o.labels[b.label])
	}
	if by != 0 {
		return by
	}
	return o.compareInPlace(i, j)
}

// compareInPlace compares rows by where their claims stand.
func (o *claimOrder) compareInPlace(i, j int32) int {
	a, b := &o.index.heads[i], &o.index.heads[j]
	switch {
	case i == j:
		return 0
	case a.document != b.document:
		return cmp.Or(cmp.Compare(o.documents[a.document], o.documents[b.document]), cmp.Compare(a.document, b.document))
	case a.start != b.start:
		return cmp.Compare(a.start, b.start)
	case a.end != b.end:
		return cmp.Compare(a.end, b.end)
	}
	return strings.Compare(o.index.id(i), o.index.id(j))
}

// place is where a row is listed, -1 where it is not.
func (o *claimOrder) place(row int32) int {
	if row < 0 || !o.knows(&o.index.heads[row]) {
		return -1
	}
	if i, found := slices.BinarySearchFunc(o.rows, row, o.compare); found {
		return i
	}
	return -1
}

// stays tells whether the row at a place is in order there.
func (o *claimOrder) stays(i int) bool {
	return (i == 0 || o.compare(o.rows[i-1], o.rows[i]) < 0) && (i == len(o.rows)-1 || o.compare(o.rows[i], o.rows[i+1]) < 0)
}

// update replaces the head of a row, and lists the row where it belongs then. The slice of rows is made anew, so that whoever holds
// the old one may read on.
func (o *claimOrder) update(row int32, h claimHead) {
	was := o.place(row)
	o.index.set(row, h)
	switch lists := o.knows(&h) && o.filter()(&h); {
	case was >= 0 && lists && o.stays(was):
		return
	case was >= 0:
		o.rows = slices.Concat(o.rows[:was], o.rows[was+1:])
		fallthrough
	default:
		if lists {
			i, _ := slices.BinarySearchFunc(o.rows, row, o.compare)
			o.rows = slices.Concat(o.rows[:i], []int32{row}, o.rows[i:])
		}
	}
}
