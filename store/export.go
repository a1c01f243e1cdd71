package store

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// Export is a workspace as an export reads it: all as it is at one moment, whatever is written meanwhile.
type Export struct {
	Labels    []Label
	People    []KnownPerson // by id, without counts
	Documents []Document    // those in scope, in document order, with their counts

	store    *Store
	filter   Filter
	q        db.Querier     // of one read transaction
	lengths  map[string]int // of the texts of all documents, in code points, by their ids
	evidence bool           // some claim has evidence
	reviewed bool           // some claim has a decision
}

// ExportedClaim is a claim as an export reads it: a row of labelled_claims with all that belongs to it. What the cells lie in is
// used again for the next.
type ExportedClaim struct {
	Cells                   []string // in the order of LabelledColumns
	AnnotatorID, ReviewerID string   // "" where there is none; of the one who is shown in the row
	Evidence                []ExportedEvidence
	Decisions               []ExportedDecision
}

// ExportedEvidence is a row of claim_evidence, with times as they are written. Person is the name of the one
// with the PersonID, who may be known by another one.
type ExportedEvidence struct {
	Evidence
	Locator, Created, Updated string
}

// ExportedDecision is a decision, with times as they are written.
type ExportedDecision struct {
	Decision
	Created, Updated string
}

// Export calls read with what a filter lets through. An error of read is returned.
func (s *Store) Export(ctx context.Context, f Filter, read func(*Export) error) error {
	return s.Snapshot(ctx, func(q db.Querier) error {
		e := &Export{store: s, filter: f, q: q, lengths: make(map[string]int)}
		all, err := readDocuments(q)
		if err != nil {
			return err
		}
		for _, d := range all {
			e.lengths[d.ID] = d.Length
			if f.hasDocument(&d) {
				e.Documents = append(e.Documents, d)
			}
		}
		if f.Finished { // which they are was found just now
			e.filter.Finished = false
			e.filter.DocumentIDs = []string{}
			for _, d := range e.Documents {
				e.filter.DocumentIDs = append(e.filter.DocumentIDs, d.ID)
			}
		}
		if e.Labels, err = readLabels(q); err != nil {
			return err
		}
		if e.People, err = readKnownPeople(q, "0, 0"); err != nil {
			return err
		}
		slices.SortFunc(e.People, func(a, b KnownPerson) int { return strings.Compare(a.ID, b.ID) })
		if _, err := q.Value("SELECT EXISTS (SELECT 1 FROM stances), EXISTS (SELECT 1 FROM decisions)", &e.evidence, &e.reviewed); err != nil {
			return err
		}
		return read(e)
	})
}

// Within is the same export with fewer documents, of those in scope.
func (e *Export) Within(documents []Document) *Export {
	part := *e
	part.Documents, part.filter.DocumentIDs = documents, []string{}
	for _, d := range documents {
		part.filter.DocumentIDs = append(part.filter.DocumentIDs, d.ID)
	}
	return &part
}

// EachClaim calls row with the cells of each row of the view labelled_claims that is in scope, as EachLabelled does.
func (e *Export) EachClaim(row func(cells []string) error) error {
	return e.eachRow("", func(cells []string, _ string) error { return row(cells) })
}

// shownPeople are the ids of those whom a row of the view shows as annotator and reviewer.
const shownPeople = `, (SELECT ifnull((SELECT same_as FROM people WHERE id = ifnull(k.labeller_id, k.person_id)), ifnull(k.labeller_id, k.person_id)) || char(31)
	|| ifnull((SELECT ifnull(same_as, id) FROM people WHERE id = k.reviewer_id), '') FROM claims k WHERE k.id = claim_id)`

// EachClaimWithPeople is EachClaim with the ids of the people who are shown as annotator and reviewer.
func (e *Export) EachClaimWithPeople(row func(cells []string, annotatorID, reviewerID string) error) error {
	return e.eachRow(shownPeople, func(cells []string, people string) error {
		annotator, reviewer, _ := strings.Cut(people, separator)
		return row(cells, annotator, reviewer)
	})
}

