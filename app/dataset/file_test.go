package dataset

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func writing(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

// holds fails unless folder has these files and no others.
func holds(t *testing.T, folder string, want map[string]string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != len(want) {
		t.Errorf("the folder holds %v", entries)
	}
	for name, text := range want {
		if got, err := os.ReadFile(filepath.Join(folder, name)); err != nil || string(got) != text {
			t.Errorf("%s holds %q, %v, want %q", name, got, err, text)
		}
	}
}

func modeOf(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

func TestWriteFileMakesAPrivateFile(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"out.csv", "two words.csv", "-x", `it's "quoted" 📄.csv`, strings.Repeat("x", 250)} {
		path := filepath.Join(folder, name)
		if err := WriteFile(path, writing("new")); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if mode := modeOf(t, path); runtime.GOOS != "windows" && mode != 0o600 {
			t.Errorf("%s has the mode %v", name, mode)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	holds(t, folder, nil)
}

func TestWriteFileReplacesAndKeepsTheMode(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "out.csv")
	if err := os.WriteFile(path, []byte("a longer old text"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	before := modeOf(t, path)
	if err := WriteFile(path, writing("new")); err != nil {
		t.Fatal(err)
	}
	holds(t, folder, map[string]string{"out.csv": "new"})
	if mode := modeOf(t, path); mode != before {
		t.Errorf("the mode is %v, was %v", mode, before)
	}
}

func TestWriteFileLeavesAllAsItWasOnAnError(t *testing.T) {
	broken := errors.New("broken")
	half := func(w io.Writer) error {
		if _, err := io.WriteString(w, strings.Repeat("half", 1<<16)); err != nil {
			return err
		}
		return broken
	}
	folder := t.TempDir()
	if err := WriteFile(filepath.Join(folder, "new.csv"), half); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	holds(t, folder, nil)
	path := filepath.Join(folder, "out.csv")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, half); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = WriteFile(path, func(io.Writer) error { panic("broken") })
	}()
	holds(t, folder, map[string]string{"out.csv": "old"})
}

func TestWriteFileFollowsALink(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege there")
	}
	folder, elsewhere := t.TempDir(), t.TempDir()
	real, link, dangling := filepath.Join(elsewhere, "real.csv"), filepath.Join(folder, "link.csv"), filepath.Join(folder, "dangling.csv")
	if err := os.WriteFile(real, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Symlink(real, link), os.Symlink(filepath.Join(elsewhere, "missing"), dangling)); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(link, writing("new")); err != nil {
		t.Fatal(err)
	}
	if target, err := os.Readlink(link); err != nil || target != real {
		t.Errorf("the link leads to %s, %v", target, err)
	}
	holds(t, elsewhere, map[string]string{"real.csv": "new"})
	if err := WriteFile(dangling, writing("new")); err == nil || !strings.Contains(err.Error(), "link") {
		t.Errorf("got %v", err)
	}
}

func TestWriteFileRefuses(t *testing.T) {
	folder := t.TempDir()
	protected, workspace := filepath.Join(folder, "protected.csv"), filepath.Join(folder, "desk.factmark")
	for _, path := range []string{protected, workspace} {
		if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(protected, 0o400); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		folder:                                  "a folder",
		protected:                               "write-protected",
		workspace:                               "a workspace",
		workspace + "-wal":                      "a workspace",
		filepath.Join(folder, "no", "such.csv"): "there is no folder",
		os.DevNull:                              "a device",
	} {
		err := WriteFile(path, func(io.Writer) error {
			t.Errorf("%s was begun", path)
			return nil
		})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", path, err, want)
		}
	}
	holds(t, folder, map[string]string{"protected.csv": "old", "desk.factmark": "old"})
}

func TestWriteFileSaysWhenTheFolderIsNotWritable(t *testing.T) {
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		t.Skip("nothing holds this user back")
	}
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(folder, 0o700) })
	if err := WriteFile(filepath.Join(folder, "out.csv"), writing("new")); err == nil || !strings.Contains(err.Error(), "may not write in the folder") {
		t.Errorf("got %v", err)
	}
}
