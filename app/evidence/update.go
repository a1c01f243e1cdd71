package evidence

import (
	"cmp"
	"context"
	"errors"
	"math/bits"
	"slices"

	"factmark/store"
)

// segmentBytes is how many bytes of postings are gathered in memory before they become a segment.
const segmentBytes = 24 << 20

// Update brings the search index up to date: it indexes the texts that are not in it yet, and forgets those that are in the workspace no
// more. It writes in short transactions between which others may write, and what it has done stays when ctx ends or the program does.
// progress, which may be nil, is called with the number of texts done and of all.
func Update(ctx context.Context, s *store.Store, progress func(done, total int)) error {
	unlock, err := s.LockSearch(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	for tries := 0; ; tries++ {
		err := update(ctx, s, progress)
		switch {
		case tries == 5:
			return err
		case errors.Is(err, store.ErrConflict): // another program did the same
		case errors.Is(err, errDamagedIndex), errors.Is(err, errStaleIndex):
			if err := s.EmptySearch(ctx, normaliserVersion); err != nil {
				return err
			}
		default:
			return err
		}
	}
}

func update(ctx context.Context, s *store.Store, progress func(done, total int)) error {
	complete, err := s.SearchIsComplete(ctx, normaliserVersion)
	if err != nil || complete {
		return err
	}
	work, err := s.SearchWork(ctx, normaliserVersion)
	if err != nil {
		return err
	}
	if len(work.Gone) > 0 {
		if err := s.RemoveSearchTexts(ctx, work.Gone); err != nil {
			return err
		}
	}
	u := updating{ctx: ctx, store: s}
	for i, id := range work.Missing {
		if err := u.add(id); err != nil {
			return err
		}
		if progress != nil {
			progress(i+1, len(work.Missing))
		}
	}
	if err := u.flush(); err != nil {
		return err
	}
	if err := merge(ctx, s); err != nil {
		return err
	}
	if err := sweep(ctx, s); err != nil {
		return err
	}
	return s.FinishSearch(ctx, work)
}

// updating is an update under way.
type updating struct {
	ctx   context.Context
	store *store.Store
	*builder
	texts []store.SearchText // First counts from the segment's
}

func (u *updating) add(documentID string) error {
	if u.builder == nil {
		u.builder = newBuilder()
	}
	text, sum, err := u.store.TextToIndex(u.ctx, documentID)
	if errors.Is(err, store.ErrNotFound) { // it was removed meanwhile
		return nil
	}
	if err != nil {
		return err
	}
	u.addDocument()
	t := store.SearchText{First: int64(u.sentences), SHA256: sum}
	spans := spanWriter{text: text}
	eachSentence(text, func(start, end int) {
		if words := u.addSentence(text[start:end]); words > 0 {
			spans.add(start, end)
			t.Lengths = append(t.Lengths, byte(min(words, 255)))
		} else {
			u.sentences-- // nothing to find in it
		}
	})
	t.Sentences = spans.written
	if len(t.Lengths) == 0 { // a text without words has a number all the same, so that it counts as indexed
		t.Lengths, t.Sentences = []byte{0}, []byte{0, 0}
		u.sentences++
	}
	u.texts = append(u.texts, t)
	if u.bytes < segmentBytes {
		return nil
	}
	return u.flush()
}

// flush makes a segment of what is gathered.
func (u *updating) flush() error {
	if u.builder == nil || len(u.texts) == 0 {
		return nil
	}
	index, err := u.store.SearchIndex(u.ctx)
	if err != nil {
		return err
	}
	g := store.SearchSegment{First: index.Next, End: index.Next + int64(u.sentences)}
	for i := range u.texts {
		u.texts[i].First += g.First
	}
	w, err := newSegment(u.ctx, u.store, &g)
	if err != nil {
		return err
	}
	if err := u.write(w); err != nil {
		return err
	}
	g.Blocks, g.Directory = w.blocks, makeDirectory(w.firsts, w.numbers)
	if err := u.store.ListSegment(u.ctx, g, index, nil); err != nil {
		return err
	}
	for rest := u.texts; len(rest) > 0; {
		n, err := u.store.ListSearchTexts(u.ctx, g.ID, rest)
		if err != nil {
			return err
		}
		rest = rest[n:]
	}
	u.builder, u.texts = nil, nil
	return nil
}

// newSegment begins a segment that is kept in the workspace.
func newSegment(ctx context.Context, s *store.Store, g *store.SearchSegment) (*segmentWriter, error) {
	id, err := s.BeginSegment(ctx)
	if err != nil {
		return nil, err
	}
	g.ID = id
	kept := 0
	return &segmentWriter{keep: func(blocks [][]byte) error {
		for len(blocks) > 0 {
			n, err := s.KeepSearchBlocks(ctx, id, kept, blocks)
			if err != nil {
				return err
			}
			kept += n
			blocks = blocks[n:]
		}
		return nil
	}}, nil
}

// Compact takes the words of documents that are gone out of the index, so that none of them is in the file any more.
func Compact(ctx context.Context, s *store.Store) error {
	if s.ReadOnly() != nil {
		return nil
	}
	if used, err := s.SearchIsUsed(ctx); err != nil || !used {
		return err
	}
	if err := Update(ctx, s, nil); err != nil {
		return err
	}
	unlock, err := s.LockSearch(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	for {
		index, err := s.SearchIndex(ctx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(index.Segments, func(g store.SearchSegment) bool { return deadSentences(index, g) > 0 })
		if i < 0 {
			return sweep(ctx, s)
		}
		if err := mergeSegments(ctx, s, index, index.Segments[i:i+1]); err != nil {
			return err
		}
	}
}

// deadSentences tells how many of a segment's sentences belong to texts that are gone.
func deadSentences(index *store.SearchIndex, g store.SearchSegment) int {
	from, _ := slices.BinarySearchFunc(index.Texts, g.First, func(t store.SearchText, first int64) int { return cmp.Compare(t.First, first) })
	dead := int(g.End - g.First - g.Without)
	for _, t := range index.Texts[from:] {
		if t.First >= g.End {
			break
		}
		dead -= len(t.Lengths)
	}
	return dead
}

// fanOut is how many segments of about one size there may be: one more, and they become one.
const fanOut = 8

// level tells about how large a segment is: one more is eight times as large.
func level(g store.SearchSegment) int { return bits.Len64(uint64(g.End-g.First)) / 3 }

// merge makes one segment of many small ones, so that a word is looked up in few. Only neighbours are merged, the newest
// first, so that each sentence is written as often as there are levels.
func merge(ctx context.Context, s *store.Store) error {
	for {
		index, err := s.SearchIndex(ctx)
		if err != nil {
			return err
		}
		from := mergeFrom(index.Segments)
		if from == len(index.Segments) {
			return nil
		}
		if err := mergeSegments(ctx, s, index, index.Segments[from:]); err != nil {
			return err
		}
	}
}

// mergeFrom gives from where on the segments of a list are to become one; its length where none are.
func mergeFrom(all []store.SearchSegment) int {
	from := len(all)
	for highest := 0; highest <= 64/3; highest++ {
		smaller, same := from < len(all), 0
		for from > 0 && level(all[from-1]) <= highest {
			from--
			if level(all[from]) == highest {
				same++
			}
		}
		if same >= fanOut || same == fanOut-1 && smaller {
			return from
		}
	}
	return len(all)
}

// mergeSegments makes one segment of some that follow each other, without the texts that are gone.
func mergeSegments(ctx context.Context, s *store.Store, index *store.SearchIndex, old []store.SearchSegment) error {
	g := store.SearchSegment{First: old[0].First, End: old[len(old)-1].End}
	g.Without = int64(deadSentences(index, g)) // it is 0 before: all that are gone
	w, err := newSegment(ctx, s, &g)
	if err != nil {
		return err
	}
	sources := make([]*wordCursor, 0, len(old))
	for _, o := range old {
		c := &wordCursor{segment: segment{ctx: ctx, store: s, SearchSegment: o}}
		if err := c.open(); err != nil {
			return err
		}
		if err := c.next(); err != nil {
			return err
		}
		if !c.ended {
			sources = append(sources, c)
		}
	}
	rewrite := postingWriter{index: index}
	for len(sources) > 0 {
		word := slices.MinFunc(sources, func(a, b *wordCursor) int { return cmp.Compare(a.word, b.word) }).word
		rewrite.begin(word)
		for i := 0; i < len(sources); i++ { // in the order of their sentences
			c := sources[i]
			if c.word != word {
				continue
			}
			postings, err := c.postingsOf(c.entry)
			if err != nil {
				return err
			}
			if err := rewrite.add(postings, c.First, g.First); err != nil {
				return err
			}
			if err := c.next(); err != nil {
				return err
			}
			if c.ended {
				sources = slices.Delete(sources, i, i+1)
				i--
			}
		}
		if rewrite.sentences > 0 {
			if err := w.add(rewrite.entry); err != nil {
				return err
			}
		}
	}
	if err := w.end(); err != nil {
		return err
	}
	g.Blocks, g.Directory = w.blocks, makeDirectory(w.firsts, w.numbers)
	return s.ListSegment(ctx, g, index, old)
}

func sweep(ctx context.Context, s *store.Store) error {
	for {
		more, err := s.SweepSearch(ctx)
		if err != nil || !more {
			return err
		}
	}
}
