package dataset

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestTokens(t *testing.T) {
	tests := []struct {
		text string
		cuts []int
		want string // tokens parted by bars, white space as _
	}{
		{"", nil, ""},
		{"Rates fell by 0.5 % in May.", nil, "Rates|_|fell|_|by|_|0.5|_|%|_|in|_|May|."},
		{"isn’t re-read", nil, "isn’t|_|re|-|read"},
		{"isn’t", []int{3, 3}, "isn|’t"},
		{"a \n\t b", nil, "a|____|b"},
		{"a  b", []int{2}, "a|_|_|b"},
		{"x \u202Bכתב\u202C\tTab", nil, "x|_|\u202B|כתב\u202C|_|Tab"},
		{"👩🏽\u200D🚀🇫🇷 e\u0301", nil, "👩🏽\u200D🚀|🇫🇷|_|e\u0301"},
		{" lead", []int{0, 1, 99}, "_|lead"},
		{"a\x1cb\u0085c\u2028d", nil, "a|_|b|_|c|_|d"},
	}
	for _, test := range tests {
		var got []string
		for _, one := range tokensOf(test.text, test.cuts) {
			if one.blank {
				one.text = strings.Repeat("_", utf8.RuneCountInString(one.text))
			}
			got = append(got, one.text)
		}
		if said := strings.Join(got, "|"); said != test.want {
			t.Errorf("%q: %q, want %q", test.text, said, test.want)
		}
	}
}

func TestTokensAreTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab1.’- \n\t\u00a0\u2028\x1e👩🏽\u200D🚀🇫🇷e\u0301\u202Bכ安全理ไทย"))).Draw(t, "text")
		cuts := rapid.SliceOf(rapid.IntRange(0, 30)).Draw(t, "cuts")
		points := []rune(text)
		at := 0
		for _, one := range tokensOf(text, cuts) {
			if one.start != at || one.end <= at || string(points[one.start:one.end]) != one.text {
				t.Fatalf("%+v after %d", one, at)
			}
			blanks := strings.IndexFunc(one.text, isBlank) >= 0
			if blanks != one.blank || one.blank && strings.IndexFunc(one.text, func(r rune) bool { return !isBlank(r) }) >= 0 {
				t.Fatalf("%+v mixes white space and other", one)
			}
			if slices.ContainsFunc(cuts, func(cut int) bool { return one.start < cut && cut < one.end }) {
				t.Fatalf("%+v is not cut at %v", one, cuts)
			}
			at = one.end
		}
		if at != len(points) {
			t.Fatalf("%d of %d code points", at, len(points))
		}
	})
}
