package agreement

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// near fails unless a figure has the value to the digits it is published with.
func near(t *testing.T, f Figure, want float64, digits int) {
	t.Helper()
	v, ok := f.Value()
	if !ok {
		t.Fatalf("%s: %s", f.Measure, f.Reason)
	}
	closeTo(t, string(f.Measure), v, want, digits)
}

func closeTo(t *testing.T, what string, v, want float64, digits int) {
	t.Helper()
	if math.Abs(v-want) > 0.5001*math.Pow10(-digits) {
		t.Errorf("%s = %.7f, want %.*f", what, v, digits, want)
	}
}

func one(r *Ratings, m Measure) Figure { return r.Measure(Bootstrap{}, m)[0] }

// table makes the ratings of two people, a in the rows and b in the columns.
func table(cells ...[]int) []Rating {
	var ratings []Rating
	for i, row := range cells {
		for j, n := range row {
			for k := range n {
				unit := fmt.Sprint(i, j, k)
				ratings = append(ratings, Rating{unit, "d", "a", fmt.Sprint(i)}, Rating{unit, "d", "b", fmt.Sprint(j)})
			}
		}
	}
	return ratings
}

// coders makes ratings from a line for each person, a letter for each unit; an
// asterisk stands for none.
func coders(lines ...string) []Rating {
	var ratings []Rating
	for i, line := range lines {
		for u, c := range strings.ReplaceAll(line, ",", "") {
			if c != '*' {
				ratings = append(ratings, Rating{fmt.Sprintf("%03d", u), "d", fmt.Sprint("coder ", i), string(c)})
			}
		}
	}
	return ratings
}

// items makes ratings from a word for each unit, a letter for each person.
func items(words string) []Rating {
	var ratings []Rating
	for u, word := range strings.Fields(words) {
		for i, c := range word {
			ratings = append(ratings, Rating{fmt.Sprint(u), "d", fmt.Sprint("coder ", i), string(c)})
		}
	}
	return ratings
}

func TestCohen1960(t *testing.T) {
	r := collect(table([]int{88, 14, 18}, []int{10, 40, 10}, []int{2, 6, 12}), nil)
	f := one(r, Cohen)
	near(t, f, .4915, 4)
	if f.N != 200 || f.Alone != 0 {
		t.Errorf("N %d, alone %d", f.N, f.Alone)
	}
	near(t, one(r, Percent), .70, 2)
}

func TestArtsteinAndPoesio2008(t *testing.T) {
	r := collect(table([]int{20, 20}, []int{10, 50}), nil)
	near(t, one(r, Cohen), .3478, 4)
	near(t, one(r, Percent), .70, 2)
}

const fleiss1971 = `444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444
	124444 222333 144444 224445 333335 111455 111112 224444 133555 555555 244444 224555 114444 144445
	222224 111155 224444 133333 555555`

func TestFleiss1971(t *testing.T) {
	r := collect(items(fleiss1971), nil)
	f := one(r, Fleiss)
	near(t, f, .4302445, 7)
	if f.N != 30 {
		t.Errorf("N = %d, want 30", f.N)
	}
	near(t, one(r, Percent), .5556, 4)
	near(t, one(r, Randolph), .4444, 4)
	s, _ := r.profile()
	n, squares := sumAndSquares(s.totals()[classes:])
	closeTo(t, "P_e", squares/(n*n), .2199, 4)
}

func TestFleissOfWikipedia(t *testing.T) {
	var words []string
	for _, counts := range []string{"0,0,0,0,14", "0,2,6,4,2", "0,0,3,5,6", "0,3,9,2,0", "2,2,8,1,1", "7,7,0,0,0", "3,2,6,3,0", "2,5,3,2,2", "6,5,2,1,0", "0,2,2,3,7"} {
		var n [5]int
		if _, err := fmt.Sscanf(counts, "%d,%d,%d,%d,%d", &n[0], &n[1], &n[2], &n[3], &n[4]); err != nil {
			t.Fatal(err)
		}
		word := ""
		for i, k := range n {
			word += strings.Repeat(fmt.Sprint(i+1), k)
		}
		words = append(words, word)
	}
	f := one(collect(items(strings.Join(words, " ")), nil), Fleiss)
	near(t, f, .2099, 4)
	if f.N != 10 {
		t.Errorf("N = %d, want 10", f.N)
	}
}

