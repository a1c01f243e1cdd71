package ingest

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestExpandTakesTheFilesOfAFolder(t *testing.T) {
	root := tree(t, map[string]string{
		"b.txt": "b", "a.md": "a", "sub/z.txt": "z", "sub/a.html": "<p>", "C.txt": "c", "photo.jpg": "\xFF\xD8\xFFabc",
		".hidden": "h", ".git/config": "g", "sub/.x/y.txt": "y", "empty.txt": "", "desk.factmark": "a", "desk.factmark-wal": "a",
	})
	passed := map[string]string{".hidden": "it is hidden", ".git": "the folder is hidden", "sub/.x": "the folder is hidden", "empty.txt": "it is empty",
		"desk.factmark": "it is a workspace", "desk.factmark-wal": "it is a workspace"}
	if runtime.GOOS != "windows" {
		passed["link.txt"] = "it is a link"
		if err := os.Symlink(filepath.Join(root, "a.md"), filepath.Join(root, "link.txt")); err != nil {
			t.Fatal(err)
		}
	}
	all := Expand([]string{root})
	if len(all.Failed) > 0 || len(all.Passed) != len(passed) {
		t.Errorf("failed %v, passed over %v", all.Failed, all.Passed)
	}
	for _, p := range all.Passed {
		name, err := filepath.Rel(root, p.Name)
		if err != nil || passed[filepath.ToSlash(name)] != p.Passed {
			t.Errorf("%s was passed over: %s", p.Name, p.Passed)
		}
	}
	var want []File
	for _, name := range []string{"C.txt", "a.md", "b.txt", "photo.jpg", "sub/a.html", "sub/z.txt"} {
		want = append(want, File{filepath.Join(root, filepath.FromSlash(name)), false})
	}
	if !slices.Equal(all.Files, want) {
		t.Errorf("got %v, want %v", all.Files, want)
	}
}

func TestExpandKeepsFilesAsTheyAreNamed(t *testing.T) {
	root := tree(t, map[string]string{".hidden": "h", "sub/photo.jpg": "\xFF\xD8\xFF", "sub/text.txt": "t"})
	named := []string{filepath.Join(root, "missing"), filepath.Join(root, "sub", "photo.jpg"), filepath.Join(root, ".hidden")}
	all := Expand(append(slices.Clone(named), filepath.Join(root, "sub")))
	var want []File
	for _, path := range named {
		want = append(want, File{path, true})
	}
	want = append(want, File{filepath.Join(root, "sub", "photo.jpg"), false}, File{filepath.Join(root, "sub", "text.txt"), false})
	if len(all.Failed) > 0 || !slices.Equal(all.Files, want) {
		t.Errorf("got %v, %v, want %v", all.Files, all.Failed, want)
	}
}

func TestAFolderWithoutFilesFails(t *testing.T) {
	root := tree(t, map[string]string{".hidden": "h"})
	if all := Expand([]string{root}); len(all.Failed) != 1 || !strings.Contains(all.Failed[0].Err.Error(), "no file to import") {
		t.Errorf("got %+v", all)
	}
}

// A file that was found in a folder and holds no text is passed over; one that was named is an error.
func TestFilesWithoutTextInAFolder(t *testing.T) {
	root := tree(t, map[string]string{"photo.jpg": "\xFF\xD8\xFFabc", "data.bin": "\x01\x00\x00\x00a\x02"})
	r := NewReader(Options{})
	defer r.Close()
	for name, want := range map[string]string{"photo.jpg": "a JPEG image", "data.bin": "no text"} {
		path := filepath.Join(root, name)
		if parts := r.ReadFile(t.Context(), File{path, false}); len(parts) != 1 || !strings.Contains(parts[0].Passed, want) {
			t.Errorf("%s, found: %+v", name, parts)
		}
		if parts := r.ReadFile(t.Context(), File{path, true}); len(parts) != 1 || parts[0].Err == nil {
			t.Errorf("%s, named: %+v", name, parts)
		}
	}
}
