package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"factmark/store/internal/db"
)

// untilFree tries again what others keep from being done. SQLite lets those who wait for a file in
// in no order, so on a computer that has much else to do one of them may be held off for longer than
// a Store waits. ErrBusy promises that nothing was done then, and that trying again is right.
func untilFree(f func() error) error {
	for {
		if err := f(); !errors.Is(err, db.ErrBusy) {
			return err
		}
	}
}

func openWhenFree(ctx context.Context, path string) (s *Store, err error) {
	err = untilFree(func() error {
		s, err = Open(ctx, path)
		return err
	})
	return s, err
}

// addAlone adds one claim, by an action of its own, to a document that others add to as well.
func addAlone(ctx context.Context, s *Store, n NewClaim) error {
	return untilFree(func() error {
		_, err := s.AddClaims(ctx, []NewClaim{n})
		return err
	})
}

const addedByChild = 100

// childAdds adds claims to the one document, one by one.
func childAdds(ctx context.Context, path string) error {
	s, err := openWhenFree(ctx, path)
	if err != nil {
		return err
	}
	if err := untilFree(func() error { return s.SignIn(ctx, Person{ID: "child", Name: "Child"}) }); err != nil {
		return err
	}
	documents, err := s.Documents(ctx)
	if err != nil {
		return err
	}
	for range addedByChild {
		if err := addAlone(ctx, s, NewClaim{DocumentID: documents[0].ID, Start: 0, End: 3}); err != nil {
			return err
		}
	}
	fmt.Println("added")
	return s.Close()
}

