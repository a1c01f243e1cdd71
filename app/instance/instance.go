// Package instance keeps the window of one user to one process: a second start hands the file that it was asked to open to
// the first. The processes share a folder: a file in it is locked while the window is open, and what is handed over lies
// there as a file until it is taken. The system frees the lock when a process ends, however it does, so that a crash leaves
// no obstacle.
package instance

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"factmark/store"
)

const (
	lockName  = "window.lock"
	extension = ".open"
	maxPath   = 1 << 15 // bytes
	pause     = 100 * time.Millisecond
)

// Interval is how often the first process looks for what was handed over.
const Interval = 400 * time.Millisecond

// Patience is how long a second process waits for the first to take what it hands over.
const Patience = 10 * time.Second

// ErrNoAnswer says that the process that has the window has not taken what it was handed.
var ErrNoAnswer = errors.New("the window that is open does not answer")

// First is the process that has the window.
type First struct {
	folder string
	lock   *os.File // nil where the folder can't be locked
}

// Start makes this process the one that has the window, and returns it; where another has it already, it is handed the path
// of a file to open, "" for none, and Start returns nil once it has taken that. The folder is made where there is none. Where
// the folder cannot be locked, as on some network drives, each process is the first. Patience bounds the wait; the error is
// ErrNoAnswer after it.
func Start(folder, path string, patience time.Duration) (*First, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return &First{}, nil // the window opens all the same
	}
	first := &First{folder: folder}
	free, err := first.take()
	if err != nil || free {
		first.clear()
		return first, nil
	}
	handed, err := hand(folder, path)
	if err != nil {
		return nil, err
	}
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(pause) {
		if _, err := os.Stat(handed); errors.Is(err, os.ErrNotExist) {
			return nil, nil
		}
		if free, err := first.take(); err != nil || free { // the other has ended meanwhile
			if os.Remove(handed) != nil {
				first.End()
				return nil, nil // it took it before
			}
			first.clear()
			return first, nil
		}
	}
	if os.Remove(handed) != nil {
		return nil, nil
	}
	return nil, ErrNoAnswer
}

// take locks the folder, where it is free.
func (f *First) take() (free bool, err error) {
	file, err := os.OpenFile(filepath.Join(f.folder, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return false, err
	}
	if free, err = lock(file); err != nil || !free {
		file.Close()
		return free, err
	}
	f.lock = file
	return true, nil
}

// clear removes what was handed to a process that has ended without taking it.
func (f *First) clear() {
	for _, name := range f.waiting() {
		os.Remove(filepath.Join(f.folder, name))
	}
}

// hand puts a path into the folder.
func hand(folder, path string) (string, error) {
	if path != "" {
		absolute, err := filepath.Abs(path)
		if err != nil {
			return "", fmt.Errorf("handing over %s: %w", path, err)
		}
		path = absolute
	}
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("handing over %s: %w", path, err)
	}
	file := filepath.Join(folder, id.String()+extension)
	err = store.ReplaceFile(file, 0o600, func(out io.Writer) error {
		_, err := io.WriteString(out, path)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("handing over %s: %w", path, err)
	}
	return file, nil
}

// waiting names what was handed over, in the order of time.
func (f *First) waiting() (names []string) {
	entries, err := os.ReadDir(f.folder)
	if err != nil {
		return nil
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), extension) && e.Type().IsRegular() {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names
}

// Take gives the paths that other processes have handed over since, in their order: absolute, or "" where the window is only
// to come to the front. It waits for the disk.
func (f *First) Take() (paths []string) {
	if f.lock == nil {
		return nil
	}
	for _, name := range f.waiting() {
		file := filepath.Join(f.folder, name)
		path, err := read(file)
		if os.Remove(file) == nil && err == nil && (path == "" || filepath.IsAbs(path)) {
			paths = append(paths, path)
		}
	}
	return paths
}

func read(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxPath))
	return string(content), err
}

// End frees the lock.
func (f *First) End() {
	if f.lock != nil {
		f.lock.Close()
		f.lock = nil
	}
}
