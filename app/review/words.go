package review

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"factmark/app/agreement"
	"factmark/store"
)

// Words are what people said of the claims of a workspace, ready to be measured.
// Of each word no more is kept than numbers: there may be a million.
type Words struct {
	Labels *agreement.Ratings
	Spans  *agreement.Spans

	Titles map[string]string // of documents, by id

	statements []statement  // all that was said with a label, in no order of time
	ids        *store.Queue // of the claims that statements were made on, or places are known by
	firsts     []first      // in the order of places
	documents  []string     // ids, in order
	people     []store.Person
	raters     []string // of the people, by the names they are shown by
	labels     []string // names, and SpanRejected
	labelIDs   []string
	pseudonyms map[string]string // of people, by the names they are shown by
}

// statement is something said of a place; whether it is still the person's word
// there is another matter. What it names is given by its place among the names.
type statement struct {
	spot
	person, label, claim int32
	decided              bool
	at                   int64 // Unix time, milliseconds
}

// spot is a place, its document given by its place among the ids.
type spot struct{ document, start, end int32 }

// first is the first claim at a place.
type first struct {
	spot
	claim int32
}

func compareSpots(a, b spot) int {
	return cmp.Or(cmp.Compare(a.document, b.document), cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
}

// word is what a statement says.
func (w *Words) word(s *statement) store.Word {
	return store.Word{PersonID: w.people[s.person].ID, LabelID: w.labelIDs[s.label], ClaimID: w.ids.At(int(s.claim)), Decision: s.decided, At: time.UnixMilli(s.at).UTC()}
}

// rating is what a statement says, to be measured.
func (w *Words) rating(s *statement) agreement.Rating {
	p := place{w.documents[s.document], int(s.start), int(s.end)}
	return agreement.Rating{Unit: p.unit(), Document: p.document, Rater: w.raters[s.person], Category: w.labels[s.label]}
}

// claimAt gives the first claim at a place, "" where there is none.
func (w *Words) claimAt(p place) string {
	document, known := slices.BinarySearch(w.documents, p.document)
	at, found := slices.BinarySearchFunc(w.firsts, spot{int32(document), int32(p.start), int32(p.end)}, func(f first, s spot) int { return compareSpots(f.spot, s) })
	if !known || !found {
		return ""
	}
	return w.ids.At(int(w.firsts[at].claim))
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
	w := &Words{Titles: make(map[string]string), ids: &store.Queue{}}
	for _, d := range documents {
		w.Titles[d.ID] = d.Title
		w.documents = append(w.documents, d.ID)
	}
	slices.Sort(w.documents)
	var offered []string
	for _, l := range labels {
		offered = append(offered, l.Name)
	}
	pseudonyms, err := Pseudonyms(ctx, st)
	if err != nil {
		return nil, err
	}
	c := collecting{Words: w, people: make(map[string]int32), labels: make(map[[2]string]int32), known: make(map[reader]bool),
		readers: make(map[string][]string), names: shown{ids: make(map[string]string), taken: make(map[string]bool)}}
	err = st.EachRating(ctx, func(r store.Rating) error {
		if r.Mode != store.ModeOpen || open {
			c.take(&r)
		}
		return nil
	})
	if err == nil {
		c.cast()
		var present map[string]string
		if present, err = st.Successors(ctx); err != nil {
			return nil, err
		}
		err = eachRead(ctx, st, func(documentID, personID, person string) {
			if _, here := w.Titles[documentID]; !here { // what others marked has gone along to the newer text
				documentID = present[documentID]
			}
			c.reads(documentID, c.names.of(personID, person))
		})
	}
	if err != nil {
		return nil, err
	}
	w.pseudonyms = make(map[string]string)
	for id, name := range c.names.ids {
		if pseudonyms[id] != "" {
			w.pseudonyms[name] = pseudonyms[id]
		}
	}
	var texts []agreement.Document
	for _, d := range documents {
		texts = append(texts, agreement.Document{ID: d.ID, Length: d.Length, Readers: c.readers[d.ID]})
	}
	w.Labels, w.Spans = c.ratings.Ratings(offered), c.spans.Spans(texts, offered)
	return w, nil
}

// collecting takes in what people said, document by document.
type collecting struct {
	*Words
	people  map[string]int32
	labels  map[[2]string]int32 // by id and name
	readers map[string][]string // of documents
	known   map[reader]bool
	names   shown

	ratings agreement.Collector
	spans   agreement.SpanCollector
	by      ballot // of the document that is being read
	from    int    // the first statement in it
	at      int32  // that document
	claim   string // the last one that has a number
}

type reader struct{ document, who string }

func (c *collecting) reads(documentID, who string) {
	if key := (reader{documentID, who}); !c.known[key] {
		c.known[key] = true
		c.readers[documentID] = append(c.readers[documentID], who)
	}
}

func (c *collecting) take(r *store.Rating) {
	person, known := c.people[r.PersonID]
	if !known {
		person = int32(len(c.raters))
		c.people[r.PersonID] = person
		c.Words.people, c.raters = append(c.Words.people, store.Person{ID: r.PersonID, Name: r.Person}), append(c.raters, c.names.of(r.PersonID, r.Person))
	}
	who := c.raters[person]
	document := c.at
	if c.documents[document] != r.DocumentID {
		found, _ := slices.BinarySearch(c.documents, r.DocumentID)
		document = int32(found)
	}
	at := spot{document, int32(r.Start), int32(r.End)}
	if at.document != c.at {
		c.cast()
		c.at = at.document
	}
	if c.claim != r.ClaimID {
		c.claim = r.ClaimID
		c.ids.Add(r.ClaimID)
	}
	claim := int32(c.ids.Len() - 1)
	if n := len(c.firsts); n == 0 || c.firsts[n-1].spot != at {
		c.firsts = append(c.firsts, first{at, claim})
	}
	label := r.Label
	if r.Rejected {
		label = SpanRejected
	}
	if label != "" {
		key := [2]string{r.LabelID, label}
		number, known := c.labels[key]
		if !known {
			number = int32(len(c.Words.labels))
			c.labels[key] = number
			c.Words.labels, c.labelIDs = append(c.Words.labels, label), append(c.labelIDs, r.LabelID)
		}
		c.statements = append(c.statements, statement{at, person, number, claim, r.Decided, r.At.UnixMilli()})
	}
	if r.Marked {
		document := c.documents[at.document] // not the copy that was read
		c.spans.Add(agreement.Span{ID: r.ClaimID, Document: document, Rater: who, Category: r.Label, Start: r.Start, End: r.End})
		c.reads(document, who)
	}
}

// cast has the words of the document that was read, which hold, measured.
func (c *collecting) cast() {
	c.by.words, c.by.at = c.by.words[:0], make(map[ballotKey]int)
	for i := c.from; i < len(c.statements); i++ {
		c.by.cast(c.Words, int32(i))
	}
	for _, i := range c.by.words {
		c.ratings.Add(c.rating(&c.statements[i]))
	}
	c.from = len(c.statements)
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

// ballot holds the word of each person on each place, as a statement.
type ballot struct {
	words []int32 // places among the statements
	at    map[ballotKey]int
}

type ballotKey struct {
	spot
	person int32
}

// cast takes in what someone said, unless their word so far holds over it.
func (b *ballot) cast(w *Words, i int32) (holds bool) {
	if b.at == nil {
		b.at = make(map[ballotKey]int)
	}
	s := &w.statements[i]
	key := ballotKey{s.spot, s.person}
	at, known := b.at[key]
	switch {
	case !known:
		b.at[key] = len(b.words)
		b.words = append(b.words, i)
	case w.word(s).HoldsOver(w.word(&w.statements[b.words[at]])):
		b.words[at] = i
	default:
		return false
	}
	return true
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
