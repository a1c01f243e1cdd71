package layout

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/bidi"
	"pgregory.net/rapid"
)

// signs has characters of every class that the rules tell apart. Brackets, which the library pairs otherwise than the
// rules say, are tried by themselves.
var signs = []string{
	"a", "b", "א", "ب", "1", "٢", "+", ",", "%", " ", "!", "\u0301", "\t",
	"\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069", "\u00AD",
}

// The library says which way each character reads, though not how deep it is embedded.
func TestDirectionsAreThoseOfTheLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(signs), 0, 40).Draw(t, "text"), "") + "a" // the library resets what ends a line
		base := rapid.IntRange(0, 1).Draw(t, "base")
		mark := []string{"\u200E", "\u200F"}[base]
		var p bidi.Paragraph
		if _, err := p.SetString(mark + s); err != nil {
			t.Fatal(err)
		}
		order, err := p.Order()
		if err != nil {
			t.Fatal(err)
		}
		var want []bidi.Direction
		for i := range order.NumRuns() {
			run := order.Run(i)
			for range run.String() {
				want = append(want, run.Direction())
			}
		}
		runes := []rune(s)
		for i, level := range embed(runes, uint8(base)) {
			if removed(bidiClass(runes[i])) {
				continue
			}
			if got := level%2 == 1; got != (want[i+1] == bidi.RightToLeft) {
				t.Fatalf("character %d of %+q, base %d, reads from the right: %v; levels %v", i, s, base, got, embed(runes, uint8(base)))
			}
		}
	})
}

// Levels as the rules give them, worked out by hand. Marks that count for nothing bear the level before them.
func TestLevels(t *testing.T) {
	for _, c := range []struct {
		name, text string
		base       uint8
		want       string
	}{
		{"letters and a number", "ab אב 12 גa", 0, "00011122110"},
		{"a number after Arabic", "a ب 12%", 0, "0011220"},
		{"currency belongs to its number", "א $5", 1, "1122"},
		{"brackets around what reads their way", "א (ב) a", 0, "1111100"},
		{"brackets around the other way, in its context", "א (a) ב", 1, "1112111"},
		{"brackets that hold both", "a (ב c) ד", 0, "000100001"},
		{"brackets in a context against the line", "a ב(ג)ד", 0, "0011111"},
		{"a mark goes with its bracket", "א (ב)\u0301 a", 0, "11111100"},
		{"equivalent brackets", "a\u2329א〉b", 0, "00100"},
		{"a bracket alone", "א( a", 0, "1000"},
		{"an embedding", "a \u202Bb ב\u202C c", 0, "000211100"},
		{"an embedding in an embedding", "\u202Bא\u202Ab\u202Bג\u202C\u202C\u202Cc", 0, "0112233330"},
		{"letters forced", "\u202Eab1\u202Cc", 0, "011110"},
		{"letters of the right forced", "\u202Dאב\u202C", 1, "1222"},
		{"an isolate stands as one sign", "א \u2066b ג\u2069 ד", 0, "111223111"},
		{"what an isolate holds decides its way", "\u2068א b\u2069 c", 0, "0112000"},
		{"an isolate closes what is open in it", "a\u2067\u202Ab\u2069c", 0, "000200"},
		{"an isolate without an end", "a\u2067b", 0, "002"},
		{"an end without an isolate", "a\u2069\u202Cב", 0, "0001"},
		{"a tab parts the line", "א \tב", 0, "1001"},
	} {
		got := ""
		for _, level := range embed([]rune(c.text), c.base) {
			got += string('0' + rune(level))
		}
		if got != c.want {
			t.Errorf("%s: %+q has levels %s, want %s", c.name, c.text, got, c.want)
		}
	}
}

func TestTooManyEmbeddingsAreLeftOut(t *testing.T) {
	for _, mark := range []string{"\u202B", "\u2067"} {
		levels := embed([]rune(strings.Repeat(mark, 400)+"a"+strings.Repeat("\u202C\u2069", 400)+"b"), 0)
		for i, level := range levels {
			if level > maxDepth+1 {
				t.Fatalf("%+q: character %d has level %d", mark, i, level)
			}
		}
		if mark == "\u2067" && levels[len(levels)-1] != 0 {
			t.Errorf("%+q: behind all of them the level is %d", mark, levels[len(levels)-1])
		}
	}
}
