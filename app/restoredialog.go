package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/store"
)

// restoring is the dialog that lists backups and restores one to a new file.
type restoring struct {
	window    *safetyDialogs
	workspace string // path of the one whose backups these are
	dialog    *openModal
	list      *rowList
	said      *widget.Label
	rows      []restorable
	now       *store.Contents // of the workspace; nil where it can't be read
	ctx       context.Context
	stop      context.CancelFunc
}

// restorable is a backup and what it holds, once that is known.
type restorable struct {
	backup.Backup
	holds *store.Contents
	err   error
}

func (w *safetyDialogs) showRestore() { w.restoreDialog(w.desk.store.Path()) }

// restoreDialog lists the backups of a workspace, which need not be open, nor
// even be there.
func (w *safetyDialogs) restoreDialog(workspace string) *restoring {
	r := &restoring{window: w, workspace: workspace}
	r.ctx, r.stop = context.WithCancel(context.Background())
	r.said = widget.NewLabel("Looking for backups…")
	r.said.Wrapping = fyne.TextWrapWord
	r.list = newRowList(func() int { return len(r.rows) }, newRestoreRow, r.fill, func(int) { r.show() }, w.modalKey)
	size := w.win.Canvas().Size()
	rows := container.NewGridWrap(fyne.NewSize(min(680, size.Width-80), min(340, size.Height-260)), r.list.framed())
	r.dialog = w.showModal(modal{title: "Restore a backup of " + shorten(store.NameOf(workspace), 50), width: 680,
		content: container.NewBorder(nil, r.said, nil, nil, rows),
		confirm: "Restore to a new file…", cancel: "Close", focus: r.list, onConfirm: r.choose, onClose: r.stop})
	r.dialog.ok.Disable()
	w.back.do(r.read)
	return r
}

// read finds the backups and then looks into them one after another.
func (r *restoring) read() {
	base := backupFolder(r.window.profile)
	all, err := backup.List(base, r.workspace)
	var now *store.Contents
	if d := r.window.desk; d != nil && d.store.Path() == r.workspace {
		if c, err := d.store.Contents(r.ctx); err == nil {
			now = &c
		}
	}
	r.post(func() {
		r.now = now
		for _, b := range all {
			r.rows = append(r.rows, restorable{Backup: b})
		}
		switch {
		case err != nil:
			r.said.SetText(sentence(err))
		case len(all) == 0:
			r.said.SetText("There are no backups yet. Factmark makes them by itself, in " + backup.Folder(base, r.workspace) + ".")
		default:
			r.list.Select(0)
			r.show()
		}
		r.list.Refresh()
	})
	for i, b := range all {
		if r.ctx.Err() != nil {
			return
		}
		holds, err := store.Peek(r.ctx, b.Path)
		r.post(func() {
			if r.rows[i].err = err; err == nil {
				r.rows[i].holds = &holds
			}
			r.list.RefreshItem(i)
			r.show()
		})
	}
}

// post hands back to the interface thread, unless the dialog has gone.
func (r *restoring) post(f func()) {
	r.window.back.post(func() {
		if r.ctx.Err() == nil {
			f()
		}
	})
}

// newRestoreRow is a row of two lines: when and why, then what is in it.
func newRestoreRow() fyne.CanvasObject {
	when := widget.NewLabel("")
	when.TextStyle.Bold = true
	why := widget.NewLabel("")
	size := widget.NewLabel("")
	size.Importance = widget.LowImportance
	holds := widget.NewLabel("")
	holds.SizeName = theme.SizeNameCaptionText
	holds.Truncation = fyne.TextTruncateEllipsis
	return container.New(layout.NewCustomPaddedVBoxLayout(-12), container.NewHBox(when, why, layout.NewSpacer(), size), holds)
}

func (r *restoring) fill(i int, o fyne.CanvasObject) {
	row := r.rows[i]
	box := o.(*fyne.Container)
	head := box.Objects[0].(*fyne.Container)
	head.Objects[0].(*widget.Label).SetText(row.At.Local().Format("Mon 2 Jan 2006, 15:04"))
	head.Objects[1].(*widget.Label).SetText(row.Reason)
	head.Objects[3].(*widget.Label).SetText(bytesText(row.Size))
	box.Objects[1].(*widget.Label).SetText(r.holds(row))
}

// holds says what a backup holds, compared with now.
func (r *restoring) holds(row restorable) string {
	switch {
	case row.err != nil:
		return "Can't be restored. " + sentence(row.err)
	case row.holds == nil:
		return "Looking into it…"
	}
	var now [4]int
	if r.now != nil {
		now = [4]int{r.now.Documents, r.now.Claims, r.now.Labelled, r.now.Evidence}
	}
	var parts []string
	for i, part := range []struct {
		n    int
		name string
	}{{row.holds.Documents, "document"}, {row.holds.Claims, "claim"}, {row.holds.Labelled, "labelled claim"}, {row.holds.Evidence, "piece of evidence"}} {
		if part.n == 0 && now[i] == 0 && i == 3 {
			continue
		}
		text := plural(part.n, part.name)
		if i == 3 && part.n != 1 {
			text = thousands(part.n) + " pieces of evidence"
		}
		if r.now != nil {
			text += compared(part.n - now[i])
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "  ·  ")
}

// compared says how many more or fewer than now.
func compared(by int) string {
	switch {
	case by > 0:
		return " (" + thousands(by) + " more)"
	case by < 0:
		return " (" + thousands(-by) + " fewer)"
	}
	return " (same)"
}

// show says what would be restored.
func (r *restoring) show() {
	i := r.list.chosen
	if i < 0 || i >= len(r.rows) {
		return
	}
	if r.rows[i].holds == nil {
		r.dialog.ok.Disable()
	} else {
		r.dialog.ok.Enable()
	}
	say := "The comparison is with the workspace as it is now. Restoring makes a new file; this workspace stays as it is."
	if r.now == nil {
		say = "Restoring makes a new file and leaves the present one as it is."
	}
	r.said.SetText(say)
}

// choose asks for the new file's name once the list has gone.
func (r *restoring) choose() bool {
	w, row := r.window, r.rows[r.list.chosen]
	w.back.post(func() { w.askRestore(row.Backup, r.workspace) })
	return true
}

func (w *safetyDialogs) askRestore(b backup.Backup, workspace string) {
	name := store.NameOf(workspace) + " " + b.At.Local().Format("2006-01-02 1504") + store.Extension
	w.askFile("Restore to a new file", "Restore", name, freeForNew, func(path string) {
		if w.desk != nil {
			w.desk.told.send("Restoring the backup…")
		}
		w.back.do(func() {
			err := store.Restore(context.Background(), b.Path, path, nil)
			w.back.post(func() {
				if err != nil && !errors.Is(err, store.ErrUnsure) {
					w.tell(fmt.Errorf("restoring to %s: %w", path, err))
					return
				}
				w.confirm("Restored", "The workspace as it was on "+b.At.Local().Format("Monday 2 January 2006 at 15:04")+" is in "+path+
					". The one you worked in is as it was.", "Open it", func() { w.back.post(func() { w.openWorkspace(path) }) })
			})
		})
	})
}

// bytesText writes a size as people read it.
func bytesText(n int64) string {
	switch {
	case n < 1<<20:
		return fmt.Sprintf("%d kB", (n+1023)>>10)
	case n < 100<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d MB", n>>20)
}
