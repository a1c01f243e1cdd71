//go:build unix

package store

import (
	"context"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
)

func init() { children["locked"] = childLooksAtLocks }

// childLooksAtLocks says whether another process holds the lock by which SQLite tells that a file is in use.
func childLooksAtLocks(_ context.Context, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	const sharedFirst, sharedSize = 0x40000002, 510 // www.sqlite.org/src/file/src/os.h
	lock := syscall.Flock_t{Type: syscall.F_WRLCK, Start: sharedFirst, Len: sharedSize}
	if err := syscall.FcntlFlock(f.Fd(), syscall.F_GETLK, &lock); err != nil {
		return err
	}
	fmt.Println(lock.Type != syscall.F_UNLCK)
	return f.Close()
}

// Opening a file a second time must not cost the first Store its locks, as
// any close of the file would: another process would take the file for unused.
func TestOpeningTwiceKeepsTheLocks(t *testing.T) {
	first := create(t)
	addText(t, first, "T", "one two three")
	locked := func(when string) {
		t.Helper()
		if out, err := child(t, "locked", first.Path()).Output(); err != nil || strings.TrimSpace(string(out)) != "true" {
			t.Errorf("%s: locked: %s, %v", when, out, err)
		}
	}
	locked("opened")
	second, err := Open(t.Context(), first.Path())
	if err != nil {
		t.Fatal(err)
	}
	locked("opened again")
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	locked("the second closed")
	if err := first.Backup(t.Context(), first.Path()+".copy", nil); err != nil {
		t.Fatal(err)
	}
	if _, err := runCheck(t.Context(), first, nil); err != nil {
		t.Fatal(err)
	}
	locked("copied and checked")
}
