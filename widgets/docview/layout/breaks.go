package layout

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// class is how a grapheme cluster behaves where a line might break: the rules of Unicode's line breaking that running
// text needs. Scripts that need a dictionary (Thai, Lao, Khmer) break at spaces, and within a word only where it is
// wider than the line.
type class uint8

const (
	letter class = iota
	digit
	blank     // may end a line; takes no room there
	zeroSpace // an invisible place to break
	glue      // keeps its neighbours together
	opener    // never at the end of a line
	closer    // never at the start of a line, not even behind a space
	stop      // never at the start of a line, unless behind a space
	quote     // opens or closes
	hyphen    // a break may follow it between letters
	dash      // a break may stand on either side
	slash     // a break may follow it before a letter
	softHyphen
	ideograph // a break may stand on either side
	hard      // ends the paragraph
	none      // nothing yet
)

var asciiClass = func() (table [utf8.RuneSelf]class) {
	for c := range table {
		switch {
		case c >= '0' && c <= '9':
			table[c] = digit
		case c == '\n' || c == '\r' || c == '\v' || c == '\f':
			table[c] = hard
		}
	}
	set := func(chars string, to class) {
		for _, c := range chars {
			table[c] = to
		}
	}
	set(" \t", blank)
	set("([{", opener)
	set(")]}!?", closer)
	set(",.:;", stop)
	set(`"'`, quote)
	set("-", hyphen)
	set("/", slash)
	return table
}()

func classOf(r rune) class {
	switch {
	case r < utf8.RuneSelf:
		return asciiClass[r]
	case r < 0x2000:
		return classBelow2000(r)
	case r < 0x2070:
		return classOfGeneralPunctuation(r)
	case r >= 0x3000 && r < 0x3040 || r >= 0xFF00 && r < 0xFFF0:
		return classOfEastAsianPunctuation(r)
	case r == 0xFEFF:
		return glue
	}
	switch r {
	case 'ー', '々', '・', 'ヽ', 'ヾ', 'ゝ', 'ゞ',
		'ぁ', 'ぃ', 'ぅ', 'ぇ', 'ぉ', 'っ', 'ゃ', 'ゅ', 'ょ', 'ゎ', 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ッ', 'ャ', 'ュ', 'ョ', 'ヮ', 'ヵ', 'ヶ':
		return stop
	}
	switch {
	case r >= 0x3040 && r < 0xA4D0, // kana, bopomofo, ideographs, Yi
		r >= 0xAC00 && r < 0xD7A4, // Hangul syllables
		r >= 0xF900 && r < 0xFB00,
		r >= 0x1F000 && r < 0x1FB00, // emoji
		r >= 0x20000 && r < 0x40000:
		return ideograph
	case r < 0x2E80 && unicode.Is(unicode.So, r):
		return ideograph // older emoji: ☺ ✈ ❤
	}
	return letter
}

func classBelow2000(r rune) class {
	switch r {
	case 0x85:
		return hard
	case 0xA0, 0x034F, 0x0F0C:
		return glue
	case 0xAD:
		return softHyphen
	case 0xAB, 0xBB:
		return quote
	case 0xA1, 0xBF:
		return opener
	case 0x1680:
		return blank
	case 0x060C, 0x061B, 0x061F, 0x06D4, 0x0964, 0x0965:
		return stop
	case 0x0F0B: // between Tibetan syllables
		return hyphen
	}
	if r >= 0x0660 && unicode.Is(unicode.Nd, r) {
		return digit
	}
	return letter
}

func classOfGeneralPunctuation(r rune) class {
	switch {
	case r == 0x2007 || r == 0x202F || r == 0x2060 || r == 0x200D || r == 0x2011:
		return glue
	case r <= 0x200A || r == 0x205F:
		return blank
	case r == 0x200B:
		return zeroSpace
	case r == 0x2010 || r == 0x2012 || r == 0x2013:
		return hyphen
	case r == 0x2014:
		return dash
	case r >= 0x2018 && r <= 0x201F || r == 0x2039 || r == 0x203A:
		return quote
	case r == 0x2026 || r == 0x2030 || r >= 0x203C && r <= 0x203D || r >= 0x2047 && r <= 0x2049:
		return stop
	case r == 0x2028 || r == 0x2029:
		return hard
	}
	return letter
}

