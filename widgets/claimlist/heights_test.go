package claimlist

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// The index says what adding up all heights says, whichever were measured.
func TestHeightsAgreeWithAddingThemUp(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 2, 127, 128, 129, 1000, 5000} {
		h := newHeights(n, 60)
		plain := make([]int, n)
		for i := range plain {
			plain[i] = 60
		}
		for round := range 20 {
			for range n / 10 {
				i, high := random.IntN(n), 1+random.IntN(300)
				h.set(i, high)
				plain[i] = high
			}
			top := 0
			for i, high := range plain {
				if h.at(i) != high || h.top(i) != top {
					t.Fatalf("of %d cards, round %d, card %d is %d high at %d, want %d at %d", n, round, i, h.at(i), h.top(i), high, top)
				}
				for _, y := range []int{top, top + high - 1} {
					if got := h.indexAt(y); got != i {
						t.Fatalf("of %d cards, round %d, at %d is card %d, want %d", n, round, y, got, i)
					}
				}
				top += high
			}
			if h.top(n) != top || h.indexAt(top) != n || h.indexAt(top+10_000) != n || h.indexAt(-5) != 0 {
				t.Fatalf("of %d cards all are %d high, want %d; beyond them is card %d", n, h.top(n), top, h.indexAt(top))
			}
		}
	}
}

func BenchmarkHeights(b *testing.B) {
	for _, n := range []int{20_000, 1_000_000} {
		b.Run(fmt.Sprintf("cards=%d", n), func(b *testing.B) {
			h := newHeights(n, 60)
			for i := 0; b.Loop(); i++ {
				at := i * 7919 % n
				h.set(at, 40+i%90)
				if h.indexAt(h.top(at)) != at {
					b.Fatal(at)
				}
			}
		})
	}
}
