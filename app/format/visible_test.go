package format

import (
	"encoding/json"
	"errors"
	"maps"
	"testing"
	"unicode/utf8"
)

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"":                          "",
		"Plain text, 50 % “quoted”": "Plain text, 50 % “quoted”",
		"naïve Ελλάδα 東京 שלום":      "naïve Ελλάδα 東京 שלום",
		"\x1b[31mred\x07":           `\x1b[31mred\x07`,
		"a\r\nb\tc":                 `a\r\nb\tc`,
		"\u009b2J\u0085":            `\u009b2J\u0085`,
		"\x9b2J":                    `\x9b2J`,
		"exe.\u202etxt\u202c":       `exe.\u202etxt\u202c`,
		"\u2066a\u2069\u200e\u061c": `\u2066a\u2069\u200e\u061c`,
		"a\u200bb\u200dc\ufeff":     `a\u200bb\u200dc\ufeff`,
		"می\u200cخواهم":             "می\u200cخواهم",
		"👩\u200d🔬 and क्\u200dष":    "👩\u200d🔬 and क्\u200dष",
		"\u200d👩":                   `\u200d👩`,
		"a\u2028b\u2029":            `a\u2028b\u2029`,
		"\xed\xa0\x80 surrogate":    `\xed\xa0\x80 surrogate`,
		"\U000e0041 tag \ufffe":     `\U000e0041 tag \ufffe`,
		"\ufffd stays":              "\ufffd stays",
		"\x7f\x00":                  `\x7f\x00`,
		"cut \xe2\x82":              `cut \xe2\x82`,
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
	if got := VisibleLines("a\n\tb\r\x1b"); got != "a\n\tb"+`\r\x1b` {
		t.Errorf("VisibleLines: %q", got)
	}
}

func FuzzVisible(f *testing.F) {
	f.Add("\x1b]0;title\x07", true)
	f.Fuzz(func(t *testing.T, s string, lines bool) {
		got := escape(s, lines)
		if !utf8.ValidString(got) {
			t.Fatalf("%q is no text", got)
		}
		for _, r := range got {
			if hidden(r) && !joiner(r) && !(lines && (r == '\n' || r == '\t')) {
				t.Fatalf("%q has %U", got, r)
			}
		}
		if again := escape(got, lines); again != got {
			t.Fatalf("%q, shown again, is %q", got, again)
		}
	})
}

func FuzzVisibleJSON(f *testing.F) {
	f.Add("\u009b\u202e\U000e0041\x1b\x7f👩\u200d🚀\n\t\"\\")
	f.Fuzz(func(t *testing.T, s string) {
		text, err := json.MarshalIndent(map[string]string{s: s}, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		shown := VisibleJSON(string(text))
		for _, r := range shown {
			if r != '\n' && hidden(r) {
				t.Fatalf("%q has %U", shown, r)
			}
		}
		var got, want map[string]string
		if err := errors.Join(json.Unmarshal([]byte(shown), &got), json.Unmarshal(text, &want)); err != nil || !maps.Equal(got, want) {
			t.Fatalf("%q, shown as %q: %v", s, shown, err)
		}
	})
}
