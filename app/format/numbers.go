package format

import (
	"strconv"
	"strings"

	"factmark/app/locale"
)

// Thousands writes a number with the separators of the user's language: "12,000".
func Thousands(n int) string { return locale.Number(n) }

// Decimal writes a number with so many digits after the decimal separator of the user's language: "0.47".
func Decimal(x float64, digits int) string {
	return locale.Decimal(strconv.FormatFloat(x, 'f', digits, 64))
}

// Percent writes a share, 0.0 to 1.0, as a percentage with so many digits after the decimal separator: "47.3 %".
func Percent(share float64, digits int) string {
	return Decimal(100*share, digits) + "\u00a0%"
}

// InEnglish writes a number as files do that are English whatever the user's language is.
func InEnglish(n int) string {
	s := strconv.Itoa(n)
	for at := len(s) - 3; at > 0 && s[at-1] != '-'; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

// Plural counts things that take an s, in English: "1 claim", "12,000 claims". What is read on the screen is counted by
// locale.N instead.
func Plural(n int, thing string) string { return Count(n, thing, thing+"s") }

// Count counts things in English, or says what so many do: "1 claim is", "12,000 claims are".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return InEnglish(n) + " " + many
}

// Of counts in English what is named in the plural, in words of which the first takes the s:
// "1 claim labelled by both".
func Of(n int, many string) string {
	noun, rest, more := strings.Cut(many, " ")
	one := strings.TrimSuffix(noun, "s")
	if more {
		one += " " + rest
	}
	return Count(n, one, many)
}

// List joins names with commas, and the last two with "and" or "or" in the user's language: "a, b and c".
func List(names []string, word string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	first := strings.Join(names[:last], ", ")
	if word == "or" {
		return locale.T("{{.First}} or {{.Last}}", "First", first, "Last", names[last])
	}
	return locale.T("{{.First}} and {{.Last}}", "First", first, "Last", names[last])
}
