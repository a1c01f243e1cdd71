package store

import (
	"context"

	"factmark/store/internal/db"
)

// CountConflicts counts the unresolved conflicts.
func (s *Store) CountConflicts(ctx context.Context) (n int, err error) {
	_, err = s.reading(ctx).One("SELECT count(*) FROM conflicts", nil, &n)
	return n, err
}

// ConflictCounts is how many conflicts are unresolved, and how many claims they
// concern: by a row of the claim's own, of its evidence or decisions, or of the
// document, the labels or the people that it names.
type ConflictCounts struct{ Conflicts, Claims int }

var concernedByConflict = `(c.id IN (SELECT entity_id FROM conflicts WHERE entity = 'claims'
		UNION SELECT e.claim_id FROM conflicts w JOIN evidence e ON e.id = w.entity_id WHERE w.entity = 'evidence'
		UNION SELECT d.claim_id FROM conflicts w JOIN decisions d ON d.id = w.entity_id WHERE w.entity = 'decisions')
	OR c.document_id IN (SELECT entity_id FROM conflicts WHERE entity = 'documents')
	OR c.label_id IN (SELECT entity_id FROM conflicts WHERE entity = 'labels')
	OR c.final_label_id IN (SELECT entity_id FROM conflicts WHERE entity = 'labels')
	OR ifnull(c.labeller_id, c.person_id) IN (` + conflictingPeople + `) OR c.reviewer_id IN (` + conflictingPeople + `))`

var conflictingPeople = `SELECT entity_id FROM conflicts WHERE entity = 'people'
	UNION ` + db.AliasesOf("SELECT entity_id FROM conflicts WHERE entity = 'people'")

// ConflictsAmong counts the unresolved conflicts of the workspace, and which of the
// claims that a filter selects they concern.
func (s *Store) ConflictsAmong(ctx context.Context, f Filter) (w ConflictCounts, err error) {
	err = s.Snapshot(ctx, func(q db.Querier) error {
		w, err = eachInConflict(q, f, func(string) {})
		return err
	})
	return w, err
}

// Conflicts is ConflictsAmong for what is exported, and gives the ids of the claims.
func (e *Export) Conflicts(claim func(id string)) (ConflictCounts, error) {
	return eachInConflict(e.q, e.filter, claim)
}

func eachInConflict(q db.Querier, f Filter, claim func(id string)) (w ConflictCounts, err error) {
	if _, err := q.Value("SELECT count(*) FROM conflicts", &w.Conflicts); err != nil || w.Conflicts == 0 {
		return w, err
	}
	where, args, err := f.where(q)
	if err != nil {
		return w, err
	}
	err = q.Each("SELECT c.id FROM claims c WHERE "+where+" AND "+concernedByConflict, args, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		claim(id)
		w.Claims++
		return err
	})
	return w, err
}
