package charset

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"math"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// knowledge is what is known of all languages.
type knowledge struct {
	languages []*language
	letters   [slots]float32   // costs of letters in a language that does not have them
	others    map[rune]float32 // of those without a slot
}

var loadKnowledge = sync.OnceValue(func() *knowledge {
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
