package review

import (
	"cmp"
	"context"
	"slices"

	"factmark/app/agreement"
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
func (w *Words) Outward(r Report) Report {
	name := func(shown string) string { return cmp.Or(w.pseudonyms[shown], shown) }
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

// drawn is how intervals are drawn: the same words give the same figures on every machine.
var drawn = agreement.Bootstrap{Replicates: 1000, Seed: 1}

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
	r.Labels.Overall, r.Spans.Overall = labels.Overall(drawn), spans.Overall(drawn)
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
	if r.Labels, err = labels.Breakdown(ctx, drawn, func(share float64) { tell(share * labelsShare) }); err == nil {
		r.Spans, err = spans.Breakdown(ctx, drawn, func(share float64) { tell(labelsShare + share*(1-labelsShare)) })
	}
	return r, err
}

// Difference is a place where people differ. ClaimID is a claim there.
type Difference struct {
	DocumentID, ClaimID string
	Said                []agreement.Said // "" is no label; "nothing here" says that someone marked nothing
}

// NothingHere is what someone says of a span who marked none there.
const NothingHere = "nothing here"

// Differences lists where people differ in a part of the whole, in labels or in the spans they marked: the first of
// them, so many at most, and how many there are.
func (w *Words) Differences(scope agreement.Scope, spans bool, most int) (first []Difference, all int) {
	if !spans {
		found, all := w.Labels.Within(scope).Disagreements(most)
		for _, d := range found {
			first = append(first, Difference{d.Document, w.claimAt(placeNamed(d.Document, d.Unit)), d.Said})
		}
		return first, all
	}
	found, all := w.Spans.Within(scope).Disagreements(most)
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
				said.Category = "no label yet"
			}
			one.Said = append(one.Said, said)
		}
		first = append(first, one)
	}
	return first, all
}
