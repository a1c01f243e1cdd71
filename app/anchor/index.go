package anchor

import (
	"cmp"
	"hash/maphash"
	"slices"
	"sort"
	"unicode"
)

// index tells where words stand in a text.
type index struct {
	seed  maphash.Seed
	words []entry // by hash, then place

	// Of the last span that was looked up; their memory is used again.
	sums    []float64 // of votes by place, 0 between uses
	voted   []int32   // the places that have any
	votes   []vote
	weights []float64
}

type entry struct {
	hash uint64
	at   int32
}

// terms calls f for each word of a text, in small letters; in scripts without
// spaces for each two letters that follow each other.
func terms(text []rune, seed maphash.Seed, f func(hash uint64, at int)) {
	var word []rune
	for start := 0; start < len(text); {
		r := text[start]
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			start++
			continue
		}
		end := start + 1
		if unspaced(r) {
			if end < len(text) && unspaced(text[end]) {
				f(maphash.String(seed, string(text[start:start+2])), start)
			}
			start++
			continue
		}
		word = append(word[:0], unicode.ToLower(r))
		for end < len(text) && inWord(text[end]) {
			word = append(word, unicode.ToLower(text[end]))
			end++
		}
		f(maphash.String(seed, string(word)), start)
		start = end
	}
}

func newIndex(text []rune) *index {
	x := &index{seed: maphash.MakeSeed()}
	terms(text, x.seed, func(hash uint64, at int) { x.words = append(x.words, entry{hash, int32(at)}) })
	slices.SortFunc(x.words, func(a, b entry) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.at, b.at)) })
	return x
}

// of gives the entries of one word.
func (x *index) of(hash uint64) []entry {
	i := sort.Search(len(x.words), func(i int) bool { return x.words[i].hash >= hash })
	j := i + sort.Search(len(x.words)-i, func(n int) bool { return x.words[i+n].hash > hash })
	return x.words[i:j]
}

// How many words of a span are looked up, and in how many places each.
const (
	mostTerms  = 10
	mostPlaces = 200
)

// lookup gives where the span may begin, by the rarest of its words: at most
// six places.
func (s *search) lookup(w *wanted) []int {
	if s.index == nil {
		s.index = newIndex(s.b)
	}
	type term struct {
		offset int
		places []entry
	}
	var known []term
	terms(w.quote, s.index.seed, func(hash uint64, at int) {
		if places := s.index.of(hash); len(places) > 0 {
			known = append(known, term{at, places})
		}
	})
	slices.SortStableFunc(known, func(a, b term) int { return len(a.places) - len(b.places) })
	width := max(8, len(w.quote)/3)
	x := s.index
	if most := (len(s.b)+width*4)/width + 1; most > len(x.sums) {
		x.sums = make([]float64, most)
	}
	x.voted = x.voted[:0]
	for _, t := range known[:min(len(known), mostTerms)] {
		places, weight := t.places, 1/float64(1+len(t.places))
		if len(places) > mostPlaces { // those near the window
			i := sort.Search(len(places), func(i int) bool { return int(places[i].at) >= w.window.start })
			i = max(0, min(i-mostPlaces/2, len(places)-mostPlaces))
			places = places[i : i+mostPlaces]
		}
		for _, e := range places {
			at := (int(e.at) - t.offset + width*4) / width
			if x.sums[at] == 0 {
				x.voted = append(x.voted, int32(at))
			}
			x.sums[at] += weight + 0.01
		}
	}
	slices.Sort(x.voted)
	all := x.votes[:0]
	for _, at := range x.voted {
		all = append(all, vote{int(at), x.sums[at]})
		x.sums[at] = 0
	}
	x.votes = all
	return s.mostVoted(all, width)
}

// vote is for a place in the text, in steps of the width of a span.
type vote struct {
	at     int
	weight float64
}

// mostVoted gives the places with the most votes, those of their neighbours counting half; at most six, none beside another. all is in order.
func (s *search) mostVoted(all []vote, width int) []int {
	weights := s.index.weights[:0]
	for i, b := range all {
		before, after := 0.0, 0.0
		if i > 0 && all[i-1].at == b.at-1 {
			before = all[i-1].weight
		}
		if i+1 < len(all) && all[i+1].at == b.at+1 {
			after = all[i+1].weight
		}
		weights = append(weights, b.weight+before/2+after/2)
	}
	s.index.weights = weights
	var found []int
	for len(found) < 6 {
		best := -1
		for i, weight := range weights {
			if weight < 0 || best >= 0 && weight <= weights[best] {
				continue
			}
			best = i
		}
		if best < 0 {
			break
		}
		at := (all[best].at - 4) * width
		found = append(found, at)
		for i := best; i >= 0 && at-(all[i].at-4)*width <= width; i-- {
			weights[i] = -1
		}
		for i := best; i < len(all) && (all[i].at-4)*width-at <= width; i++ {
			weights[i] = -1
		}
	}
	return found
}
