package web

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"factmark/app/charset"
	"factmark/app/ingest/extract"
)

func file(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestReadTakesTheArticle(t *testing.T) {
	for _, c := range []struct {
		name  string
		meta  extract.Metadata
		begin string
		holds []string
		lacks []string
	}{
		{"story.html",
			extract.Metadata{Title: "Harbour office files its first flood report", Author: "Ana Ferreira", Publisher: "The Quay Courier", Published: "2025-03-04",
				URL: "https://quay.example/2025/flood-report", Language: "en"},
			"Harbour office files its first flood report\n\n",
			[]string{"\n\nWhat the figures say\n\nDamage is put at €47.3 million", "District\tHouses flooded\tLoss in € million\nOld Quay\t412\t18.9\n",
				"\n\nthe waterflow model was last calibrated in 1998;\ntwo of the five sluices", "Häfliger & Söhne"},
			[]string{"Sport", "Privacy", "<", "@context"}},
		{"parsely-metadata.html", extract.Metadata{Title: "Some Other Title", Author: "Jane Doe", Published: "2024-04-20"}, "", []string{"Lorem ipsum dolor sit amet"}, []string{"parsely"}},
	} {
		got, err := Read(file(t, c.name), nil, false)
		if err != nil || got.Metadata != c.meta || got.Charset != "utf-8" || len(got.Remarks) > 0 {
			t.Errorf("%s: %+v, %q, %q, %v", c.name, got.Metadata, got.Charset, got.Remarks, err)
		}
		if !strings.HasPrefix(got.Text, c.begin) {
			t.Errorf("%s begins with %.80q", c.name, got.Text)
		}
		for _, s := range c.holds {
			if !strings.Contains(got.Text, s) {
				t.Errorf("%s lacks %q: %q", c.name, s, got.Text)
			}
		}
		for _, s := range c.lacks {
			if strings.Contains(got.Text, s) {
				t.Errorf("%s holds %q", c.name, s)
			}
		}
	}
	whole, err := Read(file(t, "story.html"), nil, true)
	if err != nil || len(whole.Remarks) > 0 || !strings.HasPrefix(whole.Text, "Home News Sport\n\nHarbour office") || !strings.HasSuffix(whole.Text, "© 2025 The Quay Courier. All rights reserved. Privacy") {
		t.Errorf("the whole page is %q, %q, %v", whole.Text, whole.Remarks, err)
	}
}

func TestReadTakesAllWhereThereIsNoArticle(t *testing.T) {
	paragraph := "<p>" + strings.Repeat("The ministry denied it on Monday. ", 10) + "</p>"
	var attributes strings.Builder
	for i := range mostAttributes + 1 {
		fmt.Fprintf(&attributes, "a%d ", i)
	}
	for _, c := range []struct{ name, markup, remark string }{
		{"no article", "<title>T</title><div><p>Hello.</div><div aria-hidden=true>" + strings.Repeat(paragraph, 30) + "</div>", "No article was found"},
		{"too deep", strings.Repeat("<div>", 600) + paragraph, "too deeply nested"},
		{"too many links", strings.Repeat("<a href=x>x</a> ", mostLinks+1) + paragraph, "too large"},
		{"too many attributes", "<p " + attributes.String() + ">x</p>" + paragraph, "too large"},
	} {
		got, err := Read([]byte(c.markup), nil, false)
		whole, _ := Read([]byte(c.markup), nil, true)
		if err != nil || len(got.Remarks) != 1 || !strings.Contains(got.Remarks[0], c.remark) || got.Text != whole.Text {
			t.Errorf("%s: %.60q, %q, %v", c.name, got.Text, got.Remarks, err)
		}
	}
	if _, err := Read([]byte("<html><body><script>x</script></body></html>"), nil, false); !errors.Is(err, extract.ErrNoText) {
		t.Errorf("a page without text: %v", err)
	}
}

func TestReadDecodes(t *testing.T) {
	cyrillic, _ := charset.Named("windows-1251")
	for _, c := range []struct {
		name, raw, in, text string
		chosen              *charset.Encoding
	}{
		{name: "named by meta", raw: "<meta charset='windows-1251'><p>\xCF\xF0\xE8\xE2\xE5\xF2", in: "windows-1251", text: "Привет"},
		{name: "named by http-equiv", raw: `<meta http-equiv=Content-Type content="text/html; charset=iso-8859-1"><p>caf` + "\xE9", in: "windows-1252", text: "café"},
		{name: "named below a long comment", raw: "<!--" + strings.Repeat("x", 2000) + "--><meta charset=iso-8859-2><p>\xB1", in: "iso-8859-2", text: "ą"},
		{name: "saved as UTF-8 under its old name", raw: "<meta charset=iso-8859-1><p>café – naïve", in: "utf-8", text: "café – naïve"},
		{name: "a byte order mark", raw: "\xFF\xFE<\x00p\x00>\x00\x41\x04", in: "utf-16le", text: "с"},
		{name: "XML", raw: `<?xml version="1.0" encoding="Shift_JIS"?><html><p>` + "\x8E\x73\x92\xB7", in: "shift_jis", text: "市長"},
		{name: "chosen", raw: "<p>\xCC\xE8\xF0", in: "windows-1251", text: "Мир", chosen: cyrillic},
		{name: "linked data is not UTF-7", raw: `<script type="application/ld+json">{}</script><p>a`, in: "utf-8", text: "a"},
		{name: "a NUL, which browsers show as nothing", raw: "<meta charset=utf-8><p>na\x00ïve " + strings.Repeat("and so on ", 20), in: "utf-8", text: "naïve " + strings.TrimSpace(strings.Repeat("and so on ", 20))},
		{name: "a broken byte that nobody sees", raw: "<meta charset=utf-8><!-- caf\xE9 --><p>naïve", in: "utf-8", text: "naïve"},
	} {
		got, err := Read([]byte(c.raw), c.chosen, true)
		if err != nil || got.Text != c.text || got.Charset != c.in {
			t.Errorf("%s: %q in %s, %v", c.name, got.Text, got.Charset, err)
		}
	}
	if _, err := Read([]byte("<p>\xE1\xE9"), nil, true); err == nil {
		t.Error("two letters of an encoding that is not named are read")
	} else if unsure, is := errors.AsType[*charset.UnsureError](err); !is || unsure.Guess.Encoding == nil {
		t.Errorf("two letters of an encoding that is not named: %v", err)
	}
	if got, err := Read([]byte("<meta charset=utf-8><p>naïve caf\xE9"), nil, true); err == nil {
		t.Errorf("a broken byte is %q", got.Text)
	}
}

func TestMetadata(t *testing.T) {
	for _, c := range []struct {
		name, markup string
		want         extract.Metadata
	}{
		{"a graph with references", `<script type="application/ld+json">{"@graph":[{"@type":"WebSite","@id":"#site","name":"Site"},{"@type":"Person","@id":"#p","name":"A &amp; B"},
			{"@type":["Thing","NewsArticle"],"headline":"Head
			line","author":[{"@id":"#p"},{"name":"By C"}],"publisher":{"@id":"#site"},"datePublished":"2025-02-10T23:30:00-05:00","inLanguage":"pt_br","url":"https://a.example/1"}]}</script>`,
			extract.Metadata{Title: "Head line", Author: "A & B, C", Publisher: "Site", Published: "2025-02-10", Language: "pt-BR", URL: "https://a.example/1"}},
		{"Open Graph", `<html lang="de"><meta property="og:title" content="Kopf | Blatt"><meta property="og:site_name" content="Blatt"><meta property="article:published_time" content="2024-01-02">
			<meta property="article:author" content="https://b.example/x"><meta property="og:url" content="https://b.example/y">`,
			extract.Metadata{Title: "Kopf", Publisher: "Blatt", Published: "2024-01-02", Language: "de", URL: "https://b.example/y"}},
		{"canonical, relative to where it was saved from", "<!-- saved from url=(0021)https://c.example/a/b -->\n<link rel=canonical href=/c><meta name=DC.date.issued content='2019-05'><meta name=dc:creator content=X>",
			extract.Metadata{URL: "https://c.example/c", Published: "2019-05", Author: "X"}},
		{"SingleFile", "<!--\n Page saved with SingleFile \n url: https://d.example/ \n-->", extract.Metadata{URL: "https://d.example/"}},
		{"a title with the site behind a heading", "<title>The weir failed - The Quay Courier</title><h1>The weir failed</h1>", extract.Metadata{Title: "The weir failed"}},
		{"a title with a dash of its own", "<title>Ash - a history of the tree</title><h1>Welcome</h1>", extract.Metadata{Title: "Ash - a history of the tree"}},
		{"a long title", "<title>" + strings.Repeat("word ", 100) + "</title>", extract.Metadata{Title: strings.TrimSpace(strings.Repeat("word ", 100))}},
		{"time", "<time datetime=2001-01-01></time><h1>x</h1><time datetime='2020-07-08T01:02+09:00'>", extract.Metadata{Title: "", Published: "2020-07-08"}},
		{"time that says it is the publication", "<article><time datetime=2001-01-01></time><time itemprop=datePublished datetime=2002-02-02>", extract.Metadata{Published: "2002-02-02"}},
		{"what is no address", "<link rel=canonical href='javascript:alert(1)'><meta property=og:url content='file:///etc/passwd'>", extract.Metadata{}},
		{"a base", "<base href='https://e.example/x/'><link rel=canonical href=y>", extract.Metadata{URL: "https://e.example/x/y"}},
		{"a base that is none", "<base href='https://[::'><link rel=canonical href='https://e.example/z'>", extract.Metadata{URL: "https://e.example/z"}},
		{"the site before the headline", "<title>The Quay Courier | The weir failed</title><meta property=og:site_name content='The Quay Courier'>",
			extract.Metadata{Title: "The weir failed", Publisher: "The Quay Courier"}},
		{"the handle of the site behind the headline", "<title>The weir failed | QuayCourier</title><meta name=twitter:site content='@quaycourier'>", extract.Metadata{Title: "The weir failed"}},
		{"the larger part is the heading", "<title>Quay - The weir at the old quay has failed</title><h2></h2><h1>The weir at the old quay has failed</h1>",
			extract.Metadata{Title: "The weir at the old quay has failed"}},
		{"a page with a creator, and a site", `<script type="application/ld+json">[{"@type":"http://schema.org/WebPage","name":"N","creator":"C","url":["https://f.example/"]},{"@type":"WebSite","name":"S"}]</script>`,
			extract.Metadata{Title: "N", Author: "C", Publisher: "S", URL: "https://f.example/"}},
		{"a headline that says what the page is about", `<title>The weir failed</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"All on the weir","name":"The weir failed"}</script>`,
			extract.Metadata{Title: "The weir failed"}},
		{"objects that are too deep", `<script type="application/ld+json">` + strings.Repeat("[", 1000) + `{"@type":"NewsArticle","headline":"x"}` + strings.Repeat("]", 1000) + `</script>`, extract.Metadata{}},
		{"several languages", "<meta http-equiv=content-language content='en-gb, fr'>", extract.Metadata{Language: "en-GB"}},
		{"not JSON", `<script type="application/ld+json">{"headline": </script><title>x</title>`, extract.Metadata{Title: "x"}},
	} {
		var b extract.Builder
		got, err := WholePage(&b, c.markup+"<p>text")
		if err != nil || got != c.want {
			t.Errorf("%s: %+v, %v, want %+v", c.name, got, err, c.want)
		}
	}
}

func TestDate(t *testing.T) {
	for written, want := range map[string]string{
		"2025-02-10T23:59:59+14:00": "2025-02-10", "2025-02-10 08:00": "2025-02-10", "2025-2-1": "2025-02-01", "2025/02/10": "2025-02-10", "2025-02": "2025-02", "2025": "2025",
		"20250210": "2025-02-10", "10 February 2025": "2025-02-10", "February 10, 2025 at 8 pm": "2025-02-10", "Mon, 10 Feb 2025 23:00:00 -0500": "2025-02-10",
		"Mon Feb 10 23:00:00 EST 2025": "2025-02-10", "Feb 2025": "2025-02", "02/03/2025": "", "2025-13-01": "", "yesterday": "", "": "", "1739232000": "",
	} {
		if got := Date(written); got != want {
			t.Errorf("%q is %q, want %q", written, got, want)
		}
	}
}

func TestABylineEndsBeforeItsDate(t *testing.T) {
	for byline, want := range map[string]string{
		"by Lucas Nolan22 Dec 2016651": "by Lucas Nolan", "Nathan Willis\n  March 25, 2015": "Nathan Willis", "Ana Silva, Monday, 3rd June 2024 at 10:00": "Ana Silva", "Ana Silva | 2024-06-03": "Ana Silva",
		"Ana Silva · 03.06.2024": "Ana Silva", "April May": "April May", "Augusta Marsh, Maya Junge": "Augusta Marsh, Maya Junge", "Agent 47": "Agent 47", "Last Updated: January 7, 2025": "",
	} {
		if got := withoutDate(byline); got != want {
			t.Errorf("%q: %q, want %q", byline, got, want)
		}
	}
}

func TestIs(t *testing.T) {
	for raw, want := range map[string]bool{
		"<!DOCTYPE html><html>": true, "\n<!-- saved --><HTML lang=en>\n<head>": true, "\xEF\xBB\xBF<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'>\n<html>": true,
		"<html><body>x": true, "<head><meta charset=utf-8>": true, "<title>x</title><p>y": true, "\xFF\xFE<\x00h\x00t\x00m\x00l\x00>\x00<\x00": true,
		"<!DOCTYPE html> is how a page begins.": false, "<html> is a tag": false, "# Title\n<div>x</div>": false, "<div align=center>\n\n# README": false, "Use <b>x</b>": false,
		"<p>x": false, "": false, "<?xml version='1.0'?><rss>": false, "<headline>": false,
	} {
		if got := Is([]byte(raw)); got != want {
			t.Errorf("%q: %v", raw, got)
		}
	}
}

// Whatever is read, it ends, and the text is what a document may hold.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"story.html", "parsely-metadata.html"} {
		f.Add(file(f, name))
	}
	for _, seed := range []string{"<table><tr><td>a<td><table><td>b</table>c", "<pre>a\n b</pre><ul><li hidden>c", "<svg><title>x", "<?xml?><title/><p/>a<![CDATA[b", "<script type=application/ld+json>{\"@graph\":[{\"@id\":\"a\",\"author\":{\"@id\":\"a\"}}]}", "<time datetime=2020><h1>a|b", "\xFF\xFE<\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var in *charset.Encoding // to find it out is slow, and has tests of its own
		if !utf8.Valid(raw) {
			in, _ = charset.Named("macintosh")
		}
		for _, whole := range []bool{false, true} {
			c, err := Read(raw, in, whole)
			if err != nil {
				continue
			}
			if !utf8.ValidString(c.Text) || strings.ContainsAny(c.Text, "\r\x00") || strings.TrimSpace(c.Text) == "" || !utf8.ValidString(c.Title+c.Author+c.Publisher) || strings.ContainsAny(c.Title+c.Author+c.Publisher+c.URL, "\n\r") {
				t.Fatalf("%q %+v", c.Text, c.Metadata)
			}
		}
		Is(raw)
	})
}

func BenchmarkRead(b *testing.B) {
	raw := file(b, "story.html")
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := Read(raw, nil, false); err != nil {
			b.Fatal(err)
		}
	}
}
