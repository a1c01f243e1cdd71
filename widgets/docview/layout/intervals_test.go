package layout

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Many intervals take more than one chunk: adding and removing them one by one gives what setting them gives.
func TestManyIntervalsAgreeWithALinearScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		var x Intervals
		var plain []Interval
		for i := range 700 {
			start := random.IntN(3000)
			item := Interval{start, start + 1 + random.IntN(40), i}
			if i%97 == 0 {
				item.End += random.IntN(3000)
			}
			plain = append(plain, item)
			x.Add(item)
		}
		for range rapid.IntRange(0, 650).Draw(t, "removed") {
			k := random.IntN(len(plain))
			x.Remove(plain[k])
			plain[k] = plain[len(plain)-1]
			plain = plain[:len(plain)-1]
		}
		slices.SortFunc(plain, compare)
		for range 20 {
			start := random.IntN(3200)
			end := start + random.IntN(200)
			var want, got []Interval
			for _, i := range plain {
				if i.Start < end && i.End > start {
					want = append(want, i)
				}
			}
			x.Touching(start, end, func(i Interval) bool { got = append(got, i); return true })
			if !slices.Equal(got, want) {
				t.Fatalf("touching [%d,%d): %v, want %v", start, end, got, want)
			}
		}
	})
}

func BenchmarkIntervals(b *testing.B) {
	for _, n := range []int{100, 20_000, 100_000} {
		items := make([]Interval, n)
		for i := range items {
			items[i] = Interval{i * 50, i*50 + 70, i}
		}
		var x Intervals
		x.Set(items)
		b.Run(fmt.Sprint("add_", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				item := Interval{i * 7919 % (n * 50), i*7919%(n*50) + 90, n + i}
				x.Add(item)
				x.Remove(item)
			}
		})
		b.Run(fmt.Sprint("find_", n), func(b *testing.B) {
			found := 0
			for i := 0; b.Loop(); i++ {
				at := i * 7919 % (n * 50)
				x.Touching(at, at+80, func(Interval) bool { found++; return true })
			}
		})
	}
}

func TestIntervalsAgreeWithALinearScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var x Intervals
		var plain []Interval
		draw := func(t *rapid.T) Interval {
			start := rapid.IntRange(-2, 60).Draw(t, "start")
			return Interval{start, start + rapid.IntRange(-1, 25).Draw(t, "length"), rapid.IntRange(0, 5).Draw(t, "value")}
		}
		t.Repeat(map[string]func(*rapid.T){
			"set": func(t *rapid.T) {
				plain = rapid.SliceOf(rapid.Custom(draw)).Draw(t, "all")
				x.Set(plain)
			},
			"add": func(t *rapid.T) {
				i := draw(t)
				plain = append(plain, i)
				x.Add(i)
			},
			"remove": func(t *rapid.T) {
				i := draw(t)
				if len(plain) > 0 {
					i = rapid.SampledFrom(plain).Draw(t, "one of them")
				}
				if k := slices.Index(plain, i); k >= 0 {
					plain = slices.Delete(slices.Clone(plain), k, k+1)
				}
				x.Remove(i)
			},
			"": func(t *rapid.T) {
				start := rapid.IntRange(-5, 80).Draw(t, "from")
				end := start + rapid.IntRange(0, 30).Draw(t, "to")
				var want, got []Interval
				for _, i := range plain {
					if i.Start < i.End && i.Start < end && i.End > start {
						want = append(want, i)
					}
				}
				slices.SortFunc(want, compare)
				x.Touching(start, end, func(i Interval) bool { got = append(got, i); return true })
				if !slices.Equal(got, want) {
					t.Fatalf("touching [%d,%d): %v, want %v", start, end, got, want)
				}
				if len(want) > 1 {
					n := 0
					x.Touching(start, end, func(Interval) bool { n++; return n < 2 })
					if n != 2 {
						t.Fatalf("asked to stop after 2, it gave %d", n)
					}
				}
				bunch := start
				for again := true; again; {
					again = false
					for _, i := range plain {
						if i.Start < i.End && i.Start < bunch && i.End > bunch {
							bunch, again = i.Start, true
						}
					}
				}
				if got := x.Bunch(start, 1000); got != bunch {
					t.Fatalf("Bunch(%d) = %d, want %d", start, got, bunch)
				}
			},
		})
	})
}
