package layout

import (
	"slices"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Replace puts a text in the place of the bytes [start, end), which have to be starts of code points, and cuts anew the
// blocks around them alone: it costs the same for a long text as for a short one. The blocks [first, last) are gone;
// fresh ones are in their place.
func (t *Text) Replace(start, end int, with string) (first, last, fresh int) {
	first, last = t.blockOf(start), t.blockOf(end)+1
	from, to := &t.blocks[first], &t.blocks[last-1]
	s := from.s[:start-from.start] + valid(with) + to.s[end-to.start:]
	if first > 0 && start == from.start { // what begins here may join what stands before
		first--
		s = t.blocks[first].s + s
	}
	for last < len(t.blocks) && (len(s) < minBlock || !parts(s, t.blocks[last].s)) {
		s += t.blocks[last].s
		last++
	}
	blocks := cut(s)
	if len(blocks) == 0 && last-first == len(t.blocks) {
		blocks = []block{{}}
	}
	t.blocks = slices.Replace(t.blocks, first, last, blocks...)
	t.place(first)
	t.lfs = nil
	return first, last, len(blocks)
}

// parts says whether a cluster ends where one stretch of text ends and another begins.
func parts(s, next string) bool {
	if s == "" || endsBreak(s, len(s)) {
		return true
	}
	tail := s[sure(s, len(s)):]
	at := 0
	for g := graphemes.FromString(tail + next[:min(len(next), 256)]); at < len(tail) && g.Next(); {
		at = g.End()
	}
	return at == len(tail)
}

// Replace replaces a part of the text, as Text.Replace does, and forgets the lines of the blocks that are cut anew.
func (l *Layout) Replace(start, end int, with string) {
	first, last, fresh := l.text.Replace(start, end, with)
	l.lines = slices.Replace(l.lines, first, last, make([][]lineStart, fresh)...)
	if first+fresh >= len(l.lines) { // the last block may have a line more than others
		first = min(first, len(l.lines)-1)
		l.lines[len(l.lines)-1] = nil
	}
	l.todo = min(l.todo, first)
	l.stale, l.read = true, reading{}
}