func TestAlpha(t *testing.T) {
	for _, c := range []struct {
		name    string
		ratings []Rating
		values  int
		want    float64
		digits  int
	}{
		{"test A", coders("*****34121133*3", "1*213343*******", "**21344*21133*4"), 26, .691358, 6},
		{"test B", coders("123321412***", "1233224125*3", "*3332342251*", "12332441251*"), 40, .743421, 6},
		{"labels", coders("+-0*", "+-0+", "+-++"), 11, .722222, 6},
		{"binary 1980", coders("0100000010", "0110010100"), 20, .095238, 6},
	} {
		r := collect(c.ratings, nil)
		f := one(r, Alpha)
		near(t, f, c.want, c.digits)
		s, _ := r.profile()
		if n, _ := sumAndSquares(s.totals()[classes:]); int(n) != c.values {
			t.Errorf("%s: n = %v, want %d", c.name, n, c.values)
		}
	}
}

func TestNervaluateTable(t *testing.T) {
	gold := func(label string, start, end int) Span { return Span{"", "d", "gold", label, start, end} }
	found := func(label string, start, end int) Span { return Span{"", "d", "found", label, start, end} }
	s := collectSpans([]Span{
		gold("BRAND", 0, 8),                         // III
		found("BRAND", 10, 17),                      // II
		gold("DRUG", 23, 31), found("DRUG", 20, 31), // V
		gold("DRUG", 40, 51), found("BRAND", 40, 51), // IV
		gold("DRUG", 60, 69), found("DRUG", 60, 69), // I
		gold("DRUG", 70, 78), found("DRUG", 70, 78), // I again: the counts of the table have two of it
		gold("GROUP", 85, 99), found("DRUG", 80, 99), // VI
	}, []Document{{ID: "d", Length: 100}}, nil)
	// Of two strictly correct, three incorrect, one missing and one spurious, and so on by the other rules.
	for m, want := range map[Measure]float64{TypeF1: .5, PartialF1: 4. / 6, ExactF1: .5, StrictF1: 2. / 6} {
		near(t, s.Measure(Bootstrap{}, m)[0], want, 9)
	}
}

// unitAt makes a mark of a length, as the literature gives them.
func unitAt(begin, length int) mark { return mark{start: begin, end: begin + length} }

func TestKrippendorff2004(t *testing.T) {
	// The text begins at 150 and is 300 long; here it begins at 0.
	c := [][]mark{{unitAt(75, 70), unitAt(220, 30)}, {unitAt(70, 80), unitAt(205, 20), unitAt(250, 20)}}
	o, e := disagreement(c, 300)
	closeTo(t, "D_o of c", o, .0144, 4)
	closeTo(t, "D_e of c", e, .0532, 4)
	closeTo(t, "alpha of c", 1-o/e, .7286, 4)

	var spans []Span
	add := func(rater, label string, marks ...mark) {
		for _, m := range marks {
			spans = append(spans, Span{"", "d", rater, label, m.start, m.end})
		}
	}
	add("i", "c", c[0]...)
	add("j", "c", c[1]...)
	add("i", "k", unitAt(30, 60), unitAt(150, 50))
	add("j", "k", unitAt(30, 60), unitAt(150, 50))
	s := collectSpans(spans, []Document{{ID: "d", Length: 300}}, nil)
	near(t, s.Measure(Bootstrap{}, AlphaUnitise)[0], .8587, 4)
	near(t, s.Within(Scope{Label: "c"}).Measure(Bootstrap{}, AlphaUnitise)[0], .7286, 4)
	near(t, s.Within(Scope{Label: "k"}).Measure(Bootstrap{}, AlphaUnitise)[0], 1, 9)
}

