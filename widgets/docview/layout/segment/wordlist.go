package segment

import (
	_ "embed"
	"encoding/binary"
	"sync"
	"unicode/utf8"
)

//go:embed data/thai.dict
var thai []byte

//go:embed data/lao.dict
var lao []byte

//go:embed data/khmer.dict
var khmer []byte

//go:embed data/burmese.dict
var burmese []byte

var lists = map[Script]func() wordList{
	Thai:    sync.OnceValue(func() wordList { return newWordList(thai) }),
	Lao:     sync.OnceValue(func() wordList { return newWordList(lao) }),
	Khmer:   sync.OnceValue(func() wordList { return newWordList(khmer) }),
	Burmese: sync.OnceValue(func() wordList { return newWordList(burmese) }),
}

// wordList is a list of words as ICU's dictionaries hold it: a trie over bytes, in the form that the documentation of ICU's class
// BytesTrie gives. A letter is one byte, its distance from the first letter of the script.
type wordList struct {
	trie  []byte
	first rune
}

// newWordList reads the file of a dictionary: a header, whose length stands first, then eight numbers, of which the first is where
// the trie begins and the sixth says how letters become bytes.
func newWordList(file []byte) wordList {
	body := file[binary.LittleEndian.Uint16(file):]
	number := func(i int) uint32 { return binary.LittleEndian.Uint32(body[4*i:]) }
	return wordList{trie: body[number(0):], first: rune(number(5) & 0x1fffff)}
}

const (
	joiner    = '\u200D'
	nonJoiner = '\u200C'
)

// letter gives the byte of a letter in the trie.
func (l wordList) letter(r rune) (b byte, ok bool) {
	switch r {
	case joiner:
		return 0xff, true
	case nonJoiner:
		return 0xfe, true
	}
	r -= l.first
	return byte(r), r >= 0 && r < 0xfe
}

// each calls word with the length in bytes of each word of the list that a text begins with.
func (l wordList) each(s string, word func(length int)) {
	at := cursor{trie: l.trie}
	for i, r := range s {
		b, ok := l.letter(r)
		if !ok || !at.step(b) {
			return
		}
		if at.isWord {
			word(i + utf8.RuneLen(r))
		}
	}
}

// cursor is a place in a trie.
type cursor struct {
	trie   []byte
	pos    int
	match  int  // bytes left to match of a run without branches
	isWord bool // a word ends here
	ended  bool // no word goes on from here
}

// What begins a node: the length of a branch, of a run of bytes, or a value, which ends a word.
const (
	firstRun      = 0x10
	firstValue    = 0x20
	finalValue    = 1 // a bit of a value: no word goes on behind it
	mostLinear    = 5 // a branch over more bytes than these is searched by halves
	oneByteValue  = 0x10
	twoByteValue  = 0x51
	threeByte     = 0x6c
	fourByteValue = 0x7e
)

// step goes on by a byte, and says whether a word begins so.
func (c *cursor) step(b byte) bool {
	if c.ended {
		return false
	}
	if c.match > 0 {
		if c.trie[c.pos] != b {
			c.ended = true
			return false
		}
		c.pos++
		c.match--
		c.look()
		return true
	}
	for {
		node := int(c.trie[c.pos])
		c.pos++
		switch {
		case node < firstRun:
			return c.branch(node, b)
		case node < firstValue:
			c.match = node - firstRun + 1
			return c.step(b)
		default: // a value in the middle of a word
			c.pos = c.behindValue(c.pos - 1) // its word was told of already
		}
	}
}

// look finds out whether a word ends at the cursor.
func (c *cursor) look() {
	c.isWord = false
	if c.match > 0 {
		return
	}
	if node := c.trie[c.pos]; node >= firstValue {
		c.isWord, c.ended = true, node&finalValue != 0
	}
}

