package store

import "context"

// Person is someone who labels or reviews.
type Person struct{ ID, Name string }

var people = newTable("people", "person", "id", "name", "pseudonym", "same_as", "created_at")

// SignIn says who writes from now on: it creates the person's row, or renames
// it where the name is another one. An empty ID means the person of that name
// in this workspace, made if there is none. It is kept as an event, outside
// undo. Until someone has signed in, what is written is by a person without a
// name.
func (s *Store) SignIn(ctx context.Context, p Person) error {
	_, err := s.write(ctx, kindRecord, "Sign in", func(w *writing) error {
		if err := w.signIn(p); err != nil {
			return err
		}
		if w.pending != nil {
			return w.start()
		}
		before, err := w.read(people, w.person.ID)
		if err != nil {
			return err
		}
		after := append(row{}, before...)
		after[1] = p.Name
		return w.put(people, before, after)
	})
	return err
}

// signIn makes p the one who acts, with the id of the person of that name
// where p has none. A new person's row is written with the action.
func (w *writing) signIn(p Person) error {
	if p.ID == "" {
		id, err := w.personNamed(p.Name)
		if err != nil {
			return err
		}
		p.ID = id
	}
	known, err := w.read(people, p.ID)
	if err != nil {
		return err
	}
	w.pending = nil
	if known == nil {
		if p.ID == "" {
			p.ID = newID()
		}
		w.pending = newPerson(p, w)
		if err := people.check(w.pending); err != nil {
			return err
		}
	}
	w.person = p
	return nil
}

func newPerson(p Person, w *writing) row {
	return row{p.ID, p.Name, "", nil, formatTime(w.at)}
}

// personNamed finds a person by name or pseudonym; "" where there is none.
func (w *writing) personNamed(name string) (id string, err error) {
	_, err = w.one(`SELECT id FROM people WHERE name = ?1 OR (pseudonym = ?1 AND pseudonym <> '')
		ORDER BY pseudonym = ?1 DESC, created_at, id LIMIT 1`, []any{name}, &id)
	return id, err
}

// personName gives the name of a person by id.
func (w *writing) personName(id string) (string, error) {
	if name, ok := w.names[id]; ok {
		return name, nil
	}
	var name string
	_, err := w.one("SELECT name FROM people WHERE id = ?", []any{id}, &name)
	w.names[id] = name
	return name, err
}

// People gives everyone known here, by name.
func (s *Store) People(ctx context.Context) ([]Person, error) {
	var all []Person
	err := s.reading(ctx).each("SELECT id, name FROM people ORDER BY name COLLATE NOCASE, id", nil,
		func(scan func(...any) error) error {
			var p Person
			err := scan(&p.ID, &p.Name)
			all = append(all, p)
			return err
		})
	return all, err
}
