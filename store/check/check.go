// Package check verifies a whole workspace, and repairs what can be repaired without
// guessing.
package check

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"factmark/store"
	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// Kind is what a finding is about.
type Kind string

const (
	File     Kind = "file"
	Schema   Kind = "schema"
	Link     Kind = "link"
	Document Kind = "document"
	Claim    Kind = "claim"
	Evidence Kind = "evidence"
	Text     Kind = "text"

	Suggestion Kind = "suggestion" // of a model
	History    Kind = "history"
	Index      Kind = "search index" // nothing that anybody has said is in it
	Orphan     Kind = "orphan"       // a claim that is known to have lost its place, for a person to re-anchor
)

// Finding is one inconsistency. ID is that of the row, where there is one; What is a
// sentence; Repair describes what the function Repair would do, and is empty where it
// would do nothing.
type Finding struct {
	Kind             Kind
	ID, What, Repair string

	plan repairPlan
}

// Run verifies the whole workspace in one snapshot: the file, the schema, the
// references between rows, every text and its length, every span's quote and
// context, and whether the events, replayed from an empty file, make the same rows.
// No findings and no error: all is well. Damage is a finding; an error is what keeps
// Run from going on, such as the end of ctx. progress, which may be nil, is called
// with the number of steps done and of all.
func Run(ctx context.Context, s *store.Store, progress func(done, total int)) (found []Finding, err error) {
	err = s.Inspect(ctx, func(q db.Querier, conn *sql.Conn) (err error) {
		c := &checking{Querier: q, conn: conn, progress: progress}
		found, err = c.run()
		return err
	})
	return found, err
}

type checking struct {
	db.Querier
	conn        *sql.Conn
	progress    func(done, total int)
	done, total int
	found       []Finding
	staleTally  func(documentID string) (bool, error)
	hasTallies  bool // there is a table of tallies: a schema that is not whole may lack it
	hasLocators bool // likewise of locators
	hasStances  bool // likewise of stances
}

func (c *checking) report(kind Kind, id, format string, args ...any) {
	c.reportRepairable(kind, id, repairPlan{}, format, args...)
}

func (c *checking) reportRepairable(kind Kind, id string, m repairPlan, format string, args ...any) {
	c.found = append(c.found, Finding{kind, id, fmt.Sprintf(format, args...), m.description, m})
}

func (c *checking) step() {
	if c.done++; c.progress != nil {
		c.progress(c.done, c.total)
	}
}

func (c *checking) run() ([]Finding, error) {
	if _, err := c.One(`SELECT ifnull(max(name = 'tallies'), 0), ifnull(max(name = 'locators'), 0), ifnull(sum(name IN ('stances', 'counted_stances')), 0) = 2
		FROM sqlite_schema WHERE type IN ('table', 'view')`, nil, &c.hasTallies, &c.hasLocators, &c.hasStances); err != nil && !errors.Is(err, db.ErrDamaged) {
		return nil, err
	}
	ids, err := c.documents()
	steps := []func() error{c.file, c.schema, c.references, c.originals, c.danglingEvidence, c.links, c.stances, c.texts, c.searchIndex, c.replay}
	for _, id := range ids {
		steps = append(steps, func() error { return c.document(id) })
	}
	if err != nil {
		steps = append(steps, func() error { return err })
	}
	c.total = len(steps)
	for _, f := range steps {
		// Damage is what is looked for: it is a finding, and the rest is looked at all the same.
		if err := f(); errors.Is(err, db.ErrDamaged) {
			if unread := (Finding{Kind: File, What: "a part of the file cannot be read"}); !slices.Contains(c.found, unread) {
				c.found = append(c.found, unread)
			}
		} else if err != nil {
			return c.found, err
		}
		c.step()
	}
	return c.found, nil
}

func (c *checking) file() error {
	return db.Integrity(c.Ctx, c.conn, "integrity_check", 100, func(what string) error {
		m, err := c.planForIndex(what)
		c.reportRepairable(File, "", m, "%s", what)
		return err
	})
}

func (c *checking) schema() error {
	differences, err := db.CompareSchema(c.Ctx, c.conn, db.Migrations)
	for _, d := range differences {
		m := repairPlan{}
		if d.Make != "" {
			m = repairPlan{kind: repairSchema, sql: d.Make, description: "it is made anew"}
		}
		c.reportRepairable(Schema, "", m, "%s", d.What)
	}
	return err
}

