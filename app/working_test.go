package app

import (
	"context"
	"errors"
	"testing"

	"factmark/app/workspace"
)

// What takes long says how far it is and can be cancelled; what is quick shows nothing.
func TestWorkThatTakesLongCanBeCancelled(t *testing.T) {
	b := newBench(t, first)
	ended := errors.New("never")
	b.Working("Counting", "Nothing is changed.", func(context.Context, func(done, total int)) error { return nil }, func(err error) { ended = err })
	for _, f := range b.paused {
		f()
	}
	if ended != nil || len(b.Modals) != 0 {
		t.Errorf("quick work ended with %v, and %d dialogs", ended, len(b.Modals))
	}

	var held func()
	b.Back.Start, b.paused = func(work func()) { held = work }, nil
	b.Working("Counting", "Nothing is changed.", func(ctx context.Context, progress func(done, total int)) error {
		progress(1, 2)
		return ctx.Err()
	}, func(err error) { ended = err })
	for _, f := range b.paused {
		f()
	}
	if shown := b.modal(); shown.Title != "Counting" || shown.Ok.Text != "Cancel" {
		t.Errorf("shown: %q", shown.Title)
	}
	b.modal().Accept()
	held()
	if !errors.Is(ended, context.Canceled) || len(b.Modals) != 0 {
		t.Errorf("cancelled work ended with %v, and %d dialogs", ended, len(b.Modals))
	}
}

// A change that takes long says so too; cancelled, it changes nothing and is told of.
func TestAChangeThatTakesLongCanBeCancelled(t *testing.T) {
	b := newBench(t, first)
	var told []string
	b.Workspace.Notices.Listen(func(s string) { told = append(told, s) })
	var held []func()
	start := b.Back.Start
	for _, cancelled := range []bool{false, true} {
		held, told, b.paused = nil, nil, nil
		b.Back.Start = func(work func()) { held = append(held, work) }
		wrote := false
		b.PerformLong("Nothing is changed.", workspace.PendingWrite{Name: "Count all", Done: func() { b.Workspace.Notices.Send("done") }, Failed: b.Workspace.Unless("Not counted.")},
			func(ctx context.Context, progress func(done, total int)) error {
				progress(1, 2)
				for _, f := range b.paused {
					f()
				}
				if shown := b.modal(); shown.Title != "Count all" || shown.Ok.Text != "Cancel" {
					t.Errorf("shown: %q", shown.Title)
				}
				if cancelled {
					b.modal().Accept()
				}
				wrote = ctx.Err() == nil
				return ctx.Err()
			})
		b.Back.Start = start
		for len(held) > 0 {
			work := held[0]
			held = held[1:]
			work()
		}
		want := "done"
		if cancelled {
			want = "Not counted."
		}
		if wrote == cancelled || len(b.Modals) != 0 || len(told) == 0 || told[len(told)-1] != want {
			t.Errorf("cancelled %v: wrote %v, %d dialogs, told %q", cancelled, wrote, len(b.Modals), told)
		}
	}
}
