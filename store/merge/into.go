package merge

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"factmark/store"
	"factmark/store/internal/db"
)

// Options says how to merge. Same are the names of people of whom the user
// says that who bears the name here and who bears it there are one person.
// DryRun finds out everything and changes nothing. Progress, which may be nil,
// is told how many of how many rows are done.
type Options struct {
	Same     []string
	DryRun   bool
	Progress func(done, total int)
}

// Counted is what became of the rows of one kind. New are here only since the
// merge; Taken were changed on their side only, or in other parts than here;
// Kept on ours only; Waiting on both sides in the same part, where ours stands
// until one is chosen; Deleted went because they were deleted there.
type Counted struct{ New, Taken, Kept, Waiting, Deleted int }

// SameTitle are two documents with one title and different texts; both are kept.
type SameTitle struct{ Title, Ours, Theirs string }

// SameName are two people with one name.
type SameName struct{ Name, Ours, Theirs string }

// Report is what a merge did, or would do.
type Report struct {
	Documents, Claims, Labels, People, Sessions, Decisions, Evidence, Passages Counted

	Conflicts int // values that were found to contradict each other and now wait
	Settled   int // claims whose status has become another, as follows from what people say
	Events    int // of the other sides' history
	SameTexts []SameTitle
	SameNames []SameName
	Joined    []string // labels that both sides had made under one name
	Changed   bool     // false where all of it was here already
}

func (r *Report) of(t *db.Table) *Counted {
	switch t {
	case db.Documents:
		return &r.Documents
	case db.Claims:
		return &r.Claims
	case db.Labels:
		return &r.Labels
	case db.People:
		return &r.People
	case db.ReviewSessions:
		return &r.Sessions
	case db.Decisions:
		return &r.Decisions
	case db.Evidence:
		return &r.Evidence
	case db.NotContent:
		return &r.Passages
	}
	return new(Counted)
}

// keepNothing forgets what was found to be changed here alone: where nothing
// came from elsewhere, that is no news.
func (r *Report) keepNothing() {
	for _, t := range db.Evented {
		r.of(t).Kept = 0
	}
}

// errDryRun ends the transaction of a dry run.
var errDryRun = errors.New("only looked at")

// merging is a merge under way with one other workspace.
type merging struct {
	*db.Transaction
	ours, theirs *replica
	from         *foreign
	report       *Report
	options      Options
	seq          int64 // of the merge's action, once there is one
	files        []string
	tables       []*db.Table
	contested    bool            // there are conflicts, on one side at least
	mergedClaims map[string]bool // claims that both sides know, by id, and that differed
	deletions    []deletion
	namesakes    []SameName        // people of this side who may be ours
	whom         map[string]db.Row // people as they are to be, until all of a side have been looked at
	done, total  int
}

// deletion is a row that goes, unless something still refers to it.
type deletion struct {
	t *db.Table
	o *outcome
}

// Into takes in other workspaces, packages that came back among them, all in
// one action: rows meet by their ids, what one side has changed since they
// parted is taken, and what both have changed waits in conflicts. Merging
// again changes nothing. The files are not written. What does not pass the
// checks is an error, and nothing is merged then.
func Into(ctx context.Context, s *store.Store, paths []string, options Options) (Report, error) {
	var report Report
	name := "Merge " + filepath.Base(paths[0])
	if len(paths) > 1 {
		name = fmt.Sprintf("Merge %d workspaces", len(paths))
	}
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && s.Is(info) {
			return report, db.Failf(db.ErrInvalid, "%s is this workspace itself; nothing was changed", filepath.Base(path))
		}
	}
	merge := func(s *store.Store) error { return mergeFiles(ctx, s, name, paths, options, &report) }
	var err error
	if options.DryRun {
		err = s.Trial(ctx, merge)
	} else {
		err = merge(s)
	}
	return report, err
}

// mergeFiles is Into for files that are not the workspace itself. The report is
// empty where it fails.
func mergeFiles(ctx context.Context, s *store.Store, name string, paths []string, options Options, report *Report) error {
	_, err := s.Write(ctx, db.ChangeDo, name, func(w *db.Transaction) error {
		m := &merging{Transaction: w, report: report, options: options, mergedClaims: make(map[string]bool)}
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
		if err := m.deriveStatuses(); err != nil {
			return err
		}
		if report.Changed = w.Started(); !report.Changed {
			report.keepNothing()
		}
		if options.DryRun {
			return errDryRun
		}
		return nil
	})
	if errors.Is(err, errDryRun) {
		err = nil
	}
	if err != nil {
		*report = Report{}
	}
	return err
}

