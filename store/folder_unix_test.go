//go:build unix

package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"factmark/store/internal/db"
)

// asAnybody has a child run without the powers of root, for which no folder is closed.
func asAnybody(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	// The program of a test lies where only its owner may go.
	folder := t.TempDir()
	program := filepath.Join(folder, "program")
	in, err := os.Open(cmd.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(program, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, folder)
	cmd.Path = program
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: anybody, Gid: anybody}}
}

const anybody = 65534

// open lets anybody into a test's folder.
func open(t *testing.T, folder string) {
	t.Helper()
	for _, path := range []string{filepath.Dir(folder), folder} {
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

func init() { children["create"] = childCreates }

// childCreates makes a workspace and says what came of it.
func childCreates(ctx context.Context, path string) error {
	s, err := Create(ctx, path)
	if err != nil {
		return err
	}
	return s.Close()
}

func TestCreateInAClosedFolder(t *testing.T) {
	folder := t.TempDir()
	open(t, folder)
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(folder, 0o755) }) // so that it can be removed
	cmd := child(t, "create", filepath.Join(folder, "w.factmark"))
	asAnybody(t, cmd)
	out, err := cmd.Output()
	if want := "the folder " + folder + " cannot be written"; err == nil || !strings.Contains(string(out), want) {
		t.Errorf("said %q, %v; want %q", out, err, want)
	}
	if got := namesIn(t, folder); len(got) != 0 {
		t.Errorf("left behind: %q", got)
	}
}

func TestOpenInAClosedFolder(t *testing.T) {
	whole := workspaceBytes(t)
	for _, test := range []struct {
		name         string
		folder, file os.FileMode
		says         string
	}{
		{"folder without write permission", 0o555, 0o666, "the folder of w.factmark cannot be written"},
		{"file of somebody else", 0o777, 0o644, "cannot be written"},
		{"file that may not be read", 0o777, 0o200, "may not be read"},
		{"all in order", 0o777, 0o666, "opened"},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "w.factmark")
			if err := os.WriteFile(path, whole, 0o600); err != nil {
				t.Fatal(err)
			}
			open(t, folder)
			if os.Geteuid() != 0 && test.file == 0o644 {
				test.file = 0o444 // there is no somebody else to give it to
			}
			if err := os.Chmod(path, test.file); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(folder, test.folder); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.Chmod(folder, 0o755) }) // so that it can be removed
			cmd := child(t, "open", path)
			asAnybody(t, cmd)
			out, err := cmd.Output()
			if (err == nil) != (test.says == "opened") || !strings.Contains(string(out), test.says) && !strings.Contains(string(out), "write-protected") {
				t.Errorf("said %q, %v; want %q", out, err, test.says)
			}
			if got := namesIn(t, folder); len(got) != 1 {
				t.Errorf("left behind: %q", got)
			}
			if after, err := os.ReadFile(path); os.Geteuid() == 0 && (err != nil || string(after) != string(whole)) && test.says != "opened" {
				t.Errorf("the file was changed, %v", err)
			}
		})
	}
}

func init() { children["closing"] = childSeesItsFolderClosed }

// childSeesItsFolderClosed works on while its folder is closed, and then elsewhere.
func childSeesItsFolderClosed(ctx context.Context, folder string) error {
	path, elsewhere := filepath.Join(folder, "in", "w.factmark"), filepath.Join(folder, "elsewhere.factmark")
	s, err := Create(ctx, path)
	if err != nil {
		return err
	}
	added, err := s.AddDocuments(ctx, []NewDocument{{Title: "T", Text: longText}})
	if err != nil {
		return err
	}
	if err := os.Chmod(filepath.Dir(path), 0o555); err != nil {
		return err
	}
	label := func(start int) error {
		_, err := s.AddClaims(ctx, []NewClaim{{DocumentID: added[0].Document.ID, Start: start, End: start + 4}})
		return err
	}
	// The files that are open stay open: nothing is in the way of saving.
	if err := label(0); err != nil {
		return fmt.Errorf("in the closed folder: %w", err)
	}
	if err := s.Backup(ctx, path+".copy", nil); !errors.Is(err, db.ErrReadOnly) {
		return fmt.Errorf("a copy in the closed folder: %v", err)
	}
	if err := s.MoveTo(ctx, elsewhere, nil); err != nil {
		return err
	}
	if err := label(6); err != nil {
		return fmt.Errorf("elsewhere: %w", err)
	}
	if err := s.Close(); err != nil {
		return fmt.Errorf("closing: %w", err)
	}
	for name, want := range map[string]int{path: 1, elsewhere: 2} {
		if holds, err := Peek(ctx, name); err != nil || holds.Claims != want {
			return fmt.Errorf("%s holds %+v: %v", name, holds, err)
		}
	}
	fmt.Println("went on")
	return nil
}

func TestTheFolderIsClosedWhileItIsOpen(t *testing.T) {
	folder := t.TempDir()
	open(t, folder)
	in := filepath.Join(folder, "in")
	if err := os.Mkdir(in, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{folder, in} {
		if err := os.Chmod(path, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	cmd := child(t, "closing", folder)
	asAnybody(t, cmd)
	if os.Geteuid() == 0 {
		if err := os.Chown(in, anybody, anybody); err != nil {
			t.Skip("this system lets nobody give a folder away: ", err)
		}
	}
	t.Cleanup(func() { os.Chmod(in, 0o777) }) // so that it can be removed
	if out, err := cmd.Output(); err != nil || string(out) != "went on\n" {
		t.Errorf("said %q, %v", out, err)
	}
}