func (e *Export) eachRow(more string, row func(cells []string, more string) error) error {
	read := func(ctx context.Context, send func([]labelledRow) error) error {
		q := db.NewQuerier(ctx, e.q.Statements)
		return eachScope(q, e.filter, func(documentID string) error { return eachBatch(q, e.filter, documentID, more, send) })
	}
	cells := make([]string, len(LabelledColumns))
	return alongside(e.q.Ctx, read, func(batch []labelledRow) error {
		for _, r := range batch {
			if err := row(r.split(cells), r.more); err != nil {
				return err
			}
		}
		return nil
	})
}

// belonging is a row and what belongs to it.
type belonging struct {
	row       labelledRow
	evidence  []ExportedEvidence
	decisions []ExportedDecision
}

// EachWhole calls do with every claim in scope, in the order of the view labelled_claims. Its evidence comes in the
// order of the view claim_evidence, its decisions in that in which they were first made.
func (e *Export) EachWhole(do func(*ExportedClaim) error) error { return e.eachWhole("", do) }

// EachWholeWithPeople is EachWhole with the ids of the people who are shown as annotator and reviewer, which take half the time of a row.
func (e *Export) EachWholeWithPeople(do func(*ExportedClaim) error) error {
	return e.eachWhole(shownPeople, do)
}

func (e *Export) eachWhole(more string, do func(*ExportedClaim) error) error {
	read := func(ctx context.Context, send func([]belonging) error) error {
		q := db.NewQuerier(ctx, e.q.Statements)
		return eachScope(q, e.filter, func(documentID string) error { return e.eachBelonging(q, documentID, more, send) })
	}
	c := ExportedClaim{Cells: make([]string, len(LabelledColumns))}
	cells := c.Cells
	return alongside(e.q.Ctx, read, func(batch []belonging) error {
		for _, b := range batch {
			c.Cells = b.row.split(cells)
			c.AnnotatorID, c.ReviewerID, _ = strings.Cut(b.row.more, separator)
			c.Evidence, c.Decisions = b.evidence, b.decisions
			if err := do(&c); err != nil {
				return err
			}
		}
		return nil
	})
}

// EachEvidence calls do with every row of the view claim_evidence whose claim is in scope, in the order of the view.
func (e *Export) EachEvidence(do func(claimID string, piece *ExportedEvidence) error) error {
	return eachScope(e.q, e.filter, func(documentID string) error {
		var failed error
		err := e.readEvidence(e.q, documentID, func(claimID string, piece ExportedEvidence) bool {
			failed = do(claimID, &piece)
			return failed == nil
		})
		return cmp.Or(failed, err)
	})
}

// eachBelonging merges the claims of a document, or of all for "", with their evidence and decisions: all three come in the
// order of the claims.
func (e *Export) eachBelonging(q db.Querier, documentID, more string, send func([]belonging) error) error {
	evidence, endEvidence := pulled(func(give func(string, ExportedEvidence) bool) error {
		return e.readEvidence(q, documentID, give)
	})
	defer endEvidence()
	decisions, endDecisions := pulled(func(give func(string, ExportedDecision) bool) error {
		return e.readDecisions(q, documentID, give)
	})
	defer endDecisions()
	err := eachBatch(q, e.filter, documentID, more, func(rows []labelledRow) error {
		batch := make([]belonging, 0, len(rows))
		held := 0 // bytes
		for _, r := range rows {
			id, _, _ := strings.Cut(r.joined, separator)
			if r.apart != nil {
				id = r.apart[0]
			}
			b := belonging{row: r, evidence: evidence.of(id), decisions: decisions.of(id)}
			for _, piece := range b.evidence {
				held += len(piece.Quote) + len(piece.Note) + 500
			}
			if batch = append(batch, b); held > db.MostHeld {
				if err := send(batch); err != nil {
					return err
				}
				batch, held = nil, 0
			}
		}
		return send(batch)
	})
	return errors.Join(err, evidence.err, decisions.err)
}

// merged are rows that come in the order of the claims they belong to, each taken when its claim is there.
type merged[T any] struct {
	next  func() (claimID string, row T, ok bool)
	id    string
	row   T
	there bool
	err   error
}

