package docview

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// maxShaped is how many shaped words are remembered, some megabytes of them.
const maxShaped = 1 << 13

// shaper turns text into glyphs and their places.
type shaper struct {
	fonts    *fonts
	size     fixed.Int26_6
	unit     float32 // of a shaped length
	harfbuzz shaping.HarfbuzzShaper
	words    [3]map[string]*word // by way
	ascii    bool                // whether the page's font has all of ASCII
	// sequences are the fonts of emoji that are made of several.
	sequences map[string]uint8
}

// way is how a word reads.
type way uint8

const (
	fromLeft way = iota
	fromRight
	eitherWay // each part as its letters do: right for its width alone
)

// word is a shaped word; lengths are in units. A space is one too.
type word struct {
	glyphs []glyph // from the left
	edges  []float32
	width  float32
}

// glyph is a glyph of a font with its place, from the left end of its word and up from the baseline.
type glyph struct {
	id   font.GID
	at   int32 // the byte of the word it is drawn for
	x, y float32
	font uint8
}

// newShaper prepares to shape letters of a size in units.
func newShaper(fonts *fonts, textSize float32) *shaper {
	size := fixed.I(fixed.Int26_6(textSize * 64).Ceil()) // the library shapes for whole sizes only
	s := &shaper{fonts: fonts, size: size, unit: textSize / float32(size)}
	s.forget()
	if face := fonts.face(pageFont); face != nil {
		s.ascii = true
		for r := rune(' '); r < 0x7F; r++ {
			s.ascii = s.ascii && fonts.covers(pageFont, []rune{r})
		}
	}
	return s
}

// forget has all words shaped anew.
func (s *shaper) forget() {
	for i := range s.words {
		s.words[i] = make(map[string]*word)
	}
	s.sequences = make(map[string]uint8)
}

// width gives the width of a text whose letters read as they do by themselves.
func (s *shaper) width(text string) float32 {
	w, reads := float32(0), fromLeft
	if strings.IndexFunc(text, rightLetter) >= 0 {
		reads = eitherWay
	}
	s.each(text, reads, func(part *word, _ int) bool {
		w += part.width
		return true
	})
	return w
}

// places gives where bytes of a text stand, as the layout asks for them.
func (s *shaper) places(text string, rtl bool, at []int) []float32 {
	xs := make([]float32, len(at))
	x, k := float32(0), 0
	s.each(text, wayOf(rtl), func(w *word, from int) bool {
		for ; k < len(at) && at[k] < from+len(w.edges); k++ {
			xs[k] = x + w.edges[at[k]-from]
		}
		x += w.width
		return k < len(at)
	})
	for ; k < len(at); k++ {
		xs[k] = x
	}
	for k = 1; k < len(xs); k++ { // a letter may take back some room
		xs[k] = max(xs[k], xs[k-1])
	}
	return xs
}

// each calls yield, until it returns false, for the words of a text and the spaces between them, with the byte each
// begins at. A page has few words that it has not had before, so shaping them one by one pays; letters don't join
// across a space, nor with an ideograph, which begins a word of its own.
func (s *shaper) each(text string, reads way, yield func(w *word, from int) bool) {
	for from := 0; from < len(text); {
		n := strings.IndexByte(text[from:], ' ')
		switch {
		case n == 0:
			n = 1
		case n < 0:
			n = len(text) - from
		}
		n = untilIdeograph(text[from : from+n])
		if !yield(s.word(text[from:from+n], reads), from) {
			return
		}
		from += n
	}
}

