package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is a half-open range [Start, End) of code points.
type Span struct{ Start, End int }

// match is a place where a query is found in fields: texts that belong together, such as those of a claim.
type match struct {
	field        int    // in which it begins
	start, end   int    // code points of that field; where it ends in another, the end of what lies in this one
	begin, until int    // the same in bytes
	marks        []Span // of the query's words in it, in bytes, within the field
}

// occurrence is a place of a part of a query.
type occurrence struct {
	field       int
	first, last int // numbers of its first and last word, counted through all fields
	start, end  int // code points
	begin, stop int // bytes
	lastField   int
	parts       []occurrence // words that it is made of, where it is more than a phrase
}

// matcher finds a query in texts. It belongs to one goroutine.
type matcher struct {
	query Query
	known map[string][]int // atoms that a word of a text is, by the word as it stands there
	at    [][]occurrence   // of each atom

	initials [utf8.RuneSelf]bool // of words of ASCII letters that may be one of the atoms: most are none, and need no further look
}

// mostKnown bounds the words that a matcher remembers.
const mostKnown = 200_000

func newMatcher(q Query) *matcher {
	m := &matcher{query: q, known: map[string][]int{}, at: make([][]occurrence, len(q.atoms))}
	for _, a := range q.atoms {
		for _, form := range []string{a.folded, a.root} {
			switch first, _ := utf8.DecodeRuneInString(form); {
			case form == "" || first >= utf8.RuneSelf: // no word of ASCII letters is folded to another
			case unicode.IsLetter(first):
				m.initials[first], m.initials[unicode.ToUpper(first)] = true, true
			default: // a figure, which may be written in words
				for i := range m.initials {
					m.initials[i] = true
				}
			}
		}
	}
	return m
}

// isA gives the atoms that a word of a text is.
func (m *matcher) isA(w string) []int {
	if first := w[0]; first < utf8.RuneSelf && !m.initials[first] {
		return nil
	}
	atoms, known := m.known[w]
	if known {
		return atoms
	}
	folded := fold(w)
	stem := ""
	for i, a := range m.query.atoms {
		if a.root != "" && stem == "" {
			stem = root(folded)
		}
		if folded == a.folded || a.prefix && strings.HasPrefix(folded, a.folded) || a.root != "" && stem == a.root {
			atoms = append(atoms, i)
		}
	}
	if len(m.known) >= mostKnown {
		clear(m.known)
	}
	m.known[strings.Clone(w)] = atoms
	return atoms
}

// fieldGap is how many words one field is away from the next.
const fieldGap = 1 << 20

// together is how many words the words of a query may lie apart to count as one place.
const together = 40

// find gives the places of the query, none overlapping another, in the order of the fields: where its words stand together
// or, where they do so nowhere, the one where they stand closest. Nil where the query is not found.
func (m *matcher) find(fields ...string) []match {
	if m.query.Empty() {
		return nil
	}
	for i := range m.at {
		m.at[i] = m.at[i][:0]
	}
	n := 0
	for field, text := range fields {
		words(text, func(w word) {
			n++
			if w.apart {
				n++ // a sign stands before it, so that it does not go on with the letter before that
			}
			for _, atom := range m.isA(text[w.start:w.end]) {
				m.at[atom] = append(m.at[atom], occurrence{field: field, lastField: field, first: n, last: n, start: w.point, end: w.point + w.points, begin: w.start, stop: w.end})
			}
		})
		n += fieldGap
	}
	places := m.places(m.query.root)
	if len(places) == 0 {
		return nil
	}
	matches := make([]match, 0, len(places))
	for _, p := range places {
		f := match{field: p.field, start: p.start, end: p.end, begin: p.begin, until: p.stop}
		for _, leaf := range p.leaves(nil) {
			if leaf.field == p.field {
				f.marks = append(f.marks, Span{leaf.begin, leaf.stop})
				if p.lastField != p.field {
					f.end, f.until = leaf.end, leaf.stop
				}
			}
		}
		matches = append(matches, f)
	}
	return matches
}

func (o occurrence) leaves(into []occurrence) []occurrence {
	if o.parts == nil {
		return append(into, o)
	}
	for _, p := range o.parts {
		into = p.leaves(into)
	}
	slices.SortFunc(into, byPlace)
	return into
}

func byPlace(a, b occurrence) int {
	return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last))
}

