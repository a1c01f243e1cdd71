package merge

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"factmark/store"
	"factmark/store/internal/db"
	"factmark/store/internal/register"
)

func labelRows(q db.Querier) (map[string]db.Row, error) {
	all := make(map[string]db.Row)
	err := q.Each("SELECT "+db.Labels.List("l")+" FROM labels l", nil, func(scan func(...any) error) error {
		r, dest := db.Labels.Dest()
		err := scan(dest...)
		all[r.ID()] = r
		return err
	})
	return all, err
}

// mergeLabels merges the labels. Labels that the replicas made independently under
// one name become one, with the smaller of their ids: it is the same in whichever
// replica the merge is done.
func (m *merging) mergeLabels() error {
	ours, err := labelRows(m.Querier)
	if err != nil {
		return err
	}
	theirs, err := labelRows(m.theirs.Querier)
	if err != nil {
		return err
	}
	for _, r := range theirs {
		if err := m.from.check(m.Ctx, db.Labels, r); err != nil {
			return err
		}
	}
	if err := m.joinMergedLabels(); err != nil {
		return err
	}
	if err := m.joinLabels(ours, theirs); err != nil {
		return err
	}
	if err := m.ours.followMergedLabels(m.ours, m.theirs); err != nil {
		return err
	}
	all := make(map[string]bool)
	for _, ids := range []map[string]db.Row{ours, theirs} {
		for id := range ids {
			if same, ok := m.ours.labels[id]; ok {
				id = same
			}
			all[id] = true
		}
	}
	final, concurrent := make(map[string]db.Row), make(map[string][]liveValue)
	for id := range all {
		a, err := m.ours.labelState(id)
		if err != nil {
			return err
		}
		b, err := m.theirs.labelState(id)
		if err != nil {
			return err
		}
		o, err := mergeStates(db.Labels, a, b)
		if err != nil {
			return err
		}
		// A label that one replica deleted is kept: somebody may want it.
		final[id] = o.last
		concurrent[id] = withoutExistence(o.concurrent)
	}
	distinguish(final)
	if err := m.writeLabels(ours, theirs, final); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(concurrent)) {
		if err := m.saveConflicts(db.Labels, id, concurrent[id]); err != nil {
			return err
		}
	}
	return m.relabel(ours)
}

// labelState is the state of a label with the name and key that were assigned to it,
// not those that distinguish gave it because another label has the assigned ones.
// Every merge distinguishes anew, so that the order of merges does not matter.
func (s *replica) labelState(id string) (*rowState, error) {
	l, err := s.rowState(db.Labels, id)
	if err != nil || l.row == nil {
		return l, err
	}
	for _, name := range []string{"name", "key"} {
		p, i, err := db.Labels.GroupNamed(name)
		if err != nil {
			return nil, err
		}
		now, err := db.Labels.Value(p, l.row)
		if err != nil {
			return nil, err
		}
		given := givenFor(l.registers[i], db.Labels, p, now)
		if given == now {
			continue
		}
		delete(l.registers[i].Values, now)
		l.registers[i].MarkLive(given)
		if err := db.Labels.Set(p, l.row, given); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// givenFor gives the name or key that was last assigned to a label which has this
// value now. The two differ only where distinguish wrote the value, which has no
// stamp then: it gives a name a number, and takes a key away.
func givenFor(g register.Register, t *db.Table, p db.FieldGroup, now string) string {
	if g.Values[now].Last() != "" {
		return now
	}
	given := register.New()
	is, err := t.Decode(&now)
	for value, v := range g.Values {
		was, failed := t.Decode(&value)
		if v.Last() == "" || err != nil || failed != nil {
			continue
		}
		if i := p.Columns[0]; p.Name == "key" || strings.HasPrefix(is.Text(i), was.Text(i)+" (") {
			given.Values[value] = v
		}
	}
	if len(given.Values) == 0 {
		return now
	}
	return given.Last()
}

// joinLabels finds the labels that are one under several ids: those that an earlier
// merge found to be one, and those that both replicas made under one name.
func (m *merging) joinLabels(ours, theirs map[string]db.Row) error {
	may := func(a, b string) bool {
		return (ours[a] == nil || ours[b] == nil) && (theirs[a] == nil || theirs[b] == nil)
	}
	var pairs [][2]string
	for _, q := range []db.Querier{m.Querier, m.theirs.Querier} {
		known, err := sameLabels(q)
		if err != nil {
			return err
		}
		pairs = append(pairs, known...)
	}
	m.ours.unify(pairs, may)
	here, err := m.ours.givenNames(ours)
	if err != nil {
		return err
	}
	there, err := m.theirs.givenNames(theirs)
	if err != nil {
		return err
	}
	gone, err := m.IDs("SELECT id FROM merged_labels ORDER BY id") // a new label with the name of one that was merged into another is not that one
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(theirs)) {
		key := store.NameKey(there.of[id])
		several := len(here.ids[key]) > 1 || len(there.ids[key]) > 1 // an earlier version let two have one name, and they stay two
		for _, other := range here.ids[key] {
			if other == id || slices.Contains(gone, id) || slices.Contains(gone, other) || m.ours.canonical(id) == m.ours.canonical(other) || !may(id, other) || ours[id] != nil || theirs[other] != nil ||
				several && db.FoldASCII(here.of[other]) != db.FoldASCII(there.of[id]) {
				continue
			}
			pairs = append(pairs, [2]string{max(id, other), min(id, other)})
			m.report.Joined = append(m.report.Joined, ours[other].Text(db.LabelsName))
		}
	}
	slices.Sort(m.report.Joined)
	m.report.Joined = slices.Compact(m.report.Joined)
	m.ours.unify(pairs, may)
	return m.rememberSame(pairs)
}

// givenNames are the assigned names of labels, by id, and the ids by NameKey.
type givenNames struct {
	of  map[string]string
	ids map[string][]string
}

func (s *replica) givenNames(rows map[string]db.Row) (givenNames, error) {
	names := givenNames{make(map[string]string), make(map[string][]string)}
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		name, err := s.givenName(id)
		if err != nil {
			return names, err
		}
		names.of[id] = name
		names.ids[store.NameKey(name)] = append(names.ids[store.NameKey(name)], id)
	}
	return names, nil
}

