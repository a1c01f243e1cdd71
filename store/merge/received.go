package merge

import (
	"crypto/sha256"
	"fmt"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
	"factmark/store/internal/register"
)

// foreignReceived is a row of a package as it was handed over.
type foreignReceived struct {
	receivedRow
	entity, entityID string
	image            *string // nil where it is to be found in the package's own history
}

const theirHandedOver = `SELECT entity, entity_id, stamps, superseded, blind FROM handed_over
	WHERE (entity, entity_id) > (?, ?) ORDER BY entity, entity_id LIMIT ?`

const theirMergedHandedOver = `SELECT h.id, h.entity, h.entity_id, h.image, h.stamps, h.superseded, h.blind
	FROM merged_handed_over h JOIN actions a ON a.seq = h.merge WHERE h.id > ? AND a.undone = 0 ORDER BY h.id LIMIT ?`

const keepReceived = `INSERT INTO merged_handed_over (id, merge, entity, entity_id, image, stamps, superseded, blind)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET merge = excluded.merge`

// copyHandedOver keeps what a package was made with, as far as the events that
// tell it are not here. Its rows came without their history: merged before the
// workspace that it was made from, they would else pass for values that nobody
// knows of, and what that one has changed since for something that contradicts them.
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

// pages has one page of rows after another worked on, until one is not full.
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

func (m *merging) keepReceived(h *foreignReceived) error {
	t := db.Evented[h.entity]
	if t == nil || !db.SoundID(h.entityID) {
		return m.badReceived(h)
	}
	stamps, superseded, err := h.byPart()
	if err != nil {
		return m.badReceived(h)
	}
	news, err := m.unheard(t, h.entityID, stamps, superseded)
	if err != nil || news == 0 {
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
	m.report.Events += news
	id := doctext.ContentID(sha256.Sum256(fmt.Appendf(nil, "handed over\x00%s\x00%s\x00%s\x00%s\x00%s\x00%v", h.entity, h.entityID, *h.image, h.stamps, h.superseded, h.blind)))
	return m.Exec(keepReceived, id, m.seq, h.entity, h.entityID, *h.image, h.stamps, h.superseded, h.blind)
}

// receivedImage writes a row as it was handed over, without what a blind package left out.
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

// unheard counts the stamps that no event here, and no package that was merged here, tells.
func (m *merging) unheard(t *db.Table, id string, lists ...map[string]register.Stamps) (n int, err error) {
	known, err := stampsOf(m.Querier, t, id)
	if err != nil {
		return 0, err
	}
	found := make(map[string]bool)
	for _, byPart := range lists {
		for _, stamps := range byPart {
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

// stampsOf gives the ids, and the masked ids, of the events of a row that are known here.
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
		stamps, superseded, err := h.byPart()
		for _, byPart := range []map[string]register.Stamps{stamps, superseded} {
			for _, stamps := range byPart {
				for _, stamp := range stamps {
					known[stamp], known[register.Mask(stamp)] = true, true
				}
			}
		}
		return err
	})
}
