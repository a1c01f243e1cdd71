package agreement

// Outcome counts what became of one person's spans when another's are held
// against them, in the words of SemEval 2013 task 9.1.
type Outcome struct {
	Correct, Incorrect, Partial int
	Missing                     int // spans of the reference that have no match
	Spurious                    int // spans of the other that have no match
}

// Outcomes are the counts by four rules of what is correct.
type Outcomes struct {
	Strict  Outcome // the same boundaries and label
	Exact   Outcome // the same boundaries
	Partial Outcome // the same boundaries; overlapping ones count half
	Type    Outcome // the same label, overlapping at all
}

// Precision is (Correct + Partial/2) / (all but Missing), and whether there is one.
func (o Outcome) Precision() (float64, bool) { return o.share(o.Spurious) }

// Recall is (Correct + Partial/2) / (all but Spurious), and whether there is one.
func (o Outcome) Recall() (float64, bool) { return o.share(o.Missing) }

func (o Outcome) share(unmatched int) (float64, bool) {
	all := o.Correct + o.Incorrect + o.Partial + unmatched
	if all == 0 {
		return 0, false
	}
	return o.credit() / float64(all), true
}

func (o Outcome) credit() float64 { return float64(o.Correct) + float64(o.Partial)/2 }

// Outcomes holds the spans of one person against those of another, who is the
// reference, in the documents that both have read (I. Segura-Bedmar and others,
// "SemEval-2013 Task 9", 2013; as in nervaluate by D. Batista). Spans are
// matched one to one: first those with the same boundaries and label, then those
// with the same boundaries, then overlapping ones so that the sum of their
// Jaccard indices is greatest, and among equal sums by label. Where more spans
// hang together than that can be worked out for, some hundreds on either side,
// one after another takes the span it overlaps most of those that are left.
func (s *Spans) Outcomes(reference, other string) Outcomes {
	var t [spanTotals]float64
	var ofReference, ofOther int
	for _, sh := range s.Within(Scope{A: reference, B: other}).shared() {
		ofReference += len(sh.marks[0])
		ofOther += len(sh.marks[1])
		countMatches(t[:], sh.marks[0], sh.marks[1])
	}
	if reference > other { // readers stand in the order of their names
		ofReference, ofOther = ofOther, ofReference
	}
	all, place := int(t[sameAll]), int(t[samePlace])
	same, differ := int(t[overlapSameLabel]), int(t[overlapOtherLabel])
	both := all + place + same + differ
	missing, spurious := ofReference-both, ofOther-both
	return Outcomes{
		Strict:  Outcome{Correct: all, Incorrect: both - all, Missing: missing, Spurious: spurious},
		Exact:   Outcome{Correct: all + place, Incorrect: same + differ, Missing: missing, Spurious: spurious},
		Partial: Outcome{Correct: all + place, Partial: same + differ, Missing: missing, Spurious: spurious},
		Type:    Outcome{Correct: all + same, Incorrect: place + differ, Missing: missing, Spurious: spurious},
	}
}

// countMatches adds what two people have in common in a document.
func countMatches(t []float64, one, other []mark) {
	t[spansMarked] += float64(len(one) + len(other))
	for _, m := range match(one, other) {
		if m.one < 0 || m.other < 0 {
			continue
		}
		a, b := one[m.one], other[m.other]
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
