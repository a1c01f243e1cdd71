package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Merging says how to merge. Same are the names of people of whom the user
// says that who bears the name here and who bears it there are one person.
// DryRun finds out everything and changes nothing. Progress, which may be nil,
// is told how many of how many rows are done.
type Merging struct {
	Same     []string
	DryRun   bool
	Progress func(done, total int)
}

// Counted is what became of the rows of one kind. New are here only since the
// merge; Taken were changed on their side only, or in other parts than here;
// Kept on ours only; Deleted went because they were deleted there.
type Counted struct{ New, Taken, Kept, Deleted int }

// SameTitle are two documents with one title and different texts; both are kept.
type SameTitle struct{ Title, Ours, Theirs string }

// SameName are two people with one name.
type SameName struct{ Name, Ours, Theirs string }

// MergeReport is what a merge did, or would do.
type MergeReport struct {
	Documents, Claims, Labels, People, Sessions, Decisions, Evidence, Passages Counted

	Conflicts int // values that were found to contradict each other and now wait
	Events    int // of the other sides' history
	SameTexts []SameTitle
	SameNames []SameName
	Joined    []string // labels that both sides had made under one name
	Changed   bool     // false where all of it was here already
}

func (r *MergeReport) of(t *table) *Counted {
	switch t {
	case documents:
		return &r.Documents
	case claims:
		return &r.Claims
	case labels:
		return &r.Labels
	case people:
		return &r.People
	case reviewSessions:
		return &r.Sessions
	case decisions:
		return &r.Decisions
	case evidence:
		return &r.Evidence
	case notContent:
		return &r.Passages
	}
	return new(Counted)
}

// errDryRun ends the transaction of a dry run.
var errDryRun = errors.New("only looked at")

// merging is a merge under way with one other workspace.
type merging struct {
	*writing
	ours, theirs *side
	from         *foreign
	report       *MergeReport
	options      Merging
	seq          int64 // of the merge's action, once there is one
	files        []string
	tables       []*table
	contested    bool // there are conflicts, on one side at least
	doomed       []doomed
	namesakes    []SameName // people of this side who may be ours
	done, total  int
}

// doomed is a row that goes, unless something still refers to it.
type doomed struct {
	t *table
	o *outcome
}

// Merge takes in other workspaces, packages that came back among them, all in
// one action: rows meet by their ids, what one side has changed since they
// parted is taken, and what both have changed waits in conflicts. Merging
// again changes nothing. The files are not written. What does not pass the
// checks is an error, and nothing is merged then.
func (s *Store) Merge(ctx context.Context, paths []string, options Merging) (MergeReport, error) {
	var report MergeReport
	name := "Merge " + filepath.Base(paths[0])
	if len(paths) > 1 {
		name = fmt.Sprintf("Merge %d workspaces", len(paths))
	}
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && os.SameFile(info, s.file) {
			return report, failf(ErrInvalid, "%s is this workspace itself; nothing was changed", filepath.Base(path))
		}
	}
	_, err := s.write(ctx, kindDo, name, func(w *writing) error {
		m := &merging{writing: w, report: &report, options: options}
		for _, path := range paths {
			m.files = append(m.files, filepath.Base(path))
		}
		if err := m.begin(); err != nil {
			return err
		}
		for i, path := range paths {
			m.done, m.total = 0, 0
			if err := m.one(path, i, len(paths)); err != nil {
				return err
			}
		}
		if err := m.reviveReferred(); err != nil {
			return err
		}
		report.Changed = w.started
		if options.DryRun {
			return errDryRun
		}
		return nil
	})
	if errors.Is(err, errDryRun) {
		err = nil
	}
	if err != nil {
		return MergeReport{}, err
	}
	return report, nil
}

// begin looks at our side.
func (m *merging) begin() error {
	// Rows may come before those they refer to; all is checked at the end of the transaction.
	if err := m.exec("PRAGMA defer_foreign_keys = ON"); err != nil {
		return err
	}
	var blind bool
	if _, err := m.one2("SELECT EXISTS (SELECT 1 FROM handed_over WHERE blind)", &blind); err != nil {
		return err
	}
	if blind {
		return failf(ErrInvalid, "this workspace is a blind package, and merging would show what it hides: send it back and merge it there; nothing was changed")
	}
	for _, t := range evented {
		if t != conflicts {
			m.tables = append(m.tables, t)
		}
	}
	rank := []*table{people, labels, documents, reviewSessions, claims}
	place := func(t *table) int {
		if i := slices.Index(rank, t); i >= 0 {
			return i
		}
		return len(rank)
	}
	slices.SortFunc(m.tables, func(a, b *table) int {
		if d := place(a) - place(b); d != 0 {
			return d
		}
		return strings.Compare(a.name, b.name)
	})
	return nil
}

func (q session) one2(query string, dest ...any) (bool, error) { return q.one(query, nil, dest...) }

