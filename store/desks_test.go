package store

import (
	"context"
	"path/filepath"
	"testing"

	"factmark/store/internal/db"
)

// desk is a workspace of Ann's with one document and a claim in it.
func annsDesk(t *testing.T) (s *Store, documentID string, c Claim) {
	t.Helper()
	s = create(t)
	signInAs(t, s, "ann")
	documentID = addText(t, s, "Rivers", "The river rose by three metres in a night. Nobody was hurt, says the mayor.")
	c = addClaim(t, s, NewClaim{DocumentID: documentID, Start: 0, End: 41, LabelID: SupportedID, Note: "gauge readings"})
	return s, documentID, c
}

func signInAs(t testing.TB, s *Store, name string) {
	t.Helper()
	if err := s.SignIn(t.Context(), Person{ID: "person-" + name, Name: name}); err != nil {
		t.Fatal(err)
	}
}

// fork copies a workspace to another machine, where someone else goes on.
func fork(t *testing.T, s *Store, name string) *Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), name+".factmark")
	if err := s.Backup(t.Context(), path, nil); err != nil {
		t.Fatal(err)
	}
	return openAs(t, path, name)
}

func openAs(t *testing.T, path, name string) *Store {
	t.Helper()
	other, err := openUnsynced(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := other.Close(); err != nil {
			t.Error(err)
		}
	})
	signInAs(t, other, name)
	return other
}

func claimIn(t *testing.T, s *Store, id string) Claim {
	t.Helper()
	c, err := s.Claim(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func do(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func undo(t *testing.T, s *Store) {
	t.Helper()
	_, err := s.Undo(t.Context())
	do(t, err)
}

// byHand changes a row without an event, as other programs do.
func byHand(t *testing.T, s *Store, query string, args ...any) {
	t.Helper()
	_, err := s.conn.ExecContext(t.Context(), query, args...)
	do(t, err)
}

func labelAs(t *testing.T, s *Store, name, claimID, labelID string) {
	t.Helper()
	signInAs(t, s, name)
	do(t, s.SetLabel(t.Context(), labelID, claimID))
}

func csvColumn(name string) int {
	for i, c := range LabelledColumns {
		if c == name {
			return i
		}
	}
	panic(name)
}

// decideAs has someone say a word on a claim in a blind review session of theirs.
func decideAs(t *testing.T, s *Store, name, claimID, labelID string) {
	t.Helper()
	signInAs(t, s, name)
	in, err := s.StartSession(t.Context(), NewSession{Name: "by " + name, Mode: ModeBlind, Selection: "{}"})
	do(t, err)
	_, err = s.Decide(t.Context(), NewDecision{SessionID: in.ID, ClaimID: claimID, Kind: DecidedLabel, LabelID: labelID})
	do(t, err)
}

// withPeople is a dump with the people in it.
func withPeople(t testing.TB, s *Store) map[string][]string {
	t.Helper()
	state := dump(t, s)
	people, err := peopleIn(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	state["people"] = people
	return state
}

// peopleIn gives the rows of people, as their events would show them.
func peopleIn(ctx context.Context, s *Store) (images []string, err error) {
	r, dest := db.People.Dest()
	err = s.reading(ctx).Each("SELECT "+db.People.List("t")+" FROM people t ORDER BY t.id", nil, func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		image, err := db.People.Encode(r)
		images = append(images, image.(string))
		return err
	})
	return images, err
}
