package anchor

import "slices"

// differ finds what two lists of tokens have in common, in the same order:
// first by the tokens that stand once in both (the patience diff), where there
// are none by runs of tokens that do, then by the shortest way from one to the
// other (Myers), and not at all where that is too long to mean anything.
type differ struct {
	a, b    []int32
	kinds   int     // tokens are below it
	matches []block // in tokens, in order
	seen    []tally // by token; all zero between uses
}

type tally struct{ inA, inB, atA, atB int32 }

func (d *differ) match(a, b, n int) {
	if n > 0 {
		d.matches = append(d.matches, block{a, b, n})
	}
}

// run goes through a[i:j] and b[k:l].
func (d *differ) run(i, j, k, l int) {
	head := 0
	for i+head < j && k+head < l && d.a[i+head] == d.b[k+head] {
		head++
	}
	d.match(i, k, head)
	i, k = i+head, k+head
	tail := 0
	for i < j-tail && k < l-tail && d.a[j-1-tail] == d.b[l-1-tail] {
		tail++
	}
	j, l = j-tail, l-tail
	if i < j && k < l {
		anchors := d.anchors(i, j, k, l)
		for step := 1; len(anchors) == 0 && step <= 16 && j-i > mostSteps && l-k > mostSteps; step *= 4 {
			anchors = d.runs(i, j, k, l, step)
		}
		if len(anchors) > 0 {
			for _, at := range anchors {
				d.run(i, at[0], k, at[1])
				d.match(at[0], at[1], 1)
				i, k = at[0]+1, at[1]+1
			}
			d.run(i, j, k, l)
		} else {
			d.shortest(i, j, k, l)
		}
	}
	d.match(j, l, tail)
}

// anchors gives the longest rising sequence of the tokens that stand once in both.
func (d *differ) anchors(i, j, k, l int) [][2]int {
	if d.seen == nil {
		d.seen = make([]tally, d.kinds)
	}
	for x := i; x < j; x++ {
		t := &d.seen[d.a[x]]
		t.inA, t.atA = t.inA+1, int32(x)
	}
	for y := k; y < l; y++ {
		t := &d.seen[d.b[y]]
		t.inB, t.atB = t.inB+1, int32(y)
	}
	var pairs [][2]int
	for x := i; x < j; x++ {
		if t := d.seen[d.a[x]]; t.inA == 1 && t.inB == 1 {
			pairs = append(pairs, [2]int{x, int(t.atB)})
		}
	}
	for x := i; x < j; x++ {
		d.seen[d.a[x]] = tally{}
	}
	for y := k; y < l; y++ {
		d.seen[d.b[y]] = tally{}
	}
	return rising(pairs)
}

// runs gives anchors where no token stands once in both: the beginnings of runs
// of 4, 16 or 64 tokens that do, for a step of 1, 4 or 16.
func (d *differ) runs(i, j, k, l, step int) [][2]int {
	a, b, kinds := d.a[i:j], d.b[k:l], 0
	for by := 1; by <= step; by *= 4 {
		ids := map[[4]int32]int32{}
		name := func(tokens []int32) []int32 {
			named := make([]int32, max(0, len(tokens)-3*by))
			for x := range named {
				run := [4]int32{tokens[x], tokens[x+by], tokens[x+2*by], tokens[x+3*by]}
				id, known := ids[run]
				if !known {
					id = int32(len(ids))
					ids[run] = id
				}
				named[x] = id
			}
			return named
		}
		a, b = name(a), name(b)
		kinds = len(ids)
	}
	of := &differ{a: a, b: b, kinds: kinds}
	anchors := of.anchors(0, len(a), 0, len(b))
	for n := range anchors {
		anchors[n][0] += i
		anchors[n][1] += k
	}
	return anchors
}

// rising gives the longest sequence of pairs, which rise in their first number,
// that rise in their second too.
func rising(pairs [][2]int) [][2]int {
	var tops []int // for each length, the pair that the sequence of that length with the lowest end has last
	before := make([]int, len(pairs))
	for i, p := range pairs {
		at, _ := slices.BinarySearchFunc(tops, p[1], func(top, y int) int { return pairs[top][1] - y })
		before[i] = -1
		if at > 0 {
			before[i] = tops[at-1]
		}
		if at == len(tops) {
			tops = append(tops, i)
		} else {
			tops[at] = i
		}
	}
	if len(tops) == 0 {
		return nil
	}
	var chain [][2]int
	for i := tops[len(tops)-1]; i >= 0; i = before[i] {
		chain = append(chain, pairs[i])
	}
	slices.Reverse(chain)
	return chain
}

// mostSteps is how many tokens may differ on the shortest way.
const mostSteps = 300

// shortest finds the shortest way from a[i:j] to b[k:l] and matches what is the same on it.
func (d *differ) shortest(i, j, k, l int) {
	n, m := j-i, l-k
	if n-m > mostSteps || m-n > mostSteps {
		return
	}
	// reach[x-y+mid] is the furthest x on that diagonal; one copy is kept for each step.
	mid := mostSteps + 1
	reach := make([]int32, 2*mid+1)
	var steps [][]int32
	for step := 0; step <= mostSteps; step++ {
		for diagonal := -step; diagonal <= step; diagonal += 2 {
			var x int
			if diagonal == -step || diagonal != step && reach[mid+diagonal-1] < reach[mid+diagonal+1] {
				x = int(reach[mid+diagonal+1])
			} else {
				x = int(reach[mid+diagonal-1]) + 1
			}
			y := x - diagonal
			for x < n && y < m && d.a[i+x] == d.b[k+y] {
				x, y = x+1, y+1
			}
			reach[mid+diagonal] = int32(x)
			if x >= n && y >= m {
				d.trace(i, k, n, m, steps)
				return
			}
		}
		steps = append(steps, slices.Clone(reach[mid-step-1:mid+step+2]))
	}
}

// trace goes the way back and matches the tokens on its diagonals.
func (d *differ) trace(i, k, x, y int, steps [][]int32) {
	var back []block
	for step := len(steps); step > 0; step-- {
		reach, mid := steps[step-1], step
		diagonal := x - y
		from := diagonal - 1
		if diagonal == -step || diagonal != step && reachAt(reach, mid+diagonal-1) < reachAt(reach, mid+diagonal+1) {
			from = diagonal + 1
		}
		px := int(reachAt(reach, mid+from))
		py := px - from
		sx, sy := px, py // where the diagonal began after the step
		if from == diagonal+1 {
			sy++
		} else {
			sx++
		}
		if x > sx {
			back = append(back, block{i + sx, k + sy, x - sx})
		}
		x, y = px, py
	}
	if x > 0 {
		back = append(back, block{i, k, x})
	}
	slices.Reverse(back)
	d.matches = append(d.matches, back...)
}

func reachAt(reach []int32, i int) int32 {
	if i < 0 || i >= len(reach) {
		return 0
	}
	return reach[i]
}
