package agreement

import (
	"math"
	"slices"
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
func (c *comparer) countUnitising(t *tally, readings []*reading, length int) {
	c.next = slices.Grow(c.next[:0], len(readings))[:len(readings)]
	clear(c.next)
	c.whole = division{gaps: append(c.whole.gaps[:0], mark{end: length})}
	weight := float64(length) * float64(length) * float64(len(readings))
	for {
		label := int32(math.MaxInt32)
		for i, r := range readings {
			if at := c.next[i]; at < len(r.divisions) {
				label = min(label, r.divisions[at].label)
			}
		}
		if label == math.MaxInt32 {
			return
		}
		c.coders = c.coders[:0]
		for i, r := range readings {
			d := &c.whole // who has not used the label has left one gap
			if at := c.next[i]; at < len(r.divisions) && r.divisions[at].label == label {
				d = &r.divisions[at]
				c.next[i]++
			}
			c.coders = append(c.coders, d)
		}
		o, e := c.disagreement(c.coders, length)
		t[observed] += o * weight
		t[expected] += e * weight
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

// division is how the spans that a reader gave one label divide a document.
type division struct {
	label       int32
	units, gaps []mark // by place; units of overlapping spans are one
}

// divide puts in how marks with a label divide a document of a length.
func (d *division) divide(label int32, marks []mark, length int) {
	d.label, d.units = label, merge(d.units[:0], marks)
	d.gaps = gapsBetween(d.gaps[:0], d.units, length)
}

// disagreement gives D_o and D_e of one label, by how each reader divided the
// document. Where all readers marked the whole document it gives none of
// either: as with labels, what nobody did otherwise says nothing about agreement.
func (c *comparer) disagreement(coders []*division, length int) (observed, expected float64) {
	c.units, c.gaps = c.units[:0], c.gaps[:0]
	for _, d := range coders {
		for _, u := range d.units {
			c.units = append(c.units, u.end-u.start)
		}
		for _, g := range d.gaps {
			c.gaps = append(c.gaps, g.end-g.start)
		}
	}
	if len(c.gaps) == 0 && len(c.units) == len(coders) {
		return 0, 0
	}
	sum := 0.0
	for i, a := range coders {
		for _, b := range coders[i+1:] {
			sum += unitsApart(a.units, b.units) + inGaps(a.units, b.gaps) + inGaps(b.units, a.gaps)
		}
	}
	r, l := float64(len(coders)), float64(length)
	observed = 2 * sum / (r * (r - 1) * l * l)
	return observed, expectedDisagreement(c.units, c.gaps, r, l)
}

// expectedDisagreement gives D_e by the lengths of all units and gaps, which it
// puts in order.
func expectedDisagreement(units, gaps []int, r, l float64) float64 {
	slices.Sort(units)
	slices.Sort(gaps)
	sum, within := 0.0, 0.0
	fit, room := len(gaps), 0.0 // the gaps from fit on are long enough, and come to room together
	for i := len(units) - 1; i >= 0; i-- {
		size := units[i]
		for fit > 0 && gaps[fit-1] >= size {
			fit--
			room += float64(gaps[fit])
		}
		x := float64(size)
		sum += (float64(len(units))-1)/3*(2*x*x*x-3*x*x+x) + x*x*(room-float64(len(gaps)-fit)*(x-1))
		within += x * (x - 1)
	}
	return 2 / l * sum / (r*l*(r*l-1) - within)
}

// merge takes overlapping marks as one, in the memory of merged.
func merge(merged, marks []mark) []mark {
	for _, m := range marks {
		if n := len(merged); n > 0 && m.start < merged[n-1].end {
			merged[n-1].end = max(merged[n-1].end, m.end)
			continue
		}
		merged = append(merged, m)
	}
	return merged
}

// gapsBetween gives what a reader left unmarked, in the memory of gaps.
func gapsBetween(gaps, units []mark, length int) []mark {
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
		if one[i].overlap(&other[j]) > 0 {
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
