package charset

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

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

// costOfText is that of a text in the language that suits it best.
func (k *knowledge) costOfText(text string) float32 {
	costs := make([]float32, len(k.languages))
	for word := range strings.FieldsSeq(text) {
		words := k.wordCosts(word)
		least := slices.Min(words)
		for i := range costs {
			costs[i] += min(words[i], least+switching)
		}
	}
	return slices.Min(costs)
}
