package store

import (
	"context"
	"strings"

	"factmark/store/internal/db"
)

// Person is someone who labels or reviews.
type Person = db.Person

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
		if err := w.SignIn(p); err != nil {
			return err
		}
		if w.Newcomer() {
			return w.BeginAction()
		}
		before, err := w.Read(db.People, w.Person.ID)
		if err != nil {
			return err
		}
		after := append(db.Row{}, before...)
		after[db.PeopleName] = p.Name
		return w.Save(db.People, before, after)
	})
	return err
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
	return readKnownPeople(s.reading(ctx), "0, 0")
}

// CountedPeople is KnownPeople with what each has made, which is counted one by one.
func (s *Store) CountedPeople(ctx context.Context) ([]KnownPerson, error) {
	return readKnownPeople(s.reading(ctx), "(SELECT count(*) FROM claims WHERE person_id = p.id), (SELECT count(*) FROM decisions WHERE person_id = p.id)")
}

func readKnownPeople(q db.Querier, counts string) ([]KnownPerson, error) {
	var all []KnownPerson
	err := q.Each("SELECT id, name, pseudonym, ifnull(same_as, ''), "+counts+" FROM people p ORDER BY name COLLATE NOCASE, id", nil, func(scan func(...any) error) error {
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
	all, err := db.ReadAliases(s.reading(ctx))
	same := make(map[string]string)
	for _, id := range all.IDs() {
		if as := all.Canonical(id).ID; as != id {
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
		before, err := w.Existing(db.People, id)
		if err != nil {
			return err
		}
		after := append(db.Row{}, before...)
		switch {
		case e.SameAs != nil && *e.SameAs == "":
			w.Name, after[db.PeopleSameAs] = "Separate people", nil
		case e.SameAs != nil:
			w.Name = "Merge people"
			if after[db.PeopleSameAs], err = w.sameAs(id, *e.SameAs); err != nil {
				return err
			}
		case e.Pseudonym != nil:
			w.Name = "Change pseudonym"
		default:
			w.Name = "Rename person"
		}
		for i, field := range map[int]*string{db.PeopleName: e.Name, db.PeoplePseudonym: e.Pseudonym} {
			if field != nil {
				after[i] = strings.TrimSpace(*field)
			}
		}
		if err := w.checkPerson(before, after); err != nil {
			return err
		}
		return w.Save(db.People, before, after)
	})
	return err
}

// sameAs gives the person whom id is to be another name of, and has those who
// were id's other names follow.
func (w *transaction) sameAs(id, other string) (any, error) {
	target, err := w.Existing(db.People, other)
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
		before, err := w.Existing(db.People, follower)
		if err != nil {
			return nil, err
		}
		after := append(db.Row{}, before...)
		after[db.PeopleSameAs] = other
		if err := w.Save(db.People, before, after); err != nil {
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
