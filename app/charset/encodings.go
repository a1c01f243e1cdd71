// Package charset knows the encodings that texts come in: it names them, decodes without loss, and tells which one a
// text without a declaration is in.
package charset

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// Encoding is one way to write text as bytes.
type Encoding struct {
	Name   string // as the WHATWG or IANA names it: utf-8, windows-1250, x-mac-ce
	Region string // what is written in it: Central European, Japanese

	aliases string  // other names, separated by spaces
	home    string  // the languages that were usually written in it, by their codes
	rarity  float64 // in nats: how much rarer texts in it are than in Windows-1252

	ebcdic bool                                                 // of single bytes, but not ASCII below 0x80
	single *[256]rune                                           // of an encoding of single bytes; utf8.RuneError where a byte stands for nothing
	multi  encoding.Encoding                                    // of an East Asian one
	whole  func(raw []byte, at *Borders) (string, *BrokenError) // of any other; at, which may be nil, is told where the characters are
}

const (
	western      = "Western European"
	central      = "Central European"
	cyrillic     = "Cyrillic"
	baltic       = "Baltic"
	nordic       = "Nordic"
	greek        = "Greek"
	turkish      = "Turkish"
	hebrew       = "Hebrew"
	arabic       = "Arabic"
	vietnamese   = "Vietnamese"
	unicodeTexts = "Unicode"
	ebcdicTexts  = "Western EBCDIC"
)

