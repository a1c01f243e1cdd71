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
	bar := widget.NewProgressBar()
	var shown *openModal
	finished := false
	hide := d.back.after(progressAfter, func() {
		d.back.post(func() {
			if !finished {
				said := widget.NewLabel(say)
				shown = w.showModal(modal{title: title, confirm: "Cancel", width: 380, content: container.NewVBox(said, bar), onClose: cancel})
			}
		})
	})
	d.back.do(func() {
		err := work(ctx, func(done, total int) {
			d.back.post(func() { bar.Max = float64(max(total, 1)); bar.SetValue(float64(done)) })
		})
		d.back.post(func() {
			finished = true
			hide()
			if shown != nil {
				shown.close()
			}
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
