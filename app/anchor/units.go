package anchor

import (
	"slices"
	"strings"
	"unicode"
)

// unit is what is read as one in a text: a sentence, a row of a table, an item
// of a list, a line that is no sentence, as headings are. White space around it
// is no part of it.
type unit struct {
	area
	kind   unitKind
	block  int32 // number of the run of lines without a blank one between them
	indent int32 // of the item that it is or belongs to, in columns
	leads  bool  // begins its paragraph
	bare   bool  // does not end as sentences do
}

type unitKind uint8

const (
	sentence unitKind = iota
	row
	item
)

// cutter cuts a text into units.
type cutter struct {
	text  []rune
	units []unit
	block int32
}

// line is a line of a text with its ends trimmed.
type line struct {
	area
	indent  int
	row     bool
	content int // where the text of a list's item begins; start for all else
}

func cutUnits(text []rune) []unit {
	c := &cutter{text: text}
	var block []line
	for start := 0; start <= len(text); {
		end := start
		for end < len(text) && !lineBreak(text[end]) {
			end++
		}
		l := line{area: area{start, end}}
		for l.start < end && space(text[l.start]) && text[l.start] != '\t' || l.start < end && text[l.start] == '\t' {
			l.indent++
			l.start++
		}
		for l.end > l.start && space(text[l.end-1]) {
			l.end--
		}
		switch {
		case l.start == l.end:
			c.cut(block)
			block = block[:0]
		case !isRule(text[l.start:l.end]):
			block = append(block, l)
		}
		start = end + 1
	}
	c.cut(block)
	return c.units
}

// isRule tells whether a line is drawn and says nothing: under a heading, or
// between the header and the rows of a table.
func isRule(line []rune) bool {
	return !slices.ContainsFunc(line, func(r rune) bool { return !strings.ContainsRune("-=_*~#+|:─━═ \t", r) })
}

func lineBreak(r rune) bool {
	return r == '\n' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029
}

// cut cuts a block, the lines between two blank ones.
func (c *cutter) cut(lines []line) {
	if len(lines) == 0 {
		return
	}
	c.block++
	c.findRows(lines)
	for i := range lines {
		lines[i].content = lines[i].start
		if !lines[i].row {
			lines[i].content += marker(c.text[lines[i].start:lines[i].end])
		}
	}
	wrapped := c.wrapped(lines)
	for i := 0; i < len(lines); {
		l := lines[i]
		n := i + 1
		if l.row {
			// White space before the first cell is an empty cell.
			c.add(unit{area: area{l.start - l.indent, l.end}, kind: row, leads: true, bare: true})
			i = n
			continue
		}
		for n < len(lines) && !lines[n].row && !lines[n].isItem() && c.goesOn(lines, n-1, wrapped) {
			n++
		}
		c.cutParagraph(lines[i:n])
		i = n
	}
}

func (l *line) isItem() bool { return l.content > l.start }

func (c *cutter) add(u unit) {
	u.block = c.block
	c.units = append(c.units, u)
}

// cutParagraph cuts a paragraph into sentences. One of a single line that does
// not end like a sentence stays whole.
func (c *cutter) cutParagraph(lines []line) {
	first, last := lines[0], lines[len(lines)-1]
	u := unit{area: area{first.start, last.end}, leads: true}
	if first.isItem() {
		u.kind, u.indent = item, int32(first.indent)
	}
	u.bare = !c.terminated(u.area)
	if u.bare && len(lines) == 1 {
		c.add(u)
		return
	}
	whole := u.area
	for _, s := range cutSentences(c.text, area{first.content, last.end}) {
		u.area = s
		if u.leads {
			u.start = whole.start
		}
		u.bare = !c.terminated(u.area)
		c.add(u)
		u.leads = false
	}
}

// terminated tells whether a text ends as a sentence does.
func (c *cutter) terminated(a area) bool {
	end := a.end
	for end > a.start && (closes(c.text[end-1]) || space(c.text[end-1])) {
		end--
	}
	return end > a.start && (terminal(c.text[end-1]) || wideStop(c.text[end-1]))
}

