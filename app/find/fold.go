package find

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold gives the runes that stand for a rune in a comparison: none for what
// does not count, several for what is written as several.
func fold(r rune, q Query) []rune {
	if r < utf8.RuneSelf {
		return ascii[caseOf(q)][foldASCII(r, q):][:1]
	}
	if !q.Loose {
		return []rune{foldCase(r, q)}
	}
	switch {
	case unicode.IsSpace(r):
		return []rune{' '}
	case unicode.Is(unicode.Cf, r): // soft hyphens, joiners, marks of direction
		return nil
	}
	if plain, is := typographic[r]; is {
		return []rune{plain}
	}
	var all []rune
	var buffer [utf8.UTFMax]byte
	for _, part := range string(norm.NFKD.Append(nil, buffer[:utf8.EncodeRune(buffer[:], r)]...)) {
		if !unicode.Is(unicode.Mn, part) {
			all = append(all, foldCase(part, q))
		}
	}
	return all
}

// typographic are the kinds of quotation mark, apostrophe and dash that count as the typewriter's.
var typographic = map[rune]rune{
	'‘': '\'', '’': '\'', '‚': '\'', '‛': '\'', 'ʼ': '\'', '′': '\'', '´': '\'', '‹': '\'', '›': '\'',
	'“': '"', '”': '"', '„': '"', '‟': '"', '«': '"', '»': '"', '″': '"',
	'‐': '-', '‑': '-', '‒': '-', '–': '-', '—': '-', '―': '-', '−': '-',
}

// foldCase gives the smallest of the letters that differ from r in case alone.
func foldCase(r rune, q Query) rune {
	if q.MatchCase {
		return r
	}
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	return least
}

// ascii holds each ASCII rune, so that folding one allocates nothing: first as
// it is, then with capitals for small letters, which foldCase prefers too.
var ascii = func() (tables [2][utf8.RuneSelf]rune) {
	for r := range rune(utf8.RuneSelf) {
		tables[0][r], tables[1][r] = r, foldCase(r, Query{})
	}
	return tables
}()

func caseOf(q Query) int {
	if q.MatchCase {
		return 0
	}
	return 1
}

// foldASCII makes every white space a space where the query is loose.
func foldASCII(r rune, q Query) rune {
	if q.Loose && unicode.IsSpace(r) {
		return ' '
	}
	return r
}
