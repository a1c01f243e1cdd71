package fit

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// tens measures every rune as ten wide, and combining ones as nothing.
func tens(s string) float32 {
	w := 0
	for _, r := range s {
		if r != '\u0301' && r != '\u200d' {
			w += 10
		}
	}
	return float32(w)
}

func TestFit(t *testing.T) {
	for _, c := range []struct {
		name, text string
		width      float32
		lines      int
		want       []string
	}{
		{"nothing", "", 100, 2, nil},
		{"only white space", " \n\t ", 100, 2, nil},
		{"one line is enough", "No one.", 100, 2, []string{"No one."}},
		{"exactly as wide", "0123456789", 100, 1, []string{"0123456789"}},
		{"breaks at a word", "one two three", 80, 2, []string{"one two", "three"}},
		{"a space at the edge takes no room", "one two3 four", 80, 2, []string{"one two3", "four"}},
		{"cut in the second line", "one two three four five", 80, 2, []string{"one two", "three f…"}},
		{"no space before the ellipsis", "abcd efgh", 60, 1, []string{"abcd…"}},
		{"a line for one", "one two three", 80, 1, []string{"one two…"}},
		{"line ends are spaces", "a\r\nb\tc", 100, 2, []string{"a b c"}},
		{"a long word is broken", "abcdefghij", 60, 2, []string{"abcdef", "ghij"}},
		{"a hyphen may end a line", "well-known fact", 80, 2, []string{"well-", "known f…"}},
		{"a minus sign may not", "about -12 or so", 80, 2, []string{"about", "-12 or…"}},
		{"Chinese breaks anywhere", "今天天气很好我们出去", 50, 2, []string{"今天天气很", "好我们出去"}},
		{"but not before a full stop", "今天天气很。我们", 50, 2, []string{"今天天气", "很。我们"}},
		{"a cluster stays whole", "e\u0301e\u0301e\u0301e\u0301", 20, 1, []string{"e\u0301…"}},
		{"a family stays whole", "👩‍👩‍👧👩‍👩‍👧", 30, 2, []string{"👩‍👩‍👧", "👩‍👩‍👧"}},
		{"one glyph too wide is shown all the same", "字字", 5, 2, []string{"字", "…"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Lines(c.text, c.width, c.lines, tens); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// However long a text is, no more of it is measured than could show.
func TestFitMeasuresLittleOfALongText(t *testing.T) {
	longest := 0
	measure := func(s string) float32 { longest = max(longest, len(s)); return tens(s) }
	got := Lines(strings.Repeat("word ", 1_000_000), 300, 2, measure)
	if want := []string{"word word word word word word", "word word word word word word…"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if longest > 1000 {
		t.Errorf("measured a text of %d bytes", longest)
	}
}

func FuzzFit(f *testing.F) {
	for _, s := range []string{"one two three", "今天天气很好。", "e\u0301\u0301 👩‍👩‍👧 🇩🇪🇫🇷", "a-b-c \u00ad\u200b x", "\xff\xfe", "ก็คือ\u0e33ที่นี่", "قال الوزير 4500"} {
		f.Add(s, uint16(70), uint8(2))
	}
	f.Fuzz(func(t *testing.T, text string, width uint16, lines uint8) {
		n, wide := int(lines%4)+1, float32(width%600)
		got := Lines(text, wide, n, tens)
		if len(got) > n {
			t.Fatalf("%d lines, want at most %d", len(got), n)
		}
		whole, _ := singleSpaced(text, utf8.RuneCountInString(text))
		ends := map[int]bool{0: true, len(whole): true}
		for g := graphemes.FromString(whole); g.Next(); {
			ends[g.End()] = true
		}
		at := 0
		for i, line := range got {
			shown := line
			if i == len(got)-1 {
				shown = strings.TrimSuffix(line, ellipsis)
			}
			for strings.HasPrefix(whole[at:], " ") {
				at++
			}
			if !strings.HasPrefix(whole[at:], shown) {
				t.Fatalf("line %d is %q, and the text goes on with %q", i, line, whole[at:])
			}
			at += len(shown)
			if !ends[at] && !ends[at+1] { // a space that was dropped may belong to the cluster
				t.Fatalf("line %d of %q ends inside a cluster of %q", i, got, whole)
			}
			cluster := graphemes.FromString(shown)
			if first := cluster.Next() && cluster.End() == len(shown); tens(line) > wide && !first && shown != "" {
				t.Fatalf("line %d, %q, is %v wide, want at most %v", i, line, tens(line), wide)
			}
		}
		if len(got) > 0 && !strings.HasSuffix(got[len(got)-1], ellipsis) && strings.TrimSpace(whole[at:]) != "" {
			t.Fatalf("%q leaves out %q and doesn't say so", got, whole[at:])
		}
	})
}

func TestParagraphsLeaveNothingOut(t *testing.T) {
	for _, c := range []struct {
		name, text string
		n          int
		want       []string
		more       bool
	}{
		{"nothing", "", 9, nil, false},
		{"line ends stay", "one\ntwo three four\n\nfive", 9, []string{"one", "two", "three", "four", "", "five"}, false},
		{"none is left at the end", "one\r\n\n \n", 9, []string{"one"}, false},
		{"as many as there are", "one\ntwo", 2, []string{"one", "two"}, false},
		{"one too many", "one\ntwo\nthree", 2, []string{"one", "two"}, true},
		{"a long word is broken", "abcdefghij", 9, []string{"abcde", "fghij"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, more := Paragraphs(c.text, 50, c.n, tens)
			if !slices.Equal(got, c.want) || more != c.more {
				t.Errorf("got %q, %v, want %q, %v", got, more, c.want, c.more)
			}
		})
	}
	long := strings.Repeat("some words of a note ", 500)
	lines, more := Paragraphs(long, 300, 10_000, tens)
	if more || strings.Join(lines, " ") != strings.TrimSpace(long) {
		t.Error("a long text does not come back whole")
	}
}
