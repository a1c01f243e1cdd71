package merge

import (
	"errors"
	"slices"

	"factmark/store"
	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
	"factmark/store/internal/register"
)

// pageLength is how many rows of the other replica are held in memory at once; fewer
// where they are large, see db.MostHeld.
const pageLength = 256

// errFull ends the reading of a page.
var errFull = errors.New("the page is full")

// readPage reads a page of a table's rows in the order of their ids, those behind an id; more is false at the end.
func readPage(q db.Querier, t *db.Table, after string) (rows []db.Row, more bool, err error) {
	held := 0
	err = q.Each("SELECT "+t.List("t")+" FROM "+t.Name+" t WHERE t.id > ? ORDER BY t.id", []any{after},
		func(scan func(...any) error) error {
			if len(rows) == pageLength || held > db.MostHeld {
				return errFull
			}
			r, dest := t.Dest()
			err := scan(dest...)
			rows = append(rows, r)
			for i := range r {
				held += len(r.Text(i))
			}
			return err
		})
	if errors.Is(err, errFull) {
		return rows, true, nil
	}
	return rows, false, err
}

// mergeTable merges every row of a table that is alive in the other replica.
func (m *merging) mergeTable(t *db.Table) error {
	for after, more := "", true; more; {
		var rows []db.Row
		var err error
		if rows, more, err = readPage(m.theirs.Querier, t, after); err != nil {
			return err
		}
		for _, r := range rows {
			after = r.ID()
			if err := m.mergeRow(t, m.theirs.translated(t, r)); err != nil {
				return err
			}
			if err := m.step(); err != nil {
				return err
			}
		}
	}
	return nil
}

// mergeRow merges a row that is alive in the other replica.
func (m *merging) mergeRow(t *db.Table, theirs db.Row) error {
	ours, err := m.Read(t, theirs.ID())
	if err != nil {
		return err
	}
	if ours.Equal(theirs) {
		if inConflict, err := m.hasConflicts(t, theirs.ID()); err != nil || !inConflict {
			return err
		}
	}
	if err := m.from.check(m.Ctx, t, theirs); err != nil {
		return err
	}
	if err := m.texts(t, theirs); err != nil {
		return err
	}
	if ours == nil {
		known, err := m.everHad(t, theirs.ID())
		if err != nil {
			return err
		}
		if !known {
			return m.accept(t, theirs)
		}
	}
	return m.mergeBoth(t, theirs.ID(), ours, theirs)
}

// hasConflicts reports whether a row is in a conflict in either replica.
func (m *merging) hasConflicts(t *db.Table, id string) (bool, error) {
	if !m.anyConflicts {
		return false, nil
	}
	for _, q := range []db.Querier{m.Querier, m.theirs.Querier} {
		found := false
		if _, err := q.One("SELECT EXISTS (SELECT 1 FROM conflicts WHERE entity = ? AND entity_id = ?)", []any{t.Name, id}, &found); err != nil || found {
			return found, err
		}
	}
	return false, nil
}

// everHad reports whether there ever was a row of that id here, alive or deleted.
func (m *merging) everHad(t *db.Table, id string) (known bool, err error) {
	_, err = m.Querier.One(`SELECT EXISTS (SELECT 1 FROM events WHERE entity = ?1 AND entity_id = ?2)
		OR EXISTS (SELECT 1 FROM merged_events WHERE entity = ?1 AND entity_id = ?2)`, []any{t.Name, id}, &known)
	return known, err
}

// accept inserts a row that this replica never had, with its conflicts. No join is
// needed: its registers here are empty.
func (m *merging) accept(t *db.Table, theirs db.Row) error {
	if t == db.Claims {
		if blind, err := isBlind(m.theirs.Querier, theirs.ID()); err != nil {
			return err
		} else if blind {
			return m.notOurs()
		}
	}
	m.report.of(t).New++
	if t == db.Documents {
		if err := m.sameTitle(theirs); err != nil {
			return err
		}
	}
	if err := m.save(t, nil, theirs); err != nil {
		return err
	}
	if inConflict, err := m.hasConflicts(t, theirs.ID()); err != nil || !inConflict {
		return err
	}
	concurrent, err := m.theirs.concurrentValues(t, theirs)
	if err != nil {
		return err
	}
	return m.saveConflicts(t, theirs.ID(), concurrent)
}

