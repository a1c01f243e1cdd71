package review

import (
	"context"
	"fmt"
	"slices"
	"time"

	"factmark/app/agreement"
	"factmark/store"
)

// Words are what people said of the claims of a workspace, ready to be measured.
type Words struct {
	Labels *agreement.Ratings
	Spans  *agreement.Spans

	Titles map[string]string // of documents, by id

	ratings []dated
	offered []string
	claims  map[place]string // the first claim at a place
}

// place is a unit of agreement: all claims on the same span of the same document are one.
type place struct{ document, unit string }

type dated struct {
	agreement.Rating
	at time.Time
}

// Collect reads what people said. Without open ones, labels given in a session in which the reviewer saw those of
// the others are left out, since they say little of how far people agree.
func Collect(ctx context.Context, st *store.Store, open bool) (*Words, error) {
	labels, err := st.Labels(ctx)
	if err != nil {
		return nil, err
	}
	documents, err := st.Documents(ctx)
	if err != nil {
		return nil, err
	}
	w := &Words{Titles: make(map[string]string), claims: make(map[place]string)}
	for _, l := range labels {
		w.offered = append(w.offered, l.Name)
	}
	var spans []agreement.Span
	names := shown{ids: make(map[string]string), taken: make(map[string]bool)}
	err = st.EachRating(ctx, func(r store.Rating) error {
		if r.Mode == "open" && !open {
			return nil
		}
		unit := fmt.Sprintf("%d-%d", r.Start, r.End)
		who := names.of(r)
		if at := (place{r.DocumentID, unit}); w.claims[at] == "" {
			w.claims[at] = r.ClaimID
		}
		w.ratings = append(w.ratings, dated{agreement.Rating{Unit: unit, Document: r.DocumentID, Rater: who, Category: r.Label}, r.At})
		if r.Marked {
			spans = append(spans, agreement.Span{ID: r.ClaimID, Document: r.DocumentID, Rater: who, Category: r.Label, Start: r.Start, End: r.End})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var texts []agreement.Document
	for _, d := range documents {
		texts = append(texts, agreement.Document{ID: d.ID, Length: d.Length})
		w.Titles[d.ID] = d.Title
	}
	w.Labels = agreement.Collect(undated(w.ratings), w.offered)
	w.Spans = agreement.CollectSpans(spans, texts, w.offered)
	return w, nil
}

// Report is all that is measured at once.
type Report struct {
	Labels    agreement.Breakdown `json:"labels"`
	Spans     agreement.Breakdown `json:"spans"`
	Confusion agreement.Confusion `json:"confusion"` // of the only two people, or pooled over all pairs
	Rows      string              `json:"confusion_rows,omitempty"`
	Columns   string              `json:"confusion_columns,omitempty"`
	Titles    map[string]string   `json:"document_titles"`
}

// bootstrap is how intervals are drawn: the same words give the same figures on every machine. Where many people make
// a great many pairs, as many replicates have to do as do for the ends.
func bootstrap(pairs int) agreement.Bootstrap {
	if pairs > manyPairs {
		return agreement.Bootstrap{Replicates: 200, Seed: 1}
	}
	return agreement.Bootstrap{Replicates: 1000, Seed: 1}
}

const manyPairs = 50

// Report measures everything, of one document or, where the id is empty, of all.
func (w *Words) Report(ctx context.Context, documentID string) (Report, error) {
	scope := agreement.Scope{Document: documentID}
	labels, spans := w.Labels.Within(scope), w.Spans.Within(scope)
	r := Report{Titles: w.Titles, Confusion: labels.Confusion()}
	pairs := labels.ByPair()
	if len(pairs) == 1 {
		r.Confusion, r.Rows, r.Columns = labels.Within(pairs[0]).Confusion(), pairs[0].A, pairs[0].B
	}
	var err error
	drawn := bootstrap(len(pairs))
	if r.Labels, err = labels.Breakdown(ctx, drawn); err == nil {
		r.Spans, err = spans.Breakdown(ctx, drawn)
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

// Differences lists where people differ in a part of the whole: in labels, or in the spans they marked.
func (w *Words) Differences(scope agreement.Scope, spans bool) []Difference {
	var all []Difference
	if !spans {
		for _, d := range w.Labels.Within(scope).Disagreements() {
			all = append(all, Difference{d.Document, w.claims[place{d.Document, d.Unit}], d.Said})
		}
		return all
	}
	for _, d := range w.Spans.Within(scope).Disagreements() {
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
		all = append(all, one)
	}
	return all
}

func undated(ratings []dated) []agreement.Rating {
	plain := make([]agreement.Rating, len(ratings))
	for i, r := range ratings {
		plain[i] = r.Rating
	}
	return plain
}

// Day is the agreement as it was at the end of a day.
type Day struct {
	Day   time.Time // its start, UTC
	Alpha agreement.Figure
}

// maxDays is how many days OverTime gives at most, the first and the last among them.
const maxDays = 60

// OverTime gives Krippendorff's alpha of all that had been said by the end of each day on which something was, in one
// document or, where the id is empty, in all. It ends early with the context's error.
func (w *Words) OverTime(ctx context.Context, documentID string) ([]Day, error) {
	var sorted []dated
	for _, r := range w.ratings {
		if documentID == "" || r.Document == documentID {
			sorted = append(sorted, r)
		}
	}
	slices.SortStableFunc(sorted, func(a, b dated) int { return a.at.Compare(b.at) })
	var ends []int
	for i := range sorted {
		if i+1 == len(sorted) || !dayOf(sorted[i].at).Equal(dayOf(sorted[i+1].at)) {
			ends = append(ends, i+1)
		}
	}
	if n := len(ends); n > maxDays {
		var some []int
		for i := range maxDays {
			some = append(some, ends[i*(n-1)/(maxDays-1)])
		}
		ends = some
	}
	var days []Day
	for _, end := range ends {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		figure := agreement.Collect(undated(sorted[:end]), w.offered).Measure(agreement.Bootstrap{}, agreement.Alpha)[0]
		days = append(days, Day{dayOf(sorted[end-1].at), figure})
	}
	return days, nil
}

func dayOf(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// shown gives each person a name of their own: two people may be called the same.
type shown struct {
	ids   map[string]string
	taken map[string]bool
}

func (s *shown) of(r store.Rating) string {
	if name, known := s.ids[r.PersonID]; known {
		return name
	}
	name := r.Person
	if name == "" {
		name = "Nobody named"
	}
	for n := 2; s.taken[name]; n++ {
		name = fmt.Sprintf("%s (%d)", r.Person, n)
	}
	s.ids[r.PersonID], s.taken[name] = name, true
	return name
}
