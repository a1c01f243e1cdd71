package charset

import (
	_ "embed"
	"unicode"
)

// letters holds how often letters follow each other in the languages; makeletters.go wrote it.
//
//go:embed letters.gz
var letters []byte

// language knows how its words are spelt. Costs are in nats: minus the logarithm of a probability.
type language struct {
	name   string
	rarity float64 // how much rarer it is than English

	// Of a language written with an alphabet: what follows what.
	script   *unicode.RangeTable
	symbols  []uint8 // of characters by their slots
	alphabet []rune
	single   []float32 // costs of symbols anywhere
	pairs    []float32 // of symbols behind one other
	size     int       // how many symbols there are
	triples  tripleTable

	characters map[rune]float32 // of any other language: costs of characters anywhere
}

// The symbols that all languages share come before the letters of the alphabet.
const (
	gap uint8 = iota
	digit
	mark       // ASCII punctuation
	apostrophe // ' and ’
	sign       // typographic punctuation and other signs
	foreign    // letters that the language does not have
	latin      // a to z in a language that is not written with them
	firstLetter
)

// rarities are in nats; all other languages have 1.5.
var rarities = map[string]float64{"en": 0, "fr": 1, "de": 1, "es": 1, "ru": 1, "gl": 3, "eu": 3, "br": 4, "ga": 3, "sq": 3, "mt": 3, "cy": 2.5,
	"eo": 5, "se": 5, "be": 2.5, "mk": 2.5, "kk": 3}

// slots is how many characters have a slot of their own: those up to U+06FF, Thai, and General Punctuation to Number Forms.
const slots = 0x700 + 0x80 + 0x200

// slot is a character's place in a table of symbols; -1 where it has none.
func slot(r rune) int {
	switch {
	case r < 0x700:
		return int(r)
	case 0xE00 <= r && r < 0xE80:
		return int(r) - 0xE00 + 0x700
	case 0x2000 <= r && r < 0x2200:
		return int(r) - 0x2000 + 0x780
	}
	return -1
}

// tripleTable finds costs by three symbols: a hash table of open addresses.
type tripleTable struct {
	keys  []uint32 // plus one; 0 is free
	costs []float32
}

const tripleSlots = 8192

func (t *tripleTable) put(key uint32, cost float32) {
	i := key * 2654435761 >> 19
	for t.keys[i] != 0 {
		i = (i + 1) % tripleSlots
	}
	t.keys[i], t.costs[i] = key+1, cost
}

func (t *tripleTable) get(key uint32) (float32, bool) {
	i := key * 2654435761 >> 19
	for t.keys[i] != 0 {
		if t.keys[i] == key+1 {
			return t.costs[i], true
		}
		i = (i + 1) % tripleSlots
	}
	return 0, false
}

// fillSymbols gives each character its symbol.
func (l *language) fillSymbols() {
	own := map[rune]uint8{}
	for i, r := range l.alphabet {
		own[r] = firstLetter + uint8(i)
	}
	if l.name == "ro" { // the cedilla of the older encodings
		own['ş'], own['ţ'] = own['ș'], own['ț']
	}
	if l.name == "fa" { // the Arabic forms
		own['ي'], own['ك'] = own['ی'], own['ک']
	}
	l.symbols = make([]uint8, slots)
	for r := range rune(0x2200) {
		at := slot(r)
		if at < 0 {
			continue
		}
		s, is := own[unicode.ToLower(r)]
		switch {
		case is:
		case unicode.IsSpace(r):
			s = gap
		case '0' <= r && r <= '9':
			s = digit
		case r == '\'' || r == '’':
			s = apostrophe
		case 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
			s = latin
		case r < 0x80:
			s = mark
		case unicode.IsLetter(r) || unicode.IsMark(r):
			s = foreign
		default:
			s = sign
		}
		l.symbols[at] = s
	}
}
