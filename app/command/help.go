package command

import (
	"fmt"
	"runtime"
	"strings"
)

// Version is the program's version.
const Version = "0.1.0"

func version(c *call, args []string) error {
	if len(args) > 0 {
		return misusef("%q is one word too many", args[0])
	}
	c.out.printf("factmark %s (%s, %s/%s)\n", Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}

func help(c *call, args []string) error {
	if len(args) == 0 {
		c.out.print(overview())
		return nil
	}
	for _, cmd := range commands {
		if cmd.name == args[0] {
			c.out.print(cmd.help)
			return nil
		}
	}
	return misusef("there is no command %q; factmark help lists them", args[0])
}

func overview() string {
	var b strings.Builder
	line := func(name, summary string) { b.WriteString(fmt.Sprintf("  factmark %-18s %s\n", name, summary)) }
	b.WriteString(`Factmark marks claims in documents as supported or disputed. A workspace is one
file, NAME.factmark, that holds documents, claims and labels.

  factmark                    open your own workspace in a window
  factmark FILE.factmark      open that one, made if it is not there

Without a window:

`)
	for _, cmd := range commands {
		line(cmd.name, cmd.summary)
	}
	line("help COMMAND", "explain a command, with its flags and an example")
	line("version", "say which version this is")
	b.WriteString(`
Every command takes -w FILE.factmark, the workspace to work on; without it, it is
your own one, which the window or import begins. It leaves with 0 when the work is
done, 1 when it failed, and 2 when the words were wrong.

Example: factmark import -w desk.factmark speech.txt
         factmark export -w desk.factmark -o claims.csv
`)
	return b.String()
}
