package office

import (
	"reflect"
	"strings"
	"testing"

	"factmark/app/ingest/extract"
)

const (
	wordSpaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" ` +
		`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ` +
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex"`
	wordRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="looks.xml"/>` +
		`<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="/notes/foot.xml"/>` +
		`<Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes" Target="../notes/end.xml"/>` +
		`<Relationship Id="r4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://example.org" TargetMode="External"/>` +
		`<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="page.html"/>` +
		`<Relationship Id="r10" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="page.mht"/>` +
		`<Relationship Id="r12" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="saved.mht"/>` +
		`<Relationship Id="r11" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData" Target="data.xml"/></Relationships>`
	wordStyles = `<w:styles ` + wordSpaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB" w:eastAsia="ja-JP" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:styleId="T"><w:name w:val="Title"/></w:style><w:style w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:numPr/></w:pPr></w:style>` +
		`<w:style w:styleId="B"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:styleId="B2"><w:basedOn w:val="B"/></w:style>` +
		`<w:style w:styleId="Hid"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>`
	wordFootnotes = `<w:footnotes ` + wordSpaces + `><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>line</w:t></w:r></w:p></w:footnote>` +
		`<w:footnote w:id="7"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> First note.</w:t></w:r></w:p><w:p><w:r><w:t>Goes on.</w:t></w:r></w:p></w:footnote>` +
		`<w:footnote w:id="8"><w:p><w:r><w:t>Never referred to.</w:t></w:r></w:p></w:footnote></w:footnotes>`
	wordEndnotes = `<w:endnotes ` + wordSpaces + `><w:endnote w:id="7"><w:p><w:r><w:t>At the end.</w:t></w:r></w:p></w:endnote></w:endnotes>`
)

// word makes a document whose parts lie in unusual places.
func word(t testing.TB, body string) []byte {
	return zipped(t, "_rels/.rels", packageRels("/text/main.xml"), "text/main.xml", `<w:document `+wordSpaces+`><w:body>`+body+`</w:body></w:document>`,
		"text/_rels/main.xml.rels", wordRels, "text/looks.xml", wordStyles, "notes/foot.xml", wordFootnotes, "notes/end.xml", wordEndnotes, "text/page.html", "<p>One<p>Two",
		"text/saved.mht", "MIME-Version: 1.0\r\nSubject: x\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Caf=C3=A9</p>\r\n--b--\r\n",
		"text/data.xml", `<dataModel xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><ptLst><pt><prSet/><t><a:bodyPr/><a:p><a:r><a:t>First</a:t></a:r><a:r><a:t> step</a:t></a:r></a:p></t></pt><pt><t><a:p/></t></pt><pt><t><a:p><a:r><a:t>Second</a:t></a:r></a:p></t></pt></ptLst></dataModel>`)
}

func p(runs string) string    { return "<w:p>" + runs + "</w:p>" }
func run(text string) string  { return `<w:r><w:t xml:space="preserve">` + text + "</w:t></w:r>" }
func para(text string) string { return p(run(text)) }

