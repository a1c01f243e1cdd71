// Terminal is factmark.com on Windows, for the command line, which calls it when "factmark" is typed. Windows does not wait for a program
// that has a window, factmark.exe; this one has none, starts factmark.exe beside it with the same words, input and outputs, waits and
// gives its exit code.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
)

func main() {
	self, err := os.Executable()
	if err == nil {
		signal.Ignore(os.Interrupt) // Ctrl+C goes to both; factmark.exe ends as it thinks best
		program := exec.Command(filepath.Join(filepath.Dir(self), "factmark.exe"), os.Args[1:]...)
		program.Stdin, program.Stdout, program.Stderr = os.Stdin, os.Stdout, os.Stderr
		err = program.Run()
	}
	if ended, is := errors.AsType[*exec.ExitError](err); is {
		os.Exit(ended.ExitCode())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "factmark:", err)
		os.Exit(1)
	}
}
