// Package fuzzy tells how well a text fits words that are typed to find it: whole words before parts of words, and
// those before letters that follow one another with gaps.
package fuzzy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// How well one word of a query fits, before what the length of the text takes off.
const (
	begins    = 100 // the text begins with it
	wordStart = 80  // a word of the text does
	within    = 50  // it stands somewhere in the text
	spread    = 30  // its letters follow one another in the text, each at the start of a word or behind the one before
	longest   = 20  // the most that a long text loses against a short one
)

// Match tells whether all words fit a text, and how well: more is better. Words and text are folded, so that case and
// accents do not matter. No words fit everything, with 0.
func Match(words []string, text string) (score int, fits bool) {
	for _, word := range words {
		s := matchWord(word, text)
		if s == 0 {
			return 0, false
		}
		score += s
	}
	if len(words) > 0 {
		score -= min(longest, utf8.RuneCountInString(text)/4)
	}
	return score, true
}

func matchWord(word, text string) int {
	if strings.HasPrefix(text, word) {
		return begins
	}
	best := 0
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			break
		}
		best = within
		if at := from + i; startsWord(text, at) {
			return wordStart
		}
		_, size := utf8.DecodeRuneInString(text[from+i:])
		from += i + size
	}
	if best == 0 && utf8.RuneCountInString(word) > 1 && spreadIn([]rune(word), []rune(text), 0, true) {
		return spread
	}
	return best
}

// startsWord tells whether a word begins at a byte of a text.
func startsWord(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	return at == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before)
}

// spreadIn tells whether letters follow one another in a text from a place on: each right behind the one before or at the
// start of a word, the first at the start of one.
func spreadIn(letters, text []rune, from int, jump bool) bool {
	if len(letters) == 0 {
		return true
	}
	if from > 0 && from < len(text) && text[from] == letters[0] && !jump && spreadIn(letters[1:], text, from+1, false) {
		return true
	}
	for i := from; i < len(text); i++ {
		start := i == 0 || !unicode.IsLetter(text[i-1]) && !unicode.IsDigit(text[i-1])
		if start && text[i] == letters[0] && spreadIn(letters[1:], text, i+1, false) {
			return true
		}
	}
	return false
}
