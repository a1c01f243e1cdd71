package app

import (
	"context"
	"errors"
	"time"

	"factmark/store"
)

// saves follows the user's changes on their way into the workspace.
type saves struct {
	underWay int
	last     time.Time // when the last change was safe in the file
	unsaved  []change  // those that failed and can be tried again, oldest first
	reason   error     // why the first of them failed
	moved    signal[struct{}]
}

// change is something the user did, ready to be written; what they typed is in it.
type change struct {
	name  string
	write func(context.Context) error
	done  func() // on the interface thread, once it is written; may be nil
}

// perform writes a change away from the interface thread, after those before it.
func (d *desk) perform(c change) {
	d.saves.underWay++
	d.saves.moved.send(struct{}{})
	d.back.inOrder(func() {
		err := c.write(d.ctx)
		d.back.post(func() { d.performed(c, err) })
	})
}

func (d *desk) performed(c change, err error) {
	d.saves.underWay--
	switch {
	case err == nil:
		d.saves.last = time.Now()
		if c.done != nil {
			c.done()
		}
	case pointless(err):
		d.fail(err)
	default:
		if len(d.saves.unsaved) == 0 {
			d.saves.reason = err
		}
		d.saves.unsaved = append(d.saves.unsaved, c)
		if len(d.saves.unsaved) == 1 {
			d.fail(err)
		}
	}
	d.saves.moved.send(struct{}{})
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

// trySavingAgain writes what could not be written before, in the order it was done.
func (d *desk) trySavingAgain() {
	again := d.saves.unsaved
	d.saves.unsaved, d.saves.reason = nil, nil
	for _, c := range again {
		d.perform(c)
	}
}
