package command

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"syscall"
)

// output is standard output. It remembers the first error, so that a command may print without looking.
type output struct {
	w   io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.w.Write(p)
	if err != nil {
		o.err = fmt.Errorf("writing to standard output: %w", err)
	}
	return n, o.err
}

func (o *output) print(text string) { _, _ = io.WriteString(o, text) }

func (o *output) printf(format string, args ...any) { _, _ = fmt.Fprintf(o, format, args...) }

// The two errors that Windows has for a pipe that nobody reads.
const (
	windowsBrokenPipe = syscall.Errno(109)
	windowsNoData     = syscall.Errno(232)
)

func isBrokenPipe(err error) bool {
	if errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) {
		return true
	}
	return runtime.GOOS == "windows" && (errors.Is(err, windowsBrokenPipe) || errors.Is(err, windowsNoData))
}

// oneLine is an error as one line, whatever was joined to it.
func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// counted is a number and its noun, which takes an s for any number but one.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
