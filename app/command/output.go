package command

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"syscall"
	"text/tabwriter"

	"factmark/app/format"
)

// output is standard output or standard error, and the one way to either: what titles, names of files and errors hold
// is shown and never steers a terminal. It remembers the first error, so that a command may print without looking.
type output struct {
	w   io.Writer
	err error
}

// data is where to write a table or JSON for programs, as it is.
func (o *output) data() io.Writer { return (*raw)(o) }

func (o *output) print(text string) { _, _ = io.WriteString(o.data(), format.VisibleLines(text)) }

// printf shows its arguments in one line each, however they are formatted.
func (o *output) printf(text string, args ...any) { printfTo(o.data(), text, args) }

// table is a table of text; flush prints it.
func (o *output) table(padding int, flags uint) *table {
	return &table{tabwriter.NewWriter(o.data(), 0, 0, padding, ' ', flags)}
}

type table struct{ w *tabwriter.Writer }

func (t *table) printf(text string, args ...any) { printfTo(t.w, text, args) }

func (t *table) flush() { _ = t.w.Flush() } // the output remembers what went wrong

func printfTo(w io.Writer, text string, args []any) {
	visible := make([]any, len(args))
	for i, a := range args {
		visible[i] = shown{a}
	}
	_, _ = fmt.Fprintf(w, text, visible...)
}

// shown is an argument of printf that shows what it holds.
type shown struct{ what any }

// Format is part of fmt.Formatter.
func (s shown) Format(f fmt.State, verb rune) {
	_, _ = io.WriteString(f, format.Visible(fmt.Sprintf(fmt.FormatString(f, verb), s.what)))
}

// raw writes an output's bytes as they are.
type raw output

func (o *raw) Write(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.w.Write(p)
	if err != nil {
		o.err = fmt.Errorf("writing to standard output: %w", err)
	}
	return n, o.err
}

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
