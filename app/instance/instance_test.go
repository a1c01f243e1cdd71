package instance

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func start(t *testing.T, folder string) *First {
	t.Helper()
	first, err := Start(folder, "", time.Second)
	if err != nil || first == nil {
		t.Fatalf("starting: %v, %v", first, err)
	}
	t.Cleanup(first.End)
	return first
}

func TestASecondStartHandsItsFileOver(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "instance")
	first := start(t, folder)
	for _, path := range []string{"/w/Ä space.factmark", ""} {
		done := make(chan error, 1)
		go func() {
			second, err := Start(folder, path, 5*time.Second)
			if second != nil {
				err = errors.New("it is a first one too")
			}
			done <- err
		}()
		var taken []string
		for len(taken) == 0 {
			taken = first.Take()
		}
		if err := <-done; err != nil || !slices.Equal(taken, []string{path}) {
			t.Errorf("%q was taken as %q, %v", path, taken, err)
		}
	}
	if left := first.waiting(); len(left) > 0 || len(first.Take()) > 0 {
		t.Errorf("%q is left", left)
	}
}

func TestARelativePathIsOfTheSecondStart(t *testing.T) {
	folder := t.TempDir()
	first := start(t, folder)
	if _, err := Start(folder, "desk.factmark", 0); !errors.Is(err, ErrNoAnswer) {
		t.Fatalf("a first one that does nothing: %v", err)
	}
	if left := first.waiting(); len(left) > 0 {
		t.Errorf("%q is left of what nobody took", left)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := hand(folder, "desk.factmark"); err != nil {
		t.Fatal(err)
	}
	if got := first.Take(); !slices.Equal(got, []string{filepath.Join(here, "desk.factmark")}) {
		t.Errorf("it is %q", got)
	}
}

// What was handed to a process that has ended is forgotten, and its lock is free.
func TestAfterTheFirstHasEnded(t *testing.T) {
	folder := t.TempDir()
	start(t, folder).End()
	if _, err := hand(folder, "/w/old.factmark"); err != nil {
		t.Fatal(err)
	}
	if got := start(t, folder).Take(); len(got) > 0 {
		t.Errorf("it takes %q", got)
	}
}

// A process that was killed is no obstacle.
func TestAKilledProcessFreesTheLock(t *testing.T) {
	if folder := os.Getenv("INSTANCE_TEST_FOLDER"); folder != "" {
		if first, err := Start(folder, "", time.Second); err != nil || first == nil {
			os.Exit(1)
		}
		os.Stdout.WriteString("here\n")
		select {}
	}
	folder := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run=^TestAKilledProcessFreesTheLock$")
	child.Env = append(os.Environ(), "INSTANCE_TEST_FOLDER="+folder)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 5)); err != nil {
		t.Fatal(err)
	}
	if first, err := Start(folder, "", 0); !errors.Is(err, ErrNoAnswer) {
		t.Errorf("while it runs: %v, %v", first, err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	child.Wait()
	start(t, folder)
}

func TestWhatIsNotAPathIsLeft(t *testing.T) {
	folder := t.TempDir()
	first := start(t, folder)
	for name, content := range map[string]string{"a.open": "relative", "b.open": "/w/b.factmark", "other.txt": "/w/c"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := first.Take(); !slices.Equal(got, []string{"/w/b.factmark"}) {
		t.Errorf("taken: %q", got)
	}
}
