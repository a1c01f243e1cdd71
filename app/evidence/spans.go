package evidence

import (
	"encoding/binary"
	"strings"
	"unicode/utf8"

	"factmark/widgets/docview/layout"
)

// longestSentence is where a sentence that never ends is cut, in bytes: at the last space before it, if there is one.
const longestSentence = 1000

// eachSentence calls f with the ranges of bytes of a text's sentences, very long ones in pieces.
func eachSentence(text string, f func(start, end int)) {
	for start, end := range layout.Sentences(text) {
		for end-start > longestSentence {
			cut := start + longestSentence
			for !utf8.RuneStart(text[cut]) {
				cut--
			}
			if space := strings.LastIndexByte(text[start:cut], ' '); space > longestSentence/2 {
				cut = start + space
			}
			f(start, cut)
			start = cut
			for start < end && text[start] == ' ' {
				start++
			}
		}
		if start < end {
			f(start, end)
		}
	}
}

// spanWriter writes the places of sentences: how far each begins behind the one before, and its length.
type spanWriter struct {
	text       string
	at, points int // a place in the text, in bytes and code points
	last       int // end of the sentence before
	written    []byte
}

func (w *spanWriter) add(start, end int) {
	from := w.place(start)
	to := w.place(end)
	w.written = binary.AppendUvarint(binary.AppendUvarint(w.written, uint64(from-w.last)), uint64(to-from))
	w.last = to
}

func (w *spanWriter) place(at int) int {
	w.points += utf8.RuneCountInString(w.text[w.at:at])
	w.at = at
	return w.points
}

// readSpans gives the places that a spanWriter wrote.
func readSpans(b []byte) ([]Span, error) {
	r := reader{rest: b}
	var spans []Span
	at := 0
	for len(r.rest) > 0 {
		start := at + int(r.number())
		at = start + int(r.number())
		spans = append(spans, Span{start, at})
	}
	if r.failed {
		return nil, errDamagedIndex
	}
	return spans, nil
}
