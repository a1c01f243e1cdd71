package layout

import (
	"strings"
	"unicode/utf8"
)

// breakLen gives the length of the line break that starts at byte i, 0 if none does. Beside line feed and carriage
// return these are vertical tab, form feed, next line, line separator and paragraph separator.
func breakLen(s string, i int) int {
	switch s[i] {
	case '\n', '\v', '\f':
		return 1
	case '\r':
		if i+1 < len(s) && s[i+1] == '\n' {
			return 2
		}
		return 1
	case 0xC2:
		if strings.HasPrefix(s[i:], "\u0085") {
			return 2
		}
	case 0xE2:
		if strings.HasPrefix(s[i:], "\u2028") || strings.HasPrefix(s[i:], "\u2029") {
			return 3
		}
	}
	return 0
}

// endsBreak says whether a line break ends at byte i.
func endsBreak(s string, i int) bool {
	if i == 0 {
		return false
	}
	switch s[i-1] {
	case '\n', '\v', '\f':
		return true
	case '\r':
		return i == len(s) || s[i] != '\n'
	case 0x85:
		return strings.HasSuffix(s[:i], "\u0085")
	case 0xA8, 0xA9:
		return strings.HasSuffix(s[:i], "\u2028") || strings.HasSuffix(s[:i], "\u2029")
	}
	return false
}

// Paragraph gives the paragraph that holds a byte, without the line break at its end.
func (t *Text) Paragraph(at int) (start, end int) {
	for start = at; start > 0 && !endsBreak(t.s, start); {
		start--
	}
	return start, t.lineBreak(start)
}

// lineBreak gives the first line break at or after byte i, or the end of the text.
func (t *Text) lineBreak(i int) int {
	for i < len(t.s) && breakLen(t.s, i) == 0 {
		i++
	}
	return i
}

// section is the part of a paragraph that lies in one block. It bounds the work of looking for words and sentences.
func (t *Text) section(at int) (start, end int) {
	b := t.blocks[t.blockOf(at)]
	for start = at; start > b.start && !endsBreak(t.s, start); {
		start--
	}
	for end = start; end < b.end && breakLen(t.s, end) == 0; {
		end++
	}
	return start, end
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