// wrapped tells whether a block was broken into lines of about one length: most
// lines could not take the next one's first word, and end within a sentence.
func (c *cutter) wrapped(lines []line) bool {
	const leastWidth = 24
	if len(lines) < 2 || c.width(lines) < leastWidth {
		return false
	}
	breaks, full := 0, 0
	for i := range len(lines) - 1 {
		if lines[i].row || lines[i+1].row || lines[i+1].isItem() {
			continue
		}
		breaks++
		if c.full(lines, i, 0) && !c.terminated(lines[i].area) {
			full++
		}
	}
	return full*2 >= breaks && full > 0
}

func (c *cutter) width(lines []line) int {
	width := 0
	for _, l := range lines {
		width = max(width, l.end-l.start+l.indent)
	}
	return width
}

// full tells whether a line has no room for the next one's first word and some
// columns more.
func (c *cutter) full(lines []line, i, more int) bool {
	next := lines[i+1]
	word := next.start
	for word < next.end && !space(c.text[word]) && !unspaced(c.text[word]) {
		word++
	}
	return lines[i].indent+lines[i].end-lines[i].start+1+max(1, word-next.start)+more > c.width(lines)
}

// goesOn tells whether the paragraph of line i goes on in the next one.
func (c *cutter) goesOn(lines []line, i int, wrapped bool) bool {
	ended := c.terminated(lines[i].area)
	next := c.text[lines[i+1].start]
	switch {
	case !ended && unicode.IsLower(next):
		return true
	case lines[i].isItem() && lines[i+1].indent > lines[i].indent && !ended:
		return true
	case !wrapped:
		return false
	case c.full(lines, i, 10):
		return true
	}
	// A short line in wrapped text is a heading, or the last one of a paragraph.
	began := i == 0 || c.terminated(lines[i-1].area)
	return !ended && !began
}

// terminal tells of signs that end a sentence where white space follows.
func terminal(r rune) bool {
	return strings.ContainsRune(".!?؟۔।॥።။။។៕։᠃།", r) && r != 0
}

func closes(r rune) bool { return strings.ContainsRune(`"'”’»)]}」』】》“›`, r) }

func opens(r rune) bool { return strings.ContainsRune(`"'“‘«„([{「『【《‹¿¡”»`, r) }

// cutSentences cuts a paragraph into its sentences, rather too few than too
// many: none ends before a small letter or a digit, or behind an abbreviation.
func cutSentences(text []rune, a area) []area {
	var all []area
	start := a.start
	for i := a.start; i < a.end; i++ {
		if !terminal(text[i]) && !wideStop(text[i]) || text[i] == '；' {
			continue
		}
		next := i + 1
		for next < a.end && (terminal(text[next]) || wideStop(text[next]) || text[next] == '…') {
			next++
		}
		stop := next
		for next < a.end && closes(text[next]) {
			next++
		}
		after := next
		for after < a.end && space(text[after]) {
			after++
		}
		ends := after == a.end
		if wideStop(text[i]) {
			ends = ends || next == stop || after > next || opens(text[next])
		} else if !ends && after > next {
			letter := after
			for letter < a.end && opens(text[letter]) {
				letter++
			}
			ends = letter == a.end || !unicode.IsLower(text[letter]) && !unicode.IsNumber(text[letter]) && !(text[i] == '.' && abbreviated(text, a.start, i))
		}
		if ends {
			all = append(all, area{start, next})
			start, next = after, after
		}
		i = max(i, next-1)
	}
	if start < a.end {
		all = append(all, area{start, a.end})
	}
	return all
}

// abbreviated tells whether the full stop at a place ends an abbreviation, or an
// ordinal number, rather than a sentence.
func abbreviated(text []rune, from, at int) bool {
	start := at
	for start > from && (unicode.IsLetter(text[start-1]) || unicode.IsDigit(text[start-1]) || text[start-1] == '.') {
		start--
	}
	word := text[start:at]
	switch {
	case len(word) == 0:
		return false
	case slices.Contains(word, '.'):
		return true
	case unicode.IsDigit(word[0]):
		return len(word) <= 2
	case len(word) == 1, len(word) <= 3 && unicode.IsUpper(word[0]):
		return !unspaced(word[0])
	}
	return len(word) <= 6 && abbreviations[strings.ToLower(string(word))]
}

