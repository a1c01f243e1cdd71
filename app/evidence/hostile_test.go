package evidence

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// hostile are pieces of texts in which an offset is easily counted wrong.
var hostile = []string{"reserves", " ", "million", " 10 ", "\n", "\u2028", "😀", "👩\u200d👩\u200d👧", "e\u0301", "\u0301", "שלום", "مرحبا", "\u202e", "\u200b", "İ", "ß", "ﬁ", "’s", "1.5", "$", "10,000", "U.S.", ". ", "? ", "fell",
	"rose", "not", "2025-02-10", "10 February 2025", "%", "日本語。", "\t", "\x1f", "\u00ad", "Å", "ǆ", "ŉ", strings.Repeat("a", 300)}

// What is found stands in its document at the place that is given for it, and what two passages share or differ in lies within them.
func TestPlacesInHostileTexts(t *testing.T) {
	s := newWorkspace(t)
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(hostile), 1, 60).Draw(t, "pieces"), "")
	})
	rapid.Check(t, func(rt *rapid.T) {
		body, claim := text.Draw(rt, "text")+" end", text.Draw(rt, "claim")
		addTexts(t, s, body)
		for _, p := range find20(t, s, Query{Text: claim}) {
			whole, err := s.Text(t.Context(), p.DocumentID)
			if err != nil {
				rt.Fatal(err)
			}
			runes := []rune(whole)
			if p.Start < 0 || p.End > len(runes) || p.Start >= p.End || string(runes[p.Start:p.End]) != p.Text {
				rt.Fatalf("%d to %d of %q is not %q", p.Start, p.End, whole, p.Text)
			}
			c := Compare(claim, p.Text)
			for _, side := range []struct {
				text string
				Marks
			}{{claim, c.Claim}, {p.Text, c.Passage}} {
				runes := []rune(side.text)
				for _, spans := range [][]Span{side.Shared, side.Differs} {
					last := 0
					for _, span := range spans {
						if span.Start < last || span.Start >= span.End || span.End > len(runes) {
							rt.Fatalf("%v are no ranges of %q in its order", spans, side.text)
						}
						last = span.End
					}
				}
			}
		}
	})
}

// Ranges are in the order of the text, whatever they were found by.
func TestDifferencesAreInTheOrderOfTheText(t *testing.T) {
	c := Compare("On 10 February 2025 it paid $10 million.", "It paid $12 million on 3 March 2024.")
	for _, m := range []Marks{c.Claim, c.Passage} {
		if len(m.Differs) != 2 || m.Differs[0].End > m.Differs[1].Start {
			t.Errorf("what differs is at %v", m.Differs)
		}
	}
}

// The term of a figure comes behind those of the words it is over; what is shared is in the order of the text all the same, and no range twice.
func TestSharedFiguresAreInTheOrderOfTheText(t *testing.T) {
	for text, want := range map[string][]Span{
		" 10 million\nmillion":               {{1, 11}, {12, 19}},
		"three hundred million and reserves": {{0, 21}, {26, 34}},
		"reserves of 3 million 400 thousand": {{0, 8}, {12, 21}, {22, 34}},
	} {
		if c := Compare(text, text); !slices.Equal(c.Claim.Shared, want) {
			t.Errorf("%q shares %v with itself, want %v", text, c.Claim.Shared, want)
		}
	}
}
