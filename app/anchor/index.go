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
	votes := map[int]float64{}
	for _, t := range known[:min(len(known), mostTerms)] {
		places, weight := t.places, 1/float64(1+len(t.places))
		if len(places) > mostPlaces { // those near the window
			i := sort.Search(len(places), func(i int) bool { return int(places[i].at) >= w.window.start })
			i = max(0, min(i-mostPlaces/2, len(places)-mostPlaces))
			places = places[i : i+mostPlaces]
		}
		for _, e := range places {
			votes[(int(e.at)-t.offset+width*4)/width] += weight + 0.01
		}
	}
	type bucket struct {
		at     int
		weight float64
	}
	var all []bucket
	for at, weight := range votes {
		all = append(all, bucket{at, weight + votes[at-1]/2 + votes[at+1]/2})
	}
	slices.SortFunc(all, func(a, b bucket) int { return cmp.Or(cmp.Compare(b.weight, a.weight), a.at-b.at) })
	var found []int
	for _, b := range all {
		at := (b.at - 4) * width
		if slices.ContainsFunc(found, func(o int) bool { return o-at <= width && at-o <= width }) {
			continue
		}
		if found = append(found, at); len(found) == 6 {
			break
		}
	}
	return found
}
