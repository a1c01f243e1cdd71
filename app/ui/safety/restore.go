package safety

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
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/location"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// Safety shows the dialogs of backups, of the check, of cleaning up, and of what speaks against a workspace's
// place.
type Safety struct {
	*dialogs.Host
	Locate func(path string) location.Place // where a file lies; tests lie
}

// restoreDialog is the dialog that lists backups and restores one to a new file.
type restoreDialog struct {
	host      *Safety
	workspace string // path of the one whose backups these are
	Dialog    *dialogs.OpenModal
	list      *dialogs.RowList
	said      *widget.Label
	Rows      []restorable
	Now       *store.Contents // of the workspace; nil where it can't be read
	ctx       context.Context
	stop      context.CancelFunc
}

// restorable is a backup and what it holds, once that is known.
type restorable struct {
	backup.Backup
	Holds *store.Contents
	err   error
}

// ShowRestore lists the backups of the open workspace; the menu calls it.
func (s *Safety) ShowRestore() { s.RestoreDialog(s.Workspace.Store.Path()) }

// RestoreDialog lists the backups of a workspace, which need not be open, nor
// even be there.
func (s *Safety) RestoreDialog(workspace string) *restoreDialog {
	r := &restoreDialog{host: s, workspace: workspace}
	r.ctx, r.stop = context.WithCancel(context.Background())
	r.said = dialogs.Wrapped(locale.T("Looking for backups…"))
	r.list = dialogs.NewRowList(func() int { return len(r.Rows) }, newRestoreRow, r.fill, func(int) { r.show() }, s.ModalKey)
	size := s.Win.Canvas().Size()
	rows := container.NewGridWrap(fyne.NewSize(min(680, size.Width-80), min(340, size.Height-260)), r.list.Framed())
	r.Dialog = s.ShowModal(dialogs.Modal{Title: locale.T("Restore a backup of {{.Workspace}}", "Workspace", format.Shorten(store.NameOf(workspace), 50)), Width: 680,
		Content: container.NewBorder(nil, r.said, nil, nil, rows),
		Confirm: locale.T("Restore to a new file…"), Cancel: locale.T("Close"), Focus: r.list, OnConfirm: r.choose, OnClose: r.stop})
	r.Dialog.Ok.Disable()
	s.Back.Go(r.read)
	return r
}

// read finds the backups and then looks into them one after another.
func (r *restoreDialog) read() {
	base := workspace.BackupFolder(r.host.Profile)
	all, err := backup.List(base, r.workspace)
	var now *store.Contents
	if model := r.host.Workspace; model != nil && model.Store.Path() == r.workspace {
		if c, err := model.Store.Contents(r.ctx); err == nil {
			now = &c
		}
	}
	r.post(func() {
		r.Now = now
		for _, b := range all {
			r.Rows = append(r.Rows, restorable{Backup: b})
		}
		switch {
		case err != nil:
			r.said.SetText(workspace.Sentence(err))
		case len(all) == 0:
			r.said.SetText(locale.T("There are no backups yet. Factmark makes them automatically in {{.Folder}}.", "Folder", backup.Folder(base, r.workspace)))
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
			if r.Rows[i].err = err; err == nil {
				r.Rows[i].Holds = &holds
			}
			r.list.RefreshItem(i)
			r.show()
		})
	}
}

// post hands back to the interface thread, unless the dialog has gone.
func (r *restoreDialog) post(f func()) {
	r.host.Back.OnUI(func() {
		if r.ctx.Err() == nil {
			f()
		}
	})
}

// newRestoreRow is a row of two lines: when and why, then what is in it.
func newRestoreRow() fyne.CanvasObject {
	when := dialogs.Bold("")
	why := widget.NewLabel("")
	size := widget.NewLabel("")
	size.Importance = widget.LowImportance
	holds := widget.NewLabel("")
	holds.SizeName = theme.SizeNameCaptionText
	holds.Truncation = fyne.TextTruncateEllipsis
	return container.New(layout.NewCustomPaddedVBoxLayout(-12), container.NewHBox(when, why, layout.NewSpacer(), size), holds)
}

func (r *restoreDialog) fill(i int, o fyne.CanvasObject) {
	row := r.Rows[i]
	box := o.(*fyne.Container)
	head := box.Objects[0].(*fyne.Container)
	head.Objects[0].(*widget.Label).SetText(format.DateAndTime(row.At))
	head.Objects[1].(*widget.Label).SetText(reasonText(row.Reason))
	head.Objects[3].(*widget.Label).SetText(bytesText(row.Size))
	box.Objects[1].(*widget.Label).SetText(r.Holds(row))
}

