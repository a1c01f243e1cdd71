// Package crash keeps what the program says when it crashes, so that the next start can offer it to the user. The report is
// a file on this computer and is sent nowhere. It says which version ran on which system, and which functions were running;
// it holds no text of documents: the words of an error and the values of arguments are left out of it.
package crash

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"factmark/store"
)

const (
	current   = "running.txt" // written by the runtime if the program crashes
	report    = "crash.txt"   // of the last crash
	endOfHead = "---\n"
	maxReport = 1 << 20 // bytes
)

// Reports are the crash reports in a folder.
type Reports struct {
	folder string
	file   *os.File // nil where none could be made
}

// Watch has the runtime write into the folder what it says when the program crashes, and keeps the report of a crash before,
// if there was one. The folder is made where there is none. On an error nothing is watched.
func Watch(folder, version string) (*Reports, error) {
	r := &Reports{folder: folder}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return r, fmt.Errorf("the folder for crash reports: %w", err)
	}
	if err := r.keepLast(); err != nil {
		return r, fmt.Errorf("keeping the last crash report: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(folder, current), os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return r, fmt.Errorf("preparing a crash report: %w", err)
	}
	_, err = fmt.Fprintf(file, "Factmark %s\n%s, %s/%s\nstarted %s\n%s", version, runtime.Version(), runtime.GOOS, runtime.GOARCH,
		time.Now().UTC().Format(time.RFC3339), endOfHead)
	if err == nil {
		err = debug.SetCrashOutput(file, debug.CrashOptions{})
	}
	if err != nil {
		file.Close()
		return r, fmt.Errorf("preparing a crash report: %w", err)
	}
	r.file = file
	return r, nil
}

// keepLast makes the report of what a crash has left behind. A program that was killed has left nothing but the head.
func (r *Reports) keepLast() error {
	path := filepath.Join(r.folder, current)
	content, err := readHead(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	head, trace, _ := strings.Cut(string(content), endOfHead)
	if strings.TrimSpace(trace) != "" {
		err := store.ReplaceFile(filepath.Join(r.folder, report), 0o600, func(out io.Writer) error {
			_, err := io.WriteString(out, head+endOfHead+withoutText(trace))
			return err
		})
		if err != nil {
			return err
		}
	}
	return os.Remove(path)
}

func readHead(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxReport))
}

var (
	function  = regexp.MustCompile(`^(created by )?[\w./\-%~@·*()\[\]]+\.[\w.\-*()\[\]·]+(\([^"]*\))?( in goroutine \d+)?$`)
	location  = regexp.MustCompile(`^\t\S.*\.(go|s|c):\d+( \+0x[0-9a-f]+)?$`)
	goroutine = regexp.MustCompile(`^goroutine \d+( [^"]*)?:$`)
	arguments = regexp.MustCompile(`\((?:0x[0-9a-f]+|[{}_?., ]|\.\.\.)+\)`)
	runtimes  = regexp.MustCompile(`^(panic: runtime error: (index out of range|slice bounds out of range|invalid memory address|integer divide by zero|makeslice|hash of unhashable)|fatal error: |\[signal |runtime: |SIG[A-Z]+)`)
)

// withoutText leaves of what the runtime said only what can hold no text: which functions ran where, and errors that the
// runtime itself has words for. The words of an error, which may quote a document, stand in front of the first goroutine:
// nothing there counts as a function or a place, whatever it looks like.
func withoutText(trace string) string {
	var b strings.Builder
	left, traced, named := false, false, false // named: the line before is a function
	for line := range strings.Lines(trace) {
		line = strings.TrimRight(line, "\r\n")
		after := named
		named = false
		switch {
		case line == "", runtimes.MatchString(line), after && location.MatchString(line):
			b.WriteString(line + "\n")
		case goroutine.MatchString(line):
			traced = true
			b.WriteString(line + "\n")
		case traced && strings.HasPrefix(line, "panic("):
			named = true
			b.WriteString("panic(…)\n")
		case traced && function.MatchString(line):
			named = true
			b.WriteString(arguments.ReplaceAllString(line, "(…)") + "\n")
		default:
			if !left {
				b.WriteString("(the words of the error are left out, since they may quote a document)\n")
			}
			left = true
			continue
		}
		left = false
	}
	return b.String()
}

// Last is the report of the last crash, "" where there is none that has not been discarded. It reads the disk.
func (r *Reports) Last() string {
	content, err := readHead(filepath.Join(r.folder, report))
	if err != nil {
		return ""
	}
	return string(bytes.ToValidUTF8(content, []byte("?")))
}

// Discard removes the report of the last crash.
func (r *Reports) Discard() error {
	if err := os.Remove(filepath.Join(r.folder, report)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing the crash report: %w", err)
	}
	return nil
}

// End says that the program ends in order: there was no crash.
func (r *Reports) End() {
	if r.file == nil {
		return
	}
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
	r.file.Close()
	os.Remove(filepath.Join(r.folder, current))
	r.file = nil
}
