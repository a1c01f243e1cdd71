package merge

import (
	"cmp"
	"maps"
	"slices"

	"factmark/store"
	"factmark/store/internal/db"
	"factmark/store/internal/register"
)

// settleJoinedLinks writes the links of the claims that both replicas have, once all of
// them are joined: a ring of links, which is settled here as before, is no change.
func (m *merging) settleJoinedLinks() error {
	joined := m.links
	m.links = nil
	led, err := ledByChoice(m.Querier)
	if err != nil {
		return err
	}
	return store.SettleLinks(m.Transaction, joined, led, m.save)
}

// ledByChoice gives the claims that are linked here, and of which it waits whether they are: ours stands until it is chosen.
func ledByChoice(q db.Querier) ([]string, error) {
	return q.IDs("SELECT entity_id FROM conflicts WHERE entity = 'claims' AND part = 'link' AND value ->> 'first_claim_id' IS NULL ORDER BY entity_id")
}

// assignedLinks gives, of the claims in the group of one, those whose link a merge has settled
// otherwise than it was assigned, with the one that was assigned last. A link that waits is left to its own choice.
func assignedLinks(w *db.Transaction, claim db.Row) (map[string]string, error) {
	first := cmp.Or(claim.Text(db.ClaimsFirstClaimID), claim.ID())
	ids, err := w.IDs(`SELECT id FROM claims WHERE (id = ?1 OR first_claim_id = ?1) AND id <> ?2
		AND id NOT IN (SELECT entity_id FROM conflicts WHERE entity = 'claims' AND part = 'link') ORDER BY id`, first, claim.ID())
	if err != nil {
		return nil, err
	}
	_, link, err := db.Claims.GroupNamed("link")
	if err != nil {
		return nil, err
	}
	s := &replica{Querier: w.Querier}
	links := make(map[string]string)
	for _, id := range ids {
		l, err := s.rowState(db.Claims, id)
		if err != nil {
			return nil, err
		}
		last := l.registers[link].Last()
		if last == "" { // a package that says nothing of links
			continue
		}
		assigned, err := db.Claims.Decode(&last)
		if err != nil {
			return nil, err
		}
		to := assigned.Text(db.ClaimsFirstClaimID)
		named, err := w.Read(db.Claims, to)
		if err != nil {
			return nil, err
		}
		if named != nil && to != l.row.Text(db.ClaimsFirstClaimID) {
			links[id] = to
		}
	}
	return links, nil
}

// followChoice settles the links of those that are linked with a claim of which it was chosen whether it is. Also where that leaves
// them as they are it assigns them: no other workspace may make the claim part of a ring again.
func followChoice(w *db.Transaction, links map[string]string, id string) error {
	led, err := ledByChoice(w.Querier)
	if err != nil {
		return err
	}
	was := make(map[string]db.Row)
	for other := range links {
		if was[other], err = w.Existing(db.Claims, other); err != nil {
			return err
		}
	}
	if err := store.SettleLinks(w, links, append(led, id), w.Save); err != nil {
		return err
	}
	for _, other := range slices.Sorted(maps.Keys(links)) {
		is, err := w.Existing(db.Claims, other)
		if err == nil && is.Equal(was[other]) {
			err = w.Restate(db.Claims, is, is, "link")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// settleLinks makes every claim name the first appearance itself, where the joined rows
// make chains and rings of links. The values of conflicts follow alike, and a
// conflict whose value comes to what the row has is removed.
func (m *merging) settleLinks() error {
	if m.seq == 0 {
		return nil
	}
	return resolveLinks(m.Transaction, m.save)
}

func resolveLinks(w *db.Transaction, save func(t *db.Table, before, after db.Row) error) error {
	led, err := ledByChoice(w.Querier)
	if err != nil {
		return err
	}
	if err := store.SettleLinks(w, nil, led, save); err != nil {
		return err
	}
	ids, err := w.IDs("SELECT id FROM conflicts WHERE entity = 'claims' AND part = 'link' AND value ->> 'first_claim_id' IS NOT NULL ORDER BY id")
	if err != nil {
		return err
	}
	p, _, err := db.Claims.GroupNamed("link")
	if err != nil {
		return err
	}
	for _, id := range ids {
		before, err := w.Existing(db.Conflicts, id)
		if err != nil {
			return err
		}
		c := conflictOf(before)
		claim, err := w.Existing(db.Claims, c.EntityID)
		if err != nil {
			return err
		}
		value, err := db.Claims.Decode(&c.value)
		if err != nil {
			return err
		}
		named, err := w.Read(db.Claims, value.Text(db.ClaimsFirstClaimID))
		if err != nil {
			return err
		}
		if named == nil {
			continue
		}
		first := named.ID()
		if earlier := named.Text(db.ClaimsFirstClaimID); earlier != "" {
			first = earlier
		}
		means := first != claim.Text(db.ClaimsFirstClaimID) // something else than the row
		if means && (first == named.ID() || first == claim.ID()) {
			continue
		}
		if err := save(db.Conflicts, before, nil); err != nil {
			return err
		}
		value[db.ClaimsFirstClaimID] = first
		resolved, err := db.Claims.Value(p, value)
		if err != nil {
			return err
		}
		after := conflictRow(db.Claims, c.EntityID, liveValue{c.Group, resolved, register.Entry{Stamps: []string{c.stamp}, Person: c.PersonID, At: c.at}})
		known, err := w.Read(db.Conflicts, after.ID())
		if err == nil && known == nil && means {
			err = save(db.Conflicts, nil, after)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
