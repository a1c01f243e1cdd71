package command

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"syscall"
	"text/tabwriter"

	"factmark/app/format"
)

// output is standard output or standard error, and the one way to either: what titles, names of files and errors hold
// is shown and never steers a terminal. It remembers the first error, so that a command may print without looking.
type output struct {
	w        io.Writer
	terminal bool // somebody looks at it
	err      error
}

func newOutput(w io.Writer) *output {
	file, is := w.(*os.File)
	if !is {
		return &output{w: w}
	}
	info, err := file.Stat()
	return &output{w: w, terminal: err == nil && info.Mode()&os.ModeCharDevice != 0}
}

// data gives write where to put a table for programs: its bytes as they are, and on a terminal as they can be shown.
func (o *output) data(write func(io.Writer) error) error {
	buffered := bufio.NewWriterSize((*raw)(o), 1<<16)
	if !o.terminal {
		if err := write(buffered); err != nil {
			return err
		}
		return buffered.Flush()
	}
	lines := &visibleLines{to: buffered}
	if err := write(lines); err != nil {
		return err
	}
	lines.flush()
	return buffered.Flush()
}

// json writes a value as JSON, on a terminal with \u escapes for what would steer it, which mean the same.
func (o *output) json(value any) error {
	var text strings.Builder
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(value); err != nil {
		return err
	}
	return o.writeJSON(text.String())
}

// jsonLine writes a value as one line of JSON, as json does.
func (o *output) jsonLine(value any) error {
	var text strings.Builder
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return err
	}
	return o.writeJSON(text.String())
}

// writeJSON writes JSON, on a terminal with \u escapes for what would steer it.
func (o *output) writeJSON(text string) error {
	if o.terminal {
		text = format.VisibleJSON(text)
	}
	_, err := io.WriteString((*raw)(o), text)
	return err
}

func (o *output) print(text string) { _, _ = io.WriteString((*raw)(o), format.VisibleLines(text)) }

// line prints a line; what it holds is shown.
func (o *output) line(text string) { o.printf("%s\n", text) }

// printf shows its arguments in one line each, however they are formatted.
func (o *output) printf(text string, args ...any) { printfTo((*raw)(o), text, args) }

// table is a table of text; flush prints it.
func (o *output) table(padding int, flags uint) *textTable {
	return &textTable{tabwriter.NewWriter((*raw)(o), 0, 0, padding, ' ', flags)}
}

// visibleLines shows the lines that are written to it, each when it is whole: a character may come in two pieces.
type visibleLines struct {
	to   *bufio.Writer // remembers its first error
	line []byte
}

func (v *visibleLines) Write(p []byte) (int, error) {
	v.line = append(v.line, p...)
	if end := bytes.LastIndexByte(v.line, '\n') + 1; end > 0 {
		_, err := v.to.WriteString(format.VisibleLines(string(v.line[:end])))
		v.line = append(v.line[:0], v.line[end:]...)
		return len(p), err
	}
	return len(p), nil
}

func (v *visibleLines) flush() { _, _ = v.to.WriteString(format.VisibleLines(string(v.line))) }

type textTable struct{ w *tabwriter.Writer }

func (t *textTable) printf(text string, args ...any) { printfTo(t.w, text, args) }

func (t *textTable) flush() { _ = t.w.Flush() } // the output remembers what went wrong

func printfTo(w io.Writer, text string, args []any) {
	visible := make([]any, len(args))
	for i, a := range args {
		visible[i] = visibleArgument{a}
	}
	_, _ = fmt.Fprintf(w, text, visible...)
}

// visibleArgument is an argument of printf that shows what it holds.
type visibleArgument struct{ what any }

// Format is part of fmt.Formatter.
func (s visibleArgument) Format(f fmt.State, verb rune) {
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
