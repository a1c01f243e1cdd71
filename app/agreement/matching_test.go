package agreement

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func compareMarks(a, b mark) int { return cmp.Or(compareLabelled(&a, &b), cmp.Compare(a.id, b.id)) }

func TestMatching(t *testing.T) {
	for _, c := range []struct {
		name       string
		one, other string // start-end:label
		want       []matched
	}{
		{"the same first", "0-10:1 0-10:2", "0-10:2 0-9:1", []matched{{1, 1}, {0, 0}}},
		{"the same place before an overlap", "0-10:1", "0-9:1 0-10:2", []matched{{0, 1}, {-1, 0}}},
		{"one to one", "0-20:1", "0-9:1 10-20:1", []matched{{0, 1}, {-1, 0}}},
		// 10-20 overlaps 5-16 most, which would leave 0-10 with nothing.
		{"the best sum, not the best pair", "0-10:1 10-20:1", "5-16:1 15-30:1", []matched{{0, 0}, {1, 1}}},
		{"a chain", "0-10:1 10-20:1", "5-15:1 15-25:1", []matched{{0, 0}, {1, 1}}},
		{"equal overlap: the label", "10-20:1", "15-25:1 5-15:2", []matched{{0, 1}, {-1, 0}}},
		{"touching is not overlapping", "0-10:1", "10-20:1", []matched{{0, -1}, {-1, 0}}},
		{"nobody", "", "1-2:1", []matched{{-1, 0}}},
	} {
		parse := func(text string) []mark {
			var marks []mark
			for _, w := range strings.Fields(text) {
				var m mark
				if _, err := fmt.Sscanf(w, "%d-%d:%d", &m.start, &m.end, &m.label); err != nil {
					t.Fatal(err)
				}
				marks = append(marks, m)
			}
			slices.SortFunc(marks, compareMarks)
			return marks
		}
		if got := new(matcher).match(parse(c.one), parse(c.other)); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// drawMarks draws marks of one person in a short text.
func drawMarks(t *rapid.T, name string) []mark {
	marks := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) mark {
		start := rapid.IntRange(0, 30).Draw(t, "start")
		return mark{start: start, end: start + rapid.IntRange(1, 9).Draw(t, "length"), label: rapid.Int32Range(0, 1).Draw(t, "label")}
	}), 0, 7).Draw(t, name)
	slices.SortFunc(marks, compareMarks)
	return slices.Compact(marks)
}

// The best sum of overlaps, found by trying everything.
func best(one, other []mark, i int, taken []bool) float64 {
	if i == len(one) {
		return 0
	}
	top := best(one, other, i+1, taken)
	for j := range other {
		if shared := one[i].overlap(&other[j]); shared > 0 && !taken[j] {
			taken[j] = true
			v := float64(shared) / float64(one[i].end-one[i].start+other[j].end-other[j].start-shared)
			top = max(top, v+best(one, other, i+1, taken))
			taken[j] = false
		}
	}
	return top
}

func TestMatchingIsOneToOneAndTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one, other := drawMarks(t, "one"), drawMarks(t, "other")
		seenOne, seenOther := make([]bool, len(one)), make([]bool, len(other))
		restOne, restOther := []mark{}, []mark{}
		same, sum := 0, 0.0
		for _, m := range new(matcher).match(one, other) {
			if m.one >= 0 && seenOne[m.one] || m.other >= 0 && seenOther[m.other] {
				t.Fatalf("%v is matched twice", m)
			}
			if m.one >= 0 {
				seenOne[m.one] = true
			}
			if m.other >= 0 {
				seenOther[m.other] = true
			}
			switch {
			case m.one < 0:
				restOther = append(restOther, other[m.other])
			case m.other < 0:
				restOne = append(restOne, one[m.one])
			case one[m.one].sameSpan(&other[m.other]):
				same++
			default:
				a, b := one[m.one], other[m.other]
				shared := a.overlap(&b)
				if shared == 0 {
					t.Fatalf("%v and %v don't overlap", a, b)
				}
				sum += float64(shared) / float64(a.end-a.start+b.end-b.start-shared)
				restOne, restOther = append(restOne, a), append(restOther, b)
			}
		}
		if slices.Contains(seenOne, false) || slices.Contains(seenOther, false) {
			t.Fatal("a mark is missing")
		}
		places := map[[2]int]int{}
		for _, m := range one {
			places[[2]int{m.start, m.end}]++
		}
		wantSame := 0
		for _, m := range other {
			if key := [2]int{m.start, m.end}; places[key] > 0 {
				places[key]--
				wantSame++
			}
		}
		if same != wantSame {
			t.Fatalf("%d of the same place, want %d", same, wantSame)
		}
		if want := best(restOne, restOther, 0, make([]bool, len(restOther))); math.Abs(sum-want) > 1e-6 {
			t.Fatalf("overlaps come to %v, want %v: %v %v", sum, want, one, other)
		}
	})
}

// With so many spans hanging together a simpler rule takes over; it must still be
// one to one, and leave no two that overlap without a match.
func TestAVeryLargeCluster(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	const each = 500
	if each*each*each < mostSteps {
		t.Fatal("the cluster is not large")
	}
	var marks [2][]mark
	for i := range marks {
		for at := range each {
			start := 10*at + r.IntN(100)
			marks[i] = append(marks[i], mark{start: start, end: start + 50 + 100*i + r.IntN(50)})
		}
		slices.SortFunc(marks[i], compareMarks)
		marks[i] = slices.Compact(marks[i])
	}
	var left, seen [2][]int
	pairs := 0
	for _, m := range new(matcher).match(marks[0], marks[1]) {
		for side, at := range []int{m.one, m.other} {
			if at >= 0 {
				seen[side] = append(seen[side], at)
			}
		}
		switch {
		case m.one < 0:
			left[1] = append(left[1], m.other)
		case m.other < 0:
			left[0] = append(left[0], m.one)
		default:
			pairs++
			if marks[0][m.one].overlap(&marks[1][m.other]) == 0 {
				t.Fatalf("%v don't overlap", m)
			}
		}
	}
	for side := range seen {
		slices.Sort(seen[side])
		if len(slices.Compact(seen[side])) != len(marks[side]) || len(seen[side]) != len(marks[side]) {
			t.Errorf("%d of %d marks, not each once", len(seen[side]), len(marks[side]))
		}
	}
	for _, i := range left[0] {
		for _, j := range left[1] {
			if marks[0][i].overlap(&marks[1][j]) > 0 {
				t.Errorf("%v and %v overlap and are left", marks[0][i], marks[1][j])
			}
		}
	}
	if pairs == 0 {
		t.Error("nothing is matched")
	}
}
