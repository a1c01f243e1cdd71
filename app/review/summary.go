package review

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"factmark/store"
)

// Summary is what a session came to. A claim counts as agreed where the
// decision is the claim's own label, as changed where it is another one, and
// as labelled where the claim had none. Skipped ones are not done.
type Summary struct {
	Total         int            `json:"total"` // claims in the queue that are still there, or documents
	Done          int            `json:"done"`  // agreed, changed, labelled and rejected ones, or documents gone through
	Agreed        int            `json:"agreed"`
	Changed       int            `json:"changed"`
	Labelled      int            `json:"labelled"`
	Rejected      int            `json:"rejected"`
	Skipped       int            `json:"skipped"`
	Marked        int            `json:"marked"`         // claims made, where spans are marked anew
	Read          []string       `json:"read,omitempty"` // ids of the documents gone through there
	Seconds       float64        `json:"seconds"`
	MedianSeconds float64        `json:"median_seconds"` // for one claim
	Disagreements []Disagreement `json:"disagreements"`  // in the order of the queue
	Skips         []Disagreement `json:"skips"`
}

// Left is how many are neither done nor skipped.
func (s *Summary) Left() int { return s.Total - s.Done - s.Skipped }

// Disagreement is a claim on which the reviewer said something else than its label, or nothing.
type Disagreement struct {
	ClaimID    string `json:"claim_id"`
	DocumentID string `json:"document_id"`
	Document   string `json:"document"`
	Start      int    `json:"start"`
	End        int    `json:"end"`
	Quote      string `json:"quote"`
	Person     string `json:"person"` // whose label it is
	Label      string `json:"label"`
	Decision   string `json:"decision"` // a label, "rejected" or "skipped"
	Comment    string `json:"comment"`
}

// What Disagreement.Decision says where no label was given.
const (
	Rejected = "rejected"
	Skipped  = "skipped"
)

// String is the summary as a session keeps it.
func (s Summary) String() string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings and finite numbers always encode
	}
	return string(b)
}

// ReadSummary reads what a session that has ended keeps.
func ReadSummary(s store.ReviewSession) (Summary, error) {
	var sum Summary
	if err := json.Unmarshal([]byte(s.Summary), &sum); err != nil {
		return Summary{}, fmt.Errorf("the summary of the review session cannot be read: %w", err)
	}
	return sum, nil
}

// LookBack gives the summary of a session that has ended: as it was then or,
// where it was held on a package without labels, against the labels that are here.
func LookBack(ctx context.Context, st *store.Store, session store.ReviewSession) (Summary, error) {
	kept, err := ReadSummary(session)
	if err != nil || session.Mode != store.ModeBlind || kept.Agreed+kept.Changed > 0 {
		return kept, err
	}
	now, err := Summarise(ctx, st, session, nil, nil)
	if err != nil || now.Agreed+now.Changed == 0 && kept.Total > 0 {
		return kept, err
	}
	return now, nil
}

// Summarise sums up what a session has come to by now. Read are the documents
// that have been gone through where spans are marked anew. progress, which may be
// nil, is told how many of how many decisions, or documents, are read.
func Summarise(ctx context.Context, st *store.Store, session store.ReviewSession, read []string, progress func(done, total int)) (Summary, error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	s, err := summarise(ctx, st, session, read, progress)
	if err != nil {
		return Summary{}, fmt.Errorf("summing up the review session: %w", err)
	}
	return s, nil
}

