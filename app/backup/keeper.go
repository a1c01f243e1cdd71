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
	changed bool // since the last backup
	stop    func()
}

// NewKeeper begins to note changes of the workspace, until Stop. base gives the folder for all backups.
func NewKeeper(st *store.Store, base func() string) *Keeper {
	k := &Keeper{store: st, base: base, now: time.Now}
	k.stop = st.Listen(func(c store.Change) {
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
	all, err := own(k.base(), k.store.Path())
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

// AtWork makes a backup if anything was changed since the last one.
func (k *Keeper) AtWork(ctx context.Context) error {
	k.mu.Lock()
	changed := k.changed
	k.mu.Unlock()
	if !changed {
		return nil
	}
	return k.Make(ctx, AtWork)
}

// Make makes a backup now.
func (k *Keeper) Make(ctx context.Context, reason string) error {
	k.making.Lock()
	defer k.making.Unlock()
	k.mu.Lock()
	changed := k.changed
	k.changed = false
	k.mu.Unlock()
	_, err := Make(ctx, k.store, k.base(), reason, k.now())
	if err != nil {
		k.mu.Lock()
		k.changed = k.changed || changed
		k.mu.Unlock()
	}
	return err
}
