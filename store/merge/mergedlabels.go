package merge

import (
	"maps"
	"slices"

	"factmark/store/internal/db"
)

// joinMergedLabels joins what both replicas know of the labels that were merged into others, by the user's word and not
// by their name. Its rows are registers like any other; that a merge of labels was undone is their tombstone.
func (m *merging) joinMergedLabels() error {
	ids, err := m.theirs.IDs(`SELECT id FROM merged_labels UNION SELECT entity_id FROM events WHERE entity = 'merged_labels'
		UNION SELECT entity_id FROM merged_events WHERE entity = 'merged_labels'`)
	if err != nil {
		return err
	}
	for _, id := range ids {
		theirs, err := m.theirs.Read(db.MergedLabels, id)
		if err == nil && theirs != nil {
			err = m.from.check(m.Ctx, db.MergedLabels, theirs)
		}
		if err != nil {
			return err
		}
		before, err := m.Read(db.MergedLabels, id)
		if err != nil {
			return err
		}
		a, err := m.ours.rowState(db.MergedLabels, id)
		if err != nil {
			return err
		}
		b, err := m.theirs.rowState(db.MergedLabels, id)
		if err != nil {
			return err
		}
		if a.row == nil && b.row == nil {
			continue
		}
		o, err := mergeStates(db.MergedLabels, a, b)
		if err == nil {
			err = m.save(db.MergedLabels, before, o.row)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// followMergedLabels makes the label at the end of the merges of a label its canonical one, where one of the replicas
// knows that. Two that were merged into each other are the one with the smaller id.
func (s *replica) followMergedLabels(replicas ...*replica) error {
	type merge struct{ into, at string }
	next := make(map[string]merge)
	err := s.Each("SELECT id, label_id, created_at FROM merged_labels ORDER BY id", nil, func(scan func(...any) error) error {
		var from, into, at string
		if err := scan(&from, &into, &at); err != nil {
			return err
		}
		from, into = s.canonical(from), s.canonical(into)
		if known, is := next[from]; from != into && (!is || known.at < at || known.at == at && known.into < into) {
			next[from] = merge{into, at}
		}
		return nil
	})
	if err != nil {
		return err
	}
	ends := make(map[string]string)
	for from := range next {
		seen := []string{from}
		for {
			n, is := next[seen[len(seen)-1]]
			if !is {
				ends[from] = seen[len(seen)-1]
				break
			}
			if i := slices.Index(seen, n.into); i >= 0 {
				ends[from] = slices.Min(seen[i:])
				break
			}
			seen = append(seen, n.into)
		}
	}
	for _, from := range slices.Sorted(maps.Keys(ends)) {
		end := ends[from]
		known := false
		for _, r := range replicas {
			l, err := r.rowState(db.Labels, end)
			if err != nil {
				return err
			}
			known = known || l.row != nil
		}
		if !known || end == from {
			delete(ends, from)
		}
	}
	for from, end := range ends {
		s.labels[from] = end
		for _, other := range s.others[from] {
			s.labels[other] = end
		}
	}
	return nil
}
