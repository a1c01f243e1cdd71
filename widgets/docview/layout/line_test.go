package layout

import (
	"testing"

	"pgregory.net/rapid"
)

// stops gives the places of a line where a caret can stand.
func stops(line *Line) []int {
	var at []int
	for i := range line.Runs {
		r := &line.Runs[i]
		r.open()
		for _, s := range r.stops {
			at = append(at, r.start+s)
		}
	}
	return at
}

// checkLine holds what must be true of hitting and placing in every line.
func checkLine(t interface{ Fatalf(string, ...any) }, line *Line) {
	places := stops(line)
	right := float32(0)
	for _, at := range places {
		x := line.X(at)
		right = max(right, x)
		if at > line.Ink {
			continue
		}
		if hit := line.Hit(x); line.X(hit) != x {
			t.Fatalf("caret before %d stands at %v, hitting there gives %d at %v", at, x, hit, line.X(hit))
		}
	}
	for x := float32(-10); x < right+20; x += 3.7 {
		hit := line.Hit(x)
		if hit < line.Start || hit > line.Edge() {
			t.Fatalf("hit at %v is %d, outside [%d,%d]", x, hit, line.Start, line.Edge())
		}
		best := abs(line.X(hit) - x)
		for _, at := range places {
			if d := abs(line.X(at) - x); d < best-0.01 && at <= line.Ink {
				t.Fatalf("hit at %v is %d, %v away, but %d is %v away", x, hit, best, at, d)
			}
		}
		if start, end, ok := line.Cluster(x); ok {
			a, b := line.X(start), line.X(end)
			if end <= line.Edge() && (x < min(a, b) || x >= max(a, b)) && len(line.Runs) == 1 {
				t.Fatalf("cluster [%d,%d) at %v stands from %v to %v", start, end, x, a, b)
			}
		}
	}
}

func lines(t *rapid.T) *Layout {
	s := texts().Draw(t, "text")
	return New(NewText(s), ruler, rapid.Float32Range(60, 500).Draw(t, "width"))
}

func TestHittingAndPlacingAreInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := lines(t)
		for i := range all(l) {
			checkLine(t, l.Line(i))
		}
	})
}

func TestSegmentsCoverTheirClustersAndNoOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := lines(t)
		n := l.Text().Len()
		start := rapid.IntRange(0, n).Draw(t, "start")
		end := rapid.IntRange(start, n).Draw(t, "end")
		for i := range all(l) {
			line := l.Line(i)
			var covered, want float32
			last := float32(-1)
			for _, s := range line.Segments(start, end) {
				if s.X0 < last || s.X1 < s.X0 {
					t.Fatalf("segments out of order: %v", line.Segments(start, end))
				}
				covered += s.X1 - s.X0
				last = s.X1
			}
			for i := range line.Runs {
				r := &line.Runs[i]
				r.open()
				for k := range r.stops[1:] {
					a, b := r.start+r.stops[k], r.start+r.stops[k+1]
					if a < end && b > start {
						x0, x1 := r.x(a), r.x(b)
						if x1 < x0 {
							x0, x1 = x1, x0
						}
						want += x1 - x0
						inside := x0 == x1
						for _, s := range line.Segments(start, end) {
							inside = inside || s.X0 <= x0+0.01 && s.X1 >= x1-0.01
						}
						if !inside {
							t.Fatalf("cluster [%d,%d) at %v to %v is in none of %v", a, b, x0, x1, line.Segments(start, end))
						}
					}
				}
			}
			if abs(covered-want) > 0.1 {
				t.Fatalf("segments cover %v, their clusters %v", covered, want)
			}
		}
	})
}
