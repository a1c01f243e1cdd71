package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// Word gives the word around a byte. Between words it gives the one before, if it touches, else the one behind;
// in a line without any it is empty. Punctuation counts as a word of its own.
func (t *Text) Word(at int) (start, end int) {
	from, to := t.section(at)
	var before, here [2]int
	for w := words.FromString(t.s[from:to]); w.Next(); {
		here = [2]int{from + w.Start(), from + w.End()}
		blank := isBlank(w.Value())
		switch {
		case here[1] <= at:
			if !blank {
				before = here
			}
			continue
		case !blank:
			return here[0], here[1]
		case before[1] == here[0] && before[1] > before[0]:
			return before[0], before[1]
		}
	}
	if before[1] > before[0] {
		return before[0], before[1]
	}
	return at, at
}

// NextWord gives the end of the word at or behind a byte, over line ends if need be.
func (t *Text) NextWord(at int) int {
	for at < len(t.s) {
		from, to := t.section(at)
		for w := words.FromString(t.s[from:to]); w.Next(); {
			if end := from + w.End(); end > at && isWord(w.Value()) {
				return end
			}
		}
		at = t.behind(to)
	}
	return len(t.s)
}

// PrevWord gives the start of the word that begins before a byte, over line ends if need be.
func (t *Text) PrevWord(at int) int {
	for at > 0 {
		from, to := t.section(at)
		start := -1
		for w := words.FromString(t.s[from:to]); w.Next() && from+w.Start() < at; {
			if isWord(w.Value()) {
				start = from + w.Start()
			}
		}
		if start >= 0 {
			return start
		}
		at = t.Prev(from)
		if from == 0 {
			return 0
		}
	}
	return 0
}

// behind gives the start of the section after the one that ends at a byte.
func (t *Text) behind(end int) int {
	if end < len(t.s) {
		return end + breakLen(t.s, end)
	}
	return end
}

// NextParagraph gives the start of the paragraph behind a byte, or the end of the text.
func (t *Text) NextParagraph(at int) int { return t.behind(t.lineBreak(at)) }

// PrevParagraph gives the start of the paragraph that begins before a byte.
func (t *Text) PrevParagraph(at int) int {
	start, _ := t.Paragraph(max(0, at-1))
	return start
}

func isBlank(s string) bool { return strings.TrimLeftFunc(s, isSpace) == "" }

// isSpace says whether a rune leaves no ink and takes part in no word.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200B' || r == '\u2060' || r == '\uFEFF'
}

// isWord says whether a segment is more than space and punctuation.
func isWord(s string) bool {
	if c := s[0]; c < utf8.RuneSelf {
		return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_'
	}
	return strings.IndexFunc(s, func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.So, r)
	}) >= 0
}
