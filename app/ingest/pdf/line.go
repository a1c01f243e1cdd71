package pdf

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// line is a line of text of a page, in logical order.
type line struct {
	box
	y         float32 // its baseline
	height    float32 // of most of its characters, from ascent to descent
	firstWord float32 // width of its first word
	angle     float32
	text      string
	hyphen    bool // PDFium saw that a hyphen at its end divides a word
	rtl       bool // most of its letters run from right to left
	tabular   bool // it has wide gaps, as the row of a table has
	damaged   int  // characters that are not known
	glyphs    []glyph
}

// start and end say where a line begins and ends along its direction of writing.
func (l *line) start() float32 {
	if l.rtl {
		return -l.right
	}
	return l.left
}

func (l *line) end() float32 {
	if l.rtl {
		return -l.left
	}
	return l.right
}

// linesOf puts the characters of a page together to lines, in the order in which the file draws them. Where PDFium sees a
// new line in a superscript, an accent or the like, the line goes on.
func linesOf(glyphs []glyph) []*line {
	var lines []*line
	var current []glyph
	end := func(hyphen bool) {
		l := newLine(current, hyphen)
		current = nil
		if l == nil {
			return
		}
		if n := len(lines); n > 0 && lines[n-1].goesOn(l) {
			before := lines[n-1]
			if l.left-before.right > 0.12*min(l.height, before.height) {
				before.glyphs = append(before.glyphs, glyph{r: ' ', kind: generatedSpace})
			}
			lines[n-1] = newLine(append(before.glyphs, l.glyphs...), hyphen)
			return
		}
		lines = append(lines, l)
	}
	var last *glyph
	for _, g := range glyphs {
		if g.kind == drawnGlyph {
			g = g.upright()
		}
		switch g.kind {
		case lineBreak:
			end(false)
			last = nil
			continue
		case lineEndHyphen:
			end(true)
			last = nil
			continue
		case drawnGlyph:
			if last != nil && abs(last.y-g.y) > 0.8*max(last.height(), g.height()) && abs(last.angle-g.angle) < 0.02 {
				end(false)
			}
			last = &g
		}
		current = append(current, g)
	}
	end(false)
	for _, l := range lines {
		l.write()
	}
	return stampsLast(slices.DeleteFunc(lines, func(l *line) bool { return l.text == "" }))
}

// stampsLast puts the lines that are written at another angle than most of the page behind the others, which they would tear apart.
func stampsLast(lines []*line) []*line {
	long := map[int]int{} // bytes by angle
	most := 0
	angle := func(l *line) int { return int(math.Round(float64(l.angle) * 50)) }
	for _, l := range lines {
		if long[angle(l)] += len(l.text); long[angle(l)] > long[most] {
			most = angle(l)
		}
	}
	slices.SortStableFunc(lines, func(a, b *line) int {
		switch aside, otherAside := angle(a) != most, angle(b) != most; {
		case aside == otherAside:
			return 0
		case aside:
			return 1
		}
		return -1
	})
	return lines
}

func abs(x float32) float32 { return float32(math.Abs(float64(x))) }

func isSpace(r rune) bool { return r <= ' ' || unicode.IsSpace(r) || r == '\u200b' }

// newLine measures a line; nil where nothing of it is seen.
func newLine(glyphs []glyph, hyphen bool) *line {
	l := &line{glyphs: glyphs, hyphen: hyphen}
	var heights []float32
	for _, g := range glyphs {
		if g.kind != drawnGlyph || isSpace(g.r) && !g.unmapped {
			continue
		}
		if heights == nil {
			l.box, l.angle = g.box, g.angle
		} else {
			l.box = l.union(g.box)
		}
		heights = append(heights, g.height())
	}
	if heights == nil {
		return nil
	}
	slices.Sort(heights)
	l.height = max(heights[len(heights)*7/10], 1) // small ones are indices
	var baselines []float32
	rtl, ltr := 0, 0
	for _, g := range glyphs {
		if g.kind != drawnGlyph || isSpace(g.r) {
			continue
		}
		if abs(g.height()-l.height) <= 0.15*l.height {
			baselines = append(baselines, g.y)
		}
		switch {
		case isRTL(g.r):
			rtl++
		case unicode.IsLetter(g.r):
			ltr++
		}
	}
	l.y = l.bottom
	if len(baselines) > 0 {
		slices.Sort(baselines)
		l.y = baselines[len(baselines)/2]
	}
	l.rtl = rtl > 0 && 2*rtl >= ltr
	return l
}

