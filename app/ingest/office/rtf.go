package office

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"
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

// rtfFlow is the text of the body, a note or a box.
type rtfFlow struct {
	flow
	open bool // a paragraph
	row  bool
}

func (f *rtfFlow) end() {
	if f.open {
		f.endParagraph()
	}
	f.open = false
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

// rtfSigns are the control words for characters.
var rtfSigns = map[string]string{
	"emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "tab": "\t",
	"emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "ltrmark": "\u200e", "rtlmark": "\u200f", "zwj": "\u200d", "zwnj": "\u200c", "zwbo": "\u200b", "zwnbo": "\u2060",
}

// rtfWithoutText are the destinations whose text is none of the document's, or is said elsewhere.
var rtfWithoutText = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq("colortbl pict header headerl headerr headerf footer footerl footerr footerf fldinst fldtype xe tc tcn rxe objdata " +
		"objclass objname nonshppict shprslt sp nonesttables annotation atnid atnauthor atntime atndate atnicn atnref atnparent mmathPict private revtbl listtable " +
		"listoverridetable rsidtbl generator themedata colorschememapping datastore latentstyles xmlnstbl userprops docvar filetbl ftnsep ftnsepc ftncn aftnsep " +
		"aftnsepc aftncn bkmkstart bkmkend falt panose fname formfield txfieldtext pgdsctbl wgrffmtfilter template leveltext levelnumbers listname liststylename") {
		all[word] = true
	}
	return all
})

// word does what a control word asks.
func (r *rtfReader) word(word string, n int, given bool) {
	s := &r.state
	on := !given || n != 0
	if s.to == toNothing && word != "ud" {
		return
	}
	if rtfWithoutText()[word] || strings.HasPrefix(word, "m") && strings.HasSuffix(word, "Pr") && len(word) > 3 {
		if word == "annotation" {
			r.comments++
		}
		s.to = toNothing
		return
	}
	switch word {
	case "par", "sect", "page", "column":
		r.endParagraph()
	case "line", "softline", "lbr":
		if s.to == toText && r.shown() {
			s.flow.lineBreak()
		}
	case "cell", "nestcell":
		if s.to == toText {
			r.cellEnd()
		}
	case "row", "nestrow":
		if s.to == toText || s.to == toRowEnds && word == "nestrow" {
			r.rowEnd(word == "nestrow")
		}
	case "pard":
		s.cell, s.list, s.level, s.style = false, false, 0, 0
	case "plain":
		s.hidden, s.deleted, s.inserted, s.font = false, false, false, r.firstFont
		s.language = r.deflang
	case "intbl":
		s.cell = true
	case "itap":
		s.cell = n > 0
	case "ls":
		s.list = true
	case "listtext", "pntext":
		if s.to == toText && len(r.groups) > 0 {
			r.groups[len(r.groups)-1].list = true
			s.to, s.field = toListText, ""
			r.listText = r.listText[:0]
		}
	case "outlinelevel":
		s.level = n + 1
	case "s":
		s.style, r.defined = n, n
		if language := r.styleLanguages[n]; language != 0 && s.to == toText {
			s.language = language
		}
	case "f":
		s.font, r.defined = n, n
	case "deff":
		r.firstFont, s.font = n, n
	case "fcharset":
		r.setFont(func(f *rtfFont) { f.codePage, f.own = rtfCharsets[n], n == 2 })
	case "cpg":
		r.setFont(func(f *rtfFont) { f.codePage = n })
	case "lang":
		if s.language = n; s.to == toStyles {
			r.styleLanguages[r.defined] = n
		}
	case "deflang":
		r.deflang, s.language = n, n
	case "v":
		s.hidden = on
	case "deleted":
		s.deleted = on
	case "revised":
		s.inserted = on
	case "revauth", "revauthdel":
		s.author = n
	case "uc":
		s.uc = max(0, n)
	case "u":
		r.unicode(n)
	case "mac":
		r.codePage = 10000
	case "pc":
		r.codePage = 437
	case "pca":
		r.codePage = 850
	case "ansicpg":
		if n != 0 {
			r.codePage = n
		}
	case "upr":
		s.to = toNothing
	case "ud":
		if len(r.groups) > 1 && r.star {
			s.to = r.groups[len(r.groups)-2].to // that around \upr
		}
	case "footnote":
		r.aside()
		s.note = "footnote"
	case "ftnalt":
		if s.note != "" {
			s.note = "endnote"
		}
	case "shptxt", "dptxbxtext":
		r.aside()
		s.box = true
	case "shpinst", "do", "moMath", "moMathPara", "mmath":
	case "mden":
		r.text("/")
	case "msup":
		r.text("^")
	case "msub":
		r.text("_")
	case "nesttableprops":
		s.to = toRowEnds
	case "fonttbl":
		s.to = toFonts
	case "stylesheet":
		s.to = toStyles
	case "info":
		s.to = toInfo
	case "title", "author", "creatim", "revtim":
		if s.to == toInfo {
			s.to, s.field = toField, word
		}
	case "yr", "mo", "dy":
		r.times[s.field+" "+word] = n
	default:
		if r.star {
			s.to = toNothing
		}
	}
	if s.note != "" && s.flow == &r.body || s.box && s.flow == &r.body {
		s.note, s.box = "", false
	}
}