func TestDocx(t *testing.T) {
	item := func(text string) string {
		return p(`<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr>` + run(text))
	}
	cell := func(content string) string { return "<w:tc><w:tcPr/>" + content + "</w:tc>" }
	row := func(cells ...string) string { return "<w:tr><w:trPr/>" + strings.Join(cells, "") + "</w:tr>" }
	table := func(rows ...string) string {
		return "<w:tbl><w:tblPr/><w:tblGrid/>" + strings.Join(rows, "") + "</w:tbl>"
	}
	box := `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><a:graphic><w:txbxContent>` + para("In a box.") + para("Two.") +
		`</w:txbxContent></a:graphic></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>` + para("In a box.") + `</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>`
	field := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	ins := func(id, content string) string {
		return `<w:ins w:author="A" w:date="` + id + `">` + content + `</w:ins>`
	}
	del := func(id, content string) string {
		return `<w:del w:author="A" w:date="` + id + `"><w:r><w:delText>` + content + `</w:delText></w:r></w:del>`
	}
	for _, c := range []struct {
		name, body, want string
		remarks          []string
	}{
		{"paragraphs", para("One") + p("") + para(" ") + para("  two"), "One\n\n  two", nil},
		{"runs and white space", p(run("a") + run("b ") + `<w:r><w:t>c
d</w:t><w:tab/><w:t>e</w:t><w:br/><w:t>f</w:t><w:noBreakHyphen/><w:t>g</w:t><w:softHyphen/><w:t>h</w:t><w:cr/><w:t>i</w:t></w:r>`), "ab c d\te\nf\u2011g\u00adh\ni", nil},
		{"list", para("Items:") + item("one") + item("two") + p(`<w:pPr><w:pStyle w:val="B2"/></w:pPr>`+run("three")) + para("After"), "Items:\n\none\ntwo\nthree\n\nAfter", nil},
		{"a numbered heading is no item", item("one") + p(`<w:pPr><w:pStyle w:val="H"/></w:pPr>`+run("Head")) + p(`<w:pPr><w:pStyle w:val="B"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>`+run("x")), "one\n\nHead\n\nx", nil},
		{"table", para("T") + table(row(cell(para("a")), cell(para("b")+para("c")), cell(p(""))), row(cell(p("")), cell(para("e")), cell(para("f"))), row(cell(p("")), cell(p("")))) + para("After"),
			"T\n\na\tb\nc\n\te\tf\n\nAfter", nil},
		{"a table in a cell", table(row(cell(para("a")), cell(table(row(cell(para("x")), cell(para("y"))), row(cell(para("z"))))+p("")), cell(para("b")))), "a\tx\ty\nz\tb", nil},
		{"table after table", table(row(cell(para("a")))) + table(row(cell(para("b")))), "a\n\nb", nil},
		{"box before the text", p(box + run("Text.")), "In a box.\n\nTwo.\n\nText.", nil},
		{"box amid the text", p(run("The ") + box + run("text.")), "The text.\n\nIn a box.\n\nTwo.", nil},
		{"old box", p(`<w:r><w:pict><w:txbxContent>` + para("Old.") + `</w:txbxContent></w:pict></w:r>`), "Old.", nil},
		{"alternatives without text in the first", p(`<w:r><mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice><mc:Fallback><w:t>F</w:t></mc:Fallback></mc:AlternateContent></w:r>`), "F", nil},
		{"emoji", p(`<w:r><mc:AlternateContent><mc:Choice><w16se:symEx w16se:font="Segoe UI Emoji" w16se:char="1F60A"/></mc:Choice><mc:Fallback><w:t>x</w:t></mc:Fallback></mc:AlternateContent></w:r>`), "😊", nil},
		{"content controls and links", `<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>` + p(`<w:hyperlink>`+run("link")+`</w:hyperlink><w:sdt><w:sdtContent>`+run(" in")+`</w:sdtContent></w:sdt>`) + `</w:sdtContent></w:sdt>`, "link in", nil},
		{"field", p(field("begin") + `<w:r><w:instrText> IF </w:instrText></w:r>` + field("begin") + `<w:r><w:instrText>PAGE</w:instrText></w:r>` + field("separate") + run("9") + field("end") + field("separate") + run("result") + field("end") + run(".")), "result.", nil},
		{"field without an end", p(field("begin")+`<w:r><w:instrText>X</w:instrText></w:r>`) + para("All of the rest"), "All of the rest", nil},
		{"simple field", p(`<w:fldSimple w:instr="PAGE">` + run("3") + `</w:fldSimple>`), "3", nil},
		{"notes", p(run("One") + `<w:r><w:footnoteReference w:id="7"/></w:r>` + run(". Two") + `<w:r><w:endnoteReference w:id="7"/></w:r>` + run(" three")),
			"One.[1] Two[i] three\n\n[1] First note.\n\nGoes on.\n\n[i] At the end.", nil},
		{"a note that is not there", p(run("One") + `<w:r><w:footnoteReference w:id="99"/></w:r>`), "One", nil},
		{"changes", p(run("a ") + ins("1", run("b ")) + ins("1", run("c ")) + del("1", "x ") + run("d ") + ins("1", run("e"))), "a b c d e", []string{"3 tracked changes are read as accepted."}},
		{"moved", p(`<w:moveFrom w:id="1">`+run("away")+`</w:moveFrom>`+run("stays ")) + p(`<w:moveTo w:id="2">`+run("away")+`</w:moveTo>`), "stays \n\naway", []string{"1 tracked change is read as accepted."}},
		{"a paragraph's end that is deleted", p(`<w:pPr><w:rPr><w:del w:author="A"/></w:rPr></w:pPr>`+run("One ")) + para("two"), "One two", []string{"1 tracked change is read as accepted."}},
		{"what was the look before", p(`<w:pPr><w:pPrChange><w:pPr><w:numPr/></w:pPr></w:pPrChange></w:pPr><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>seen</w:t></w:r>`), "seen", nil},
		{"hidden", p(run("a") + `<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>b</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Hid"/></w:rPr><w:t>x</w:t></w:r>`), "ab", []string{"2 hidden passages are left out."}},
		{"comment", p(`<w:commentRangeStart w:id="0"/>` + run("said") + `<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>`), "said", []string{"1 comment is left out."}},
		{"symbols", p(`<w:r><w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Segoe UI Symbol" w:char="2610"/></w:r><w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>b</w:t></w:r>` + run("x")), "α✓☐βx", nil},
		{"a symbol that is not known", p(`<w:r><w:sym w:font="Own" w:char="F061"/></w:r>`), "□", []string{"1 character could not be read and is shown as □."}},
		{"equation", p(`<m:oMath><m:f><m:fPr/><m:num><m:r><m:rPr/><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f><m:d><m:e><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:e></m:d></m:oMath>`), "1/2(x^2)", nil},
		{"equations on lines of their own", p(`<m:oMathPara><m:oMath><m:r><m:t>a</m:t></m:r></m:oMath><m:oMath><m:r><m:t>b</m:t></m:r></m:oMath></m:oMathPara>`), "a\nb", nil},
		{"a page of HTML within it", para("x") + `<w:altChunk r:id="r9"/><w:altChunk r:id="r10"/>` + para("y"), "x\n\nOne\n\nTwo\n\ny", []string{"1 document within it is left out; import it by itself."}},
		{"a saved web page within it", para("x") + `<w:altChunk r:id="r12"/>`, "x\n\nCafé", nil},
		{"ruby", p(`<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>とう</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>東</w:t></w:r></w:rubyBase></w:ruby></w:r>`), "東", nil},
		{"first letter", p(`<w:pPr><w:framePr w:dropCap="drop"/></w:pPr>`+run("O")) + para("nce"), "Once", nil},
		{"chart", p(`<w:r><w:drawing><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/></a:graphic></w:drawing></w:r>` + run("x")), "x", []string{"1 chart is left out, with the text in it."}},
		{"diagram", p(run("x") + `<w:r><w:drawing><a:graphic><a:graphicData><relIds r:dm="r11"/></a:graphicData></a:graphic></w:drawing></w:r>`), "x\n\nFirst step\nSecond", nil},
		{"header of a section", para("x") + `<w:sectPr><w:headerReference/></w:sectPr>`, "x", nil},
	} {
		got, err := Docx(word(t, c.body))
		if err != nil || got.Text != c.want || !reflect.DeepEqual(got.Remarks, c.remarks) {
			t.Errorf("%s: %q %q, %v", c.name, got.Text, got.Remarks, err)
		}
	}
	if _, err := Docx(word(t, p(""))); err != extract.ErrNoText {
		t.Errorf("no text: %v", err)
	}
}

