package layout

import (
	"strings"
	"testing"
)

func BenchmarkText(b *testing.B) {
	s := strings.Repeat("The minister said on Monday that 3,200 people had left the town, “for good”. ", 70_000)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		NewText(s)
	}
}

func BenchmarkWrap(b *testing.B) {
	s := strings.Repeat("The minister said on Monday that 3,200 people had left the town, “for good”. ", 70_000)
	text := NewText(s)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		l := New(text, ruler, nil, 600)
		for l.Step() {
		}
	}
}
