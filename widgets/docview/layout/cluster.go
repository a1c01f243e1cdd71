package layout

import (
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Cluster gives the grapheme cluster that holds a byte; at the end of the text it is empty.
func (t *Text) Cluster(at int) (start, end int) {
	if at >= len(t.s) {
		return len(t.s), len(t.s)
	}
	from := t.surely(at)
	for g := graphemes.FromString(t.s[from:t.blocks[t.blockOf(from)].end]); g.Next(); {
		if from+g.End() > at {
			return from + g.Start(), from + g.End()
		}
	}
	return len(t.s), len(t.s) // unreachable: the block holds byte at
}

// Snap moves a byte to the start of its cluster.
func (t *Text) Snap(at int) int {
	start, _ := t.Cluster(max(0, at))
	return start
}

// Next gives the start of the cluster behind the one that holds a byte.
func (t *Text) Next(at int) int {
	_, end := t.Cluster(max(0, at))
	return end
}

// Prev gives the start of the cluster before a byte.
func (t *Text) Prev(at int) int {
	if at <= 0 {
		return 0
	}
	return t.Snap(min(at, len(t.s)) - 1)
}

// surely gives the nearest place at or before a byte that is a cluster boundary whatever stands around it: the start
// of a block, or one between two ASCII characters, or on either side of a control character.
func (t *Text) surely(at int) int {
	start := t.blocks[t.blockOf(at)].start
	for ; at > start; at-- {
		before, here := t.s[at-1], t.s[at]
		if before == '\r' && here == '\n' {
			continue
		}
		if before < ' ' || here < ' ' || before < utf8.RuneSelf && here < utf8.RuneSelf {
			return at
		}
	}
	return start
}
