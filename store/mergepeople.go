package store

import (
	"slices"
	"strings"
)

type namesake struct{ id, name, sameAs string }

func (q session) named() ([]namesake, error) {
	var all []namesake
	err := q.each("SELECT id, name, ifnull(same_as, '') FROM people WHERE name <> '' ORDER BY id", nil, func(scan func(...any) error) error {
		var p namesake
		err := scan(&p.id, &p.name, &p.sameAs)
		all = append(all, p)
		return err
	})
	return all, err
}

// lookAtNames finds people here and there who have one name and two ids. They
// stay two, unless the user says that they are one.
func (m *merging) lookAtNames() error {
	ours, err := m.session.named()
	if err != nil {
		return err
	}
	theirs, err := m.theirs.named()
	if err != nil {
		return err
	}
	m.namesakes = nil
	byName := make(map[string][]namesake)
	here := make(map[string]bool)
	for _, p := range ours {
		byName[strings.ToLower(strings.TrimSpace(p.name))] = append(byName[strings.ToLower(strings.TrimSpace(p.name))], p)
		here[p.id] = true
	}
	for _, p := range theirs {
		for _, other := range byName[strings.ToLower(strings.TrimSpace(p.name))] {
			if here[p.id] || p.sameAs == other.id || other.sameAs == p.id {
				continue
			}
			same := SameName{other.name, other.id, p.id}
			m.namesakes = append(m.namesakes, same)
			if !slices.Contains(m.report.SameNames, same) {
				m.report.SameNames = append(m.report.SameNames, same)
			}
		}
	}
	return nil
}

// settlePeople writes what the people of both sides come to, once all of them
// have been looked at: who is whom depends on all.
func (m *merging) settlePeople() error {
	whom := m.whom
	m.whom = nil
	who, err := m.everyone()
	if err != nil {
		return err
	}
	for _, r := range whom {
		who.hear(r)
	}
	for _, same := range m.namesakes { // either may be known by another name already
		one, other := who.one(same.Ours).ID, who.one(same.Theirs).ID
		if one != other && slices.ContainsFunc(m.options.Same, func(name string) bool { return strings.EqualFold(name, same.Name) }) {
			p := who[max(one, other)]
			p.sameAs = min(one, other)
			who[p.ID] = p
		}
	}
	return m.straighten(who, whom, m.put)
}

// hear takes in what a row says of a person.
func (e everyone) hear(r row) {
	p := e[r.id()]
	p.Person = Person{r.id(), r.text(people.column("name"))}
	p.sameAs = r.text(people.column("same_as"))
	e[p.ID] = p
}

// straighten has same_as lead to the person meant in one step, also where what
// two sides have said of people leads on from one to the next, or round in a
// ring: then it is the one with the least id. whom are those who are to change
// otherwise too. What waits for a choice is put the same way, and goes where it
// comes to what is so already.
func (w *writing) straighten(who everyone, whom map[string]row, put func(t *table, before, after row) error) error {
	column := people.column("same_as")
	for _, id := range sortedKeys(who) {
		before, err := w.read(people, id)
		if err != nil {
			return err
		}
		after := slices.Clone(before)
		if r := whom[id]; r != nil {
			after = slices.Clone(r)
		}
		after[column] = nil
		if one := who.one(id).ID; one != id {
			after[column] = one
		}
		if before.equal(after) {
			continue
		}
		if err := put(people, before, after); err != nil {
			return err
		}
	}
	return w.straightenWaiting(who, put)
}

func (w *writing) straightenWaiting(who everyone, put func(t *table, before, after row) error) error {
	ids, err := w.ids("SELECT id FROM conflicts WHERE entity = 'people' AND part = 'same_as' ORDER BY id")
	if err != nil {
		return err
	}
	p, _, err := people.partNamed("same_as")
	if err != nil {
		return err
	}
	for _, id := range ids {
		before, err := w.existing(conflicts, id)
		if err != nil {
			return err
		}
		c := conflictOf(before)
		said, err := people.decode(&c.value)
		if err != nil {
			return err
		}
		column := people.column("same_as")
		as := said.text(column)
		one, now := who.one(as).ID, who.one(c.EntityID).ID
		if as == "" || one == as && one != now {
			continue
		}
		if err := put(conflicts, before, nil); err != nil {
			return err
		}
		said[column] = one
		value, err := people.value(p, said)
		if err != nil {
			return err
		}
		after := conflictRow(people, c.EntityID, waiting{c.Part, value, version{stamps: []string{c.stamp}, person: c.PersonID, at: c.at}})
		there, err := w.read(conflicts, after.id())
		if err == nil && there == nil && one != now {
			err = put(conflicts, nil, after)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
