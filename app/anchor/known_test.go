package anchor

import "testing"

// What is known is taken as it is, with the sentences around it; what is not exact, or would cut a character, is to be looked at.
func TestKnown(t *testing.T) {
	const old, new = "Le caf\u00c3\u00a9 ferme. Tout va bien.", "Le cafe\u0301 ferme. Tout va bien."
	places := map[int][3]int{0: {0, 8, 1}, 3: {3, 8, 1}, 4: {4, 7, 1}, 5: {5, 6, 0}, 16: {16, 20, 1}, 8: {8, 9, 1}, 9: {9, 9, 0}}
	spans := []Span{{Start: 3, End: 8}, {Start: 4, End: 7}, {Start: 5, End: 6}, {Start: 16, End: 20}, {Start: 8, End: 9}, {Start: 9, End: 10}}
	found, err := Known(t.Context(), old, new, spans, func(start, end int) (int, int, bool) {
		p := places[start]
		return p[0], p[1], p[2] == 1
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		kind  Kind
		quote string
		in    string
	}{
		{Sure, "café", "Le café ferme."}, // with its accent apart
		{Near, "afé", "Le café ferme."},  // the place ends before the accent
		{Near, "f", "Le café ferme."},
		{Sure, "Tout", "Tout va bien."},
		{Nowhere, "", ""}, // white space alone
		{Nowhere, "", ""}, // no character
	} {
		f := found[i]
		quote := ""
		if f.Kind != Nowhere {
			quote = string([]rune(new)[f.Place.Start:f.Place.End])
		}
		if f.Kind != want.kind || quote != want.quote && quote != decomposed(want.quote) || f.Place.In.Text != decomposed(want.in) || f.Was.Text == "" {
			t.Errorf("%d: kind %d, %q in %q, was in %q", i, f.Kind, quote, f.Place.In.Text, f.Was.Text)
		}
	}
}

func decomposed(s string) string {
	out := ""
	for _, r := range s {
		if r == 'é' {
			out += "e\u0301"
			continue
		}
		out += string(r)
	}
	return out
}
