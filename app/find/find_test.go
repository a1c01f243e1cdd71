package find

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"
)

func texts(t *testing.T, text string, q Query) []string {
	t.Helper()
	hits, err := All(context.Background(), text, q)
	if err != nil {
		t.Fatalf("%+v: %v", q, err)
	}
	runes := []rune(text)
	var found []string
	for _, h := range hits {
		found = append(found, string(runes[h.Start:h.End]))
	}
	return found
}

func TestAll(t *testing.T) {
	for _, c := range []struct {
		name, text string
		q          Query
		want       []string
	}{
		{"nothing sought", "abc", Query{}, nil},
		{"nothing there", "", Query{Words: "a"}, nil},
		{"case does not count", "Taliban TALIBAN taliban", Query{Words: "taliban"}, []string{"Taliban", "TALIBAN", "taliban"}},
		{"case counts", "Taliban taliban", Query{Words: "taliban", MatchCase: true}, []string{"taliban"}},
		{"Greek sigmas are one letter", "Σίσυφος", Query{Words: "σ"}, []string{"Σ", "σ", "ς"}},
		{"no hit overlaps another", "aaaa", Query{Words: "aa"}, []string{"aa", "aa"}},
		{"a false start is taken up again", "ababac", Query{Words: "abac"}, []string{"abac"}},
		{"whole word", "is this Isis, is_it IS?", Query{Words: "is", WholeWord: true}, []string{"is", "IS"}},
		{"a refused word is no end", "xaa aa", Query{Words: "aa", WholeWord: true}, []string{"aa"}},
		{"whole word where there are no spaces", "北京大学", Query{Words: "大学", WholeWord: true}, []string{"大学"}},
		{"a no-break space is another character", "the Islamic\u00a0State.", Query{Words: "Islamic State"}, nil},
		{"kinds of space", "the Islamic\u00a0State, Islamic\nState", Query{Words: "islamic state", Loose: true}, []string{"Islamic\u00a0State", "Islamic\nState"}},
		{"kinds of quote", "the group’s “reserves” ‑ group's", Query{Words: "group's \"reserves\" -", Loose: true}, []string{"group’s “reserves” ‑"}},
		{"accents", "Café cafe\u0301 cafe", Query{Words: "cafe", Loose: true}, []string{"Café", "cafe\u0301", "cafe"}},
		{"accents that are sought", "Café cafe", Query{Words: "café"}, []string{"Café"}},
		{"soft hyphens don't count", "Afgha\u00adnistan", Query{Words: "afghanistan", Loose: true}, []string{"Afgha\u00adnistan"}},
		{"ligatures", "eﬃcient", Query{Words: "efficient", Loose: true}, []string{"eﬃcient"}},
		{"emoji keep their offsets", "👨‍👩‍👧 x 😀 x", Query{Words: "X"}, []string{"x", "x"}},
		{"Arabic", "قال المتحدث إن", Query{Words: "المتحدث"}, []string{"المتحدث"}},
		{"Arabic without its vowel signs", "كِتَاب", Query{Words: "كتاب", Loose: true}, []string{"كِتَاب"}},
		{"Hebrew", "שלום עולם", Query{Words: "עולם"}, []string{"עולם"}},
		{"characters of patterns are only characters", "a.b a+b axb", Query{Words: "a.b"}, []string{"a.b"}},
		{"a pattern", "$10 million, $25 million", Query{Words: `\$\d+`, Regexp: true}, []string{"$10", "$25"}},
		{"a pattern's anchors are a line's", "one\ntwo\n", Query{Words: `^\w+$`, Regexp: true}, []string{"one", "two"}},
		{"a pattern in case", "IS is", Query{Words: "is", Regexp: true, MatchCase: true}, []string{"is"}},
		{"a pattern's empty matches are none", "abc", Query{Words: "x*", Regexp: true}, nil},
		{"a pattern of whole words", "cats cat", Query{Words: "ca.", Regexp: true, WholeWord: true}, []string{"cat"}},
		{"a pattern behind wide letters", "é😀\né😀x", Query{Words: "x", Regexp: true}, []string{"x"}},
	} {
		if got := texts(t, c.text, c.q); !slices.Equal(got, c.want) {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
	}
}

func TestBadPatternIsSaid(t *testing.T) {
	_, err := All(context.Background(), "text", Query{Words: "(", Regexp: true})
	if !errors.Is(err, ErrPattern) || !strings.Contains(err.Error(), "missing closing )") {
		t.Errorf("got %v", err)
	}
}

func TestASearchEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	text := strings.Repeat(strings.Repeat("a", 60)+"b\n", 100_000)
	for _, q := range []Query{{Words: strings.Repeat("a", 50) + "c"}, {Words: "(a|aa|aaa)*c", Regexp: true}} {
		if _, err := All(ctx, text, q); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%+v ended with %v", q, err)
		}
	}
}

func TestHitsAreLimited(t *testing.T) {
	text := strings.Repeat("a\n", Limit+10)
	for _, q := range []Query{{Words: "a"}, {Words: "a", Regexp: true}} {
		if hits, err := All(context.Background(), text, q); err != nil || len(hits) != Limit {
			t.Errorf("%+v gives %d hits, %v", q, len(hits), err)
		}
	}
}

// obvious compares at every place, one rune after another.
func obvious(text string, q Query) []Hit {
	runes := []rune(text)
	pattern := folded(q.Words, q)
	var hits []Hit
	for start := 0; start < len(runes); start++ {
		rest, end := pattern, start
		for len(rest) > 0 && end < len(runes) {
			f := fold(runes[end], q)
			if end == start && len(f) == 0 || len(f) > len(rest) || !slices.Equal(rest[:len(f)], f) {
				break
			}
			rest, end = rest[len(f):], end+1
		}
		if len(rest) > 0 || len(pattern) == 0 {
			continue
		}
		for end < len(runes) && unicode.Is(unicode.M, runes[end]) {
			end++
		}
		hits = append(hits, Hit{start, end})
		start = end - 1
	}
	return hits
}

func TestAllAgreesWithTheObviousSearch(t *testing.T) {
	letters := rapid.SampledFrom([]rune("aAbBéÉe\u0301 \u00a0\n’'“\"-–😀شسאב北ﬁ\u00adß"))
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOfN(letters, 0, 60).Draw(t, "text"))
		q := Query{
			Words:     string(rapid.SliceOfN(letters, 1, 4).Draw(t, "words")),
			MatchCase: rapid.Bool().Draw(t, "case"),
			Loose:     rapid.Bool().Draw(t, "loose"),
		}
		for _, r := range text + q.Words {
			if len(fold(r, q)) > 1 { // a hit may then begin or end inside a letter, which the obvious search can't see
				t.Skip()
			}
		}
		got, err := All(context.Background(), text, q)
		if err != nil {
			t.Fatal(err)
		}
		if want := obvious(text, q); !slices.Equal(got, want) {
			t.Fatalf("%q in %q: %v, want %v", q.Words, text, got, want)
		}
	})
}

func BenchmarkAll(b *testing.B) {
	text := strings.Repeat("The council met on Monday and said that nobody’s reserves had grown. ", 75_000)
	for _, c := range []struct {
		name string
		q    Query
	}{
		{"plain", Query{Words: "reserves had shrunk"}},
		{"loose", Query{Words: "nobody's  reserves", Loose: true}},
		{"pattern", Query{Words: `reserves (had|have) (shrunk|grown)`, Regexp: true}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := All(context.Background(), text, c.q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
