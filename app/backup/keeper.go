package backup

import (
	"context"
	"sync"
	"time"

	"factmark/store"
)

// Every is how long one works between two backups.
const Every = 10 * time.Minute

// Keeper makes the backups of one open workspace. It is safe for concurrent use; calls wait for each other.
type Keeper struct {
	store *store.Store
	base  func() string // the user may choose another folder meanwhile
	now   func() time.Time

	making sync.Mutex // one backup at a time

	mu      sync.Mutex
	changed bool      // since the last backup
	rest    time.Time // until then a large workspace is not copied again
	stop    func()
}

// NewKeeper begins to note changes of the workspace, until Stop. base gives the folder for all backups.
func NewKeeper(st *store.Store, base func() string) *Keeper {
	k := &Keeper{store: st, base: base, now: time.Now}
	k.stop = st.Listen(func(c store.Change) {
		if c.Kind == store.ChangeFileGone || c.Kind == store.ChangeFileBack {
			return // of the file's place, not of what is in it
		}
		k.mu.Lock()
		defer k.mu.Unlock()
		k.changed = true
	})
	return k
}

// Stop ends it.
func (k *Keeper) Stop() { k.stop() }

// Opened makes the backup of the day, if there is none yet and there is something to lose.
func (k *Keeper) Opened(ctx context.Context) error {
	all, err := ownBackups(k.base(), k.store.Path())
	if err != nil {
		return err
	}
	today := k.now().Format(time.DateOnly)
	for _, b := range all {
		if b.At.Local().Format(time.DateOnly) == today {
			return nil
		}
	}
	holds, err := k.store.Contents(ctx)
	if err != nil || holds.Documents == 0 {
		return err
	}
	return k.Make(ctx, OnOpening)
}

// largeWorkspace is the size in bytes from which on a workspace is copied less often: one ten times as large, a tenth as often.
const largeWorkspace = 256 << 20

// AtWork makes a backup if anything was changed since the last one.
func (k *Keeper) AtWork(ctx context.Context) error {
	k.mu.Lock()
	due := k.changed && !k.now().Before(k.rest)
	k.mu.Unlock()
	if !due {
		return nil
	}
	return k.Make(ctx, AtWork)
}

// Make makes a backup now.
func (k *Keeper) Make(ctx context.Context, reason string) error {
	_, err := k.Backup(ctx, reason)
	return err
}

// Backup makes a backup now, and tells of it.
func (k *Keeper) Backup(ctx context.Context, reason string) (Backup, error) {
	k.making.Lock()
	defer k.making.Unlock()
	k.mu.Lock()
	changed := k.changed
	k.changed = false
	k.mu.Unlock()
	made, err := Make(ctx, k.store, k.base(), reason, k.now())
	k.mu.Lock()
	defer k.mu.Unlock()
	if err != nil {
		k.changed = k.changed || changed
		return Backup{}, err
	}
	k.rest = k.now().Add(pauseAfter(made.Size))
	return made, nil
}

// pauseAfter is how long a workspace of so many bytes is not copied again.
func pauseAfter(size int64) time.Duration {
	return Every * time.Duration(size/largeWorkspace)
}