// branch goes on from a branch to the child for a byte.
func (c *cursor) branch(length int, b byte) bool {
	if length == 0 {
		length = int(c.trie[c.pos])
		c.pos++
	}
	length++
	for length > mostLinear {
		less := b < c.trie[c.pos]
		c.pos++
		delta, behind := c.delta(c.pos)
		if less {
			c.pos, length = behind+delta, length/2
		} else {
			c.pos, length = behind, length-length/2
		}
	}
	for ; length > 1; length-- {
		same := c.trie[c.pos] == b
		c.pos++
		if !same {
			c.pos = c.behindValue(c.pos)
			continue
		}
		if c.trie[c.pos]&finalValue == 0 { // the value is how far away the child is
			value, behind := c.value(c.pos)
			c.pos = behind + value
			c.look()
		} else {
			c.isWord, c.ended = true, true
		}
		return true
	}
	if c.trie[c.pos] != b {
		c.ended, c.isWord = true, false
		return false
	}
	c.pos++
	c.look()
	return true
}

// value reads the value at a place, and gives the place behind it.
func (c *cursor) value(at int) (value, behind int) {
	t := c.trie
	switch lead := int(t[at]) >> 1; {
	case lead < twoByteValue:
		return lead - oneByteValue, at + 1
	case lead < threeByte:
		return (lead-twoByteValue)<<8 | int(t[at+1]), at + 2
	case lead < fourByteValue:
		return (lead-threeByte)<<16 | int(t[at+1])<<8 | int(t[at+2]), at + 3
	case lead == fourByteValue:
		return int(t[at+1])<<16 | int(t[at+2])<<8 | int(t[at+3]), at + 4
	}
	return int(binary.BigEndian.Uint32(t[at+1:])), at + 5
}

func (c *cursor) behindValue(at int) int {
	_, behind := c.value(at)
	return behind
}

// delta reads how far away the lower half of a branch is.
func (c *cursor) delta(at int) (delta, behind int) {
	t := c.trie
	switch lead := int(t[at]); {
	case lead < 0xc0:
		return lead, at + 1
	case lead < 0xf0:
		return (lead-0xc0)<<8 | int(t[at+1]), at + 2
	case lead < 0xfe:
		return (lead-0xf0)<<16 | int(t[at+1])<<8 | int(t[at+2]), at + 3
	case lead == 0xfe:
		return int(t[at+1])<<16 | int(t[at+2])<<8 | int(t[at+3]), at + 4
	}
	return int(binary.BigEndian.Uint32(t[at+1:])), at + 5
}

// What a way through a run costs: the fewest clusters outside of words win, then the fewest words.
const (
	costOfWord    = 1
	costOfUnknown = 8
)

// ends parts a run into words of the list, and what lies between them.
func (l wordList) ends(run string) []int {
	at := clusters(run)
	number := make(map[int]int, len(at)) // of the cluster that ends at a byte
	for i, end := range at {
		number[end] = i
	}
	n := len(at) - 1
	type way struct {
		cost, from int
		known      bool
	}
	best := make([]way, n+1)
	for i := 1; i <= n; i++ {
		best[i].cost = 1 << 30
	}
	for i := range n {
		if cost := best[i].cost + costOfUnknown; cost < best[i+1].cost {
			best[i+1] = way{cost, i, false}
		}
		l.each(run[at[i]:], func(length int) {
			if to, whole := number[at[i]+length]; whole && best[i].cost+costOfWord < best[to].cost {
				best[to] = way{best[i].cost + costOfWord, i, true}
			}
		})
	}
	var ends []int
	unknown := false // what follows the end found last is in no word
	for i := n; i > 0; i = best[i].from {
		if best[i].known || !unknown {
			ends = append(ends, at[i])
		}
		unknown = !best[i].known
	}
	for i, j := 0, len(ends)-1; i < j; i, j = i+1, j-1 {
		ends[i], ends[j] = ends[j], ends[i]
	}
	return ends
}
