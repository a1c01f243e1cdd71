// Package layout turns a long text into lines and answers where things are: which line holds an offset, which
// offset lies under a point, where a word, a sentence or a paragraph begins and ends. It draws nothing and needs
// no window: all it asks for are functions that measure text and say where its letters stand.
//
// Offsets inside the package are bytes of the text, always at the start of a code point; Text converts them from
// and to code points, the unit used outside. Widths are in the unit of the measuring function.
//
// A text is cut into blocks of some kilobytes, at paragraph ends where it can. A block is laid out without looking at
// the others, so what is on screen can be laid out first and the rest later, a block at a time, and a change of the text
// costs the blocks it touches. The price: a paragraph of more than maxBlock bytes is cut, at the end of a sentence if
// there is one, and may break a line early there.
package layout

import (
	"iter"
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

// Text is a text in blocks. It changes by Replace alone.
type Text struct {
	blocks []block // never none
	lfs    []int   // lfs[b]: how many line feeds stand before block b; nil: not counted
}

// block is a stretch of text that is laid out by itself: it starts and ends at a grapheme boundary.
type block struct {
	s            string
	start, point int     // bytes and code points before it
	points       int     // its code points
	breaks       int     // paragraphs that end in it
	marks        []int32 // marks[i] is the byte at which its code point i*stride starts; nil until it is asked for
}

func (b *block) end() int { return b.start + len(b.s) }

// NewText indexes s in one pass. A byte that is no UTF-8 counts as one code point, as in []rune(s), and becomes U+FFFD.
func NewText(s string) *Text {
	t := &Text{blocks: cut(valid(s))}
	if len(t.blocks) == 0 {
		t.blocks = []block{{}}
	}
	t.place(0)
	return t
}

func valid(s string) string {
	if !utf8.ValidString(s) {
		return string([]rune(s))
	}
	return s
}

// place counts what stands before the blocks from block b on.
func (t *Text) place(b int) {
	start, point := 0, 0
	if b > 0 {
		start, point = t.blocks[b-1].end(), t.blocks[b-1].point+t.blocks[b-1].points
	}
	for i := b; i < len(t.blocks); i++ {
		k := &t.blocks[i]
		k.start, k.point = start, point
		start, point = start+len(k.s), point+k.points
	}
}

// cut cuts a stretch of text that begins and ends at grapheme boundaries into blocks.
func cut(s string) []block {
	var blocks []block
	open, before, breaks := 0, 0, 0 // where the block that is being filled starts, the code points before it, its paragraph ends
	points := 0
	var lastEnd, atEnd int // the byte and the code point behind the last paragraph end
	cutAfter := maxBlock   // no use in looking for a cut before this byte
	shut := func(at, points int) {
		blocks = append(blocks, block{s: s[open:at], points: points - before, breaks: breaks})
		open, before, breaks = at, points, 0
		cutAfter = at + maxBlock
	}
	for i := 0; i < len(s); {
		if n := printable(s[i:min(len(s), cutAfter)]); n > 0 {
			i, points = i+n, points+n
		} else {
			_, n := utf8.DecodeRuneInString(s[i:])
			ends := breakLen(s, i) == n // of a CR LF, the LF ends the paragraph
			i, points = i+n, points+1
			if ends {
				breaks++
				lastEnd, atEnd = i, points
				if i-open >= minBlock {
					shut(i, points)
				}
			}
		}
		for i >= cutAfter {
			if lastEnd > open {
				shut(lastEnd, atEnd)
			} else if at := softCut(s, open, i); at <= i {
				shut(at, points-utf8.RuneCountInString(s[at:i]))
			} else {
				cutAfter = at // one cluster longer than a block
			}
		}
	}
	if open < len(s) {
		shut(len(s), points)
	}
	return blocks
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

func (t *Text) last() *block { return &t.blocks[len(t.blocks)-1] }

// Len is the length in bytes.
func (t *Text) Len() int { return t.last().end() }

// Points is the length in code points.
func (t *Text) Points() int { return t.last().point + t.last().points }

// Slice gives the text between two bytes. Within one block nothing is copied.
func (t *Text) Slice(start, end int) string {
	if b := &t.blocks[t.blockOf(start)]; end <= b.end() {
		return b.s[start-b.start : end-b.start]
	}
	var all strings.Builder
	all.Grow(end - start)
	for _, piece := range t.pieces(start, end) {
		all.WriteString(piece)
	}
	return all.String()
}

// pieces gives the text between two bytes block by block, with the byte each piece starts at.
func (t *Text) pieces(start, end int) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for b := t.blockOf(start); b < len(t.blocks) && start < end; b++ {
			k := &t.blocks[b]
			to := min(end, k.end())
			if !yield(start, k.s[start-k.start:to-k.start]) {
				return
			}
			start = to
		}
	}
}

// Blank says whether nothing between two bytes leaves ink.
func (t *Text) Blank(start, end int) bool {
	for _, piece := range t.pieces(start, end) {
		if !isBlank(piece) {
			return false
		}
	}
	return true
}

// before gives the block that holds what stands before a byte, and the byte's place in it.
func (t *Text) before(at int) (b *block, i int) {
	b = &t.blocks[t.blockOf(max(0, at-1))]
	return b, at - b.start
}

// mark marks where the block's code points start.
func (b *block) mark() {
	if b.marks != nil {
		return
	}
	n := 0
	for i := range b.s {
		if n%stride == 0 {
			b.marks = append(b.marks, int32(i))
		}
		n++
	}
}

// Byte gives the byte at which a code point starts; one outside the text is moved to its nearer end.
func (t *Text) Byte(point int) int {
	switch {
	case point <= 0:
		return 0
	case point >= t.Points():
		return t.Len()
	}
	b := &t.blocks[sort.Search(len(t.blocks), func(i int) bool { return t.blocks[i].point > point })-1]
	if point -= b.point; b.points == len(b.s) {
		return b.start + point
	}
	b.mark()
	i := int(b.marks[point/stride])
	for n := point % stride; n > 0; n-- {
		if b.s[i] < utf8.RuneSelf {
			i++
			continue
		}
		_, size := utf8.DecodeRuneInString(b.s[i:])
		i += size
	}
	return b.start + i
}

// Point gives the number of code points before a byte; a byte inside a code point counts as its start.
func (t *Text) Point(at int) int {
	switch {
	case at <= 0:
		return 0
	case at >= t.Len():
		return t.Points()
	}
	b := &t.blocks[t.blockOf(at)]
	if at -= b.start; b.points == len(b.s) {
		return b.point + at
	}
	b.mark()
	k := sort.Search(len(b.marks), func(k int) bool { return int(b.marks[k]) > at }) - 1
	n := k * stride
	for i := int(b.marks[k]); i < at; n++ {
		size := 1
		if b.s[i] >= utf8.RuneSelf {
			_, size = utf8.DecodeRuneInString(b.s[i:])
		}
		if i += size; i > at {
			break
		}
	}
	return b.point + n
}

// blockOf gives the number of the block that holds a byte; the end of the text belongs to the last block.
func (t *Text) blockOf(at int) int {
	return max(0, sort.Search(len(t.blocks), func(i int) bool { return t.blocks[i].start > at })-1)
}
