package agreement

import (
	"cmp"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
)

// Bootstrap says how intervals are drawn. The zero value draws none.
type Bootstrap struct {
	Replicates int    // how many resamplings; 1000 is usual, fewer than 200 are too few for the ends
	Seed       uint64 // the same seed gives the same interval
}

const (
	level         = 0.95 // the share of replicates inside an interval
	fewest        = 10   // units to resample; with fewer the replicates are too alike
	mostUndefined = 0.05 // the share of replicates that may be without a value
	sameValue     = 1e-9 // values nearer to each other than this differ by rounding alone
)

// Interval is a 95 % percentile bootstrap interval (Efron 1979; Efron and
// Tibshirani 1993, chapter 13): bounds, or the reason why there are none.
// Replicates that have no value themselves are left out and counted.
type Interval struct {
	Reason     string // empty, or a sentence that begins "not defined, because"
	Replicates int    // resamplings drawn
	Undefined  int    // those of them in which the statistic is not defined
	Size       int    // how many units were resampled
	Of         string // what was resampled, in words

	low, high float64
}

// Bounds gives the ends of the interval, and whether there is one.
func (i Interval) Bounds() (low, high float64, ok bool) {
	if i.Reason != "" {
		return 0, 0, false
	}
	return i.low, i.high, true
}

// MarshalJSON writes low and high as numbers or null, and all the rest.
func (i Interval) MarshalJSON() ([]byte, error) {
	out := struct {
		Level      float64  `json:"level"`
		Low        *float64 `json:"low"`
		High       *float64 `json:"high"`
		Reason     string   `json:"reason,omitempty"`
		Replicates int      `json:"replicates"`
		Undefined  int      `json:"undefined_replicates"`
		Size       int      `json:"resampled"`
		Of         string   `json:"resampled_unit"`
	}{Level: level, Reason: i.Reason, Replicates: i.Replicates, Undefined: i.Undefined, Size: i.Size, Of: i.Of}
	if low, high, ok := i.Bounds(); ok {
		out.Low, out.High = &low, &high
	}
	return json.Marshal(out)
}

// sample is what is resampled: kinds of units, each with what a unit of that
// kind adds to the totals from which every statistic is worked out. Units that
// add the same are one kind, so that a replicate costs a step a kind, not a
// step a unit.
type sample struct {
	kinds []kind
	size  int    // units in all
	width int    // how many totals there are
	of    string // what a unit is, in words
}

type kind struct {
	count int       // units of this kind
	at    []int32   // which totals a unit adds to
	by    []float64 // how much
}

// statistic works a value out of totals, or says why there is none.
type statistic func(totals []float64) (value float64, reason string)

// totals adds up the sample itself.
func (s *sample) totals() []float64 {
	sum := make([]float64, s.width)
	for _, k := range s.kinds {
		k.add(sum, k.count)
	}
	return sum
}

func (k *kind) add(totals []float64, times int) {
	for i, at := range k.at {
		totals[at] += k.by[i] * float64(times)
	}
}

// population is what statistics are taken of and resampled.
type population struct {
	size      int    // units in all
	of        string // what a unit is, in words
	totals    []float64
	replicate func(each func(totals []float64)) // hands on the totals of each replicate in turn
}

// estimate fills in the values of statistics and their intervals, all taken
// from the same replicates.
func (p population) estimate(b Bootstrap, figures []Figure, statistics []statistic) {
	defined := false
	for i := range figures {
		figures[i].value, figures[i].Reason = statistics[i](p.totals)
		figures[i].Interval = Interval{Size: p.size, Of: p.of}
		defined = defined || figures[i].Reason == ""
	}
	why := ""
	switch {
	case b.Replicates <= 0:
		why = because("no resampling was asked for")
	case p.size < fewest:
		why = because("resampling needs at least %d %s, not %d", fewest, p.of, p.size)
	}
	values := make([][]float64, len(statistics))
	if why == "" && defined {
		for i := range values {
			values[i] = make([]float64, 0, b.Replicates)
		}
		p.replicate(func(totals []float64) {
			for i, f := range statistics {
				if figures[i].Reason != "" {
					continue
				}
				if v, reason := f(totals); reason == "" {
					values[i] = append(values[i], v)
				}
			}
		})
	}
	for i := range figures {
		switch in := &figures[i].Interval; {
		case figures[i].Reason != "":
			in.Reason = because("the figure itself is not")
		case why != "":
			in.Reason = why
		default:
			in.Replicates = b.Replicates
			in.fill(values[i])
		}
	}
}

// figures fills in the values of statistics of the sample and their intervals.
func (s *sample) figures(b Bootstrap, figures []Figure, statistics []statistic) {
	population{s.size, s.of, s.totals(), func(each func([]float64)) { s.replicate(b, each) }}.estimate(b, figures, statistics)
}

// replicate draws the sample anew, again and again.
func (s *sample) replicate(b Bootstrap, each func(totals []float64)) {
	totals := make([]float64, s.width)
	if len(s.kinds)*4 < s.size {
		draw := s.drawKinds(b.newRandom())
		for range b.Replicates {
			clear(totals)
			draw(totals)
			each(totals)
		}
		return
	}
	kindOf := make([]int32, 0, s.size)
	for i, k := range s.kinds {
		for range k.count {
			kindOf = append(kindOf, int32(i))
		}
	}
	b.eachDraw(s.size, func(d draw) {
		clear(totals)
		for _, entry := range d {
			s.kinds[kindOf[entry>>timesBits]].add(totals, int(entry&mostTimes))
		}
		each(totals)
	})
}

// drawKinds draws how many units of each kind there are, the most frequent kind
// first, which is the same as drawing units and costs no more for many.
func (s *sample) drawKinds(random *rand.Rand) func(totals []float64) {
	kinds := slices.Clone(s.kinds)
	slices.SortStableFunc(kinds, func(a, b kind) int { return cmp.Compare(b.count, a.count) })
	return func(totals []float64) {
		left, rest := s.size, s.size
		for i := 0; left > 0; i++ {
			n := binomial(random, left, float64(kinds[i].count)/float64(rest))
			kinds[i].add(totals, n)
			left -= n
			rest -= kinds[i].count
		}
	}
}

// fill takes the bounds from the values of the replicates that have one.
func (i *Interval) fill(values []float64) {
	i.Undefined = i.Replicates - len(values)
	if float64(i.Undefined) > mostUndefined*float64(i.Replicates) {
		i.Reason = because("the figure had no value in %d of %d resamplings", i.Undefined, i.Replicates)
		return
	}
	slices.Sort(values)
	if values[len(values)-1]-values[0] < sameValue {
		i.Reason = because("every resampling gave the same value, so that it cannot be seen how far it might vary")
		return
	}
	i.low, i.high = quantile(values, (1-level)/2), quantile(values, (1+level)/2)
}

// quantile interpolates between the two values nearest to the share p, which
// are sorted.
func quantile(values []float64, p float64) float64 {
	at := p * float64(len(values)-1)
	below := int(math.Floor(at))
	above := min(below+1, len(values)-1)
	return values[below] + (at-float64(below))*(values[above]-values[below])
}
