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

// mending is what Repair does about a finding; the zero value is nothing.
type mending struct {
	how  how
	says string
	sql  string // of what is made anew
	row  string // the table's name and the id of a row that is put back, or whose change is written into the history
	from string // its image where a migration made it
}

type how int

const (
	mendNothing how = iota
	mendSchema      // a missing view or index is made anew
	mendIndex       // all indexes are built anew from their tables
	mendLink        // a missing row is put back as the history has it
	mendLength      // a document's length is counted anew
	mendContext     // what stands around a span is taken from the text again
	mendPlace       // a span moves to the only place where quote and context fit
	mendOrphan      // a claim that fits nowhere, or in several places, is marked
	mendHistory     // what was changed without an event gets one
	mendNUL         // a NUL character in a row, or in a document's text, becomes U+FFFD, so that no offset moves
	mendTally       // what is kept of a document's counts is taken away, to be counted anew
)

// Repair mends what Check finds and what can be mended without guessing, and
// gives what it mended and what Check finds afterwards. Rows change in one
// action that Undo takes back; what the history has already is put back, and
// indexes and views are made anew, outside it.
// Make a backup first. progress is as for Check, told twice over.
func Repair(ctx context.Context, s *store.Store, progress func(done, total int)) (mended, left []Finding, err error) {
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
	if err := putBack(ctx, s, found); err != nil {
		return nil, nil, err
	}
	if err := writeHistory(ctx, s, found); err != nil {
		return nil, nil, err
	}
	_, err = s.Write(ctx, db.ChangeDo, "Repair workspace", func(tx *db.Transaction) error {
		w := &repairing{tx, s}
		if err := w.mendNUL(found); err != nil {
			return err
		}
		for _, f := range inOrderOfTables(found) {
			if err := w.mend(f); err != nil && !unmendable(err) {
				return err
			}
		}
		return nil
	})
	if err != nil && !errors.Is(err, db.ErrDamaged) {
		return nil, nil, err
	}
	if err := dropTallies(ctx, s); err != nil {
		return nil, nil, err
	}
	left, err = Run(ctx, s, progress)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range found {
		still := slices.ContainsFunc(left, func(l Finding) bool {
			return l.ID == f.ID && (l.What == f.What || f.ID != "" && l.Kind == f.Kind)
		})
		if f.mend.how != mendNothing && !still {
			mended = append(mended, f)
		}
	}
	return mended, left, nil
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
	return s.Aside(ctx, func(q db.Querier) error { return q.Exec("DELETE FROM tallies") })
}

