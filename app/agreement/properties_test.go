package agreement

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawRatings draws ratings of a few units by a few people, with gaps.
func drawRatings(t *rapid.T) []Rating {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Rating {
		return Rating{
			Unit:     rapid.SampledFrom([]string{"1", "2", "3", "4", "5", "6"}).Draw(t, "unit"),
			Document: rapid.SampledFrom([]string{"d", "e"}).Draw(t, "document"),
			Rater:    rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "rater"),
			Category: rapid.SampledFrom([]string{"", "S", "D", "N"}).Draw(t, "category"),
		}
	}), 0, 40).Draw(t, "ratings")
}

// values gives what measures come to, a reason by its words.
func values(figures []Figure) []string {
	var out []string
	for _, f := range figures {
		v, ok := f.Value()
		out = append(out, fmt.Sprintf("%s: %v %.9f %d %d", f.Measure, ok, v, f.N, f.Alone))
	}
	return out
}

func TestNamesAndOrderDoNotMatter(t *testing.T) {
	rename := map[string]string{"a": "z", "b": "a", "c": "y", "d": "b", "S": "N", "D": "Z", "N": "S", "": "",
		"1": "6", "2": "60", "3": "1", "4": "x", "5": "2", "6": "3"}
	rapid.Check(t, func(t *rapid.T) {
		ratings := drawRatings(t)
		slices.SortFunc(ratings, func(a, b Rating) int { return compareStrings(a, b) })
		ratings = slices.CompactFunc(ratings, func(a, b Rating) bool { // the order decides between two words of one person
			return a.Unit == b.Unit && a.Document == b.Document && a.Rater == b.Rater
		})
		want := values(collect(ratings, nil).Measure(Bootstrap{}, labelMeasures...))
		other := make([]Rating, len(ratings))
		for i, r := range ratings {
			other[i] = Rating{rename[r.Unit], "in " + r.Document, rename[r.Rater], rename[r.Category]}
		}
		other = rapid.Permutation(other).Draw(t, "order")
		if got := values(collect(other, nil).Measure(Bootstrap{}, labelMeasures...)); !slices.Equal(got, want) {
			t.Fatalf("renamed and in another order\n %v\nnot\n %v", got, want)
		}
	})
}

func compareStrings(a, b Rating) int {
	return slices.Compare([]string{a.Document, a.Unit, a.Rater}, []string{b.Document, b.Unit, b.Rater})
}

func TestAlphaIsOneOnlyWithoutDisagreement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := collect(drawRatings(t), nil)
		used := map[int32]bool{} // by two or more on some unit
		for u := range r.units {
			if ratings := r.class[r.first[u]:r.first[u+1]]; len(ratings) > 1 {
				for _, c := range ratings {
					used[c] = true
				}
			}
		}
		f := one(r, Alpha)
		v, ok := f.Value()
		if ok != (len(used) > 1) {
			t.Fatalf("%v with %d labels in use", f, len(used))
		}
		if _, n := r.Disagreements(0); ok && (v == 1) == (n > 0) {
			t.Fatalf("alpha is %v, %d disagreements", v, n)
		}
	})
}

// Worked out from the definitions, pair by pair, which is slow and plain.
func TestAgainstTheDefinitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := collect(drawRatings(t), []string{"S", "D", "N"})
		var coincidences [3][3]float64
		for u := range r.units {
			ratings := r.said[r.first[u]:r.first[u+1]]
			for i, c := range ratings {
				for j, k := range ratings {
					if i != j {
						coincidences[c][k] += 1 / float64(len(ratings)-1)
					}
				}
			}
		}
		n, agree, chance := 0.0, 0.0, 0.0
		var margin [3]float64
		for c := range 3 {
			for k := range 3 {
				n += coincidences[c][k]
				margin[c] += coincidences[c][k]
			}
			agree += coincidences[c][c]
		}
		for c := range 3 {
			for k := range 3 {
				if c != k {
					chance += margin[c] * margin[k]
				}
			}
		}
		if v, ok := one(r, Alpha).Value(); ok && math.Abs(v-(1-(n-1)*(n-agree)/chance)) > 1e-9 {
			t.Fatalf("alpha %v, want %v", v, 1-(n-1)*(n-agree)/chance)
		}
		if v, ok := one(r, Percent).Value(); ok && math.Abs(v-agree/n) > 1e-9 {
			t.Fatalf("percent %v, want %v", v, agree/n)
		}
		for _, scope := range r.ByPair() {
			pair := r.Within(scope)
			table := pair.Confusion().Rows
			n, agree, chance := 0, 0, 0
			for i := range table {
				row, column := 0, 0
				for j := range table {
					row, column = row+table[i][j], column+table[j][i]
				}
				n, agree, chance = n+row, agree+table[i][i], chance+row*column
			}
			f := one(pair, Cohen)
			v, ok := f.Value()
			if f.N != n || ok == (chance == n*n) {
				t.Fatalf("kappa %v of %d, table %v", f, f.N, table)
			}
			po, pe := float64(agree)/float64(n), float64(chance)/float64(n*n)
			if ok && math.Abs(v-(po-pe)/(1-pe)) > 1e-9 {
				t.Fatalf("kappa %v, want %v", v, (po-pe)/(1-pe))
			}
			turned := one(r.Within(Scope{A: scope.B, B: scope.A}), Cohen)
			if w, _ := turned.Value(); w != v {
				t.Fatalf("kappa of a and b %v, of b and a %v", v, w)
			}
		}
	})
}

