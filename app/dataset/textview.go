package dataset

import (
	"unicode/utf16"
	"unicode/utf8"
)

// textView is a text as some program counts it.
type textView func(start, end int) (words string, is bool)

// viewsOf are the ways in which programs count in a text: in code points or code units of UTF-16, with CRLF as two or as one.
func viewsOf(text string) (all []textView) {
	texts := []string{text}
	if lf := withLF(text); lf != text {
		texts = append(texts, lf)
	}
	for _, text := range texts {
		runes := []rune(text)
		all = append(all, func(start, end int) (string, bool) {
			if start < 0 || start > end || end > len(runes) {
				return "", false
			}
			return string(runes[start:end]), true
		})
	}
	for _, text := range texts {
		if units := utf16.Encode([]rune(text)); len(units) > utf8.RuneCountInString(text) {
			all = append(all, func(start, end int) (string, bool) {
				if start < 0 || start > end || end > len(units) {
					return "", false
				}
				return string(utf16.Decode(units[start:end])), true
			})
		}
	}
	return all
}
