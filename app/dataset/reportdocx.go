package dataset

import (
	"archive/zip"
	"bufio"
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"
	"unicode"

	"factmark/app/locale"
	"factmark/store"
)

// reportDOCXFormat is the report for a word processor: Office Open XML (ECMA-376), four parts in a zip.
var reportDOCXFormat = &Format{
	Name: "report-docx", Title: locale.Mark("Report, word processor"), Extension: ".docx", Unit: NoOffsets,
	Holds:   reportHolds,
	Remarks: append([]string{"Where claims overlap, the underline is that of the shortest; the numbers behind the passage are those of all."}, reportRemarks...),
	write:   writeReportDOCX,
}

// docxParts are those of the file that are always the same.
var docxParts = [][2]string{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
	{"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`},
	{"word/styles.xml", `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Times New Roman"/><w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="300" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		docxStyle("Normal", "Normal", ` w:default="1"`, "", "") +
		docxStyle("Heading1", "heading 1", "", `<w:keepNext/><w:spacing w:before="0" w:after="80"/><w:outlineLvl w:val="0"/>`, `<w:b/><w:sz w:val="34"/>`) +
		docxStyle("Heading2", "heading 2", "", `<w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="1"/>`, `<w:b/><w:sz w:val="26"/>`) +
		docxStyle("Heading3", "heading 3", "", `<w:keepNext/><w:spacing w:before="240" w:after="40"/><w:outlineLvl w:val="2"/>`, `<w:b/>`) +
		docxStyle("Small", "Small", "", `<w:spacing w:after="40" w:line="260" w:lineRule="auto"/>`, `<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:color w:val="57606A"/><w:sz w:val="17"/>`) +
		docxStyle("Evidence", "Evidence", "", `<w:spacing w:after="40"/><w:ind w:left="400" w:hanging="400"/>`, "") +
		`</w:styles>`},
}

func docxStyle(id, name, attributes, paragraph, run string) string {
	return `<w:style w:type="paragraph"` + attributes + ` w:styleId="` + id + `"><w:name w:val="` + name + `"/><w:qFormat/><w:pPr>` + paragraph + `</w:pPr><w:rPr>` + run + `</w:rPr></w:style>`
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

func writeReportDOCX(w io.Writer, in *Selection) error {
	files := zip.NewWriter(w)
	for _, part := range docxParts {
		f, err := files.CreateHeader(&zip.FileHeader{Name: part[0], Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, xmlHead+part[1]); err != nil {
			return err
		}
	}
	f, err := files.CreateHeader(&zip.FileHeader{Name: "word/document.xml", Method: zip.Deflate})
	if err != nil {
		return err
	}
	d := &docx{Writer: bufio.NewWriterSize(f, 1<<16), in: in}
	d.WriteString(xmlHead + `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	if err := in.eachPrinted(d.document); err != nil {
		return err
	}
	d.WriteString(`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	if err := d.Flush(); err != nil {
		return err
	}
	return files.Close()
}

// docx writes the part word/document.xml. An error of the writer is met again by Flush.
type docx struct {
	*bufio.Writer
	in        *Selection
	bookmarks int
}

// paragraph writes a paragraph: its style, properties that come behind the style, and what it holds.
func (d *docx) paragraph(style, properties string, rightToLeft bool, runs ...string) {
	if rightToLeft {
		properties = `<w:bidi/>` + properties
	}
	fmt.Fprintf(d, `<w:p><w:pPr><w:pStyle w:val="%s"/>%s</w:pPr>%s</w:p>`, style, properties, strings.Join(runs, ""))
}

// docxRun is a piece of text with properties of its own; line feeds and tabs are kept.
func docxRun(properties, text string) string {
	var b strings.Builder
	b.WriteString(`<w:r><w:rPr>` + properties)
	if strings.ContainsFunc(text, func(r rune) bool {
		return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko)
	}) {
		b.WriteString(`<w:rtl/>`)
	}
	b.WriteString(`</w:rPr>`)
	for i, line := range strings.Split(printable(text), "\n") {
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		for j, piece := range strings.Split(line, "\t") {
			if j > 0 {
				b.WriteString(`<w:tab/>`)
			}
			b.WriteString(`<w:t xml:space="preserve">` + html.EscapeString(piece) + `</w:t>`)
		}
	}
	b.WriteString(`</w:r>`)
	return b.String()
}

// docxLink is a text that leads to an address of the web.
func docxLink(address string) string {
	if !webAddress(address) {
		return docxRun("", address)
	}
	target := strings.NewReplacer(`\`, "%5C", `"`, "%22", " ", "%20", "\n", "", "\t", "").Replace(printable(address))
	return `<w:fldSimple w:instr="` + html.EscapeString(` HYPERLINK "`+target+`" `) + `">` + docxRun(`<w:color w:val="3B5BDB"/><w:u w:val="single"/>`, address) + `</w:fldSimple>`
}

func docxColour(colour string) string { return strings.TrimPrefix(strings.ToUpper(colour), "#") }

var docxUnderlines = map[string]string{"solid": "single", "double": "double", "dotted": "dotted", "dashed": "dash", "wavy": "wave"}

func docxUnderline(look store.Label) string {
	return `<w:u w:val="` + docxUnderlines[look.Pattern] + `" w:color="` + docxColour(look.Light) + `"/>`
}

// docxMark is how a label's highlight looks: its tint over white paper, and its underline.
func docxMark(look store.Label) string {
	return docxUnderline(look) + `<w:shd w:val="clear" w:color="auto" w:fill="` + docxColour(mix(look.Light, "#FFFFFF", tint)) + `"/>`
}

// numbered is a claim's number that leads to the other place where it stands; the bookmark here is the one that leads here.
func (d *docx) numbered(here, there, properties string, number int) string {
	d.bookmarks++
	return fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="%s"/><w:hyperlink w:anchor="%s">%s</w:hyperlink><w:bookmarkEnd w:id="%d"/>`,
		d.bookmarks, here, there, docxRun(properties, strconv.Itoa(number)), d.bookmarks)
}

func (d *docx) document(p *printed) error {
	properties := ""
	if p.Number > 1 {
		properties = `<w:pageBreakBefore/>`
	}
	d.paragraph("Heading1", properties, startsRightToLeft(p.Title), docxRun("", p.Title))
	var facts []string
	for i, fact := range p.facts() {
		if i > 0 {
			facts = append(facts, docxRun("", " · "))
		}
		facts = append(facts, docxLink(fact))
	}
	if len(facts) > 0 {
		d.paragraph("Small", "", false, facts...)
	}
	var legend []string
	for _, l := range p.Legend {
		legend = append(legend, docxRun(`<w:b/>`+docxMark(l.Look), l.Look.Letter), docxRun(docxMark(l.Look), " "+l.Look.Name), docxRun("", " "+strconv.Itoa(l.N)+"     "))
	}
	if len(legend) == 0 {
		legend = []string{docxRun("", "There are no claims in this document.")}
	}
	d.paragraph("Small", "", false, legend...)
	if len(p.Paragraphs) > 0 {
		d.paragraph("Heading2", "", false, docxRun("", "Text"))
	}
	for _, line := range p.Paragraphs {
		var runs []string
		for _, r := range line.Runs {
			properties := ""
			if n := len(r.Claims); n > 0 {
				properties = docxMark(p.Claims[r.Claims[n-1]].Look)
			}
			if r.Text != "" {
				runs = append(runs, docxRun(properties, r.Text))
			}
			for _, c := range r.Ends {
				runs = append(runs, d.numbered(fmt.Sprintf("r%d_%d", p.Number, c+1), fmt.Sprintf("c%d_%d", p.Number, c+1), `<w:color w:val="3B5BDB"/><w:vertAlign w:val="superscript"/>`, c+1))
			}
		}
		d.paragraph("Normal", "", line.RightToLeft, runs...)
	}
	if len(p.Claims) > 0 {
		d.paragraph("Heading2", "", false, docxRun("", "Claims"))
	}
	for i := range p.Claims {
		d.claim(p, &p.Claims[i])
	}
	return d.in.ctx.Err()
}

func (d *docx) claim(p *printed, c *printedClaim) {
	edge := `<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="` + docxColour(c.Look.Light) + `"/></w:pBdr>`
	number := docxRun("", strconv.Itoa(c.Number))
	if here := fmt.Sprintf("c%d_%d", p.Number, c.Number); c.Shown && len(p.Paragraphs) > 0 {
		number = d.numbered(here, fmt.Sprintf("r%d_%d", p.Number, c.Number), `<w:color w:val="3B5BDB"/>`, c.Number)
	}
	d.paragraph("Heading3", edge, false, number, docxRun("", "  "), docxRun(docxUnderline(c.Look), c.Look.Letter+" · "+c.Look.Name))
	keep := `<w:keepLines/>`
	d.paragraph("Normal", keep+edge, startsRightToLeft(c.Quote), docxRun("", "“"+c.Quote+"”"))
	if c.Statement != "" {
		d.paragraph("Normal", keep+edge, startsRightToLeft(c.Statement), docxRun(`<w:b/>`, "Statement: "), docxRun("", c.Statement))
	}
	if c.Note != "" {
		d.paragraph("Normal", edge, startsRightToLeft(c.Note), docxRun("", c.Note))
	}
	for _, detail := range c.details() {
		d.paragraph("Small", edge, false, docxRun(`<w:b/>`, detail[0]+": "), docxRun("", detail[1]))
	}
	for i := range c.Evidence {
		e := &c.Evidence[i]
		said := docxRun("", stanceSigns[e.Stance]+"\t") + docxRun(`<w:b/>`, e.Stance)
		if e.Quote != "" {
			said += docxRun("", " “"+e.Quote+"”")
		}
		if source := e.source(); source != "" {
			said += docxRun("", " ") + docxRun(`<w:i/>`, source)
		}
		for _, address := range []struct{ before, at string }{{" ", e.URL}, {" Copy: ", e.ArchiveURL}} {
			if address.at != "" {
				said += docxRun("", address.before) + docxLink(address.at)
			}
		}
		if e.Note != "" {
			said += docxRun("", "\n"+e.Note)
		}
		d.paragraph("Evidence", edge, false, said+docxRun(`<w:color w:val="57606A"/><w:sz w:val="17"/>`, "\n"+e.told()))
	}
}

// startsRightToLeft tells the direction of a text of its own.
func startsRightToLeft(text string) bool { return rightToLeft([]run{{Text: text}}) }
