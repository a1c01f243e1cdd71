package evidence

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

func TestRunsOf(t *testing.T) {
	for _, c := range []struct {
		text  string
		marks []span
		want  []run
	}{
		{"one two three", []span{{4, 7}}, []run{{"one ", false}, {"two", true}, {" three", false}}},
		{"one  two\n three", []span{{5, 8}}, []run{{"one ", false}, {"two", true}, {" three", false}}},
		{"  one ", nil, []run{{"one", false}}},
		{"😀 two", []span{{2, 5}}, []run{{"😀 ", false}, {"two", true}}}, // code points
		{"one", []span{{-3, 2}, {1, 9}}, []run{{"one", true}}},
		{"one two", []span{{0, 3}, {3, 4}}, []run{{"one ", true}, {"two", false}}},
		{"", []span{{0, 1}}, nil},
		{" \n", nil, nil},
	} {
		if got := runsOf(c.text, c.marks); !slices.Equal(got, c.want) {
			t.Errorf("%q, %v: %v, want %v", c.text, c.marks, got, c.want)
		}
	}
}

// Whatever the width, the lines hold the text in its order, no bold letter is lost, and what is cut off ends with an ellipsis.
func TestLinesHoldTheRuns(t *testing.T) {
	test.NewTempApp(t)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab cé\n漢字😀-")), 0, 60, -1).Draw(t, "text")
		start := rapid.IntRange(0, 60).Draw(t, "start")
		all := runsOf(text, []span{{start, start + rapid.IntRange(0, 20).Draw(t, "length")}})
		lines := fitRuns(all, float32(rapid.IntRange(10, 300).Draw(t, "width")), rapid.IntRange(1, 4).Draw(t, "most"), 13)
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		var shown, bold, wantBold strings.Builder
		for _, line := range lines {
			for _, r := range line {
				shown.WriteString(r.text)
				if r.bold {
					bold.WriteString(r.text)
				}
			}
		}
		for _, r := range all {
			if r.bold {
				wantBold.WriteString(r.text)
			}
		}
		got, want := squeeze(shown.String()), squeeze(plain(all))
		if cut, is := strings.CutSuffix(got, "…"); is {
			if !strings.HasPrefix(want, cut) {
				t.Fatalf("%q is shown of %q", got, want)
			}
			return
		}
		if got != want || squeeze(bold.String()) != squeeze(wantBold.String()) {
			t.Fatalf("%q with %q in bold is shown of %q with %q", got, bold.String(), want, wantBold.String())
		}
	})
}
