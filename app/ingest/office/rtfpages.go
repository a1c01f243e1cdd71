package office

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"factmark/app/charset"
)

// rtfCharsets gives the code page of a font's character set, by Windows' number of it. A set that depends on the system
// has none.
var rtfCharsets = map[int]int{
	0: 1252, 77: 10000, 78: 10001, 79: 10003, 80: 10008, 81: 10002, 83: 10005, 84: 10004, 85: 10006, 86: 10081, 87: 10021, 88: 10029, 89: 10007,
	128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 179: 1256, 180: 1256, 181: 1255,
	186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
}

// codePages gives the usual names of code pages whose number is not in their name.
var codePages = map[int]string{
	708: "iso-8859-6", 1361: "johab", 10000: "macintosh", 10001: "shift_jis", 10002: "big5", 10003: "euc-kr", 10004: "windows-1256", 10005: "windows-1255",
	10006: "x-mac-greek", 10007: "x-mac-cyrillic", 10008: "gb18030", 10010: "x-mac-romanian", 10017: "x-mac-cyrillic", 10021: "windows-874",
	10029: "x-mac-ce", 10079: "x-mac-icelandic", 10081: "x-mac-turkish", 10082: "x-mac-croatian", 20866: "koi8-r", 21866: "koi8-u",
	28591: "windows-1252", 28592: "iso-8859-2", 28595: "iso-8859-5", 28597: "iso-8859-7", 50220: "iso-2022-jp", 51932: "euc-jp", 51949: "euc-kr",
	54936: "gb18030", 65001: "utf-8",
}

var pages sync.Map // of *charset.Encoding by code page

func encodingOf(page int) *charset.Encoding {
	if e, known := pages.Load(page); known {
		return e.(*charset.Encoding)
	}
	name, known := codePages[page]
	if !known {
		name = fmt.Sprintf("cp%d", page)
	}
	e, known := charset.Named(name)
	if !known {
		e, _ = charset.Named("windows-1252")
	} else {
		pages.Store(page, e)
	}
	return e
}

// decodePage gives the text of bytes in a code page, and how many of them could not be read.
func decodePage(page int, raw []byte) (text string, broken int) {
	ascii := true
	for _, b := range raw {
		ascii = ascii && b < 0x80
	}
	if ascii {
		return string(raw), 0
	}
	e := encodingOf(page)
	text, err := e.Decode(raw)
	if err == nil {
		return text, 0
	}
	var out strings.Builder
	for at := 0; at < len(raw); { // characters of up to four bytes
		size := 1
		for ; size <= 4 && at+size <= len(raw); size++ {
			if char, err := e.Decode(raw[at : at+size]); err == nil {
				out.WriteString(char)
				break
			}
		}
		if size > 4 || at+size > len(raw) {
			size = 1
			if raw[at] < 0x80 || raw[at] > 0x9F || page < 1250 || page > 1258 { // else a control character, which is no text
				out.WriteString(unreadable)
				broken++
			}
		}
		at += size
	}
	return out.String(), broken
}

// languages names Windows' primary languages, the lower ten bits of its numbers.
var languages = sync.OnceValue(func() map[int]string {
	all := map[int]string{}
	for pair := range strings.FieldsSeq("1:ar 2:bg 3:ca 4:zh 5:cs 6:da 7:de 8:el 9:en 10:es 11:fi 12:fr 13:he 14:hu 15:is 16:it 17:ja 18:ko 19:nl 20:no 21:pl 22:pt 24:ro 25:ru " +
		"26:hr 27:sk 28:sq 29:sv 30:th 31:tr 32:ur 33:id 34:uk 35:be 36:sl 37:et 38:lv 39:lt 41:fa 42:vi 43:hy 44:az 45:eu 47:mk 54:af 55:ka 57:hi 58:mt 62:ms 63:kk 65:sw 69:bn " +
		"70:pa 71:gu 73:ta 74:te 75:kn 76:ml 78:mr 80:mn 82:cy 86:gl 91:si 94:am 97:ne 98:fy") {
		number, tag, _ := strings.Cut(pair, ":")
		n, _ := strconv.Atoi(number)
		all[n] = tag
	}
	return all
})

// variants names numbers whose country changes how a text is written.
var variants = map[int]string{
	0x0404: "zh-TW", 0x0804: "zh-CN", 0x0C04: "zh-HK", 0x0416: "pt-BR", 0x0816: "pt-PT", 0x0409: "en-US", 0x0809: "en-GB", 0x0C09: "en-AU", 0x1009: "en-CA",
	0x0814: "nn", 0x0414: "nb", 0x0C1A: "sr-Cyrl", 0x081A: "sr-Latn", 0x141A: "bs", 0x0807: "de-CH", 0x0C07: "de-AT",
}

// language is that of most of the letters.
func (r *rtfReader) language() string {
	number, most := cmp.Or(r.deflang, r.styleLanguages[0]), 0
	for n, letters := range r.languages {
		if n&0x3FF != 0 && (letters > most || letters == most && n < number) {
			number, most = n, letters
		}
	}
	tag, known := variants[number]
	if !known {
		tag = languages()[number&0x3FF]
	}
	if strings.HasPrefix(tag, "en") {
		return r.letters.language(tag, "", "")
	}
	return tag
}
