package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"factmark/store/internal/db"
)

// contextLength is how much of the text before and after a span is kept with
// it, in code points.
const contextLength = 32

// stride is how many code points lie between two marks of a text's index.
const stride = 128

// text is a document's text with an index from code points to bytes.
type text struct {
	content string
	length  int   // code points
	marks   []int // marks[i] is the byte at which code point i*stride begins; nil where code points are bytes
}

func newText(content string) *text {
	t := &text{content: content, length: utf8.RuneCountInString(content)}
	if t.length == len(content) {
		return t
	}
	t.marks = make([]int, 0, t.length/stride+1)
	n := 0
	for i := range content {
		if n%stride == 0 {
			t.marks = append(t.marks, i)
		}
		n++
	}
	return t
}

// at gives the byte at which a code point begins; 0 ≤ n ≤ length.
func (t *text) at(n int) int {
	switch {
	case t.marks == nil:
		return n
	case n == t.length:
		return len(t.content)
	}
	i := t.marks[n/stride]
	for n %= stride; n > 0; n-- {
		_, size := utf8.DecodeRuneInString(t.content[i:])
		i += size
	}
	return i
}

// has reports whether start and end are a span of the text, in code points.
func (t *text) has(start, end int) bool { return 0 <= start && start < end && end <= t.length }

// slice gives text[start:end].
func (t *text) slice(start, end int) string { return t.content[t.at(start):t.at(end)] }

// around gives what stands before start and after end.
func (t *text) around(start, end int) (prefix, suffix string) {
	return t.slice(max(0, start-contextLength), start), t.slice(end, min(t.length, end+contextLength))
}

// trim moves the ends of a span inwards over white space.
func (t *text) trim(start, end int) (int, int) {
	quote := t.slice(start, end)
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

// textCache keeps the texts used last, by SHA-256: a text never changes.
type textCache struct {
	mu    sync.Mutex
	texts map[string]*text
	order []string // the one used last comes last
	bytes int
}

func (c *textCache) get(sum string) *text {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.texts[sum]
	if t != nil {
		c.use(sum)
	}
	return t
}

func (c *textCache) put(sum string, t *text) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.texts == nil {
		c.texts = make(map[string]*text)
	}
	if c.texts[sum] == nil {
		c.texts[sum] = t
		c.bytes += len(t.content)
	}
	c.use(sum)
	for c.bytes > cachedBytes && len(c.order) > 1 {
		oldest := c.order[0]
		c.bytes -= len(c.texts[oldest].content)
		delete(c.texts, oldest)
		c.order = c.order[1:]
	}
}

func (c *textCache) use(sum string) {
	for i, s := range c.order {
		if s == sum {
			c.order = append(c.order[:i], c.order[i+1:]...)
			break
		}
	}
	c.order = append(c.order, sum)
}

func sumOf[T string | []byte](content T) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

// text gives a text by its SHA-256, verified. It reads what is committed.
func (s *Store) text(ctx context.Context, sum string) (*text, error) {
	if t := s.texts.get(sum); t != nil {
		return t, nil
	}
	var content string
	found, err := s.reading(ctx).One("SELECT text FROM texts WHERE sha256 = ?", []any{sum}, &content)
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, db.Failf(db.ErrDamaged, "the text of a document is missing from the workspace; open a backup")
	case sumOf(content) != sum:
		return nil, db.Failf(db.ErrDamaged, "the text of a document is not the one that was imported; open a backup")
	}
	t := newText(content)
	s.texts.put(sum, t)
	return t, nil
}

// cutsLetter tells whether a place, in code points, lies inside a grapheme cluster (UAX #29): before a mark that the
// letter before it carries, or inside an emoji or flag.
func (t *text) cutsLetter(n int) bool {
	if n <= 0 || n >= t.length {
		return false
	}
	at := t.at(n)
	before, _ := utf8.DecodeLastRuneInString(t.content[:at])
	after, _ := utf8.DecodeRuneInString(t.content[at:])
	const joiner = '\u200d'
	flag := func(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }
	skin := after >= 0x1F3FB && after <= 0x1F3FF
	if !(unicode.Is(unicode.M, after) || after == joiner || before == joiner || skin || flag(before) && flag(after)) {
		return false
	}
	from := t.at(max(0, n-contextLength))
	if space := strings.LastIndexFunc(t.content[from:at], unicode.IsSpace); space >= 0 { // a cluster may begin there
		from += space
	}
	clusters := graphemes.FromString(t.content[from:])
	for clusters.Next() {
		if end := from + clusters.End(); end >= at {
			return end > at
		}
	}
	return false
}
