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

	Moved   Signal[struct{}] // State has changed
	waiting []func()         // what waits until nothing is being written
}

// WriteState is how the user's changes stand.
type WriteState struct {
	Saving bool
	Failed string // names of the changes that could not be written, "" when there are none
	Count  int    // how many those are
	Last   time.Time
}

// State tells how the user's changes stand. It may be asked on any goroutine.
func (q *WriteQueue) State() WriteState {
	q.mu.Lock()
	defer q.mu.Unlock()
	st := WriteState{Saving: q.busy, Last: q.last}
	if q.reason != nil {
		names := make([]string, len(q.queue))
		for i, c := range q.queue {
			names[i] = format.LowerFirst(c.Name)
		}
		st.Failed, st.Count = strings.Join(names, ", "), len(names)
	}
	return st
}

// Perform writes a change behind all that were made before it.
func (q *WriteQueue) Perform(c PendingWrite) {
	if q.may != nil && !q.may() {
		return
	}
	q.mu.Lock()
	q.queue = append(q.queue, c)
	q.mu.Unlock()
	q.Try()
}

// Try writes what waits, away from the interface thread.
func (q *WriteQueue) Try() {
	if q.begin() {
		q.back.Go(q.writeAll)
		q.Moved.Send(struct{}{})
	}
}

func (q *WriteQueue) writeAll() {
	for {
		q.mu.Lock()
		if len(q.queue) == 0 {
			q.stop(nil)
			return
		}
		c := q.queue[0]
		q.mu.Unlock()

		err := c.Write(context.Background()) // whatever else ends, what the user did is written

		q.mu.Lock()
		if err != nil && !failsAgain(err) {
			first := q.reason == nil
			q.reason = err
			q.stop(func() {
				if first {
					q.fail(err)
				}
			})
			return
		}
		q.queue, q.reason = q.queue[1:], nil
		if err == nil {
			q.last = time.Now()
		}
		q.mu.Unlock()
		q.back.OnUI(func() {
			switch {
			case err != nil && c.Failed != nil:
				c.Failed(err)
			case err != nil:
				q.fail(err)
			case c.Done != nil:
				c.Done()
			}
			q.Moved.Send(struct{}{})
		})
	}
}

// TryLast writes what waits, for the end of the program, when nothing else is done any more.
func (q *WriteQueue) TryLast() {
	if q.begin() {
		q.writeAll()
	}
}

// begin tells whether something waits that nobody writes yet; whoever is told so has to call writeAll.
func (q *WriteQueue) begin() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.busy || len(q.queue) == 0 {
		return false
	}
	q.busy = true
	return true
}

// stop ends a writeAll that holds the lock, says then what there is to say and
// lets go on what waits.
func (q *WriteQueue) stop(say func()) {
	q.busy = false
	q.mu.Unlock()
	q.back.OnUI(func() {
		q.Moved.Send(struct{}{})
		if say != nil {
			say()
		}
		if q.State().Saving {
			return
		}
		waiting := q.waiting
		q.waiting = nil
		for _, f := range waiting {
			f()
		}
	})
}

// WhenSettled calls back once every change is written, or can't be.
func (q *WriteQueue) WhenSettled(then func()) {
	if q.State().Saving {
		q.waiting = append(q.waiting, then)
		return
	}
	q.back.OnUI(then) // behind the news of what was written last
}

// Unless gives what is told of a change that was not written: say where the user has cancelled it.
func (w *Workspace) Unless(say string) func(error) {
	return func(err error) {
		if errors.Is(err, context.Canceled) {
			w.Notices.Send(say)
		} else {
			w.Fail(err)
		}
	}
}

// failsAgain tells whether writing the same again would fail in the same way.
func failsAgain(err error) bool {
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
