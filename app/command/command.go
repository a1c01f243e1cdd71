// Package command is Factmark without a window: import, claims, export, search, package, merge, check and backup from a terminal.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"factmark/app/locale"
	"factmark/store"
)

// What Run returns.
const (
	done   = 0
	failed = 1 // the work failed: one line on standard error says why, and nothing is half-done
	misuse = 2 // the words were wrong
)

// command is one of the words that Run knows.
type command struct {
	name    string
	summary string // for the list of commands
	help    string // usage, explanation, flags and an example
	run     func(c *call, args []string) error
}

var commands = []command{importCommand, claimsCommand, documentsCommand, exportCommand, searchCommand, packageCommand, mergeCommand, agreementCommand, evidenceCommand, matrixCommand, checkCommand, backupCommand}

// call is one run of a command.
type call struct {
	context.Context
	in     io.Reader
	out    *output
	errOut *output
}

// misuseError says which words were wrong.
type misuseError struct{ error }

func misusef(format string, args ...any) error { return misuseError{fmt.Errorf(format, args...)} }

// Run does the command that args begins with and returns the program's exit code: 0, 1 when the work failed and 2 when
// the words were wrong. handled is false, and nothing was done, when args does not begin with a command; that is
// when the window opens. An interrupt, the end of the terminal and what asks a process to end let the command clean up.
func Run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) (code int, handled bool) {
	if len(args) == 0 {
		return done, false
	}
	name, run := args[0], commandFor(args[0])
	if run == nil {
		return done, false
	}
	ctx, stop := interruptible(ctx)
	defer stop()
	c := &call{ctx, in, newOutput(out), newOutput(errOut)}
	if err := store.RemoveLeftovers(); err != nil {
		c.warn("what an earlier run has left could not be removed: %s", oneLine(err))
	}
	err := run(c, args[1:])
	if err == nil {
		err = c.out.err
	}
	if err == nil || isBrokenPipe(c.out.err) { // who reads the output had enough of it
		return done, true
	}
	if wrong, ok := errors.AsType[misuseError](err); ok {
		c.errOut.printf("factmark %s: %s\n", name, locale.Error(wrong))
		return misuse, true
	}
	if errors.Is(err, context.Canceled) {
		err = errors.New(locale.T("interrupted; nothing was changed"))
	}
	c.errOut.printf("factmark %s: %s\n", name, oneLine(errors.New(locale.Error(err))))
	return failed, true
}

// interruptible gives a context that ends with the first signal that asks to end; the second ends the process, as does one
// that was to be ignored from the start, never: nohup and a shell's background jobs rely on it.
func interruptible(ctx context.Context) (context.Context, func()) {
	var signals []os.Signal
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		if !signal.Ignored(s) {
			signals = append(signals, s)
		}
	}
	if len(signals) == 0 {
		return ctx, func() {}
	}
	ctx, stop := signal.NotifyContext(ctx, signals...)
	context.AfterFunc(ctx, stop)
	signal.Ignore(syscall.SIGPIPE) // an output that nobody reads any more is an error of writing, and the workspace is closed
	return ctx, stop
}

// warn says on standard error what did not go well though the work is done.
func (c *call) warn(text string, args ...any) {
	c.errOut.printf("factmark: %s\n", locale.Known(fmt.Sprintf(text, args...)))
}

// unsure warns where a file was made, and gives other errors back.
func (c *call) unsure(err error) error {
	if errors.Is(err, store.ErrUnsure) {
		c.warn("%s", oneLine(err))
		return nil
	}
	return err
}

// Complain says on standard error, for main, why the program ends.
func Complain(errOut io.Writer, text string, args ...any) {
	newOutput(errOut).printf("factmark: %s\n", locale.Known(fmt.Sprintf(text, args...)))
}

// commandFor gives what a first word does; nil when it is no command.
func commandFor(word string) func(*call, []string) error {
	switch word {
	case "help", "-h", "-help", "--help":
		return help
	case "version", "-version", "--version":
		return version
	}
	for _, cmd := range commands {
		if cmd.name == word {
			return func(c *call, args []string) error { return cmd.start(c, args) }
		}
	}
	return nil
}

func (cmd command) start(c *call, args []string) error {
	err := cmd.run(c, args)
	if errors.Is(err, errHelp) {
		c.out.print(cmd.help)
		return nil
	}
	if wrong, ok := errors.AsType[misuseError](err); ok {
		return misusef("%w (factmark help %s tells more)", wrong.error, cmd.name)
	}
	return err
}
