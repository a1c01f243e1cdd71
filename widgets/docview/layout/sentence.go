package layout

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/neurosnap/sentences"
	"github.com/neurosnap/sentences/english"
)

// punkt is the trained splitter for Latin text; reading its model takes some milliseconds, so only when first asked.
var punkt = sync.OnceValue(func() *sentences.DefaultSentenceTokenizer {
	t, err := english.NewSentenceTokenizer(nil)
	if err != nil {
		panic(err) // the model is embedded in the program
	}
	return t
})

// Sentence gives the sentence around a byte without the white space around it. White space behind a sentence belongs
// to it; a line break always ends one.
func (t *Text) Sentence(at int) (start, end int) {
	from, to := t.section(at)
	s := t.s[from:to]
	last := strings.LastIndexFunc(s, func(r rune) bool { return !unicode.IsSpace(r) })
	if last < 0 {
		return at, at
	}
	begin, stop := 0, len(s)
	for _, e := range sentenceEnds(s) {
		if e > min(at-from, last) {
			stop = e
			break
		}
		begin = e
	}
	piece := s[begin:stop]
	left := len(piece) - len(strings.TrimLeftFunc(piece, unicode.IsSpace))
	piece = strings.TrimSpace(piece)
	return from + begin + left, from + begin + left + len(piece)
}

// sentenceEnds gives the places in a stretch without line breaks where a sentence ends, the white space behind it
// included, and the end.
func sentenceEnds(s string) []int {
	var ends []int
	if mostlyLatin(s) {
		ends = latinEnds(s)
	} else {
		ends = otherEnds(s)
	}
	for i, e := range ends { // white space stays with the sentence before it
		ends[i] = e + len(s[e:]) - len(strings.TrimLeftFunc(s[e:], unicode.IsSpace))
	}
	return ends
}

func latinEnds(s string) []int {
	var ends []int
	tokens := punkt().AnnotatedTokens(s)
	for i, token := range tokens {
		if i+1 == len(tokens) {
			break
		}
		if token.SentBreak || endsWithYear(token.Tok) && startsUpper(tokens[i+1].Tok) {
			ends = append(ends, token.Position)
		}
	}
	return append(ends, len(s))
}

// endsWithYear says whether a word is a number of two or more digits with a full stop, which the trained splitter
// takes for an ordinal.
func endsWithYear(word string) bool {
	digits := strings.TrimSuffix(word, ".")
	if len(digits) < 2 || len(digits) == len(word) {
		return false
	}
	return strings.Trim(digits, "0123456789,") == ""
}

func startsUpper(word string) bool {
	return unicode.IsUpper(firstRune(strings.TrimLeft(word, `"'“‘«([`)))
}

// otherEnds splits at the full stops of other scripts, and at the ASCII ones if white space or the end follows.
func otherEnds(s string) []int {
	var ends []int
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if !isFullStop(r) {
			continue
		}
		for i < len(s) { // more stops and what closes
			r, n := utf8.DecodeRuneInString(s[i:])
			if !isFullStop(r) && !closes(r) {
				break
			}
			i += n
		}
		if r < utf8.RuneSelf && i < len(s) && !unicode.IsSpace(firstRune(s[i:])) {
			continue
		}
		if i < len(s) {
			ends = append(ends, i)
		}
	}
	return append(ends, len(s))
}

func isFullStop(r rune) bool {
	return strings.ContainsRune(".!?。！？｡…؟۔।॥။።፧", r)
}

func closes(r rune) bool {
	return r == '"' || r == '\'' || unicode.In(r, unicode.Pe, unicode.Pf)
}

// mostlyLatin says whether most letters at the start of s are Latin, Greek or Cyrillic.
func mostlyLatin(s string) bool {
	latin, other := 0, 0
	for _, r := range s[:min(len(s), 2000)] {
		switch {
		case r < 0x0530:
			if unicode.IsLetter(r) {
				latin++
			}
		case unicode.IsLetter(r):
			other++
		}
	}
	return latin >= other
}
