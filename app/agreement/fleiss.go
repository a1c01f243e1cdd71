package agreement

import (
	"slices"

	"factmark/app/format"
)

// fleiss is Fleiss' kappa (J. L. Fleiss, "Measuring nominal scale agreement
// among many raters", Psychological Bulletin 76 (1971), pages 378–382):
// P_i = (Σ_j n_ij² − n)/(n(n−1)), p_j = Σ_i n_ij/(Nn), P̄_e = Σ_j p_j²,
// κ = (P̄ − P̄_e)/(1 − P̄_e). The mean of P_i is 1 − Σ_i d_i/(Nn), where d_i is the
// disagreement that alpha counts, and so both come out of the same totals.
func (r *Ratings) fleiss(t []float64) (float64, string) {
	n, squares := sumAndSquares(t[classes:])
	if n*n == squares {
		return 0, r.sameEverywhere(t[classes:])
	}
	return beyondChance(observedAgreement(t), squares/(n*n)), ""
}

// randolph is Randolph's free-marginal kappa (J. J. Randolph, "Free-marginal
// multirater kappa", 2005): chance is 1/k, with k labels on offer, used or not.
func (r *Ratings) randolph(t []float64) (float64, string) {
	if r.width < 2 {
		return 0, "not defined, because there is one label alone to choose from"
	}
	return beyondChance(observedAgreement(t), 1/float64(r.width)), ""
}

// beyondChance is the agreement beyond that expected by chance, as a share of
// what there could be.
func beyondChance(observed, expected float64) float64 {
	return (observed - expected) / (1 - expected)
}

// unequal says why Fleiss' kappa can't be taken of units with two ratings or
// more, or nothing: it needs as many ratings in each.
func unequal(s *sample) string {
	if m := s.ratingsPerUnit(); len(m) > 1 {
		return because("some claims have %s and others up to %d, where it needs as many for each: see Krippendorff's alpha",
			format.Plural(m[0], "label"), m[len(m)-1])
	}
	return ""
}

// ratingsPerUnit gives how many ratings a unit has, each number that occurs once.
func (s *sample) ratingsPerUnit() []int {
	var found []int
	for _, k := range s.kinds {
		m, _ := sumAndSquares(k.by[1:])
		if !slices.Contains(found, int(m)) {
			found = append(found, int(m))
		}
	}
	slices.Sort(found)
	return found
}
