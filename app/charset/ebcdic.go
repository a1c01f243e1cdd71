package charset

import (
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// ebcdicTable gives what the bytes of a code page of IBM's large machines stand for: of with some places changed. Both of the line ends that are
// usual there, NEL and LF, become LF.
func ebcdicTable(of *charmap.Charmap, changed map[byte]rune) *[256]rune {
	runes := table(of)
	for b, r := range changed {
		runes[b] = r
	}
	runes[0x15], runes[0x25] = '\n', '\n'
	return runes
}

// What differs from code page 37, by IBM's tables.
var (
	international500 = map[byte]rune{0x4A: '[', 0x4F: '!', 0x5A: ']', 0x5F: '^', 0xB0: '¢', 0xBA: '¬', 0xBB: '|'}
	german273        = map[byte]rune{0x43: '{', 0x4A: 'Ä', 0x4F: '!', 0x59: '~', 0x5A: 'Ü', 0x5F: '^', 0x63: '[', 0x6A: 'ö', 0x7C: '§', 0xA1: 'ß',
		0xB0: '¢', 0xB5: '@', 0xBA: '¬', 0xBB: '|', 0xBC: '‾', 0xC0: 'ä', 0xCC: '¦', 0xD0: 'ü', 0xDC: '}', 0xE0: 'Ö', 0xEC: '\\', 0xFC: ']'}
)

// isEBCDIC tells whether bytes are a text of EBCDIC: the space is 0x40, the Latin letters and digits lie above 0x80, and there is neither
// the ASCII space nor a line end of ASCII's.
func isEBCDIC(raw []byte) bool {
	raw = raw[:min(len(raw), sampleBytes)]
	spaces, letters := 0, 0
	for _, b := range raw {
		switch low := b & 0x0F; {
		case b == ' ' || b == '\n' || b == 0:
			return false
		case b == 0x40:
			spaces++
		case b >= 0xF0 && low <= 9, 0x81 <= b && b < 0xB0 && 1 <= low && low <= 9, 0xC1 <= b && b < 0xF0 && low <= 9 && b != 0xD0 && b != 0xE0 && b != 0xE1:
			letters++
		}
	}
	return 20*spaces >= len(raw) && 10*letters >= 6*len(raw)
}

// ebcdic finds text in EBCDIC. Its code pages share the unaccented letters, so that one is never told from the others for sure.
func ebcdic(raw []byte) (Guess, bool) {
	if !isEBCDIC(raw) {
		return Guess{}, false
	}
	k := loadKnowledge()
	best, least := -1, float32(unlikeText)
	var all []*Encoding
	for _, e := range encodings {
		if !e.ebcdic {
			continue
		}
		text, problem := e.fromSingle(raw[:min(len(raw), sampleBytes)])
		if problem != nil || strings.IndexByte(text, 0) >= 0 {
			continue
		}
		if cost := k.costOfText(text) / float32(len(raw[:min(len(raw), sampleBytes)])); cost < least {
			best, least = len(all), cost
		}
		all = append(all, e)
	}
	if best < 0 {
		return Guess{}, false
	}
	g := Guess{Encoding: all[best], Others: append(all[:best:best], all[best+1:]...)}
	g.Text, g.Problem = g.Encoding.Decode(raw)
	return g, g.Problem == nil
}
