package fuzzy

import (
	"slices"
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		words, text string
		fits        bool
	}{
		{"", "export claims", true},
		{"exp", "export claims", true},
		{"claims exp", "export claims", true},
		{"port", "export claims", true},
		{"ec", "export claims", true},
		{"excl", "export claims", true},
		{"eclaims", "export claims", true},
		{"xp", "export claims", true},
		{"ecz", "export claims", false},
		{"ce", "export claims", false}, // the wrong way round
		{"eo", "export claims", false}, // o begins no word
		{"claims review", "export claims", false},
		{"été", "en été", true},
		{"主张", "导出主张", true},
		{"exportclaims", "export claims", true},
	} {
		if _, fits := Match(strings.Fields(c.words), c.text); fits != c.fits {
			t.Errorf("%q fits %q: %v", c.words, c.text, fits)
		}
	}
}

// What was most likely meant comes first.
func TestOrder(t *testing.T) {
	for _, c := range []struct {
		words string
		best  []string // in the order that is wanted
	}{
		{"find", []string{"find evidence", "find in document", "go and find", "unfinding"}},
		{"re", []string{"review", "start a review", "more", "run every test"}},
		{"claim his", []string{"claim history", "history of every claim there is"}},
	} {
		got := slices.Clone(c.best)
		slices.Reverse(got)
		slices.SortStableFunc(got, func(a, b string) int {
			i, _ := Match(strings.Fields(c.words), a)
			j, _ := Match(strings.Fields(c.words), b)
			return j - i
		})
		if !slices.Equal(got, c.best) {
			t.Errorf("%q gives %q, want %q", c.words, got, c.best)
		}
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("ab", "a b")
	f.Add("\xff", "x\xff")
	f.Fuzz(func(t *testing.T, words, text string) {
		if len(words) > 40 || len(text) > 200 {
			return
		}
		score, fits := Match(strings.Fields(words), text)
		if !fits && score != 0 {
			t.Errorf("what does not fit scores %d", score)
		}
		if w := strings.Fields(text); len(w) > 0 {
			if _, fits := Match(w, text); !fits {
				t.Errorf("%q does not fit itself", text)
			}
		}
	})
}
