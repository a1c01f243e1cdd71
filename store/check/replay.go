package check

import (
	"hash/maphash"
	"maps"
	"slices"

	"factmark/store/internal/db"
)

// replay checks that the events, from the first to the last, make the rows that
// the tables have. Of each row that is alive at a point of the history only
// the hash of its image is held. It begins with the rows that the migrations
// make, the labels that every workspace has: they have no events of their own.
func (c *checking) replay() error {
	r, err := newReplaying(c)
	if err != nil {
		return err
	}
	if err := r.events(); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(db.Evented)) {
		if err := r.compare(db.Evented[name]); err != nil {
			return err
		}
	}
	if more := r.wrong - maxWrong; more > 0 {
		c.report(History, "", "and %s between the history and the rows", db.Counted(more, "more difference", "more differences"))
	}
	return nil
}

// replayedRow names a row by its table and the hash of its id. The seeds of
// the hashes are this program run's own.
type replayedRow struct {
	t        *db.Table
	id, more uint64
}

type replaying struct {
	*checking
	seeds    [2]maphash.Seed
	first    map[*db.Table]map[string]string // images of the rows that the migrations make, by id
	images   map[replayedRow]uint64
	received map[replayedRow]bool // rows that a package was made with, and no event has changed yet: their history is elsewhere
	wrong    int
}

func newReplaying(c *checking) (*replaying, error) {
	first, err := db.FirstRows()
	r := &replaying{checking: c, seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, first: first, images: make(map[replayedRow]uint64), received: make(map[replayedRow]bool)}
	for t, images := range first {
		for id, image := range images {
			r.images[r.key(t, id)] = maphash.String(r.seeds[0], image)
		}
	}
	if err != nil {
		return nil, err
	}
	return r, r.Each("SELECT entity, entity_id FROM handed_over", nil, func(scan func(...any) error) error {
		var entity, id string
		err := scan(&entity, &id)
		if t := db.Evented[entity]; t != nil {
			key := r.key(t, id)
			r.received[key] = true
			delete(r.images, key) // a label may have been another when the package was made
		}
		return err
	})
}

func (r *replaying) key(t *db.Table, id string) replayedRow {
	return replayedRow{t, maphash.String(r.seeds[0], id), maphash.String(r.seeds[1], id)}
}

// image gives the hash of an image, 0 for none.
func (r *replaying) image(t *db.Table, image *string) (uint64, error) {
	if image == nil {
		return 0, nil
	}
	if t.Canonical(*image) {
		return maphash.String(r.seeds[0], *image), nil
	}
	was, err := t.Decode(image)
	if err != nil {
		return 0, err
	}
	again, err := t.Encode(was)
	if err != nil {
		return 0, err
	}
	return maphash.String(r.seeds[0], again.(string)), nil
}

// maxWrong is how many differences are listed one by one.
const maxWrong = 1000

func (r *replaying) differs(id, format string, args ...any) {
	r.differ(id, repairPlan{}, format, args...)
}

func (r *replaying) differ(id string, m repairPlan, format string, args ...any) {
	if r.wrong++; r.wrong <= maxWrong {
		r.checking.reportRepairable(History, id, m, format, args...)
	}
}

// unwritten reports a row that was changed without an event. Repair takes no side: the row stays, and the history gets
// the change, so that both states can be had.
func (r *replaying) unwritten(t *db.Table, id, format string) {
	r.differ(id, repairPlan{kind: recordChange, row: t.Name + " " + id, description: "the change is written into the history"}, format, t.Noun)
}

// gone reports a row that was taken away without an event.
func (r *replaying) gone(t *db.Table, id string) {
	m := repairPlan{kind: repairReference, row: t.Name + " " + id, description: "the missing row is put back as the history has it"}
	if image, built := r.first[t][id]; built {
		m.from = image
	}
	r.differ(id, m, "a %s that the history has is missing", t.Noun)
}

// events plays them all, and checks that each begins where those before it ended.
func (r *replaying) events() error {
	return r.Each("SELECT seq, entity, entity_id, before, after FROM events ORDER BY seq", nil, func(scan func(...any) error) error {
		var seq int64
		var entity, id string
		var before, after *string
		if err := scan(&seq, &entity, &id, &before, &after); err != nil {
			return err
		}
		t := db.Evented[entity]
		if t == nil {
			r.differs(id, "event %d is about %q, which this version does not know", seq, entity)
			return nil
		}
		from, err := r.image(t, before)
		to, err2 := r.image(t, after)
		if err != nil || err2 != nil {
			r.differs(id, "event %d, about a %s, cannot be read", seq, t.Noun)
			return nil
		}
		key := r.key(t, id)
		if r.images[key] != from && !r.received[key] {
			r.differs(id, "event %d changes a %s that was not as the events before it left it", seq, t.Noun)
		}
		delete(r.received, key)
		if after == nil {
			delete(r.images, key)
		} else {
			r.images[key] = to
		}
		return nil
	})
}

// compare checks the rows of a table against those that the events have made.
func (r *replaying) compare(t *db.Table) error {
	values, dest := t.Dest()
	var image []byte
	err := r.Each("SELECT "+t.List("t")+" FROM "+t.Name+" t", nil, func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		var err error
		if image, err = t.AppendImage(image[:0], values); err != nil {
			return err
		}
		key := r.key(t, values.ID())
		made, known := r.images[key]
		switch {
		case r.received[key]:
		case !known:
			r.unwritten(t, values.ID(), "a %s is there that no event has made")
		case made != maphash.Bytes(r.seeds[0], image):
			r.unwritten(t, values.ID(), "a %s is not as the history says it is")
		}
		delete(r.images, key)
		return nil
	})
	if err != nil {
		return err
	}
	for key := range r.images {
		if key.t == t {
			return r.missing(t)
		}
	}
	return nil
}

// missing finds the rows that the events have made and are not there.
func (r *replaying) missing(t *db.Table) error {
	lost := func(id string) {
		if _, left := r.images[r.key(t, id)]; left {
			r.gone(t, id)
			delete(r.images, r.key(t, id))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(r.first[t])) {
		lost(id)
	}
	return r.Each("SELECT DISTINCT entity_id FROM events WHERE entity = ?", []any{t.Name}, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		lost(id)
		return err
	})
}
