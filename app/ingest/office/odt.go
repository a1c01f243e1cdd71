package office

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"factmark/app/ingest/extract"
)

const (
	openDocument     = "an OpenDocument text"
	openDocumentType = "application/vnd.oasis.opendocument."
)

// Odt reads an OpenDocument text, in an archive or in one XML file (fodt); also a template or a master document.
// Tracked changes are read as accepted. Left out are headers and footers, comments, hidden text, and the numbers of
// lists and headings, which are not in the file. Notes stand behind the text, with their marks in brackets. Its errors
// are as those of Docx.
func Odt(raw []byte) (extract.Content, error) {
	if isFlat(raw) {
		o := &openDocumentReader{styles: map[string]openDocumentStyle{}}
		content, err := o.read(newXMLReader(bytes.NewReader(withoutPictures(raw))))
		return content, brokenAs(openDocument, err)
	}
	a, err := openArchive(raw, openDocument)
	if err != nil {
		return extract.Content{}, err
	}
	content, err := odt(a)
	return content, a.broken(err)
}

func odt(a *archive) (extract.Content, error) {
	if _, err := a.openDocumentType(); err != nil {
		return extract.Content{}, err
	}
	o := &openDocumentReader{files: a, styles: map[string]openDocumentStyle{}}
	for _, name := range []string{"meta.xml", "styles.xml"} { // which may be missing or damaged without harm to the text
		if !a.has(name) {
			continue
		}
		if root, err := a.tree(name); err == nil {
			o.readMeta(root)
			o.readStyles(root)
		}
	}
	r, err := a.open("content.xml")
	if err != nil {
		return extract.Content{}, err
	}
	content, err := o.read(newXMLReader(r))
	if err == nil {
		_, err = io.Copy(io.Discard, r) // to its checksum
	}
	return content, err
}

// openDocumentType gives the type of an archive. One with a password is extract.ErrEncrypted.
func (a *archive) openDocumentType() (string, error) {
	kind := ""
	if a.has("mimetype") {
		content, err := a.read("mimetype", 1<<10)
		if err != nil {
			return "", err
		}
		kind = strings.TrimSpace(strings.TrimPrefix(string(content), "\uFEFF"))
	}
	if kind == epubType || !a.has("meta-inf/manifest.xml") {
		return kind, nil
	}
	manifest, err := a.tree("meta-inf/manifest.xml")
	if err != nil {
		return "", err
	}
	for _, entry := range manifest.children {
		switch name := entry.attr("full-path"); name {
		case "/":
			if kind == "" {
				kind = entry.attr("media-type")
			}
		case "content.xml", "encrypted-package":
			if entry.child("manifest:encryption-data").is() {
				return "", extract.ErrEncrypted
			}
		}
	}
	return kind, nil
}

func isOpenDocumentText(kind string) bool { return strings.HasPrefix(kind, openDocumentType+"text") }

// kindOfOpenDocument refuses the kinds that are not read.
func kindOfOpenDocument(kind string) error {
	kind, is := strings.CutPrefix(kind, openDocumentType)
	switch {
	case !is || strings.HasPrefix(kind, "text"):
		return nil
	case strings.HasPrefix(kind, "presentation"):
		return errPresentation
	case strings.HasPrefix(kind, "spreadsheet"):
		return save("an OpenDocument spreadsheet", "LibreOffice", ".xlsx or .csv")
	}
	return save("an OpenDocument "+kind, "LibreOffice", "PDF")
}

// isFlat tells whether a file is an OpenDocument in one XML file.
func isFlat(raw []byte) bool {
	start := raw[:min(len(raw), 1024)]
	return bytes.Contains(start, []byte("<office:document")) && bytes.HasPrefix(bytes.TrimLeft(start, "\xEF\xBB\xBF \t\r\n"), []byte("<"))
}

// flatType gives the type of an OpenDocument in one XML file.
func flatType(raw []byte) string {
	start, err := newXMLReader(bytes.NewReader(raw)).root()
	if err != nil {
		return ""
	}
	return attr(start, "mimetype")
}

