package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"factmark/store/internal/db"
)

// Stance is how a piece of evidence bears on its claim.
type Stance string

const (
	StanceSupports Stance = "supports"
	StanceRefutes  Stance = "refutes"
	StanceContext  Stance = "context"
)

// Evidence is a span of a document, or an outside source, that bears on a
// claim. DocumentID is "" for an outside source. Those of one claim and one set hold only together.
type Evidence struct {
	ID, ClaimID           string // the claim that it was added to: linked claims share it
	Set                   int    // from 1
	Stance                Stance
	DocumentID, Document  string // id and title
	Start, End            int    // code points, half open
	Quote, Prefix, Suffix string
	DocumentSHA256        string // of the text it was cut from
	TextSHA256            string // of its document's present text
	URL, Note             string
	Published, ArchiveURL string // of an outside source: "", "2025", "2025-02" or "2025-02-10", each perhaps with a "?"; and where a copy of it is kept
	PersonID, Person      string // who added it
	CreatedAt, UpdatedAt  time.Time
}

// Placed tells whether it lies in a document's present text. An outside source
// does not, nor does evidence whose passage was not found in a newer text: that
// keeps the quote it had.
func (e *Evidence) Placed() bool { return e.DocumentID != "" && e.DocumentSHA256 == e.TextSHA256 }

func (e *Evidence) row() db.Row {
	r := db.Row{
		db.EvidenceID: e.ID, db.EvidenceClaimID: e.ClaimID, db.EvidenceEvidenceSet: int64(e.Set), db.EvidenceStance: string(e.Stance),
		db.EvidenceDocumentID: db.OrNull(e.DocumentID), db.EvidenceDocumentSHA256: e.DocumentSHA256, db.EvidenceStart: int64(e.Start), db.EvidenceEnd: int64(e.End),
		db.EvidenceQuote: e.Quote, db.EvidencePrefix: e.Prefix, db.EvidenceSuffix: e.Suffix, db.EvidenceURL: e.URL, db.EvidenceNote: e.Note,
		db.EvidencePublished: e.Published, db.EvidenceArchiveURL: e.ArchiveURL,
		db.EvidencePersonID: e.PersonID, db.EvidenceCreatedAt: db.FormatTime(e.CreatedAt), db.EvidenceUpdatedAt: db.FormatTime(e.UpdatedAt),
	}
	if e.DocumentID == "" {
		r[db.EvidenceStart], r[db.EvidenceEnd] = nil, nil
	}
	return r
}

func evidenceOf(r db.Row) Evidence {
	return Evidence{
		ID: r.Text(db.EvidenceID), ClaimID: r.Text(db.EvidenceClaimID), Set: r.Number(db.EvidenceEvidenceSet), Stance: Stance(r.Text(db.EvidenceStance)),
		DocumentID: r.Text(db.EvidenceDocumentID), DocumentSHA256: r.Text(db.EvidenceDocumentSHA256), Start: r.Number(db.EvidenceStart), End: r.Number(db.EvidenceEnd),
		Quote: r.Text(db.EvidenceQuote), Prefix: r.Text(db.EvidencePrefix), Suffix: r.Text(db.EvidenceSuffix), URL: r.Text(db.EvidenceURL), Note: r.Text(db.EvidenceNote),
		Published: r.Text(db.EvidencePublished), ArchiveURL: r.Text(db.EvidenceArchiveURL),
		PersonID: r.Text(db.EvidencePersonID), CreatedAt: r.Time(db.EvidenceCreatedAt), UpdatedAt: r.Time(db.EvidenceUpdatedAt),
	}
}

// sharedWith is SQL for the claims whose evidence bears on claim c: itself and those it is linked with.
const sharedWith = `(SELECT ifnull(c.first_claim_id, c.id) UNION ALL SELECT k.id FROM claims k WHERE k.first_claim_id = ifnull(c.first_claim_id, c.id))`

