package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	tab      = " " // leaves no ink; where it ends, its run says
	maxMarks = 16  // of a longer heap of marks on one letter the rest is not drawn
)

// display gives what is drawn of a piece of text: tabs become spaces, control characters signs that stand for them,
// and what has no width and shapes nothing is left out. The display of a prefix is a prefix of the display.
func display(s string) string {
	if strings.IndexFunc(s, altered) < 0 {
		return s
	}
	return displayed(s, nil)
}

// displayed gives the display of a text, and changes places in it, ascending, to those in the display.
func displayed(s string, at []int) string {
	var b strings.Builder
	marks := 0
	for i, r := range s {
		for ; len(at) > 0 && at[0] <= i; at = at[1:] {
			at[0] = b.Len()
		}
		if isMark(r) {
			if marks++; marks <= maxMarks && !invisible(r) {
				b.WriteRune(r)
			}
			continue
		}
		marks = 0
		switch {
		case r == '\t':
			b.WriteString(tab)
		case r < ' ':
			b.WriteRune('\u2400' + r)
		case r >= 0x7F && r < 0xA0:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	for i := range at {
		at[i] = b.Len()
	}
	return b.String()
}

func altered(r rune) bool { return r < ' ' || r >= 0x7F && r < 0xA0 || isMark(r) }

// isMark says whether a rune adds to the one before it, or shows nothing itself.
func isMark(r rune) bool {
	return r == '\u00AD' || r >= 0x300 && unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf)
}

// invisible says whether a rune has no width and leaves its neighbours' shapes alone.
func invisible(r rune) bool {
	switch {
	case r == '\u00AD', r == '\u200B', r == '\u200E', r == '\u200F', r == '\uFEFF',
		r >= '\u202A' && r <= '\u202E', r >= '\u2060' && r <= '\u2069':
		return true
	}
	return false
}
