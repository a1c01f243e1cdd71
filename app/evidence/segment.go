package evidence

import (
	"context"
	"encoding/binary"
	"errors"
	"sort"

	"factmark/store"
)

// errStaleIndex tells that a segment is not there any more: another has replaced it since the list of segments was read.
var errStaleIndex = errors.New("the search index has changed meanwhile")

// segment reads a segment that is kept.
type segment struct {
	ctx   context.Context
	store *store.Store
	store.SearchSegment
	words directory
}

func (g *segment) open() error {
	if g.words = g.Directory; !g.words.sound() {
		return errDamagedIndex
	}
	return nil
}

func (g *segment) block(n int) ([]byte, error) {
	b, err := g.store.SearchBlock(g.ctx, g.ID, n)
	if err != nil {
		return nil, err
	}
	if b == nil {
		return nil, errStaleIndex
	}
	return unseal(b)
}

// find gives what is known of a word.
func (g *segment) find(word string) (e entry, found bool, err error) {
	i := g.words.of(word)
	if i < 0 {
		return entry{}, false, nil
	}
	b, err := g.block(g.words.block(i))
	if err != nil {
		return entry{}, false, err
	}
	return lookUp(b, word)
}

// postingsOf reads the postings of a word.
func (g *segment) postingsOf(e entry) ([]byte, error) {
	if e.length <= longPostings {
		return e.postings, nil
	}
	all := make([]byte, 0, min(max(e.length, 0), longestBlock))
	for n := e.block; len(all) < e.length; n++ {
		b, err := g.block(n)
		if err != nil {
			return nil, err
		}
		if len(b) == 0 {
			return nil, errDamagedIndex
		}
		all = append(all, b...)
	}
	return all, nil
}

// wordCursor goes through the words of a segment in order.
type wordCursor struct {
	segment
	entry
	ended   bool
	at      int // block of words that is read next
	waiting []entry
}

func (c *wordCursor) next() error {
	for len(c.waiting) == 0 {
		if c.at == c.words.count() {
			c.ended = true
			return nil
		}
		b, err := c.segment.block(c.words.block(c.at))
		if err != nil {
			return err
		}
		c.at++
		for e, err := range entries(b) {
			if err != nil {
				return err
			}
			c.waiting = append(c.waiting, e)
		}
	}
	c.entry, c.waiting = c.waiting[0], c.waiting[1:]
	return nil
}

// textFinder tells to which text a sentence belongs. It is quick where sentences are asked for in their order.
type textFinder struct {
	texts []store.SearchText
	at    int
}

func newTextFinder(texts []store.SearchText) *textFinder { return &textFinder{texts: texts} }

// of gives the place in the list of the text that a sentence is of, -1 for one that is gone.
func (f *textFinder) of(sentence int64) int {
	if len(f.texts) == 0 {
		return -1
	}
	within := func(i int) bool {
		t := &f.texts[i]
		return t.First <= sentence && sentence < t.First+int64(len(t.Lengths))
	}
	if within(f.at) {
		return f.at
	}
	if f.at+1 < len(f.texts) && within(f.at+1) {
		f.at++
		return f.at
	}
	i := sort.Search(len(f.texts), func(i int) bool { return f.texts[i].First > sentence }) - 1
	if i < 0 || !within(i) {
		return -1
	}
	f.at = i
	return i
}

// postingWriter joins the postings of a word from several segments.
type postingWriter struct {
	texts *textFinder
	entry
	text int // counted last
}

func (w *postingWriter) begin(word string) {
	w.entry = entry{word: word, postings: w.postings[:0]}
	w.text = -1
}

// add appends postings that count from one sentence, to count from another; those of texts that are gone are left out.
func (w *postingWriter) add(postings []byte, from, to int64) error {
	return eachPosting(postings, func(offset uint64, count int) {
		sentence := from + int64(offset)
		text := w.texts.of(sentence)
		if text < 0 {
			return
		}
		if text != w.text {
			w.text = text
			w.documents++
		}
		now := uint64(sentence - to)
		v := (now - w.last) << 1
		if count > 1 {
			w.postings = binary.AppendUvarint(binary.AppendUvarint(w.postings, v|1), uint64(count))
		} else {
			w.postings = binary.AppendUvarint(w.postings, v)
		}
		w.last = now
		w.sentences++
	})
}
