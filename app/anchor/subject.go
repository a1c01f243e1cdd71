package anchor

import (
	"encoding/binary"
	"hash/maphash"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// outline is a text cut into units, with what each of them takes its subject
// from: the sentence before one that begins with "he", the heading over a
// paragraph, the header of a table, the speaker of a turn.
type outline struct {
	text   []rune
	seed   maphash.Seed
	units  []unit
	of     []subject
	titles []int // headings at the head of the text, whose level has no other
	plain  bool  // capital letters tell names from other words
}

// subject is what tells what a unit speaks of. Of two units with the same id the
// whole statement is the same: its wording, and all that it takes its subject from.
type subject struct {
	mention
	key     uint64   // of the wording
	frame   uint64   // of the headings, header, speaker, quotation around it, without the titles of the whole text
	untitle uint64   // of wording, frame, and of what it leans on
	id      uint64   // the same, with the titles
	leans   bool     // it takes its subject from the unit before
	takes   [4]int32 // the heading, header of a table, lead-in and speaker it stands under, -1 for none
	topic   int      // the first of the units just before it that may name its subject
}

func newOutline(text []rune, seed maphash.Seed) *outline {
	o := &outline{text: text, seed: seed, units: cutUnits(text)}
	o.of = make([]subject, len(o.units))
	german, words := 0, 0
	var f folded
	var buf []byte
	for i, u := range o.units {
		c := &o.of[i]
		wording := text[u.start:u.end]
		f.fold(wording, u.kind == row)
		buf = buf[:0]
		for _, r := range f.runes {
			buf = utf8.AppendRune(buf, r)
		}
		c.key = maphash.Bytes(seed, buf)
		c.mention = mentions(wording)
		german += c.german
		words += c.words
	}
	o.plain = german*20 < words
	o.relate()
	return o
}

func (o *outline) hash(s string) uint64 { return maphash.String(o.seed, s) }

// mix makes one number of several.
func (o *outline) mix(parts ...uint64) uint64 {
	var buf [128]byte
	b := buf[:0]
	for _, p := range parts {
		b = binary.LittleEndian.AppendUint64(b, p)
	}
	return maphash.Bytes(o.seed, b)
}

// heading is one over the units that are read.
type heading struct{ level, unit int }

// relate finds what every unit takes its subject from.
func (o *outline) relate() {
	headings := o.headings()
	quotes := o.quotations()
	levels := map[int]int{}
	for _, level := range headings {
		levels[level]++
	}
	isTitle := o.findTitles(headings, levels)
	signed := o.signatures(headings)

	var (
		stack    []heading
		items    []heading // the items that the one at hand is part of, by indent
		lead     = -1      // the unit that leads in to the list
		speaker  uint64    // of the turn
		turn     uint64    // all that was said in it
		question uint64    // all that was said in the one before it
		header   uint64    // of the table
		headRow  = -1      // its first row
		spoke    = -1      // the unit that names the speaker
	)
	for i := range o.units {
		u, c := &o.units[i], &o.of[i]
		level, isHeading := headings[i]
		if isHeading {
			for len(stack) > 0 && stack[len(stack)-1].level >= level {
				stack = stack[:len(stack)-1]
			}
			speaker, turn, question, spoke = 0, 0, 0, -1
		}
		c.takes = [4]int32{-1, -1, -1, int32(spoke)}
		for n := len(stack); n > 0 && stack[n-1].level >= unmarked && i-stack[n-1].unit > reach; n-- {
			stack = stack[:n-1]
		}
		var over, overAll uint64
		if n := len(stack); n > 0 {
			top := stack[n-1].unit
			c.takes[0] = int32(top)
			overAll, over = o.of[top].id, o.of[top].untitle
			if isTitle[top] {
				over = 0
			}
		}
		parts := []uint64{c.key, quotes[i]}

		if u.kind == row {
			if i == 0 || o.units[i-1].kind != row || o.units[i-1].block != u.block {
				header, headRow = o.header(i), i
			} else {
				c.takes[1] = int32(headRow)
				parts = append(parts, 1, header)
			}
			c.leans = o.firstCellIsEmpty(i)
		}
		if u.kind == item {
			if i == 0 || o.units[i-1].kind != item {
				items, lead = items[:0], i-1
				if isHeading || i > 0 && o.units[i-1].kind == row {
					lead = -1
				}
			}
			if u.leads {
				for len(items) > 0 && items[len(items)-1].level >= int(u.indent) {
					items = items[:len(items)-1]
				}
				if n := len(items); n > 0 {
					parts = append(parts, 2, o.of[items[n-1].unit].untitle)
				}
				items = append(items, heading{int(u.indent), i})
			} else {
				parts = append(parts, 3, o.of[items[len(items)-1].unit].frame)
			}
			if lead >= 0 {
				c.takes[2] = int32(lead)
				parts = append(parts, 4, o.of[lead].untitle)
			}
		}
		if !isHeading && u.kind != row {
			if label := o.speaker(i); u.leads && len(label) > 0 {
				if speaker != 0 {
					question = 0
					if len(label) <= 2 || asked[strings.ToLower(string(label))] {
						question = turn
					}
				}
				speaker, turn, spoke = o.hash(string(fold(label, false).runes)), 0, i
				c.takes[3] = -1
			}
			if speaker != 0 {
				parts = append(parts, 5, speaker, question)
				turn = o.mix(turn, c.key)
			}
		}
		if u.bare && u.kind == sentence && !isHeading {
			parts = append(parts, 6, o.recordOf(i))
		}
		if by := signed[u.block]; by > i {
			parts = append(parts, 7, o.of[by].key)
		}
		c.leans = c.leans || o.leansOn(i, isHeading, headings)
		c.topic = o.topicOf(i)
		around := o.mix(parts[1:]...)
		c.frame = o.mix(around, over)
		var before, beforeAll uint64
		if c.leans && i > 0 {
			before, beforeAll = o.of[i-1].untitle, o.of[i-1].id
		}
		c.untitle = o.mix(c.key, c.frame, before)
		c.id = o.mix(c.key, around, overAll, beforeAll)
		if isHeading {
			stack = append(stack, heading{level, i})
		}
	}
}

// headings gives the units that are headings, with their levels: those that are
// marked as such, and lines that are no sentences and stand over something else.
// Of several in a row each stands under the one before.
func (o *outline) headings() map[int]int {
	all := map[int]int{}
	is := func(i int) bool {
		if i >= len(o.units) {
			return false
		}
		u := o.units[i]
		if u.kind == row || !u.leads || !o.brief(u) || i+1 < len(o.units) && !o.units[i+1].leads {
			return false
		}
		if o.text[u.start] == '#' {
			return true
		}
		alone := (i == 0 || o.units[i-1].block != u.block) && (i+1 == len(o.units) || o.units[i+1].block != u.block)
		if !u.bare {
			return alone && i+1 < len(o.units) && strings.ContainsRune("?？؟", o.text[u.end-1])
		}
		if u.kind == item { // an item of a list of one
			return alone && unicode.IsDigit(o.text[u.start]) || i+1 < len(o.units) && o.units[i+1].block == u.block && o.units[i+1].kind == sentence
		}
		if alone {
			return true
		}
		if i+1 == len(o.units) {
			return false
		}
		next := o.units[i+1]
		over := next.block == u.block && !(next.bare && next.kind == sentence)
		return over && next.leads
	}
	deepest := 0
	for i := 0; i < len(o.units); {
		if !is(i) {
			i++
			continue
		}
		n := i + 1
		for is(n) {
			n++
		}
		if marks := o.hashes(i); marks > 0 {
			n = i + 1
			all[i] = marks
		} else {
			deepest = max(deepest, n-i)
			for k := i; k < n; k++ {
				if o.hashes(k) > 0 {
					n = k
					break
				}
				all[k] = unmarked + deepest - (n - k)
			}
		}
		i = n
	}
	return all
}

const (
	unmarked = 100 // the level of headings that nothing marks as such but how they stand
	reach    = 60  // how many units these are over, where no other comes
)

// brief tells whether a line is as short as headings are.
func (o *outline) brief(u unit) bool {
	const mostLetters, mostWords = 110, 14
	words, letters := 0, false
	for i := u.start; i < u.end; i++ {
		letters = letters || unicode.IsLetter(o.text[i])
		if inWord(o.text[i]) && (i == u.start || space(o.text[i-1])) {
			words++
		}
	}
	return letters && u.end-u.start <= mostLetters && words <= mostWords
}

// hashes counts the signs that mark a heading in Markdown.
func (o *outline) hashes(i int) int {
	n := 0
	for o.units[i].start+n < o.units[i].end && o.text[o.units[i].start+n] == '#' {
		n++
	}
	return n
}

// signatures gives the lines that say whose words the sentences over them are,
// by block: "– the mayor of Lyon" at its end.
func (o *outline) signatures(headings map[int]int) map[int32]int {
	all := map[int32]int{}
	for i := 1; i < len(o.units); i++ {
		u, before := &o.units[i], &o.units[i-1]
		_, isHeading := headings[i]
		if u.bare && u.leads && u.kind != row && !isHeading && before.block == u.block && !before.bare && before.kind == sentence &&
			o.brief(*u) && (i+1 == len(o.units) || o.units[i+1].block != u.block) {
			all[u.block] = i
		}
	}
	return all
}

// findTitles finds the headings that stand at the head of the text and are over
// all of it, as its title is. They are not what tells one part from another.
func (o *outline) findTitles(headings map[int]int, levels map[int]int) map[int]bool {
	titles := map[int]bool{}
	for i := range o.units {
		level, is := headings[i]
		if !is {
			break
		}
		if levels[level] == 1 {
			titles[i] = true
			o.titles = append(o.titles, i)
		}
	}
	return titles
}

// leansOn tells whether a unit takes its subject from the one before.
func (o *outline) leansOn(i int, isHeading bool, headings map[int]int) bool {
	u, c := &o.units[i], &o.of[i]
	if i == 0 || u.kind == row {
		return false
	}
	before := &o.units[i-1]
	if o.text[before.end-1] == ':' || o.text[before.end-1] == '：' { // a lead-in, whatever comes
		return true
	}
	if isHeading {
		return false
	}
	if u.bare && u.kind == sentence && before.bare && before.kind == sentence && before.block == u.block {
		return !o.regular(i)
	}
	if u.kind == item && u.leads {
		return false // it stands under what leads in to the list
	}
	_, under := headings[i-1]
	return !under && (c.asks || c.short && !u.bare)
}

// named tells whether a unit has a name of its own, so that it may do without
// the sentences before it.
func (c *subject) named(o *outline) bool { return o.plain && c.name }

// regular tells whether a line reads like the ones beside it, as each does
// in a list that has a subject in every line.
func (o *outline) regular(i int) bool {
	shape := o.shape(i)
	if len(shape) < 2 {
		return false
	}
	for j := i - 1; j >= 0 && j > i-8 && o.units[j].block == o.units[i].block; j-- {
		if o.shape(j) != shape {
			return false
		}
	}
	return true
}

// shape gives the kinds of words in a line: N for names, n for numbers, w for others.
func (o *outline) shape(i int) string {
	var b []byte
	text := o.text[o.units[i].start:o.units[i].end]
	for j := 0; j < len(text); j++ {
		if !inWord(text[j]) && !unspaced(text[j]) || j > 0 && inWord(text[j-1]) {
			continue
		}
		kind := byte('w')
		switch {
		case unicode.IsDigit(text[j]):
			kind = 'n'
		case unicode.IsUpper(text[j]):
			kind = 'N'
		}
		if len(b) == 0 || b[len(b)-1] != kind {
			b = append(b, kind)
		}
	}
	return string(b)
}

// topicOf gives the first of the units before one that may name its subject:
// those of its paragraph, back to one with a name; for a paragraph of one
// sentence, unless it begins like the one before it, as the lines of a list do,
// also of paragraphs before.
func (o *outline) topicOf(i int) int {
	u, c := &o.units[i], &o.of[i]
	if c.named(o) && !c.asks || u.kind == row {
		return i
	}
	single := u.leads && (i+1 == len(o.units) || o.units[i+1].leads)
	const most = 6
	first := i
	for first > 0 && i-first < most {
		before := &o.units[first-1]
		switch {
		case before.kind == row || before.bare && before.kind == sentence:
			return first
		case !o.units[first].leads:
		case u.kind == item || before.kind == item || !single || !before.leads || o.beginAlike(first-1, first):
			return first
		}
		first--
		if o.of[first].named(o) {
			break
		}
	}
	return first
}

// beginAlike tells whether two units begin with the same words.
func (o *outline) beginAlike(i, j int) bool {
	a, b := o.wording(i), o.wording(j)
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	words := 0
	for _, r := range a[:n] {
		if space(r) || unspaced(r) {
			words++
		}
	}
	return words >= 3
}

// speaker gives the label at the start of a turn: a few words before a colon.
func (o *outline) speaker(i int) []rune {
	u := o.units[i]
	text := o.text[u.start:u.end]
	words := 1
	for j, r := range text {
		switch {
		case j > 40 || terminal(r) && r != '.' || closes(r) && r != ')' && r != ']':
			return nil
		case r == ':' || r == '：':
			if j > 0 && (r == '：' || j+1 < len(text) && space(text[j+1])) {
				return text[:j]
			}
			return nil
		case space(r):
			if words++; words > 5 {
				return nil
			}
		}
	}
	return nil
}

// asked are the labels of questions and answers.
var asked = set("question answer frage antwort réponse pregunta respuesta domanda risposta вопрос ответ سؤال جواب")

// recordOf gives the identity of the record that a line like "City: Lyon" is
// in: the lines around it that have a key each, and no key twice. A line that
// is in none belongs to the first line of its block, and to nothing where it
// is that.
func (o *outline) recordOf(i int) uint64 {
	in := func(j int) bool {
		return j >= 0 && j < len(o.units) && o.units[j].block == o.units[i].block && o.units[j].bare && o.units[j].kind == sentence
	}
	first := i
	for in(first-1) && i-first < mostRecord {
		first--
	}
	if len(o.speaker(i)) > 0 {
		var all []uint64
		keys := map[string]bool{}
		for j := first; in(j) && j-first < 2*mostRecord; j++ {
			label := string(o.speaker(j))
			if label == "" || keys[label] {
				all = nil
				break
			}
			keys[label] = true
			all = append(all, o.of[j].key)
		}
		if len(all) > 1 {
			return o.mix(all...)
		}
	}
	if first == i || o.regular(i) {
		return 0
	}
	return o.of[first].key
}

// mostRecord is how many lines a record may have, before and behind.
const mostRecord = 40

// header gives the identity of the header of the table that begins at a row,
// with the line that leads in to it. A first row that looks like all others
// is none.
func (o *outline) header(first int) uint64 {
	var above uint64
	if first > 0 && o.units[first-1].bare && o.units[first-1].kind == sentence {
		above = o.of[first-1].key
	}
	n := first + 1
	for n < len(o.units) && n < first+20 && o.units[n].kind == row && o.units[n].block == o.units[first].block {
		n++
	}
	head := o.cells(first)
	numbers, others := 0, 0 // columns that have numbers below a word, and numbers below a number
	for i := first + 1; i < n; i++ {
		for col, cell := range o.cells(i) {
			if col >= len(head) || head[col] == "" || cell == "" {
				continue
			}
			if cell == head[col] {
				return above
			}
			if numeric(cell) {
				if numeric(head[col]) {
					others++
				} else {
					numbers++
				}
			}
		}
	}
	if others > 0 && numbers == 0 {
		return above
	}
	return o.mix(above, o.of[first].key)
}

func numeric(cell string) bool {
	return strings.ContainsFunc(cell, unicode.IsDigit) && !strings.ContainsFunc(cell, unicode.IsLetter)
}

// cells parts a row, by whatever parts its cells.
func (o *outline) cells(i int) []string {
	text := string(fold(o.text[o.units[i].start:o.units[i].end], true).runes)
	for _, separator := range []string{"\t", "|", "│", "¦", ";", ","} {
		if strings.Contains(text, separator) {
			if separator == "|" {
				text = strings.TrimSuffix(strings.TrimPrefix(text, "|"), "|")
			}
			all := strings.Split(text, separator)
			for j := range all {
				all[j] = strings.TrimSpace(all[j])
			}
			return all
		}
	}
	return []string{text}
}

// firstCellIsEmpty tells of rows that go on what the one above says of its subject.
func (o *outline) firstCellIsEmpty(i int) bool {
	if i == 0 || o.units[i-1].kind != row || o.units[i-1].block != o.units[i].block {
		return false
	}
	cells := o.cells(i)
	indented := o.units[i].end-o.units[i].start > 2 && space(o.text[o.units[i].start]) && space(o.text[o.units[i].start+1])
	return len(cells) > 1 && (cells[0] == "" || cells[0] == `"` || cells[0] == `""` || cells[0] == "-") || indented
}

// quotations gives for each unit that is in a quotation, or is one, the
// identity of the units that may say whose words it is: where the quotation
// begins and ends, and what stands before and behind it.
func (o *outline) quotations() []uint64 {
	all := make([]uint64, len(o.units))
	open := -1 // the unit in which the quotation at hand began
	for i, u := range o.units {
		if u.leads || u.kind == row {
			open = -1
		}
		if u.kind == row {
			continue
		}
		began := open
		for j := u.start; j < u.end; j++ {
			if !quoteMark(o.text, j) {
				continue
			}
			if open >= 0 {
				open = -1
			} else {
				open = i
			}
		}
		whole := began < 0 && open < 0 && quoteMark(o.text, u.start) && u.end-u.start > 2 && o.endsQuoted(u)
		switch {
		case began >= 0 && open != began: // it ends here
			for k := began; k <= i; k++ {
				all[k] = o.mix(all[k], o.around(began, i))
			}
		case whole:
			all[i] = o.around(i, i)
		}
		if began >= 0 && i-began > 200 {
			open = -1 // somebody forgot to close it
		}
		if open >= 0 && (i+1 == len(o.units) || o.units[i+1].leads) { // it goes on in the next paragraph
			for k := open; k <= i; k++ {
				all[k] = o.mix(all[k], o.around(open, i))
			}
		}
	}
	return all
}

// around gives the identity of what may tell whose words the units from first
// to last are.
func (o *outline) around(first, last int) uint64 {
	parts := []uint64{o.of[first].key, o.of[last].key}
	if first > 0 && quoteMark(o.text, o.units[first].start) {
		parts = append(parts, o.of[first-1].key)
	}
	if last+1 < len(o.units) && o.endsQuoted(o.units[last]) {
		parts = append(parts, o.of[last+1].key)
	}
	return o.mix(parts...)
}

// endsQuoted tells whether a unit ends with the end of a quotation.
func (o *outline) endsQuoted(u unit) bool {
	end := u.end
	for end > u.start && (terminal(o.text[end-1]) || wideStop(o.text[end-1])) {
		end--
	}
	return end > u.start && quoteMark(o.text, end-1)
}

// quoteMark tells of a sign that begins or ends a quotation; an apostrophe is none.
func quoteMark(text []rune, at int) bool {
	switch r := text[at]; r {
	case '"', '“', '”', '„', '«', '»', '「', '」', '『', '』':
		return true
	case '‘':
		return true
	case '’':
		return at > 0 && slices.Contains([]rune(".,!?"), text[at-1])
	}
	return false
}
