package app

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"factmark/app/format"
	"factmark/store"
)

// change is something the user did, ready to be written; what they typed is in it.
type change struct {
	name  string
	write func(context.Context) error
	done  func() // on the interface thread, once it is written; may be nil

	// failed is called on the interface thread, in place of telling the user, where it will never be written; may be nil.
	failed func(error)
}

// saves brings the user's changes into the workspace, one after another, in the
// order they were made. One that can't be written stays, and those behind it
// wait, so that nothing is lost and nothing older is written over newer; the
// next change, or the user, has all of them tried again.
type saves struct {
	back *background
	fail func(error) // tells the user
	may  func() bool // tells whether anything can be written, and the user where not

	mu     sync.Mutex
	queue  []change
	busy   bool      // the queue is being written
	reason error     // why its first change could not be written; nil while all is well
	last   time.Time // when the last change was safe in the file

	moved   signal[struct{}] // what state tells has changed
	waiting []func()         // what waits until nothing is being written
}

// saveState is how the user's changes stand.
type saveState struct {
	saving bool
	failed string // names of the changes that could not be written, "" when there are none
	count  int    // how many those are
	last   time.Time
}

func (s *saves) state() saveState {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := saveState{saving: s.busy, last: s.last}
	if s.reason != nil {
		names := make([]string, len(s.queue))
		for i, c := range s.queue {
			names[i] = format.LowerFirst(c.name)
		}
		st.failed, st.count = strings.Join(names, ", "), len(names)
	}
	return st
}

// perform writes a change behind all that were made before it.
func (s *saves) perform(c change) {
	if s.may != nil && !s.may() {
		return
	}
	s.mu.Lock()
	s.queue = append(s.queue, c)
	s.mu.Unlock()
	s.try()
}

// try writes what waits, away from the interface thread.
func (s *saves) try() {
	s.mu.Lock()
	start := !s.busy && len(s.queue) > 0
	s.busy = s.busy || start
	s.mu.Unlock()
	if start {
		s.back.do(s.writeAll)
		s.moved.send(struct{}{})
	}
}

func (s *saves) writeAll() {
	for {
		s.mu.Lock()
		if len(s.queue) == 0 {
			s.stop(nil)
			return
		}
		c := s.queue[0]
		s.mu.Unlock()

		err := c.write(context.Background()) // whatever else ends, what the user did is written

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
		s.back.post(func() {
			switch {
			case err != nil && c.failed != nil:
				c.failed(err)
			case err != nil:
				s.fail(err)
			case c.done != nil:
				c.done()
			}
			s.moved.send(struct{}{})
		})
	}
}

// tryLast writes what waits, for the end of the program, when nothing else is done any more.
func (s *saves) tryLast() {
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
func (s *saves) stop(say func()) {
	s.busy = false
	s.mu.Unlock()
	s.back.post(func() {
		s.moved.send(struct{}{})
		if say != nil {
			say()
		}
		if s.state().saving {
			return
		}
		waiting := s.waiting
		s.waiting = nil
		for _, f := range waiting {
			f()
		}
	})
}

// whenSettled calls back once every change is written, or can't be.
func (s *saves) whenSettled(then func()) {
	if s.state().saving {
		s.waiting = append(s.waiting, then)
		return
	}
	s.back.post(then) // behind the news of what was written last
}

// unless gives what is told of a change that was not written: say where the user has cancelled it.
func (d *desk) unless(say string) func(error) {
	return func(err error) {
		if errors.Is(err, context.Canceled) {
			d.told.send(say)
		} else {
			d.fail(err)
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
