package ingest

import (
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"

	"factmark/app/ingest/extract"
)

const (
	languageSample = 1_000 // bytes of the text that are looked at
	fewestLetters  = 60    // fewer tell too little
)

// languageOfRows guesses the language that the texts of a table are in; one guess is for all of them, since a row is often too
// short to tell. It is "" where the first hundred together are not sure, or where the table says it itself.
func languageOfRows(rows []extract.Content) string {
	sample := ""
	for _, c := range rows[:min(len(rows), 100)] {
		if sample += c.Text + "\n"; c.Language != "" || len(sample) > languageSample {
			break
		}
	}
	return languageOf(sample)
}

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
