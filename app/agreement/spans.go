package agreement

import (
	"cmp"
	"slices"
	"sync"
)

// Span is what one person marked in a document.
type Span struct {
	ID         string // given back with disagreements
	Document   string
	Rater      string
	Category   string // empty: no label yet, which counts as a label of its own
	Start, End int    // code points, half open
}

// Document is a text in which people marked spans.
type Document struct {
	ID     string
	Length int // code points

	// Readers are those who went through the whole of it, whether they marked
	// anything or not; nil stands for all who marked something. A document
	// that was not opened and one with nothing to mark look the same otherwise.
	Readers []string
}

// Spans holds what people marked, in an order that doesn't depend on that of
// the input. It is never changed, and safe for use by several goroutines.
type Spans struct {
	raters, labels []string
	scope          Scope
	documents      []documentMarks // by document

	ids []string // of marks

	tallies func() []tally // of each document that two people have read; worked out when first asked for
}

// documentMarks are a document with what each of its readers marked.
type documentMarks struct {
	document string
	length   int
	readers  []int32  // ascending
	marks    [][]mark // of each reader, by place and label
}

type mark struct {
	start, end int
	label      int32
	id         int32 // place among the ids; that of none is 0
}

// marked counts the marks of all readers.
func (s *documentMarks) marked() int {
	n := 0
	for _, marks := range s.marks {
		n += len(marks)
	}
	return n
}

// sameSpan tells whether two marks have the same boundaries.
func (m *mark) sameSpan(n *mark) bool { return m.start == n.start && m.end == n.end }

// overlap is how many code points two marks share.
func (m *mark) overlap(n *mark) int { return max(0, min(m.end, n.end)-max(m.start, n.start)) }

// SpanCollector takes spans in one by one, and keeps no more of each than is
// measured. The zero SpanCollector has none.
type SpanCollector struct {
	raters, labels numbers
	marks          map[string]map[int32][]mark // by document and rater; labels are numbers in the order in which they came
	ids            []string
}

// Add takes a span in.
func (c *SpanCollector) Add(x Span) {
	if x.Rater == "" || x.Start < 0 || x.End <= x.Start {
		return
	}
	if c.marks == nil {
		c.marks = map[string]map[int32][]mark{}
	}
	by := c.marks[x.Document]
	if by == nil {
		by = map[int32][]mark{}
		c.marks[x.Document] = by
	}
	m := mark{start: x.Start, end: x.End, label: c.labels.number(x.Category)}
	if c.ids == nil {
		c.ids = []string{""}
	}
	if x.ID != "" {
		m.id = int32(len(c.ids))
		c.ids = append(c.ids, x.ID)
	}
	rater := c.raters.number(x.Rater)
	by[rater] = append(by[rater], m)
}

// Spans puts what was taken in in order. Labels are those on offer, in the order in which
// they are to be shown; others that are in use follow by name. Of two documents with the
// same ID the later counts. Left out are spans that are empty, outside a known document or
// nameless, those by people who have not read the document to its end, and those that
// repeat one of the same person with the same label. The SpanCollector is empty then.
func (c *SpanCollector) Spans(documents []Document, labels []string) *Spans {
	s := &Spans{ids: c.ids}
	known := map[string]Document{}
	people := map[string]int32{}
	for _, d := range documents {
		known[d.ID] = d
		for _, name := range d.Readers {
			people[name] = 0
		}
	}
	used := map[int32]bool{}
	for id, by := range c.marks {
		d, is := known[id]
		for rater, marks := range by {
			marks = slices.DeleteFunc(marks, func(m mark) bool { return !is || m.end > d.Length })
			name := c.raters.names[rater]
			if d.Readers != nil && !slices.Contains(d.Readers, name) {
				marks = nil
			}
			for _, m := range marks {
				used[m.label] = true
				people[name] = 0
			}
			by[rater] = marks
		}
	}
	var place []int32
	s.labels, place = c.labels.offered(labels, func(number int32, _ string) bool { return used[number] })
	s.raters = number(people)
	for id, d := range known {
		readers := slices.Clone(d.Readers)
		if d.Readers == nil {
			for rater, marks := range c.marks[id] {
				if len(marks) > 0 {
					readers = append(readers, c.raters.names[rater])
				}
			}
		}
		slices.Sort(readers)
		readers = slices.Compact(readers)
		sh := documentMarks{document: id, length: d.Length}
		for _, name := range readers {
			var marks []mark
			if rater, marked := c.raters.of[name]; marked {
				marks = c.marks[id][rater]
			}
			sh.readers = append(sh.readers, people[name])
			sh.marks = append(sh.marks, s.ordered(marks, place))
		}
		s.documents = append(s.documents, sh)
		delete(c.marks, id)
	}
	slices.SortFunc(s.documents, func(a, b documentMarks) int { return cmp.Compare(a.document, b.document) })
	s.tallies = sync.OnceValue(s.tally)
	*c = SpanCollector{}
	return s
}

