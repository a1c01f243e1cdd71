package agreement

// unite gives the characters that marks cover as ranges that don't touch.
func unite(marks []mark) []mark {
	var united []mark
	for _, m := range marks {
		if n := len(united); n > 0 && m.start <= united[n-1].end {
			united[n-1].end = max(united[n-1].end, m.end)
			continue
		}
		united = append(united, m)
	}
	return united
}

// countCharacters adds how many characters two people marked, together and
// apart, whatever the label. Neither list overlaps in itself.
func countCharacters(t []float64, one, other []mark) {
	a, b, both := 0, 0, 0
	for _, m := range one {
		a += m.end - m.start
	}
	for _, m := range other {
		b += m.end - m.start
	}
	for i, j := 0, 0; i < len(one) && j < len(other); {
		both += one[i].overlap(other[j])
		if one[i].end < other[j].end {
			i++
		} else {
			j++
		}
	}
	t[charactersMarked] += float64(a + b)
	t[charactersBoth] += float64(both)
	t[charactersEither] += float64(a + b - both)
}

// characterF1 is 2Σ|a∩b| / (Σ|a| + Σ|b|) over the characters that people marked,
// the harmonic mean of P = Σ|a∩b|/Σ|a| and R = Σ|a∩b|/Σ|b|.
func characterF1(t []float64) (float64, string) {
	if t[charactersMarked] == 0 {
		return 0, nothingMarked
	}
	return 2 * t[charactersBoth] / t[charactersMarked], ""
}

// jaccard is Σ|a∩b| / Σ|a∪b| (P. Jaccard 1901).
func jaccard(t []float64) (float64, string) {
	if t[charactersEither] == 0 {
		return 0, nothingMarked
	}
	return t[charactersBoth] / t[charactersEither], ""
}
