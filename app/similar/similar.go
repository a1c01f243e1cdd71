// Package similar finds texts that are nearly the same: two wordings of one article, a page saved twice. A text is taken as the set of its
// shingles, the runs of four words in it, and two texts are compared by how many they share (A. Broder, On the resemblance and
// containment of documents, 1997). A sketch, the least hashes of that set, finds the few texts worth comparing.
package similar

import (
	"cmp"
	"encoding/binary"
	"slices"
	"unicode"
)

const (
	shingle      = 4  // words
	sketchLength = 16 // hashes
)

// Version changes when the sketch of a text does.
const Version = 1

// Sketch holds the least hashes of a text's shingles, sorted. Texts that share half of their shingles have one in common, but for one pair in 10,000.
type Sketch []uint64

// New makes the sketch of a text; it is empty for one without words.
func New(text string) Sketch {
	least := make(Sketch, 0, sketchLength+1)
	eachShingle(text, func(h uint64) {
		if len(least) == sketchLength && h >= least[sketchLength-1] {
			return
		}
		if at, known := slices.BinarySearch(least, h); !known {
			least = slices.Insert(least, at, h)
			least = least[:min(len(least), sketchLength)]
		}
	})
	return least
}

// Bytes writes the sketch for FromBytes.
func (s Sketch) Bytes() []byte {
	b := make([]byte, 0, 8*len(s))
	for _, h := range s {
		b = binary.BigEndian.AppendUint64(b, h)
	}
	return b
}

// FromBytes reads a sketch; what is none gives one that is like no other.
func FromBytes(b []byte) Sketch {
	var s Sketch
	for ; len(b) >= 8 && len(s) < sketchLength; b = b[8:] {
		s = append(s, binary.BigEndian.Uint64(b))
	}
	return s
}

// Share is what two texts have in common, from 0 to 1: twice the number of shingles that are in both, of the
// number of both together (the coefficient of Dice). It does not regard case, punctuation and white space.
func Share(a, b string) float64 {
	first, second := shingles(a), shingles(b)
	if len(first)+len(second) == 0 {
		return 0
	}
	both := InBoth(first, second)
	return 2 * float64(both) / float64(len(first)+len(second))
}

// InBoth counts what is in both of two sets, each sorted.
func InBoth[T cmp.Ordered](a, b []T) (both int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := cmp.Compare(a[i], b[j]); {
		case c == 0:
			both++
			i++
			j++
		case c < 0:
			i++
		default:
			j++
		}
	}
	return both
}

// shingles gives the hashes of a text's shingles, each once, sorted.
func shingles(text string) []uint64 {
	var all []uint64
	eachShingle(text, func(h uint64) { all = append(all, h) })
	slices.Sort(all)
	return slices.Compact(all)
}

// eachShingle gives the hashes of a text's shingles, in their order. Text shorter than a shingle is one.
func eachShingle(text string, yield func(uint64)) {
	var last [shingle]uint64 // hashes of the words before
	count := 0
	word := func(h uint64) {
		copy(last[:], last[1:])
		last[shingle-1] = h
		if count++; count >= shingle {
			yield(hashOf(last[:]))
		}
	}
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	h, within := uint64(offset), false
	for _, r := range text {
		alone := r >= firstUnparted && unicode.In(r, unpartedScripts...)
		if within && (alone || !wordRune(r)) {
			word(h)
			h, within = offset, false
		}
		switch {
		case alone:
			word((offset ^ uint64(r)) * prime)
		case wordRune(r):
			h, within = (h^uint64(unicode.ToLower(r)))*prime, true
		}
	}
	if within {
		word(h)
	}
	if count > 0 && count < shingle {
		yield(hashOf(last[:]))
	}
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// unpartedScripts do not part words by spaces: each of their characters counts as a word.
var unpartedScripts = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

const firstUnparted = '\u0E00' // of the characters in those scripts

// hashOf mixes the hashes of words into one whose bits are all as good (the finalizer of SplitMix64).
func hashOf(words []uint64) uint64 {
	h := uint64(0)
	for _, w := range words {
		h = h*31 + w
		h ^= h >> 30
		h *= 0xbf58476d1ce4e5b9
		h ^= h >> 27
		h *= 0x94d049bb133111eb
		h ^= h >> 31
	}
	return h
}

// Index finds the sketches that have a hash in common with another. The zero value is empty.
type Index struct {
	ids    []string
	byHash map[uint64][]int32
}

// mostAlike is how many texts with the same hash are looked at: where there are more, as of what stands below every page of a
// newspaper, looking at all would take longer with each text.
const mostAlike = 50

// Add adds a text's sketch under an id.
func (x *Index) Add(id string, s Sketch) {
	if x.byHash == nil {
		x.byHash = make(map[uint64][]int32)
	}
	for _, h := range s {
		x.byHash[h] = append(x.byHash[h], int32(len(x.ids)))
	}
	x.ids = append(x.ids, id)
}

// Candidates gives the ids of at most five texts that may be nearly the same, those that share most of the sketch first. Of two
// texts that share three quarters of their shingles some nine hashes in sixteen are the same; fewer than three tell of less.
func (x *Index) Candidates(s Sketch) []string {
	const most = 5
	least := max(1, 3*len(s)/sketchLength)
	shared := make(map[int32]int)
	for _, h := range s {
		with := x.byHash[h]
		for _, i := range with[:min(len(with), mostAlike)] {
			shared[i]++
		}
	}
	found := make([]int32, 0, len(shared))
	for i, n := range shared {
		if n >= least {
			found = append(found, i)
		}
	}
	slices.SortFunc(found, func(a, b int32) int { return cmp.Or(cmp.Compare(shared[b], shared[a]), cmp.Compare(a, b)) })
	var ids []string
	for _, i := range found[:min(len(found), most)] {
		ids = append(ids, x.ids[i])
	}
	return ids
}
