package ingest

import (
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
)

const (
	languageSample = 1_000 // bytes of the text that are looked at
	fewestLetters  = 60    // fewer tell too little
)

// languageOf guesses the language of a text, as a BCP 47 tag; "" where that is not sure.
func languageOf(text string) string {
	sample := text[:min(len(text), languageSample)]
	for !utf8.ValidString(sample) && len(sample) > 0 {
		sample = sample[:len(sample)-1]
	}
	letters := 0
	for _, r := range sample {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters < fewestLetters {
		return ""
	}
	if guess := whatlanggo.Detect(sample); guess.IsReliable() {
		return guess.Lang.Iso6391()
	}
	return ""
}
