package document

import (
	"slices"
	"testing"

	"factmark/widgets/docview"
)

func TestPassagesAreComparedInWords(t *testing.T) {
	for _, c := range []struct{ claim, passage, words string }{
		{"The group holds reserves of $10 million.", "Its reserves are $25 million, says the group.", "Differ: $10 million / $25 million. Shared: group, reserves, million."},
		{"Rain fell in May.", "The bank was closed.", "No significant word is shared."},
		{"", "Nothing at all.", "No significant word is shared."},
	} {
		if got := compareTexts(c.claim, c.passage).words; got != c.words {
			t.Errorf("%q and %q: %q, want %q", c.claim, c.passage, got, c.words)
		}
	}
}

// The marks stand where the words stand, counted in code points from where the passage begins in its text.
func TestComparedWordsStandInTheirText(t *testing.T) {
	const claim, passage = "“Größe” 😀 reserves of $10 million", "😀 In 👨‍👩‍👧 reserves of $25 million"
	c := compareTexts(claim, passage)
	at := docview.Span{Start: 1000, End: 1000 + len([]rune(passage))}
	marks := c.passage.in(at)
	if marks.Passage != at {
		t.Errorf("the passage is %v", marks.Passage)
	}
	words := func(spans []docview.Span) (all []string) {
		for _, s := range spans {
			all = append(all, string([]rune(passage)[s.Start-1000:s.End-1000]))
		}
		return all
	}
	if got := words(marks.Shared); !slices.Equal(got, []string{"reserves"}) {
		t.Errorf("shared: %q", got)
	}
	if got := words(marks.Differing); !slices.Equal(got, []string{"$25 million"}) {
		t.Errorf("differing: %q", got)
	}
}