func classOfEastAsianPunctuation(r rune) class {
	switch {
	case r == 0x3000:
		return blank
	case r == '、' || r == '。' || r == '！' || r == '，' || r == '．' || r == '：' || r == '；' || r == '？' || r == '｡' || r == '､' || r == '％' || r == 'ｰ':
		return stop
	case unicode.Is(unicode.Ps, r):
		return opener
	case unicode.Is(unicode.Pe, r):
		return closer
	}
	return ideograph
}

// mayBreak says whether a line may break between two clusters of these classes with no white space between them;
// before is the class of what stands in front of a.
func mayBreak(before, a, b class) bool {
	switch {
	case a == zeroSpace:
		return true
	case b == glue || b == closer || b == stop || b == zeroSpace || b == softHyphen || b == hyphen || b == slash:
		return false
	case a == glue || a == opener:
		return false
	case a == softHyphen:
		return true
	case a == dash || b == dash:
		return a != b && a != quote && b != quote
	case a == quote || b == quote:
		return false
	case a == hyphen:
		return (before == letter || before == digit || before == ideograph) && (b == letter || b == ideograph)
	case a == slash:
		return b == letter && before != digit
	}
	return a == ideograph && b != hard || b == ideograph
}

// pieces walks through a stretch of text by the pieces between which a line may break.
type pieces struct {
	s    string
	at   int // where the next piece starts
	iter *graphemes.Iterator[string]
}

func newPieces(s string) *pieces {
	return &pieces{s: s, iter: graphemes.FromString("")}
}

// next gives the piece that starts at p.at as two ends: ink is where its white space begins, end where the next piece
// may begin. A line break ends a piece, is part of its white space and reported by isHard. A tab ends a piece too, as its
// width depends on where it stands. There must be text left.
func (p *pieces) next() (ink, end int, isHard bool) {
	i := p.at
	ink = i
	before, a, spaced, tabbed := none, none, false, false
	for i < len(p.s) {
		n, c := p.cluster(i)
		switch {
		case c == hard:
			p.at = i + breakLen(p.s, i)
			return ink, p.at, true
		case c == blank:
			spaced, tabbed = true, tabbed || p.s[i] == '\t'
			i += n
			continue
		case a == none:
			if spaced { // white space at the start of a line is a piece by itself
				p.at = i
				return ink, i, false
			}
		case spaced:
			if tabbed || a == zeroSpace || c != closer && a != opener {
				p.at = i
				return ink, i, false
			}
		case mayBreak(before, a, c):
			p.at = i
			return ink, i, false
		}
		before, a, spaced = a, c, false
		if c == letter {
			n += p.letters(i + n)
		}
		i += n
		ink = i
		if n > 3 && p.s[i-1] == 0x8D && lastRune(p.s[:i]) == '\u200D' {
			a = glue // a joiner with nothing joined yet
		}
	}
	p.at = i
	return ink, i, false
}

// letters gives the length of the run of ASCII letters at byte i that are clusters by themselves.
func (p *pieces) letters(i int) int {
	j := i
	for j+1 < len(p.s) && asciiClass[p.s[j]&0x7F] == letter && p.s[j] < utf8.RuneSelf && p.s[j+1] < utf8.RuneSelf {
		j++
	}
	return j - i
}

// cluster gives the length and the class of the cluster at byte i.
func (p *pieces) cluster(i int) (int, class) {
	c := p.s[i]
	if c < utf8.RuneSelf && (i+1 == len(p.s) || p.s[i+1] < utf8.RuneSelf) {
		return 1, asciiClass[c] // CR LF is one cluster, but the CR alone tells its class
	}
	p.iter.SetText(p.s[i:])
	p.iter.Next()
	v := p.iter.Value()
	k := classOf(firstRune(v))
	if k == blank && len(v) > utf8.RuneLen(firstRune(v)) {
		k = letter // a space that carries a mark
	}
	return len(v), k
}