// start makes the action a merge.
func (m *merging) start() error {
	if err := m.writing.start(); err != nil || m.seq != 0 {
		return err
	}
	m.seq = m.writing.seq
	return m.exec("INSERT INTO merges (seq, files) VALUES (?, ?)", m.seq, jsonList(m.files))
}

// put is writing.put in an action that is known to be a merge.
func (m *merging) put(t *table, before, after row) error {
	if before.equal(after) {
		return nil
	}
	if err := m.start(); err != nil {
		return err
	}
	return m.writing.put(t, before, after)
}

// one merges one other workspace, the i-th of count.
func (m *merging) one(path string, i, count int) (err error) {
	name := filepath.Base(path)
	their, done, err := borrow(m.ctx, path)
	if err != nil {
		return fmt.Errorf("opening %s: %w", name, err)
	}
	defer func() {
		if e := done(); err == nil {
			err = e
		}
	}()
	if err := unblind(m.ctx, their); err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	return their.snapshot(m.ctx, func(q session) error {
		m.from = &foreign{their, name}
		both := make(map[string]string)
		others := make(map[string][]string)
		m.ours, m.theirs = &side{m.session, both, others}, &side{q, both, others}
		return m.all(i, count)
	})
}

// all takes in everything of the other side.
func (m *merging) all(i, count int) error {
	if err := m.measure(i, count); err != nil {
		return err
	}
	if err := m.lookAtNames(); err != nil {
		return err
	}
	m.doomed = nil
	for _, t := range m.tables {
		var err error
		if t == labels {
			err = m.mergeLabels()
		} else {
			err = m.mergeTable(t)
		}
		if err == nil && t == people {
			err = m.samePeople()
		}
		if err != nil {
			return err
		}
	}
	if err := m.mergeDeleted(); err != nil {
		return err
	}
	if err := m.bury(); err != nil {
		return err
	}
	return m.copyHistory()
}

// measure finds out how much there is, and what need not be looked for.
func (m *merging) measure(i, count int) error {
	rows := 0
	for _, t := range m.tables {
		var n int
		if _, err := m.theirs.one2("SELECT count(*) FROM "+t.name, &n); err != nil {
			return err
		}
		rows += n
	}
	m.total = rows * count // the others are taken to be of the same size
	m.done = rows * i
	var waitHere, waitThere bool
	if _, err := m.one2("SELECT EXISTS (SELECT 1 FROM conflicts)", &waitHere); err != nil {
		return err
	}
	if _, err := m.theirs.one2("SELECT EXISTS (SELECT 1 FROM conflicts)", &waitThere); err != nil {
		return err
	}
	m.contested = m.contested || waitHere || waitThere
	return nil
}

func (m *merging) step() error {
	m.done++
	if m.options.Progress != nil && m.done%64 == 0 {
		m.options.Progress(min(m.done, m.total), m.total)
	}
	return m.ctx.Err()
}

// pageLength is how many rows of the other side are held in memory at once.
const pageLength = 256

// page reads rows of a table in the order of their ids, from after an id on.
func (q session) page(t *table, after string) ([]row, error) {
	var rows []row
	err := q.each("SELECT "+t.list("t")+" FROM "+t.name+" t WHERE t.id > ? ORDER BY t.id LIMIT ?", []any{after, pageLength},
		func(scan func(...any) error) error {
			r, dest := t.dest()
			err := scan(dest...)
			rows = append(rows, r)
			return err
		})
	return rows, err
}

func (m *merging) mergeTable(t *table) error {
	for after, more := "", true; more; {
		rows, err := m.theirs.page(t, after)
		if err != nil {
			return err
		}
		for _, r := range rows {
			after = r.id()
			if err := m.mergeRow(t, m.theirs.translated(t, r)); err != nil {
				return err
			}
			if err := m.step(); err != nil {
				return err
			}
		}
		more = len(rows) == pageLength
	}
	return nil
}

// mergeRow takes in a row that the other side has.
func (m *merging) mergeRow(t *table, theirs row) error {
	ours, err := m.read(t, theirs.id())
	if err != nil {
		return err
	}
	if ours.equal(theirs) {
		if contested, err := m.contests(t, theirs.id()); err != nil || !contested {
			return err
		}
	}
	if err := m.from.check(m.ctx, t, theirs); err != nil {
		return err
	}
	if err := m.texts(t, theirs); err != nil {
		return err
	}
	if ours == nil {
		heard, err := m.heardOf(t, theirs.id())
		if err != nil {
			return err
		}
		if !heard {
			return m.welcome(t, theirs)
		}
	}
	return m.meet(t, theirs.id(), ours, theirs)
}

// contests reports whether something waits beside a row, here or there.
func (m *merging) contests(t *table, id string) (bool, error) {
	if !m.contested {
		return false, nil
	}
	for _, q := range []session{m.session, m.theirs.session} {
		waits := false
		if _, err := q.one("SELECT EXISTS (SELECT 1 FROM conflicts WHERE entity = ? AND entity_id = ?)", []any{t.name, id}, &waits); err != nil || waits {
			return waits, err
		}
	}
	return false, nil
}

