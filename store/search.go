package store

import (
	"context"
	"strings"

	"factmark/store/internal/db"
)

// SearchableDocument is what a search needs to know of a document before it reads its text.
type SearchableDocument struct {
	ID, Title, FileName, Published, SHA256 string
	Length                                 int // code points
}

// SearchableDocuments gives all documents by title, then id.
func (s *Store) SearchableDocuments(ctx context.Context) ([]SearchableDocument, error) {
	return readSearchable(s.reading(ctx), "")
}

func readSearchable(q db.Querier, where string, args ...any) ([]SearchableDocument, error) {
	var all []SearchableDocument
	err := q.Each("SELECT id, title, file_name, published, sha256, length FROM documents"+where+" ORDER BY title COLLATE NOCASE, id", args,
		func(scan func(...any) error) error {
			var d SearchableDocument
			err := scan(&d.ID, &d.Title, &d.FileName, &d.Published, &d.SHA256, &d.Length)
			all = append(all, d)
			return err
		})
	return all, err
}

// SearchedDocuments gives the documents of the texts whose sentences begin with these numbers in the search index, in no order
// that means anything; those that are not in the workspace any more are left out.
func (s *Store) SearchedDocuments(ctx context.Context, firsts []int64) ([]SearchableDocument, error) {
	q, err := s.searchReads(ctx)
	if err != nil {
		return nil, err
	}
	sums, err := q.IDs("SELECT sha256 FROM search_texts WHERE first IN (SELECT value FROM json_each(?))", db.JSONList(firsts))
	if err != nil {
		return nil, err
	}
	return readSearchable(s.reading(ctx), " WHERE sha256 IN (SELECT value FROM json_each(?))", db.JSONList(sums))
}

// EachText calls f with the texts of these SHA-256s, in their order, and the place of each among them. Those that are not in
// the workspace any more are passed over. The texts are not verified, as those of Text are.
func (s *Store) EachText(ctx context.Context, sums []string, f func(i int, text string) error) error {
	return s.reading(ctx).Each("SELECT j.key, t.text FROM json_each(?) j CROSS JOIN texts t ON t.sha256 = j.value ORDER BY j.key", []any{db.JSONList(sums)},
		func(scan func(...any) error) error {
			var i int
			var text string
			if err := scan(&i, &text); err != nil {
				return err
			}
			return f(i, text)
		})
}

// SaidFilter chooses claims and evidence. A nil list takes all; "" in LabelIDs stands for claims with no label. PersonIDs are
// those of who made a claim or gave its label, or added a piece of evidence.
type SaidFilter struct{ DocumentIDs, LabelIDs, PersonIDs []string }

// where is SQL that goes on after a condition. Its columns are those of the filter's lists.
func (f SaidFilter) where(document, label string, people ...string) (query string, args []any) {
	for _, c := range []struct {
		list      []string
		condition string
	}{
		{f.DocumentIDs, document + " IN (SELECT value FROM json_each(?))"},
		{f.LabelIDs, "ifnull(" + label + ", '') IN (SELECT value FROM json_each(?))"},
		{f.PersonIDs, "EXISTS (SELECT 1 FROM json_each(?) WHERE value IN (" + strings.Join(people, ", ") + "))"},
	} {
		if c.list != nil {
			query, args = query+" AND "+c.condition, append(args, db.JSONList(c.list))
		}
	}
	return query, args
}

// searchPage is how many rows are read at once: in between, other readers have their turn.
const searchPage = 10_000

// eachFitting reads the texts of the rows of a query, which gives their number and so many texts in one, page after page, and
// calls found with the numbers of those of a page that fit, or may: of a row with the separator in a text nobody knows before it is read.
func (s *Store) eachFitting(ctx context.Context, query string, args []any, texts int, fits func([]string) bool, found func(q db.Querier, rows []int64) error) error {
	q := s.reading(ctx)
	for last, full := int64(0), true; full; {
		var rows []int64
		n := 0
		err := q.Each(query, append([]any{last}, append(args, searchPage)...), func(scan func(...any) error) error {
			var joined string
			if err := scan(&last, &joined); err != nil {
				return err
			}
			n++
			parts := strings.Split(joined, separator)
			if len(parts) != texts || fits(parts) { // where one of them holds the separator, they are told apart in the row itself
				rows = append(rows, last)
			}
			return nil
		})
		if err == nil && len(rows) > 0 {
			err = found(q, rows)
		}
		if err != nil {
			return err
		}
		full = n == searchPage
	}
	return nil
}

// EachClaimThat calls found with the claims of which fits is true, in the order they came into the workspace. fits gets the
// texts of a claim: quote, statement, claimant and note.
func (s *Store) EachClaimThat(ctx context.Context, f SaidFilter, fits func(texts []string) bool, found func(Claim) error) error {
	where, args := f.where("c.document_id", "c.label_id", "c.person_id", "c.labeller_id")
	return s.eachFitting(ctx, "SELECT c.rowid, concat_ws(char(31), c.quote, c.statement, c.claimant, c.note) FROM claims c WHERE c.rowid > ?"+where+" ORDER BY c.rowid LIMIT ?",
		args, 4, fits, func(q db.Querier, rows []int64) error {
			for _, row := range rows {
				claims, err := readClaims(q, claimOfRow, row)
				if err != nil {
					return err
				}
				for _, c := range claims { // one, or none where it has gone since
					if err := found(c); err != nil {
						return err
					}
				}
			}
			return nil
		})
}

// EachEvidenceThat calls found with the pieces of evidence of which fits is true, and their claims, in the order they came into
// the workspace. fits gets the texts of each: quote, note and address. A document of the filter is that of the evidence; where
// it comes from outside, that of its claim.
func (s *Store) EachEvidenceThat(ctx context.Context, f SaidFilter, fits func(texts []string) bool, found func(Evidence, Claim) error) error {
	where, args := f.where("ifnull(e.document_id, c.document_id)", "c.label_id", "e.person_id")
	scanned := newEvidenceScan()
	return s.eachFitting(ctx, "SELECT e.rowid, concat_ws(char(31), e.quote, e.note, e.url) FROM evidence e JOIN claims c ON c.id = e.claim_id WHERE e.rowid > ?"+where+" ORDER BY e.rowid LIMIT ?",
		args, 3, fits, func(q db.Querier, rows []int64) error {
			for _, row := range rows {
				there, err := q.One(evidenceOfRow, []any{row}, scanned.dest...)
				if err != nil {
					return err
				}
				if !there { // it has gone since
					continue
				}
				e := scanned.evidence()
				claims, err := readClaims(q, oneClaim, e.ClaimID)
				if err != nil {
					return err
				}
				for _, c := range claims {
					if err := found(e, c); err != nil {
						return err
					}
				}
			}
			return nil
		})
}

var (
	claimOfRow    = claimsWithNames + " WHERE c.rowid = ?"
	evidenceOfRow = "SELECT " + evidenceColumns + " FROM evidence e" + evidenceNames + " WHERE e.rowid = ?"
)
