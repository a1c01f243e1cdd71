package merge

import (
	"crypto/sha256"
	"fmt"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
	"factmark/store/internal/register"
)

// foreignReceived is a row that the other replica received in a package.
type foreignReceived struct {
	receivedRow
	entity, entityID string
	image            *string // nil where it has to be read from the package's own history
}

const theirHandedOver = `SELECT entity, entity_id, stamps, superseded, blind FROM handed_over
	WHERE (entity, entity_id) > (?, ?) ORDER BY entity, entity_id LIMIT ?`

const theirMergedHandedOver = `SELECT h.id, h.entity, h.entity_id, h.image, h.stamps, h.superseded, h.blind
	FROM merged_handed_over h JOIN actions a ON a.seq = h.merge WHERE h.id > ? AND a.undone = 0 ORDER BY h.id LIMIT ?`

const insertReceived = `INSERT INTO merged_handed_over (id, merge, entity, entity_id, image, stamps, superseded, blind)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET merge = excluded.merge`

// copyHandedOver keeps the causal history that a package was made with, as far as it
// names assignments that are not known here. A package may be merged before the
// workspace that it was made from: without its causal history the values of that
// workspace would then pass for concurrent ones.
func (m *merging) copyHandedOver() error {
	var entity, id string
	err := m.pages(func() (n int, err error) {
		var page []foreignReceived
		err = m.theirs.Each(theirHandedOver, []any{entity, id, pageLength}, func(scan func(...any) error) error {
			var h foreignReceived
			err := scan(&h.entity, &h.entityID, &h.stamps, &h.superseded, &h.blind)
			page = append(page, h)
			return err
		})
		for i := 0; i < len(page) && err == nil; i++ {
			entity, id = page[i].entity, page[i].entityID
			err = m.keepReceived(&page[i])
		}
		return len(page), err
	})
	if err != nil {
		return err
	}
	last := ""
	return m.pages(func() (n int, err error) {
		var page []foreignReceived
		err = m.theirs.Each(theirMergedHandedOver, []any{last, pageLength}, func(scan func(...any) error) error {
			var h foreignReceived
			err := scan(&last, &h.entity, &h.entityID, &h.image, &h.stamps, &h.superseded, &h.blind)
			page = append(page, h)
			return err
		})
		for i := 0; i < len(page) && err == nil; i++ {
			err = m.keepReceived(&page[i])
		}
		return len(page), err
	})
}

// pages calls next until a page is not full; n is the number of its rows.
func (m *merging) pages(next func() (n int, err error)) error {
	for {
		n, err := next()
		if err != nil || n < pageLength {
			return err
		}
		if err := m.Ctx.Err(); err != nil {
			return err
		}
	}
}

// keepReceived keeps how a row was received, where that names assignments not known here.
func (m *merging) keepReceived(h *foreignReceived) error {
	t := db.Evented[h.entity]
	if t == nil || !db.SoundID(h.entityID) {
		return m.badReceived(h)
	}
	stamps, superseded, err := h.byGroup()
	if err != nil {
		return m.badReceived(h)
	}
	unknown, err := m.countUnknown(t, h.entityID, stamps, superseded)
	if err != nil || unknown == 0 {
		return err
	}
	if h.image == nil {
		r, err := m.theirs.asReceived(t, h.entityID)
		if err != nil || r == nil {
			return err
		}
		if h.image, err = receivedImage(t, r, h.blind); err != nil {
			return err
		}
	}
	if len(*h.image)+len(h.stamps)+len(h.superseded) > 4*db.LongestText {
		return m.badReceived(h)
	}
	if r, err := t.Decode(h.image); err != nil || r.ID() != h.entityID || t.Check(r) != nil {
		return m.badReceived(h)
	}
	if err := m.beginAction(); err != nil {
		return err
	}
	m.report.Events += unknown
	id := doctext.ContentID(sha256.Sum256(fmt.Appendf(nil, "handed over\x00%s\x00%s\x00%s\x00%s\x00%s\x00%v", h.entity, h.entityID, *h.image, h.stamps, h.superseded, h.blind)))
	return m.Exec(insertReceived, id, m.seq, h.entity, h.entityID, *h.image, h.stamps, h.superseded, h.blind)
}

// receivedImage encodes a row as it was received, without the groups that a blind package leaves out.
func receivedImage(t *db.Table, r db.Row, blind bool) (*string, error) {
	image, err := t.Encode(r)
	if err == nil && blind && t == db.Claims {
		image, err = withoutBlind(r)
	}
	if err != nil {
		return nil, err
	}
	s := image.(string)
	return &s, nil
}

func (m *merging) badReceived(h *foreignReceived) error {
	return db.Failf(db.ErrMismatch, "what %s was made with cannot be trusted (%s %s); nothing was changed", m.from.name, db.Shorten(h.entity), db.Shorten(h.entityID))
}

// countUnknown counts the stamps that are in no causal history here.
func (m *merging) countUnknown(t *db.Table, id string, lists ...map[string]register.Stamps) (n int, err error) {
	known, err := stampsOf(m.Querier, t, id)
	if err != nil {
		return 0, err
	}
	found := make(map[string]bool)
	for _, byGroup := range lists {
		for _, stamps := range byGroup {
			for _, stamp := range stamps {
				if stamp != "" && stamp != builtInStamp && !known[stamp] && !found[stamp] {
					found[stamp] = true
					n++
				}
			}
		}
	}
	return n, nil
}

// stampsOf gives the causal history of a row here, as stamps and as masked ones.
func stampsOf(q db.Querier, t *db.Table, id string) (map[string]bool, error) {
	known := make(map[string]bool)
	err := q.Each(`SELECT id FROM events WHERE entity = ?1 AND entity_id = ?2
		UNION ALL SELECT m.id FROM merged_events m JOIN actions a ON a.seq = m.merge WHERE m.entity = ?1 AND m.entity_id = ?2 AND a.undone = 0`,
		[]any{t.Name, id}, func(scan func(...any) error) error {
			var stamp string
			err := scan(&stamp)
			known[stamp], known[register.Mask(stamp)] = true, true
			return err
		})
	if err != nil {
		return nil, err
	}
	return known, q.Each(`SELECT stamps, superseded FROM handed_over WHERE entity = ?1 AND entity_id = ?2
		UNION ALL SELECT h.stamps, h.superseded FROM merged_handed_over h JOIN actions a ON a.seq = h.merge
		WHERE h.entity = ?1 AND h.entity_id = ?2 AND a.undone = 0`, []any{t.Name, id}, func(scan func(...any) error) error {
		var h receivedRow
		if err := scan(&h.stamps, &h.superseded); err != nil {
			return err
		}
		stamps, superseded, err := h.byGroup()
		for _, byGroup := range []map[string]register.Stamps{stamps, superseded} {
			for _, stamps := range byGroup {
				for _, stamp := range stamps {
					known[stamp], known[register.Mask(stamp)] = true, true
				}
			}
		}
		return err
	})
}
