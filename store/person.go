package store

import (
	"context"
	"strings"

	"factmark/store/internal/db"
)

// Person is someone who labels or reviews.
type Person struct{ ID, Name string }

// SignIn says who writes from now on: it creates the person's row, or renames
// it where the name is another one. An empty ID means the person of that name
// in this workspace, made if there is none. It is kept as an event, outside
// undo. Until someone has signed in, what is written is by a person without a
// name.
func (s *Store) SignIn(ctx context.Context, p Person) error {
	if s.ReadOnly() != nil { // nothing will be done, by whomever
		return nil
	}
	p.Name = strings.TrimSpace(p.Name)
	_, err := s.write(ctx, ChangeRecord, "Sign in", func(w *transaction) error {
		if err := w.signIn(p); err != nil {
			return err
		}
		if w.pending != nil {
			return w.beginAction()
		}
		before, err := w.Read(db.People, w.person.ID)
		if err != nil {
			return err
		}
		after := append(db.Row{}, before...)
		after[db.PeopleName] = p.Name
		return w.save(db.People, before, after)
	})
	return err
}

// signIn makes p the one who acts, with the id of the person of that name
// where p has none. A new person's row is written with the action.
func (w *transaction) signIn(p Person) error {
	if p.ID == "" {
		id, err := w.personNamed(p.Name)
		if err != nil {
			return err
		}
		p.ID = id
	}
	known, err := w.Read(db.People, p.ID)
	if err != nil {
		return err
	}
	w.pending = nil
	if known == nil {
		if p.ID == "" {
			p.ID = db.NewID()
		}
		w.pending = newPerson(p, w)
		if err := db.People.Check(w.pending); err != nil {
			return err
		}
	}
	w.person = p
	return nil
}

func newPerson(p Person, w *transaction) db.Row {
	return db.Row{db.PeopleID: p.ID, db.PeopleName: p.Name, db.PeoplePseudonym: "", db.PeopleSameAs: nil, db.PeopleCreatedAt: db.FormatTime(w.at)}
}

// personNamed finds a person by name or pseudonym; "" where there is none.
func (w *transaction) personNamed(name string) (id string, err error) {
	_, err = w.One(`SELECT id FROM people WHERE name = ?1 OR (pseudonym = ?1 AND pseudonym <> '')
		ORDER BY pseudonym = ?1 DESC, created_at, id LIMIT 1`, []any{name}, &id)
	return id, err
}

// personName gives the name of a person by id.
func (w *transaction) personName(id string) (string, error) {
	if name, ok := w.names[id]; ok {
		return name, nil
	}
	var name string
	_, err := w.One("SELECT name FROM people WHERE id = "+canonicalID("?"), []any{id}, &name)
	w.names[id] = name
	return name, err
}

// canonicalID is SQL for the id of the person whom the one with this id is another name of, or for that id itself.
func canonicalID(id string) string {
	return "(SELECT ifnull(same_as, id) FROM people WHERE id = " + id + ")"
}

// samePerson tells whether two ids are one person's.
func samePerson(q db.Querier, one, other string) (same bool, err error) {
	_, err = q.One("SELECT ifnull("+canonicalID("?1")+" = "+canonicalID("?2")+", ?1 = ?2)", []any{one, other}, &same) // somebody who went with an undone action is nobody else
	return same, err
}

// KnownPerson is a person with all that is kept of them. The counts are those of CountedPeople alone.
type KnownPerson struct {
	ID, Name  string
	Pseudonym string // stands for the name in exports, where there is one
	SameAs    string // id of the person whose other name this is, or ""

	Claims, Decisions int // made under this very name
}

// KnownPeople gives everyone known here with what is known of them, by name.
func (s *Store) KnownPeople(ctx context.Context) ([]KnownPerson, error) {
	return s.knownPeople(ctx, "0, 0")
}

// CountedPeople is KnownPeople with what each has made, which is counted one by one.
func (s *Store) CountedPeople(ctx context.Context) ([]KnownPerson, error) {
	return s.knownPeople(ctx, "(SELECT count(*) FROM claims WHERE person_id = p.id), (SELECT count(*) FROM decisions WHERE person_id = p.id)")
}

func (s *Store) knownPeople(ctx context.Context, counts string) ([]KnownPerson, error) {
	var all []KnownPerson
	err := s.reading(ctx).Each("SELECT id, name, pseudonym, ifnull(same_as, ''), "+counts+" FROM people p ORDER BY name COLLATE NOCASE, id", nil, func(scan func(...any) error) error {
		var p KnownPerson
		err := scan(&p.ID, &p.Name, &p.Pseudonym, &p.SameAs, &p.Claims, &p.Decisions)
		all = append(all, p)
		return err
	})
	return all, err
}

