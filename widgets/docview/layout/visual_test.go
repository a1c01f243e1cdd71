package layout

import (
	"testing"

	"pgregory.net/rapid"
)

// From one side of a line to the other the caret never goes back, and passes every cluster once.
func TestACaretGoesFromSideToSide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := lines(t)
		line := l.Line(rapid.IntRange(0, l.Lines()-1).Draw(t, "line"))
		for _, right := range []bool{true, false} {
			at, upstream := line.Side(!right)
			x, steps := line.X(at, upstream), 0
			for {
				next, nextUpstream, ok := line.Beside(at, upstream, right)
				if !ok {
					break
				}
				nx := line.X(next, nextUpstream)
				if right && nx < x-0.01 || !right && nx > x+0.01 {
					t.Fatalf("from byte %d at %v to byte %d at %v", at, x, next, nx)
				}
				at, upstream, x = next, nextUpstream, nx
				steps++
			}
			if end, endUpstream := line.Side(right); end != at || endUpstream != upstream {
				t.Fatalf("it ends at %d, the side is %d", at, end)
			}
			if want := len(boundaries(l.text.Slice(line.Start, line.edge))) - 1; steps != want {
				t.Fatalf("%d steps past %d clusters of %q", steps, want, l.text.Slice(line.Start, line.edge))
			}
		}
	})
}

func TestBesideInMixedLines(t *testing.T) {
	l := New(NewText("ab אבג cd"), ruler, nil, 500)
	line := l.Line(0)
	var places []int
	for at, upstream, ok := 0, false, true; ok; at, upstream, ok = line.Beside(at, upstream, true) {
		places = append(places, at)
	}
	// a b space, over gimel, bet and alef from the left, space c d
	want := []int{0, 1, 2, 3, 7, 5, 3, 10, 11, 12}
	if len(places) != len(want) {
		t.Fatalf("places %v, want %v", places, want)
	}
	for i := range want {
		if places[i] != want[i] {
			t.Fatalf("places %v, want %v", places, want)
		}
	}
}
