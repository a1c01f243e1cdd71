package review

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"factmark/store"
)

// Word is what one person says of a span: a label, or that it is no claim.
type Word struct {
	PersonID string
	LabelID  string // "" for a rejection
	ClaimID  string // the claim it was said on
	Comment  string // of a decision; what belongs to a claim's own label is its note
	Decision bool   // said in a review session; else it is the claim's own label
	At       time.Time
}

// Case is a span with the claims on it and what people say of it.
//
// What counts as a person's word: their last decision, a label or a rejection,
// made in a review session on any claim on this very span; where they made
// none, the label that they gave a claim on it, of several the last that has one.
// Each person has one word, however many names they go by. A skip is no word,
// and neither is a decision that settled the claim: it was made in sight of the
// others. Agreement is measured on the same words, see Collect.
type Case struct {
	Heads []store.ClaimHead // in the order of their ids; at least one
	Words []Word            // one a person, by person's id
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
		if d.SessionID != "" && d.Kind != store.DecidedSkip {
			spoken[d.ClaimID] = append(spoken[d.ClaimID], d)
		}
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
		all[i].Words = wordsOn(all[i].Heads, spoken)
	}
	return all
}

// heard are the words on a span, each person's one by their id.
type heard map[string]Word

// hear takes a word in, unless the person's word so far holds over it.
func (all heard) hear(w Word) {
	if before, known := all[w.PersonID]; !known || w.holdsOver(before) {
		all[w.PersonID] = w
	}
}

// holdsOver tells whether a word takes the place of another of the same person.
// Claims' ids grow with time.
func (w *Word) holdsOver(before Word) bool {
	switch {
	case w.Decision != before.Decision:
		return w.Decision
	case w.Decision && !w.At.Equal(before.At):
		return w.At.After(before.At)
	}
	return w.ClaimID >= before.ClaimID
}

func wordsOn(heads []store.ClaimHead, spoken map[string][]store.Decision) []Word {
	words := heard{}
	for _, h := range heads {
		if h.LabelID != "" {
			words.hear(Word{PersonID: h.LabellerID, LabelID: h.LabelID, ClaimID: h.ID})
		}
		for _, d := range spoken[h.ID] {
			words.hear(Word{d.PersonID, d.LabelID, h.ID, d.Comment, true, d.UpdatedAt})
		}
	}
	return slices.SortedFunc(maps.Values(words), func(a, b Word) int { return cmp.Compare(a.PersonID, b.PersonID) })
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
func (c *Case) Outcome() (status, labelID string) {
	switch {
	case len(c.Words) < 2:
		return "", ""
	case c.Disagreement() > 0:
		return store.StatusUnresolved, ""
	case c.Words[0].LabelID == "":
		return store.StatusRejected, ""
	}
	return store.StatusUnanimous, c.Words[0].LabelID
}

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

// Differing gives the cases in which people differ, those that nobody has
// decided yet, or all of them.
func (m *Material) Differing(settledToo bool) []Case {
	return slices.DeleteFunc(m.Cases(), func(c Case) bool {
		return c.Disagreement() == 0 || c.Settled() && !settledToo
	})
}
