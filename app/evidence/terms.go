package evidence

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// normaliserVersion changes when the terms of a text do: an index that was made by another version is made anew.
const normaliserVersion = 1

// Term is what a word stands for in search, and where the word is: [Start, End) in code points. Words in small letters without accents,
// English ones cut to their stem; figures in digits ("ten million" is the term 10000000 over both words, beside million); of scripts
// that do not part words, pairs of letters that overlap. Terms are in the order of their Start; a contraction gives two for one place.
type Term struct {
	Word       string
	Start, End int
}

// Terms gives the terms of a text.
func Terms(text string) []Term {
	var terms []Term
	at, points := 0, 0
	place := func(to int) int {
		if to < at {
			return points - utf8.RuneCountInString(text[to:at])
		}
		points += utf8.RuneCountInString(text[at:to])
		at = to
		return points
	}
	eachTerm(text, func(word []byte, start, end int) {
		from := place(start)
		terms = append(terms, Term{string(word), from, place(end)})
	})
	return terms
}

// termsInBytes is Terms with places in bytes.
func termsInBytes(text string) (terms []Term) {
	eachTerm(text, func(word []byte, start, end int) { terms = append(terms, Term{string(word), start, end}) })
	return terms
}

// eachTerm calls emit with each term of a text and its range of bytes; the word is only good until emit returns.
func eachTerm(text string, emit func(word []byte, start, end int)) {
	n := normaliser{text: text, emit: emit}
	n.run()
}

type normaliser struct {
	text   string
	emit   func(word []byte, start, end int)
	word   []byte
	figure figure
	known  map[string][]byte // terms of words that were seen before; nil where none are kept
}

// mostKnown is how many words are kept with their terms.
const mostKnown = 100_000

func (n *normaliser) run() {
	text := n.text
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf && !asciiWord[c] {
			if c == '%' || c == '$' {
				n.symbol(c, i)
			}
			i++
			continue
		}
		start := i
		if c < utf8.RuneSelf {
			i = n.token(i)
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case isUnspaced(r):
			i = n.pairs(i)
		case wordRune(r):
			i = n.token(i)
		default:
			i += size
			switch r {
			case '€':
				n.endFigure()
				n.emit([]byte("euro"), start, i)
			case '£':
				n.endFigure()
				n.emit([]byte("pound"), start, i)
			case '％', '٪':
				n.symbol('%', start)
			}
		}
	}
	n.endFigure()
}

// symbol gives the word for a sign: % is per cent.
func (n *normaliser) symbol(c byte, at int) {
	n.endFigure()
	_, size := utf8.DecodeRuneInString(n.text[at:])
	if c == '%' {
		n.emit(append(n.word[:0], "percent"...), at, at+size)
		return
	}
	n.emit(append(n.word[:0], "dollar"...), at, at+size)
}

var asciiWord = func() (is [utf8.RuneSelf]bool) {
	for c := range is {
		is[c] = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
	}
	return is
}()

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return asciiWord[r]
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// token reads the word or number that begins at a byte, and gives where it ends.
func (n *normaliser) token(start int) (end int) {
	text := n.text
	if c := text[start]; c >= '0' && c <= '9' {
		return n.number(start)
	}
	if end, is := dotted(text, start); is {
		n.endFigure()
		w := n.word[:0]
		for i := start; i < end; i++ {
			if c := text[i]; c != '.' {
				w = append(w, c|0x20)
			}
		}
		n.word = w
		if string(w) == "us" {
			w = append(w, 'a')
		}
		n.emit(w, start, end)
		return end
	}
	end = start
	apostrophe := -1
	for end < len(text) {
		c := text[end]
		if c < utf8.RuneSelf {
			if asciiWord[c] {
				end++
				continue
			}
			if c == '\'' && apostrophe < 0 && letterAt(text, end+1) {
				apostrophe = end
				end++
				continue
			}
			break
		}
		r, size := utf8.DecodeRuneInString(text[end:])
		if (r == '’' || r == 'ʼ') && apostrophe < 0 && letterAt(text, end+size) {
			apostrophe = end
			end += size
			continue
		}
		if !wordRune(r) || isUnspaced(r) {
			break
		}
		end += size
	}
	if apostrophe >= 0 {
		n.contraction(start, apostrophe, end)
	} else {
		n.plain(text[start:end], start, end)
	}
	return end
}

func letterAt(text string, at int) bool {
	if at >= len(text) {
		return false
	}
	if c := text[at]; c < utf8.RuneSelf {
		return asciiWord[c]
	}
	r, _ := utf8.DecodeRuneInString(text[at:])
	return unicode.IsLetter(r) && !isUnspaced(r)
}

// dotted tells whether an abbreviation of single letters with full stops begins at a byte, such as U.S. or p.m., and
// where it ends: before its last full stop where that ends the text's sentence too.
func dotted(text string, start int) (end int, is bool) {
	letter := func(i int) bool {
		return i < len(text) && asciiWord[text[i]&0x7f] && text[i] < utf8.RuneSelf && text[i] > '9'
	}
	i, letters := start, 0
	for letter(i) && i+1 < len(text) && text[i+1] == '.' {
		i += 2
		letters++
	}
	if letter(i) && !letter(i+1) && letters > 0 && (i+1 >= len(text) || text[i+1] < utf8.RuneSelf && !asciiWord[text[i+1]]) { // U.S without the last
		i++
		letters++
	} else if letter(i) { // Word.Word
		letters--
		i -= 2
	}
	return i, letters >= 2
}