func summarise(ctx context.Context, st *store.Store, session store.ReviewSession, read []string, progress func(done, total int)) (s Summary, err error) {
	queue, err := ReadQueue(ctx, st, session)
	if err != nil {
		return s, err
	}
	if session.Mode == store.ModeIndependent {
		return markedAnew(ctx, st, session, queue.All(), read, progress)
	}
	names, titles, err := namesOf(ctx, st)
	if err != nil {
		return s, err
	}
	decisions, err := st.Decisions(ctx, store.DecisionFilter{SessionID: session.ID})
	if err != nil {
		return s, err
	}
	gone, err := st.GoneClaims(ctx)
	if err != nil {
		return s, err
	}
	if queue.Len() == 0 { // what was labelled in a package outside a session had none
		for _, d := range decisions {
			queue.Add(d.ClaimID)
		}
	}
	queue = queue.Without(gone)
	s.Total = queue.Len()
	decisions = slices.DeleteFunc(decisions, func(d store.Decision) bool { return queue.Place(d.ClaimID) < 0 })
	slices.SortStableFunc(decisions, func(a, b store.Decision) int { return cmp.Compare(queue.Place(a.ClaimID), queue.Place(b.ClaimID)) })
	var times []float64
	for i, d := range decisions {
		progress(i, len(decisions))
		if i+1 < len(decisions) && decisions[i+1].ClaimID == d.ClaimID { // the last one counts
			continue
		}
		c, err := st.Claim(ctx, d.ClaimID)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return s, err
		}
		s.add(c, d, names, titles)
		s.Seconds += d.Seconds
		if d.Seconds > 0 && d.Kind != store.DecidedSkip {
			times = append(times, d.Seconds)
		}
	}
	s.MedianSeconds = median(times)
	return s, nil
}

// add counts a decision, and lists it where it is no agreement.
func (s *Summary) add(c store.Claim, d store.Decision, names, titles map[string]string) {
	item := Disagreement{ClaimID: c.ID, DocumentID: c.DocumentID, Document: titles[c.DocumentID], Start: c.Start, End: c.End,
		Quote: c.Quote, Person: cmp.Or(c.Labeller, c.Person), Label: names[c.LabelID], Decision: names[d.LabelID], Comment: d.Comment}
	switch {
	case d.Kind == store.DecidedSkip:
		s.Skipped++
		item.Decision = Skipped
		s.Skips = append(s.Skips, item)
		return
	case d.Kind == store.DecidedReject:
		s.Rejected++
		item.Decision = Rejected
		s.Disagreements = append(s.Disagreements, item)
	case c.LabelID == "":
		s.Labelled++
	case c.LabelID == d.LabelID:
		s.Agreed++
	default:
		s.Changed++
		s.Disagreements = append(s.Disagreements, item)
	}
	s.Done++
}

// markedAnew sums up a session in which spans were marked anew: the claims the
// reviewer has made in these documents since it began.
func markedAnew(ctx context.Context, st *store.Store, session store.ReviewSession, queue, read []string, progress func(done, total int)) (s Summary, err error) {
	same, err := st.SamePeople(ctx)
	if err != nil {
		return s, err
	}
	who := func(id string) string {
		if as, is := same[id]; is {
			return as
		}
		return id
	}
	var made []time.Time
	for i, id := range queue {
		progress(i, len(queue))
		claims, err := st.Claims(ctx, id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return s, err
		}
		s.Total++
		if slices.Contains(read, id) {
			s.Read = append(s.Read, id)
		}
		for _, c := range claims {
			if who(c.PersonID) == who(session.PersonID) && !c.CreatedAt.Before(session.StartedAt) {
				made = append(made, c.CreatedAt)
			}
		}
	}
	s.Done, s.Marked = len(s.Read), len(made)
	var gaps []float64
	slices.SortFunc(made, time.Time.Compare)
	before := session.StartedAt
	for _, at := range made {
		gaps = append(gaps, min(at.Sub(before), MaxPause).Seconds())
		s.Seconds += gaps[len(gaps)-1]
		before = at
	}
	s.MedianSeconds = median(gaps)
	return s, nil
}

func namesOf(ctx context.Context, st *store.Store) (labels, titles map[string]string, err error) {
	labels, titles = map[string]string{"": "no label"}, map[string]string{}
	all, err := st.Labels(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, l := range all {
		labels[l.ID] = l.Name
	}
	documents, err := st.Documents(ctx)
	for _, d := range documents {
		titles[d.ID] = d.Title
	}
	return labels, titles, err
}

func median(all []float64) float64 {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	half := len(all) / 2
	if len(all)%2 == 1 {
		return all[half]
	}
	return (all[half-1] + all[half]) / 2
}
