package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"factmark/store/internal/db"
)

func init() { children["room"] = childFindsNoRoom }

// childFindsNoRoom makes, fills, copies and closes workspaces on disks of every size between too small and large
// enough. It says what went well where, and anything that is left half-done.
func childFindsNoRoom(ctx context.Context, folder string) error {
	for size := 40 << 10; size <= 2000<<10; size += 20 << 10 {
		if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, fmt.Sprintf("size=%d", size)); err != nil {
			fmt.Println("no disk:", err)
			return nil
		}
		work(ctx, folder, size>>10)
		if err := syscall.Unmount(folder, 0); err != nil {
			return err
		}
	}
	return nil
}

// work does one round on a disk of size kilobytes.
func work(ctx context.Context, folder string, size int) {
	path, copyPath := filepath.Join(folder, "w.factmark"), filepath.Join(folder, "copy.factmark")
	wrong := func(what string, err error) { fmt.Printf("wrong: %s with %d kB: %v\n", what, size, err) }
	whole := func(path string) bool {
		s, err := Open(ctx, path)
		if err != nil {
			// There may be no room for what opening needs, but never a file that is damaged.
			if errors.Is(err, db.ErrDamaged) {
				wrong("damaged", err)
			}
			return false
		}
		findings, err := runCheck(ctx, s, nil)
		if err != nil || len(findings) > 0 {
			wrong(fmt.Sprint("findings ", findings), err)
		}
		if err := s.Close(); err != nil && !errors.Is(err, db.ErrFull) {
			wrong("closing again", err)
		}
		return true
	}
	expectOnly := func(after string, names ...string) {
		entries, err := os.ReadDir(folder)
		var there []string
		for _, e := range entries {
			there = append(there, e.Name())
		}
		if strings.Join(there, " ") != strings.Join(names, " ") {
			wrong(fmt.Sprintf("%s the folder holds %q", after, there), err)
		}
	}
	s, err := Create(ctx, path)
	if err != nil {
		if _, e := os.Lstat(path); e == nil { // made whole, then no room to open it
			expectOnly("not opened:", "w.factmark")
			whole(path)
		} else {
			expectOnly("not created:")
		}
		return
	}
	fmt.Println("created")
	text := strings.Repeat("The ministry denies the report. ", 3000)
	_, err = s.AddDocuments(ctx, []NewDocument{{Title: "T", Text: text}})
	if err == nil {
		fmt.Println("added")
	}
	if e := s.Backup(ctx, copyPath, nil); e == nil {
		fmt.Println("copied")
		if err := s.Backup(ctx, copyPath+"2", nil); err == nil {
			fmt.Println("copied twice")
		}
	}
	closed := s.Close()
	log, logErr := os.Stat(path + "-wal")
	switch {
	case closed == nil && logErr == nil:
		wrong("the log was left though closing went well", nil)
	case closed != nil && (!errors.Is(closed, db.ErrFull) || !strings.Contains(closed.Error(), "w.factmark-wal") || logErr != nil || log.Size() == 0):
		wrong("the log is lost", errors.Join(closed, logErr))
	case closed != nil:
		fmt.Println("not folded")
	}
	for _, extra := range []string{copyPath, copyPath + "2"} {
		if _, err := os.Lstat(extra); err == nil {
			whole(extra)
			if err := os.Remove(extra); err != nil {
				wrong("removing", err)
			}
		}
	}
	if closed == nil {
		expectOnly("closed:", "w.factmark")
	}
	if !whole(path) {
		return
	}
	s, e := Open(ctx, path)
	if e != nil {
		return
	}
	defer s.Close()
	documents, e := s.Documents(ctx)
	if e != nil || (err == nil) != (len(documents) == 1) {
		wrong(fmt.Sprintf("adding said %v, and there are %d documents", err, len(documents)), e)
	}
}

// inOwnMounts runs a child that may make disks, which it alone sees and which go with it, and gives what it printed.
func inOwnMounts(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.Output()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) || errors.Is(err, syscall.ENOSYS) || errors.Is(err, syscall.ENOSPC) || strings.HasPrefix(string(out), "no disk:") {
		t.Skipf("this system lets nobody make a small disk: %v %s", err, out)
	}
	if err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	return string(out)
}

// On a disk with too little room a workspace is made whole or not at all, a
// copy too, and what was said to be saved is there when it is opened again.
func TestDisksWithTooLittleRoom(t *testing.T) {
	aloneOnly(t)
	out := inOwnMounts(t, child(t, "room", t.TempDir()))
	said := make(map[string]int)
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "wrong: ") {
			t.Error(line)
		}
		said[strings.TrimSpace(line)]++
	}
	for _, outcome := range []string{"created", "added", "copied", "copied twice"} {
		if said[outcome] == 0 {
			t.Errorf("no disk was large enough for: %s", outcome)
		}
	}
	t.Log(said)
}
