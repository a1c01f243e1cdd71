package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"testing"

	"factmark/store/internal/db"
)

func init() { children["leave"] = childLeaves }

// childLeaves makes what is temporary, says where, and stops until it is told to go on.
func childLeaves(_ context.Context, folder string) error {
	private, remove, err := db.PrivateFolder()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(private, "copy.factmark"), []byte("a secret"), 0o600); err != nil {
		return err
	}
	beside, removeBeside, err := db.TemporaryBeside(filepath.Join(folder, "w.factmark"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(beside+"-wal", []byte("another"), 0o600); err != nil {
		return err
	}
	fmt.Printf("%s\n%s\n", private, beside)
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	return errors.Join(remove(), removeBeside())
}

func isThere(t *testing.T, path string) bool {
	t.Helper()
	_, err := os.Lstat(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return err == nil
}

// What a process that was killed has left is removed, what a living one uses is
// not, and nothing else is.
func TestLeftoversOfAKilledProcess(t *testing.T) {
	for _, killed := range []bool{true, false} {
		t.Run(fmt.Sprint("killed ", killed), func(t *testing.T) {
			t.Setenv("XDG_CACHE_HOME", t.TempDir())
			t.Setenv("LocalAppData", os.Getenv("XDG_CACHE_HOME"))
			folder := t.TempDir()
			cmd := child(t, "leave", folder)
			in, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			said, stop := iter.Pull(lines(out))
			defer stop()
			private, _ := said()
			beside, _ := said()
			notes, err := db.NotesFolder()
			if err != nil {
				t.Fatal(err)
			}
			for path, mode := range map[string]fs.FileMode{notes: 0o700, private: 0o700, filepath.Join(private, "copy.factmark"): 0o600, beside: 0o600} {
				if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
					t.Errorf("%s: %v, %v", path, info, err)
				}
			}
			do(t, db.RemoveLeftovers())
			if !isThere(t, private) || !isThere(t, beside) || !isThere(t, beside+"-wal") {
				t.Fatal("what a living process uses was removed")
			}
			if killed {
				do(t, cmd.Process.Kill())
			} else {
				do(t, in.Close())
			}
			for _, more := said(); more; _, more = said() {
			}
			if err := cmd.Wait(); (err != nil) != killed {
				t.Fatal(err)
			}
			if killed != isThere(t, private) {
				t.Fatalf("the child was killed %v, its folder is there %v", killed, isThere(t, private))
			}
			// Somebody else's files, whatever is noted of them.
			mine := filepath.Join(folder, "thesis.txt")
			do(t, os.WriteFile(mine, []byte("mine"), 0o600))
			do(t, os.WriteFile(filepath.Join(notes, "1"+db.NoteEnding), []byte(mine), 0o600))
			do(t, os.WriteFile(filepath.Join(notes, "2"+db.NoteEnding), nil, 0o600))
			do(t, os.WriteFile(filepath.Join(folder, ".factmark-1.tmp"), []byte("an export under way elsewhere"), 0o600))
			do(t, db.RemoveLeftovers())
			if isThere(t, private) || isThere(t, beside) || isThere(t, beside+"-wal") {
				t.Error("leftovers stay")
			}
			if got := namesIn(t, folder); len(got) != 2 {
				t.Errorf("the folder holds %q", got)
			}
			if got := namesIn(t, notes); len(got) != 0 {
				t.Errorf("notes stay: %q", got)
			}
		})
	}
}

// What earlier versions left in the system's folder goes once it is old.
func TestLeftoversOfEarlierVersions(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary)
	for _, name := range []string{"factmark-merge-1", "factmark-merge-2", "others-merge-3"} {
		do(t, os.MkdirAll(filepath.Join(temporary, name), 0o700))
		do(t, os.WriteFile(filepath.Join(temporary, name, "copy.factmark"), []byte("a secret"), 0o600))
	}
	old := create(t).now().Add(-2 * db.UnfinishedFor)
	for _, name := range []string{"factmark-merge-1", "others-merge-3"} {
		do(t, os.Chtimes(filepath.Join(temporary, name), old, old))
	}
	do(t, db.RemoveLeftovers())
	if got := fmt.Sprint(namesIn(t, temporary)); got != "[factmark-merge-2 others-merge-3]" {
		t.Errorf("it holds %s", got)
	}
}