// pulled gives the rows that read gives. end ends the reading.
func pulled[T any](read func(give func(claimID string, row T) bool) error) (m *merged[T], end func()) {
	m = &merged[T]{}
	next, end := iter.Pull2(func(yield func(string, T) bool) { m.err = read(yield) })
	m.next = next
	m.id, m.row, m.there = next()
	return m, end
}

// of takes the rows of the claim that comes next.
func (m *merged[T]) of(claimID string) []T {
	var rows []T
	for m.there && m.id == claimID {
		rows = append(rows, m.row)
		m.id, m.row, m.there = m.next()
	}
	return rows
}

func enough(err error) error {
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

const decisionOrder = "x.created_at, x.id"

const claimOrder = ` ORDER BY d.title COLLATE NOCASE, d.id, c.start, c."end", c.id, `

// inScope ends a query of documents d and claims c with the conditions of a filter, in the order of the claims.
func (e *Export) inScope(query, documentID, order string) (string, []any) {
	conditions, args := e.filter.onClaim("c")
	if documentID != "" {
		conditions, args = append(conditions, "d.id = ?"), append(args, documentID)
	}
	return query + " WHERE " + strings.Join(append(conditions, "TRUE"), " AND ") + claimOrder + order, args
}

// The loops are held in the order of the claims, as in the views.
var (
	exportedEvidence = "SELECT c.id, " + evidenceColumns + ` FROM documents d CROSS JOIN claims c ON c.document_id = d.id CROSS JOIN stances s ON s.claim_id = c.id
		CROSS JOIN evidence e ON e.claim_id IN ` + sharedWith + evidenceNames
	exportedDecisions = "SELECT " + db.Decisions.List("x") + `, p.name FROM documents d CROSS JOIN claims c ON c.document_id = d.id
		CROSS JOIN decisions x ON x.claim_id = c.id JOIN people p ON p.id = ` + db.CanonicalID("x.person_id")
)

func (e *Export) readEvidence(q db.Querier, documentID string, give func(string, ExportedEvidence) bool) error {
	if !e.evidence {
		return nil
	}
	query, args := e.inScope(exportedEvidence, documentID, evidenceOrder)
	scanned := newEvidenceScan()
	var claimID string
	dest := append([]any{&claimID}, scanned.dest...)
	locators := locating{q: q}
	return enough(q.Each(query, args, func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		x := ExportedEvidence{Evidence: scanned.evidence(), Created: scanned.row.Text(db.EvidenceCreatedAt), Updated: scanned.row.Text(db.EvidenceUpdatedAt)}
		if x.Start >= x.End || x.End > e.lengths[x.DocumentID] { // it has no place, whatever its row says
			x.TextSHA256 = ""
		}
		if x.DocumentSHA256 != "" {
			all, err := locators.of(x.DocumentSHA256)
			if err != nil {
				return err
			}
			x.Locator = Locate(all, x.Start, x.End)
		}
		if !give(claimID, x) {
			return errEnough
		}
		return nil
	}))
}

func (e *Export) readDecisions(q db.Querier, documentID string, give func(string, ExportedDecision) bool) error {
	if !e.reviewed {
		return nil
	}
	query, args := e.inScope(exportedDecisions, documentID, decisionOrder)
	r, dest := db.Decisions.Dest()
	var name string
	dest = append(dest, &name)
	return enough(q.Each(query, args, func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		d := ExportedDecision{decisionOf(r), r.Text(db.DecisionsCreatedAt), r.Text(db.DecisionsUpdatedAt)}
		d.Person = name
		if !give(d.ClaimID, d) {
			return errEnough
		}
		return nil
	}))
}

// locating keeps the locators of the texts that were asked for last.
type locating struct {
	q    db.Querier
	kept map[string][]Locator
}

func (l *locating) of(sum string) ([]Locator, error) {
	if all, known := l.kept[sum]; known {
		return all, nil
	}
	all, err := readLocators(l.q, sum)
	const most = 100
	if l.kept == nil || len(l.kept) == most {
		l.kept = make(map[string][]Locator)
	}
	l.kept[sum] = all
	return all, err
}

