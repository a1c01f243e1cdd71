package docview

import (
	"slices"
	"strings"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
)

// item is a part of a word that is of one font and one script.
type item struct {
	from, to int // runes
	font     uint8
	script   language.Script
}

// items cuts a word where the font or the script changes.
func (s *shaper) items(text string, runes []rune) []item {
	if s.ascii && printable(text) {
		script := language.Common
		for _, r := range runes {
			if r|0x20 >= 'a' && r|0x20 <= 'z' {
				script = language.Latin
				break
			}
		}
		return []item{{0, len(runes), pageFont, script}}
	}
	var items []item
	from := 0
	for g := graphemes.FromString(text); g.Next(); {
		to := from
		for range g.Value() {
			to++
		}
		next := item{from, to, s.fonts.of(runes[from:to]), language.Common}
		if next.font == emojiFont && to-from > 1 {
			next.font = s.joining(g.Value(), runes[from:to])
		}
		for _, r := range runes[from:to] {
			if script := language.LookupScript(r); script != language.Common && script != language.Inherited {
				next.script = script
				break
			}
		}
		from = to
		if n := len(items); n > 0 && items[n-1].font == next.font {
			last := &items[n-1]
			if last.script == next.script || next.script == language.Common || last.script == language.Common {
				last.to = next.to
				if last.script == language.Common {
					last.script = next.script
				}
				continue
			}
		}
		items = append(items, next)
	}
	return items
}

// newEmoji is one that no old font has.
const newEmoji = '\U0001FAE0'

// joining gives a font that draws an emoji of several runes as one, else the toolkit's, which has all of its parts.
func (s *shaper) joining(text string, cluster []rune) uint8 {
	if i, known := s.sequences[text]; known {
		return i
	}
	found := uint8(emojiFont)
	if !s.joins(emojiFont, cluster) {
		s.fonts.ofRune(newEmoji) // has newer fonts looked for
		for i := ownFonts; i < len(s.fonts.faces); i++ {
			if s.fonts.covers(i, cluster) && s.joins(i, cluster) {
				found = uint8(i)
				break
			}
		}
	}
	if len(s.sequences) >= maxShaped {
		clear(s.sequences)
	}
	s.sequences[strings.Clone(text)] = found
	return found
}

// joins says whether a font draws a cluster as one glyph.
func (s *shaper) joins(i int, cluster []rune) bool {
	out := s.harfbuzz.Shape(shaping.Input{
		Text: cluster, RunEnd: len(cluster), Face: s.fonts.face(i), Size: s.size, Language: language.DefaultLanguage(),
	})
	n := 0
	for _, g := range out.Glyphs {
		if g.Advance != 0 {
			n++
		}
	}
	tagged := slices.ContainsFunc(cluster, func(r rune) bool { return r >= 0xE0020 && r < 0xE0080 })
	return n == 1 && (!tagged || len(out.Glyphs) == 1)
}

// printable says whether a text is nothing but printable ASCII.
func printable(text string) bool {
	for i := range len(text) {
		if text[i]-' ' >= 0x7F-' ' {
			return false
		}
	}
	return true
}
