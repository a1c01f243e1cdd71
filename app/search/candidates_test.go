package search

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"factmark/app/evidence"
)

// holds tells whether the index would say of a text what is needed.
func (n need) holds(terms []evidence.Term) bool {
	return slices.ContainsFunc(terms, func(t evidence.Term) bool {
		return slices.Contains(n.Words, t.Word) || slices.ContainsFunc(n.Beginnings, func(b string) bool { return strings.HasPrefix(t.Word, b) })
	})
}

// What is found in a text is never hidden by what the index says of it.
func TestTheIndexHidesNothing(t *testing.T) {
	ordinary := strings.Fields("The council's budget of ten million, $25 million and 10,000,000 people; U.S. can't cannot don't O'Brien percent per cent 25% January Jan. Sept September " +
		"running cities happily sized conflating studies hopeful L’Économie straße ﬁnance ﬁ US us twenty-five seventh one and a well-known COVID-19 G20 2025 e-mail ISIS-K")
	rapid.Check(t, func(t *rapid.T) {
		var text string
		if rapid.Bool().Draw(t, "ordinary") {
			text = strings.Join(rapid.SliceOfN(rapid.SampledFrom(ordinary), 1, 12).Draw(t, "words"), " ")
		} else {
			s := rapid.SampledFrom(scripts).Draw(t, "script")
			text = string(rapid.SliceOfN(rapid.SampledFrom([]rune(s.letters+s.between+s.between)), 1, 40).Draw(t, "text"))
		}
		text = strings.ReplaceAll(text, "\u00ad", "") // at which the index parts words
		before := ' '
		text = strings.Map(func(r rune) rune { // marks without a letter are words to it
			if class(r) == joined && class(before) == other {
				return -1
			}
			before = r
			return r
		}, text)
		var stand []string
		words(text, func(w word) { stand = append(stand, text[w.start:w.end]) })
		if len(stand) == 0 {
			return
		}
		asked := rapid.SampledFrom(stand).Draw(t, "word")
		if runes := []rune(asked); rapid.Bool().Draw(t, "begun") {
			asked = string(runes[:rapid.IntRange(1, len(runes)).Draw(t, "letters")]) + "*"
		}
		if rapid.Bool().Draw(t, "quoted") {
			asked = `"` + asked + `"`
		}
		q := Parse(asked, false)
		if q.Empty() || newMatcher(q).find(text) == nil {
			return
		}
		terms := evidence.Terms(text)
		for _, n := range q.needs() {
			if n.sure && !n.holds(terms) {
				t.Fatalf("%s is in %q, of which the index says %v, and needs %v", asked, text, terms, n)
			}
		}
	})
}
