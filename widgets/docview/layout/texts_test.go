package layout

import (
	"strings"
	"unicode"

	"pgregory.net/rapid"
)

// scraps are what the generated texts are made of: every script and every trap we know of.
var scraps = []string{
	" ", " ", " ", " ", "  ", "\n", "\n", "\n\n", "\t", "\r\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029",
	"a", "the", "AVAVA", "Tomorrow", "well-known", "and/or", "don’t", "3.14", "1,000", "e.g.", "U.S.", "(note)", "“quoted”", "—", "–", "...", "!", "?!",
	"https://example.org/a/long/path?query=1&other=2", "Donaudampfschifffahrtsgesellschaftskapitän", strings.Repeat("x", 90),
	"é", "e\u0301", "o\u0308\u0323", "a" + strings.Repeat("\u0301", 30), " \u0301",
	"😀", "👍🏽", "👨‍👩‍👧‍👦", "🇦🇫", "🇩🇪🇫🇷", "🇦", "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩🏽‍🚒",
	"नमस्ते", "क्षत्रिय", "हिन्दी।", "สวัสดี", "กำลังใจ", "ขอบคุณครับ", "مرحبا", "السَّلَامُ", "می\u200cخواهم", "שלום", "שָׁלוֹם", "کابل۔",
	"漢字", "日本語。", "「引用」", "ラーメン", "한국어", "ㅎㅏㄴ", "中文，测试", "，", "　",
	"\u00a0", "\u202f", "\u00ad", "soft\u00adhyphen", "\u200b", "zero\u200bwidth", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200f", "\u202eabc\u202c", "\u2066x\u2069",
	"\x00", "\x1b", "\x7f", "\u0600", "\U000e0041", "\xff", "\xe2\x80", "𝒳", "𠮷",
}

func texts() *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(scraps), 0, 60), func(parts []string) string { return strings.Join(parts, "") })
}

// ruler measures like a font with kerning and ligatures would: marks take no room, some pairs stand closer together,
// a joined emoji is as wide as one.
func ruler(s string) float32 {
	w, before := float32(0), rune(0)
	for _, r := range s {
		w += advance(before, r)
		before = r
	}
	return w
}

func advance(before, r rune) float32 {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) || r >= 0x1F3FB && r <= 0x1F3FF:
		return 0
	case before == '\u200D' && r > 0x2000:
		return 0
	case r >= 0x2E80:
		return 16
	case before == 'A' && r == 'V' || before == 'V' && r == 'A' || before == 'T' && r == 'o':
		return 6.5
	case before == 'f' && r == 'f':
		return 3.5
	case strings.ContainsRune("il.,'! ", r):
		return 4
	case unicode.IsUpper(r):
		return 10
	}
	return 8
}
