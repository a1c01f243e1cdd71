package agreement

// The totals of Cohen's kappa: units, those in agreement, then how often the
// first and how often the second person used each class.
const (
	compared = iota
	agreed
	margins
)

// cohen works out Cohen's kappa of the two people here (J. Cohen, "A
// coefficient of agreement for nominal scales", Educational and Psychological
// Measurement 20 (1960), pages 37–46): κ = (P_o − P_e)/(1 − P_e) with
// P_o = Σ_k n_kk/N and P_e = Σ_k (n_k·/N)(n_·k/N).
func (r *Ratings) cohen(b Bootstrap, f Figure) Figure {
	cells := make([]int, r.width*r.width)
	for u := range r.units {
		if at := r.first[u]; r.first[u+1]-at == 2 {
			cells[int(r.class[at])*r.width+int(r.class[at+1])] += r.units[u].count
		}
	}
	s := &sample{size: f.N, width: margins + 2*r.width, of: f.Unit}
	for cell, n := range cells {
		if n == 0 {
			continue
		}
		row, column := cell/r.width, cell%r.width
		k := kind{
			count: n,
			at:    []int32{compared, int32(margins + row), int32(margins + r.width + column)},
			by:    []float64{1, 1, 1},
		}
		if row == column {
			k.at, k.by = append(k.at, agreed), append(k.by, 1)
		}
		s.kinds = append(s.kinds, k)
	}
	figures := []Figure{f}
	s.figures(b, figures, []statistic{r.kappa})
	return figures[0]
}

func (r *Ratings) kappa(t []float64) (float64, string) {
	first, second := t[margins:margins+r.width], t[margins+r.width:]
	n, chance := t[compared], 0.0
	for i := range first {
		chance += first[i] * second[i]
	}
	if chance == n*n {
		return 0, r.sameEverywhere(first)
	}
	return beyondChance(t[agreed]/n, chance/(n*n)), ""
}
