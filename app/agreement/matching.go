package agreement

import (
	"cmp"
	"math"
)

// matched is a span of one person with that of another, by their places in the
// lists of marks; -1 stands where one of them has none.
type matched struct{ one, other int }

// match pairs the marks of two people in a document one to one, in three steps:
// first those with the same boundaries and label, then those with the same
// boundaries, then, of the rest, overlapping ones so that the sum of their
// Jaccard indices is the greatest there can be; where two ways give the same
// sum, the one with more labels in common. Every mark occurs once in the result,
// matched ones first.
func match(one, other []mark) []matched {
	var pairs []matched
	takenOne, takenOther := make([]bool, len(one)), make([]bool, len(other))
	take := func(i, j int) {
		takenOne[i], takenOther[j] = true, true
		pairs = append(pairs, matched{i, j})
	}
	pairUp(one, other, takenOne, takenOther, compareLabelled, take)
	pairUp(one, other, takenOne, takenOther, comparePlaces, take)
	for _, e := range overlapping(one, other, takenOne, takenOther) {
		e.assign(one, other, take)
	}
	for i, taken := range takenOne {
		if !taken {
			pairs = append(pairs, matched{i, -1})
		}
	}
	for j, taken := range takenOther {
		if !taken {
			pairs = append(pairs, matched{-1, j})
		}
	}
	return pairs
}

func comparePlaces(a, b mark) int {
	return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
}

func compareLabelled(a, b mark) int {
	return cmp.Or(comparePlaces(a, b), cmp.Compare(a.label, b.label))
}

// pairUp takes the marks that are the same by an order in which both lists are.
func pairUp(one, other []mark, takenOne, takenOther []bool, compare func(a, b mark) int, take func(i, j int)) {
	for i, j := 0, 0; i < len(one) && j < len(other); {
		switch c := compare(one[i], other[j]); {
		case takenOne[i] || c < 0:
			i++
		case takenOther[j] || c > 0:
			j++
		default:
			take(i, j)
			i++
			j++
		}
	}
}

// cluster is a set of marks that hang together by overlapping.
type cluster struct{ one, other []int }

// overlapping gives the clusters of marks that are not taken yet and have
// someone on both sides.
func overlapping(one, other []mark, takenOne, takenOther []bool) []cluster {
	var clusters []cluster
	var c cluster
	end := -1 // how far the cluster reaches
	finish := func() {
		if len(c.one) > 0 && len(c.other) > 0 {
			clusters = append(clusters, c)
		}
		c = cluster{}
	}
	for i, j := 0, 0; i < len(one) || j < len(other); {
		switch {
		case i < len(one) && takenOne[i]:
			i++
		case j < len(other) && takenOther[j]:
			j++
		case j == len(other) || i < len(one) && one[i].start <= other[j].start:
			if one[i].start >= end {
				finish()
			}
			c.one = append(c.one, i)
			end = max(end, one[i].end)
			i++
		default:
			if other[j].start >= end {
				finish()
			}
			c.other = append(c.other, j)
			end = max(end, other[j].end)
			j++
		}
	}
	finish()
	return clusters
}

// mostSteps bounds the work of matching a cluster in the best way, which is the
// square of the smaller side times the larger. In a larger cluster, which takes
// a document marked all over, each mark of the smaller side in turn takes what it
// overlaps most of what is left.
const mostSteps = 30_000_000

// labelBonus is small against the difference between two Jaccard indices that
// matter, and decides between equal ones.
const labelBonus = 1e-9

// assign matches the marks of a cluster.
func (c cluster) assign(one, other []mark, take func(i, j int)) {
	few, many := c.one, c.other
	if len(few) > len(many) {
		few, many, one, other = many, few, other, one
		straight := take
		take = func(i, j int) { straight(j, i) }
	}
	value := func(i, j int) float64 {
		a, b := one[few[i]], other[many[j]]
		shared := a.overlap(b)
		if shared == 0 {
			return 0
		}
		v := float64(shared) / float64(a.end-a.start+b.end-b.start-shared)
		if a.label == b.label {
			v += labelBonus
		}
		return v
	}
	method := assignment
	if len(few)*len(few)*len(many) > mostSteps {
		method = inTurn
	}
	for i, j := range method(len(few), len(many), value) {
		if j >= 0 && value(i, j) > 0 {
			take(few[i], many[j])
		}
	}
}

// inTurn gives each row the most valuable column that earlier ones left, or -1.
func inTurn(rows, columns int, value func(i, j int) float64) []int {
	columnOf, taken := make([]int, rows), make([]bool, columns)
	for i := range columnOf {
		columnOf[i] = -1
		top := 0.0
		for j := range columns {
			if !taken[j] {
				if v := value(i, j); v > top {
					top, columnOf[i] = v, j
				}
			}
		}
		if j := columnOf[i]; j >= 0 {
			taken[j] = true
		}
	}
	return columnOf
}

// assignment gives each row a column of its own so that the sum of values is the
// greatest; there must be no more rows than columns. It is the Hungarian method
// (H. W. Kuhn 1955) by shortest augmenting paths, with prices of rows and columns.
func assignment(rows, columns int, value func(i, j int) float64) []int {
	rowPrice, columnPrice := make([]float64, rows), make([]float64, columns+1)
	rowOf := make([]int, columns+1) // the last column is where a new row starts from
	for j := range rowOf {
		rowOf[j] = -1
	}
	slack, before := make([]float64, columns), make([]int, columns)
	seen := make([]bool, columns+1)
	for row := range rows {
		at := columns
		rowOf[at] = row
		clear(seen)
		for j := range slack {
			slack[j] = math.Inf(1)
		}
		for rowOf[at] >= 0 {
			seen[at] = true
			i, next, step := rowOf[at], -1, math.Inf(1)
			for j := range columns {
				if seen[j] {
					continue
				}
				if cost := -value(i, j) - rowPrice[i] - columnPrice[j]; cost < slack[j] {
					slack[j], before[j] = cost, at
				}
				if slack[j] < step {
					step, next = slack[j], j
				}
			}
			for j := range seen {
				if seen[j] {
					rowPrice[rowOf[j]] += step
					columnPrice[j] -= step
				} else if j < columns {
					slack[j] -= step
				}
			}
			at = next
		}
		for at != columns {
			rowOf[at] = rowOf[before[at]]
			at = before[at]
		}
	}
	columnOf := make([]int, rows)
	for j, i := range rowOf[:columns] {
		if i >= 0 {
			columnOf[i] = j
		}
	}
	return columnOf
}
