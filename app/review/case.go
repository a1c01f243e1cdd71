package review

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"factmark/store"
)

// Case is a span with the claims on it and what people say of it.
// Its words are those of store.WordsOn; agreement is measured on the same, see
// Collect.
type Case struct {
	Heads []store.ClaimHead // in the order of their ids; at least one
	Words []store.Word      // one a person, by person's id
}

// place is a span of a document: all claims on it are one case, and one unit of agreement.
type place struct {
	document   string
	start, end int
}

func placeOf(h store.ClaimHead) place { return place{h.DocumentID, h.Start, h.End} }

// unit is what agreement calls a place within its document.
func (p place) unit() string { return string(p.appendUnit(nil)) }

func (p place) appendUnit(b []byte) []byte {
	return strconv.AppendInt(append(strconv.AppendInt(b, int64(p.start), 10), '-'), int64(p.end), 10)
}

// Cases gives all spans that have claims, in document and text order. A claim
// that has lost its place is on no span.
func (m *Material) Cases() []Case {
	spoken := map[string][]store.Decision{}
	for _, d := range m.Decisions {
		spoken[d.ClaimID] = append(spoken[d.ClaimID], d)
	}
	var all []Case
	at := map[place]int{}
	for _, h := range m.Heads {
		if h.Status == store.StatusOrphaned {
			continue
		}
		p := placeOf(h)
		i, known := at[p]
		if !known {
			i = len(all)
			at[p] = i
			all = append(all, Case{})
		}
		all[i].Heads = append(all[i].Heads, h)
	}
	for i := range all {
		all[i].Words = store.WordsOn(all[i].Heads, spoken)
	}
	return all
}

// Settled tells whether somebody has decided on every claim of the case.
func (c *Case) Settled() bool {
	return !slices.ContainsFunc(c.Heads, func(h store.ClaimHead) bool { return !h.Settled })
}

// Outcomes gives what follows for claims of a queue, nil for all, from what
// people say, as far as that is not how they stand already.
func Outcomes(ctx context.Context, st *store.Store, only *store.Queue, progress func(done, total int)) ([]store.Settlement, error) {
	var all []store.Settlement
	err := st.EachTally(ctx, store.TallyClaims, nil, progress, func(t *store.Tally) error {
		follow := make([][]store.Settlement, len(t.Kinds))
		for i := range t.Kinds {
			follow[i] = settlementsOf(&t.Kinds[i])
		}
		at := 0
		for _, s := range t.Spans {
			for i, one := range follow[s.Kind] {
				if one.Status == "" {
					continue
				}
				if one.ClaimID = t.Claims.At(at + i); only == nil || only.Place(one.ClaimID) >= 0 {
					all = append(all, one)
				}
			}
			at += len(t.Kinds[s.Kind].Claims)
		}
		return nil
	})
	return all, err
}

// settlementsOf gives what follows for each claim on spans of a kind, without its id: no status where that is how it
// stands, nil where nothing follows for any.
func settlementsOf(k *store.SpanKind) []store.Settlement {
	var words []store.Word
	for _, w := range k.Words {
		words = append(words, store.Word{PersonID: w.PersonID, LabelID: w.LabelID})
	}
	status, labelID := store.DerivedStatus(words)
	if status == "" {
		return nil
	}
	all := make([]store.Settlement, len(k.Claims))
	for i, c := range k.Claims {
		if !c.Settled && (c.Status != status || c.FinalLabelID != labelID) {
			all[i] = store.Settlement{Status: status, LabelID: labelID}
		}
	}
	return all
}

// Differing are the spans on which people differ, each by the first of its
// claims: the ones on which they differ most come first.
type Differing struct {
	Claims    *store.Queue
	documents []int32 // of each, by its place among the names
	names     []string
	settled   []bool // somebody has decided on every claim there
}

// ReadDiffering finds where people differ.
func ReadDiffering(ctx context.Context, st *store.Store, progress func(done, total int)) (*Differing, error) {
	all := &Differing{Claims: &store.Queue{}}
	var by []float32
	err := st.EachTally(ctx, store.TallyDiffering, nil, progress, func(t *store.Tally) error {
		if len(t.Differing) > 0 {
			all.names = append(all.names, t.DocumentID)
		}
		for _, d := range t.Differing {
			all.Claims.Add(d.ClaimID)
			all.documents, all.settled = append(all.documents, int32(len(all.names)-1)), append(all.settled, d.Settled)
			by = append(by, float32(d.Disagreement))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("finding where people differ: %w", err)
	}
	places := make([]int32, len(by))
	for i := range places {
		places[i] = int32(i)
	}
	slices.SortStableFunc(places, func(a, b int32) int { return cmp.Compare(by[b], by[a]) })
	return all.pick(places), nil
}

func (d *Differing) pick(places []int32) *Differing {
	picked := &Differing{Claims: d.Claims.Pick(places), names: d.names}
	for _, i := range places {
		picked.documents, picked.settled = append(picked.documents, d.documents[i]), append(picked.settled, d.settled[i])
	}
	return picked
}

// In gives those in a document, "" for all, and, unless they are wanted, without those that somebody has settled.
func (d *Differing) In(documentID string, settled bool) *Differing {
	var places []int32
	for i := range d.settled {
		if (documentID == "" || d.names[d.documents[i]] == documentID) && (settled || !d.settled[i]) {
			places = append(places, int32(i))
		}
	}
	return d.pick(places)
}

// Settled tells whether somebody has decided on every claim of the span at a place.
func (d *Differing) Settled(i int) bool { return d.settled[i] }

// ReadCase gives the span that a claim stands on, with the decision that has
// settled it, where one has; ErrNotFound where the claim is not there.
func ReadCase(ctx context.Context, st *store.Store, claimID string) (Case, *store.Decision, error) {
	heads, decisions, err := st.Beside(ctx, claimID)
	if err != nil {
		return Case{}, nil, err
	}
	same, err := st.SamePeople(ctx)
	if err != nil {
		return Case{}, nil, err
	}
	m := Material{Heads: heads, Decisions: decisions, same: same}
	for i := range m.Decisions {
		m.Decisions[i].PersonID = m.Person(m.Decisions[i].PersonID)
	}
	all := m.Cases()
	if len(all) == 0 { // it has lost its place
		return Case{Heads: heads}, nil, nil
	}
	one := all[0]
	if !one.Settled() {
		return one, nil, nil
	}
	var last *store.Decision
	for i := range m.Decisions {
		if d := &m.Decisions[i]; d.SessionID == "" && d.ClaimID == one.Heads[0].ID {
			last = d
		}
	}
	return one, last, nil
}
