package store

import (
	"context"
	"time"

	"factmark/store/internal/db"
)

// Rating is what one person said of a span: a claim of their own, the label they
// gave a claim, in a review session or not, or their rejection of it. Start and
// End are code points.
type Rating struct {
	ClaimID, DocumentID string
	Start, End          int
	PersonID, Person    string // who they are, where two names are one person
	LabelID, Label      string // empty for a rejection, and where the span is marked and has no label yet
	Rejected            bool   // they said in a review session that the span is no claim
	Mode                Mode   // of the review session: open, blind or independent; open also where another's label was corrected; else ""
	Marked              bool   // they made the claim
	Decided             bool   // they said so in a review session
	At                  time.Time
}

// ratingsIn gives the claims of a document in text order, each with the decisions on it in
// the order they were made. What an adjudicator settled is no rating: it was
// decided with the others' words in view. Orphaned claims have no place that
// could be compared.
// Where somebody else than its maker gave a claim its label, the maker's word is
// the bare span, and the label the other's word. A label in place of another
// person's was given in sight of that, like one in an open session.
const ratingsIn = `SELECT c.id, c.document_id, c.start, c."end", c.person_id,
		CASE WHEN c.labeller_id IS NULL AND c.corrected IS NULL THEN ifnull(c.label_id, '') ELSE '' END, '', 1,
		CASE WHEN c.labeller_id IS NULL AND c.corrected IS NULL AND c.label_id IS NOT NULL THEN ` + db.LabelledAt + ` ELSE c.created_at END, 0, '', 0
	FROM claims c WHERE c.document_id = ?1 AND c.status <> 'orphaned'
	UNION ALL
	SELECT c.id, c.document_id, c.start, c."end", ifnull(c.labeller_id, c.person_id), c.label_id,
		CASE c.corrected WHEN 1 THEN 'open' ELSE '' END, 0, ` + db.LabelledAt + `, 0, '', 0
	FROM claims c WHERE c.document_id = ?1 AND (c.labeller_id IS NOT NULL OR c.corrected = 1) AND c.label_id IS NOT NULL AND c.status <> 'orphaned'
	UNION ALL
	SELECT c.id, c.document_id, c.start, c."end", d.person_id, ifnull(d.label_id, ''), s.mode, 0, d.updated_at, 1, d.id, d.kind = 'reject'
	FROM claims c CROSS JOIN decisions d ON d.claim_id = c.id JOIN review_sessions s ON s.id = d.session_id
	WHERE c.document_id = ?1 AND (d.kind = 'label' AND d.label_id IS NOT NULL OR d.kind = 'reject') AND c.status <> 'orphaned'
	ORDER BY 3, 4, 1, 10, 8 DESC, 9, 11`

// EachRating calls f with every rating in these documents, nil for all, one
// document after the other, all as they are at one moment. An error of f ends
// the walk and is returned.
func (s *Store) EachRating(ctx context.Context, documentIDs []string, f func(Rating) error) error {
	return s.Snapshot(ctx, func(q db.Querier) error {
		who, err := db.ReadAliases(q)
		if err != nil {
			return err
		}
		names := make(map[string]string)
		err = q.Each("SELECT id, name FROM labels", nil, func(scan func(...any) error) error {
			var id, name string
			err := scan(&id, &name)
			names[id] = name
			return err
		})
		if err != nil {
			return err
		}
		if documentIDs == nil {
			if documentIDs, err = q.IDs("SELECT id FROM documents ORDER BY id"); err != nil {
				return err
			}
		}
		rating := func(scan func(...any) error) error {
			var r Rating
			var person, at, decision string
			if err := scan(&r.ClaimID, &r.DocumentID, &r.Start, &r.End, &person, &r.LabelID, &r.Mode, &r.Marked, &at, &r.Decided, &decision, &r.Rejected); err != nil {
				return err
			}
			one := who.Canonical(person)
			r.PersonID, r.Person, r.Label = one.ID, one.Name, names[r.LabelID]
			r.At = db.ParseTime(at)
			return f(r)
		}
		for _, id := range documentIDs {
			if err := q.Each(ratingsIn, []any{id}, rating); err != nil {
				return err
			}
		}
		return nil
	})
}
