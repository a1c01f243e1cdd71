package layout

import "strings"

// countLines counts the line feeds before each block.
func (t *Text) countLines() {
	if t.lfs != nil {
		return
	}
	n := 0
	for i := range t.blocks {
		t.lfs = append(t.lfs, n)
		n += strings.Count(t.blocks[i].s, "\n")
	}
}

// Number gives the number of the text's own line, from 1, that holds a byte: line feeds end lines. The first call
// counts them all.
func (t *Text) Number(at int) int {
	t.countLines()
	at = min(max(at, 0), t.Len())
	b := t.blockOf(at)
	return 1 + t.lfs[b] + strings.Count(t.blocks[b].s[:at-t.blocks[b].start], "\n")
}

// Numbered says whether one of the text's own lines starts at a byte.
func (t *Text) Numbered(at int) bool {
	b, i := t.before(at)
	return at == 0 || b.s[i-1] == '\n'
}
