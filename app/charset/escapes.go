package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// shifted is a set of characters that ISO 2022 calls by an escape sequence: how wide its characters are in bytes, and how they
// decode once the eighth bit of each byte is set.
type shifted struct {
	width  int
	prefix string // before each character, in the encoding
	in     encoding.Encoding
}

var (
	ascii  = shifted{width: 1}
	kana   = shifted{1, "\x8E", japanese.EUCJP}
	kanji  = shifted{2, "", japanese.EUCJP}
	kanji2 = shifted{2, "\x8F", japanese.EUCJP} // JIS X 0212
	hanzi  = shifted{2, "", simplifiedchinese.GBK}
	hangul = shifted{2, "", korean.EUCKR}
)

// escapes are the sequences of RFC 1468, 1554, 1557 and 1922. Those of so say what Shift Out turns to; the others act at once.
var escapes = []struct {
	sequence string
	set      shifted
	so       bool
}{
	{"\x1B(B", ascii, false}, {"\x1B(J", ascii, false}, {"\x1B(I", kana, false},
	{"\x1B$@", kanji, false}, {"\x1B$B", kanji, false}, {"\x1B$(B", kanji, false}, {"\x1B&@\x1B$B", kanji, false},
	{"\x1B$(D", kanji2, false}, {"\x1B$A", hanzi, false}, {"\x1B$(A", hanzi, false}, {"\x1B$(C", hangul, false},
	{"\x1B$)C", hangul, true}, {"\x1B$)A", hanzi, true},
}

// fromISO2022 decodes the ISO-2022 encodings of Japanese, Korean and Chinese.
func fromISO2022(raw []byte, at *Borders) (string, *BrokenError) {
	var text strings.Builder
	text.Grow(len(raw))
	set, out := ascii, ascii
	for i := 0; i < len(raw); {
		b := raw[i]
		fail := func(length int, cut bool) (string, *BrokenError) {
			problem := broken("iso-2022", raw, i, length, text.String())
			problem.Cut = cut
			return "", problem
		}
		switch {
		case b == 0x1B:
			found := false
			for _, e := range escapes {
				if bytes.HasPrefix(raw[i:], []byte(e.sequence)) {
					if found = true; e.so {
						out = e.set
					} else {
						set = e.set
					}
					i += len(e.sequence)
					break
				}
			}
			if !found {
				return fail(4, len(raw)-i < 3)
			}
		case b == 0x0E && out.in != nil:
			set = out
			i++
		case b == 0x0F:
			set = ascii
			i++
		case b >= utf8.RuneSelf:
			return fail(1, false)
		case set.in == nil || b <= ' ':
			text.WriteByte(b)
			at.add(i, i+1, 1)
			i++
			if b == '\n' && out.in == nil { // a line begins in ASCII, unless Shift Out is what shifts
				set = ascii
			}
		case i+set.width > len(raw):
			return fail(1, true)
		default:
			character := []byte(set.prefix)
			for _, b := range raw[i : i+set.width] {
				character = append(character, b|0x80)
			}
			r := multiText(set.in, character)
			if utf8.RuneCountInString(r) != 1 || strings.ContainsRune(r, utf8.RuneError) {
				return fail(set.width, false)
			}
			text.WriteString(r)
			at.add(i, i+set.width, 1)
			i += set.width
		}
	}
	return text.String(), nil
}

// fromHZ decodes RFC 1843: GB2312 in seven bits between ~{ and ~}.
func fromHZ(raw []byte, at *Borders) (string, *BrokenError) {
	var text strings.Builder
	text.Grow(len(raw))
	shifted := false
	for i := 0; i < len(raw); {
		switch rest := raw[i:]; {
		case rest[0] >= utf8.RuneSelf:
			return "", broken("hz", raw, i, 1, text.String())
		case shifted && bytes.HasPrefix(rest, []byte("~}")):
			shifted = false
			i += 2
		case shifted && rest[0] == '\n':
			shifted = false
		case shifted && len(rest) == 1:
			problem := broken("hz", raw, i, 1, text.String())
			problem.Cut = true
			return "", problem
		case shifted:
			r := multiText(simplifiedchinese.GBK, []byte{rest[0] | 0x80, rest[1] | 0x80})
			if utf8.RuneCountInString(r) != 1 || strings.ContainsRune(r, utf8.RuneError) {
				return "", broken("hz", raw, i, 2, text.String())
			}
			text.WriteString(r)
			at.add(i, i+2, 1)
			i += 2
		case bytes.HasPrefix(rest, []byte("~{")):
			shifted = true
			i += 2
		case bytes.HasPrefix(rest, []byte("~~")):
			text.WriteByte('~')
			at.add(i, i+2, 1)
			i += 2
		case bytes.HasPrefix(rest, []byte("~\n")):
			i += 2
		default:
			text.WriteByte(rest[0])
			at.add(i, i+1, 1)
			i++
		}
	}
	return text.String(), nil
}
