package charset

import (
	"bytes"
	"unicode/utf8"
)

// Guess is what Detect takes a text's encoding for.
type Guess struct {
	Encoding *Encoding   // the likeliest; nil where the bytes are no text at all
	Sure     bool        // nothing else is likely
	Others   []*Encoding // where it isn't sure, what the text may be in besides, the likeliest first
	Text     string      // where it is sure, the text
	Problem  error       // why the text can't be read as it is, even in the likeliest encoding; nil where it can
}

const (
	sureMargin    = 4     // in nats, how much likelier the best reading must be than the next
	likelyMargin  = 18    // what may be the right one after all
	atMost        = 5     // so many others are named
	switching     = 5     // what a word of another language costs
	declaredGain  = 12    // what a declaration is worth
	brokenCost    = 9     // of a broken character
	cutCost       = 3     // of one that the end of the text cuts
	unusualCost   = 5     // of a language in an encoding that was not made for it
	kindMargin    = 2     // what a usual kind of encoding is put before a rarer one for
	plainEvidence = 0.125 // of a letter of ASCII, which tells the language at most
	unlikeText    = 4.2   // the cost of each byte of a word in an encoding that is not known
)

// Detect tells the encoding of raw, which is not empty. Each encoding's reading is compared with how the languages are spelt.
func Detect(raw []byte) Guess {
	sure := func(name string) Guess {
		e, _ := Named(name)
		text, err := e.Decode(raw)
		return Guess{Encoding: e, Text: text, Sure: err == nil, Problem: err}
	}
	switch {
	case bytes.HasPrefix(raw, []byte("\xEF\xBB\xBF")):
		return sure("utf-8")
	case bytes.HasPrefix(raw, []byte("\xFF\xFE\x00\x00")):
		return sure("utf-32le")
	case bytes.HasPrefix(raw, []byte("\x00\x00\xFE\xFF")):
		return sure("utf-32be")
	case bytes.HasPrefix(raw, []byte("\xFF\xFE")):
		return sure("utf-16le")
	case bytes.HasPrefix(raw, []byte("\xFE\xFF")):
		return sure("utf-16be")
	}
	if g, is := ebcdic(raw); is {
		return g
	}
	if g, is := wide(raw); is {
		return g
	}
	if utf8.Valid(raw) {
		if g, is := escaped(raw); is {
			return g
		}
		return sure("utf-8")
	}
	return newReading(raw).guess()
}

// FirstDifference is where, in bytes, the first word begins that reads differently in the encodings; 0 where none does. They are such as
// have ASCII's white space.
func FirstDifference(raw []byte, in []*Encoding) int {
	for i := 0; i < len(raw); {
		start := i
		for i < len(raw) && !isSpace(raw[i]) {
			i++
		}
		if word := raw[start:i]; !isASCII(string(word)) {
			texts := map[string]bool{}
			for _, e := range in {
				text, _ := e.Decode(word)
				texts[text] = true
			}
			if len(texts) > 1 {
				return start
			}
		}
		i++
	}
	return 0
}
