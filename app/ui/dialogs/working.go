package dialogs

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/workspace"
)

// progressAfter is how long work may take before its progress is shown.
const progressAfter = 500 * time.Millisecond

// Working does work away from the interface thread, then calls then on it with the work's error. Work that takes
// longer than half a second shows its progress and can be cancelled: its context ends, and the error is
// context.Canceled.
func (h *Host) Working(title, say string, work func(ctx context.Context, progress func(done, total int)) error, then func(error)) {
	model := h.Workspace
	ctx, cancel := context.WithCancel(model.Ctx)
	progress, hide := h.progressing(title, say, cancel)
	model.Back.Go(func() {
		err := work(ctx, progress)
		hide()
		model.Back.OnUI(func() {
			cancel()
			then(err)
		})
	})
}

// Counting has a label tell how far the documents are counted.
func (h *Host) Counting(told *widget.Label) func(done, total int) {
	shown := -1
	return func(done, total int) {
		if percent := 100 * done / max(total, 1); percent > shown {
			shown = percent
			h.Workspace.Back.OnUI(func() { told.SetText(fmt.Sprintf("Counting… %d %%", percent)) })
		}
	}
}

// PerformLong is WriteQueue.Perform for what may take long: write shows its progress as Working does, and can be
// cancelled. What is cancelled changes nothing, and c.Failed gets context.Canceled.
func (h *Host) PerformLong(say string, c workspace.PendingWrite, write func(ctx context.Context, progress func(done, total int)) error) {
	c.Write = func(ctx context.Context) error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		progress, hide := h.progressing(c.Name, say, cancel)
		defer hide()
		return write(ctx, progress)
	}
	h.Workspace.Writes.Perform(c)
}

// progressing shows how far work is once it has taken half a second, with a button
// that cancels it, until it is hidden. It may be called on any thread; progress on one at a time.
func (h *Host) progressing(title, say string, cancel func()) (progress func(done, total int), hide func()) {
	back := h.Workspace.Back
	// What follows is the interface thread's.
	var bar *widget.ProgressBar
	var shown *OpenModal
	share, finished := 0.0, false
	stop := back.After(progressAfter, func() {
		back.OnUI(func() {
			if !finished {
				bar = widget.NewProgressBar()
				bar.SetValue(share)
				shown = h.ShowModal(Modal{Title: title, Confirm: "Cancel", Width: 380, Content: container.NewVBox(widget.NewLabel(say), bar), OnClose: cancel})
			}
		})
	})
	told := -1
	progress = func(done, total int) {
		percent := 100 * done / max(total, 1)
		if percent == told {
			return
		}
		told = percent
		back.OnUI(func() {
			if share = float64(percent) / 100; bar != nil {
				bar.SetValue(share)
			}
		})
	}
	hide = func() {
		stop()
		back.OnUI(func() {
			if finished = true; shown != nil {
				shown.Close()
			}
		})
	}
	return progress, hide
}
