package charset

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"io"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/unicode/norm"
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

var languageNames = map[string]string{
	"en": "English", "fr": "French", "de": "German", "es": "Spanish", "pt": "Portuguese", "it": "Italian", "nl": "Dutch", "ca": "Catalan",
	"gl": "Galician", "eu": "Basque", "br": "Breton", "ga": "Irish", "sv": "Swedish", "da": "Danish", "no": "Norwegian", "fi": "Finnish",
	"is": "Icelandic", "et": "Estonian", "lv": "Latvian", "lt": "Lithuanian", "pl": "Polish", "cs": "Czech", "sk": "Slovak", "hu": "Hungarian",
	"sl": "Slovene", "hr": "Croatian", "ro": "Romanian", "sq": "Albanian", "tr": "Turkish", "mt": "Maltese", "cy": "Welsh", "eo": "Esperanto",
	"se": "Northern Sami", "vi": "Vietnamese", "ru": "Russian", "uk": "Ukrainian", "be": "Belarusian", "bg": "Bulgarian", "mk": "Macedonian",
	"sr": "Serbian", "kk": "Kazakh", "el": "Greek", "he": "Hebrew", "ar": "Arabic", "fa": "Persian", "th": "Thai", "ja": "Japanese",
	"zh-cn": "Chinese", "zh-tw": "Chinese", "ko": "Korean",
}

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

// knowledge is what is known of all languages.
type knowledge struct {
	languages []*language
	letters   [slots]float32   // costs of letters in a language that does not have them
	others    map[rune]float32 // of those without a slot
}

var known = sync.OnceValue(func() *knowledge {
	unpacked, err := gzip.NewReader(bytes.NewReader(letters))
	if err != nil {
		panic(err) // embedded
	}
	data, err := io.ReadAll(unpacked)
	if err != nil {
		panic(err)
	}
	k := &knowledge{others: map[rune]float32{}}
	number := func() int {
		n, size := binary.Uvarint(data)
		data = data[size:]
		return int(n)
	}
	text := func() string {
		n := number()
		s := string(data[:n])
		data = data[n:]
		return s
	}
	costs := func(n int) []float32 {
		c := make([]float32, n)
		for i := range c {
			c[i] = float32(data[i]) / 16
		}
		data = data[n:]
		return c
	}
	for len(data) > 0 {
		l := &language{name: text(), rarity: 1.5}
		if r, is := rarities[l.name]; is {
			l.rarity = r
		}
		l.alphabet = []rune(text())
		switch l.name {
		case "ja", "zh-cn", "zh-tw", "ko":
			l.characters = map[rune]float32{}
			for i, cost := range costs(len(l.alphabet)) {
				l.characters[l.alphabet[i]] = cost
			}
			l.addCommon()
		default:
			l.script = unicode.Latin
			for _, script := range scripts[1:] { // which Latin letters got into, and no others
				if slices.ContainsFunc(l.alphabet, func(r rune) bool { return unicode.Is(script, r) }) {
					l.script = script
				}
			}
			l.size = int(firstLetter) + len(l.alphabet)
			l.single = costs(l.size)
			l.pairs = costs(l.size * l.size)
			l.triples = tripleTable{make([]uint32, tripleSlots), make([]float32, tripleSlots)}
			keys := make([]uint32, number())
			last := 0
			for i := range keys {
				last += number()
				keys[i] = uint32(last)
			}
			for i, cost := range costs(len(keys)) {
				if int(keys[i]) >= l.size { // else it is a first letter, of which the pair says all
					l.triples.put(keys[i], cost)
				}
			}
			l.fillSymbols()
		}
		k.languages = append(k.languages, l)
	}
	k.countLetters()
	return k
})

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

// addCommon adds the characters that an encoding's makers took for common ones and that the counted texts lack.
func (l *language) addCommon() {
	var enc encoding.Encoding
	first, last, cost := byte(0xB0), byte(0xD7), float32(10.5)
	switch l.name {
	case "zh-cn":
		enc = simplifiedchinese.GBK
	case "zh-tw":
		enc, first, last, cost = traditionalchinese.Big5, 0xA4, 0xC6, 11
	case "ja":
		enc, last = japanese.EUCJP, 0xCF
	case "ko":
		for r := range l.characters {
			if unicode.Is(unicode.Han, r) {
				delete(l.characters, r)
			}
		}
		for r := '가'; r <= '힣'; r++ {
			if _, is := l.characters[r]; !is {
				l.characters[r] = 11.5
			}
		}
		return
	}
	for lead := first; lead <= last; lead++ {
		for trail := byte(0x40); trail < 0xFF; trail++ {
			r, _ := utf8.DecodeRuneInString(multiText(enc, []byte{lead, trail}))
			if _, is := l.characters[r]; !is && unicode.Is(unicode.Han, r) {
				l.characters[r] = cost
			}
		}
	}
}

