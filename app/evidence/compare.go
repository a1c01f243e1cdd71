package evidence

import (
	"cmp"
	"slices"
)

// Comparison is what a claim and a passage have in common and where they differ, as ranges of each in code points.
type Comparison struct {
	Claim, Passage Marks
	Hints          []Hint
}

// Marks are ranges of a text in its order: words that the other text has too, and figures and dates where it has others.
type Marks struct{ Shared, Differs []Span }

// Compare compares a claim with a passage. Words that say little are not marked as shared.
func Compare(claim, passage string) Comparison {
	said, says := factsOf(claim), factsOf(passage)
	c := Comparison{Hints: hintsOf(claim, passage, said)}
	c.Claim.Shared, c.Passage.Shared = sharedSpans(said.terms, says.terms), sharedSpans(says.terms, said.terms)
	c.Claim.Differs, c.Passage.Differs = differing(said, says), differing(says, said)
	return c
}

// sharedSpans gives the places of terms that the others have too.
func sharedSpans(terms, others []Term) (spans []Span) {
	has := make(map[string]bool, len(others))
	for _, t := range others {
		has[t.Word] = true
	}
	for _, t := range terms {
		if !has[t.Word] || stopWords()[t.Word] {
			continue
		}
		span := Span{t.Start, t.End}
		for n := len(spans) - 1; n >= 0 && span.Start < spans[n].End; n-- { // a figure comes behind the words it is over, and may be over several
			span.Start, span.End = min(span.Start, spans[n].Start), max(span.End, spans[n].End)
			spans = spans[:n]
		}
		spans = append(spans, span)
	}
	return spans
}

// differing gives the figures and dates of one text where the other has only others of the same kind.
func differing(one, other sentenceFacts) (spans []Span) {
	for _, f := range one.figures {
		same, others := false, false
		for _, o := range other.figures {
			if o.unit == f.unit {
				same, others = same || o.value == f.value, others || o.value != f.value
			}
		}
		if others && !same {
			spans = append(spans, Span{f.start, f.end})
		}
	}
	for _, d := range one.dates {
		same, others := false, false
		for _, o := range other.dates {
			same, others = same || d.agrees(o), others || d.comparable(o) && !d.agrees(o)
		}
		if others && !same {
			spans = append(spans, Span{d.start, d.end})
		}
	}
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	return spans
}