// goesOn tells whether next is no line of its own but goes on with l, higher or lower: a superscript, or what follows one.
func (l *line) goesOn(next *line) bool {
	if l.hyphen || abs(l.angle-next.angle) > 0.02 || l.rtl != next.rtl && len(next.glyphs) > 3 && len(l.glyphs) > 3 {
		return false
	}
	larger, smaller := l, next
	if next.height > l.height {
		larger, smaller = next, l
	}
	offset := smaller.y - larger.y
	if offset < -0.45*larger.height || offset > 0.7*larger.height || abs(offset) > 0.1*larger.height && smaller.height > 0.9*larger.height && len(smaller.glyphs) > 2 {
		return false
	}
	gap := next.left - l.right
	if l.rtl {
		gap = l.left - next.right
	}
	return gap > -0.8*larger.height && gap < 0.8*larger.height
}

// write puts the text of a line together from its characters.
func (l *line) write() {
	glyphs := withoutRepeats(combineAccents(l.glyphs))
	placed := false // the spaces are where the words end
	l.glyphs = nil
	if slices.ContainsFunc(glyphs, func(g glyph) bool { return g.kind == drawnGlyph && isRTL(g.r) }) {
		glyphs = logicalOrder(glyphs, l.rtl, l.height)
		placed = true
	}
	var text strings.Builder
	var last *glyph // the last one that is seen
	spaced, generated, tab := false, false, false
	words := 0
	for i := range glyphs {
		g := &glyphs[i]
		known := readable(g.r)
		if g.kind == drawnGlyph && (known == "" && !isSpace(g.r) || g.unmapped || g.r == unicode.ReplacementChar) {
			l.damaged++
		}
		if g.kind == generatedSpace || isSpace(g.r) {
			spaced = true
			generated = g.kind == generatedSpace
			tab = tab || placed && g.r == '\t'
			continue
		}
		if known == "" {
			continue
		}
		if last != nil {
			gap, wide := g.left-last.right, wideGap*l.height
			if strings.ContainsRune(".,;:!?", last.r) {
				wide = widerGap * l.height
			}
			switch {
			case tab, !placed && gap > wide:
				text.WriteByte('\t')
				l.tabular = true
				words++
			case placed && !spaced:
			case generated && gap < 0.08*l.height && (joinsLetters(last.r) || joinsLetters(g.r)):
				// PDFium takes the overlap of dependent signs for the end of a word.
			case generated && gap < 0.5*l.height && (isIdeograph(last.r) || isIdeograph(g.r)):
				// Programs set letters and digits a little apart from ideographs.
			case spaced, gap > l.height:
				text.WriteByte(' ')
				words++
			}
		}
		text.WriteString(known)
		text.WriteString(g.marks)
		if words == 0 {
			l.firstWord = max(l.firstWord, g.right-l.left)
			if l.rtl {
				l.firstWord = max(l.firstWord, l.right-g.left)
			}
		}
		last, spaced, generated, tab = g, false, false, false
	}
	l.text = text.String()
}

// withoutRepeats leaves out the glyphs over a syllable whose text is that of the syllable once more, as browsers write
// vowel signs and tone marks.
func withoutRepeats(glyphs []glyph) []glyph {
	if !slices.ContainsFunc(glyphs, func(g glyph) bool { return joinsLetters(g.r) }) {
		return glyphs
	}
	var kept []glyph
	type syllable struct {
		box
		text string
	}
	var recent [4]syllable
	for i := 0; i < len(glyphs); {
		end := i + 1
		s := syllable{glyphs[i].box, string(glyphs[i].r)}
		for end < len(glyphs) && glyphs[i].kind == drawnGlyph && glyphs[end].kind == drawnGlyph && sameGlyph(glyphs[i:end], glyphs[end]) {
			s.box, s.text = s.union(glyphs[end].box), s.text+string(glyphs[end].r)
			end++
		}
		repeated := end-i > 1 && slices.ContainsFunc(recent[:], func(r syllable) bool {
			return r.text == s.text && s.left > r.left-0.2*r.height() && s.right < r.right+0.5*r.height() && s.right-s.left < r.right-r.left
		})
		if !repeated {
			kept = append(kept, glyphs[i:end]...)
			copy(recent[:], recent[1:])
			recent[len(recent)-1] = s
		}
		i = end
	}
	return kept
}

