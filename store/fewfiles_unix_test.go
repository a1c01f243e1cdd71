//go:build unix

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"testing"

	"factmark/store/internal/db"
)

func init() { children["few"] = childHasFewFiles }

// childHasFewFiles opens a workspace and works in it with ever more files to open.
func childHasFewFiles(ctx context.Context, path string) error {
	probe, err := os.Open(os.DevNull)
	if err != nil {
		return err
	}
	used := uint64(probe.Fd())
	probe.Close()
	for more := uint64(0); more < 30; more++ {
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: used + more, Max: 1 << 10}); err != nil {
			return err
		}
		s, err := Open(ctx, path)
		if err == nil {
			note := fmt.Sprintf("with %d", more)
			_, err = s.AddDocuments(ctx, []NewDocument{{Title: note, Text: note}})
			if err == nil {
				err = s.Backup(ctx, fmt.Sprintf("%s %d.factmark", path, more), nil)
			}
			err = errors.Join(err, s.Close())
		}
		switch {
		case err == nil:
			fmt.Println("worked")
			return nil
		case !errors.Is(err, db.ErrBusy) && !errors.Is(err, db.ErrDisk) || errors.Is(err, db.ErrReadOnly):
			return fmt.Errorf("with %d more: %w", more, err)
		}
	}
	return errors.New("it never worked")
}

// Where no more files can be opened, that is said, and not that something may not be written.
func TestFewFilesToOpen(t *testing.T) {
	path := t.TempDir() + "/w.factmark"
	do(t, os.WriteFile(path, workspaceBytes(t), 0o600))
	out, err := child(t, "few", path).Output()
	if err != nil || string(out) != "worked\n" {
		t.Errorf("%q, %v", out, err)
	}
	if names := namesIn(t, path[:len(path)-len("/w.factmark")]); len(names) != 2 {
		t.Errorf("the folder holds %q", names)
	}
}