// The order of evidence is that of the view claim_evidence: a claim's own before what is shared.
var (
	evidenceColumns = db.Evidence.List("e") + ", ifnull(o.title, ''), ifnull(o.sha256, ''), p.name"
	evidenceNames   = ` LEFT JOIN documents o ON o.id = e.document_id JOIN people p ON p.id = ` + db.CanonicalID("e.person_id")
	evidenceOrder   = `e.claim_id <> c.id, e.claim_id, e.evidence_set, e.id`

	evidenceOfClaim = "SELECT c.id, " + evidenceColumns + " FROM claims c CROSS JOIN evidence e ON e.claim_id IN " + sharedWith + evidenceNames +
		" WHERE c.id = ? ORDER BY " + evidenceOrder
	// Few claims are linked: their own evidence is found by an index each, without a list to look in.
	ownForDocument = "SELECT c.id, " + evidenceColumns + " FROM claims c CROSS JOIN evidence e ON e.claim_id = c.id" + evidenceNames +
		` WHERE c.document_id = ? ORDER BY c.start, c."end", c.id, e.evidence_set, e.id`
	sharedForDocument = "SELECT c.id, " + evidenceColumns + " FROM claims c CROSS JOIN evidence e ON e.claim_id IN " + sharedWith + evidenceNames + `
		WHERE c.document_id = ? AND (c.first_claim_id IS NOT NULL OR EXISTS (SELECT 1 FROM claims k WHERE k.first_claim_id = c.id)) AND e.claim_id <> c.id
		ORDER BY c.start, c."end", c.id, ` + evidenceOrder
	anyLinks       = "SELECT EXISTS (SELECT 1 FROM claims WHERE first_claim_id IS NOT NULL)"
	evidenceWithin = "SELECT " + evidenceColumns + `, k.document_id, d.title, k.quote, ifnull(k.label_id, '') FROM evidence e
		JOIN claims k ON k.id = e.claim_id JOIN documents d ON d.id = k.document_id` + evidenceNames +
		` WHERE e.document_id = ? ORDER BY e.start, e."end", e.id`
)

// evidenceScan reads the columns of a piece of evidence.
type evidenceScan struct {
	row               db.Row
	dest              []any
	title, sum, named string
}

func newEvidenceScan() *evidenceScan {
	s := &evidenceScan{}
	s.row, s.dest = db.Evidence.Dest()
	s.dest = append(s.dest, &s.title, &s.sum, &s.named)
	return s
}

func (s *evidenceScan) evidence() Evidence {
	e := evidenceOf(s.row)
	e.Document, e.TextSHA256, e.Person = s.title, s.sum, s.named
	return e
}

func readEvidence(q db.Querier, query, id string, each func(claimID string, e Evidence)) error {
	s := newEvidenceScan()
	var claimID string
	dest := append([]any{&claimID}, s.dest...)
	return q.Each(query, []any{id}, func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		each(claimID, s.evidence())
		return nil
	})
}

// Evidence gives what bears on a claim, by set and in the order it was added:
// its own, then what the claims share that it is linked with.
func (s *Store) Evidence(ctx context.Context, claimID string) ([]Evidence, error) {
	var all []Evidence
	err := readEvidence(s.reading(ctx), evidenceOfClaim, claimID, func(_ string, e Evidence) { all = append(all, e) })
	return all, err
}

// EvidenceForDocument gives what Evidence gives, for every claim of a document, by the claims' ids.
func (s *Store) EvidenceForDocument(ctx context.Context, documentID string) (map[string][]Evidence, error) {
	all := make(map[string][]Evidence)
	err := s.Snapshot(ctx, func(q db.Querier) error {
		each := func(claimID string, e Evidence) { all[claimID] = append(all[claimID], e) }
		if err := readEvidence(q, ownForDocument, documentID, each); err != nil {
			return err
		}
		var linked bool
		if _, err := q.Value(anyLinks, &linked); err != nil || !linked {
			return err
		}
		return readEvidence(q, sharedForDocument, documentID, each)
	})
	return all, err
}

// EvidenceWithin is evidence that lies in a document, with the claim that it was added to.
type EvidenceWithin struct {
	Evidence

	ClaimDocumentID, ClaimDocument string // id and title
	ClaimQuote, ClaimLabelID       string
}

// EvidenceWithin gives the evidence that lies in a document, in text order.
// One that does not fit the document's text any more is not Placed.
func (s *Store) EvidenceWithin(ctx context.Context, documentID string) ([]EvidenceWithin, error) {
	q := s.reading(ctx)
	sum, err := db.TextOf(q, documentID)
	if err != nil {
		return nil, err
	}
	t, err := s.IndexedText(ctx, sum)
	if err != nil {
		return nil, err
	}
	var all []EvidenceWithin
	var w EvidenceWithin
	scanned := newEvidenceScan()
	dest := append(scanned.dest, &w.ClaimDocumentID, &w.ClaimDocument, &w.ClaimQuote, &w.ClaimLabelID)
	err = q.Each(evidenceWithin, []any{documentID}, func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		w.Evidence = scanned.evidence()
		if !t.Has(w.Start, w.End) || t.Slice(w.Start, w.End) != w.Quote {
			w.TextSHA256 = ""
		}
		all = append(all, w)
		return nil
	})
	return all, err
}

