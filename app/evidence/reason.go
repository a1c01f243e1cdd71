package evidence

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"factmark/app/locale"
)

// sharedWord is a word of the claim in a passage, with its range of bytes there.
type sharedWord struct {
	*claimWord
	start, end int
}

// unnamed are terms that count as others do but, but for a part of a name, explain nothing to who reads a reason.
var unnamed = termSet("al alone another cf eg et etc ibid ie many much still thus vs yet")

// mostNamed is how many words a reason names of the sentence, and of its document.
const mostNamed = 4

// reason says in words why a passage was found: the words of the claim in it, and those for which its document was, as they stand there.
func (f *finding) reason(passage string, shared []sharedWord, counts map[*claimWord]int, text *foundText) string {
	telling := slices.DeleteFunc(slices.Clone(shared), func(s sharedWord) bool { return s.weight < 1 })
	var said []string
	if words := topPhrases(passage, telling); len(words) > 0 {
		said = append(said, locale.T("shares {{.Words}}", "Words", strings.Join(words, ", ")))
	}
	var about []sharedWord
	if text != nil {
		for _, w := range text.words {
			if w.weight == 1 && counts[w.claimWord] == 0 && w.start >= 0 {
				about = append(about, sharedWord{w.claimWord, w.start, w.end})
			}
		}
	}
	if words := topPhrases(f.query.Text, about); len(words) > 0 {
		said = append(said, locale.T("its document is about {{.Words}}", "Words", strings.Join(words, ", ")))
	}
	if len(said) == 0 {
		return locale.T("shares common words alone")
	}
	return strings.Join(said, "; ")
}

// topPhrases gives the words of a text that say most, those of one name together, in asterisks.
func topPhrases(text string, words []sharedWord) []string {
	type phrase struct {
		start, end int
		weight     float64
		named      bool
	}
	slices.SortStableFunc(words, func(a, b sharedWord) int { return cmp.Compare(a.start, b.start) })
	var phrases []phrase
	for _, w := range words {
		if n := len(phrases); n > 0 && (w.start < phrases[n-1].end || together(text, phrases[n-1].start, phrases[n-1].end, w.start)) {
			phrases[n-1].end = max(phrases[n-1].end, w.end)
			phrases[n-1].weight += w.idf
			phrases[n-1].named = phrases[n-1].named || !unnamed()[w.word]
			continue
		}
		phrases = append(phrases, phrase{w.start, w.end, w.idf, !unnamed()[w.word]})
	}
	slices.SortStableFunc(phrases, func(a, b phrase) int { return cmp.Compare(b.weight, a.weight) })
	var named []string
	for _, p := range phrases {
		if !p.named || !saysSomething(text[p.start:p.end]) {
			continue
		}
		name := "*" + strings.TrimRight(text[p.start:p.end], ".") + "*"
		if !slices.ContainsFunc(named, func(other string) bool { return strings.EqualFold(name, other) }) && len(named) < mostNamed {
			named = append(named, name)
		}
	}
	return named
}

// saysSomething tells whether a phrase can be named alone: it has a digit, two letters, or one of a script in which a letter is a word.
func saysSomething(phrase string) bool {
	letters := 0
	for _, r := range phrase {
		switch {
		case unicode.IsNumber(r), isUnspaced(r):
			return true
		case unicode.IsLetter(r):
			letters++
		}
	}
	return letters > 1
}

// together tells whether two words next to each other are one name: joined by a hyphen or by nothing, as $ and its figure are, or both
// with a capital.
func together(text string, start, end, next int) bool {
	if next < end {
		return true
	}
	switch text[end:next] {
	case "", "-", "‑":
		return true
	case " ":
		return startsUpper(text[start:]) && startsUpper(text[next:])
	}
	return false
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// sharedIn gives the ranges of code points of the words that a passage shares with the claim, without those that say little.
func (f *finding) sharedIn(passage string, words []sharedWord) (spans []Span) {
	at, points := 0, 0
	place := func(to int) int {
		points += utf8.RuneCountInString(passage[at:max(at, to)])
		at = max(at, to)
		return points
	}
	ordered := slices.DeleteFunc(slices.Clone(words), func(s sharedWord) bool { return s.weight < 1 })
	slices.SortStableFunc(ordered, func(a, b sharedWord) int { return cmp.Compare(a.start, b.start) })
	end := 0
	for _, w := range ordered {
		if w.end <= end {
			continue
		}
		if n := len(spans); n > 0 && w.start < end {
			spans[n-1].End = place(w.end)
		} else {
			from := place(w.start)
			spans = append(spans, Span{from, place(w.end)})
		}
		end = w.end
	}
	return spans
}