// concurrentValues gives the live values beside a row, from its conflicts.
func (s *replica) concurrentValues(t *db.Table, r db.Row) ([]liveValue, error) {
	rows, err := readConflicts(s.Querier, t, r.ID())
	if err != nil {
		return nil, err
	}
	var all []liveValue
	for _, c := range rows {
		value := db.Deleted
		if c.Group != db.Existence {
			p, _, err := t.GroupNamed(c.Group)
			if err != nil {
				return nil, err
			}
			other := slices.Clone(r)
			if err := t.Set(p, other, c.value); err != nil {
				return nil, err
			}
			other = s.translated(t, other)
			is, err := t.Value(p, r)
			if err != nil {
				return nil, err
			}
			if value, err = t.Value(p, other); err != nil {
				return nil, err
			}
			if value == is {
				continue
			}
		}
		all = append(all, liveValue{c.Group, value, register.Entry{Stamps: []string{c.stamp}, Person: c.PersonID, At: c.at}})
	}
	return all, nil
}

func (m *merging) notOurs() error {
	return db.Failf(db.ErrInvalid, "%s is a blind package with claims of another workspace: merge it into the one it was made from; nothing was changed", m.from.name)
}

// mergeBoth joins the registers of a row that both replicas know, and writes the
// outcome.
func (m *merging) mergeBoth(t *db.Table, id string, ours, theirs db.Row) error {
	a, err := m.ours.rowState(t, id)
	if err != nil {
		return err
	}
	b, err := m.theirs.rowState(t, id)
	if err != nil {
		return err
	}
	if a.row == nil && b.row == nil {
		return nil
	}
	if a.row == nil && b.blind { // the action that brought the claim here was undone
		return m.notOurs()
	}
	o, err := mergeStates(t, a, b)
	if err != nil {
		return err
	}
	switch t {
	case db.Claims:
		m.mergedClaims[id] = true
		o.keepLocalStatus(ours)
	case db.People: // people are deleted by undo only, and stay where either replica needs them
		o.row, o.concurrent = o.last, withoutExistence(o.concurrent)
	case db.RefusedPassages, db.Suggestions: // nobody has to be asked: one that is refused anew, or moved, is refused
		o.concurrent = withoutExistence(o.concurrent)
	}
	if o.row == nil && ours != nil {
		m.deletions = append(m.deletions, deletion{t, o})
		return nil
	}
	if o.row == nil {
		return nil // deleted in both replicas
	}
	row := o.row
	if t == db.Claims && ours != nil {
		row = slices.Clone(row)
		row[db.ClaimsFirstClaimID], m.links[id] = ours[db.ClaimsFirstClaimID], row.Text(db.ClaimsFirstClaimID)
	}
	if err := m.save(t, ours, row); err != nil {
		return err
	}
	before := m.report.Conflicts
	if err := m.saveConflicts(t, id, o.concurrent); err != nil {
		return err
	}
	count := m.report.of(t)
	switch {
	case ours == nil:
		count.New++
	case assignedDiffers(t, ours, o.row):
		count.Taken++
	case m.report.Conflicts > before:
		count.Conflicting++
	case replicasDiffer(t, a, b):
		count.Kept++
	}
	return nil
}

// assignedDiffers tells whether two rows differ in more than the times of their making and last change.
func assignedDiffers(t *db.Table, one, other db.Row) bool {
	return slices.ContainsFunc(t.Groups, func(p db.FieldGroup) bool {
		return p.Rule != db.Least && p.Rule != db.Greatest && slices.ContainsFunc(p.Columns, func(c int) bool { return one[c] != other[c] })
	})
}

func withoutExistence(all []liveValue) []liveValue {
	return slices.DeleteFunc(all, func(w liveValue) bool { return w.group == db.Existence })
}

// keepLocalStatus keeps the status that a claim has here where nobody has decided it,
// and keeps an orphan one: statuses are derived once all replicas are merged.
func (o *outcome) keepLocalStatus(ours db.Row) {
	if ours == nil {
		return
	}
	was, is := store.ClaimOf(ours), store.ClaimOf(o.last)
	if was.SettledBySomeone() || is.SettledBySomeone() {
		if was.Status == store.StatusOrphaned && is.DocumentID == was.DocumentID && is.DocumentSHA256 == was.DocumentSHA256 {
			o.last[db.ClaimsStatus] = string(store.StatusOrphaned)
		}
		return
	}
	for _, column := range []int{db.ClaimsStatus, db.ClaimsFinalLabelID, db.ClaimsReviewerID, db.ClaimsReviewedAt} {
		o.last[column] = ours[column]
	}
}

