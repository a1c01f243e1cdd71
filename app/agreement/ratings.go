package agreement

import (
	"cmp"
	"slices"
	"sort"
)

// Rating is one person's word on one unit.
type Rating struct {
	Unit     string // unique within its document
	Document string
	Rater    string
	Category string // empty: no label yet, which is no rating
}

// Ratings holds what people said of units, in an order that doesn't depend on
// that of the input. It is never changed, and safe for use by several goroutines.
type Ratings struct {
	documents, raters, labels []string

	scope Scope
	units []unit  // by document and name
	first []int32 // the ratings of units[i] are first[i] to first[i+1]
	rater []int32 // of each rating; ascending within a unit
	said  []int32 // the label of each rating
	class []int32 // what is compared: the label, or whether it is the scope's label
	width int     // how many classes there are

	by    *byRater // nil where they are narrowed to a pair
	leave int      // how many units of those that by knows come before the first here
}

// byRater tells of each rater where their ratings are, in order, and of each
// rating to which unit it belongs.
type byRater struct {
	ratings [][]int32
	unit    []int32
}

// unit stands for as many units of a document as have the same ratings.
type unit struct {
	document int32
	name     string
	count    int
}

// Collector takes ratings in one by one, and keeps no more of each than is
// measured. The zero Collector has none.
type Collector struct {
	documents, raters, labels numbers
	words                     []collected
}

// collected is a rating; its numbers are in the order in which names came.
type collected struct {
	unit                          string
	document, rater, label, units int32
}

// numbers gives names numbers in the order in which they come.
type numbers struct {
	of    map[string]int32
	names []string
}

func (n *numbers) number(name string) int32 {
	if last := len(n.names) - 1; last >= 0 && n.names[last] == name {
		return int32(last)
	}
	at, known := n.of[name]
	if !known {
		if n.of == nil {
			n.of = map[string]int32{}
		}
		at = int32(len(n.names))
		n.of[name], n.names = at, append(n.names, name)
	}
	return at
}

// sorted gives the names in alphabetical order, and for each number its place there.
func (n *numbers) sorted() (names []string, place []int32) {
	places := make(map[string]int32, len(n.names))
	for _, name := range n.names {
		places[name] = 0
	}
	names = number(places)
	for _, name := range n.names {
		place = append(place, places[name])
	}
	return names, place
}

// offered gives the labels on offer and then, by name, the others that are used, and the place of each number there.
func (n *numbers) offered(labels []string, used func(number int32, name string) bool) (names []string, place []int32) {
	rest := map[string]int32{}
	for at, name := range n.names {
		if used(int32(at), name) {
			rest[name] = 0
		}
	}
	for _, l := range labels {
		if !slices.Contains(names, l) {
			names = append(names, l)
			delete(rest, l)
		}
	}
	names = append(names, number(rest)...)
	at := map[string]int32{}
	for i, name := range names {
		at[name] = int32(i)
	}
	for _, name := range n.names {
		place = append(place, at[name])
	}
	return names, place
}

// AddUnits takes a rating in that is the same on so many units of a document, of which x
// names one: all ratings of these units are taken in so, with as many.
func (c *Collector) AddUnits(x Rating, units int) {
	document := c.documents.number(x.Document)
	switch {
	case x.Category == "":
		if x.Rater != "" {
			c.raters.number(x.Rater)
		}
		return
	case x.Rater == "":
		c.labels.number(x.Category)
		return
	}
	c.words = append(c.words, collected{x.Unit, document, c.raters.number(x.Rater), c.labels.number(x.Category), int32(units)})
}

// Ratings puts what was taken in in order. Labels are those on offer, in the order in
// which they are to be shown; others that are in use follow by name. Ratings without a
// category or without a rater are left out, and where one person speaks twice of a unit,
// the later rating holds. The Collector is empty then.
func (c *Collector) Ratings(labels []string) *Ratings {
	r := &Ratings{}
	var documents, raters, used []int32
	r.documents, documents = c.documents.sorted()
	r.raters, raters = c.raters.sorted()
	r.labels, used = c.labels.offered(slices.DeleteFunc(slices.Clone(labels), func(l string) bool { return l == "" }), func(int32, string) bool { return true })
	r.width = len(r.labels)
	words := c.words
	for i, w := range words {
		words[i].document, words[i].rater, words[i].label = documents[w.document], raters[w.rater], used[w.label]
	}
	slices.SortStableFunc(words, func(a, b collected) int {
		return cmp.Or(cmp.Compare(a.document, b.document), cmp.Compare(a.unit, b.unit), cmp.Compare(a.rater, b.rater))
	})
	sameUnit := func(a, b *collected) bool { return a.document == b.document && a.unit == b.unit }
	r.first = []int32{0}
	for i := range words {
		w := &words[i]
		last := i+1 == len(words) || !sameUnit(w, &words[i+1])
		if !last && words[i+1].rater == w.rater {
			continue
		}
		r.rater = append(r.rater, w.rater)
		r.said = append(r.said, w.label)
		if last {
			r.units = append(r.units, unit{w.document, w.unit, int(w.units)})
			r.first = append(r.first, int32(len(r.rater)))
		}
	}
	r.class = r.said
	r.by = r.index()
	*c = Collector{}
	return r
}

