package office

import (
	"encoding/xml"
	"strings"

	"factmark/app/ingest/extract"
)

const wordDocument = "a Word document"

// Docx reads a Word document (Office Open XML, Transitional or Strict; also with macros, which are not looked at, or as
// a template). Tracked changes are read as accepted. Left out are headers and footers, comments, hidden text, and the
// numbers of lists and headings, which are not in the file: Word computes them. Footnotes stand behind the text, with
// their marks in brackets. What cannot be read is a sentence: *extract.BrokenError, extract.ErrEncrypted,
// extract.ErrNoText or a limit.
func Docx(raw []byte) (extract.Content, error) {
	a, err := openArchive(raw, wordDocument)
	if err != nil {
		return extract.Content{}, err
	}
	content, err := docx(a)
	return content, a.broken(err)
}

func docx(a *archive) (extract.Content, error) {
	name, _, err := a.mainPart()
	if err != nil {
		return extract.Content{}, err
	}
	if name == "" {
		name = "word/document.xml" // whose absence is the error
	}
	d := &wordReader{archive: a, notes: map[string]string{}, marks: map[string]string{}, languages: map[string]int{}}
	if err := d.readParts(name); err != nil {
		return extract.Content{}, err
	}
	var f flow
	if err := d.story(name, func(s *story, e xml.StartElement) error { return s.element(&f, e) }); err != nil {
		return extract.Content{}, err
	}
	f.notes(append(d.footnotes, d.endnotes...))
	m, err := a.coreProperties()
	if err != nil {
		return extract.Content{}, err
	}
	if m.Language == "" {
		m.Language = d.language()
	}
	return f.content(m, d.remarks())
}

// wordReader holds what the parts of one document share.
type wordReader struct {
	*archive
	tally
	styles      map[string]*wordStyle
	related     map[string]relation // to the body, by their ids
	notes       map[string]string   // texts by kind and id: footnote 2
	marks       map[string]string   // of the notes that were met
	footnotes   []note
	endnotes    []note
	noteFormats map[string]string // of the marks, by kind
	defaults    *node             // w:lang of the text
	languages   map[string]int    // letters in a language that the text sets
	letters     scripts
}

// wordStyle is what a style of paragraphs or of text means for the text.
type wordStyle struct {
	basedOn       string
	heading, item bool
	hidden        bool
	lang          *node
}

// readParts reads what the main part is tied to: styles, settings, notes.
func (d *wordReader) readParts(main string) error {
	relations, err := d.relations(main)
	if err != nil {
		return err
	}
	d.noteFormats = map[string]string{"footnote": "decimal", "endnote": "lowerRoman"}
	byKind := map[string]string{}
	d.related = relations
	for _, r := range relations {
		if d.has(r.target) {
			byKind[r.kind] = r.target
		}
	}
	d.styles = map[string]*wordStyle{}
	d.defaults = &node{}
	if name := byKind["styles"]; name != "" {
		root, err := d.tree(name)
		if err != nil {
			return err
		}
		d.readStyles(root)
	}
	if name := byKind["settings"]; name != "" {
		root, err := d.tree(name)
		if err != nil {
			return err
		}
		for kind := range d.noteFormats {
			if format := root.child("w:" + kind + "Pr").child("w:numFmt"); format.is() {
				d.noteFormats[kind] = format.attr("val")
			}
		}
	}
	for _, kind := range []string{"footnote", "endnote"} {
		if name := byKind[kind+"s"]; name != "" {
			if err := d.readNotes(name, kind); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *wordReader) readStyles(root *node) {
	d.defaults = root.child("w:docDefaults").child("w:rPrDefault").child("w:rPr").child("w:lang")
	for _, n := range root.children {
		if n.name != "w:style" {
			continue
		}
		name := strings.ToLower(n.child("w:name").attr("val"))
		paragraph := n.child("w:pPr")
		s := &wordStyle{
			basedOn: n.child("w:basedOn").attr("val"),
			heading: name == "title" || strings.HasPrefix(name, "heading 1"),
			hidden:  isOn(n.child("w:rPr").child("w:vanish")),
			lang:    n.child("w:rPr").child("w:lang"),
			item:    paragraph.child("w:numPr").is() && !paragraph.child("w:outlineLvl").is() && !strings.HasPrefix(name, "heading"),
		}
		if isDefault := n.attr("default"); n.attr("type") == "paragraph" && (isDefault == "1" || isDefault == "true") && s.lang.is() {
			d.defaults = s.lang
		}
		d.styles[n.attr("styleId")] = s
	}
}

// style gives what a style and those that it is based on say.
func (d *wordReader) style(id string) (all wordStyle) {
	all.lang = &node{}
	for range 20 {
		s := d.styles[id]
		if s == nil {
			break
		}
		all.heading = all.heading || s.heading
		all.item = all.item || s.item
		all.hidden = all.hidden || s.hidden
		if !all.lang.is() {
			all.lang = s.lang
		}
		id = s.basedOn
	}
	return all
}

// isOn tells whether a toggle property is set.
func isOn(n *node) bool {
	switch n.attr("val") {
	case "0", "false", "off":
		return false
	}
	return n.is()
}

func (d *wordReader) readNotes(name, kind string) error {
	return d.story(name, func(s *story, e xml.StartElement) error {
		return s.each(func(e xml.StartElement) error {
			if t := attr(e, "type"); short(e.Name) != "w:"+kind || t != "" && t != "normal" {
				return s.skip()
			}
			var f flow
			if err := s.inside(&f); err != nil {
				return err
			}
			text, err := f.text()
			d.notes[kind+" "+attr(e, "id")] = text
			return err
		})
	})
}

// noteMark gives the mark of a note that the text refers to, and takes the note to the end.
func (d *wordReader) noteMark(kind, id string) string {
	key := kind + " " + id
	if d.marks[key] != "" {
		return d.marks[key]
	}
	text, known := d.notes[key]
	if !known {
		return ""
	}
	to := &d.footnotes
	if kind == "endnote" {
		to = &d.endnotes
	}
	d.marks[key] = mark(len(*to)+1, d.noteFormats[kind])
	*to = append(*to, note{d.marks[key], text})
	return d.marks[key]
}

// language is that of most of the letters.
func (d *wordReader) language() string {
	tag := d.letters.language(d.defaults.attr("val"), d.defaults.attr("eastAsia"), d.defaults.attr("bidi"))
	most := d.languages[""]
	for set, n := range d.languages {
		if set != "" && extract.LanguageTag(set) != "" && (n > most || n == most && set < tag) {
			tag, most = extract.LanguageTag(set), n
		}
	}
	return tag
}
