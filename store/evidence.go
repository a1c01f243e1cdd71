package store

import (
	"context"
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
// claim. DocumentID is "" for an outside source. Those of one set hold only together.
type Evidence struct {
	ID, ClaimID           string
	Set                   int // from 1
	Stance                Stance
	DocumentID, Document  string // id and title
	Start, End            int    // code points, half open
	Quote, Prefix, Suffix string
	DocumentSHA256        string
	URL, Note             string
	PersonID, Person      string // who added it
	CreatedAt, UpdatedAt  time.Time
}

func (e *Evidence) row() db.Row {
	r := db.Row{
		db.EvidenceID: e.ID, db.EvidenceClaimID: e.ClaimID, db.EvidenceEvidenceSet: int64(e.Set), db.EvidenceStance: string(e.Stance),
		db.EvidenceDocumentID: db.OrNull(e.DocumentID), db.EvidenceDocumentSHA256: e.DocumentSHA256, db.EvidenceStart: int64(e.Start), db.EvidenceEnd: int64(e.End),
		db.EvidenceQuote: e.Quote, db.EvidencePrefix: e.Prefix, db.EvidenceSuffix: e.Suffix, db.EvidenceURL: e.URL, db.EvidenceNote: e.Note,
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
		PersonID: r.Text(db.EvidencePersonID), CreatedAt: r.Time(db.EvidenceCreatedAt), UpdatedAt: r.Time(db.EvidenceUpdatedAt),
	}
}

// Evidence gives what bears on a claim, by set and in the order it was added.
func (s *Store) Evidence(ctx context.Context, claimID string) ([]Evidence, error) {
	var all []Evidence
	r, dest := db.Evidence.Dest()
	var title, name string
	dest = append(dest, &title, &name)
	err := s.reading(ctx).Each("SELECT "+db.Evidence.List("e")+`, ifnull(d.title, ''), p.name FROM evidence e
		LEFT JOIN documents d ON d.id = e.document_id JOIN people p ON p.id = `+db.CanonicalID("e.person_id")+`
		WHERE e.claim_id = ? ORDER BY e.evidence_set, e.id`, []any{claimID}, func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		e := evidenceOf(r)
		e.Document, e.Person = title, name
		all = append(all, e)
		return nil
	})
	return all, err
}

// NewEvidence is evidence to be added: a span of a document, or, with DocumentID
// "", a URL or a quote. Set is 1 unless it says more.
type NewEvidence struct {
	ClaimID          string
	Stance           Stance
	Set              int
	DocumentID       string
	Start, End       int
	URL, Quote, Note string
}

// AddEvidence adds evidence to a claim. A span is trimmed and cut as a claim's
// is (ErrMismatch where it does not fit).
func (s *Store) AddEvidence(ctx context.Context, n NewEvidence) (Evidence, error) {
	var e Evidence
	_, err := s.write(ctx, ChangeDo, "Add evidence", func(w *transaction) error {
		if _, err := w.Existing(db.Claims, n.ClaimID); err != nil {
			return err
		}
		e = Evidence{ID: db.NewID(), ClaimID: n.ClaimID, Set: max(n.Set, 1), Stance: n.Stance, DocumentID: n.DocumentID,
			Quote: n.Quote, URL: n.URL, Note: n.Note, PersonID: w.Person.ID, Person: w.Person.Name, CreatedAt: w.At, UpdatedAt: w.At}
		if n.DocumentID != "" {
			sum, t, err := w.text(n.DocumentID)
			if err != nil {
				return err
			}
			var c Claim
			if err := c.cut(t, n.Start, n.End); err != nil {
				return err
			}
			e.Start, e.End, e.Quote, e.Prefix, e.Suffix, e.DocumentSHA256 = c.Start, c.End, c.Quote, c.Prefix, c.Suffix, sum
		}
		return w.Save(db.Evidence, nil, e.row())
	})
	if err != nil {
		return Evidence{}, err
	}
	return e, nil
}

// RemoveEvidence removes a piece of evidence.
func (s *Store) RemoveEvidence(ctx context.Context, id string) error {
	_, err := s.write(ctx, ChangeDo, "Remove evidence", func(w *transaction) error {
		before, err := w.Existing(db.Evidence, id)
		if err != nil {
			return err
		}
		return w.Save(db.Evidence, before, nil)
	})
	return err
}