// contraction gives the words of one with an apostrophe: doesn't is does and not, it's is it, Ann's is Ann, O'Brien is Brien.
func (n *normaliser) contraction(start, apostrophe, end int) {
	text := n.text
	_, size := utf8.DecodeRuneInString(text[apostrophe:])
	before, after := text[start:apostrophe], text[apostrophe+size:end]
	switch {
	case strings.EqualFold(after, "t") && strings.HasSuffix(strings.ToLower(before), "n"):
		base := before[:len(before)-1]
		switch strings.ToLower(before) {
		case "can":
			base = before
		case "won":
			base = "will"
		case "shan":
			base = "shall"
		}
		n.plain(base, start, apostrophe)
		n.emit(append(n.word[:0], "not"...), start, end)
	case isClitic(after):
		n.plain(before, start, end)
	case len(before) == 1 || strings.EqualFold(before, "qu"): // l'homme, d'accord, qu'il, O'Brien
		n.plain(after, apostrophe+size, end)
	default: // ma'am
		n.plain(before+after, start, end)
	}
}

func isClitic(s string) bool {
	switch len(s) {
	case 1:
		return s[0]|0x20 == 's' || s[0]|0x20 == 'd' || s[0]|0x20 == 'm'
	case 2:
		return strings.EqualFold(s, "re") || strings.EqualFold(s, "ve") || strings.EqualFold(s, "ll")
	}
	return false
}

// plain gives a word without an apostrophe.
func (n *normaliser) plain(word string, start, end int) {
	if term, is := n.known[word]; is {
		n.endFigure()
		n.emit(term, start, end)
		return
	}
	w, ascii := foldInto(n.word[:0], word)
	n.word = w
	if len(w) == 0 {
		return
	}
	if w[0] >= '0' && w[0] <= '9' { // digits of another script
		if value, err := strconv.ParseFloat(string(w), 64); err == nil {
			n.endFigure()
			n.figure = figure{start: start, end: end, total: 0, current: value, kind: digits}
			return
		}
	}
	if ascii && n.numberWord(w, start, end) {
		return
	}
	if string(w) == "and" && n.figure.kind == inWords && n.figure.current >= 100 { // three hundred and fifty
		n.emit(w, start, end)
		return
	}
	n.endFigure()
	if !ascii {
		n.emit(w, start, end)
		return
	}
	switch string(w) {
	case "us":
		if word == "US" {
			w = append(w, 'a')
		}
		n.emit(w, start, end)
		return
	case "cannot":
		n.emit(append(w[:0], "can"...), start, end)
		n.emit(append(w[:0], "not"...), start, end)
		return
	case "cent":
		if n.joinsPer(start) {
			n.emit(append(w[:0], "percent"...), start, end)
			return
		}
	case "pct":
		n.emit(append(w[:0], "percent"...), start, end)
		return
	}
	if same, is := sameWords[string(w)]; is {
		w = append(w[:0], same...)
		n.emit(w, start, end)
		return
	}
	for _, c := range w {
		if c < 'a' {
			n.emit(w, start, end)
			return
		}
	}
	w = stem(w)
	if n.known != nil && len(n.known) < mostKnown {
		n.known[strings.Clone(word)] = bytes.Clone(w)
	}
	n.emit(w, start, end)
}

// joinsPer tells whether the word before a byte is per, as in per cent.
func (n *normaliser) joinsPer(at int) bool {
	before := strings.TrimRight(n.text[max(0, at-6):at], " \n\u00a0")
	return len(before) >= 3 && strings.EqualFold(before[len(before)-3:], "per") && len(before) < at-max(0, at-6)
}

// pairs gives the pairs of letters of a run of a script that does not part words, and its last letter alone, so that each
// letter begins a term.
func (n *normaliser) pairs(start int) (end int) {
	n.endFigure()
	before, at := "", start
	for end = start; end < len(n.text); {
		r, size := utf8.DecodeRuneInString(n.text[end:])
		if !isUnspaced(r) {
			break
		}
		letter := n.text[end : end+size]
		if before != "" {
			n.word = append(append(n.word[:0], before...), letter...)
			n.emit(n.word, at, end+size)
		}
		before, at = letter, end
		end += size
	}
	n.word = append(n.word[:0], before...)
	n.emit(n.word, at, end)
	return end
}

// sameWords are words with several forms that no rule brings together, and their one term.
var sameWords = map[string]string{
	"jan": "januari", "feb": "februari", "apr": "april", "jun": "june", "jul": "juli", "aug": "august", "sep": "septemb", "sept": "septemb",
	"oct": "octob", "nov": "novemb", "dec": "decemb",
	"january": "januari", "february": "februari", "july": "juli", "september": "septemb", "october": "octob", "november": "novemb", "december": "decemb",
	"april": "april", "june": "june", "august": "august",
	"usa": "usa", "united": "unit",
}
