package anchor

import (
	"encoding/binary"
	"hash/maphash"
	"strings"
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
