package merge

import (
	"errors"
	"slices"

	"factmark/store"
	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
	"factmark/store/internal/register"
)

// pageLength is how many rows of the other side are held in memory at once, unless they are large.
const pageLength = 256

// errFull ends the reading of a page.
var errFull = errors.New("the page is full")

// readPage reads rows of a table in the order of their ids, from after an id on; more is false at the end.
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

// mergeRow takes in a row that the other side has.
func (m *merging) mergeRow(t *db.Table, theirs db.Row) error {
	ours, err := m.Read(t, theirs.ID())
	if err != nil {
		return err
	}
	if ours.Equal(theirs) {
		if contested, err := m.contests(t, theirs.ID()); err != nil || !contested {
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
		heard, err := m.everHad(t, theirs.ID())
		if err != nil {
			return err
		}
		if !heard {
			return m.accept(t, theirs)
		}
	}
	return m.mergeBoth(t, theirs.ID(), ours, theirs)
}

// contests reports whether something waits beside a row, here or there.
func (m *merging) contests(t *db.Table, id string) (bool, error) {
	if !m.contested {
		return false, nil
	}
	for _, q := range []db.Querier{m.Querier, m.theirs.Querier} {
		waits := false
		if _, err := q.One("SELECT EXISTS (SELECT 1 FROM conflicts WHERE entity = ? AND entity_id = ?)", []any{t.Name, id}, &waits); err != nil || waits {
			return waits, err
		}
	}
	return false, nil
}

// everHad reports whether there ever was a row of that id here.
func (m *merging) everHad(t *db.Table, id string) (heard bool, err error) {
	_, err = m.Querier.One(`SELECT EXISTS (SELECT 1 FROM events WHERE entity = ?1 AND entity_id = ?2)
		OR EXISTS (SELECT 1 FROM merged_events WHERE entity = ?1 AND entity_id = ?2)`, []any{t.Name, id}, &heard)
	return heard, err
}

// accept inserts a row that was never here, with its conflicts.
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
	if contested, err := m.contests(t, theirs.ID()); err != nil || !contested {
		return err
	}
	waits, err := m.theirs.beside(t, theirs)
	if err != nil {
		return err
	}
	return m.wait(t, theirs.ID(), waits)
}

