package agreement

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// random makes ratings of so many units by so many people, each of whom gives
// the unit's true label with a chance and any label otherwise.
func random(seed uint64, units, people, labels int, right, missing float64) []Rating {
	r := rand.New(rand.NewPCG(seed, 1))
	var ratings []Rating
	for u := range units {
		truth := r.IntN(labels)
		for p := range people {
			label := truth
			if r.Float64() > right {
				label = r.IntN(labels)
			}
			if r.Float64() >= missing {
				ratings = append(ratings, Rating{fmt.Sprint("u", u), fmt.Sprint("d", u%7), fmt.Sprint("p", p), fmt.Sprint("l", label)})
			}
		}
	}
	return ratings
}

func TestIntervals(t *testing.T) {
	b := Bootstrap{Replicates: 500, Seed: 1}
	for seed := range uint64(20) {
		people := 2 + int(seed%3)
		missing := 0.0
		if seed%2 == 1 {
			missing = .3
		}
		r := collect(random(seed, 150, people, 3, .6, missing), nil)
		for _, f := range r.Measure(b, labelMeasures...) {
			honest(t, f)
			v, ok := f.Value()
			low, high, has := f.Interval.Bounds()
			if ok != has || ok && (v < low || v > high) {
				t.Errorf("seed %d: %s = %v, interval %v to %v (%s)", seed, f.Measure, f, low, high, f.Interval.Reason)
			}
			if has && (high-low < .05 || high-low > .4) {
				t.Errorf("seed %d: %s has an interval of %.3f, which 150 units can't give", seed, f.Measure, high-low)
			}
		}
	}
}

// The standard error of a share p of n is sqrt(p(1-p)/n); the interval of
// percent agreement of two people must come to about 1.96 of it either side,
// whether units or kinds of units are drawn.
func TestIntervalOfAShare(t *testing.T) {
	for _, c := range []struct{ kinds, count int }{{2, 500}, {1000, 1}} {
		s := &sample{width: 2, of: "claims"}
		for i := range c.kinds {
			k := kind{count: c.count, at: []int32{0}, by: []float64{1}}
			if i%2 == 0 {
				k.at, k.by = append(k.at, 1), append(k.by, 1)
			}
			s.kinds = append(s.kinds, k)
			s.size += c.count
		}
		figures := []Figure{{}}
		s.figures(Bootstrap{Replicates: 20_000, Seed: 3}, figures, []statistic{func(t []float64) (float64, string) {
			if t[0] != 1000 {
				panic("a replicate has another size than the sample")
			}
			return t[1] / t[0], ""
		}})
		low, high, _ := figures[0].Interval.Bounds()
		want := 1.96 * math.Sqrt(.25/1000)
		if math.Abs(.5-low-want) > .002 || math.Abs(high-.5-want) > .002 {
			t.Errorf("%d kinds: %.4f to %.4f, want ±%.4f about .5", c.kinds, low, high, want)
		}
	}
}

func TestTheSeedDecides(t *testing.T) {
	ratings := random(5, 80, 3, 3, .7, .1)
	draw := func(seed uint64) Interval {
		return collect(ratings, nil).Measure(Bootstrap{Replicates: 100, Seed: seed}, Alpha)[0].Interval
	}
	if a, b := draw(1), draw(1); a != b {
		t.Errorf("the same seed gave %+v and %+v", a, b)
	}
	if a, b := draw(1), draw(2); a == b {
		t.Errorf("two seeds gave %+v", a)
	}
	first := draw(1)
	rand.New(rand.NewPCG(9, 9)).Shuffle(len(ratings), func(i, j int) { ratings[i], ratings[j] = ratings[j], ratings[i] })
	if a := draw(1); a != first {
		t.Errorf("in another order the same ratings gave %+v, not %+v", a, first)
	}
}

