package merge

import (
	"slices"
	"strings"

	"factmark/store/internal/db"
	"factmark/store/internal/register"
)

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

// lookAtNames finds people here and there who have one name and two ids. They
// stay two, unless the user says that they are one. Of many of one name each is
// told of once, beside the first on the other side.
func (m *merging) lookAtNames() error {
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
	here := make(map[string]bool)
	for _, p := range ours {
		key := strings.ToLower(strings.TrimSpace(p.name))
		byName[key] = append(byName[key], p)
		here[p.id] = true
	}
	told := make(map[SameName]bool)
	for _, same := range m.report.SameNames {
		told[same] = true
	}
	met := make(map[string]bool)
	tell := func(one, other namesake) {
		if other.sameAs == one.id || one.sameAs == other.id {
			return
		}
		same := SameName{one.name, one.id, other.id}
		m.namesakes = append(m.namesakes, same)
		if !told[same] {
			told[same] = true
			m.report.SameNames = append(m.report.SameNames, same)
		}
	}
	for _, p := range theirs {
		key := strings.ToLower(strings.TrimSpace(p.name))
		all := byName[key]
		if here[p.id] || len(all) == 0 {
			continue
		}
		if met[key] {
			all = all[:1]
		}
		met[key] = true
		for _, other := range all {
			tell(other, p)
		}
	}
	return m.Ctx.Err()
}

// settleAliases writes what the people of both sides come to, once all of them
// have been looked at: who is whom depends on all.
func (m *merging) settleAliases() error {
	whom := m.whom
	m.whom = nil
	who, err := db.ReadAliases(m.Transaction.Querier)
	if err != nil {
		return err
	}
	for _, r := range whom {
		who.Observe(r)
	}
	said := make(map[string]bool)
	for _, name := range m.options.Same {
		said[strings.ToLower(name)] = true
	}
	for _, same := range m.namesakes { // either may be known by another name already
		if said[strings.ToLower(same.Name)] {
			who.Unify(same.Ours, same.Theirs)
		}
	}
	return resolveAliases(m.Transaction, who, whom, m.save)
}

// resolveAliases has same_as lead to the person meant in one step, also where what
// two sides have said of people leads on from one to the next, or round in a
// ring: then it is the one with the least id. whom are those who are to change
// otherwise too. What waits for a choice is put the same way, and goes where it
// comes to what is so already.
func resolveAliases(w *db.Transaction, who db.Aliases, whom map[string]db.Row, put func(t *db.Table, before, after db.Row) error) error {
	for _, id := range who.IDs() {
		before, err := w.Read(db.People, id)
		if err != nil {
			return err
		}
		after := slices.Clone(before)
		if r := whom[id]; r != nil {
			after = slices.Clone(r)
		}
		after[db.PeopleSameAs] = nil
		if one := who.Canonical(id).ID; one != id {
			after[db.PeopleSameAs] = one
		}
		if before.Equal(after) {
			continue
		}
		if err := put(db.People, before, after); err != nil {
			return err
		}
	}
	return resolveWaitingAliases(w, who, put)
}

func resolveWaitingAliases(w *db.Transaction, who db.Aliases, put func(t *db.Table, before, after db.Row) error) error {
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
		said, err := db.People.Decode(&c.value)
		if err != nil {
			return err
		}
		as := said.Text(db.PeopleSameAs)
		one, now := who.Canonical(as).ID, who.Canonical(c.EntityID).ID
		if as == "" || one == as && one != now {
			continue
		}
		if err := put(db.Conflicts, before, nil); err != nil {
			return err
		}
		said[db.PeopleSameAs] = one
		value, err := db.People.Value(p, said)
		if err != nil {
			return err
		}
		after := conflictRow(db.People, c.EntityID, waiting{c.Part, value, register.Entry{Stamps: []string{c.stamp}, Person: c.PersonID, At: c.at}})
		there, err := w.Read(db.Conflicts, after.ID())
		if err == nil && there == nil && one != now {
			err = put(db.Conflicts, nil, after)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
