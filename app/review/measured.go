package review

import (
	"cmp"
	"context"
	"slices"

	"factmark/app/agreement"
	"factmark/store"
)

// Report is all that is measured at once.
type Report struct {
	Labels    agreement.Breakdown `json:"labels"`
	Spans     agreement.Breakdown `json:"spans"`
	Confusion agreement.Confusion `json:"confusion"` // of the only two people, or pooled over all pairs
	Rows      string              `json:"confusion_rows,omitempty"`
	Columns   string              `json:"confusion_columns,omitempty"`
	Titles    map[string]string   `json:"document_titles"`
}

// Outward is a report as it may leave the workspace: people who have a pseudonym are called by it.
func (w *Words) Outward(r Report) Report { return called(r, w.pseudonyms) }

// Called is a report in which people are called by these names, given by their ids.
func (w *Words) Called(r Report, names map[string]string) Report {
	others := make(map[string]string)
	for id, shown := range w.names.ids {
		others[shown] = names[id]
	}
	return called(r, others)
}

func called(r Report, others map[string]string) Report {
	name := func(shown string) string { return cmp.Or(others[shown], shown) }
	rows := func(pairs []agreement.Row) []agreement.Row {
		pairs = slices.Clone(pairs)
		for i := range pairs {
			pairs[i].Scope.A, pairs[i].Scope.B = name(pairs[i].Scope.A), name(pairs[i].Scope.B)
		}
		return pairs
	}
	r.Labels.Pairs, r.Spans.Pairs = rows(r.Labels.Pairs), rows(r.Spans.Pairs)
	r.Rows, r.Columns = name(r.Rows), name(r.Columns)
	return r
}

// intervalBootstrap is how intervals are drawn: the same words give the same figures on every machine.
var intervalBootstrap = agreement.Bootstrap{Replicates: 1000, Seed: 1}

// within gives what was said of one document or, where the id is empty, of all.
func (w *Words) within(documentID string) (*agreement.Ratings, *agreement.Spans) {
	if documentID == "" {
		return w.Labels, w.Spans
	}
	scope := agreement.Scope{Document: documentID}
	return w.Labels.Within(scope), w.Spans.Within(scope)
}

// Overall measures the whole of one document or, where the id is empty, of all, and no part of it.
func (w *Words) Overall(documentID string) Report {
	labels, spans := w.within(documentID)
	r := Report{Titles: w.Titles, Confusion: labels.Confusion()}
	if pairs := labels.ByPair(); len(pairs) == 1 {
		r.Confusion, r.Rows, r.Columns = labels.Within(pairs[0]).Confusion(), pairs[0].A, pairs[0].B
	}
	r.Labels.Overall, r.Spans.Overall = labels.Overall(intervalBootstrap), spans.Overall(intervalBootstrap)
	return r
}

// labelsShare is about what part of the work labels are.
const labelsShare = 0.4

// Report measures everything, of one document or, where the id is empty, of all. It tells which share of it is done,
// where tell is not nil, never two at a time, and ends early with the context's error.
func (w *Words) Report(ctx context.Context, documentID string, tell func(share float64)) (Report, error) {
	r := w.Overall(documentID)
	labels, spans := w.within(documentID)
	if tell == nil {
		tell = func(float64) {}
	}
	var err error
	if r.Labels, err = labels.Breakdown(ctx, intervalBootstrap, func(share float64) { tell(share * labelsShare) }); err == nil {
		r.Spans, err = spans.Breakdown(ctx, intervalBootstrap, func(share float64) { tell(labelsShare + share*(1-labelsShare)) })
	}
	return r, err
}

// Difference is a place where people differ. ClaimID is a claim there.
type Difference struct {
	DocumentID, ClaimID string
	Said                []agreement.Said // "" is no label; "nothing here" says that someone marked nothing
}

// NothingHere is what someone says of a span who marked none there.
const (
	NothingHere = "nothing here"
	NoLabelYet  = "no label yet" // of a span that they marked and did not label
)

// Differences lists where people differ in a part of the whole, in labels or in the spans they marked, document by
// document as it is now: the first of them, so many at most, and how many there are.
func (w *Words) Differences(ctx context.Context, scope agreement.Scope, spans bool, most int) (first []Difference, all int, err error) {
	var only []string
	if scope.Document != "" {
		only = []string{scope.Document}
	}
	parts, in := store.TallyClaims, w.labelled
	if spans {
		in = w.marked
	}
	err = w.st.EachTally(ctx, parts, only, nil, func(t *store.Tally) error {
		more, count := in(t, scope, most-len(first))
		first, all = append(first, more...), all+count
		return nil
	})
	return first, all, err
}

// labelled gives the first differences in the labels of a document, and how many there are.
func (w *Words) labelled(t *store.Tally, scope agreement.Scope, most int) (first []Difference, all int) {
	var c agreement.Collector
	claims, at := make(map[string]int), 0
	for _, s := range t.Spans {
		k := &t.Kinds[s.Kind]
		if store.Disagreement(w.words(k)) > 0 {
			unit := place{start: s.Start, end: s.End}.unit()
			w.rateUnits(&c, t.DocumentID, unit, k, 1)
			claims[unit] = at
		}
		at += len(k.Claims)
	}
	if len(claims) == 0 {
		return nil, 0
	}
	found, all := c.Ratings(w.offered).Within(scope).Disagreements(most)
	for _, d := range found {
		first = append(first, Difference{d.Document, t.Claims.At(claims[d.Unit]), d.Said})
	}
	return first, all
}

// marked gives the first differences in the spans that were marked in a document, and how many there are.
func (w *Words) marked(t *store.Tally, scope agreement.Scope, most int) (first []Difference, all int) {
	if len(w.documents[t.DocumentID].Readers) < 2 {
		return nil, 0
	}
	var c agreement.SpanCollector
	w.mark(&c, t, true)
	found, all := c.Spans([]agreement.Document{w.documents[t.DocumentID]}, w.offered).Within(scope).Disagreements(most)
	for _, d := range found {
		one := Difference{DocumentID: d.Document, ClaimID: d.A.ID}
		if one.ClaimID == "" {
			one.ClaimID = d.B.ID
		}
		for _, span := range []agreement.Span{d.A, d.B} {
			said := agreement.Said{Rater: span.Rater, Category: span.Category}
			switch {
			case span.Start == span.End:
				said.Category = NothingHere
			case said.Category == "":
				said.Category = NoLabelYet
			}
			one.Said = append(one.Said, said)
		}
		first = append(first, one)
	}
	return first, all
}
