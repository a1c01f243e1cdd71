package store

import (
	"context"

	"factmark/store/internal/db"
)

// CountConflicts counts the values that wait for a choice.
func (s *Store) CountConflicts(ctx context.Context) (n int, err error) {
	_, err = s.reading(ctx).One("SELECT count(*) FROM conflicts", nil, &n)
	return n, err
}

// Waiting is how many values wait for a choice, and how many claims they bear
// on: by themselves, their evidence and decisions, or the document, labels and
// people that are told of them.
type Waiting struct{ Conflicts, Claims int }

const touched = `(c.id IN (SELECT entity_id FROM conflicts WHERE entity = 'claims'
		UNION SELECT e.claim_id FROM conflicts w JOIN evidence e ON e.id = w.entity_id WHERE w.entity = 'evidence'
		UNION SELECT d.claim_id FROM conflicts w JOIN decisions d ON d.id = w.entity_id WHERE w.entity = 'decisions')
	OR c.document_id IN (SELECT entity_id FROM conflicts WHERE entity = 'documents')
	OR c.label_id IN (SELECT entity_id FROM conflicts WHERE entity = 'labels')
	OR c.final_label_id IN (SELECT entity_id FROM conflicts WHERE entity = 'labels')
	OR ifnull(c.labeller_id, c.person_id) IN (` + touchedPeople + `) OR c.reviewer_id IN (` + touchedPeople + `))`

const touchedPeople = `SELECT entity_id FROM conflicts WHERE entity = 'people'
	UNION SELECT p.id FROM conflicts w JOIN people p ON p.same_as = w.entity_id WHERE w.entity = 'people'`

// Waiting counts what waits for a choice in the workspace, and on how many of
// the claims that a filter lets through it bears.
func (s *Store) Waiting(ctx context.Context, f Filter) (w Waiting, err error) {
	err = s.Snapshot(ctx, func(q db.Querier) error {
		if _, err := q.Value("SELECT count(*) FROM conflicts", &w.Conflicts); err != nil || w.Conflicts == 0 {
			return err
		}
		where, args := f.where()
		if where == "" {
			where = " WHERE TRUE"
		}
		_, err := q.One("SELECT count(*) FROM claims c"+where+" AND "+touched, args, &w.Claims)
		return err
	})
	return w, err
}
