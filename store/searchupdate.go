package store

import (
	"context"
	"encoding/binary"
	"hash/crc32"
	"time"

	"factmark/store/internal/db"
)

// How the search index is made, brought up to date, checked and forgotten.

// searchSlice is how long a transaction that writes the index may go on, so that what the user does need not wait for it.
const searchSlice = 12 * time.Millisecond

// LockSearch waits until nobody else in this program writes the search index. unlock lets the next one.
func (s *Store) LockSearch(ctx context.Context) (unlock func(), err error) {
	select {
	case s.search.updating <- struct{}{}:
		return func() { <-s.search.updating }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// writeSearch runs f in a transaction on the index.
func (s *Store) writeSearch(ctx context.Context, f func(db.Querier) error) error {
	if s.ReadOnly() == nil {
		return s.WriteUnrecorded(ctx, f)
	}
	if _, err := s.searchReads(ctx); err != nil {
		return err
	}
	tx, err := s.search.memory.BeginTx(ctx, nil)
	if err != nil {
		return db.Explain(ctx, err)
	}
	defer tx.Rollback() // does nothing after a commit
	prepared := db.NewStatements(tx.PrepareContext)
	defer prepared.Close()
	if err := f(db.NewQuerier(ctx, prepared)); err != nil {
		return err
	}
	return db.Explain(ctx, tx.Commit())
}

func setSearchState(q db.Querier, key string, value int64) error {
	return q.Exec("INSERT INTO search_state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)
}

// newGeneration says that the lists of the index are others than before.
func newGeneration(q db.Querier) error {
	return q.Exec("INSERT INTO search_state (key, value) VALUES ('generation', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1")
}

// TextToIndex gives the text of a document with its SHA-256. It does not put it among those at hand: all texts are read once.
func (s *Store) TextToIndex(ctx context.Context, documentID string) (text, sum string, err error) {
	found, err := s.reading(ctx).One("SELECT d.sha256, t.text FROM documents d JOIN texts t ON t.sha256 = d.sha256 WHERE d.id = ?", []any{documentID}, &sum, &text)
	if err == nil && !found {
		err = db.Failf(db.ErrNotFound, "the document is not in the workspace any more")
	}
	return text, sum, err
}

// manyEvents is how many are gone through one after the other.
const manyEvents = 10_000

// SearchIsComplete tells whether a version of the rules has indexed all texts.
func (s *Store) SearchIsComplete(ctx context.Context, version int) (complete bool, err error) {
	q, err := s.searchReads(ctx)
	if err != nil {
		return false, err
	}
	made, err := searchState(q, "version")
	if err != nil || made != int64(version) {
		return false, err
	}
	event, err := searchState(q, "event")
	if err != nil {
		return false, err
	}
	// Only the events since the last look are gone through: before, there may be those of a hundred thousand documents.
	s.search.mu.Lock()
	from := event
	if s.search.madeFor == event {
		from = max(event, s.search.unchanged)
	}
	s.search.mu.Unlock()
	var last int64
	if _, err := s.reading(ctx).Value("SELECT ifnull(max(seq), 0) FROM events", &last); err != nil {
		return false, err
	}
	query := "SELECT EXISTS (SELECT 1 FROM events WHERE seq > ? AND seq <= ? AND +entity = 'documents')" // by seq
	if last-from > manyEvents {
		query = "SELECT EXISTS (SELECT 1 FROM events WHERE seq > ? AND seq <= ? AND entity = 'documents')" // by what they change
	}
	var changed bool
	_, err = s.reading(ctx).One(query, []any{from, last}, &changed)
	if err != nil || changed {
		return false, err
	}
	s.search.mu.Lock()
	s.search.madeFor, s.search.unchanged = event, max(from, last)
	s.search.mu.Unlock()
	return true, nil
}

// SearchIsUsed tells whether the index was ever made: something was looked for, or documents were imported.
func (s *Store) SearchIsUsed(ctx context.Context) (bool, error) {
	q, err := s.searchReads(ctx)
	if err != nil {
		return false, err
	}
	made, err := searchState(q, "version")
	return made != 0, err
}

// SearchIndexIsSound tells, for store/check, whether the index is whole: every block that a listed segment has is there with its CRC-32,
// which its first four bytes hold, little-endian.
func SearchIndexIsSound(q db.Querier) (sound bool, err error) {
	sound = true
	err = q.Each(`SELECT g.blocks, count(b.id) FROM search_segments g LEFT JOIN search_blocks b ON b.id BETWEEN g.id << ?1 AND (g.id + 1 << ?1) - 1
		WHERE g.state = 'listed' GROUP BY g.id`, []any{blockBits}, func(scan func(...any) error) error {
		var said, there int
		err := scan(&said, &there)
		sound = sound && said == there
		return err
	})
	if err != nil || !sound {
		return sound, err
	}
	err = q.Each("SELECT b.block FROM search_blocks b JOIN search_segments g ON g.id = b.id >> ? WHERE g.state = 'listed'", []any{blockBits}, func(scan func(...any) error) error {
		var block []byte
		err := scan(&block)
		sound = sound && len(block) > 4 && binary.LittleEndian.Uint32(block) == crc32.ChecksumIEEE(block[4:])
		return err
	})
	return sound, err
}

// ForgetSearchIndex deletes the index, so that it is made anew when something is next looked for. No number is given again.
func ForgetSearchIndex(q db.Querier) error {
	for _, statement := range []string{"DELETE FROM search_texts", "DELETE FROM search_segments", "DELETE FROM search_blocks", "DELETE FROM search_state WHERE key IN ('version', 'event')"} {
		if err := q.Exec(statement); err != nil {
			return err
		}
	}
	return newGeneration(q)
}

// SearchWork is what is to be done so that the index is complete: the ids of the documents whose texts are missing from it,
// and the first numbers of texts that are in it and belong to no document any more.
type SearchWork struct {
	Missing []string
	Gone    []int64
	event   int64 // the last event that this regards
}

// SearchWork gives what is to be done. Where the index was made by another version of the rules, it is emptied first.
func (s *Store) SearchWork(ctx context.Context, version int) (w SearchWork, err error) {
	q, err := s.searchReads(ctx)
	if err != nil {
		return w, err
	}
	made, err := searchState(q, "version")
	if err != nil {
		return w, err
	}
	if made != int64(version) {
		if err := s.EmptySearch(ctx, version); err != nil {
			return w, err
		}
	}
	indexed := make(map[string]int64)
	err = q.Each("SELECT sha256, first FROM search_texts", nil, func(scan func(...any) error) error {
		var sum string
		var first int64
		err := scan(&sum, &first)
		indexed[sum] = first
		return err
	})
	if err != nil {
		return w, err
	}
	err = s.Snapshot(ctx, func(q db.Querier) error {
		if _, err := q.Value("SELECT ifnull(max(seq), 0) FROM events", &w.event); err != nil {
			return err
		}
		return q.Each("SELECT id, sha256 FROM documents ORDER BY added_at, id", nil, func(scan func(...any) error) error {
			var id, sum string
			err := scan(&id, &sum)
			if _, is := indexed[sum]; is {
				delete(indexed, sum)
			} else {
				w.Missing = append(w.Missing, id)
			}
			return err
		})
	})
	for _, first := range indexed {
		w.Gone = append(w.Gone, first)
	}
	return w, err
}

// EmptySearch forgets the index, and says by which version of the rules it will be made. No number is given again.
func (s *Store) EmptySearch(ctx context.Context, version int) error {
	return s.writeSearch(ctx, func(q db.Querier) error {
		for _, statement := range []string{"DELETE FROM search_texts", "UPDATE search_segments SET state = 'replaced'"} {
			if err := q.Exec(statement); err != nil {
				return err
			}
		}
		if err := setSearchState(q, "event", -1); err != nil {
			return err
		}
		if err := setSearchState(q, "version", int64(version)); err != nil {
			return err
		}
		return newGeneration(q)
	})
}

// FinishSearch says that what SearchWork gave is done.
func (s *Store) FinishSearch(ctx context.Context, w SearchWork) error {
	return s.writeSearch(ctx, func(q db.Querier) error { return setSearchState(q, "event", w.event) })
}

// BeginSegment gives the id of a new segment, which is to be listed once its blocks are kept.
func (s *Store) BeginSegment(ctx context.Context) (id int64, err error) {
	err = s.writeSearch(ctx, func(q db.Querier) error {
		// Ids grow with the time, so that what was never finished can be told from what is being made.
		_, err := q.One(`INSERT INTO search_segments (id, first, "end", state, without, blocks, directory)
			VALUES (max(?, ifnull((SELECT max(id) FROM search_segments), 0) + 1), 0, 1, 'new', 0, 0, x'') RETURNING id`, []any{s.now().UnixMilli()}, &id)
		return err
	})
	return id, err
}

// KeepSearchBlocks writes blocks of a new segment, numbered on from n, as many as a short while allows, and gives how many.
func (s *Store) KeepSearchBlocks(ctx context.Context, segment int64, n int, blocks [][]byte) (kept int, err error) {
	err = s.writeSearch(ctx, func(q db.Querier) error {
		begun := time.Now()
		for kept < len(blocks) && (kept == 0 || time.Since(begun) < searchSlice) {
			if err := q.Exec("INSERT INTO search_blocks (id, block) VALUES (?, ?)", blockID(segment, n+kept), blocks[kept]); err != nil {
				return err
			}
			kept++
		}
		return nil
	})
	return kept, err
}

// errSearchElsewhere is an ErrConflict: another program was faster in writing the index, and what is to be done must be asked anew.
var errSearchElsewhere = db.Failf(db.ErrConflict, "another program has written the search index at the same time; try again")

// ListSegment lists a new segment whose blocks are all kept, in place of others that are in the index as it was read. ErrConflict where
// another program has changed the index since, so that nothing is listed.
func (s *Store) ListSegment(ctx context.Context, g SearchSegment, index *SearchIndex, replaced []SearchSegment) error {
	return s.writeSearch(ctx, func(q db.Querier) error {
		if len(replaced) > 0 { // of a text that was listed meanwhile the new segment has no words
			generation, err := searchState(q, "generation")
			if err != nil {
				return err
			}
			if generation != index.generation {
				return errSearchElsewhere
			}
		}
		for _, old := range replaced {
			var id int64
			found, err := q.One("UPDATE search_segments SET state = 'replaced' WHERE id = ? AND state = 'listed' RETURNING id", []any{old.ID}, &id)
			if err != nil {
				return err
			}
			if !found {
				return errSearchElsewhere
			}
		}
		if len(replaced) == 0 {
			next, err := searchState(q, "next")
			if err != nil {
				return err
			}
			if next != g.First {
				return errSearchElsewhere
			}
			if err := setSearchState(q, "next", g.End); err != nil {
				return err
			}
		}
		var id int64
		found, err := q.One(`UPDATE search_segments SET first = ?, "end" = ?, state = 'listed', without = ?, blocks = ?, directory = ? WHERE id = ? AND state = 'new' RETURNING id`,
			[]any{g.First, g.End, g.Without, g.Blocks, g.Directory, g.ID}, &id)
		if err != nil {
			return err
		}
		if !found {
			return errSearchElsewhere
		}
		return newGeneration(q)
	})
}

// ListSearchTexts lists texts of a segment that is listed, as many as a short while allows, and gives how many. Those that are not listed
// when the program ends are indexed again. A text that another program has indexed meanwhile stays as it is; ErrConflict where another
// has replaced the segment.
func (s *Store) ListSearchTexts(ctx context.Context, segment int64, texts []SearchText) (listed int, err error) {
	err = s.writeSearch(ctx, func(q db.Querier) error {
		begun := time.Now()
		var there bool
		if _, err := q.One("SELECT EXISTS (SELECT 1 FROM search_segments WHERE id = ? AND state = 'listed')", []any{segment}, &there); err != nil {
			return err
		}
		if !there {
			return errSearchElsewhere
		}
		for listed < len(texts) && (listed == 0 || time.Since(begun) < searchSlice) {
			t := texts[listed]
			if err := q.Exec("INSERT INTO search_texts (first, sha256, sentences, lengths) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING", t.First, t.SHA256, t.Sentences, t.Lengths); err != nil {
				return err
			}
			listed++
		}
		return newGeneration(q)
	})
	return listed, err
}

// RemoveSearchTexts forgets texts, so that nothing is found in them. Their words go with the next new segment in place of theirs.
func (s *Store) RemoveSearchTexts(ctx context.Context, firsts []int64) error {
	return s.writeSearch(ctx, func(q db.Querier) error {
		for _, first := range firsts {
			if err := q.Exec("DELETE FROM search_texts WHERE first = ?", first); err != nil {
				return err
			}
		}
		return newGeneration(q)
	})
}

// unfinishedSegment is how long a segment may be in the making.
const unfinishedSegment = time.Hour

// SweepSearch deletes blocks of segments that others have replaced, or that were begun long ago and never listed, as many as a short
// while allows. It tells whether there may be more.
func (s *Store) SweepSearch(ctx context.Context) (more bool, err error) {
	err = s.writeSearch(ctx, func(q db.Querier) error {
		old := s.now().Add(-unfinishedSegment).UnixMilli()
		var id int64
		if more, err = q.One("SELECT id FROM search_segments WHERE state = 'replaced' OR state = 'new' AND id < ? LIMIT 1", []any{old}, &id); err != nil || !more {
			return err
		}
		for begun := time.Now(); time.Since(begun) < searchSlice; {
			var one int64
			found, err := q.One("DELETE FROM search_blocks WHERE id = (SELECT id FROM search_blocks WHERE id BETWEEN ? AND ? LIMIT 1) RETURNING id",
				[]any{blockID(id, 0), blockID(id+1, 0) - 1}, &one)
			if err != nil {
				return err
			}
			if !found {
				return q.Exec("DELETE FROM search_segments WHERE id = ?", id)
			}
		}
		return nil
	})
	return more, err
}
