// Package segment finds words in the scripts that write them without spaces: Thai, Lao, Khmer and Burmese by word lists, Chinese
// and Japanese by small trained models. Where these fail, a run of letters stays together; no word is one half of a character.
package segment

import (
	"unicode"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Script is a way of writing in which words are not parted by spaces.
type Script int

const (
	None Script = iota // words are parted by spaces, or are found by UAX #29
	Thai
	Lao
	Khmer
	Burmese
	Ideographs // Chinese characters and kana
)

var scripts = [...]*unicode.RangeTable{Thai: unicode.Thai, Lao: unicode.Lao, Khmer: unicode.Khmer, Burmese: unicode.Myanmar}

// ScriptOf gives the script that a text begins with, if it is one of these.
func ScriptOf(s string) Script {
	r := firstRune(s)
	if r < '\u0E00' {
		return None
	}
	for script := Thai; script <= Burmese; script++ {
		if unicode.Is(scripts[script], r) {
			if unicode.IsLetter(r) || unicode.IsMark(r) {
				return script
			}
			return None
		}
	}
	if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) && !unicode.IsNumber(r) || r == 'ー' || r == '々' || r == '〇' {
		return Ideographs
	}
	return None
}

// Words gives the bytes at which the words of a run in one script end, the last of them its length.
func Words(script Script, run string) []int {
	if run == "" {
		return nil
	}
	if script == Ideographs {
		return modelFor(run).ends(run)
	}
	return lists[script]().ends(run)
}

// clusters gives the bytes at which the grapheme clusters of a text end, with 0 before them.
func clusters(s string) []int {
	ends := []int{0}
	for c := graphemes.FromString(s); c.Next(); {
		ends = append(ends, c.End())
	}
	return ends
}
