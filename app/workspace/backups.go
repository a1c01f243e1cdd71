package workspace

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"factmark/app/backup"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/store"
)

// firstBackupAfter is how long after the opening of a workspace its first backup waits, so
// that the window is there before.
const firstBackupAfter = 5 * time.Second

// BackupFolder is where the user has all backups put; "" without a data folder, where there is no default workspace either.
func BackupFolder(p *profile.Profile) string {
	folder, _ := p.BackupFolder()
	return folder
}

// backups makes the backups of the workspace in the background.
type backups struct {
	model  *Workspace
	Keeper *backup.Keeper
	failed bool // the last one could not be made, and the user knows
	cancel func()
}

func newBackups(w *Workspace) *backups {
	return &backups{model: w, Keeper: backup.NewKeeper(w.Store, func() string { return BackupFolder(w.Profile) })}
}

// Begin makes the backup of the day in a while, and others as work goes on.
func (b *backups) Begin() {
	w := b.model
	if w.ReadOnly() {
		return
	}
	b.cancel = w.Back.After(firstBackupAfter, func() {
		w.Back.Go(func() { b.report(b.Keeper.Opened(w.Ctx)) })
		w.Back.OnUI(b.scheduleNext)
	})
}

func (b *backups) scheduleNext() {
	w := b.model
	if w.Ctx.Err() != nil {
		return
	}
	b.cancel = w.Back.After(backup.Every, func() {
		w.Back.Go(func() { b.report(b.Keeper.AtWork(w.Ctx)) })
		w.Back.OnUI(b.scheduleNext)
	})
}

// Before makes a backup before a change of n rows, if they are many. It is
// called away from the interface thread. Where no backup can be made, the user
// is told and the work goes on.
func (b *backups) Before(ctx context.Context, reason string, n int) {
	if backup.WantedBefore(ctx, b.model.Store, n) {
		b.report(b.Keeper.Make(ctx, reason))
	}
}

// report tells once that backups can't be made, until one could.
func (b *backups) report(err error) {
	if errors.Is(err, context.Canceled) || errors.Is(err, store.ErrGone) {
		return
	}
	w := b.model
	w.Back.OnUI(func() {
		told := b.failed
		b.failed = err != nil
		if b.failed && !told && w.Ctx.Err() == nil {
			w.Notices.Send(locale.T("Couldn't make a backup. Your work is saved as usual. {{.Reason}}", "Reason", whyNoBackup(err)))
		}
	})
}

// whyNoBackup says it without what the store says of changes that were not
// saved: all work is.
func whyNoBackup(err error) string {
	switch {
	case errors.Is(err, store.ErrFull):
		return locale.T("The disk for backups is full.")
	case errors.Is(err, store.ErrReadOnly), errors.Is(err, fs.ErrPermission):
		return locale.T("The backup folder can't be written to. Choose another one in Preferences.")
	}
	return Sentence(err)
}

func (b *backups) stop() {
	if b.cancel != nil {
		b.cancel()
	}
	b.Keeper.Stop()
}