func TestEveryFigureIsAValueOrAReason(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, err := collect(drawRatings(t), nil).Breakdown(context.Background(), Bootstrap{Replicates: 20}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, rows := range [][]Row{{b.Overall}, b.Labels, b.Documents, b.Pairs} {
			for _, row := range rows {
				for _, f := range row.Figures {
					v, ok := f.Value()
					if math.IsNaN(v) || math.IsInf(v, 0) || v > 1 || ok == (f.Reason != "") || !ok && v != 0 || f.Unit == "" {
						t.Fatalf("%+v: %+v", row.Scope, f)
					}
					if _, _, has := f.Interval.Bounds(); has && !ok {
						t.Fatalf("%+v: an interval without a value: %+v", row.Scope, f)
					}
				}
			}
		}
	})
}

// Alpha that runs along is that of all so far, whoever changed their mind.
func TestRunningAlpha(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ratings := drawRatings(t)
		var days [3]Running // what changes on each
		type unit struct{ document, name string }
		raters, categories := map[unit][]string{}, map[unit][]string{}
		for i, x := range ratings {
			if at := (unit{x.Document, x.Unit}); x.Category != "" && x.Rater != "" {
				day := &days[3*i/len(ratings)]
				day.PutUnits(raters[at], categories[at], -1)
				if who := slices.Index(raters[at], x.Rater); who >= 0 {
					categories[at][who] = x.Category
				} else {
					raters[at], categories[at] = append(raters[at], x.Rater), append(categories[at], x.Category)
				}
				day.PutUnits(raters[at], categories[at], 1)
			}
			var r Running
			for d := range days {
				r.Add(&days[d])
			}
			var said []Rating // a rating without a label takes nothing back
			for _, y := range ratings[:i+1] {
				if y.Category != "" {
					said = append(said, y)
				}
			}
			got, want := r.Alpha(), one(collect(said, nil), Alpha)
			if math.Abs(got.value-want.value) > 1e-9 {
				t.Fatalf("after %d: %v, want %v", i+1, got, want)
			}
			got.value = want.value
			if got != want {
				t.Fatalf("after %d: %+v, want %+v", i+1, got, want)
			}
		}
	})
}

// What two people said of a document is the same by whatever way one comes to it.
func TestNarrowing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ratings := drawRatings(t)
		scope := Scope{Document: rapid.SampledFrom([]string{"", "d", "e"}).Draw(t, "document"), Label: rapid.SampledFrom([]string{"", "S"}).Draw(t, "label"),
			A: rapid.SampledFrom([]string{"a", "b", "nobody"}).Draw(t, "a"), B: rapid.SampledFrom([]string{"a", "c", "d"}).Draw(t, "b")}
		var some []Rating
		for _, x := range ratings {
			if (scope.Document == "" || x.Document == scope.Document) && (x.Rater == scope.A || x.Rater == scope.B) {
				some = append(some, x)
			}
		}
		labels := []string{"S", "D", "N"}
		all := collect(ratings, labels)
		want := values(collect(some, labels).Within(Scope{A: scope.A, B: scope.B, Label: scope.Label}).Measure(Bootstrap{}, labelMeasures...))
		document, pair := Scope{Document: scope.Document}, Scope{A: scope.A, B: scope.B}
		for i, r := range []*Ratings{all.Within(scope), all.Within(pair).Within(scope), all.Within(document).Within(Scope{Label: scope.Label}).Within(pair), all.Within(pair).Within(document).Within(Scope{Label: scope.Label})} {
			if got := values(r.Measure(Bootstrap{}, labelMeasures...)); !slices.Equal(got, want) {
				t.Fatalf("way %d to %+v:\n%v, want\n%v", i, scope, got, want)
			}
		}
	})
}
