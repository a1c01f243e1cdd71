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

// Options says how to merge. Same are names that people in both workspaces have who
// are one person, by the user's word; upper and lower case are equal. DryRun makes
// the report and changes nothing. Progress, which may be nil, is called with the
// number of rows done and the number of all rows, which is an estimate where
// several files are merged.
type Options struct {
	Same     []string
	DryRun   bool
	Progress func(done, total int)
}

// Counted is how many rows of one kind a merge changed, and how. New were in the
// other workspace only; Taken have a value that was assigned there, none in
// conflict; Kept have values that were assigned here only; Conflicting have a field
// group that both workspaces assigned concurrently, and keep the value of this one
// until one is chosen; Deleted were deleted there.
type Counted struct{ New, Taken, Kept, Conflicting, Deleted int }

// SameTitle are two documents with one title and different texts; both are kept.
type SameTitle struct{ Title, Ours, Theirs string }

// SameName are two people with one name.
type SameName struct{ Name, Ours, Theirs string }

// Report is what a merge did, or would do.
type Report struct {
	Documents, Claims, Labels, People, Sessions, Decisions, Evidence, Passages, Refusals, Suggestions Counted

	Conflicts int // new ones, to be resolved with Resolve
	Settled   int // claims whose derived status changed
	Events    int // of the others' histories, new here
	SameTexts []SameTitle
	SameNames []SameName
	Joined    []string // names of labels that were made in both workspaces, and are one now
	Changed   bool     // false where there was nothing to merge
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
	case db.RefusedPassages:
		return &r.Refusals
	case db.Suggestions:
		return &r.Suggestions
	}
	return new(Counted)
}

// keepNothing clears the counts of values that were assigned here only, for a merge
// that changed nothing.
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
	anyConflicts bool            // a replica has conflicts
	mergedClaims map[string]bool // the claims of which the replicas differed, by id
	deletions    []deletion
	namesakes    []SameName        // people of the other replica with the name of one here
	links        map[string]string // joined links of claims, by id, written by settleJoinedLinks; nil otherwise
	people       map[string]db.Row // merged rows of people, written by settleAliases when all of them are known; nil otherwise
	done, total  int
}

// deletion is a row whose existence was joined to deleted. It is deleted unless
// another row still refers to it.
type deletion struct {
	t *db.Table
	o *outcome
}

