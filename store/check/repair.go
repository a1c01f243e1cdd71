package check

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"factmark/store"
	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// repairPlan is what Repair does about a finding; the zero value is nothing.
type repairPlan struct {
	kind        repairKind
	description string
	sql         string // of what is made anew
	row         string // the table's name and the id of a row that is put back, or whose change is written into the history
	from        string // its image where a migration made it
}

type repairKind int

const (
	repairNothing     repairKind = iota
	repairSchema                 // a missing view or index is made anew
	repairIndex                  // all indexes are built anew from their tables
	repairReference              // a missing row is put back as the history has it
	repairLength                 // a document's length is counted anew
	repairContext                // the context of a span is taken from the text again
	repairSpan                   // a span moves to the only place where quote and context fit
	markOrphan                   // a claim that fits nowhere, or in several places, is marked
	recordChange                 // what was changed without an event gets one
	repairNUL                    // a NUL character in a row, or in a document's text, becomes U+FFFD, so that no offset moves
	forgetSearchIndex            // the search index is deleted, to be made anew
	dropTally                    // what is kept of a document's counts is taken away, to be counted anew
	repairLinks                  // a claim that is linked by way of others names their first appearance
	unlink                       // a claim that names a first appearance which is gone for good stands alone
	countStances                 // the counts kept of evidence are made anew
)

// Repair repairs what Run finds, as far as that needs no guessing, and gives the
// findings that it repaired and those that Run has afterwards. Rows are changed in one
// action that can be undone. Outside of it, rows that the history has are restored,
// changes without events are recorded, and indexes and views are made anew. Make a
// backup first. The error is that of a workspace which is read only, or of Run.
// progress is as for Run, which is done twice.
func Repair(ctx context.Context, s *store.Store, progress func(done, total int)) (repaired, left []Finding, err error) {
	if err := s.ReadOnly(); err != nil {
		return nil, nil, err
	}
	found, err := Run(ctx, s, progress)
	if err != nil {
		return nil, nil, err
	}
	if err := makeSchema(ctx, s, found); err != nil {
		return nil, nil, err
	}
	if err := restoreRows(ctx, s, found); err != nil {
		return nil, nil, err
	}
	if err := writeHistory(ctx, s, found); err != nil {
		return nil, nil, err
	}
	_, err = s.Write(ctx, db.ChangeDo, "Repair workspace", func(tx *db.Transaction) error {
		w := &repairing{tx, s}
		if err := w.removeNUL(found); err != nil {
			return err
		}
		for _, f := range inOrderOfTables(found) {
			if err := w.repair(f); err != nil && !isUnrepairable(err) {
				return err
			}
		}
		if slices.ContainsFunc(found, func(f Finding) bool { return f.plan.kind == repairLinks }) {
			return store.SettleLinks(tx, nil, nil, tx.Save)
		}
		return nil
	})
	if err != nil && !errors.Is(err, db.ErrDamaged) {
		return nil, nil, err
	}
	if err := dropTallies(ctx, s); err != nil {
		return nil, nil, err
	}
	if slices.ContainsFunc(found, func(f Finding) bool { return f.plan.kind == forgetSearchIndex }) {
		if err := s.WriteUnrecorded(ctx, store.ForgetSearchIndex); err != nil {
			return nil, nil, err
		}
	}
	if slices.ContainsFunc(found, func(f Finding) bool { return f.plan.kind == countStances }) {
		if err := makeStances(ctx, s); err != nil {
			return nil, nil, err
		}
	}
	left, err = Run(ctx, s, progress)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range found {
		still := slices.ContainsFunc(left, func(l Finding) bool {
			return l.ID == f.ID && (l.What == f.What || f.ID != "" && l.Kind == f.Kind)
		})
		if f.plan.kind != repairNothing && !still {
			repaired = append(repaired, f)
		}
	}
	return repaired, left, nil
}

// repairing is a repair under way.
type repairing struct {
	*db.Transaction
	store *store.Store
}

// text gives the text of a document.
func (w *repairing) text(documentID string) (sum string, t *doctext.Text, err error) {
	if sum, err = db.TextOf(w.Querier, documentID); err != nil {
		return "", nil, err
	}
	t, err = w.store.IndexedText(w.Ctx, sum)
	return sum, t, err
}

// dropTallies has all tallies counted anew when they are next asked for.
func dropTallies(ctx context.Context, s *store.Store) error {
	return s.WriteUnrecorded(ctx, func(q db.Querier) error { return q.Exec("DELETE FROM tallies") })
}