func (c *checking) references() error {
	var lost []danglingReference
	err := c.Each(`SELECT "table", rowid, parent, fkid FROM pragma_foreign_key_check`, nil, func(scan func(...any) error) error {
		var l danglingReference
		err := scan(&l.child, &l.rowid, &l.parent, &l.key)
		lost = append(lost, l)
		return err
	})
	for _, l := range lost {
		if err == nil {
			err = c.reference(l)
		}
	}
	return err
}

// originals checks the files that were kept as they were imported.
func (c *checking) originals() error {
	return c.Each("SELECT sha256, bytes FROM originals", nil, func(scan func(...any) error) error {
		var sum string
		var content sql.RawBytes
		if err := scan(&sum, &content); err != nil {
			return err
		}
		if doctext.Sum([]byte(content)) != sum {
			c.report(Document, "", "a file kept as it was imported has other bytes than then (SHA-256 %s)", sum)
		}
		return nil
	})
}

// danglingEvidence finds evidence that lies in a document that is not there.
func (c *checking) danglingEvidence() error {
	return c.Each(`SELECT e.id FROM evidence e LEFT JOIN documents d ON d.id = e.document_id
		WHERE e.document_id IS NOT NULL AND d.id IS NULL`, nil, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		c.report(Evidence, id, "the document of a piece of evidence is missing")
		return err
	})
}

// links finds claims that name a first appearance which names one itself: a link takes one step.
func (c *checking) links() error {
	return c.Each(`SELECT c.id, c.quote FROM claims c JOIN claims f ON f.id = c.first_claim_id WHERE f.first_claim_id IS NOT NULL ORDER BY c.id`, nil,
		func(scan func(...any) error) error {
			var id, quote string
			err := scan(&id, &quote)
			c.reportRepairable(Claim, id, repairPlan{kind: repairLinks, description: "it names the first of them"},
				"a claim, “%s”, is linked with one that is itself linked with an earlier one", db.Shorten(quote))
			return err
		})
}

// stances checks that the counts kept of evidence are what can be counted.
func (c *checking) stances() error {
	if !c.hasStances {
		return nil
	}
	return c.Each(`SELECT claim_id FROM (SELECT claim_id, supports, refutes, context FROM counted_stances EXCEPT SELECT claim_id, supports, refutes, context FROM stances)
		UNION SELECT claim_id FROM (SELECT claim_id, supports, refutes, context FROM stances EXCEPT SELECT claim_id, supports, refutes, context FROM counted_stances)`, nil,
		func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			c.reportRepairable(Evidence, id, repairPlan{kind: countStances, description: "they are counted anew"}, "the counts kept of a claim's evidence are not those of its evidence")
			return err
		})
}

// searchIndex finds damage of what is made from the texts alone.
func (c *checking) searchIndex() error {
	var there bool
	if _, err := c.One("SELECT count(*) = 4 FROM sqlite_schema WHERE type = 'table' AND name IN ('search_texts', 'search_segments', 'search_blocks', 'search_state')", nil, &there); err != nil || !there {
		return err
	}
	sound, err := store.SearchIndexIsSound(c.Querier)
	if err == nil && !sound {
		m := repairPlan{kind: forgetSearchIndex, description: "it is made anew when something is next looked for"}
		c.reportRepairable(Index, "", m, "the search index is damaged; the documents and all that is said of them are not concerned")
	}
	return err
}

