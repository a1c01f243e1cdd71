package layout

import (
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Cluster gives the grapheme cluster that holds a byte; at the end of the text it is empty.
func (t *Text) Cluster(at int) (start, end int) {
	if at >= t.Len() {
		return t.Len(), t.Len()
	}
	b := &t.blocks[t.blockOf(at)]
	from := sure(b.s, at-b.start)
	for g := graphemes.FromString(b.s[from:]); g.Next(); {
		if b.start+from+g.End() > at {
			return b.start + from + g.Start(), b.start + from + g.End()
		}
	}
	return t.Len(), t.Len() // unreachable: the block holds byte at
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
	return t.Snap(min(at, t.Len()) - 1)
}

// sure gives the nearest place at or before a byte of a block that is a cluster boundary whatever stands around it: the
// start, or one between two ASCII characters, or on either side of a control character.
func sure(s string, at int) int {
	for at = min(at, len(s)-1); at > 0; at-- {
		before, here := s[at-1], s[at]
		if before == '\r' && here == '\n' {
			continue
		}
		if before < ' ' || here < ' ' || before < utf8.RuneSelf && here < utf8.RuneSelf {
			return at
		}
	}
	return 0
}
