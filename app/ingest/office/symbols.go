package office

import "strings"

// symbolCodes gives the characters of Adobe's Symbol encoding from 0x20 and from 0xA1; a space stands for none.
const (
	symbolLow  = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
	symbolHigh = "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)

// dingbats gives the characters that are used in texts: list signs, arrows, check marks, numbers in circles.
var dingbats = map[string]map[rune]string{
	"Wingdings": {
		0x20: " ", 0x21: "✏", 0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x41: "✌", 0x43: "👍", 0x44: "👎", 0x46: "☞", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹",
		0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "◻", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x78: "⌧",
		0x80: "⓪", 0x81: "①", 0x82: "②", 0x83: "③", 0x84: "④", 0x85: "⑤", 0x86: "⑥", 0x87: "⑦", 0x88: "⑧", 0x89: "⑨", 0x8A: "⑩",
		0x8B: "⓿", 0x8C: "❶", 0x8D: "❷", 0x8E: "❸", 0x8F: "❹", 0x90: "❺", 0x91: "❻", 0x92: "❼", 0x93: "❽", 0x94: "❾", 0x95: "❿",
		0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA7: "▪", 0xA8: "◻", 0xAB: "★", 0xD8: "➢", 0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓",
		0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xF3: "⬄", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
	},
	"Wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA3: "□"},
	"Wingdings 3": {0x7D: "▶", 0x7C: "◀", 0x70: "▲", 0x71: "▼"},
	"Webdings":    {0x61: "✓", 0x72: "✗", 0x34: "▶", 0x33: "◀", 0x35: "▲", 0x36: "▼", 0x6E: "●"},
}

// symbolFont gives the usual name of a font of symbols; "" for any other font.
func symbolFont(name string) string {
	name = strings.TrimSpace(name)
	if strings.EqualFold(name, "Symbol") {
		return "Symbol"
	}
	for font := range dingbats {
		if strings.EqualFold(name, font) {
			return font
		}
	}
	return ""
}

// symbolOf gives the text of a character of a font; unreadable where the font's own character is not known.
func symbolOf(font string, code rune) string {
	own := code >= 0xF000 && code <= 0xF0FF // where Windows puts the characters of symbol fonts
	low := code & 0xFF
	if font = symbolFont(font); font != "" && (own || code <= 0xFF) {
		if text, known := dingbats[font][low]; known {
			return text
		}
		if font == "Symbol" {
			if text := symbolCode(low); text != "" {
				return text
			}
		}
		return unreadable
	}
	if code >= 0xE000 && code <= 0xF8FF {
		return unreadable
	}
	return string(code)
}

func symbolCode(code rune) string {
	at, of := code-0x20, symbolLow
	if code >= 0xA1 {
		at, of = code-0xA1, symbolHigh
	} else if code == 0xA0 {
		return "€"
	}
	if rs := []rune(of); at >= 0 && int(at) < len(rs) && (rs[at] != ' ' || code == 0x20) {
		return string(rs[at])
	}
	return ""
}

// fromSymbolFont makes characters of a text in a font of symbols. Where the font is not Symbol its letters are as likely
// ordinary ones, written without regard to the font, so that they stay.
func fromSymbolFont(font, text string) string {
	var out strings.Builder
	for _, r := range text {
		if r >= 0xF000 && r <= 0xF0FF || font == "Symbol" && r >= 0x21 && r <= 0xFF {
			out.WriteString(symbolOf(font, r))
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}
