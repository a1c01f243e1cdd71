package anchor

import (
	"unicode"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// sentences gives the ends of a text's sentences, or of what comes near: a
// piece ends behind a line break, or behind the space after a full stop.
func sentences(text []rune) []int {
	var ends []int
	for i, r := range text {
		switch {
		case r == '\n':
		case r == ' ' && i > 0 && stop(text[i-1]) && !(i+1 < len(text) && text[i+1] == ' '):
		case wideStop(r):
		default:
			continue
		}
		ends = append(ends, i+1)
	}
	if n := len(ends); len(text) > 0 && (n == 0 || ends[n-1] < len(text)) {
		ends = append(ends, len(text))
	}
	return ends
}

func stop(r rune) bool {
	switch r {
	case '.', '!', '?', ';', ':', '…', '؟', '۔', '।', '”', '"', '»', ')':
		return true
	}
	return false
}

func wideStop(r rune) bool { return r == '。' || r == '！' || r == '？' || r == '；' }

// words gives the ends of a text's words, of the spaces and of all else between them.
func words(text []rune) []int {
	var ends []int
	for i := 0; i < len(text); {
		r := text[i]
		i++
		if inWord(r) {
			for i < len(text) && inWord(text[i]) {
				i++
			}
		}
		for i < len(text) && unicode.Is(unicode.M, text[i]) {
			i++
		}
		ends = append(ends, i)
	}
	return ends
}

// inWord tells of letters, digits and marks in scripts that put spaces between words.
func inWord(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_'
	}
	return !unspaced(r) && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r))
}

func unspaced(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

func space(r rune) bool { return unicode.IsSpace(r) }

// snap moves a place to the start of the grapheme cluster that it lies in.
func snap(text []rune, at int) int {
	start, _ := cluster(text, at)
	return start
}

// clusterEnd moves a place to the end of the cluster that it lies in.
func clusterEnd(text []rune, at int) int {
	_, end := cluster(text, at)
	return end
}

// cluster gives the grapheme cluster around a place; a place between two
// clusters is its own start and end.
func cluster(text []rune, at int) (start, end int) {
	if at <= 0 || at >= len(text) || plain(text[at-1]) && plain(text[at]) {
		return at, at
	}
	from := at
	for from > 0 && at-from < 64 && !(plain(text[from]) && plain(text[from-1])) {
		from--
	}
	to := at
	for to < len(text) && to-at < 64 && !(plain(text[to]) && plain(text[to-1])) {
		to++
	}
	start = from
	for g := graphemes.FromString(string(text[from:to])); g.Next(); {
		end = start + len([]rune(g.Value()))
		switch {
		case start == at:
			return at, at
		case end > at:
			return start, end
		}
		start = end
	}
	return at, at
}

func plain(r rune) bool { return r < 0x80 }
