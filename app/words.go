package app

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"factmark/app/format"
	"factmark/widgets/docview/layout"
)

// fold makes text comparable in a search: lower case, no accents, one kind of
// space, apostrophe and quotation mark.
func fold(s string) string {
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

// oneLine shows a text of several lines in one.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// nameLine is oneLine for a name, with what shown shows.
func nameLine(s string) string { return format.Visible(oneLine(s)) }

// shown shows what a name, a title or an error from elsewhere holds that would
// reorder or hide what stands around it. Lines stay.
func shown(s string) string { return format.VisibleLines(s) }

// oneLineKeepingEnds is oneLine for a piece out of a text: the space at its ends
// parts it from what is beside it.
func oneLineKeepingEnds(s string) string {
	line := oneLine(s)
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

// visualOrder gives a text of one line for a widget of the toolkit, which draws words from the right in the order they are read.
func visualOrder(s string) string { return layout.Visual(s) }

// shorten cuts a text for a title or a button, at most n code points long.
func shorten(s string, n int) string {
	runes := []rune(strings.ReplaceAll(oneLine(s), "\u00ad", "")) // a soft hyphen is seen only where a line breaks
	if len(runes) <= n {
		return shown(string(runes))
	}
	return shown(strings.TrimRight(string(runes[:n-1]), " ,.;:")) + "…"
}

// plural counts things: "1 claim", "12,000 claims".
func plural(n int, thing string) string { return format.Plural(n, thing) }

// pluralVerb says what so many do: "1 claim is", "12,000 claims are".
func pluralVerb(n int, one, many string) string { return format.Count(n, one, many) }

// thousands writes a number with a comma at every third digit.
func thousands(n int) string { return format.Thousands(n) }

// ago says how long before now a time was, as people say it.
func ago(t, now time.Time) string {
	switch d := now.Sub(t); {
	case t.IsZero():
		return ""
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", int(d.Minutes()))
	case d < 24*time.Hour && t.Local().YearDay() == now.Local().YearDay():
		return t.Local().Format("15:04")
	case d < 300*24*time.Hour:
		return t.Local().Format("2 Jan")
	}
	return t.Local().Format("2 Jan 2006")
}
