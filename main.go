// Factmark is a desktop program for fact-checkers: it opens a text beside its
// claims, labels spans and keeps everything in one local file.
package main

import (
	"context"
	"errors"
	"os"

	"factmark/app"
	"factmark/app/command"
	"factmark/app/ingest/pdf"
	"factmark/app/locale"
)

func main() {
	os.Exit(run(os.Args[1:]))
}

// run does a command if one is named and opens the window otherwise. It returns
// 0, 1 when the work failed, 2 when the words were wrong, and more where a
// signal has ended the window.
func run(args []string) int {
	command.JoinTerminal()
	if len(args) == 1 && args[0] == pdf.Argument {
		if err := pdf.Serve(os.Stdin, os.Stdout); err != nil {
			return 1 // which its parent has been told, or does not want to know any more
		}
		return 0
	}
	locale.Use("")
	if code, handled := command.Run(context.Background(), args, os.Stdin, os.Stdout, os.Stderr); handled {
		return code
	}
	path, ok := workspace(args)
	if !ok && len(args) > 1 && args[0] != "--" && command.NamesWorkspace(args[0]) {
		command.Complain(os.Stderr, "one workspace at a time; factmark help lists the commands")
		return 2
	}
	if !ok {
		command.Complain(os.Stderr, "%q is neither a command nor a workspace (NAME.factmark); factmark help lists the commands", args[0])
		return 2
	}
	err := app.Run(path, command.Version)
	if err == nil {
		return 0
	}
	command.Complain(os.Stderr, "%v", err)
	var ended app.Ended
	if errors.As(err, &ended) {
		return ended.Code
	}
	return 1
}

// workspace finds the file to open among the words: none is the user's own
// workspace, "--" lets a name begin with a dash.
func workspace(args []string) (path string, ok bool) {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return "", true
	}
	if len(args) > 1 {
		return "", false
	}
	if command.NamesWorkspace(args[0]) {
		return args[0], true
	}
	_, err := os.Stat(args[0])
	return args[0], err == nil
}
