package format

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"factmark/app/locale"
)

// Fold makes text comparable in a search: lower case, no accents, one kind of
// space, apostrophe and quotation mark.
func Fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case r == '’' || r == '‘' || r == 'ʼ':
			b.WriteByte('\'')
		case r == '“' || r == '”' || r == '„' || r == '«' || r == '»':
			b.WriteByte('"')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// OneLine shows a text of several lines in one.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// NameLine is OneLine for a name, with what Visible shows.
func NameLine(s string) string { return Visible(OneLine(s)) }

// OneLineKeepingEnds is OneLine for a piece out of a text: the space at its ends
// parts it from what is beside it.
func OneLineKeepingEnds(s string) string {
	line := OneLine(s)
	switch {
	case line == "" && s != "":
		return " "
	case line == "":
		return ""
	}
	if first, _ := utf8.DecodeRuneInString(s); unicode.IsSpace(first) {
		line = " " + line
	}
	if last, _ := utf8.DecodeLastRuneInString(s); unicode.IsSpace(last) {
		line += " "
	}
	return line
}

// Shorten cuts a text for a title or a button, at most n code points long.
func Shorten(s string, n int) string {
	runes := []rune(strings.ReplaceAll(OneLine(s), "\u00ad", "")) // a soft hyphen is seen only where a line breaks
	if len(runes) <= n {
		return VisibleLines(string(runes))
	}
	return VisibleLines(strings.TrimRight(string(runes[:n-1]), " ,.;:")) + "…"
}

// ContainsAll tells whether a text holds all of some words.
func ContainsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// NonEmpty gives the parts that are not empty.
func NonEmpty(parts ...string) []string {
	var all []string
	for _, part := range parts {
		if part != "" {
			all = append(all, part)
		}
	}
	return all
}

// Percentage writes a share as a percentage, "" for none.
func Percentage(c *float64) string {
	if c == nil {
		return ""
	}
	return strconv.FormatFloat(math.Round(*c*1e8)/1e6, 'f', -1, 64)
}

// LowerFirst goes on in an English sentence with what begins one elsewhere; in other languages a capital may belong to the word.
func LowerFirst(s string) string {
	if s == "" || locale.Language() != "en" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// UpperFirst begins a sentence with a capital, unless it begins with a file's name.
func UpperFirst(s string) string {
	if first, _, _ := strings.Cut(s, " "); strings.ContainsAny(first, "./\\0123456789") {
		return s
	}
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}

// Someone is a person's name as it is shown, also where they never said one.
func Someone(name string) string {
	if name = Shorten(name, 40); name == "" {
		return locale.T("(no name)")
	}
	return name
}
