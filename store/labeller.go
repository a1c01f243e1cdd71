package store

import "context"

// relabellings are the events that gave claims the labels they have now, as far
// as their events tell: neither those that made the claim, which are its
// annotator's or an import's, nor those of undoing, which give back what
// somebody else had said. Of each claim's, SQLite gives the row with the greatest id.
var relabellings = `WITH wanted AS (SELECT value AS id FROM json_each(?1)), labelled AS (
	SELECT e.id, e.entity_id AS claim, e.person_id AS person, e.before ->> 'label_id' AS was, e.after ->> 'label_id' AS now
		FROM wanted CROSS JOIN events e ON e.entity = 'claims' AND e.entity_id = wanted.id JOIN actions a ON a.id = e.action_id
		WHERE e.verb = 'update' AND a.kind NOT IN ('undo', 'redo') AND a.undone = 0 AND ` + ownEvents + `
	UNION ALL
	SELECT m.id, m.entity_id, m.person_id, m.before ->> 'label_id', m.after ->> 'label_id'
		FROM wanted CROSS JOIN merged_events m ON m.entity = 'claims' AND m.entity_id = wanted.id JOIN actions a ON a.seq = m.merge
		WHERE m.verb = 'update' AND a.undone = 0)
	SELECT c.id, p.name FROM (SELECT claim, person, now, max(id) FROM labelled WHERE was IS NOT now GROUP BY claim) l
	JOIN claims c ON c.id = l.claim JOIN people p ON p.id = ` + whoIs("l.person") + `
	WHERE l.now IS c.label_id AND p.id <> ` + whoIs("c.person_id")

// Relabelled tells of those of the claims whose label was given last by another
// person than their annotator who that was, by name. A claim that has not
// changed since it was made need not be asked for.
func (s *Store) Relabelled(ctx context.Context, claimIDs ...string) (map[string]string, error) {
	names := make(map[string]string)
	err := s.reading(ctx).each(relabellings, []any{jsonList(claimIDs)}, func(scan func(...any) error) error {
		var id, name string
		err := scan(&id, &name)
		names[id] = name
		return err
	})
	return names, err
}
