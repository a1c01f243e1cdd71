package similar

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestShare(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"", "", 0},
		{"one", "", 0},
		{"One, two!", "one  two", 1},
		{"one two three four five", "one two three four five six", 2 * 2.0 / 5},
		{"a b c d e f g h", "a b c d x f g h", 2 * 1.0 / 10},
		{"联合国安理会将举行会议", "联合国安理会将举行会议。", 1},
		{"联合国安理会将举行会议", "联合国安理会将举行了会议", 2 * 6.0 / 17},
		{"Straße in Köln am Rhein", "STRASSE IN KÖLN AM RHEIN", 2 * 1.0 / 4},
	} {
		if got := Share(c.a, c.b); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%q and %q share %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// What texts share does not depend on their order, and is whole for a text and itself.
func TestShareProperties(t *testing.T) {
	words := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(strings.Fields("a b c d e f g h 联 合 ไทย عربي")), 0, 40), func(w []string) string { return strings.Join(w, " ") })
	rapid.Check(t, func(t *rapid.T) {
		a, b := words.Draw(t, "a"), words.Draw(t, "b")
		if x, y := Share(a, b), Share(b, a); x != y || x < 0 || x > 1 {
			t.Fatalf("%v and %v", x, y)
		}
		if a != "" && Share(a, a+".") != 1 {
			t.Fatalf("a text and itself share %v", Share(a, a+"."))
		}
		s := New(a)
		if !slices.IsSorted(s) || !slices.Equal(FromBytes(s.Bytes()), s) {
			t.Fatalf("sketch %v", s)
		}
	})
}

// Of many texts the changed one is found, by each of many changes.
func TestIndexFindsAChangedText(t *testing.T) {
	var x Index
	text := func(n int) []string {
		words := make([]string, 300)
		for i := range words {
			words[i] = fmt.Sprint("w", (i*i+n*7919)%5000)
		}
		return words
	}
	for n := range 500 {
		x.Add(fmt.Sprint(n), New(strings.Join(text(n), " ")))
	}
	for n := range 200 {
		changed := text(n)
		for i := n % 20; i < len(changed); i += 20 {
			changed[i] = "other"
		}
		if got := x.Candidates(New(strings.Join(changed, " "))); len(got) == 0 || got[0] != fmt.Sprint(n) {
			t.Errorf("text %d with every twentieth word changed: candidates %v", n, got)
		}
	}
	if got := x.Candidates(New("nothing of this is there at all")); len(got) > 0 {
		t.Errorf("another text: %v", got)
	}
}

func FuzzNew(f *testing.F) {
	f.Add("One two three four five")
	f.Add("联合国\xffไทย")
	f.Fuzz(func(t *testing.T, text string) {
		if s := New(text); len(s) > sketchLength || !slices.IsSorted(s) {
			t.Errorf("sketch %v", s)
		}
	})
}

func BenchmarkNew(b *testing.B) {
	text := strings.Repeat("The United Nations Security Council is to hold a meeting on the threat. ", 15_000) // 1 MB
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		New(text)
	}
}
