package safety

import (
	"context"
	"errors"
	"fmt"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/app/evidence"
	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// AskCleanUp ends the program so that of the workspace nothing but its one file
// is left, and its backups only where they are wanted.
func (s *Safety) AskCleanUp() {
	text := dialogs.Wrapped("All work is saved into the one file of the workspace, and what Factmark keeps beside it goes. Then the program ends.")
	backups, drafts := dialogs.NewKeyCheck(s.ModalKey), dialogs.NewKeyCheck(s.ModalKey)
	backups.Text = "Looking for backups…"
	backups.Disable()
	hint := dialogs.Wrapped("Deleted backups can't be brought back. On flash drives traces of deleted files may remain; an encrypted disk is the remedy.")
	hint.Importance = widget.LowImportance
	drafts.Text = "Discard " + format.Plural(len(s.Workspace.Drafts.All), "draft") + " of what was typed and not saved"
	dialogs.SetVisible(drafts, len(s.Workspace.Drafts.All) > 0)
	path, base := s.Workspace.Store.Path(), workspace.BackupFolder(s.Profile)
	s.ShowModal(dialogs.Modal{Title: "Close and clean up", Confirm: "Close and clean up", Cancel: "Cancel", Width: 500,
		Content: container.NewVBox(text, drafts, backups, hint),
		OnConfirm: func() bool {
			s.MayLeave("Close", func() {
				if drafts.Checked {
					s.Workspace.Drafts.DiscardAll()
				}
				s.CleanUp(backups.Checked)
			})
			return true
		}})
	s.Back.Go(func() {
		all, err := backup.List(base, path)
		s.Back.OnUI(func() {
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
func (s *Safety) CleanUp(backups bool) {
	model := s.Workspace
	path, base := model.Store.Path(), workspace.BackupFolder(s.Profile)
	s.Quitting = true
	s.Back.Serial(func() {
		_ = model.Drafts.Flush() // what can't be written was asked about
		model.Stop()
		err := errors.Join(evidence.Compact(context.Background(), model.Store), model.Store.Close(), store.CleanUp(path))
		if backups {
			err = errors.Join(err, backup.DeleteAll(base, path))
		}
		if err != nil {
			s.Back.OnUI(func() {
				s.ShowError(fmt.Errorf("the workspace is closed, but not all could be cleaned up: %w", err))
				s.Modals[len(s.Modals)-1].OnClose = s.End
			})
			return
		}
		s.Back.OnUI(s.End)
	})
}
