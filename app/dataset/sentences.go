package dataset

import (
	"sort"
	"unicode/utf8"

	"factmark/widgets/docview/layout"
)

// sentence is one of a text, in code points, half open.
type sentence struct {
	start, end int
	text       string
}

// sentencesOf gives a text's sentences, as the window selects them; white space between them belongs to none.
func sentencesOf(text string) []sentence {
	var all []sentence
	at, points := 0, 0
	point := func(to int) int {
		points += utf8.RuneCountInString(text[at:to])
		at = to
		return points
	}
	for start, end := range layout.Sentences(text) {
		from := point(start)
		all = append(all, sentence{from, point(end), text[start:end]})
	}
	return all
}

// overlapping gives the numbers, from 0, of the first sentence that a span touches and of the one behind the last.
func overlapping(all []sentence, start, end int) (first, behind int) {
	first = sort.Search(len(all), func(i int) bool { return all[i].end > start })
	behind = sort.Search(len(all), func(i int) bool { return all[i].start >= end })
	return first, max(first, behind)
}

// sentenceTexts keeps the sentences of the texts that were asked for last.
type sentenceTexts struct {
	in    *Selection
	known map[string][]sentence
	held  int // bytes of text
}

// mostSentenceText is how much text is kept in sentences, in bytes.
const mostSentenceText = 16 << 20

// of gives the sentences of the text with this SHA-256.
func (s *sentenceTexts) of(sum string) ([]sentence, error) {
	if all, known := s.known[sum]; known {
		return all, nil
	}
	text, err := s.in.TextOf(sum)
	if err != nil {
		return nil, err
	}
	if s.held += len(text); s.known == nil || s.held > mostSentenceText {
		s.known, s.held = map[string][]sentence{}, len(text)
	}
	all := sentencesOf(text)
	s.known[sum] = all
	return all, nil
}
