package agreement

import "context"

// The totals that a document adds to: matched spans by what they have in common,
// spans of either side, characters marked by either side, by both and by at
// least one, and the disagreement of alpha for unitising.
const (
	sameAll = iota
	samePlace
	overlapSameLabel
	overlapOtherLabel
	spansMarked
	charactersMarked
	charactersBoth
	charactersEither
	observed
	expected
	spanTotals
)

// Measure works out measures of spans: the F1 scores, which count the matches of
// Outcomes over all pairs of people and all documents that both of a pair have
// read; F1 and Jaccard index by characters, whatever the label; and
// Krippendorff's alpha for unitising. In a document where one of two readers
// marked nothing, all spans of the other count against agreement. Intervals come
// from resampling the documents.
func (s *Spans) Measure(b Bootstrap, measures ...Measure) []Figure {
	shared := s.shared()
	spans, characters, alone := 0, 0, 0
	for _, sh := range s.sheets {
		marked := 0
		for _, marks := range sh.marks {
			marked += len(marks)
		}
		if len(sh.readers) > 1 {
			spans, characters = spans+marked, characters+sh.length
		} else {
			alone += marked
		}
	}
	hindrance, read := s.hindrance(), s.readWords()
	figures := make([]Figure, len(measures))
	statistics := make([]statistic, len(measures))
	for i, m := range measures {
		figures[i] = Figure{Measure: m, N: spans, Unit: "spans marked in " + read, Alone: alone}
		if m == CharacterF1 || m == Jaccard || m == AlphaUnitise {
			figures[i].N, figures[i].Unit = characters, "characters of the "+read
		}
		statistics[i] = spanStatistic(m)
		if hindrance != "" {
			statistics[i] = undefined(hindrance)
		}
	}
	s.sample(shared).figures(b, figures, statistics)
	return figures
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

// sample makes the sample of documents that at least two people have read; every
// pair of readers adds to a document's totals.
func (s *Spans) sample(shared []sheet) *sample {
	kinds := inParallel(context.Background(), shared, func(sh sheet) kind {
		var t [spanTotals]float64
		united := make([][]mark, len(sh.marks))
		for i, marks := range sh.marks {
			united[i] = unite(marks)
		}
		for i := range sh.marks {
			for j := i + 1; j < len(sh.marks); j++ {
				countMatches(t[:], sh.marks[i], sh.marks[j])
				countCharacters(t[:], united[i], united[j])
			}
		}
		s.countUnitising(t[:], sh)
		k := kind{count: 1}
		for at, by := range t {
			if by != 0 {
				k.at, k.by = append(k.at, int32(at)), append(k.by, by)
			}
		}
		return k
	})
	return &sample{kinds: kinds, size: len(kinds), width: spanTotals, of: s.readWords()}
}
