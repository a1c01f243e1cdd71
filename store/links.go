package store

import (
	"context"
	"maps"
	"slices"

	"factmark/store/internal/db"
)

// Claims that say the same are linked. Each names the first appearance of what
// they say, which names none: those that name one claim, and that claim, are a
// group. They share their evidence; their labels are their own.

// LinkedClaim is a claim of a group, with its document.
type LinkedClaim struct {
	Claim

	Document, Published string // title and date, see Document
}

// firstOf is SQL for the first appearance of claim c, which may be itself.
const firstOf = "ifnull(c.first_claim_id, c.id)"

// byAppearance is SQL that sorts claims c of documents d: those of the earliest
// document come first, those of undated ones last; then the one made first. Of a
// year or a month its beginning counts.
const byAppearance = `CASE d.published WHEN '' THEN '~' ELSE rtrim(d.published, '?') END, c.created_at, c.id`

var linkedClaims = "SELECT " + db.Claims.List("c") + `, p.name, ifnull(l.name, ''), d.title, d.published FROM claims c JOIN documents d ON d.id = c.document_id
	JOIN people p ON p.id = ` + db.CanonicalID("c.person_id") + " LEFT JOIN people l ON l.id = " + db.CanonicalID("c.labeller_id") + `
	WHERE c.id IN (SELECT ?1 UNION ALL SELECT id FROM claims WHERE first_claim_id = ?1) ORDER BY c.id <> ?1, ` + byAppearance

// LinkedClaims gives the group of a claim, itself among them, the first
// appearance first and the others by the dates of their documents; none where the claim stands alone.
func (s *Store) LinkedClaims(ctx context.Context, id string) ([]LinkedClaim, error) {
	var all []LinkedClaim
	err := s.Snapshot(ctx, func(q db.Querier) error {
		var first string
		if _, err := q.One("SELECT "+firstOf+" FROM claims c WHERE c.id = ?", []any{id}, &first); err != nil {
			return err
		}
		r, dest := db.Claims.Dest()
		var l LinkedClaim
		var person, labeller string
		dest = append(dest, &person, &labeller, &l.Document, &l.Published)
		return q.Each(linkedClaims, []any{first}, func(scan func(...any) error) error {
			if err := scan(dest...); err != nil {
				return err
			}
			l.Claim = ClaimOf(r)
			l.Person, l.Labeller = person, labeller
			all = append(all, l)
			return nil
		})
	})
	if len(all) < 2 {
		return nil, err
	}
	return all, err
}

// LinkClaims makes one group of two claims and those that they are linked with
// already, in one action. Of the first appearances of both, the one stays whose
// document has the earlier date, or which was made first. ErrInvalid where both are one claim.
func (s *Store) LinkClaims(ctx context.Context, a, b string) error {
	_, err := s.write(ctx, ChangeDo, "Link claims", func(w *transaction) error {
		if a == b {
			return db.Failf(db.ErrInvalid, "a claim cannot be linked with itself; nothing was changed")
		}
		return w.link(a, b)
	})
	return err
}

// link makes one group of those of two claims.
func (w *transaction) link(a, b string) error {
	one, err := w.firstAppearance(a)
	if err != nil {
		return err
	}
	other, err := w.firstAppearance(b)
	if err != nil || one == other {
		return err
	}
	first, err := w.earliest("SELECT value FROM json_each(?)", db.JSONList([]string{one, other}))
	if err != nil {
		return err
	}
	if first == other {
		one, other = other, one
	}
	return w.lead(one, other)
}

// firstAppearance gives the id of a claim's first appearance, which may be its own.
func (w *transaction) firstAppearance(id string) (string, error) {
	r, err := w.Existing(db.Claims, id)
	if err != nil {
		return "", err
	}
	if first := r.Text(db.ClaimsFirstClaimID); first != "" {
		return first, nil
	}
	return id, nil
}

// earliest gives the claim that appeared first among those whose ids a query gives, "" where it gives none.
func (w *transaction) earliest(query string, args ...any) (id string, err error) {
	_, err = w.One("SELECT c.id FROM claims c JOIN documents d ON d.id = c.document_id WHERE c.id IN ("+query+") ORDER BY "+byAppearance+" LIMIT 1", args, &id)
	return id, err
}

const namingFirst = "SELECT id FROM claims WHERE first_claim_id = ? ORDER BY id"

