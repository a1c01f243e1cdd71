package agreement

// The totals that a document adds to: matched spans by what they have in common,
// spans of either side, characters marked by either side and by both, and the
// disagreement of alpha for unitising.
const (
	sameAll = iota
	samePlace
	overlapSameLabel
	overlapOtherLabel
	spansMarked
	charactersMarked
	charactersBoth
	observed
	expected
	spanTotals
)

// tally is what a document adds to the totals.
type tally [spanTotals]float64

// Measure works out measures of spans: the F1 scores, which count matched spans
// over all pairs of people and all documents that both of a pair have read
// (as I. Segura-Bedmar and others, "SemEval-2013 Task 9", 2013; and nervaluate by
// D. Batista); F1 and Jaccard index by characters, whatever the label; and
// Krippendorff's alpha for unitising. In a document where one of two readers
// marked nothing, all spans of the other count against agreement. Intervals come
// from resampling the documents.
func (s *Spans) Measure(b Bootstrap, measures ...Measure) []Figure {
	return s.basis().figures(&drawCache{Bootstrap: b}, measures)
}

// basis gives what the figures of these spans rest on.
func (s *Spans) basis() spanBasis {
	basis := spanBasis{scope: s.scope, tallies: s.tallies()}
	for _, sh := range s.documents {
		basis.count(sh.length, sh.marked(), len(sh.readers) > 1)
	}
	return basis
}

// spanBasis is what figures of spans rest on.
type spanBasis struct {
	scope                    Scope
	tallies                  []tally // of each document that two people or more have read
	spans, characters, alone int
}

// count takes in a document of a length, in which so many spans are marked, and
// whether at least two people have read it.
func (s *spanBasis) count(length, marked int, shared bool) {
	if shared {
		s.spans, s.characters = s.spans+marked, s.characters+length
	} else {
		s.alone += marked
	}
}

func (s spanBasis) figures(l *drawCache, measures []Measure) []Figure {
	read, why := s.scope.readWords(), s.scope.whyUndefined(len(s.tallies))
	figures := make([]Figure, len(measures))
	statistics := make([]statistic, len(measures))
	for i, m := range measures {
		figures[i] = Figure{Measure: m, N: s.spans, Unit: "spans marked in " + read, Alone: s.alone}
		if m == CharacterF1 || m == Jaccard || m == AlphaUnitise {
			figures[i].N, figures[i].Unit = s.characters, "characters of the "+read
		}
		statistics[i] = spanStatistic(m)
		if why != "" {
			statistics[i] = undefined(why)
		}
	}
	var totals tally
	for i := range s.tallies {
		for at, by := range s.tallies[i] {
			totals[at] += by
		}
	}
	population{len(s.tallies), read, totals[:], func(each func([]float64)) {
		var drawn tally
		l.eachDraw(len(s.tallies), func(d draw) {
			drawn = d.sum(s.tallies)
			each(drawn[:])
		})
	}}.estimate(l.Bootstrap, figures, statistics)
	return figures
}

// sum adds up what was drawn. Nearly all the time of a breakdown by pairs is
// spent here, and so the totals are kept in registers.
func (d draw) sum(tallies []tally) tally {
	var t0, t1, t2, t3, t4, t5, t6, t7, t8 float64
	for _, entry := range d {
		t, times := &tallies[entry>>timesBits], float64(entry&mostTimes)
		t0 += t[0] * times
		t1 += t[1] * times
		t2 += t[2] * times
		t3 += t[3] * times
		t4 += t[4] * times
		t5 += t[5] * times
		t6 += t[6] * times
		t7 += t[7] * times
		t8 += t[8] * times
	}
	return tally{t0, t1, t2, t3, t4, t5, t6, t7, t8}
}

func spanStatistic(m Measure) statistic {
	switch m {
	case StrictF1:
		return f1([]int{sameAll}, nil)
	case ExactF1:
		return f1([]int{sameAll, samePlace}, nil)
	case PartialF1:
		return f1([]int{sameAll, samePlace}, []int{overlapSameLabel, overlapOtherLabel})
	case TypeF1:
		return f1([]int{sameAll, overlapSameLabel}, nil)
	case CharacterF1:
		return characterF1
	case Jaccard:
		return jaccard
	case AlphaUnitise:
		return alphaUnitising
	default:
		return undefined(because("it is not a measure of spans"))
	}
}

// undefined is the statistic that never has a value.
func undefined(reason string) statistic {
	return func([]float64) (float64, string) { return 0, reason }
}
