package app

import (
	"factmark/app/format"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// containsAll tells whether a text holds all of some words.
func containsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// known gives the parts that are not empty.
func known(parts ...string) []string {
	var all []string
	for _, part := range parts {
		if part != "" {
			all = append(all, part)
		}
	}
	return all
}

// confidenceText writes a share as a percentage, "" for none.
func confidenceText(c *float64) string {
	if c == nil {
		return ""
	}
	return strconv.FormatFloat(math.Round(*c*1e8)/1e6, 'f', -1, 64)
}

// lowerFirst goes on in a sentence with what begins one elsewhere.
func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// upperFirst begins a sentence with a capital, unless it begins with a file's name.
func upperFirst(s string) string {
	if first, _, _ := strings.Cut(s, " "); strings.ContainsAny(first, "./\\0123456789") {
		return s
	}
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}

// someone is a person's name as it is shown, also where they never said one.
func someone(name string) string {
	if name = format.Shorten(name, 40); name == "" {
		return "(no name)"
	}
	return name
}
