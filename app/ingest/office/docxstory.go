package office

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"factmark/app/ingest/extract"
	"factmark/app/ingest/mail"
	"factmark/app/ingest/web"
)

// story is one part of a document with text: the body, the footnotes.
type story struct {
	*wordReader
	*xmlReader
	fields                    []bool // the fields that are open: whether the text is still that of the instruction
	instructions              int    // how many of them it is
	inserted, deleted, hidden int    // elements around that are
	symbols                   string // the symbol font of the present run
	lang                      string // that the present run sets
	written                   int    // bytes
}

// story reads a part: root is handed the element that it begins with.
func (d *wordReader) story(name string, root func(*story, xml.StartElement) error) error {
	r, err := d.open(name)
	if err != nil {
		return err
	}
	s := &story{wordReader: d, xmlReader: newXMLReader(r)}
	start, err := s.root()
	if err == nil {
		err = root(s, start)
	}
	if err == nil {
		_, err = io.Copy(io.Discard, r) // to its checksum
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// inside reads the rest of an element.
func (s *story) inside(f *flow) error {
	return s.each(func(e xml.StartElement) error { return s.element(f, e) })
}

func (s *story) element(f *flow, e xml.StartElement) error {
	switch name := short(e.Name); name {
	case "w:p":
		return s.paragraph(f)
	case "w:r":
		return s.run(f)
	case "w:t", "m:t":
		text, err := s.chars()
		s.write(f, text)
		return err
	case "w:tbl":
		err := s.inside(f)
		f.tableEnd()
		return err
	case "w:tr":
		f.rowStart()
		err := s.inside(f)
		f.rowEnd()
		return err
	case "w:tc":
		err := s.inside(f)
		f.cellEnd()
		return err

	case "w:ins", "w:moveTo":
		s.change("ins " + attr(e, "author") + attr(e, "date"))
		s.inserted++
		err := s.inside(f)
		s.inserted--
		return err
	case "w:del", "w:moveFrom":
		if name == "w:del" { // a move is counted where it goes to
			s.change("del " + attr(e, "author") + attr(e, "date"))
		}
		s.deleted++
		err := s.inside(f)
		s.deleted--
		return err

	case "w:tab", "w:ptab":
		s.write(f, "\t")
	case "w:br", "w:cr":
		if s.shown() {
			f.lineBreak()
		}
	case "w:noBreakHyphen":
		s.write(f, "\u2011")
	case "w:softHyphen":
		s.write(f, "\u00ad")
	case "w:sym":
		s.write(f, s.symbol(e))
	case "symEx": // of a later version of Word: an emoji
		if code, err := strconv.ParseUint(attr(e, "char"), 16, 21); err == nil {
			s.write(f, string(rune(code)))
		}
	case "w:fldChar":
		s.fieldChar(attr(e, "fldCharType"))
	case "w:footnoteReference", "w:endnoteReference":
		kind := strings.TrimSuffix(strings.TrimPrefix(name, "w:"), "Reference")
		if s.shown() {
			if mark := s.noteMark(kind, attr(e, "id")); mark != "" {
				f.mark(mark)
			}
		}
	case "w:commentReference":
		s.comments++

	case "m:oMathPara": // each on a line of its own
		return s.each(func(e xml.StartElement) error {
			err := s.element(f, e)
			if short(e.Name) == "m:oMath" {
				f.lineBreak()
			}
			return err
		})
	case "m:d":
		return s.delimited(f, "(", ")")
	case "m:nary":
		return s.delimited(f, "∫", "")
	case "m:den":
		s.write(f, "/")
	case "m:sup":
		s.write(f, "^")
	case "m:sub":
		s.write(f, "_")

	case "w:altChunk":
		if err := s.chunk(f, s.related[attr(e, "id")].target); err != nil {
			return err
		}
	case "w:txbxContent":
		return s.textBox(f)
	case "mc:AlternateContent":
		return s.alternatives(f)
	case "a:graphicData":
		if strings.HasSuffix(attr(e, "uri"), "/chart") {
			s.charts++
		}
	case "relIds": // of a diagram (SmartArt)
		if err := s.diagram(f, s.related[attr(e, "dm")].target); err != nil {
			return err
		}

	case "w:pPr", "w:rPr", "m:rPr", "w:sectPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:tblPrEx", "w:sdtPr", "w:sdtEndPr",
		"w:instrText", "w:delText", "w:delInstrText", "w:rt", "w:ffData", "w:fldData", "w:binData":
		return s.skip()
	}
	return s.inside(f)
}

// delimited reads an expression in brackets, or behind an operator such as a sum; the signs are properties of it.
func (s *story) delimited(f *flow, before, after string) error {
	begun := false
	begin := func() {
		if !begun {
			s.write(f, before)
			begun = true
		}
	}
	err := s.each(func(e xml.StartElement) error {
		name := short(e.Name)
		if name != "m:dPr" && name != "m:naryPr" {
			begin()
			return s.element(f, e)
		}
		properties, err := s.tree(e)
		if err != nil {
			return err
		}
		for sign, of := range map[string]*string{"m:begChr": &before, "m:endChr": &after, "m:chr": &before} {
			if n := properties.child(sign); n.is() {
				*of = n.attr("val")
			}
		}
		return nil
	})
	begin()
	s.write(f, after)
	return err
}

// chars gives the text of an element that holds nothing else.
func (s *story) chars() (string, error) {
	var text strings.Builder
	for end := s.depth; s.depth >= end; {
		token, err := s.next()
		if err != nil {
			return "", err
		}
		if chars, is := token.(xml.CharData); is {
			text.Write(chars)
		}
	}
	return spaces.Replace(text.String()), nil
}

// spaces makes spaces of line ends within a text, as programs that show it do.
var spaces = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")

// shown tells whether text at this place is seen once changes are accepted.
func (s *story) shown() bool {
	return s.deleted == 0 && s.hidden == 0 && s.instructions == 0
}

func (s *story) write(f *flow, text string) {
	if !s.shown() {
		return
	}
	if s.symbols != "" {
		text = fromSymbolFont(s.symbols, text)
	}
	if s.inserted == 0 && text != "" {
		s.last = ""
	}
	s.letters.count(text)
	s.languages[s.lang] += len(text)
	s.written += len(text)
	f.write(text)
}

func (s *story) symbol(e xml.StartElement) string {
	code, err := strconv.ParseUint(attr(e, "char"), 16, 16)
	if err != nil {
		return ""
	}
	text := symbolOf(attr(e, "font"), rune(code))
	if text == unreadable {
		s.unknown++
	}
	return text
}

func (s *story) paragraph(f *flow) error {
	began, joins := false, false
	begin := func(item, heading bool) {
		if !began {
			f.paragraph(item, heading)
			began = true
		}
	}
	err := s.each(func(e xml.StartElement) error {
		if short(e.Name) != "w:pPr" {
			begin(false, false)
			return s.element(f, e)
		}
		pPr, err := s.tree(e)
		if err != nil {
			return err
		}
		style := s.style(pPr.child("w:pStyle").attr("val"))
		list := pPr.child("w:numPr").child("w:numId")
		item := style.item || list.is()
		if list.is() && list.attr("val") == "0" || style.heading || pPr.child("w:outlineLvl").is() {
			item = false
		}
		mark := pPr.child("w:rPr")
		if del := mark.child("w:del"); del.is() {
			s.change("del " + del.attr("author") + del.attr("date"))
			joins = true // the end of the paragraph is deleted
		} else if ins := mark.child("w:ins"); ins.is() {
			s.change("ins " + ins.attr("author") + ins.attr("date"))
		}
		if cap := pPr.child("w:framePr").attr("dropCap"); cap == "drop" || cap == "margin" {
			joins = true // the first letter of the next
		}
		begin(item, style.heading)
		return nil
	})
	if err != nil {
		return err
	}
	begin(false, false)
	f.endParagraph()
	f.joins = joins
	if err := f.out.Err(); err != nil {
		return err
	}
	if s.instructions > 0 { // one does not go on past a paragraph
		clear(s.fields)
		s.instructions = 0
	}
	return nil
}

func (s *story) run(f *flow) error {
	symbols, lang, hidden := s.symbols, s.lang, s.hidden
	err := s.each(func(e xml.StartElement) error {
		if short(e.Name) != "w:rPr" {
			return s.element(f, e)
		}
		rPr, err := s.tree(e)
		if err != nil {
			return err
		}
		style := s.style(rPr.child("w:rStyle").attr("val"))
		fonts := rPr.child("w:rFonts")
		s.symbols = symbolFont(fonts.attr("ascii"))
		s.lang = style.lang.attr("val")
		if set := rPr.child("w:lang").attr("val"); set != "" {
			s.lang = set
		}
		vanish := rPr.child("w:vanish")
		if isOn(vanish) || style.hidden && !vanish.is() {
			s.hidden++
			if s.deleted == 0 {
				s.tally.hidden++
			}
		}
		return nil
	})
	s.symbols, s.lang, s.hidden = symbols, lang, hidden
	return err
}

// fieldChar is a border of a field: behind its instruction stands its result, which is the text.
func (s *story) fieldChar(kind string) {
	last := len(s.fields) - 1
	switch {
	case kind == "begin":
		s.fields = append(s.fields, true)
		s.instructions++
	case last >= 0 && (kind == "separate" || kind == "end"):
		if s.fields[last] {
			s.fields[last] = false
			s.instructions--
		}
		if kind == "end" {
			s.fields = s.fields[:last]
		}
	}
}

func (s *story) textBox(f *flow) error {
	fields, instructions, symbols := s.fields, s.instructions, s.symbols
	s.fields, s.instructions, s.symbols = nil, 0, ""
	var box flow
	err := s.inside(&box)
	s.fields, s.instructions, s.symbols = fields, instructions, symbols
	if err != nil {
		return err
	}
	text, err := box.text()
	if s.shown() {
		f.box(text)
	}
	return err
}

// diagram writes the texts of a diagram, which are in a part of its own.
func (s *story) diagram(f *flow, name string) error {
	if !s.has(name) || !s.shown() {
		return nil
	}
	root, err := s.archive.tree(name)
	if err != nil {
		return err
	}
	var lines []string
	for _, point := range root.descendants("pt") {
		for _, paragraph := range point.child("t").children {
			if line := paragraph.line(); line != "" {
				lines = append(lines, line)
			}
		}
	}
	text := strings.Join(lines, "\n")
	s.letters.count(text)
	f.box(text)
	return nil
}

// chunk writes a page of HTML, alone or saved with all that belongs to it, that Word would make a part of the document when it opens it.
func (s *story) chunk(f *flow, name string) error {
	if !s.has(name) {
		s.chunked++
		return nil
	}
	markup, err := s.archive.read(name, maxChapter)
	if err != nil {
		return err
	}
	var content extract.Content
	switch {
	case mail.IsWebArchive(markup):
		content, err = mail.WebArchive(markup, true)
	case strings.HasSuffix(name, "html"), strings.HasSuffix(name, ".htm"):
		text, _ := chapterText(markup)
		var page extract.Builder
		if _, err := web.WholePage(&page, text); err != nil {
			return err
		}
		content, err = page.Content()
	default:
		s.chunked++
		return nil
	}
	if err != nil && err != extract.ErrNoText {
		return err
	}
	f.paragraph(false, false)
	f.write(content.Text)
	f.endParagraph()
	return nil
}

// alternatives reads the first of several ways to say the same in which there is text.
func (s *story) alternatives(f *flow) error {
	before := s.written
	return s.each(func(e xml.StartElement) error {
		if name := short(e.Name); s.written > before || name != "mc:Choice" && name != "mc:Fallback" {
			return s.skip()
		}
		return s.inside(f)
	})
}
