package layout

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/text/unicode/bidi"
)

// level is a stretch of text and how deep in alternating directions it is embedded: even ones read from the left.
type level struct {
	start, end int
	depth      int
}

// levels gives the levels of a section, or none if all of it reads from the left.
func (t *Text) levels(start, end int) []level {
	s := t.Slice(start, end)
	if strings.IndexFunc(s, fromTheRight) < 0 {
		return nil
	}
	base := uint8(0)
	if t.rightToLeft(start) {
		base = 1
	}
	depths := embed([]rune(s), base)
	var out []level
	n := 0
	for i := range s {
		depth := int(depths[n])
		if n++; len(out) == 0 || out[len(out)-1].depth != depth {
			out = append(out, level{start: start + i, depth: depth})
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		out[len(out)-1].end = start + i + size
	}
	return out
}

// fromTheRight says whether a rune can make text read from the right.
func fromTheRight(r rune) bool {
	if r < 0x0590 {
		return false
	}
	switch bidiClass(r) {
	case bidi.R, bidi.AL, bidi.AN, bidi.RLE, bidi.RLO, bidi.RLI:
		return true
	}
	return false
}

func bidiClass(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

// rightToLeft says whether the paragraph that holds a byte reads from the right: whether its first letter outside
// isolates does.
func (t *Text) rightToLeft(at int) bool {
	start, _ := t.Paragraph(at)
	isolates := 0
	for _, piece := range t.pieces(start, t.Len()) {
		for _, r := range piece {
			switch c := bidiClass(r); {
			case c == bidi.B:
				return false
			case opensIsolate(c):
				isolates++
			case c == bidi.PDI:
				isolates = max(0, isolates-1)
			case isolates > 0:
			case c == bidi.L:
				return false
			case c == bidi.R, c == bidi.AL:
				return true
			}
		}
	}
	return false
}

// reading is how a section reads: kept for the last one asked, since the lines on screen ask one after the other.
type reading struct {
	start, end int
	levels     []level
	rtl        bool
}

func (l *Layout) reading(at int) reading {
	if r := l.read; r.end > r.start && at >= r.start && at < r.end {
		return r
	}
	start, end := l.text.section(at)
	l.read = reading{start: start, end: end, levels: l.text.levels(start, end)}
	l.read.rtl = l.read.levels != nil && l.text.rightToLeft(start)
	return l.read
}

// order cuts a line into stretches of one direction, in the order in which they stand.
func (l *Layout) order(line *Line, read reading) []level {
	base := 0
	if read.rtl {
		base = 1
	}
	var out []level
	for _, part := range read.levels {
		part.start, part.end = max(part.start, line.Start), min(part.end, line.Ink)
		if part.start < part.end {
			out = append(out, part)
		}
	}
	if line.Ink < line.edge {
		out = append(out, level{line.Ink, line.edge, base})
	}
	out = wholeClusters(l.text.Slice(line.Start, line.edge), line, out)
	turn(out)
	return out
}

// turn puts stretches that stand in the order of reading into the order in
// which they are seen: it turns round what is embedded, the deepest first.
func turn(parts []level) {
	deepest := 0
	for _, part := range parts {
		deepest = max(deepest, part.depth)
	}
	for depth := deepest; depth > 0; depth-- {
		for i := 0; i < len(parts); i++ {
			j := i
			for j < len(parts) && parts[j].depth >= depth {
				j++
			}
			slices.Reverse(parts[i:j])
			i = max(i, j-1)
		}
	}
}

// leftToRightMark is a letter without width or ink that reads from the left.
const leftToRightMark = "\u200E"

// Visual gives one line of text in the order in which it is seen from left to
// right, for whoever draws it piece by piece in the order of its characters.
// Words that read from the right stay as they are: a font turns them itself.
func Visual(line string) string {
	t := NewText(line)
	var parts []level
	for _, part := range t.levels(0, len(line)) {
		if part.depth%2 == 1 {
			parts = append(parts, t.drawable(part)...)
		} else {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return line
	}
	turn(parts)
	var b strings.Builder
	for _, part := range parts {
		piece := line[part.start:part.end]
		if strings.ContainsFunc(piece, isRightLetter) {
			b.WriteString(piece)
			continue
		}
		if part.depth%2 == 1 {
			piece = bidi.ReverseString(piece)
		}
		// Between marks, or whoever draws it takes spaces, signs and numbers for a part of the words beside them.
		b.WriteString(leftToRightMark + piece + leftToRightMark)
	}
	return b.String()
}

// drawable cuts a stretch that reads from the right into words of letters, with the spaces between them, which the
// font turns round itself, and what stands between, which has to be turned round for it.
func (t *Text) drawable(part level) []level {
	var out []level
	letters, behind := false, part.start // the kind of the open piece, and the end of its last letter
	from := part.start
	shut := func(at int) {
		if at > from {
			out = append(out, level{from, at, part.depth})
		}
		from = at
	}
	for i, r := range t.Slice(part.start, part.end) {
		at := part.start + i
		switch {
		case isRightLetter(r):
			if !letters {
				shut(at)
				letters = true
			}
			behind = at + utf8.RuneLen(r)
		case letters && !unicode.IsSpace(r):
			shut(behind)
			letters = false
		}
	}
	if letters {
		shut(behind)
	}
	shut(part.end)
	return out
}

func isRightLetter(r rune) bool {
	switch bidiClass(r) {
	case bidi.R, bidi.AL:
		return r != '\u200F' && !unicode.IsPunct(r)
	case bidi.NSM:
		return true
	}
	return r == '\u200C' || r == '\u200D'
}

// wholeClusters moves the borders of the stretches of a line, whose text is s, to cluster boundaries.
func wholeClusters(s string, line *Line, parts []level) []level {
	at := line.Start
	g := graphemes.FromString(s)
	for i := range parts {
		parts[i].start = at
		for at < parts[i].end && g.Next() {
			at = line.Start + g.End()
		}
		parts[i].end = at
	}
	return slices.DeleteFunc(parts, func(l level) bool { return l.start >= l.end })
}