// texts finds values in columns of text that are not valid text, which nothing of ours writes.
func (c *checking) texts() error {
	for _, name := range db.EventedNames {
		t := db.Evented[name]
		r, dest := t.Dest()
		err := c.Each("SELECT "+t.List("t")+" FROM "+t.Name+" t", nil, func(scan func(...any) error) error {
			if err := scan(dest...); err != nil {
				return err
			}
			for i, v := range r {
				if text, is := v.(string); is {
					if what := db.NotText(text); what != "" {
						c.reportRepairable(Text, r.ID(), planForNUL(t, i, text, r.ID()), "the %s of a %s holds %s", t.Columns[i], t.Noun, what)
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return c.drafts()
}

func (c *checking) documents() ([]string, error) {
	return c.IDs("SELECT id FROM documents ORDER BY title COLLATE NOCASE, id")
}

// document checks one document's text and every span in it.
func (c *checking) document(id string) error {
	var title, sum string
	var content sql.NullString
	var length int
	found, err := c.One("SELECT d.title, d.sha256, d.length, t.text FROM documents d LEFT JOIN texts t ON t.sha256 = d.sha256 WHERE d.id = ?",
		[]any{id}, &title, &sum, &length, &content)
	if err != nil || !found {
		return err
	}
	if !content.Valid {
		c.report(Document, id, "the text of “%s” is missing", title)
		return nil
	}
	t := doctext.New(content.String)
	if err := c.tally(id, title); err != nil {
		return err
	}
	whole := doctext.Sum(t.Content) == sum
	if !whole {
		c.report(Document, id, "the text of “%s” is not the one that was imported", title)
	}
	if what := db.NotText(t.Content); what != "" {
		m := planForNUL(db.Documents, db.Documents.Column("sha256"), t.Content, id)
		if !whole {
			m = repairPlan{}
		}
		c.reportRepairable(Text, id, m, "the text of “%s” holds %s", title, what)
	}
	if err := c.locators(id, title, sum, t.Length); err != nil {
		return err
	}
	if t.Length != length {
		m := repairPlan{}
		if whole {
			m = repairPlan{kind: repairLength, description: "the number is counted anew"}
		}
		c.reportRepairable(Document, id, m, "“%s” is said to have %s and has %d", title, db.Characters(length), t.Length)
	}
	if doctext.ID(t.Content) != id {
		c.report(Document, id, "the id of “%s” is not that of its text", title)
	}
	earlier, err := c.earlier(id, title)
	if err != nil {
		return err
	}
	for _, table := range []*db.Table{db.Claims, db.Evidence} {
		if err := c.spans(table, id, title, sum, t, earlier, whole); err != nil {
			return err
		}
	}
	if err := c.suggestions(id, title, sum, t, whole); err != nil {
		return err
	}
	for _, table := range []*db.Table{db.NotContent, db.RefusedPassages} {
		if err := c.passages(table, id, title, t); err != nil {
			return err
		}
	}
	return nil
}

// locators checks that those of a document's text are within it.
func (c *checking) locators(id, title, sum string, length int) error {
	if !c.hasLocators {
		return nil
	}
	sound, err := store.LocatorsAreSound(c.Querier, sum, length)
	if err == nil && !sound {
		c.report(Document, id, "the pages or times noted for the text of “%s” are not within it, one behind the other", title)
	}
	return err
}

// tally checks that what is kept of a document's counts is what can be counted.
func (c *checking) tally(id, title string) error {
	if !c.hasTallies {
		return nil
	}
	if c.staleTally == nil {
		c.staleTally = store.StaleTallies(c.Querier)
	}
	stale, err := c.staleTally(id)
	if err != nil {
		return err
	}
	if stale {
		m := repairPlan{kind: dropTally, description: "they are counted anew"}
		c.reportRepairable(Document, id, m, "the counts kept of “%s” are not those of its claims", title)
	}
	return nil
}

// earlier checks the texts that a document had before and gives those that are sound, by SHA-256.
func (c *checking) earlier(id, title string) (map[string]*doctext.Text, error) {
	sound := make(map[string]*doctext.Text)
	err := c.Each("SELECT v.sha256, v.length, t.text FROM versions v LEFT JOIN texts t ON t.sha256 = v.sha256 WHERE v.document_id = ?",
		[]any{id}, func(scan func(...any) error) error {
			var sum string
			var length int
			var content sql.NullString
			if err := scan(&sum, &length, &content); err != nil {
				return err
			}
			t := doctext.New(content.String)
			switch {
			case !content.Valid:
				c.report(Document, id, "an earlier text of “%s” is missing", title)
			case doctext.Sum(t.Content) != sum || t.Length != length:
				c.report(Document, id, "an earlier text of “%s” is not the one that was imported", title)
			default:
				sound[sum] = t
			}
			return nil
		})
	return sound, err
}

// passages verifies the offsets of passages that are not content, or were refused as evidence.
func (c *checking) passages(of *db.Table, id, title string, t *doctext.Text) error {
	return c.Each(`SELECT id, start, "end" FROM `+of.Name+` WHERE document_id = ? ORDER BY start, id`, []any{id}, func(scan func(...any) error) error {
		var passage string
		var start, end int
		if err := scan(&passage, &start, &end); err != nil {
			return err
		}
		if !t.Has(start, end) {
			c.report(Document, passage, "the span %d to %d of a %s does not lie in “%s”", start, end, of.Noun, title)
		}
		return nil
	})
}

// suggestions checks that what models suggest in a document fits its present text.
func (c *checking) suggestions(id, title, sum string, t *doctext.Text, whole bool) error {
	return c.Each(`SELECT id, start, "end", quote, prefix, suffix, document_sha256 FROM suggestions WHERE document_id = ? ORDER BY start, "end", id`, []any{id}, func(scan func(...any) error) error {
		var s store.Claim
		if err := scan(&s.ID, &s.Start, &s.End, &s.Quote, &s.Prefix, &s.Suffix, &s.DocumentSHA256); err != nil {
			return err
		}
		if s.DocumentSHA256 == sum && s.Fits(t) {
			if prefix, suffix := t.Around(s.Start, s.End); prefix == s.Prefix && suffix == s.Suffix {
				return nil
			}
		}
		m := repairPlan{}
		if _, unique := uniquePlace(&s, t); whole && (unique || s.DocumentSHA256 == sum && s.Fits(t)) {
			m = repairPlan{kind: repairSpan, description: "it is put on the only place where it fits, with what stands around it there"}
		}
		c.reportRepairable(Suggestion, s.ID, m, "a suggestion, “%s”, is not what stands at %d to %d of “%s”", db.Shorten(s.Quote), s.Start, s.End, title)
		return nil
	})
}

// spans checks the claims or the evidence in one document; those that lost their place, in the earlier text they fit.
func (c *checking) spans(in *db.Table, id, title, sum string, t *doctext.Text, earlier map[string]*doctext.Text, whole bool) error {
	status, kind := "'orphaned'", Evidence // which has no status, and may have lost its place like a claim
	if in == db.Claims {
		status, kind = "status", Claim
	}
	query := fmt.Sprintf(`SELECT id, start, "end", quote, prefix, suffix, document_sha256, %s FROM %s WHERE document_id = ? ORDER BY start, "end", id`, status, in.Name)
	return c.Each(query, []any{id}, func(scan func(...any) error) error {
		var s store.Claim
		if err := scan(&s.ID, &s.Start, &s.End, &s.Quote, &s.Prefix, &s.Suffix, &s.DocumentSHA256, &s.Status); err != nil {
			return err
		}
		fits := s.DocumentSHA256 == sum && s.Fits(t)
		if fits {
			if prefix, suffix := t.Around(s.Start, s.End); prefix != s.Prefix || suffix != s.Suffix {
				m := repairPlan{}
				if whole {
					m = repairPlan{kind: repairContext, description: "it is taken from the text again"}
				}
				c.reportRepairable(kind, s.ID, m, "what stands around a %s at %d to %d of “%s” is not what was kept", in.Noun, s.Start, s.End, title)
			}
			return nil
		}
		m := repairPlan{}
		// What was made on an earlier text is for a person to place: its sentence may
		// be another, however much the quote and what is close to it fit.
		lost := s.Status == store.StatusOrphaned && (in == db.Claims || s.DocumentSHA256 != sum)
		if start, ok := uniquePlace(&s, t); whole && ok && !(lost && s.DocumentSHA256 != sum) {
			m = repairPlan{kind: repairSpan, description: fmt.Sprintf("it moves to %d, the only place where its quote and what stands around it fit", start)}
		} else if in == db.Claims && s.Status != store.StatusOrphaned {
			m = repairPlan{kind: markOrphan, description: "it is kept as a claim that lost its place, for you to place"}
		}
		made, where := t, title // the text it was made on
		if lost && s.DocumentSHA256 != sum {
			made, where = earlier[s.DocumentSHA256], "an earlier text of "+title
		}
		switch {
		case lost && (made == nil && (in == db.Claims || isSum(s.DocumentSHA256)) || made != nil && (made == t || s.Fits(made))): // made is nil for one that was imported without its text
			c.reportRepairable(Orphan, s.ID, m, "a %s, “%s”, has lost its place in “%s”; place it by hand", in.Noun, db.Shorten(s.Quote), title)
		case made == nil || !lost && s.DocumentSHA256 != sum:
			c.reportRepairable(kind, s.ID, m, "a %s in “%s” was made on another text", in.Noun, title)
		case !made.Has(s.Start, s.End):
			c.reportRepairable(kind, s.ID, m, "the span %d to %d of a %s does not lie in “%s”", s.Start, s.End, in.Noun, where)
		default:
			c.reportRepairable(kind, s.ID, m, "the quote of a %s is not what stands at %d to %d of “%s”", in.Noun, s.Start, s.End, where)
		}
		return nil
	})
}

// isSum tells whether a text has the form of a SHA-256.
func isSum(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == sha256.Size && strings.ToLower(s) == s
}

// drafts finds drafts that are not valid UTF-8, which nothing of ours writes.
func (c *checking) drafts() error {
	return c.Each("SELECT person_id, form, subject, field, base, text FROM drafts", nil, func(scan func(...any) error) error {
		var cells [6]sql.RawBytes
		if err := scan(&cells[0], &cells[1], &cells[2], &cells[3], &cells[4], &cells[5]); err != nil {
			return err
		}
		for _, cell := range cells {
			if !utf8.Valid(cell) {
				c.report(Text, "", "a draft holds bytes that are not text")
				return nil
			}
		}
		return nil
	})
}
