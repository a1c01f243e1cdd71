package review

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

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

// unit is what agreement calls a place within its document; placeNamed reads it.
func (p place) unit() string { return strconv.Itoa(p.start) + "-" + strconv.Itoa(p.end) }

func placeNamed(documentID, unit string) place {
	start, end, _ := strings.Cut(unit, "-")
	p := place{document: documentID}
	p.start, _ = strconv.Atoi(start)
	p.end, _ = strconv.Atoi(end)
	return p
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

// Disagreement is the share of the pairs of people who say different things:
// 0 where all agree, or fewer than two have spoken, 1 where no two agree.
func (c *Case) Disagreement() float64 {
	n := len(c.Words)
	if n < 2 {
		return 0
	}
	counts := map[string]int{}
	for _, w := range c.Words {
		counts[w.LabelID]++
	}
	same := 0
	for _, k := range counts {
		same += k * (k - 1)
	}
	return 1 - float64(same)/float64(n*(n-1))
}

// Settled tells whether somebody has decided on every claim of the case.
func (c *Case) Settled() bool {
	return !slices.ContainsFunc(c.Heads, func(h store.ClaimHead) bool { return !h.Settled })
}

// Outcome is the status that follows from what people say, with the label
// where it is unanimous; "" where fewer than two have spoken.
func (c *Case) Outcome() (status, labelID string) { return store.Follows(c.Words) }

// Outcomes gives what follows for each claim from what people say, as far as
// that is not how it stands already. Where somebody has decided, nothing follows.
func (m *Material) Outcomes() []store.Settlement {
	var all []store.Settlement
	for _, c := range m.Cases() {
		status, labelID := c.Outcome()
		if status == "" {
			continue
		}
		for _, h := range c.Heads {
			if !h.Settled && (h.Status != status || h.FinalLabelID != labelID) {
				all = append(all, store.Settlement{ClaimID: h.ID, Status: status, LabelID: labelID})
			}
		}
	}
	return all
}

// Differing gives those of the cases in which people differ, the ones in which they differ most first.
func Differing(all []Case) []Case {
	by := make(map[string]float64) // by the id of the first claim
	var found []Case
	for _, c := range all {
		if differ := c.Disagreement(); differ > 0 {
			by[c.Heads[0].ID] = differ
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b Case) int { return cmp.Compare(by[b.Heads[0].ID], by[a.Heads[0].ID]) })
	return found
}
