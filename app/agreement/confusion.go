package agreement

// Confusion counts who said what where another said what, label by label.
type Confusion struct {
	Labels []string `json:"labels"` // the names of rows and columns

	// Rows[i][j] counts, for two people, the claims of which A said label i
	// and B label j. Pooled over all pairs of people it counts the pairs of
	// ratings of one claim that are i and j, whoever said which: it is then
	// symmetric, and a pair with two labels stands at both its places.
	Rows [][]int `json:"rows"`

	Pooled bool `json:"pooled"`
}

// Confusion gives the confusion matrix of the two people of the scope, A in the
// rows and B in the columns, and in any other scope that pooled over all pairs.
// It is always that of the labels themselves, not of one against the rest.
func (r *Ratings) Confusion() Confusion {
	c := Confusion{Labels: append([]string{}, r.labels...), Rows: make([][]int, len(r.labels)), Pooled: r.scope.A == ""}
	for i := range c.Rows {
		c.Rows[i] = make([]int, len(r.labels))
	}
	turned := r.scope.A > r.scope.B // raters stand in the order of their names
	used := make([]int, len(r.labels))
	for u := range r.units {
		said, count := r.said[r.first[u]:r.first[u+1]], r.units[u].count
		switch {
		case len(said) < 2:
		case c.Pooled:
			clear(used)
			for _, label := range said {
				used[label]++
			}
			for i, n := range used {
				if n == 0 {
					continue
				}
				for j, m := range used {
					if i == j {
						c.Rows[i][i] += count * n * (n - 1) / 2
					} else {
						c.Rows[i][j] += count * n * m
					}
				}
			}
		case turned:
			c.Rows[said[1]][said[0]] += count
		default:
			c.Rows[said[0]][said[1]] += count
		}
	}
	return c
}