// countLetters finds how likely letters are where a language does not have them: as they are in others.
func (k *knowledge) countLetters() {
	chance := map[rune]float64{}
	for _, l := range k.languages {
		if l.characters != nil {
			for r, cost := range l.characters {
				if old, is := k.others[r]; !is || cost+3 < old {
					k.others[r] = cost + 3
				}
			}
			continue
		}
		weight := math.Exp(-l.rarity) / 20
		for i, r := range l.alphabet {
			chance[r] += weight * math.Exp(-float64(l.single[int(firstLetter)+i]))
		}
	}
	for r := range rune(0x2200) {
		if at := slot(r); at >= 0 {
			k.letters[at] = 13
			if p := chance[unicode.ToLower(r)]; p > 0 {
				k.letters[at] = float32(min(13, 2-math.Log(p)))
			} else if unicode.Is(unicode.Latin, r) {
				k.letters[at] = 11
			}
		}
	}
}

// foreignCost is that of a letter that a language does not have.
func (k *knowledge) foreignCost(r rune) float32 {
	if at := slot(r); at >= 0 {
		return k.letters[at]
	}
	if cost, is := k.others[r]; is {
		return cost
	}
	return 14
}

// signCost is that of a character that is neither letter, digit nor ASCII.
func signCost(r rune) float32 {
	switch r {
	case '“', '”', '«', '»', '„', '–', '—', '…', '’', '‘':
		return 1.5
	case '€', '£', '§', '°', '•', '·', '‚', '‹', '›', '¿', '¡', '№', 'º', 'ª':
		return 3.5
	case '©', '®', '™', '½', '²', '±', '×', '¼', '¾', '³', 'µ', '¢', '¥':
		return 5
	case '\u00A0':
		return 3
	case '\u00AD', '\u200C', '\u200D', '\u200E', '\u200F':
		return 6
	}
	switch {
	case r == utf8.RuneError: // counted elsewhere
		return 0
	case 0x2500 <= r && r < 0x25A0:
		return 6
	case r < 0x100 || 0x2000 <= r && r < 0x2070:
		return 8
	case unicode.Is(unicode.Co, r) || !unicode.IsGraphic(r) && !unicode.Is(unicode.Cf, r):
		return 20
	}
	return 10
}

// typicalCost is that of a sign where it belongs.
func typicalCost(r rune) float32 {
	switch r {
	case '–', '—', '…':
		return 0.5
	case '¢', '÷', '¶', '¥', '³', '¼', '¾':
		return 5
	}
	return 2
}

