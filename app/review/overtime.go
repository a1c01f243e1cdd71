package review

import (
	"cmp"
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

// hearing is what a statement is heard for. Of a place that one person alone
// ever speaks of, nothing but that is of interest.
type hearing uint8

const (
	repeated hearing = iota // that person has spoken of it before
	alone
	compared // several people speak of the place
)

// maxDays is how many days OverTime gives at most, the first and the last among them.
const maxDays = 60

// OverTime gives Krippendorff's alpha of all that had been said by the end of each day on which something was, in one
// document or, where the id is empty, in all. It ends early with the context's error.
func (w *Words) OverTime(ctx context.Context, documentID string) ([]Day, error) {
	document, known := slices.BinarySearch(w.documents, documentID)
	if documentID != "" && !known {
		return nil, nil
	}
	var sorted []int32 // places among the statements, which are in the order of places
	heard := make([]hearing, len(w.statements))
	for from := 0; from < len(w.statements); {
		to, several := from+1, false
		for to < len(w.statements) && w.statements[to].spot == w.statements[from].spot {
			several = several || w.statements[to].person != w.statements[from].person
			to++
		}
		earliest := from
		for i := from; i < to; i++ {
			if w.statements[i].at < w.statements[earliest].at {
				earliest = i
			}
		}
		for i := from; i < to; i++ {
			if heard[i] = repeated; several {
				heard[i] = compared
			}
			if documentID == "" || w.statements[i].document == int32(document) {
				sorted = append(sorted, int32(i))
			}
		}
		if !several {
			heard[earliest] = alone
		}
		from = to
	}
	at := func(i int32) time.Time { return time.UnixMilli(w.statements[i].at) }
	slices.SortStableFunc(sorted, func(a, b int32) int { return cmp.Compare(w.statements[a].at, w.statements[b].at) })
	var ends []int
	for i := range sorted {
		if i+1 == len(sorted) || !dayOf(at(sorted[i])).Equal(dayOf(at(sorted[i+1]))) {
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
			i := sorted[cast]
			s := &w.statements[i]
			switch heard[i] {
			case compared:
				if by.cast(w, i) {
					alpha.Put(w.rating(s))
				}
			case alone:
				alpha.PutUnits([]string{w.raters[s.person]}, []string{w.labels[s.label]}, 1)
			}
		}
		days = append(days, Day{dayOf(at(sorted[end-1])), alpha.Alpha()})
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
