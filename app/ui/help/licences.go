package help

import (
	_ "embed"
	"strings"
)

// licences are those of everything that is part of the program: a line "=== NAME VERSION · LICENCES" before the text of
// each. TestLicences writes the file from the modules themselves.
//
//go:embed licences.txt
var licences string

const licenceMark = "=== "

// component is a part of the program that others have made.
type component struct {
	name, kinds string // with its version; the licences by their short names
	lines       []string
}

// components lists the parts of the program that others have made.
func components() (all []component) {
	for block := range strings.SplitSeq("\n"+licences, "\n"+licenceMark) {
		head, text, _ := strings.Cut(block, "\n")
		if head == "" {
			continue
		}
		name, kinds, _ := strings.Cut(head, " · ")
		all = append(all, component{name, kinds, wrapped(strings.Trim(text, "\n"))})
	}
	return all
}

const lineLength = 82 // characters of a line of a licence, at most

// wrapped breaks a text into lines, those that are too long at a space.
func wrapped(text string) (lines []string) {
	for line := range strings.SplitSeq(text, "\n") {
		for line = strings.ReplaceAll(line, "\t", "    "); len(line) > lineLength; {
			at := strings.LastIndexByte(line[:lineLength+1], ' ')
			if strings.TrimSpace(line[:max(at, 0)]) == "" {
				break // one long word
			}
			lines, line = append(lines, line[:at]), line[at+1:]
		}
		lines = append(lines, line)
	}
	return lines
}
