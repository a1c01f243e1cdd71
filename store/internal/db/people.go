package db

import (
	"maps"
	"slices"
)

// CanonicalID is SQL for the id of the person whom the one with this id is another name of, or for that id itself.
func CanonicalID(id string) string {
	return "(SELECT ifnull(same_as, id) FROM people WHERE id = " + id + ")"
}

// AliasesOf is SQL for the ids of the people who are other names of those that a query gives.
func AliasesOf(query string) string {
	return "SELECT id FROM people WHERE same_as IN (" + query + ")"
}

// WithCanonical is SQL for the ids that a query gives and those of all people whom they are, step by step, other names of.
func WithCanonical(query string) string {
	return "WITH RECURSIVE named (id) AS (" + query + " UNION SELECT same_as FROM people JOIN named USING (id) WHERE same_as IS NOT NULL) SELECT id FROM named"
}

// SamePerson tells whether two ids are one person's.
func SamePerson(q Querier, one, other string) (same bool, err error) {
	_, err = q.One("SELECT ifnull("+CanonicalID("?1")+" = "+CanonicalID("?2")+", ?1 = ?2)", []any{one, other}, &same) // somebody who went with an undone action is nobody else
	return same, err
}

// Aliases are the people by id, and who is whom: a union-find structure, in
// which to ask for all of them takes time in their number, however long the
// chains are that same_as makes in a foreign file or in a merge under way.
type Aliases struct {
	by     map[string]knownAs
	parent map[string]string // shortcuts towards who somebody is; who is somebody of their own leads to themselves
}

type knownAs struct {
	Person
	sameAs string
}

// ReadAliases reads all people.
func ReadAliases(q Querier) (Aliases, error) {
	all := Aliases{make(map[string]knownAs), make(map[string]string)}
	err := q.Each("SELECT id, name, ifnull(same_as, '') FROM people", nil, func(scan func(...any) error) error {
		var p knownAs
		err := scan(&p.ID, &p.Name, &p.sameAs)
		all.by[p.ID] = p
		return err
	})
	return all, err
}

// Canonical gives the person that an id stands for. A ring of people who are each
// other, which only a damaged or foreign file has, or a merge under way, is its
// least id.
func (e Aliases) Canonical(id string) Person {
	var path []string
	on := make(map[string]bool)
	for {
		next, known := e.parent[id]
		if !known {
			next = e.by[id].sameAs
		}
		if next == "" || next == id {
			break
		}
		if on[id] { // round in a ring, which is opened at its least id
			least := id
			for other := e.by[id].sameAs; other != id; other = e.by[other].sameAs {
				least = min(least, other)
			}
			id = least
			e.parent[id] = id
			break
		}
		on[id] = true
		path = append(path, id)
		id = next
	}
	for _, other := range path {
		if other != id {
			e.parent[other] = id
		}
	}
	return e.by[id].Person
}

// IDs gives the ids of all of them, in order.
func (e Aliases) IDs() []string { return slices.Sorted(maps.Keys(e.by)) }

// Unify says that two people are one, who is known by the lesser id of those that they stand for.
func (e Aliases) Unify(a, b string) {
	one, other := e.Canonical(a).ID, e.Canonical(b).ID
	if one != other {
		e.parent[max(one, other)] = min(one, other)
	}
}

// Observe takes in what a row says of a person.
func (e Aliases) Observe(r Row) {
	e.by[r.ID()] = knownAs{Person{r.ID(), r.Text(PeopleName)}, r.Text(PeopleSameAs)}
	clear(e.parent)
}

// PersonNamed finds a person by name or pseudonym; "" where there is none.
func PersonNamed(q Querier, name string) (id string, err error) {
	_, err = q.One(`SELECT id FROM people WHERE name = ?1 OR (pseudonym = ?1 AND pseudonym <> '')
		ORDER BY pseudonym = ?1 DESC, created_at, id LIMIT 1`, []any{name}, &id)
	return id, err
}
