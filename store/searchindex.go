package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// The search index says which words stand in which sentences. The store keeps it and knows nothing of what is in it: a package above makes
// it from the texts. It is no part of what a workspace says: nothing of it is an event, and it can be made again at any time. Of a
// workspace that is read only it is kept in memory.

// SearchText is a text whose sentences are indexed under the numbers from First on.
type SearchText struct {
	First     int64
	SHA256    string
	Sentences []byte // where they are
	Lengths   []byte // how many words each has
}

// SearchSegment holds the words of the sentences from First to before End in so many blocks.
type SearchSegment struct {
	ID, First, End int64
	Without        int64 // how many of these sentences it has no words of, because their texts were gone when it was made
	Blocks         int
	Directory      []byte
}

// SearchIndex is what there is of the index: of its texts all but Sentences, in the order of First, and its segments likewise. It is shared
// and must not be changed.
type SearchIndex struct {
	Texts      []SearchText
	Segments   []SearchSegment
	Next       int64 // the first number not given yet
	Sentences  int   // of all texts
	Words      int   // of all sentences
	generation int64
	places     []int // places[n] is how many texts begin before the n-th stretch of 1<<stretch numbers after the first text's
	stretch    int
}

// place prepares TextOf: there are about as many stretches as texts, so that one holds few.
func (x *SearchIndex) place() {
	if len(x.Texts) == 0 {
		return
	}
	numbers := uint64(x.Texts[len(x.Texts)-1].First) - uint64(x.Texts[0].First)
	for numbers>>x.stretch > 2*uint64(len(x.Texts)) {
		x.stretch++
	}
	x.places = make([]int, numbers>>x.stretch+2)
	for _, t := range x.Texts {
		x.places[(uint64(t.First)-uint64(x.Texts[0].First))>>x.stretch+1]++
	}
	for n := 1; n < len(x.places); n++ {
		x.places[n] += x.places[n-1]
	}
}

// TextOf gives the place in Texts of the text that a sentence is of, -1 where it is in the index no more.
func (x *SearchIndex) TextOf(sentence int64) int {
	if len(x.Texts) == 0 || sentence < x.Texts[0].First {
		return -1
	}
	n := int(min((uint64(sentence)-uint64(x.Texts[0].First))>>x.stretch, uint64(len(x.places)-2)))
	from, to := x.places[n], x.places[n+1]
	for to > from { // binary search for the last one that begins at the sentence or before
		if middle := int(uint(from+to) / 2); x.Texts[middle].First <= sentence {
			from = middle + 1
		} else {
			to = middle
		}
	}
	if from == 0 || sentence-x.Texts[from-1].First >= int64(len(x.Texts[from-1].Lengths)) {
		return -1
	}
	return from - 1
}

// searching is what a Store keeps of its search index.
type searching struct {
	updating chan struct{} // holds one token while the index is written

	mu     sync.Mutex // guards these
	index  *SearchIndex
	memory *sql.DB // the index of a workspace that is read only; nil where there is none yet
	reads  *db.Statements

	madeFor   int64 // the last event that the index was known to regard
	unchanged int64 // up to which event no other since has changed a document
}

// searchReads is a session on the connections that read the index.
func (s *Store) searchReads(ctx context.Context) (db.Querier, error) {
	if s.ReadOnly() == nil {
		return s.reading(ctx), nil
	}
	s.search.mu.Lock()
	defer s.search.mu.Unlock()
	if s.search.memory == nil {
		memory, err := sql.Open("sqlite", ":memory:")
		if err != nil {
			return db.Querier{}, err
		}
		memory.SetMaxOpenConns(1)
		if _, err := memory.ExecContext(ctx, db.SearchSchema); err != nil {
			return db.Querier{}, errors.Join(db.Explain(ctx, err), memory.Close())
		}
		s.search.memory, s.search.reads = memory, db.NewStatements(memory.PrepareContext)
	}
	return db.NewQuerier(ctx, s.search.reads), nil
}

// closeSearch gives up what is kept of the index.
func (s *Store) closeSearch() error {
	s.search.mu.Lock()
	defer s.search.mu.Unlock()
	s.search.index = nil
	if s.search.memory == nil {
		return nil
	}
	return errors.Join(s.search.reads.Close(), s.search.memory.Close())
}

func searchState(q db.Querier, key string) (value int64, err error) {
	_, err = q.One("SELECT value FROM search_state WHERE key = ?", []any{key}, &value)
	return value, err
}

