package review

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"

	"factmark/app/agreement"
	"factmark/store"
)

// Words are what people said of the claims of a workspace, ready to be measured.
// What is measured of them is kept, and no more: there may be a million.
type Words struct {
	Labels *agreement.Ratings
	Spans  *agreement.Spans

	Titles map[string]string // of documents, by id

	st         *store.Store
	open       bool
	documents  map[string]agreement.Document // by id, with who has read them
	offered    []string                      // names of labels
	labels     map[string]string             // their names by id; SpanRejected is that of ""
	names      *uniqueNames                  // of people
	pseudonyms map[string]string             // of people, by the names they are shown by
}

// SpanRejected is what people say of a span who reject it: a label of its own wherever labels are compared, for to
// leave it out would make those who reject what others label seem to agree.
const SpanRejected = "span rejected"

// Collect reads what people said. The word of each person on a span is that of a Case. Without open ones, what was said
// in a session in which the reviewer saw the label is left out, since it says little of how far people agree, and what
// the person had said before holds. progress is as for store.EachTally.
//
// Who has read a document, where spans are measured, are those who marked something in it, and those who have gone
// through it in a session that has ended, where spans are marked anew.
func Collect(ctx context.Context, st *store.Store, open bool, progress func(done, total int)) (*Words, error) {
	labels, err := st.Labels(ctx)
	if err != nil {
		return nil, err
	}
	documents, err := st.Documents(ctx)
	if err != nil {
		return nil, err
	}
	people, err := st.KnownPeople(ctx)
	if err != nil {
		return nil, err
	}
	present, err := st.Successors(ctx)
	if err != nil {
		return nil, err
	}
	w := &Words{st: st, open: open, Titles: make(map[string]string), documents: make(map[string]agreement.Document), labels: map[string]string{"": SpanRejected},
		pseudonyms: make(map[string]string), names: &uniqueNames{known: make(map[string]string), ids: make(map[string]string), taken: make(map[string]bool)}}
	for _, d := range documents {
		w.Titles[d.ID], w.documents[d.ID] = d.Title, agreement.Document{ID: d.ID, Length: d.Length}
	}
	for _, l := range labels {
		w.offered = append(w.offered, l.Name)
		w.labels[l.ID] = l.Name
	}
	for _, p := range people {
		w.names.known[p.ID] = p.Name
	}
	var ratings agreement.Collector
	var spans agreement.SpanCollector
	err = st.EachTally(ctx, store.TallyClaims, nil, progress, func(t *store.Tally) error {
		w.rate(&ratings, t)
		w.mark(&spans, t, false)
		return nil
	})
	if err == nil {
		err = eachRead(ctx, st, func(documentID, personID string) {
			if _, here := w.Titles[documentID]; !here { // what others marked has gone along to the newer text
				documentID = present[documentID]
			}
			w.reads(documentID, w.names.of(personID))
		})
	}
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		if name, spoken := w.names.ids[p.ID]; spoken && p.Pseudonym != "" {
			w.pseudonyms[name] = p.Pseudonym
		}
	}
	var texts []agreement.Document
	for _, d := range documents {
		texts = append(texts, w.documents[d.ID])
	}
	w.Labels, w.Spans = ratings.Ratings(w.offered), spans.Spans(texts, w.offered)
	return w, nil
}

// words are what is said on a span of a kind, as far as it counts here.
func (w *Words) words(k *store.SpanKind) []store.SaidWord {
	if w.open {
		return k.Words
	}
	return k.Unseen
}

// rate has the labels of a document measured: spans on which the same is said are as many of one.
func (w *Words) rate(c *agreement.Collector, t *store.Tally) {
	// The first of each kind, in the order of their names, stands for all.
	var name []byte
	first := make([][]byte, len(t.Kinds))
	for _, s := range t.Spans {
		if len(w.words(&t.Kinds[s.Kind])) == 0 {
			continue
		}
		name = place{start: s.Start, end: s.End}.appendUnit(name[:0])
		if at := first[s.Kind]; at == nil || bytes.Compare(name, at) < 0 {
			first[s.Kind] = append(at[:0], name...)
		}
	}
	for i, unit := range first {
		if unit != nil {
			w.rateUnits(c, t.DocumentID, string(unit), &t.Kinds[i], t.Kinds[i].Count)
		}
	}
}

func (w *Words) rateUnits(c *agreement.Collector, documentID, unit string, k *store.SpanKind, count int) {
	for _, said := range w.words(k) {
		if label := w.labels[said.LabelID]; label != "" {
			c.AddUnits(agreement.Rating{Unit: unit, Document: documentID, Rater: w.names.of(said.PersonID), Category: label}, count)
		}
	}
}

// mark has the spans that were marked in a document measured, with the claims' ids where they are asked for.
func (w *Words) mark(c *agreement.SpanCollector, t *store.Tally, ids bool) {
	at := 0
	for _, s := range t.Spans {
		for _, one := range t.Kinds[s.Kind].Claims {
			if one.Status != store.StatusOrphaned {
				span := agreement.Span{Document: t.DocumentID, Rater: w.names.of(one.PersonID), Start: s.Start, End: s.End}
				if one.Own {
					span.Category = w.labels[one.LabelID]
				}
				if ids {
					span.ID = t.Claims.At(at)
				}
				c.Add(span)
				w.reads(t.DocumentID, span.Rater)
			}
			at++
		}
	}
}

// reads notes that someone has read a document.
func (w *Words) reads(documentID, who string) {
	if d, here := w.documents[documentID]; here && !slices.Contains(d.Readers, who) {
		d.Readers = append(d.Readers, who)
		w.documents[documentID] = d
	}
}

// eachRead calls f for every document that somebody has gone through to mark its spans anew.
func eachRead(ctx context.Context, st *store.Store, f func(documentID, personID string)) error {
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
			f(document, id)
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

// uniqueNames gives each person a name of their own: two people may be called the same.
type uniqueNames struct {
	known map[string]string // names by id

	mu    sync.Mutex // guards what follows
	ids   map[string]string
	taken map[string]bool
}

func (s *uniqueNames) of(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if name, known := s.ids[id]; known {
		return name
	}
	name := s.known[id]
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
