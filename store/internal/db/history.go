package db

import (
	"context"
	"database/sql"
	"sync"
)

// OwnEvents are those that are no part of a merge, or of undoing or redoing one.
const OwnEvents = `a.seq NOT IN (SELECT seq FROM merges) AND ifnull(a.target, 0) NOT IN (SELECT seq FROM merges)`

// LabelledAt is SQL for when the label of claim c was given. Of one that was
// given before that was kept, the events tell it; they are looked through only
// where a decision on the span makes a difference.
const LabelledAt = `CASE WHEN c.labelled_at <> '' OR c.label_id IS NULL THEN c.labelled_at
	WHEN c.updated_at = c.created_at THEN c.created_at
	WHEN EXISTS (SELECT 1 FROM claims o JOIN decisions v ON v.claim_id = o.id WHERE o.document_id = c.document_id AND o.start = c.start AND o."end" = c."end") THEN
		ifnull((SELECT max(g.at) FROM (
			SELECT e.at, e.before, e.after FROM events e JOIN actions a ON a.id = e.action_id
				WHERE e.entity = 'claims' AND e.entity_id = c.id AND ` + OwnEvents + `
			UNION ALL SELECT m.at, m.before, m.after FROM merged_events m JOIN actions a ON a.seq = m.merge
				WHERE m.entity = 'claims' AND m.entity_id = c.id AND a.undone = 0) g
			WHERE json_valid(g.after) AND g.after ->> 'label_id' = c.label_id
				AND (g.before IS NULL OR json_valid(g.before) AND g.before ->> 'label_id' IS NOT c.label_id)), c.created_at)
	ELSE c.updated_at END`

// FirstRows gives the images of the rows that the migrations make, by table and id. It makes them once a run; they are
// for reading only.
func FirstRows() (map[*Table]map[string]string, error) { return firstRows() }

var firstRows = sync.OnceValues(func() (map[*Table]map[string]string, error) {
	ctx := context.Background()
	first := make(map[*Table]map[string]string)
	err := InMemory(ctx, Migrations, func(conn *sql.Conn) error {
		prepared := NewStatements(conn.PrepareContext)
		defer prepared.Close()
		for _, t := range Evented {
			first[t] = make(map[string]string)
			r, dest := t.Dest()
			err := NewQuerier(ctx, prepared).Each("SELECT "+t.List("t")+" FROM "+t.Name+" t", nil, func(scan func(...any) error) error {
				if err := scan(dest...); err != nil {
					return err
				}
				image, err := t.Encode(r)
				if err == nil {
					first[t][r.ID()] = image.(string)
				}
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return first, err
})
