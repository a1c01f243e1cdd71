package layout

import (
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// replaceable are pieces that join or part what stands beside them.
var replaceable = []string{"", "a", "\n", "\n\n", " ", "word ", "\u0301", "\u200d", "👩", "🇩🇪🇫", "🇷", "\r", "\r\n", "क्", "ष", "שלום ", "ابجد", "漢字。", "\u2067", strings.Repeat("long words here. ", 300), strings.Repeat("x", 9000), strings.Repeat("🇩🇪", 1200)}

// A text that was changed is the same as one that was made so, but for where it is cut.
func TestReplacedTextIsLikeANewOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain := []rune(strings.Join(rapid.SliceOfN(rapid.SampledFrom(replaceable), 0, 5).Draw(t, "text"), ""))
		text := NewText(string(plain))
		l := New(text, ruler, nil, 200)
		for range rapid.IntRange(1, 8).Draw(t, "edits") {
			start := rapid.IntRange(0, len(plain)).Draw(t, "start")
			end := rapid.OneOf(rapid.Just(start), rapid.IntRange(start, min(len(plain), start+3)), rapid.IntRange(start, len(plain))).Draw(t, "end")
			with := rapid.SampledFrom(replaceable).Draw(t, "with")
			l.Replace(text.Byte(start), text.Byte(end), with)
			plain = append(append(append([]rune{}, plain[:start]...), []rune(with)...), plain[end:]...)
			if got := text.Slice(0, text.Len()); got != string(plain) || text.Points() != len(plain) {
				t.Fatalf("%d code points, want %d, or other ones", text.Points(), len(plain))
			}
			if rapid.Bool().Draw(t, "look") {
				l.At(text.Byte(start), false)
			}
		}
		cuts := boundaries(text.String())
		known := map[int]bool{}
		for _, at := range cuts {
			known[at] = true
		}
		at, points := 0, 0
		for i, b := range text.blocks {
			if b.start != at || !known[b.end()] || i < len(text.blocks)-1 && b.start == b.end() {
				t.Fatalf("block %d is [%d,%d), the one before ends at %d; cluster boundary: %v", i, b.start, b.end(), at, known[b.end()])
			}
			if b.points != len([]rune(b.s)) {
				t.Fatalf("block %d has %d code points", i, b.points)
			}
			at, points = b.end(), points+b.points
		}
		if at != text.Len() || points != text.Points() {
			t.Fatalf("blocks end at %d of %d", at, text.Len())
		}
		checkLines(t, l)
		for range 20 {
			at := rapid.IntRange(0, text.Len()).Draw(t, "at")
			start := strings.LastIndexFunc(text.String()[:at], func(r rune) bool { return r == '\n' }) + 1
			if s, e := text.Paragraph(at); strings.IndexByte(text.String(), '\r') < 0 && s != start || e < at && s < e {
				t.Fatalf("the paragraph of %d is [%d,%d), it starts at %d", at, s, e, start)
			}
		}
	})
}

// Lines as they come of one edit after the other are those of the text laid out at once, where no paragraph is cut.
func TestReplacedLinesAreThoseOfANewLayout(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	text := NewText("")
	l := New(text, ruler, nil, 150)
	for range 3000 {
		at := r.IntN(text.Points() + 1)
		end := at
		if r.IntN(3) == 0 {
			end = min(text.Points(), at+r.IntN(12))
		}
		l.Replace(text.Byte(at), text.Byte(end), []string{"w", " ", "some words ", "\n", "אב ", "e\u0301"}[r.IntN(6)])
		if r.IntN(4) == 0 {
			l.Step()
		}
	}
	got, want := all(l), all(New(NewText(text.String()), ruler, nil, 150))
	if len(got) != len(want) {
		t.Fatalf("%d lines, want %d", len(got), len(want))
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("line %d starts at %d, want %d", i, got[i], want[i])
		}
	}
}

func BenchmarkReplace(b *testing.B) {
	for name, s := range map[string]string{
		"line": "One line of text.\n", "10kB": strings.Repeat("One line of text.\n", 600), "1MB": strings.Repeat("One line of text.\n", 60_000),
		"1MB in one paragraph": strings.Repeat("One line of text. ", 60_000),
	} {
		b.Run(name, func(b *testing.B) {
			l := New(NewText(s), ruler, nil, 400)
			at := len(s) / 2
			b.ReportAllocs()
			for b.Loop() {
				l.Replace(at, at, "x")
				l.At(at, false)
				l.Replace(at, at+1, "")
				l.At(at, false)
			}
		})
	}
}
