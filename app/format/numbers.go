package format

import (
	"strconv"
	"strings"
)

// Thousands writes a number with a comma at every third digit.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for at := len(s) - 3; at > 0 && s[at-1] != '-'; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

// Plural counts things that take an s: "1 claim", "12,000 claims".
func Plural(n int, thing string) string { return Count(n, thing, thing+"s") }

// Count counts things, or says what so many do: "1 claim is", "12,000 claims are".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Thousands(n) + " " + many
}

// Of counts what is named in the plural, in words of which the first takes the s:
// "1 claim labelled by both".
func Of(n int, many string) string {
	noun, rest, more := strings.Cut(many, " ")
	one := strings.TrimSuffix(noun, "s")
	if more {
		one += " " + rest
	}
	return Count(n, one, many)
}

// List joins names with commas, and the last two with a word: "a, b and c".
func List(names []string, word string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " " + word + " " + names[last]
}