// replicasDiffer reports whether the replicas have different values in a field group
// that people assign. Derived values do not count, nor do the groups that a blind
// package leaves out.
func replicasDiffer(t *db.Table, a, b *rowState) bool {
	if a.row == nil || b.row == nil {
		return false
	}
	for i, p := range t.Groups {
		if p.Rule == db.Least || p.Rule == db.Greatest || t == db.ReviewSessions && p.Name == "summary" || a.leavesOut(p, i) || b.leavesOut(p, i) {
			continue
		}
		if p.Rule == db.Decision {
			one, other := store.ClaimOf(a.row), store.ClaimOf(b.row)
			if !one.SettledBySomeone() && !other.SettledBySomeone() {
				continue
			}
		}
		for _, c := range p.Columns {
			if a.row[c] != b.row[c] {
				return true
			}
		}
	}
	return false
}

// saveConflicts makes the conflicts of a row those of its live values that are not in
// the row.
func (m *merging) saveConflicts(t *db.Table, id string, all []liveValue) error {
	want := make(map[string]db.Row)
	for _, w := range all {
		r := conflictRow(t, id, w)
		want[r.ID()] = r
	}
	if m.anyConflicts {
		have, err := m.IDs(db.ConflictsOf, t.Name, id)
		if err != nil {
			return err
		}
		for _, conflictID := range have {
			before, err := m.Existing(db.Conflicts, conflictID)
			if err != nil {
				return err
			}
			if err := m.save(db.Conflicts, before, want[conflictID]); err != nil {
				return err
			}
			delete(want, conflictID)
		}
	}
	for _, w := range all { // in their order, so that equal merges write equal events
		r := conflictRow(t, id, w)
		if want[r.ID()] == nil {
			continue
		}
		m.anyConflicts = true
		m.report.Conflicts++
		if err := m.save(db.Conflicts, nil, r); err != nil {
			return err
		}
	}
	return nil
}

// texts copies the texts and files that a row refers to by their SHA-256.
func (m *merging) texts(t *db.Table, r db.Row) error {
	for i, column := range t.Columns {
		sum := r.Text(i)
		if sum == "" {
			continue
		}
		switch column {
		case "sha256", "document_sha256":
			if t == db.Claims || t == db.Evidence || t == db.Suggestions {
				continue // their documents come first
			}
			known, err := db.HasText(m.Querier, sum)
			if err != nil {
				return err
			}
			if known {
				continue
			}
			text, err := m.from.store.IndexedText(m.Ctx, sum)
			if err == nil {
				err = m.Exec("INSERT INTO texts (sha256, text) VALUES (?, ?) ON CONFLICT DO NOTHING", sum, text.Content)
			}
			if err == nil {
				err = store.CopyLocators(m.theirs.Querier, m.Querier, sum, text.Length)
			}
			if err != nil {
				return err
			}
		case "original_sha256":
			if err := m.original(sum); err != nil {
				return err
			}
		}
	}
	return nil
}

// original copies a file as it was imported, where the other replica has it.
func (m *merging) original(sum string) error {
	var bytes []byte
	found, err := m.theirs.One("SELECT bytes FROM originals WHERE sha256 = ?", []any{sum}, &bytes)
	if err != nil || !found {
		return err
	}
	if doctext.Sum(bytes) != sum {
		return db.Failf(db.ErrMismatch, "%s cannot be trusted: a file kept as it was imported has other bytes than then; nothing was changed", m.from.name)
	}
	return m.Exec("INSERT INTO originals (sha256, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING", sum, bytes)
}

// sameTitle reports a new document that has the title of one here and another text.
func (m *merging) sameTitle(theirs db.Row) error {
	title := theirs.Text(db.DocumentsTitle)
	var id string
	found, err := m.Querier.One("SELECT id FROM documents WHERE title = ? COLLATE NOCASE AND id <> ? ORDER BY id LIMIT 1", []any{title, theirs.ID()}, &id)
	if err == nil && found {
		m.report.SameTexts = append(m.report.SameTexts, SameTitle{title, id, theirs.ID()})
	}
	return err
}
