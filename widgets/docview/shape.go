package docview

import (
	"bytes"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"factmark/widgets/docview/layout"
)

// maxShaped is how many shaped words are remembered, some megabytes of them.
const maxShaped = 1 << 13

// shaper turns text into the glyphs of the page's own font and their places. What has letters that this font lacks, or
// that belong to scripts which join or stack their letters, is left to the toolkit, which looks for other fonts.
type shaper struct {
	face     *font.Face
	size     fixed.Int26_6
	harfbuzz shaping.HarfbuzzShaper
	words    map[string]*word
	has      map[rune]bool // whether a letter can be drawn
	ascii    bool          // whether all of ASCII can
}

// word is a shaped word; lengths are in units. A space is one too.
type word struct {
	glyphs []glyph
	width  float32
}

// glyph is a glyph of the font with its place, from the start of its word and up from the baseline.
type glyph struct {
	id   font.GID
	x, y float32
}

// newShaper reads a font. Without an outline font nothing can be shaped, and all text is left to the toolkit.
func newShaper(resource fyne.Resource, textSize float32) *shaper {
	s := &shaper{size: fixed.Int26_6(textSize * 64), words: make(map[string]*word), has: make(map[rune]bool)}
	if face, err := font.ParseTTF(bytes.NewReader(resource.Content())); err == nil {
		s.face = face
		s.ascii = true
		for r := rune(' '); r < 0x7F; r++ {
			s.ascii = s.ascii && s.canRune(r)
		}
	}
	return s
}

// can says whether a text can be shaped.
func (s *shaper) can(text string) bool {
	if s.face == nil {
		return false
	}
	if s.ascii && printable(text) {
		return true
	}
	for _, r := range text {
		if !s.canRune(r) {
			return false
		}
	}
	return true
}

func (s *shaper) canRune(r rune) bool {
	has, known := s.has[r]
	if !known {
		if gid, ok := s.face.NominalGlyph(r); ok && gid != 0 && !layout.Foreign(r) {
			_, has = s.face.GlyphData(gid).(font.GlyphOutline)
		}
		if len(s.has) >= maxShaped {
			clear(s.has)
		}
		s.has[r] = has
	}
	return has
}

// width gives the width of a text that can be shaped.
func (s *shaper) width(text string) float32 {
	w := float32(0)
	s.each(text, func(part *word) { w += part.width })
	return w
}

// each calls yield for the words of a text and the spaces between them. A page has few words that it has not had
// before, so shaping them one by one pays; across a space the letters of these scripts don't touch.
func (s *shaper) each(text string, yield func(*word)) {
	for len(text) > 0 {
		n := strings.IndexByte(text, ' ')
		switch {
		case n == 0:
			n = 1
		case n < 0:
			n = len(text)
		}
		yield(s.word(text[:n]))
		text = text[n:]
	}
}

func (s *shaper) word(text string) *word {
	if w := s.words[text]; w != nil {
		return w
	}
	w := s.shape(text)
	if len(s.words) >= maxShaped {
		clear(s.words)
	}
	s.words[strings.Clone(text)] = w // a clone, lest a word keep the whole text in memory
	return w
}

func (s *shaper) shape(text string) *word {
	runes := []rune(text)
	w := &word{glyphs: make([]glyph, 0, len(runes))}
	for from := 0; from < len(runes); {
		script := language.Common
		to := from
		for ; to < len(runes); to++ {
			switch next := language.LookupScript(runes[to]); {
			case next == language.Common || next == language.Inherited || next == script:
				continue
			case script == language.Common:
				script = next
				continue
			}
			break
		}
		w.add(s.harfbuzz.Shape(shaping.Input{
			Text: runes, RunStart: from, RunEnd: to, Direction: di.DirectionLTR,
			Face: s.face, Size: s.size, Script: script, Language: language.DefaultLanguage(),
		}))
		from = to
	}
	return w
}

func (w *word) add(out shaping.Output) {
	const unit = 1.0 / 64
	for _, g := range out.Glyphs {
		y := float32(g.YOffset) * unit
		if g.Width != 0 && g.Height != 0 {
			w.glyphs = append(w.glyphs, glyph{id: g.GlyphID, x: w.width + float32(g.XOffset)*unit, y: y})
		}
		w.width += float32(g.Advance) * unit
	}
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
