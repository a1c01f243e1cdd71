package safety

import (
	"context"
	"errors"
	"fmt"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/app/evidence"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// AskCleanUp ends the program so that of the workspace nothing but its one file
// is left, and its backups only where they are wanted.
func (s *Safety) AskCleanUp() {
	text := dialogs.Wrapped(locale.T("Everything is saved in the workspace file. Temporary files are removed and Factmark closes."))
	backups, drafts := dialogs.NewKeyCheck(s.ModalKey), dialogs.NewKeyCheck(s.ModalKey)
	backups.Text = locale.T("Looking for backups…")
	backups.Disable()
	hint := dialogs.Wrapped(locale.T("Deleted backups can’t be restored. Traces of deleted files may remain on flash drives unless the disk is encrypted."))
	hint.Importance = widget.LowImportance
	drafts.Text = locale.N("Discard {{.N}} unsaved drafts", len(s.Workspace.Drafts.All))
	dialogs.SetVisible(drafts, len(s.Workspace.Drafts.All) > 0)
	path, base := s.Workspace.Store.Path(), workspace.BackupFolder(s.Profile)
	s.ShowModal(dialogs.Modal{Title: locale.T("Close and clean up"), Confirm: locale.T("Close and clean up"), Cancel: locale.T("Cancel"), Width: 500,
		Content: container.NewVBox(text, drafts, backups, hint),
		OnConfirm: func() bool {
			s.MayLeave(locale.T("Close without saving?"), func() {
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
				backups.SetText(locale.T("There are no backups"))
				return
			}
			backups.SetText(locale.N("Also delete {{.N}} backups", len(all)))
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
