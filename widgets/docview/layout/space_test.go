package layout

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Space between paragraphs moves lines down and changes nothing else.
func TestParagraphSpaceMovesLinesOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := long().Draw(t, "text")
		width := rapid.Float32Range(40, 400).Draw(t, "width")
		share := rapid.SampledFrom([]float64{0, 0.25, 0.5, 1, 2}).Draw(t, "share")
		l := New(NewText(s), ruler, nil, width)
		l.SetParagraphSpace(share)
		for range rapid.IntRange(0, 3).Draw(t, "steps") {
			l.Step()
		}
		checkTops(t, l)
		checkLines(t, l) // lays out all
		checkTops(t, l)
		plain := New(NewText(s), ruler, nil, width)
		all(plain)
		if l.Lines() != plain.Lines() {
			t.Fatalf("%d lines, %d without space", l.Lines(), plain.Lines())
		}
		paragraphs := 0.0
		for i := range l.Lines() {
			line := l.Line(i)
			if line.Start != plain.Line(i).Start {
				t.Fatalf("line %d starts at %d, without space at %d", i, line.Start, plain.Line(i).Start)
			}
			if i > 0 && l.text.endsBreak(line.Start) {
				paragraphs++
			}
			if got, want := l.Top(i), float64(i)+share*paragraphs; got != want {
				t.Fatalf("line %d stands at %v, want %v", i, got, want)
			}
		}
	})
}

// checkTops holds what must be true of where lines stand, whether they are laid out or not: they follow on each other,
// and what stands at a height is found there.
func checkTops(t *rapid.T, l *Layout) {
	n := l.Lines()
	if l.Top(0) != 0 || l.Top(-3) > 0 || l.Top(n) < l.Top(n-1)+1 || l.Top(n+2) <= l.Top(n) {
		t.Fatalf("%d lines reach from %v to %v", n, l.Top(0), l.Top(n))
	}
	for i := range n {
		top := l.Top(i)
		if top > l.Top(i+1)-1+1e-9 {
			t.Fatalf("line %d stands at %v, the next one at %v", i, top, l.Top(i+1))
		}
		for _, height := range []float64{top, top + 0.999, l.Top(i+1) - 1e-6} {
			if got := l.LineAt(height); got != i {
				t.Fatalf("at %v is line %d, want %d, which reaches from %v to %v", height, got, i, top, l.Top(i+1))
			}
		}
	}
	if l.LineAt(-0.5) >= 0 || l.LineAt(l.Top(n)+0.5) < n {
		t.Fatalf("above the text is line %d, below it line %d of %d", l.LineAt(-0.5), l.LineAt(l.Top(n)+0.5), n)
	}
}

func TestBlankLines(t *testing.T) {
	for s, want := range map[string]bool{
		"": false, "one": false, "one\ntwo\nthree": false, "one\n\ntwo": true, "one\n \t\u200b\ntwo": true, "\n\none\ntwo\n\n": false,
		"one\r\ntwo": false, "one\r\n\r\ntwo": true, "one\u2029two": false, "one\u2029\u2029two": true, "\n\n\n": false,
		strings.Repeat("a line\n", 5000): false, strings.Repeat("a line\n", 5000) + "\nlast": true,
	} {
		if got := NewText(s).BlankLines(); got != want {
			t.Errorf("%.20q has blank lines: %v", s, got)
		}
	}
}

func BenchmarkBlankLines(b *testing.B) {
	text := NewText(strings.Repeat(strings.Repeat("The minister said on Monday that 3,200 people had left the town. ", 6)+"\n", 15_000))
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		if text.BlankLines() {
			b.Fatal("there are none")
		}
	}
}
