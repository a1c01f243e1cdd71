package office

import (
	"reflect"
	"strings"
	"testing"

	"factmark/app/ingest/extract"
)

const openSpaces = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
	`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" ` +
	`xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" ` +
	`xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
	`xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"`

func openText(t testing.TB, body string) []byte {
	return zipped(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml",
		`<office:document-content `+openSpaces+`><office:automatic-styles><style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>`+
			`<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style></office:automatic-styles>`+
			`<office:body><office:text>`+body+`</office:text></office:body></office:document-content>`,
		"f1/content.xml", `<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mfrac><mn>1</mn><mi>x</mi></mfrac><mo>+</mo><msup><mi>y</mi><mn>2</mn></msup></mrow><annotation>{1} over x</annotation></semantics></math>`,
		"meta.xml", `<office:document-meta `+openSpaces+`><office:meta><dc:creator>Last</dc:creator><meta:initial-creator>First</meta:initial-creator><meta:creation-date>2020-02-03T04:05:06</meta:creation-date></office:meta></office:document-meta>`,
		"styles.xml", `<office:document-styles `+openSpaces+`><office:styles><style:default-style style:family="paragraph"><style:text-properties fo:language="fr" fo:country="CA" style:language-complex="hi"/></style:default-style></office:styles></office:document-styles>`)
}

func TestOdt(t *testing.T) {
	p := func(content string) string { return "<text:p>" + content + "</text:p>" }
	cell := func(content string) string { return "<table:table-cell>" + content + "</table:table-cell>" }
	box := `<draw:frame><draw:text-box>` + p("In a box.") + `</draw:text-box><svg:title>alt</svg:title></draw:frame>`
	note := func(mark, class, text string) string {
		return `<text:note text:note-class="` + class + `"><text:note-citation>` + mark + `</text:note-citation><text:note-body>` + p(text) + `</text:note-body></text:note>`
	}
	for _, c := range []struct {
		name, body, want string
		remarks          []string
	}{
		{"paragraphs", "<text:h>Head</text:h>" + p("One") + p("") + p("two"), "Head\n\nOne\n\ntwo", nil},
		{"white space", p("\n  a  <text:span> b</text:span>\n c<text:s text:c=\"3\"/>d<text:tab/>e<text:line-break/> f <text:s/>"), "a b c   d\te\nf  ", nil},
		{"list", p("Items:") + "<text:list><text:list-item>" + p("one") + "<text:list><text:list-item>" + p("one a") + "</text:list-item></text:list></text:list-item><text:list-item><text:number>2.</text:number>" + p("two") + "</text:list-item></text:list>" + p("x"), "Items:\n\none\none a\ntwo\n\nx", nil},
		{"table", "<table:table><table:table-column/><table:table-header-rows><table:table-row>" + cell(p("a")) + cell(p("b")) + "</table:table-row></table:table-header-rows><table:table-row>" + cell("") + cell(p("d")) + "<table:covered-table-cell/></table:table-row></table:table>" + p("x"), "a\tb\n\td\n\nx", nil},
		{"box", p("The "+box+"text.") + p(box), "The text.\n\nIn a box.\n\nIn a box.", nil},
		{"shape", p(`<draw:custom-shape>` + p("Shape") + `</draw:custom-shape>x`), "Shape\n\nx", nil},
		{"notes", p("One" + note("1", "footnote", "First.") + ", two " + note("i", "endnote", "Last.") + "three"), "One,[1] two [i]three\n\n[1] First.\n\n[i] Last.", nil},
		{"changes", `<text:tracked-changes><text:changed-region><text:insertion/></text:changed-region><text:changed-region><text:deletion>` + p("gone") + `</text:deletion></text:changed-region></text:tracked-changes>` + p(`a<text:change-start/>b<text:change-end/><text:change/>c`), "abc", []string{"2 tracked changes are read as accepted."}},
		{"comment", p(`said<office:annotation><dc:creator>X</dc:creator>` + p("comment") + `</office:annotation> so<office:annotation-end/>`), "said so", []string{"1 comment is left out."}},
		{"hidden", p(`a<text:span text:style-name="T1">secret</text:span>b<text:hidden-text text:is-hidden="true">c</text:hidden-text>`) + `<text:section text:display="none">` + p("x") + `</text:section>`, "ab", []string{"3 hidden passages are left out."}},
		{"links, fields, ruby", p(`<text:a>link</text:a> <text:page-number>3</text:page-number> <text:ruby><text:ruby-base>東</text:ruby-base><text:ruby-text>とう</text:ruby-text></text:ruby><text:bookmark-start/><text:reference-mark/>`), "link 3 東", nil},
		{"contents", `<text:table-of-content><text:table-of-content-source><text:index-title-template>x</text:index-title-template></text:table-of-content-source><text:index-body>` + p("Entry<text:tab/>1") + `</text:index-body></text:table-of-content>`, "Entry\t1", nil},
		{"formula", p(`so <draw:frame><draw:object xlink:href="./f1"/><draw:image/></draw:frame> holds`), "so 1/x+y^2 holds", nil},
		{"forms and declarations", `<office:forms>x</office:forms><text:sequence-decls><text:sequence-decl/></text:sequence-decls>` + p("y"), "y", nil},
	} {
		got, err := Odt(openText(t, c.body))
		if err != nil || got.Text != c.want || !reflect.DeepEqual(got.Remarks, c.remarks) {
			t.Errorf("%s: %q %q, %v", c.name, got.Text, got.Remarks, err)
		}
	}
	got, err := Odt(openText(t, `<text:p text:style-name="P1">The title</text:p><text:p>Texte</text:p>`))
	if want := (extract.Metadata{Title: "The title", Author: "First", Published: "2020-02-03", Language: "fr-CA"}); err != nil || got.Metadata != want {
		t.Errorf("%+v, %v", got.Metadata, err)
	}
}

// One XML file holds the same as an archive, and pictures that are longer than a text may be.
func TestFlatOdt(t *testing.T) {
	got, err := Odt([]byte(`<?xml version="1.0" encoding="UTF-8"?><office:document ` + openSpaces + ` office:mimetype="application/vnd.oasis.opendocument.text"><office:meta><dc:title>T</dc:title></office:meta>` +
		`<office:body><office:text><text:p>Text<draw:frame><draw:image><office:binary-data>` + strings.Repeat("QUJD\n", 2<<20) + `</office:binary-data></draw:image></draw:frame> on.</text:p></office:text></office:body></office:document>`))
	if err != nil || got.Text != "Text on." || got.Title != "T" {
		t.Errorf("%q, %+v, %v", got.Text, got.Metadata, err)
	}
	if _, err := Odt(openText(t, strings.Repeat("<text:p><draw:frame><draw:text-box>", 30))); err == nil || !strings.Contains(err.Error(), "within each other") {
		t.Errorf("boxes in boxes: %v", err)
	}
}

func FuzzOdt(f *testing.F) {
	fuzz(f, "odt", Odt, openText(f, "<text:p>x</text:p>"), []byte(`<office:document `+openSpaces+`><office:body><office:text><text:p>x`))
}