// heardOf reports whether there ever was a row of that id here.
func (m *merging) heardOf(t *table, id string) (heard bool, err error) {
	_, err = m.session.one(`SELECT EXISTS (SELECT 1 FROM events WHERE entity = ?1 AND entity_id = ?2)
		OR EXISTS (SELECT 1 FROM merged_events WHERE entity = ?1 AND entity_id = ?2)`, []any{t.name, id}, &heard)
	return heard, err
}

// welcome takes in a row that was never here, with what waits beside it.
func (m *merging) welcome(t *table, theirs row) error {
	if t == claims {
		if blind, err := m.theirs.blind(theirs.id()); err != nil || blind {
			if err == nil {
				err = failf(ErrInvalid, "%s is a blind package with claims of another workspace: merge it into the one it was made from; nothing was changed", m.from.name)
			}
			return err
		}
	}
	m.report.of(t).New++
	if t == documents {
		if err := m.sameTitle(theirs); err != nil {
			return err
		}
	}
	if err := m.put(t, nil, theirs); err != nil {
		return err
	}
	if contested, err := m.contests(t, theirs.id()); err != nil || !contested {
		return err
	}
	l, err := m.theirs.lineage(t, theirs.id())
	if err != nil {
		return err
	}
	o, err := meet(t, l, l)
	if err != nil {
		return err
	}
	return m.wait(t, theirs.id(), o.waiting)
}

// meet joins what both sides know of a row.
func (m *merging) meet(t *table, id string, ours, theirs row) error {
	a, err := m.ours.lineage(t, id)
	if err != nil {
		return err
	}
	b, err := m.theirs.lineage(t, id)
	if err != nil {
		return err
	}
	if a.now == nil && b.now == nil {
		return nil
	}
	o, err := meet(t, a, b)
	if err != nil {
		return err
	}
	if o.row == nil && ours != nil {
		m.doomed = append(m.doomed, doomed{t, o})
		return nil
	}
	if o.row == nil {
		return nil // gone on both sides
	}
	count := m.report.of(t)
	switch {
	case ours == nil:
		count.New++
	case o.row.equal(ours):
		if !ours.equal(theirs) {
			count.Kept++
		}
	default:
		count.Taken++
	}
	if err := m.put(t, ours, o.row); err != nil {
		return err
	}
	return m.wait(t, id, o.waiting)
}

// wait brings the conflicts of a row to what now waits.
func (m *merging) wait(t *table, id string, all []waiting) error {
	want := make(map[string]row)
	for _, w := range all {
		r := conflictRow(t, id, w)
		want[r.id()] = r
	}
	if m.contested {
		have, err := m.ids(conflictsOf, t.name, id)
		if err != nil {
			return err
		}
		for _, conflictID := range have {
			before, err := m.existing(conflicts, conflictID)
			if err != nil {
				return err
			}
			if err := m.put(conflicts, before, want[conflictID]); err != nil {
				return err
			}
			delete(want, conflictID)
		}
	}
	for _, w := range all { // in their order, so that two merges write the same
		r := conflictRow(t, id, w)
		if want[r.id()] == nil {
			continue
		}
		m.contested = true
		m.report.Conflicts++
		if err := m.put(conflicts, nil, r); err != nil {
			return err
		}
	}
	return nil
}

// texts takes over the texts and files that a row refers to by their SHA-256.
func (m *merging) texts(t *table, r row) error {
	for i, column := range t.columns {
		sum, _ := r[i].(string)
		if sum == "" {
			continue
		}
		switch column {
		case "sha256", "document_sha256":
			if t == claims || t == evidence {
				continue // their documents come first
			}
			known := false
			if _, err := m.session.one("SELECT EXISTS (SELECT 1 FROM texts WHERE sha256 = ?)", []any{sum}, &known); err != nil || known {
				if err != nil {
					return err
				}
				continue
			}
			text, err := m.from.store.text(m.ctx, sum)
			if err == nil {
				err = m.exec("INSERT INTO texts (sha256, text) VALUES (?, ?) ON CONFLICT DO NOTHING", sum, text.content)
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
	found, err := m.theirs.one("SELECT bytes FROM originals WHERE sha256 = ?", []any{sum}, &bytes)
	if err != nil || !found {
		return err
	}
	if sumOf(bytes) != sum {
		return failf(ErrMismatch, "%s cannot be trusted: a file kept as it was imported has other bytes than then; nothing was changed", m.from.name)
	}
	return m.exec("INSERT INTO originals (sha256, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING", sum, bytes)
}

// sameTitle tells of a document that has another's title and another text.
func (m *merging) sameTitle(theirs row) error {
	d := documentOf(theirs)
	var id string
	found, err := m.session.one("SELECT id FROM documents WHERE title = ? COLLATE NOCASE AND id <> ? ORDER BY id LIMIT 1", []any{d.Title, d.ID}, &id)
	if err == nil && found {
		m.report.SameTexts = append(m.report.SameTexts, SameTitle{d.Title, id, d.ID})
	}
	return err
}
