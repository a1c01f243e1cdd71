// Package format writes texts, numbers and lengths of time as people read them.
package format

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Visible shows in a text what would otherwise steer a terminal, break a line or
// reorder what stands around it: control characters, line breaks and tabs, marks
// of direction, characters without width and bytes that are no text, each as an
// escape like \x1b, \n or \u202e. A joiner between letters or emoji is part of
// their spelling, and stays.
func Visible(s string) string { return escape(s, false) }

// VisibleLines is Visible for a text of several lines, whose line feeds and tabs stay.
func VisibleLines(s string) string { return escape(s, true) }

// VisibleJSON is VisibleLines for JSON, whose escapes it uses: what is hidden can
// stand in its strings alone, and the text means what it meant.
func VisibleJSON(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || !hidden(r):
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

func escape(s string, lines bool) string {
	at := strings.IndexFunc(s, func(r rune) bool { return r == utf8.RuneError || hidden(r) })
	if at < 0 {
		return s
	}
	var b strings.Builder
	before := rune(0)
	for i, r := range s {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(s[i:])
		}
		after, _ := utf8.DecodeRuneInString(s[i+size:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case !hidden(r), lines && (r == '\n' || r == '\t'), joiner(r) && joined(before) && joined(after):
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < utf8.RuneSelf:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
		before = r
	}
	return b.String()
}

// hidden tells of what is not to be sent to a screen: Unicode's categories of
// control and format characters, of the separators of lines and paragraphs, and
// the code points that are none.
func hidden(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Cs, unicode.Noncharacter_Code_Point)
}

func joiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

// joined tells of what a joiner stands between: letters and marks of scripts
// that need it, and emoji.
func joined(r rune) bool {
	return r > unicode.MaxLatin1 && !hidden(r) && unicode.In(r, unicode.L, unicode.M, unicode.S)
}
