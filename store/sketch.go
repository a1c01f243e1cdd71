package store

import (
	"context"

	"factmark/store/internal/db"
)

// Sketch is what was kept of a document's text to find texts like it; Bytes is nil where nothing was, or by another version of the rules.
type Sketch struct {
	DocumentID, Title, TextSHA256 string
	Bytes                         []byte
}

// Sketches gives one for each document, made by a version of the rules.
func (s *Store) Sketches(ctx context.Context, version int) ([]Sketch, error) {
	var all []Sketch
	err := s.reading(ctx).Each(`SELECT d.id, d.title, d.sha256, k.sketch FROM documents d LEFT JOIN sketches k ON k.sha256 = d.sha256 AND k.version = ?
		ORDER BY d.added_at, d.id`, []any{version}, func(scan func(...any) error) error {
		var k Sketch
		err := scan(&k.DocumentID, &k.Title, &k.TextSHA256, &k.Bytes)
		all = append(all, k)
		return err
	})
	return all, err
}

// KeepSketches keeps sketches made by a version of the rules. It is no action: it says nothing new. A workspace that cannot be written keeps none,
// and that is an error.
func (s *Store) KeepSketches(ctx context.Context, version int, made []Sketch) error {
	return s.WriteUnrecorded(ctx, func(q db.Querier) error {
		for _, k := range made {
			if err := q.Exec("INSERT OR REPLACE INTO sketches (sha256, version, sketch) VALUES (?, ?, ?)", k.TextSHA256, version, k.Bytes); err != nil {
				return err
			}
		}
		return nil
	})
}
