package merge

import (
	"context"
	"fmt"

	"factmark/store"
	"factmark/store/internal/db"
	"factmark/store/internal/register"
)

// Conflicts gives the unresolved conflicts in the order of the documents' titles
// and of the claims' places in them, at most limit of them. ErrDamaged where one
// is about a table or a row that is not there.
func Conflicts(ctx context.Context, s *store.Store, limit int) ([]Conflict, error) {
	var found []Conflict
	err := s.Snapshot(ctx, func(q db.Querier) error {
		query := "SELECT " + db.Conflicts.List("c") + `, ifnull(d.title, ''), ifnull(k.id, ''), ifnull(e.quote, ifnull(k.quote, '')) FROM conflicts c
			LEFT JOIN evidence e ON c.entity = 'evidence' AND e.id = c.entity_id
			LEFT JOIN decisions v ON c.entity = 'decisions' AND v.id = c.entity_id
			LEFT JOIN not_content n ON c.entity = 'not_content' AND n.id = c.entity_id
			LEFT JOIN claims k ON k.id = CASE c.entity WHEN 'claims' THEN c.entity_id WHEN 'evidence' THEN e.claim_id WHEN 'decisions' THEN v.claim_id END
			LEFT JOIN documents d ON d.id = CASE c.entity WHEN 'documents' THEN c.entity_id ELSE ifnull(k.document_id, n.document_id) END
			ORDER BY d.title COLLATE NOCASE, d.id, k.start, k."end", k.id, c.entity, c.entity_id, c.part, c.id LIMIT ?`
		err := q.Each(query, []any{limit}, func(scan func(...any) error) error {
			r, dest := db.Conflicts.Dest()
			var title, claimID, quote string
			if err := scan(append(dest, &title, &claimID, &quote)...); err != nil {
				return err
			}
			c := conflictOf(r)
			c.Document, c.ClaimID, c.Quote = title, claimID, quote
			found = append(found, c)
			return nil
		})
		for i := range found {
			if err == nil {
				err = fillValues(q, &found[i])
			}
		}
		return err
	})
	return found, err
}

// fillValues fills in both values of a conflict: the one in the row and the one beside it.
func fillValues(q db.Querier, c *Conflict) error {
	t := db.Evented[c.Entity]
	if t == nil {
		return db.Failf(db.ErrDamaged, "a conflict is about %q, which this version does not know", c.Entity)
	}
	now, err := q.Read(t, c.EntityID)
	if err != nil {
		return err
	}
	if now == nil {
		return db.Failf(db.ErrDamaged, "a conflict is about a %s that is not there", t.Noun)
	}
	s := &replica{Querier: q}
	l, err := s.rowState(t, c.EntityID)
	if err != nil {
		return err
	}
	if c.Group == db.Existence {
		c.Theirs = ConflictValue{Deleted: true, At: db.ParseTime(c.at)}
		if c.Theirs.Person, err = nameOf(q, c.PersonID); err != nil {
			return err
		}
		v := l.existence.Values[db.Alive]
		c.Ours.At = db.ParseTime(v.At)
		c.Ours.Person, err = nameOf(q, v.Person)
		return err
	}
	p, i, err := t.GroupNamed(c.Group)
	if err != nil {
		return err
	}
	value, err := t.Value(p, now)
	if err != nil {
		return err
	}
	ours, err := withAuthor(q, t, now, l.registers[i].Values[value])
	if err != nil {
		return err
	}
	if c.Ours, err = valueOf(q, t, p, now, ours); err != nil {
		return err
	}
	other := append(db.Row{}, now...)
	if err := t.Set(p, other, c.value); err != nil {
		return err
	}
	theirs, err := withAuthor(q, t, now, register.Entry{Stamps: []string{c.stamp}, Person: c.PersonID, At: c.at})
	if err != nil {
		return err
	}
	c.Theirs, err = valueOf(q, t, p, other, theirs)
	return err
}

// withAuthor fills in who assigned a value and when, where its entry does not tell: from
// the event that its last stamp names, if this workspace has that event, else from
// who made the row and when.
func withAuthor(q db.Querier, t *db.Table, r db.Row, v register.Entry) (register.Entry, error) {
	if v.Person == "" && v.Last() != "" {
		_, err := q.One(`SELECT person_id, at FROM events WHERE id = ?1 UNION ALL SELECT person_id, at FROM merged_events WHERE id = ?1 LIMIT 1`,
			[]any{v.Last()}, &v.Person, &v.At)
		if err != nil {
			return v, err
		}
	}
	if i := t.Index("person_id"); v.Person == "" && i >= 0 {
		v.Person = r.Text(i)
		if made := t.Index("created_at"); v.At == "" && made >= 0 {
			v.At = r.Text(made)
		}
	}
	return v, nil
}

func nameOf(q db.Querier, personID string) (name string, err error) {
	_, err = q.One("SELECT name FROM people WHERE id = ?", []any{personID}, &name)
	return name, err
}

