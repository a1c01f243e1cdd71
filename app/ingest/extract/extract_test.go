package extract

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestBuilder(t *testing.T) {
	for _, c := range []struct {
		name     string
		write    func(b *Builder)
		text     string
		locators []Locator
	}{
		{"blocks", func(b *Builder) {
			b.Block()
			b.Write("A")
			b.Block()
			b.Block()
			b.Write("B")
			b.Block()
		}, "A\n\nB", nil},
		{"lines", func(b *Builder) { b.Write("A\r\nB\n\n\n\nC\n") }, "A\nB\n\nC", nil},
		{"a line, then a block", func(b *Builder) { b.Write("A"); b.Line(); b.Block(); b.Write("B") }, "A\n\nB", nil},
		{"controls", func(b *Builder) { b.Write("A\x00\x07\tB\u0085\ufdd0\U0001ffff\xff") }, "A\tB\ufffd", nil},
		{"locators", func(b *Builder) {
			b.Locate(Page, "1")
			b.Locate(Page, "2") // page 1 is empty
			b.Write("Über")
			b.Block()
			b.Locate(Page, " 3\n4 ")
			b.Write("x")
			b.Locate(Page, "")
			b.Write("y")
			b.Locate(Page, "9")
		}, "Über\n\nxy", []Locator{{Kind: Page, Start: 0, End: 4, Label: "2"}, {Kind: Page, Start: 6, End: 7, Label: "3 4"}}},
	} {
		var b Builder
		c.write(&b)
		got, err := b.Content()
		if err != nil || got.Text != c.text || !reflect.DeepEqual(got.Locators, c.locators) {
			t.Errorf("%s: %q %v, %v", c.name, got.Text, got.Locators, err)
		}
	}
	var empty Builder
	empty.Write(" \n\t")
	if _, err := empty.Content(); !errors.Is(err, ErrNoText) {
		t.Errorf("white space alone: %v", err)
	}
}

func TestBuilderStopsAtItsLimits(t *testing.T) {
	var b Builder
	for range MaxBlocks + 1 {
		b.Write("x")
		b.Line()
	}
	if _, err := b.Content(); err == nil || err != b.Err() || !strings.Contains(err.Error(), "1000000 paragraphs") {
		t.Errorf("many lines: %v", err)
	}
	var long Builder
	megabyte := strings.Repeat("x", 1<<20)
	for range MaxText>>20 + 1 {
		long.Write(megabyte)
	}
	if _, err := long.Content(); err == nil || !strings.Contains(err.Error(), "64 MB") {
		t.Errorf("long text: %v", err)
	}
}

// Whatever is written, the text is what a document may hold, and the locators are sorted, apart and not empty.
func TestBuilderProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b Builder
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				b.Line()
			case 1:
				b.Block()
			case 2:
				b.Locate(Page, rapid.StringN(0, 5, 20).Draw(t, "label"))
			default:
				b.Write(string(rapid.SliceOfN(rapid.Byte(), 0, 12).Draw(t, "text")))
			}
		}
		got, err := b.Content()
		if err != nil {
			return
		}
		if !utf8.ValidString(got.Text) || strings.ContainsAny(got.Text, "\r\x00") || strings.Contains(got.Text, "\n\n\n") {
			t.Fatalf("text %q", got.Text)
		}
		at, runes := 0, []rune(got.Text)
		for _, l := range got.Locators {
			if l.Start < at || l.End <= l.Start || l.End > len(runes) || l.Label == "" || runes[l.Start] == '\n' {
				t.Fatalf("locators %v of %q", got.Locators, got.Text)
			}
			at = l.End
		}
	})
}

func TestLanguageTag(t *testing.T) {
	for written, want := range map[string]string{
		"en": "en", " EN-us ": "en-US", "pt_br": "pt-BR", "zh_hant_tw": "zh-Hant-TW", "sr-latn": "sr-Latn", "es-419": "es-419", "eng": "en", "gsw": "gsw", "en-EN": "en",
		"": "", "English": "", "none": "", "x-none": "", "x-default": "", "und": "", "und-US": "", "mul": "", "zxx": "", "C": "", "xx": "", "12": "", "en us": "", "en-\x00": "", "😀": "",
		"en-x-" + strings.Repeat("a-", 20) + "a": "",
	} {
		if got := LanguageTag(written); got != want {
			t.Errorf("%q is %q, want %q", written, got, want)
		}
	}
}

func TestWebAddress(t *testing.T) {
	for s, is := range map[string]bool{
		"https://a.example": true, "HTTP://a.example/1?b=c#d": true, "http://[2001:db8::1]:8080/": true,
		"": false, "https://": false, "https:a.example": false, "//a.example": false, "www.a.example": false, "mailto:ann@a.example": false, "file:///etc/passwd": false,
		"javascript:alert(1)": false, "https://a b.example": false, "https://a.example/\n": false,
	} {
		if got := WebAddress(s); (got == s && s != "") != is || got != "" && !is {
			t.Errorf("%q is %q", s, got)
		}
	}
}
