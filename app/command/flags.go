package command

import (
	"errors"
	"flag"
	"io"
	"strings"
)

// errHelp means that a command was asked for its help.
var errHelp = errors.New("help asked for")

// flags are a command's flags. They may stand before, between and after the files; "--" ends them.
type flags struct {
	*flag.FlagSet
	workspace string
}

// newFlags begins with the one flag that all commands have.
func newFlags() *flags {
	f := &flags{FlagSet: flag.NewFlagSet("", flag.ContinueOnError)}
	f.SetOutput(io.Discard)
	f.StringVar(&f.workspace, "w", "", "")
	return f
}

// list adds a flag that may be given several times.
func (f *flags) list(name string) *[]string {
	var values []string
	f.Func(name, "", func(value string) error {
		values = append(values, value)
		return nil
	})
	return &values
}

// parse gives the words that are no flags.
func (f *flags) parse(args []string) (words []string, err error) {
	for len(args) > 0 {
		if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
			return nil, errHelp
		} else if err != nil {
			return nil, misuseError{err}
		}
		rest := f.Args()
		parsed := len(args) - len(rest)
		if parsed > 0 && args[parsed-1] == "--" {
			return append(words, rest...), nil
		}
		if len(rest) > 0 {
			words, rest = append(words, rest[0]), rest[1:]
		}
		args = rest
	}
	return words, nil
}

// indented sets words in lines of at most so many characters, parted by commas, for a help text.
func indented(words []string, by, width int) string {
	lines := []string{strings.Repeat(" ", by)}
	for i, word := range words {
		if i < len(words)-1 {
			word += ","
		}
		last := &lines[len(lines)-1]
		if len(*last)+1+len(word) > width {
			lines = append(lines, strings.Repeat(" ", by))
			last = &lines[len(lines)-1]
		}
		if len(*last) > by {
			*last += " "
		}
		*last += word
	}
	return strings.Join(lines, "\n")
}