// isTypical tells whether the sign rs[i] stands in the word rs where such signs belong: a currency or a fraction by a figure,
// a degree before its scale, a trade mark behind a name, a dash by itself.
func isTypical(rs []rune, i int) bool {
	before, after := ' ', ' '
	if i > 0 {
		before = rs[i-1]
	}
	if i+1 < len(rs) {
		after = rs[i+1]
	}
	isDigit := func(r rune) bool { return '0' <= r && r <= '9' }
	isLetter := func(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) } // behind others such a sign is mostly misread UTF-8
	isOpen := func(r rune) bool {
		return r == ' ' || unicode.In(r, unicode.Ps, unicode.Pi, unicode.Pd) || r == '"' || r == '/'
	}
	isEnd := func(r rune) bool {
		return r == ' ' || unicode.In(r, unicode.Pe, unicode.Pf, unicode.Pd) || strings.ContainsRune(`"'.,;:!?/`, r)
	}
	alone := isOpen(before) && isEnd(after)
	switch r := rs[i]; r {
	case '£', '€', '¥':
		return alone && r != '¥' || isOpen(before) && isDigit(after) || isDigit(before) && isEnd(after)
	case '¢':
		return isDigit(before) && isEnd(after)
	case '½', '¼', '¾':
		return alone || isDigit(before) && !unicode.IsLetter(after) || isOpen(before) && after == '-'
	case '±', '×', '÷':
		return alone || (isOpen(before) || isDigit(before)) && isDigit(after)
	case '§':
		return alone || isOpen(before) && (isDigit(after) && !slices.Contains(rs[i:], ',') || after == '§') || before == '§' && isEnd(after)
	case '°':
		return (isOpen(before) || isDigit(before)) && (isEnd(after) || strings.ContainsRune("CFNSEWKR", after) && (i+2 == len(rs) || !unicode.IsLetter(rs[i+2]))) && !(alone && before != ' ')
	case '²', '³':
		return isUnit(rs[:i]) && (isEnd(after) || after == ')')
	case 'µ':
		return (isOpen(before) || isDigit(before)) && strings.ContainsRune("mglLsAVFJWSM", after) && (i+2 == len(rs) || isEnd(rs[i+2]))
	case '©':
		return alone || isOpen(before) && isDigit(after) || isEnd(after) && isLetter(before)
	case '®', '™':
		return isEnd(after) && (isLetter(before) || isDigit(before))
	case '•', '…', '¶':
		return len(rs) == 1
	case '–', '—':
		return alone || isDigit(before) && isDigit(after) || unicode.IsLetter(before) && unicode.IsLetter(after)
	}
	return false
}

// isUnit tells whether what stands before an exponent is a unit of length, with or without its figure.
func isUnit(rs []rune) bool {
	switch strings.TrimLeft(string(rs), "0123456789.,/(-") {
	case "m", "km", "cm", "mm", "dm", "ft", "in", "mi", "yd", "s", "kg/m", "g/m", "g/cm", "µg/m", "W/m", "µm":
		return true
	}
	return false
}

func isDash(r rune) bool { return r == '–' || r == '—' }

// wordCosts gives the costs of a word, which holds no ASCII white space, by language.
func (k *knowledge) wordCosts(word string) []float32 {
	if strings.ContainsFunc(word, isForm) {
		word = norm.NFKC.String(word)
	}
	rs := []rune(word)
	written := scriptOf(rs)
	costs := make([]float32, len(k.languages))
	for i, l := range k.languages {
		switch {
		case l.characters != nil:
			costs[i] = l.costOfCharacters(k, rs)
		case written != nil && l.script != nil && written != l.script:
			costs[i] = 14 * float32(len(rs)) // about what it would come to
		case l.name == "vi":
			costs[i] = l.cost(k, withTones(rs))
		default:
			costs[i] = l.cost(k, rs)
		}
	}
	return costs
}

// isForm tells the Arabic letters of which there is a character for each form: at the beginning of a word, within it, at its end.
func isForm(r rune) bool { return 0xFE70 <= r && r < 0xFEFD }

// scriptOf is the script of a word's letters beyond ASCII; nil where there are none of an alphabet, or of several.
func scriptOf(rs []rune) *unicode.RangeTable {
	var found *unicode.RangeTable
	for _, r := range rs {
		if r < 0xAA {
			continue
		}
		for _, script := range scripts {
			if unicode.Is(script, r) {
				if found != nil && found != script {
					return nil
				}
				found = script
				break
			}
		}
	}
	return found
}

var scripts = []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Hebrew, unicode.Arabic, unicode.Thai}