// givenName is the assigned name of a label.
func (s *replica) givenName(id string) (string, error) {
	l, err := s.labelState(s.canonical(id))
	if err != nil {
		return "", err
	}
	return l.row.Text(db.LabelsName), nil
}

// rememberSame keeps for later merges which labels are one.
func (m *merging) rememberSame(pairs [][2]string) error {
	for _, pair := range pairs {
		known := false
		if _, err := m.Querier.One(`SELECT EXISTS (SELECT 1 FROM same_labels s JOIN actions a ON a.seq = s.merge
			WHERE s.id = ? AND s.label_id = ? AND a.undone = 0)`, []any{pair[0], pair[1]}, &known); err != nil || known {
			if err != nil {
				return err
			}
			continue
		}
		if err := m.beginAction(); err != nil {
			return err
		}
		if err := m.Exec(`INSERT INTO same_labels (id, label_id, merge) VALUES (?, ?, ?)
			ON CONFLICT (id, label_id) DO UPDATE SET merge = excluded.merge`, pair[0], pair[1], m.seq); err != nil {
			return err
		}
	}
	return nil
}

// sameLabels gives the pairs of labels that merges have found to be one.
func sameLabels(q db.Querier) ([][2]string, error) {
	var pairs [][2]string
	err := q.Each("SELECT s.id, s.label_id FROM same_labels s JOIN actions a ON a.seq = s.merge WHERE a.undone = 0 ORDER BY s.id, s.label_id", nil,
		func(scan func(...any) error) error {
			var pair [2]string
			err := scan(&pair[0], &pair[1])
			pairs = append(pairs, pair)
			return err
		})
	return pairs, err
}

// unify makes the smallest id of labels that are one the canonical id of them all,
// where may allows a pair. It works like a union-find structure.
func (s *replica) unify(pairs [][2]string, may func(a, b string) bool) {
	slices.SortFunc(pairs, func(a, b [2]string) int { return strings.Compare(a[0]+a[1], b[0]+b[1]) })
	for again := true; again; {
		again = false
		for _, pair := range pairs {
			a, b := s.canonical(pair[0]), s.canonical(pair[1])
			if a == b || !may(a, b) {
				continue
			}
			first, second := min(a, b), max(a, b)
			s.others[first] = append(s.others[first], append(s.others[second], second)...)
			delete(s.others, second)
			for _, id := range s.others[first] {
				s.labels[id] = first
			}
			again = true
		}
	}
}

func (s *replica) canonical(id string) string {
	if same, ok := s.labels[id]; ok {
		return same
	}
	return id
}

