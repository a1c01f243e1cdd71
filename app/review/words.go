package review

import (
	"context"
	"fmt"
	"time"

	"factmark/app/agreement"
	"factmark/store"
)

// Words are what people said of the claims of a workspace, ready to be measured.
type Words struct {
	Labels *agreement.Ratings
	Spans  *agreement.Spans

	Titles map[string]string // of documents, by id

	statements []statement // all that was said with a label, in no order of time
	offered    []string
	claims     map[place]string  // the first claim at a place
	pseudonyms map[string]string // of people, by the names they are shown by
}

// statement is something said of a place; whether it is still the person's word there is another matter.
type statement struct {
	place
	word  store.Word
	rater string
	label string
	at    time.Time
}

// SpanRejected is what people say of a span who reject it: a label of its own wherever labels are compared, for to
// leave it out would make those who reject what others label seem to agree.
const SpanRejected = "span rejected"

// Collect reads what people said. The word of each person on a span is that of a Case. Without open ones, what was said
// in a session in which the reviewer saw the label is left out, since it says little of how far people agree, and what
// the person had said before holds.
//
// Who has read a document, where spans are measured, are those who marked something in it, and those who have gone
// through it in a session that has ended, where spans are marked anew.
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
	for _, d := range documents {
		w.Titles[d.ID] = d.Title
	}
	for _, l := range labels {
		w.offered = append(w.offered, l.Name)
	}
	var spans []agreement.Span
	names := shown{ids: make(map[string]string), taken: make(map[string]bool)}
	pseudonyms, err := Pseudonyms(ctx, st)
	if err != nil {
		return nil, err
	}
	readers := make(map[string][]string) // of documents
	known := make(map[[2]string]bool)
	reads := func(documentID, who string) {
		if key := [2]string{documentID, who}; !known[key] {
			known[key] = true
			readers[documentID] = append(readers[documentID], who)
		}
	}
	err = st.EachRating(ctx, func(r store.Rating) error {
		if r.Mode == store.ModeOpen && !open {
			return nil
		}
		who := names.of(r.PersonID, r.Person)
		at := place{r.DocumentID, r.Start, r.End}
		if w.claims[at] == "" {
			w.claims[at] = r.ClaimID
		}
		said := statement{at, store.Word{PersonID: r.PersonID, LabelID: r.LabelID, ClaimID: r.ClaimID, Decision: r.Decided, At: r.At}, who, r.Label, r.At}
		if r.Rejected {
			said.label = SpanRejected
		}
		if said.label != "" {
			w.statements = append(w.statements, said)
		}
		if r.Marked {
			spans = append(spans, agreement.Span{ID: r.ClaimID, Document: r.DocumentID, Rater: who, Category: r.Label, Start: r.Start, End: r.End})
			reads(r.DocumentID, who)
		}
		return nil
	})
	if err == nil {
		present, failed := st.Successors(ctx)
		if failed != nil {
			return nil, failed
		}
		err = eachRead(ctx, st, func(documentID, personID, person string) {
			if _, here := w.Titles[documentID]; !here { // what others marked has gone along to the newer text
				documentID = present[documentID]
			}
			reads(documentID, names.of(personID, person))
		})
	}
	if err != nil {
		return nil, err
	}
	w.pseudonyms = make(map[string]string)
	for id, name := range names.ids {
		if pseudonyms[id] != "" {
			w.pseudonyms[name] = pseudonyms[id]
		}
	}
	var texts []agreement.Document
	for _, d := range documents {
		texts = append(texts, agreement.Document{ID: d.ID, Length: d.Length, Readers: readers[d.ID]})
	}
	var by ballot
	for _, s := range w.statements {
		by.cast(s)
	}
	w.Labels = agreement.Collect(by.ratings, w.offered)
	w.Spans = agreement.CollectSpans(spans, texts, w.offered)
	return w, nil
}

// eachRead calls f for every document that somebody has gone through to mark its spans anew.
func eachRead(ctx context.Context, st *store.Store, f func(documentID, personID, person string)) error {
	sessions, err := st.Sessions(ctx)
	if err != nil {
		return err
	}
	same, err := st.SamePeople(ctx)
	if err != nil {
		return err
	}
	for _, s := range sessions {
		if s.Mode != store.ModeIndependent || s.EndedAt.IsZero() {
			continue
		}
		id := s.PersonID
		if as, is := same[id]; is {
			id = as
		}
		sum, err := ReadSummary(s)
		if err != nil {
			continue // of somebody else's making: it does not say what was read
		}
		for _, document := range sum.Read {
			f(document, id, s.Person)
		}
	}
	return nil
}

// Pseudonyms gives what stands for people in what leaves the workspace, by their ids, of those who have one.
func Pseudonyms(ctx context.Context, st *store.Store) (map[string]string, error) {
	people, err := st.KnownPeople(ctx)
	if err != nil {
		return nil, err
	}
	all := make(map[string]string)
	for _, p := range people {
		if p.Pseudonym != "" {
			all[p.ID] = p.Pseudonym
		}
	}
	return all, nil
}

// ballot holds the word of each person on each place, as a rating.
type ballot struct {
	ratings []agreement.Rating
	words   []store.Word // of the ratings
	at      map[ballotKey]int
}

type ballotKey struct {
	place
	person string
}

// cast takes in what someone said, unless their word so far holds over it.
func (b *ballot) cast(s statement) (rating agreement.Rating, holds bool) {
	if b.at == nil {
		b.at = make(map[ballotKey]int)
	}
	key := ballotKey{s.place, s.word.PersonID}
	rating = agreement.Rating{Unit: s.unit(), Document: s.document, Rater: s.rater, Category: s.label}
	switch i, known := b.at[key]; {
	case !known:
		b.at[key] = len(b.ratings)
		b.ratings, b.words = append(b.ratings, rating), append(b.words, s.word)
	case s.word.HoldsOver(b.words[i]):
		b.ratings[i], b.words[i] = rating, s.word
	default:
		return rating, false
	}
	return rating, true
}

// shown gives each person a name of their own: two people may be called the same.
type shown struct {
	ids   map[string]string
	taken map[string]bool
}

func (s *shown) of(id, name string) string {
	if name, known := s.ids[id]; known {
		return name
	}
	if name == "" {
		name = "Nobody named"
	}
	shown := name
	for n := 2; s.taken[shown]; n++ {
		shown = fmt.Sprintf("%s (%d)", name, n)
	}
	s.ids[id], s.taken[shown] = shown, true
	return shown
}
