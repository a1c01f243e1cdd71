// Package fit breaks a text into the few lines there is room for.
package fit

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

const ellipsis = "…"

// Lines breaks a text into at most n lines that are no wider than width, at words where it can, and never inside a
// grapheme cluster. White space of any kind and control characters show as one space. What does not fit is replaced by
// an ellipsis at the end of the last line. measure gives the width of a text as it is drawn.
func Lines(text string, width float32, n int, measure func(string) float32) []string {
	// No glyph that shows is narrower than two pixels, so a longer text is never needed, however long a quote is.
	rest, cut := singleSpaced(text, n*(int(width/2)+8))
	var lines []string
	for len(rest) > 0 && len(lines) < n-1 {
		end := longest(rest, "", width, measure)
		if end == len(rest) && !cut {
			break
		}
		end = breakBefore(rest, end)
		lines = append(lines, strings.TrimRight(rest[:end], " "))
		rest = strings.TrimLeft(rest[end:], " ")
	}
	if len(rest) == 0 && !cut {
		return lines
	}
	if !cut && measure(rest) <= width {
		return append(lines, rest)
	}
	end := longest(rest, ellipsis, width, measure)
	return append(lines, strings.TrimRight(rest[:end], " ")+ellipsis)
}

// singleSpaced returns at most limit runes of the text with each run of white space and control characters as one space
// and none at the ends, and whether it left anything out.
func singleSpaced(text string, limit int) (out string, cut bool) {
	var b strings.Builder
	space := false
	for _, r := range text {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			space = b.Len() > 0
			continue
		}
		if limit <= 0 {
			return b.String(), true
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
		limit--
	}
	return b.String(), false
}

// longest is how many bytes of s fit into width with the suffix behind them; whole grapheme clusters, and at least one
// when there is no suffix, so that a line always takes something.
func longest(s, suffix string, width float32, measure func(string) float32) int {
	ends := []int{0}
	for g := graphemes.FromString(s); g.Next(); {
		ends = append(ends, g.End())
	}
	// Kerning and joining make the width of a prefix no sum of its letters', so prefixes themselves are measured.
	over := sort.Search(len(ends), func(i int) bool { return i > 0 && measure(s[:ends[i]]+suffix) > width })
	if suffix == "" {
		over = max(over, 2)
	}
	return ends[min(over, len(ends))-1]
}

// breakBefore returns the last place at or before end, between two clusters, where a line may break; end itself if there
// is none.
func breakBefore(s string, end int) int {
	if end == len(s) {
		return end
	}
	last := end
	for g := graphemes.FromString(s); g.Next() && g.End() <= end; {
		before, _ := utf8.DecodeLastRuneInString(s[:g.End()])
		after, _ := utf8.DecodeRuneInString(s[g.End():])
		if mayBreak(before, after) {
			last = g.End()
		}
	}
	return last
}

// mayBreak says whether a line may end between two runes: at a space, after a hyphen inside a word, and around the
// letters of scripts that write no spaces, except before the marks that close a phrase.
func mayBreak(before, after rune) bool {
	switch {
	case before == ' ' || after == ' ':
		return true
	case strings.ContainsRune("-‐–—/", before):
		return unicode.IsLetter(after)
	case unicode.In(after, unicode.Mn, unicode.Mc, unicode.Pe, unicode.Pf, unicode.Po, unicode.Cf) || unicode.In(before, unicode.Ps, unicode.Pi, unicode.Cf):
		return false
	}
	return spaceless(before) || spaceless(after)
}

// spaceless says whether a rune's script is written without spaces between its words.
func spaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// Paragraphs breaks a text into lines as Lines does, but leaves nothing of it out and keeps its own line ends. Where it takes more than n
// lines, it gives the first n and tells so.
func Paragraphs(text string, width float32, n int, measure func(string) float32) (lines []string, more bool) {
	at := int(width/2) + 8 // runes: no line has room for more
	for paragraph := range strings.Lines(text) {
		rest, _ := singleSpaced(paragraph, len(paragraph))
		for {
			if len(lines) == n {
				return lines, true
			}
			head := firstRunes(rest, at)
			end := longest(head, "", width, measure)
			if end < len(rest) {
				end = breakBefore(head, end)
			}
			lines = append(lines, strings.TrimRight(rest[:end], " "))
			if rest = strings.TrimLeft(rest[end:], " "); rest == "" {
				break
			}
		}
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines, false
}

// firstRunes is the beginning of a text, at most n runes.
func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
