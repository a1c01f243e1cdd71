package app

import (
	"context"
	"testing"
	"time"

	"factmark/store"
)

// threaded has the window work on goroutines of its own, as in the real
// program; the test is the interface thread and does what is handed to it.
func threaded(b *bench) (until func(what string, done func() bool)) {
	b.t.Helper()
	handed := make(chan func(), 1000)
	b.Back.Start = func(work func()) { go work() }
	b.Back.UI = func(f func()) { handed <- f }
	b.Back.External = b.Back.UI
	b.t.Cleanup(func() {
		b.Workspace.Stop()
		ended := make(chan struct{})
		go func() { b.Back.End(); close(ended) }()
		for {
			select {
			case <-handed:
			case <-ended:
				return
			}
		}
	})
	return func(what string, done func() bool) {
		b.t.Helper()
		var late <-chan time.Time // only so that a failure says what it waited for
		if t, ok := b.t.(*testing.T); ok {
			if end, ok := t.Deadline(); ok {
				late = time.After(time.Until(end) - 10*time.Second)
			}
		}
		for !done() {
			select {
			case f := <-handed:
				f()
			case <-late:
				b.t.Fatalf("%s: it never came", what)
			}
		}
	}
}

// What another program does with the open workspace appears in the window, and
// neither's work is lost.
func TestTheWindowShowsWhatOthersDo(t *testing.T) {
	b := newBench(t, first, second)
	until := threaded(b)
	ctx := context.Background()
	other, err := store.Open(ctx, b.path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if err := other.SignIn(ctx, store.Person{ID: "ben", Name: "Ben"}); err != nil {
		t.Fatal(err)
	}
	here := b.Workspace.Document.ID
	made, err := other.AddClaims(ctx, []store.NewClaim{{DocumentID: here, Start: 0, End: 3, LabelID: store.DisputedID}})
	if err != nil {
		t.Fatal(err)
	}
	until("their claim", func() bool { return b.Workspace.Claim(made[0].ID) != nil })

	b.selectText("Monday")
	b.type_("s")
	until("our claim", func() bool { return len(b.Workspace.Claims) == 2 && b.Workspace.Current != "" })
	if _, err := other.AddDocuments(ctx, []store.NewDocument{{Title: "Text C", Text: "A third text."}}); err != nil {
		t.Fatal(err)
	}
	until("their document", func() bool { return len(b.Workspace.Documents) == 3 })

	// Open on the claim that they delete, the history shows the deletion, and brings the claim back.
	b.Workspace.Choose(made[0].ID, false)
	b.ShowClaimHistory()
	h := b.Open
	until("the history", func() bool { return len(h.Entries) == 1 })
	if err := other.DeleteClaims(ctx, made[0].ID); err != nil {
		t.Fatal(err)
	}
	until("their deletion", func() bool { return len(h.Entries) == 2 && b.Workspace.Claim(made[0].ID) == nil })
	h.List.Select(0)
	h.Dialog.Accept()
	until("the claim", func() bool { return b.Workspace.Claim(made[0].ID) != nil })
	until("the entry", func() bool { return len(h.Entries) == 3 })
	if len(b.Modals) != 1 {
		t.Errorf("%d dialogs are open", len(b.Modals))
	}
}

// Who changes a claim that another program has just deleted is told so in a sentence.
func TestAChangeToWhatIsGoneIsToldOf(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	id := b.Workspace.Current
	until := threaded(b)
	other, err := store.Open(context.Background(), b.path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if err := other.DeleteClaims(context.Background(), id); err != nil {
		t.Fatal(err)
	}
	b.Workspace.Relabel(store.DisputedID, id)
	until("the message", func() bool { return len(b.Modals) == 1 })
	if state := b.Workspace.Writes.State(); state.Failed != "" {
		t.Errorf("%q waits to be saved for ever", state.Failed)
	}
}