func (r *Ratings) index() *byRater {
	by := &byRater{make([][]int32, len(r.raters)), make([]int32, len(r.rater))}
	for u := range r.units {
		for i := r.first[u]; i < r.first[u+1]; i++ {
			by.ratings[r.rater[i]] = append(by.ratings[r.rater[i]], i)
			by.unit[i] = int32(u)
		}
	}
	return by
}

// number gives each name its place in alphabetical order, and the names in it.
func number(names map[string]int32) []string {
	sorted := make([]string, 0, len(names))
	for name := range names {
		sorted = append(sorted, name)
	}
	slices.Sort(sorted)
	for i, name := range sorted {
		names[name] = int32(i)
	}
	return sorted
}

// Within narrows the ratings. A name that does not occur leaves nothing.
func (r *Ratings) Within(s Scope) *Ratings {
	n := *r
	if s.Document != "" {
		n.scope.Document = s.Document
		n.narrowToDocument(place(r.documents, s.Document))
	}
	if s.A != "" || s.B != "" {
		n.scope.A, n.scope.B = s.A, s.B
		n.narrowToPair(place(r.raters, s.A), place(r.raters, s.B))
	}
	if s.Label != "" {
		n.scope.Label = s.Label
		label := int32(slices.Index(r.labels, s.Label))
		n.class, n.width = make([]int32, len(n.said)), 2
		for i := n.first[0]; i < n.first[len(n.first)-1]; i++ {
			if n.said[i] != label {
				n.class[i] = 1
			}
		}
	}
	return &n
}

// place finds a name in a sorted list, or gives -1.
func place(names []string, name string) int32 {
	if i, ok := slices.BinarySearch(names, name); ok {
		return int32(i)
	}
	return -1
}

func (r *Ratings) narrowToDocument(document int32) {
	from := sort.Search(len(r.units), func(i int) bool { return r.units[i].document >= document })
	to := sort.Search(len(r.units), func(i int) bool { return r.units[i].document > document })
	if document < 0 {
		from, to = 0, 0
	}
	r.units, r.first, r.leave = r.units[from:to], r.first[from:to+1], r.leave+from
}

func (r *Ratings) narrowToPair(a, b int32) {
	all, by := *r, r.by
	if by == nil {
		by, all.leave = r.index(), 0
	}
	one, other := all.ratingsOf(by, a), all.ratingsOf(by, b)
	if a == b {
		other = nil
	}
	count := len(one) + len(other)
	r.by, r.leave = nil, 0
	r.units, r.first = make([]unit, 0, count), append(make([]int32, 0, count+1), 0)
	r.rater, r.said, r.class = make([]int32, 0, count), make([]int32, 0, count), make([]int32, 0, count)
	for len(one) > 0 || len(other) > 0 {
		next := &one // the ratings of a unit stand together, in the order of raters
		if len(one) == 0 || len(other) > 0 && other[0] < one[0] {
			next = &other
		}
		i := (*next)[0]
		*next = (*next)[1:]
		r.rater = append(r.rater, all.rater[i])
		r.said = append(r.said, all.said[i])
		r.class = append(r.class, all.class[i])
		u := all.units[int(by.unit[i])-all.leave]
		if n := len(r.units); n > 0 && r.units[n-1] == u {
			r.first[n]++
			continue
		}
		r.units = append(r.units, u)
		r.first = append(r.first, int32(len(r.rater)))
	}
}

// ratingsOf gives where the ratings of a rater are here; -1 is nobody.
func (r *Ratings) ratingsOf(by *byRater, rater int32) []int32 {
	if rater < 0 {
		return nil
	}
	all := by.ratings[rater]
	from, _ := slices.BinarySearch(all, r.first[0])
	to, _ := slices.BinarySearch(all, r.first[len(r.units)])
	return all[from:to]
}

// present gives, in order, the raters who said something here.
func (r *Ratings) present() []int32 {
	seen := make([]bool, len(r.raters))
	for i := r.first[0]; i < r.first[len(r.first)-1]; i++ {
		seen[r.rater[i]] = true
	}
	var found []int32
	for i, is := range seen {
		if is {
			found = append(found, int32(i))
		}
	}
	return found
}

// ByLabel gives a scope for each label on offer or in use.
func (r *Ratings) ByLabel() []Scope {
	scopes := make([]Scope, len(r.labels))
	for i, l := range r.labels {
		scopes[i] = r.scope
		scopes[i].Label = l
	}
	return scopes
}

// ByDocument gives a scope for each document in which something is labelled.
func (r *Ratings) ByDocument() []Scope {
	var scopes []Scope
	for i, u := range r.units {
		if i == 0 || r.units[i-1].document != u.document {
			s := r.scope
			s.Document = r.documents[u.document]
			scopes = append(scopes, s)
		}
	}
	return scopes
}

// ByPair gives a scope for every two people who labelled a unit in common.
func (r *Ratings) ByPair() []Scope {
	met := make([]bool, len(r.raters)*len(r.raters))
	for u := range r.units {
		people := r.rater[r.first[u]:r.first[u+1]]
		for i, a := range people {
			for _, b := range people[i+1:] {
				met[int(a)*len(r.raters)+int(b)] = true
			}
		}
	}
	var scopes []Scope
	for i, have := range met {
		if have {
			s := r.scope
			s.A, s.B = r.raters[i/len(r.raters)], r.raters[i%len(r.raters)]
			scopes = append(scopes, s)
		}
	}
	return scopes
}