// valueOf gives a field group of a row as text, with the names of labels, people and
// documents in place of their ids, and its author and time from the entry.
func valueOf(q db.Querier, t *db.Table, p db.FieldGroup, r db.Row, v register.Entry) (shown ConflictValue, err error) {
	shown.At = db.ParseTime(v.At)
	if shown.Person, err = nameOf(q, v.Person); err != nil {
		return shown, err
	}
	for _, i := range p.Columns {
		name := t.Columns[i]
		switch name {
		case "prefix", "suffix", "document_sha256", "labeller_id", "corrected", "labelled_at":
			continue
		}
		value := ""
		if r[i] != nil {
			value = fmt.Sprint(r[i])
		}
		switch name {
		case "label_id", "final_label_id":
			if _, err := q.One("SELECT name FROM labels WHERE id = ?", []any{value}, &value); err != nil {
				return shown, err
			}
		case "reviewer_id", "same_as":
			if value, err = nameOf(q, value); err != nil {
				return shown, err
			}
		case "first_claim_id":
			if _, err := q.One("SELECT quote FROM claims WHERE id = ?", []any{value}, &value); err != nil {
				return shown, err
			}
		case "document_id":
			if _, err := q.One("SELECT title FROM documents WHERE id = ?", []any{value}, &value); err != nil {
				return shown, err
			}
		}
		shown.Columns, shown.Values = append(shown.Columns, name), append(shown.Values, value)
	}
	return shown, nil
}

// Resolve resolves a conflict in one action: with the value beside the row if take
// is true, else with the one in the row. The choice is an assignment, and
// supersedes every other live value of the field group: their conflicts are
// removed with it, and the values stay in the history. ErrNotFound where the
// conflict has been resolved already, ErrDamaged where it is about something that
// is not there; nothing is changed then.
func Resolve(ctx context.Context, s *store.Store, id string, take bool) error {
	_, err := s.Write(ctx, db.ChangeDo, "Resolve conflict", func(w *db.Transaction) error {
		chosen, err := w.Existing(db.Conflicts, id)
		if err != nil {
			return err
		}
		c := conflictOf(chosen)
		t := db.Evented[c.Entity]
		if t == nil {
			return db.Failf(db.ErrDamaged, "a conflict is about %q, which this version does not know; nothing was changed", c.Entity)
		}
		before, err := w.Existing(t, c.EntityID)
		if err != nil {
			return err
		}
		same, err := readConflicts(w.Querier, t, c.EntityID)
		if err != nil {
			return err
		}
		for _, other := range same {
			if other.Group != c.Group {
				continue
			}
			r, err := w.Existing(db.Conflicts, other.ID)
			if err == nil {
				err = w.Save(db.Conflicts, r, nil)
			}
			if err != nil {
				return err
			}
		}
		var links map[string]string
		if c.Group == "link" {
			if links, err = assignedLinks(w, before); err != nil {
				return err
			}
		}
		if err := choose(w, t, before, c, take); err != nil {
			return err
		}
		if t == db.People {
			who, err := db.ReadAliases(w.Querier)
			if err == nil {
				err = resolveAliases(w, who, nil, w.Save)
			}
			if err != nil {
				return err
			}
		}
		if c.Group == "link" {
			if err := followChoice(w, links, c.EntityID); err != nil {
				return err
			}
			if err := resolveLinks(w, w.Save); err != nil {
				return err
			}
		}
		return deriveAfterChoice(w, t, before)
	})
	return err
}

// deriveAfterChoice derives the status of the claims anew that depend on the row of
// a resolved conflict.
func deriveAfterChoice(w *db.Transaction, t *db.Table, before db.Row) error {
	var documentIDs []string
	var err error
	switch t {
	case db.Claims: // it may have been on another document
		documentIDs, err = w.IDs("SELECT document_id FROM claims WHERE id = ? UNION SELECT ? ORDER BY 1", before.ID(), before.Text(db.ClaimsDocumentID))
	case db.Decisions:
		documentIDs, err = w.IDs("SELECT document_id FROM claims WHERE id = ?", before.Text(db.DecisionsClaimID))
	case db.People:
		documentIDs, err = w.IDs("SELECT id FROM documents ORDER BY id")
	default:
		return nil
	}
	if err != nil {
		return err
	}
	f := &derivation{Transaction: w, replica: &replica{Querier: w.Querier}, save: w.Save}
	return f.derive(documentIDs)
}

// choose assigns the chosen value to the row of a conflict, also where it is the one
// that the row has: the assignment has to supersede the others.
func choose(w *db.Transaction, t *db.Table, before db.Row, c Conflict, take bool) error {
	if c.Group == db.Existence {
		switch {
		case !take:
			return w.Restate(t, before, before, "") // an assignment of alive
		case t == db.Claims:
			return store.DeleteClaimIn(w, c.EntityID)
		case t == db.Documents:
			return store.RemoveDocumentIn(w, c.EntityID)
		}
		return w.Save(t, before, nil)
	}
	after := append(db.Row{}, before...)
	if take {
		p, _, err := t.GroupNamed(c.Group)
		if err != nil {
			return err
		}
		if err := t.Set(p, after, c.value); err != nil {
			return err
		}
	}
	if t == db.Claims && store.ClaimOf(before).Status == store.StatusOrphaned { // deriveAfterChoice finds out whether it has a place
		after[db.ClaimsStatus] = string(store.StatusOrphaned)
	}
	w.StampUpdated(t, after)
	return w.Restate(t, before, after, c.Group)
}