// untilIdeograph gives the length of a word without what begins with an ideograph behind its start.
func untilIdeograph(word string) int {
	for i := 0; i < len(word); {
		if word[i] < 0xE2 { // of letters before U+2000, or inside one
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(word[i:])
		if i > 0 && (r >= 0x2E80 && r < 0xA4D0 && r != '\u3099' && r != '\u309A' || r >= 0xAC00 && r < 0xD7A4 || r >= 0xF900 && r < 0xFB00 || r >= 0x20000 && r < 0x40000) {
			return i
		}
		i += n
	}
	return len(word)
}

func (s *shaper) word(text string, reads way) *word {
	words := s.words[reads]
	if w := words[text]; w != nil {
		return w
	}
	w := s.shape(text, reads)
	if len(words) >= maxShaped {
		clear(words)
	}
	words[strings.Clone(text)] = w // a clone, lest a word keep the whole text in memory
	return w
}

func wayOf(rtl bool) way {
	if rtl {
		return fromRight
	}
	return fromLeft
}

// rightLetter says whether a rune is of a script that reads from the right.
func rightLetter(r rune) bool {
	return r >= 0x0590 && r < 0x0900 || r >= 0xFB1D && r < 0xFE00 || r >= 0xFE70 && r < 0xFEFF || r >= 0x10800 && r < 0x11000 || r >= 0x1E800 && r < 0x1F000
}

func (s *shaper) shape(text string, reads way) *word {
	runes := []rune(text)
	w := &word{glyphs: make([]glyph, 0, len(runes)), edges: make([]float32, len(text))}
	at := make([]int32, 0, len(runes)+1) // the bytes of the runes
	for i := range text {
		at = append(at, int32(i))
	}
	at = append(at, int32(len(text)))
	for _, i := range s.items(text, runes) {
		face := s.fonts.face(pageFont)
		if i.font != nowhere {
			face = s.fonts.face(int(i.font))
		}
		if face == nil {
			continue
		}
		direction := di.DirectionLTR
		if reads == fromRight || reads == eitherWay && slices.ContainsFunc(runes[i.from:i.to], rightLetter) {
			direction = di.DirectionRTL
		}
		w.add(s.harfbuzz.Shape(shaping.Input{
			Text: runes, RunStart: i.from, RunEnd: i.to, Direction: direction,
			Face: face, Size: s.size, Script: i.script, Language: language.DefaultLanguage(),
		}), i.font, at, text, s.unit)
	}
	if reads == fromRight {
		for i := range w.glyphs {
			w.glyphs[i].x += w.width
		}
	}
	return w
}

// add appends a shaped item. Where it reads from the right, the places of its glyphs are from the word's right end.
func (w *word) add(out shaping.Output, from uint8, at []int32, text string, unit float32) {
	rtl := out.Direction == di.DirectionRTL
	if rtl {
		for _, g := range out.Glyphs {
			w.width += float32(g.Advance) * unit
		}
	}
	x := w.width
	if rtl {
		x = -w.width
	}
	left := x
	for _, g := range out.Glyphs {
		blank := from == nowhere || from == pageFont && (g.Width == 0 || g.Height == 0)
		if !blank {
			w.glyphs = append(w.glyphs, glyph{
				id: g.GlyphID, at: at[g.TextIndex()], font: from,
				x: x + float32(g.XOffset)*unit, y: float32(g.YOffset) * unit,
			})
		}
		x += float32(g.Advance) * unit
	}
	if !rtl {
		w.width = x
	}
	// The glyphs of a cluster follow each other; its letters share its room.
	x = left
	for i := 0; i < len(out.Glyphs); {
		g := out.Glyphs[i]
		wide := float32(0)
		for ; i < len(out.Glyphs) && out.Glyphs[i].TextIndex() == g.TextIndex(); i++ {
			wide += float32(out.Glyphs[i].Advance) * unit
		}
		begin := x
		if rtl {
			begin = -(x + wide)
		}
		w.share(text, int(at[g.TextIndex()]), int(at[g.TextIndex()+g.RunesCount()]), begin, wide)
		x += wide
	}
}

// share divides the room of a glyph cluster among its letters.
func (w *word) share(text string, from, to int, begin, wide float32) {
	if to-from == 1 {
		w.edges[from] = begin
		return
	}
	n := 0
	for g := graphemes.FromString(text[from:to]); g.Next(); {
		n++
	}
	k := 0
	for g := graphemes.FromString(text[from:to]); g.Next(); k++ {
		x := begin + wide*float32(k)/float32(n)
		for b := from + g.Start(); b < from+g.End(); b++ {
			w.edges[b] = x
		}
	}
}