// encodings are all that are known. Of those that differ only in what one of them leaves undefined there is the larger one:
// Windows-1252 stands for ISO-8859-1, Windows-1254 for ISO-8859-9, Windows-874 for TIS-620, GB18030 for GB2312 and GBK.
var encodings = []*Encoding{
	{Name: "utf-8", Region: unicodeTexts, rarity: -4, aliases: "utf8sig", whole: fromUTF8},
	{Name: "utf-16le", Region: unicodeTexts, aliases: "utf16 ucs2 unicode", whole: utf16In(littleEndian)},
	{Name: "utf-16be", Region: unicodeTexts, whole: utf16In(bigEndian)},
	{Name: "utf-32le", Region: unicodeTexts, aliases: "utf32 ucs4", whole: utf32In(littleEndian)},
	{Name: "utf-32be", Region: unicodeTexts, whole: utf32In(bigEndian)},
	{Name: "utf-7", Region: unicodeTexts, whole: fromUTF7},

	{Name: "windows-1252", Region: western, home: "en fr de es pt it nl ca gl eu br ga sv da no fi is et sq cy", aliases: "iso88591 latin1 l1 cp1252 ansi ascii usascii", single: table(charmap.Windows1252)},
	{Name: "iso-8859-15", Region: western, home: "en fr de es pt it nl ca gl eu br ga sv da no fi is et sq", aliases: "latin9 l9", rarity: 2, single: table(charmap.ISO8859_15)},
	{Name: "macintosh", Region: western, home: "en fr de es pt it nl ca gl eu br ga sv da no fi is", aliases: "macroman mac xmacroman", rarity: 2.5, single: table(charmap.Macintosh)},
	{Name: "ibm850", Region: western, home: "en fr de es pt it nl ca gl eu br ga sv da no fi is", aliases: "cp850 dos850", rarity: 2.5, single: table(charmap.CodePage850)},
	{Name: "ibm437", Region: western, home: "fr de es it en", aliases: "cp437 dosus", rarity: 3, single: table(charmap.CodePage437)},
	{Name: "ibm858", Region: western, home: "en fr de es pt it nl ca gl eu br ga sv da no fi is", aliases: "cp858 ibm00858", rarity: 4, single: table(charmap.CodePage858)},
	{Name: "ibm860", Region: western, home: "pt", aliases: "cp860", rarity: 4, single: table(charmap.CodePage860)},
	{Name: "ibm863", Region: western, home: "fr", aliases: "cp863", rarity: 4, single: table(charmap.CodePage863)},
	{Name: "iso-8859-3", Region: "South European", home: "tr mt eo", aliases: "latin3 l3", rarity: 3, single: table(charmap.ISO8859_3)},
	{Name: "iso-8859-14", Region: "Celtic", home: "cy ga", aliases: "latin8 l8", rarity: 3, single: table(charmap.ISO8859_14)},

	{Name: "windows-1250", Region: central, home: "pl cs sk hu sl hr ro sq sr", aliases: "cp1250", rarity: 1, single: table(charmap.Windows1250)},
	{Name: "iso-8859-2", Region: central, home: "pl cs sk hu sl hr ro sq sr", aliases: "latin2 l2", rarity: 1.5, single: table(charmap.ISO8859_2)},
	{Name: "iso-8859-16", Region: "South-Eastern European", home: "pl sl hr hu ro", aliases: "latin10 l10", rarity: 3, single: table(charmap.ISO8859_16)},
	{Name: "ibm852", Region: central, home: "pl cs sk hu sl hr ro sq", aliases: "cp852", rarity: 2.5, single: table(charmap.CodePage852)},
	{Name: "x-mac-ce", Region: central, home: "pl cs sk hu sl hr", aliases: "maclatin2 maccentraleurope", rarity: 3, single: listed("x-mac-ce")},
	{Name: "x-mac-croatian", Region: "Croatian", home: "hr sl", aliases: "maccroatian", rarity: 4, single: listed("x-mac-croatian")},
	{Name: "x-mac-romanian", Region: "Romanian", home: "ro", aliases: "macromanian macromania", rarity: 4, single: listed("x-mac-romanian")},

	{Name: "windows-1257", Region: baltic, home: "et fi lv lt", aliases: "cp1257", rarity: 1, single: table(charmap.Windows1257)},
	{Name: "iso-8859-13", Region: baltic, home: "et fi lv lt", aliases: "latin7 l7", rarity: 2, single: table(charmap.ISO8859_13)},
	{Name: "iso-8859-4", Region: baltic, home: "et fi lv lt", aliases: "latin4 l4", rarity: 3, single: table(charmap.ISO8859_4)},
	{Name: "ibm775", Region: baltic, home: "lv lt et", aliases: "cp775", rarity: 3.5, single: listed("ibm775")},
	{Name: "iso-8859-10", Region: nordic, home: "is sv da no fi lv lt et se", aliases: "latin6 l6", rarity: 3, single: table(charmap.ISO8859_10)},
	{Name: "ibm865", Region: nordic, home: "da no", aliases: "cp865", rarity: 3.5, single: table(charmap.CodePage865)},
	{Name: "ibm861", Region: "Icelandic", home: "is", aliases: "cp861", rarity: 4, single: listed("ibm861")},
	{Name: "x-mac-icelandic", Region: "Icelandic", home: "is", aliases: "maciceland macicelandic", rarity: 4, single: listed("x-mac-icelandic")},

	{Name: "windows-1251", Region: cyrillic, home: "ru uk be bg mk sr", aliases: "cp1251", single: table(charmap.Windows1251)},
	{Name: "koi8-r", Region: cyrillic, home: "ru bg", aliases: "koi8", rarity: 1, single: table(charmap.KOI8R)},
	{Name: "koi8-u", Region: cyrillic, home: "ru uk be", aliases: "koi8ru", rarity: 1.5, single: table(charmap.KOI8U)},
	{Name: "iso-8859-5", Region: cyrillic, home: "ru uk be bg mk sr", rarity: 2, single: table(charmap.ISO8859_5)},
	{Name: "ibm866", Region: cyrillic, home: "ru bg uk be", aliases: "cp866", rarity: 1.5, single: table(charmap.CodePage866)},
	{Name: "ibm855", Region: cyrillic, home: "ru uk be bg mk sr", aliases: "cp855", rarity: 3, single: table(charmap.CodePage855)},
	{Name: "ibm1125", Region: cyrillic, home: "uk be", aliases: "cp1125 cp866u", rarity: 3.5, single: listed("ibm1125")},
	{Name: "x-mac-cyrillic", Region: cyrillic, home: "ru uk be bg mk sr", aliases: "maccyrillic xmacukrainian", rarity: 2.5, single: table(charmap.MacintoshCyrillic)},
	{Name: "kz-1048", Region: "Kazakh", home: "kk", aliases: "kz1048 rk1048 strk10482002", rarity: 3, single: listed("kz-1048")},
	{Name: "ptcp154", Region: "Kazakh", home: "kk", aliases: "pt154 csptcp154 cp154 cyrillicasian", rarity: 3, single: listed("ptcp154")},

	{Name: "windows-1253", Region: greek, home: "el", aliases: "cp1253", rarity: 0.5, single: table(charmap.Windows1253)},
	{Name: "iso-8859-7", Region: greek, home: "el", aliases: "greek8 ecma118 elot928", rarity: 0.7, single: table(charmap.ISO8859_7)},
	{Name: "ibm737", Region: greek, home: "el", aliases: "cp737", rarity: 2.5, single: listed("ibm737")},
	{Name: "ibm869", Region: greek, home: "el", aliases: "cp869", rarity: 3, single: listed("ibm869")},
	{Name: "x-mac-greek", Region: greek, home: "el", aliases: "macgreek", rarity: 3, single: listed("x-mac-greek")},

	{Name: "windows-1254", Region: turkish, home: "tr", aliases: "iso88599 latin5 l5 cp1254", rarity: 1, single: table(charmap.Windows1254)},
	{Name: "ibm857", Region: turkish, home: "tr", aliases: "cp857", rarity: 3, single: listed("ibm857")},
	{Name: "x-mac-turkish", Region: turkish, home: "tr", aliases: "macturkish", rarity: 3.5, single: listed("x-mac-turkish")},

	{Name: "windows-1255", Region: hebrew, home: "he", aliases: "cp1255", rarity: 0.5, single: table(charmap.Windows1255)},
	{Name: "iso-8859-8", Region: hebrew, home: "he", aliases: "iso88598i iso88598e logical visual", rarity: 1, single: table(charmap.ISO8859_8)},
	{Name: "ibm862", Region: hebrew, home: "he", aliases: "cp862", rarity: 2.5, single: table(charmap.CodePage862)},

	{Name: "windows-1256", Region: arabic, home: "ar fa", aliases: "cp1256", rarity: 0.5, single: table(charmap.Windows1256)},
	{Name: "iso-8859-6", Region: arabic, home: "ar", aliases: "asmo708 iso88596i iso88596e", rarity: 2, single: table(charmap.ISO8859_6)},
	{Name: "ibm720", Region: arabic, home: "ar", aliases: "cp720", rarity: 3, single: listed("ibm720")},
	{Name: "ibm864", Region: arabic, home: "ar", aliases: "cp864", rarity: 4, single: listed("ibm864")},

	{Name: "windows-874", Region: "Thai", home: "th", aliases: "tis620 iso885911 cp874", single: table(charmap.Windows874)},
	{Name: "windows-1258", Region: vietnamese, home: "vi", aliases: "cp1258", rarity: 0.5, single: table(charmap.Windows1258)},
	{Name: "viscii", Region: vietnamese, home: "vi", rarity: 2.5, single: listed("viscii")},
	{Name: "tcvn", Region: vietnamese, home: "vi", aliases: "tcvn5712 tcvn57121 tcvn571211993 abc", rarity: 2.5, single: listed("tcvn")},

	{Name: "shift_jis", Region: "Japanese", home: "ja", aliases: "sjis mskanji cp932 windows31j ms932 cswindows31j", multi: japanese.ShiftJIS},
	{Name: "euc-jp", Region: "Japanese", home: "ja", aliases: "eucjp ujis cp51932", rarity: 0.5, multi: japanese.EUCJP},
	{Name: "iso-2022-jp", Region: "Japanese", home: "ja", aliases: "jis iso2022jp1 iso2022jp2 csiso2022jp", whole: fromISO2022},
	{Name: "gb18030", Region: "Simplified Chinese", home: "zh-cn zh-tw", aliases: "gb2312 gbk cp936 euccn ms936 windows936 chinese", multi: simplifiedchinese.GB18030},
	{Name: "hz-gb-2312", Region: "Simplified Chinese", home: "zh-cn", aliases: "hz hzgb hzgb2312", whole: fromHZ},
	{Name: "iso-2022-cn", Region: "Simplified Chinese", home: "zh-cn", whole: fromISO2022},
	{Name: "big5", Region: "Traditional Chinese", home: "zh-tw", aliases: "cp950 big5hkscs big5eten cnbig5", multi: traditionalchinese.Big5},
	{Name: "euc-kr", Region: "Korean", home: "ko", aliases: "cp949 uhc ksc56011987 ksc5601 windows949 korean", multi: korean.EUCKR},
	{Name: "johab", Region: "Korean", home: "ko", aliases: "cp1361 ksc5601johab", rarity: 3, multi: johab{}},
	{Name: "iso-2022-kr", Region: "Korean", home: "ko", whole: fromISO2022},

	{Name: "ibm037", Region: ebcdicTexts, aliases: "cp37 ebcdiccpus ebcdic", ebcdic: true, single: ebcdicTable(charmap.CodePage037, nil)},
	{Name: "ibm500", Region: ebcdicTexts, aliases: "ebcdiccpbe ebcdiccpch", ebcdic: true, single: ebcdicTable(charmap.CodePage037, international500)},
	{Name: "ibm1047", Region: ebcdicTexts, ebcdic: true, single: ebcdicTable(charmap.CodePage1047, nil)},
	{Name: "ibm1140", Region: ebcdicTexts, aliases: "ibm01140 ebcdicus37+euro", ebcdic: true, single: ebcdicTable(charmap.CodePage1140, nil)},
	{Name: "ibm273", Region: "German EBCDIC", ebcdic: true, single: ebcdicTable(charmap.CodePage037, german273)},
}

