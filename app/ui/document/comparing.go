package document

import "factmark/widgets/docview"

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

func compareTexts(claim, passage string) comparison { return comparison{} }
