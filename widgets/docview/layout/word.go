package layout

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"

	"factmark/widgets/docview/layout/segment"
)

// Segments gives the words of a text and what lies between them, white space included, as ranges of bytes: by UAX #29; in
// the scripts that write words without spaces, by what package segment finds.
func Segments(s string) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		w := words.FromString(s)
		more := w.Next()
		for more {
			start, end := w.Start(), w.End()
			script := segment.ScriptOf(w.Value())
			if script == segment.None {
				if !yield(start, end) {
					return
				}
				more = w.Next()
				continue
			}
			for more = w.Next(); more && segment.ScriptOf(w.Value()) == script; more = w.Next() {
				end = w.End()
			}
			last := start
			for _, e := range segment.Words(script, s[start:end]) {
				if !yield(last, start+e) {
					return
				}
				last = start + e
			}
		}
	}
}

// Word gives the word around a byte. Between words it gives the one before, if it touches, else the one behind;
// in a line without any it is empty. Punctuation counts as a word of its own; a hyphen that joins letters makes one word of them.
func (t *Text) Word(at int) (start, end int) {
	from, to := t.section(at)
	var all [][2]int // the segments of the section, blank ones too
	for start, end := range Segments(t.Slice(from, to)) {
		all = append(all, [2]int{from + start, from + end})
	}
	found := -1
	for i, here := range all {
		blank := isBlank(t.Slice(here[0], here[1]))
		if here[1] <= at {
			if !blank {
				found = i
			}
			continue
		}
		if !blank {
			found = i
		} else if found < 0 || all[found][1] < here[0] {
			continue // not at the word before: the one behind
		}
		break
	}
	if found < 0 {
		return at, at
	}
	first, last := found, found
	for first >= 2 && t.joins(all[first-2], all[first-1], all[first]) {
		first -= 2
	}
	for last+2 < len(all) && t.joins(all[last], all[last+1], all[last+2]) {
		last += 2
	}
	if found == first && found == last && 0 < found && found+1 < len(all) && t.joins(all[found-1], all[found], all[found+1]) {
		return t.Word(all[found-1][0]) // the hyphen itself
	}
	return all[first][0], all[last][1]
}

// joins says whether the segment in the middle is a hyphen between letters.
func (t *Text) joins(before, hyphen, behind [2]int) bool {
	switch t.Slice(hyphen[0], hyphen[1]) {
	case "-", "\u2010", "\u2011":
		last, _ := utf8.DecodeLastRuneInString(t.Slice(before[0], before[1]))
		return (unicode.IsLetter(last) || unicode.IsMark(last)) && unicode.IsLetter(firstRune(t.Slice(behind[0], behind[1])))
	}
	return false
}

// NextWord gives the end of the word at or behind a byte, over line ends if need be.
func (t *Text) NextWord(at int) int {
	for at < t.Len() {
		from, to := t.section(at)
		for start, end := range Segments(t.Slice(from, to)) {
			if from+end > at && isWord(t.Slice(from+start, from+end)) {
				return from + end
			}
		}
		at = t.behind(to)
	}
	return t.Len()
}

// PrevWord gives the start of the word that begins before a byte, over line ends if need be.
func (t *Text) PrevWord(at int) int {
	for at > 0 {
		from, to := t.section(at)
		found := -1
		for start, end := range Segments(t.Slice(from, to)) {
			if from+start >= at {
				break
			}
			if isWord(t.Slice(from+start, from+end)) {
				found = from + start
			}
		}
		if found >= 0 {
			return found
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
	if end < t.Len() {
		b := &t.blocks[t.blockOf(end)]
		return end + breakLen(b.s, end-b.start)
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
