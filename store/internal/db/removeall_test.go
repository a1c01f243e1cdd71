package db

import (
	"os"
	"path/filepath"
	"testing"
)

// Whatever os.RemoveAll can't do is done file by file, and what a link leads to stays.
func TestFilesAreRemovedOneByOne(t *testing.T) {
	folder := t.TempDir()
	outside, inside := filepath.Join(folder, "outside"), filepath.Join(folder, "inside")
	for _, made := range []string{outside, filepath.Join(inside, "deep", "deeper")} {
		if err := os.MkdirAll(made, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(made, "file"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(outside, filepath.Join(inside, "link")); err != nil {
		t.Skip(err)
	}
	for range 2 { // the second time there is nothing any more
		if err := removeEach(inside); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Lstat(inside); !os.IsNotExist(err) {
			t.Errorf("the folder is still there: %v", err)
		}
	}
	if _, err := os.Stat(filepath.Join(outside, "file")); err != nil {
		t.Errorf("what a link led to is gone: %v", err)
	}
}
