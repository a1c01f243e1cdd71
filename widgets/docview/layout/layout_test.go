package layout

import (
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"
)

// all lays out everything and gives where the lines start.
func all(l *Layout) []int {
	for l.Step() {
	}
	starts := make([]int, l.Lines())
	for i := range starts {
		starts[i] = l.Line(i).Start
	}
	return starts
}

// checkLines holds what must be true of every layout.
func checkLines(t interface{ Fatalf(string, ...any) }, l *Layout) {
	s := l.text.String()
	starts := all(l)
	cuts := boundaries(s)
	at := 0
	for i, start := range starts {
		line := l.Line(i)
		if line.Start != start || start != at || line.End < line.Start {
			t.Fatalf("line %d is [%d,%d), the one before ends at %d", i, line.Start, line.End, at)
		}
		if _, ok := slices.BinarySearch(cuts, line.End); !ok {
			t.Fatalf("line %d ends at %d, inside a cluster", i, line.End)
		}
		if line.Ink < line.Start || line.Ink > line.Edge() || line.Edge() > line.End {
			t.Fatalf("line %d: start %d, ink %d, edge %d, end %d", i, line.Start, line.Ink, line.Edge(), line.End)
		}
		if strings.IndexFunc(s[line.Start:line.Edge()], isHard) >= 0 {
			t.Fatalf("line %d holds a line break: %q", i, s[line.Start:line.Edge()])
		}
		if line.Broken() != (breakLen(s+" ", line.Edge()) > 0 && line.Edge() < len(s)) {
			t.Fatalf("line %d: Broken is %v for %q", i, line.Broken(), s[line.Start:line.End])
		}
		ink := s[line.Start:line.Ink]
		if w := l.measure(display(ink)); w > l.width+0.01 {
			if g := graphemes.FromString(ink); !g.Next() || g.End() < len(ink) {
				t.Fatalf("line %d is %v wide of %v: %q", i, w, l.width, ink)
			}
		}
		at = line.End
	}
	if at != len(s) {
		t.Fatalf("lines end at %d of %d", at, len(s))
	}
	if s == "" || endsBreak(s, len(s)) {
		if last := l.Line(len(starts) - 1); last.Start != len(s) {
			t.Fatalf("no empty line behind the last line break")
		}
	}
}

func TestWrappingCoversEveryRuneOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := long().Draw(t, "text")
		checkLines(t, New(NewText(s), ruler, nil, rapid.Float32Range(20, 400).Draw(t, "width")))
	})
}

// ruled is how wide a line is: up to each tab, and on from the next tab stop.
func ruled(s string) (x float32) {
	for i, piece := range strings.Split(s, "\t") {
		if i > 0 {
			x += New(NewText(""), ruler, nil, 100).toTabStop(x)
		}
		x += ruler(display(piece))
	}
	return x
}

// slowWrap breaks a text by measuring every candidate line as a whole.
func slowWrap(s string, width float32) []int {
	starts := []int{0}
	p := newPieces(s)
	from := 0
	for p.at < len(s) {
		at := p.at
		ink, end, hard := p.next()
		hyphen := float32(0)
		if !hard && endsSoftHyphen(s[at:ink]) {
			hyphen = ruler("-")
		}
		if at > from && ink > at && ruled(s[from:ink])+hyphen > width {
			starts, from = append(starts, at), at
		}
		for ruler(display(s[at:ink])) > width {
			fit := 0
			for g := graphemes.FromString(s[at:ink]); g.Next() && (fit == 0 || ruler(display(s[at:at+g.End()])) <= width); {
				fit = g.End()
			}
			if at += fit; at == ink {
				break
			}
			starts, from = append(starts, at), at
		}
		if hard {
			starts, from = append(starts, end), end
		}
	}
	return starts
}

func TestWrappingAgreesWithMeasuringWholeLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := string([]rune(texts().Draw(t, "text"))) // short enough for one block
		width := float32(rapid.IntRange(50, 300).Draw(t, "width"))
		if got, want := all(New(NewText(s), ruler, nil, width)), slowWrap(s, width); !slices.Equal(got, want) {
			t.Fatalf("lines start at %v, want %v", got, want)
		}
	})
}

func TestAnyOrderGivesTheSameLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := string([]rune(strings.Repeat(long().Draw(t, "text"), 3)))
		width := rapid.Float32Range(40, 400).Draw(t, "width")
		want := all(New(NewText(s), ruler, nil, width))
		l := New(NewText(s), ruler, nil, rapid.Float32Range(40, 400).Draw(t, "other width"))
		l.Step()
		l.SetWidth(width)
		for range 20 {
			switch rapid.IntRange(0, 3).Draw(t, "do") {
			case 0:
				l.Step()
			case 1:
				i := rapid.IntRange(0, l.Lines()-1).Draw(t, "line")
				before := l.Lines()
				if changed := l.Prepare(i); changed != (l.Lines() != before) {
					t.Fatalf("Prepare says changed: %v, lines %d and %d", changed, before, l.Lines())
				}
			case 2:
				at := rapid.IntRange(0, len(s)).Draw(t, "at")
				line := l.Line(l.At(at, false))
				if at < line.Start || at > line.End || at == line.End && at < len(s) {
					t.Fatalf("line of %d is [%d,%d)", at, line.Start, line.End)
				}
			case 3:
				i := l.Resolve(rapid.IntRange(0, l.Lines()).Draw(t, "line"))
				if l.Start(i) != l.Line(i).Start {
					t.Fatalf("line %d starts at %d or %d", i, l.Start(i), l.Line(i).Start)
				}
			}
		}
		if got := all(l); !slices.Equal(got, want) {
			t.Fatalf("lines start at %v, want %v", got, want)
		}
	})
}

func TestUpstreamIsTheLineBefore(t *testing.T) {
	s := strings.Repeat("x", 100) + "\n" + strings.Repeat("word ", 30)
	l := New(NewText(s), ruler, nil, 200)
	starts := all(l)
	for i, at := range starts[1:] {
		want := i + 1
		if s[at-1] != '\n' {
			want = i
		}
		if got := l.At(at, true); got != want {
			t.Errorf("upstream line of %d is %d, want %d", at, got, want)
		}
		if got := l.At(at, false); got != i+1 {
			t.Errorf("line of %d is %d, want %d", at, got, i+1)
		}
	}
}

// A word of a megabyte must not be measured from its start for every line of it.
func TestMeasuringIsLinear(t *testing.T) {
	for name, s := range map[string]string{
		"one word":   strings.Repeat("x", 1<<20),
		"no newline": strings.Repeat("one two three ", 80_000),
		"ideographs": strings.Repeat("漢字かな交じり文。", 40_000),
		"emoji":      strings.Repeat("👨‍👩‍👧‍👦", 40_000),
		"marks":      "a" + strings.Repeat("\u0301", 1<<19),
		"newlines":   strings.Repeat("\n", 1<<20),
		"zero width": strings.Repeat("\u200b", 1<<18),
		"Thai":       strings.Repeat("สวัสดีครับ", 30_000),
	} {
		t.Run(name, func(t *testing.T) {
			measured := 0
			l := New(NewText(s), func(s string) float32 {
				measured += len(s)
				return ruler(s)
			}, nil, 600)
			n := len(all(l))
			if measured > 12*len(s)+1<<16 {
				t.Errorf("%d bytes measured for %d bytes of text in %d lines", measured, len(s), n)
			}
		})
	}
}

func FuzzLayout(f *testing.F) {
	for _, s := range scraps {
		f.Add(s+" "+s, uint16(100))
	}
	f.Add(strings.Repeat("word ", 4000), uint16(500))
	f.Add(strings.Repeat("\u0301", 9000), uint16(300))
	f.Fuzz(func(t *testing.T, s string, width uint16) {
		l := New(NewText(s), ruler, nil, float32(width%2000))
		checkLines(t, l)
		for i := range min(l.Lines(), 20) {
			if line := l.Line(i); line.End-line.Start < 500 { // checking a line takes the square of its length
				checkLine(t, line)
			}
		}
	})
}
