package pdf

import (
	"cmp"
	"slices"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

func isRTL(r rune) bool {
	return r >= 0x590 && (r < 0x900 || r >= 0xfb1d && r < 0xfdfe || r >= 0xfe70 && r < 0xff00 || r >= 0x10800 && r < 0x11000 || r >= 0x1e800 && r < 0x1f000) &&
		!unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && class(r) != bidi.CS && class(r) != bidi.ON
}

func class(r rune) bidi.Class {
	properties, _ := bidi.LookupRune(r)
	return properties.Class()
}

// cluster is what one glyph draws: several characters where it is a ligature, and marks over it.
type cluster struct {
	box
	glyphs []glyph
	ltr    bool // a part of a word or number that runs from left to right
}

func (c *cluster) first() rune { return c.glyphs[0].r }

// start is the left edge of its glyph, whose box may be that of the ink alone.
func (c *cluster) start() float32 { return min(c.left, c.glyphs[0].x) }

func (c *cluster) middle() float32 { return (c.left + c.right) / 2 }

// logicalOrder puts the characters of a line that holds right-to-left letters into the order in which they are read, by their
// places: programs write them into a file in either order, and PDFium guesses. It is the reverse of the Unicode bidirectional algorithm
// for one embedding level: runs of left-to-right letters and numbers keep their order from left to right, all else follows the direction of the line.
func logicalOrder(glyphs []glyph, rtl bool, height float32) []glyph {
	clusters := clustersOf(glyphs)
	slices.SortStableFunc(clusters, func(a, b *cluster) int { return cmp.Compare(a.middle(), b.middle()) })
	clusters = spaceOut(clusters, height)
	markRuns(clusters)
	if rtl {
		slices.Reverse(clusters)
	}
	// Where the line runs one way, the runs that run the other way are turned.
	for i := 0; i < len(clusters); {
		end := i + 1
		for end < len(clusters) && clusters[end].ltr == clusters[i].ltr {
			end++
		}
		if clusters[i].ltr == rtl {
			slices.Reverse(clusters[i:end])
		}
		i = end
	}
	turnBrackets(clusters)
	var ordered []glyph
	for _, c := range clusters {
		ordered = append(ordered, c.glyphs...)
	}
	return ordered
}

// clustersOf puts together what one glyph draws, and the marks with the letters that they are drawn over.
func clustersOf(glyphs []glyph) []*cluster {
	var clusters []*cluster
	marks := false
	for _, g := range glyphs {
		if g.kind != drawnGlyph {
			continue
		}
		if n := len(clusters); n > 0 && sameGlyph(clusters[n-1].glyphs, g) && !isSpace(g.r) && !unicode.Is(unicode.Mn, clusters[n-1].first()) {
			clusters[n-1].box = clusters[n-1].union(g.box)
			clusters[n-1].glyphs = append(clusters[n-1].glyphs, g)
			continue
		}
		if unicode.Is(unicode.Mn, g.r) {
			marks = true
			// The form of a mark that stands alone is a space with the mark for Unicode.
			if n := len(clusters); n > 0 && isSpace(clusters[n-1].first()) && clusters[n-1].right == clusters[n-1].left {
				clusters = clusters[:n-1]
			}
		}
		clusters = append(clusters, &cluster{box: g.box, glyphs: []glyph{g}})
	}
	for _, c := range clusters {
		if len(c.glyphs) > 1 && !isLam(c.glyphs[0].r) && isLam(c.glyphs[len(c.glyphs)-1].r) && isAlef(c.glyphs[0].r) {
			slices.Reverse(c.glyphs) // no ligature is read alef, lam: PDFium turned it
		}
	}
	if !marks {
		return clusters
	}
	isMark := make([]bool, len(clusters))
	for i, c := range clusters {
		isMark[i] = unicode.Is(unicode.Mn, c.first())
	}
	for i, c := range clusters {
		if !isMark[i] {
			continue
		}
		var nearest *cluster
		for at := max(i-4, 0); at < min(i+5, len(clusters)); at++ {
			other := clusters[at]
			if isMark[at] || isSpace(other.first()) {
				continue
			}
			if nearest == nil || abs(other.middle()-c.middle()) < abs(nearest.middle()-c.middle()) {
				nearest = other
			}
		}
		if nearest != nil {
			nearest.glyphs = append(nearest.glyphs, c.glyphs...)
			c.glyphs = nil
		}
	}
	return slices.DeleteFunc(clusters, func(c *cluster) bool { return len(c.glyphs) == 0 })
}

// sameGlyph tells whether g is one more character of the glyph that others are of: they have one origin.
func sameGlyph(others []glyph, g glyph) bool {
	last := others[len(others)-1]
	return last.x == g.x && last.y == g.y && last.kind == drawnGlyph && !isSpace(last.r)
}

func isLam(r rune) bool { return r == 0x644 }

func isAlef(r rune) bool { return r == 0x622 || r == 0x623 || r == 0x625 || r == 0x627 }

// spaceOut leaves one space, or a tab where the gap is wide, between words. Clusters are in the order of their places. Spaces without a width
// do not stand exactly where the gap is, and a change of direction may have none.
func spaceOut(clusters []*cluster, height float32) []*cluster {
	var seen []*cluster
	spaces := make([]bool, len(clusters)+1) // before the cluster of seen with that index
	var thin []int                          // spaces without a width: the index of what follows
	given := false
	for _, c := range clusters {
		switch {
		case !isSpace(c.first()):
			seen = append(seen, c)
		case c.right-c.left > 0.02*height:
			spaces[len(seen)], given = true, true
		default:
			thin, given = append(thin, len(seen)), true
		}
	}
	gap := func(i int) float32 {
		if i <= 0 || i >= len(seen) {
			return 0
		}
		return seen[i].start() - seen[i-1].right
	}
	for _, i := range thin {
		for _, near := range []int{i - 1, i + 1} {
			if gap(near) > gap(i)+0.05*height {
				i = near
			}
		}
		if gap(i) > 0.03*height {
			spaces[i] = true
		}
	}
	var spaced []*cluster
	for i, c := range seen {
		if i > 0 {
			last := seen[i-1]
			turn := isRTL(last.first()) != isRTL(c.first()) && unicode.IsLetter(last.first()) && unicode.IsLetter(c.first())
			r := rune(0)
			switch width := gap(i); {
			case width > wideGap*height:
				r = '\t'
			case isRTL(last.first()) && class(c.first()) == bidi.L:
				r = ' ' // nothing is joined to the end of a foreign word; the beginning may have a prefix
			case spaces[i], (!given || turn) && width > 0.12*height, width > 0.5*height:
				r = ' '
			}
			if r != 0 {
				between := box{last.right, last.bottom, c.left, last.top}
				spaced = append(spaced, &cluster{box: between, glyphs: []glyph{{r: r, box: between}}})
			}
		}
		spaced = append(spaced, c)
	}
	return spaced
}

// markRuns finds the words and numbers that run from left to right among clusters in the order of their places.
func markRuns(clusters []*cluster) {
	const none = -1
	letters, number := none, none // where the current run of letters, and that of a number, begins
	end := 0                      // where the last letter or digit of the run is
	flush := func() {
		begin := letters
		if begin == none {
			begin = number
		}
		if begin != none {
			for _, c := range clusters[begin : end+1] {
				c.ltr = true
			}
		}
		letters, number = none, none
	}
	for i, c := range clusters {
		r := c.first()
		switch class(r) {
		case bidi.L:
			if letters == none {
				if number != none && end == i-1 {
					letters = number
				} else {
					flush()
					letters = i
				}
			}
			end = i
		case bidi.EN, bidi.AN:
			if letters == none && (number == none || end < i-1 && !isSeparator(clusters, i-1, end)) {
				flush()
				number = i
			}
			end = i
		case bidi.ET:
			// A percent or currency sign belongs to the number beside it.
			if (letters != none || number != none) && end == i-1 {
				end = i
			} else if i+1 < len(clusters) && isNumber(clusters[i+1].first()) {
				flush()
				number, end = i, i
			}
		case bidi.R, bidi.AL:
			flush()
		}
	}
	flush()
}

func isNumber(r rune) bool { c := class(r); return c == bidi.EN || c == bidi.AN }

// isSeparator tells whether the cluster at stands alone between a digit, at end, and the next one, as a comma in 1,250 does.
func isSeparator(clusters []*cluster, at, end int) bool {
	c := class(clusters[at].first())
	return end == at-1 && (c == bidi.CS || c == bidi.ES)
}

var brackets = map[rune]rune{'(': ')', '[': ']', '{': '}', '«': '»', '‹': '›', ')': '(', ']': '[', '}': '{', '»': '«', '›': '‹'}

func isOpening(r rune) bool { return r == '(' || r == '[' || r == '{' || r == '«' || r == '‹' }

// turnBrackets turns the brackets among right-to-left text that stand the wrong way round: some programs write
// the bracket that is meant and others the shape that is drawn, and PDFium turns it in either case. One that is joined to the text on one side opens or closes by that; clusters are in logical order.
func turnBrackets(clusters []*cluster) {
	joined := func(i int) bool {
		if i < 0 || i >= len(clusters) {
			return false
		}
		r := clusters[i].first()
		return !isSpace(r) && (unicode.IsLetter(r) || unicode.IsDigit(r) || brackets[r] == 0 && !unicode.IsPunct(r) || r == '"')
	}
	for i, c := range clusters {
		other := brackets[c.first()]
		if other == 0 || c.ltr {
			continue
		}
		if before, after := joined(i-1), joined(i+1); before != after && after != isOpening(c.first()) {
			c.glyphs[0].r = other
		}
	}
}
