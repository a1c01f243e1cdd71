package office

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"factmark/app/ingest/extract"
)

// zipped makes an archive of names and contents by turns.
func zipped(t testing.TB, parts ...string) []byte {
	t.Helper()
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func readAny(raw []byte) (extract.Content, error) {
	kind, err := Kind(raw)
	if err != nil {
		return extract.Content{}, err
	}
	switch kind {
	case FormatDocx:
		return Docx(raw)
	case FormatOdt:
		return Odt(raw)
	case FormatRtf:
		return Rtf(raw)
	case FormatEpub:
		return Epub(raw)
	}
	return extract.Content{}, errors.New("of another kind: " + string(kind))
}

// Files as other programs write them, each beside the text that is to be read of it.
func TestFiles(t *testing.T) {
	const flood = "Harbour office files its first flood report"
	for name, want := range map[string]extract.Metadata{
		"calibre.docx":             {Title: flood, Author: "Ana Ferreira", Published: "2026-11-28", Language: "en"},
		"libreoffice.docx":         {Title: flood, Author: "Ana Ferreira", Language: "en-US"},
		"libreoffice-scripts.docx": {Title: "Scripts", Language: "en-US"},
		"pandoc.docx":              {Title: flood, Author: "Ana Ferreira", Published: "2026-11-28", Language: "en"},
		"footnotes.docx":           {Author: "Michael Williamson", Published: "2014-06-10", Language: "en-GB"},
		"strict.docx":              {Author: "Tom Chantry", Published: "2018-01-22"},
		"libreoffice.odt":          {Title: flood, Author: "Ana Ferreira", Language: "en-US"},
		"libreoffice-scripts.odt":  {Title: "Scripts"},
		"pandoc.odt":               {Title: flood, Author: "Ana Ferreira", Published: "2026-11-28", Language: "en"},
		"calibre.rtf":              {Title: flood, Author: "Ana Ferreira", Language: "en-US"},
		"libreoffice.rtf":          {Title: flood, Author: "Ana Ferreira", Language: "en-US"},
		"libreoffice-scripts.rtf":  {Title: "Scripts"},
		"pandoc.rtf":               {Title: flood},
		"japanese.rtf":             {Title: "ゾルゲと尾崎、淡々と最期", Author: "VMazelVMazel", Published: "2004-10-28"},
		"libreoffice.epub":         {Title: flood, Author: "Ana Ferreira", Language: "en"},
		"pandoc.epub":              {Title: flood, Author: "Ana Ferreira", Published: "2026-11-28", Language: "en"},
	} {
		raw, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(filepath.Join("testdata", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := readAny(raw)
		if err != nil || got.Metadata != want {
			t.Errorf("%s: %+v, %v, want %+v", name, got.Metadata, err, want)
		}
		if got.Text != string(text) {
			t.Errorf("%s reads as\n%s", name, got.Text)
		}
		if kind, _ := Kind(raw); "."+string(kind) != filepath.Ext(name) {
			t.Errorf("%s is told as %q", name, kind)
		}
		wellFormed(t, got)
		for _, n := range []int{len(raw) / 2, len(raw) - 50} { // cut short
			if got, err := readAny(raw[:n]); err == nil && !slices.Contains(got.Remarks, "The file breaks off before its end; what was there is taken.") {
				t.Errorf("%d bytes of %s are taken without a word", n, name)
			}
		}
	}
}

// wellFormed checks what every content is.
func wellFormed(t *testing.T, c extract.Content) {
	t.Helper()
	if !utf8.ValidString(c.Text) || strings.ContainsAny(c.Text, "\r\x00") || strings.Contains(c.Text, "\n\n\n") || strings.TrimSpace(c.Text) == "" {
		t.Errorf("no text of a document: %q", c.Text)
	}
	for _, line := range []string{c.Title, c.Author, c.Published, c.Language, c.URL, c.Publisher} {
		if strings.ContainsAny(line, "\r\n") || !utf8.ValidString(line) {
			t.Errorf("no line: %q", line)
		}
	}
}

func TestKind(t *testing.T) {
	types := `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`
	opc := func(target, root string) []byte {
		return zipped(t, "[Content_Types].xml", types, "_rels/.rels", packageRels(target), target, root)
	}
	odf := func(kind string) []byte {
		return zipped(t, "mimetype", "application/vnd.oasis.opendocument."+kind, "content.xml", "<x/>")
	}
	compound := func(stream string) []byte {
		raw := append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 1016)...)
		entry := raw[512+128:]
		for i, b := range []byte(stream) {
			entry[2*i] = b
		}
		entry[64], entry[66] = byte(2*len(stream)+2), 2
		return raw
	}
	for _, c := range []struct {
		name string
		raw  []byte
		want Format
		err  string
	}{
		{"docx", opc("word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>`), FormatDocx, ""},
		{"docx, Strict, elsewhere", opc("a/b.xml", `<d xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>`), NoFormat, "cannot be read here"},
		{"docx, Strict", opc("a/b.xml", `<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>`), FormatDocx, ""},
		{"xlsx", opc("xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`), FormatXlsx, ""},
		{"pptx", opc("ppt/p.xml", `<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>`), NoFormat, "a presentation"},
		{"xlsb", opc("xl/workbook.bin", "\x00"), NoFormat, "binary Excel"},
		{"odt", odf("text"), FormatOdt, ""},
		{"ott", odf("text-template"), FormatOdt, ""},
		{"ods", odf("spreadsheet"), NoFormat, "save it as .xlsx"},
		{"odp", odf("presentation"), NoFormat, "a presentation"},
		{"odg", odf("graphics"), NoFormat, "OpenDocument graphics"},
		{"fodt", []byte(`<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.text"/>`), FormatOdt, ""},
		{"fods", []byte(`<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>`), FormatOdt, "spreadsheet"},
		{"odt with a password", zipped(t, "mimetype", "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml",
			`<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>`), NoFormat, extract.ErrEncrypted.Error()},
		{"epub", zipped(t, "mimetype", "application/epub+zip\n"), FormatEpub, ""},
		{"epub without a type", zipped(t, "META-INF/container.xml", `<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>`), FormatEpub, ""},
		{"rtf", []byte("\r\n{\\rtf1 x}"), FormatRtf, ""},
		{"zip", zipped(t, "a.txt", "x"), FormatZip, ""},
		{"empty zip", zipped(t), FormatZip, ""},
		{"half a zip", zipped(t, "a.txt", "x")[:40], NoFormat, "damaged"},
		{"docx with a password", compound("EncryptedPackage"), NoFormat, extract.ErrEncrypted.Error()},
		{"doc", compound("WordDocument"), NoFormat, "save it as .docx"},
		{"xls", compound("Workbook"), NoFormat, "save it as .xlsx"},
		{"ppt", compound("PowerPoint Document"), NoFormat, "a presentation"},
		{"another compound file", compound("Whatever"), NoFormat, "old office program"},
		{"text", []byte("Dear <office:document>"), NoFormat, ""},
		{"nothing", nil, NoFormat, ""},
	} {
		got, err := Kind(c.raw)
		if c.err == "" && (err != nil || got != c.want) || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
}

func packageRels(target string) string {
	return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" ` +
		`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="` + target + `"/></Relationships>`
}

func TestArchiveLimits(t *testing.T) {
	const open = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	document := func(body string) []byte {
		return zipped(t, "_rels/.rels", packageRels("word/document.xml"), "word/document.xml", body)
	}
	many := make([]string, 0, 2*extract.MaxParts+4)
	for i := range extract.MaxParts + 1 {
		many = append(many, strings.Repeat("a", i%50+1)+strings.Repeat("b", i/50+1), "")
	}
	var limit *extract.LimitError
	var broken *extract.BrokenError
	for _, c := range []struct {
		name string
		raw  []byte
		as   any
		says string
	}{
		{"a text that doesn't end", document(open + "<w:p><w:r><w:t>" + strings.Repeat("x", 20<<20)), &limit, "8 MB in one paragraph"},
		{"a comment that doesn't end", document("<!--" + strings.Repeat("x", 20<<20)), &limit, "8 MB in one paragraph"},
		{"tables in tables", document(open + strings.Repeat("<w:tbl><w:tr><w:tc>", 1000)), &limit, "400 elements within each other"},
		{"within what is passed over", document(open + "<w:sectPr>" + strings.Repeat("<w:a>", 1000)), &limit, "400 elements within each other"},
		{"a style sheet without end", zipped(t, "_rels/.rels", packageRels("word/document.xml"), "word/_rels/document.xml.rels",
			strings.Replace(packageRels("styles.xml"), "officeDocument\" T", "styles\" T", 1), "word/document.xml", open, "word/styles.xml",
			"<a>"+strings.Repeat("<b/>", maxNodes+1)), &limit, "200000 elements"},
		{"a word that stands for more", document(`<!DOCTYPE w [<!ENTITY a "lol">]>` + open + "<w:p><w:r><w:t>&a;"), &broken, "damaged"},
		{"a part cut short", document(open + "<w:p><w:r><w:t>Half"), &broken, "damaged"},
		{"an empty part", document(""), &broken, "damaged"},
		{"a part that is there twice", zipped(t, "_rels/.rels", packageRels("word/document.xml"), "word/document.xml", open+"<w:p/></w:body></w:document>",
			"Word/document.xml", open+"<w:p/></w:body></w:document>"), &broken, "twice"},
		{"no main part", zipped(t, "[Content_Types].xml", "<Types/>"), &broken, "missing"},
		{"a main part outside", zipped(t, "_rels/.rels", packageRels("../../etc/passwd")), &broken, "missing"},
		{"many parts", zipped(t, many...), &limit, "10000 files"},
	} {
		_, err := Docx(c.raw)
		if err == nil || !errors.As(err, c.as) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	raw := document(open + "<w:p><w:r><w:t>Text</w:t></w:r></w:p></w:body></w:document>")
	at := bytes.Index(raw, []byte("word/document.xml")) + len("word/document.xml") + 20
	raw[at] ^= 0xFF // in the deflated part
	if got, err := Docx(raw); err == nil {
		t.Errorf("a damaged part reads as %q", got.Text)
	}
	if _, err := Docx(make([]byte, extract.MaxInput+1)); !errors.As(err, &limit) {
		t.Errorf("a large file: %v", err)
	}
}

// Whatever the bytes are, they end in a text or a sentence.
func fuzz(f *testing.F, pattern string, read func([]byte) (extract.Content, error), more ...[]byte) {
	files, err := filepath.Glob("testdata/*." + pattern)
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	for _, raw := range more {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		kept := bytes.Clone(raw)
		got, err := read(raw)
		if !bytes.Equal(raw, kept) {
			t.Fatal("the bytes handed in were changed")
		}
		if err == nil {
			wellFormed(t, got)
		} else if strings.TrimSpace(err.Error()) == "" {
			t.Fatal("an error without words")
		}
		_, _ = Kind(raw)
	})
}
