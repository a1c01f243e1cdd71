// Package layout turns a long text into lines and answers where things are: which line holds an offset, which
// offset lies under a point, where a word, a sentence or a paragraph begins and ends. It draws nothing and needs
// no window: all it asks for are functions that measure text and say where its letters stand.
//
// Offsets inside the package are bytes of the text, always at the start of a code point; Text converts them from
// and to code points, the unit used outside. Widths are in the unit of the measuring function.
//
// A text is cut once into blocks of some kilobytes, at paragraph ends where it can. A block is laid out without
// looking at the others, so what is on screen can be laid out first and the rest later, a block at a time. The price:
// a paragraph of more than maxBlock bytes is cut, at the end of a sentence if there is one, and may break a line early there.
package layout

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

const (
	minBlock = 2 << 10 // a block ends with the first paragraph that ends beyond this many bytes
	maxBlock = 8 << 10 // a paragraph longer than this is cut
	stride   = 256     // code points between two marks of the index
)

// Text is a text that doesn't change, with the index that converts its offsets and the blocks it is laid out in.
type Text struct {
	s      string
	points int
	marks  []int32 // marks[i] is the byte at which code point i*stride starts
	blocks []block
	lfs    numbers
}

// block is a stretch of text that is laid out by itself: it starts and ends at a grapheme boundary.
type block struct {
	start, end int
	points     int // code points
	breaks     int // paragraphs that end in it
}

// NewText indexes s in one pass. A byte that is no UTF-8 counts as one code point, as in []rune(s), and becomes U+FFFD.
func NewText(s string) *Text {
	if !utf8.ValidString(s) {
		s = string([]rune(s))
	}
	t := &Text{s: s}
	var open block         // the block that is being filled; its points are those before it until it is closed
	var lastEnd, atEnd int // the byte and the code point behind the last paragraph end
	cutAfter := maxBlock   // no use in looking for a cut before this byte
	shut := func(at, points int) {
		open.end, open.points = at, points-open.points
		t.blocks = append(t.blocks, open)
		open = block{start: at, points: points}
		cutAfter = at + maxBlock
	}
	for i := 0; i < len(s); {
		if t.points%stride == 0 {
			t.marks = append(t.marks, int32(i))
		}
		if n := printable(s[i:min(len(s), cutAfter, i+stride-t.points%stride)]); n > 0 {
			i, t.points = i+n, t.points+n
		} else {
			_, n := utf8.DecodeRuneInString(s[i:])
			ends := breakLen(s, i) == n // of a CR LF, the LF ends the paragraph
			i, t.points = i+n, t.points+1
			if ends {
				open.breaks++
				lastEnd, atEnd = i, t.points
				if i-open.start >= minBlock {
					shut(i, t.points)
				}
			}
		}
		if i < cutAfter {
			continue
		}
		if lastEnd > open.start {
			shut(lastEnd, atEnd)
		} else if at := softCut(s, open.start, i); at <= i {
			shut(at, t.points-utf8.RuneCountInString(s[at:i]))
		} else {
			cutAfter = at // one cluster longer than a block
		}
	}
	if open.start < len(s) || len(t.blocks) == 0 {
		shut(len(s), t.points)
	}
	return t
}

// printable gives the length of the run of printable ASCII that s starts with.
func printable(s string) int {
	for i := range len(s) {
		if s[i]-' ' >= utf8.RuneSelf-' ' {
			return i
		}
	}
	return len(s)
}

// softCut finds where to cut a paragraph that goes on from byte from to beyond byte to: behind a sentence in the
// second half, else behind a space, else between two grapheme clusters, which may lie beyond to.
func softCut(s string, from, to int) int {
	half, space := (from+to)/2, 0
	for p := to - 1; p > half; p-- {
		if s[p-1] != ' ' || s[p] <= ' ' || s[p] >= utf8.RuneSelf {
			continue
		}
		if strings.IndexByte(".!?", s[p-2]) >= 0 && s[p] < 'a' {
			return p
		}
		space = max(space, p)
	}
	if space > 0 {
		return space
	}
	at, stop := from, 0
	for g := graphemes.FromString(s[from:]); g.Next(); {
		if at > from && from+g.End() > to {
			break
		}
		at = from + g.End()
		if at > half && isFullStop(lastRune(g.Value())) {
			stop = at
		}
	}
	if stop > 0 {
		return stop
	}
	return at
}

// Len is the length in bytes.
func (t *Text) Len() int { return len(t.s) }

// Points is the length in code points.
func (t *Text) Points() int { return t.points }

// Slice gives the text between two bytes.
func (t *Text) Slice(start, end int) string { return t.s[start:end] }

// Byte gives the byte at which a code point starts; one outside the text is moved to its nearer end.
func (t *Text) Byte(point int) int {
	switch {
	case point <= 0:
		return 0
	case point >= t.points:
		return len(t.s)
	case t.points == len(t.s):
		return point
	}
	i := int(t.marks[point/stride])
	for n := point % stride; n > 0; n-- {
		if t.s[i] < utf8.RuneSelf {
			i++
			continue
		}
		_, size := utf8.DecodeRuneInString(t.s[i:])
		i += size
	}
	return i
}

// Point gives the number of code points before a byte; a byte inside a code point counts as its start.
func (t *Text) Point(at int) int {
	switch {
	case at <= 0:
		return 0
	case at >= len(t.s):
		return t.points
	case t.points == len(t.s):
		return at
	}
	k := sort.Search(len(t.marks), func(k int) bool { return int(t.marks[k]) > at }) - 1
	n := k * stride
	for i := int(t.marks[k]); i < at; n++ {
		size := 1
		if t.s[i] >= utf8.RuneSelf {
			_, size = utf8.DecodeRuneInString(t.s[i:])
		}
		if i += size; i > at {
			return n
		}
	}
	return n
}

// blockOf gives the number of the block that holds a byte; the end of the text belongs to the last block.
func (t *Text) blockOf(at int) int {
	return max(0, sort.Search(len(t.blocks), func(i int) bool { return t.blocks[i].start > at })-1)
}
