package merge

import (
	"slices"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// mergeDeleted merges the tombstones of the other replica with the rows that are
// alive here.
func (m *merging) mergeDeleted() error {
	for _, t := range m.tables {
		if t == db.Labels || t == db.People {
			continue
		}
		ids, err := m.theirs.IDs(`SELECT e.entity_id FROM events e WHERE e.entity = ?1 AND e.verb = 'delete'
			UNION SELECT entity_id FROM merged_events WHERE entity = ?1 AND verb = 'delete'`, t.Name)
		if err != nil {
			return err
		}
		for _, id := range ids {
			theirs, err := m.theirs.Read(t, id)
			if err != nil {
				return err
			}
			if theirs != nil {
				continue
			}
			ours, err := m.Read(t, id)
			if err != nil {
				return err
			}
			if ours == nil {
				continue
			}
			if err := m.mergeBoth(t, id, ours, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// applyDeletions deletes the rows whose existence was joined to deleted. A row that
// another row still refers to stays alive, and its tombstone becomes a conflict.
func (m *merging) applyDeletions() error {
	all, err := db.ReadReferences(m.Transaction.Querier)
	if err != nil {
		return err
	}
	chosen, err := namedInConflicts(m.Querier)
	if err != nil {
		return err
	}
	slices.Reverse(m.deletions) // children first: tables are in the order of their references
	for len(m.deletions) > 0 {
		n := 1
		for n < len(m.deletions) && m.deletions[n].t == m.deletions[0].t {
			n++
		}
		if err := m.deleteOf(m.deletions[:n], all, chosen); err != nil {
			return err
		}
		m.deletions = m.deletions[n:]
	}
	return nil
}

// deleteOf deletes rows of one table, of which some may refer to others.
func (m *merging) deleteOf(rows []deletion, all []db.Reference, chosen map[string]bool) error {
	for again := true; again; {
		again = false
		var used []deletion
		for _, d := range rows {
			id := d.o.last.ID()
			ours, err := m.Read(d.t, id)
			if err != nil {
				return err
			}
			if ours == nil {
				continue
			}
			is, err := db.IsReferred(m.Querier, all, d.t, id)
			if err != nil {
				return err
			}
			if is || chosen[d.t.Name+" "+id] {
				used = append(used, d)
				continue
			}
			m.report.of(d.t).Deleted++
			if err := m.save(d.t, ours, nil); err != nil {
				return err
			}
			again = d.t == db.Claims // which may have been linked with another
		}
		rows = used
	}
	for _, d := range rows {
		ours, err := m.Existing(d.t, d.o.last.ID())
		if err != nil {
			return err
		}
		if err := m.save(d.t, ours, d.o.last); err != nil {
			return err
		}
		if err := m.saveConflicts(d.t, ours.ID(), append(d.o.concurrent, liveValue{db.Existence, db.Deleted, d.o.deletion})); err != nil {
			return err
		}
	}
	return nil
}

// namedInConflicts gives the documents that a live span beside a row lies in, and the
// claims that a live link beside a row names, each behind the name of its table.
// They count as referred to, and are kept or revived like those of the rows: so
// either value can be chosen, and which rows there are does not depend on
// which of the values a replica has in the row.
func namedInConflicts(q db.Querier) (map[string]bool, error) {
	all := make(map[string]bool)
	for _, r := range referencesOfConflicts {
		ids, err := q.IDs(r.query)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			all[r.To+" "+id] = true
		}
	}
	return all, nil
}

// conflictReference is a column whose values in conflicts name rows of a table.
type conflictReference struct {
	db.Reference
	query string
}

var referencesOfConflicts = []conflictReference{
	{db.Reference{From: db.Claims, Column: "document_id", To: db.Documents.Name},
		`SELECT DISTINCT value ->> 'document_id' AS named FROM conflicts WHERE part = 'span' AND value ->> 'document_id' IS NOT NULL ORDER BY 1`},
	{db.Reference{From: db.Claims, Column: "first_claim_id", To: db.Claims.Name},
		`SELECT DISTINCT value ->> 'first_claim_id' AS named FROM conflicts WHERE part = 'link' AND value ->> 'first_claim_id' IS NOT NULL ORDER BY 1`},
}

// reviveReferred restores the rows that one replica deleted and a row of the other
// refers to; the tombstone becomes a conflict.
func (m *merging) reviveReferred() error {
	if m.seq == 0 {
		return nil
	}
	all, err := db.ReadReferences(m.Transaction.Querier)
	if err != nil {
		return err
	}
	if m.ours, err = m.localReplica(); err != nil {
		return err
	}
	for again := true; again; {
		again = false
		for _, r := range referencesOfConflicts {
			ids, err := m.IDs("SELECT w.* FROM (" + r.query + ") w WHERE NOT EXISTS (SELECT 1 FROM " + r.To + " p WHERE p.id = w.named)")
			if err != nil {
				return err
			}
			for _, id := range ids {
				if err := m.revive(r.Reference, id); err != nil {
					return err
				}
				again = true
			}
		}
		for _, r := range all {
			ids, err := m.IDs(`SELECT DISTINCT "` + r.Column + `" FROM ` + r.From.Name + ` t WHERE "` + r.Column + `" IS NOT NULL
				AND NOT EXISTS (SELECT 1 FROM ` + r.To + ` p WHERE p.` + db.KeyOf(r.To) + ` = t."` + r.Column + `")`)
			if err != nil {
				return err
			}
			for _, id := range ids {
				if err := m.revive(r, id); err != nil {
					return err
				}
				again = true
			}
		}
	}
	return nil
}

// revive restores a deleted row with its last live values.
func (m *merging) revive(r db.Reference, id string) error {
	t := db.Evented[r.To]
	if t == nil {
		return db.Failf(db.ErrMismatch, "a %s refers to something that is in none of the workspaces; nothing was changed", r.From.Noun)
	}
	l, err := m.ours.rowState(t, id)
	if err != nil {
		return err
	}
	if l.row == nil {
		return db.Failf(db.ErrMismatch, "a %s refers to a %s that is in none of the workspaces; nothing was changed", r.From.Noun, t.Noun)
	}
	o, err := mergeStates(t, l, l)
	if err != nil {
		return err
	}
	m.report.of(t).New++
	if err := m.save(t, nil, o.last); err != nil {
		return err
	}
	if t == db.Documents { // its row comes from a history that anybody may have written
		var content string
		found, err := m.Querier.One("SELECT t.text FROM documents d JOIN texts t ON t.sha256 = d.sha256 WHERE d.id = ?", []any{id}, &content)
		if err != nil {
			return err
		}
		if found && doctext.ID(content) != id {
			return db.Failf(db.ErrMismatch, "a document's history gives it another text than its own; nothing was changed")
		}
	}
	if t == db.People {
		return m.saveConflicts(t, id, withoutExistence(o.concurrent))
	}
	return m.saveConflicts(t, id, append(o.concurrent, liveValue{db.Existence, db.Deleted, o.deletion}))
}
