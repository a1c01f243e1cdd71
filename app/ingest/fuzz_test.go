package ingest

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func FuzzDecode(f *testing.F) {
	for _, raw := range []string{
		"", "plain", "a\r\nb\rc\n", "\uFEFFmark", "\uFEFF\uFEFF\r\n", "\xFF\xFEa\x00\r\x00\n\x00", "\xFE\xFF\x00a\x4E\x2D", "a\x00b\x00",
		"caf\xE9", "It\x92s", "\xCF\xF0\xE8\xE2\xE5\xF2", "\x82\xB1\x82\xF1", french, russian, chinese, chinese[:20],
		"<meta charset=koi8-r>\xF0", "%PDF-1.4", "[Paris] A sentence that is long enough to be one. And another.",
		"top of page\nSite\nA headline of some words\n", strings.Repeat("e\u0301", 100), "\xFF\xFE\x00\xD8", "\xE2\x80",
	} {
		f.Add("name.txt", []byte(raw))
	}
	f.Add("\xFF\n", []byte("1"))
	samples, err := filepath.Glob("../../seeds/texts/*.txt")
	if err != nil || len(samples) != 5 {
		f.Fatal(samples, err)
	}
	for _, path := range samples {
		raw, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(filepath.Base(path), raw)
	}
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		kept := bytes.Clone(raw)
		doc, err := decodeOne(name, raw, nil)
		if !bytes.Equal(raw, kept) {
			t.Fatal("the bytes handed in were changed")
		}
		if err != nil {
			if text := err.Error(); text == "" || strings.Contains(text, "\n") {
				t.Fatalf("the message %q is not one line", text)
			}
			return
		}
		if doc.Text == "" || !utf8.ValidString(doc.Text) || strings.ContainsAny(doc.Text, "\r\x00") {
			t.Fatalf("the text %q is none", doc.Text)
		}
		if doc.Charset == "utf-8" {
			plain := strings.TrimPrefix(string(raw), "\uFEFF")
			if want := strings.ReplaceAll(strings.ReplaceAll(plain, "\r\n", "\n"), "\r", "\n"); doc.Text != want {
				t.Fatalf("got %q, want %q", doc.Text, want)
			}
		} else if strings.Contains(doc.Text, "\uFFFD") && !strings.HasPrefix(doc.Charset, "utf-16") {
			t.Fatalf("a replacement character in %q", doc.Text)
		}
		if !bytes.Equal(doc.Original, raw) {
			t.Fatal("the original is not kept")
		}
		if length := utf8.RuneCountInString(doc.Title); length == 0 || length > titleLength+1 || strings.ContainsFunc(doc.Title, unicode.IsControl) || !utf8.ValidString(doc.Title) {
			t.Fatalf("the title %q of %d code points is none", doc.Title, length)
		}
		if !utf8.ValidString(doc.FileName) {
			t.Fatalf("the file name %q is not UTF-8", doc.FileName)
		}
		// Behind a mark nothing is taken for anything else than the text it is.
		again, err := decodeOne(name, []byte("\uFEFF"+doc.Text), nil)
		if err != nil || again.Text != doc.Text || again.Title != doc.Title {
			t.Fatalf("read again: %q (%q), %v, want %q (%q)", again.Text, again.Title, err, doc.Text, doc.Title)
		}
	})
}
