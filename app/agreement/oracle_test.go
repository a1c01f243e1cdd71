package agreement

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"
)

// What follows works figures of spans out as they are defined, each part of the
// whole for itself and each replicate from its documents: slow and plain.

func slowFigures(s *Spans, b Bootstrap) []Figure {
	basis := spanBasis{scope: s.scope}
	var documents []tally
	for _, sh := range s.documents {
		basis.count(sh.length, sh.marked(), len(sh.readers) > 1)
		if len(sh.readers) > 1 {
			documents = append(documents, slowTally(s, sh))
		}
	}
	basis.tallies = documents
	if len(documents) < fewest {
		return basis.figures(&drawCache{Bootstrap: b}, spanMeasures)
	}
	figures := basis.figures(&drawCache{}, spanMeasures)
	random := rand.New(rand.NewPCG(b.Seed, 0x466163746d61726b))
	values := make([][]float64, len(spanMeasures))
	for range b.Replicates {
		times := make([]int, len(documents))
		for range documents {
			times[random.IntN(len(documents))]++
		}
		var sum tally
		for d, n := range times {
			for at, by := range documents[d] {
				sum[at] += by * float64(n)
			}
		}
		for i, m := range spanMeasures {
			if v, reason := spanStatistic(m)(sum[:]); reason == "" {
				values[i] = append(values[i], v)
			}
		}
	}
	for i := range figures {
		if figures[i].Reason == "" {
			figures[i].Interval.Replicates, figures[i].Interval.Reason = b.Replicates, ""
			figures[i].Interval.fill(values[i])
		}
	}
	return figures
}

func slowTally(s *Spans, sh documentMarks) (t tally) {
	for i, one := range sh.marks {
		for _, other := range sh.marks[i+1:] {
			t[spansMarked] += float64(len(one) + len(other))
			for _, m := range new(matcher).match(one, other) {
				if m.one < 0 || m.other < 0 {
					continue
				}
				a, b := one[m.one], other[m.other]
				switch {
				case a.start == b.start && a.end == b.end && a.label == b.label:
					t[sameAll]++
				case a.start == b.start && a.end == b.end:
					t[samePlace]++
				case a.label == b.label:
					t[overlapSameLabel]++
				default:
					t[overlapOtherLabel]++
				}
			}
			marked := make([]int, sh.length)
			for bit, marks := range [][]mark{one, other} {
				for _, m := range marks {
					for at := m.start; at < m.end; at++ {
						marked[at] |= 1 << bit
					}
				}
			}
			for _, by := range marked {
				t[charactersMarked] += float64(by&1 + by>>1)
				t[charactersBoth] += float64(by & (by >> 1))
			}
		}
	}
	for label := range s.labels {
		coders := make([][]mark, len(sh.marks))
		used := false
		for i, marks := range sh.marks {
			for _, m := range marks {
				if m.label == int32(label) {
					coders[i] = append(coders[i], m)
					used = true
				}
			}
		}
		if used {
			o, e := slowDisagreement(coders, sh.length)
			weight := float64(sh.length) * float64(sh.length) * float64(len(coders))
			t[observed] += o * weight
			t[expected] += e * weight
		}
	}
	return t
}

func slowDisagreement(coders [][]mark, length int) (observed, expected float64) {
	units, gaps := make([][]mark, len(coders)), make([][]mark, len(coders))
	for i, marks := range coders {
		units[i] = merge(nil, marks)
		gaps[i] = gapsBetween(nil, units[i], length)
	}
	allUnits, allGaps := slices.Concat(units...), slices.Concat(gaps...)
	if len(allGaps) == 0 && len(allUnits) == len(coders) {
		return 0, 0
	}
	sum := 0.0
	for i := range coders {
		for j := i + 1; j < len(coders); j++ {
			sum += unitsApart(units[i], units[j]) + inGaps(units[i], gaps[j]) + inGaps(units[j], gaps[i])
		}
	}
	r, l := float64(len(coders)), float64(length)
	observed = 2 * sum / (r * (r - 1) * l * l)
	return observed, slowlyExpected(allUnits, allGaps, r, l)
}

