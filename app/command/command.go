// Package command is Factmark without a window: import, claims, export, check and backup from a terminal.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
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

var commands = []command{importCommand, claimsCommand, exportCommand, agreementCommand, checkCommand, backupCommand}

// call is one run of a command.
type call struct {
	context.Context
	in     io.Reader
	out    *output
	errOut io.Writer
}

// misuseError says which words were wrong.
type misuseError struct{ error }

func misusef(format string, args ...any) error { return misuseError{fmt.Errorf(format, args...)} }

// Run does the command that args begins with and returns the program's exit code: 0, 1 when the work failed and 2 when
// the words were wrong. handled is false, and nothing was done, when args does not begin with a command; that is
// when the window opens. An interrupt from the terminal ends the command in good order.
func Run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) (code int, handled bool) {
	if len(args) == 0 {
		return done, false
	}
	name, run := args[0], find(args[0])
	if run == nil {
		return done, false
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := &call{ctx, in, &output{w: out}, errOut}
	err := run(c, args[1:])
	if err == nil {
		err = c.out.err
	}
	if err == nil || isBrokenPipe(c.out.err) { // who reads the output had enough of it
		return done, true
	}
	if wrong, ok := errors.AsType[misuseError](err); ok {
		fmt.Fprintf(errOut, "factmark %s: %v\n", name, wrong)
		return misuse, true
	}
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted; nothing was changed")
	}
	fmt.Fprintf(errOut, "factmark %s: %v\n", name, oneLine(err))
	return failed, true
}

// find gives what a first word does; nil when it is no command.
func find(word string) func(*call, []string) error {
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
	if what, ok := absent[word]; ok {
		return func(*call, []string) error { return misusef("this version of Factmark does not have %s yet", what) }
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

// absent are the commands that are still to come, and what they will bring.
var absent = map[string]string{
	"search":   "search",
	"evidence": "the search for evidence",
	"package":  "packages to hand over",
	"merge":    "merging",
}
