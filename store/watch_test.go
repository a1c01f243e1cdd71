package store

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"testing"

	"factmark/store/internal/db"
)

// elsewhere opens the same file once more.
func elsewhere(t *testing.T, s *Store) *Store {
	t.Helper()
	other, err := Open(t.Context(), s.Path())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { other.Close() })
	return other
}

// ownWatcher is one whose looks a test orders itself.
func ownWatcher(t *testing.T, s *Store) *watcher {
	t.Helper()
	db, err := connectReaders(t.Context(), s.from)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return &watcher{db: db}
}

func TestWhatAnotherStoreDoesIsHeard(t *testing.T) {
	s := create(t)
	heard := make(chan Change, 10)
	s.Listen(func(c Change) { heard <- c })
	other := elsewhere(t, s)
	id := addText(t, other, "T", "one two three")
	if c := <-heard; c.Kind != "elsewhere" || !c.Everything || c.Action != (Action{}) {
		t.Errorf("heard %+v", c)
	}
	if text, err := s.Text(t.Context(), id); err != nil || text != "one two three" {
		t.Errorf("Text() = %q, %v", text, err)
	}
	if _, err := other.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c := <-heard; c.Kind != "elsewhere" {
		t.Errorf("heard %+v", c)
	}
}

func TestWhatAnotherProcessDoesIsHeard(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "one two three")
	heard := make(chan ChangeKind, 2*addedByChild)
	s.Listen(func(c Change) { heard <- c.Kind })
	cmd := child(t, "add", s.Path())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for n := 0; n < addedByChild; {
		if kind := <-heard; kind != "elsewhere" {
			t.Fatalf("heard %q", kind)
		}
		all, err := s.Claims(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		n = len(all)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	expectClean(t, s)
}

// Listeners hear of each change of others once, of their own as ever, in the
// order of the commits, and of settings not at all.
func TestOnlyWhatOthersDoIsElsewhere(t *testing.T) {
	s := create(t)
	w := ownWatcher(t, s)
	other := elsewhere(t, s)
	var heard []string
	stop := s.Listen(func(c Change) { heard = append(heard, string(c.Kind)+" "+c.Action.Name) })
	defer stop()
	if err := s.endWatch(); err != nil { // the test looks instead
		t.Fatal(err)
	}
	expect := func(want ...string) {
		t.Helper()
		if err := s.look(t.Context(), w); err != nil {
			t.Fatal(err)
		}
		if err := s.look(t.Context(), w); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(heard, want) {
			t.Fatalf("heard %q, want %q", heard, want)
		}
		heard = nil
	}
	set := func(s *Store) {
		t.Helper()
		if err := s.SetSetting(t.Context(), "scroll", db.NewID()); err != nil {
			t.Fatal(err)
		}
	}
	expect()
	id := addText(t, s, "T", "one two three")
	expect("do Import document")
	set(s)
	set(other)
	expect()
	addClaim(t, other, NewClaim{DocumentID: id, Start: 0, End: 3})
	set(other)
	expect("elsewhere ")
	// Our own change comes before the next look.
	addClaim(t, other, NewClaim{DocumentID: id, Start: 4, End: 7})
	addClaim(t, s, NewClaim{DocumentID: id, Start: 8, End: 13})
	expect("elsewhere ", "do Add claim")
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Redo(t.Context()); err != nil {
		t.Fatal(err)
	}
	expect("undo Add claim", "elsewhere ")
	// A change given up leaves its number to the next one.
	gone, cancel := context.WithCancel(t.Context())
	_, err := s.write(gone, ChangeDo, "Given up", func(w *transaction) error {
		_, err := w.addClaim(NewClaim{DocumentID: id, Start: 0, End: 7})
		cancel()
		return err
	})
	expectError(t, err, context.Canceled, "canceled")
	addClaim(t, other, NewClaim{DocumentID: id, Start: 0, End: 7})
	expect("elsewhere ")
}

func TestWatchingHoldsNobodyUp(t *testing.T) {
	s := create(t)
	w := ownWatcher(t, s)
	other := elsewhere(t, s)
	addText(t, other, "T", "one two three")
	if err := s.look(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	if _, err := other.conn.ExecContext(t.Context(), "PRAGMA busy_timeout = 1"); err != nil {
		t.Fatal(err)
	}
	addText(t, other, "T2", "four five six")
	if err := db.FoldLog(t.Context(), other.conn); err != nil {
		t.Error(err)
	}
	if err := s.look(t.Context(), w); err != nil {
		t.Error(err)
	}
}

func TestWatchingEndsWithClose(t *testing.T) {
	watchers := func() int {
		stacks := make([]byte, 1<<20)
		return strings.Count(string(stacks[:runtime.Stack(stacks, true)]), "(*Store).watch.func1(")
	}
	s := create(t)
	if n := watchers(); n != 0 {
		t.Fatalf("%d before anybody listens", n)
	}
	s.Listen(func(Change) {})
	s.Listen(func(Change) {})()
	if n := watchers(); n != 1 {
		t.Errorf("%d for two listeners", n)
	}
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s.Listen(func(Change) {})
		if n := watchers(); n != 0 {
			t.Errorf("%d after closing", n)
		}
	}
}
