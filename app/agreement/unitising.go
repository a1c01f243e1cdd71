package agreement

import (
	"slices"
	"sort"
)

// countUnitising adds the disagreement in a document by alpha for unitising
// (K. Krippendorff, "Measuring the reliability of qualitative text analysis
// data", Quality and Quantity 38 (2004); "Content Analysis", 2004, with an
// example on page 254). For a label c, the spans of each reader and the gaps between them
// divide a document of length L. Of two readers, δ² is (b1−b2)² + (e1−e2)² for
// overlapping spans, ℓ² for a span of length ℓ that lies in a gap of the other,
// else 0. With R readers and N_c spans,
//
//	D_o = 2Σδ² / (R(R−1)L²)
//	D_e = (2/L) Σ_spans [(N_c−1)/3·(2ℓ³−3ℓ²+ℓ) + ℓ²·Σ_{gaps g≥ℓ}(g−ℓ+1)] / (RL(RL−1) − Σℓ(ℓ−1))
//
// and α_U = 1 − ΣD_o/ΣD_e over the labels. Over several documents D_o and D_e are
// weighted by L², so that lengths count in characters throughout, and by R, as
// alpha weights a unit by its ratings: chance is that within each document.
// Documents with one reader say nothing and are left out; a reader who marked
// nothing has one gap. Overlapping spans of one person with the same label are
// taken as one; those that only touch are two.
//
// What is expected by chance grows with the square of the lengths that people
// marked. Where one marks much that another doesn't, a span of the other that is
// too long can therefore give a better value than one with the right boundaries.
// The F1 scores and the Jaccard index don't do that, and belong beside it.
func (s *Spans) countUnitising(t []float64, sh sheet) {
	byLabel := make([][][]mark, len(s.labels)) // then by reader
	for i, marks := range sh.marks {
		for _, m := range marks {
			if byLabel[m.label] == nil {
				byLabel[m.label] = make([][]mark, len(sh.marks))
			}
			byLabel[m.label][i] = append(byLabel[m.label][i], m)
		}
	}
	length := float64(sh.length)
	weight := length * length * float64(len(sh.readers))
	for _, coders := range byLabel {
		if coders != nil {
			o, e := disagreement(coders, sh.length)
			t[observed] += o * weight
			t[expected] += e * weight
		}
	}
}

func alphaUnitising(t []float64) (float64, string) {
	switch {
	case t[expected] > 0:
		return 1 - t[observed]/t[expected], ""
	case t[spansMarked] > 0:
		return 0, "not defined, because everyone marked the whole of every document, so that agreeing says nothing"
	default:
		return 0, nothingMarked
	}
}

// disagreement gives D_o and D_e of one label; coders holds the spans of each
// reader, by place. Where all readers marked the whole document it gives none of
// either: as with labels, what nobody did otherwise says nothing about agreement.
func disagreement(coders [][]mark, length int) (observed, expected float64) {
	units, gaps := make([][]mark, len(coders)), make([][]mark, len(coders))
	for i, marks := range coders {
		units[i] = merge(marks)
		gaps[i] = gapsBetween(units[i], length)
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
	return observed, expectedDisagreement(allUnits, allGaps, r, l)
}

func expectedDisagreement(units, gaps []mark, r, l float64) float64 {
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

// merge takes overlapping marks as one.
func merge(marks []mark) []mark {
	var merged []mark
	for _, m := range marks {
		if n := len(merged); n > 0 && m.start < merged[n-1].end {
			merged[n-1].end = max(merged[n-1].end, m.end)
			continue
		}
		merged = append(merged, m)
	}
	return merged
}

// gapsBetween gives what a reader left unmarked.
func gapsBetween(units []mark, length int) []mark {
	var gaps []mark
	at := 0
	for _, u := range units {
		if u.start > at {
			gaps = append(gaps, mark{start: at, end: u.start})
		}
		at = u.end
	}
	if at < length {
		gaps = append(gaps, mark{start: at, end: length})
	}
	return gaps
}

// unitsApart is Σδ² over the spans of two readers that overlap.
func unitsApart(one, other []mark) float64 {
	sum := 0.0
	for i, j := 0, 0; i < len(one) && j < len(other); {
		if one[i].overlap(other[j]) > 0 {
			begin, end := float64(one[i].start-other[j].start), float64(one[i].end-other[j].end)
			sum += begin*begin + end*end
		}
		if one[i].end < other[j].end {
			i++
		} else {
			j++
		}
	}
	return sum
}

// inGaps is Σδ² over the spans of one reader that lie in gaps of the other.
func inGaps(units, gaps []mark) float64 {
	sum := 0.0
	j := 0
	for _, u := range units {
		for j < len(gaps) && gaps[j].end < u.end {
			j++
		}
		if j < len(gaps) && gaps[j].start <= u.start {
			size := float64(u.end - u.start)
			sum += size * size
		}
	}
	return sum
}