// abbreviations are those of more than one letter that stand before a word with
// a large one, in European languages.
var abbreviations = set(`prof capt corp dept sept bros univ assn approx resp vs etc gen sen rep gov hon rev maj col lt sgt messrs mmes
	nos vol art sec ch fig eds cf st mt ft jr sr ltd inc co no
	nr abs bzw ca evtl geb ggf hrsg inkl mio mrd ing dipl str tsd usw vgl zzgl jh kap
	av boul arch mm mme mlle env hab dr mgr
	sra srta núm pág avda ud uds tel ntra
	ул им тыс млн млрд руб др пр гг см стр рис обл просп
	np ul prof inż mgr tzw al gł
	sig dott ecc pag
	ex exmo
	mevr dhr blz bijv`)

// marker gives how long the mark of a list's item at the start of a line is,
// with the space behind it; 0 where there is none.
func marker(text []rune) int {
	i := 0
	switch {
	case strings.ContainsRune("-*+•‣◦▪·●○■□–—✓✗", text[0]):
		i = 1
	default:
		if text[0] == '(' || text[0] == '[' {
			i++
		}
		start := i
		for i < len(text) && i-start < 4 && (unicode.IsDigit(text[i]) || text[i] < 0x80 && unicode.IsLetter(text[i])) {
			i++
		}
		digits := i > start && unicode.IsDigit(text[start])
		if i == start || i == len(text) || !strings.ContainsRune(".)]", text[i]) || !digits && i-start > 1 && !roman(text[start:i]) {
			return 0
		}
		if !digits && text[i] == '.' && unicode.IsUpper(text[start]) && i-start == 1 {
			return 0 // an initial
		}
		i++
	}
	end := i
	for end < len(text) && space(text[end]) {
		end++
	}
	if end == i || end == len(text) {
		return 0
	}
	return end
}

func roman(text []rune) bool {
	return !slices.ContainsFunc(text, func(r rune) bool { return !strings.ContainsRune("ivxIVX", r) })
}

// findRows tells which lines of a block are rows of a table: those with a tab or
// a bar between cells, and neighbours that have as many other separators.
func (c *cutter) findRows(lines []line) {
	type counts struct{ tabs, bars, semicolons, commas, gaps int }
	all := make([]counts, len(lines))
	for i, l := range lines {
		n := &all[i]
		text := c.text[l.start:l.end]
		quoted := false
		for j, r := range text {
			if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
				continue
			}
			spaced := j+1 < len(text) && space(text[j+1])
			switch {
			case r == '"':
				quoted = !quoted
			case quoted:
			case r == '\t':
				n.tabs++
			case r == '|', r == '│', r == '¦':
				n.bars++
			case r == ';':
				if spaced {
					n.semicolons += 100
				}
				n.semicolons++
			case r == ',' && j > 0 && j+1 < len(text) && unicode.IsDigit(text[j-1]) && unicode.IsDigit(text[j+1]):
			case r == ',':
				if spaced {
					n.commas += 100
				}
				n.commas++
			case space(r) && spaced && j > 0 && !space(text[j-1]) && j+2 < len(text) && space(text[j+2]):
				n.gaps++
			}
		}
		for j := l.start - l.indent; j < l.start; j++ {
			if c.text[j] == '\t' {
				n.gaps += 100 // of no meaning where the line beside it is no row
				break
			}
		}
	}
	few := func(n int) int { // separators that a space follows are those of prose
		if n >= 100 {
			return 0
		}
		return n
	}
	alike := func(a, b counts) bool {
		return a.bars > 0 && a.bars == b.bars || few(a.semicolons) > 0 && a.semicolons == b.semicolons ||
			few(a.commas) > 0 && a.commas == b.commas || few(a.gaps) > 0 && few(b.gaps) > 0
	}
	for i := range lines {
		n := all[i]
		bounded := n.bars > 1 && c.text[lines[i].start] == '|' && c.text[lines[i].end-1] == '|'
		lines[i].row = n.tabs > 0 || bounded || i > 0 && alike(n, all[i-1]) || i+1 < len(lines) && alike(n, all[i+1])
	}
	for i := range lines { // a row of which only the last cell is filled
		if all[i].gaps >= 100 && (i > 0 && all[i-1].tabs > 0 || i+1 < len(lines) && all[i+1].tabs > 0) {
			lines[i].row = true
		}
	}
}
