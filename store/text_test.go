package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"

	"factmark/store/internal/doctext"
)

// pieces are what texts of many scripts are made of: each is where counting
// bytes, UTF-16 units or letters as seen goes wrong.
var pieces = []string{
	"a", "The ministry denied it. ", " ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u2028", "\u200b", "\u00ad", "\x1f", "\"", ",", "'",
	"é", "e\u0301", "n\u0303\u0323", "ﬁ", "ß", "İ", "’", "“x”", "–",
	"😀", "👍🏽", "👩‍👩‍👧‍👦", "🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "𝒜", "\U0010ffff",
	"مرحبا بالعالم", "سَلَامٌ", "\u202eabc\u202c", "שלום עולם", "שָׁלוֹם", "世界新聞", "こんにちは", "한국어", "नमस्ते", "ภาษาไทย", "\ufeff", "\ufffd",
}

// texts draws texts of such pieces, up to about n of them.
func texts(n int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, n).Draw(t, "pieces"), "")
	})
}

// The index must agree with a slice of all code points, the slow and obvious way.
func TestTextAgreesWithRunes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		content := texts(600).Draw(t, "text")
		runes := []rune(content)
		tx := doctext.New(content)
		if tx.Length != len(runes) {
			t.Fatalf("length %d, want %d", tx.Length, len(runes))
		}
		start := rapid.IntRange(0, len(runes)).Draw(t, "start")
		end := rapid.IntRange(start, len(runes)).Draw(t, "end")
		if got, want := tx.Slice(start, end), string(runes[start:end]); got != want {
			t.Fatalf("slice(%d, %d) = %q, want %q", start, end, got, want)
		}
		prefix, suffix := tx.Around(start, end)
		if want := string(runes[max(0, start-32):start]); prefix != want {
			t.Fatalf("prefix %q, want %q", prefix, want)
		}
		if want := string(runes[end:min(len(runes), end+32)]); suffix != want {
			t.Fatalf("suffix %q, want %q", suffix, want)
		}
		wantStart, wantEnd := start, end
		for wantStart < wantEnd && unicode.IsSpace(runes[wantStart]) {
			wantStart++
		}
		for wantEnd > wantStart && unicode.IsSpace(runes[wantEnd-1]) {
			wantEnd--
		}
		if gotStart, gotEnd := tx.Trim(start, end); gotEnd-gotStart != wantEnd-wantStart || wantStart < wantEnd && gotStart != wantStart {
			t.Fatalf("trim(%d, %d) = %d, %d, want %d, %d", start, end, gotStart, gotEnd, wantStart, wantEnd)
		}
	})
}

// Spans of the five sample documents, found by hand.
func TestSeedOffsets(t *testing.T) {
	for _, test := range []struct {
		file       string
		start, end int
		quote      string
	}{
		{"003_a8d92d5faf00fcfb.txt", 2155, 2211, "there is no longer any threat emanating from Afghan soil"},
		{"000_cefa9d76df2a6f6a.txt", 1465, 1483, "around $10 million"},
		{"001_9c3b63b51e2a9183.txt", 21, 67, "The UN Security Council raised alarm on Monday"},
		{"002_f9e6d7e705314017.txt", 1982, 2010, "several hundreds of millions"},
		{"004_49c00d86b74296af.txt", 5865, 5879, "bottom of page"},
	} {
		t.Run(test.file[:3], func(t *testing.T) {
			content, err := os.ReadFile(filepath.Join("testdata", "seeds", test.file))
			if err != nil {
				t.Fatal(err)
			}
			s := create(t)
			id := addText(t, s, test.file, string(content))
			c := addClaim(t, s, NewClaim{DocumentID: id, Start: test.start, End: test.end, LabelID: SupportedID})
			if c.Quote != test.quote {
				t.Errorf("quote at %d to %d is %q, want %q", test.start, test.end, c.Quote, test.quote)
			}
			if read, err := s.Claims(t.Context(), id); err != nil || len(read) != 1 || read[0].Quote != test.quote || read[0].Status != "open" {
				t.Errorf("Claims() = %+v, %v", read, err)
			}
		})
	}
}

// White space that is part of a character stays: a space that carries an accent, or that one is put before.
func TestTrimSpanLeavesWholeCharacters(t *testing.T) {
	for _, test := range []struct{ quote, want string }{
		{"  a b \n\t", "a b"},
		{"\r\n a\u00a0", "a"},
		{" \u2003\u3000 ", ""},
		{"", ""},
		{" a\u0301 ", "a\u0301"},
		{"  \u0301a ", " \u0301a"}, // an accent on a space
		{" a \u0301 ", "a \u0301"}, //
		{"x \ufe0f\n", "x \ufe0f"}, // a variation selector
		{"\u200d x \u200d", "\u200d x \u200d"},
		{" a\u0600 ", "a\u0600 "}, // a sign that joins what follows it
		{" 👩🏽\u200d🚀 ", "👩🏽\u200d🚀"},
		{" นี้ ", "นี้"},
	} {
		from, to := doctext.TrimSpan(test.quote)
		if got := test.quote[from:to]; got != test.want {
			t.Errorf("TrimSpan(%q) leaves %q, want %q", test.quote, got, test.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		quote := texts(20).Draw(t, "quote")
		from, to := doctext.TrimSpan(quote)
		if from == to {
			return
		}
		// What was left out is white space alone, and both ends are borders of clusters of what is left.
		if strings.TrimSpace(quote[:from]) != "" || strings.TrimSpace(quote[to:]) != "" {
			t.Fatalf("%q was trimmed to %q", quote, quote[from:to])
		}
		borders := map[int]bool{len(quote): true}
		clusters := graphemes.FromString(quote)
		for clusters.Next() {
			borders[clusters.Start()] = true
		}
		if !borders[from] || !borders[to] {
			t.Fatalf("%q was trimmed to %q, which cuts a character", quote, quote[from:to])
		}
	})
}
