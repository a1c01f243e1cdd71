package app

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// progressAfter is how long work may take before its progress is shown.
const progressAfter = 500 * time.Millisecond

// working does work away from the interface thread, then tells what came of it.
// What takes longer than half a second shows how far it is, and can be
// cancelled: then the context ends, and then gets its error like any other.
func (w *host) working(title, say string, work func(ctx context.Context, progress func(done, total int)) error, then func(error)) {
	d := w.desk
	ctx, cancel := context.WithCancel(d.ctx)
	progress, hide := w.progressing(title, say, cancel)
	d.back.do(func() {
		err := work(ctx, progress)
		hide()
		d.back.post(func() {
			cancel()
			then(err)
		})
	})
}

// counting has a label tell how far the documents are counted.
func (w *host) counting(told *widget.Label) func(done, total int) {
	shown := -1
	return func(done, total int) {
		if percent := 100 * done / max(total, 1); percent > shown {
			shown = percent
			w.desk.back.post(func() { told.SetText(fmt.Sprintf("Counting… %d %%", percent)) })
		}
	}
}

// performLong is saves.perform for what may take long: write shows how far it is like
// working, and can be cancelled. What is cancelled changes nothing and is told as c.failed has it.
func (w *host) performLong(say string, c change, write func(ctx context.Context, progress func(done, total int)) error) {
	c.write = func(ctx context.Context) error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		progress, hide := w.progressing(c.name, say, cancel)
		defer hide()
		return write(ctx, progress)
	}
	w.desk.saves.perform(c)
}

// progressing shows how far work is once it has taken half a second, with a button
// that cancels it, until it is hidden. It may be called on any thread; progress on one at a time.
func (w *host) progressing(title, say string, cancel func()) (progress func(done, total int), hide func()) {
	back := w.desk.back
	// What follows is the interface thread's.
	var bar *widget.ProgressBar
	var shown *openModal
	share, finished := 0.0, false
	stop := back.after(progressAfter, func() {
		back.post(func() {
			if !finished {
				bar = widget.NewProgressBar()
				bar.SetValue(share)
				shown = w.showModal(modal{title: title, confirm: "Cancel", width: 380, content: container.NewVBox(widget.NewLabel(say), bar), onClose: cancel})
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
		back.post(func() {
			if share = float64(percent) / 100; bar != nil {
				bar.SetValue(share)
			}
		})
	}
	hide = func() {
		stop()
		back.post(func() {
			if finished = true; shown != nil {
				shown.close()
			}
		})
	}
	return progress, hide
}
