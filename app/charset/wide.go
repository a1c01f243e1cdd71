package charset

import (
	"bytes"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wide tells UTF-16 and UTF-32 without a mark, which hold bytes that no text in bytes has.
func wide(raw []byte) (Guess, bool) {
	controls := 0
	for _, b := range raw[:min(len(raw), sampleBytes)] {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1B && b != 0x0E && b != 0x0F {
			controls++
		}
	}
	nul := bytes.IndexByte(raw, 0)
	if controls == 0 && nul < 0 {
		return Guess{}, false
	}
	k := loadKnowledge()
	var best *Encoding // by the cost of a byte
	least, next := float32(math.Inf(1)), float32(math.Inf(1))
	for _, name := range []string{"utf-32le", "utf-32be", "utf-16le", "utf-16be"} {
		e, _ := Named(name)
		sample := raw[:min(len(raw), sampleBytes)&^3]
		text := ""
		if strings.HasPrefix(name, "utf-32") {
			text, _ = e.whole(sample, nil)
		} else {
			sample = raw[:min(len(raw), sampleBytes)&^1]
			text = looseUTF16(sample, name == "utf-16be")
		}
		if text == "" || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != 0 && !isSpace(byte(r)) }) ||
			strings.HasPrefix(name, "utf-32") && strings.ContainsRune(text, 0) {
			continue
		}
		cost := k.costOfText(text) / float32(len(sample))
		switch {
		case cost < least:
			best, least, next = e, cost, least
		case cost < next:
			next = cost
		}
	}
	if best == nil || least > unlikeText || next-least < 0.3 {
		best = uncounted(raw)
	}
	if best == nil {
		if nul < 0 {
			return Guess{}, false
		}
		return Guess{Problem: &NULError{Line: 1 + bytes.Count(raw[:nul], []byte("\n")), Many: bytes.Count(raw, []byte{0})*50 > len(raw)}}, true
	}
	text, err := best.Decode(raw)
	if err == nil && strings.IndexByte(text, 0) >= 0 {
		err = &NULError{Line: 1 + strings.Count(text[:strings.IndexByte(text, 0)], "\n")}
	}
	return Guess{Encoding: best, Text: text, Sure: err == nil, Problem: err}, true
}

// uncounted tells UTF-16 in a script whose languages were not counted: all characters are assigned, nearly all letters are of one
// script, and there are spaces or line feeds; nil where that is so in neither byte order, or in both.
func uncounted(raw []byte) (found *Encoding) {
	for _, name := range []string{"utf-16le", "utf-16be"} {
		if !isOneScript(looseUTF16(raw[:min(len(raw), sampleBytes)&^1], name == "utf-16be")) {
			continue
		}
		if found != nil {
			return nil
		}
		found, _ = Named(name)
	}
	return found
}

func isOneScript(text string) bool {
	const fewest = 8 // letters
	counts := map[string]int{}
	letters, spaces, others := 0, 0, 0
	for _, r := range text {
		switch {
		case r == ' ' || r == '\n':
			spaces++
		case r == '\t' || r == '\r' || '!' <= r && r <= '~':
			others++
		case unicode.IsLetter(r) || unicode.IsMark(r):
			letters++
			counts[scriptName(r)]++
		case r == utf8.RuneError || !unicode.IsGraphic(r) && !unicode.Is(unicode.Cf, r) || 0x2000 <= r && r <= 0x200A:
			return false // no character, or a space of the other byte order
		default:
			others++
		}
	}
	most := 0
	for name, n := range counts {
		if name != "" {
			most = max(most, n)
		}
	}
	return letters >= fewest && spaces > 0 && letters > others && 10*most >= 9*letters
}

// scriptName is the script that a letter or mark belongs to; "" where it belongs to several.
func scriptName(r rune) string {
	for name, script := range unicode.Scripts {
		if name != "Common" && name != "Inherited" && unicode.Is(script, r) {
			return name
		}
	}
	return ""
}