// withoutPictures leaves out the pictures of an OpenDocument in one XML file, which may be longer than a text may be.
func withoutPictures(raw []byte) []byte {
	const begin, end = "<office:binary-data>", "</office:binary-data>"
	var rest []byte
	for {
		before, after, found := bytes.Cut(raw, []byte(begin))
		if rest == nil && !found {
			return raw
		}
		rest = append(rest, before...)
		if !found {
			return rest
		}
		if _, raw, found = bytes.Cut(after, []byte(end)); !found {
			return append(append(rest, begin...), after...)
		}
	}
}

// openDocumentReader reads one OpenDocument text.
type openDocumentReader struct {
	files *archive // nil of a document in one XML file
	*xmlReader
	tally
	extract.Metadata
	styles    map[string]openDocumentStyle
	defaults  *node // the text properties of a paragraph without a style
	letters   scripts
	footnotes []note
	endnotes  []note
	lists     int // lists around
	asides    int // text boxes and notes around

	space, start bool // white space that is not written yet; nothing stands before it in the paragraph
}

type openDocumentStyle struct {
	parent string
	title  bool
	hidden bool
}

func (o *openDocumentReader) read(x *xmlReader) (extract.Content, error) {
	o.xmlReader = x
	var f flow
	if _, err := o.root(); err != nil {
		return extract.Content{}, err
	}
	err := o.each(func(e xml.StartElement) error {
		switch short(e.Name) {
		case "office:body":
			return o.inside(&f)
		case "office:automatic-styles", "office:styles", "office:meta":
			section, err := o.tree(e)
			if err == nil {
				root := &node{children: []*node{section}}
				o.readMeta(root)
				o.readStyles(root)
			}
			return err
		}
		return o.skip()
	})
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return extract.Content{}, err
	}
	f.notes(append(o.footnotes, o.endnotes...))
	if o.Language == "" && o.defaults != nil {
		tag := func(of string) string {
			language, country := o.defaults.attr("language"+of), o.defaults.attr("country"+of)
			if country == "" || country == "none" {
				return language
			}
			return language + "-" + country
		}
		o.Language = o.letters.language(tag(""), tag("-asian"), tag("-complex"))
	}
	return f.content(o.Metadata, o.remarks())
}

func (o *openDocumentReader) readMeta(root *node) {
	for _, meta := range root.children {
		if meta.name != "office:meta" {
			continue
		}
		o.Title = heldTitle(meta.child("dc:title").line())
		if o.Author = meta.child("meta:initial-creator").line(); o.Author == "" {
			o.Author = meta.child("dc:creator").line()
		}
		o.Language = extract.LanguageTag(meta.child("dc:language").line())
		o.Published = saved(meta.child("meta:creation-date").line(), meta.child("dc:date").line())
	}
}

func (o *openDocumentReader) readStyles(root *node) {
	for _, section := range root.children {
		for _, n := range section.children {
			switch text := n.child("style:text-properties"); n.name {
			case "style:default-style":
				if n.attr("family") == "paragraph" {
					o.defaults = text
				}
			case "style:style":
				name := n.attr("name")
				o.styles[n.attr("family")+" "+name] = openDocumentStyle{
					parent: n.attr("parent-style-name"),
					title:  name == "Title",
					hidden: text.attr("display") == "none" || n.child("style:section-properties").attr("display") == "none",
				}
			}
		}
	}
}

// style gives what a style and those that it is made of say.
func (o *openDocumentReader) style(family, name string) (title, hidden bool) {
	for range 20 {
		s, known := o.styles[family+" "+name]
		if !known {
			return title || name == "Title", hidden
		}
		title, hidden = title || s.title, hidden || s.hidden
		name = s.parent
	}
	return title, hidden
}

// inside reads the rest of an element, whose own characters are no text.
func (o *openDocumentReader) inside(f *flow) error {
	return o.each(func(e xml.StartElement) error { return o.element(f, e) })
}