// A second process, and a second Store in this one, write at the same time;
// one of the Stores is closed while the others go on.
func TestTwoProcessesAndTwoStores(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shared.factmark")
	first, err := Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	id := addText(t, first, "T", "one two three")
	cmd := child(t, "add", path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	const each = 50
	for range 3 {
		group.Go(func() {
			s, err := openWhenFree(t.Context(), path)
			if err != nil {
				t.Error(err)
				return
			}
			for range each {
				if err := addAlone(t.Context(), s, NewClaim{DocumentID: id, Start: 4, End: 7}); err != nil {
					t.Error(err)
				}
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	for range each {
		if err := addAlone(t.Context(), first, NewClaim{DocumentID: id, Start: 8, End: 13}); err != nil {
			t.Error(err) // and no end before the others'
		}
	}
	group.Wait()
	var said string
	for line := range lines(out) {
		said = line
	}
	if err := cmd.Wait(); err != nil || said != "added" {
		t.Fatalf("the other process: %q, %v", said, err)
	}
	all, err := first.Claims(t.Context(), id)
	if err != nil || len(all) != 4*each+addedByChild {
		t.Errorf("%d claims, %v; want %d", len(all), err, 4*each+addedByChild)
	}
	expectClean(t, first)
	expectSame(t, dump(t, first), lastImages(t, first))
}

// doneByEach is how many things each of several does at random. Two at a time do them in other orders each time: the race
// detector, under which each takes ten times as long, has enough of fewer.
func doneByEach() int {
	if underRace {
		return 30
	}
	return 150
}

// childDoesSome does some of everything, undo and redo too, beside others.
func childDoesSome(ctx context.Context, path string) error {
	return someOfEverything(ctx, path, 1)
}

// someOfEverything works on a workspace at random beside others, who may have
// taken away what it was about to change.
func someOfEverything(ctx context.Context, path string, seed uint64) error {
	w := worker{ctx: ctx, path: path, say: io.Discard, Rand: rand.New(rand.NewPCG(seed, 7))}
	if err := w.open(); err != nil {
		return err
	}
	for range doneByEach() {
		if err := w.anything(); err != nil && !errors.Is(err, db.ErrConflict) && !errors.Is(err, db.ErrBusy) {
			return err
		}
	}
	return w.s.Close()
}

// Three Stores, one of them in another process, do all kinds of things at the
// same time, each undoing and redoing what is last, whoever did it. Every
// action is whole, and the history makes the very rows that are there.
func TestAllKindsOfWorkTogether(t *testing.T) {
	s := create(t)
	cmd := child(t, "some", s.Path())
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for seed := range uint64(2) {
		group.Go(func() {
			if err := someOfEverything(t.Context(), s.Path(), seed+2); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for line := range lines(out) {
		t.Error(line)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	expectClean(t, s)
	expectPagesFit(t, t, s)
	// All the way back and forward again: nobody's work stands in the way of another's.
	everything := func(travel func(context.Context) (Change, error), end error) {
		t.Helper()
		for {
			if _, err := travel(t.Context()); errors.Is(err, end) {
				return
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
	everything(s.Redo, db.ErrNothingToRedo)
	last := dump(t, s)
	everything(s.Undo, db.ErrNothingToUndo)
	if now := dump(t, s); len(now["claims"]) > 0 {
		t.Errorf("%d claims are left when all is undone", len(now["claims"]))
	}
	everything(s.Redo, db.ErrNothingToRedo)
	expectSame(t, dump(t, s), last)
	expectClean(t, s)
}

// Undo in one Store takes back what another has done last, and finds nothing
// it does not know.
func TestUndoAcrossStores(t *testing.T) {
	first := create(t)
	second, err := Open(t.Context(), first.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	id := addText(t, first, "T", "one two three")
	before := dump(t, first)
	addClaim(t, second, NewClaim{DocumentID: id, Start: 0, End: 3})
	if _, err := first.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectSame(t, dump(t, second), before)
}

// A workspace that another program holds on to can be read, and says so when it is to be written.
func TestHeldByAnotherProgram(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "one two three")
	other, err := db.Connect(s.path, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.conn.ExecContext(t.Context(), "PRAGMA busy_timeout = 1"); err != nil {
		t.Fatal(err)
	}
	_, err = s.AddClaims(t.Context(), []NewClaim{{DocumentID: id, Start: 0, End: 3}})
	expectError(t, err, db.ErrBusy, "another program")
	expectError(t, s.SetSetting(t.Context(), "k", "v"), db.ErrBusy, "another program")
	if text, err := s.Text(t.Context(), id); err != nil || text != "one two three" {
		t.Errorf("Text() = %q, %v", text, err)
	}
	if _, err := other.Exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 3})
}

// Many goroutines read and write; listeners hear of every action once, in the order of the commits.
func TestConcurrentUse(t *testing.T) {
	s := create(t)
	fill(t, s, 1) // a document that no undo takes away
	documents, err := s.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	id := documents[0].ID
	before := len(actionIDs(t, s))
	var heard []string // only ever touched under the Store's own order
	stop := s.Listen(func(c Change) {
		heard = append(heard, c.Action.ID)
		if _, err := s.Claims(t.Context(), id); err != nil { // a listener may read
			t.Error(err)
		}
	})
	var group sync.WaitGroup
	work := []func() error{
		func() error {
			_, err := s.AddClaims(t.Context(), []NewClaim{{DocumentID: id, Start: 1, End: 7}})
			return err
		},
		func() error { _, err := s.Undo(t.Context()); return err },
		func() error { _, err := s.Redo(t.Context()); return err },
		func() error { return s.SetSetting(t.Context(), "k", "v") },
		func() error { _, err := s.Documents(t.Context()); return err },
		func() error { _, _, err := s.UndoNames(t.Context()); return err },
		func() error { _, err := s.Text(t.Context(), id); return err },
		func() error {
			return s.EachLabelled(t.Context(), Filter{}, func(cells []string) error {
				if !strings.HasPrefix(cells[10], "“Report") && cells[10] != "Report" {
					return fmt.Errorf("the quote is %q", cells[10])
				}
				return nil
			})
		},
		func() error { s.Listen(func(Change) {})(); return nil },
	}
	for _, f := range work {
		group.Go(func() {
			for range 30 {
				err := f()
				if err != nil && !errors.Is(err, db.ErrNothingToUndo) && !errors.Is(err, db.ErrNothingToRedo) {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	stop()
	all := actionIDs(t, s)
	if !slices.Equal(heard, all[before:]) {
		t.Errorf("heard of %d actions, there are %d", len(heard), len(all)-before)
	}
	expectClean(t, s)
}

// A change that is given up leaves nothing, and the next one goes through.
func TestCancelledWrite(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "one two three")
	before := dump(t, s)
	gone, cancel := context.WithCancel(t.Context())
	_, err := s.write(gone, ChangeDo, "Cancelled", func(w *transaction) error {
		if _, err := w.addClaim(NewClaim{DocumentID: id, Start: 0, End: 3}); err != nil {
			return err
		}
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	expectSame(t, dump(t, s), before)
	addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 3})

	// Wherever in the work it is given up, the next change finds the writer free.
	for i := range 60 {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() {
			_, err := s.AddClaims(ctx, slices.Repeat([]NewClaim{{DocumentID: id, Start: 0, End: 3}}, 20))
			done <- err
		}()
		for range i * 5000 {
		}
		cancel()
		addClaim(t, s, NewClaim{DocumentID: id, Start: 4, End: 7})
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	expectSame(t, dump(t, s), lastImages(t, s))

	// Waiting for another's turn can be given up too.
	if err := s.lock(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.SetLabel(gone, SupportedID, "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	s.unlock()
}