// joinsLetters tells whether a character belongs to a script whose dependent signs are drawn over and around the letters.
func joinsLetters(r rune) bool {
	return r >= 0x900 && r < 0x1100 || r >= 0x1780 && r < 0x1800 || unicode.In(r, unicode.M)
}

// readable gives what a reader expects of a character: ligatures and the presentation forms of Arabic letters as the letters that were typed,
// the bullets of symbol fonts as bullets. It is empty for what is nothing to be read.
func readable(r rune) string {
	switch {
	case r == '\u00ad':
		return "\u00ad"
	case r >= 0xfb00 && r <= 0xfb06, r >= 0xfb50 && r < 0xfdf0, r >= 0xfe70 && r < 0xfeff:
		return norm.NFKC.String(string(r))
	case r == 0xf0b7:
		return "•"
	case r == 0xf0a7:
		return "▪"
	case r == 0xf0d8:
		return "➢"
	case r == 0xf0fc:
		return "✓"
	case r <= ' ', r >= 0x7f && r <= 0x9f, r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef, r >= 0xd800 && r < 0xe000, r > unicode.MaxRune:
		return ""
	}
	return string(r)
}

// accents are the spacing accents that old fonts draw over a letter, and the combining ones that say the same.
var accents = map[rune]rune{
	'´': '\u0301', '`': '\u0300', '¨': '\u0308', 'ˆ': '\u0302', '^': '\u0302', '˜': '\u0303', '~': '\u0303', '¯': '\u0304', 'ˉ': '\u0304',
	'˘': '\u0306', '˙': '\u0307', '˚': '\u030a', '˝': '\u030b', 'ˇ': '\u030c', '¸': '\u0327', '˛': '\u0328', '΄': '\u0301', '΅': '\u0308',
}

// combineAccents joins each spacing accent with the letter that it is drawn over.
func combineAccents(glyphs []glyph) []glyph {
	if !slices.ContainsFunc(glyphs, func(g glyph) bool { return accents[g.r] != 0 && g.kind == drawnGlyph }) {
		return glyphs
	}
	glyphs = slices.Clone(glyphs)
	var joined []glyph
	for i := range glyphs {
		g := &glyphs[i]
		mark := accents[g.r]
		if g.kind != drawnGlyph || mark == 0 {
			continue
		}
		for _, distance := range []int{1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6} {
			at := i + distance
			if at < 0 || at >= len(glyphs) || glyphs[at].kind != drawnGlyph || !unicode.IsLetter(glyphs[at].r) || glyphs[at].marks != "" {
				continue
			}
			letter := &glyphs[at]
			overlap := min(letter.right, g.right) - max(letter.left, g.left)
			if overlap < 0.6*min(letter.right-letter.left, g.right-g.left) || overlap <= 0 {
				continue
			}
			base := letter.r
			switch {
			case base == 'ı' && mark != '\u0327' && mark != '\u0328':
				base = 'i'
			case base == 'ȷ':
				base = 'j'
			}
			composed := []rune(norm.NFC.String(string(base) + string(mark)))
			letter.r, letter.marks = composed[0], string(composed[1:])
			g.kind = joinedAccent
			break
		}
	}
	for i, g := range glyphs {
		if g.kind == joinedAccent {
			continue
		}
		// A space that PDFium saw beside an accent alone is none between words.
		if g.kind == generatedSpace && i > 0 && i+1 < len(glyphs) && (glyphs[i-1].kind == joinedAccent || glyphs[i+1].kind == joinedAccent) {
			before, after := i-1, i+1
			if glyphs[before].kind == joinedAccent {
				before--
			}
			if glyphs[after].kind == joinedAccent {
				after++
			}
			if before >= 0 && after < len(glyphs) && glyphs[after].left-glyphs[before].right < 0.1*glyphs[before].height() {
				continue
			}
		}
		joined = append(joined, g)
	}
	return joined
}