// places gives where a node is found, in the order of the text.
func (m *matcher) places(n *node) []occurrence {
	switch n.kind {
	case phrase:
		return m.phrases(n.atoms)
	case either:
		var found []occurrence
		for _, kid := range n.kids {
			found = append(found, m.places(kid)...)
		}
		slices.SortFunc(found, byPlace)
		return apart(found)
	case near:
		return m.windows(n.kids, func(long, taken int) bool { return long-taken <= n.distance }, false)
	case every:
		var kids []*node
		for _, kid := range n.kids {
			if kid.kind != not {
				kids = append(kids, kid)
			} else if len(m.places(kid.kids[0])) > 0 {
				return nil
			}
		}
		return m.windows(kids, func(long, _ int) bool { return long <= together }, true)
	}
	return nil // without something alone is found nowhere
}

// phrases gives where words stand one after the other.
func (m *matcher) phrases(atoms []int) []occurrence {
	if len(atoms) == 1 {
		return m.at[atoms[0]]
	}
	var found []occurrence
	next := make([]int, len(atoms)) // where in each list the search goes on
	for _, o := range m.at[atoms[0]] {
		whole := o
		for i, atom := range atoms[1:] {
			list := m.at[atom]
			for next[i] < len(list) && list[next[i]].first < o.first+i+1 {
				next[i]++
			}
			if next[i] == len(list) {
				return found
			}
			follows := list[next[i]]
			if follows.first != o.first+i+1 {
				whole.last = 0
				break
			}
			whole.last, whole.end, whole.stop = follows.last, follows.end, follows.stop
		}
		if whole.last > 0 && (len(found) == 0 || found[len(found)-1].last < whole.first) {
			found = append(found, whole)
		}
	}
	return found
}

// windows gives the shortest stretches that hold each of some nodes, as far as they fit and none overlapping another. fits
// gets how many words a stretch has, and how many of them are the nodes'. Where closest is asked for and none fits, it is the
// shortest of all.
func (m *matcher) windows(kids []*node, fits func(long, taken int) bool, closest bool) []occurrence {
	lists := make([][]occurrence, len(kids))
	total := 0
	for i, kid := range kids {
		if lists[i] = m.places(kid); len(lists[i]) == 0 {
			return nil
		}
		total += len(lists[i])
	}
	switch len(lists) {
	case 0:
		return nil
	case 1:
		return lists[0]
	}
	type event struct {
		*occurrence
		kid int
	}
	events := make([]event, 0, total)
	for i, list := range lists {
		for j := range list {
			events = append(events, event{&list[j], i})
		}
	}
	slices.SortStableFunc(events, func(a, b event) int { return byPlace(*a.occurrence, *b.occurrence) })
	var found []occurrence
	var shortest occurrence
	last := make([]*occurrence, len(kids)) // of each node the place seen last
	seen := 0
	for _, e := range events {
		if last[e.kid] == nil {
			seen++
		}
		last[e.kid] = e.occurrence
		if seen < len(kids) {
			continue
		}
		first, until, taken := last[0], last[0], 0
		for _, o := range last {
			if o.first < first.first {
				first = o
			}
			if o.last > until.last {
				until = o
			}
			taken += o.long()
		}
		w := *first
		w.last, w.end, w.stop, w.lastField, w.parts = until.last, until.end, until.stop, until.lastField, nil
		fit := fits(w.long(), taken)
		if !fit && (!closest || shortest.parts != nil && shortest.long() <= w.long()) {
			continue
		}
		for _, o := range last {
			w.parts = append(w.parts, *o)
		}
		if shortest.parts == nil || w.long() < shortest.long() {
			shortest = w
		}
		switch k := len(found) - 1; {
		case !fit:
		case k < 0 || found[k].last < w.first:
			found = append(found, w)
		case w.long() < found[k].long(): // of two that overlap the shorter one stays
			found[k] = w
		}
	}
	if len(found) == 0 && closest && shortest.parts != nil {
		return []occurrence{shortest}
	}
	return found
}

// long is how many words an occurrence has from its first to its last.
func (o *occurrence) long() int { return o.last - o.first + 1 }

// apart leaves out of places, in their order, those that others overlap which are longer or come before.
func apart(places []occurrence) []occurrence {
	kept := places[:0]
	for _, o := range places {
		switch k := len(kept) - 1; {
		case k < 0 || kept[k].last < o.first:
			kept = append(kept, o)
		case o.long() > kept[k].long():
			kept[k] = o
		}
	}
	return kept
}
