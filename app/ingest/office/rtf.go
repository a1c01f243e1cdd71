package office

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"factmark/app/ingest/extract"
)

const richText = "a rich text document"

func isRtf(raw []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(raw[:min(len(raw), 64)], "\xEF\xBB\xBF \t\r\n"), []byte(`{\rtf`))
}

// Rtf reads a document in Rich Text Format (Microsoft's specification 1.9.1, and what programs make of it). Text is
// decoded by the code page of its font, or of the document. Left out are headers and footers, comments, hidden and
// deleted text, pictures, and the signs of lists. Notes stand behind the text, with their marks in brackets. Its errors
// are as those of Docx.
func Rtf(raw []byte) (extract.Content, error) {
	if len(raw) > extract.MaxInput {
		return extract.Content{}, extract.TooMuch(extract.MaxInput>>20, "MB")
	}
	if !isRtf(raw) {
		return extract.Content{}, &extract.BrokenError{Format: richText, Err: errors.New(`it does not begin with {\rtf`)}
	}
	r := &rtfReader{raw: raw, utf8: utf8.Valid(raw), codePage: 1252, fonts: map[int]rtfFont{}, styles: map[int]string{},
		info: map[string]string{}, times: map[string]int{}, languages: map[int]int{}, styleLanguages: map[int]int{}}
	r.state = rtfState{uc: 1, flow: &r.body}
	if err := r.read(); err != nil {
		return extract.Content{}, err
	}
	r.body.end()
	r.body.notes(append(r.footnotes, r.endnotes...))
	m := extract.Metadata{
		Title: heldTitle(r.info["title"]), Author: oneLine(r.info["author"]), Language: r.language(),
		Published: saved(r.day("creatim"), r.day("revtim")),
	}
	remarks := r.remarks()
	if r.cut || len(r.groups) > 1 {
		remarks = append(remarks, "The file breaks off before its end; what was there is taken.")
	}
	return r.body.content(m, remarks)
}

// destination is where the text of a group goes.
type destination int

const (
	toText destination = iota
	toNothing
	toFonts
	toStyles
	toInfo     // the group with title and author
	toField    // one of these
	toRowEnds  // nothing, but the ends of rows within cells count
	toListText // the number or sign of a list item
)

// rtfState is what a group takes over from that around it.
type rtfState struct {
	to    destination
	field string // of the document's properties
	flow  *rtfFlow
	note  string // footnote or endnote: the group is one
	box   bool   // the group is a text box

	uc       int // characters that stand for \u
	font     int
	language int // as Windows counts; 0 where none is set

	hidden, deleted, inserted bool
	author                    int // of the change

	cell, list bool // the paragraph is one of a table, of a list
	level      int  // its outline level from 1; 0 for body text
	style      int
}

type rtfFont struct {
	codePage int // 0: the document's
	symbols  string
	own      bool // its characters are signs of its own
}

type rtfReader struct {
	raw    []byte
	at     int
	state  rtfState
	groups []rtfState // around
	fresh  bool       // nothing of the group was read
	star   bool       // the group begins with \*: it may be passed over
	cut    bool       // the file ends within what it announced
	tally

	bytes    []byte // in the code page of the font, not decoded yet
	high     rune   // the first half of a surrogate pair
	standIns int    // characters to come that stand for \u
	utf8     bool   // all bytes are UTF-8

	codePage       int // of the document
	firstFont      int
	deflang        int
	fonts          map[int]rtfFont
	styles         map[int]string
	styleLanguages map[int]int
	defined        int    // the font or style that is being defined
	name           []byte // its name
	listText       []byte

	body      rtfFlow
	footnotes []note
	endnotes  []note
	concealed bool // the text before is hidden

	info      map[string]string
	times     map[string]int // year, month and day of each: creatim yr
	languages map[int]int    // letters
	letters   scripts
}

func (r *rtfReader) read() error {
	for r.at < len(r.raw) {
		b := r.raw[r.at]
		r.at++
		if b != '\\' && b != '\r' && b != '\n' {
			r.fresh = false
		}
		switch b {
		case '{':
			r.flush()
			if len(r.groups) >= extract.MaxDepth {
				return extract.TooMuch(extract.MaxDepth, "groups within each other")
			}
			r.groups = append(r.groups, r.state)
			r.state.note, r.state.box, r.star, r.fresh, r.standIns = "", false, false, true, 0
			if r.state.to == toStyles {
				r.defined, r.state.style = 0, 0
			}
		case '}':
			r.flush()
			r.star, r.standIns = false, 0
			if len(r.groups) == 0 {
				return nil
			}
			if err := r.groupEnd(); err != nil {
				return err
			}
			if len(r.groups) == 0 { // what follows is none of the document
				return nil
			}
		case '\\':
			r.control()
		case '\r', '\n', 0:
		case '\t':
			r.sign("\t")
		default:
			r.literal(b)
		}
	}
	r.flush()
	return nil
}

