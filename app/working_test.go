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

// A change that takes long says so too; cancelled, it changes nothing and is told of.
func TestAChangeThatTakesLongCanBeCancelled(t *testing.T) {
	b := newBench(t, first)
	var told []string
	b.desk.told.listen(func(s string) { told = append(told, s) })
	var held []func()
	start := b.back.start
	for _, cancelled := range []bool{false, true} {
		held, told, b.paused = nil, nil, nil
		b.back.start = func(work func()) { held = append(held, work) }
		wrote := false
		b.performLong("Nothing is changed.", change{name: "Count all", done: func() { b.desk.told.send("done") }, failed: b.desk.unless("Not counted.")},
			func(ctx context.Context, progress func(done, total int)) error {
				progress(1, 2)
				for _, f := range b.paused {
					f()
				}
				if shown := b.modal(); shown.title != "Count all" || shown.ok.Text != "Cancel" {
					t.Errorf("shown: %q", shown.title)
				}
				if cancelled {
					b.modal().accept()
				}
				wrote = ctx.Err() == nil
				return ctx.Err()
			})
		b.back.start = start
		for len(held) > 0 {
			work := held[0]
			held = held[1:]
			work()
		}
		want := "done"
		if cancelled {
			want = "Not counted."
		}
		if wrote == cancelled || len(b.modals) != 0 || len(told) == 0 || told[len(told)-1] != want {
			t.Errorf("cancelled %v: wrote %v, %d dialogs, told %q", cancelled, wrote, len(b.modals), told)
		}
	}
}
