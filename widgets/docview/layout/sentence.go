package layout

import (
	"iter"
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
	s := t.Slice(from, to)
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

// Sentences gives the ranges of bytes of all sentences of a text, as Text.Sentence does.
func Sentences(s string) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		for line := 0; line < len(s); {
			end := line
			for end < len(s) && breakLen(s, end) == 0 {
				end++
			}
			begin := line
			for _, stop := range sentenceEnds(s[line:end]) {
				piece := s[begin : line+stop]
				start := begin + len(piece) - len(strings.TrimLeftFunc(piece, unicode.IsSpace))
				piece = strings.TrimSpace(piece)
				if piece != "" && !yield(start, start+len(piece)) {
					return
				}
				begin = line + stop
			}
			if end < len(s) {
				end += breakLen(s, end)
			}
			line = end
		}
	}
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
	kept := ends[:0]
	for _, e := range ends { // white space stays with the sentence before it
		e += len(s[e:]) - len(strings.TrimLeftFunc(s[e:], unicode.IsSpace))
		if e == len(s) || !goesOn(s, e) {
			kept = append(kept, e)
		}
	}
	return kept
}

// goesOn says whether a sentence goes on where a stop seems to end it: no sentence ends at a stop of the Latin script before a small
// letter or a digit ("No. 5", “Why?” he asked). The stops of other scripts have no other use.
func goesOn(s string, end int) bool {
	before := strings.TrimRightFunc(s[:end], func(r rune) bool { return unicode.IsSpace(r) || closes(r) })
	stop, _ := utf8.DecodeLastRuneInString(before)
	next := firstRune(strings.TrimLeft(s[end:], opening))
	return (stop < utf8.RuneSelf || stop == '…') && (unicode.IsLower(next) || unicode.IsDigit(next))
}

// latinEnds asks the trained splitter about each word with a stop. What it says of one depends on the two words behind it
// alone, so that it sees no more: that takes a fifth of the time of a whole paragraph.
func latinEnds(s string) []int {
	var ends []int
	for start, end := nextWord(s, 0); start < len(s); {
		next, nextEnd := nextWord(s, end)
		if next < len(s) && strings.ContainsAny(s[start:end], ".?!…") && !goesOn(s, next) {
			is, plain := endsPlainly(s[start:end], s[next:nextEnd])
			if !plain {
				_, behind := nextWord(s, nextEnd)
				tokens := punkt().AnnotatedTokens(s[start:behind] + " ")
				is = len(tokens) > 1 && endsSentence(tokens[0], tokens[1].Tok)
			}
			if is {
				ends = append(ends, end)
			}
		}
		start, end = next, nextEnd
	}
	return append(ends, len(s))
}

// endsPlainly tells what the splitter says of a word of letters with a full stop before a word of letters, which is most of them: it ends the
// sentence unless it is known as an abbreviation, or the two as one name. plain is false for other words.
func endsPlainly(word, next string) (ends, plain bool) {
	letters, stop := strings.CutSuffix(word, ".")
	next = strings.TrimSuffix(next, ",")
	if !stop || len(letters) < 2 || !asciiLetters(letters) || !asciiLetters(next) {
		return false, false
	}
	letters, next = strings.ToLower(letters), strings.ToLower(next)
	if punkt().IsAbbr(letters) {
		return false, false
	}
	return punkt().Collocations[letters+","+next] == 0, true
}

func asciiLetters(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return s != ""
}

// nextWord gives the next stretch without white space from a byte on; an empty one at the end.
func nextWord(s string, at int) (start, end int) {
	start = at + len(s[at:]) - len(strings.TrimLeftFunc(s[at:], unicode.IsSpace))
	if end = strings.IndexFunc(s[start:], unicode.IsSpace); end < 0 {
		return start, len(s)
	}
	return start, start + end
}

// endsSentence corrects the trained splitter where news texts show it wrong: "the U.S. Ambassador" is one sentence,
// "in 2021. In that year" two.
func endsSentence(token *sentences.Token, next string) bool {
	word := strings.TrimLeft(token.Tok, opening)
	next = strings.TrimLeft(next, opening)
	switch {
	case initials(word):
		return startsSentence(next)
	case digitsAndStop(word):
		return token.SentBreak || startsSentence(next) || len(word) == len("2021.") && unicode.IsUpper(firstRune(next))
	}
	return token.SentBreak
}

const opening = `"'“‘«([`

// initials says whether a word is like U.S. or p.m.
func initials(word string) bool {
	n := 0
	for i, r := range []rune(word) {
		if i%2 == 0 && !unicode.IsLetter(r) || i%2 == 1 && r != '.' {
			return false
		}
		n++
	}
	return n >= 4 && n%2 == 0
}

func digitsAndStop(word string) bool {
	digits := strings.TrimSuffix(word, ".")
	return digits != "" && len(digits) < len(word) && strings.Trim(digits, "0123456789,") == ""
}

// starters are words that after a full stop begin a sentence rather than go on with a name.
var starters = func() map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(`A After Again All Also Although An And Another As At Because Before Both But By Despite
		During Each Even For From He Her His However I If In Instead It Its Last Later Many Meanwhile More Most My No Now
		On One Only Or Our Over She Since So Some Still Such That The Their Then There These They This Those Though Three
		To Two Under Until We What When Where While Who Why With Yet You Your`) {
		set[w] = true
	}
	return set
}()

func startsSentence(word string) bool {
	end := strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(word)
	}
	return starters[word[:end]]
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
	return unicode.Is(unicode.Sentence_Terminal, r) || strings.ContainsRune("…፧։។៕᠃᠉", r)
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

// NextSentence gives the start of the sentence behind the one that holds a byte, over line ends if need be, or the end
// of the text.
func (t *Text) NextSentence(at int) int {
	_, end := t.Sentence(at)
	end = max(at, end)
	for at, piece := range t.pieces(end, t.Len()) {
		if i := strings.IndexFunc(piece, func(r rune) bool { return !unicode.IsSpace(r) }); i >= 0 {
			return at + i
		}
	}
	return t.Len()
}

// PrevSentence gives the start of the sentence that begins before a byte, over line ends if need be, or the start of
// the text.
func (t *Text) PrevSentence(at int) int {
	if start, _ := t.Sentence(at); start < at {
		return start
	}
	before := at
	for before > 0 {
		b, i := t.before(before)
		before = b.start + len(strings.TrimRightFunc(b.s[:i], unicode.IsSpace))
		if before > b.start {
			break
		}
	}
	if before == 0 {
		return 0
	}
	start, _ := t.Sentence(t.Prev(before))
	return start
}