// All gives every encoding, the most used kinds first.
func All() []*Encoding { return slices.Clone(encodings) }

// Names gives the names of all encodings.
func Names() []string {
	names := make([]string, len(encodings))
	for i, e := range encodings {
		names[i] = e.Name
	}
	return names
}

var byKey = sync.OnceValue(func() map[string]*Encoding {
	known := make(map[string]*Encoding)
	for _, e := range encodings {
		for _, name := range append(strings.Fields(e.aliases), e.Name, strings.TrimPrefix(e.Name, "x-"), strings.Replace(e.Name, "ibm", "cp", 1)) {
			known[key(name)] = e
		}
	}
	return known
})

// Named gives the encoding of a name, in small letters or capitals, with or without hyphens; false where none is called so.
func Named(name string) (*Encoding, bool) {
	e, is := byKey()[key(name)]
	return e, is
}

// key is what remains of a name for comparing: its letters and digits.
func key(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z':
			return r - 'A' + 'a'
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			return r
		}
		return -1
	}, name)
}

// String is the name with what is written in the encoding: Central European (windows-1250).
func (e *Encoding) String() string { return fmt.Sprintf("%s (%s)", e.Region, e.Name) }

// table gives what the bytes of a charmap stand for. Control characters from 0x80 on, which it keeps for bytes that stand
// for nothing, are no text.
func table(of *charmap.Charmap) *[256]rune {
	var runes [256]rune
	for b := range runes {
		r := of.DecodeByte(byte(b))
		if 0x80 <= r && r < 0xA0 || 0xE000 <= r && r < 0xF900 {
			r = utf8.RuneError
		}
		runes[b] = r
	}
	return &runes
}

// listed is one of the package's own tables.
func listed(name string) *[256]rune {
	var runes [256]rune
	for b := range 128 {
		runes[b] = rune(b)
	}
	b := 128
	for _, r := range tables[name] {
		runes[b] = r
		b++
	}
	for b, r := range below[name] {
		runes[b] = r
	}
	return &runes
}

// below are the characters that found no place among the upper half of their tables.
var below = map[string]map[byte]rune{
	"viscii": {0x02: 'Ẳ', 0x05: 'Ẵ', 0x06: 'Ẫ', 0x14: 'Ỷ', 0x19: 'Ỹ', 0x1E: 'Ỵ'},
	"tcvn":   {0x01: 'Ú', 0x02: 'Ụ', 0x04: 'Ừ', 0x05: 'Ử', 0x06: 'Ữ', 0x11: 'Ứ', 0x12: 'Ự', 0x13: 'Ỳ', 0x14: 'Ỷ', 0x15: 'Ỹ', 0x16: 'Ý', 0x17: 'Ỵ'},
	"ibm864": {'%': '٪'},
}