// NewEvidence is evidence to be added: a span of a document, or, with DocumentID
// "", an outside source with a URL or a quote. Set is 1 unless it says more. ID is
// one of NewID's, for evidence that is shown before it is written, or "" for the
// store to make one.
type NewEvidence struct {
	ID, ClaimID           string
	Stance                Stance
	Set                   int
	DocumentID            string
	Start, End            int // code points
	URL, Quote, Note      string
	Published, ArchiveURL string
}

// AddEvidence adds evidence to claims in one action. A span is trimmed and cut as a
// claim's is (ErrMismatch where it does not fit). ErrInvalid where an outside source has
// neither URL nor quote, or a date is none; nothing is added then. Evidence
// whose ID is there already is given as it stands: an earlier try that
// seemed to fail had been written after all.
func (s *Store) AddEvidence(ctx context.Context, news ...NewEvidence) ([]Evidence, error) {
	name := "Add evidence"
	if len(news) != 1 {
		name = fmt.Sprintf("Add %d pieces of evidence", len(news))
	}
	added := make([]Evidence, 0, len(news))
	_, err := s.write(ctx, ChangeDo, name, func(w *transaction) error {
		for _, n := range news {
			e, err := w.addEvidence(n)
			if err != nil {
				return err
			}
			added = append(added, e)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return added, nil
}

func (w *transaction) addEvidence(n NewEvidence) (Evidence, error) {
	if _, err := w.Existing(db.Claims, n.ClaimID); err != nil {
		return Evidence{}, err
	}
	if n.ID == "" {
		n.ID = db.NewID()
	} else if there, err := w.Read(db.Evidence, n.ID); err != nil || there != nil {
		known, err := make(names).evidence(w.Querier, there)
		if err != nil || known == nil {
			return Evidence{}, err
		}
		return *known, nil
	}
	e := Evidence{ID: n.ID, ClaimID: n.ClaimID, Set: max(n.Set, 1), Stance: n.Stance, DocumentID: n.DocumentID, Quote: n.Quote, URL: n.URL, Note: n.Note,
		Published: n.Published, ArchiveURL: n.ArchiveURL, PersonID: w.Person.ID, Person: w.Person.Name, CreatedAt: w.At, UpdatedAt: w.At}
	if e.DocumentID != "" {
		if err := w.placeEvidence(&e, n.Start, n.End); err != nil {
			return Evidence{}, err
		}
	}
	if err := e.check(); err != nil {
		return Evidence{}, err
	}
	if err := w.Save(db.Evidence, nil, e.row()); err != nil {
		return Evidence{}, err
	}
	added, err := make(names).evidence(w.Querier, e.row())
	if err != nil {
		return Evidence{}, err
	}
	return *added, nil
}

// placeEvidence puts evidence on a span of its document's text.
func (w *transaction) placeEvidence(e *Evidence, start, end int) error {
	sum, t, err := w.text(e.DocumentID)
	if err != nil {
		return err
	}
	var c Claim
	if err := c.cut(t, start, end); err != nil {
		return err
	}
	e.Start, e.End, e.Quote, e.Prefix, e.Suffix, e.DocumentSHA256 = c.Start, c.End, c.Quote, c.Prefix, c.Suffix, sum
	return nil
}

// check refuses what is no evidence.
func (e *Evidence) check() error {
	switch {
	case !oneOf(e.Stance, StanceSupports, StanceRefutes, StanceContext):
		return db.Failf(db.ErrInvalid, "%q is no stance of evidence; it supports, refutes or is context; nothing was changed", e.Stance)
	case e.Set < 1:
		return db.Failf(db.ErrInvalid, "the sets of evidence are counted from 1; nothing was changed")
	case e.DocumentID == "" && strings.TrimSpace(e.URL) == "" && strings.TrimSpace(e.Quote) == "":
		return db.Failf(db.ErrInvalid, "an outside source needs a URL or a quote; nothing was changed")
	}
	return CheckPublished(e.Published)
}

// EvidenceEdit changes a piece of evidence; nil leaves a field as it is. Start and
// End, in code points, are for a span of a document; Quote is for an outside source.
type EvidenceEdit struct {
	Stance                                  *Stance
	Set                                     *int
	URL, Quote, Note, Published, ArchiveURL *string
	Start, End                              *int
}

// name is what the edit is called in a menu.
func (d EvidenceEdit) name() string {
	switch d {
	case EvidenceEdit{Stance: d.Stance}:
		if d.Stance != nil {
			return "Change stance to " + string(*d.Stance)
		}
	case EvidenceEdit{Set: d.Set}:
		return "Change set of evidence"
	case EvidenceEdit{Note: d.Note}:
		return "Edit note of evidence"
	case EvidenceEdit{Start: d.Start, End: d.End}:
		return "Change span of evidence"
	}
	return "Edit evidence"
}

// EditEvidence changes a piece of evidence. A new Start or End cuts its quote anew
// from its document's present text (ErrMismatch where it does not fit); evidence
// that lost its place needs both. ErrInvalid as for AddEvidence, and where an outside
// source is to have a span or a span a quote of its own.
func (s *Store) EditEvidence(ctx context.Context, id string, d EvidenceEdit) error {
	_, err := s.write(ctx, ChangeDo, d.name(), func(w *transaction) error {
		before, err := w.Existing(db.Evidence, id)
		if err != nil {
			return err
		}
		e := evidenceOf(before)
		replace(&e.Stance, d.Stance)
		replace(&e.Set, d.Set)
		replace(&e.URL, d.URL)
		replace(&e.Note, d.Note)
		replace(&e.Published, d.Published)
		replace(&e.ArchiveURL, d.ArchiveURL)
		spans := d.Start != nil || d.End != nil
		switch {
		case d.Quote != nil && e.DocumentID != "":
			return db.Failf(db.ErrInvalid, "the quote of evidence in a document is what stands there: select another passage; nothing was changed")
		case spans && e.DocumentID == "":
			return db.Failf(db.ErrInvalid, "an outside source lies in no document; nothing was changed")
		case spans:
			if err := w.moveWithin(&e, d.Start, d.End); err != nil {
				return err
			}
		}
		replace(&e.Quote, d.Quote)
		if err := e.check(); err != nil {
			return err
		}
		if before.Equal(e.row()) {
			return nil
		}
		if e.UpdatedAt = w.At; e.UpdatedAt.Before(e.CreatedAt) { // the clock may have been set back
			e.UpdatedAt = e.CreatedAt
		}
		return w.Save(db.Evidence, before, e.row())
	})
	return err
}

// moveWithin puts evidence on another span of its document, of which one end may stay.
func (w *transaction) moveWithin(e *Evidence, newStart, newEnd *int) error {
	sum, err := db.TextOf(w.Querier, e.DocumentID)
	if err != nil {
		return err
	}
	if sum != e.DocumentSHA256 && (newStart == nil || newEnd == nil) {
		return db.Failf(db.ErrMismatch, "evidence that lost its place needs both ends of its new one; nothing was changed")
	}
	start, end := e.Start, e.End
	replace(&start, newStart)
	replace(&end, newEnd)
	return w.placeEvidence(e, start, end)
}

// RemoveEvidence removes pieces of evidence in one action.
func (s *Store) RemoveEvidence(ctx context.Context, ids ...string) error {
	name := "Remove evidence"
	if len(ids) != 1 {
		name = fmt.Sprintf("Remove %d pieces of evidence", len(ids))
	}
	_, err := s.write(ctx, ChangeDo, name, func(w *transaction) error {
		for _, id := range ids {
			before, err := w.Existing(db.Evidence, id)
			if err != nil {
				return err
			}
			if err := w.Save(db.Evidence, before, nil); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// FineLabel is the verdict on a claim, as the view labelled_claims has it: by the number
// of pieces of evidence of each stance, or without any by what the claim's label
// means. It is "supported", "refuted", "conflicting" or "not enough info"; "" without
// evidence and without a label that means one of these.
func FineLabel(meaning string, supports, refutes, context int) string {
	switch {
	case supports > 0 && refutes > 0:
		return "conflicting"
	case refutes > 0:
		return "refuted"
	case supports > 0:
		return "supported"
	case context > 0:
		return "not enough info"
	}
	return map[string]string{"supported": "supported", "disputed": "refuted", "unclear": "not enough info"}[meaning]
}