// Locators gives those of the text with this SHA-256, sorted.
func (e *Export) Locators(sum string) ([]Locator, error) { return readLocators(e.q, sum) }

// Located gives the SHA-256 of the texts that have locators.
func (e *Export) Located() (map[string]bool, error) {
	sums, err := e.q.IDs("SELECT DISTINCT sha256 FROM locators")
	located := make(map[string]bool, len(sums))
	for _, sum := range sums {
		located[sum] = true
	}
	return located, err
}

// Places checks the rows of this export.
func (e *Export) Places() *Places {
	return &Places{read: func(_ context.Context, sum string) (*doctext.Text, error) { return e.text(sum) }}
}

// Text gives the text with this SHA-256; ErrDamaged where it is not in the workspace.
func (e *Export) Text(sum string) (string, error) {
	t, err := e.text(sum)
	if err != nil {
		return "", err
	}
	return t.Content, nil
}

func (e *Export) text(sum string) (*doctext.Text, error) {
	if t := e.store.texts.Get(sum); t != nil {
		return t, nil
	}
	var content string
	found, err := e.q.One("SELECT text FROM texts WHERE sha256 = ?", []any{sum}, &content)
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, errNoText
	}
	return e.store.verified(sum, content)
}

// WithEvidence gives the ids of the claims in scope on which evidence bears.
func (e *Export) WithEvidence(each func(claimID string)) error {
	return e.having("SELECT s.claim_id FROM stances s CROSS JOIN claims c ON c.id = s.claim_id", e.evidence, each)
}

// WithDecisions gives the ids of the claims in scope on which somebody has decided.
func (e *Export) WithDecisions(each func(claimID string)) error {
	return e.having("SELECT DISTINCT x.claim_id FROM decisions x CROSS JOIN claims c ON c.id = x.claim_id", e.reviewed, each)
}

func (e *Export) having(query string, some bool, each func(claimID string)) error {
	if !some {
		return nil
	}
	where, args, err := e.filter.where(e.q)
	if err != nil {
		return err
	}
	return e.q.Each(query+" WHERE "+where+" ORDER BY c.id", args, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		each(id)
		return err
	})
}

// Weight is how many claims of a document are in scope.
type Weight struct {
	DocumentID string
	Claims     int
}

// Weights gives those of the documents in scope that have claims in scope.
func (e *Export) Weights() ([]Weight, error) {
	var all []Weight
	where, args, err := e.filter.where(e.q)
	if err != nil {
		return nil, err
	}
	err = e.q.Each("SELECT c.document_id, count(*) FROM claims c WHERE "+where+" GROUP BY c.document_id", args, func(scan func(...any) error) error {
		var w Weight
		err := scan(&w.DocumentID, &w.Claims)
		all = append(all, w)
		return err
	})
	return all, err
}

// Links calls each with every claim in scope that is linked with others: with its document and the first appearance of what it says.
func (e *Export) Links(each func(documentID, firstClaimID string)) error {
	where, args, err := e.filter.where(e.q)
	if err != nil {
		return err
	}
	query := "SELECT DISTINCT c.document_id, ifnull(c.first_claim_id, c.id) FROM claims c WHERE " + where +
		" AND (c.first_claim_id IS NOT NULL OR EXISTS (SELECT 1 FROM claims k WHERE k.first_claim_id = c.id))"
	return e.q.Each(query, args, func(scan func(...any) error) error {
		var document, first string
		err := scan(&document, &first)
		each(document, first)
		return err
	})
}

// Counts gives how many claims are in scope, and how many rows of claim_evidence they have.
func (e *Export) Counts() (claims, evidence int, err error) {
	where, args, err := e.filter.where(e.q)
	if err != nil {
		return 0, 0, err
	}
	_, err = e.q.One("SELECT count(*), ifnull(sum((SELECT supports + refutes + context FROM stances s WHERE s.claim_id = c.id)), 0) FROM claims c WHERE "+where, args, &claims, &evidence)
	return claims, evidence, err
}
