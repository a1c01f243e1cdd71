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

func TestExpandTakesTheTextFilesOfAFolder(t *testing.T) {
	emojiAtTheEdge := strings.Repeat("a\x00", 2047) + "\x3D\xD8\x00\xDE" // a pair across the bytes looked at
	root := tree(t, map[string]string{
		"b.txt": "b", "a.md": "a", "sub/z.txt": "z", "sub/a.html": "<p>", "C.txt": "c", "wide.txt": emojiAtTheEdge, "marked.txt": "\xFF\xFE\x2D\x4E",
		"broken.txt": "\xE2\x28 not UTF-8",
		".hidden":    "h", ".git/config": "g", "sub/.x/y.txt": "y",
		"empty.txt": "", "photo.jpg": "\xFF\xD8\xFFabc", "paper.pdf": "%PDF-1.4", "data.bin": "\x01\x00\x00\x00a\x02",
		"desk.factmark": "a", "desk.factmark-wal": "a",
	})
	passed := 4
	if runtime.GOOS != "windows" {
		passed++
		if err := os.Symlink(filepath.Join(root, "a.md"), filepath.Join(root, "link.txt")); err != nil {
			t.Fatal(err)
		}
	}
	all := Expand([]string{root})
	got := all.Files
	if len(all.Refused) > 0 || len(all.Passed) != passed {
		t.Errorf("refused %v, passed over %q", all.Refused, all.Passed)
	}
	var want []string
	for _, name := range []string{"C.txt", "a.md", "b.txt", "broken.txt", "marked.txt", "sub/a.html", "sub/z.txt", "wide.txt"} {
		want = append(want, filepath.Join(root, filepath.FromSlash(name)))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestExpandKeepsFilesAsTheyAreNamed(t *testing.T) {
	root := tree(t, map[string]string{".hidden": "h", "sub/photo.jpg": "\xFF\xD8\xFF", "sub/text.txt": "t"})
	paths := []string{filepath.Join(root, "missing"), filepath.Join(root, "sub", "photo.jpg"), filepath.Join(root, ".hidden"), filepath.Join(root, "sub")}
	all := Expand(paths)
	got, err := all.Files, all.Refused
	want := append(slices.Clone(paths[:3]), filepath.Join(root, "sub", "text.txt"))
	if len(err) > 0 || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func TestExpandRefusesAFolderWithoutText(t *testing.T) {
	root := tree(t, map[string]string{"photo.jpg": "\xFF\xD8\xFF", ".hidden": "h"})
	if all := Expand([]string{root}); len(all.Refused) != 1 || !strings.Contains(all.Refused[0].Error(), "no text file") {
		t.Errorf("got %+v", all)
	}
}
