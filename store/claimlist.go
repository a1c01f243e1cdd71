package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"factmark/store/internal/db"
)

// Lists of all claims of a workspace are put in order by what the tallies say of
// the claims (EachTally with TallyClaims), which is read in well under a second for a million of
// them. What only some orders and filters need is read when they are asked for: the times of
// claims, and which of them have evidence or a conflict. The claims themselves are read as they
// come into view, by their ids.

// ListedClaim is a claim with what a list of all documents says of it.
type ListedClaim struct {
	Claim
	Document string // its title
	Locator  string // where in the document's file it stands, "page 3"; "" where that is not known

	Supports, Refutes, Context int // how many pieces of evidence of each stance bear on it
}

var (
	listedColumns = "SELECT " + db.Claims.List("c") + `, p.name, ifnull(l.name, ''), d.title, d.sha256,
			ifnull(s.supports, 0), ifnull(s.refutes, 0), ifnull(s.context, 0)
		FROM claims c JOIN documents d ON d.id = c.document_id LEFT JOIN stances s ON s.claim_id = c.id
		JOIN people p ON p.id = ` + db.CanonicalID("c.person_id") + " LEFT JOIN people l ON l.id = " + db.CanonicalID("c.labeller_id")
	listedByID = listedColumns + " WHERE c.id IN (SELECT value FROM json_each(?))"
)

const (
	locatorsBefore = `SELECT start, "end", kind, label FROM locators WHERE sha256 = ? AND start < ? ORDER BY start DESC`
	claimTexts     = "SELECT concat_ws(char(31), id, document_id, person_id, status, quote, note, statement, claimant) FROM claims"
	claimTimes     = "SELECT concat_ws(char(31), id, created_at, updated_at) FROM claims"
	withEvidence   = "SELECT claim_id FROM stances"
)

// ClaimsByID gives claims in the order of the ids. Those that are not in the workspace are left out.
func (s *Store) ClaimsByID(ctx context.Context, ids []string) ([]ListedClaim, error) {
	found := make([]ListedClaim, 0, len(ids))
	err := s.Snapshot(ctx, func(q db.Querier) error {
		err := eachListed(q, listedByID, []any{db.JSONList(ids)}, func(c *ListedClaim) error {
			found = append(found, *c)
			return nil
		})
		for i := range found {
			if c := &found[i]; err == nil && c.Status != StatusOrphaned {
				c.Locator, err = locate(q, c.DocumentSHA256, c.Start, c.End)
			}
		}
		return err
	})
	place := make(map[string]int, len(ids))
	for i, id := range ids {
		place[id] = i
	}
	slices.SortFunc(found, func(a, b ListedClaim) int { return cmp.Compare(place[a.ID], place[b.ID]) })
	return found, err
}

// EachClaimText calls f with every claim of the workspace, in no order, as far as it can be searched: its texts and
// people, ids and status.
func (s *Store) EachClaimText(ctx context.Context, f func(Claim) error) error {
	q := s.reading(ctx)
	known := make(names)
	return q.Each(claimTexts, nil, func(scan func(...any) error) error {
		var joined string
		if err := scan(&joined); err != nil {
			return err
		}
		cells := strings.Split(joined, separator)
		if len(cells) != 8 { // one of the texts holds the separator
			found, err := readClaims(q, oneClaim, cells[0])
			if err != nil || len(found) == 0 {
				return err
			}
			return f(found[0])
		}
		c := Claim{ID: cells[0], DocumentID: cells[1], PersonID: cells[2], Status: Status(cells[3]),
			Quote: cells[4], Note: cells[5], Statement: cells[6], Claimant: cells[7]}
		var err error
		if c.Person, err = known.of(q, c.PersonID); err != nil {
			return err
		}
		return f(c)
	})
}

func eachListed(q db.Querier, query string, args []any, f func(*ListedClaim) error) error {
	var c ListedClaim
	var supports, refutes, context int
	var name, labeller, title, sum string
	r, dest := db.Claims.Dest()
	dest = append(dest, &name, &labeller, &title, &sum, &supports, &refutes, &context)
	return q.Each(query, args, func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		c = ListedClaim{Claim: ClaimOf(r), Document: title, Supports: supports, Refutes: refutes, Context: context}
		c.Person, c.Labeller = name, labeller
		if c.DocumentSHA256 != sum {
			c.Status = StatusOrphaned
		}
		return f(&c)
	})
}

// locate is Locate that reads no more than the locators of the span.
func locate(q db.Querier, sum string, start, end int) (string, error) {
	var on []Locator
	err := q.Each(locatorsBefore, []any{sum, end}, func(scan func(...any) error) error {
		var l Locator
		if err := scan(&l.Start, &l.End, &l.Kind, &l.Label); err != nil {
			return err
		}
		if l.End <= start {
			return errEnough
		}
		on = append(on, l)
		return nil
	})
	if err != nil && err != errEnough {
		return "", err
	}
	slices.Reverse(on)
	return Locate(on, start, end), nil
}

// errEnough ends the reading of rows before the last.
var errEnough = errors.New("enough rows were read")

// EachClaimTimes calls f with the id of every claim and when it was made and last changed, in no order.
func (s *Store) EachClaimTimes(ctx context.Context, f func(id string, made, changed time.Time) error) error {
	var joined string
	return s.reading(ctx).Each(claimTimes, nil, func(scan func(...any) error) error {
		if err := scan(&joined); err != nil {
			return err
		}
		id, times, _ := strings.Cut(joined, separator)
		made, changed, _ := strings.Cut(times, separator)
		return f(id, db.ParseTime(made), db.ParseTime(changed))
	})
}

// ClaimsWithEvidence gives the ids of the claims that have evidence, their own or of claims that they are linked with.
func (s *Store) ClaimsWithEvidence(ctx context.Context) ([]string, error) {
	return s.reading(ctx).IDs(withEvidence)
}

// ClaimsInConflict gives the ids of the claims that unresolved conflicts concern.
func (s *Store) ClaimsInConflict(ctx context.Context) ([]string, error) {
	q := s.reading(ctx)
	var waiting bool
	if _, err := q.Value("SELECT EXISTS (SELECT 1 FROM conflicts)", &waiting); err != nil || !waiting {
		return nil, err // as nearly always: no claim needs to be looked at
	}
	return q.IDs("SELECT c.id FROM claims c WHERE " + concernedByConflict)
}
