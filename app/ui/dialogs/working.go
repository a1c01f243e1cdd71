package dialogs

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/workspace"
)

// progressAfter is how long work may take before its progress is shown.
const progressAfter = 500 * time.Millisecond

// Working does work away from the interface thread, then calls then on it with the work's error. Work that takes
// longer than half a second shows its progress and can be cancelled: its context ends, and the error is
// context.Canceled.
func (h *Host) Working(title, say string, work func(ctx context.Context, progress func(done, total int)) error, then func(error)) {
	h.WorkingOn(title, say, func(ctx context.Context, progress func(done, total int, on string)) error {
		return work(ctx, withoutName(progress))
	}, then)
}

// WorkingOn is Working where progress also names what was done last, a file say.
func (h *Host) WorkingOn(title, say string, work func(ctx context.Context, progress func(done, total int, on string)) error, then func(error)) {
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
			h.Workspace.Back.OnUI(func() { told.SetText(locale.T("Counting… {{.Percent}} %", "Percent", percent)) })
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
		return write(ctx, withoutName(progress))
	}
	h.Workspace.Writes.Perform(c)
}

func withoutName(progress func(done, total int, on string)) func(done, total int) {
	return func(done, total int) { progress(done, total, "") }
}

// step is how far work is.
type step struct {
	done, total, percent int
	on                   string // what was done last
	at                   time.Time
}

// nameEvery is the least time between two names of what is worked on.
const nameEvery = 100 * time.Millisecond

// progressing shows how far work is once it has taken half a second, with a button that cancels it, until it is hidden: a bar and, where
// progress is given names, the count and the last name. It may be called on any thread; progress on one at a time.
func (h *Host) progressing(title, say string, cancel func()) (progress func(done, total int, on string), hide func()) {
	back := h.Workspace.Back
	// What follows is the interface thread's.
	bar, named := widget.NewProgressBar(), widget.NewLabel("")
	named.Truncation = fyne.TextTruncateEllipsis
	named.Hide()
	var shown *OpenModal
	finished := false
	stop := back.After(progressAfter, func() {
		back.OnUI(func() {
			if !finished {
				shown = h.ShowModal(Modal{Title: title, Confirm: locale.T("Cancel"), Width: 380, Content: container.NewVBox(widget.NewLabel(say), bar, named), OnClose: cancel})
			}
		})
	})
	// What follows is shared. The interface thread may be slower than work: it is told of the last step alone, never of many in a row.
	var mu sync.Mutex
	var last step
	waiting := false
	told := step{percent: -1}
	progress = func(done, total int, on string) {
		now := step{done, total, 100 * done / max(total, 1), on, time.Now()}
		if now.percent == told.percent && (on == "" || now.at.Sub(told.at) < nameEvery) {
			return
		}
		told = now
		mu.Lock()
		post := !waiting
		last, waiting = now, true
		mu.Unlock()
		if !post {
			return
		}
		back.OnUI(func() {
			mu.Lock()
			now := last
			waiting = false
			mu.Unlock()
			bar.SetValue(float64(now.percent) / 100)
			if now.on != "" {
				named.SetText(locale.T("{{.Done}} of {{.Total}} · {{.Name}}", "Done", now.done, "Total", now.total, "Name", VisualOrder(format.VisibleLines(now.on))))
				SetVisible(named, true)
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