// ordered puts the marks of one person in a document in order, each once. place
// leads from the numbers of their labels to those here.
func (s *Spans) ordered(marks []mark, place []int32) []mark {
	for i := range marks {
		marks[i].label = place[marks[i].label]
	}
	slices.SortFunc(marks, func(a, b mark) int {
		return cmp.Or(compareLabelled(&a, &b), cmp.Compare(s.ids[a.id], s.ids[b.id]))
	})
	once := slices.CompactFunc(marks, func(a, b mark) bool { return a.sameSpan(&b) && a.label == b.label })
	return slices.Clone(once) // without the room there was for more
}

// Within narrows the spans. A name that does not occur leaves nothing.
func (s *Spans) Within(scope Scope) *Spans {
	n := *s
	n.documents = nil
	if scope.Document != "" {
		n.scope.Document = scope.Document
	}
	pair := scope.A != "" || scope.B != ""
	if pair {
		n.scope.A, n.scope.B = scope.A, scope.B
	}
	a, b := place(s.raters, scope.A), place(s.raters, scope.B)
	label := int32(slices.Index(s.labels, scope.Label))
	if scope.Label != "" {
		n.scope.Label = scope.Label
	}
	for _, sh := range s.documents {
		if scope.Document != "" && sh.document != scope.Document {
			continue
		}
		narrow := documentMarks{document: sh.document, length: sh.length}
		for i, reader := range sh.readers {
			if pair && reader != a && reader != b {
				continue
			}
			marks := sh.marks[i]
			if scope.Label != "" {
				marks = slices.DeleteFunc(slices.Clone(marks), func(m mark) bool { return m.label != label })
			}
			narrow.readers = append(narrow.readers, reader)
			narrow.marks = append(narrow.marks, marks)
		}
		if len(narrow.readers) > 0 {
			n.documents = append(n.documents, narrow)
		}
	}
	n.tallies = sync.OnceValue(n.tally)
	return &n
}

// ByLabel gives a scope for each label on offer or in use that has a name.
func (s *Spans) ByLabel() []Scope {
	var scopes []Scope
	for _, l := range s.labels {
		if l != "" {
			scope := s.scope
			scope.Label = l
			scopes = append(scopes, scope)
		}
	}
	return scopes
}

// shared gives the documents that at least two people have read.
func (s *Spans) shared() []documentMarks {
	var shared []documentMarks
	for _, sh := range s.documents {
		if len(sh.readers) > 1 {
			shared = append(shared, sh)
		}
	}
	return shared
}

// whyUndefined says why nothing can be compared where at least two people have read
// so many documents, or nothing.
func (s Scope) whyUndefined(shared int) string {
	switch {
	case s.A != "" && s.A == s.B:
		return because("a person cannot be compared with themselves")
	case shared > 0:
		return ""
	case s.A != "":
		return because("the two have read no document in common")
	default:
		return because("no document has been read by two people")
	}
}

// readWords says in words which documents are looked at.
func (s Scope) readWords() string {
	if s.A != "" {
		return "documents read by both"
	}
	return "documents read by at least two people"
}
