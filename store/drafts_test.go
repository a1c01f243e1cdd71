package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"factmark/store/internal/db"
)

func init() { children["draft"] = childTypes }

var noteTyped = DraftKey{PersonID: "person-ann", Form: "claim", Subject: "c", Field: "note", Base: "b"}

func draftAt(k DraftKey, text string, second int) Draft {
	return Draft{k, text, time.Date(2026, 11, 28, 14, 2, second, 0, time.UTC)}
}

func expectDrafts(t *testing.T, s *Store, person string, want ...Draft) {
	t.Helper()
	got, err := s.Drafts(t.Context(), person)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the drafts are %+v, want %+v", got, want)
	}
}

func TestDraftsAreKeptInPlaceOfEarlierOnes(t *testing.T) {
	s, _, _ := annsDesk(t)
	heard := 0
	defer s.Listen(func(Change) { heard++ })()
	before := dump(t, s)
	other, bens := noteTyped, noteTyped
	other.Base, bens.PersonID = "what is stored now", "person-ben"
	do(t, s.KeepDrafts(t.Context(), []Draft{draftAt(noteTyped, "the gau", 1), draftAt(bens, "mine", 1)}, nil))
	do(t, s.KeepDrafts(t.Context(), []Draft{draftAt(noteTyped, "the gauge\nreads 😀", 3), draftAt(other, "", 2)}, nil))
	expectDrafts(t, s, "person-ann", draftAt(other, "", 2), draftAt(noteTyped, "the gauge\nreads 😀", 3))
	expectDrafts(t, s, "person-ben", draftAt(bens, "mine", 1))
	do(t, s.KeepDrafts(t.Context(), nil, []DraftKey{noteTyped, noteTyped}))
	expectDrafts(t, s, "person-ann", draftAt(other, "", 2))
	expectSame(t, dump(t, s), before)
	if heard != 0 {
		t.Errorf("listeners heard of %d changes", heard)
	}
	expectClean(t, s)
}

// What is saved is no draft any more, in the same transaction; what was typed since stays one.
func TestASavedDraftGoesWithTheSave(t *testing.T) {
	s, _, c := annsDesk(t)
	d := draftAt(noteTyped, "the gauge", 5)
	edit := func(note string, saved Draft) error {
		return s.EditClaim(FinishDrafts(t.Context(), saved), c.ID, ClaimEdit{Note: &note})
	}
	do(t, s.KeepDrafts(t.Context(), []Draft{d}, nil))
	expectError(t, edit("bad \xff", d), db.ErrInvalid, "")
	expectDrafts(t, s, "person-ann", d)

	later := draftAt(noteTyped, "the gauge, again", 6)
	do(t, s.KeepDrafts(t.Context(), []Draft{later}, nil))
	do(t, edit("the gauge", d))
	expectDrafts(t, s, "person-ann", later)

	do(t, edit("the gauge, again", later))
	expectDrafts(t, s, "person-ann")
	if _, err := s.Undo(t.Context()); err != nil { // undo is not about drafts
		t.Fatal(err)
	}
	expectDrafts(t, s, "person-ann")

	do(t, s.KeepDrafts(t.Context(), []Draft{later}, nil)) // of what is stored already
	do(t, edit("the gauge", later))
	do(t, s.KeepDrafts(t.Context(), []Draft{later}, nil))
	do(t, edit("the gauge", later))
	expectDrafts(t, s, "person-ann")
}

func TestTheEndOfASessionEndsItsDrafts(t *testing.T) {
	s, _, _ := annsDesk(t)
	in, err := s.StartSession(t.Context(), NewSession{Mode: ModeBlind, Selection: "{}"})
	do(t, err)
	comment := draftAt(DraftKey{PersonID: "person-ann", Form: FormReview, Subject: in.ID, Field: "c"}, "why", 1)
	other := comment
	other.Subject = "another session"
	do(t, s.KeepDrafts(t.Context(), []Draft{comment, other, draftAt(noteTyped, "a note", 1)}, nil))
	do(t, s.EndSession(t.Context(), in.ID, "{}"))
	expectDrafts(t, s, "person-ann", draftAt(noteTyped, "a note", 1), other)
}