func TestUnitisingToy(t *testing.T) {
	o, e := disagreement([][]mark{{unitAt(1, 8)}, {unitAt(2, 1), unitAt(4, 1), unitAt(6, 1)}}, 10)
	closeTo(t, "D_o", o, .9100, 4)
	closeTo(t, "D_e", e, .53515, 4) // printed as .5351
	closeTo(t, "alpha", 1-o/e, -.7003, 4)
}

func TestUnitisingDelta(t *testing.T) {
	for _, c := range []struct {
		a, b mark
		want float64
	}{
		{unitAt(5, 6), unitAt(4, 2), 26},
		{unitAt(5, 6), unitAt(6, 4), 2},
		{unitAt(225, 70), unitAt(220, 80), 50},
	} {
		if got := unitsApart([]mark{c.a}, []mark{c.b}); got != c.want {
			t.Errorf("δ²(%v, %v) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// Krippendorff 1995, page 57: four labels, marked by two people each in a text
// of 24 places. Spans are given as begin and length.
var krippendorff1995 = map[string][2][][2]int{
	"A": {{{2, 8}, {14, 6}}, {{4, 4}, {15, 2}}},
	"B": {{{0, 18}}, {{0, 2}, {2, 1}, {3, 1}, {4, 1}, {5, 1}, {6, 3}, {9, 1}}},
	"C": {{{2, 6}, {10, 2}, {14, 4}, {20, 2}}, {{0, 2}, {4, 4}, {10, 4}, {16, 2}, {20, 2}}},
	"D": {{{0, 2}, {2, 8}, {10, 4}, {14, 6}, {20, 4}}, {{0, 4}, {4, 4}, {8, 7}, {15, 2}, {17, 7}}},
}

func TestKrippendorff1995(t *testing.T) {
	for label, want := range map[string]struct{ observed, expected, alpha float64 }{
		"A": {.03125, .06990, .553}, "B": {2.26736, 1.17731, -.926}, "C": {.02777, .08642, .679}, "D": {.38715, .41445, .066},
	} {
		const stretch = 50_000 // the expected disagreement is given for lengths without bound
		var c [2][]mark
		for i, units := range krippendorff1995[label] {
			for _, u := range units {
				c[i] = append(c[i], unitAt(u[0]*stretch, u[1]*stretch))
			}
		}
		o, e := disagreement(c[:], 24*stretch)
		if math.Abs(o-want.observed) > 1e-5 {
			t.Errorf("%s: D_o = %.5f, want %.5f", label, o, want.observed)
		}
		// The 1995 formula has another sign in one place, put right in 2004.
		if math.Abs(e-want.expected) > .005 || math.Abs(1-o/e-want.alpha) > .02 {
			t.Errorf("%s: D_e = %.5f, alpha = %.3f, want %.5f, %.3f", label, e, 1-o/e, want.expected, want.alpha)
		}
	}
}

func TestPlacesOfKrippendorff1995AsUnits(t *testing.T) {
	for label, want := range map[string]struct {
		kappa, alpha float64
		reason       string
	}{"A": {.385, .329, ""}, "B": {.385, .329, ""}, "C": {.314, .329, ""}, "D": {0, 0, oneClass}} {
		lines := [2]string{}
		for i, units := range krippendorff1995[label] {
			line := []byte(strings.Repeat("0", 24))
			for _, u := range units {
				for at := u[0]; at < u[0]+u[1]; at++ {
					line[at] = '1'
				}
			}
			lines[i] = string(line)
		}
		figures := collect(coders(lines[:]...), nil).Measure(Bootstrap{}, Cohen, Alpha)
		for i, w := range []float64{want.kappa, want.alpha} {
			if want.reason != "" {
				if figures[i].Reason != want.reason {
					t.Errorf("%s: %s %v", label, figures[i].Measure, figures[i])
				}
				continue
			}
			near(t, figures[i], w, 3)
		}
	}
}

func TestOneSpanAloneIsNoBetterThanChance(t *testing.T) {
	s := collectSpans([]Span{{"", "d", "a", "X", 0, 1}}, []Document{{"d", 20, []string{"a", "b", "c"}}}, nil)
	near(t, s.Measure(Bootstrap{}, AlphaUnitise)[0], 0, 9)
}