// putBack puts missing rows back as the history has them. That is no change to the history, and has no event.
func putBack(ctx context.Context, s *store.Store, found []Finding) error {
	if !slices.ContainsFunc(found, func(f Finding) bool { return f.mend.how == mendLink }) {
		return nil
	}
	err := s.Aside(ctx, func(q db.Querier) error {
		for _, f := range inOrderOfTables(found) {
			if f.mend.how != mendLink {
				continue
			}
			t, id := f.mend.target()
			if err := putRowBack(q, t, id, f.mend.from); err != nil && !unmendable(err) {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.AnnounceAll(ctx)
}

// unmendable tells of errors that leave a finding as it is, to be found again.
func unmendable(err error) bool {
	return errors.Is(err, db.ErrDamaged) || errors.Is(err, db.ErrConflict) || errors.Is(err, db.ErrInvalid) || errors.Is(err, db.ErrMismatch)
}

func putRowBack(q db.Querier, t *db.Table, id, first string) error {
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

// writeHistory gives the history the changes of rows that were made without it, as they are found, so that what is then
// mended follows from them. It stands outside undo.
func writeHistory(ctx context.Context, s *store.Store, found []Finding) error {
	_, err := s.Write(ctx, db.ChangeRecord, "Changes made outside Factmark", func(tx *db.Transaction) error {
		w := &repairing{tx, s}
		for _, f := range found {
			if f.mend.how != mendHistory {
				continue
			}
			t, id := f.mend.target()
			was, err := lastImage(w.Querier, t, id, f.mend.from)
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
			if err := w.found(t, was, now); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// target is the row that a mending is about.
func (m mending) target() (*db.Table, string) {
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

// found writes the event of a change that was made without one.
func (w *repairing) found(t *db.Table, was, now db.Row) error {
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
		if f.mend.how != mendLink {
			return len(db.EventedNames)
		}
		name, _, _ := strings.Cut(f.mend.row, " ")
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
		switch f.mend.how {
		case mendSchema:
			scripts = append(scripts, f.mend.sql)
		case mendIndex:
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
		err := s.Aside(ctx, func(q db.Querier) error {
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

func (w *repairing) mend(f Finding) error {
	switch f.mend.how {
	case mendLength:
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
	case mendContext, mendPlace, mendOrphan:
		if f.Kind == "evidence" {
			return w.mendEvidence(f)
		}
		return w.mendClaim(f)
	}
	return nil
}

func (w *repairing) mendClaim(f Finding) error {
	before, err := w.Existing(db.Claims, f.ID)
	if err != nil {
		return err
	}
	c := store.ClaimOf(before)
	if f.mend.how == mendOrphan {
		c.Status = store.StatusOrphaned
	} else if err := w.settle(&c); err != nil {
		return err
	}
	if c.Status == store.StatusOrphaned && f.mend.how == mendPlace {
		c.Status = store.StatusOpen
	}
	c.Touch(w.At)
	return w.Save(db.Claims, before, c.Row())
}

func (w *repairing) mendEvidence(f Finding) error {
	before, err := w.Existing(db.Evidence, f.ID)
	if err != nil {
		return err
	}
	c := store.Claim{
		DocumentID: before.Text(db.EvidenceDocumentID), DocumentSHA256: before.Text(db.EvidenceDocumentSHA256),
		Start: before.Number(db.EvidenceStart), End: before.Number(db.EvidenceEnd),
		Quote: before.Text(db.EvidenceQuote), Prefix: before.Text(db.EvidencePrefix), Suffix: before.Text(db.EvidenceSuffix),
	}
	if err := w.settle(&c); err != nil {
		return err
	}
	after := slices.Clone(before)
	after[db.EvidenceStart], after[db.EvidenceEnd], after[db.EvidenceDocumentSHA256] = int64(c.Start), int64(c.End), c.DocumentSHA256
	after[db.EvidencePrefix], after[db.EvidenceSuffix] = c.Prefix, c.Suffix
	after[db.EvidenceUpdatedAt] = db.FormatTime(w.At)
	return w.Save(db.Evidence, before, after)
}

// settle gives a span that fits its text what stands around it there, and
// moves one that does not to the only place where it would.
func (w *repairing) settle(c *store.Claim) error {
	sum, t, err := w.text(c.DocumentID)
	if err != nil {
		return err
	}
	if c.DocumentSHA256 != sum || !c.Fits(t) {
		start, ok := onlyPlace(c, t)
		if !ok {
			return db.ErrMismatch
		}
		c.Start, c.End = start, start+len([]rune(c.Quote))
		c.DocumentSHA256 = sum
	}
	c.Prefix, c.Suffix = t.Around(c.Start, c.End)
	return nil
}

// onlyPlace finds where in a text the claim's quote stands with exactly its
// context, if that is one place and no other.
func onlyPlace(c *store.Claim, t *doctext.Text) (start int, ok bool) {
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

// lostLink is a row that refers to one that is not there.
type lostLink struct {
	child, parent string
	rowid         sql.NullInt64
	key           int
}

// link reports it, and finds the missing row in the history.
func (c *checking) link(l lostLink) error {
	m := mending{}
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
			m = mending{how: mendLink, row: l.parent + " " + id, says: "the missing row is put back as the history has it"}
		}
	}
	c.mendable(Link, "", m, "row %d of %s refers to a row of %s that is not there", l.rowid.Int64, l.child, l.parent)
	return nil
}

var (
	namesIndex = regexp.MustCompile(`\bindex (\w+)`)
	namesTree  = regexp.MustCompile(`^Tree (\d+)`)
)

// indexMeant tells whether a finding of SQLite's is about an index alone.
func (c *checking) indexMeant(what string) (mending, error) {
	rebuilt := mending{how: mendIndex, says: "the index is built anew from its table"}
	if namesIndex.MatchString(what) {
		return rebuilt, nil
	}
	tree := namesTree.FindStringSubmatch(what)
	if tree == nil {
		return mending{}, nil
	}
	page, err := strconv.Atoi(tree[1])
	if err != nil {
		return mending{}, nil // a number of more digits than any file has pages
	}
	var name string
	found, err := c.One("SELECT name FROM sqlite_schema WHERE type = 'index' AND rootpage = ?", []any{page}, &name)
	if !found || err != nil {
		return mending{}, err
	}
	return rebuilt, nil
}
