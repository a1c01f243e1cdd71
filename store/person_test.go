package store

import (
	"path/filepath"
	"slices"
	"testing"

	"factmark/store/internal/db"
)

func TestSignIn(t *testing.T) {
	s := create(t)
	var heard []Change
	s.Listen(func(c Change) { heard = append(heard, c) })
	for _, p := range []Person{{ID: "p1", Name: "Ada"}, {ID: "p1", Name: "Ada"}, {ID: "p1", Name: "Ada L."}, {ID: "p2", Name: "Bob"}, {ID: "", Name: "Ada L."}} {
		if err := s.SignIn(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if len(heard) != 3 || !heard[0].People || heard[0].Kind != "record" {
		t.Errorf("heard %+v; want a new person, a new name, and another person", heard)
	}
	people, err := s.People(t.Context())
	if err != nil || !slices.Equal(people, []Person{{ID: "p1", Name: "Ada L."}, {ID: "p2", Name: "Bob"}}) {
		t.Errorf("People() = %v, %v", people, err)
	}
	id := addText(t, s, "T", "a text")
	if c := addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 1}); c.PersonID != "p1" || c.Person != "Ada L." {
		t.Errorf("made by %s, %s; want the one who signed in last, by name", c.PersonID, c.Person)
	}
	// Signing in is not for Undo.
	for range 2 {
		if _, err := s.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	_, err = s.Undo(t.Context())
	expectError(t, err, db.ErrNothingToUndo, "nothing")
	expectError(t, s.SignIn(t.Context(), Person{ID: "p3", Name: "\xff"}), db.ErrInvalid, "name")
	if people, _ := s.People(t.Context()); len(people) != 2 {
		t.Errorf("People() = %v", people)
	}
}

// Who never says a name is one person, today and tomorrow.
func TestWithoutAName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.factmark")
	s, err := Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	id := addText(t, s, "T", "a text")
	first := addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 1})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	// An action that writes nothing must not leave the Store with a person who is not there.
	if _, err := s.AddDocuments(t.Context(), []NewDocument{{Title: "again", Text: "a text"}}); err != nil {
		t.Fatal(err)
	}
	second := addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 1})
	if first.PersonID == "" || first.PersonID != second.PersonID || second.Person != "" {
		t.Errorf("made by %q and %q (%q)", first.PersonID, second.PersonID, second.Person)
	}
	if people, err := s.People(t.Context()); err != nil || len(people) != 1 {
		t.Errorf("People() = %v, %v", people, err)
	}
}

func TestNothingWrittenMakesNobody(t *testing.T) {
	s := create(t)
	if _, err := s.AddDocuments(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if people, err := s.People(t.Context()); err != nil || len(people) != 0 {
		t.Errorf("People() = %v, %v", people, err)
	}
	id := addText(t, s, "T", "a text")
	if c := addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 1}); c.PersonID == "" {
		t.Error("nobody made the claim")
	}
}

func TestSettings(t *testing.T) {
	s := create(t)
	heard := 0
	s.Listen(func(Change) { heard++ })
	for _, v := range []string{"", "one", "two"} {
		if v != "" {
			if err := s.SetSetting(t.Context(), "last document", v); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := s.Setting(t.Context(), "last document"); err != nil || got != v {
			t.Errorf("Setting() = %q, %v, want %q", got, err, v)
		}
	}
	_, err := s.Undo(t.Context())
	expectError(t, err, db.ErrNothingToUndo, "nothing")
	if heard != 0 {
		t.Errorf("heard of %d settings", heard)
	}
}