// begin looks at our side.
func (m *merging) begin() error {
	// Rows may come before those they refer to; all is checked at the end of the transaction.
	if err := m.Exec("PRAGMA defer_foreign_keys = ON"); err != nil {
		return err
	}
	var blind bool
	if _, err := m.Value("SELECT EXISTS (SELECT 1 FROM handed_over WHERE blind)", &blind); err != nil {
		return err
	}
	if blind {
		return db.Failf(db.ErrInvalid, "this workspace is a blind package, and merging would show what it hides: send it back and merge it there; nothing was changed")
	}
	for _, t := range db.Evented {
		if t != db.Conflicts {
			m.tables = append(m.tables, t)
		}
	}
	rank := []*db.Table{db.People, db.Labels, db.Documents, db.ReviewSessions, db.Claims}
	place := func(t *db.Table) int {
		if i := slices.Index(rank, t); i >= 0 {
			return i
		}
		return len(rank)
	}
	slices.SortFunc(m.tables, func(a, b *db.Table) int {
		if d := place(a) - place(b); d != 0 {
			return d
		}
		return strings.Compare(a.Name, b.Name)
	})
	return nil
}

// beginAction makes the action a merge.
func (m *merging) beginAction() error {
	if err := m.Transaction.BeginAction(); err != nil || m.seq != 0 {
		return err
	}
	m.seq = m.Seq
	return m.Exec("INSERT INTO merges (seq, files) VALUES (?, ?)", m.seq, db.JSONList(m.files))
}

// save is Transaction.Save in an action that is known to be a merge.
func (m *merging) save(t *db.Table, before, after db.Row) error {
	if t == db.People && m.whom != nil && after != nil {
		m.whom[after.ID()] = after
		return nil
	}
	if before.Equal(after) {
		return nil
	}
	if err := m.beginAction(); err != nil {
		return err
	}
	return m.Transaction.Save(t, before, after)
}

// one merges one other workspace, the i-th of count.
func (m *merging) one(path string, i, count int) (err error) {
	name := filepath.Base(path)
	their, done, err := store.OpenCopy(m.Ctx, path)
	if err != nil {
		return fmt.Errorf("opening %s: %w", name, err)
	}
	defer func() {
		if e := done(); err == nil {
			err = e
		}
	}()
	if err := their.Snapshot(m.Ctx, func(q db.Querier) error { return checkForeign(q, name) }); err != nil {
		return err
	}
	if err := unmask(m.Ctx, their); err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	return their.Snapshot(m.Ctx, func(q db.Querier) error {
		m.from = &foreign{their, q, name}
		both := make(map[string]string)
		others := make(map[string][]string)
		m.ours, m.theirs = &replica{m.Querier, both, others}, &replica{q, both, others}
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
	m.deletions, m.whom = nil, make(map[string]db.Row)
	for _, t := range m.tables {
		var err error
		if t == db.Labels {
			err = m.mergeLabels()
		} else {
			err = m.mergeTable(t)
		}
		if err == nil && t == db.People {
			err = m.settleAliases()
		}
		if err != nil {
			return err
		}
	}
	if err := m.mergeDeleted(); err != nil {
		return err
	}
	if err := m.applyDeletions(); err != nil {
		return err
	}
	if err := m.copyHistory(); err != nil {
		return err
	}
	return m.copyHandedOver()
}

// deriveStatuses brings the claims' status up to date, once everything is here.
func (m *merging) deriveStatuses() error {
	side, err := m.here()
	if err != nil {
		return err
	}
	documentIDs, err := m.IDs("SELECT id FROM documents ORDER BY id")
	if err != nil {
		return err
	}
	f := &derivation{Transaction: m.Transaction, side: side, save: m.save, mergedClaims: m.mergedClaims}
	err = f.derive(documentIDs)
	m.report.Settled = f.changed
	return err
}

// here is our side as it is when all the others have been taken in.
func (m *merging) here() (*replica, error) {
	s := &replica{Querier: m.Querier, labels: make(map[string]string), others: make(map[string][]string)}
	pairs, err := sameLabels(m.Querier)
	if err != nil {
		return nil, err
	}
	ours, err := labelRows(m.Querier)
	if err != nil {
		return nil, err
	}
	s.unify(pairs, func(a, b string) bool { return ours[a] == nil || ours[b] == nil })
	return s, nil
}

// measure finds out how much there is, and what need not be looked for.
func (m *merging) measure(i, count int) error {
	rows := 0
	for _, t := range m.tables {
		var n int
		if _, err := m.theirs.Value("SELECT count(*) FROM "+t.Name, &n); err != nil {
			return err
		}
		rows += n
	}
	m.total = rows * count // the others are taken to be of the same size
	m.done = rows * i
	var waitHere, waitThere bool
	if _, err := m.Value("SELECT EXISTS (SELECT 1 FROM conflicts)", &waitHere); err != nil {
		return err
	}
	if _, err := m.theirs.Value("SELECT EXISTS (SELECT 1 FROM conflicts)", &waitThere); err != nil {
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
	return m.Ctx.Err()
}