// cost is that of a word in a language with an alphabet.
func (l *language) cost(k *knowledge, rs []rune) float32 {
	total := float32(0)
	a, b := gap, gap // the symbols before
	var before rune  // the character before
	letters, capitals := 0, 0
	for i := 0; i <= len(rs); i++ {
		r, s := ' ', gap
		if i < len(rs) {
			r = rs[i]
			if at := slot(r); at >= 0 {
				s = l.symbols[at]
			} else if unicode.IsLetter(r) || unicode.IsMark(r) {
				s = foreign
			} else {
				s = sign
			}
		}
		pair := int(b)*l.size + int(s)
		cost := min(l.pairs[pair], 11)
		if triple, is := l.triples.get(uint32((int(a)*l.size+int(b))*l.size + int(s))); is {
			cost = triple
		}
		if r >= utf8.RuneSelf && (r == 'µ' || !unicode.IsLetter(r)) && isTypical(rs, i) {
			total += typicalCost(r)
			switch { // what stands behind goes on as if the sign were not there
			case isDash(r):
				a, b = b, gap
			case r == '°' || r == 'µ':
				i += min(1, len(rs)-1-i) // the unit
			}
			letters, capitals, before = 0, 0, r
			continue
		}
		if i > 0 && i == len(rs) && b == gap {
			break
		}
		total += cost
		switch {
		case s == foreign:
			if total += k.foreignCost(r); slot(r) < 0 && before >= 'A' && before < 0x500 && unicode.IsLetter(before) {
				total += 4 // an East Asian character within a word
			}
		case s == sign && isLine(r) && isLine(before):
			total += goesOn(before, r) - cost
		case s == sign, s == gap && r != ' ':
			total += signCost(r)
			if s == sign && i+1 < len(rs) && letters > 0 && before != 0 && unicode.IsLetter(before) && unicode.IsLetter(rs[i+1]) {
				total += 4
			}
		case s == latin:
			total += 3.3
		case s == apostrophe && r == '’':
			total += 1
		case r < ' ' && i < len(rs):
			total += 10
		}
		switch { // small letters and capitals
		case unicode.IsUpper(r):
			switch {
			case letters == 0:
				total += 1.6
			case capitals == letters:
				total += 0.7
			default:
				total += 6
			}
			letters++
			capitals++
		case unicode.IsLower(r):
			switch {
			case letters == 0:
				total += 0.2
			case capitals == letters && capitals == 1:
				total += 0.3
			case capitals == letters:
				total += 4
			}
			letters++
		case !unicode.IsMark(r) && !unicode.IsLetter(r):
			letters, capitals = 0, 0
		}
		a, b, before = b, s, r
	}
	return total
}

// isLine tells the characters that lines, boxes and bars are drawn with.
func isLine(r rune) bool { return 0x2500 <= r && r < 0x25A0 }

// goesOn is the cost of a drawn line's next character.
func goesOn(before, r rune) float32 {
	if before == r {
		return 1
	}
	return 7
}

func (l *language) costOfCharacters(k *knowledge, rs []rune) float32 {
	total := float32(5) // for the white space, which is rare
	for i, r := range rs {
		cost, is := l.characters[r]
		switch {
		case is:
		case r < 0x80:
			if cost = 5; r < ' ' {
				cost = 15
			}
		case unicode.IsLetter(r) || unicode.IsMark(r):
			cost = 6 + k.foreignCost(r)
			if unicode.Is(unicode.Han, r) {
				cost = 13
			}
			if 0xFF61 <= r && r < 0xFFA0 { // narrow Katakana, of single bytes
				cost = 9
			}
		case r >= 0x3000 && r < 0x3040 || r >= 0xFF00 && r < 0xFF61:
			cost = 8
		default:
			cost = 5 + signCost(r)
			if i > 0 && isLine(r) && isLine(rs[i-1]) {
				cost = goesOn(rs[i-1], r)
			}
		}
		if i > 0 && ('a' <= r && r <= 'z' && rs[i-1] >= 0x2E80 || r >= 0x2E80 && 'a' <= rs[i-1] && rs[i-1] <= 'z') {
			cost += 4 // within a word
		}
		total += cost
	}
	return total
}

// toned are the Vietnamese letters with a tone, which Windows-1258 writes as a letter and a mark: so they are counted.
var toned = sync.OnceValue(func() map[rune][2]rune {
	const tones = "\u0300\u0301\u0303\u0309\u0323"
	split := map[rune][2]rune{}
	for _, letter := range "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" {
		for _, tone := range tones {
			if r, _ := utf8.DecodeRuneInString(norm.NFC.String(string([]rune{letter, tone}))); r != letter {
				split[r] = [2]rune{letter, tone}
			}
		}
	}
	return split
})

// withTones is a word as Windows-1258 would write it.
func withTones(rs []rune) []rune {
	split := toned()
	var all []rune
	for i, r := range rs {
		if parts, is := split[r]; is {
			if all == nil {
				all = append(make([]rune, 0, 2*len(rs)), rs[:i]...)
			}
			all = append(all, parts[0], parts[1])
		} else if all != nil {
			all = append(all, r)
		}
	}
	if all == nil {
		return rs
	}
	return all
}
