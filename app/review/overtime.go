package review

import (
	"context"
	"maps"
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
// document or, where the id is empty, in all. It tells which share is done, and ends early with the context's error.
func (w *Words) OverTime(ctx context.Context, documentID string, tell func(share float64)) ([]Day, error) {
	var only []string
	if documentID != "" {
		only = []string{documentID}
	}
	by := calendar{Words: w, changes: make(map[time.Time]*agreement.Running)}
	seen := make(map[string]bool)
	err := w.st.EachRating(ctx, only, func(r store.Rating) error {
		if !seen[r.DocumentID] {
			if seen[r.DocumentID] = true; tell != nil {
				tell(float64(len(seen)) / float64(max(len(seen), len(w.documents))))
			}
		}
		by.hear(&r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	by.close()
	days := slices.SortedFunc(maps.Keys(by.changes), time.Time.Compare)
	var all []Day
	var alpha agreement.Running
	for _, day := range days {
		alpha.Add(by.changes[day])
		all = append(all, Day{day, alpha.Alpha()})
	}
	if n := len(all); n > maxDays {
		some := make([]Day, maxDays)
		for i := range some {
			some[i] = all[i*(n-1)/(maxDays-1)]
		}
		all = some
	}
	return all, nil
}

// calendar adds up by how much what was said on each day changed what had been said before, place by place.
type calendar struct {
	*Words
	changes map[time.Time]*agreement.Running

	at    place // what statements are of
	spoke []statement
}

// statement is something said of a place; whether it is the person's word there in the end is another matter.
type statement struct {
	store.Word
	category string
}

// hear takes in what someone said.
func (c *calendar) hear(r *store.Rating) {
	if at := (place{r.DocumentID, r.Start, r.End}); at != c.at {
		c.close()
		c.at = at
	}
	category := r.Label
	if r.Rejected {
		category = SpanRejected
	}
	if category != "" && (r.Mode != store.ModeOpen || c.open) {
		c.spoke = append(c.spoke, statement{store.Word{PersonID: r.PersonID, LabelID: r.LabelID, ClaimID: r.ClaimID, Decision: r.Decided, At: r.At}, category})
	}
}

// on gives the change on the day of a statement.
func (c *calendar) on(s *statement) *agreement.Running {
	day := dayOf(s.At)
	if c.changes[day] == nil {
		c.changes[day] = &agreement.Running{}
	}
	return c.changes[day]
}

// close adds up what was said of a place, in the order of time.
func (c *calendar) close() {
	slices.SortStableFunc(c.spoke, func(a, b statement) int { return a.At.Compare(b.At) })
	var raters, categories []string
	var holding []store.Word
	for i := range c.spoke {
		s := &c.spoke[i]
		change := c.on(s)
		at := slices.IndexFunc(holding, func(w store.Word) bool { return w.PersonID == s.PersonID })
		if at >= 0 && !s.HoldsOver(holding[at]) {
			continue
		}
		change.PutUnits(raters, categories, -1)
		if at < 0 {
			at = len(holding)
			holding, raters, categories = append(holding, s.Word), append(raters, c.names.of(s.PersonID)), append(categories, "")
		}
		holding[at], categories[at] = s.Word, s.category
		change.PutUnits(raters, categories, 1)
	}
	c.spoke = c.spoke[:0]
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
