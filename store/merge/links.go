package merge

import (
	"factmark/store"
	"factmark/store/internal/db"
	"factmark/store/internal/register"
)

// settleJoinedLinks writes the links of the claims that both replicas have, once all of
// them are joined: a ring of links, which is settled here as before, is no change.
func (m *merging) settleJoinedLinks() error {
	joined := m.links
	m.links = nil
	return store.SettleLinks(m.Transaction, joined, m.save)
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
	if err := store.SettleLinks(w, nil, save); err != nil {
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