// Comments that earlier versions kept in a session's setting are drafts now; a setting that is damaged is no hindrance.
func TestDraftsOfEarlierVersions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.factmark")
	firstVersion(t, path, "one two three")
	_, conn, err := db.ConnectWriter(t.Context(), path)
	do(t, err)
	do(t, db.Migrate(t.Context(), conn, db.Migrations[:7]))
	for _, setting := range []string{`{"drafts": {"c": "why 😀", "d": 3}, "gone": []}`, `{"drafts": {`, `[]`} {
		id := db.NewID()
		_, err := conn.ExecContext(t.Context(), `INSERT INTO review_sessions (id, name, mode, person_id, selection, seed, started_at, ended_at, summary)
			VALUES (?, 'n', 'blind', 'p', '{}', 0, '2025-03-01T09:00:00.000Z', '', '{}')`, id)
		do(t, err)
		_, err = conn.ExecContext(t.Context(), "INSERT INTO settings VALUES (?, ?)", SessionSetting(id), setting)
		do(t, err)
	}
	do(t, errors.Join(db.FoldLog(t.Context(), conn), conn.Close()))
	s := openAs(t, path, "ann")
	got, err := s.Drafts(t.Context(), "p")
	if err != nil || len(got) != 1 || got[0].Text != "why 😀" || got[0].Form != FormReview || got[0].Field != "c" || got[0].TypedAt.Year() != 2025 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestOnlySoManyDraftsAreRead(t *testing.T) {
	s := create(t)
	var many []Draft
	for i := range mostDrafts + 5 {
		k := noteTyped
		k.Subject = fmt.Sprint(i)
		many = append(many, Draft{k, "x", time.Date(2026, 1, 1, 0, 0, i, 0, time.UTC)})
	}
	do(t, s.KeepDrafts(t.Context(), many, nil))
	expectDrafts(t, s, "person-ann", many[5:]...)
	big := draftAt(noteTyped, strings.Repeat("x", longestDrafts+1), 59)
	big.TypedAt = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	do(t, s.KeepDrafts(t.Context(), []Draft{big}, nil))
	expectDrafts(t, s, "person-ann")
}

func TestDraftsWhereTheFileCannotBeWritten(t *testing.T) {
	s, _, _ := annsDesk(t)
	other, err := db.Connect(s.path, nil, 1)
	do(t, err)
	defer other.Close()
	_, err = s.conn.ExecContext(t.Context(), "PRAGMA busy_timeout = 1")
	do(t, err)
	_, err = other.Exec("BEGIN IMMEDIATE")
	do(t, err)
	d := draftAt(noteTyped, "the gauge", 1)
	expectError(t, s.KeepDrafts(t.Context(), []Draft{d}, nil), db.ErrBusy, "another program")
	expectDrafts(t, s, "person-ann")
	_, err = other.Exec("ROLLBACK")
	do(t, err)
	do(t, s.KeepDrafts(t.Context(), []Draft{d}, nil))

	away := s.Path() + ".away"
	do(t, os.Rename(s.Path(), away))
	expectError(t, s.KeepDrafts(t.Context(), []Draft{d}, nil), db.ErrGone, "")
	do(t, os.Rename(away, s.Path()))
	expectDrafts(t, s, "person-ann", d)
}

// childTypes types a note letter by letter, and saves it now and then, until it is killed. It says what is in the file.
func childTypes(ctx context.Context, path string) error {
	s, err := Open(ctx, path)
	if err != nil {
		return err
	}
	all, err := s.Documents(ctx)
	if err != nil {
		return err
	}
	claims, err := s.Claims(ctx, all[0].ID)
	if err != nil {
		return err
	}
	for i := int(time.Now().UnixMilli()); ; i++ { // another text than any child before
		d := Draft{noteTyped, fmt.Sprint("note-", i), time.Now()}
		fmt.Println("setting?", d.Text)
		if err := s.KeepDrafts(ctx, []Draft{d}, nil); err != nil {
			return err
		}
		fmt.Println("setting draft", d.Text)
		if i%3 == 0 {
			if err := s.EditClaim(FinishDrafts(ctx, d), claims[0].ID, ClaimEdit{Note: &d.Text}); err != nil {
				return err
			}
			fmt.Println("setting note", d.Text)
		}
	}
}

// Whenever the program is killed, what was last typed is there once: as a draft or as the note, never as both or neither.
func TestKilledWhileTyping(t *testing.T) {
	kills := tries(12)
	if testing.Short() || underRace {
		kills = 2
	}
	s, _, c := annsDesk(t)
	path := s.Path()
	random := rand.New(rand.NewPCG(rand.Uint64(), 0))
	for range kills {
		do(t, s.Close())
		var last [3]string
		killed(t, child(t, "draft", path), random, func(line string) {
			if words := strings.Fields(line); len(words) == 3 {
				last = [3]string(words)
			}
		})
		var err error
		s, err = Open(t.Context(), path)
		do(t, err)
		drafts, err := s.Drafts(t.Context(), "person-ann")
		do(t, err)
		note := claimIn(t, s, c.ID).Note
		var typed int
		if _, err := fmt.Sscanf(last[2], "note-%d", &typed); last[2] != "" && err != nil {
			t.Fatal(err)
		}
		var there int
		switch {
		case len(drafts) == 1 && drafts[0].Text != note:
			_, err = fmt.Sscanf(drafts[0].Text, "note-%d", &there)
		case len(drafts) == 0 && strings.HasPrefix(note, "note-"):
			_, err = fmt.Sscanf(note, "note-%d", &there)
		case len(drafts) > 0:
			t.Fatalf("the drafts %+v beside the note %q", drafts, note)
		}
		do(t, err)
		if there < typed && last[0] != "" || there > typed+1 && last[0] != "" {
			t.Fatalf("reported was %v, there are the drafts %+v and the note %q", last, drafts, note)
		}
		expectClean(t, s)
	}
	do(t, s.Close())
}
