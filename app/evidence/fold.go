package evidence

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// foldInto appends a word in small letters without accents, in compatibility form; ascii tells that nothing else is in it.
func foldInto(b []byte, word string) (folded []byte, ascii bool) {
	ascii = true
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c >= utf8.RuneSelf {
			ascii = false
			break
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	if ascii {
		return b, true
	}
	b = b[:0]
	ascii = true
	bare := false // the letter before loses its marks
	for _, r := range norm.NFKD.String(norm.NFKC.String(word)) {
		if unicode.Is(unicode.M, r) {
			if bare {
				continue
			}
		} else {
			bare = unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew)
		}
		if digit, is := digitOf(r); is {
			b = append(b, digit)
			continue
		}
		r = unicode.ToLower(r)
		if plain, is := plainLetters[r]; is {
			b = append(b, plain...)
			continue
		}
		ascii = ascii && r < utf8.RuneSelf
		b = utf8.AppendRune(b, r)
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return norm.NFC.Bytes(b), false
		}
	}
	return b, true
}

// plainLetters are those that no decomposition of Unicode gives.
var plainLetters = map[rune]string{
	'ß': "ss", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ħ': "h",
	'ς': "σ", 'أ': "ا", 'إ': "ا", 'آ': "ا", 'ٱ': "ا", 'ى': "ي", 'ی': "ي", 'ک': "ك", 'ة': "ه", 'ـ': "",
}

// digitOf gives the ASCII digit of a decimal digit of any script.
func digitOf(r rune) (byte, bool) {
	if r < utf8.RuneSelf {
		return byte(r), '0' <= r && r <= '9'
	}
	if !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	zero := r // the digits of a script follow each other from a zero on
	for n := 0; n < 10 && unicode.Is(unicode.Nd, zero-1); n++ {
		zero--
	}
	return '0' + byte((r-zero)%10), true
}

// unspaced are the scripts that do not part words by spaces, and the one of Korean, whose words carry their particles.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Thai, unicode.Lao, unicode.Khmer,
	unicode.Myanmar, unicode.Tibetan}

const firstUnspaced = '\u0E00'

func isUnspaced(r rune) bool {
	return r >= firstUnspaced && (unicode.In(r, unspaced...) || r == 'ー' || r == '々')
}
