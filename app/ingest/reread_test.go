package ingest

import (
	"testing"

	"factmark/app/charset"
)

// What was read in one encoding is at the same bytes in another.
func TestReread(t *testing.T) {
	for _, c := range []struct {
		was, is, raw, quote, want string
		exact                     bool
	}{
		{"windows-1252", "windows-1250", "Gradona\xE8elnik tra\x9Ei.\r\nDrugi.\r\n", "Gradonaèelnik", "Gradonačelnik", true},
		{"windows-1252", "windows-1250", "Gradona\xE8elnik tra\x9Ei.\r\nDrugi.\r\n", "traži.\nDrugi", "traži.\nDrugi", true},
		{"windows-1252", "utf-8", "\xEF\xBB\xBF\xC3\xA1 and caf\xC3\xA9.", "cafÃ©", "café", true},
		{"windows-1252", "utf-8", "\xEF\xBB\xBF\xC3\xA1 and caf\xC3\xA9.", "cafÃ", "café", false},
		{"windows-1252", "shift_jis", "a \x8Es\x92\xB7 said so", "said", "said", true},
		{"windows-1252", "shift_jis", "a \x8Es\x92\xB7 said so", "s’", "市長", false},
		{"utf-8", "iso-2022-jp", "one \x1B$B;TD9\x1B(B said", "said", "said", true},
		{"utf-8", "iso-2022-jp", "one \x1B$B;TD9\x1B(B said", ";TD9", "市長", true},
		{"gb18030", "big5", "\xC4\xE3\xBA\xC3 abc", "abc", "abc", true},
		{"utf-16le", "utf-16be", "a\x00b\x00c\x00", "b", "戀", true},
	} {
		was, _ := charset.Named(c.was)
		is, _ := charset.Named(c.is)
		r, err := Reread([]byte(c.raw), was, is)
		if err != nil {
			t.Fatal(err)
		}
		old, quote := []rune(r.Was), []rune(c.quote)
		start := 0
		for start+len(quote) <= len(old) && string(old[start:start+len(quote)]) != c.quote {
			start++
		}
		from, to, exact := r.Place(start, start+len(quote))
		if got := string([]rune(r.Is)[from:to]); got != c.want || exact != c.exact {
			t.Errorf("%s to %s: %q is %q, exact %v", c.was, c.is, c.quote, got, exact)
		}
	}
}