// groupEnd goes back to the group around.
func (r *rtfReader) groupEnd() error {
	ended := r.state
	r.state = r.groups[len(r.groups)-1]
	r.groups = r.groups[:len(r.groups)-1]
	if ended.to == toListText && r.state.to == toText {
		// Numbers are text that is referred to; signs are not.
		if number := strings.TrimSpace(string(r.listText)); strings.ContainsAny(number, "0123456789.)") {
			r.text(number + " ")
		}
	}
	if ended.note == "" && !ended.box {
		return nil
	}
	ended.flow.end()
	text, err := ended.flow.text()
	if err != nil {
		return err
	}
	if !r.shown() || r.state.to != toText {
		return nil
	}
	if ended.box {
		r.paragraph()
		r.state.flow.box(text)
		return nil
	}
	notes, format := &r.footnotes, "decimal"
	if ended.note == "endnote" {
		notes, format = &r.endnotes, "lowerRoman"
	}
	n := note{mark(len(*notes)+1, format), text}
	*notes = append(*notes, n)
	r.paragraph()
	r.state.flow.mark(n.mark)
	return nil
}

// aside begins a note or a box.
func (r *rtfReader) aside() {
	if r.state.to == toText && len(r.groups) > 0 {
		r.state.flow = &rtfFlow{}
		r.state.cell, r.state.list, r.state.level, r.state.style = false, false, 0, 0
	}
}

// literal takes a character of the text.
func (r *rtfReader) literal(b byte) {
	if b < utf8.RuneSelf || !r.utf8 {
		r.byte(b)
		return
	}
	char, size := utf8.DecodeRune(r.raw[r.at-1:]) // by programs that write UTF-8 without saying so
	r.at += size - 1
	r.sign(string(char))
}

func (r *rtfReader) byte(b byte) {
	if r.standIns > 0 {
		r.standIns--
	} else if r.state.to != toNothing {
		r.bytes = append(r.bytes, b)
	}
}

// sign takes a character that has a control word of its own.
func (r *rtfReader) sign(text string) {
	if r.standIns > 0 {
		r.standIns--
		return
	}
	r.flush()
	r.text(text)
}

// control reads what begins with a backslash.
func (r *rtfReader) control() {
	if r.at >= len(r.raw) {
		return
	}
	b := r.raw[r.at]
	if !isLetter(b) {
		r.at++
		r.controlSymbol(b)
		return
	}
	start := r.at
	for r.at < len(r.raw) && isLetter(r.raw[r.at]) && r.at-start < 32 {
		r.at++
	}
	word := string(r.raw[start:r.at])
	start = r.at
	if r.at < len(r.raw) && r.raw[r.at] == '-' {
		r.at++
	}
	for r.at < len(r.raw) && r.raw[r.at] >= '0' && r.raw[r.at] <= '9' && r.at-start < 11 {
		r.at++
	}
	n, err := strconv.Atoi(string(r.raw[start:r.at]))
	if r.at < len(r.raw) && r.raw[r.at] == ' ' {
		r.at++
	}
	if text, is := rtfSigns[word]; is {
		r.sign(text)
		return
	}
	if word == "bin" {
		r.cut = r.cut || n > len(r.raw)-r.at
		r.at += max(0, min(n, len(r.raw)-r.at))
		return
	}
	r.flush()
	r.standIns = 0
	r.word(word, n, err == nil)
	r.star, r.fresh = false, false
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

func (r *rtfReader) controlSymbol(b byte) {
	switch b {
	case '\'':
		if r.at+2 <= len(r.raw) {
			if code, err := strconv.ParseUint(string(r.raw[r.at:r.at+2]), 16, 8); err == nil {
				r.at += 2
				r.byte(byte(code))
			}
		}
	case '\\', '{', '}':
		r.byte(b)
	case '~':
		r.sign("\u00a0")
	case '-':
		r.sign("\u00ad")
	case '_':
		r.sign("\u2011")
	case '*':
		r.star = r.fresh
	case '\t':
		r.sign("\t")
	case '\r', '\n':
		r.flush()
		r.endParagraph()
	}
}
