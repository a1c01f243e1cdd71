package safety

import (
	"errors"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// AskCleanUp ends the program so that of the workspace nothing but its one file
// is left, and its backups only where they are wanted.
func (w *Safety) AskCleanUp() {
	text := widget.NewLabel("All work is saved into the one file of the workspace, and what Factmark keeps beside it goes. Then the program ends.")
	text.Wrapping = fyne.TextWrapWord
	backups, drafts := dialogs.NewKeyCheck(w.ModalKey), dialogs.NewKeyCheck(w.ModalKey)
	backups.Text = "Looking for backups…"
	backups.Disable()
	hint := widget.NewLabel("Deleted backups can't be brought back. On flash drives traces of deleted files may remain; an encrypted disk is the remedy.")
	hint.Wrapping = fyne.TextWrapWord
	hint.Importance = widget.LowImportance
	drafts.Text = "Discard " + format.Plural(len(w.Workspace.Drafts.All), "draft") + " of what was typed and not saved"
	dialogs.SetVisible(drafts, len(w.Workspace.Drafts.All) > 0)
	path, base := w.Workspace.Store.Path(), workspace.BackupFolder(w.Profile)
	w.ShowModal(dialogs.Modal{Title: "Close and clean up", Confirm: "Close and clean up", Cancel: "Cancel", Width: 500,
		Content: container.NewVBox(text, drafts, backups, hint),
		OnConfirm: func() bool {
			w.MayLeave("Close", func() {
				if drafts.Checked {
					w.Workspace.Drafts.DiscardAll()
				}
				w.CleanUp(backups.Checked)
			})
			return true
		}})
	w.Back.Go(func() {
		all, err := backup.List(base, path)
		w.Back.OnUI(func() {
			if err != nil || len(all) == 0 {
				backups.SetText("It has no backups")
				return
			}
			backups.SetText("Delete its " + format.Plural(len(all), "backup") + " too")
			backups.Enable()
		})
	})
}

// CleanUp closes the workspace, deletes what is left of it beside its file and
// ends the program.
func (w *Safety) CleanUp(backups bool) {
	d := w.Workspace
	path, base := d.Store.Path(), workspace.BackupFolder(w.Profile)
	w.Quitting = true
	w.Back.Serial(func() {
		_ = d.Drafts.Flush() // what can't be written was asked about
		d.Stop()
		err := errors.Join(d.Store.Close(), store.CleanUp(path))
		if backups {
			err = errors.Join(err, backup.DeleteAll(base, path))
		}
		if err != nil {
			w.Back.OnUI(func() {
				w.Tell(fmt.Errorf("the workspace is closed, but not all could be cleaned up: %w", err))
				w.Modals[len(w.Modals)-1].OnClose = w.End
			})
			return
		}
		w.Back.OnUI(w.End)
	})
}
