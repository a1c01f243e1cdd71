package charset

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// signCost is that of a character that is neither letter, digit nor ASCII.
func signCost(r rune) float32 {
	switch r {
	case '“', '”', '«', '»', '„', '–', '—', '…', '’', '‘':
		return 1.5
	case '€', '£', '§', '°', '•', '·', '‚', '‹', '›', '¿', '¡', '№', 'º', 'ª':
		return 3.5
	case '©', '®', '™', '½', '²', '±', '×', '¼', '¾', '³', 'µ', '¢', '¥':
		return 5
	case '\u00A0':
		return 3
	case '\u00AD', '\u200C', '\u200D', '\u200E', '\u200F':
		return 6
	}
	switch {
	case r == utf8.RuneError: // counted elsewhere
		return 0
	case 0x2500 <= r && r < 0x25A0:
		return 6
	case r < 0x100 || 0x2000 <= r && r < 0x2070:
		return 8
	case unicode.Is(unicode.Co, r) || !unicode.IsGraphic(r) && !unicode.Is(unicode.Cf, r):
		return 20
	}
	return 10
}

// typicalCost is that of a sign where it belongs.
func typicalCost(r rune) float32 {
	switch r {
	case '–', '—', '…':
		return 0.5
	case '¢', '÷', '¶', '¥', '³', '¼', '¾':
		return 5
	}
	return 2
}

// isTypical tells whether the sign rs[i] stands in the word rs where such signs belong: a currency or a fraction by a figure,
// a degree before its scale, a trade mark behind a name, a dash by itself.
func isTypical(rs []rune, i int) bool {
	before, after := ' ', ' '
	if i > 0 {
		before = rs[i-1]
	}
	if i+1 < len(rs) {
		after = rs[i+1]
	}
	isDigit := func(r rune) bool { return '0' <= r && r <= '9' }
	isLetter := func(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) } // behind others such a sign is mostly misread UTF-8
	isOpen := func(r rune) bool {
		return r == ' ' || unicode.In(r, unicode.Ps, unicode.Pi, unicode.Pd) || r == '"' || r == '/'
	}
	isEnd := func(r rune) bool {
		return r == ' ' || unicode.In(r, unicode.Pe, unicode.Pf, unicode.Pd) || strings.ContainsRune(`"'.,;:!?/`, r)
	}
	alone := isOpen(before) && isEnd(after)
	switch r := rs[i]; r {
	case '£', '€', '¥':
		return alone && r != '¥' || isOpen(before) && isDigit(after) || isDigit(before) && isEnd(after)
	case '¢':
		return isDigit(before) && isEnd(after)
	case '½', '¼', '¾':
		return alone || isDigit(before) && !unicode.IsLetter(after) || isOpen(before) && after == '-'
	case '±', '×', '÷':
		return alone || (isOpen(before) || isDigit(before)) && isDigit(after)
	case '§':
		return alone || isOpen(before) && (isDigit(after) && !slices.Contains(rs[i:], ',') || after == '§') || before == '§' && isEnd(after)
	case '°':
		return (isOpen(before) || isDigit(before)) && (isEnd(after) || strings.ContainsRune("CFNSEWKR", after) && (i+2 == len(rs) || !unicode.IsLetter(rs[i+2]))) && !(alone && before != ' ')
	case '²', '³':
		return isUnit(rs[:i]) && (isEnd(after) || after == ')')
	case 'µ':
		return (isOpen(before) || isDigit(before)) && strings.ContainsRune("mglLsAVFJWSM", after) && (i+2 == len(rs) || isEnd(rs[i+2]))
	case '©':
		return alone || isOpen(before) && isDigit(after) || isEnd(after) && isLetter(before)
	case '®', '™':
		return isEnd(after) && (isLetter(before) || isDigit(before))
	case '•', '…', '¶':
		return len(rs) == 1
	case '–', '—':
		return alone || isDigit(before) && isDigit(after) || unicode.IsLetter(before) && unicode.IsLetter(after)
	}
	return false
}

// isUnit tells whether what stands before an exponent is a unit of length, with or without its figure.
func isUnit(rs []rune) bool {
	switch strings.TrimLeft(string(rs), "0123456789.,/(-") {
	case "m", "km", "cm", "mm", "dm", "ft", "in", "mi", "yd", "s", "kg/m", "g/m", "g/cm", "µg/m", "W/m", "µm":
		return true
	}
	return false
}

func isDash(r rune) bool { return r == '–' || r == '—' }

// isLine tells the characters that lines, boxes and bars are drawn with.
func isLine(r rune) bool { return 0x2500 <= r && r < 0x25A0 }

// goesOn is the cost of a drawn line's next character.
func goesOn(before, r rune) float32 {
	if before == r {
		return 1
	}
	return 7
}