// lead makes a claim the first appearance for another and all that name that one.
func (w *transaction) lead(first, other string) error {
	led, err := w.IDs(namingFirst, other)
	if err != nil {
		return err
	}
	for _, id := range append([]string{first, other}, led...) {
		as := first
		if id == first {
			as = ""
		}
		if err := w.setFirst(id, as); err != nil {
			return err
		}
	}
	return nil
}

// setFirst writes which first appearance a claim names, "" for none.
func (w *transaction) setFirst(id, first string) error {
	before, err := w.Existing(db.Claims, id)
	if err != nil {
		return err
	}
	c := ClaimOf(before)
	if c.FirstID == first {
		return nil
	}
	c.FirstID = first
	c.Touch(w.At)
	return w.Save(db.Claims, before, c.Row())
}

// handOver makes the next claim the first appearance where this one is that for others, except for those of a
// document, "" for none, which go with it. It is left without a group then.
func (w *transaction) handOver(id, except string) error {
	const naming = "SELECT id FROM claims WHERE first_claim_id = ?1 AND document_id <> ?2"
	next, err := w.earliest(naming, id, except)
	if err != nil || next == "" {
		return err
	}
	ids, err := w.IDs(naming+" ORDER BY id", id, except)
	if err != nil {
		return err
	}
	for _, other := range ids {
		as := next
		if other == next {
			as = ""
		}
		if err := w.setFirst(other, as); err != nil {
			return err
		}
	}
	return nil
}

// UnlinkClaim takes a claim out of its group. Where it was the first appearance,
// the next one is. ErrInvalid where it is linked with none.
func (s *Store) UnlinkClaim(ctx context.Context, id string) error {
	_, err := s.write(ctx, ChangeDo, "Unlink claim", func(w *transaction) error {
		if err := w.linked(id); err != nil {
			return err
		}
		if err := w.handOver(id, ""); err != nil {
			return err
		}
		return w.setFirst(id, "")
	})
	return err
}

// linked refuses a claim that stands alone.
func (w *transaction) linked(id string) error {
	first, err := w.firstAppearance(id)
	if err != nil || first != id {
		return err
	}
	others, err := w.IDs(namingFirst, id)
	if err == nil && len(others) == 0 {
		err = db.Failf(db.ErrInvalid, "the claim is not linked with any other; nothing was changed")
	}
	return err
}

// SetFirstAppearance makes a claim the first appearance of its group. ErrInvalid where it is linked with none.
func (s *Store) SetFirstAppearance(ctx context.Context, id string) error {
	_, err := s.write(ctx, ChangeDo, "Set first appearance", func(w *transaction) error {
		if err := w.linked(id); err != nil {
			return err
		}
		first, err := w.firstAppearance(id)
		if err != nil || first == id {
			return err
		}
		return w.lead(id, first)
	})
	return err
}

// SettleLinks has every claim name the first appearance itself where its link takes
// several steps, as it may after a merge: of a ring, the claim with the least id is that
// which is not among led, the claims that have been linked by somebody whose choice stands.
// joined are the links that some claims are to have in place of their own, "" for
// none. save writes the rows.
func SettleLinks(w *db.Transaction, joined map[string]string, led []string, save func(t *db.Table, before, after db.Row) error) error {
	is := make(map[string]string)
	err := w.Each("SELECT id, first_claim_id FROM claims WHERE first_claim_id IS NOT NULL", nil, func(scan func(...any) error) error {
		var id, first string
		err := scan(&id, &first)
		is[id] = first
		return err
	})
	if err != nil {
		return err
	}
	named := maps.Clone(is)
	maps.Copy(named, joined)
	for _, id := range slices.Sorted(maps.Keys(named)) {
		first := lastNamed(named, led, id)
		if first == id {
			first = ""
		}
		if first == is[id] {
			continue
		}
		before, err := w.Existing(db.Claims, id)
		if err != nil {
			return err
		}
		after := slices.Clone(before)
		after[db.ClaimsFirstClaimID] = db.OrNull(first)
		if err := save(db.Claims, before, after); err != nil {
			return err
		}
	}
	return nil
}

// lastNamed follows links from a claim to the one that names none, or round a ring to the least id in it that is not among led.
func lastNamed(named map[string]string, led []string, id string) string {
	on := make(map[string]bool)
	for !on[id] {
		on[id] = true
		next := named[id]
		if next == "" {
			return id
		}
		id = next
	}
	ring := []string{id}
	for next := named[id]; next != id; next = named[next] {
		ring = append(ring, next)
	}
	slices.Sort(ring)
	return ring[max(0, slices.IndexFunc(ring, func(id string) bool { return !slices.Contains(led, id) }))]
}
