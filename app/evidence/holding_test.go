package evidence

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// What begins with a part of a word is found by that part, whatever stem the word has.
func TestAPrefixFindsTheStem(t *testing.T) {
	words := strings.Fields(`happy happiness agreed agreement ponies running conflating sized filing relational sensitivity rational organization
		organized operators triplicate electricity dying flies nationalization probability controlled generously hopping hoped universities
		Straße naïvely January Sept Größe sensibly applied government's caresses skies usefulness digitizer possibly`)
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom(words).Draw(t, "word")
		runes := []rune(word)
		prefix := string(runes[:rapid.IntRange(1, len(runes)).Draw(t, "length")])
		term := Terms(word)[0].Word
		forms := formsOf(Word{Text: prefix, Prefix: true})
		for _, all := range forms {
			found := false
			for _, f := range all {
				found = found || f.word == term || f.prefix && strings.HasPrefix(term, f.word)
			}
			if !found {
				t.Fatalf("%q, of which the term is %q, is not found by %q: %v", word, term, prefix, all)
			}
		}
	})
}

// Whatever stands around a word of a text, it, and what it begins with, may be in the text.
func TestWhatATextHoldsIsNeverNarrowedAway(t *testing.T) {
	pieces := strings.Split("ten|million|$25|five|hundred|-|U.S.-led|doesn't|O’Brien|it's|, |%|per cent|January 5|日本語|を|กรุงเทพ|Привет|ёлка|running|Straße|1,000|Naïve|US|cannot|.|twenty-five|3.5bn", "|")
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 8).Draw(t, "pieces"), " ")
		words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
		if len(words) == 0 {
			return
		}
		word := []rune(rapid.SampledFrom(words).Draw(t, "word"))
		w := Word{Text: string(word)}
		if rapid.Bool().Draw(t, "prefix") {
			w = Word{Text: string(word[:rapid.IntRange(1, len(word)).Draw(t, "length")]), Prefix: true}
		}
		for _, forms := range formsOf(w) {
			if !slices.ContainsFunc(forms, func(f form) bool {
				return slices.ContainsFunc(Terms(text), func(t Term) bool { return t.Word == f.word || f.prefix && strings.HasPrefix(t.Word, f.word) })
			}) {
				t.Fatalf("%q is not found in %q by %v: %v", w.Text, text, forms, Terms(text))
			}
		}
	})
}

func TestNarrow(t *testing.T) {
	s := newWorkspace(t)
	ids := addTexts(t, s, bridge...)
	if err := Update(t.Context(), s, nil); err != nil {
		t.Fatal(err)
	}
	later := addTexts(t, s, "Not indexed\nyet")
	for _, c := range []struct {
		words []Word
		want  string // which texts may hold them, by number; 3 is the one that is not indexed
	}{
		{[]Word{{"bridge", false}}, "013"},
		{[]Word{{"BRIDGE", false}, {"denied", false}}, "13"},
		{[]Word{{"deni", true}}, "13"},
		{[]Word{{"runn", true}}, "3"},
		{[]Word{{"elephant", false}}, "13"},
		{[]Word{{"nowhere", false}}, "3"},
		{[]Word{{"riv", true}, {"metres", false}}, "23"},
		{nil, "0123"},
	} {
		maybe, err := Narrow(t.Context(), s, c.words)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for i, id := range append(ids[:3:3], later...) {
			d, err := s.Document(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			if maybe(d.SHA256) {
				got += string(rune('0' + i))
			}
		}
		if got != c.want {
			t.Errorf("%v may be in %s, want %s", c.words, got, c.want)
		}
	}
}