// SearchIndex gives what there is of the index.
func (s *Store) SearchIndex(ctx context.Context) (*SearchIndex, error) {
	q, err := s.searchReads(ctx)
	if err != nil {
		return nil, err
	}
	generation, err := searchState(q, "generation")
	if err != nil {
		return nil, err
	}
	s.search.mu.Lock()
	known := s.search.index
	s.search.mu.Unlock()
	if known != nil && known.generation == generation {
		return known, nil
	}
	index := &SearchIndex{}
	read := func(q db.Querier) error {
		var err error
		if index.generation, err = searchState(q, "generation"); err != nil {
			return err
		}
		if index.Next, err = searchState(q, "next"); err != nil {
			return err
		}
		err = q.Each("SELECT first, sha256, lengths FROM search_texts ORDER BY first", nil, func(scan func(...any) error) error {
			var t SearchText
			err := scan(&t.First, &t.SHA256, &t.Lengths)
			index.Texts = append(index.Texts, t)
			index.Sentences += len(t.Lengths)
			for _, n := range t.Lengths {
				index.Words += int(n)
			}
			return err
		})
		if err != nil {
			return err
		}
		return q.Each(`SELECT id, first, "end", without, blocks, directory FROM search_segments WHERE state = 'listed' ORDER BY first`, nil, func(scan func(...any) error) error {
			var g SearchSegment
			err := scan(&g.ID, &g.First, &g.End, &g.Without, &g.Blocks, &g.Directory)
			index.Segments = append(index.Segments, g)
			return err
		})
	}
	if s.ReadOnly() == nil {
		err = s.Snapshot(ctx, read)
	} else {
		err = read(q)
	}
	if err != nil {
		return nil, err
	}
	index.place()
	s.search.mu.Lock()
	s.search.index = index
	s.search.mu.Unlock()
	return index, nil
}

const blockBits = 20 // of an id number the block, the others the segment

func blockID(segment int64, n int) int64 { return segment<<blockBits | int64(n) }

// SearchBlock gives a block of a segment, nil where it is not there (any more).
func (s *Store) SearchBlock(ctx context.Context, segment int64, n int) ([]byte, error) {
	blocks, err := s.SearchBlocks(ctx, []SearchBlockID{{segment, n}})
	if err != nil {
		return nil, err
	}
	return blocks[0], nil
}

// SearchBlockID names a block of a segment, numbered from 0 on.
type SearchBlockID struct {
	Segment int64
	N       int
}

// SearchBlocks gives blocks, in the order in which they are asked for, with nil for those that are not there (any more). One query
// for many is a fraction of the cost of one for each.
func (s *Store) SearchBlocks(ctx context.Context, wanted []SearchBlockID) ([][]byte, error) {
	q, err := s.searchReads(ctx)
	if err != nil {
		return nil, err
	}
	blocks := make([][]byte, len(wanted))
	ids := make([]int64, len(wanted))
	for i, w := range wanted {
		ids[i] = blockID(w.Segment, w.N)
	}
	err = q.Each("SELECT j.key, b.block FROM json_each(?) j CROSS JOIN search_blocks b ON b.id = j.value", []any{db.JSONList(ids)}, func(scan func(...any) error) error {
		var i int
		var block []byte
		err := scan(&i, &block)
		blocks[i] = block
		return err
	})
	return blocks, err
}

// SearchedDocument is the document of an indexed text.
type SearchedDocument struct {
	ID, Title, FileName string
	Published           string
	Sentences           []byte
	text                *doctext.Text
}

// Slice gives what stands at [start, end) of the document's text, in code points; false where that is no span of it.
func (d *SearchedDocument) Slice(start, end int) (string, bool) {
	if !d.text.Has(start, end) {
		return "", false
	}
	return d.text.Slice(start, end), true
}

// SearchedTexts gives the documents of the texts whose sentences begin with these numbers, in the order in which they are asked for; nil
// for those that are in the workspace no more.
func (s *Store) SearchedTexts(ctx context.Context, firsts []int64) ([]*SearchedDocument, error) {
	q, err := s.searchReads(ctx)
	if err != nil {
		return nil, err
	}
	all, sums := make([]*SearchedDocument, len(firsts)), make([]string, len(firsts))
	err = q.Each("SELECT j.key, t.sha256, t.sentences FROM json_each(?) j CROSS JOIN search_texts t ON t.first = j.value", []any{db.JSONList(firsts)}, func(scan func(...any) error) error {
		var i int
		var d SearchedDocument
		var sum string
		err := scan(&i, &sum, &d.Sentences)
		all[i], sums[i] = &d, sum
		return err
	})
	if err != nil {
		return nil, err
	}
	there := make([]bool, len(firsts))
	err = s.reading(ctx).Each("SELECT j.key, d.id, d.title, d.file_name, d.published FROM json_each(?) j CROSS JOIN documents d ON d.sha256 = j.value", []any{db.JSONList(sums)},
		func(scan func(...any) error) error {
			var i int
			var d SearchedDocument
			if err := scan(&i, &d.ID, &d.Title, &d.FileName, &d.Published); err != nil || all[i] == nil {
				return err
			}
			d.Sentences = all[i].Sentences
			all[i], there[i] = &d, true
			return nil
		})
	if err != nil {
		return nil, err
	}
	for i := range all {
		if !there[i] {
			all[i], sums[i] = nil, ""
		}
	}
	texts, err := s.indexedTexts(ctx, sums)
	for i, d := range all {
		if d != nil && err == nil {
			d.text = texts[i]
		}
	}
	return all, err
}

// SearchedText gives the number of the first sentence of a document's text; false where it is not indexed.
func (s *Store) SearchedText(ctx context.Context, documentID string) (first int64, found bool, err error) {
	sum, err := db.TextOf(s.reading(ctx), documentID)
	if err != nil {
		return 0, false, err
	}
	q, err := s.searchReads(ctx)
	if err != nil {
		return 0, false, err
	}
	found, err = q.One("SELECT first FROM search_texts WHERE sha256 = ?", []any{sum}, &first)
	return first, found, err
}
