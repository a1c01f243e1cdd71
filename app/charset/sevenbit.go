package charset

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// escaped finds the encodings that are all ASCII and shift by escape sequences.
func escaped(raw []byte) (Guess, bool) {
	names := []string{}
	switch {
	case bytes.Contains(raw, []byte("\x1B$)C")):
		names = append(names, "iso-2022-kr")
	case bytes.Contains(raw, []byte("\x1B$)A")):
		names = append(names, "iso-2022-cn")
	case bytes.Contains(raw, []byte("\x1B$")) || bytes.Contains(raw, []byte("\x1B(I")):
		names = append(names, "iso-2022-jp")
	}
	if bytes.Contains(raw, []byte("~{")) && bytes.Contains(raw, []byte("~}")) {
		names = append(names, "hz-gb-2312")
	}
	if manySevenBit.Match(raw) {
		names = append(names, "utf-7")
	}
	for _, name := range names {
		e, _ := Named(name)
		text, err := e.Decode(raw)
		if err != nil {
			if problem, is := err.(*BrokenError); is && problem.Cut && name != "utf-7" {
				return Guess{Encoding: e, Problem: err}, true
			}
			continue
		}
		if foreign, costly := charactersOf(text); foreign > 0 && !costly {
			utf8, _ := Named("utf-8")
			return Guess{Encoding: e, Text: text, Sure: name != "utf-7" || foreign > 2, Others: []*Encoding{utf8}}, true
		}
	}
	return Guess{}, false
}

// manySevenBit matches what UTF-7 makes of a letter beyond ASCII.
var manySevenBit = regexp.MustCompile(`\+[A-Za-z0-9+/]{3,}-?`)

// charactersOf counts the characters beyond ASCII, and tells whether they are unlike any text.
func charactersOf(text string) (foreign int, costly bool) {
	k := loadKnowledge()
	best, size := float32(0), 0
	for word := range strings.FieldsSeq(text[:min(len(text), sampleBytes)]) {
		if isASCII(word) {
			continue
		}
		word = strings.ToValidUTF8(word, "")
		best += slices.Min(k.wordCosts(word))
		for _, r := range word {
			size++
			if r >= utf8.RuneSelf {
				foreign++
			}
		}
	}
	return foreign, best > 10*float32(size)
}
