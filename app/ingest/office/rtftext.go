package office

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

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
