package office

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"factmark/app/ingest/extract"
)

// flow lays paragraphs, list items, tables and notes out as plain text: an empty line between paragraphs, a line for
// each item of a list and each row of a table, a tab between cells.
type flow struct {
	out     extract.Builder
	between int    // line ends to be written before the next text: 0, 1 or 2
	tabs    int    // then tabs, for the cells before it
	fresh   bool   // nothing was written since the row or the cell began
	rows    []bool // of the rows that are open: whether it has text
	item    bool   // the last paragraph was an item of a list
	begun   bool   // the present paragraph has text
	joins   bool   // the next paragraph goes on in this line
	boxes   []string
	lead    string // white space at the beginning of the paragraph, which alone is no text
	marks   string // of notes, to be written behind a sign that ends a sentence

	title   strings.Builder // the first heading
	heading bool            // the present paragraph is that
}

// paragraph begins a paragraph.
func (f *flow) paragraph(item, heading bool) {
	switch {
	case f.joins:
		f.joins = false
	case !f.fresh:
		ends := 2
		if len(f.rows) > 0 || item && f.item {
			ends = 1
		}
		f.between = max(f.between, ends)
	}
	f.item = item
	f.heading = heading && f.title.Len() == 0
}

// endParagraph ends it, and writes the text boxes that were anchored amid its text.
func (f *flow) endParagraph() {
	f.writeMarks()
	f.begun, f.heading, f.lead = false, false, ""
	for _, text := range f.boxes {
		f.paragraph(false, false)
		f.write(text)
		f.begun = false
	}
	f.boxes = nil
}

// write adds text to the present paragraph.
func (f *flow) write(text string) {
	if f.marks != "" {
		rest := strings.TrimLeft(text, ".,;:!?")
		f.put(text[:len(text)-len(rest)])
		if text = rest; text != "" {
			f.writeMarks()
		}
	}
	if !f.begun && strings.TrimSpace(text) == "" {
		if len(f.lead) < 200 {
			f.lead += text
		}
		return
	}
	f.put(f.lead + text)
	f.lead = ""
}

// mark writes the mark of a note: behind the sign that ends a sentence or its part, so that it does not part them.
func (f *flow) mark(of string) {
	if f.marks += "[" + of + "]"; len(f.marks) > 200 {
		f.writeMarks()
	}
}

func (f *flow) writeMarks() {
	marks := f.marks
	f.marks = ""
	f.put(marks)
}

func (f *flow) put(text string) {
	if text == "" {
		return
	}
	switch f.between {
	case 1:
		f.out.Line()
	case 2:
		f.out.Block()
	}
	if f.tabs > 0 {
		f.out.Write(strings.Repeat("\t", f.tabs))
	}
	f.out.Write(text)
	f.between, f.tabs, f.fresh, f.begun = 0, 0, false, true
	for i := range f.rows {
		f.rows[i] = true
	}
	if f.heading && f.title.Len() < 1000 {
		f.title.WriteString(text)
	}
}

// lineBreak ends a line within a paragraph.
func (f *flow) lineBreak() {
	f.writeMarks()
	if f.begun {
		f.between = min(f.between+1, 2)
		if f.heading {
			f.title.WriteByte(' ')
		}
	}
}

// box writes the text of a box that is anchored in the present paragraph: before it, or after it where it has text
// already, but never amid a sentence.
func (f *flow) box(text string) {
	if text == "" {
		return
	}
	if f.begun {
		f.boxes = append(f.boxes, text)
		return
	}
	heading, item := f.heading, f.item
	f.heading = false
	f.write(text)
	f.begun, f.heading = false, heading
	f.paragraph(item, heading)
}

func (f *flow) rowStart() {
	switch {
	case f.fresh: // the first row of a table in a cell
	case len(f.rows) == 0 && f.between == 0:
		f.between = 2
	default:
		f.between = max(f.between, 1)
	}
	f.fresh = true
	f.rows = append(f.rows, false)
}

func (f *flow) cellEnd() {
	if len(f.rows) == 0 {
		return
	}
	if f.rows[len(f.rows)-1] {
		f.between = 0
	}
	f.tabs++
	f.fresh = true
}

func (f *flow) rowEnd() {
	if len(f.rows) == 0 {
		return
	}
	text := f.rows[len(f.rows)-1]
	f.rows = f.rows[:len(f.rows)-1]
	if text {
		f.tabs = 0
		f.between = 1
		f.fresh = false
	} else if len(f.rows) == 0 {
		f.tabs = 0
		f.fresh = false
	}
	f.item = false
}

// tableEnd ends a table that is not in a cell.
func (f *flow) tableEnd() {
	if len(f.rows) == 0 {
		f.between, f.fresh = 2, false
	}
}

// notes writes the notes behind the text, each behind its mark.
func (f *flow) notes(notes []note) {
	f.rows, f.tabs, f.joins = nil, 0, false
	for _, n := range notes {
		f.fresh = false
		f.paragraph(false, false)
		f.write("[" + n.mark + "] " + strings.TrimSpace(n.text))
		f.endParagraph()
	}
}

// note is a footnote or an endnote.
type note struct{ mark, text string }

// text gives what was written, "" where nothing; the text of a box or a note.
func (f *flow) text() (string, error) {
	f.endParagraph()
	content, err := f.out.Content()
	if err == extract.ErrNoText {
		err = nil
	}
	return content.Text, err
}

// content gives the document.
func (f *flow) content(of extract.Metadata, remarks []string) (extract.Content, error) {
	content, err := f.out.Content()
	if err != nil {
		return extract.Content{}, err
	}
	content.Metadata, content.Remarks = of, remarks
	if content.Title == "" {
		content.Title = oneLine(f.title.String())
	}
	return content, nil
}

