package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// word is a word of a text: letters, digits and marks. In scripts that put no
// space between words every letter, with its marks, is a word of its own.
type word struct {
	start, end int  // bytes
	point      int  // code points before start
	points     int  // code points from start to end
	apart      bool // a letter of a script without spaces that does not follow the word before immediately
}

// Classes of runes.
const (
	other  = iota
	letter // and digits
	alone  // a letter of a script without spaces
	joined // goes on with what stands before it: marks, joiners, soft hyphens
)

// classOfASCII is class for the runes below utf8.RuneSelf.
var classOfASCII = func() (all [utf8.RuneSelf]uint8) {
	for r := range all {
		if r == '_' || '0' <= r && r <= '9' || 'a' <= r|0x20 && r|0x20 <= 'z' {
			all[r] = letter
		}
	}
	return all
}()

func class(r rune) uint8 {
	switch {
	case r < utf8.RuneSelf:
		return classOfASCII[r]
	case r < 0x300: // Latin, in most texts
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return letter
		}
		if r == '\u00ad' {
			return joined
		}
		return other
	case 0x1160 <= r && r <= 0x11FF: // the vowel or the last consonant of a syllable that is written in parts
		return joined
	case unicode.Is(unicode.M, r) || r == '\u200c' || r == '\u200d' || r == '\u2060' || r == '\u200b' || r == 'ﾞ' || r == 'ﾟ':
		return joined
	case Spaceless(r):
		return alone
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		return letter
	}
	return other
}

// Spaceless tells whether a letter is of a script in which words are found as sequences of letters:
// without spaces between words, or, in Korean, with endings that are written to the word.
func Spaceless(r rune) bool {
	if r < 0xE00 {
		return false
	}
	return r == 'ー' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// words calls f with each word of a text. A number is one word with the signs that part its
// thousands (10,000), and so is an abbreviation with its dots (U.S.).
func words(text string, f func(word)) {
	point := 0
	glued := false // nothing but white space since the last word
	for i := 0; i < len(text); {
		r, size := decode(text, i)
		kind := class(r)
		if kind == other || kind == joined { // a mark without a letter
			glued = glued && (kind == joined || unicode.IsSpace(r))
			i, point = i+size, point+1
			continue
		}
		w := word{start: i, point: point, apart: !glued}
		i, point = i+size, point+1
		ascii := size == 1
		for i < len(text) {
			next, size := decode(text, i)
			if c := class(next); c != joined && (c != letter || kind == alone) {
				break
			}
			ascii = ascii && size == 1
			i, point = i+size, point+1
		}
		if kind == letter && ascii {
			i, point = extended(text, w.start, i, point)
		}
		if kind == letter {
			i, point = overApostrophe(text, w.start, i, point)
		}
		w.end, w.points = i, point-w.point
		if kind == letter {
			w.apart = false
		}
		glued = true
		f(w)
	}
}

func decode(text string, i int) (rune, int) {
	if c := text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(text[i:])
}

// extended takes what belongs to a word of ASCII letters or digits behind its end: further groups
// of three digits, further letters of an abbreviation.
func extended(text string, start, end, point int) (newEnd, newPoint int) {
	switch {
	case end == start+1 && isASCIILetter(text[start]):
		for end+1 < len(text) && text[end] == '.' && isASCIILetter(text[end+1]) {
			if end+2 < len(text) {
				if next, _ := decode(text, end+2); class(next) == letter || class(next) == joined {
					break
				}
			}
			end, point = end+2, point+2
		}
	case end-start <= 3 && digitsOnly(text[start:end]):
		for {
			sep := separator(text[end:])
			from := end + sep
			if sep == 0 || from+3 > len(text) || !digitsOnly(text[from:from+3]) {
				break
			}
			if from+3 < len(text) {
				if next, _ := decode(text, from+3); class(next) != other {
					break
				}
			}
			end, point = from+3, point+4
		}
	}
	return end, point
}

// overApostrophe takes the rest of a word such as O'Brien or aujourd'hui behind its first part. Of it's, don't and l'homme the
// parts are words of their own.
func overApostrophe(text string, start, end, point int) (newEnd, newPoint int) {
	if end >= len(text) {
		return end, point
	}
	mark, size := decode(text, end)
	if mark != '\'' && mark != '’' && mark != 'ʼ' {
		return end, point
	}
	to, points := end+size, 1
	for to < len(text) {
		r, size := decode(text, to)
		if c := class(r); c != letter && (c != joined || points == 1) {
			break
		}
		to, points = to+size, points+1
	}
	before, after := strings.ToLower(text[start:end]), strings.ToLower(text[end+size:to])
	switch {
	case after == "", after == "t" && strings.HasSuffix(before, "n"):
		return end, point
	case len(before) == 1 && before != "o", before == "qu":
		return end, point
	}
	switch after {
	case "s", "d", "m", "re", "ve", "ll":
		return end, point
	}
	return to, point + points
}

// separator is the length in bytes of a sign between thousands at the beginning of a text, 0 where there is none.
func separator(text string) int {
	if text == "" {
		return 0
	}
	switch r, size := decode(text, 0); r {
	case ',', '.', '\'', '’', '\u00a0', '\u202f', '\u2009':
		return size
	}
	return 0
}

func isASCIILetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// fold gives a word as it is compared: without case, accents, soft hyphens and the signs inside a number or an abbreviation.
func fold(w string) string {
	plain := true
	for i := range len(w) {
		if c := w[i]; c >= utf8.RuneSelf || classOfASCII[c] == other || 'A' <= c && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return w
	}
	var b strings.Builder
	var base rune
	for _, r := range norm.NFKD.String(w) {
		switch c := class(r); {
		case c == other:
		case unicode.Is(unicode.Mn, r) && unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Hebrew, unicode.Arabic):
		case unicode.Is(unicode.Cf, r):
		default:
			if c != joined {
				base = r
			}
			b.WriteString(foldCase(r))
		}
	}
	return b.String()
}

// foldCase gives a letter in small, with those that are written as two taken apart.
func foldCase(r rune) string {
	switch r {
	case 'ß', 'ẞ':
		return "ss"
	case 'æ', 'Æ':
		return "ae"
	case 'œ', 'Œ':
		return "oe"
	case 'ø', 'Ø':
		return "o"
	case 'đ', 'Đ':
		return "d"
	case 'ł', 'Ł':
		return "l"
	case 'ı', 'İ':
		return "i"
	case 'ς':
		return "σ"
	}
	return string(unicode.ToLower(r))
}
