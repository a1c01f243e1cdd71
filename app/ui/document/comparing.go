package document

import (
	"slices"
	"strings"
	"unicode"

	"factmark/app/evidence"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/widgets/docview"
)

// comparison is what two passages share and where they differ, with the places counted from the beginning of each.
type comparison struct {
	claim, passage comparedWords
	words          string // the same in words
}

// comparedWords are words and figures of one of two passages.
type comparedWords struct{ shared, differing []docview.Span }

// in gives the words' marks in a text in which the passage stands at a place.
func (w comparedWords) in(passage docview.Span) docview.Comparison {
	moved := func(spans []docview.Span) []docview.Span {
		var all []docview.Span
		for _, s := range spans {
			all = append(all, docview.Span{Start: passage.Start + s.Start, End: passage.Start + s.End})
		}
		return all
	}
	return docview.Comparison{Passage: passage, Shared: moved(w.shared), Differing: moved(w.differing)}
}

// compareTexts compares the words of a claim with those of a passage.
func compareTexts(claim, passage string) comparison {
	found := evidence.Compare(claim, passage)
	c := comparison{claim: comparedIn(found.Claim), passage: comparedIn(found.Passage)}
	var parts []string
	switch said, says := wordsAt(claim, c.claim.differing), wordsAt(passage, c.passage.differing); {
	case len(said) > 0 && len(says) > 0:
		parts = append(parts, locale.T("Differ: {{.Claim}} / {{.Passage}}.", "Claim", listed(said), "Passage", listed(says)))
	case len(said) > 0:
		parts = append(parts, locale.T("Only the claim says {{.Words}}.", "Words", listed(said)))
	case len(says) > 0:
		parts = append(parts, locale.T("Only the passage says {{.Words}}.", "Words", listed(says)))
	}
	for _, h := range found.Hints {
		if h.Kind != evidence.HintFigure && h.Kind != evidence.HintDate { // which stand in it already
			parts = append(parts, locale.T("The passage {{.Says}}.", "Says", format.OneLine(h.Text)))
		}
	}
	if shared := wordsAt(claim, spansOf(found.Claim.Shared)); len(shared) > 0 {
		parts = append(parts, locale.T("Shared: {{.Words}}.", "Words", listed(shared)))
	} else {
		parts = append(parts, locale.T("No significant word is shared."))
	}
	c.words = strings.Join(parts, " ")
	return c
}

// comparedIn gives the places that are marked in one of the passages: what differs is not marked as shared too.
func comparedIn(m evidence.Marks) (w comparedWords) {
	w.differing = spansOf(m.Differs)
	w.shared = slices.DeleteFunc(spansOf(m.Shared), func(s docview.Span) bool {
		return slices.ContainsFunc(w.differing, func(d docview.Span) bool { return d.Start < s.End && s.Start < d.End })
	})
	return w
}

func spansOf(places []evidence.Span) []docview.Span {
	spans := make([]docview.Span, len(places))
	for i, p := range places {
		spans[i] = docview.Span(p)
	}
	return spans
}

// wordsAt are the words at some places of a text, each once, without those that hold neither letter nor figure.
func wordsAt(text string, places []docview.Span) (words []string) {
	runes := []rune(text)
	for _, p := range places {
		word := format.OneLine(string(runes[max(0, p.Start):min(p.End, len(runes))]))
		known := slices.ContainsFunc(words, func(other string) bool { return strings.EqualFold(other, word) })
		if !known && strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
			words = append(words, word)
		}
	}
	return words
}

// mostListed is how many words are said of what is shared, or of what differs.
const mostListed = 8

func listed(words []string) string {
	said := strings.Join(words[:min(len(words), mostListed)], ", ")
	if len(words) > mostListed {
		said += ", …"
	}
	return said
}
