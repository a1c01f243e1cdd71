package agreement

// countMatches adds what two people have in common in a document. Spans are
// matched one to one: first those with the same boundaries and label, then those
// with the same boundaries, then overlapping ones so that the sum of their
// Jaccard indices is greatest, and among equal sums by label. Where more spans
// hang together than that can be worked out for, some hundreds on either side,
// one after another takes the span it overlaps most of those that are left.
func (c *comparer) countMatches(t *tally, one, other []mark) {
	t[spansMarked] += float64(len(one) + len(other))
	for _, m := range c.matches(one, other) {
		a, b := &one[m.one], &other[m.other]
		switch {
		case a.sameSpan(b) && a.label == b.label:
			t[sameAll]++
		case a.sameSpan(b):
			t[samePlace]++
		case a.label == b.label:
			t[overlapSameLabel]++
		default:
			t[overlapOtherLabel]++
		}
	}
}

const nothingMarked = "not defined, because nobody has marked anything here"

// f1 gives the statistic that counts these totals of matches as agreement, the
// later ones half. F1 = 2PR/(P+R) comes to twice the matches over the spans of
// both sides, and does not depend on who is the reference.
func f1(whole, half []int) statistic {
	return func(t []float64) (float64, string) {
		if t[spansMarked] == 0 {
			return 0, nothingMarked
		}
		credit := 0.0
		for _, at := range whole {
			credit += t[at]
		}
		for _, at := range half {
			credit += t[at] / 2
		}
		return 2 * credit / t[spansMarked], ""
	}
}