func (o *openDocumentReader) element(f *flow, e xml.StartElement) error {
	switch name := short(e.Name); name {
	case "text:p", "text:h":
		return o.paragraph(f, e)
	case "text:list", "text:ordered-list", "text:unordered-list":
		o.lists++
		err := o.inside(f)
		o.lists--
		return err
	case "table:table":
		lists := o.lists
		o.lists = 0
		err := o.inside(f)
		o.lists = lists
		f.tableEnd()
		return err
	case "table:table-row":
		f.rowStart()
		err := o.inside(f)
		f.rowEnd()
		return err
	case "table:table-cell", "table:covered-table-cell":
		err := o.inside(f)
		f.cellEnd()
		return err
	case "text:section", "text:hidden-paragraph", "text:hidden-text":
		if _, hidden := o.style("section", attr(e, "style-name")); hidden || attr(e, "display") == "none" || attr(e, "is-hidden") == "true" {
			o.tally.hidden++
			return o.skip()
		}
	case "text:tracked-changes":
		return o.each(func(e xml.StartElement) error {
			region, err := o.tree(e)
			if err == nil && region.name == "text:changed-region" && !region.child("text:format-change").is() {
				o.changes++
			}
			return err
		})
	case "draw:frame":
		return o.frame(f)
	case "draw:text-box", "draw:custom-shape", "draw:rect", "draw:ellipse", "draw:circle", "draw:line", "draw:connector", "draw:polygon", "draw:path", "draw:caption":
		return o.box(f)
	case "office:annotation", "office:annotation-end":
		if name == "office:annotation" {
			o.comments++
		}
		return o.skip()
	case "office:forms", "text:sequence-decls", "text:variable-decls", "text:user-field-decls", "text:alphabetical-index-auto-mark-file",
		"text:table-of-content-source", "text:illustration-index-source", "text:table-index-source", "text:object-index-source",
		"text:user-index-source", "text:alphabetical-index-source", "text:bibliography-source", "office:event-listeners",
		"text:number", "text:ruby-text", "svg:title", "svg:desc", "text:script", "table:shapes", "office:change-info":
		return o.skip()
	}
	return o.inside(f)
}

func (o *openDocumentReader) paragraph(f *flow, e xml.StartElement) error {
	heading := short(e.Name) == "text:h"
	title, hidden := o.style("paragraph", attr(e, "style-name"))
	if hidden {
		o.tally.hidden++
		return o.skip()
	}
	space, start := o.space, o.start
	f.paragraph(o.lists > 0 && !heading, heading || title)
	o.space, o.start = false, true
	err := o.chars(f)
	f.endParagraph()
	o.space, o.start = space, start
	return cmp.Or(err, f.out.Err())
}

// chars reads the rest of an element within a paragraph. White space is one space, and none at the ends of the
// paragraph; more of it has elements of its own.
func (o *openDocumentReader) chars(f *flow) error {
	for {
		token, err := o.next()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.EndElement:
			return nil
		case xml.CharData:
			o.write(f, string(token))
		case xml.StartElement:
			if err := o.inline(f, token); err != nil {
				return err
			}
		}
	}
}

func (o *openDocumentReader) write(f *flow, text string) {
	var out strings.Builder
	for _, r := range text {
		if r == ' ' || r == '\t' || r == '\n' || r == '\r' {
			o.space = !o.start
			continue
		}
		if o.space {
			out.WriteByte(' ')
		}
		out.WriteRune(r)
		o.space, o.start = false, false
	}
	o.letters.count(out.String())
	f.write(out.String())
}

// exactly writes text with its spaces.
func (o *openDocumentReader) exactly(f *flow, text string) {
	if o.space {
		text = " " + text
	}
	o.space, o.start = false, false
	f.write(text)
}

func (o *openDocumentReader) inline(f *flow, e xml.StartElement) error {
	switch short(e.Name) {
	case "text:span":
		if _, hidden := o.style("text", attr(e, "style-name")); hidden {
			o.tally.hidden++
			return o.skip()
		}
		return o.chars(f)
	case "text:s":
		n, err := strconv.Atoi(attr(e, "c"))
		if err != nil {
			n = 1
		}
		o.exactly(f, strings.Repeat(" ", max(0, min(n, 1000))))
	case "text:tab", "text:tab-stop":
		o.exactly(f, "\t")
	case "text:line-break":
		o.space, o.start = false, true
		f.lineBreak()
	case "text:note", "text:footnote", "text:endnote":
		return o.note(f, e)
	case "text:hidden-text":
		o.tally.hidden++
		return o.skip()
	case "text:a", "text:ruby", "text:ruby-base", "text:meta", "text:meta-field", "text:bookmark-ref", "text:reference-ref":
		return o.chars(f)
	case "draw:a":
		return o.inside(f)
	case "office:annotation", "office:annotation-end", "text:ruby-text", "text:script", "text:hidden-paragraph", "text:tracked-changes",
		"text:number", "office:event-listeners", "text:section":
		return o.element(f, e)
	}
	if name := short(e.Name); strings.HasPrefix(name, "draw:") || strings.HasPrefix(name, "table:") || name == "text:p" || name == "text:h" || name == "text:list" {
		return o.element(f, e)
	}
	return o.chars(f) // a field: its text is its result
}