// SamePeople tells of those who are another's other name who that one is, by
// ids. It leads there in one step, over however many other names.
func (s *Store) SamePeople(ctx context.Context) (map[string]string, error) {
	all, err := readAliases(s.reading(ctx))
	same := make(map[string]string)
	for id := range all.by {
		if as := all.canonical(id).ID; as != id {
			same[id] = as
		}
	}
	return same, err
}

// PersonEdit changes what is kept of a person; nil leaves a field as it is. A
// SameAs that is the id of another person says that the two are one, known by
// that one's name from now on; "" says that they are two after all. What
// either has done stays signed by the name it was done under.
type PersonEdit struct{ Name, Pseudonym, SameAs *string }

// EditPerson changes what is kept of a person. A pseudonym that is someone's
// name or pseudonym already, and a person who would be their own other name,
// is ErrInvalid.
func (s *Store) EditPerson(ctx context.Context, id string, e PersonEdit) error {
	_, err := s.write(ctx, ChangeDo, "", func(w *transaction) error {
		before, err := w.existing(db.People, id)
		if err != nil {
			return err
		}
		after := append(db.Row{}, before...)
		switch {
		case e.SameAs != nil && *e.SameAs == "":
			w.name, after[db.PeopleSameAs] = "Separate people", nil
		case e.SameAs != nil:
			w.name = "Merge people"
			if after[db.PeopleSameAs], err = w.sameAs(id, *e.SameAs); err != nil {
				return err
			}
		case e.Pseudonym != nil:
			w.name = "Change pseudonym"
		default:
			w.name = "Rename person"
		}
		for i, field := range map[int]*string{db.PeopleName: e.Name, db.PeoplePseudonym: e.Pseudonym} {
			if field != nil {
				after[i] = strings.TrimSpace(*field)
			}
		}
		if err := w.checkPerson(before, after); err != nil {
			return err
		}
		return w.save(db.People, before, after)
	})
	return err
}

// sameAs gives the person whom id is to be another name of, and has those who
// were id's other names follow.
func (w *transaction) sameAs(id, other string) (any, error) {
	target, err := w.existing(db.People, other)
	if err != nil {
		return nil, err
	}
	if as, is := target[db.PeopleSameAs].(string); is {
		other = as
	}
	if other == id {
		return nil, db.Failf(db.ErrInvalid, "a person cannot be their own other name; nothing was changed")
	}
	followers, err := w.IDs("SELECT id FROM people WHERE same_as = ? ORDER BY id", id)
	if err != nil {
		return nil, err
	}
	for _, follower := range followers {
		before, err := w.existing(db.People, follower)
		if err != nil {
			return nil, err
		}
		after := append(db.Row{}, before...)
		after[db.PeopleSameAs] = other
		if err := w.save(db.People, before, after); err != nil {
			return nil, err
		}
	}
	return other, nil
}

// checkPerson holds names apart where something new is said of a person: what
// is read back from an export is known by name.
func (w *transaction) checkPerson(before, after db.Row) error {
	if after[db.PeopleName] != before[db.PeopleName] && after[db.PeopleName] == "" {
		return db.Failf(db.ErrInvalid, "a person needs a name; nothing was changed")
	}
	if after[db.PeoplePseudonym] == before[db.PeoplePseudonym] || after[db.PeoplePseudonym] == "" {
		return nil
	}
	var taken string
	found, err := w.One("SELECT name FROM people WHERE id <> ?1 AND (name = ?2 OR pseudonym = ?2) LIMIT 1", []any{after[db.PeopleID], after[db.PeoplePseudonym]}, &taken)
	if err == nil && found {
		err = db.Failf(db.ErrInvalid, "“%s” already stands for %s; choose another pseudonym; nothing was changed", after[db.PeoplePseudonym], taken)
	}
	return err
}

// People gives everyone known here, by name.
func (s *Store) People(ctx context.Context) ([]Person, error) {
	var all []Person
	err := s.reading(ctx).Each("SELECT id, name FROM people ORDER BY name COLLATE NOCASE, id", nil,
		func(scan func(...any) error) error {
			var p Person
			err := scan(&p.ID, &p.Name)
			all = append(all, p)
			return err
		})
	return all, err
}