// Holds says what a backup holds, compared with now.
func (r *restoreDialog) Holds(row restorable) string {
	switch {
	case row.err != nil:
		return locale.T("Can’t be restored. {{.Reason}}", "Reason", workspace.Sentence(row.err))
	case row.Holds == nil:
		return locale.T("Reading…")
	}
	var now [4]int
	if r.Now != nil {
		now = [4]int{r.Now.Documents, r.Now.Claims, r.Now.Labelled, r.Now.Evidence}
	}
	var parts []string
	holds := [4]int{row.Holds.Documents, row.Holds.Claims, row.Holds.Labelled, row.Holds.Evidence}
	for i, text := range []string{locale.N("{{.N}} documents", holds[0]), locale.N("{{.N}} claims", holds[1]), locale.N("{{.N}} labelled claims", holds[2]), locale.N("{{.N}} pieces of evidence", holds[3])} {
		if holds[i] == 0 && now[i] == 0 && i == 3 {
			continue
		}
		if r.Now != nil {
			text += " " + differenceText(holds[i]-now[i])
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "  ·  ")
}

// differenceText says how many more or fewer than now.
func differenceText(by int) string {
	switch {
	case by > 0:
		return locale.T("({{.N}} more)", "N", locale.Number(by))
	case by < 0:
		return locale.T("({{.N}} fewer)", "N", locale.Number(-by))
	}
	return locale.T("(same)")
}

// show says what would be restored.
func (r *restoreDialog) show() {
	i := r.list.Chosen
	if i < 0 || i >= len(r.Rows) {
		return
	}
	r.Dialog.Allow(r.Rows[i].Holds != nil)
	say := locale.T("Compared with the open workspace. Restoring creates a new file; the open workspace is not changed.")
	if r.Now == nil {
		say = locale.T("Restoring creates a new file; the existing one is not changed.")
	}
	r.said.SetText(say)
}

// choose asks for the new file's name once the list has gone.
func (r *restoreDialog) choose() bool {
	host, row := r.host, r.Rows[r.list.Chosen]
	host.Back.OnUI(func() { host.AskRestore(row.Backup, r.workspace) })
	return true
}

// AskRestore asks for a new file, restores a backup of a workspace to it, and offers to open that.
func (s *Safety) AskRestore(b backup.Backup, workspace string) {
	name := store.NameOf(workspace) + " " + b.At.Local().Format("2006-01-02 1504") + store.Extension
	s.AskFile(profile.Workspaces, locale.T("Restore to a new file"), locale.T("Restore"), name, dialogs.FreeForNew, func(path string) {
		if s.Workspace != nil {
			s.Workspace.Notices.Send(locale.T("Restoring the backup…"))
		}
		s.Back.Go(func() {
			err := store.Restore(context.Background(), b.Path, path, nil)
			s.Back.OnUI(func() {
				if err != nil && !errors.Is(err, store.ErrUnsure) {
					s.ShowError(fmt.Errorf("restoring to %s: %w", path, err))
					return
				}
				s.Confirm(locale.T("Backup restored"), locale.T("The backup of {{.Date}} is now in {{.File}}. The open workspace was not changed.", "Date", format.DateAndTime(b.At), "File", path),
					locale.T("Open"), func() { s.Back.OnUI(func() { s.OpenWorkspace(path) }) })
			})
		})
	})
}

// reasonText says why a backup was made, which its file's name says in English.
func reasonText(reason string) string {
	switch reason {
	case backup.OnOpening:
		return locale.T("when opened")
	case backup.AtWork:
		return locale.T("during work")
	case backup.BeforeImport:
		return locale.T("before an import")
	case backup.BeforeMerge:
		return locale.T("before a merge")
	case backup.BeforeRepair:
		return locale.T("before a repair")
	case backup.BeforeChange:
		return locale.T("before a large change")
	case backup.BeforeUpdate:
		return locale.T("before an update of Factmark")
	}
	return reason
}

// bytesText writes a size as people read it.
func bytesText(n int64) string {
	switch {
	case n < 1<<20:
		return locale.Number(int((n+1023)>>10)) + " kB"
	case n < 100<<20:
		return format.Decimal(float64(n)/(1<<20), 1) + " MB"
	}
	return locale.Number(int(n>>20)) + " MB"
}