// aside reads what does not belong into the present paragraph: the text of a box or a note.
func (o *openDocumentReader) aside() (string, error) {
	if o.asides++; o.asides > 20 { // the text of each is copied
		return "", extract.TooMuch(20, "text boxes within each other")
	}
	space, start, lists := o.space, o.start, o.lists
	o.lists = 0
	var f flow
	err := o.inside(&f)
	o.space, o.start, o.lists = space, start, lists
	o.asides--
	if err != nil {
		return "", err
	}
	return f.text()
}

func (o *openDocumentReader) box(f *flow) error {
	text, err := o.aside()
	f.box(text)
	return err
}

// frame holds a text box, a picture, or an object such as a formula; where several say the same, the first counts.
func (o *openDocumentReader) frame(f *flow) error {
	done := false
	return o.each(func(e xml.StartElement) error {
		switch name := short(e.Name); {
		case done:
			return o.skip()
		case name == "draw:text-box":
			done = true
			return o.box(f)
		case name == "draw:object":
			formula, err := o.formula(e)
			if formula != "" {
				done = true
				o.exactly(f, formula)
			}
			return err
		}
		return o.skip()
	})
}

// formula gives the text of an embedded formula (MathML).
func (o *openDocumentReader) formula(e xml.StartElement) (string, error) {
	var root *node
	name, inside := partName("", attr(e, "href"))
	if o.files != nil && inside && o.files.has(name+"/content.xml") {
		var err error
		root, err = o.files.tree(name + "/content.xml")
		if err == nil {
			err = o.skip()
		}
		if err != nil {
			return "", err
		}
	} else {
		object, err := o.tree(e)
		if err != nil {
			return "", err
		}
		root = object
		if len(object.children) == 1 {
			root = object.children[0]
		}
	}
	if root.name != "math:math" {
		if root.is() && root.name != "draw:object" {
			o.charts++
		}
		return "", nil
	}
	var text strings.Builder
	writeFormula(&text, root)
	return strings.Join(strings.Fields(text.String()), " "), nil
}

// writeFormula writes the signs of a formula in their order, with those between that show which belong together.
func writeFormula(text *strings.Builder, n *node) {
	between := map[string]string{"math:mfrac": "/", "math:msup": "^", "math:msub": "_"}[n.name]
	switch n.name {
	case "math:annotation", "math:annotation-xml":
		return
	case "math:mi", "math:mn", "math:mo", "math:mtext":
		text.WriteString(n.line())
		return
	case "math:msqrt":
		text.WriteString("√")
	}
	for i, c := range n.children {
		if i > 0 {
			text.WriteString(between)
		}
		writeFormula(text, c)
	}
}

func (o *openDocumentReader) note(f *flow, e xml.StartElement) error {
	n := note{}
	end := attr(e, "note-class") == "endnote" || short(e.Name) == "text:endnote"
	err := o.each(func(e xml.StartElement) error {
		switch short(e.Name) {
		case "text:note-citation", "text:footnote-citation", "text:endnote-citation":
			citation, err := o.tree(e)
			if err == nil {
				n.mark = citation.line()
			}
			return err
		case "text:note-body", "text:footnote-body", "text:endnote-body":
			text, err := o.aside()
			n.text = text
			return err
		}
		return o.skip()
	})
	if err != nil {
		return err
	}
	notes := &o.footnotes
	if end {
		notes = &o.endnotes
	}
	if n.mark == "" {
		n.mark = mark(len(*notes)+1, "")
	}
	*notes = append(*notes, n)
	o.exactly(f, "") // the space before it
	f.mark(n.mark)
	return nil
}