func TestIntervalsWithheld(t *testing.T) {
	rare := strings.Repeat("S", 40)
	for _, c := range []struct {
		name  string
		b     Bootstrap
		lines []string
		want  string
	}{
		{"not asked for", Bootstrap{}, []string{"SDSDSDSDSDSD", "SDSDSDSDSDSS"}, "no resampling was asked for"},
		{"too few units", Bootstrap{Replicates: 100}, []string{"SDSDSDSDS", "SDSDSDSDD"}, "resampling needs at least 10 claims labelled by at least two people, not 9"},
		{"perfect", Bootstrap{Replicates: 100}, []string{"SDSDSDSDSDSD", "SDSDSDSDSDSD"}, "every resampling gave the same value"},
		// A replicate without the one unit that has another label has one label alone.
		{"undefined replicates", Bootstrap{Replicates: 1000}, []string{"D" + rare, "D" + rare}, "the figure had no value in "},
	} {
		f := collect(coders(c.lines...), nil).Measure(c.b, Alpha)[0]
		if _, _, ok := f.Interval.Bounds(); ok || !strings.HasPrefix(f.Interval.Reason, "not defined, because "+c.want) {
			t.Errorf("%s: %+v, want %q", c.name, f.Interval, c.want)
		}
		if _, ok := f.Value(); !ok {
			t.Errorf("%s: %v", c.name, f)
		}
		// (40/41)^41 of the replicates are undefined: 363 of 1000, give or take.
		if n := f.Interval.Undefined; c.name == "undefined replicates" && (n < 310 || n > 420) {
			t.Errorf("%d replicates are undefined", n)
		}
	}
}

func TestBinomial(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const draws = 100_000
	for _, c := range []struct {
		n int
		p float64
	}{{1, .5}, {5, .3}, {30, .2}, {30, .5}, {30, .7}, {100, .1}, {200, .95}, {1000, .004}, {100_000, .3}, {100_000, 1e-5}, {7, 0}, {7, 1}, {0, .5}} {
		mean, spread := float64(c.n)*c.p, math.Sqrt(float64(c.n)*c.p*(1-c.p))
		counts := map[int]int{}
		sum, squares := 0.0, 0.0
		for range draws {
			k := binomial(random, c.n, c.p)
			if k < 0 || k > c.n {
				t.Fatalf("%d of %d", k, c.n)
			}
			counts[k]++
			sum += float64(k)
			squares += (float64(k) - mean) * (float64(k) - mean)
		}
		if math.Abs(sum/draws-mean) > 5*spread/math.Sqrt(draws) || math.Abs(math.Sqrt(squares/draws)-spread) > .02*spread {
			t.Errorf("n %d, p %v: mean %v, spread %v; want %v, %v", c.n, c.p, sum/draws, math.Sqrt(squares/draws), mean, spread)
		}
		for k, n := range counts { // every frequent value by its own mass, to five standard errors
			if c.p == 0 || c.p == 1 {
				break
			}
			mass := math.Exp(logFactorial(float64(c.n)) - logFactorial(float64(k)) - logFactorial(float64(c.n-k)) +
				float64(k)*math.Log(c.p) + float64(c.n-k)*math.Log1p(-c.p))
			if e := mass * draws; e > 20 && math.Abs(float64(n)-e) > 5*math.Sqrt(e) {
				t.Errorf("n %d, p %v: %d came up %d times, want %.0f", c.n, c.p, k, n, e)
			}
		}
	}
}

func TestDraws(t *testing.T) {
	tallies := []tally{{1}, {10}, {100}, {1000}}
	if got := draw(nil).with([]uint32{2, 0, 700, 1}).sum(tallies)[0]; got != 71_002 {
		t.Errorf("drawn %v", got)
	}
	l := drawCache{Bootstrap: Bootstrap{Replicates: 50, Seed: 3}}
	for _, size := range []int{30, 30, 7, 30} { // kept, and drawn anew: always the same
		var alike, n int
		var first []draw
		l.Bootstrap.eachDraw(size, func(d draw) { first = append(first, slices.Clone(d)) })
		l.eachDraw(size, func(d draw) {
			total := 0
			for _, entry := range d {
				total += int(entry & mostTimes)
			}
			if total != size {
				t.Errorf("%d of %d units are drawn", total, size)
			}
			if slices.Equal(d, first[n]) {
				alike++
			}
			n++
		})
		if n != 50 || alike != n {
			t.Errorf("%d of %d replicates are as without keeping", alike, n)
		}
	}
}
