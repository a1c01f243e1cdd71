package charset

import (
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

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
