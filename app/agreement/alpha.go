package agreement

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// The totals that a unit with two ratings or more adds to: its share of
// disagreement, then how often each class was used.
const (
	disagreed = iota
	classes
)

// profile makes the sample of units with two ratings or more, for measures that
// look at how often a class was used in a unit, not by whom. Alone counts the
// units with one rating.
func (r *Ratings) profile() (s *sample, alone int) {
	s = &sample{width: classes + r.width, of: r.scope.unitWords()}
	known := map[string]int{}
	used := make([]int32, r.width)
	var key []byte
	for u := range r.units {
		ratings := r.class[r.first[u]:r.first[u+1]]
		if len(ratings) < 2 {
			alone += r.units[u].count
			continue
		}
		s.size += r.units[u].count
		clear(used)
		for _, c := range ratings {
			used[c]++
		}
		key = key[:0]
		for _, n := range used {
			key = binary.AppendUvarint(key, uint64(n))
		}
		at, is := known[string(key)]
		if !is {
			at = len(s.kinds)
			known[string(key)] = at
			s.kinds = append(s.kinds, profileKind(used, len(ratings)))
		}
		s.kinds[at].count += r.units[u].count
	}
	return s, alone
}

// profileKind is the kind of units with m ratings that use the classes so often.
// The ordered pairs of ratings that differ, over m-1, are its disagreement.
func profileKind(used []int32, m int) kind {
	k := kind{at: []int32{disagreed}, by: []float64{0}}
	differ := m * m
	for c, n := range used {
		if n > 0 {
			differ -= int(n) * int(n)
			k.at = append(k.at, int32(classes+c))
			k.by = append(k.by, float64(n))
		}
	}
	k.by[0] = float64(differ) / float64(m-1)
	return k
}

// unitWords says in words which units are counted.
func (s Scope) unitWords() string {
	if s.A != "" {
		return "claims labelled by both"
	}
	return "claims labelled by at least two people"
}

const (
	oneClass    = "not defined, because all used the same label wherever they can be compared, so that agreeing says nothing"
	labelUnused = "not defined, because nobody used this label where people can be compared"
	labelAlways = "not defined, because all used this label wherever they can be compared, so that agreeing says nothing"
)

// whyLabelsUndefined says why nothing at all can be compared where so many people
// have labelled something, and so many units are shared, or nothing.
func (s Scope) whyLabelsUndefined(people, shared int) string {
	switch {
	case s.A != "" && s.A == s.B:
		return because("a person cannot be compared with themselves")
	case people == 0:
		return because("nothing has been labelled")
	case shared > 0:
		return ""
	case s.A != "":
		return because("the two have labelled no claim in common")
	case people == 1:
		return because("one person alone has labelled anything")
	default:
		return because("no claim has been labelled by two people")
	}
}

// sameEverywhere says why chance leaves nothing to agree on where one class
// alone is in use; used is how often each class was.
func (r *Ratings) sameEverywhere(used []float64) string {
	switch {
	case r.scope.Label == "":
		return oneClass
	case used[0] == 0:
		return labelUnused
	default:
		return labelAlways
	}
}

// Measure works out measures of labels: Percent, Cohen, Fleiss, Randolph and
// Alpha.
//
// Percent is the observed agreement of alpha, Σ_c o_cc / n: of the pairs of
// ratings within a unit the share that agree, a unit counting as much as it has
// ratings. With as many ratings in each unit it is the mean share of agreeing
// pairs, and with two people plain percent agreement. It runs from 0 to 1.
//
// Alpha is Krippendorff's for nominal data (K. Krippendorff, "Content Analysis",
// 1980, 2004; "Computing Krippendorff's alpha-reliability", 2011): with the coincidences
// o_ck = Σ_u (ordered pairs of c and k in u)/(m_u − 1) over the units with m_u ≥ 2
// ratings, n_c = Σ_k o_ck and n = Σ_c n_c,
// α = 1 − (n−1) Σ_{c≠k} o_ck / Σ_{c≠k} n_c n_k.
// Any number of people may rate a unit; units with one rating are left out.
//
// Intervals come from resampling the units.
func (r *Ratings) Measure(b Bootstrap, measures ...Measure) []Figure {
	s, alone := r.profile()
	people := len(r.present())
	why := r.scope.whyLabelsUndefined(people, s.size)
	figures := make([]Figure, len(measures))
	statistics := make([]statistic, len(measures))
	for i, m := range measures {
		figures[i] = Figure{Measure: m, N: s.size, Unit: s.of, Alone: alone}
		statistics[i] = r.statistic(m, s)
		if why != "" {
			statistics[i] = undefined(why)
		}
	}
	s.figures(b, figures, statistics)
	if at := slices.Index(measures, Cohen); at >= 0 && why == "" && people == 2 {
		figures[at] = r.cohen(b, figures[at])
	}
	return figures
}

func (r *Ratings) statistic(m Measure, s *sample) statistic {
	switch m {
	case Percent:
		return func(t []float64) (float64, string) { return observedAgreement(t), "" }
	case Alpha:
		return r.alpha
	case Fleiss:
		if reason := unequal(s); reason != "" {
			return undefined(reason)
		}
		return r.fleiss
	case Randolph:
		return r.randolph
	case Cohen: // of two people it is worked out from a sample of its own
		return undefined(because("it compares two people, and %s labelled something here", havePeople(len(r.present()))))
	default:
		return undefined(because("it is not a measure of labels"))
	}
}

// havePeople is so many people with their verb.
func havePeople(n int) string {
	switch n {
	case 0:
		return "nobody has"
	case 1:
		return "1 has"
	}
	return fmt.Sprint(n, " have")
}

// observedAgreement is 1 − Σ_u d_u/n, where n counts the ratings.
func observedAgreement(t []float64) float64 {
	n, _ := sumAndSquares(t[classes:])
	return 1 - t[disagreed]/n
}

func (r *Ratings) alpha(t []float64) (float64, string) {
	n, squares := sumAndSquares(t[classes:])
	if n*n == squares {
		return 0, r.sameEverywhere(t[classes:])
	}
	return 1 - (n-1)*t[disagreed]/(n*n-squares), ""
}

// sumAndSquares adds up counts and their squares; both are whole numbers well
// below 2^53, so that they compare exactly.
func sumAndSquares(counts []float64) (sum, squares float64) {
	for _, n := range counts {
		sum += n
		squares += n * n
	}
	return sum, squares
}
