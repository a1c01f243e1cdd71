package office

import (
	"reflect"
	"strings"
	"testing"

	"factmark/app/ingest/extract"
)

const container = `<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`

func bookOf(t testing.TB, metadata, more string, parts ...string) []byte {
	manifest, spine := "", ""
	for i := 0; i < len(parts); i += 2 {
		if name, is := strings.CutPrefix(parts[i], "OPS/"); is && strings.HasSuffix(name, "html") {
			properties := ""
			if name == "nav.xhtml" {
				properties = ` properties="nav"`
			}
			manifest += `<item id="` + name + `" href="` + strings.ReplaceAll(name, " ", "%20") + `" media-type="application/xhtml+xml"` + properties + `/>`
			spine += `<itemref idref="` + name + `"/>`
		}
	}
	return zipped(t, append([]string{"mimetype", epubType, "META-INF/container.xml", container, "OPS/book.opf",
		`<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf"><metadata>` + metadata + `</metadata><manifest>` + manifest + more + `</manifest><spine>` + spine + spine + `</spine></package>`}, parts...)...)
}

func TestEpub(t *testing.T) {
	const one, two = `<html><head><title/></head><body><h1>One</h1><p>First &eacute;.</p></body></html>`, `<?xml version="1.0" encoding="windows-1250"?><html><body><p>P` + "\xf8" + `es</p></body></html>`
	const nav = `<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="landmarks"><a href="a%20b.xhtml">Start</a></nav><nav epub:type="toc"><ol><li><a href="a%20b.xhtml#x">Chapter&nbsp;<b>I</b></a></li></ol></nav></body></html>`
	got, err := Epub(bookOf(t, `<dc:title>A book</dc:title><dc:creator id="c">A</dc:creator><dc:creator opf:role="trl">T</dc:creator><dc:creator opf:role="aut">B</dc:creator><dc:publisher>P</dc:publisher><dc:language>cs</dc:language>`+
		`<dc:date opf:event="modification">2020-01-01</dc:date><dc:date opf:event="publication">1913</dc:date><dc:source>https://example.org/b</dc:source>`, "", "OPS/nav.xhtml", nav, "OPS/a b.xhtml", one, "OPS/c.html", two))
	want := extract.Metadata{Title: "A book", Author: "A, B", Publisher: "P", Published: "1913", URL: "https://example.org/b", Language: "cs"}
	if err != nil || got.Metadata != want || got.Text != "One\n\nFirst é.\n\nPřes" || len(got.Remarks) > 0 {
		t.Errorf("%q, %+v, %q, %v", got.Text, got.Metadata, got.Remarks, err)
	}
	if at := []extract.Locator{{Kind: extract.Chapter, Start: 0, End: 19, Label: "Chapter I"}}; !reflect.DeepEqual(got.Locators, at) {
		t.Errorf("locators %v, want %v", got.Locators, at)
	}

	const ncx = `<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>First</text></navLabel><content src="c.html"/><navPoint><navLabel><text>Second</text></navLabel><content src="d.html#top"/></navPoint></navPoint></navMap></ncx>`
	got, err = Epub(bookOf(t, "", `<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>`, "OPS/toc.ncx", ncx, "OPS/c.html", "<p>c", "OPS/d.html", "\xFF\xFE<\x00p\x00>\x00d\x00"))
	if err != nil || got.Text != "c\n\nd" || !reflect.DeepEqual(got.Locators, []extract.Locator{{Kind: extract.Chapter, Start: 0, End: 1, Label: "First"}, {Kind: extract.Chapter, Start: 3, End: 4, Label: "Second"}}) {
		t.Errorf("%q, %v, %v", got.Text, got.Locators, err)
	}

	got, err = Epub(bookOf(t, "", `<item id="gone.xhtml" href="gone.xhtml" media-type="application/xhtml+xml"/>`, "OPS/c.html", "<h2>Own <i>title</i></h2>Z\xfcrich"))
	if err != nil || got.Title != "Own title" || got.Text != "Own title\n\nZ\ufffdrich" || len(got.Remarks) != 1 || len(got.Locators) != 1 || got.Locators[0].Label != "Own title" {
		t.Errorf("%q, %+v, %v, %q, %v", got.Text, got.Metadata, got.Locators, got.Remarks, err)
	}
}

func TestEpubRefusals(t *testing.T) {
	encryption := func(algorithm string) string {
		return `<encryption><EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod Algorithm="` + algorithm + `"/><CipherData><CipherReference URI="OPS/c.html"/></CipherData></EncryptedData></encryption>`
	}
	raw := bookOf(t, "", "", "OPS/c.html", "<p>x", "META-INF/encryption.xml", encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc"))
	if _, err := Epub(raw); err != errProtectedBook {
		t.Errorf("a protected book: %v", err)
	}
	raw = bookOf(t, "", "", "OPS/c.html", "<p>x", "META-INF/encryption.xml", encryption("http://www.idpf.org/2008/embedding"))
	if got, err := Epub(raw); err != nil || got.Text != "x" {
		t.Errorf("a book with hidden fonts: %q, %v", got.Text, err)
	}
	for says, raw := range map[string][]byte{
		"not in the file":   zipped(t, "META-INF/container.xml", container, "OPS/book.opf", `<package><manifest><item id="a" href="a.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>`),
		"10000 chapters":    zipped(t, "META-INF/container.xml", container, "OPS/book.opf", `<package><spine>`+strings.Repeat("<itemref/>", extract.MaxParts+1)+`</spine></package>`),
		"no text":           bookOf(t, "", "", "OPS/c.html", "<p>"),
		"is missing":        zipped(t, "mimetype", epubType),
		"does not name":     zipped(t, "META-INF/container.xml", "<container/>"),
		"16 MB in one part": bookOf(t, "", "", "OPS/c.html", strings.Repeat(" ", maxChapter+1)),
	} {
		if _, err := Epub(raw); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("want %q: %v", says, err)
		}
	}
}

func FuzzEpub(f *testing.F) {
	fuzz(f, "epub", Epub, bookOf(f, "", "", "OPS/c.html", "<p>x"))
}

// The package document alone, which a fuzzer cannot reach through the deflated bytes.
func FuzzEpubPackage(f *testing.F) {
	f.Add(`<package><manifest><item id="a" href="a.html"/><item id="n" href="b" properties="nav" fallback="n"/></manifest><spine><itemref idref="a"/></spine></package>`, "<p>x", "<nav><a href='a.html'>y</a></nav>")
	f.Fuzz(func(t *testing.T, opf, chapter, nav string) {
		if got, err := Epub(zipped(t, "META-INF/container.xml", container, "OPS/book.opf", opf, "OPS/a.html", chapter, "OPS/b", nav)); err == nil {
			wellFormed(t, got)
		}
	})
}
