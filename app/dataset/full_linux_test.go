package dataset

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallDisk names the folder in which this test's own child makes a disk.
const smallDisk = "FACTMARK_DATASET_DISK"

// On a disk that is full an export leaves what was there, and nothing half written.
func TestADiskTooSmallForTheExport(t *testing.T) {
	if folder := os.Getenv(smallDisk); folder != "" {
		exportToSmallDisk(t, folder)
		return
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-test.run=^TestADiskTooSmallForTheExport$", "-test.v")
	cmd.Env = append(os.Environ(), smallDisk+"="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS, // the disk is seen by the child alone, and goes with it
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	switch {
	case len(out) == 0 && err != nil, strings.Contains(string(out), "no disk:"):
		t.Skipf("this system lets nobody make a small disk: %v %s", err, out)
	case err != nil || !strings.Contains(string(out), "--- PASS"):
		t.Errorf("%v: %s", err, out)
	}
}

func exportToSmallDisk(t *testing.T, folder string) {
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=100k"); err != nil {
		t.Skip("no disk:", err)
	}
	defer syscall.Unmount(folder, 0)
	path := filepath.Join(folder, "out.csv")
	if err := os.WriteFile(path, []byte("what was there"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{90_000, 100_000, 110_000, 1_000_000} {
		err := WriteFile(path, func(w io.Writer) error {
			for range size / 10 {
				if _, err := fmt.Fprintf(w, "%9d\n", size); err != nil {
					return fmt.Errorf("writing a row: %w", err)
				}
			}
			return nil
		})
		if size == 90_000 {
			if err != nil {
				t.Errorf("there is room, and it says %v", err)
			}
			if err := os.WriteFile(path, []byte("what was there"), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), "the disk is full") {
			t.Errorf("%d bytes: %v", size, err)
		}
		content, readErr := os.ReadFile(path)
		entries, listErr := os.ReadDir(folder)
		if string(content) != "what was there" || len(entries) != 1 || readErr != nil || listErr != nil {
			t.Errorf("%d bytes: %d files, and the old one holds %d bytes; %v %v", size, len(entries), len(content), readErr, listErr)
		}
	}
}
