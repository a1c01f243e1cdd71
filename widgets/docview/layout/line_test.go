package layout

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// place is where a caret can stand: before a byte, or behind the text before it.
type place struct {
	at       int
	upstream bool
}

func places(line *Line) []place {
	var all []place
	for i := range line.Runs {
		r := &line.Runs[i]
		r.open()
		for _, s := range r.stops {
			if at := r.start + s; at <= line.Ink && r.start < max(line.Ink, line.Start+1) {
				all = append(all, place{at, at == r.end && at > r.start})
			}
		}
	}
	return all
}

// checkLine holds what must be true of hitting and placing in every line.
func checkLine(t interface{ Fatalf(string, ...any) }, line *Line) {
	all := places(line)
	left, right := float32(0), float32(0)
	for _, p := range all {
		x := line.X(p.at, p.upstream)
		left, right = min(left, x), max(right, x)
		if at, upstream := line.Hit(x); abs(line.X(at, upstream)-x) > 0.01 {
			t.Fatalf("caret at %v stands at %v, hitting there gives %d %v at %v", p, x, at, upstream, line.X(at, upstream))
		}
	}
	for x := left - 10; x < right+20; x += 3.7 {
		at, upstream := line.Hit(x)
		if at < line.Start || at > line.Edge() {
			t.Fatalf("hit at %v is %d, outside [%d,%d]", x, at, line.Start, line.Edge())
		}
		best := abs(line.X(at, upstream) - x)
		for _, p := range all {
			if d := abs(line.X(p.at, p.upstream) - x); d < best-0.01 {
				t.Fatalf("hit at %v is %d %v, %v away, but %v is %v away", x, at, upstream, best, p, d)
			}
		}
		start, end, ok := line.Cluster(x)
		inside := false
		for i := range line.Runs {
			r := &line.Runs[i]
			for k := range r.stops[1:] {
				a, b := r.x(r.start+r.stops[k]), r.x(r.start+r.stops[k+1])
				if x >= min(a, b) && x < max(a, b) {
					inside = true
					if ok && (start != r.start+r.stops[k] || end != r.start+r.stops[k+1]) {
						t.Fatalf("cluster at %v is [%d,%d), want [%d,%d)", x, start, end, r.start+r.stops[k], r.start+r.stops[k+1])
					}
				}
			}
		}
		if inside != ok {
			t.Fatalf("a cluster at %v: %v, want %v", x, ok, inside)
		}
	}
	for i := 1; i < len(line.Runs); i++ {
		if a, b := &line.Runs[i-1], &line.Runs[i]; abs(a.X+a.Width()-b.X) > 0.01 {
			t.Fatalf("run %d ends at %v, the next begins at %v", i-1, a.X+a.Width(), b.X)
		}
	}
}

func lines(t *rapid.T) *Layout {
	s := texts().Draw(t, "text")
	return New(NewText(s), ruler, nil, rapid.Float32Range(60, 500).Draw(t, "width"))
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
		n := l.text.Len()
		start := rapid.IntRange(0, n).Draw(t, "start")
		end := rapid.IntRange(start, n).Draw(t, "end")
		for i := range all(l) {
			line := l.Line(i)
			var covered, want float32
			last := float32(-1e6)
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
					if start < end && a < end && b > start {
						x0, x1 := line.inColumn(r.x(a)), line.inColumn(r.x(b))
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

// Columns of a table stand under each other: a tab leads to the next stop, from the side at which the line begins.
func TestTabsGoToTabStops(t *testing.T) {
	l := New(NewText("a\tb\tc\n\t\tdeep\nlong word\tcost\nשלום\tא\n\tב\nab \tc"), ruler, nil, 2000)
	stop := lettersATab * l.letter
	for _, c := range []struct {
		line, at int // a byte behind tabs, counted in its line
		stops    float32
		rtl      bool
	}{{0, 2, 1, false}, {0, 4, 2, false}, {1, 1, 1, false}, {1, 2, 2, false}, {2, len("long word\t"), 2, false}, {3, len("שלום\t"), 1, true}, {4, 1, 1, true}, {5, 4, 1, false}} {
		line := l.Line(c.line)
		want := c.stops * stop
		if c.rtl {
			want = l.width - want
		}
		if got := line.X(line.Start+c.at, false); got < want-0.01 || got > want+0.01 {
			t.Errorf("line %d: what is behind the tab begins at %v, want %v", c.line, got, want)
		}
		if at, _ := line.Hit(want); at != line.Start+c.at {
			t.Errorf("line %d: a click at %v is at %d, want %d", c.line, want, at, line.Start+c.at)
		}
	}
}

// White space at a line's end stands out of the column by a letter at most, or the caret behind it would be out of sight.
func TestCaretsStayInSight(t *testing.T) {
	l := New(NewText("a\t!the"), ruler, nil, 60)
	if l.Prepare(0); l.Lines() != 2 {
		t.Errorf("a sign behind a tab that fills the line stands beside it")
	}
	for _, s := range []string{"\t\t\t\t\t\t\nx", "word" + strings.Repeat(" ", 90) + "\nx", "\t\t\t\t", "שלום\t\t\t\t\t\t\nx"} {
		l = New(NewText(s), ruler, nil, 110)
		line := l.Line(0)
		if x := line.X(line.Edge(), true); x < -l.letter || x > l.width+l.letter {
			t.Errorf("%q: the caret stands at %v of %v", s, x, l.width)
		}
		for _, part := range line.Segments(line.Start, line.End) {
			if part.X0 < -l.letter || part.X1 > l.width+l.letter {
				t.Errorf("%q: selected from %v to %v of %v", s, part.X0, part.X1, l.width)
			}
		}
	}
}