// day gives the day of one of the document's times, with zeros for what it does not say.
func (r *rtfReader) day(time string) string {
	return fmt.Sprintf("%04d-%02d-%02d", r.times[time+" yr"], r.times[time+" mo"], r.times[time+" dy"])
}

func (r *rtfReader) setFont(set func(*rtfFont)) {
	if r.state.to == toFonts {
		f := r.fonts[r.defined]
		set(&f)
		r.fonts[r.defined] = f
	}
}

// unicode takes a character by its number, which is signed, or half of one.
func (r *rtfReader) unicode(n int) {
	if n < 0 {
		n += 0x10000
	}
	r.standIns = r.state.uc
	char := rune(n)
	switch {
	case n < 0 || n > utf8.MaxRune:
		return
	case utf16.IsSurrogate(char) && char < 0xDC00:
		r.lone()
		r.high = char
		return
	case utf16.IsSurrogate(char):
		high := r.high
		r.high = 0
		if char = utf16.DecodeRune(high, char); char == utf8.RuneError {
			r.unknown++
			r.text(unreadable)
			return
		}
	default:
		r.lone()
	}
	if font := r.fonts[r.state.font]; font.own && char >= 0xF000 && char <= 0xF0FF {
		r.text(r.own(font, char))
		return
	}
	r.text(string(char))
}

// lone writes what stands for the first half of a pair without the other.
func (r *rtfReader) lone() {
	if r.high != 0 {
		r.high = 0
		r.unknown++
		r.text(unreadable)
	}
}

// own gives the text of a character of a font of symbols.
func (r *rtfReader) own(font rtfFont, char rune) string {
	text := symbolOf(font.symbols, char)
	if text == unreadable && r.state.to == toText {
		r.unknown++
	}
	return text
}

// flush decodes the bytes before.
func (r *rtfReader) flush() {
	if len(r.bytes) == 0 {
		return
	}
	r.lone()
	raw := r.bytes
	r.bytes = r.bytes[:0]
	font := r.fonts[r.state.font]
	if r.state.to == toText && font.own && font.symbols != "" {
		for _, b := range raw {
			r.text(r.own(font, 0xF000+rune(b)))
		}
		return
	}
	page := r.codePage
	if font.codePage != 0 && (r.state.to == toText || r.state.to == toFonts) {
		page = font.codePage
		if page == 1252 && r.codePage >= 10000 { // Word for the Mac says so of fonts whose text is in the document's code page
			page = r.codePage
		}
	}
	text, broken := decodePage(page, raw)
	if r.state.to == toText {
		r.unknown += broken
	}
	r.text(text)
}

// text takes text to where it goes.
func (r *rtfReader) text(text string) {
	switch r.state.to {
	case toText:
		if !r.shown() {
			if r.state.hidden && !r.state.deleted && !r.concealed {
				r.tally.hidden++
				r.concealed = true
			}
			if r.state.deleted {
				r.change(fmt.Sprint("del", r.state.author))
			}
			return
		}
		r.concealed = false
		if r.last = ""; r.state.inserted {
			r.change(fmt.Sprint("ins", r.state.author))
		}
		r.letters.count(text)
		r.languages[r.state.language] += len(text)
		r.paragraph()
		r.state.flow.write(text)
	case toFonts, toStyles:
		for _, b := range []byte(text) {
			if b != ';' {
				if len(r.name) < 100 {
					r.name = append(r.name, b)
				}
				continue
			}
			name := strings.TrimSpace(string(r.name))
			r.name = r.name[:0]
			if r.state.to == toStyles {
				r.styles[r.defined] = strings.ToLower(name)
			} else {
				r.setFont(func(f *rtfFont) { f.symbols = symbolFont(name) })
			}
		}
	case toListText:
		if len(r.listText) < 100 {
			r.listText = append(r.listText, text...)
		}
	case toField:
		if len(r.info[r.state.field]) < 2000 {
			r.info[r.state.field] += text
		}
	}
}

func (r *rtfReader) shown() bool { return !r.state.hidden && !r.state.deleted }

// paragraph begins one where none is open.
func (r *rtfReader) paragraph() {
	s, f := &r.state, r.state.flow
	if f.open {
		return
	}
	switch {
	case s.cell && !f.row:
		f.rowStart()
	case !s.cell && f.row:
		f.rowEnd()
	}
	f.row = s.cell
	style := r.styles[s.style]
	heading := s.level == 1 || style == "title" || style == "heading 1"
	f.flow.paragraph(s.list && s.level == 0 && !strings.HasPrefix(style, "heading"), heading)
	f.open = true
}

func (r *rtfReader) endParagraph() {
	if r.state.to == toText && r.shown() {
		r.state.flow.end()
	}
}

func (r *rtfReader) cellEnd() {
	f := r.state.flow
	switch {
	case f.row:
	case f.open: // a row that no word announced
		f.rows = append(f.rows, true)
	default:
		f.rowStart()
	}
	f.end()
	f.row, r.state.cell = true, true
	f.cellEnd()
}

// rowEnd ends a row; one within a cell is a line of it.
func (r *rtfReader) rowEnd(nested bool) {
	f := r.state.flow
	f.end()
	switch {
	case !f.row:
	case nested:
		f.tabs, f.between, f.fresh = 0, 1, false
	default:
		f.flow.rowEnd()
		f.row = false
	}
}
