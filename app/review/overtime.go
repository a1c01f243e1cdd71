package review

import (
	"context"
	"slices"
	"time"

	"factmark/app/agreement"
	"factmark/store"
)

// Day is the agreement as it was at the end of a day.
type Day struct {
	Day   time.Time // its start, local time
	Alpha agreement.Figure
}

// maxDays is how many days OverTime gives at most, the first and the last among them.
const maxDays = 60

// OverTime gives Krippendorff's alpha of all that had been said by the end of each day on which something was, in one
// document or, where the id is empty, in all. It ends early with the context's error.
func (w *Words) OverTime(ctx context.Context, documentID string) ([]Day, error) {
	var sorted []statement
	for _, s := range w.statements {
		if documentID == "" || s.document == documentID {
			sorted = append(sorted, s)
		}
	}
	slices.SortStableFunc(sorted, func(a, b statement) int { return a.at.Compare(b.at) })
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
	var by ballot
	var alpha agreement.Running
	cast := 0
	for _, end := range ends {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for ; cast < end; cast++ {
			if rating, holds := by.cast(sorted[cast]); holds {
				alpha.Put(rating)
			}
		}
		days = append(days, Day{dayOf(sorted[end-1].at), alpha.Alpha()})
	}
	return days, nil
}

// Alpha gives Krippendorff's alpha of all that was said without sight of
// another's label, from the tallies of the documents. progress is as for store.EachTally.
func Alpha(ctx context.Context, st *store.Store, progress func(done, total int)) (agreement.Figure, error) {
	var alpha agreement.Running
	labels, err := st.Labels(ctx)
	if err != nil {
		return agreement.Figure{}, err
	}
	names := map[string]string{"": SpanRejected}
	for _, l := range labels {
		names[l.ID] = l.Name
	}
	err = st.EachTally(ctx, store.TallyKinds, nil, progress, func(t *store.Tally) error {
		for i := range t.Kinds {
			k := &t.Kinds[i]
			var raters, said []string
			for _, w := range k.Unseen {
				raters, said = append(raters, w.PersonID), append(said, names[w.LabelID])
			}
			alpha.PutUnits(raters, said, k.Count)
		}
		return nil
	})
	return alpha.Alpha(), err
}

func dayOf(t time.Time) time.Time {
	year, month, day := t.Local().Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.Local)
}
