package store

import (
	"context"

	"factmark/store/internal/db"
)

// Matrix is what a table of claims by documents is made of, as it is at one moment.
type Matrix struct {
	Documents []MatrixDocument // all, by title
	Claims    []MatrixClaim    // in document and span order; linked ones behind all others
	Evidence  []MatrixEvidence // of these claims
	Left      int              // claims beyond the limit
}

// MatrixDocument is a document as the head of a column.
type MatrixDocument struct{ ID, Title, Publisher, Published string }

// MatrixClaim is a claim of a row. FirstID is "" where it is the first appearance, or linked with no other.
type MatrixClaim struct {
	ID, FirstID, DocumentID string
	Start, End              int // code points, half open
	Quote, LabelID          string
	Status                  Status
}

// MatrixEvidence is a piece of evidence, of which DocumentID is "" where it is an outside source.
type MatrixEvidence struct {
	ID, ClaimID, DocumentID string
	Stance                  Stance
	Start, End              int  // code points, half open
	Placed                  bool // its place is one in the document's present text
	Quote, URL              string
}

// MatrixQuery says which claims are wanted: those with evidence, or all; those with one of some labels (nil: any, "" among
// them: none yet); and at most so many, linked ones apart.
type MatrixQuery struct {
	All      bool
	LabelIDs []string
	Limit    int
}

// The claims that a matrix may have rows for. Those linked with a first appearance share its row. The few with evidence are
// found from the evidence; all are read in the order of the indexes.
const (
	firstsWithEvidence = `FROM (SELECT DISTINCT ifnull(k.first_claim_id, k.id) AS id FROM evidence e JOIN claims k ON k.id = e.claim_id) f
		CROSS JOIN claims c ON c.id = f.id CROSS JOIN documents d ON d.id = c.document_id WHERE TRUE`
	firstsOfAll   = "FROM documents d CROSS JOIN claims c ON c.document_id = d.id WHERE c.first_claim_id IS NULL"
	matrixColumns = `SELECT c.id, ifnull(c.first_claim_id, ''), c.document_id, c.start, c."end", c.quote, ifnull(c.label_id, ''), c.status `
)

// Matrix gives the claims that q wants, with those linked and all their evidence.
func (s *Store) Matrix(ctx context.Context, q MatrixQuery) (Matrix, error) {
	var m Matrix
	from, args := firstsWithEvidence, []any{}
	if q.All {
		from = firstsOfAll
	}
	if q.LabelIDs != nil {
		from += " AND ifnull(c.label_id, '') IN (SELECT value FROM json_each(?))"
		args = append(args, db.JSONList(q.LabelIDs))
	}
	err := s.Snapshot(ctx, func(r db.Querier) error {
		err := r.Each("SELECT id, title, publisher, published FROM documents ORDER BY title COLLATE NOCASE, id", nil, func(scan func(...any) error) error {
			var d MatrixDocument
			err := scan(&d.ID, &d.Title, &d.Publisher, &d.Published)
			m.Documents = append(m.Documents, d)
			return err
		})
		if err != nil {
			return err
		}
		var ids []string
		claim := func(scan func(...any) error) error {
			var c MatrixClaim
			err := scan(&c.ID, &c.FirstID, &c.DocumentID, &c.Start, &c.End, &c.Quote, &c.LabelID, &c.Status)
			m.Claims, ids = append(m.Claims, c), append(ids, c.ID)
			return err
		}
		err = r.Each(matrixColumns+from+` ORDER BY d.title COLLATE NOCASE, d.id, c.start, c."end", c.id LIMIT ?`, append(args, q.Limit), claim)
		if err != nil {
			return err
		}
		if len(ids) == q.Limit {
			total := 0
			if _, err := r.One("SELECT count(*) "+from, args, &total); err != nil {
				return err
			}
			m.Left = total - len(ids)
		}
		err = r.Each(matrixColumns+`FROM claims c WHERE c.first_claim_id IS NOT NULL AND c.first_claim_id IN (SELECT value FROM json_each(?)) ORDER BY c.start, c."end", c.id`, []any{db.JSONList(ids)}, claim)
		if err != nil {
			return err
		}
		return r.Each(`SELECT e.id, e.claim_id, ifnull(e.document_id, ''), e.stance, ifnull(e.start, 0), ifnull(e."end", 0), ifnull(e.document_sha256 = d.sha256, FALSE), e.quote, e.url
			FROM evidence e LEFT JOIN documents d ON d.id = e.document_id WHERE e.claim_id IN (SELECT value FROM json_each(?)) ORDER BY e.evidence_set, e.id`, []any{db.JSONList(ids)}, func(scan func(...any) error) error {
			var e MatrixEvidence
			err := scan(&e.ID, &e.ClaimID, &e.DocumentID, &e.Stance, &e.Start, &e.End, &e.Placed, &e.Quote, &e.URL)
			m.Evidence = append(m.Evidence, e)
			return err
		})
	})
	return m, err
}
