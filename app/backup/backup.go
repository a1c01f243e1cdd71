package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"factmark/store"
)

// Backup is a file that holds an earlier state of a workspace. Reason is one of the words of this package, or what an
// older version gave; Size is in bytes.
type Backup struct {
	Path, Reason string
	At           time.Time
	Size         int64
	written      time.Time // as the file system says
}

// List gives the backups of a workspace below base, the newest first, and with them the copies that were put beside it
// when it was brought up to date. None is no error.
func List(base, workspace string) ([]Backup, error) {
	workspace, err := filepath.Abs(workspace)
	if err != nil {
		return nil, err
	}
	all, err := ownBackups(base, workspace)
	if err != nil {
		return nil, err
	}
	stem := store.NameOf(workspace)
	entries, err := os.ReadDir(filepath.Dir(workspace))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("looking for backups: %w", err)
	}
	for _, e := range entries {
		if number, is := cutAffixes(e.Name(), stem+" (version ", ")"+store.Extension); is && ofVersion.MatchString(number) {
			if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
				all = append(all, Backup{Path: filepath.Join(filepath.Dir(workspace), e.Name()), Reason: BeforeUpdate,
					At: info.ModTime().UTC(), Size: info.Size(), written: info.ModTime()})
			}
		}
	}
	slices.SortFunc(all, newestFirst)
	return all, nil
}

// ofVersion is what stands in the names of copies made before an update.
var ofVersion = regexp.MustCompile(`^\d+(, copy \d+)?$`)

func cutAffixes(s, prefix, suffix string) (string, bool) {
	rest, begins := strings.CutPrefix(s, prefix)
	rest, ends := strings.CutSuffix(rest, suffix)
	return rest, begins && ends
}

// ownBackups gives the backups in the workspace's folder below base, the newest first.
func ownBackups(base, workspace string) ([]Backup, error) {
	folder := Folder(base, workspace)
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("looking for backups: %w", err)
	}
	var all []Backup
	for _, e := range entries {
		at, reason, ok := parse(e.Name())
		if info, err := e.Info(); ok && err == nil && info.Mode().IsRegular() {
			all = append(all, Backup{Path: filepath.Join(folder, e.Name()), Reason: reason, At: at, Size: info.Size(), written: info.ModTime()})
		}
	}
	slices.SortFunc(all, newestFirst)
	return all, nil
}

// LargeChange is how many documents or claims make a change so large that a backup is made before it.
const LargeChange = 50

// WantedBefore tells whether a backup is made before a change of n documents or claims: before a large one, of a workspace
// that holds something.
func WantedBefore(ctx context.Context, st *store.Store, n int) bool {
	if n < LargeChange {
		return false
	}
	holds, err := st.Contents(ctx)
	return err != nil || holds.Documents > 0
}

// Make backs a workspace up into its folder below base and then thins the backups there. now is the time in the name.
// It runs beside other work and keeps none of it waiting.
func Make(ctx context.Context, st *store.Store, base, reason string, now time.Time) (Backup, error) {
	folder := Folder(base, st.Path())
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return Backup{}, fmt.Errorf("making the folder for backups %s: %w", folder, withoutSystemCall(err))
	}
	if free, known := room(folder); known && !leavesSpare(free, sizeOf(st.Path())) {
		return Backup{}, fmt.Errorf("making a backup in %s: only %d MB are free there, and they are left for your work", folder, free>>20)
	}
	name := fileName(st.Path(), now, reason)
	path := filepath.Join(folder, name)
	for n := 2; ; n++ {
		err := st.Backup(ctx, path, nil)
		if errors.Is(err, store.ErrUnsure) { // it is whole
			err = nil
		}
		if errors.Is(err, fs.ErrExist) && n < 100 {
			path = filepath.Join(folder, strings.TrimSuffix(name, store.Extension)+fmt.Sprintf(" (%d)", n)+store.Extension)
			continue
		}
		if err != nil {
			return Backup{}, fmt.Errorf("making a backup in %s: %w", folder, err)
		}
		break
	}
	made := Backup{Path: path, Reason: reason, At: now.UTC().Truncate(time.Minute)}
	if info, err := os.Stat(path); err == nil {
		made.Size, made.written = info.Size(), info.ModTime()
	}
	all, err := ownBackups(base, st.Path())
	if err != nil {
		return made, err
	}
	return made, remove(slices.DeleteFunc(thin(all), func(b Backup) bool { return b.Path == path }))
}

// spareBytes is how many bytes a backup leaves free: where it lies on the same disk, work must not find that full.
const spareBytes = 64 << 20

func leavesSpare(free, size int64) bool { return free-size >= spareBytes }

// sizeOf is how many bytes a copy of a workspace may take.
func sizeOf(workspace string) int64 {
	var size int64
	for _, suffix := range []string{"", "-wal"} {
		if info, err := os.Stat(workspace + suffix); err == nil {
			size += info.Size()
		}
	}
	return size
}

// DeleteAll deletes what List gives, and the folder below base.
func DeleteAll(base, workspace string) error {
	all, err := List(base, workspace)
	if err == nil {
		err = remove(all)
	}
	if err != nil {
		return err
	}
	_ = os.Remove(Folder(base, workspace)) // it stays where something else was put in it
	return nil
}

func remove(all []Backup) error {
	for _, b := range all {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			if err := os.Remove(b.Path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("deleting an old backup: %w", withoutSystemCall(err))
			}
		}
	}
	return nil
}

// withoutSystemCall is the reason without the words of the system call.
func withoutSystemCall(err error) error {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		return pathErr.Err
	}
	return err
}
