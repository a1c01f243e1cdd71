package app

import (
	"errors"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/store"
)

// askCleanUp ends the program so that of the workspace nothing but its one file
// is left, and its backups only where they are wanted.
func (w *safetyDialogs) askCleanUp() {
	text := widget.NewLabel("All work is saved into the one file of the workspace, and what Factmark keeps beside it goes. Then the program ends.")
	text.Wrapping = fyne.TextWrapWord
	backups, drafts := newKeyCheck(w.modalKey), newKeyCheck(w.modalKey)
	backups.Text = "Looking for backups…"
	backups.Disable()
	hint := widget.NewLabel("Deleted backups can't be brought back. On flash drives traces of deleted files may remain; an encrypted disk is the remedy.")
	hint.Wrapping = fyne.TextWrapWord
	hint.Importance = widget.LowImportance
	drafts.Text = "Discard " + plural(len(w.desk.typed.all), "draft") + " of what was typed and not saved"
	setVisible(drafts, len(w.desk.typed.all) > 0)
	path, base := w.desk.store.Path(), backupFolder(w.profile)
	w.showModal(modal{title: "Close and clean up", confirm: "Close and clean up", cancel: "Cancel", width: 500,
		content: container.NewVBox(text, drafts, backups, hint),
		onConfirm: func() bool {
			w.mayLeave("Close", func() {
				if drafts.Checked {
					w.desk.typed.discardAll()
				}
				w.cleanUp(backups.Checked)
			})
			return true
		}})
	w.back.do(func() {
		all, err := backup.List(base, path)
		w.back.post(func() {
			if err != nil || len(all) == 0 {
				backups.SetText("It has no backups")
				return
			}
			backups.SetText("Delete its " + plural(len(all), "backup") + " too")
			backups.Enable()
		})
	})
}

// cleanUp closes the workspace, deletes what is left of it beside its file and
// ends the program.
func (w *safetyDialogs) cleanUp(backups bool) {
	d := w.desk
	path, base := d.store.Path(), backupFolder(w.profile)
	w.quitting = true
	w.back.inOrder(func() {
		_ = d.typed.flush() // what can't be written was asked about
		d.stop()
		err := errors.Join(d.store.Close(), store.CleanUp(path))
		if backups {
			err = errors.Join(err, backup.DeleteAll(base, path))
		}
		if err != nil {
			w.back.post(func() {
				w.tell(fmt.Errorf("the workspace is closed, but not all could be cleaned up: %w", err))
				w.modals[len(w.modals)-1].onClose = w.end
			})
			return
		}
		w.back.post(w.end)
	})
}
