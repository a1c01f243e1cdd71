package store

import (
	"strings"
	"testing"
)

// How long it takes to look through all claims.
func BenchmarkEachClaimThat(b *testing.B) {
	bySize(b, func(b *testing.B, path string) {
		s := openedFor(b, path)
		for b.Loop() {
			n := 0
			err := s.EachClaimThat(b.Context(), SaidFilter{}, func(texts []string) bool { return strings.Contains(texts[0], "nowhere to be found") }, func(Claim) error { n++; return nil })
			if err != nil || n > 0 {
				b.Fatal(n, err)
			}
		}
	})
}
