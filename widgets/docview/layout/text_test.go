package layout

import (
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"
)

// boundaries are the cluster boundaries of a text by going through all of it.
func boundaries(s string) []int {
	all := []int{0}
	for g := graphemes.FromString(s); g.Next(); {
		all = append(all, g.End())
	}
	return all
}

// long makes texts long enough for several blocks.
func long() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Repeat(texts().Draw(t, "text"), rapid.IntRange(1, 40).Draw(t, "times"))
	})
}

func TestOffsetsAgreeWithRunes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := long().Draw(t, "text")
		text, runes := NewText(s), []rune(s)
		s = text.String()
		if text.Points() != len(runes) {
			t.Fatalf("%d code points, want %d", text.Points(), len(runes))
		}
		at := make([]int, 0, len(runes)+1) // by ranging over the string
		for i := range s {
			at = append(at, i)
		}
		at = append(at, len(s))
		step := max(1, len(at)/500)
		for point := 0; point < len(at); point += step {
			if got := text.Byte(point); got != at[point] {
				t.Fatalf("Byte(%d) = %d, want %d", point, got, at[point])
			}
			if got := text.Point(at[point]); got != point {
				t.Fatalf("Point(%d) = %d, want %d", at[point], got, point)
			}
			if point+1 < len(at) {
				for b := at[point] + 1; b < at[point+1]; b++ {
					if got := text.Point(b); got != point {
						t.Fatalf("Point(%d) inside a code point = %d, want %d", b, got, point)
					}
				}
			}
		}
		for _, outside := range []int{-1, -1000} {
			if text.Byte(outside) != 0 || text.Point(outside) != 0 {
				t.Fatal("an offset before the text is not moved to its start")
			}
		}
		if text.Byte(len(runes)+5) != len(s) || text.Point(len(s)+5) != len(runes) {
			t.Fatal("an offset behind the text is not moved to its end")
		}
	})
}

func TestBlocksCoverTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := long().Draw(t, "text")
		text := NewText(s)
		s = text.String()
		cuts := boundaries(s)
		at, points := 0, 0
		for i, b := range text.blocks {
			if b.start != at || b.end() <= b.start && len(s) > 0 {
				t.Fatalf("block %d is [%d,%d), the one before ends at %d", i, b.start, b.end(), at)
			}
			if _, ok := slices.BinarySearch(cuts, b.end()); !ok {
				t.Fatalf("block %d ends at %d, inside a cluster", i, b.end())
			}
			if n := len([]rune(s[b.start:b.end()])); b.points != n {
				t.Fatalf("block %d has %d code points, counted as %d", i, n, b.points)
			}
			at = b.end()
			points += b.points
		}
		if at != len(s) || points != text.Points() {
			t.Fatalf("blocks end at %d of %d bytes, %d of %d code points", at, len(s), points, text.Points())
		}
	})
}

func TestClustersAgreeWithTheWholeText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := long().Draw(t, "text")
		text := NewText(s)
		s = text.String()
		cuts := boundaries(s)
		for range 200 {
			at := rapid.IntRange(0, len(s)).Draw(t, "at")
			k, exact := slices.BinarySearch(cuts, at)
			if !exact {
				k--
			}
			wantEnd := cuts[min(k+1, len(cuts)-1)]
			if start, end := text.Cluster(at); start != cuts[k] || end != wantEnd {
				t.Fatalf("Cluster(%d) = [%d,%d), want [%d,%d)", at, start, end, cuts[k], wantEnd)
			}
			if got := text.Next(at); got != wantEnd {
				t.Fatalf("Next(%d) = %d, want %d", at, got, wantEnd)
			}
			prev := cuts[k]
			if exact && k > 0 {
				prev = cuts[k-1]
			}
			if got := text.Prev(at); got != prev {
				t.Fatalf("Prev(%d) = %d, want %d", at, got, prev)
			}
		}
	})
}

func TestParagraphsAgreeWithSplitting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := long().Draw(t, "text")
		text := NewText(s)
		s = text.String()
		// The obvious way: every line break becomes a line feed of the same length, then split.
		plain := s
		for _, b := range []string{"\r\n", "\u2028", "\u2029", "\u0085", "\r", "\v", "\f"} {
			plain = strings.ReplaceAll(plain, b, strings.Repeat("\x01", len(b)-1)+"\n")
		}
		start := 0
		for _, line := range strings.SplitAfter(plain, "\n") {
			end := start + len(strings.TrimRight(strings.TrimSuffix(line, "\n"), "\x01"))
			for _, at := range []int{start, (start + end) / 2, end} {
				if a, b := text.Paragraph(at); a != start || b != end {
					t.Fatalf("Paragraph(%d) = [%d,%d), want [%d,%d) in %q", at, a, b, start, end, s)
				}
			}
			start += len(line)
		}
	})
}

func TestBytesThatAreNoTextCountAsCodePoints(t *testing.T) {
	s := "a\xffb\xe2\x80c"
	text := NewText(s)
	if got, want := text.Points(), len([]rune(s)); got != want {
		t.Errorf("%d code points, want %d", got, want)
	}
	if got, want := text.Slice(0, text.Len()), "a\ufffdb\ufffd\ufffdc"; got != want {
		t.Errorf("text is %q, want %q", got, want)
	}
}

// A short paragraph before a long one of letters of several bytes, none of which ends where a block would.
func TestALongParagraphBehindAShortOne(t *testing.T) {
	for lead := range 12 {
		for _, letter := range []string{"漢", "🇩🇪", "ط"} {
			s := strings.Repeat("x", lead) + "\n" + strings.Repeat(letter, 3*maxBlock/len(letter))
			if got := NewText(s).String(); got != s {
				t.Fatalf("%d bytes, want %d", len(got), len(s))
			}
		}
	}
}