// beside gives what waits beside a row, whatever was set last.
func (s *replica) beside(t *db.Table, r db.Row) ([]waiting, error) {
	rows, err := readConflicts(s.Querier, t, r.ID())
	if err != nil {
		return nil, err
	}
	var all []waiting
	for _, c := range rows {
		value := db.Deleted
		if c.Part != db.Existence {
			p, _, err := t.GroupNamed(c.Part)
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
		all = append(all, waiting{c.Part, value, register.Entry{Stamps: []string{c.stamp}, Person: c.PersonID, At: c.at}})
	}
	return all, nil
}

func (m *merging) notOurs() error {
	return db.Failf(db.ErrInvalid, "%s is a blind package with claims of another workspace: merge it into the one it was made from; nothing was changed", m.from.name)
}

// mergeBoth merges what both replicas know of a row.
func (m *merging) mergeBoth(t *db.Table, id string, ours, theirs db.Row) error {
	a, err := m.ours.rowState(t, id)
	if err != nil {
		return err
	}
	b, err := m.theirs.rowState(t, id)
	if err != nil {
		return err
	}
	if a.now == nil && b.now == nil {
		return nil
	}
	if a.now == nil && b.blind { // what brought it was undone
		return m.notOurs()
	}
	o, err := mergeStates(t, a, b)
	if err != nil {
		return err
	}
	switch t {
	case db.Claims:
		m.mergedClaims[id] = true
		o.keepStanding(ours)
	case db.People: // nobody deletes them: at most an undo took them away, on one side, as unneeded
		o.row, o.waiting = o.last, withoutExistence(o.waiting)
	}
	if o.row == nil && ours != nil {
		m.deletions = append(m.deletions, deletion{t, o})
		return nil
	}
	if o.row == nil {
		return nil // gone on both sides
	}
	if err := m.save(t, ours, o.row); err != nil {
		return err
	}
	waited := m.report.Conflicts
	if err := m.wait(t, id, o.waiting); err != nil {
		return err
	}
	count := m.report.of(t)
	switch {
	case ours == nil:
		count.New++
	case saysOther(t, ours, o.row):
		count.Taken++
	case m.report.Conflicts > waited:
		count.Waiting++
	case differ(t, a, b):
		count.Kept++
	}
	return nil
}

// said tells whether one row says something else than another, more than when it was made and changed.
func saysOther(t *db.Table, one, other db.Row) bool {
	return slices.ContainsFunc(t.Groups, func(p db.FieldGroup) bool {
		return p.Rule != db.Least && p.Rule != db.Greatest && slices.ContainsFunc(p.Columns, func(c int) bool { return one[c] != other[c] })
	})
}

func withoutExistence(all []waiting) []waiting {
	return slices.DeleteFunc(all, func(w waiting) bool { return w.part == db.Existence })
}

// keepStanding leaves a claim as it stands here, where nobody has decided it,
// and lost where it was lost: how it is to stand follows when all is here.
func (o *outcome) keepStanding(ours db.Row) {
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

// differ reports whether two sides have set a part of a row to different
// values. What follows from other parts was set by nobody, and of what a blind
// package left out it knows nothing.
func differ(t *db.Table, a, b *rowState) bool {
	if a.now == nil || b.now == nil {
		return false
	}
	for _, p := range t.Groups {
		if p.Rule == db.Least || p.Rule == db.Greatest || t == db.ReviewSessions && p.Name == "summary" || (a.blind || b.blind) && db.BlindGroups[p.Name] {
			continue
		}
		if p.Rule == db.Decision {
			one, other := store.ClaimOf(a.now), store.ClaimOf(b.now)
			if !one.SettledBySomeone() && !other.SettledBySomeone() {
				continue
			}
		}
		for _, c := range p.Columns {
			if a.now[c] != b.now[c] {
				return true
			}
		}
	}
	return false
}

// wait brings the conflicts of a row to what now waits.
func (m *merging) wait(t *db.Table, id string, all []waiting) error {
	want := make(map[string]db.Row)
	for _, w := range all {
		r := conflictRow(t, id, w)
		want[r.ID()] = r
	}
	if m.contested {
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
	for _, w := range all { // in their order, so that two merges write the same
		r := conflictRow(t, id, w)
		if want[r.ID()] == nil {
			continue
		}
		m.contested = true
		m.report.Conflicts++
		if err := m.save(db.Conflicts, nil, r); err != nil {
			return err
		}
	}
	return nil
}

// texts takes over the texts and files that a row refers to by their SHA-256.
func (m *merging) texts(t *db.Table, r db.Row) error {
	for i, column := range t.Columns {
		sum := r.Text(i)
		if sum == "" {
			continue
		}
		switch column {
		case "sha256", "document_sha256":
			if t == db.Claims || t == db.Evidence {
				continue // their documents come first
			}
			known := false
			if _, err := m.Querier.One("SELECT EXISTS (SELECT 1 FROM texts WHERE sha256 = ?)", []any{sum}, &known); err != nil || known {
				if err != nil {
					return err
				}
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

// original takes over a file as it was imported, where the other side has it.
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

// sameTitle tells of a document that has another's title and another text.
func (m *merging) sameTitle(theirs db.Row) error {
	title := theirs.Text(db.DocumentsTitle)
	var id string
	found, err := m.Querier.One("SELECT id FROM documents WHERE title = ? COLLATE NOCASE AND id <> ? ORDER BY id LIMIT 1", []any{title, theirs.ID()}, &id)
	if err == nil && found {
		m.report.SameTexts = append(m.report.SameTexts, SameTitle{title, id, theirs.ID()})
	}
	return err
}
