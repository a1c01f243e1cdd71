package merge

import (
	"slices"
	"strings"

	"factmark/store/internal/db"
	"factmark/store/internal/register"
)

// namesake is a person as far as names and aliases go.
type namesake struct{ id, name, sameAs string }

func readNamesakes(q db.Querier) ([]namesake, error) {
	var all []namesake
	err := q.Each("SELECT id, name, ifnull(same_as, '') FROM people WHERE name <> '' ORDER BY id", nil, func(scan func(...any) error) error {
		var p namesake
		err := scan(&p.id, &p.name, &p.sameAs)
		all = append(all, p)
		return err
	})
	return all, err
}

// findNamesakes finds people of the two replicas who have one name and two ids, for
// the report. They stay two, unless Options.Same says that they are one. Where
// several people of a replica have one name, each is reported once, with the first
// of the other replica's.
func (m *merging) findNamesakes() error {
	ours, err := readNamesakes(m.Querier)
	if err != nil {
		return err
	}
	theirs, err := readNamesakes(m.theirs.Querier)
	if err != nil {
		return err
	}
	m.namesakes = nil
	byName := make(map[string][]namesake)
	local := make(map[string]bool)
	for _, p := range ours {
		key := strings.ToLower(strings.TrimSpace(p.name))
		byName[key] = append(byName[key], p)
		local[p.id] = true
	}
	reported := make(map[SameName]bool)
	for _, same := range m.report.SameNames {
		reported[same] = true
	}
	paired := make(map[string]bool)
	report := func(one, other namesake) {
		if other.sameAs == one.id || one.sameAs == other.id {
			return
		}
		same := SameName{one.name, one.id, other.id}
		m.namesakes = append(m.namesakes, same)
		if !reported[same] {
			reported[same] = true
			m.report.SameNames = append(m.report.SameNames, same)
		}
	}
	for _, p := range theirs {
		key := strings.ToLower(strings.TrimSpace(p.name))
		all := byName[key]
		if local[p.id] || len(all) == 0 {
			continue
		}
		if paired[key] {
			all = all[:1]
		}
		paired[key] = true
		for _, other := range all {
			report(other, p)
		}
	}
	return m.Ctx.Err()
}

// settleAliases writes the merged people, once all rows of people are joined: the
// aliases depend on all of them.
func (m *merging) settleAliases() error {
	merged := m.people
	m.people = nil
	aliases, err := db.ReadAliases(m.Transaction.Querier)
	if err != nil {
		return err
	}
	for _, r := range merged {
		aliases.Observe(r)
	}
	same := make(map[string]bool)
	for _, name := range m.options.Same {
		same[strings.ToLower(name)] = true
	}
	for _, pair := range m.namesakes { // either may be an alias already
		if same[strings.ToLower(pair.Name)] {
			aliases.Unify(pair.Ours, pair.Theirs)
		}
	}
	return resolveAliases(m.Transaction, aliases, merged, m.save)
}

// resolveAliases makes same_as of every person name the canonical person, where the
// joined rows make chains and rings of aliases; the canonical person of a ring is
// the one with the least id. merged are rows of people that are to be written with
// it. The values of conflicts are resolved alike, and a conflict whose value comes
// to what the row has is removed.
func resolveAliases(w *db.Transaction, aliases db.Aliases, merged map[string]db.Row, save func(t *db.Table, before, after db.Row) error) error {
	for _, id := range aliases.IDs() {
		before, err := w.Read(db.People, id)
		if err != nil {
			return err
		}
		after := slices.Clone(before)
		if r := merged[id]; r != nil {
			after = slices.Clone(r)
		}
		after[db.PeopleSameAs] = nil
		if one := aliases.Canonical(id).ID; one != id {
			after[db.PeopleSameAs] = one
		}
		if before.Equal(after) {
			continue
		}
		if err := save(db.People, before, after); err != nil {
			return err
		}
	}
	return resolveConflictingAliases(w, aliases, save)
}

func resolveConflictingAliases(w *db.Transaction, aliases db.Aliases, save func(t *db.Table, before, after db.Row) error) error {
	ids, err := w.IDs("SELECT id FROM conflicts WHERE entity = 'people' AND part = 'same_as' ORDER BY id")
	if err != nil {
		return err
	}
	p, _, err := db.People.GroupNamed("same_as")
	if err != nil {
		return err
	}
	for _, id := range ids {
		before, err := w.Existing(db.Conflicts, id)
		if err != nil {
			return err
		}
		c := conflictOf(before)
		value, err := db.People.Decode(&c.value)
		if err != nil {
			return err
		}
		as := value.Text(db.PeopleSameAs)
		canonical, person := aliases.Canonical(as).ID, aliases.Canonical(c.EntityID).ID
		if as == "" || canonical == as && canonical != person {
			continue
		}
		if err := save(db.Conflicts, before, nil); err != nil {
			return err
		}
		value[db.PeopleSameAs] = canonical
		resolved, err := db.People.Value(p, value)
		if err != nil {
			return err
		}
		after := conflictRow(db.People, c.EntityID, liveValue{c.Group, resolved, register.Entry{Stamps: []string{c.stamp}, Person: c.PersonID, At: c.at}})
		known, err := w.Read(db.Conflicts, after.ID())
		if err == nil && known == nil && canonical != person {
			err = save(db.Conflicts, nil, after)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
