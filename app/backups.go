package app

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"factmark/app/backup"
	"factmark/app/profile"
	"factmark/store"
)

// calm is how long after the opening of a workspace its first backup waits, so
// that the window is there before.
const calm = 5 * time.Second

// bulk is how many documents or claims make a change so large that a backup is
// made before it.
const bulk = 50

// backupFolder is where the user has all backups put.
func backupFolder(p *profile.Profile) string {
	if chosen := p.Backups(); chosen != "" {
		return chosen
	}
	folder, err := profile.DefaultBackups()
	if err != nil {
		return "" // without a data folder there is no default workspace either
	}
	return folder
}

// backups makes the backups of the desk's workspace in the background.
type backups struct {
	desk   *desk
	keeper *backup.Keeper
	failed bool // the last one could not be made, and the user knows
	cancel func()
}

func newBackups(d *desk) *backups {
	return &backups{desk: d, keeper: backup.NewKeeper(d.store, func() string { return backupFolder(d.profile) })}
}

// begin makes the backup of the day in a while, and others as work goes on.
func (b *backups) begin() {
	d := b.desk
	if d.readOnly() {
		return
	}
	b.cancel = d.back.after(calm, func() {
		d.back.do(func() { b.report(b.keeper.Opened(d.ctx)) })
		d.back.post(b.again)
	})
}

func (b *backups) again() {
	d := b.desk
	if d.ctx.Err() != nil {
		return
	}
	b.cancel = d.back.after(backup.Every, func() {
		d.back.do(func() { b.report(b.keeper.AtWork(d.ctx)) })
		d.back.post(b.again)
	})
}

// before makes a backup before a change of n rows, if they are many. It is
// called away from the interface thread. Where no backup can be made, the user
// is told and the work goes on.
func (b *backups) before(ctx context.Context, reason string, n int) {
	if n < bulk {
		return
	}
	if holds, err := b.desk.store.Contents(ctx); err == nil && holds.Documents == 0 {
		return
	}
	b.report(b.keeper.Make(ctx, reason))
}

// report tells once that backups can't be made, until one could.
func (b *backups) report(err error) {
	if errors.Is(err, context.Canceled) || errors.Is(err, store.ErrGone) {
		return
	}
	d := b.desk
	d.back.post(func() {
		told := b.failed
		b.failed = err != nil
		if b.failed && !told && d.ctx.Err() == nil {
			d.told.send("No backup could be made; work goes on. " + whyNoBackup(err))
		}
	})
}

// whyNoBackup says it without what the store says of changes that were not
// saved: all work is.
func whyNoBackup(err error) string {
	switch {
	case errors.Is(err, store.ErrFull):
		return "The disk that backups are on is full."
	case errors.Is(err, store.ErrReadOnly), errors.Is(err, fs.ErrPermission):
		return "The folder for backups can't be written; choose another one in Preferences."
	}
	return sentence(err)
}

func (b *backups) stop() {
	if b.cancel != nil {
		b.cancel()
	}
	b.keeper.Stop()
}
