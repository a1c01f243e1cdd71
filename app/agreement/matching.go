package agreement

import (
	"math"
	"slices"
)

// matched is a span of one person with that of another, by their places in the
// lists of marks; -1 stands where one of them has none.
type matched struct{ one, other int }

// matcher pairs marks, and keeps its memory from one document to the next. The
// zero value is ready for use, by one goroutine at a time.
type matcher struct {
	one, other           []mark
	takenOne, takenOther []bool
	pairs                []matched
	cluster              cluster
}

// match pairs the marks of two people in a document one to one, in three steps:
// first those with the same boundaries and label, then those with the same
// boundaries, then, of the rest, overlapping ones so that the sum of their
// Jaccard indices is the greatest there can be; where two ways give the same
// sum, the one with more labels in common. Every mark occurs once in the result,
// matched ones first. The result is good until the next call.
func (m *matcher) match(one, other []mark) []matched {
	m.matches(one, other)
	for i, taken := range m.takenOne {
		if !taken {
			m.pairs = append(m.pairs, matched{i, -1})
		}
	}
	for j, taken := range m.takenOther {
		if !taken {
			m.pairs = append(m.pairs, matched{-1, j})
		}
	}
	return m.pairs
}

// matches is match without the marks that have none.
func (m *matcher) matches(one, other []mark) []matched {
	m.one, m.other, m.pairs = one, other, m.pairs[:0]
	m.takenOne, m.takenOther = cleared(m.takenOne, len(one)), cleared(m.takenOther, len(other))
	m.pairUp(compareLabelled)
	m.pairUp(comparePlaces)
	m.pairOverlapping()
	return m.pairs
}

// cleared gives n times false, in the memory of flags if there is enough.
func cleared(flags []bool, n int) []bool {
	flags = slices.Grow(flags[:0], n)[:n]
	clear(flags)
	return flags
}

func (m *matcher) take(i, j int) {
	m.takenOne[i], m.takenOther[j] = true, true
	m.pairs = append(m.pairs, matched{i, j})
}

func comparePlaces(a, b *mark) int {
	if a.start != b.start {
		return a.start - b.start
	}
	return a.end - b.end
}

func compareLabelled(a, b *mark) int {
	if c := comparePlaces(a, b); c != 0 {
		return c
	}
	return int(a.label) - int(b.label)
}

// pairUp takes the marks that are the same by an order in which both lists are.
func (m *matcher) pairUp(compare func(a, b *mark) int) {
	for i, j := 0, 0; i < len(m.one) && j < len(m.other); {
		switch c := compare(&m.one[i], &m.other[j]); {
		case m.takenOne[i] || c < 0:
			i++
		case m.takenOther[j] || c > 0:
			j++
		default:
			m.take(i, j)
			i++
			j++
		}
	}
}

// cluster is a set of marks that hang together by overlapping.
type cluster struct{ one, other []int }

// pairOverlapping takes the marks that are not taken yet, cluster by cluster.
func (m *matcher) pairOverlapping() {
	one, other, c := m.one, m.other, &m.cluster
	end := -1 // how far the cluster reaches
	finish := func() {
		if len(c.one) > 0 && len(c.other) > 0 {
			m.assign(c)
		}
		c.one, c.other = c.one[:0], c.other[:0]
	}
	for i, j := 0, 0; i < len(one) || j < len(other); {
		switch {
		case i < len(one) && m.takenOne[i]:
			i++
		case j < len(other) && m.takenOther[j]:
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
func (m *matcher) assign(c *cluster) {
	few, many, one, other, turned := c.one, c.other, m.one, m.other, false
	if len(few) > len(many) {
		few, many, one, other, turned = many, few, other, one, true
	}
	value := func(i, j int) float64 { return likeness(&one[few[i]], &other[many[j]]) }
	if len(few) == 1 && len(many) == 1 { // as nearly all are
		m.take(c.one[0], c.other[0])
		return
	}
	method := assignment
	if len(few) == 1 || len(few)*len(few)*len(many) > mostSteps {
		method = inTurn // which is the best way for one
	}
	for i, j := range method(len(few), len(many), value) {
		switch {
		case j < 0 || value(i, j) == 0:
		case turned:
			m.take(many[j], few[i])
		default:
			m.take(few[i], many[j])
		}
	}
}

// likeness is what matching two marks is worth: 0 where they don't overlap.
func likeness(a, b *mark) float64 {
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