// makeStances counts the evidence of every claim anew.
func makeStances(ctx context.Context, s *store.Store) error {
	return s.WriteUnrecorded(ctx, func(q db.Querier) error {
		if err := q.Exec("DELETE FROM stances"); err != nil {
			return err
		}
		return q.Exec("INSERT INTO stances (claim_id, supports, refutes, context) SELECT claim_id, supports, refutes, context FROM counted_stances")
	})
}

// restoreRows restores missing rows as the history has them. That is no change to the history, and has no event.
func restoreRows(ctx context.Context, s *store.Store, found []Finding) error {
	if !slices.ContainsFunc(found, func(f Finding) bool { return f.plan.kind == repairReference }) {
		return nil
	}
	err := s.WriteUnrecorded(ctx, func(q db.Querier) error {
		for _, f := range inOrderOfTables(found) {
			if f.plan.kind != repairReference {
				continue
			}
			t, id := f.plan.target()
			if err := restoreRow(q, t, id, f.plan.from); err != nil && !isUnrepairable(err) {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.NotifyReload(ctx)
}

// isUnrepairable tells of errors that leave a finding unrepaired.
func isUnrepairable(err error) bool {
	return errors.Is(err, db.ErrDamaged) || errors.Is(err, db.ErrConflict) || errors.Is(err, db.ErrInvalid) || errors.Is(err, db.ErrMismatch)
}

func restoreRow(q db.Querier, t *db.Table, id, first string) error {
	if now, err := q.Read(t, id); err != nil || now != nil {
		return err
	}
	r, err := lastImage(q, t, id, first)
	if err != nil || r == nil {
		return err
	}
	if err := t.Check(r); err != nil {
		return err
	}
	return q.Exec(t.Insert, r...)
}

// writeHistory records the changes of rows that were made without events, so that the events of the repair follow from
// them. It cannot be undone.
func writeHistory(ctx context.Context, s *store.Store, found []Finding) error {
	_, err := s.Write(ctx, db.ChangeRecord, "Changes made outside Factmark", func(tx *db.Transaction) error {
		w := &repairing{tx, s}
		for _, f := range found {
			if f.plan.kind != recordChange {
				continue
			}
			t, id := f.plan.target()
			was, err := lastImage(w.Querier, t, id, f.plan.from)
			if err != nil {
				return err
			}
			now, err := w.Read(t, id)
			if err != nil {
				return err
			}
			if err := t.Check(now); err != nil { // the history holds text alone
				continue
			}
			if err := w.recordEvent(t, was, now); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// target is the row that a plan is about.
func (m repairPlan) target() (*db.Table, string) {
	name, id, _ := strings.Cut(m.row, " ")
	return db.Evented[name], id
}

// lastImage is a row as the history leaves it; first is its image where a migration made it.
func lastImage(q db.Querier, t *db.Table, id, first string) (db.Row, error) {
	var verb db.Verb
	image := first
	_, err := q.One("SELECT verb, ifnull(after, '') FROM events WHERE entity = ? AND entity_id = ? ORDER BY seq DESC LIMIT 1",
		[]any{t.Name, id}, &verb, &image)
	if err != nil || image == "" {
		return nil, err
	}
	return t.Decode(&image)
}

// recordEvent writes the event of a change that was made without one.
func (w *repairing) recordEvent(t *db.Table, was, now db.Row) error {
	if was.Equal(now) {
		return nil
	}
	if err := w.BeginAction(); err != nil {
		return err
	}
	return w.Event(t, was, now)
}

// inOrderOfTables puts rows that are to be put back first, and each behind
// those it refers to.
func inOrderOfTables(found []Finding) []Finding {
	rank := func(f Finding) int {
		if f.plan.kind != repairReference {
			return len(db.EventedNames)
		}
		name, _, _ := strings.Cut(f.plan.row, " ")
		return slices.Index(db.EventedNames, name)
	}
	sorted := slices.Clone(found)
	slices.SortStableFunc(sorted, func(a, b Finding) int { return rank(a) - rank(b) })
	return sorted
}

// makeSchema makes missing views and indexes anew and, where one is wrong,
// builds all indexes from their tables.
func makeSchema(ctx context.Context, s *store.Store, found []Finding) error {
	var scripts []string
	reindex := false
	for _, f := range found {
		switch f.plan.kind {
		case repairSchema:
			scripts = append(scripts, f.plan.sql)
		case repairIndex:
			reindex = true
		}
	}
	if reindex {
		for _, name := range db.EventedNames {
			scripts = append(scripts, "REINDEX "+name)
		}
		scripts = append(scripts, "REINDEX actions", "REINDEX events", "REINDEX texts", "REINDEX originals", "REINDEX settings", "REINDEX drafts")
	}
	if len(scripts) == 0 {
		return nil
	}
	for _, script := range scripts {
		err := s.WriteUnrecorded(ctx, func(q db.Querier) error {
			// What others have done to the schema is seen only by reading.
			var entries int
			if _, err := q.Value("SELECT count(*) FROM sqlite_schema", &entries); err != nil {
				return err
			}
			return q.Exec(script)
		})
		if err != nil && !errors.Is(err, db.ErrDamaged) && !errors.Is(err, db.ErrInvalid) {
			return err
		}
	}
	return nil
}

func (w *repairing) repair(f Finding) error {
	switch f.plan.kind {
	case repairLength:
		before, err := w.Existing(db.Documents, f.ID)
		if err != nil {
			return err
		}
		_, t, err := w.text(f.ID)
		if err != nil {
			return err
		}
		after := slices.Clone(before)
		after[db.DocumentsLength] = int64(t.Length)
		return w.Save(db.Documents, before, after)
	case unlink:
		_, id := f.plan.target()
		before, err := w.Existing(db.Claims, id)
		if err != nil {
			return err
		}
		after := slices.Clone(before)
		after[db.ClaimsFirstClaimID] = nil
		return w.Save(db.Claims, before, after)
	case repairContext, repairSpan, markOrphan:
		switch f.Kind {
		case Evidence:
			return w.repairEvidence(f)
		case Suggestion:
			return w.repairSuggestion(f)
		}
		return w.repairClaim(f)
	}
	return nil
}

func (w *repairing) repairClaim(f Finding) error {
	before, err := w.Existing(db.Claims, f.ID)
	if err != nil {
		return err
	}
	c := store.ClaimOf(before)
	if f.plan.kind == markOrphan {
		c.Status = store.StatusOrphaned
	} else if err := w.placeSpan(&c); err != nil {
		return err
	}
	if c.Status == store.StatusOrphaned && f.plan.kind == repairSpan {
		c.Status = store.StatusOpen
	}
	c.Touch(w.At)
	return w.Save(db.Claims, before, c.Row())
}

func (w *repairing) repairEvidence(f Finding) error {
	before, err := w.Existing(db.Evidence, f.ID)
	if err != nil {
		return err
	}
	c := store.Claim{
		DocumentID: before.Text(db.EvidenceDocumentID), DocumentSHA256: before.Text(db.EvidenceDocumentSHA256),
		Start: before.Number(db.EvidenceStart), End: before.Number(db.EvidenceEnd),
		Quote: before.Text(db.EvidenceQuote), Prefix: before.Text(db.EvidencePrefix), Suffix: before.Text(db.EvidenceSuffix),
	}
	if err := w.placeSpan(&c); err != nil {
		return err
	}
	after := slices.Clone(before)
	after[db.EvidenceStart], after[db.EvidenceEnd], after[db.EvidenceDocumentSHA256] = int64(c.Start), int64(c.End), c.DocumentSHA256
	after[db.EvidencePrefix], after[db.EvidenceSuffix] = c.Prefix, c.Suffix
	after[db.EvidenceUpdatedAt] = db.FormatTime(w.At)
	return w.Save(db.Evidence, before, after)
}

func (w *repairing) repairSuggestion(f Finding) error {
	before, err := w.Existing(db.Suggestions, f.ID)
	if err != nil {
		return err
	}
	c := store.Claim{
		DocumentID: before.Text(db.SuggestionsDocumentID), DocumentSHA256: before.Text(db.SuggestionsDocumentSHA256),
		Start: before.Number(db.SuggestionsStart), End: before.Number(db.SuggestionsEnd),
		Quote: before.Text(db.SuggestionsQuote), Prefix: before.Text(db.SuggestionsPrefix), Suffix: before.Text(db.SuggestionsSuffix),
	}
	if err := w.placeSpan(&c); err != nil {
		return err
	}
	after := slices.Clone(before)
	after[db.SuggestionsStart], after[db.SuggestionsEnd], after[db.SuggestionsDocumentSHA256] = int64(c.Start), int64(c.End), c.DocumentSHA256
	after[db.SuggestionsPrefix], after[db.SuggestionsSuffix] = c.Prefix, c.Suffix
	return w.Save(db.Suggestions, before, after)
}

// placeSpan gives a span that fits its text the context there, and moves one that
// does not to the only place where it would fit; ErrMismatch where there is none.
func (w *repairing) placeSpan(c *store.Claim) error {
	sum, t, err := w.text(c.DocumentID)
	if err != nil {
		return err
	}
	if c.DocumentSHA256 != sum || !c.Fits(t) {
		start, ok := uniquePlace(c, t)
		if !ok {
			return db.ErrMismatch
		}
		c.Start, c.End = start, start+len([]rune(c.Quote))
		c.DocumentSHA256 = sum
	}
	c.Prefix, c.Suffix = t.Around(c.Start, c.End)
	return nil
}

// uniquePlace finds where in a text the claim's quote occurs with exactly its
// context, if that is one place and no other.
func uniquePlace(c *store.Claim, t *doctext.Text) (start int, ok bool) {
	if c.Quote == "" {
		return 0, false
	}
	whole := c.Prefix + c.Quote + c.Suffix
	at, n, places := 0, 0, 0 // n code points lie before the byte at
	for {
		i := strings.Index(t.Content[at:], whole)
		if i < 0 {
			return start, places == 1
		}
		n += len([]rune(t.Content[at : at+i]))
		at += i
		s := n + len([]rune(c.Prefix))
		e := s + len([]rune(c.Quote))
		if prefix, suffix := t.Around(s, e); prefix == c.Prefix && suffix == c.Suffix {
			start = s
			if places++; places > 1 {
				return 0, false
			}
		}
		n++
		at += len(string([]rune(whole)[:1]))
	}
}

// danglingReference is a row that refers to one that is not there.
type danglingReference struct {
	child, parent string
	rowid         sql.NullInt64
	key           int
}

// reference reports a dangling reference, and finds the missing row in the history.
func (c *checking) reference(l danglingReference) error {
	m := repairPlan{}
	if t := db.Evented[l.parent]; t != nil && (db.Evented[l.child] != nil || l.child == "actions" || l.child == "events") {
		var column, id string
		var verb db.Verb
		if _, err := c.One(`SELECT "from" FROM pragma_foreign_key_list(?) WHERE id = ?`, []any{l.child, l.key}, &column); err != nil {
			return err
		}
		if _, err := c.One(fmt.Sprintf(`SELECT "%s" FROM %s WHERE rowid = ?`, column, l.child), []any{l.rowid.Int64}, &id); err != nil {
			return err
		}
		_, err := c.One("SELECT verb FROM events WHERE entity = ? AND entity_id = ? ORDER BY seq DESC LIMIT 1", []any{l.parent, id}, &verb)
		if err != nil {
			return err
		}
		if verb != "" && verb != db.VerbDelete {
			m = repairPlan{kind: repairReference, row: l.parent + " " + id, description: "the missing row is put back as the history has it"}
		} else if column == "first_claim_id" {
			var claim string
			if _, err := c.One("SELECT id FROM claims WHERE rowid = ?", []any{l.rowid.Int64}, &claim); err != nil {
				return err
			}
			m = repairPlan{kind: unlink, row: "claims " + claim, description: "the claim is linked with none"}
		}
	}
	c.reportRepairable(Link, "", m, "row %d of %s refers to a row of %s that is not there", l.rowid.Int64, l.child, l.parent)
	return nil
}

var (
	namesIndex = regexp.MustCompile(`\bindex (\w+)`)
	namesTree  = regexp.MustCompile(`^Tree (\d+)`)
)

// planForIndex is to rebuild the indexes where a finding of SQLite is about an index only.
func (c *checking) planForIndex(what string) (repairPlan, error) {
	rebuilt := repairPlan{kind: repairIndex, description: "the index is built anew from its table"}
	if namesIndex.MatchString(what) {
		return rebuilt, nil
	}
	tree := namesTree.FindStringSubmatch(what)
	if tree == nil {
		return repairPlan{}, nil
	}
	page, err := strconv.Atoi(tree[1])
	if err != nil {
		return repairPlan{}, nil // a number of more digits than any file has pages
	}
	var name string
	found, err := c.One("SELECT name FROM sqlite_schema WHERE type = 'index' AND rootpage = ?", []any{page}, &name)
	if !found || err != nil {
		return repairPlan{}, err
	}
	return rebuilt, nil
}