// mark writes the number of a note as its document does: decimal, or by letters or Roman numbers.
func mark(n int, format string) string {
	switch format {
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperRoman":
		return roman(n)
	case "lowerLetter":
		return strings.Repeat(string(rune('a'+(n-1)%26)), (n-1)/26+1)
	case "upperLetter":
		return strings.Repeat(string(rune('A'+(n-1)%26)), (n-1)/26+1)
	}
	return fmt.Sprint(n)
}

func roman(n int) string {
	var s strings.Builder
	for _, digit := range []struct {
		value int
		text  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= digit.value {
			s.WriteString(digit.text)
			n -= digit.value
		}
	}
	return s.String()
}

// tally counts what a reader has to know of, for the remarks.
type tally struct {
	changes int
	last    string // the change that the text before belongs to
	hidden  int
	comments,
	charts, // and in OpenDocument other objects
	chunked,
	unknown int
}

// change notes a part of a tracked change. Parts that follow one another and were made by one person in one minute are
// one change, as Word counts.
func (t *tally) change(key string) {
	if key != t.last {
		t.changes++
		t.last = key
	}
}

func (t *tally) remarks() (said []string) {
	for _, of := range []struct {
		n         int
		one, many string
	}{
		{t.changes, "1 tracked change is read as accepted.", "%d tracked changes are read as accepted."},
		{t.comments, "1 comment is left out.", "%d comments are left out."},
		{t.hidden, "1 hidden passage is left out.", "%d hidden passages are left out."},
		{t.charts, "1 chart is left out, with the text in it.", "%d charts are left out, with the text in them."},
		{t.chunked, "1 document within it is left out; import it by itself.", "%d documents within it are left out; import them by themselves."},
		{t.unknown, "1 character could not be read and is shown as □.", "%d characters could not be read and are shown as □."},
	} {
		switch {
		case of.n == 1:
			said = append(said, of.one)
		case of.n > 1:
			said = append(said, fmt.Sprintf(of.many, of.n))
		}
	}
	return said
}

// unreadable stands for a character of which no text is known.
const unreadable = "□"

// date makes a date of the beginning of a time in ISO 8601; "" where it is none, or one that programs write for none.
func date(text string) string {
	text = strings.TrimSpace(text)
	text = text[:min(len(text), 10)]
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if day, err := time.Parse(layout, text); err == nil && day.Year() > 0 {
			return text
		}
	}
	return ""
}

// saved is the day on which a file says to have been made, else changed: a guess of when its text was published.
func saved(created, modified string) string {
	for _, moment := range []string{created, modified} {
		if day := date(moment); day > "1980-01-01" {
			return day
		}
	}
	return ""
}

// oneLine makes one line of a property, which is long enough for any title and no longer.
func oneLine(text string) string {
	return extract.OneLine(text[:min(len(text), 4000)])
}

// heldTitle leaves out titles that programs put in by themselves.
func heldTitle(title string) string {
	title = strings.TrimPrefix(oneLine(title), "Microsoft Word - ")
	switch strings.ToLower(title) {
	case "untitled", "untitled document", "word document", "document", "document1", "microsoft word document", "[type the document title]":
		return ""
	}
	return title
}

// scripts counts the letters of a text by what a document sets languages for: East Asian, complex, and all others.
type scripts struct {
	western, latin, asian, complex int
	each                           [len(complexScripts)]int
}

// complexScripts are those that a document sets a language of its own for, with the languages that programs set.
var complexScripts = [...]struct {
	letters   *unicode.RangeTable
	languages string
}{
	{unicode.Arabic, "ar fa ur ps ug sd ku"}, {unicode.Hebrew, "he yi"}, {unicode.Devanagari, "hi mr ne sa kok"}, {unicode.Thai, "th"},
	{unicode.Bengali, "bn as"}, {unicode.Tamil, "ta"}, {unicode.Telugu, "te"}, {unicode.Gujarati, "gu"}, {unicode.Gurmukhi, "pa"},
	{unicode.Kannada, "kn"}, {unicode.Malayalam, "ml"}, {unicode.Khmer, "km"}, {unicode.Lao, "lo"}, {unicode.Sinhala, "si"}, {unicode.Myanmar, "my"},
}

func (s *scripts) count(text string) {
	for _, r := range text {
		switch {
		case r < 0x250:
			if unicode.IsLetter(r) {
				s.western++
				s.latin++
			}
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			s.asian++
		case unicode.IsLetter(r):
			s.countOther(r)
		}
	}
}

func (s *scripts) countOther(r rune) {
	if r >= 0x590 { // below are Greek, Cyrillic and Armenian
		for i, script := range complexScripts {
			if unicode.Is(script.letters, r) {
				s.complex++
				s.each[i]++
				return
			}
		}
	}
	s.western++
}

// language chooses among the three languages that a document sets. One is not believed of a text in letters that it is
// not written in: programs set English, and Hindi, where the user did not.
func (s *scripts) language(western, asian, complex string) string {
	switch {
	case s.asian*3 > s.western && s.asian*3 > s.complex: // a character of East Asia is about a syllable
		return extract.LanguageTag(asian)
	case s.complex > s.western:
		first, _, _ := strings.Cut(extract.LanguageTag(complex), "-")
		for i, n := range s.each {
			if n*2 > s.complex && slices.Contains(strings.Fields(complexScripts[i].languages), first) {
				return extract.LanguageTag(complex)
			}
		}
		return ""
	case s.latin*2 < s.western && strings.HasPrefix(western, "en"):
		return ""
	}
	return extract.LanguageTag(western)
}
