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

// samePeople notes who is whom, as the user has said.
func (m *merging) samePeople() error {
	for _, same := range m.namesakes {
		if !slices.ContainsFunc(m.options.Same, func(name string) bool { return strings.EqualFold(name, same.Name) }) {
			continue
		}
		before, err := m.existing(people, max(same.Ours, same.Theirs))
		if err != nil {
			return err
		}
		after := slices.Clone(before)
		after[people.column("same_as")] = min(same.Ours, same.Theirs)
		if err := m.put(people, before, after); err != nil {
			return err
		}
	}
	return nil
}
