package workspace

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"factmark/app/format"
	"factmark/store"
)

// PendingWrite is something the user did, ready to be written; what they typed is in it.
type PendingWrite struct {
	Name  string
	Write func(context.Context) error
	Done  func() // on the interface thread, once it is written; may be nil

	// Failed is called on the interface thread, in place of telling the user, where it will never be written; may be nil.
	Failed func(error)
}

// WriteQueue brings the user's changes into the workspace, one after another, in the
// order they were made. One that can't be written stays, and those behind it
// wait, so that nothing is lost and nothing older is written over newer; the
// next change, or the user, has all of them tried again.
type WriteQueue struct {
	back *Background
	fail func(error) // tells the user
	may  func() bool // tells whether anything can be written, and the user where not

	mu     sync.Mutex
	queue  []PendingWrite
	busy   bool      // the queue is being written
	reason error     // why its first change could not be written; nil while all is well
	last   time.Time // when the last change was safe in the file

	Moved   Signal[struct{}] // what state tells has changed
	waiting []func()         // what waits until nothing is being written
}

// WriteState is how the user's changes stand.
type WriteState struct {
	Saving bool
	Failed string // names of the changes that could not be written, "" when there are none
	Count  int    // how many those are
	Last   time.Time
}

func (s *WriteQueue) State() WriteState {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := WriteState{Saving: s.busy, Last: s.last}
	if s.reason != nil {
		names := make([]string, len(s.queue))
		for i, c := range s.queue {
			names[i] = format.LowerFirst(c.Name)
		}
		st.Failed, st.Count = strings.Join(names, ", "), len(names)
	}
	return st
}

// Perform writes a change behind all that were made before it.
func (s *WriteQueue) Perform(c PendingWrite) {
	if s.may != nil && !s.may() {
		return
	}
	s.mu.Lock()
	s.queue = append(s.queue, c)
	s.mu.Unlock()
	s.Try()
}

// Try writes what waits, away from the interface thread.
func (s *WriteQueue) Try() {
	s.mu.Lock()
	start := !s.busy && len(s.queue) > 0
	s.busy = s.busy || start
	s.mu.Unlock()
	if start {
		s.back.Go(s.writeAll)
		s.Moved.Send(struct{}{})
	}
}

func (s *WriteQueue) writeAll() {
	for {
		s.mu.Lock()
		if len(s.queue) == 0 {
			s.stop(nil)
			return
		}
		c := s.queue[0]
		s.mu.Unlock()

		err := c.Write(context.Background()) // whatever else ends, what the user did is written

		s.mu.Lock()
		if err != nil && !pointless(err) {
			first := s.reason == nil
			s.reason = err
			s.stop(func() {
				if first {
					s.fail(err)
				}
			})
			return
		}
		s.queue, s.reason = s.queue[1:], nil
		if err == nil {
			s.last = time.Now()
		}
		s.mu.Unlock()
		s.back.OnUI(func() {
			switch {
			case err != nil && c.Failed != nil:
				c.Failed(err)
			case err != nil:
				s.fail(err)
			case c.Done != nil:
				c.Done()
			}
			s.Moved.Send(struct{}{})
		})
	}
}

// TryLast writes what waits, for the end of the program, when nothing else is done any more.
func (s *WriteQueue) TryLast() {
	s.mu.Lock()
	start := !s.busy && len(s.queue) > 0
	s.busy = s.busy || start
	s.mu.Unlock()
	if start {
		s.writeAll()
	}
}

// stop ends a writeAll that holds the lock, says then what there is to say and
// lets go on what waits.
func (s *WriteQueue) stop(say func()) {
	s.busy = false
	s.mu.Unlock()
	s.back.OnUI(func() {
		s.Moved.Send(struct{}{})
		if say != nil {
			say()
		}
		if s.State().Saving {
			return
		}
		waiting := s.waiting
		s.waiting = nil
		for _, f := range waiting {
			f()
		}
	})
}

// WhenSettled calls back once every change is written, or can't be.
func (s *WriteQueue) WhenSettled(then func()) {
	if s.State().Saving {
		s.waiting = append(s.waiting, then)
		return
	}
	s.back.OnUI(then) // behind the news of what was written last
}

// Unless gives what is told of a change that was not written: say where the user has cancelled it.
func (d *Workspace) Unless(say string) func(error) {
	return func(err error) {
		if errors.Is(err, context.Canceled) {
			d.Notices.Send(say)
		} else {
			d.Fail(err)
		}
	}
}

// pointless tells whether writing the same again would fail in the same way.
func pointless(err error) bool {
	for _, known := range []error{
		store.ErrNotFound, store.ErrMismatch, store.ErrInvalid, store.ErrConflict,
		store.ErrNothingToUndo, store.ErrNothingToRedo, context.Canceled,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}
