package evidence

import (
	"context"
	"errors"

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

// openSegments gives all segments of an index.
func openSegments(ctx context.Context, s *store.Store, index *store.SearchIndex) ([]*segment, error) {
	segments := make([]*segment, len(index.Segments))
	for i, g := range index.Segments {
		segments[i] = &segment{ctx: ctx, store: s, SearchSegment: g}
		if err := segments[i].open(); err != nil {
			return nil, err
		}
	}
	return segments, nil
}

func (g *segment) block(n int) ([]byte, error) {
	b, err := g.store.SearchBlock(g.ctx, g.ID, n)
	if err != nil {
		return nil, err
	}
	return unsealFound(b)
}

func unsealFound(block []byte) ([]byte, error) {
	if block == nil {
		return nil, errStaleIndex
	}
	return unseal(block)
}

// findWords gives what segments, of which there is one at least, have of words. It reads all blocks at once.
func findWords(segments []*segment, words []string) (parts [][]part, err error) {
	type place struct{ segment, word int }
	var wanted []store.SearchBlockID
	in := make(map[store.SearchBlockID][]place)
	for s, g := range segments {
		for w, word := range words {
			i := g.words.of(word)
			if i < 0 {
				continue
			}
			id := store.SearchBlockID{Segment: g.ID, N: g.words.block(i)}
			if in[id] == nil {
				wanted = append(wanted, id)
			}
			in[id] = append(in[id], place{s, w})
		}
	}
	parts = make([][]part, len(words))
	if len(wanted) == 0 {
		return parts, nil
	}
	blocks, err := segments[0].store.SearchBlocks(segments[0].ctx, wanted)
	if err != nil {
		return nil, err
	}
	for i, id := range wanted { // in the order of the segments
		b, err := unsealFound(blocks[i])
		if err != nil {
			return nil, err
		}
		for _, at := range in[id] {
			e, found, err := lookUp(b, words[at.word])
			if err != nil {
				return nil, err
			}
			if found {
				parts[at.word] = append(parts[at.word], part{segments[at.segment], e})
			}
		}
	}
	return parts, nil
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

// postingWriter joins the postings of a word from several segments.
type postingWriter struct {
	index *store.SearchIndex
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
		text := w.index.TextOf(sentence)
		if text < 0 {
			return
		}
		if text != w.text {
			w.text = text
			w.documents++
		}
		now := uint64(sentence - to)
		w.postings = appendPosting(w.postings, now-w.last, count)
		w.last = now
		w.sentences++
	})
}