func TestDocxMetadata(t *testing.T) {
	body := p(`<w:pPr><w:pStyle w:val="H"/></w:pPr>`+`<w:r><w:t>A long</w:t><w:br/><w:t>heading</w:t></w:r>`) + para("Text")
	for _, c := range []struct {
		name, body string
		want       extract.Metadata
	}{
		{"first heading", body, extract.Metadata{Title: "A long heading", Language: "en-GB"}},
		{"East Asian letters", para(strings.Repeat("東京都は今日", 20)), extract.Metadata{Language: "ja-JP"}},
		{"Arabic letters", para(strings.Repeat("قالت", 40)), extract.Metadata{Language: "ar-SA"}},
		{"Hebrew letters, for which no language is set", para(strings.Repeat("אמר", 40)), extract.Metadata{}},
		{"Cyrillic letters are not English", para(strings.Repeat("Привет", 40)), extract.Metadata{}},
		{"set in the text", p(`<w:r><w:rPr><w:lang w:val="de-DE"/></w:rPr><w:t>Ein deutscher Satz, der länger ist als alle Noten zusammen, damit er die Sprache bestimmt.</w:t></w:r>` + run("x")), extract.Metadata{Language: "de-DE"}},
	} {
		got, err := Docx(word(t, c.body))
		if err != nil || got.Metadata != c.want {
			t.Errorf("%s: %+v, %v", c.name, got.Metadata, err)
		}
	}
	const core = `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">`
	rels := strings.Replace(packageRels("d.xml"), "</Relationships>", `<Relationship Id="c" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="c.xml"/></Relationships>`, 1)
	for properties, want := range map[string]extract.Metadata{
		`<dc:title> A  title </dc:title><dc:creator>B</dc:creator><dc:language>pt_BR</dc:language><dcterms:created>2024-05-06T07:08:09Z</dcterms:created>`: {Title: "A title", Author: "B", Language: "pt-BR", Published: "2024-05-06"},
		`<dc:title>Untitled</dc:title><dcterms:created>1601-01-01T00:00:00Z</dcterms:created><dcterms:modified>2020-01-02</dcterms:modified>`:              {Published: "2020-01-02"},
		`<dc:title>Microsoft Word - x.doc</dc:title><dcterms:created>yesterday</dcterms:created>`:                                                          {Title: "x.doc"},
		`<broken`: {},
	} {
		got, err := Docx(zipped(t, "_rels/.rels", rels, "c.xml", core+properties+"</cp:coreProperties>", "d.xml", `<w:document `+wordSpaces+`><w:body>`+para("x")+`</w:body></w:document>`))
		if err != nil || got.Metadata != want {
			t.Errorf("%s: %+v, %v", properties, got.Metadata, err)
		}
	}
}