// Into merges other workspaces, or packages made of this one, into s in one action.
// Rows with equal ids are joined register by register; values that were assigned
// concurrently become conflicts. Merging a file again changes nothing, and the
// files are not written. ErrInvalid where a file is this workspace itself or a blind
// package of another one, ErrMismatch where it does not pass the checks of foreign
// data, and the errors of store.Open; nothing is merged then, of any of them.
func Into(ctx context.Context, s *store.Store, paths []string, options Options) (Report, error) {
	var report Report
	name := "Merge " + filepath.Base(paths[0])
	if len(paths) > 1 {
		name = fmt.Sprintf("Merge %d workspaces", len(paths))
	}
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && s.IsFile(info) {
			return report, db.Failf(db.ErrInvalid, "%s is this workspace itself; nothing was changed", filepath.Base(path))
		}
	}
	merge := func(s *store.Store) error { return mergeFiles(ctx, s, name, paths, options, &report) }
	var err error
	if options.DryRun {
		err = s.OnTrialCopy(ctx, merge)
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
			if err := m.mergeFile(path, i, len(paths)); err != nil {
				return err
			}
		}
		if err := m.reviveReferred(); err != nil {
			return err
		}
		if err := m.settleLinks(); err != nil {
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

// begin prepares the workspace that merges, and refuses a blind package: a merge
// would reveal what it leaves out.
func (m *merging) begin() error {
	// Rows may come before those they refer to; all is checked at the end of the transaction.
	if err := m.Exec("PRAGMA defer_foreign_keys = ON"); err != nil {
		return err
	}
	blind, err := isBlindPackage(m.Querier)
	if err != nil {
		return err
	}
	if blind {
		return db.Failf(db.ErrInvalid, "this workspace is a blind package, and merging would show what it hides: send it back and merge it there; nothing was changed")
	}
	for _, t := range db.Evented {
		if t != db.Conflicts && t != db.MergedLabels { // which are merged with the labels
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

// beginAction begins the action, and records it as a merge with the names of the files.
func (m *merging) beginAction() error {
	if err := m.Transaction.BeginAction(); err != nil || m.seq != 0 {
		return err
	}
	m.seq = m.Seq
	return m.Exec("INSERT INTO merges (seq, files) VALUES (?, ?)", m.seq, db.JSONList(m.files))
}

// save is Transaction.Save in an action that is recorded as a merge. People are held
// back while m.people is not nil.
func (m *merging) save(t *db.Table, before, after db.Row) error {
	if t == db.People && m.people != nil && after != nil {
		m.people[after.ID()] = after
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

// mergeFile merges one file, the i-th of count.
func (m *merging) mergeFile(path string, i, count int) (err error) {
	name := filepath.Base(path)
	copied, done, err := store.OpenCopy(m.Ctx, path)
	if err != nil {
		return fmt.Errorf("opening %s: %w", name, err)
	}
	defer func() {
		if e := done(); err == nil {
			err = e
		}
	}()
	if err := copied.Snapshot(m.Ctx, func(q db.Querier) error { return checkForeign(q, name) }); err != nil {
		return err
	}
	if err := unmask(m.Ctx, copied); err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	return copied.Snapshot(m.Ctx, func(q db.Querier) error {
		m.from = &foreign{copied, q, name}
		labels := make(map[string]string)
		others := make(map[string][]string)
		m.ours, m.theirs = &replica{m.Querier, labels, others}, &replica{q, labels, others}
		return m.mergeReplica(i, count)
	})
}

// mergeReplica merges the other replica, table by table.
func (m *merging) mergeReplica(i, count int) error {
	if err := m.measure(i, count); err != nil {
		return err
	}
	if err := m.findNamesakes(); err != nil {
		return err
	}
	m.deletions, m.people, m.links = nil, make(map[string]db.Row), make(map[string]string)
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
	if err := m.settleJoinedLinks(); err != nil {
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

// deriveStatuses derives the status of all claims, once all files are merged.
func (m *merging) deriveStatuses() error {
	local, err := m.localReplica()
	if err != nil {
		return err
	}
	documentIDs, err := m.IDs("SELECT id FROM documents ORDER BY id")
	if err != nil {
		return err
	}
	f := &derivation{Transaction: m.Transaction, replica: local, save: m.save, mergedClaims: m.mergedClaims}
	err = f.derive(documentIDs)
	m.report.Settled = f.changed
	return err
}

// localReplica is this workspace as a replica, with the labels that are one under several ids.
func (m *merging) localReplica() (*replica, error) {
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
	return s, s.followMergedLabels(s)
}

// measure counts the rows for progress, and finds out whether a replica has conflicts.
func (m *merging) measure(i, count int) error {
	rows := 0
	for _, t := range m.tables {
		var n int
		if _, err := m.theirs.Value("SELECT count(*) FROM "+t.Name, &n); err != nil {
			return err
		}
		rows += n
	}
	m.total = rows * count // an estimate: as if the other files were of one size
	m.done = rows * i
	var ours, theirs bool
	if _, err := m.Value("SELECT EXISTS (SELECT 1 FROM conflicts)", &ours); err != nil {
		return err
	}
	if _, err := m.theirs.Value("SELECT EXISTS (SELECT 1 FROM conflicts)", &theirs); err != nil {
		return err
	}
	m.anyConflicts = m.anyConflicts || ours || theirs
	return nil
}

func (m *merging) step() error {
	m.done++
	if m.options.Progress != nil && m.done%64 == 0 {
		m.options.Progress(min(m.done, m.total), m.total)
	}
	return m.Ctx.Err()
}
