package agreement

// unite gives the characters that marks cover as ranges that don't touch, in the memory of united.
func unite(united, marks []mark) []mark {
	for _, m := range marks {
		if n := len(united); n > 0 && m.start <= united[n-1].end {
			united[n-1].end = max(united[n-1].end, m.end)
			continue
		}
		united = append(united, m)
	}
	return united
}

// covered counts the characters of ranges that don't overlap.
func covered(united []mark) int {
	n := 0
	for _, m := range united {
		n += m.end - m.start
	}
	return n
}

// countCharacters adds how many characters two people marked, together and
// apart, whatever the label.
func countCharacters(t *tally, a, b *reading) {
	one, other, both := a.united, b.united, 0
	for i, j := 0, 0; i < len(one) && j < len(other); {
		both += one[i].overlap(&other[j])
		if one[i].end < other[j].end {
			i++
		} else {
			j++
		}
	}
	t[charactersMarked] += float64(a.covered + b.covered)
	t[charactersBoth] += float64(both)
}

// characterF1 is 2Σ|a∩b| / (Σ|a| + Σ|b|) over the characters that people marked,
// the harmonic mean of P = Σ|a∩b|/Σ|a| and R = Σ|a∩b|/Σ|b|.
func characterF1(t []float64) (float64, string) {
	if t[charactersMarked] == 0 {
		return 0, nothingMarked
	}
	return 2 * t[charactersBoth] / t[charactersMarked], ""
}

// jaccard is Σ|a∩b| / Σ|a∪b| (P. Jaccard 1901); |a∪b| = |a| + |b| − |a∩b|.
func jaccard(t []float64) (float64, string) {
	either := t[charactersMarked] - t[charactersBoth]
	if either == 0 {
		return 0, nothingMarked
	}
	return t[charactersBoth] / either, ""
}