// distinguish makes names and keys unique: a label with the name of one with a
// smaller id gets a number after its name, and one with such a key loses it, as one does that is retired.
func distinguish(final map[string]db.Row) {
	names, keys := make(map[string]bool), make(map[string]bool)
	for _, id := range slices.Sorted(maps.Keys(final)) {
		r := slices.Clone(final[id])
		name := r.Text(db.LabelsName)
		for n := 2; names[db.FoldASCII(r.Text(db.LabelsName))]; n++ {
			r[db.LabelsName] = fmt.Sprintf("%s (%d)", name, n)
		}
		names[db.FoldASCII(r.Text(db.LabelsName))] = true
		if key := db.FoldASCII(r.Text(db.LabelsKey)); key != "" && (keys[key] || r.Number(db.LabelsRetired) == 1) {
			r[db.LabelsKey] = ""
		} else {
			keys[key] = true
		}
		final[id] = r
	}
}

// writeLabels writes the merged labels over ours.
func (m *merging) writeLabels(ours, theirs, final map[string]db.Row) error {
	var changed []string
	for _, id := range slices.Sorted(maps.Keys(final)) {
		if !ours[id].Equal(final[id]) {
			changed = append(changed, id)
		}
	}
	// Names and keys are unique, and two labels may swap theirs: those that change get temporary ones first.
	for _, id := range changed {
		before := ours[id]
		if before == nil || before[db.LabelsName] == final[id][db.LabelsName] && before[db.LabelsKey] == final[id][db.LabelsKey] {
			continue
		}
		temporary := slices.Clone(before)
		temporary[db.LabelsName], temporary[db.LabelsKey] = before.Text(db.LabelsName)+" "+id, ""
		if err := m.save(db.Labels, before, temporary); err != nil {
			return err
		}
		ours[id] = temporary
	}
	for _, id := range slices.Sorted(maps.Keys(m.ours.labels)) {
		if ours[id] != nil {
			if err := m.save(db.Labels, ours[id], nil); err != nil {
				return err
			}
		}
	}
	count := m.report.of(db.Labels)
	for _, id := range changed {
		switch {
		case ours[id] == nil && m.ours.others[id] == nil:
			count.New++
		default:
			count.Taken++
		}
		if err := m.save(db.Labels, ours[id], final[id]); err != nil {
			return err
		}
	}
	for id, r := range theirs {
		if ours[id] != nil && !r.Equal(final[id]) && ours[id].Equal(final[id]) {
			count.Kept++
		}
	}
	return nil
}

// relabel replaces ids of labels in our rows by their canonical ids.
func (m *merging) relabel(ours map[string]db.Row) error {
	for _, old := range slices.Sorted(maps.Keys(m.ours.labels)) {
		if ours[old] == nil {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(labelColumns)) {
			t := db.Evented[name]
			for _, column := range labelColumns[name] {
				ids, err := m.IDs("SELECT id FROM "+t.Name+" WHERE "+column+" = ? ORDER BY id", old)
				if err != nil {
					return err
				}
				for _, id := range ids {
					before, err := m.Existing(t, id)
					if err == nil {
						err = m.save(t, before, m.ours.translated(t, before))
					}
					if err != nil {
						return err
					}
				}
			}
		}
		if err := m.relabelConflicts(old); err != nil {
			return err
		}
	}
	return nil
}

// relabelConflicts does the same in the values of conflicts.
func (m *merging) relabelConflicts(old string) error {
	ids, err := m.IDs("SELECT id FROM conflicts WHERE instr(value, ?) ORDER BY id", old)
	if err != nil {
		return err
	}
	for _, id := range ids {
		before, err := m.Existing(db.Conflicts, id)
		if err != nil {
			return err
		}
		c := conflictOf(before)
		value := strings.ReplaceAll(c.value, `"`+old+`"`, `"`+m.ours.labels[old]+`"`)
		after := conflictRow(db.Evented[c.Entity], c.EntityID, liveValue{c.Group, value, register.Entry{Stamps: []string{c.stamp}, Person: c.PersonID, At: c.at}})
		if err := m.save(db.Conflicts, before, nil); err != nil {
			return err
		}
		known, err := m.Read(db.Conflicts, after.ID())
		if err != nil {
			return err
		}
		if known == nil {
			if err := m.save(db.Conflicts, nil, after); err != nil {
				return err
			}
		}
	}
	return nil
}
