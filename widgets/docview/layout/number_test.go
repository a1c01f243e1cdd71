package layout

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNumbersAreThoseOfTheTextsOwnLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := long().Draw(t, "text")
		x := NewText(s)
		for range 10 {
			at := rapid.IntRange(0, x.Len()).Draw(t, "at")
			if got, want := x.Number(at), strings.Count(x.String()[:at], "\n")+1; got != want {
				t.Fatalf("byte %d is on line %d, want %d", at, got, want)
			}
			if got, want := x.Numbered(at), strings.HasSuffix("\n"+x.String()[:at], "\n"); got != want {
				t.Fatalf("a line starts at byte %d: %v, want %v", at, got, want)
			}
		}
	})
}
