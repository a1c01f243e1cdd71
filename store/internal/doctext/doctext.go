// Package doctext is a document's text with its offsets, which are code points:
// spans and what stands around them, the ids that come from a text, and a cache
// of the texts used last.
package doctext

import (
	"container/list"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/google/uuid"
)

// ContextLength is how much of the text before and after a span is kept with
// it, in code points.
const ContextLength = 32

// stride is how many code points lie between two marks of a text's index.
const stride = 128

// Text is a document's text with an index from code points to bytes.
type Text struct {
	Content string
	Length  int   // code points
	marks   []int // marks[i] is the byte at which code point i*stride begins; nil where code points are bytes
}

// New indexes a text.
func New(content string) *Text {
	t := &Text{Content: content, Length: utf8.RuneCountInString(content)}
	if t.Length == len(content) {
		return t
	}
	t.marks = make([]int, 0, t.Length/stride+1)
	n := 0
	for i := range content {
		if n%stride == 0 {
			t.marks = append(t.marks, i)
		}
		n++
	}
	return t
}

// at gives the byte at which a code point begins; 0 ≤ n ≤ Length.
func (t *Text) at(n int) int {
	switch {
	case t.marks == nil:
		return n
	case n == t.Length:
		return len(t.Content)
	}
	i := t.marks[n/stride]
	for n %= stride; n > 0; n-- {
		_, size := utf8.DecodeRuneInString(t.Content[i:])
		i += size
	}
	return i
}

// Has reports whether start and end are a span of the text, in code points.
func (t *Text) Has(start, end int) bool { return 0 <= start && start < end && end <= t.Length }

// Slice gives text[start:end].
func (t *Text) Slice(start, end int) string { return t.Content[t.at(start):t.at(end)] }

// Around gives what stands before start and after end.
func (t *Text) Around(start, end int) (prefix, suffix string) {
	return t.Slice(max(0, start-ContextLength), start), t.Slice(end, min(t.Length, end+ContextLength))
}

// Trim moves the ends of a span inwards over white space.
func (t *Text) Trim(start, end int) (int, int) {
	quote := t.Slice(start, end)
	from, to := TrimSpan(quote)
	return start + utf8.RuneCountInString(quote[:from]), start + utf8.RuneCountInString(quote[:to])
}

// TrimSpan gives the range of bytes of a quote without the white space at its
// ends. It leaves out whole grapheme clusters (UAX #29) alone: a space that
// carries an accent is no white space, and no half of a character is left.
func TrimSpan(quote string) (from, to int) {
	clusters := graphemes.FromString(quote)
	for clusters.Next() && isSpace(clusters.Value()) {
		from = clusters.End()
	}
	// The right end: only a run of white space can be left out, and clusters are found from its beginning.
	tail := len(strings.TrimRightFunc(quote[from:], unicode.IsSpace)) + from
	_, last := utf8.DecodeLastRuneInString(quote[from:tail])
	to = tail
	clusters = graphemes.FromString(quote[tail-last:])
	if clusters.Next() {
		to = max(to, tail-last+clusters.End()) // a cluster that a letter begins may end with a space
	}
	return from, to
}

func isSpace(cluster string) bool {
	for _, r := range cluster {
		if !unicode.IsSpace(r) {
			return false
		}
	}
	return true
}

// cachedBytes is how many bytes of texts are kept at hand, at least the last one.
const cachedBytes = 64 << 20

// Cache keeps the texts used last, by SHA-256: a text never changes.
type Cache struct {
	mu     sync.Mutex
	places map[string]*list.Element // in recent
	recent list.List                // of cached, the one used last comes first
	bytes  int
}

type cached struct {
	sum  string
	text *Text
}

// Get gives the text with this SHA-256, nil where it is not at hand.
func (c *Cache) Get(sum string) *Text {
	c.mu.Lock()
	defer c.mu.Unlock()
	place := c.places[sum]
	if place == nil {
		return nil
	}
	c.recent.MoveToFront(place)
	return place.Value.(cached).text
}

// Put keeps a text.
func (c *Cache) Put(sum string, t *Text) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.places == nil {
		c.places = make(map[string]*list.Element)
	}
	if place := c.places[sum]; place != nil {
		c.recent.MoveToFront(place)
	} else {
		c.places[sum] = c.recent.PushFront(cached{sum, t})
		c.bytes += len(t.Content)
	}
	for c.bytes > cachedBytes && c.recent.Len() > 1 {
		oldest := c.recent.Remove(c.recent.Back()).(cached)
		c.bytes -= len(oldest.text.Content)
		delete(c.places, oldest.sum)
	}
}

// Sum is the SHA-256 of a text or file, in hexadecimal digits.
func Sum[T string | []byte](content T) string {
	sum := hash(content)
	return hex.EncodeToString(sum[:])
}

// hash is the SHA-256 of a text or file, which it does not copy as a whole: there may be 64 MB of it.
func hash[T string | []byte](content T) (sum [sha256.Size]byte) {
	h, piece := sha256.New(), make([]byte, min(len(content), 32<<10))
	for len(content) > 0 {
		n := copy(piece, content)
		h.Write(piece[:n])
		content = content[n:]
	}
	h.Sum(sum[:0])
	return sum
}

// CutsLetter tells whether a place, in code points, lies inside a grapheme cluster (UAX #29): before a mark that the
// letter before it carries, or inside an emoji or flag.
func (t *Text) CutsLetter(n int) bool {
	if n <= 0 || n >= t.Length {
		return false
	}
	at := t.at(n)
	before, _ := utf8.DecodeLastRuneInString(t.Content[:at])
	after, _ := utf8.DecodeRuneInString(t.Content[at:])
	const joiner = '\u200d'
	flag := func(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }
	skin := after >= 0x1F3FB && after <= 0x1F3FF
	if !(unicode.Is(unicode.M, after) || after == joiner || before == joiner || skin || flag(before) && flag(after)) {
		return false
	}
	from := t.at(max(0, n-ContextLength))
	if space := strings.LastIndexFunc(t.Content[from:at], unicode.IsSpace); space >= 0 { // a cluster may begin there
		from += space
	}
	clusters := graphemes.FromString(t.Content[from:])
	for clusters.Next() {
		if end := from + clusters.End(); end >= at {
			return end > at
		}
	}
	return false
}

// ID is the UUID, version 8, of a text.
func ID(text string) string {
	return ContentID(hash(text))
}

// ContentID is the UUID, version 8, that the first bytes of a hash make.
func ContentID(sum [sha256.Size]byte) string {
	id := uuid.UUID(sum[:16])
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	return id.String()
}
