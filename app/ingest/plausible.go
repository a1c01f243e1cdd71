package ingest

import (
	"unicode"
	"unicode/utf8"
)

// plausible tells text from what comes of reading bytes in the wrong encoding: characters that no text has, signs
// inside words, capitals after small letters, words of two alphabets. A few odd words among many are nobody's fault.
func plausible(text string) bool {
	for _, r := range text {
		if r < utf8.RuneSelf {
			if r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' {
				return false
			}
		} else if r < 0xA0 || unicode.Is(unicode.Co, r) || !unicode.IsPrint(r) && !unicode.Is(unicode.Cf, r) && !unicode.IsSpace(r) {
			return false
		}
	}
	const enough = 1 << 20 // bytes in which every habit of a text has shown
	words, odd := countWords(text[:min(len(text), enough)])
	return odd*10 <= words
}

// countWords counts the words with a letter beyond ASCII or a sign in them, and how many of these are odd.
func countWords(text string) (words, odd int) {
	var w word
	flush := func() {
		if w.foreign || w.sign {
			words++
			if w.odd() {
				odd++
			}
		}
		w = word{}
	}
	for _, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r):
			w.letter(r)
		case joins(r):
		case isSign(r):
			w.pending = true
		default:
			flush()
		}
	}
	flush()
	return words, odd
}

// joins tells whether r stands inside words in ordinary text: apostrophes, hyphens and dashes, the middle dot of
// Catalan, joiners and the soft hyphen.
func joins(r rune) bool {
	switch r {
	case '\'', '-', '’', '‘', '‐', '‑', '–', '—', '·', '\u00AD', '\u200C', '\u200D':
		return true
	}
	return false
}

// isSign tells whether r is a sign that ordinary text does not put between two letters, quotation marks apart.
func isSign(r rune) bool {
	switch r {
	case '“', '”', '„', '«', '»', '…':
		return false
	}
	return (r >= 0x80 && r < 0x100 || r >= 0x2000 && r < 0x2E80) && !unicode.IsSpace(r)
}

// word is what plausible remembers of the letters since the last gap.
type word struct {
	letters, accented int // in all; Latin letters beyond ASCII
	alphabet          *unicode.RangeTable
	foreign           bool // has letters beyond ASCII
	pending, sign     bool // a sign follows the letters; a sign stood between letters
	mixed             bool // letters of two alphabets
	small, reversed   bool // the last letter was small; a capital beyond ASCII followed a small letter
	smallASCII        bool // the last letter was a small one of ASCII
	han               int  // the Han characters that the word ends with at the moment
	beforeHan, wedged bool // they follow a small ASCII letter; one or two of them stood between two such letters
}

// alphabets are the scripts that never share a word. East Asian ones are no part of it: 第3回UN総会.
var alphabets = []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Hebrew, unicode.Arabic, unicode.Thai}

func alphabetOf(r rune) *unicode.RangeTable {
	if r < utf8.RuneSelf {
		return unicode.Latin
	}
	for _, alphabet := range alphabets {
		if unicode.Is(alphabet, r) {
			return alphabet
		}
	}
	return nil
}

func (w *word) letter(r rune) {
	if w.pending && w.letters > 0 {
		w.sign = true
	}
	w.pending = false
	w.letters++
	if r >= 0x80 {
		w.foreign = true
		if w.small && unicode.IsUpper(r) {
			w.reversed = true
		}
	}
	if alphabet := alphabetOf(r); alphabet != nil {
		if r >= utf8.RuneSelf && alphabet == unicode.Latin {
			w.accented++
		}
		w.mixed = w.mixed || w.alphabet != nil && w.alphabet != alphabet
		w.alphabet = alphabet
	}
	smallASCII := 'a' <= r && r <= 'z'
	switch {
	case unicode.Is(unicode.Han, r):
		if w.han++; w.han == 1 {
			w.beforeHan = w.smallASCII
		}
	case w.han > 0:
		w.wedged = w.wedged || w.han <= 2 && w.beforeHan && smallASCII
		w.han = 0
	}
	w.small, w.smallASCII = unicode.IsLower(r), smallASCII
}

func (w *word) odd() bool {
	return w.sign || w.mixed || w.reversed || w.wedged || w.accented >= 3 && w.accented == w.letters
}
