package app

import (
	"context"
	"errors"
	"testing"
)

// What takes long says how far it is and can be cancelled; what is quick shows nothing.
func TestWorkThatTakesLongCanBeCancelled(t *testing.T) {
	b := newBench(t, first)
	ended := errors.New("never")
	b.working("Counting", "Nothing is changed.", func(context.Context, func(done, total int)) error { return nil }, func(err error) { ended = err })
	for _, f := range b.paused {
		f()
	}
	if ended != nil || len(b.modals) != 0 {
		t.Errorf("quick work ended with %v, and %d dialogs", ended, len(b.modals))
	}

	var held func()
	b.back.start, b.paused = func(work func()) { held = work }, nil
	b.working("Counting", "Nothing is changed.", func(ctx context.Context, progress func(done, total int)) error {
		progress(1, 2)
		return ctx.Err()
	}, func(err error) { ended = err })
	for _, f := range b.paused {
		f()
	}
	if shown := b.modal(); shown.title != "Counting" || shown.ok.Text != "Cancel" {
		t.Errorf("shown: %q", shown.title)
	}
	b.modal().accept()
	held()
	if !errors.Is(ended, context.Canceled) || len(b.modals) != 0 {
		t.Errorf("cancelled work ended with %v, and %d dialogs", ended, len(b.modals))
	}
}