func slowlyExpected(units, gaps []mark, r, l float64) float64 {
	slices.SortFunc(gaps, func(a, b mark) int { return (b.end - b.start) - (a.end - a.start) })
	lengths := make([]float64, len(gaps)+1) // lengths[n] is that of the n longest gaps together
	for i, g := range gaps {
		lengths[i+1] = lengths[i] + float64(g.end-g.start)
	}
	sum, within := 0.0, 0.0
	for _, u := range units {
		size := u.end - u.start
		fit := sort.Search(len(gaps), func(i int) bool { return gaps[i].end-gaps[i].start < size })
		x := float64(size)
		sum += (float64(len(units))-1)/3*(2*x*x*x-3*x*x+x) + x*x*(lengths[fit]-float64(fit)*(x-1))
		within += x * (x - 1)
	}
	return 2 / l * sum / (r*l*(r*l-1) - within)
}

// disagreement is that of one label, by the marks of each reader.
func disagreement(coders [][]mark, length int) (observed, expected float64) {
	var divisions []*division
	for _, marks := range coders {
		var d division
		d.divide(0, marks, length)
		divisions = append(divisions, &d)
	}
	return new(comparer).disagreement(divisions, length)
}

// A desk in which not everyone has read everything, some marked nothing, and
// spans overlap in every way.
func unevenDesk(seed uint64) *Spans {
	r := rand.New(rand.NewPCG(seed, 7))
	people := []string{"a", "b", "c", "d", "e"}
	var spans []Span
	var documents []Document
	for d := range 40 {
		doc := Document{ID: fmt.Sprintf("%02d", d), Length: 60 + r.IntN(200), Readers: []string{}}
		for _, who := range people {
			if r.IntN(5) == 0 {
				continue
			}
			doc.Readers = append(doc.Readers, who)
			for range r.IntN(6) {
				start := r.IntN(doc.Length - 1)
				end := min(doc.Length, start+1+r.IntN(30))
				if r.IntN(9) == 0 {
					start, end = 0, doc.Length
				}
				spans = append(spans, Span{Document: doc.ID, Rater: who, Category: fmt.Sprint("l", r.IntN(3)), Start: start / 5 * 5, End: end})
			}
		}
		documents = append(documents, doc)
	}
	return collectSpans(spans, documents, []string{"l0", "unused"})
}

func TestBreakdownOfSpansAgainstTheDefinitions(t *testing.T) {
	b := Bootstrap{Replicates: 150, Seed: 1}
	for seed := range uint64(4) {
		s := unevenDesk(seed)
		for _, s := range []*Spans{s, s.Within(Scope{Label: "l1"}), s.Within(Scope{Document: "03"}), s.Within(Scope{A: "b", B: "d"})} {
			all, err := s.Breakdown(context.Background(), b, nil)
			if err != nil {
				t.Fatal(err)
			}
			var scopes []Scope
			for _, of := range [][]Scope{{s.scope}, s.ByLabel(), scopesByDocument(s), scopesByPair(s)} {
				scopes = append(scopes, of...)
			}
			rows := slices.Concat([]Row{all.Overall}, all.Labels, all.Documents, all.Pairs)
			if len(rows) != len(scopes) {
				t.Fatalf("%d rows, want %d", len(rows), len(scopes))
			}
			for i, row := range rows {
				if row.Scope != scopes[i] {
					t.Fatalf("row %d is of %+v, want %+v", i, row.Scope, scopes[i])
				}
				for k, want := range slowFigures(s.Within(row.Scope), b) {
					sameFigure(t, row.Scope, row.Figures[k], want)
				}
			}
		}
	}
}

// sameFigure fails where two figures differ by more than rounding.
func sameFigure(t *testing.T, scope Scope, got, want Figure) {
	t.Helper()
	lower, upper, is := got.Interval.Bounds()
	low, high, should := want.Interval.Bounds()
	differ := max(math.Abs(got.value-want.value), math.Abs(lower-low), math.Abs(upper-high))
	got.value, got.Interval.low, got.Interval.high = want.value, want.Interval.low, want.Interval.high
	if got != want || is != should || differ > 1e-9 {
		t.Errorf("%+v: %+v (%v to %v), want %+v (%v to %v)", scope, got, lower, upper, want, low, high)
	}
}
