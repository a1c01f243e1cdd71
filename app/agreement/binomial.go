package agreement

import (
	"math"
	"math/rand/v2"
)

// binomial draws how many of n trials succeed, each with chance p.
func binomial(random *rand.Rand, n int, p float64) int {
	switch {
	case n == 0 || p <= 0:
		return 0
	case p >= 1:
		return n
	case p > 0.5:
		return n - binomial(random, n, 1-p)
	case float64(n)*p < 10:
		return binomialByInversion(random, n, p)
	default:
		return binomialByRejection(random, n, p)
	}
}

// binomialByInversion walks up the distribution; n·p must be small, for it
// takes n·p steps and starts from (1-p)^n.
func binomialByInversion(random *rand.Rand, n int, p float64) int {
	odds := p / (1 - p)
	start := math.Pow(1-p, float64(n))
	for {
		u, mass := random.Float64(), start
		for k := 0; k <= n; k++ {
			if u < mass {
				return k
			}
			u -= mass
			mass *= odds * float64(n-k) / float64(k+1)
		}
		// Rounding left a little of u beyond the last k: draw again.
	}
}

// binomialByRejection is the transformed rejection method BTRS of W. Hörmann,
// "The generation of binomial random variates", Journal of Statistical
// Computation and Simulation 46 (1993), for p <= 1/2 and n·p >= 10.
func binomialByRejection(random *rand.Rand, n int, p float64) int {
	size := float64(n)
	spread := math.Sqrt(size * p * (1 - p))
	b := 1.15 + 2.53*spread
	a := -0.0873 + 0.0248*b + 0.01*p
	centre := size*p + 0.5
	quick := 0.92 - 4.2/b
	scale := (2.83 + 5.1/b) * spread
	logOdds := math.Log(p / (1 - p))
	mode := math.Floor((size + 1) * p)
	atMode := logFactorial(mode) + logFactorial(size-mode)
	for {
		u, v := random.Float64()-0.5, random.Float64()
		edge := 0.5 - math.Abs(u)
		k := math.Floor((2*a/edge+b)*u + centre)
		if k < 0 || k > size {
			continue
		}
		if edge >= 0.07 && v <= quick {
			return int(k)
		}
		v *= scale / (a/(edge*edge) + b)
		if math.Log(v) <= atMode-logFactorial(k)-logFactorial(size-k)+(k-mode)*logOdds {
			return int(k)
		}
	}
}

func logFactorial(x float64) float64 {
	v, _ := math.Lgamma(x + 1)
	return v
}
