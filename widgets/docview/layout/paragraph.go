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

// endsBreak says whether a line break ends at a byte.
func (t *Text) endsBreak(at int) bool {
	if at == 0 {
		return false
	}
	b, i := t.before(at) // no block ends inside a break
	return endsBreak(b.s, i)
}

// Paragraph gives the paragraph that holds a byte, without the line break at its end. Blocks that no paragraph ends in
// are not looked through.
func (t *Text) Paragraph(at int) (start, end int) {
	end = t.lineBreak(at)
	for b := t.blockOf(at); ; b-- {
		k := &t.blocks[b]
		i := min(at, k.end()) - k.start
		if at >= k.end() && k.breaks == 0 {
			i = 0
		}
		for i > 0 && !endsBreak(k.s, i) {
			i--
		}
		if i > 0 || b == 0 || endsBreak(t.blocks[b-1].s, len(t.blocks[b-1].s)) {
			return k.start + i, end
		}
	}
}

// lineBreak gives the first line break at or after a byte, or the end of the text.
func (t *Text) lineBreak(at int) int {
	for b := t.blockOf(at); b < len(t.blocks); b++ {
		k := &t.blocks[b]
		if k.breaks == 0 {
			continue
		}
		for i := max(0, at-k.start); i < len(k.s); i++ {
			if i += printable(k.s[i:]); i < len(k.s) && breakLen(k.s, i) > 0 {
				return k.start + i
			}
		}
	}
	return t.Len()
}

// section is the part of a paragraph that lies in one block. It bounds the work of looking for words and sentences.
func (t *Text) section(at int) (start, end int) {
	b := &t.blocks[t.blockOf(at)]
	for start = at - b.start; start > 0 && !endsBreak(b.s, start); {
		start--
	}
	for end = start; end < len(b.s) && breakLen(b.s, end) == 0; {
		end++
	}
	return b.start + start, b.start + end
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