// Parts may be in UTF-16, or in another declared encoding.
func TestDocxEncodings(t *testing.T) {
	document := `<w:document ` + wordSpaces + `><w:body>` + para("Über") + `</w:body></w:document>`
	utf16 := []byte{0xFF, 0xFE}
	for _, r := range `<?xml version="1.0" encoding="UTF-16"?>` + document {
		utf16 = append(utf16, byte(r), byte(r>>8))
	}
	for name, part := range map[string]string{
		"UTF-16":             string(utf16),
		"UTF-8 with a mark":  "\uFEFF<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + document,
		"a declared charset": `<?xml version="1.0" encoding="ISO-8859-1"?>` + strings.ReplaceAll(document, "Ü", "\xDC"),
	} {
		if got, err := Docx(zipped(t, "_rels/.rels", packageRels("d.xml"), "d.xml", part)); err != nil || got.Text != "Über" {
			t.Errorf("%s: %q, %v", name, got.Text, err)
		}
	}
}

func FuzzDocx(f *testing.F) {
	fuzz(f, "docx", Docx, word(f, para("x")))
}

// The body alone, which a fuzzer cannot reach through the deflated bytes.
func FuzzDocxBody(f *testing.F) {
	for _, body := range []string{para("x"), "<w:tbl><w:tr><w:tc><w:tc>" + para("x"), `<w:r><w:fldChar w:fldCharType="end"/><w:txbxContent>` + para("y"), "</w:body>", "<w:p><w:pPr>"} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if got, err := Docx(word(t, body)); err == nil {
			wellFormed(t, got)
		}
	})
}
